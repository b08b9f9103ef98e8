"""Tag maps: from the scheme to other tag sets and back, and maps that a user gives."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files

from xinwen.errors import XinwenError
from xinwen.formats.admission import LAYER_OF_LABEL
from xinwen.formats.document import TaggedText, crossing, select
from xinwen.scheme import scheme

FROM = "from-"
COARSE = "coarse"


@dataclass(frozen=True, slots=True)
class TagMap:
    """Tags to tags; None, or a tag that is not there: it has no counterpart and its spans are dropped."""

    name: str
    tags: Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Mapped:
    """Texts under the new tags, and the number of spans dropped, by their old tag."""

    texts: tuple[TaggedText, ...]
    dropped: Counter[str]


def map_names() -> tuple[str, ...]:
    """The maps that come with the scheme: ``cluener10`` to that set, ``from-cluener10`` from it, ``coarse`` to our coarse types."""
    return (COARSE, *(name for known in scheme().mappings for name in (known, FROM + known)))


def named_map(name: str) -> TagMap:
    """A map of the scheme.

    Several of our types may have one counterpart; on the way back a tag becomes the type they share: the full type if it is one
    (``government`` → ``ORG.government``), else their coarse type (``address`` → ``LOC``).

    Raises:
        XinwenError: ``format-map`` for a name that is not known.
    """
    if name == COARSE:
        return TagMap(name, {full: full.partition(".")[0] for full in (*scheme().full_types, *scheme().coarse_types)})
    known = name.removeprefix(FROM)
    mappings = scheme().mappings
    if known not in mappings:
        remedy = f"Known: {', '.join(map_names())}; or name a JSON file."
        raise XinwenError("format-map", f"There is no tag map {name!r}.", remedy=remedy)
    forward = {**_coarse(mappings[known]), **mappings[known]}
    return TagMap(name, _backward(known, mappings[known]) if name.startswith(FROM) else forward)


def parse_map(text: str, place: str = "") -> TagMap:
    """A user's map: a JSON object of tag to tag, or to null for a tag that is to be dropped.

    Raises:
        XinwenError: ``format-map`` for anything else, and for a tag that is there twice.
    """
    remedy = 'Write {"their tag": "your tag", "unwanted": null}.'
    try:
        pairs = json.loads(text, object_pairs_hook=list)
        twice = [tag for tag, count in Counter(tag for tag, _ in pairs).items() if count > 1]
        sound = text.lstrip().startswith("{") and all(new is None or (isinstance(new, str) and new) for _, new in pairs)
    except (ValueError, TypeError):
        raise XinwenError("format-map", "The tag map is no JSON object.", place=place, remedy=remedy) from None
    if twice or not sound:
        what = f"The tag {twice[0]!r} is there twice." if twice else "The tag map holds something that is no tag."
        raise XinwenError("format-map", what, place=place, remedy=remedy)
    return TagMap(place, dict(pairs))


def apply(texts: Iterable[TaggedText], tag_map: TagMap) -> Mapped:
    """The texts under the map's tags.

    Spans without counterpart are dropped and counted; so are spans that coincide under the new tags (counted by their old tag).
    Claims, sources and cues are no entity tags: they stay, unless the map names them.
    """
    dropped: Counter[str] = Counter()
    return Mapped(tuple(_mapped(text, tag_map.tags, dropped) for text in texts), dropped)


def comparable(gold: Sequence[TaggedText], system: Sequence[TaggedText], name: str) -> tuple[Mapped, Mapped]:
    """Ours and another system's spans in the system's tag set ``name``, each without the types that the other does not have."""
    forward = named_map(name)
    known = {tag: tag for tag in forward.tags.values() if tag}
    return apply(gold, forward), apply(system, TagMap(name, known))


def _mapped(text: TaggedText, tags: Mapping[str, str | None], dropped: Counter[str]) -> TaggedText:
    new = [tags.get(s.label, s.label if s.label.partition(".")[0] in LAYER_OF_LABEL else None) for s in text.spans]
    dropped.update(span.label for span, tag in zip(text.spans, new, strict=True) if tag is None)
    kept = select(text, [i for i, tag in enumerate(new) if tag is not None])
    labels = [tag for tag in new if tag is not None]
    renamed = replace(kept, spans=tuple(replace(s, label=tag) for s, tag in zip(kept.spans, labels, strict=True)))
    conflicts = crossing(renamed.spans)
    dropped.update(kept.spans[i].label for i in conflicts)
    return select(renamed, set(range(len(renamed.spans))) - set(conflicts)) if conflicts else renamed


def _coarse(mapping: Mapping[str, str | None]) -> dict[str, str | None]:
    """Coarse types whose fine types all have the same counterpart."""
    found: dict[str, set[str | None]] = {}
    for full, tag in mapping.items():
        found.setdefault(full.partition(".")[0], set()).add(tag)
    return {coarse: tags.pop() for coarse, tags in found.items() if len(tags) == 1}


def _backward(name: str, mapping: Mapping[str, str | None]) -> dict[str, str | None]:
    sources: dict[str, list[str]] = {}
    for full, tag in mapping.items():
        if tag is not None:
            sources.setdefault(tag, []).append(full)
    shared = {tag: _shared(fulls) for tag, fulls in sources.items()}
    return {**shared, **_foreign_tags().get(name, {})}


def _shared(fulls: Sequence[str]) -> str | None:
    coarse = {full.partition(".")[0] for full in fulls}
    if len(fulls) == 1:
        return fulls[0]
    return coarse.pop() if len(coarse) == 1 else None


def _foreign_tags() -> dict[str, dict[str, str | None]]:
    table = files("xinwen.formats").joinpath("data/foreign_tags.tsv").read_text("utf-8")
    tags: dict[str, dict[str, str | None]] = {}
    for line in table.splitlines():
        if not line.startswith("#"):
            name, tag, full = line.split("\t")
            tags.setdefault(name, {})[tag] = None if full == "-" else full
    return tags
