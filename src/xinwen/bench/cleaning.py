"""How well cleaning does where the truth is known: character precision and recall on made-up dirt, by kind of noise.

A file and its truth are a *rendering* (:mod:`xinwen.bench.renderings`). Precision is the share of the characters kept
that belong to the article and are right, recall the share of the article's characters that were kept and are right. Every kept
character is judged at its own place in the file, which the map of the cleaner gives; what it wrote in is judged by the run that
it replaced. Line ends count on neither side.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from html import unescape
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from xinwen.bench.renderings import MARKUP, Piece, Positions, Rendering
from xinwen.documents import prepare
from xinwen.errors import XinwenError
from xinwen.readers import read_page
from xinwen.records import Article, Source
from xinwen.text.clean import CleanText


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of characters, line ends left aside.

    Attributes:
        truth: characters of the article; kept: characters of the clean text; right: those of them that are the article's.
        reported: kept ones that are wrong, but in a run that the cleaner itself reports as damaged.
    """

    truth: int = 0
    kept: int = 0
    right: int = 0
    reported: int = 0

    @property
    def precision(self) -> float:
        """Share of the kept characters that are right; 1 where nothing was kept."""
        return self.right / self.kept if self.kept else 1.0

    @property
    def recall(self) -> float:
        """Share of the article that was kept and is right; 1 for an article of no characters."""
        return self.right / self.truth if self.truth else 1.0

    def __add__(self, other: Score) -> Score:
        return Score(self.truth + other.truth, self.kept + other.kept, self.right + other.right, self.reported + other.reported)


