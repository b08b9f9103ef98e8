"""Signs in front of a number: -25%, 负28米, 零下30℃, +2.05亿元, ±3微米; and scales (华氏90度)."""

from __future__ import annotations

import re

SIGN_ENDS = frozenset("下上氏负-−－+＋±")
"""What a sign can end with."""
_PLUS = frozenset(("零上", "+", "＋"))
_DEGREES = frozenset(("Cel", "[degF]"))
_NO_NEGATIVE = frozenset("正抱担欠辜肩背自胜")
_MINUS_AFTER = re.compile(
    r"(?:^|[\s，。；：、（(“/是为至到从由比报跌涨降升在约近超达于率增速润利收额量价值差低高温围间度]|[同环]比)$"
)


def sign_before(text: str, start: int, code: str) -> str:
    """The sign that ends at ``start``, or nothing.

    A hyphen or a plus is one only behind a stop, a verb or a word that calls for a number: elsewhere it joins a range, a sum or
    a name.

    Args:
        code: the unit of the number; 零下 goes with degrees.
    """
    last = text[start - 1]
    if last in "下上":
        return text[start - 2 : start] if code in _DEGREES and text.startswith("零", start - 2) else ""
    if last == "氏":
        return text[start - 2 : start] if code in _DEGREES and text.startswith(("摄", "华"), start - 2) else ""
    if last == "±":
        return last
    if last == "负":
        return "" if text[max(0, start - 2) : start - 1] in _NO_NEGATIVE else last
    return last if _MINUS_AFTER.search(text, max(0, start - 3), start - 1) else ""


def signed(sign: str, value: float, upper: float | None, both: bool) -> tuple[float, float | None]:
    """Value and upper end with the sign; ``both``: it goes for both ends of a range (零下15至20度)."""
    if sign in _PLUS or sign[-1] == "氏":
        return value, upper
    if sign == "±":
        return -value, value
    if upper is None or not both:
        return -value, upper
    return -upper, -value
