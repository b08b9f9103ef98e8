"""Features of the tokens of sentences: templates over columns, for all sentences of an article at once.

A column holds what is said of each token: the token itself, its class, the tag that a segmenter or the rules give it. A template
joins the values of columns at places around the token, in the notation of CRF++ and its kin: ``lac[-1] lac[0]`` is LAC's tag of
the token before, and of the token. A set of templates has a name here; a model keeps its own set in its description, and is always
read with that one.
"""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from itertools import accumulate, pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from xinwen.tagging.segmenters import CLOSING, OPENING, SEGMENTERS, Column, Told
from xinwen.tagging.tokens import Tokens

#: The column of spans that the caller knows of, from rules and dictionaries.
HINTS = "hints"

_CHAR = ("token[-1]", "token[0]", "token[1]", "class[0]")
_SEG = (*_CHAR, "jieba[0]", "word[0]")
_LAC = (*_SEG, "lac[-1]", "lac[0]", "lac[1]", "lac[0] token[0]", "lac?[0]")
_HINTS = ("hints[-1]", "hints[0]", "hints[1]")
#: What only the strong labeller looks at: it need not be fast.
_PAIRS = tuple(f"{name}[{left}] {name}[{left + 1}]" for name in ("token", "jieba", "lac", "cutword", HINTS) for left in (-1, 0))
_CUTWORD = ("cutword[-1]", "cutword[0]", "cutword[1]", "cutword[0] token[0]", "cutword?[0]")
_BOTH = (*(f"lac[{at}] cutword[{at}]" for at in (-1, 0, 1)), "lac[0] cutword[0] lac[1] cutword[1]")
_AROUND = ("class[-1] class[0] class[1]", "before[0]", "after[0]", "lac?[-1]", "lac?[1]", "cutword?[-1]", "cutword?[1]")

#: The sets of templates by name; the last two are the default labeller's and the strong one's.
FEATURE_SETS: Mapping[str, tuple[str, ...]] = {
    "char": _CHAR,
    "seg": _SEG,
    "lac": _LAC,
    "default": (*_LAC, *_HINTS),
    "strong": (*_LAC, *_HINTS, *_CUTWORD, *_PAIRS, *_BOTH, *_AROUND),
}

_PLACE = re.compile(r"(\w+\??)\[(-?\d)\]")
_PUNCTUATION = frozenset("，。、；：“”‘’《》（）()·-—/%.,:")
#: What stands between the values of a template that joins several.
BAR = "|"
#: What a template's features begin with.
_LETTERS = string.ascii_letters + string.digits


class Template(NamedTuple):
    """A template, parsed: the letter of its features, and the columns that it joins, each with a place around the token."""

    letter: str
    parts: tuple[tuple[str, int], ...]


def parse(templates: Sequence[str]) -> tuple[Template, ...]:
    """The templates of a set.

    Raises:
        ValueError: one is not in the notation, or names a column that there is not; or there are too many.
    """
    parsed = []
    for letter, template in zip(_LETTERS, templates, strict=False):
        places = [_PLACE.fullmatch(part) for part in template.split(" ")]
        parts = tuple((place[1], int(place[2])) for place in places if place and place[1] in _COLUMNS)
        several = len(parts) > 1 and any(name.endswith("?") for name, _ in parts)
        if len(parts) < len(places) or several:
            raise ValueError(f"{template!r} is no template")
        parsed.append(Template(letter, parts))
    if len(parsed) < len(templates):
        raise ValueError(f"{len(templates)} templates are more than {len(_LETTERS)}")
    return tuple(parsed)


def sources(templates: Sequence[Template]) -> tuple[str, ...]:
    """What must be asked about a sentence for these templates: segmenters and `HINTS`."""
    wanted = {_COLUMNS[name].source for template in templates for name, _ in template.parts}
    return tuple(source for source in (*SEGMENTERS, HINTS) if source in wanted)


class View(NamedTuple):
    """Sentences as columns see them: their tokens, the character that each begins with, and what is said of the characters.

    The characters of all sentences are numbered through; ``told`` is by source.
    """

    surfaces: Column
    places: NDArray[np.intp]
    told: Mapping[str, Told]


class Table(NamedTuple):
    """The columns of several sentences, one sentence below the other.

    Attributes:
        columns: by name. Above and below each sentence are rows for what stands outside of it.
        rows: the row of each token.
        lengths: of the sentences, in tokens.
    """

    columns: Mapping[str, Column]
    rows: NDArray[np.intp]
    lengths: list[int]


