"""What the linear heads see: signals of a sentence, a target, a claim. Names are one letter a type in them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from xinwen.labellers.attributes import Outer, is_point
from xinwen.labellers.cues import has_cue
from xinwen.labellers.grams import written
from xinwen.labellers.reading import Reading
from xinwen.labellers.sentiment import last_sign
from xinwen.labellers.targets import sign_towards
from xinwen.records import Claim, Entity, Sentence

#: For each space of signals the stretches of text of which n-grams are signals: the letter in front of these, and the longest n.
STRETCHES = {"sentence": (("c", 3), ("L", 2)), "target": (("b", 1), ("a", 2)), "claim": (("c", 2),)}
_BEFORE, _AFTER = 12, 16  # characters around a target
_NAMED = frozenset({"ORG", "PER", "PROD", "TECH"})
_RIGHT = 2  # characters between a word and its object
_OWNED = re.compile("[^，的]{0,4}的")
_PREPOSITIONS = frozenset("在对从由与和于向为如像因被比让令使给把将据替跟同靠")


class Signals(NamedTuple):
    """The signals of a sample.

    Attributes:
        stretches: texts of which n-grams are signals, as `STRETCHES` of their space says.
        words: the other signals.
    """

    stretches: tuple[str, ...]
    words: list[str]

    def written(self, space: str) -> list[str]:
        """All of them as strings."""
        stretches = zip(STRETCHES[space], self.stretches, strict=True)
        return [letter + gram for (letter, longest), text in stretches for gram in written(text, longest)] + self.words


def sentence_signals(reading: Reading) -> Signals:
    """The words of the sentence and of its last clause, the evaluative words that the rules find, their verdict."""
    text = reading.masked.text
    cues = [cue for clause in reading.clauses for cue in reading.cues(clause)]
    last = text[max(text.rfind("，", 0, -1), text.rfind("；", 0, -1)) + 1 :]
    words = [
        *_edges("e", text),
        f"kind {reading.sentence.kind}",
        f"rule {reading.own.polarity}",
        f"length {min(len(text) // 15, 4)}",
        f"good {min(sum(cue.sign > 0 for cue in cues), 2)}",
        f"bad {min(sum(cue.sign < 0 for cue in cues), 2)}",
        f"question {text[-1:] in {'？', '?'}}",
        *(f"cue {cue.sign} {reading.text[cue.start : cue.end]}" for cue in cues),
    ]
    return Signals((text, last), words)


def target_signals(reading: Reading) -> list[Signals]:
    """For each target the words before and after it in its clause, the evaluative words and the effects there, the rules' verdict.

    An alias in brackets is seen where its name is, and the name as if nothing stood in brackets behind it.
    """
    if not reading.targets:
        return []
    mask = reading.masked
    starts = [target.start_char for target in reading.targets]
    shared = [f"kind {reading.sentence.kind}", f"targets {min(len(starts), 4)}", f"sentence {reading.own.polarity}"]
    found = []
    for target in reading.targets:
        clause, (start, end) = reading.clause(target), reading.extent(target)
        before = mask.between(min(clause.start, start), start)[-_BEFORE:]
        after = mask.between(end, max(clause.end, end))[:_AFTER]
        cues, sign = reading.cues(clause), sign_towards(reading, target)
        signs = [cue.sign for cue in cues if cue.start >= target.end_char]
        first = (reading.named_before(target) or target).id in reading.first
        words = [
            *shared,
            *(f"B{before[-n:]}" for n in (1, 2, 3)),
            *(f"A{after[:n]}" for n in (1, 2, 3, 4)),
            f"type {target.type} {target.fine_type}",
            f"first {first}",
            f"number {min(bisect_left(starts, target.start_char), 3)}",
            f"rule {sign}",
            f"rule {sign} first {first}",
            f"next {signs[:1]}",
            f"last {signs[-1:]}",
            f"before {[cue.sign for cue in cues if cue.start < target.start_char][-1:]}",
            *(f"then {i} {last_sign(reading.cues(other))}" for i, other in enumerate(reading.behind(target))),
            *_effect_signals(reading, target, first),
        ]
        found.append(Signals((before, after), words))
    return found


def _effect_signals(reading: Reading, target: Entity, first: bool) -> list[str]:
    """What the effects of its clause tell of a target: those behind it of a subject, those in front of it of an object."""
    text, (start, end), (last, next_) = reading.text, reading.extent(target), reading.between(target)
    clause = reading.clause(target)
    owns, led = _OWNED.match(text, end) is not None, text[max(clause.start, start - 1) : start]
    found = [f"led by {led if led in _PREPOSITIONS else ''}", f"owns {owns}", f"opens {clause.start == start}"]
    told: list[str] = []
    for effect in reading.effects:
        if end <= effect.start < clause.end:
            told += [effect.subject] if effect.subject else []
            if effect.subject:
                what = f"does {effect.subject} {effect.start < next_}"
                found += [what, f"{what} first {first}", f"{what} owns {owns}"]
            if effect.object and reading.is_target_at(effect.end):
                found.append(f"does to another {effect.object}")
        elif clause.start <= effect.start and effect.end <= start and effect.object:
            near = "right" if start - effect.end <= _RIGHT else effect.start >= last
            found.append(f"done {effect.object} {near}")
    return [*found, *([f"first does {told[0]}", f"last does {told[-1]}"] if told else ["does nothing"])]


def claim_signals(reading: Reading, claims: Sequence[Claim]) -> list[Signals]:
    """For each claim its words, who says it, its numbers, and what the rules say of its type, time and certainty."""
    between = reading.masked.between
    return [_of_claim(reading.sentence, reading.outer, c, between(c.start_char, c.end_char)) for c in claims]


def _of_claim(sentence: Sentence, outer: Outer, claim: Claim, text: str) -> Signals:
    inside = outer.within(claim.start_char, claim.end_char)
    types = [e.type for e in inside]
    dates = [e.fine_type for e in inside].count("date")
    words = [
        *_edges("e", text),
        f"kind {sentence.kind}",
        f"said {claim.source_kind}",
        f"quote {claim.quote}",
        f"cue {claim.cue.text if claim.cue else ''}",
        f"first {claim.id == 'c01'}",
        f"length {min(len(text) // 5, 5)}",
        f"figures {min(types.count('NUM') - dates, 2)}",
        f"dated {dates > 0}",
        f"named {not _NAMED.isdisjoint(types)}",
        f"about {bool(claim.about)}",
        f"market {has_cue(claim.text, 'market_policy')}",
        f"point {any(is_point(sentence.text, e) for e in inside)}",
        f"time {claim.time}",
        f"certainty {claim.certainty}",
        f"checkworthy {claim.checkworthy}",
        f"verifiable {claim.verifiable}",
        *(f"type {type_}" for type_ in (claim.type, *claim.other_types)),
    ]
    return Signals((text,), words)


def _edges(prefix: str, text: str) -> list[str]:
    front, back = f"{prefix}<", f"{prefix}>"
    return [front + text[:1], front + text[:2], front + text[:3], back + text[-1:], back + text[-2:], back + text[-3:]]
