"""Names that show by their form: process nodes, titles in 《》, registered firms, one-character states, chains of places."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import product

from xinwen.labellers.cues import alternatives
from xinwen.labellers.gazetteer import Gazetteer

#: A name of some form: start, end, full type, register entry, weight of the rule.
Found = tuple[int, int, str, str | None, float]
Rule = Callable[[str, Gazetteer], Iterable[Found]]

_LENGTH = r"\d{1,3}(?:\.\d)? ?(?:nm|纳米)"
_NODE_HEAD = r"及?以[下上]|(?:先进|成熟)?制程|工艺|节点|级|芯片|晶圆代工|产能|产线|技术|FinFET"
_NODE = re.compile(
    rf"(?<![\d.A-Za-z])(?P<node>{_LENGTH})(?![A-Za-z])(?=(?:[ ，、/和及或至到与]{{1,2}}{_LENGTH}){{0,4}} ?(?:{_NODE_HEAD}))"
)
_FOUNDRY_NODE = re.compile(r"(?<![A-Za-z\d-])(?P<node>N[2-7][A-Z]?|A1[46]|1[48]A(?:-P|P)?|SF[2-5][A-Z]?)(?= ?(?:制程|工艺|节点))")
_TITLE = re.compile(r"《(?P<title>[^《》\n]{1,60})》")
_BINDING = re.compile(rf"{alternatives('binding')}(?:[（(].{{1,16}}[）)])?$")
_HAN = r"[\u4e00-\u9fff]"
_FIRM = re.compile(
    rf"(?:^|(?<=[，。、；：“（(\s由与和向对在被据及]))(?P<firm>(?![由与和向对在被据及]){_HAN}{{2,8}}?(?:[（(]{_HAN}{{2,4}}[）)])?{_HAN}{{0,10}}?"
    r"(?:股份有限公司|有限责任公司|有限公司))"
)
_STATES, _TOWARDS, _SHORT_STATES = "中美日韩欧英法德印俄", "对赴输访涉驻", "华美日韩台俄欧"
_STATE = f"[{_STATES}]"
_PAIR = re.compile(
    rf"(?P<a>{_STATE})(?P<b>{_STATE})(?=两国|双方|关系|贸易|经贸|科技|博弈|竞争|之间|芯片|关税|谈判|磋商|半导体|[均都在就])"
)
_SHORT = re.compile(rf"[{_TOWARDS}](?P<place>[{_SHORT_STATES}])(?=[出投禁断管加芯限封遏供的半关贸进采技，、。]|$)")
_CHAIN = re.compile(
    rf"(?P<rank>省|市(?!场|值|占|面|民|委|政|长|盈|况|净))(?:{_HAN}{{1,4}}?(?:市(?!场|值|占)|新区|自治州|区(?!域|块|别|间|分)|县)){{0,2}}"
)


def _nodes(text: str, gazetteer: Gazetteer) -> Iterator[Found]:
    """7nm before 制程, 工艺, 以下, 芯片: the process; a length that measures is left to the numbers."""
    for pattern in (_NODE, _FOUNDRY_NODE):
        for m in pattern.finditer(text):
            yield m.start("node"), m.end("node"), "TECH", None, 0.85


def _titles(text: str, gazetteer: Gazetteer) -> Iterator[Found]:
    """《…》: a known name keeps its type, a text that binds is LAW, any other is WORK."""
    for m in _TITLE.finditer(text):
        known = gazetteer.lookup(m["title"])
        start, end = m.start("title"), m.end("title")
        if start + len(m["title"].strip()) != end:
            continue
        if known:
            yield start, end, known[0].type, known[0].name_id, 0.9
        else:
            yield start, end, "LAW" if _BINDING.search(m["title"]) else "WORK", None, 0.75


def _firms(text: str, gazetteer: Gazetteer) -> Iterator[Found]:
    """An unknown firm under its registered name, from a clear left border on."""
    for m in _FIRM.finditer(text):
        yield m.start("firm"), m.end("firm"), "ORG.company", None, 0.6


def _pairs(text: str, gazetteer: Gazetteer) -> Iterator[Found]:
    """中美两国: two states of one character each."""
    for m in _PAIR.finditer(text):
        if m["a"] != m["b"]:
            for group in "ab":
                yield m.start(group), m.end(group), "LOC.other" if m[group] == "欧" else "LOC.gpe", None, 0.7


def _short_places(text: str, gazetteer: Gazetteer) -> Iterator[Found]:
    """对华出口: a state of one character where the full name could stand."""
    for m in _SHORT.finditer(text):
        yield m.start("place"), m.end(), "LOC.other" if m["place"] == "欧" else "LOC.gpe", None, 0.6


def _chains(text: str, gazetteer: Gazetteer) -> Iterator[Found]:
    """江苏省无锡市新吴区 as one span: a known place, its rank, and what follows down to district or county."""
    for m in _CHAIN.finditer(text):
        for length in (4, 3, 2):
            start = m.start() - length
            known = gazetteer.senses.get(text[max(start, 0) : m.start()]) if start >= 0 else None
            if known and known[0].type == "LOC.gpe":
                yield start, m.end(), "LOC.gpe", None, 0.85
                break


#: The rules, each with the strings of which every match holds one.
PATTERN_RULES: tuple[tuple[Rule, tuple[str, ...]], ...] = (
    (_nodes, ("nm", "纳米", "制程", "工艺", "节点")),
    (_titles, ("《",)),
    (_firms, ("有限公司", "有限责任公司")),
    (_pairs, tuple(a + b for a, b in product(_STATES, _STATES))),
    (_short_places, tuple(a + b for a, b in product(_TOWARDS, _SHORT_STATES))),
    (_chains, ("省", "市")),
)