def tabulate(tokens: Tokens, told: Mapping[str, Told], templates: Sequence[Template]) -> Table:
    """The columns that the templates look at; a token has the tag of its first character.

    Args:
        tokens: those of all sentences.
        told: what is said of the characters of all sentences, by source.
        templates: the set, parsed.
    """
    numbers = {surface: number for number, surface in enumerate(dict.fromkeys(tokens.surfaces))}
    codes = np.fromiter(map(numbers.__getitem__, tokens.surfaces), np.intp, len(tokens.surfaces))
    view = View(Column(list(numbers), codes[:, None]), tokens.starts, told)
    parts = [part for template in templates for part in template.parts]
    margin = max((abs(place) for _, place in parts), default=0)
    framed = [rows for length in tokens.lengths for rows in (margin, length, margin)]
    frame = np.repeat(np.tile([0, -1, 1], len(tokens.lengths)), framed)
    names = dict.fromkeys(name for name, _ in parts)
    inside, outside = np.flatnonzero(frame < 0), np.flatnonzero(frame >= 0)
    columns = {name: _framed(_COLUMNS[name].column(view), inside, outside, frame[outside]) for name in names}
    return Table(columns, inside, tokens.lengths)


def _framed(column: Column, inside: NDArray[np.intp], outside: NDArray[np.intp], edges: NDArray[np.intp]) -> Column:
    """The column in a frame of rows outside of sentences, 0 for one before all tokens of a sentence and 1 for one behind them."""
    codes = np.full((len(inside) + len(outside), column.codes.shape[1]), -1, np.intp)
    codes[inside] = column.codes
    codes[outside, 0] = len(column.values) + edges
    return Column([*column.values, OPENING, CLOSING], codes)


def features(table: Table, templates: Sequence[Template]) -> list[list[list[str]]]:
    """The features of each token of each sentence: the values of the templates, each behind its letter."""
    single = [template for template in templates if not _several(template)]
    written = [_written(table, template) for template in single]
    rows = [[column[token] for column in written] for token in range(len(table.rows))]
    for template in filter(_several, templates):
        [(name, place)] = template.parts
        values, codes = table.columns[name]
        for row, own in zip(rows, codes[table.rows + place].tolist(), strict=True):
            row += [template.letter + values[code] for code in own if code >= 0]
    return [rows[start:end] for start, end in pairwise(accumulate(table.lengths, initial=0))]


def _written(table: Table, template: Template) -> list[str]:
    """The feature of each token by a template: the values at its places, joined."""
    parts = []
    for name, place in template.parts:
        values, codes = table.columns[name]
        parts.append([values[code] for code in codes[table.rows + place, 0].tolist()])
    return [template.letter + BAR.join(each) for each in zip(*parts, strict=True)]


def _several(template: Template) -> bool:
    """Whether a token has several values of the template, each of which makes a feature."""
    return template.parts[0][0].endswith("?")


class _Source(NamedTuple):
    """Where a column comes from: what must be asked, and how it is read off."""

    source: str | None
    column: Callable[[View], Column]


def _tags(source: str) -> _Source:

    def column(view: View) -> Column:
        values, codes = view.told[source].tags
        return Column([_short(value) for value in values], codes.take(view.places, axis=0))

    return _Source(source, column)


def _likely(source: str) -> _Source:
    """The likely tags of each token: several values, of which each makes a feature."""

    def column(view: View) -> Column:
        told = view.told[source].likely
        assert told is not None
        return Column(told.values, told.codes.take(view.places, axis=0))

    return _Source(source, column)


def _word(step: int) -> _Source:
    """Jieba's word that a token stands in, with its place in it; or the word beside that one."""

    def column(view: View) -> Column:
        words = view.told["jieba"].words
        assert words is not None
        codes = words.codes[view.places]
        if step:
            return Column(words.values, codes + step)
        inside = np.diff(words.codes, axis=0, prepend=-1)[view.places] == 0
        return Column([place + word for place in "BI" for word in words.values], codes + inside * len(words.values))

    return _Source("jieba", column)


@cache
def _short(tag: str) -> str:
    """``B-PROD.hardware`` -> ``BPRha``: enough to tell the types of one source apart."""
    coarse, _, fine = tag[2:].partition(".")
    return tag[0] + (coarse[:2] + fine[:2] if fine else coarse)


def _classes(surfaces: Sequence[str]) -> list[str]:
    """Han, which most tokens are; of the others what they are."""
    return ["H" if "\u4e00" <= surface <= "\u9fff" else _class(surface) for surface in surfaces]


def _class(surface: str) -> str:
    """Digits by their number, Latin letters by case and number, punctuation by itself."""
    first = surface[0]
    if first.isdigit():
        return f"d{min(len(surface), 4)}"
    if first.isascii() and first.isalpha():
        return f"{'U' if surface.isupper() else 'C' if first.isupper() else 'l'}{min(len(surface), 4)}"
    return first if first in _PUNCTUATION else "-"


_COLUMNS: Mapping[str, _Source] = {
    "token": _Source(None, lambda view: view.surfaces),
    "class": _Source(None, lambda view: Column(_classes(view.surfaces.values), view.surfaces.codes)),
    "word": _word(0),
    "before": _word(-1),
    "after": _word(1),
    **{source: _tags(source) for source in (*SEGMENTERS, HINTS)},
    **{f"{source}?": _likely(source) for source in ("lac", "cutword")},
}
