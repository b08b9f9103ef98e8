"""Longer names of organisations and sites that begin with a known firm or place, by a closed grammar of their parts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from xinwen.labellers.cues import alternatives, cue_pattern, first_characters
from xinwen.labellers.gazetteer import Sense

_PLACE = r"(?:[（(][\u4e00-\u9fff]{2,4}[）)])?"
_FORM = re.compile(
    rf"{_PLACE}{alternatives('firm_word')}{{0,4}}{_PLACE}(?:集团)?(?:股份有限公司|有限责任公司|有限公司|集团公司)"
    r"|集团(?!军)|公司(?!债|法|章程|治理)"
)
_FIELD, _FIELD_STARTS = cue_pattern("field"), first_characters("field")
# Each with the characters that it can begin with: a look at them spares most of the matching.
_HEADS = tuple(
    (type_, cue_pattern(table), first_characters(table))
    for type_, table in (("LOC.facility", "head_facility"), ("ORG.government", "head_government"), ("ORG.other", "head_other"))
)
#: What can follow a name that grows, unless it is a place, begins with one of these: most names do not, and one look shows it.
GROWTH_STARTS = frozenset("（(集股有公") | first_characters("firm_word", "field", "head_facility", "head_government", "head_other")
_FREE_HEADS = re.compile(r"研究院|研究所|事业部|事业群")
_REGIONAL = re.compile(r"(?=总裁|董事长|首席|副总裁|总经理|CEO|公司|宣布|表示|称|方面|[，、。）]|$)")


def extend_organisation(
    text: str, end: int, type_: str, places: Mapping[int, tuple[int, Sense]]
) -> Iterator[tuple[int, str, tuple[tuple[int, int, Sense], ...] | None]]:
    """The longer names that begin with a firm, institution or place which ends at ``end``.

    Args:
        text: a sentence.
        end: where the known name ends.
        type_: its full type.
        places: the states and places of the sentence, each with its end, by their start.

    Yields:
        the new end, its full type, and the further names inside it; None instead when the whole is the same firm
        (英伟达公司), so that the shorter name is no part of it.
    """
    if type_ == "ORG.company" and (form := _FORM.match(text, end)):
        yield form.end(), type_, None
    pos, parts, inner = end, 0, list[tuple[int, int, Sense]]()
    while parts < 4:
        char = text[pos : pos + 1]
        for head_type, pattern, starts in _HEADS:
            head = pattern.match(text, pos) if char in starts else None
            if head and _may_head(head_type, head[0], type_, parts, inner):
                yield head.end(), head_type, tuple(inner)
        field = _FIELD.match(text, pos) if char in _FIELD_STARTS else None
        if place := places.get(pos):
            inner.append((pos, *place))
            pos = place[0]
            if type_ == "ORG.company" and parts == 0 and _REGIONAL.match(text, pos):
                yield pos, "ORG.company", tuple(inner)
        elif field:
            pos = field.end()
        else:
            return
        parts += 1


def _may_head(head_type: str, head: str, type_: str, parts: int, inner: list[tuple[int, int, Sense]]) -> bool:
    """A firm with a bare head (英伟达工厂, 某公司团队) is a description; with a place or field between it is a name."""
    if head_type == "ORG.government":
        return type_ == "LOC.gpe" and not inner
    if head == "团队":
        return type_.startswith("ORG") and bool(inner)
    if type_.startswith("ORG"):
        return (parts > 0 and (head_type != "LOC.facility" or bool(inner))) or bool(_FREE_HEADS.match(head))
    return type_ == "LOC.gpe" and (parts > 0 or head_type == "LOC.facility")
