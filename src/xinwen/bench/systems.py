"""The systems that can be benchmarked, and how one is opened: labellers of this package and tools from elsewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module, metadata
from importlib.resources import files
from pathlib import Path
from typing import Protocol

from xinwen import labellers
from xinwen.bench.marks import Entity, Marks, marks_of
from xinwen.bench.tools import Finder, tool_module, tool_names
from xinwen.errors import XinwenError
from xinwen.labellers.report import Report
from xinwen.records import Name, Sentence

#: What the scheme's table of tool tags says of a tag that is a name without counterpart.
_NONE = "-"


class System(Protocol):
    """What is scored.

    Attributes:
        dropped: what it found under tags without counterpart, by tag.
    """

    dropped: Counter[str]

    @property
    def report(self) -> Report:
        """What it tells of its work."""
        ...

    @property
    def version(self) -> str:
        """Of the labeller, or of the tool's distribution."""
        ...

    @property
    def covers(self) -> frozenset[str] | None:
        """Our types that it can give; None: all of them."""
        ...

    def mark(self, sentences: Sequence[Sentence]) -> list[Marks]:
        """Mark one article's sentences, in order, with our types."""
        ...


@dataclass(slots=True)
class LabellerSystem:
    """A labeller of this package."""

    labeller: labellers.Labeller
    covers: frozenset[str] | None = None
    dropped: Counter[str] = field(default_factory=Counter)

    @property
    def version(self) -> str:
        """The labeller's."""
        return self.labeller.version

    @property
    def report(self) -> Report:
        """The labeller's; empty where it tells nothing."""
        return self.labeller.report or Report()

    def mark(self, sentences: Sequence[Sentence]) -> list[Marks]:
        """Mark one article's sentences."""
        return [marks_of(labels) for labels in self.labeller.label(sentences)]


@dataclass(slots=True)
class ToolSystem:
    """A tool from elsewhere with the table of its tags."""

    find: Finder
    version: str
    types: dict[str, str | None]
    dropped: Counter[str] = field(default_factory=Counter)
    report: Report = field(default_factory=Report)

    @property
    def covers(self) -> frozenset[str]:
        """The types in its table."""
        return frozenset(type_ for type_ in self.types.values() if type_)

    def mark(self, sentences: Sequence[Sentence]) -> list[Marks]:
        """Mark sentences, each by itself."""
        return [self._marks(sentence.text) for sentence in sentences]

    def _marks(self, text: str) -> Marks:
        with _foreign():
            spans = self.find(text)
        entities = []
        for span in spans:
            if type_ := self.types.get(span.tag):
                entities.append(Entity(span.start, span.end, type_))
            elif span.tag in self.types:
                self.dropped[span.tag] += 1
        return Marks(tuple(entities))


def open_system(spec: str, register: Sequence[Name] | None = None) -> System:
    """The system of that name: a tool, a labeller, or a labeller with its options (``hf:PATH``).

    Args:
        spec: its name.
        register: replaces the packaged register in labellers that have one.

    Raises:
        ImportError: it is not installed.
        XinwenError: ``bench-tool`` for a tool that fails, ``labeller-unknown``, or what the labeller raises.
    """
    if spec in tool_names():
        module = tool_module(spec)
        with _foreign():
            return ToolSystem(module.create(), metadata.version(module.DISTRIBUTION), tool_types()[spec])
    name, options = labellers.parse_labeller(spec)
    if register is not None and "register" in labellers.labeller_options(name):
        options["register"] = register
    return LabellerSystem(labellers.labeller(name, **options))


@contextmanager
def _foreign() -> Iterator[None]:
    """Whatever a tool raises becomes an error that says so; only that it is not installed is let through."""
    try:
        yield
    except (ImportError, XinwenError):
        raise
    except Exception as error:
        message = f"The tool failed: {type(error).__name__}: {error}."
        raise XinwenError("bench-tool", message, remedy="Install it anew, or another version of it.") from error


def predictions_file(spec: str) -> Path | None:
    """The file that is meant, where it is no system by name.

    Raises:
        XinwenError: ``bench-system`` for what is neither.
    """
    known = (*labellers.labeller_names(), *tool_names())
    if spec.partition(":")[0] in known:
        return None
    if not Path(spec).exists():
        remedy = f"Take one of {', '.join(known)}, hf:PATH, or a file of predictions."
        raise XinwenError("bench-system", f"There is no system {spec!r}, nor a file of that name.", remedy=remedy)
    return Path(spec)


def default_systems() -> tuple[str, ...]:
    """Every labeller that needs no option, and every tool, installed or not."""
    return (*(name for name in labellers.labeller_names() if not any(labellers.labeller_options(name).values())), *tool_names())


def install_command(spec: str) -> str | None:
    """The command that installs a tool."""
    return f"pip install {tool_module(spec).INSTALL}" if spec in tool_names() else None


def uses(spec: str) -> tuple[str, ...]:
    """The tools whose tags a labeller was made with."""
    name = spec.partition(":")[0]
    return tuple(getattr(_labeller_module(name), "RELATED", ())) if name in labellers.labeller_names() else ()


def used_by(spec: str) -> tuple[str, ...]:
    """The labellers that a tool's tags feed."""
    return tuple(name for name in labellers.labeller_names() if spec in uses(name))


@cache
def tool_types() -> dict[str, dict[str, str | None]]:
    """For each tool its tags for names, and the type of ours that each is taken for; None: none."""
    table: dict[str, dict[str, str | None]] = {}
    for line in files("xinwen.bench").joinpath("data/tool_tags.tsv").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            tool, tag, type_ = line.split("\t")
            table.setdefault(tool, {})[tag] = None if type_ == _NONE else type_
    return table


def _labeller_module(name: str) -> object:
    return import_module(f"{labellers.__name__}.{name}")
