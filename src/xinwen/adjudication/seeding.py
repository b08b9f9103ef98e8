"""Error seeding: known errors planted into labels, so that a reviewer who finds some of them tells how many real ones are left.

Method: Mills 1972 (planted errors), which is capture and recapture with the planted errors as the marked ones.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice
from pathlib import Path
from random import Random
from typing import Any, TypeVar

from xinwen.adjudication import mutations as m
from xinwen.codec import CodecError, decode, encode
from xinwen.errors import XinwenError
from xinwen.passes.rules import sentence_problems
from xinwen.records import ArticlePass, SentenceLabels
from xinwen.scheme import scheme

Item = TypeVar("Item")

#: The label of something that is not there.
MISSING = "missing"
#: What is reviewed apart; ``basis`` is kept out of ``sentiment``, since it is published as experimental.
LAYERS = ("entity", "sentiment", "basis", "claim")

#: For each layer the kinds of error, in the order in which they are taken in turns.
KINDS: dict[str, dict[str, m.Mutation]] = {
    "entity": {"missed": m.miss_entity, "boundary": m.move_entity, "type": m.retype_entity, "spurious": m.invent_entity},
    "sentiment": {"sentence": m.flip_polarity, "target": m.flip_polarity},
    "basis": {"basis": m.change_basis},
    "claim": {
        "missed": m.miss_claim,
        "span": m.move_claim,
        "type": m.change_field("type", scheme().claim_types),
        "time": m.change_field("time", scheme().times),
        "certainty": m.change_field("certainty", scheme().certainties),
        "source": m.change_source,
        "cue": m.change_cue,
        "quantity": m.change_quantity,
        "attribute": m.change_attribute,
    },
}


@dataclass(frozen=True, slots=True)
class Planted:
    """An error that was planted.

    Attributes:
        label: the id of the wrong label in the seeded pass, ``S`` for a sentence's polarity, ``missing`` for one left out.
        text: the surface of the right label (of the wrong one where there is no right one), by which a missed one is recognised.
    """

    layer: str
    kind: str
    sentence_id: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Key:
    """What was planted, and how many labels each layer had before: the answers, kept from the reviewer."""

    seed: int
    labels: Mapping[str, int]
    planted: tuple[Planted, ...]


@dataclass(frozen=True, slots=True)
class _Site:
    """Where an error could be planted: an article and a sentence by index, and a label by its id."""

    layer: str
    kind: str
    article: int
    sentence: int
    label: str


def seed_errors(passes: Sequence[ArticlePass], seed: int, per_layer: int = 50) -> tuple[list[ArticlePass], Key]:
    """Plant errors, spread over kinds and sentences.

    Args:
        passes: the labels, one pass an article.
        seed: of the random choices; the same passes and seed give the same errors.
        per_layer: how many errors a layer gets, where there are labels enough.

    Returns:
        The passes with the errors in them, which are valid by the format, and the key. A sentence gets a second error of a layer
        only when every sentence that can bear one has its first.
    """
    rng = Random(seed)
    sentences = [list(p.sentences) for p in passes]
    done: list[tuple[_Site, str]] = []
    texts = {s.sentence_id: s.text for p in passes for s in p.sentences}
    for layer in LAYERS:
        done += _plant_layer(passes, sentences, layer, per_layer, texts, rng)
    seeded, planted = [], []
    for number, p in enumerate(passes):
        fresh = [renumber(labels) for labels in sentences[number]]
        seeded.append(replace(p, sentences=tuple(labels for labels, _ in fresh)))
        for site, text in (pair for pair in done if pair[0].article == number):
            labels, ids = fresh[site.sentence]
            label = MISSING if site.kind == "missed" else ids.get(m.SPURIOUS if site.kind == "spurious" else site.label, site.label)
            planted.append(Planted(site.layer, site.kind, labels.sentence_id, label, text))
    return seeded, Key(seed, count_labels(passes), tuple(sorted(planted, key=lambda e: (e.sentence_id, e.layer, e.label))))


def count_labels(passes: Sequence[ArticlePass]) -> dict[str, int]:
    """How many labels each layer has."""
    sentences = [labels for p in passes for labels in p.sentences]
    return {
        "entity": sum(len(labels.entities) for labels in sentences),
        "sentiment": sum(len(labels.sentiments) for labels in sentences),
        "basis": sum(s.entity_id is not None for labels in sentences for s in labels.sentiments),
        "claim": sum(len(labels.claims) for labels in sentences),
    }


def _plant_layer(
    passes: Sequence[ArticlePass],
    sentences: list[list[SentenceLabels]],
    layer: str,
    wanted: int,
    texts: Mapping[str, str],
    rng: Random,
) -> Iterator[tuple[_Site, str]]:
    """Plant up to ``wanted`` errors, changing ``sentences``; a label that was touched is left alone afterwards."""
    by_kind = [_sites(passes, layer, kind, rng) for kind in KINDS[layer]]
    touched: set[tuple[int, int, str]] = set()
    load: Counter[tuple[int, int]] = Counter()

    def attempts(sites: Sequence[_Site], allowed: int) -> Iterator[tuple[_Site, str]]:
        """Plant at one site after the other, each time that the caller asks."""
        for site in sites:
            place = (site.article, site.sentence)
            before = sentences[site.article][site.sentence]
            free = load[place] < allowed and (*place, site.label) not in touched
            after = _mutated(before, site, texts, rng) if free else None
            if after is not None:
                sentences[site.article][site.sentence] = after
                touched.add((*place, site.label))
                load[place] += 1
                yield site, _surface(after if site.kind == "spurious" else before, site)

    rounds = (_in_turns([attempts(sites, allowed) for sites in by_kind]) for allowed in (1, 2, 3))
    return islice(chain.from_iterable(rounds), wanted)


def _in_turns(sources: list[Iterator[Item]]) -> Iterator[Item]:
    """One of each in turn, until all are exhausted; nothing is taken before it is asked for."""
    while sources:
        for source in list(sources):
            try:
                yield next(source)
            except StopIteration:
                sources.remove(source)


def _sites(passes: Sequence[ArticlePass], layer: str, kind: str, rng: Random) -> list[_Site]:
    """Every possible site of a kind, shuffled."""
    sites = [
        _Site(layer, kind, a, s, label)
        for a, p in enumerate(passes)
        for s, labels in enumerate(p.sentences)
        for label in _labels(labels, layer, kind)
    ]
    rng.shuffle(sites)
    return sites


def _labels(labels: SentenceLabels, layer: str, kind: str) -> list[str]:
    if kind == "spurious":
        return [m.SPURIOUS]
    if layer == "entity":
        return [e.id for e in labels.entities]
    if layer == "claim":
        return [c.id for c in labels.claims]
    return [s.entity_id or "S" for s in labels.sentiments if (s.entity_id is None) == (kind == "sentence")]


def _mutated(labels: SentenceLabels, site: _Site, texts: Mapping[str, str], rng: Random) -> SentenceLabels | None:
    """The sentence with the error, or None where the label is gone, the error cannot be made, or breaks the format."""
    if site.kind != "spurious" and site.label not in _labels(labels, site.layer, site.kind):
        return None
    if site.kind == "spurious" and any(e.id == m.SPURIOUS for e in labels.entities):
        return None
    wrong = KINDS[site.layer][site.kind](labels, site.label, rng)
    if wrong is None or wrong == labels:
        return None
    ordered, _ = renumber(wrong)
    return wrong if not any(sentence_problems(ordered, texts, complete=True)) else None


def renumber(labels: SentenceLabels) -> tuple[SentenceLabels, dict[str, str]]:
    """A sentence with its labels in order and numbered anew, and the new id of each old one."""
    entities = sorted(labels.entities, key=lambda e: (e.start_char, -e.end_char))
    claims = sorted(labels.claims, key=lambda c: c.start_char)
    ids = {e.id: f"e{n:02d}" for n, e in enumerate(entities, 1)} | {c.id: f"c{n:02d}" for n, c in enumerate(claims, 1)}
    views = [
        replace(s, entity_id=s.entity_id and ids[s.entity_id], claim_id=s.claim_id and ids[s.claim_id]) for s in labels.sentiments
    ]
    return (
        replace(
            labels,
            entities=tuple(e._replace(id=ids[e.id], parent_id=e.parent_id and ids[e.parent_id]) for e in entities),
            sentiments=tuple(sorted(views, key=lambda s: (len(s.entity_id or ""), s.entity_id or ""))),
            claims=tuple(
                replace(
                    c,
                    id=ids[c.id],
                    about=tuple(ids[a] for a in c.about),
                    quantities=tuple(replace(q, entity_id=ids[q.entity_id]) for q in c.quantities),
                )
                for c in claims
            ),
        ),
        ids,
    )


def _surface(labels: SentenceLabels, site: _Site) -> str:
    spans = {e.id: e.text for e in labels.entities} | {c.id: c.text for c in labels.claims}
    return spans.get(site.label, labels.text)


def write_key(key: Key, path: Path) -> None:
    """Write a key as JSON, one planted error a line."""
    lines = ",\n  ".join(json.dumps(encode(planted), ensure_ascii=False) for planted in key.planted)
    head = f'{{"seed": {key.seed}, "labels": {json.dumps(dict(key.labels))}, "planted": [\n  '
    path.write_text(f"{head}{lines}\n]}}\n", encoding="utf-8", newline="\n")


def read_key(path: Path) -> Key:
    """Read a key.

    Raises:
        XinwenError: ``review-key`` for a file that is none.
    """
    try:
        value: dict[str, Any] = json.loads(path.read_text("utf-8"))
        planted = decode(tuple[Planted, ...], value["planted"])
        return Key(value["seed"], value["labels"], planted)
    except (CodecError, json.JSONDecodeError, KeyError, TypeError) as error:
        remedy = "Name the key that `xinwen annotate seed-errors` wrote."
        raise XinwenError("review-key", f"no key of planted errors ({error}).", place=str(path), remedy=remedy) from error
