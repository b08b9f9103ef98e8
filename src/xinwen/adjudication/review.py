"""The review of seeded labels: the sheet a reviewer reads, the flags that come back, and the estimate of what is left.

Flags are a CSV file with the columns ``sentence_id,layer,label,wrong,correction`` and, added by the adjudicator for flags that hit
no planted error, ``verdict`` (``real`` or ``none``).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from difflib import SequenceMatcher
from pathlib import Path

from xinwen.adjudication.seeding import LAYERS, MISSING, Key, Planted
from xinwen.errors import XinwenError
from xinwen.metrics.intervals import Interval, chapman, wilson
from xinwen.passes.drafting import label_lines
from xinwen.records import ArticlePass, SentenceLabels
from xinwen.register import Register

VERDICTS = ("real", "none")


@dataclass(frozen=True, slots=True)
class Flag:
    """What a reviewer holds wrong.

    Attributes:
        label: the label's id as in the sheet (``e03``, ``c01``, ``S``), or ``missing`` for one that should be there.
        wrong, correction: what is wrong with it, and what it should be.
        verdict: whether it is a real error; only for flags that hit nothing planted.
    """

    sentence_id: str
    layer: str
    label: str
    wrong: str
    correction: str = ""
    verdict: str = ""


@dataclass(frozen=True, slots=True)
class LayerEstimate:
    """The estimate for a layer.

    Attributes:
        labels: labels in it; planted, found: errors planted, and those of them that were flagged.
        share: of the planted errors found, with its 95 % Wilson interval; None without planted errors.
        real: real errors among the other flags; none: flags that are no errors.
        remaining: real errors that are estimated to be left, with its 95 % interval; None where no planted error was found.
        rate: the same per label.
    """

    layer: str
    labels: int
    planted: int
    found: int
    share: Interval | None
    real: int
    none: int
    remaining: Interval | None
    rate: Interval | None

    def as_dict(self) -> dict[str, object]:
        """The estimate as a flat record."""
        record = {f.name: getattr(self, f.name) for f in fields(self)}
        return {key: value._asdict() if isinstance(value, Interval) else value for key, value in record.items()}


def review_sheet(passes: Sequence[ArticlePass], register: Register | None = None) -> str:
    """Every sentence with its labels as the form writes them, each behind its id."""
    lines = ["// Flag what is wrong in a CSV file: sentence_id,layer,label,wrong,correction", f"// layers: {', '.join(LAYERS)}"]
    lines += [f"// label: the id in brackets, or {MISSING!r}; for a missing one the correction names its words"]
    for p in passes:
        texts = {s.sentence_id: s.text for s in p.sentences}
        for labels in p.sentences:
            lines += ["", f"## {labels.sentence_id}", labels.text, *_named_lines(labels, texts, register or Register())]
    return "\n".join([*lines, ""])


def _named_lines(labels: SentenceLabels, texts: Mapping[str, str], register: Register) -> Iterator[str]:
    entities, claims = iter(labels.entities), iter(labels.claims)
    for line in label_lines(labels, texts, register):
        kind = line[:2]
        id = "S" if kind == "S " else next(entities).id if kind in ("E ", "I ") else next(claims).id if kind == "C " else ""
        yield f"[{id}] {line}" if id else f"     {line}"


def read_flags(path: Path) -> list[Flag]:
    """Read the flags of a reviewer.

    Raises:
        XinwenError: ``review-flag`` for a line that is none.
    """
    text = path.read_bytes().decode("utf-8-sig")
    rows = csv.DictReader(io.StringIO(text, newline=""))
    known = {f.name for f in fields(Flag)}
    missing = {"sentence_id", "layer", "label", "wrong"} - set(rows.fieldnames or ())
    if missing:
        message = f"the columns {', '.join(sorted(missing))} are missing."
        raise XinwenError("review-flag", message, place=f"{path}:1", remedy="Name them in the first line of the CSV file.")
    return [_flag({key: (row[key] or "").strip() for key in known & row.keys()}, f"{path}:{rows.line_num}") for row in rows]


def _flag(row: dict[str, str], place: str) -> Flag:
    flag = Flag(**row)
    if flag.layer not in LAYERS:
        remedy = f"Take one of {', '.join(LAYERS)}."
        raise XinwenError("review-flag", f"unknown layer {flag.layer!r}.", place=place, remedy=remedy)
    if flag.verdict and flag.verdict not in VERDICTS:
        remedy = f"Take one of {', '.join(VERDICTS)}, or leave it open."
        raise XinwenError("review-flag", f"unknown verdict {flag.verdict!r}.", place=place, remedy=remedy)
    return flag


def write_flags(flags: Sequence[Flag], path: Path) -> None:
    """Write flags as CSV, with a column for the verdict."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([f.name for f in fields(Flag)])
        writer.writerows([getattr(flag, f.name) for f in fields(Flag)] for flag in flags)


