"""Decisions on differences: as records, as JSON Lines, and as a text sheet that a person fills in.

In a sheet each difference is followed by one answer and its reason::

    ? demo-001.s012:entity:5-9
    a | E 英伟达 = ORG.company | @英伟达 | neutral fact
    b | E 英伟达H20 = PROD.hardware | @H20 | neutral fact
    b | I 英伟达 = ORG.company | @英伟达
    > b
    # brand and model in one string are one span

An answer is ``a``, ``b``, ``both``, ``neither`` or ``other:`` with the right label behind it, as a line of the authoring form
(or the right value of a field); further lines of it start with ``>`` too. Labels on which the passes agree (``=`` lines) are
changed with ``> add: E …``, ``> drop: E surface`` or ``> change: E surface`` and the new lines below it, each with its reason.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from xinwen.adjudication.differences import Difference, compare, desk_of
from xinwen.codec import CodecError, decode, encode
from xinwen.errors import XinwenError
from xinwen.passes.sections import Faults
from xinwen.records import ArticlePass
from xinwen.register import Register

CHOICES = ("a", "b", "both", "neither", "other")
ACTIONS = ("add", "drop", "change")


@dataclass(frozen=True, slots=True)
class Decision:
    """What is decided, and why.

    Attributes:
        difference: the id of a difference; empty for a change to labels on which the passes agree.
        choose: one of ``CHOICES``, for such a change one of ``ACTIONS``.
        reason: why, in a few words.
        value: the right label for ``other``, ``add`` and ``change``, as lines of the authoring form.
        sentence_id, target: for ``add``, ``drop``, ``change``: where, and which label (``E surface``, ``C content``, ``S``).
        a, b: what the passes said, for the record.
    """

    difference: str
    choose: str
    reason: str
    value: tuple[str, ...] = ()
    sentence_id: str | None = None
    target: str | None = None
    a: tuple[str, ...] = ()
    b: tuple[str, ...] = ()


def write_decisions(decisions: Iterable[Decision], path: Path) -> None:
    """Write decisions as JSON Lines."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = (json.dumps(encode(decision), ensure_ascii=False) for decision in decisions)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", newline="\n")


def read_decisions(path: Path) -> list[Decision]:
    """Read decisions: JSON Lines (``.jsonl``), or else a sheet.

    Raises:
        XinwenError: ``decision-line`` for a line that is none.
    """
    text = path.read_text("utf-8")
    if path.suffix != ".jsonl":
        decisions, errors = parse_sheet(text, str(path))
        if errors:
            raise errors[0]
        return decisions
    return [_decision(line, f"{path}:{number}") for number, line in enumerate(text.removesuffix("\n").split("\n"), 1) if line]


def _decision(line: str, place: str) -> Decision:
    try:
        value = json.loads(line)
        return decode(Decision, {"difference": "", "reason": "", **value} if isinstance(value, dict) else value)
    except (CodecError, json.JSONDecodeError) as error:
        remedy = "Write one JSON object a line, with difference, choose, reason and, where it is needed, value."
        raise XinwenError("decision-line", f"{error}.", place=place, remedy=remedy) from error


def sheet(a: ArticlePass, b: ArticlePass, register: Register | None = None) -> str:
    """The sheet of an article: every sentence, the labels on which both agree, and every difference with room for the answer."""
    lines = [f"@article {a.article_id}", f"@a {a.info.name}", f"@b {b.info.name}"]
    for comparison in compare(a, b, desk_of(a, register)):
        lines += ["", f"## {comparison.labels.sentence_id}", comparison.labels.text]
        lines += (f"= {line}" for line in comparison.agreed.lines())
        lines += (line for difference in comparison.differences for line in _question(difference))
    return "\n".join([*lines, ""])


def _question(d: Difference) -> Iterator[str]:
    yield ""
    yield f"? {d.id}"
    for side, said in (("a", d.a), ("b", d.b)):
        yield from (f"{side} | {line}" for line in said or ("–",))
    yield ">"
    yield "#"


def parse_sheet(text: str, place: str = "sheet") -> tuple[list[Decision], list[XinwenError]]:
    """The decisions of a sheet, and every line that is not understood (``decision-line``)."""
    faults = Faults(place)
    reader = _SheetReader(faults)
    lines = iter(enumerate(text.replace("\r\n", "\n").split("\n"), 1))
    for number, line in lines:
        if line.startswith("## "):
            reader.begin_sentence(line[3:].strip())
            next(lines, None)
        else:
            reader.read(number, line.rstrip())
    reader.finish()
    return reader.decisions, faults.errors


class _SheetReader:
    """Gathers the answers of a sheet line by line."""

    def __init__(self, faults: Faults) -> None:
        self.faults = faults
        self.decisions: list[Decision] = []
        self.sentence_id = ""
        self.difference = ""
        self.said: dict[str, list[str]] = {"a": [], "b": []}
        self.answer: list[str] = []
        self.reason: list[str] = []

    def begin_sentence(self, sentence_id: str) -> None:
        self.finish()
        self.sentence_id = sentence_id

    def read(self, number: int, line: str) -> None:
        mark, rest = line[:1], line[1:].removeprefix(" ")
        if mark == "?":
            self.finish()
            self.difference = rest.strip()
        elif mark == ">":
            if self.reason:
                self.finish()
            self.answer += [rest] if rest.strip() else []
        elif mark == "#":
            self.reason += [rest.strip()] if rest.strip() else []
        elif line[:4] in ("a | ", "b | "):
            self.said[mark] += [line[4:]] if line[4:] != "–" else []
        elif line and not line.startswith(("=", "@", "//")):
            message = "a line of a sheet starts with ##, =, ?, a |, b |, > or #."
            self.faults.add("decision-line", number, message, "Correct the line, or make it a comment with `//`.")

    def finish(self) -> None:
        """Close the answer that was being gathered. A question without an answer leaves no decision, and is missed later."""
        if self.answer:
            head, _, value = self.answer[0].partition(":")
            head, values = head.strip(), [line for line in (value.strip(), *self.answer[1:]) if line]
            reason = " ".join(self.reason)
            if head in ACTIONS:
                target = values.pop(0) if head != "add" and values else None
                self.decisions.append(Decision("", head, reason, tuple(values), self.sentence_id, target))
            else:
                said = {side: tuple(lines) for side, lines in self.said.items()}
                self.decisions.append(Decision(self.difference, head, reason, tuple(values), a=said["a"], b=said["b"]))
                self.difference = ""
        self.said, self.answer, self.reason = {"a": [], "b": []}, [], []


def ledger(found: Sequence[Difference], decisions: Sequence[Decision]) -> list[Decision]:
    """The decisions as they are kept, each with what the passes said, in the order of the text; changes of agreed labels last."""
    said = {d.difference: d for d in decisions if d.difference}
    kept = [(d, said[d.id]) for d in found if d.id in said]
    answers = [Decision(d.id, one.choose, one.reason, one.value, a=d.a, b=d.b) for d, one in kept]
    return answers + [d for d in decisions if not d.difference]
