"""Width of punctuation: ASCII marks between Chinese characters become the full-width ones, one for one."""

from __future__ import annotations

import re
from functools import lru_cache

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
    rf"[{_NARROW}{_BLANK}](?:(?<=[{_NARROW}])(?:(?:{_BEHIND})[{_NARROW}]*"
    rf"|(?<=[A-Za-z0-9%℃\])][,:;])(?=[{_BLANK}]*+[{HAN}{_OPENING}])|(?<=[0-9%][,:;])(?=[{_BLANK}]*+(?:[{_LINE_END}]|\Z)))"
    rf"|(?<=[{_BLANK}])(?<=[{HAN}{_CLOSING}].)[{_BLANK}]{{3,}}+[{_NARROW}]+)"
)


def widen(text: str) -> str:
    """``text`` with ``, : ; ? !`` at full width where they stand in Chinese text; the length does not change."""
    if not any(mark in text for mark in _NARROW):
        return text
    return _MARK.sub(lambda match: _widened(match.group()), text)


@lru_cache(256)
def _widened(marks: str) -> str:
    return marks.translate(_WIDE)
