"""Arabic digits without a unit where the words around call for a number: 从430降到118, 停在53, 按472成交, 约300村民, 他67了.

Every pattern begins with a character that it takes, not with a look around: a search for it is several times as fast.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from functools import cache, partial

from xinwen.labellers.amounts import DIGITS, NumberMatch, Rule, amount, branches, parsed, words
from xinwen.labellers.measures import guard
from xinwen.labellers.triggers import chains
from xinwen.labellers.units import units

_HAN = r"[\u4e00-\u9fff]"
_PLAIN = r"(?:\d{1,3}(?:,\d{3}){1,4}|\d{1,6})(?:\.\d{1,4})?"
_UNGLUED = r"(?![\d.,:/\-–~～%A-Za-z]|—(?!—)| [A-Za-z\d])"
_NUMBER = rf" ?(?P<a>{_PLAIN}){_UNGLUED}"
# The first digit, not glued to a name or to another number, behind no 第 and no 版.
_FIRST = r"\d(?<![\dA-Za-z.,:：/\-–—~～#+×第版号·]\d)(?<![A-Za-z\d第] \d)"
_ALONE = rf"(?P<a>{_FIRST}(?:\d{{0,2}}(?:,\d{{3}}){{1,4}}|\d{{0,5}})(?:\.\d{{1,4}})?){_UNGLUED}"
_STOPS = "，。；、！？（）”’—"
_ENDS = rf"(?= ?[{_STOPS}]|$)"
_FOLLOWED = rf"(?= ?[{_STOPS}了吗呢吧就才都也还又再便却仍已则而但和与或是有没不被让使从在后前以并的]|上方|下方|一线|附近|$)"
_NAMED = re.compile("[2-5]0[5-9]0|618|996|985|211|12306|12345")
_YEAR = re.compile(r"19[1-9]\d|20(?!00)[0-4]\d")

_CHANGE = "涨跌降升增减调压砍缩掉滑飙提冲拉加落回改"
_TO = "到至为成过破于"
_HELD = "停定持稳制落徊收卡挂锁维调标"
_DONE = f"超多少高低差{_CHANGE}扣得考拿输赢退破大小长短轻重快慢胖瘦厚薄"
_SPENT = "卖给付花赚赔亏补省罚奖欠借捐砸押投垫"
_PAYER = "我你他她方家人"
_GAP = ("", " ")
_NEXT = f"{DIGITS} "
_NOW = ("", "今年", "已经", "都", "才", "刚", "也", "快")
_IS = ("", *"是为有约达取仅（", "只有", "约为", "达到", "超过", "接近")
_WHOM = (*"他她我你您", *words("relative"))
_PER = ("公里", *"斤张人天平台个件股吨克升度瓶盒晚月次单", "小时", "分钟", "平米")
_ONE = "斤张人天平台个件股吨克升瓶盒晚碗杯位"
_PRICED = (
    *("到手", "拿下", "太贵", "不贵", "贵了", "便宜", "划算", "也太贵", "都不贵", "也不贵", "值了", "不值", "凭什么"),
    *chains(("", "我"), ("没嫌", "不嫌")),
)
_BOUND = ("这道", "这条线", "门槛", *(f"这个{word}" for word in ("数", "分", "价", "值", "成绩", "水平", "位置", "点位")))
_SET = (
    *("划掉", "划去", "除以", "乘以", "减去", *chains(("改成", "改为", "加上"), DIGITS)),
    *("左右", "出头", "不等", "开外", "有余", "上下", "成交", "包邮", "封顶", "打底", "保底", "起拍", "起跳"),
    *("大关", "关口", "荣枯线", "及格线", "警戒线", "分界线", "整数关", "心理关"),
)
_APIECE = tuple(f"一{counter}" for counter in "碗斤瓶杯盒袋包晚位人盘平吨")
_WORTH = ("汇率", *"价比倍速", *(f"{kind}分" for kind in "评得高低均总"), "均价", "单价", "成绩", "概率", "优势", "差距", "水平")
_NO_UNITS = (*"的也就都才还又便仍已这那是不没有在后前高低比偏略稍刚恰跟和与或及以", "折射率")
_AT = tuple(f"的{word}" for word in _WORTH)
_TRADED = ("成交", "卖出", "买入", "买进", "结算", "结账", "交货", "交割", "计算", "折算", "收购", "开盘", "收盘", "报收", *_AT)

_CHANGED = re.compile(
    rf"[从由自]{_NUMBER}(?= ?(?:一路|一下子?|直接|逐[步年]|最终|再|又|先)?"
    r"(?:[涨跌降增减调压砍缩掉滑飙蹿窜拉加落回猛骤陡急改变]|升(?!级)|提(?![供出])|[^，。；：、\d]{1,5}?[到至为成回]\d))"
)
_CHANGED_TO = re.compile(rf"[从由自] ?{_PLAIN}{_HAN}{{1,6}}?[到至为成回](?<!升级到){_NUMBER}{_FOLLOWED}")
_REACHED = re.compile(
    rf"[{_TO}在了上回穿守住近及](?:(?<=[{_CHANGE}达变超破过摸打烧探攀触大小等高低多少优][{_TO}])|(?<=[{_CHANGE}退]回)|(?<=站上|冲上|重回|跌穿|击穿|失守|退守|守住|逼近|触及)|(?<=[{_HELD}]在)|(?<=[{_DONE}]了)){_NUMBER}{_FOLLOWED}"
)
_BECAME = re.compile(
    rf"(?P<a>\d(?<![^，。；：“]\d)\d{{0,5}}(?:\.\d{{1,4}})?){_UNGLUED}"
    r"(?=(?:马上|立刻|很快|转眼|一下子?|一夜|直接|又|就|随即|当天|后来|已经?)?"
    r"(?:变?成了?|变为|[涨跌降升砍加减][到至]了?|改[成为])\d)"
)
_DEALT = re.compile(rf"[按以照用出给报得拿开](?:(?<=[按以照用])|(?= ?[\d.,]{{1,9}}的)){_NUMBER}(?= ?(?:{'|'.join(_TRADED)}))")
_HANDLED = re.compile(rf"{_ALONE}(?= ?(?:{'|'.join(_SET)})(?<!上下(?=[游级])))")
# Behind any other character the digits may be the end of a name: 小米14到手.
_JUDGED = re.compile(
    rf"(?P<a>\d(?<![^，。；：“前后过到破上离距以按是就才只]\d)\d{{1,5}}(?:\.\d{{1,4}})?){_UNGLUED}"
    rf"(?={'|'.join((*_PRICED, *_BOUND))})"
)
_EACH_COSTS = re.compile(rf"{_ALONE}(?= ?(?:{'|'.join(_APIECE)})(?![月半样起]))")
_FROM = re.compile(rf"{_ALONE}(?<=\d\d\d)(?= ?起(?:[，。；、！）]|$))")
_PER_ONE = re.compile(rf"(?:每(?:{'|'.join(_PER)})|一[{_ONE}]){_NUMBER}(?= ?[，。；、！？（）”]|$)")
_PAID = re.compile(rf"(?:[{_SPENT}要](?<!省)|了(?<=[{_SPENT}收]了)|出(?<=[{_PAYER}]出))(?= ?\d[\d,]){_NUMBER}{_ENDS}")
_THAN = re.compile(rf"[高低优多少大小不超远落领相][于过及如出超后先比](?<!不过)[^，。；：、\d]{{1,8}}?(?:的|平均){_NUMBER}{_ENDS}")
_DECIMAL = re.compile(
    rf"(?P<a>{_FIRST}(?:(?<=0)\.\d{{1,4}}|(?<!0)(?:\d{{1,3}}\.\d{{1,2}}|\.\d{{2,4}})))"
    rf"(?= ?(?:{'|'.join(_NO_UNITS)}))"
)
_DAY = re.compile(r"(?:[1-9]|1[0-2])\.[0-3]\d")
_NO_NOUN = "(?! ?(?:[年月日号时点第强大代期版级型类区栋室路线余多来几十百千万亿元美家个台倍名人吨]|世纪))"
_COMPARED = re.compile(rf"(?:{'|'.join(words('comparing'))})[有为是]?{_NUMBER}{_NO_NOUN}(?= ?(?:{_HAN}|[{_STOPS}])|$)")
_MORE = re.compile(rf"(?P<a>{_FIRST}\d{{1,5}}[余多]){_NO_NOUN}(?= ?{_HAN})")
_NEGATIVE = re.compile(rf"[为是到至成于温度冷热低高值数率](?P<a>[-−]{_PLAIN}){_UNGLUED}{_FOLLOWED}")
_MARK = re.compile(r"以(?P<a>\d{1,3}分)(?=为)")
_AGED = re.compile(rf"(?:{'|'.join(_WHOM)})(?:{'|'.join(_NOW)})(?P<a>[1-9]\d)(?=了?[，。；！？”])(?<![他她我你您]\d\d(?!了))")
_LISTED = re.compile(
    rf"(?:分别|依次|各)(?:[是为达]|达到|约为) ?(?P<list>{_PLAIN}(?:、{_PLAIN}){{0,7}} ?(?:、|和|与|及|以及) ?{_PLAIN}){_ENDS}"
)
_VALUE = rf"(?:{'|'.join(_IS)}){_NUMBER}{_FOLLOWED}"
_MEASURED = re.compile(rf"(?:{'|'.join(words('measuring'))}){_VALUE}")
_INDEX = re.compile(rf"(?<![A-Za-z])(?:{'|'.join(words('index_of'))})值?{_VALUE}")
_ITEM = re.compile(rf"(?P<a>{_PLAIN})")


@cache
def _unit() -> re.Pattern[str]:
    return re.compile(" ?" + branches((surface, guard(surface, unit)) for surface, unit in units().items()))


def _bare(pattern: re.Pattern[str], text: str, unit: str = "1") -> Iterator[NumberMatch]:
    """The numbers that a pattern finds, but no years and none of the numbers that are names (4090, 985)."""
    for m in pattern.finditer(text):
        if not (_NAMED.fullmatch(m["a"]) or _YEAR.fullmatch(m["a"])):
            yield from parsed(m, "a", unit)


def _costs(pattern: re.Pattern[str], text: str) -> Iterator[NumberMatch]:
    """The same where prices stand: 1999 is one."""
    for m in pattern.finditer(text):
        if not _NAMED.fullmatch(m["a"]):
            yield from parsed(m, "a")


def _nouns(pattern: re.Pattern[str], text: str) -> Iterator[NumberMatch]:
    """约300村民, 总共15色: what stands behind is a noun where it is no unit."""
    for number in _bare(pattern, text):
        if not _unit().match(text, number.end):
            yield number


def _decimals(text: str) -> Iterator[NumberMatch]:
    """0.21也要打折扣, 1.60折射率: decimals of a form that neither versions nor days have."""
    for m in _DECIMAL.finditer(text):
        if not (_DAY.fullmatch(m["a"]) or _unit().match(text, m.end())):  # 0.18微米 that is no length is a process
            yield from parsed(m, "a")


def _negatives(text: str) -> Iterator[NumberMatch]:
    """降到-3."""
    for m in _NEGATIVE.finditer(text):
        value = -Fraction(m["a"][1:].replace(",", ""))
        yield amount(m.start("a"), m.end(), "quantity", value, value, "1")


def _marks(text: str) -> Iterator[NumberMatch]:
    """以9分为量产: no 分为."""
    for m in _MARK.finditer(text):
        for number in parsed(_ITEM.match(text, m.start("a")) or m, "a"):
            yield number._replace(end=m.end())


def _lists(text: str) -> Iterator[NumberMatch]:
    """分别为12、15和18: each of them."""
    for m in _LISTED.finditer(text):
        for item in _ITEM.finditer(text, m.start("list"), m.end("list")):
            yield from parsed(item, "a")


def _rule(find: Callable[..., Iterator[NumberMatch]], pattern: re.Pattern[str], strings: list[str]) -> Rule:
    return partial(find, pattern), strings


def _firsts(of: Iterable[str]) -> str:
    return "".join({word[0] for word in of if word})


_REACHES = [
    *chains(f"{_CHANGE}达变超破过摸打烧探攀触大小等高低多少优", _TO),
    *chains(f"{_CHANGE}退", "回"),
    *("站上", "冲上", "重回", "跌穿", "击穿", "失守", "退守", "守住", "逼近", "触及"),
    *chains(_HELD, "在"),
    *chains(_DONE, "了"),
]
#: The rules, each with the strings of which every match holds one.
DIGIT_RULES: tuple[Rule, ...] = (
    _rule(_bare, _CHANGED, chains("从由自", _GAP, DIGITS)),
    _rule(_bare, _CHANGED_TO, chains("从由自", _GAP, DIGITS)),
    _rule(_bare, _REACHED, chains(_REACHES, _NEXT)),
    _rule(_bare, _BECAME, chains(("成", "成了", "变为", "改为", *chains("涨跌降升砍加减", "到至", ("", "了"))), DIGITS)),
    _rule(_bare, _DEALT, chains(DIGITS, _GAP, _TRADED)),
    _rule(_bare, _HANDLED, chains(DIGITS, _GAP, _SET)),
    _rule(_bare, _JUDGED, chains(DIGITS, (*_PRICED, *_BOUND))),
    _rule(_costs, _EACH_COSTS, chains(DIGITS, _GAP, _APIECE)),
    _rule(_costs, _FROM, chains(DIGITS, _GAP, "起")),
    _rule(_costs, _PER_ONE, [*chains("每", _PER, _GAP, DIGITS), *chains("一", _ONE, _GAP, DIGITS)]),
    _rule(_costs, _PAID, chains((*f"{_SPENT}要", *chains(f"{_SPENT}收", "了"), *chains(_PAYER, "出")), _GAP, DIGITS)),
    _rule(_bare, _THAN, chains(("的", "平均"), _GAP, DIGITS)),
    _rule(_nouns, _COMPARED, chains(words("comparing"), f"{_NEXT}有为是")),
    _rule(_nouns, _MORE, chains(DIGITS, "余多")),
    (partial(_bare, _AGED, unit="a"), chains(_WHOM, f"{DIGITS}{_firsts(_NOW)}")),
    _rule(_bare, _MEASURED, chains(words("measuring"), f"{_NEXT}{_firsts(_IS)}")),
    _rule(_bare, _INDEX, chains(words("index_of"), f"{_NEXT}{_firsts(_IS)}值")),
    (_decimals, chains(DIGITS, _GAP, _NO_UNITS)),
    (_negatives, chains("为是到至成于温度冷热低高值数率", "-−", DIGITS)),
    (_marks, chains("以", DIGITS)),
    (_lists, ("分别", "依次", "各是", "各为", "各达", "各约")),
)
