"""Tools from elsewhere: names in a text, in the tool's own tags. One file each, found by the file's name.

A tool is a module of this room with ``DISTRIBUTION``, the package that its version is taken from, ``INSTALL``, what pip has to
be given, and a function ``create()`` that returns what finds names. ``create`` raises ImportError where the tool is not installed.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterable
from importlib import import_module
from types import ModuleType
from typing import NamedTuple

from xinwen.errors import XinwenError


class Tagged(NamedTuple):
    """A span of a text, half-open, under a tag of the tool."""

    start: int
    end: int
    tag: str


#: From a text to the spans in it that the tool gives a tag.
Finder = Callable[[str], list[Tagged]]


def tool_names() -> tuple[str, ...]:
    """The tools there are, installed or not."""
    return tuple(found.name for found in pkgutil.iter_modules(__path__))


def tool_module(name: str) -> ModuleType:
    """The module of a tool; importing it does not import the tool."""
    return import_module(f"{__name__}.{name}")


def laid_out(words: Iterable[tuple[str, str]], text: str) -> list[Tagged]:
    """Words with tags, laid end to end along the text that they come from; the tool may have dropped blanks.

    Raises:
        XinwenError: ``bench-tool`` when a word is not in the text.
    """
    spans, at = [], 0
    for word, tag in words:
        start = text.find(word, at)
        if start < 0:
            message = f"The tool gave the word {word!r}, which is not in the text behind {text[:at][-10:]!r}."
            raise XinwenError("bench-tool", message, remedy="Try the version of the tool that docs/benchmark.md names.")
        at = start + len(word)
        spans.append(Tagged(start, at, tag))
    return spans