class Share(NamedTuple):
    """Characters of one kind of piece, and how many of them were put right: noise removed, content restored."""

    characters: int
    right: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What cleaning made of renderings: the score, the share put right by kind of piece, and why files were refused."""

    renderings: int = 0
    score: Score = Score()
    pieces: Mapping[str, Share] = field(default_factory=dict)
    rejects: tuple[XinwenError, ...] = ()

    def __add__(self, other: Outcome) -> Outcome:
        pieces = dict(self.pieces)
        for kind, (characters, right) in other.pieces.items():
            known = pieces.get(kind, Share(0, 0))
            pieces[kind] = Share(known.characters + characters, known.right + right)
        return Outcome(self.renderings + other.renderings, self.score + other.score, pieces, (*self.rejects, *other.rejects))


def bench_cleaning(renderings: Iterable[Rendering], *, skip: Collection[str] = ()) -> dict[str, Outcome]:
    """The outcome for each kind of rendering, in the order of their names; ``skip`` names cleaning steps to leave out."""
    outcomes: dict[str, Outcome] = {}
    for rendering in renderings:
        outcomes[rendering.kind] = outcomes.get(rendering.kind, Outcome()) + score_rendering(rendering, skip=skip)
    return dict(sorted(outcomes.items()))


def score_rendering(rendering: Rendering, *, skip: Collection[str] = ()) -> Outcome:
    """Clean one rendering and compare with its truth; a file that is refused scores nothing kept."""
    try:
        page, reader, encoding = read_page(rendering.data, rendering.name)
        source = Source(rendering.name, rendering.name, hashlib.sha256(rendering.data).hexdigest())
        article = Article(rendering.name, page.raw_text, source, reader, encoding, page.blocks, dict(page.markup), page.metadata)
        done = prepare(article, skip=skip).clean
    except XinwenError as error:
        return compare(rendering, CleanText.of("")) + Outcome(rejects=(error,))
    return compare(rendering, done)


def compare(rendering: Rendering, done: CleanText) -> Outcome:
    """The score of a clean text that was made of a rendering."""
    places = _places(rendering, done)
    owners = np.where(places < 0, -1, np.searchsorted(rendering.starts, places, side="right") - 1)
    order = np.argsort(owners, kind="stable")
    bounds = np.searchsorted(owners[order], np.arange(len(rendering.pieces) + 1))
    counted = np.array([character != "\n" for character in done.text], np.bool_)
    right = np.zeros(len(done.text), np.bool_)
    shares: dict[str, Share] = {}
    for number, piece in enumerate(rendering.pieces):
        mine = order[bounds[number] : bounds[number + 1]]
        right[mine] = _agreeing(piece, [done.text[i] for i in mine], places[mine] - rendering.starts[number], done.origins[mine])
        if piece.kind and (size := _size(piece.clean or piece.raw)):
            known = shares.get(piece.kind, Share(0, 0))
            kept = int(np.count_nonzero(counted[mine] & (right[mine] if piece.clean else True)))
            shares[piece.kind] = Share(known.characters + size, known.right + (kept if piece.clean else size - kept))
    truth = sum(_size(piece.clean) for piece in rendering.pieces)
    kept, good, reported = (int(np.count_nonzero(counted & mask)) for mask in (counted, right, done.garbled & ~right))
    return Outcome(1, Score(truth, kept, good, reported), shares)


def _size(text: str) -> int:
    return len(text) - text.count("\n")


def _agreeing(piece: Piece, got: list[str], places: Positions, origins: npt.NDArray[np.int32]) -> list[bool]:
    """Whether each kept character of a piece is right: by its place where every raw character stands for one, else by alignment."""
    if len(piece.raw) == len(piece.clean) and (origins >= 0).all():
        return [piece.clean[at] == character for at, character in zip(places.tolist(), got, strict=True)]
    agreeing = [False] * len(got)
    for block in SequenceMatcher(None, "".join(got), piece.clean, autojunk=False).get_matching_blocks():
        agreeing[block.a : block.a + block.size] = [True] * block.size
    return agreeing


def _places(rendering: Rendering, done: CleanText) -> Positions:
    """For each character of the clean text the place in the file that it stands for; -1 where it is not to be found."""
    if not done.text:
        return np.zeros(0, np.int64)
    in_file = _file_places(rendering, done.raw)
    places = in_file[np.maximum(done.origins, 0)]
    origins = done.origins[done.origins >= 0].tolist()
    kept = np.flatnonzero(done.origins >= 0)
    for step, start, end in done.inserted:
        at = int(np.searchsorted(kept, start))
        first, last = origins[at - 1] + 1 if at else 0, origins[at] if at < len(origins) else len(done.raw)
        gap = in_file[first:last][done.removed_by[first:last] == done.steps.index(step)]
        places[start:end] = _written(rendering, done.text[start:end], gap)
    return places


def _written(rendering: Rendering, text: str, gap: Positions) -> Positions:
    """The places in the file of characters written over the run at ``gap``: those of the content there that they equal."""
    first = int(gap[0]) if len(gap) else -1
    places = np.full(len(text), first)
    numbers = np.unique(np.searchsorted(rendering.starts, gap[gap >= 0], side="right") - 1).tolist()
    meant = [(c, int(rendering.starts[n])) for n in numbers for c in rendering.pieces[n].clean]
    matcher = SequenceMatcher(None, text, "".join(c for c, _ in meant), autojunk=False)
    for block in matcher.get_matching_blocks():
        places[block.a : block.a + block.size] = [at for _, at in meant[block.b : block.b + block.size]]
    return places


def _file_places(rendering: Rendering, raw: str) -> Positions:
    """For each character that the reader gave its place in the decoded file; -1 where it is not to be found.

    Most readers give the file itself. What an extractor gave is looked up line by line in what the file shows, blanks left aside.
    """
    if raw == rendering.text:
        return np.arange(len(raw))
    shown = list(_shown(rendering))
    solid = [(c, at) for c, at in shown if not c.isspace()]
    hay = "".join(c for c, _ in solid)
    places = np.full(len(raw), -1)
    at = line_start = 0
    for line in raw.splitlines(keepends=True):
        needle = "".join(line.split())
        found = hay.find(needle, at) if needle else -1
        found = hay.find(needle) if needle and found < 0 else found
        if found >= 0:
            at = found + len(needle)
            _place_line(line, [place for _, place in solid[found:at]], rendering.text, places[line_start:])
        line_start += len(line)
    return places


def _place_line(line: str, solid: list[int], text: str, places: Positions) -> None:
    """Write the places of one line; a blank is the one behind the character before it, if there is one."""
    last, number = -1, 0
    for i, character in enumerate(line):
        if not character.isspace():
            last = places[i] = solid[number]
            number += 1
        elif 0 <= last < len(text) - 1 and text[last + 1].isspace():
            places[i] = last + 1


def _shown(rendering: Rendering) -> Iterator[tuple[str, int]]:
    """The characters that the file shows, each with its place; those of a character reference have the place of its start."""
    for start, piece in zip(rendering.starts.tolist(), rendering.pieces, strict=False):
        if piece.kind != MARKUP:
            text = unescape(piece.raw)
            yield from ((c, start + (i if len(text) == len(piece.raw) else 0)) for i, c in enumerate(text))
