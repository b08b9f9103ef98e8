"""What labels of sentences, targets and claims are worth against hand labels, their entities given: scores for `train_heads.py`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from xinwen.records import Claim, Entity, Mention, Sentence, Sentiment


class Labelled(NamedTuple):
    """A sentence with its hand labels."""

    sentence: Sentence
    entities: tuple[Entity, ...]
    sentiments: tuple[Sentiment, ...]
    claims: tuple[Claim, ...]


def scores(gold: Sequence[Labelled], guessed: Sequence[Labelled]) -> Iterator[tuple[str, tuple[int, float]]]:
    """What is measured: its name, the number that it is measured on, its value."""
    pairs = list(zip(gold, guessed, strict=True))
    own = [(g.sentiments[0].polarity, p.sentiments[0].polarity) for g, p in pairs]
    aimed = [(s.polarity, t.polarity) for g, p in pairs for s, t in zip(g.sentiments[1:], p.sentiments[1:], strict=True)]
    mixed = [g for g, _ in pairs if len({s.polarity for s in g.sentiments[1:]}) > 1]
    conflict = [
        (s.polarity, t.polarity) for g, p in pairs if g in mixed for s, t in zip(g.sentiments[1:], p.sentiments[1:], strict=True)
    ]
    for what, decided in (("sentence polarity", own), ("target polarity", aimed), ("target polarity, conflict subset", conflict)):
        left, right = zip(*decided, strict=True) if decided else ((), ())
        yield f"{what}: macro F1", (len(decided), macro_f1(left, right))
        yield f"{what}: accuracy", (len(decided), accuracy(left, right))
    toned = [(s, t) for s, t in aimed if s != "neutral"]
    told = [(s, t) for s, t in aimed if t != "neutral"]
    yield "target polarity: recall of what is not neutral", (len(toned), accuracy(*zip(*toned, strict=True)) if toned else 0.0)
    yield "target polarity: precision of what is not neutral", (len(told), accuracy(*zip(*told, strict=True)) if told else 0.0)
    yield "attribution: F1 of claims not the author's", attribution(pairs)
    yield from _claim_scores(pairs)


def attribution(pairs: Sequence[tuple[Labelled, Labelled]]) -> tuple[int, float]:
    """F1 of source kind and all sources together, of the claims that overlap; those that are the author's do not count."""
    wanted, given = set(), set()
    for place, (claim, rival) in enumerate(match for g, p in pairs for match in _paired(g.claims, p.claims)):
        wanted |= _attributed(place, claim)
        given |= _attributed(place, rival)
    return len(wanted), f1(wanted, given)


def _paired(gold: Sequence[Claim], guessed: Sequence[Claim]) -> Iterator[tuple[Claim, Claim]]:
    """Claims that overlap, each used once, from the left, as `xinwen.bench.claims` pairs them."""
    left = list(guessed)
    for claim in gold:
        rival = next((r for r in left if r.start_char < claim.end_char and claim.start_char < r.end_char), None)
        if rival:
            left.remove(rival)
            yield claim, rival


def _attributed(place: int, claim: Claim) -> set[tuple[int, str, frozenset[Mention]]]:
    return set() if claim.source_kind == "author" else {(place, claim.source_kind, frozenset(claim.sources))}


def _claim_scores(pairs: Sequence[tuple[Labelled, Labelled]]) -> Iterator[tuple[str, tuple[int, float]]]:
    wanted = {(g.sentence.sentence_id, c.start_char, c.end_char) for g, _ in pairs for c in g.claims}
    given = {(p.sentence.sentence_id, c.start_char, c.end_char) for _, p in pairs for c in p.claims}
    yield "claim spans: exact F1", (len(wanted), f1(wanted, given))
    inside = [{(id, i) for id, start, end in spans for i in range(start, end)} for spans in (wanted, given)]
    yield "claim spans: F1 of characters", (len(inside[0]), f1(*inside))
    matched = [match for g, p in pairs for match in overlapping(g.claims, p.claims)]
    for field in ("type", "time", "certainty", "source_kind", "verifiable", "checkworthy"):
        left, right = [str(getattr(c, field)) for c, _ in matched], [str(getattr(d, field)) for _, d in matched]
        yield f"{field} of matched claims: accuracy", (len(matched), accuracy(left, right))
        yield f"{field} of matched claims: macro F1", (len(matched), macro_f1(left, right))
    for what in ("sources", "cue"):
        spans = [{span for labelled in side for span in _said(labelled, what)} for side in zip(*pairs, strict=True)]
        yield f"{what}: exact F1", (len(spans[0]), f1(*spans))


def _said(labelled: Labelled, what: str) -> Iterator[tuple[str, int, int]]:
    for claim in labelled.claims:
        for mention in claim.sources if what == "sources" else filter(None, (claim.cue,)):
            yield mention.sentence_id, mention.start_char, mention.end_char


def overlapping(gold: Sequence[Claim], guessed: Sequence[Claim]) -> Iterator[tuple[Claim, Claim]]:
    """Pairs of claims that share more than half of what both cover."""
    for wanted in gold:
        for given in guessed:
            shared = min(wanted.end_char, given.end_char) - max(wanted.start_char, given.start_char)
            if 2 * shared > max(wanted.end_char, given.end_char) - min(wanted.start_char, given.start_char):
                yield wanted, given


def confident(gold: Sequence[Labelled], guessed: Sequence[Labelled]) -> dict[str, tuple[list[tuple[float, bool]], int]]:
    """For each kind of label its decisions with their confidence, and how many gold has. Neutral is a label as any other."""
    own, aimed, stated, wanted = [], [], [], 0
    for g, p in zip(gold, guessed, strict=True):
        (first, *others), (guess, *guesses) = g.sentiments, p.sentiments
        own.append((guess.confidence or 1.0, guess.polarity == first.polarity))
        aimed += [(t.confidence or 1.0, s.polarity == t.polarity) for s, t in zip(others, guesses, strict=True)]
        spans = {(c.start_char, c.end_char, c.type) for c in g.claims}
        stated += [(c.confidence or 1.0, (c.start_char, c.end_char, c.type) in spans) for c in p.claims]
        wanted += len(spans)
    return {
        "Sentence polarity": (own, len(own)),
        "Target polarity": (aimed, len(aimed)),
        "Claims (exact span and type)": (stated, wanted),
    }


def accuracy(gold: Sequence[str], guessed: Sequence[str]) -> float:
    """The share of equal labels."""
    return sum(g == p for g, p in zip(gold, guessed, strict=True)) / max(len(gold), 1)


def macro_f1(gold: Sequence[str], guessed: Sequence[str]) -> float:
    """F1 over the labels that gold has."""
    wanted, given = Counter(gold), Counter(guessed)
    right = Counter(g for g, p in zip(gold, guessed, strict=True) if g == p)
    return sum(2 * right[label] / (wanted[label] + given[label]) for label in wanted) / max(len(wanted), 1)


def f1(wanted: set[Any], given: set[Any]) -> float:
    """F1 of two sets."""
    return 2 * len(wanted & given) / max(len(wanted) + len(given), 1)
