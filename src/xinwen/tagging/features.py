"""Features of the tokens of a sentence: templates over columns, written out for the whole sentence at once.

A column holds a string a token: the token itself, its class, the tag that a segmenter or the rules give it. A template joins the
values of one column at some places around the token. The chances that a network gives its tags are features with a weight.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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

_EDGE = 1
_TOKEN: tuple[Template, ...] = ((-1,), (0,), (1,), (-1, 0), (0, 1))
_CLASS: tuple[Template, ...] = ((0,), (-1, 0, 1))
_WORDS: tuple[Template, ...] = ((0,), (-1, 0), (0, 1))
_TAGS: tuple[Template, ...] = ((-1,), (0,), (1,), (-1, 0), (0, 1))
_PUNCTUATION = frozenset("，。、；：“”‘’《》（）()·-—/%.,:")


def features(text: str, tokens: Sequence[tuple[int, int]], columns: Mapping[str, Column]) -> list[dict[str, float]]:
    """The features of each token, with their weights.

    Args:
        text: the sentence.
        tokens: its tokens; a token has the tag of its first character.
        columns: what is said of its characters, by source.
    """
    if not tokens:
        return []
    surfaces = [text[start:end] for start, end in tokens]
    starts = [start for start, _ in tokens]
    told = {name: [column.tags[start] for start in starts] for name, column in columns.items()}
    written = [*_written("w", surfaces, _TOKEN), *_written("c", [_class(surface) for surface in surfaces], _CLASS)]
    for name, tags in told.items():
        written += _written(name, tags, _WORDS if name == "jieba" else _TAGS)
        if columns[name].chances:
            written.append([f"{name}|w={tag}|{surface}" for tag, surface in zip(tags, surfaces, strict=True)])
    if "jieba" in columns:
        written += _words(text, columns["jieba"].tags, starts)
    if "lac" in told and "cutword" in told:
        both = [f"{one}|{other}" for one, other in zip(told["lac"], told["cutword"], strict=True)]
        written += _written("lac|cutword", both, ((-1,), (0,), (1,), (0, 1)))
    rows = [dict.fromkeys(row, 1.0) for row in zip(*written, strict=True)]
    for name, column in columns.items():
        if column.chances:
            _weigh(rows, name, column, starts)
    return rows


def _written(name: str, values: list[str], templates: Sequence[Template]) -> Iterator[list[str]]:
    """One list of features a template."""
    padded = ["^"] * _EDGE + values + ["$"] * _EDGE
    count = len(values)
    for template in templates:
        key = f"{name}{','.join(map(str, template))}="
        shifted = [padded[_EDGE + place : _EDGE + place + count] for place in template]
        joined = shifted[0] if len(shifted) == 1 else map("|".join, zip(*shifted, strict=True))
        yield [key + value for value in joined]


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


def _words(text: str, tags: Sequence[str], starts: Sequence[int]) -> Iterator[list[str]]:
    """The word that a token stands in, with its place in it, and the words beside it."""
    begins = [place for place, tag in enumerate(tags) if tag[0] == "B"]
    words = ["^", *(text[a:b] for a, b in zip(begins, [*begins[1:], len(text)], strict=True)), "$"]
    number = list(accumulate(tag[0] == "B" for tag in tags))
    own = [number[start] for start in starts]
    yield [f"word={words[i]}|{tags[start][0]}" for i, start in zip(own, starts, strict=True)]
    yield [f"before={words[i - 1]}" for i in own]
    yield [f"after={words[i + 1]}" for i in own]


def _weigh(rows: list[dict[str, float]], name: str, column: Column, starts: Sequence[int]) -> None:
    """Add the chances of a token's tags and of its neighbours' to its features."""
    chances = [column.chances[start] for start in starts]
    for place in (-1, 0, 1):
        names: dict[str, str] = {}
        for row, near in zip(rows[max(0, -place) :], chances[max(0, place) :], strict=False):
            for tag, chance in near.items():
                row[names.get(tag) or names.setdefault(tag, f"{name}{place}~{tag}")] = chance
