"""The ``C`` blocks of an authoring form: a claim's content and its fields."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from xinwen.passes.sections import Faults, Line
from xinwen.passes.surface import SurfaceError, locate
from xinwen.records import Claim, Entity, Mention, Quantity

Value = TypeVar("Value")

_FIELD = re.compile(r"\s+(\w+):\s*(.*?)\s*")
_KEYS = ("type", "other", "source", "cue", "quote", "time", "certainty", "verifiable", "checkworthy", "about", "num")
_REQUIRED = ("type", "source", "quote", "time", "certainty", "verifiable", "checkworthy")
_REPEATED = ("source", "num")
_ELSEWHERE = re.compile(r"(s\d+):(.+)")
_QUANTITY = re.compile(r"(?P<surface>.+?) role=(?P<role>\S+)(?P<rest>(?:\s+\w+=\S+)*)")
_PAIR = re.compile(r"(\w+)=(\S+)")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?(e[+-]?[0-9]+)?")
_VERIFIABLE = {"yes": True, "no": False}

#: The field of the form in which a field of the record is written, where the names differ.
FORM_KEYS = {"source_kind": "source", "role": "num", "comparator": "num"}


@dataclass(slots=True)
class ClaimBlock:
    """A ``C`` line, its span, and its field lines by key."""

    line: int
    start: int
    end: int
    fields: dict[str, list[Line]] = field(default_factory=dict)

    def read_field(self, line: Line, faults: Faults) -> None:
        """Take in one field line."""
        found = _FIELD.fullmatch(line.text)
        if found is None or found[1] not in _KEYS:
            faults.add("form-field", line.number, f"a field of a claim reads `  key: value`; the keys are {', '.join(_KEYS)}.")
        elif found[1] in self.fields and found[1] not in _REPEATED:
            faults.add("form-field", line.number, f"{found[1]} stands twice in the claim.")
        else:
            self.fields.setdefault(found[1], []).append(Line(line.number, found[2]))

    def line_of(self, key: str) -> int:
        """The line that a record's field comes from, or that of the claim."""
        lines = self.fields.get(FORM_KEYS.get(key, key))
        return lines[0].number if lines else self.line


@dataclass(frozen=True, slots=True)
class ClaimReader:
    """Turns the blocks of one sentence into claims.

    Attributes:
        article_id, sentence_id, texts: where surfaces are looked up, the latter by sentence id.
        entities: the sentence's entities, which ``about`` and ``num`` name.
    """

    article_id: str
    sentence_id: str
    texts: Mapping[str, str]
    entities: Sequence[Entity]
    faults: Faults

    def claim(self, id: str, block: ClaimBlock) -> Claim:
        """The claim of a block. What cannot be read is reported and left at its default."""
        for key in _REQUIRED:
            if key not in block.fields:
                self.faults.add("form-incomplete", block.line, f"the claim has no `{key}:`.")
        one = {key: lines[0].text for key, lines in block.fields.items()}
        sources = [self._source(line) for line in block.fields.get("source", [])]
        return Claim(
            id=id,
            start_char=block.start,
            end_char=block.end,
            text=self.texts[self.sentence_id][block.start : block.end],
            type=one.get("type", ""),
            time=one.get("time", ""),
            certainty=one.get("certainty", ""),
            source_kind=sources[0][0] if sources else "author",
            quote=one.get("quote", "none"),
            sources=tuple(mention for _, mention in sources if mention),
            cue=self._mention(block.fields["cue"][0], one["cue"]) if one.get("cue") else None,
            other_types=tuple(part.strip() for part in one["other"].split(",")) if one.get("other") else (),
            verifiable=self._choice(block, "verifiable", _VERIFIABLE),
            checkworthy=self._choice(block, "checkworthy", {str(n): n for n in range(4)}),
            about=self._about(block.fields["about"][0]) if one.get("about") else (),
            quantities=tuple(q for line in block.fields.get("num", []) if (q := self._quantity(line))),
        )

    def _choice(self, block: ClaimBlock, key: str, values: Mapping[str, Value]) -> Value | None:
        for line in block.fields.get(key, []):
            if line.text not in values:
                self.faults.add("form-value", line.number, f"{key} is {line.text!r}, not one of {', '.join(values)}.")
            return values.get(line.text)
        return None

    def _source(self, line: Line) -> tuple[str, Mention | None]:
        kind, _, surface = line.text.partition(" ")
        return kind, self._mention(line, surface.strip()) if surface else None

    def _mention(self, line: Line, surface: str) -> Mention | None:
        elsewhere = _ELSEWHERE.fullmatch(surface)
        sentence_id = f"{self.article_id}.{elsewhere[1]}" if elsewhere else self.sentence_id
        text = self.texts.get(sentence_id)
        if text is None:
            self.faults.add("form-reference", line.number, f"there is no sentence {sentence_id}.")
            return None
        try:
            start, end = locate(text, elsewhere[2] if elsewhere else surface)
        except SurfaceError as error:
            self.faults.add("form-surface", line.number, str(error))
            return None
        return Mention(sentence_id, start, end, text[start:end])

    def _about(self, line: Line) -> tuple[str, ...]:
        """Outer entities by surface; the list is cut at commas, but not inside a surface that has one."""
        pieces = re.split(r"([,，]\s*)", line.text)
        ids, at = [], 0
        while at < len(pieces):
            stops = range(len(pieces), at, -2)
            named = ((stop, self._entity("".join(pieces[at:stop]))) for stop in stops)
            stop, entity = next((pair for pair in named if pair[1]), (at + 1, None))
            if entity:
                ids.append(entity.id)
            else:
                self._unknown(line, pieces[at])
            at = stop + 1
        return tuple(ids)

    def _entity(self, surface: str) -> Entity | None:
        """The outer entity that ``surface`` names: the only one of that surface, or the one at the ``#n``-th place."""
        same = [e for e in self.entities if e.level == "outer" and e.text == surface]
        if len(same) == 1:
            return same[0]
        try:
            span = locate(self.texts[self.sentence_id], surface)
        except SurfaceError:
            return None
        return next((e for e in self.entities if e.level == "outer" and (e.start_char, e.end_char) == span), None)

    def _quantity(self, line: Line) -> Quantity | None:
        found = _QUANTITY.fullmatch(line.text)
        if found is None:
            self.faults.add("form-field", line.number, "a number reads `num: surface role=… [value=…] [unit=…] [per=…] [cmp=…]`.")
            return None
        entity = self._entity(found["surface"])
        if entity is None:
            self._unknown(line, found["surface"])
            return None
        pairs = dict(_PAIR.findall(found["rest"]))
        for key in pairs.keys() - {"value", "unit", "per", "cmp"}:
            self.faults.add("form-field", line.number, f"unknown key {key!r}; known are role, value, unit, per, cmp.")
        unit = pairs.get("unit", entity.unit)
        value = read_number(pairs["value"], line, self.faults) if "value" in pairs else entity.value
        return Quantity(entity.id, found["role"], value, None if unit == "-" else unit, pairs.get("per"), pairs.get("cmp", "="))

    def _unknown(self, line: Line, surface: str) -> None:
        message = f"{surface!r} is no outer entity of the sentence, or there are several: then write {surface}#n."
        self.faults.add("form-reference", line.number, message)


def read_number(text: str, line: Line, faults: Faults) -> float | None:
    """A number in plain digits; ``-`` is none."""
    if text == "-":
        return None
    if not _NUMBER.fullmatch(text) or not math.isfinite(float(text)):
        faults.add("form-value", line.number, f"{text!r} is no number in plain digits.")
        return None
    return float(text)
