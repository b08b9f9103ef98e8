"""The tag set that gold and systems are scored under, and what falls off on the way to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from xinwen.bench.marks import Entity, Marks
from xinwen.errors import XinwenError
from xinwen.formats.decoding import decode
from xinwen.formats.mapping import COARSE, FROM, named_map, parse_map
from xinwen.readers import read_bytes
from xinwen.scheme import scheme

OURS = "ours"
#: What a user calls a tag set, and the map of the scheme to it.
NAMED = {OURS: COARSE, "ontonotes": "ontonotes18", "cluener": "cluener10", "msra": "msra3"}


@dataclass(frozen=True)
class TagSet:
    """A tag set to score under.

    Attributes:
        name: as a user names it.
        forward: our types, coarse and full, to its tags; None, or not there: without counterpart.
        theirs: tags of a foreign file to its tags; what is not there is looked up among its tags and our types.
    """

    name: str
    forward: Mapping[str, str | None]
    theirs: Mapping[str, str | None]

    @cached_property
    def tags(self) -> frozenset[str]:
        """The tags of the set."""
        return frozenset(tag for tag in self.forward.values() if tag)

    @cached_property
    def numbers(self) -> frozenset[str]:
        """The tags that stand for numbers alone."""
        of = {tag: self._sources(tag) for tag in self.tags}
        return frozenset(tag for tag, types in of.items() if all(type.startswith("NUM") for type in types))

    def of_ours(self, type_: str) -> str | None:
        """The tag of one of our types."""
        return self.forward.get(type_)

    def of_file(self, tag: str) -> str | None:
        """The tag that a foreign file's tag stands for: by its own map, as a tag of the set, or as one of our types."""
        if tag in self.theirs:
            return self.theirs[tag]
        return tag if tag in self.tags else self.forward.get(tag)

    def covered(self, types: Collection[str]) -> frozenset[str]:
        """The tags that a system with these of our types gives in full: none that it gives for a part of its meaning only."""
        reached: dict[str, set[str]] = {}
        for type_ in types:
            if tag := self.forward.get(type_):
                reached.setdefault(tag, set()).update(_full(type_))
        return frozenset(tag for tag, full in reached.items() if self._sources(tag) <= full)

    def _sources(self, tag: str) -> frozenset[str]:
        return frozenset(type_ for type_ in scheme().full_types if self.forward.get(type_) == tag)


def tag_set(name: str) -> TagSet:
    """The tag set of that name, or of a user's map file: JSON, a foreign file's tags to our types.

    Raises:
        XinwenError: ``bench-tags`` for a name that is neither, ``format-map`` for a map with something else than our types.
    """
    if name == OURS:
        return TagSet(name, named_map(COARSE).tags, {})
    if name in NAMED:
        forward = named_map(NAMED[name]).tags
        back = named_map(FROM + NAMED[name]).tags
        set_ = TagSet(name, forward, {})
        return TagSet(name, forward, {tag: forward.get(type_ or "") for tag, type_ in back.items() if tag not in set_.tags})
    path = Path(name)
    if not path.is_file():
        remedy = f"Take one of {', '.join(NAMED)}, or a JSON file that maps their tags to our types."
        raise XinwenError("bench-tags", f"There is no tag set {name!r}.", remedy=remedy)
    return _of_map(path)


def _of_map(path: Path) -> TagSet:
    """Our coarse types as far as a user's map has them."""
    theirs = parse_map(decode(read_bytes(path), str(path)), str(path)).tags
    coarse = named_map(COARSE).tags
    odd = sorted(type_ for type_ in theirs.values() if type_ and type_ not in coarse)
    if odd:
        remedy = f"Map to {', '.join(scheme().full_types)}, or to their coarse types."
        raise XinwenError("format-map", f"{odd[0]!r} is none of our types.", place=str(path), remedy=remedy)
    mapped = {tag: coarse[type_] if type_ else None for tag, type_ in theirs.items()}
    known = set(mapped.values())
    return TagSet(path.stem, {type_: tag for type_, tag in coarse.items() if tag in known}, mapped)


def _full(type_: str) -> set[str]:
    """The full types that a type stands for."""
    return {full for full in scheme().full_types if full == type_ or full.partition(".")[0] == type_}


@dataclass(frozen=True, slots=True)
class Retagged:
    """Sentences under a tag set, and the number of mentions dropped, by the tag that they had."""

    marks: tuple[Marks, ...]
    dropped: Counter[str]


def retag(marks: Iterable[Marks], tags: TagSet, *, ours: bool) -> Retagged:
    """Marks under a tag set; ``ours`` says that they carry our types, and not a foreign file's tags."""
    dropped: Counter[str] = Counter()
    find = tags.of_ours if ours else tags.of_file
    return Retagged(tuple(_retagged(m, {e: find(e.tag) for e in m.entities}, dropped) for m in marks), dropped)


def restrict(marks: Sequence[Marks], covered: Collection[str] | None) -> Retagged:
    """Marks with the tags that a system can give, and how many it cannot; None: it can give every tag."""
    dropped: Counter[str] = Counter()
    if covered is None:
        return Retagged(tuple(marks), dropped)
    kept = ({e: e.tag if e.tag in covered else None for e in m.entities} for m in marks)
    return Retagged(tuple(_retagged(m, tag, dropped) for m, tag in zip(marks, kept, strict=True)), dropped)


def _retagged(marks: Marks, tags: Mapping[Entity, str | None], dropped: Counter[str]) -> Marks:
    dropped.update(entity.tag for entity in marks.entities if tags[entity] is None)
    return marks._replace(entities=tuple(Entity(e.start, e.end, tag) for e in marks.entities if (tag := tags[e])))
