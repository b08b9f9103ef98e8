"""Features of the tokens of a sentence: templates over columns, written out for the whole sentence at once.

A column holds what is said of each token: the token itself, its class, the tag that a segmenter or the rules give it. A template
joins the values of columns at places around the token, in the notation of CRF++ and its kin: ``lac[-1] lac[0]`` is LAC's tag of
the token before, and of the token. A set of templates has a name here; a model keeps its own set in its description, and is always
read with that one. Values and features are bytes (UTF-8), as the library of the tagger takes them.
"""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple

from xinwen.tagging.segmenters import SEGMENTERS, Column

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
#: What a template's features begin with. Features are short: up to 15 bytes they are looked up twice as fast.
_LETTERS = string.ascii_letters + string.digits
_BEFORE_ALL, _BEHIND_ALL = b"^", b"$"
_REMEMBERED = 1 << 13  # tokens


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
    """A sentence as columns see it: its text, its tokens, where each begins, and what is said of its characters, by source."""

    text: str
    surfaces: list[str]
    starts: list[int]
    told: Mapping[str, Column]


def features(
    text: str, tokens: Sequence[tuple[int, int]], told: Mapping[str, Column], templates: Sequence[Template]
) -> list[list[bytes]]:
    """The features of each token.

    Args:
        text: the sentence.
        tokens: its tokens; a token has the tag of its first character.
        told: what is said of its characters, by source.
        templates: the set, parsed.
    """
    if not tokens:
        return []
    view = View(text, [text[start:end] for start, end in tokens], [start for start, _ in tokens], told)
    columns = {name: _COLUMNS[name].values(view) for name in dict.fromkeys(name for _, parts in templates for name, _ in parts)}
    written, likely = [], []
    for template in templates:
        (name, place), *others = template.parts
        letter = template.letter.encode()
        if name.endswith("?"):
            likely.append((letter, _shifted(columns[name], place, (_BEFORE_ALL,), (_BEHIND_ALL,))))
            continue
        values = _shifted(columns[name], place)
        if others:
            joined = zip(values, *(_shifted(columns[other], at) for other, at in others), strict=True)
            values = [b"|".join(each) for each in joined]
        written.append([letter + value for value in values])
    rows = [list(row) for row in zip(*written, strict=True)]
    for letter, column in likely:
        for row, values in zip(rows, column, strict=True):
            row.extend(map(letter.__add__, values))
    return rows


def _shifted(values: list[Any], place: int, before: object = _BEFORE_ALL, behind: object = _BEHIND_ALL) -> list[Any]:
    """The values at a place around each token; what stands outside of the sentence has a value of its own."""
    if place < 0:
        return [*[before] * -place, *values][: len(values)]
    return [*values, *[behind] * place][place:] if place else values


class _Source(NamedTuple):
    """Where a column comes from: what must be asked, and how its values (strings, or sequences of likely tags) are read off."""

    source: str | None
    values: Callable[[View], list[Any]]


def _tags(source: str) -> _Source:

    def values(view: View) -> list[Any]:
        tags = view.told[source].tags
        return [_short(tags[start]) for start in view.starts]

    return _Source(source, values)


def _likely(source: str) -> _Source:
    """The likely tags of each token: a sequence of values, of which each makes a feature."""

    def values(view: View) -> list[Any]:
        tags = view.told[source].likely
        return [tags[start] for start in view.starts]

    return _Source(source, values)


def _word(step: int) -> _Source:
    """Jieba's word that a token stands in, with its place in it; or the word beside that one."""

    def values(view: View) -> list[Any]:
        tags = view.told["jieba"].tags
        begins = [place for place, tag in enumerate(tags) if tag[0] == "B"]
        spans = list(zip(begins, [*begins[1:], len(tags)], strict=True))
        words = [_BEFORE_ALL, *(view.text[start:end].encode() for start, end in spans), _BEHIND_ALL]
        told: list[bytes] = []
        for number, (start, end) in enumerate(spans, 1):
            if step:
                told += [words[number + step]] * (end - start)
            else:
                told += [b"B" + words[number], *[b"I" + words[number]] * (end - start - 1)]
        return [told[start] for start in view.starts]

    return _Source("jieba", values)


@cache
def _short(tag: str) -> bytes:
    """``B-PROD.hardware`` -> ``BPRha``: enough to tell the types of one source apart."""
    coarse, _, fine = tag[2:].partition(".")
    return (tag[0] + (coarse[:2] + fine[:2] if fine else coarse)).encode()


@lru_cache(maxsize=_REMEMBERED)
def _class(surface: str) -> bytes:
    """Han, digits by their number, Latin letters by case and number, punctuation by itself."""
    first = surface[0]
    if "\u4e00" <= first <= "\u9fff":
        return b"H"
    if first.isdigit():
        return b"d%d" % min(len(surface), 4)
    if first.isascii() and first.isalpha():
        return b"%c%d" % (b"U" if surface.isupper() else b"C" if first.isupper() else b"l", min(len(surface), 4))
    return first.encode() if first in _PUNCTUATION else b"-"


_COLUMNS: Mapping[str, _Source] = {
    "token": _Source(None, lambda view: [surface.encode() for surface in view.surfaces]),
    "class": _Source(None, lambda view: [_class(surface) for surface in view.surfaces]),
    "word": _word(0),
    "before": _word(-1),
    "after": _word(1),
    **{source: _tags(source) for source in (*SEGMENTERS, HINTS)},
    **{f"{source}?": _likely(source) for source in ("lac", "cutword")},
}
