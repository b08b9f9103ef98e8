"""A sentence with its mentions, read once for all that is said of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, cached_property

from xinwen.labellers.attributes import Outer
from xinwen.labellers.clauses import Clause, nameless, split_clauses
from xinwen.labellers.cues import CueScan, has_cue
from xinwen.labellers.effects import Effect, find_effects
from xinwen.labellers.masks import Masked
from xinwen.labellers.sentiment import Cue, find_cues, find_sentence_sentiment
from xinwen.records import Entity, Sentence, Sentiment
from xinwen.scheme import scheme

_CONTINUES = re.compile("成为|实现|获|并|也|还|将|已|正|率先|是|不仅|可|能|有望|或|被|使|让|创|超|更|同比|环比|达到|展现")
#: What stands between the members of a list.
LIST = re.compile(r"[、和与及]|以及|/| |\0*")
_MEMBER = re.compile("[）)》”]*(?:[、和与及/]|以及)[《“]*")
_SCAN = CueScan("good", "bad", "higher", "lower", "equal", "adopt", "good_object", "bad_object", "withheld", "bestowed")
_BASES = (("market_reaction", "market"), ("forecast", "future"), ("evaluation", "evaluation"))
#: How many characters may stand between a word and what it is said of.
CLOSE = 2
_WINDOW = 40


class Reading:
    """A sentence read once for its claims and all its targets: clauses, their cues, and which target is the first of its clause.

    Attributes:
        text: the sentence's text with its names blotted out.
        clauses: those of this text.
        outer: the outer mentions.
        tables: those of which a cue may stand in the text.
        targets: the mentions towards which a polarity is told, in order.
    """

    def __init__(self, sentence: Sentence, entities: Sequence[Entity]) -> None:
        self.sentence, self.entities = sentence, entities
        self.text = nameless(sentence.text, entities)
        self.clauses = split_clauses(self.text)
        self.outer = Outer(entities)
        self.targets = [e for e in self.outer.mentions if _is_target(e.type, e.fine_type)]
        self.tables = _SCAN.tables(self.text)
        self._evaluates = not self.tables.isdisjoint(("good", "bad"))
        self._bases: dict[int, str] = {}
        self._starts = {t.start_char for t in self.targets}
        self._ends = {t.end_char: t for t in self.targets}

    @cached_property
    def masked(self) -> Masked:
        """The text as the heads see it."""
        return Masked(self.sentence.text, self.entities)

    @cached_property
    def own(self) -> Sentiment:
        """The sentence's own sentiment by the rules."""
        return find_sentence_sentiment(self.text, self.clauses if self._evaluates else ())

    @cached_property
    def effects(self) -> list[Effect]:
        """The words that tell who gains and who loses."""
        return find_effects(self.text)

    @cached_property
    def _extents(self) -> dict[str, tuple[int, int]]:
        """For each target the span of its name with the alias in brackets behind it; an alias has that of its name."""
        found: dict[str, tuple[int, int]] = {}
        for target in self.targets:
            named = self.named_before(target)
            if named is None:
                found[target.id] = target.start_char, target.end_char
            else:
                end = target.end_char + self.text.startswith(("）", ")"), target.end_char)
                found[named.id] = found[target.id] = found[named.id][0], end
        return found

    @cached_property
    def _index(self) -> dict[str, int]:
        """For each target the index of its clause (both come in order)."""
        found, clause = {}, 0
        for target in self.targets:
            while clause + 1 < len(self.clauses) and self.clauses[clause].end <= target.start_char:
                clause += 1
            found[target.id] = clause
        return found

    @cached_property
    def first(self) -> set[str]:
        """The targets that are the first of their clause, in a list with it, or right behind it (a firm, its office, a name)."""
        found: set[str] = set()
        last: Entity | None = None
        for target in self.targets:
            alone = last is None or self._index[last.id] != self._index[target.id]
            if alone or (last and last.id in found and LIST.fullmatch(self.text, last.end_char, target.start_char)):
                found.add(target.id)
            last = target
        return found

    def extent(self, target: Entity) -> tuple[int, int]:
        """Where the target's name begins, and where it ends with the alias in brackets behind it."""
        return self._extents[target.id]

    def between(self, target: Entity) -> tuple[int, int]:
        """Where the last target in front of this one ends, and where the next one begins; the members of a list count as one."""
        return self._gaps[self._extents[target.id]]

    @cached_property
    def _gaps(self) -> dict[tuple[int, int], tuple[int, int]]:
        """For each extent what `between` tells."""
        listed: list[list[tuple[int, int]]] = []
        for extent in dict.fromkeys(self._extents.values()):
            if listed and _MEMBER.fullmatch(self.text, listed[-1][-1][1], extent[0]):
                listed[-1].append(extent)
            else:
                listed.append([extent])
        ends = [-1, *(extents[-1][1] for extents in listed)]
        starts = [*(extents[0][0] for extents in listed[1:]), len(self.text)]
        each = zip(listed, ends[:-1], starts, strict=True)
        return {extent: (before, behind) for extents, before, behind in each for extent in extents}

    def clause(self, target: Entity) -> Clause:
        return self.clauses[self._index[target.id]]

    def following(self, target: Entity) -> list[Clause]:
        """The clauses behind the target's that go on with its subject: none has a target of its own."""
        index = self._index[target.id]
        busy = set(self._index.values())
        found = []
        while self.clauses[index].mark in ("，", ",") and index + 1 < len(self.clauses) and index + 1 not in busy:
            index += 1
            if not _CONTINUES.match(self.text, self.clauses[index].start):
                break
            found.append(self.clauses[index])
        return found

    def behind(self, target: Entity) -> Sequence[Clause]:
        """The two clauses behind the target's."""
        index = self._index[target.id]
        return self.clauses[index + 1 : index + 3]

    def cues(self, clause: Clause) -> tuple[Cue, ...]:
        """The evaluative words of a clause."""
        return find_cues(self.text, clause) if self._evaluates else ()

    def basis(self, target: Entity) -> str:
        """The first of the bases whose cues the target's clause shows; a fact otherwise."""
        clause = self.clause(target)
        if clause.start not in self._bases:
            words = self.text[clause.start : clause.end]
            self._bases[clause.start] = next((basis for basis, table in _BASES if has_cue(words, table)), "fact")
        return self._bases[clause.start]

    def around(self, target: Entity) -> tuple[str, str]:
        """What stands before the target and behind it in its clause, as far as a rule looks."""
        clause, start, end = self.clause(target), target.start_char, target.end_char
        return self.text[max(clause.start, start - _WINDOW) : start], self.text[end : min(clause.end, end + _WINDOW)]

    def named_before(self, target: Entity) -> Entity | None:
        """The target that this one, standing in brackets right behind it, is another name of."""
        if self.text[max(0, target.start_char - 1) : target.start_char] not in ("（", "("):
            return None
        return self._ends.get(target.start_char - 1)

    def is_target_at(self, position: int) -> bool:
        """Whether a target begins at the position or right behind it."""
        return any(position + step in self._starts for step in range(CLOSE + 1))


@cache
def _is_target(type: str, fine_type: str | None) -> bool:
    return scheme().is_target(type, fine_type)
