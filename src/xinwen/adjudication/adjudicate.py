"""Adjudication: two passes and the decisions on their differences make the labels that count.

What both passes say passes through; each difference needs a decision with a reason; agreed labels can be changed too, with a
reason, since adjudication is a third reading and not a vote.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from xinwen.adjudication.decisions import ACTIONS, CHOICES, Decision
from xinwen.adjudication.differences import Comparison, Difference, compare, desk_of, within
from xinwen.adjudication.units import ClaimUnit, Desk, Span, Units
from xinwen.errors import XinwenError
from xinwen.passes.store import ADJUDICATED
from xinwen.passes.surface import SurfaceError, locate, locate_content
from xinwen.records import ArticlePass, PassInfo, SentenceLabels
from xinwen.register import Register
from xinwen.scheme import scheme

#: Fields of a claim that may hold more than one line, so that ``both`` makes sense.
_REPEATED = ("source", "num")
#: Claims come before mentions, whose polarities name them.
_ORDER = ("sentence", "claim", "entity", "target")
_REMEDIES = {
    "decision-reason": "Say why, in a `#` line below the answer.",
    "decision-value": "Write it behind the answer, as a line of the authoring form.",
    "decision-unknown": "Take the decision out, or write the sheet again from these two passes.",
    "decision-twice": "Keep one of the two decisions.",
    "decision-missing": f"Answer it with one of {', '.join(CHOICES)}, and say why.",
    "decision-target": "Name it as `E surface`, `C content` or `S`.",
}


def adjudicate(
    a: ArticlePass, b: ArticlePass, decisions: Sequence[Decision], info: PassInfo, register: Register | None = None
) -> tuple[ArticlePass, list[XinwenError]]:
    """The adjudicated labels of an article.

    Args:
        a, b: the passes.
        decisions: one for each difference, and any changes of agreed labels.
        info: who adjudicated; see :func:`adjudicated_info`.
        register: what ``@name`` is looked up in.

    Returns:
        The labels, and what is wrong: ``decision-missing``, ``decision-reason``, ``decision-unknown`` (no such difference),
        ``decision-twice``, ``decision-choice``, ``decision-value``, ``decision-target`` (no such label), ``decision-labels``
        (what was decided does not fit together). With errors the labels are not to be used.
    """
    desk = desk_of(a, register)
    comparisons = list(compare(a, b, desk))
    found = {d.id: d for c in comparisons for d in c.differences}
    errors = _check(found, decisions, {c.labels.sentence_id for c in comparisons})
    if errors:
        return replace(a, info=info), errors
    said = {d.difference: d for d in decisions if d.difference}
    extras = [d for d in decisions if not d.difference]
    sentences = []
    for c in comparisons:
        bench = _Bench(c, desk, errors)
        for difference in sorted(c.differences, key=lambda d: _ORDER.index(d.layer)):
            bench.settle(difference, said[difference.id])
        for extra in (d for d in extras if d.sentence_id == c.labels.sentence_id):
            bench.change(extra)
        sentences.append(bench.labels())
    return ArticlePass(info, a.article_id, tuple(sentences)), errors


def adjudicated_info(a: PassInfo, b: PassInfo, annotator: str, annotator_kind: str) -> PassInfo:
    """Who stands behind the adjudicated labels of two passes, or of one that was read again (``a`` and ``b`` the same)."""
    return PassInfo(
        name=ADJUDICATED,
        label_source="hand",
        annotator_kind=annotator_kind,
        annotator=annotator,
        guidelines=scheme().guidelines if a == b else max(a.guidelines, b.guidelines),
        scheme=max(a.scheme, b.scheme),
        independent=False,
        derived_from=a.name if a == b else f"{a.name}+{b.name}",
    )


def _check(found: Mapping[str, Difference], decisions: Sequence[Decision], sentences: set[str]) -> list[XinwenError]:
    """What is wrong with the decisions before any of them is carried out."""
    errors = []
    seen: set[str] = set()
    for d in decisions:
        place = d.difference or f"{d.sentence_id}: {d.choose} {d.target or ''}".strip()
        if not d.reason.strip():
            errors.append(_wrong("decision-reason", "the decision has no reason.", place))
        known = CHOICES if d.difference else ACTIONS
        if d.choose not in known:
            remedy = f"Take one of {', '.join(known)}."
            errors.append(XinwenError("decision-choice", f"there is no answer {d.choose!r}.", place=place, remedy=remedy))
        if d.choose in ("other", "add", "change") and not d.value:
            errors.append(_wrong("decision-value", f"{d.choose} needs the right label.", place))
        if d.difference and d.difference not in found:
            errors.append(_wrong("decision-unknown", "the passes have no such difference.", place))
        if not d.difference and d.sentence_id not in sentences:
            errors.append(_wrong("decision-unknown", "the passes have no such sentence.", place))
        if d.difference and d.difference in seen:
            errors.append(_wrong("decision-twice", "the difference is decided twice.", place))
        seen.add(d.difference)
    missing = (id for id in found if id not in seen)
    return errors + [_wrong("decision-missing", "the difference is not decided.", id) for id in missing]


def _wrong(id: str, message: str, place: str) -> XinwenError:
    return XinwenError(id, message, place=place, remedy=_REMEDIES[id])


def _not_both(difference: Difference) -> XinwenError:
    remedy = "Answer a, b, neither or other."
    return XinwenError("decision-choice", "only one of the two can hold.", place=difference.id, remedy=remedy)


@dataclass(slots=True)
class _Bench:
    """One sentence being adjudicated; ``comparison.agreed`` grows into what is decided."""

    comparison: Comparison
    desk: Desk
    errors: list[XinwenError]

    @property
    def units(self) -> Units:
        return self.comparison.agreed

    def settle(self, difference: Difference, decision: Decision) -> None:
        """Carry out a decision on a difference."""
        if difference.layer == "sentence":
            self.units.own = self._sentence_polarity(difference, decision)
        elif difference.layer == "entity":
            self.units.entities |= self._chosen(difference, decision).entities
        elif difference.layer == "target":
            self._settle_view(difference, decision)
        elif difference.key:
            self._settle_field(difference, decision)
        else:
            self.units.claims |= self._chosen(difference, decision).claims

    def change(self, extra: Decision) -> None:
        """Carry out a change of labels on which the passes agree."""
        if extra.choose != "add" and not self._drop(extra):
            message = f"there is no label {extra.target!r} among the decided ones."
            self.errors.append(_wrong("decision-target", message, f"{extra.sentence_id}: {extra.choose}"))
        elif extra.choose != "drop":
            self._merge(self._read(extra.value, f"{extra.sentence_id}: {extra.choose}"))

    def labels(self) -> SentenceLabels:
        """What is decided, as labels."""
        labels, wrong = self.desk.compile(self.comparison.labels, self.units)
        lines = self.units.lines()
        for error in wrong:
            number = int(error.place.rpartition(":")[2])
            place = f"{labels.sentence_id}: {lines[number - 1].strip()}" if number else labels.sentence_id
            self.errors.append(XinwenError("decision-labels", error.message, place=place, remedy=error.remedy))
        return labels

    def _chosen(self, difference: Difference, decision: Decision) -> Units:
        """The units that a decision on mentions or claims keeps."""
        if decision.choose == "other":
            return self._read(decision.value, difference.id)
        a, b = (within(side.entities, difference.span) for side in (self.comparison.a, self.comparison.b))
        if decision.choose == "both" and any(a[span].lines != b[span].lines for span in a.keys() & b.keys()):
            self.errors.append(_not_both(difference))
        chosen = Units()
        for side, units in (("a", self.comparison.a), ("b", self.comparison.b)):
            if decision.choose in (side, "both"):
                chosen.entities |= within(units.entities, difference.span)
                chosen.claims |= within(units.claims, difference.span)
        return chosen

    def _sentence_polarity(self, difference: Difference, decision: Decision) -> str | None:
        if decision.choose == "other":
            return decision.value[0].removeprefix("S ").strip()
        said = self._side(difference, decision)
        return said[0] if said else None

    def _settle_view(self, difference: Difference, decision: Decision) -> None:
        """The polarity goes to its mention where that is kept; a mention decided to be something else brings its own."""
        unit = self.units.entities.get(difference.span)
        sides = {"a": self.comparison.a, "b": self.comparison.b}
        known = [side.entities[difference.span].lines for side in sides.values()]
        if unit is None or unit.lines not in known:
            return
        if decision.choose in sides:
            view = sides[decision.choose].entities[difference.span].view
        else:
            head = f"{unit.lines[0]} | {' '.join(decision.value)}" if decision.choose == "other" else unit.lines[0]
            view = self._read((head,), difference.id).entities[difference.span].view
        self.units.entities[difference.span] = replace(unit, view=view)

    def _settle_field(self, difference: Difference, decision: Decision) -> None:
        claim = self.units.claims[difference.span]
        if decision.choose == "other":
            values = tuple(line.strip().removeprefix(f"{difference.key}:").strip() for line in decision.value)
        else:
            values = self._side(difference, decision)
        self.units.claims[difference.span] = ClaimUnit(claim.content, {**claim.fields, difference.key: values})

    def _side(self, difference: Difference, decision: Decision) -> tuple[str, ...]:
        """What the chosen side says; both sides together where a field takes a list."""
        if decision.choose == "both" and difference.key in _REPEATED:
            return tuple(dict.fromkeys((*difference.a, *difference.b)))
        if decision.choose == "both" and difference.key in ("about", "other"):
            return (", ".join(dict.fromkeys(part for side in (*difference.a, *difference.b) for part in side.split(", "))),)
        if decision.choose == "both":
            self.errors.append(_not_both(difference))
        return {"a": difference.a, "b": difference.b}.get(decision.choose, ())

    def _read(self, lines: Sequence[str], place: str) -> Units:
        """The units of lines that an adjudicator wrote; ``c1`` in them counts the claims decided so far."""
        own = any(line.startswith("C ") for line in lines)
        claims = () if own else (line for span in sorted(self.units.claims) for line in self.units.claims[span].lines)
        units, wrong = self.desk.read(self.comparison.labels, (*lines, *claims))
        self.errors += (XinwenError("decision-value", error.message, place=place, remedy=error.remedy) for error in wrong)
        return units

    def _merge(self, new: Units) -> None:
        self.units.own = new.own or self.units.own
        self.units.entities |= new.entities
        self.units.claims |= new.claims

    def _drop(self, extra: Decision) -> bool:
        """Take out the label that an ``extra`` names; whether there was one."""
        kind, _, name = (extra.target or "").partition(" ")
        if kind == "S":
            there, self.units.own = self.units.own is not None, None
            return there
        if kind == "E":
            return self.units.entities.pop(self._span(name.split(" = ")[0], content=False), None) is not None
        return kind == "C" and self.units.claims.pop(self._span(name, content=True), None) is not None

    def _span(self, name: str, *, content: bool) -> Span:
        try:
            return (locate_content if content else locate)(self.comparison.labels.text, name.strip())
        except SurfaceError:
            return (0, 0)
