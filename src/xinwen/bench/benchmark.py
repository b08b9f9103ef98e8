"""Systems run on gold sentences and scored: what a benchmark finds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol

from xinwen.bench.counts import CONFIDENCE, RESAMPLES, Difference, paired_difference
from xinwen.bench.gold import Gold
from xinwen.bench.marks import Marks, layers_in
from xinwen.bench.measure import Cost, Run, run
from xinwen.bench.predictions import Aligned, align
from xinwen.bench.reading import is_release, read_labelled
from xinwen.bench.scores import Scores, score
from xinwen.bench.systems import install_command, predictions_file, used_by, uses
from xinwen.bench.tagsets import restrict, retag
from xinwen.errors import XinwenError
from xinwen.records import Name


class Progress(Protocol):
    """A progress bar, as ``xinwen.cli.console.progress`` is one."""

    def __call__(self, items: Iterable[str], label: str, /) -> Iterable[str]:
        """The items, one by one."""
        ...


@dataclass(frozen=True)
class Result:
    """A system's scores and what they rest on.

    Attributes:
        system, version: its name; the version of a labeller or a tool.
        gold, marks: gold and the system's marks under the tags that are scored: those of the tag set that the system can give.
        tags: these tags.
        dropped_gold, dropped_system: mentions that are not scored, by tag, since the other side has no counterpart.
        told: what a labeller counted of its work.
        uses, used_by: tools whose tags a labeller was made with; labellers that a tool's tags feed.
        cost: None for predictions from a file.
        aligned: of predictions from a file.
    """

    system: str
    version: str | None
    gold: Gold
    marks: tuple[Marks, ...]
    scores: Scores
    tags: tuple[str, ...]
    dropped_gold: Counter[str]
    dropped_system: Counter[str]
    told: Counter[str] = field(default_factory=Counter)
    uses: tuple[str, ...] = ()
    used_by: tuple[str, ...] = ()
    cost: Cost | None = None
    aligned: Aligned | None = None

    def as_dict(self) -> dict[str, Any]:
        """Everything as plain values."""
        facts: dict[str, Any] = {
            "system": self.system,
            "version": self.version,
            "uses_tags_of": list(self.uses),
            "related_to": list(self.used_by),
            "tags": list(self.tags),
            "told": dict(self.told),
            "dropped": {"gold": dict(self.dropped_gold), "system": dict(self.dropped_system)},
        }
        if self.cost:
            facts["cost"] = {**self.cost._asdict(), "characters_per_cpu_second": self.cost.characters_per_second}
        if self.aligned:
            a = self.aligned
            facts["alignment"] = {"by": a.how, "missing": list(a.missing), "unknown": list(a.unknown), "moved": a.moved}
        return {**facts, **self.scores.as_dict()}


@dataclass(frozen=True)
class NotRun:
    """A system that could not be run: why, and what to do."""

    system: str
    reason: str
    remedy: str

    def as_dict(self) -> dict[str, str]:
        """As plain values."""
        return {"system": self.system, "reason": self.reason, "remedy": self.remedy}


@dataclass(frozen=True)
class Comparison:
    """Two systems on the same sentences and the tags that both can give: for each figure by how much the one is ahead."""

    one: str
    other: str
    tags: tuple[str, ...]
    differences: dict[str, Difference]

    def as_dict(self) -> dict[str, Any]:
        """As plain values."""
        figures = {name: difference._asdict() for name, difference in self.differences.items()}
        return {"systems": [self.one, self.other], "tags": list(self.tags), "differences": figures}


@dataclass(frozen=True)
class Report:
    """What a benchmark found."""

    gold: Gold
    seed: int
    results: tuple[Result, ...]
    not_run: tuple[NotRun, ...]
    comparisons: tuple[Comparison, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Everything as plain values."""
        gold = self.gold
        return {
            "data": {
                "name": gold.name,
                "split": gold.split,
                "exposed": gold.exposed,
                "sentences": len(gold.sources),
                "articles": len(set(gold.articles)),
                "characters": gold.characters,
                "layers": list(gold.layers),
                "tags": gold.tags.name,
                "dropped": dict(gold.dropped),
                "names_in_train": None if gold.names is None else len(gold.names),
                "notes": list(gold.notes),
                "problems": [problem.as_dict() for problem in gold.problems],
            },
            "intervals": {"unit": gold.unit, "resamples": RESAMPLES, "confidence": CONFIDENCE, "seed": self.seed},
            "systems": [result.as_dict() for result in self.results],
            "not_run": [one.as_dict() for one in self.not_run],
            "comparisons": [one.as_dict() for one in self.comparisons],
        }


