"""What a format is: how it is read and written, and what it cannot hold."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from xinwen.formats.document import Dumped, Loaded


@dataclass(frozen=True, slots=True)
class Format:
    """A file format for labelled texts.

    Attributes:
        load: content and ``place=`` to what it holds; ``str``, or ``bytes`` if ``binary``, or a mapping of names to ``str`` if
            ``folder``.
        dump: texts to content; None for a format that is only read.
        holds: what of a text survives: ``levels``, ``nesting``, ``attributes``, ``relations``, ``choices``, ``tokens``, ``meta``.
        loses: what the format cannot hold, in words.
    """

    name: str
    suffixes: tuple[str, ...]
    load: Callable[..., Loaded]
    dump: Callable[..., Dumped] | None
    holds: frozenset[str]
    loses: str
    binary: bool = False
    folder: bool = False
