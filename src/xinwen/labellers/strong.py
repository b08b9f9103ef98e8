"""The labeller ``strong``: ``hybrid`` with the tagger that reads cutword's network as well. It needs ``xinwen[strong]``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from xinwen.labellers import hybrid
from xinwen.labellers.tagger import STRONG
from xinwen.records import Name


class StrongLabeller(hybrid.HybridLabeller):
    """`HybridLabeller` under its own name."""

    name = "strong"


def create(register: Sequence[Name] | None = None, names: Path | None = None, minimum: float = hybrid.MINIMUM) -> StrongLabeller:
    """The labeller; options and errors as for `xinwen.labellers.hybrid.create`."""
    return StrongLabeller(*hybrid.parts(register, names, None, minimum, STRONG))
