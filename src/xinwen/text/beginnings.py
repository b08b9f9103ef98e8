"""Many patterns tried on many short lines: a line meets only those that can begin with its first character.

The first characters are read off the parsed pattern. Where they cannot be listed (a negated class, an option that changes the
case) a pattern is tried on every line, so that a pattern never misses a line by its beginning.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from re import _constants as ops  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

_Characters = frozenset[str] | None
_CATEGORIES = {ops.CATEGORY_SPACE: r"\s", ops.CATEGORY_DIGIT: r"\d"}
_REPEATS = (ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT)
_NOTHING: frozenset[str] = frozenset()


class Forms:
    """Whether a whole line has one of several forms.

    Args:
        patterns: the forms, as regular expressions.
        before: what may stand before any of them, as a regular expression that matches the empty string too.
        flags: those of all expressions.
    """

    def __init__(self, patterns: Sequence[str], before: str, flags: int) -> None:
        self._all = _any_of(patterns, before, flags)
        self._before = re.compile(before, flags).match
        listed = [(pattern, first_characters(pattern, flags)) for pattern in patterns]
        self._unlisted = _any_of([pattern for pattern, characters in listed if characters is None], before, flags)
        self._by_first: dict[str, list[Callable[[str], object]]] = {}
        for pattern, characters in listed:
            form = re.compile(pattern, flags).fullmatch
            for character in characters or ():
                self._by_first.setdefault(character, []).append(form)

    def __call__(self, line: str) -> bool:
        """Whether ``line``, which is not empty, has one of the forms."""
        if self._before(line).end():  # type: ignore[union-attr]
            return self._all(line) is not None
        for form in self._by_first.get(line[0], ()):
            if form(line):
                return True
        return self._unlisted(line) is not None


def _any_of(patterns: Iterable[str], before: str, flags: int) -> Callable[[str], re.Match[str] | None]:
    alternatives = "|".join(f"(?:{pattern}\n)" for pattern in patterns) or "(?!)"
    return re.compile(f"{before}(?:{alternatives})", flags).fullmatch


def first_characters(pattern: str, flags: int = 0) -> _Characters:
    """The characters that a match of ``pattern`` can begin with; None where they cannot be listed or it may be empty."""
    characters, may_be_empty = _of_sequence(_parser.parse(pattern, flags))
    return None if may_be_empty else characters


def _of_sequence(parsed: Iterable[tuple[Any, Any]]) -> tuple[_Characters, bool]:
    """The first characters of one thing after another, and whether all of them may be empty."""
    found = _NOTHING
    for op, argument in parsed:
        characters, may_be_empty = _of_item(op, argument)
        if characters is None:
            return None, False
        found |= characters
        if not may_be_empty:
            return found, False
    return found, True


def _of_item(op: Any, argument: Any) -> tuple[_Characters, bool]:
    if op is ops.LITERAL:
        return frozenset(chr(argument)), False
    if op is ops.IN:
        return _of_class(argument), False
    if op in _REPEATS:
        characters, may_be_empty = _of_sequence(argument[2])
        return characters, may_be_empty or argument[0] == 0
    if op is ops.SUBPATTERN and not argument[1]:  # no options of its own
        return _of_sequence(argument[3])
    if op is ops.BRANCH:
        branches = [_of_sequence(branch) for branch in argument[1]]
        sets = [characters for characters, _ in branches if characters is not None]
        return (_NOTHING.union(*sets) if len(sets) == len(branches) else None), any(empty for _, empty in branches)
    if op in (ops.ASSERT, ops.ASSERT_NOT, ops.AT):
        return _NOTHING, True
    return None, False


def _of_class(items: Iterable[tuple[Any, Any]]) -> _Characters:
    found = _NOTHING
    for op, argument in items:
        if op is ops.LITERAL:
            found |= {chr(argument)}
        elif op is ops.RANGE:
            found |= {chr(code) for code in range(argument[0], argument[1] + 1)}
        elif op is ops.CATEGORY and argument in _CATEGORIES:
            found |= _of_category(_CATEGORIES[argument])
        else:
            return None
    return found


@cache
def _of_category(category: str) -> frozenset[str]:
    return frozenset(re.findall(category, "".join(map(chr, range(0x110000)))))
