"""Running a system in a process of its own, and what that cost: CPU time and memory.

Each system gets a fresh process on one core, so that systems do not see each other's memory, and threads that wait for one another
count for nothing. What it says and what it costs come from the same run.
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
import time
import warnings
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

from xinwen.bench.marks import Marks
from xinwen.bench.systems import System, open_system
from xinwen.errors import XinwenError
from xinwen.records import Name, Sentence

_STATUS = Path("/proc/self/status")
#: Labelled before the clock starts, so that what is read or compiled on first use counts as loading.
_WARM_UP = "张三在北京说，芯片的价格下降了3%。"


class Cost(NamedTuple):
    """What a run cost.

    Attributes:
        load_seconds, seconds: CPU time of loading, and of marking.
        characters: code points that were marked.
        peak_memory: bytes that the system added to the process at its height; None where that cannot be measured.
    """

    load_seconds: float
    seconds: float
    characters: int
    peak_memory: int | None

    @property
    def characters_per_second(self) -> float | None:
        """Characters per CPU second; None where the clock saw no time pass."""
        return self.characters / self.seconds if self.seconds > 0 else None


@dataclass(frozen=True, slots=True)
class Run:
    """What a system said of every sentence, with our types, and what that cost.

    Attributes:
        covers, dropped: as `xinwen.bench.systems.System` has them.
        told: what a labeller counted of its work, the sentences that it left without labels among it.
    """

    version: str
    marks: tuple[Marks, ...]
    covers: frozenset[str] | None
    dropped: Counter[str]
    told: Counter[str]
    cost: Cost


def run(spec: str, batches: Sequence[Sequence[Sentence]], register: Sequence[Name] | None = None) -> Run:
    """Run a system over articles in a process of its own, with another register of names where one is given.

    Raises:
        ImportError: the system is not installed.
        XinwenError: ``bench-died`` when its process was ended, or what the system raises.
    """
    with ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn")) as pool:
        try:
            return pool.submit(_measured_alone, spec, batches, register).result()
        except BrokenProcessPool:
            remedy = "Look for a lack of memory, or for what else ends processes here."
            raise XinwenError("bench-died", "The process of the system was ended.", place=spec, remedy=remedy) from None


def _measured_alone(spec: str, batches: Sequence[Sequence[Sentence]], register: Sequence[Name] | None) -> Run:
    _stay_on_one_core()
    return measured(spec, batches, register)


def measured(spec: str, batches: Sequence[Sequence[Sentence]], register: Sequence[Name] | None = None) -> Run:
    """Run a system over articles in this process; the tools' chatter is not shown."""
    with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        before = peak_memory()
        start = time.process_time()
        system = open_system(spec, register)
        system.mark([Sentence("warm-up.s001", "warm-up", 1, 1, "body", _WARM_UP, 0, len(_WARM_UP), 0, len(_WARM_UP))])
        warm = Counter(system.dropped), _told(system)
        loaded = time.process_time()
        marks = tuple(m for batch in batches for m in system.mark(batch))
        seconds = time.process_time() - loaded
        after = peak_memory()
    characters = sum(len(sentence.text) for batch in batches for sentence in batch)
    added = None if before is None or after is None else after - before
    dropped, told = system.dropped - warm[0], _told(system) - warm[1]
    return Run(system.version, marks, system.covers, dropped, told, Cost(loaded - start, seconds, characters, added))


def _told(system: System) -> Counter[str]:
    """What the system reports, with the number of sentences that it left without labels."""
    report = system.report
    return report.counts + Counter(f"sentences without labels ({problem.id})" for problem in report.problems)


def peak_memory() -> int | None:
    """The most memory that this process has held so far, in bytes; None where the system does not tell.

    On Linux from ``/proc``: what ``getrusage`` says there includes the parent's size at the time of the fork.
    """
    if _STATUS.exists():
        line = next((line for line in _STATUS.read_text().splitlines() if line.startswith("VmHWM:")), None)
        return int(line.split()[1]) * 1024 if line else None
    try:
        import resource
    except ImportError:
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def _stay_on_one_core() -> None:
    """Give libraries that start a thread a core one core, before they are imported."""
    os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", MKL_NUM_THREADS="1")
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
