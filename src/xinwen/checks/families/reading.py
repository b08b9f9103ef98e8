"""Reading foreign files: what could not be taken from them, and why."""

from __future__ import annotations

from collections.abc import Iterator

from xinwen.checks.check import FOREIGN, Check, check
from xinwen.checks.target import Hit, Target

#: Problems of the readers that a check of another family reports.
_ELSEWHERE = frozenset((
    "format-encoding", "format-range", "format-offsets", "format-text", "format-edge-blank", "format-duplicate", "format-overlap",
    "format-tag", "format-scheme", "format-transition",
))  # fmt: skip
_OWN: dict[str, tuple[str, ...]] = {
    "reading-format": ("format-unknown", "format-binary", "format-needs-extra"),
    "reading-columns": ("format-columns",),
    "reading-line": ("format-line",),
    "reading-unlabelled": ("format-unlabelled", "format-unpaired"),
    "reading-relation": ("format-relation",),
}


def _reading(id: str, title: str, remedy: str) -> Check:
    @check(id, "error", title, remedy, FOREIGN)
    def run(target: Target) -> Iterator[Hit]:
        for problem in target.problems_of(*_OWN[id]):
            yield Hit(problem.place, problem.message)

    return run


FORMAT = _reading(
    "reading-format",
    "The format of a file can be told.",
    "Name label files alone: CoNLL, doccano, CLUENER, Label Studio, brat or spaCy.",
)
COLUMNS = _reading(
    "reading-columns", "One column of a CoNLL file holds tags.", "Convert the file with the columns named: `xinwen convert`."
)
LINE = _reading("reading-line", "Every line of a file can be read.", "Correct the line: token and tag, or one JSON object.")
UNLABELLED = _reading(
    "reading-unlabelled", "Every text is labelled, if only with an empty list.", "Leave the text out, or label it."
)
RELATION = _reading(
    "reading-relation", "A relation joins two mentions that are there.", "Correct the mentions first, then the relation."
)


@check("reading-other", "error", "Nothing else is left out by the reader.", "See the message.", FOREIGN)
def other(target: Target) -> Iterator[Hit]:
    known = _ELSEWHERE.union(*_OWN.values())
    for problem in target.problems:
        if problem.id not in known:
            yield Hit(problem.place, problem.message)
