"""Labellers: sentences in, labels out. One file each, found by the file's name.

A labeller is a module of this room with a function ``create(**options)`` that returns a `Labeller`. Adding one is adding that file.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import Protocol, cast

from xinwen.errors import XinwenError
from xinwen.records import Sentence, SentenceLabels


class Labeller(Protocol):
    """What labels sentences.

    Attributes:
        name, version: what a pass made with it is signed with.
    """

    name: str
    version: str

    def label(self, sentences: Sequence[Sentence]) -> list[SentenceLabels]:
        """Label one article's sentences, given in order: one result a sentence, in the same order."""
        ...


def labeller(name: str, **options: object) -> Labeller:
    """The labeller of that name.

    Raises:
        XinwenError: ``labeller-unknown``.
    """
    module = import_module(f"{__name__}.{name}") if name.isidentifier() and find_spec(f"{__name__}.{name}") else None
    if module is None or not hasattr(module, "create"):
        raise XinwenError(
            "labeller-unknown", f"There is no labeller {name!r}.", remedy=f"Take one of: {', '.join(labeller_names())}."
        )
    return cast(Labeller, module.create(**options))


def labeller_names() -> tuple[str, ...]:
    """The names that `labeller` takes."""
    modules = (found.name for found in pkgutil.iter_modules(__path__))
    return tuple(name for name in modules if hasattr(import_module(f"{__name__}.{name}"), "create"))