def benchmark(
    gold: Gold,
    systems: Sequence[str],
    *,
    layers: Sequence[str] = (),
    seed: int = 0,
    compare: Sequence[tuple[str, str]] = (),
    register: Sequence[Name] | None = None,
    progress: Progress = lambda items, _label: items,
) -> Report:
    """Run, score and compare systems.

    Args:
        gold: what they are scored against.
        systems: names of systems, or paths of files of predictions.
        layers: what to score; empty: all that a system gives.
        seed: of the resamples.
        compare: pairs of systems to compare; their order says who should be ahead.
        register: replaces the packaged register in labellers that have one (see `Gold.unspoilt_register`).

    Raises:
        XinwenError: ``bench-system`` for a name that is no system and no file; what reading predictions raises.
    """
    predictions = {spec: predictions_file(spec) for spec in systems}
    results: list[Result] = []
    not_run: list[NotRun] = []
    for spec in progress(systems, "systems"):
        file = predictions[spec]
        outcome = _of_file(file, gold, layers, seed) if file else _of_system(spec, gold, layers, seed, register)
        if isinstance(outcome, Result):
            results.append(outcome)
        else:
            not_run.append(outcome)
    by_name = {result.system: result for result in results}
    comparisons = (comparison(by_name[one], by_name[other], gold, seed) for one, other in compare if {one, other} <= by_name.keys())
    return Report(gold, seed, tuple(results), tuple(not_run), tuple(comparisons))


def comparison(one: Result, other: Result, gold: Gold, seed: int) -> Comparison:
    """The paired differences of two systems, each scored again on the tags that both can give."""
    tags = frozenset(one.tags) & frozenset(other.tags)
    shared = _narrowed(gold, tags)[0]
    sampling = gold.sampling(seed)
    ours, theirs = (
        score(shared, restrict(result.marks, tags).marks, _layers(result.scores), sampling).figures for result in (one, other)
    )
    differences = {
        name: found
        for name in sorted(ours.keys() & theirs.keys())
        if (found := paired_difference(ours[name].counts, theirs[name].counts, ours[name].sampling, ours[name].statistic))
    }
    return Comparison(one.system, other.system, tuple(sorted(tags)), differences)


def _of_system(
    spec: str, gold: Gold, layers: Sequence[str], seed: int, register: Sequence[Name] | None
) -> Result | NotRun:
    try:
        made = run(spec, list(gold.batches()), register)
    except ImportError as error:
        return NotRun(spec, f"not installed: {error}", install_command(spec) or "")
    except XinwenError as error:
        return NotRun(spec, error.message, error.remedy)
    return _of_run(spec, made, gold, layers, seed)


def _of_run(spec: str, made: Run, gold: Gold, layers: Sequence[str], seed: int) -> Result:
    retagged = retag(made.marks, gold.tags, ours=True)
    tags = gold.tags.tags if made.covers is None else gold.tags.covered(made.covers)
    narrowed, dropped_gold = _narrowed(gold, tags)
    own = restrict(retagged.marks, tags)
    dropped = made.dropped + retagged.dropped + own.dropped
    scores = score(narrowed, own.marks, layers or layers_in(made.marks), gold.sampling(seed))
    facts = (spec, made.version, narrowed, own.marks, scores, tuple(sorted(tags)), dropped_gold, dropped)
    return Result(*facts, made.told, uses=uses(spec), used_by=used_by(spec), cost=made.cost)


def _of_file(path: Path, gold: Gold, layers: Sequence[str], seed: int) -> Result:
    """Predictions; tag sequences that break their scheme give no span there, as in seqeval's strict mode."""
    reading = read_labelled(path, split=gold.split if is_release(path) else None, repair="discard")
    if reading.problems:
        raise reading.problems[0]
    aligned = align(reading.sentences, gold.sources, str(path))
    retagged = retag(aligned.marks, gold.tags, ours=reading.ours)
    scores = score(gold, retagged.marks, layers or layers_in(aligned.marks), gold.sampling(seed))
    tags = tuple(sorted(gold.tags.tags))
    return Result(str(path), None, gold, retagged.marks, scores, tags, gold.dropped, retagged.dropped, aligned=aligned)


def _narrowed(gold: Gold, tags: frozenset[str]) -> tuple[Gold, Counter[str]]:
    """Gold with the tags that a system can give, and everything that was dropped from it on the way there."""
    made = restrict(gold.marks, tags)
    return replace(gold, marks=made.marks), gold.dropped + made.dropped


def _layers(scores: Scores) -> tuple[str, ...]:
    return tuple(layer for layer in ("entities", "sentiment", "claims") if getattr(scores, layer) is not None)
