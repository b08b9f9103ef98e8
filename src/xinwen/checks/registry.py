"""The checks by id, gathered from the files of ``families``."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from xinwen.checks import families
from xinwen.checks.check import Check
from xinwen.errors import XinwenError


def _gathered() -> dict[str, Check]:
    found: dict[str, Check] = {}
    for module in iter_modules(families.__path__, f"{families.__name__}."):
        for value in vars(import_module(module.name)).values():
            if isinstance(value, Check):
                if value.id in found:
                    raise ValueError(f"two checks have the id {value.id}")
                found[value.id] = value
    return found


#: Every check, by family and in the order of its file.
CHECKS: dict[str, Check] = _gathered()


def family(check: Check) -> str:
    """The family of a check: the name of its file."""
    return check.run.__module__.rsplit(".", 1)[1]


def chosen(only: tuple[str, ...] = (), skip: tuple[str, ...] = ()) -> list[Check]:
    """The checks to run; a name is an id, or a family for all of its checks.

    Raises:
        XinwenError: ``check-unknown`` for a name that is neither.
    """
    families_ = {family(check) for check in CHECKS.values()}
    for name in (*only, *skip):
        if name not in CHECKS and name not in families_:
            raise XinwenError("check-unknown", f"There is no check {name!r}.", remedy="See `xinwen check --list`.")
    return [c for c in CHECKS.values() if (not only or {c.id, family(c)} & set(only)) and not {c.id, family(c)} & set(skip)]
