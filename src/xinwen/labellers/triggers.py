"""Rules that cannot match without certain words: one scan of a text tells which of many rules are worth trying."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from itertools import product
from typing import Generic, TypeVar

from daachorse import CharwiseDoubleArrayAhoCorasick

Rule = TypeVar("Rule")


def chains(*parts: Iterable[str]) -> list[str]:
    """Every string of one member of each part, in order."""
    return ["".join(members) for members in product(*parts)]


class Triggers(Generic[Rule]):
    """Finds the rules that can match a text.

    Args:
        rules: each rule with the strings of which every match of it holds at least one; without any it is always worth trying.
    """

    def __init__(self, rules: Sequence[tuple[Rule, Collection[str]]]) -> None:
        triggered: dict[str, int] = {}
        self._always = 0
        for number, (_, strings) in enumerate(rules):
            if not strings:
                self._always |= 1 << number
            for string in strings:
                triggered[string] = triggered.get(string, 0) | 1 << number
        self._rules = [rule for rule, _ in rules]
        self._triggered = list(triggered.values())
        self._find = CharwiseDoubleArrayAhoCorasick(list(triggered)).find_overlapping
        self._of = lru_cache(maxsize=4096)(self._numbered)

    def fired(self, text: str) -> Sequence[Rule]:
        """The rules of which a string stands in the text, in the order they were given."""
        numbers, triggered = self._always, self._triggered
        for _, _, index in self._find(text):
            numbers |= triggered[index]
        return self._of(numbers) if numbers else ()

    def _numbered(self, numbers: int) -> tuple[Rule, ...]:
        """The rules whose bits are set."""
        return tuple(rule for number, rule in enumerate(self._rules) if numbers >> number & 1)
