"""The labeller ``hybrid``: entities by rules and tagger, settled by one rule; on them sentiments and claims by rules and heads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from xinwen.errors import XinwenError
from xinwen.labellers import Labeller, rules
from xinwen.labellers.conflicts import confirmed, losers, settle
from xinwen.labellers.gazetteer import NOT_A_NAME
from xinwen.labellers.heads import find_claims, find_sentiments
from xinwen.labellers.linking import complete
from xinwen.labellers.namelist import read_names
from xinwen.labellers.reading import Reading
from xinwen.labellers.report import Report
from xinwen.labellers.rules import RuleLabeller, find_entities
from xinwen.labellers.tagger import DEFAULT, as_entity, hints_of, load_tagger, undamaged
from xinwen.records import Entity, Name, SentenceLabels
from xinwen.records import Sentence as SourceSentence
from xinwen.register import Register, packaged_register
from xinwen.tagging.model import Found, Sentence, Tagger

#: Mentions that the tagger is less sure of are left out; chosen on validation (docs/labelling.md).
MINIMUM = 0.4


class HybridLabeller(Labeller):
    """Labels all three layers.

    Args:
        ruled: the labeller whose rules and dictionary are used.
        tagger: the trained tagger, which is told what the rules found.
        minimum: the probability below which a mention of the tagger is left out, and counted.
        own: a user's own surfaces and their types; these stand before everything else.
    """

    name = "hybrid"

    def __init__(self, ruled: RuleLabeller, tagger: Tagger, minimum: float, own: Mapping[str, str]) -> None:
        self.version = f"{ruled.version}, tagger {tagger.version}"
        self.own_names = ruled.own_names
        self.report: Report = Report()
        self._gazetteer = ruled.gazetteer
        self._tagger, self._minimum, self._own = tagger, minimum, own

    def label(self, sentences: Sequence[SourceSentence]) -> list[SentenceLabels]:
        """Label one article's sentences, in order. Nothing is labelled that touches a damaged span."""
        entities = self.entities(sentences)
        readings = [Reading(s, own) for s, own in zip(sentences, entities, strict=True)]
        claims = find_claims(readings)
        sentiments = find_sentiments(readings, claims)
        return [
            SentenceLabels(s.sentence_id, s.text, s.raw_start, s.raw_end, mentions, aimed, stated)
            for s, mentions, aimed, stated in zip(sentences, entities, sentiments, claims, strict=True)
        ]

    def entities(self, sentences: Sequence[SourceSentence]) -> list[tuple[Entity, ...]]:
        """The mentions of one article's sentences."""
        article = "\n".join(sentence.text for sentence in sentences)
        ruled = [find_entities(s.text, article, self._gazetteer, s.damaged) for s in sentences]
        told = [Sentence(s.text, hints_of(own)) for s, own in zip(sentences, ruled, strict=True)]
        settled = []
        for s, by_rules, found in zip(sentences, ruled, self._tagger.tag(told), strict=True):
            admitted = self._admitted(s, found)
            same = None if self._own else confirmed(by_rules, admitted)
            settled.append(self._settled(s, by_rules, admitted) if same is None else same)
        return settled

    def _settled(self, sentence: SourceSentence, by_rules: Sequence[Entity], admitted: Sequence[Found]) -> tuple[Entity, ...]:
        """The mentions of a sentence for which rules and tagger differ."""
        known = {(e.start_char, e.end_char, e.type) for e in by_rules if e.level == "outer"}
        agreed: list[Entity] = []
        new: list[Entity] = []
        for number, span in enumerate(admitted, 1):
            e = as_entity(sentence.text, span, number)
            (agreed if (e.start_char, e.end_char, e.type) in known else new).append(e)
        # What the rules know of a mention stays: only the others are completed.
        tagged = [*agreed, *complete(sentence.text, new, self.report.counts)]
        mentions = settle(by_rules, tagged, lambda entity: entity.text in self._own)
        if lost := losers(mentions, [*by_rules, *tagged]):
            self.report.losers[sentence.sentence_id] = lost
        return mentions

    def _admitted(self, sentence: SourceSentence, found: Sequence[Found]) -> list[Found]:
        """The tagger's mentions that are sure enough, stand in sound text, and are not what the user calls no name."""
        sure = [span for span in found if span.confidence >= self._minimum]
        sound = undamaged(sentence, sure)
        self.report.counts[f"mentions of the tagger below {self._minimum:g}"] += len(found) - len(sure)
        self.report.counts["labels in damaged text"] += len(sure) - len(sound)
        if not self._own:
            return sound
        return [span for span in sound if self._own.get(sentence.text[span.start : span.end]) != NOT_A_NAME]


Parts = tuple[RuleLabeller, Tagger, float, Mapping[str, str]]


def create(
    register: Sequence[Name] | None = None,
    names: Path | None = None,
    path: Path | str | None = None,
    minimum: float = MINIMUM,
) -> HybridLabeller:
    """The labeller.

    Args:
        register: replaces the packaged register of names.
        names: a CSV file with a user's own names (`xinwen.labellers.namelist`), which win over everything else.
        path: a model that ``scripts/train_ner.py`` wrote; by default the packaged one.
        minimum: the probability below which a mention of the tagger is left out.

    Raises:
        XinwenError: ``labeller-threshold`` for a ``minimum`` that is no probability; what `xinwen.labellers.tagger.create` and
            `xinwen.labellers.rules.create` raise.
    """
    return HybridLabeller(*parts(register, names, path, minimum, DEFAULT))


def parts(register: Sequence[Name] | None, names: Path | None, path: Path | str | None, minimum: float, variant: str) -> Parts:
    """What a `HybridLabeller` is made of, for the packaged tagger of that variant or the one at ``path``."""
    if not 0 <= minimum <= 1:
        message = f"The probability {minimum:g} does not lie between 0 and 1."
        raise XinwenError("labeller-threshold", message, remedy="Give one such as 0.5.")
    known = Register(packaged_register() if register is None else register)
    own = {name.surface: name.type for name in read_names(names, known)} if names else {}
    return rules.create(register, names), load_tagger(path, variant=variant), minimum, own
