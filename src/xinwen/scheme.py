"""The label scheme, read from one data file; schemas, card, checks and converters all come from here."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class Scheme:
    """The closed sets of labels, and the versions of the scheme and of the guidelines that go with it.

    ``entity_types`` maps each coarse type to its fine types (empty: it has none).
    """

    version: str
    guidelines: str
    sentence_kinds: tuple[str, ...]
    entity_types: dict[str, tuple[str, ...]]
    levels: tuple[str, ...]
    named_types: tuple[str, ...]
    target_types: tuple[str, ...]
    sentence_polarities: tuple[str, ...]
    target_polarities: tuple[str, ...]
    bases: tuple[str, ...]
    claim_types: tuple[str, ...]
    times: tuple[str, ...]
    certainties: tuple[str, ...]
    source_kinds: tuple[str, ...]
    quotes: tuple[str, ...]
    quantity_roles: tuple[str, ...]
    comparators: tuple[str, ...]
    label_sources: tuple[str, ...]
    annotator_kinds: tuple[str, ...]
    splits: tuple[str, ...]
    experimental: tuple[str, ...]
    mappings: dict[str, dict[str, str | None]]

    @property
    def coarse_types(self) -> tuple[str, ...]:
        """The coarse entity types, in the scheme's order."""
        return tuple(self.entity_types)

    @property
    def fine_types(self) -> tuple[str, ...]:
        """Every fine type once, in the scheme's order, without its coarse type (``other`` belongs to two)."""
        return tuple(dict.fromkeys(fine for fines in self.entity_types.values() for fine in fines))

    @property
    def full_types(self) -> tuple[str, ...]:
        """``PER``, ``ORG.company``, …: each type that a mention can have."""
        return tuple(full_type(t, f) for t, fines in self.entity_types.items() for f in (fines or (None,)))

    @property
    def bio_tags(self) -> tuple[str, ...]:
        """``O`` and the ``B-``/``I-`` tags of the coarse types."""
        return ("O", *(f"{prefix}-{coarse}" for coarse in self.entity_types for prefix in "BI"))

    def is_type(self, coarse: str, fine: str | None) -> bool:
        """Whether the pair is in the scheme."""
        return full_type(coarse, fine) in self.full_types

    def is_target(self, coarse: str, fine: str | None) -> bool:
        """Whether an outer mention of this type carries a target sentiment."""
        return coarse in self.target_types or full_type(coarse, fine) in self.target_types


def full_type(coarse: str, fine: str | None) -> str:
    """``ORG`` + ``company`` → ``ORG.company``; ``PER`` + None → ``PER``."""
    return f"{coarse}.{fine}" if fine else coarse


def split_type(full: str) -> tuple[str, str | None]:
    """``ORG.company`` → (``ORG``, ``company``)."""
    coarse, _, fine = full.partition(".")
    return coarse, fine or None


@cache
def scheme() -> Scheme:
    """The scheme in force."""
    data = json.loads(files("xinwen").joinpath("scheme.json").read_text("utf-8"))
    keep = {"version", "guidelines", "entity_types", "mappings"}
    lists = {key: tuple(value) for key, value in data.items() if key not in keep}
    types = {coarse: tuple(fines) for coarse, fines in data["entity_types"].items()}
    return Scheme(data["version"], data["guidelines"], entity_types=types, mappings=data["mappings"], **lists)
