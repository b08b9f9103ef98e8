"""Rules that cannot match without certain words: one scan of a text tells which of many rules are worth trying."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Generic, TypeVar

from daachorse import CharwiseDoubleArrayAhoCorasick

Rule = TypeVar("Rule")


class Triggers(Generic[Rule]):
    """Finds the rules that can match a text.

    Args:
        rules: each rule with the strings of which every match of it holds at least one.
    """

    def __init__(self, rules: Sequence[tuple[Rule, Iterable[str]]]) -> None:
        triggered: dict[str, frozenset[int]] = {}
        for number, (_, strings) in enumerate(rules):
            for string in strings:
                triggered[string] = triggered.get(string, frozenset()) | {number}
        self._rules = [rule for rule, _ in rules]
        self._triggered = list(triggered.values())
        self._automaton = CharwiseDoubleArrayAhoCorasick(list(triggered))

    def fired(self, text: str) -> list[Rule]:
        """The rules of which a string stands in the text, in the order they were given."""
        found = self._automaton.find_overlapping(text)
        if not found:
            return []
        numbers = {number for _, _, index in found for number in self._triggered[index]}
        return [self._rules[number] for number in sorted(numbers)]
