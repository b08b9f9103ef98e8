"""What the store's own rules refuse in a pass, ``xinwen check`` finds, too."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sound_targets import DOCUMENTS, passes

from xinwen.checks import check_paths
from xinwen.passes.rules import check_pass
from xinwen.passes.store import write_pass
from xinwen.records import ArticlePass, Claim, Entity, Mention, Quantity, SentenceLabels, Sentiment

Change = Callable[[SentenceLabels], SentenceLabels]


def _entity(at: int, **values: object) -> Change:
    def change(labels: SentenceLabels) -> SentenceLabels:
        entities: list[Entity] = list(labels.entities)
        entities[at] = entities[at]._replace(**values)  # type: ignore[arg-type]
        return replace(labels, entities=tuple(entities))

    return change


def _sentiment(at: int, **values: object) -> Change:
    def change(labels: SentenceLabels) -> SentenceLabels:
        sentiments: list[Sentiment] = list(labels.sentiments)
        sentiments[at] = replace(sentiments[at], **values)  # type: ignore[arg-type]
        return replace(labels, sentiments=tuple(sentiments))

    return change


def _claim(**values: object) -> Change:
    def change(labels: SentenceLabels) -> SentenceLabels:
        claim: Claim = replace(labels.claims[0], **values)  # type: ignore[arg-type]
        return replace(labels, claims=(claim,))

    return change


CHANGES: dict[str, Change] = {
    "span out of bounds": _entity(1, end_char=999),
    "empty span": _entity(1, end_char=5),
    "other surface": _entity(1, text="董事长"),
    "unknown type": _entity(1, type="JOB"),
    "unknown fine type": _entity(0, fine_type="bank"),
    "unknown level": _entity(1, level="middle"),
    "outer mention with a parent": _entity(1, parent_id="e01"),
    "inner mention without a parent": _entity(1, level="inner"),
    "id twice": _entity(1, id="e01"),
    "value without a number": _entity(1, value=1.0),
    "overlap": _entity(1, start_char=4, text="体首席执行官"),
    "unknown polarity": _sentiment(0, polarity="angry"),
    "mixed target": _sentiment(1, polarity="mixed"),
    "unknown basis": _sentiment(1, basis="rumour"),
    "unknown target": _sentiment(1, entity_id="e99"),
    "target without polarity of its own": _sentiment(1, entity_id="e02"),
    "two polarities": _sentiment(1, entity_id=None, basis=None),
    "unknown claim of a polarity": _sentiment(1, claim_id="c99"),
    "missing polarity": lambda labels: replace(labels, sentiments=labels.sentiments[:-1]),
    "order of mentions": lambda labels: replace(labels, entities=labels.entities[::-1]),
    "order of polarities": lambda labels: replace(labels, sentiments=labels.sentiments[::-1]),
    "unknown claim type": _claim(type="opinion"),
    "unknown time": _claim(time="always"),
    "checkworthy out of range": _claim(checkworthy=7),
    "author with a source": _claim(source_kind="author"),
    "unknown mention": _claim(about=("e99",)),
    "quantity that is no number": _claim(quantities=(Quantity("e01", "value"),)),
    "source in another article": _claim(sources=(Mention("syn-0002.s001", 0, 4, "海风集团"),)),
    "source with another text": _claim(sources=(Mention("syn-0001.s002", 0, 4, "海风集团"),)),
    "claims that overlap": lambda labels: replace(labels, claims=(labels.claims[0], replace(labels.claims[0], id="c02"))),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_pass_that_the_rules_refuse_has_an_error(tmp_path: Path, name: str) -> None:
    sound = passes(DOCUMENTS[0])[0]
    changed = CHANGES[name](sound.sentences[1])
    one = ArticlePass(sound.info, sound.article_id, (sound.sentences[0], changed, *sound.sentences[2:]))
    assert check_pass(one), "the change breaks no rule"
    path = write_pass(one, tmp_path)
    report = check_paths([path])
    assert any(f.place.startswith(f"{path}:3: ") for f in report.of_level("error"))
