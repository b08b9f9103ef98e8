"""What a line in bold type is: a heading, or prose or a byline that somebody made bold."""

from __future__ import annotations

import re

_SENTENCE_END = re.compile(r"[。；…]|[！？!?].")
_BYLINE = re.compile(
    r"(?:文|作者|编辑|編輯|来源|來源|记者|記者|图|圖|责编|责任编辑|校对|审核|监制|出品|撰文|整理|编译|采写)[^\u3400-\u9fff]{0,3}[:：|｜丨/]"
)
_LONGEST = 60


def is_heading(text: str, longest: int = 2 * _LONGEST) -> bool:
    """Whether a marked heading can be one: no longer than ``longest`` characters, and not sentences."""
    return len(text) <= longest and not _SENTENCE_END.search(text)


def is_bold_heading(text: str) -> bool:
    """Whether a paragraph wholly in bold type is a heading: short, no sentence, no byline."""
    return is_heading(text, _LONGEST) and not _BYLINE.match(text)
