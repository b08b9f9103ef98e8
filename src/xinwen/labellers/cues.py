"""The tables of words that the rules rest on: ``data/cues.tsv`` (sentiment, claims) and ``data/parts.tsv`` (names)."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from xinwen.labellers.triggers import Triggers

_WORD = re.compile(r"(?:\[[^\]]*\]|\S)+")
_GROUP = re.compile(r"\([^()]*\)")
_HEAD = re.compile(r"(?:\(\?<[!=][^()]*\))?([^\\\[\](){}.*+?|^$]+)([?*{])?")
_FIRST = re.compile(
    r"(?:\(\?<[!=][^()]*\))?"
    r"(?:\(\?:(?P<group>(?:[^()]|\([^()]*\))*)\)|\[(?P<set>[^\\\]^-]+)\]|(?P<char>[^\\\[\](){}.*+?|^$]))(?P<free>[?*]|\{0,\d+\})?"
)
_BETWEEN = re.compile(r"\|(?![^(]*\))")  # the alternatives of a group


@cache
def _tables() -> dict[str, list[str]]:
    tables: dict[str, list[str]] = {}
    for file in ("cues", "parts"):
        lines = files("xinwen.labellers").joinpath(f"data/{file}.tsv").read_text("utf-8").splitlines()
        for table, expressions in (line.split("\t") for line in lines if line and not line.startswith("#")):
            tables[table] = _WORD.findall(expressions)
    return tables


@cache
def cue_pattern(*tables: str) -> re.Pattern[str]:
    """A pattern for every expression of the tables, longest first.

    Raises:
        KeyError: there is no such table.
    """
    return re.compile(alternatives(*tables))


@cache
def alternatives(*tables: str) -> str:
    """The expressions of the tables as one group, longest first, to build a longer pattern of."""
    expressions = sorted({cue for table in tables for cue in _tables()[table]}, key=lambda cue: (-len(cue), cue))
    every = "|".join(expressions)
    firsts = [_firsts(cue) for cue in expressions]
    # Where every alternative begins with a character a search runs fast by itself; elsewhere a look at the first one spares trying.
    if not all(firsts) or all(cue.startswith(tuple(own)) for cue, own in zip(expressions, firsts, strict=True)):
        return f"(?:{every})"
    starts = "".join(sorted(frozenset().union(*firsts)))
    return f"(?:(?=[{re.escape(starts)}])(?:{every}))"


def cue_words(table: str) -> tuple[str, ...]:
    """The expressions of a table, in its order.

    Raises:
        KeyError: there is no such table.
    """
    return tuple(_tables()[table])


def has_cue(text: str, *tables: str) -> bool:
    """Whether an expression of one of the tables stands in the text."""
    return cue_pattern(*tables).search(text) is not None


def first_characters(*tables: str) -> frozenset[str]:
    """The characters with one of which every expression of the tables begins.

    Raises:
        ValueError: an expression does not tell.
    """
    firsts = [_firsts(cue) for table in tables for cue in cue_words(table)]
    if not all(firsts):
        raise ValueError(f"an expression of {', '.join(tables)} may begin with any character")
    return frozenset().union(*firsts)


def cue_tables() -> tuple[str, ...]:
    """The names of the tables."""
    return tuple(_tables())


class CueScan:
    """Tells by one scan of a text which of some tables are worth a search in it.

    Args:
        tables: their names.

    Raises:
        KeyError: there is no such table.
    """

    def __init__(self, *tables: str) -> None:
        heads = {table: [_head(cue) for cue in cue_words(table)] for table in tables}
        self._always = frozenset(table for table, own in heads.items() if not all(own))
        self._triggers = Triggers([(table, own) for table, own in heads.items() if all(own)])

    def tables(self, text: str) -> frozenset[str]:
        """The tables of which an expression may stand in the text; of the others none does."""
        fired = self._triggers.fired(text)
        return self._always.union(fired) if fired else self._always

    def shown(self, text: str) -> frozenset[str]:
        """The tables of which an expression stands in the text."""
        return frozenset([table for table in self.tables(text) if has_cue(text, table)])


def _firsts(expression: str) -> frozenset[str]:
    """The characters with one of which all that an expression matches begins; none where they are not told."""
    atom = _FIRST.match(expression)
    if atom is None or _is_choice(expression):
        return frozenset()
    if atom["group"] is None:
        own = [frozenset(atom["set"] or atom["char"])]
    else:
        own = [_firsts(part) for part in _BETWEEN.split(atom["group"])]
    if atom["free"]:
        own.append(_firsts(expression[atom.end() :]))
    return frozenset().union(*own) if all(own) else frozenset()


def _head(expression: str) -> str:
    """The plain characters with which all that an expression matches begins, as far as they are told; it may be none."""
    head = _HEAD.match(expression)
    if head is None or _is_choice(expression):
        return ""
    return head[1][:-1] if head[2] else head[1]


def _is_choice(expression: str) -> bool:
    """Whether it is a choice of several, outside of all groups."""
    while (shorter := _GROUP.sub("", expression)) != expression:
        expression = shorter
    return "|" in expression
