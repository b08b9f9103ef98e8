"""The labeller ``tagger``: outer entities by the trained tagger alone. Its confidences are probabilities."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib.resources import files
from pathlib import Path

from xinwen.errors import XinwenError
from xinwen.labellers import Labeller
from xinwen.labellers.gazetteer import Gazetteer, packaged_gazetteer
from xinwen.labellers.linking import complete
from xinwen.labellers.report import Report
from xinwen.labellers.rules import find_entities
from xinwen.records import Entity, Name, SentenceLabels
from xinwen.records import Sentence as SourceSentence
from xinwen.scheme import full_type, scheme, split_type
from xinwen.tagging.model import Found, Sentence, Tagger
from xinwen.tagging.tokens import Span

DEFAULT, STRONG = "default", "strong"


class TaggerLabeller(Labeller):
    """Labels outer entities with a trained tagger; sentiments and claims it knows nothing of."""

    name = "tagger"

    def __init__(self, tagger: Tagger, gazetteer: Gazetteer) -> None:
        self.version = tagger.version
        self.report: Report = Report()
        self._tagger, self._gazetteer = tagger, gazetteer

    def label(self, sentences: Sequence[SourceSentence]) -> list[SentenceLabels]:
        """Label one article's sentences, in order. Nothing is labelled that touches a damaged span."""
        article = "\n".join(sentence.text for sentence in sentences)
        hints = [hints_of(find_entities(s.text, article, self._gazetteer, s.damaged)) for s in sentences]
        found = self._tagger.tag([Sentence(s.text, own) for s, own in zip(sentences, hints, strict=True)])
        return [
            SentenceLabels(s.sentence_id, s.text, s.raw_start, s.raw_end, self._entities(s, spans))
            for s, spans in zip(sentences, found, strict=True)
        ]

    def _entities(self, sentence: SourceSentence, found: Sequence[Found]) -> tuple[Entity, ...]:
        sound = undamaged(sentence, found)
        self.report.counts["labels in damaged text"] += len(found) - len(sound)
        entities = [as_entity(sentence.text, span, number) for number, span in enumerate(sound, 1)]
        return complete(sentence.text, entities, self.report.counts)


def create(path: Path | str | None = None, register: Sequence[Name] | None = None) -> TaggerLabeller:
    """The labeller.

    Args:
        path: a model that ``scripts/train_ner.py`` wrote; by default the one that comes with the package.
        register: replaces the packaged register of names, which tells the tagger what the rules know.

    Raises:
        XinwenError: ``tagger-model`` for what is no model; ``tagger-types`` for one that knows types outside the scheme;
            ``tagger-missing`` and ``tagger-weights`` for a library that it needs.
    """
    return TaggerLabeller(load_tagger(path), packaged_gazetteer() if register is None else Gazetteer(register))


def load_tagger(path: Path | str | None = None, *, variant: str = DEFAULT) -> Tagger:
    """The tagger in a file, or the packaged one of that variant; errors as for `create`."""
    place = Path(path) if path else packaged_model(variant)
    tagger = Tagger(place)
    known = {*scheme().full_types, *scheme().coarse_types}
    if foreign := [kind for kind in tagger.types if kind not in known]:
        message = f"The tagger knows types that are not the scheme's: {', '.join(foreign)}."
        raise XinwenError("tagger-types", message, place=str(place), remedy="Train it with --map, which tells their counterparts.")
    return tagger


def packaged_model(variant: str) -> Path:
    """Where the package keeps the model of that variant (``default``, ``strong``)."""
    return Path(str(files("xinwen.tagging"))) / "data" / f"{variant}.crfsuite"


def hints_of(entities: Iterable[Entity]) -> tuple[Span, ...]:
    """The outer mentions as what a tagger is told of a sentence."""
    return tuple(Span(e.start_char, e.end_char, full_type(e.type, e.fine_type)) for e in entities if e.level == "outer")


def undamaged(sentence: SourceSentence, found: Iterable[Found]) -> list[Found]:
    """The spans that touch no damaged one."""
    if not sentence.damaged:
        return list(found)
    return [s for s in found if not any(s.start < end and start < s.end for start, end in sentence.damaged)]


def as_entity(text: str, span: Found, number: int) -> Entity:
    """The span as the outer mention of that number."""
    coarse, fine = split_type(span.type)
    return Entity(f"e{number:02d}", span.start, span.end, text[span.start : span.end], coarse, fine, confidence=span.confidence)
