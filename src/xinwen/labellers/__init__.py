"""Labellers: sentences in, labels out. One file each, found by the file's name.

A labeller is a module of this room with a function ``create(**options)`` that returns a `Labeller`. Adding one is adding that file.
The parameters of ``create`` are the labeller's options; those without a default are required.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Mapping, Sequence
from importlib import import_module
from importlib.util import find_spec
from inspect import Parameter, signature
from types import ModuleType
from typing import Protocol, cast

from xinwen.errors import XinwenError
from xinwen.labellers.report import Report
from xinwen.records import Name, Sentence, SentenceLabels

#: The labeller of whoever names none.
DEFAULT = "hybrid"


class Labeller(Protocol):
    """What labels sentences. Subclasses inherit the defaults.

    Attributes:
        name, version: what a pass made with it is signed with.
        annotator_kind: what it is, in the scheme's words.
        own_names: entries that its mentions may be linked to beside those of the packaged register.
        report: what it tells of its work, if it tells anything.
    """

    name: str
    version: str
    annotator_kind: str = "program"
    own_names: Sequence[Name] = ()
    report: Report | None = None

    def label(self, sentences: Sequence[Sentence]) -> list[SentenceLabels]:
        """Label one article's sentences, given in order: one result a sentence, in the same order."""
        ...


def labeller(name: str, **options: object) -> Labeller:
    """The labeller of that name.

    Raises:
        XinwenError: ``labeller-unknown``; ``labeller-option`` for an option that it does not take, or one that it needs.
    """
    known = labeller_options(name)
    unknown = options.keys() - known.keys()
    missing = [option for option, required in known.items() if required and option not in options]
    if unknown or missing:
        what = f"does not take {', '.join(sorted(unknown))}" if unknown else f"needs {', '.join(missing)}"
        remedy = f"It takes {', '.join(known)}." if known else "It takes no options."
        raise XinwenError("labeller-option", f"The labeller {name} {what}.", remedy=remedy)
    return cast(Labeller, _module(name).create(**options))


def parse_labeller(spec: str) -> tuple[str, dict[str, object]]:
    """``hf:PATH`` → (``hf``, ``{"path": "PATH"}``); ``rules`` → (``rules``, ``{}``).

    Raises:
        XinwenError: ``labeller-spec`` for a colon with nothing before or behind it.
    """
    name, colon, path = spec.partition(":")
    if not name or (colon and not path):
        raise XinwenError(
            "labeller-spec", f"{spec!r} names no labeller.", remedy="Write NAME or NAME:PATH, e.g. rules or hf:my_model."
        )
    return name, {"path": path} if colon else {}


def labeller_options(name: str) -> Mapping[str, bool]:
    """The options of a labeller, and for each whether it is required.

    Raises:
        XinwenError: ``labeller-unknown``.
    """
    parameters = signature(_module(name).create).parameters.values()
    return {p.name: p.default is Parameter.empty for p in parameters if p.kind is not Parameter.VAR_KEYWORD}


def labeller_names() -> tuple[str, ...]:
    """The names that `labeller` takes."""
    modules = (found.name for found in pkgutil.iter_modules(__path__))
    return tuple(name for name in modules if hasattr(import_module(f"{__name__}.{name}"), "create"))


def _module(name: str) -> ModuleType:
    module = import_module(f"{__name__}.{name}") if name.isidentifier() and find_spec(f"{__name__}.{name}") else None
    if module is None or not hasattr(module, "create"):
        raise XinwenError(
            "labeller-unknown", f"There is no labeller {name!r}.", remedy=f"Take one of: {', '.join(labeller_names())}."
        )
    return module
