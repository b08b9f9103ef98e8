"""Sentences labelled for these tests."""

from xinwen.records import Claim, Entity, Mention, Quantity, SentenceLabels, Sentiment

TEXT = "🚀青禾科技上海研究院宣布,明年推出岚山X3芯片,功耗降低40%。"


def _entity(number: int, surface: str, kind: str, fine: str | None = None, **more: object) -> Entity:
    start = TEXT.index(surface)
    return Entity(f"e{number:02d}", start, start + len(surface), surface, kind, fine, **more)  # type: ignore[arg-type]


def _mention(surface: str) -> Mention:
    start = TEXT.index(surface)
    return Mention("syn-1.s001", start, start + len(surface), surface)


def _claim(number: int, content: str, kind: str, **more: object) -> Claim:
    start = TEXT.index(content)
    sources = (_mention("青禾科技上海研究院"),)
    facts = {"time": "future", "certainty": "asserted", "source_kind": "named_org", "quote": "indirect", **more}
    return Claim(f"c{number:02d}", start, start + len(content), content, kind, sources=sources, cue=_mention("宣布"), **facts)  # type: ignore[arg-type]


FULL = SentenceLabels(
    "syn-1.s001",
    TEXT,
    120,
    120 + len(TEXT),
    entities=(
        _entity(1, "青禾科技上海研究院", "ORG", "other", name_id="qinghe-lab"),
        _entity(2, "青禾科技", "ORG", "company", level="inner", parent_id="e01", name_id="qinghe"),
        _entity(3, "上海", "LOC", "gpe", level="inner", parent_id="e01"),
        _entity(4, "岚山X3", "PROD", "hardware"),
        _entity(5, "40%", "NUM", "percent", value=40.0, unit="%"),
    ),
    sentiments=(
        Sentiment("positive"),
        Sentiment("neutral", "e01", "fact"),
        Sentiment("positive", "e04", "forecast", claim_id="c02"),
    ),
    claims=(
        _claim(1, "明年推出岚山X3芯片", "commitment", about=("e01", "e04"), verifiable=True, checkworthy=2),
        _claim(
            2,
            "功耗降低40%",
            "numeric",
            about=("e04",),
            other_types=("comparison",),
            quantities=(Quantity("e05", "change", 40.0, "%", comparator="~"),),
        ),
    ),
)
PLAIN = SentenceLabels("syn-1.s002", "业内人士对此反应平淡。", 200, 211, sentiments=(Sentiment("neutral"),))