def merge_flags(flags: Sequence[Flag]) -> list[Flag]:
    """Flags of several files, each once; a verdict that stands in one of them counts."""
    verdicts = {replace(flag, verdict=""): flag for flag in flags if flag.verdict}
    return [verdicts.get(flag, flag) for flag in dict.fromkeys(replace(flag, verdict="") for flag in flags)]


def match_flags(key: Key, flags: Sequence[Flag]) -> tuple[set[Planted], list[Flag]]:
    """The planted errors that were found, and the flags that hit none of them: those need a verdict."""
    found: set[Planted] = set()
    others = []
    for flag in flags:
        hits = [p for p in key.planted if _hits(flag, p)]
        found.update(hits[:1])
        if not hits:
            others.append(flag)
    return found, others


def _hits(flag: Flag, p: Planted) -> bool:
    if (flag.sentence_id, flag.layer, flag.label) != (p.sentence_id, p.layer, p.label):
        return False
    return p.label != MISSING or _speaks_of(flag.correction or flag.wrong, p.text)


def _speaks_of(said: str, text: str) -> bool:
    """Whether what a reviewer wrote is about ``text``: more than half of it stands there in one piece."""
    run = SequenceMatcher(None, said, text, autojunk=False).find_longest_match()
    return 2 * run.size > len(text)


def estimate_layers(key: Key, flags: Sequence[Flag]) -> list[LayerEstimate]:
    """What the review says of each layer that had errors planted.

    Raises:
        XinwenError: ``review-verdict`` when a flag that hits no planted error has no verdict.
    """
    found, others = match_flags(key, flags)
    open_flags = [f for f in others if not f.verdict]
    if open_flags:
        first = open_flags[0]
        message = f"{len(open_flags)} flags that hit no planted error have no verdict."
        place = f"{first.sentence_id} {first.layer} {first.label}"
        raise XinwenError("review-verdict", message, place=place, remedy=f"Say for each whether it is {' or '.join(VERDICTS)}.")
    layers = [layer for layer in LAYERS if any(p.layer == layer for p in key.planted)]
    return [_estimate_layer(key, layer, found, [f for f in others if f.layer == layer]) for layer in layers]


def _estimate_layer(key: Key, layer: str, found: set[Planted], others: Sequence[Flag]) -> LayerEstimate:
    """Planted errors are the marked ones: (planted + real) is the population, the reviewer's finds the second sample."""
    planted = sum(p.layer == layer for p in key.planted)
    caught = sum(p.layer == layer for p in found)
    real = sum(f.verdict == "real" for f in others)
    seen = planted + real
    population = chapman(planted, caught + real, caught)
    remaining = population and Interval(*(max(0.0, bound - seen) for bound in population))
    labels = key.labels[layer]
    rate = remaining and Interval(*(bound / labels for bound in remaining))
    return LayerEstimate(layer, labels, planted, caught, wilson(caught, planted), real, len(others) - real, remaining, rate)
