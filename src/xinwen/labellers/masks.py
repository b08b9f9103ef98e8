"""Texts with one character in the place of each name: what the heads see of them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import chain, zip_longest

from xinwen.records import Entity

_NAMES = {
    t: chr(0xE000 + i) for i, t in enumerate(("PER", "ORG", "LOC", "PROD", "TECH", "EVENT", "LAW", "WORK", "POS"))
}  # private use: no text has them
_DATE, _PERCENT, _NUMBER = "\ue010", "\ue011", "\ue012"


class Masked:
    """A text with each outer mention in it as one character that stands for its type."""

    def __init__(self, text: str, entities: Sequence[Entity]) -> None:
        parts, at, shorter = list[str](), 0, [0]
        self._starts: list[int] = []
        self._ends: list[int] = []
        for entity in entities:
            if entity.level == "outer" and at <= entity.start_char:
                parts += [text[at : entity.start_char], _symbol(entity)]
                at = entity.end_char
                shorter.append(shorter[-1] + at - entity.start_char - 1)
                self._starts.append(entity.start_char)
                self._ends.append(at)
        self._starts.append(len(text))  # of a mention behind the last one: nothing cuts it
        self.text = "".join([*parts, text[at:]])
        self._whole, self._entities, self._shorter = text, entities, shorter

    def between(self, start: int, end: int) -> str:
        """A stretch of the text, masked; a mention of which it holds but a part is not."""
        first, last = bisect_right(self._ends, start), bisect_right(self._ends, end)
        if self._starts[first] < start or self._starts[last] < end:
            return masked(self._whole, self._entities, start, end)
        return self.text[start - self._shorter[first] : end - self._shorter[last]]


def masked(text: str, entities: Sequence[Entity], start: int, end: int) -> str:
    """A stretch of the text, each outer mention that lies in it as one character."""
    inside = [e for e in entities if e.level == "outer" and start <= e.start_char and e.end_char <= end]
    edges = [start, *(edge for e in inside for edge in (e.start_char, e.end_char)), end]
    sound = [text[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True)]
    return "".join(chain.from_iterable(zip_longest(sound, map(_symbol, inside), fillvalue="")))


def _symbol(entity: Entity) -> str:
    if entity.type == "NUM":
        return {"date": _DATE, "percent": _PERCENT}.get(entity.fine_type or "", _NUMBER)
    return _NAMES.get(entity.type, _NUMBER)
