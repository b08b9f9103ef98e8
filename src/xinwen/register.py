"""The register of names: one entry for each thing that mentions are linked to.

``names.jsonl`` holds a JSON object a line, sorted by ``name_id``: ``name_id`` (a short Latin slug, unique), ``type`` and
``fine_type`` (of the scheme), ``name_zh`` and ``name_en`` (the canonical names; at least one), ``aliases`` (other surfaces),
``note`` (a remark, or null). A surface that belongs to two entries (a firm and its model, a cloud brand as actor and as service)
is decided by its context.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import fields
from functools import cache
from importlib.resources import files
from pathlib import Path

from xinwen.codec import CodecError, decode
from xinwen.errors import XinwenError
from xinwen.records import ArticlePass, Name
from xinwen.scheme import full_type, scheme

#: Marks a ``name_id`` that is not in the register yet: ``?蓝鲸科技`` proposes an entry of that name.
PROPOSED = "?"


class Register:
    """The names, found by id, Chinese name, English name or alias."""

    def __init__(self, names: Iterable[Name] = ()) -> None:
        self.by_id = {name.name_id: name for name in names}
        self._exact: dict[str, list[Name]] = {}
        self._folded: dict[str, list[Name]] = {}
        for name in self.by_id.values():
            keys = set(surfaces(name))
            for key in keys:
                self._exact.setdefault(key, []).append(name)
            for key in {key.casefold() for key in keys}:
                self._folded.setdefault(key, []).append(name)

    def resolve(self, written: str, type: str) -> Name | None:
        """The one entry that ``written`` names, among those that ``type`` (``ORG.company``) fits.

        An id wins over a name, a name as written over one in other letter case. None where nothing or more than one fits.
        """
        if written in self.by_id:
            return self.by_id[written]
        for found in (self._exact.get(written), self._folded.get(written.casefold())):
            fitting = [name for name in found or () if _fits(name, type)]
            if fitting:
                return fitting[0] if len(fitting) == 1 else None
        return None

    def written(self, name_id: str, type: str) -> str:
        """What an annotator writes for ``name_id``: its canonical name, or the id itself where the name is not enough."""
        name = self.by_id.get(name_id)
        canonical = name and (name.name_zh or name.name_en)
        if canonical and self.resolve(canonical, type) == name:
            return canonical
        return name_id.removeprefix(PROPOSED)

    def candidates(self, written: str) -> list[Name]:
        """Every entry of that name, whatever its type."""
        return self._exact.get(written) or self._folded.get(written.casefold()) or []


def _fits(name: Name, type: str) -> bool:
    return type in (name.type, full_type(name.type, name.fine_type)) or (name.fine_type is None and type.split(".")[0] == name.type)


def read_register(path: Path) -> list[Name]:
    """The register as it lies in ``names.jsonl``, one entry a line.

    Raises:
        XinwenError: ``register-line`` for a line that is no entry, ``register-id`` for an id that stands twice,
            ``register-type`` for a type outside the scheme, ``register-name`` for an entry without a name, ``register-file``
            for a register that is not there or is no UTF-8 text.
    """
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        remedy = "Put the register of names there, one JSON object a line."
        raise XinwenError("register-file", f"The register cannot be read: {error}.", place=str(path), remedy=remedy) from None
    names: dict[str, Name] = {}
    for number, line in enumerate(text.splitlines(), 1):
        name = _entry(line, f"{path}:{number}")
        if name.name_id in names:
            remedy = "Merge the two entries, or give one another id."
            raise XinwenError("register-id", f"{name.name_id} stands twice.", place=f"{path}:{number}", remedy=remedy)
        names[name.name_id] = name
    return list(names.values())


@cache
def packaged_register() -> tuple[Name, ...]:
    """The register that comes with the package; in a checkout, where nothing is packaged yet, that of the project.

    Raises:
        XinwenError: ``register-file`` where there is neither.
    """
    package = Path(str(files("xinwen")))
    places = (package / "labellers" / "data" / "names.jsonl", package.parents[1] / "annotations" / "names.jsonl")
    found = next((place for place in places if place.is_file()), None)
    if found is None:
        remedy = "Install the package again."
        raise XinwenError("register-file", "the register of names is missing.", place=str(places[0]), remedy=remedy)
    return tuple(read_register(found))


def surfaces(name: Name) -> tuple[str, ...]:
    """Every surface of an entry once, canonical names first."""
    return tuple(dict.fromkeys(s for s in (name.name_zh, name.name_en, *name.aliases) if s))


def _entry(line: str, place: str) -> Name:
    try:
        value = json.loads(line)
        name = decode(Name, {"fine_type": None, "name_zh": None, "name_en": None, **value} if isinstance(value, dict) else value)
    except (CodecError, json.JSONDecodeError) as error:
        remedy = f"Write a JSON object with {', '.join(f.name for f in fields(Name))}."
        raise XinwenError("register-line", f"{error}.", place=place, remedy=remedy) from error
    known = name.type in scheme().entity_types and (name.fine_type is None or scheme().is_type(name.type, name.fine_type))
    if not known:
        message = f"{full_type(name.type, name.fine_type)} is no type of the scheme."
        remedy = f"Take one of {', '.join(scheme().entity_types)}, and a fine type of it."
        raise XinwenError("register-type", message, place=place, remedy=remedy)
    if not (name.name_zh or name.name_en):
        message = f"{name.name_id} has neither a Chinese nor an English name."
        raise XinwenError("register-name", message, place=place, remedy="Give it a name_zh or a name_en.")
    return name


def check_names(p: ArticlePass, register: Register) -> list[XinwenError]:
    """Warnings: ``name-unregistered`` for each mention whose ``name_id`` is not in the register."""
    warnings = []
    for labels in p.sentences:
        for e in labels.entities:
            if e.name_id is None or e.name_id in register.by_id:
                continue
            others = register.candidates(e.name_id.removeprefix(PROPOSED))
            known = "; ".join(f"{n.name_id} is {full_type(n.type, n.fine_type)}" for n in others)
            message = f"{e.text!r} ({full_type(e.type, e.fine_type)}) is linked to {e.name_id!r}, no entry of the register"
            place = f"{labels.sentence_id}.{e.id}"
            remedy = "Add an entry, or correct the name or the type."
            message += f" of that type: {known}." if known else "."
            warnings.append(XinwenError("name-unregistered", message, place=place, remedy=remedy))
    return warnings
