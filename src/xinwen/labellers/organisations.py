"""Longer names of organisations and sites that begin with a known firm or place, by a closed grammar of their parts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xinwen.labellers.gazetteer import Hit, Sense

_FORM = re.compile(
    r"(?:[（(][\u4e00-\u9fff]{2,4}[）)])?(?:科技|技术|电子|微电子|半导体|集成电路|信息|网络|控股|投资|实业|制造){0,4}"
    r"(?:[（(][\u4e00-\u9fff]{2,4}[）)])?(?:集团)?(?:股份有限公司|有限责任公司|有限公司|集团公司)|集团(?!军)|公司(?!债|法|章程|治理)"
)
_FIELD = re.compile(
    r"(?:半导体|集成电路|微电子|人工智能|智能|AI|芯片|存储|终端|消费者|汽车|车联网|云计算|云|计算|技术|科技|创新|工业|贸易|信息|通信|电子|理工|交通|师范|财经|医科"
    r"|经济|高新|高等|第[一二三四五六七八九十]|先进|先导|基础|应用|研发|开发|战略|产业|数字|大数据|软件|光电|量子|材料|能源|互动娱乐|国际|联邦|最高|地方|巡回|中央"
    r"|华南|华东|华北|东亚|亚太|全球|前沿|未来)"
)
_HEADS = (
    ("LOC.facility", re.compile(r"晶圆厂|封测厂|工厂|厂(?!商|家|区|房|址|牌)|产线|生产基地|基地|产业园区?|科技园|工业园区?|园区|数据中心|智算中心|超算中心|算力中心")),
    ("ORG.government", re.compile(r"(?:人民)?政府|国会|议会|法院|法庭|海关|商务部|财政部|国防部|能源部|司法部|外交部|国务院|贸易委员会|众议院|参议院|证监会|央行")),
    ("ORG.other", re.compile(r"大学|学院|研究院|研究所|研究中心|研发中心|实验室|事业部|事业群|团队|协会|联合会|学会|联盟|委员会|医院")),
)
_NEEDS_PART = {"LOC.facility", "ORG.other"}
_FREE_HEADS = re.compile(r"研究院|研究所|事业部|事业群")
_REGIONAL = re.compile(r"(?=总裁|董事长|首席|副总裁|总经理|CEO|公司|宣布|表示|称|方面|[，、。）]|$)")


def extend_organisation(
    text: str, end: int, type_: str, hits: dict[int, list[Hit]]
) -> Iterator[tuple[int, str, tuple[tuple[int, int, Sense], ...] | None]]:
    """The longer names that begin with a firm, institution or place which ends at ``end``.

    Yields:
        the new end, its full type, and the further names inside it; None instead when the whole is the same firm
        (英伟达公司), so that the shorter name is no part of it.
    """
    if type_ == "ORG.company" and (form := _FORM.match(text, end)):
        yield form.end(), type_, None
    pos, parts, inner = end, 0, list[tuple[int, int, Sense]]()
    while parts < 4:
        for head_type, pattern in _HEADS:
            head = pattern.match(text, pos)
            if head and _may_head(head_type, head[0], type_, parts, inner):
                yield head.end(), head_type, tuple(inner)
        place = next((hit for hit in hits.get(pos, ()) if hit.sense("LOC.gpe")), None)
        field = _FIELD.match(text, pos)
        if place and (sense := place.sense("LOC.gpe")):
            inner.append((place.start, place.end, sense))
            pos = place.end
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
