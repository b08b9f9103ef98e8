"""What systems are scored against: the gold sentences of a release or a foreign file, under a tag set."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby
from pathlib import Path

import numpy as np

from xinwen.bench.counts import Integers, Sampling
from xinwen.bench.marks import Marked, Marks, Source
from xinwen.bench.reading import Reading, is_release, read_labelled, splits_of
from xinwen.bench.tagsets import TagSet, retag
from xinwen.errors import XinwenError
from xinwen.records import Name, Sentence
from xinwen.register import packaged_register, surfaces

#: With fewer articles than this an interval over articles says little; sentences are drawn then.
ENOUGH_ARTICLES = 20
EXPOSED, TRAIN = "seeds", "train"


@dataclass(frozen=True)
class Gold:
    """Gold sentences.

    Attributes:
        name: file or release, and split.
        sources, marks: the sentences, and what is labelled in them, under ``tags``.
        layers: what is labelled at all.
        dropped: mentions without a counterpart in the tag set, by their own tag.
        names: surfaces of the names in the training data; None where there is none.
        problems, notes: of the reading.
    """

    name: str
    split: str | None
    sources: tuple[Source, ...]
    marks: tuple[Marks, ...]
    layers: tuple[str, ...]
    tags: TagSet
    dropped: Counter[str]
    names: frozenset[str] | None = None
    problems: tuple[XinwenError, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def exposed(self) -> bool:
        """Whether scheme and rules were made with these sentences in sight."""
        return self.split == EXPOSED

    @property
    def characters(self) -> int:
        """Code points of all sentences."""
        return sum(len(source.text) for source in self.sources)

    @cached_property
    def articles(self) -> tuple[str, ...]:
        """The article of each sentence; a sentence whose article is not told is one by itself."""
        return tuple(source.article_id or source.id for source in self.sources)

    @property
    def unit(self) -> str:
        """What intervals draw: ``article`` where there are enough of them, else ``sentence``."""
        told = {source.article_id for source in self.sources} - {None}
        return "article" if len(told) >= ENOUGH_ARTICLES else "sentence"

    def unspoilt_register(self) -> tuple[Name, ...]:
        """The packaged register without the entries, and the forms of the others, that only these sentences name.

        An entry goes when none of its forms stands in the training data and one stands here; of an entry that stays, the forms
        go that stand here and not in the training data.
        """
        pairs = zip(self.sources, self.marks, strict=True)
        known = self.names or frozenset()
        only_here = {surface for source, marks in pairs for surface in _surfaces(Marked(source, marks), marks)} - known
        return tuple(kept for name in packaged_register() if (kept := _unspoilt(name, only_here, known)))

    def sampling(self, seed: int) -> Sampling:
        """How resamples of these sentences are drawn."""
        units: Integers = np.arange(len(self.sources))
        if self.unit == "article":
            units = np.unique(np.array(self.articles), return_inverse=True)[1]
        return Sampling(units, seed)

    def batches(self) -> Iterator[list[Sentence]]:
        """The sentences as labellers take them, an article at a time."""
        numbered = zip(self.articles, self.sources, strict=True)
        for article, group in groupby(numbered, key=lambda pair: pair[0]):
            yield [_sentence(source, article, n) for n, (_, source) in enumerate(group, 1)]


def read_gold(path: Path, tags: TagSet, *, split: str | None = None, train: Path | None = None) -> Gold:
    """The gold sentences of a release or a file.

    Args:
        path: a release, a pass, or files of a format.
        tags: what is scored under.
        split: of a release.
        train: where the names seen in training stand; None: in the release's own split ``train``, where there is one.

    Raises:
        XinwenError: ``bench-data`` for data without a sentence, and what reading raises.
    """
    reading = read_labelled(path, split=split)
    if not reading.sentences:
        problem = reading.problems[0].message if reading.problems else "It is empty."
        remedy = "Name a release, a pass, or a file that `xinwen convert` reads."
        raise XinwenError("bench-data", f"There is no sentence here. {problem}", place=str(path), remedy=remedy)
    made = retag((m.marks for m in reading.sentences), tags, ours=reading.ours)
    return Gold(
        f"{path.name} / {reading.split}" if reading.split else path.name,
        reading.split,
        tuple(m.source for m in reading.sentences),
        made.marks,
        reading.layers,
        tags,
        made.dropped,
        _seen(path, reading, tags, train),
        reading.problems,
        reading.notes,
    )


def _seen(path: Path, reading: Reading, tags: TagSet, train: Path | None) -> frozenset[str] | None:
    """The surfaces that training data holds as mentions of any tag of the set."""
    if train is None:
        if reading.split == TRAIN or not is_release(path) or TRAIN not in splits_of(path):
            return None
        train = path
    split = TRAIN if is_release(train) and TRAIN in splits_of(train) else None
    found = read_labelled(train, split=split)
    marks = retag((m.marks for m in found.sentences), tags, ours=found.ours).marks
    return frozenset(surface for one, m in zip(found.sentences, marks, strict=True) for surface in _surfaces(one, m))


def _unspoilt(name: Name, only_here: AbstractSet[str], known: AbstractSet[str]) -> Name | None:
    """An entry without the forms that only the data has; None for one that nothing else tells of."""
    forms = surfaces(name)
    left = [form for form in forms if form not in only_here]
    if len(left) == len(forms):
        return name
    if not left or known.isdisjoint(forms):
        return None
    zh, en = (form if form in left else None for form in (name.name_zh, name.name_en))
    canonical = (zh, en) if zh or en else (left[0], None)
    return replace(name, name_zh=canonical[0], name_en=canonical[1], aliases=tuple(f for f in left if f not in canonical))


def _surfaces(one: Marked, marks: Marks) -> Iterator[str]:
    return (one.source.text[e.start : e.end] for e in marks.entities)


def _sentence(source: Source, article: str, position: int) -> Sentence:
    """A gold sentence as a labeller sees it: its text and its kind, and nothing of where it came from."""
    n = len(source.text)
    return Sentence(source.id, article, position, position, source.kind, source.text, 0, n, 0, n, source.damaged)
