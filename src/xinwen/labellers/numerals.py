"""Number words to exact numbers: Arabic digits, Chinese numerals, and any mixture of the two (3.5万, 两千三百亿, 20余万)."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

_DIGITS = {
    # Not the numerals of cheques (陆, 伍, 拾): in news they are letters of 大陆, 队伍, 收拾.
    c: i
    for i, row in enumerate(("零〇", "一", "二两", "三", "四", "五", "六", "七", "八", "九"))
    for c in row
}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10**4, "亿": 10**8}
_DIGIT_CLASS = "".join(_DIGITS)
_UNIT_CLASS = "".join((*_SMALL, *_LARGE))

ARABIC = r"(?:\d{1,3}(?:,\d{3}){1,6}(?!\d)|\d{1,18})(?:\.\d{1,18})?"
MULTIPLIER = r"(?:[十百千]?[万亿]{1,2}|百|千(?![瓦米克]))"
NUMERAL_CHARS = f"{_DIGIT_CLASS}{_UNIT_CLASS}"
_CHINESE_END = (
    rf"(?:[余几]|(?<=[十百千万])好几|[多来](?=[{_UNIT_CLASS}]))?[{_UNIT_CLASS}]{{0,4}}(?:点(?:[{_DIGIT_CLASS}]{{1,18}}|几)[万亿]{{0,2}})?"
    r"(?:(?<![万亿]千)|(?![瓦米克]))"
)
CHINESE = rf"(?:十几二十|[数几]?[{NUMERAL_CHARS}]{{1,20}}{_CHINESE_END})"
_STEPS_ON = r"[百千万亿](?:\d{1,4}[百千万亿]){1,4}[万亿]?"
STEPWISE = rf"\d{{1,4}}{_STEPS_ON}"
NUMBER_START = f"0-9数几半{NUMERAL_CHARS}"
"""The inside of a character class of what a number can begin with: as a look-ahead it makes a search six times as fast."""
NUMERAL_END = (
    rf"(?:(?<=\d)(?:\d{{0,3}}{_STEPS_ON}[余多]?"
    rf"|(?:\d{{0,2}}(?:,\d{{3}}){{1,6}}(?!\d)|\d{{0,17}})(?:\.\d{{1,18}})?(?: ?[余多来]?{MULTIPLIER})?[余多来]?)"
    rf"|(?:(?<=十)几二十|(?:(?<=[{NUMERAL_CHARS}])[{NUMERAL_CHARS}]{{0,19}}|(?<=[数几])[{NUMERAL_CHARS}]{{1,20}}){_CHINESE_END})"
    r"(?:[余多]|(?<=[十百千万亿])来|(?<=[百千万])把(?=[个块人家元里斤吨米台张年天件条次套辆亩号]))?|(?<=[数几半]))"
)
"""What a number has behind its first character. A pattern that begins with the character itself is searched for twice as fast."""
NUMERAL = f"[{NUMBER_START}]{NUMERAL_END}"
"""A regular expression for a number, in digits, in words, or mixed. Every repetition is bounded, so that matching stays linear."""

_STEPS = re.compile(STEPWISE)
_STEP = re.compile(r"(\d+)?([百千万亿])")
_PAIR = re.compile(rf"(?:^|(?<=[{_UNIT_CLASS}]))([{_DIGIT_CLASS}])([{_DIGIT_CLASS}])(?=[{_UNIT_CLASS}]|$)")  # 七八, 一百八九十
_VAGUE = re.compile("[余多来把好]")
_SPLIT = re.compile(rf"(?P<digits>{ARABIC})? ?(?P<words>[^\d]*)$")
_FULL_WIDTH = tuple(zip("０１２３４５６７８９．％\u3000\u00a0\u00b5", "0123456789.%  μ", strict=True))
_WIDE = re.compile(f"[{''.join(wide for wide, _ in _FULL_WIDTH)}]")
_WIDE_COMMA = re.compile("(?<=[０-９])，(?=[０-９]{3}(?![０-９]))")


class Interval(NamedTuple):
    """A number as low and high end; the same twice when it is exact."""

    low: Fraction
    high: Fraction


_FIXED = {"半": Interval(Fraction(1, 2), Fraction(1, 2)), "十几二十": Interval(Fraction(11), Fraction(20))}


def half_width(text: str) -> str:
    """Full-width digits, their points and commas, percent signs and blanks as ASCII, character for character: offsets hold.

    The sign of micro becomes the Greek letter.
    """
    if not _WIDE.search(text):
        return text
    text = _WIDE_COMMA.sub(",", text)
    for wide, narrow in _FULL_WIDTH:  # five times as fast as str.translate
        text = text.replace(wide, narrow)
    return text


@lru_cache(maxsize=4096)
def parse_numeral(text: str) -> Interval | None:
    """The number that a match of `NUMERAL` stands for.

    数 and 几 count as 2 to 9, a pair of digits in words (两三) as low and high end; 余, 多, 来 and 把 change nothing.

    Returns:
        None when the words do not form a number.
    """
    plain = _VAGUE.sub("", text).strip()
    if plain in _FIXED:
        return _FIXED[plain]
    if _STEPS.fullmatch(plain):
        return _stepwise(plain)
    match = _SPLIT.match(plain)
    if match is None:
        return None
    words = match["words"] or ""
    if match["digits"] is None:
        return _words(words)
    factor = multiplier(words)
    value = Fraction(match["digits"].replace(",", ""))
    return None if factor is None else Interval(value * factor, value * factor)


def _stepwise(text: str) -> Interval:
    """Digits with a unit each: 1亿7千6百万, 5亿4500万, 35万7千."""
    total = section = 0
    for digits, unit in _STEP.findall(text):
        if unit in _SMALL:
            section += int(digits) * _SMALL[unit]
        else:
            total, section = total + (section + int(digits or 0)) * _LARGE[unit], 0
    return Interval(Fraction(total + section), Fraction(total + section))


def multiplier(words: str) -> int | None:
    """``千亿`` → 10**11, ``""`` → 1; None for anything but multipliers."""
    factor = 1
    for char in words:
        step = _SMALL.get(char) or _LARGE.get(char)
        if step is None:
            return None
        factor *= step
    return factor


def _words(text: str) -> Interval | None:
    """Chinese numerals, with 数, 几 and digit pairs as intervals."""
    if text == "三两":
        return Interval(Fraction(2), Fraction(3))
    vague = re.search("[数几]", text)
    if vague:
        low, high = (_exact(text.replace(vague[0], digit)) for digit in "二九")
    else:
        pair = _PAIR.search(text)
        if pair and 0 < _DIGITS[pair[1]] < _DIGITS[pair[2]]:
            front, behind = text[: pair.start()], text[pair.end() :]
            low, high = _exact(front + pair[1] + behind), _exact(front + pair[2] + behind)
        else:
            low = high = _exact(text)
    return None if low is None or high is None else Interval(low, high)


def _exact(text: str) -> Fraction | None:
    """One Chinese numeral (三千五百万, 二〇二五, 七点五, 三万五) as a fraction; None when it is none."""
    whole, _, decimals = text.partition("点")
    tail = whole.lstrip(_DIGIT_CLASS)
    number = (Fraction(int("".join(str(_DIGITS[c]) for c in whole))) if whole else None) if not tail else _positional(whole)
    if number is None or not decimals:
        return number
    digits = decimals.rstrip("万亿")
    factor = multiplier(decimals[len(digits) :])
    if not digits or factor is None:
        return None
    return (number + Fraction(int("".join(str(_DIGITS[c]) for c in digits)), 10 ** len(digits))) * factor


def _positional(text: str) -> Fraction | None:
    """Numerals with 十百千万亿. A last digit straight after a unit counts as the next lower place (三万五 = 35,000)."""
    total = section = digit = 0
    last_unit = 1
    for char in text:
        if char in _DIGITS:
            if digit:
                return None
            digit = _DIGITS[char]
            last_unit = last_unit if digit else 1
        elif char in _SMALL:
            last_unit = _SMALL[char]
            section += (digit or 1) * last_unit
            digit = 0
        else:
            last_unit = _LARGE[char]
            section += digit
            if char == "万":
                total, section = total + (section or (0 if total else 1)) * last_unit, 0
            else:
                total, section = (total + section or 1) * last_unit, 0
            digit = 0
    return Fraction(total + section + digit * max(last_unit // 10, 1))
