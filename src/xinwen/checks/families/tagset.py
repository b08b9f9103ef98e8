"""The tag set of foreign files: what its labels are, where they stand, and how many examples they have."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from xinwen.checks.check import FOREIGN, check
from xinwen.checks.target import Hit, Target

_FEW = 50
_CATCH_ALL = frozenset(("OTH", "OTHER", "OTHERS", "MISC", "UNK", "UNKNOWN", "NONE", "ENTITY", "LABEL"))


@check("tagset-spelling", "error", "No two labels differ in letter case, blanks or hyphens only.", "Choose one spelling.", FOREIGN)
def spelling(target: Target) -> Iterator[Hit]:
    spellings: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for e in target.entities:
        spellings["".join(c for c in e.row["type"].casefold() if c.isalnum())][e.row["type"]] += 1
    for counts in spellings.values():
        if len(counts) > 1:
            yield Hit(_files(target), "one label is written " + " and ".join(f"{label} ({n})" for label, n in counts.most_common()))


@check(
    "tagset-other-file",
    "warning",
    "Every label stands in every file.",
    "Say what readers of the other files are to do with it, or map it.",
    FOREIGN,
)
def other_file(target: Target) -> Iterator[Hit]:
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for e in target.entities:
        counts[e.row["type"]][e.unit.split] += 1
    files = list(dict.fromkeys(unit.split for unit in target.units))
    for label, by_file in counts.items():
        lacking = [name for name in files if name not in by_file]
        if lacking:
            had = ", ".join(f"{name} ({n})" for name, n in by_file.items())
            yield Hit(_files(target), f"{label} stands in {had} and not in {', '.join(lacking)}", label)


@check(
    "tagset-catch-all",
    "warning",
    "No label stands for whatever has no label of its own.",
    "Map it to O, or find out what is in it: scorers treat it differently.",
    FOREIGN,
)
def catch_all(target: Target) -> Iterator[Hit]:
    counts = Counter((e.unit.split, e.row["type"]) for e in target.entities if e.row["type"].upper() in _CATCH_ALL)
    for (split, label), n in counts.items():
        yield Hit(split, f"{n} mentions are labelled {label}", label)


@check(
    "tagset-few",
    "warning",
    f"Every label has {_FEW} examples or more.",
    "Label more, or merge the label with another.",
    FOREIGN,
)
def few(target: Target) -> Iterator[Hit]:
    for label, n in sorted(Counter(e.row["type"] for e in target.entities).items()):
        if n < _FEW:
            yield Hit(_files(target), f"{label} has {n} examples in all", label)


@check(
    "tagset-no-negative",
    "warning",
    "For every label there are texts without it.",
    "Take in texts without the label, or nothing is learnt of where it is not.",
    FOREIGN,
)
def no_negative(target: Target) -> Iterator[Hit]:
    counts = Counter(label for unit in target.units for label in {e["type"] for e in unit.row["entities"]})
    for label, n in sorted(counts.items()):
        if n == len(target.units) > 1:
            yield Hit(_files(target), f"{label} stands in each of the {n} texts", label)


def _files(target: Target) -> str:
    return ", ".join(dict.fromkeys(unit.split for unit in target.units))
