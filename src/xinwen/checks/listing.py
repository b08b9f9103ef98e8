"""The table of all checks, for the terminal and for the documentation."""

from __future__ import annotations

from itertools import groupby

from xinwen.checks.registry import CHECKS, family

_HEAD = """# Checks

`xinwen check PATH…` looks at a release, at passes, or at somebody else's label files (CoNLL, doccano, CLUENER, Label Studio, brat,
spaCy). Several files are looked at together, so that leakage between `train` and `test` is seen. Errors are broken invariants and
make the exit status 1; warnings are suspicions, each to be mended or recorded in `annotations/exceptions.jsonl` with its reason.

"""
_FOOT = "\nThis page is made by `xinwen check --list --markdown`.\n"


def markdown() -> str:
    """Every check by family, as the page docs/checks.md."""
    errors = sum(check.level == "error" for check in CHECKS.values())
    parts = [_HEAD, f"{len(CHECKS)} checks: {errors} errors, {len(CHECKS) - errors} warnings.\n"]
    for name, members in groupby(CHECKS.values(), family):
        parts.append(f"\n## {name}\n\n| id | level | looks at | what holds | what to do |\n|---|---|---|---|---|\n")
        parts += [f"| `{c.id}` | {c.level} | {', '.join(c.kinds)} | {_cell(c.title)} | {_cell(c.remedy)} |\n" for c in members]
    return "".join(parts) + _FOOT


def as_dicts() -> list[dict[str, object]]:
    """Every check as a flat record."""
    return [
        {"id": c.id, "family": family(c), "level": c.level, "kinds": list(c.kinds), "title": c.title, "remedy": c.remedy}
        for c in CHECKS.values()
    ]


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
