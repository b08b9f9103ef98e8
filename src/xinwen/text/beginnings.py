"""Many patterns tried on many short lines: a line meets only those that can begin with its first character.

The first characters are read off the parsed pattern. Where they cannot be listed (a negated class, an option that changes the
case) a pattern is tried on every line, so that a pattern never misses a line by its beginning; but it looks first whether the
line has one of the characters that it cannot do without. The parser is no public part of ``re``; with a Python that has none in
its place, no characters can be listed, and all patterns are tried on every line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from importlib import import_module
from typing import Any

_Characters = frozenset[str] | None
_CATEGORIES = {"CATEGORY_SPACE": r"\s", "CATEGORY_DIGIT": r"\d"}
_REPEATS = ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT")
_Matcher = Callable[[str], re.Match[str] | None]
_NOTHING: frozenset[str] = frozenset()


class Forms:
    """Whether a whole line has one of several forms.

    Args:
        patterns: the forms, as regular expressions.
        before: what may stand before any of them, as a regular expression that matches the empty string too.
        flags: those of all expressions.
    """

    def __init__(self, patterns: Sequence[str], before: str, flags: int) -> None:
        self._before, self._flags = before, flags
        self._marks_of = re.compile(before, flags).match
        listed = [(pattern, first_characters(pattern, flags)) for pattern in patterns]
        self._listed = [(_guarded(pattern, flags) if heads is None else pattern, heads) for pattern, heads in listed]
        self._marks = first_characters(f"(?:{before})\0", flags)  # NUL, as what may be empty has no list
        self._by_head: dict[str | frozenset[str], _Matcher | None] = {}

    def __call__(self, line: str) -> bool:
        """Whether ``line``, which is not empty, has one of the forms."""
        head: str | frozenset[str] = line[0]
        if self._marks is None or head in self._marks:  # a form may also begin with one of the marks
            head = frozenset(line[: self._marks_of(line).end() + 1])  # type: ignore[union-attr]
        try:
            form = self._by_head[head]
        except KeyError:
            form = self._beginning(head)
        return form is not None and form(line) is not None

    def _beginning(self, head: str | frozenset[str]) -> _Matcher | None:
        """The forms that may begin with ``head``, or with one character of it; None where there are none."""
        forms = tuple(pattern for pattern, characters in self._listed if characters is None or not characters.isdisjoint(head))
        self._by_head[head] = _any_of(forms, self._before, self._flags) if forms else None
        return self._by_head[head]


@cache
def _any_of(patterns: tuple[str, ...], before: str, flags: int) -> _Matcher:
    alternatives = "|".join(f"(?:{pattern}\n)" for pattern in patterns)
    return re.compile(f"{before}(?:{alternatives})", flags).fullmatch


def _guarded(pattern: str, flags: int) -> str:
    """``pattern`` behind a look for the characters of which it needs one, where they can be listed: most lines have none."""
    needed = "".join(map(re.escape, sorted(needed_characters(pattern, flags) or ())))
    return f"(?=[^{needed}]*+[{needed}])(?:{pattern}\n)" if needed else pattern


def first_characters(pattern: str, flags: int = 0) -> _Characters:
    """The characters that a match of ``pattern`` can begin with; None where they cannot be listed or it may be empty."""
    parser = _parser()
    characters, may_be_empty = _of_sequence(parser.parse(pattern, flags)) if parser else (None, False)
    return None if may_be_empty else characters


def needed_characters(pattern: str, flags: int = 0) -> _Characters:
    """Characters of which every match of ``pattern``, or what it looks ahead to, has one; None where none can be listed."""
    parser = _parser()
    return _needed_in_sequence(parser.parse(pattern, flags)) if parser else None


def _parser() -> Any:
    """The parser of ``re``, or None where this Python has none by that name."""
    try:
        return import_module("re._parser")
    except ImportError:
        return None


def _of_sequence(parsed: Iterable[tuple[Any, Any]]) -> tuple[_Characters, bool]:
    """The first characters of one thing after another, and whether all of them may be empty."""
    found = _NOTHING
    for op, argument in parsed:
        characters, may_be_empty = _of_item(str(op), argument)
        if characters is None:
            return None, False
        found |= characters
        if not may_be_empty:
            return found, False
    return found, True


def _of_item(op: str, argument: Any) -> tuple[_Characters, bool]:
    if op == "LITERAL":
        return frozenset(chr(argument)), False
    if op == "IN":
        return _of_class(argument), False
    if op in _REPEATS:
        characters, may_be_empty = _of_sequence(argument[2])
        return characters, may_be_empty or argument[0] == 0
    if op == "SUBPATTERN" and not argument[1]:  # no options of its own
        return _of_sequence(argument[3])
    if op == "BRANCH":
        branches = [_of_sequence(branch) for branch in argument[1]]
        sets = [characters for characters, _ in branches if characters is not None]
        return (_NOTHING.union(*sets) if len(sets) == len(branches) else None), any(empty for _, empty in branches)
    if op in ("ASSERT", "ASSERT_NOT", "AT"):
        return _NOTHING, True
    return None, False


def _needed_in_sequence(parsed: Iterable[tuple[Any, Any]]) -> _Characters:
    """Of the lists that the parts give the shortest, the last of several: words differ at their ends."""
    lists = [needed for op, argument in parsed if (needed := _needed_in_item(str(op), argument))]
    return min(reversed(lists), key=len, default=None)


def _needed_in_item(op: str, argument: Any) -> _Characters:
    if op in ("LITERAL", "IN"):
        return _of_item(op, argument)[0]
    if op in _REPEATS and argument[0] > 0:
        return _needed_in_sequence(argument[2])
    if op == "SUBPATTERN" and not argument[1]:  # no options of its own
        return _needed_in_sequence(argument[3])
    if op == "ASSERT" and argument[0] > 0:  # ahead
        return _needed_in_sequence(argument[1])
    if op == "BRANCH":
        lists = [_needed_in_sequence(branch) for branch in argument[1]]
        return _NOTHING.union(*filter(None, lists)) if all(lists) else None
    return None


def _of_class(items: Iterable[tuple[Any, Any]]) -> _Characters:
    found = _NOTHING
    for op, argument in items:
        name = str(op)
        if name == "LITERAL":
            found |= {chr(argument)}
        elif name == "RANGE":
            found |= {chr(code) for code in range(argument[0], argument[1] + 1)}
        elif name == "CATEGORY" and str(argument) in _CATEGORIES:
            found |= _of_category(_CATEGORIES[str(argument)])
        else:
            return None
    return found


@cache
def _of_category(category: str) -> frozenset[str]:
    return frozenset(re.findall(category, "".join(map(chr, range(0x110000)))))
