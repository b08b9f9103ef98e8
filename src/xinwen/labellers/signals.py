"""What the linear heads see: signals (strings) of a sentence, a target, a claim. Names are one letter a type in them."""

from __future__ import annotations

from collections.abc import Sequence
from operator import add

from xinwen.labellers.claims import is_point
from xinwen.labellers.cues import has_cue
from xinwen.labellers.sentiment import last_sign
from xinwen.labellers.targets import Reading, sign_towards
from xinwen.records import Claim, Entity, Sentence

_NAMES = {
    t: chr(0xE000 + i) for i, t in enumerate(("PER", "ORG", "LOC", "PROD", "TECH", "EVENT", "LAW", "WORK", "POS"))
}  # private use: no text has them
_BEFORE, _AFTER = 12, 16  # characters around a target
_DATE, _PERCENT, _NUMBER = "\ue010", "\ue011", "\ue012"


def masked(text: str, entities: Sequence[Entity], start: int = 0, end: int | None = None) -> str:
    """A stretch of the text with each outer mention in it as one character that stands for its type."""
    stop = len(text) if end is None else end
    parts, at = [], start
    for entity in entities:
        if entity.level == "outer" and at <= entity.start_char and entity.end_char <= stop:
            parts += [text[at : entity.start_char], _symbol(entity)]
            at = entity.end_char
    return "".join([*parts, text[at:stop]])


def _symbol(entity: Entity) -> str:
    if entity.type == "NUM":
        return {"date": _DATE, "percent": _PERCENT}.get(entity.fine_type or "", _NUMBER)
    return _NAMES.get(entity.type, _NUMBER)


def sentence_signals(reading: Reading) -> list[str]:
    """Character n-grams of the sentence and of its last clause, the evaluative words that the rules find, their verdict."""
    text = masked(reading.sentence.text, reading.entities)
    cues = [cue for clause in reading.clauses for cue in reading.cues(clause)]
    last = text[max(text.rfind("，", 0, -1), text.rfind("；", 0, -1)) + 1 :]
    return [
        *_grams("c", text, 3),
        *_grams("L", last, 2),
        *_edges("e", text),
        f"kind {reading.sentence.kind}",
        f"rule {reading.own.polarity}",
        f"length {min(len(text) // 15, 4)}",
        f"good {min(sum(cue.sign > 0 for cue in cues), 2)}",
        f"bad {min(sum(cue.sign < 0 for cue in cues), 2)}",
        f"question {text[-1:] in {'？', '?'}}",
        *(f"cue {cue.sign} {reading.text[cue.start : cue.end]}" for cue in cues),
    ]


def target_signals(reading: Reading, target: Entity) -> list[str]:
    """The words before and after a target in its clause, the signs of the evaluative words there, and the rules' verdict."""
    text, clause = reading.sentence.text, reading.clause(target)
    before = masked(text, reading.entities, min(clause.start, target.start_char), target.start_char)[-_BEFORE:]
    after = masked(text, reading.entities, target.end_char, max(clause.end, target.end_char))[:_AFTER]
    cues, sign = reading.cues(clause), sign_towards(reading, target)
    signs, first = [cue.sign for cue in cues if cue.start >= target.end_char], target.id in reading.first
    return [
        *_grams("b", before, 2),
        *_grams("a", after, 3),
        *(f"B{before[-n:]}" for n in (1, 2, 3)),
        *(f"A{after[:n]}" for n in (1, 2, 3, 4)),
        f"kind {reading.sentence.kind}",
        f"type {target.type} {target.fine_type}",
        f"first {first}",
        f"targets {min(len(reading.targets), 4)}",
        f"number {min(sum(other.start_char < target.start_char for other in reading.targets), 3)}",
        f"rule {sign}",
        f"rule {sign} first {first}",
        f"sentence {reading.own.polarity}",
        f"next {signs[:1]}",
        f"last {signs[-1:]}",
        f"before {[cue.sign for cue in cues if cue.start < target.start_char][-1:]}",
        *(f"then {i} {last_sign(reading.cues(other))}" for i, other in enumerate(reading.behind(target))),
    ]


def claim_signals(sentence: Sentence, entities: Sequence[Entity], claim: Claim) -> list[str]:
    """The words of a claim, who says it, its numbers, and what the rules say of its type, time and certainty."""
    inside = [e for e in entities if e.level == "outer" and claim.start_char <= e.start_char and e.end_char <= claim.end_char]
    text = masked(sentence.text, inside, claim.start_char, claim.end_char)
    figures = sum(e.type == "NUM" and e.fine_type != "date" for e in inside)
    return [
        *_grams("c", text, 2),
        *_edges("e", text),
        f"kind {sentence.kind}",
        f"said {claim.source_kind}",
        f"quote {claim.quote}",
        f"cue {claim.cue.text if claim.cue else ''}",
        f"first {claim.id == 'c01'}",
        f"length {min(len(text) // 5, 5)}",
        f"figures {min(figures, 2)}",
        f"dated {any(e.fine_type == 'date' for e in inside)}",
        f"named {any(e.type in {'ORG', 'PER', 'PROD', 'TECH'} for e in inside)}",
        f"about {bool(claim.about)}",
        f"market {has_cue(claim.text, 'market_policy')}",
        f"point {any(is_point(sentence.text, e) for e in inside)}",
        f"time {claim.time}",
        f"certainty {claim.certainty}",
        f"checkworthy {claim.checkworthy}",
        f"verifiable {claim.verifiable}",
        *(f"type {type_}" for type_ in (claim.type, *claim.other_types)),
    ]


def _grams(prefix: str, text: str, longest: int) -> list[str]:
    """The n-grams of the text up to that length, the short ones first; each is the one before it and one more character."""
    grams = of_length = [prefix + char for char in text]
    for n in range(1, longest):
        of_length = list(map(add, of_length, text[n:]))
        grams = grams + of_length
    return grams


def _edges(prefix: str, text: str) -> list[str]:
    return [f"{prefix}<{text[:n]}" for n in (1, 2, 3)] + [f"{prefix}>{text[-n:]}" for n in (1, 2, 3)]
