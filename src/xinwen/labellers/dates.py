"""Dates, stretches of the calendar and clock times, with their ISO 8601 form.

What the text does not say is left out from the left: ``--02-10`` is 10 February of some year, ``---20`` a 20th (the truncated
forms of ISO 8601:2000, kept by XML Schema). Quarters, halves and ranges are intervals, ``2024-10/2024-12``. For a part of a
year or month (初, 底, 上旬) the date is that of the year or month. Input must be half-width
(`xinwen.labellers.numerals.half_width`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache, partial

from xinwen.labellers.amounts import DIGITS, NumberMatch, Rule, behind
from xinwen.labellers.numerals import parse_numeral
from xinwen.labellers.triggers import chains

_JOIN = r" ?(?:-|—{1,2}|–|~|～|至|到) ?"
_YEAR = r"(?:(?:1[89]|20)\d\d|(?:二[零〇]|一九)[零〇一二三四五六七八九]{2})"
_MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_DAY = r"(?:3[01]|[12]\d|0?[1-9]|三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])"
_BARE_DAY = r"(?:3[01]|[12]\d|0?[1-9]|二?十[一二三四五六七八九]?)"
_DAY_END = r"(?: ?日(?![内均元圆本常产子系间线龄]|报[纸刊社])| ?号(?![机楼称召令码线院文厂仓站门桌井馆炉塔柜池矿库员位公决判]))"
_OF_YEAR = r"(?:年?(?:[初底末]|中(?=[，。、；,：）]|$)))"
_OF_DECADE = r"(?:[初末]期?|底|中?[前后]期|[中早晚]期|中叶|[前后上下]半[叶期]?|中(?=[，。、；,]|$))?"
_OF_MONTH = r"(?: ?(?:份|[上中下]旬|[初底末]|中(?=[，。、；,]|$)|最后一[天周]|第一天|第[一二三四五1-5]周))"
_PART_OF_DAY = "(?:上午|下午|晚间|凌晨|中午|傍晚|早上|早晨|清晨|晚上|深夜|午夜|夜里|夜间|半夜|清早|正午|午后|(?<![今昨明当])[早晚])"
_ONES = "一二三四五六七八九"
_PAIRS = "(?:一二|二三|两三|三四|四五|五六|六七|七八|八九)"
_HOUR = rf"(?:[012]?\d|十一二(?=点)|(?:一两|{_PAIRS})(?=点)|二?十[一二三四]?|[零一二两三四五六七八九])"
_MINUTE = r"(?: ?(?:半|整|[一三]刻|差(?:一刻|[一二三五十]{1,2}分)|(?:[0-5]?\d|[二三四五]?十[一二三四五六七八九]?)(?: ?分)?))"
_AT_WHICH = "一过|一到|刚过|过后|不到[，就]|起床|出门|开[始门会盘赛播车]|关门|[上下]班|到家|以[前后]|之[前后]|"
_AT_WHICH += "准时|收盘|截止|出发|抵达|到[达站]|发布|播出|开幕|举行|熄灯|入场|集合|登机|起飞|发车"
# Full hours in words only where something shows that they are none of a list's points: 九点整, 八点一过, 都三点了, 八点对八点.
_FULL_HOUR = (
    rf"(?<![零{_ONES}十百千几]) ?{_HOUR}点(?:整|钟(?![的点])|(?={_AT_WHICH}|对{_HOUR}点)"
    rf"|(?:(?<=[快都][两{_ONES[2:]}十]点)|(?<=[快都]十[一二]点))(?=了))|(?<=点对){_HOUR}点"
)
_CLOCK = (
    rf"(?: ?{_PART_OF_DAY} ?(?!(?<=[早晚])一点(?!半)){_HOUR} ?[时点:](?:{_MINUTE}|(?<=点)钟)?"
    rf"|(?<=[今昨明当][早晚]) ?{_HOUR} ?[时点]{_MINUTE}?"
    r"| ?[012]?\d(?::|[时点] ?)[0-5]\d(?::[0-5]\d| ?分)?(?![\d%])| ?(?:[012]?\d|零)时(?![代间刻尚])| ?[012]?\d点半"
    rf"| ?{_HOUR}点[一三]刻| ?{_HOUR}点半(?![导数句路]|定制)|{_FULL_HOUR}"
    r"| ?[一二两三四五六七八九十]{1,3}点[二三四五]?十[一二三四五六七八九]?"
    r"(?:分(?![之钟])|(?=[，。；、！？的到开出发上下散起才就准前后左]|$))"
    r"| ?(?:[012]?\d|[一二两三四五六七八九十]{1,3})[时点]零[一二三四五六七八九\d]分| ?零点(?![零一二三四五六七八九几\d]))"
    rf"(?:{_JOIN}(?:{_PART_OF_DAY} ?)?{_HOUR}(?:[时点]{_MINUTE}?|:[0-5]\d)(?![\d:]))?"
)
_OF_DAY = rf"(?:{_CLOCK}| ?{_PART_OF_DAY}(?![于些点期]))"
_SEASON = (
    r"(?:[初早]?[春夏](?![节晚运令训联招雷])|[春夏秋冬](?=[天季末初之，。；、])"
    r"|[秋冬](?![奥招千令叶])|[深仲初暮][秋冬])(?:天|季|末|初)?"
)
_FREE = rf"(?=[\d{_ONES}十第])(?<![\d.](?=\d))(?<!\d[-/,.])"


@lru_cache(maxsize=1024)
def _two(text: str) -> str:
    """A month or day, in digits or words, as two digits."""
    number = parse_numeral(text)
    return f"{int(number.low):02d}" if number else text


@lru_cache(maxsize=1024)
def _year(text: str | None) -> str:
    """A year as four digits, or the hyphen that stands for an unknown one."""
    number = parse_numeral(text) if text else None
    if number is None:
        return "-"
    return str(int(number.low) + (2000 if number.low < 100 else 0))


def _day(m: re.Match[str]) -> str:
    """[Year,] month [and day], with an end that may repeat only its lower parts (5月1日至7日)."""
    start = "-".join([_year(m["y"]), *(_two(part) for part in (m["m"], m["d"]) if part)])
    if not (m["m2"] or m["d2"]):
        return start
    end = [_year(m["y2"] or m["y"]), _two(m["m2"] or m["m"]), *((_two(m["d2"]),) if m["d2"] else ())]
    return f"{start}/{'-'.join(end)}"


def _months(m: re.Match[str]) -> str:
    """Two months, the first without 月: 3至5月."""
    return f"{_year(m['y'])}-{_two(m['m'])}/{_year(m['y'])}-{_two(m['m2'])}"


def _bare_day(m: re.Match[str]) -> str:
    return f"---{_two(m['d'])}" + (f"/---{_two(m['d2'] or m['d3'])}" if m["d2"] or m["d3"] else "")


def _listed_year(m: re.Match[str]) -> str:
    return _year(m["y"])


def _listed_month(m: re.Match[str]) -> str:
    return f"--{_two(m['m'])}"


def _month_and_day(m: re.Match[str]) -> str:
    return f"--{_two(m['m'])}-{_two(m['d'])}"


def _listed_day(m: re.Match[str]) -> str:
    return f"---{_two(m['d'])}"


def _years(m: re.Match[str]) -> str:
    """A year or two, the second perhaps without its century (2024-25财年)."""
    first = _year(m["y"])
    last = first[:2] + m["y3"] if m["y3"] else _year(m["y2"]) if m["y2"] else None
    return f"{first}/{last}" if last else first


def _quarter(m: re.Match[str]) -> str | None:
    """A quarter as an interval of months; a fiscal one has no form in the calendar."""
    if m["fiscal"] or m.groupdict().get("own"):
        return None
    year, first = _year(m["y"]), int(_two(m["q"])) * 3 - 2
    return f"{year}-{first:02d}/{year}-{first + 2:02d}"


def _first_months(m: re.Match[str]) -> str | None:
    """The first months or quarters of a year: 前八个月, 前三季度."""
    last = _two(m["m"]) if m["m"] else f"{int(_two(m['q'])) * 3:02d}"
    return None if m["fiscal"] else f"{_year(m['y'])}-01/{_year(m['y'])}-{last}"


def _half(m: re.Match[str]) -> str:
    year = _year(m["y"])
    return f"{year}-01/{year}-06" if m["half"] in "上1" else f"{year}-07/{year}-12"


def _numeric(m: re.Match[str]) -> str:
    time = f"T{int(m['h']):02d}:{m['min']}{m['sec'] or ''}" if m["h"] else ""
    return f"{m['y']}-{int(m['m']):02d}-{int(m['d']):02d}{time}"


def _decade(m: re.Match[str]) -> str:
    """Ten years; without a century (八十年代) those of the twentieth."""
    century = int(_two(m["century"])) if m["century"] else 20
    start = (century - 1) * 100 + int(_two(m["decade"]))
    return f"{start}/{start + 9}"


def _century(m: re.Match[str]) -> str | None:
    """A hundred years, counted as decades are, or several (十七至十九世纪); those before our era have no form."""
    if m["era"] == "公元前":
        return None
    first, last = (int(_two(m[group] or m["century"])) for group in ("first", "century"))
    return f"{(first - 1) * 100:04d}/{last * 100 - 1:04d}"


def _of_ten_years(m: re.Match[str]) -> str:
    return f"{m['y']}/{int(m['y']) + 9}"


def _clock(m: re.Match[str]) -> None:
    """A clock time alone has no date, nor has a day of the lunar year or a year before our era."""
    return None


_Y = rf"(?P<y>{_YEAR}|(?<!\d)\d\d(?= ?年 ?\d)) ?年"
# A day of the month as 号 stands at the head of a phrase; behind a noun it numbers something (21号 of a street).
_NO_ADDRESS = r"(?:^|(?<=[，。；：、（(“”在于到至自从是截和与及为就已将定延前后即约近月]) ?|(?![^日号]{1,3}号))"
_OF = rf"(?:(?P<y>{_YEAR}) ?(?P<fiscal>财)?年度? ?)?"
_CENTURY = rf"(?:1\d|2[01]|[1-9]|十[{_ONES}]?|二十一?|[{_ONES}])"
_GAP = ("", " ")
_YEAR_ENDS, _DAY_ENDS = f"{DIGITS}零〇{_ONES}", f"{DIGITS}十{_ONES}"
_FROM_19_OR_20 = chains(("19", "20"), DIGITS, DIGITS)
_QUARTERS = chains("Q", "1234")
# With each pattern its date, and the strings of which every match holds one.
_PATTERNS: tuple[tuple[str, Callable[[re.Match[str]], str | None], Sequence[str]], ...] = (
    (
        rf"{_FREE}(?:{_Y} ?)?(?P<m>{_MONTH}) ?月(?![光球亮饼])(?: ?(?P<d>{_DAY}){_DAY_END}{_OF_DAY}?|{_OF_MONTH})?"
        rf"(?:{_JOIN}(?=[\d一二三四五六七八九十 ]{{1,4}}[年月日号])(?:(?P<y2>{_YEAR}) ?年 ?)?(?:(?P<m2>{_MONTH}) ?月)?"
        rf"(?:(?P<d2> ?{_DAY}){_DAY_END}{_OF_DAY}?)?)?",
        _day,
        chains(_DAY_ENDS, _GAP, "月"),
    ),
    (
        rf"{_FREE}(?:{_Y} ?)?(?={_PAIRS})(?P<m>[{_ONES}])(?P<m2>[{_ONES}])月份?",
        _months,
        chains(_PAIRS[3:-1].split("|"), "月"),
    ),
    (
        rf"(?:正月|腊月|冬月|大年)(?:初[{_ONES}十]|二?十[{_ONES}]?|三十|廿[{_ONES}]?)(?:日(?!本))?",
        _clock,
        ("正月", "腊月", "冬月", "大年"),
    ),
    (rf"{_FREE}(?:{_Y} ?)?(?P<m>{_MONTH}){_JOIN}(?P<m2>{_MONTH}) ?月份?(?!\d)", _months, chains(_DAY_ENDS, _GAP, "-—–~～至到")),
    (
        rf"{_FREE}{behind('lasting', '!')}{_NO_ADDRESS}(?P<d>{_BARE_DAY})"
        rf"(?:{_DAY_END}{_OF_DAY}?(?:{_JOIN}(?P<d2>{_BARE_DAY}){_DAY_END}{_OF_DAY}?)?|{_JOIN}(?P<d3>{_BARE_DAY}){_DAY_END})",
        _bare_day,
        chains(_DAY_ENDS, _GAP, "日号"),
    ),
    (rf"(?<=日[和、与及至到])(?P<d>{_DAY}){_DAY_END}{_OF_DAY}?", _listed_day, chains("日", "和、与及至到", _DAY_ENDS)),
    (
        rf"{_FREE}(?P<m>十[一二]?|[{_ONES}])月(?P<d>二?十[{_ONES}]?|三十一?)(?=[，。；、的那前后早晚])",
        _month_and_day,
        chains("月", "一二三十"),
    ),
    # Members of a list share the 年, 月 or 日 of the last one, and each is a span.
    (rf"{_FREE}(?P<y>{_YEAR})(?=(?:[、和]{_YEAR}){{1,4}} ?年)", _listed_year, chains(_YEAR_ENDS, "、和")),
    (rf"{_FREE}(?P<m>{_MONTH})(?=(?:[、和]{_MONTH}){{1,4}} ?月)", _listed_month, chains(_DAY_ENDS, "、和")),
    (rf"{_FREE}(?<!月)(?P<d>[12]\d|3[01]|[1-9])(?=(?:、(?:[12]\d|3[01]|[1-9])){{1,4}} ?日)", _listed_day, chains(DIGITS, "、")),
    (
        rf"{_FREE}(?P<y>{_YEAR})(?:(?: ?年[初中底末]?)?{_JOIN}(?P<y2>{_YEAR})|[-/—](?P<y3>\d\d)(?!\d))?"
        rf" ?(?:[财学]年|赛季|年(?:度(?!假))?(?![轻代])){_OF_YEAR}?",
        _years,
        chains(_YEAR_ENDS, _GAP, "年财学赛"),
    ),
    (
        r"(?=[12])(?<![\dA-Za-z./\-从自由])(?<![A-Za-z] )(?P<y>(?:19[5-9]|20[0-4])\d)"
        rf"{_JOIN}(?P<y2>(?:19[5-9]|20[0-4])\d)(?P<y3>(?!))?(?![\dA-Za-z.,/%\-])",
        _years,
        chains(DIGITS, _GAP, "-—–~～至到"),
    ),
    (rf"{_FREE}(?P<y>{_YEAR}) ?年 ?{_SEASON}", _listed_year, chains("年", _GAP, "春夏秋冬初早深仲暮")),
    (rf"{_FREE}(?P<y>{_YEAR}) ?年 ?(?P<half>[上下])半年", _half, chains("年", _GAP, ("上半", "下半"))),
    (r"(?<![\dA-Za-z])FY ?(?P<y>20\d\d|\d\d)(?![\dA-Za-z.])", _listed_year, chains(("FY",), _GAP, DIGITS)),
    (rf"公元前? ?(?:\d{{1,4}}|[{_ONES}十百千零]{{1,7}}) ?年", _clock, ("公元",)),
    (rf"{_FREE}(?P<y>{_YEAR}) ?年? ?H(?P<half>[12])(?![\dA-Za-z])", _half, ("H1", "H2")),
    (
        rf"{_FREE}{_OF}(?:第 ?)?(?P<q>[一二三四1-4]) ?(?:(?<=第.)个)?(?:季度|(?P<own>财)季度?)[初末底]?",
        _quarter,
        [*chains("一二三四1234", _GAP, "季财"), "个季", "个财"],
    ),
    (
        rf"(?=[\d二一前]){_OF}(?<![以此之目])前 ?(?:(?P<m>{_MONTH}) ?个月|(?P<q>[二两三23]) ?个?季度)",
        _first_months,
        chains("前", _GAP, f"两{_DAY_ENDS}"),
    ),
    (rf"{_FREE}{_OF}第(?P<q>[一二三四1-4])季(?![度节后前军第终集])", _quarter, chains("第", "一二三四1234", "季")),
    (rf"(?=[\dFQ])(?<![\dA-Za-z])(?:(?P<fiscal>FY)?(?P<y>{_YEAR}) ?年? ?)?Q(?P<q>[1-4])(?![\dA-Za-z])", _quarter, _QUARTERS),
    (r"(?<![\dA-Za-z])(?P<q>[1-4])Q(?P<fiscal>FY)?(?P<y>20\d\d|\d\d)(?![\dA-Za-z])", _quarter, chains("1234", "Q")),
    (r"(?<![\dA-Za-z])(?P<fiscal>FY)?(?P<y>20\d\d|\d\d)Q(?P<q>[1-4])(?![\dA-Za-z])", _quarter, _QUARTERS),
    (r"(?<![\dA-Za-z])(?P<half>[12])H(?P<y>20\d\d|\d\d)(?![\dA-Za-z])", _half, ("1H", "2H")),
    (rf"(?<![A-Za-z])Q(?P<q>[1-4]) (?P<fiscal>FY)?(?P<y>{_YEAR})(?!\d)", _quarter, _QUARTERS),
    (
        r"(?<![\dA-Za-z.\-/])(?P<y>(?:19|20)\d\d)(?P<sep>[-/.])(?P<m>1[0-2]|0?[1-9])(?P=sep)(?P<d>3[01]|[12]\d|0?[1-9])"
        r"(?:[ T](?P<h>[012]?\d):(?P<min>[0-5]\d)(?P<sec>:[0-5]\d)?)?(?![\d\-/])",
        _numeric,
        chains(_FROM_19_OR_20, "-/."),
    ),
    (
        rf"(?<!\d)(?P<century>1\d|2[01]|十九|二十) ?世纪 ?(?P<decade>[1-9]0|[二三四五六七八九]十) ?年代{_OF_DECADE}",
        _decade,
        ("世纪",),
    ),
    (
        rf"(?<![\d{_ONES}十前第])(?:(?P<era>公元前?) ?|(?![1-4一二三四] ?世纪))(?:(?P<first>{_CENTURY}){_JOIN})?"
        rf"(?P<century>{_CENTURY}) ?世纪(?![经海福出不教报]){_OF_DECADE}",
        _century,
        ("世纪",),
    ),
    (rf"(?<!\d)(?P<y>(?:1[5-9]|20)\d0)(?: ?年代){_OF_DECADE}", _of_ten_years, chains("0", _GAP, ("年代",))),
    (
        rf"(?<![\d一二三四五六七八九十百千万几数 ])(?P<century>)(?P<decade>[1-9]0|[二三四五六七八九]十) ?年代{_OF_DECADE}",
        _decade,
        chains("0十", _GAP, ("年代",)),
    ),
    (
        rf"(?=[\d上下中凌傍清早晚深午夜半正零一二两三四五六七八九十])(?<![\d:A-Za-z.]){_CLOCK}(?![A-Za-z])",
        _clock,
        chains(f"零两{_DAY_ENDS}", _GAP, "点时:"),
    ),
    (
        rf"(?=[\d零一二两三四五六七八九十])(?<![\d:A-Za-z.零一二三四五六七八九十百千])"
        rf"{_HOUR} ?[点时]{_MINUTE}?{_JOIN}{_HOUR} ?[点时]{_MINUTE}?",
        _clock,
        chains(f"零两{_DAY_ENDS}", _GAP, "点时"),
    ),
)
_JOINT = re.compile(_JOIN.replace("-|", ""))
_COMPILED = tuple((re.compile(pattern), read) for pattern, read, _ in _PATTERNS)


def _dates(pattern: re.Pattern[str], read: Callable[[re.Match[str]], str | None], text: str) -> Iterator[NumberMatch]:
    """Every match of a rule; those of other rules may overlap it, and the caller keeps the longest. 从 one date 到 another is two.

    What has no form in ISO 8601 (a fiscal quarter, a clock time) has no ``date``.
    """
    for match in pattern.finditer(text):
        start = match.start()
        halves = _JOINT.search(match[0]) if start and text[start - 1] in "从自" else None
        if halves is None:
            yield NumberMatch(start, match.end(), "date", date=read(match))
            continue
        for first, last in ((start, start + halves.start()), (start + halves.end(), match.end())):
            date = next((r(m) for p, r in _COMPILED if (m := p.fullmatch(text[first:last]))), None)
            yield NumberMatch(first, last, "date", date=date)


#: The rules, each with the strings of which every match holds one.
DATE_RULES: tuple[Rule, ...] = tuple(
    (partial(_dates, *compiled), strings) for compiled, (_, _, strings) in zip(_COMPILED, _PATTERNS, strict=True)
)
