"""One defect for each check that looks at rows: the sound release with just these rows changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from sound_targets import Rows

Row = dict[str, Any]
Change = Callable[[Rows], Iterable[str] | None]

ROW_DEFECTS: dict[str, Change] = {}


def defect(check_id: str) -> Callable[[Change], Change]:
    def add(change: Change) -> Change:
        assert check_id not in ROW_DEFECTS
        ROW_DEFECTS[check_id] = change
        return change

    return add


def sentence(rows: Rows, at: int) -> Row:
    return rows["sentences"]["train"][at]


def entity(rows: Rows, text: str, at: int = 1) -> Row:
    return next(e for e in sentence(rows, at)["entities"] if e["text"] == text)


def claim(rows: Rows) -> Row:
    found: Row = sentence(rows, 1)["claims"][0]
    return found


def article(rows: Rows, split: str = "train") -> Row:
    return rows["articles"][split][0]


def _set(check_id: str, find: Callable[[Rows], Row], **values: object) -> None:
    """A defect that sets values of one row."""
    defect(check_id)(lambda rows: find(rows).update(values))


def _moved(rows: Rows, text: str, start: int, end: int, at: int = 1) -> Row:
    """A mention with its edges moved by so many characters, its text moved along."""
    e = entity(rows, text, at)
    e["start_char"] += start
    e["end_char"] += end
    e["text"] = sentence(rows, at)["text"][e["start_char"] : e["end_char"]]
    return e


def _retold(rows: Rows, text: str, at: int) -> None:
    """A sentence with another text, its labels taken off."""
    sentence(rows, at).update(text=text, entities=[], claims=[], sentiments=sentence(rows, at)["sentiments"][:1])


def _added(rows: Rows, surface: str, kind: str, at: int, fine: str | None = None, **more: object) -> None:
    """A further mention, as it would be labelled."""
    row = sentence(rows, at)
    start = row["text"].index(surface)
    like = {**entity(rows, "澄海半导体"), "name_id": None, "entity_id": f"{row['sentence_id']}.e90", "type": kind}
    span = {"text": surface, "start_char": start, "end_char": start + len(surface)}
    row["entities"].append({**like, **span, "fine_type": fine, **more})
    row["entities"].sort(key=lambda e: e["start_char"])


# characters
_set("text-empty", lambda r: sentence(r, 4), text="  ", entities=[])
_set("text-edge-blank", lambda r: sentence(r, 4), text=" 这一天的北岭市天气很好。", entities=[])
_set("text-damaged-label", lambda r: sentence(r, 1), damaged=True)
for _id, _text in {
    "text-replacement": "这一天的北岭市天气\ufffd好。",
    "text-control": "这一天的\u200b北岭市天气很好。",
    "text-nfc": "这一天的cafe\u0301很好。",
    "contact-text": "联系电话：0755-88887777",
}.items():
    defect(_id)(lambda rows, text=_text: _retold(rows, text, 4))  # type: ignore[misc]

# spans
_set("span-bounds", lambda r: entity(r, "5nm"), end_char=999)
_set("span-surface", lambda r: entity(r, "5nm"), text="7nm")
defect("span-order")(lambda rows: sentence(rows, 1)["entities"].reverse())
_set("span-nesting", lambda r: entity(r, "澄海", 3), start_char=0, end_char=2, text="东湾")


@defect("span-blank-edge")
def _(rows: Rows) -> None:
    _retold(rows, "这一天 天气很好。", 4)
    _added(rows, "这一天 ", "EVENT", 4)


@defect("span-splits-character")
def _(rows: Rows) -> None:
    _retold(rows, "这一天👩\u200d🔬很好。", 4)
    _added(rows, "这一天👩", "EVENT", 4)


@defect("span-duplicate")
def _(rows: Rows) -> None:
    _added(rows, "5nm", "TECH", 1)


@defect("span-overlap")
def _(rows: Rows) -> None:
    _added(rows, "采用5nm", "EVENT", 1)


@defect("span-inner-overlap")
def _(rows: Rows) -> None:
    inner = entity(rows, "澄海", 3)
    _added(rows, "海一", "EVENT", 3, level="inner", parent_id=inner["parent_id"])


# boundaries
@defect("boundary-mark")
def _(rows: Rows) -> None:
    _moved(rows, "5nm", 0, 3)


@defect("boundary-bracket")
def _(rows: Rows) -> None:
    _moved(rows, "算力年报", -1, 0, 2)


@defect("boundary-quotes")
def _(rows: Rows) -> None:
    _moved(rows, "算力年报", -1, 1, 2)


@defect("boundary-word")
def _(rows: Rows) -> None:
    _moved(rows, "500片", 1, 0, 3)


@defect("boundary-length")
def _(rows: Rows) -> None:
    _retold(rows, "长" * 41 + "。", 4)
    _added(rows, "长" * 41, "EVENT", 4)


@defect("boundary-newline")
def _(rows: Rows) -> None:
    _retold(rows, "这一天\n很好。", 4)
    _added(rows, "天\n很", "EVENT", 4)


for _id, (_text, _surface, _kind, _fine) in {
    "boundary-comparator": ("产能约500片。", "约500片", "NUM", "quantity"),
    "boundary-honorific": ("周知行先生在场。", "周知行先生", "PER", None),
    "boundary-head": ("晨光芯片在场。", "晨光芯片", "PROD", "hardware"),
    "boundary-no-name": ("国内天气很好。", "国内", "LOC", "gpe"),
}.items():

    @defect(_id)
    def _(rows: Rows, text: str = _text, surface: str = _surface, kind: str = _kind, fine: str | None = _fine) -> None:
        _retold(rows, text, 4)
        _added(rows, surface, kind, 4, fine)


# labels
_set("label-entity-type", lambda r: entity(r, "5nm"), fine_type="company")
_set("label-level", lambda r: entity(r, "5nm"), level="middle")
_set("label-sentence-polarity", lambda r: sentence(r, 1)["sentiments"][0], polarity="angry")
_set("label-target-polarity", lambda r: sentence(r, 1)["sentiments"][1], polarity="mixed")
_set("label-basis", lambda r: sentence(r, 1)["sentiments"][1], basis="rumour")
_set("label-claim-type", claim, type="opinion")
_set("label-time", claim, time="always")
_set("label-certainty", claim, certainty="maybe")
_set("label-source-kind", claim, source_kind="website")
_set("label-quote", claim, quote="partial")
_set("label-role", lambda r: claim(r)["quantities"][0], role="price")
_set("label-comparator", lambda r: claim(r)["quantities"][0], comparator="≈")
_set("label-sentence-kind", lambda r: sentence(r, 4), kind="paragraph")
_set("label-column", lambda r: r["labels_raw"]["train"][0], layer="event")
defect("label-no-example")(lambda rows: sentence(rows, 2)["entities"].pop())


@defect("label-split")
def _(rows: Rows) -> Iterable[str]:
    for table in rows.values():
        table["dev"] = table.pop("test")
    return ()


# references
_set("id-form", lambda r: entity(r, "5nm"), entity_id="T12")
_set("ref-article", lambda r: sentence(r, 4), article_id="syn-9999")
_set("ref-parent", lambda r: entity(r, "澄海", 3), parent_id="syn-0001.s004.e01x")
_set("ref-target", lambda r: sentence(r, 1)["sentiments"][1], target_id="syn-0001.s002.e99")
_set("ref-claim", lambda r: sentence(r, 1)["sentiments"][1], claim_id="syn-0001.s002.c99")
_set("ref-about", claim, about=["syn-0001.s002.e99"])
_set("ref-quantity", lambda r: claim(r)["quantities"][0], entity_id="syn-0001.s002.e01")
_set("ref-source", lambda r: claim(r)["sources"][0], sentence_id="syn-0002.s001")
_set("ref-name", lambda r: entity(r, "澄海半导体"), name_id="haifeng")
_set("ref-name-type", lambda r: r["names"]["train"][0], fine_type="other")
_set("id-duplicate", lambda r: entity(r, "5nm"), entity_id="syn-0001.s002.e01")


@defect("ref-sentence")
def _(rows: Rows) -> Iterable[str]:
    rows["entities"]["train"][0]["sentence_id"] = "syn-0001.s099"
    return ["entities"]


@defect("ref-name-unused")
def _(rows: Rows) -> None:
    rows["names"]["train"].append({**rows["names"]["train"][0], "name_id": "haifeng"})


# sentences
_set("sentence-surface", lambda r: sentence(r, 4), start_char=1)
_set("sentence-position", lambda r: sentence(r, 4), position=9)
_set("sentence-paragraph", lambda r: sentence(r, 4), paragraph=9)
defect("sentence-order")(lambda rows: sentence(rows, 4).update(start_char=0))
defect("sentence-gap")(lambda rows: rows["sentences"]["train"].pop())
defect("sentence-none")(lambda rows: rows["articles"]["test"].append({**article(rows, "test"), "article_id": "syn-0003"}))


@defect("sentence-ner")
def _(rows: Rows) -> Iterable[str]:
    rows["ner"]["train"].pop()
    return ["ner"]


# attributes
_set("num-only", lambda r: entity(r, "5nm"), value=5.0)
_set("num-range", lambda r: entity(r, "300美元"), max_value=200.0)
_set("num-finite", lambda r: entity(r, "300美元"), value=float("inf"))
_set("num-date", lambda r: entity(r, "300美元"), date="2031")
_set("num-iso-date", lambda r: entity(r, "3月1日"), date="2031-02-30")
_set("num-currency", lambda r: entity(r, "300美元"), unit="美元")
_set("confidence-range", lambda r: entity(r, "5nm"), confidence=1.5)

# claims
_set("claim-author", claim, source_kind="author")
_set("claim-mention", lambda r: claim(r)["sources"][0], text="周知行")
_set("claim-other-types", claim, other_types=["numeric"])
_set("claim-checkworthy", claim, checkworthy=4)
_set("claim-number", claim, quantities=[])
defect("claim-one-cue")(lambda rows: claim(rows)["cue"].append(claim(rows)["cue"][0]))
defect("claim-quantity-twice")(lambda rows: claim(rows)["quantities"].append(claim(rows)["quantities"][0]))
defect("claim-overlap")(lambda rows: sentence(rows, 1)["claims"].append({**claim(rows), "claim_id": "syn-0001.s002.c02"}))


@defect("claim-cue-inside")
def _(rows: Rows) -> None:
    text = sentence(rows, 1)["text"]
    claim(rows)["cue"][0].update(start_char=text.index("采用"), end_char=text.index("采用") + 2, text="采用")


@defect("claim-arithmetic")
def _(rows: Rows) -> None:
    quantity = claim(rows)["quantities"][0]
    change = {**quantity, "role": "change", "value": 20.0, "unit": "%"}
    claim(rows)["quantities"] += [{**quantity, "role": "baseline", "value": 200.0}, change]


# sentiments
_set("sentiment-column", lambda r: sentence(r, 1), polarity="positive")
_set("sentiment-basis", lambda r: sentence(r, 1)["sentiments"][0], basis="fact")
defect("sentiment-twice")(lambda rows: sentence(rows, 1)["sentiments"].append(sentence(rows, 1)["sentiments"][-1]))
defect("sentiment-missing")(lambda rows: sentence(rows, 1)["sentiments"].pop())
defect("sentiment-order")(lambda rows: sentence(rows, 1)["sentiments"].reverse())

# provenance
_set("source-label", lambda r: entity(r, "5nm"), annotator=" ")
_set("source-hand-program", lambda r: entity(r, "5nm"), annotator_kind="program")
_set("source-confidence", lambda r: entity(r, "5nm"), confidence=0.5)
_set("source-attributes", lambda r: r["labels_raw"]["train"][0], attributes='{"b": 1, "a": 2}')
_set("source-adopted", lambda r: next(x for x in r["labels_raw"]["train"] if x["layer"] == "claim"), adopted=False)
defect("source-kept")(lambda rows: rows["labels_raw"]["train"].pop(0))
defect("pass-coverage")(lambda rows: [row.update(independent=False) for row in rows["labels_raw"]["test"]] and None)

# raw
_set("raw-alignment", lambda r: article(r)["alignment"][0], length=10_000)
_set("raw-removed-step", lambda r: article(r)["removed"][0], step="")
_set("raw-span", lambda r: entity(r, "5nm"), raw_start=20)
_set("raw-bounds", lambda r: entity(r, "5nm"), raw_start=0)
_set("raw-order", lambda r: sentence(r, 4), raw_start=1)
defect("raw-balance")(lambda rows: article(rows)["removed"].pop())


@defect("raw-characters")
def _(rows: Rows) -> None:
    article(rows)["raw_text"] = article(rows)["raw_text"].replace("A7", "A8")


@defect("contact-raw")
def _(rows: Rows) -> None:
    raw = article(rows)["raw_text"]
    article(rows)["raw_text"] = raw.replace("●" * 13, "0755-88887777")


# BIO
def _tags(check_id: str, change: Callable[[Row], None]) -> None:
    def changed(rows: Rows) -> Iterable[str]:
        change(rows["ner"]["train"][0])
        return ["ner"]

    defect(check_id)(changed)


_tags("bio-tag", lambda row: row["ner_tags"].__setitem__(0, "B-FIRM"))
_tags("bio-transition", lambda row: row["ner_tags"].__setitem__(0, "I-ORG"))
_tags("bio-length", lambda row: row["ner_tags"].pop())
_tags("bio-token", lambda row: row["tokens"].__setitem__(0, "澄海"))
_tags("bio-text", lambda row: row["tokens"].__setitem__(0, "橙"))
_tags("bio-round-trip", lambda row: row["ner_tags"].__setitem__(5, "B-PROD"))


# flat tables
def _flat(table: str, column: str, value: object) -> None:
    def changed(rows: Rows) -> Iterable[str]:
        rows[table]["train"][0][column] = value
        return [table]

    defect(f"flat-{table}")(changed)


_flat("entities", "unit", "USD")
_flat("sentiments", "basis", "forecast")
_flat("claims", "time", "past")


# leakage
@defect("leak-sentence")
def _(rows: Rows) -> None:
    rows["sentences"]["test"][1]["text"] = sentence(rows, 4)["text"]


@defect("leak-near-duplicate")
def _(rows: Rows) -> None:
    article(rows, "test")["text"] = article(rows)["text"].replace("天气很好", "天气不错")


@defect("leak-article")
def _(rows: Rows) -> None:
    rows["articles"]["test"].append({**article(rows)})


@defect("duplicate-text")
def _(rows: Rows) -> None:
    _retold(rows, sentence(rows, 3)["text"], 4)


@defect("duplicate-article")
def _(rows: Rows) -> None:
    text = article(rows)["text"].replace("很好", "不错")
    rows["articles"]["train"].append({**article(rows), "article_id": "syn-0009", "text": text})


_set("leak-time", lambda r: article(r), date="2032-01-01")


# consistency
_set("same-surface-other-type", lambda r: entity(r, "北岭市", 4), fine_type="other")
_set("same-surface-other-name", lambda r: entity(r, "澄海半导体", 0), name_id=None)
defect("unlabelled-repeat")(lambda rows: sentence(rows, 4)["entities"].clear())
_set("name-form", lambda r: entity(r, "晨曦A7", 0), name_id="chenghai")


@defect("same-text-other-labels")
def _(rows: Rows) -> None:
    _retold(rows, sentence(rows, 3)["text"], 4)


@defect("no-empty-sentence")
def _(rows: Rows) -> None:
    rows["sentences"]["train"] = [{**sentence(rows, 1), "sentence_id": f"syn-0001.s{n:03d}"} for n in range(20)]


# schema
_set("schema-null", lambda r: entity(r, "5nm"), text=None)
defect("parquet-sorted")(lambda rows: rows["sentences"]["train"].reverse())
