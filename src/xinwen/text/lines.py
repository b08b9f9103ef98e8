"""The lines of a text, with their places in it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from itertools import accumulate

from xinwen.text.punctuation import LINE_END

_ENDS = frozenset(LINE_END)


class Lines:
    """The lines of a text; ``whole`` holds them with their line ends, and the rest is worked out when asked for."""

    def __init__(self, text: str) -> None:
        self.whole = text.splitlines(keepends=True)

    @cached_property
    def bare(self) -> list[str]:
        """The lines without line ends and edge blanks."""
        return list(map(str.strip, self.whole))

    @cached_property
    def ends(self) -> list[int]:
        """Where each line ends, its line end included."""
        return list(accumulate(map(len, self.whole)))

    def spans(self, places: Iterable[int]) -> list[tuple[int, int]]:
        """The spans of the lines with these numbers, their line ends included."""
        whole, ends = self.whole, self.ends
        return [(ends[at] - len(whole[at]), ends[at]) for at in places]

    def bare_start(self, at: int) -> int:
        """Where the bare line begins."""
        return self.ends[at] - len(self.whole[at].lstrip())


def is_lines(text: str, start: int, end: int) -> bool:
    """Whether ``text[start:end]`` is whole lines."""
    return (start == 0 or text[start - 1] in _ENDS) and (end == len(text) or text[end - 1] in _ENDS)
