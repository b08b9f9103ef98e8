"""Error lists that people can read: a sentence, what gold says, what the system says, and what kind of error it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from xinwen.bench.benchmark import Result
from xinwen.bench.claims import overlapping
from xinwen.bench.marks import Claimed, Entity, Marks, Source
from xinwen.metrics.spans import SpanScores, TypedSpan, score_spans

_NEAR = ("wrong_type", "wrong_boundary")
_NOTHING = "–"
_OPEN, _CLOSE = "〔〕"


class Error(NamedTuple):
    """An error: its layer and kind, what stands where, and the sentence with the place marked in it."""

    layer: str
    kind: str
    sentence_id: str
    gold: str
    predicted: str
    sentence: str


def errors_of(result: Result) -> Iterator[Error]:
    """The errors of a system, sentence by sentence, in the layers that were scored."""
    scores = result.scores
    for source, gold, marks in zip(result.gold.sources, result.gold.marks, result.marks, strict=True):
        if scores.entities is not None:
            yield from _entity_errors(source, gold, marks)
        if scores.sentiment is not None:
            yield from _sentiment_errors(source, gold, marks)
        if scores.claims is not None:
            yield from _claim_errors(source, gold, marks)


def markdown(results: Sequence[Result]) -> str:
    """The error lists of systems, by layer and kind."""
    lines = ["# Errors", ""]
    for result in results:
        errors = list(errors_of(result))
        lines += [f"## {result.system}", ""]
        for layer, kind in sorted({(e.layer, e.kind) for e in errors}):
            found = [e for e in errors if (e.layer, e.kind) == (layer, kind)]
            lines += [f"### {layer}: {kind} ({len(found)})", "", "| sentence | gold | system | text |", "|---|---|---|---|"]
            lines += [f"| {e.sentence_id} | {_cell(e.gold)} | {_cell(e.predicted)} | {_cell(e.sentence)} |" for e in found]
            lines.append("")
    return "\n".join(lines)


def _cell(text: str) -> str:
    return text.replace("\n", " ").replace("|", "\\|")


def _entity_errors(source: Source, gold: Marks, marks: Marks) -> Iterator[Error]:
    """Of every wrong mention its kind, told as `xinwen.metrics.spans` tells it; a mention accounts for one error at most."""
    missed = sorted(set(gold.entities) - set(marks.entities))
    spurious = sorted(set(marks.entities) - set(gold.entities))
    for kind in _NEAR:
        for entity in list(missed):
            rival = next((r for r in spurious if getattr(_pair(entity, r), kind)), None)
            if rival:
                missed.remove(entity)
                spurious.remove(rival)
                yield _error(source, kind, entity, rival)
    yield from (_error(source, "missed", entity, None) for entity in missed)
    yield from (_error(source, "spurious", None, entity) for entity in spurious)


def _pair(gold: Entity, predicted: Entity) -> SpanScores:
    return score_spans([TypedSpan(0, *gold)], [TypedSpan(0, *predicted)])


def _error(source: Source, kind: str, gold: Entity | None, predicted: Entity | None) -> Error:
    one, other = (f"{source.text[e.start : e.end]} {e.tag}" if e else _NOTHING for e in (gold, predicted))
    place = gold or predicted
    assert place is not None
    return Error("entities", kind.replace("_", " "), source.id, one, other, _marked(source.text, place.start, place.end))


def _sentiment_errors(source: Source, gold: Marks, marks: Marks) -> Iterator[Error]:
    if gold.polarity != marks.polarity:
        yield Error("sentiment", "sentence polarity", source.id, gold.polarity or _NOTHING, marks.polarity or _NOTHING, source.text)
    one, other = ({t[:2]: t.polarity for t in side.targets} for side in (gold, marks))
    for span in sorted(one.keys() & other.keys()):
        if one[span] != other[span]:
            yield Error("sentiment", "target polarity", source.id, one[span], other[span], _marked(source.text, *span))


def _claim_errors(source: Source, gold: Marks, marks: Marks) -> Iterator[Error]:
    """Claims that were missed or made up, whose span is another, or that are given to somebody else."""
    pairs = overlapping(gold.claims, marks.claims)
    text = source.text
    for one, other in pairs:
        place = _marked(text, one.start, one.end)
        if one[:2] != other[:2]:
            yield Error("claims", "wrong boundary", source.id, _content(text, one), _content(text, other), place)
        if one[2:] != other[2:]:
            yield Error("claims", "wrong attribution", source.id, one.source_kind, other.source_kind, place)
    for claim in _rest(gold.claims, [one for one, _ in pairs]):
        yield Error("claims", "missed", source.id, _content(text, claim), _NOTHING, _marked(text, claim.start, claim.end))
    for claim in _rest(marks.claims, [other for _, other in pairs]):
        yield Error("claims", "spurious", source.id, _NOTHING, _content(text, claim), _marked(text, claim.start, claim.end))


def _rest(claims: Sequence[Claimed], taken: Sequence[Claimed]) -> list[Claimed]:
    """The claims that are in no pair."""
    return [claim for claim in claims if not any(claim is one for one in taken)]


def _content(text: str, claim: Claimed) -> str:
    return text[claim.start : claim.end]


def _marked(text: str, start: int, end: int) -> str:
    return f"{text[:start]}{_OPEN}{text[start:end]}{_CLOSE}{text[end:]}"
