"""Two passes over one article that differ in every layer, written as forms."""

from __future__ import annotations

from dataclasses import replace

from xinwen.passes.authoring import compile_form
from xinwen.records import ArticlePass, Name, PassInfo, Sentence
from xinwen.register import Register

INFO_A = PassInfo("a", "hand", "language_model", "model 1", "1.0.0", "1.0.0")
INFO_B = replace(INFO_A, name="b")
REGISTER = Register(
    [
        Name("n001", "ORG", "company", "蓝鲸科技", "Blue Whale", ("蓝鲸",)),
        Name("n002", "PROD", "hardware", "鲲鹏X9", None),
        Name("n003", "ORG", "company", "灵犀科技", None),
        Name("n004", "ORG", "other", "远山研究所", None),
    ]
)
TEXTS = ("蓝鲸科技宣布，蓝鲸鲲鹏X9将于2028年量产。", "灵犀科技收入下降18%，远山研究所认为前景黯淡。", "展会在合肥开幕。")


def sentences() -> list[Sentence]:
    made, at = [], 0
    for number, text in enumerate(TEXTS, 1):
        made.append(Sentence(f"demo.s{number:03d}", "demo", number, number, "body", text, at, at + len(text), at, at + len(text)))
        at += len(text) + 1
    return made


_CLAIM = """  type: {type}
  source: {source}
  cue: {cue}
  quote: {quote}
  time: {time}
  certainty: {certainty}
  verifiable: {verifiable}
  checkworthy: {checkworthy}"""


def claim(content: str, *more: str, **fields: str) -> str:
    """A ``C`` block; fields that are not given are those of a past fact told by the author."""
    usual = {
        "type": "event_property",
        "source": "author",
        "cue": "",
        "quote": "none",
        "time": "past",
        "certainty": "asserted",
        "verifiable": "yes",
        "checkworthy": "0",
    }
    return "\n".join([f"C {content}", _CLAIM.format(**{**usual, **fields}), *(f"  {line}" for line in more)])


def form(info: PassInfo, *bodies: str) -> str:
    parts = [f"@article demo\n@pass {info.name}\n@guidelines 1.0.0"]
    parts += [f"## s{n:03d} body\n{text}\n{body}" for n, (text, body) in enumerate(zip(TEXTS, bodies, strict=True), 1)]
    return "\n".join(parts)


def compiled(info: PassInfo, *bodies: str) -> ArticlePass:
    made, errors = compile_form(form(info, *bodies), sentences(), info, REGISTER)
    assert errors == []
    return made


WHALE = "E 蓝鲸科技 = ORG.company | @蓝鲸科技 | neutral fact"
COMMITMENT = claim(
    "将于2028年量产",
    "num: 2028年 role=time",
    type="commitment",
    source="named_org 蓝鲸科技",
    cue="宣布",
    quote="indirect",
    time="future",
    checkworthy="2",
)
LOSS = claim("灵犀科技收入下降18%", "about: 灵犀科技", "num: 18% role=change cmp==", type="numeric", checkworthy="1")
GLOOM = claim(
    "前景黯淡", type="position", source="named_org 远山研究所", cue="认为", quote="indirect", time="present", verifiable="no"
)
LINGXI = "E 灵犀科技 = ORG.company | @灵犀科技 | negative fact\nE 18% = NUM.percent | value=18 unit=%"
INSTITUTE = "E 远山研究所 = ORG.other | @远山研究所 | neutral fact"
EXPO = "S neutral\nE 合肥 = LOC.gpe | neutral fact"


def pass_a() -> ArticlePass:
    return compiled(
        INFO_A,
        f"S positive\n{WHALE}\nE 蓝鲸鲲鹏X9 = PROD.hardware | @鲲鹏X9 | positive forecast c1\nI 蓝鲸 = ORG.company | @蓝鲸科技\n"
        f"E 2028年 = NUM.date | date=2028\n{COMMITMENT}",
        f"S negative\n{LINGXI}\n{INSTITUTE}\n{LOSS}\n{GLOOM}",
        EXPO,
    )


def pass_b() -> ArticlePass:
    return compiled(
        INFO_B,
        f"S neutral\n{WHALE}\nE 鲲鹏X9 = PROD.hardware | @鲲鹏X9 | neutral fact\nE 2028年 = NUM.date | date=2028\n"
        + COMMITMENT.replace("asserted", "probable").replace("checkworthy: 2", "checkworthy: 3"),
        f"S negative\n{LINGXI.replace('negative', 'neutral')}\n{INSTITUTE}\n{LOSS}",
        EXPO,
    )
