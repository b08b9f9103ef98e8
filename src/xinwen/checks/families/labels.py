"""The label scheme: every label is one of its closed set."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from xinwen.checks.check import OURS, RELEASE, Check, check
from xinwen.checks.target import Hit, Labelled, Target
from xinwen.release.columns import TABLES, Label
from xinwen.scheme import full_type, scheme

_S = scheme()
_REMEDY = "Use a label of the scheme, or add the label to the scheme with a new version."

Values = Callable[[Target], Iterable[tuple[str, str | None]]]


def _closed(id: str, what: str, known: Sequence[str], values: Values) -> Check:
    """A check that every value is in a closed set; null is looked at elsewhere."""

    @check(id, "error", f"{what} is one of the scheme's.", _REMEDY, OURS)
    def run(target: Target) -> Iterator[Hit]:
        for place, value in values(target):
            if value is not None and value not in known:
                yield Hit(place, f"{value!r} is none of {', '.join(known)}")

    return run


def _of(labels: Callable[[Target], Iterable[Labelled]], column: str) -> Values:
    return lambda target: ((label.place, label.row[column]) for label in labels(target))


def _nested(column: str, key: str) -> Values:
    return lambda target: ((c.place, item[key]) for c in target.claims for item in c.row[column])


def _polarities(own: bool) -> Values:
    return lambda target: ((s.place, s.row["polarity"]) for s in target.sentiments if (s.row["target_id"] is None) == own)


@check("label-entity-type", "error", "The type of a mention, with its fine type, is one of the scheme's.", _REMEDY, OURS)
def entity_type(target: Target) -> Iterator[Hit]:
    known = set(_S.full_types)
    for e in target.entities:
        if full_type(e.row["type"], e.row["fine_type"]) not in known:
            yield e.hit(f"{full_type(e.row['type'], e.row['fine_type'])} is no type of the scheme")


LEVEL = _closed("label-level", "The level of a mention", _S.levels, _of(lambda t: t.entities, "level"))
SENTENCE_POLARITY = _closed("label-sentence-polarity", "The polarity of a sentence", _S.sentence_polarities, _polarities(True))
TARGET_POLARITY = _closed("label-target-polarity", "The polarity towards a target", _S.target_polarities, _polarities(False))
BASIS = _closed("label-basis", "The basis of a polarity", _S.bases, _of(lambda t: t.sentiments, "basis"))
CLAIM_TYPE = _closed("label-claim-type", "The type of a claim", _S.claim_types, _of(lambda t: t.claims, "type"))
TIME = _closed("label-time", "The time of a claim", _S.times, _of(lambda t: t.claims, "time"))
CERTAINTY = _closed("label-certainty", "The certainty of a claim", _S.certainties, _of(lambda t: t.claims, "certainty"))
SOURCE_KIND = _closed("label-source-kind", "The kind of a claim's source", _S.source_kinds, _of(lambda t: t.claims, "source_kind"))
QUOTE = _closed("label-quote", "The manner of quotation", _S.quotes, _of(lambda t: t.claims, "quote"))
ROLE = _closed("label-role", "The role of a number in a claim", _S.quantity_roles, _nested("quantities", "role"))
COMPARATOR = _closed("label-comparator", "The comparator of a number", _S.comparators, _nested("quantities", "comparator"))


@check("label-sentence-kind", "error", "The kind of a sentence is one of the scheme's.", _REMEDY, RELEASE)
def sentence_kind(target: Target) -> Iterator[Hit]:
    for unit in target.units:
        if unit.row["kind"] not in _S.sentence_kinds:
            yield unit.hit(f"{unit.row['kind']!r} is none of {', '.join(_S.sentence_kinds)}")


@check("label-column", "error", "The label columns of names and labels_raw hold declared labels only.", _REMEDY, RELEASE)
def label_column(target: Target) -> Iterator[Hit]:
    for name in ("names", "labels_raw"):
        closed = {c.name: c.type.names for c in TABLES[name].columns if isinstance(c.type, Label)}
        for split, data in target.release.tables.get(name, {}).items():
            for column, known in closed.items():
                for value in data[column].unique().to_pylist():
                    if value is not None and value not in known:
                        yield Hit(f"{name}/{split}: row {data[column].to_pylist().index(value)}", f"{column} is {value!r}")


@check("label-split", "error", "The splits are those of the scheme.", "Name the file after a split of the scheme.", RELEASE)
def split(target: Target) -> Iterator[Hit]:
    for file in target.release.files:
        if file.split not in _S.splits:
            yield Hit(file.path, f"{file.split!r} is none of {', '.join(_S.splits)}")


@check(
    "label-no-example",
    "warning",
    "Every type of the scheme has an example.",
    "Find articles that hold some, or say so in the card.",
    RELEASE,
)
def no_example(target: Target) -> Iterator[Hit]:
    have = {full_type(e.row["type"], e.row["fine_type"]) for e in target.entities}
    place = ", ".join(str(root) for root in target.roots)
    for kind in _S.full_types:
        if kind not in have:
            yield Hit(place, f"no mention of {kind} in the whole release", kind)
