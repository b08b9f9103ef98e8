"""Width: ASCII marks in Chinese text become the full-width ones, full-width letters and figures the ASCII ones, one for one."""

from __future__ import annotations

import re
import string
from functools import lru_cache

from xinwen.text.charclass import CharClass

HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
"""Han characters as the inside of a regular-expression class."""

_CLOSING = "）】》」』”’"
_OPENING = "（【《「『“‘"
_NARROW = ",:;?!"
_WIDE = str.maketrans(_NARROW, "，：；？！")

# A mark is Chinese when a Han character (or a CJK bracket) stands before it, or directly after it, or when it ends a line
# behind a figure; a mark inside a Latin run (1,000; 12:30; http://) has neither.
_BLANK = " \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_LINE_END = "\n\r\u000b\u000c\u001c-\u001e\u0085\u2028\u2029"
_BEHIND = "|".join(f"(?<=[{HAN}{_CLOSING}][{_BLANK}]{{{blanks}}}.)" for blanks in range(4))
# One class comes first, for which the engine looks ahead.
_MARK = re.compile(
    rf"([{_NARROW}{_BLANK}](?:(?<=[{_NARROW}])(?:(?:{_BEHIND})[{_NARROW}]*"
    rf"|(?<=[A-Za-z0-9%℃\])][,:;])(?=[{_BLANK}]*+[{HAN}{_OPENING}])|(?<=[0-9%][,:;])(?=[{_BLANK}]*+(?:[{_LINE_END}]|\Z)))"
    rf"|(?<=[{_BLANK}])(?<=[{HAN}{_CLOSING}].)[{_BLANK}]{{3,}}+[{_NARROW}]+))"
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
    return widen(narrow(text)) if has_wide_signs(widened) else widened


def has_wide_signs(text: str) -> bool:
    """Whether there is a full-width letter or figure."""
    return _WIDE_SIGN.is_in(text)


def narrow(text: str) -> str:
    """``text`` with full-width letters and figures in ASCII, and the point and the per cent sign that belong to such figures."""
    if not has_wide_signs(text):
        return text
    return _INNER.sub(lambda match: _INNER_NARROW[match.group()], text).translate(_TO_NARROW)


def widen(text: str) -> str:
    """``text`` with ``, : ; ? !`` at full width where they stand in Chinese text; the length does not change."""
    if not any(mark in text for mark in _NARROW):
        return text
    parts = _MARK.split(text)
    parts[1::2] = map(_widened, parts[1::2])
    return "".join(parts)


@lru_cache(256)
def _widened(marks: str) -> str:
    return marks.translate(_WIDE)
