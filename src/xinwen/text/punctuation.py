"""Width: ASCII marks in Chinese text become the full-width ones, full-width letters and figures the ASCII ones, one for one."""

from __future__ import annotations

import re
import string
from functools import cache

import numpy as np
import numpy.typing as npt

from xinwen.text.charclass import CharClass, Codes, Positions, code_points, made_of, of_code_points, where

HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
"""Han characters as the inside of a regular-expression class."""
BLANK = " \t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
"""Blanks within a line, each named, so that it is the inside of a class too."""
LINE_END = "\n\r\u000b\u000c\u001c\u001d\u001e\u0085\u2028\u2029"
"""What ends a line, each named."""

_CLOSING = "）】》」』”’"
_OPENING = "（【《「『“‘"
_NARROW, _WIDE = ",:;?!", "，：；？！"
_MARKS = CharClass(_NARROW)

# A mark is Chinese when a Han character (or a CJK bracket) stands before it, blanks aside, or directly after it, or when it ends a
# line behind a figure, or stands right behind another such mark; a mark inside a Latin run (1,000; 12:30; http://) has neither.
_BEARING = CharClass(f"{HAN}{_CLOSING}")
_BEARER = re.compile(f"[{_BEARING.inside}]")
_AHEAD = re.compile(
    rf"(?<=[A-Za-z0-9%℃\])])[,:;](?:(?=[{BLANK}]*+[{HAN}{_OPENING}])|(?<=[0-9%].)(?=[{BLANK}]*+(?:[{LINE_END}]|\Z)))"
)

_WIDE_SIGN = CharClass("０-９Ａ-Ｚａ-ｚ")
_SIGNS = string.digits + string.ascii_letters
_TO_NARROW = str.maketrans("".join(chr(ord(sign) + 0xFEE0) for sign in _SIGNS), _SIGNS)
_INNER = re.compile(r"(?<=[０-９])(?:．(?=[０-９])|％)")
_INNER_NARROW = {"．": ".", "％": "%"}


def set_widths(text: str) -> str:
    """``text`` with letters and figures at half width and the marks of Chinese text at full width; the length does not change."""
    widened = widen(text)
    # Marks that are widened are no wide signs; the steps that follow look at the widened text too, and one look does for all.
    return widen(narrow(text)) if _has_wide_signs(widened) else widened


def _has_wide_signs(text: str) -> bool:
    """Whether there is a full-width letter or figure."""
    return _WIDE_SIGN.is_in(text)


def narrow(text: str) -> str:
    """``text`` with full-width letters and figures in ASCII, and the point and the per cent sign that belong to such figures."""
    if not _has_wide_signs(text):
        return text
    return _INNER.sub(lambda match: _INNER_NARROW[match.group()], text).translate(_TO_NARROW)


def widen(text: str) -> str:
    """``text`` with ``, : ; ? !`` at full width where they stand in Chinese text; the length does not change."""
    if not _MARKS.is_in(text):
        return text
    codes = code_points(text)
    marks = where(_MARKS.mask(codes))
    chinese = _chinese(text, codes, marks)
    if not np.count_nonzero(chinese):
        return text
    chosen = marks[chinese]
    codes = codes.copy()
    codes[chosen] = _widths()[codes[chosen]]
    widened = of_code_points(codes)
    made_of(widened, text, _WIDE)
    return widened


def _chinese(text: str, codes: Codes, marks: Positions) -> npt.NDArray[np.bool_]:
    """For each mark of a text, given by place, whether it stands in Chinese text."""
    chinese = _BEARING.mask(codes.take(marks - 1, mode="clip")) & (marks > 0)
    places = marks.tolist()
    for number in where(~chinese).tolist():  # few
        at = places[number]
        between = text[places[number - 1] + 1 if number else 0 : at]
        solid = between.rstrip(BLANK)
        if not between:
            chinese[number] = number > 0 and chinese[number - 1]
        elif len(solid) < len(between):
            chinese[number] = _BEARER.match(solid[-1:]) is not None
        else:
            chinese[number] = _AHEAD.match(text, at) is not None
    return chinese


@cache
def _widths() -> Codes:
    """For each ASCII code point that of its mark at full width."""
    table = np.arange(128, dtype=np.uint32)
    table[list(map(ord, _NARROW))] = list(map(ord, _WIDE))
    return table
