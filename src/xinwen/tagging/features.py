"""Features of the tokens of a sentence: templates over columns, written out for the whole sentence at once.

A column holds a string a token: the token itself, its class, the tag that a segmenter or the rules give it. A template joins the
values of one column at some places around the token. What a network thinks likely of a token makes features too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import accumulate

from xinwen.tagging.segmenters import Column

Template = tuple[int, ...]

#: What the features of a tagger come from; the last two are the default labeller's and the strong one's.
FEATURE_SETS: Mapping[str, tuple[str, ...]] = {
    "char": (),
    "seg": ("jieba",),
    "lac": ("jieba", "lac"),
    "default": ("jieba", "lac", "hints"),
    "strong": ("jieba", "lac", "cutword", "hints"),
}
#: The column of spans that the caller knows of, from rules and dictionaries.
HINTS = "hints"

#: Templates by the letter that their features begin with. Features are short: up to 15 bytes they are looked up twice as fast.
_TOKEN: Mapping[str, Template] = {"a": (-1,), "b": (0,), "c": (1,)}
_CLASS: Mapping[str, Template] = {"d": (0,)}
_TAGS: Mapping[str, Mapping[str, Template]] = {
    "jieba": {"f": (0,), "g": (-1, 0), "h": (0, 1)},
    "lac": {"i": (-1,), "j": (0,), "k": (1,)},
    "cutword": {"n": (-1,), "o": (0,), "p": (1,), "q": (-1, 0), "r": (0, 1)},
    HINTS: {"s": (-1,), "t": (0,), "u": (1,)},
}
_WITH_TOKEN: Mapping[str, str] = {"lac": "L", "cutword": "C"}
_LIKELY: Mapping[str, str] = {"lac": "1", "cutword": "2"}
_BOTH: Mapping[str, Template] = {"x": (-1,), "y": (0,), "z": (1,), "A": (0, 1)}
_WORD = "W"
_PUNCTUATION = frozenset("，。、；：“”‘’《》（）()·-—/%.,:")


def features(text: str, tokens: Sequence[tuple[int, int]], columns: Mapping[str, Column]) -> list[list[str]]:
    """The features of each token.

    Args:
        text: the sentence.
        tokens: its tokens; a token has the tag of its first character.
        columns: what is said of its characters, by source.
    """
    if not tokens:
        return []
    surfaces = [text[start:end] for start, end in tokens]
    starts = [start for start, _ in tokens]
    told = {name: [_short(column.tags[start]) for start in starts] for name, column in columns.items()}
    written = [*_written(surfaces, _TOKEN), *_written([_class(surface) for surface in surfaces], _CLASS)]
    for name, tags in told.items():
        written += _written(tags, _TAGS[name])
        if name in _WITH_TOKEN:
            letter = _WITH_TOKEN[name]
            written.append([f"{letter}{tag}{surface}" for tag, surface in zip(tags, surfaces, strict=True)])
    if "jieba" in columns:
        written.append(_words(text, columns["jieba"].tags, starts))
    if "lac" in told and "cutword" in told:
        written += _written([one + other for one, other in zip(told["lac"], told["cutword"], strict=True)], _BOTH)
    rows = [list(row) for row in zip(*written, strict=True)]
    for name, letter in _LIKELY.items():
        if name in columns:
            for row, start in zip(rows, starts, strict=True):
                row += [letter + tag for tag in columns[name].likely[start]]
    return rows


def _written(values: list[str], templates: Mapping[str, Template]) -> Iterator[list[str]]:
    """One list of features a template."""
    near = {-1: ["^", *values[:-1]], 0: values, 1: [*values[1:], "$"]}
    for letter, (first, *second) in templates.items():
        if second:
            yield [f"{letter}{one}|{other}" for one, other in zip(near[first], near[second[0]], strict=True)]
        else:
            yield [letter + value for value in near[first]]


@cache
def _short(tag: str) -> str:
    """``B-PROD.hardware`` -> ``BPRha``: enough to tell the types of one source apart."""
    coarse, _, fine = tag[2:].partition(".")
    return tag[0] + (coarse[:2] + fine[:2] if fine else coarse)


def _class(surface: str) -> str:
    """Han, digits by their number, Latin letters by case and number, punctuation by itself."""
    first = surface[0]
    if "\u4e00" <= first <= "\u9fff":
        return "H"
    if first.isdigit():
        return f"d{min(len(surface), 4)}"
    if first.isascii() and first.isalpha():
        return f"{'U' if surface.isupper() else 'C' if first.isupper() else 'l'}{min(len(surface), 4)}"
    return first if first in _PUNCTUATION else "-"


def _words(text: str, tags: Sequence[str], starts: Sequence[int]) -> list[str]:
    """The word that a token stands in, with its place in it."""
    begins = [place for place, tag in enumerate(tags) if tag[0] == "B"]
    words = [text[a:b] for a, b in zip(begins, [*begins[1:], len(text)], strict=True)]
    number = list(accumulate(tag[0] == "B" for tag in tags))
    return [f"{_WORD}{tags[start][0]}{words[number[start] - 1]}" for start in starts]
