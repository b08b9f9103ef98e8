"""The tokens that are tagged, and the way from spans to tags and back.

A token is a run of Latin letters, a run of digits, or any other character that is not blank. Tags are BIO. Blanks are no tokens,
so a span never begins or ends with one, and offsets stay those of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

OUTSIDE = "O"
# Han and the marks around it, which most tokens are, first: none of them is a blank or a digit.
_TOKEN, _BLANK = re.compile(r"[\u3001-\u9fff]|[A-Za-z]+|\d+|\S"), re.compile(r"\s")


class Span(NamedTuple):
    """A typed span of a text, half-open."""

    start: int
    end: int
    type: str


def tokenize(text: str) -> list[tuple[int, int]]:
    """The tokens of a text, in order."""
    return [match.span() for match in _TOKEN.finditer(text)]


class Tokens(NamedTuple):
    """The tokens of several texts, one text below the other.

    Attributes:
        surfaces: what each token is written as.
        starts, ends: where each stands in the texts joined.
        lengths: of the texts, in tokens.
    """

    surfaces: list[str]
    starts: NDArray[np.intp]
    ends: NDArray[np.intp]
    lengths: list[int]


def tokenize_all(texts: Sequence[str]) -> Tokens:
    """The tokens of texts, as `tokenize` tells them of each: all that is not blank stands in them, in order."""
    own = [_TOKEN.findall(text) for text in texts]
    surfaces = list(chain.from_iterable(own))
    whole = "".join(texts)
    sound = np.delete(np.arange(len(whole)), [blank.start() for blank in _BLANK.finditer(whole)])
    lengths = np.fromiter(map(len, surfaces), np.intp, len(surfaces))
    starts = sound[np.cumsum(lengths) - lengths]
    return Tokens(surfaces, starts, starts + lengths, list(map(len, own)))


def encode(tokens: Sequence[tuple[int, int]], spans: Iterable[Span]) -> tuple[list[str], list[Span]]:
    """The tag of each token, and the spans that could not be told: those that cut a token or overlap one before them."""
    starts = {start: index for index, (start, _) in enumerate(tokens)}
    ends = {end: index for index, (_, end) in enumerate(tokens)}
    tags, untold = [OUTSIDE] * len(tokens), []
    for span in spans:
        first, last = starts.get(span.start), ends.get(span.end)
        if first is None or last is None or last < first or any(tag != OUTSIDE for tag in tags[first : last + 1]):
            untold.append(span)
            continue
        tags[first : last + 1] = [f"B-{span.type}", *[f"I-{span.type}"] * (last - first)]
    return tags, untold


class Runs(NamedTuple):
    """Runs of tags that are spans: the first token of each, the one behind its last, and its type by the number of a tag."""

    first: NDArray[np.intp]
    last: NDArray[np.intp]
    tags: NDArray[np.intp]


def decode(tags: NDArray[np.intp], names: Sequence[str], lengths: Sequence[int]) -> Runs:
    """The runs of several texts, whose tokens are numbered through. An I- with nothing of its type before it begins one.

    Args:
        tags: the number of each token's tag.
        names: the tags by number.
        lengths: of the texts, in tokens.
    """
    kinds = {name[2:]: number for number, name in enumerate(names)}
    kind = np.array([-1 if name == OUTSIDE else kinds[name[2:]] for name in names], np.intp)[tags]
    goes_on = np.array([name[0] == "I" for name in names])[tags]
    goes_on[1:] &= kind[1:] == kind[:-1]
    begins = np.cumsum([0, *lengths], dtype=np.intp)
    goes_on[begins[begins < len(tags)]] = False
    first = np.flatnonzero((kind >= 0) & ~goes_on)
    last = np.flatnonzero((kind >= 0) & ~np.append(goes_on[1:], False)) + 1
    return Runs(first, last, tags[first])
