"""Passes: each file says who made it and under what, and lies where its header says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pyarrow.compute as pc

from xinwen.checks.check import PASSES, RELEASE, check
from xinwen.checks.target import Hit, Target
from xinwen.passes.store import ADJUDICATED
from xinwen.scheme import scheme

_LEAST = 2
_HEADER = "Correct the header; it is the first line of the file."


@check("pass-line", "error", "Every line of a pass can be read.", "Correct the line; `xinwen annotate compile` writes it.", PASSES)
def line(target: Target) -> Iterator[Hit]:
    for problem in target.problems_of("pass-line", "pass-missing-file"):
        yield Hit(problem.place, problem.message)


@check(
    "pass-header",
    "error",
    "A pass begins with a header that names the pass, the annotator, guidelines and scheme.",
    _HEADER,
    PASSES,
)
def header(target: Target) -> Iterator[Hit]:
    for problem in target.problems_of("pass-header"):
        yield Hit(problem.place, problem.message)
    for path, stored in target.passes:
        for key in ("name", "annotator", "guidelines", "scheme"):
            if not getattr(stored.labels.info, key).strip():
                yield Hit(f"{path}:1", f"{key} is empty")


@check(
    "pass-independent",
    "error",
    "A pass that started from another one is not called independent.",
    "Set independent to false.",
    PASSES,
)
def independent(target: Target) -> Iterator[Hit]:
    for path, stored in target.passes:
        info = stored.labels.info
        if info.independent and info.derived_from:
            yield Hit(f"{path}:1", f"the pass started from {info.derived_from} and is called independent")


@check(
    "pass-place",
    "error",
    "A pass lies in passes/<pass>/<article>.jsonl, or adjudicated/<article>.jsonl.",
    "Move the file, or correct the header.",
    PASSES,
)
def place(target: Target) -> Iterator[Hit]:
    for path, stored in target.passes:
        due = (stored.labels.info.name, stored.labels.article_id)
        if (path.parent.name, path.stem) != due:
            yield Hit(str(path), f"the header says {due[0]}/{due[1]}")


@check(
    "pass-scheme",
    "warning",
    "A pass was made under the scheme in force.",
    "Look at the changes of the scheme, and bring the pass up to it.",
    PASSES,
)
def same_scheme(target: Target) -> Iterator[Hit]:
    for path, stored in target.passes:
        if stored.labels.info.scheme != scheme().version:
            yield Hit(f"{path}:1", f"made under scheme {stored.labels.info.scheme}, in force is {scheme().version}")


@check("pass-sentence-twice", "error", "A sentence stands once in a pass.", "Remove one of the two lines.", PASSES)
def sentence_twice(target: Target) -> Iterator[Hit]:
    for path, stored in target.passes:
        for sentence_id, n in Counter(s.sentence_id for s in stored.labels.sentences).items():
            if n > 1:
                yield Hit(f"{path}: {sentence_id}", f"the sentence stands {n} times")


@check("pass-sentence-order", "error", "The sentences of a pass stand in the order of their ids.", "Sort the lines.", PASSES)
def sentence_order(target: Target) -> Iterator[Hit]:
    for path, stored in target.passes:
        ids = [s.sentence_id for s in stored.labels.sentences]
        if ids != sorted(ids, key=lambda sentence_id: (len(sentence_id), sentence_id)):
            yield Hit(str(path), "the sentences are not in order")


@check(
    "pass-adjudicated",
    "error",
    "Adjudicated labels are made from two independent passes or more.",
    "Adjudicate from the passes of the store.",
    PASSES,
)
def adjudicated(target: Target) -> Iterator[Hit]:
    independent_passes: Counter[str] = Counter(
        stored.labels.article_id
        for _, stored in target.passes
        if stored.labels.info.independent and stored.labels.info.name != ADJUDICATED
    )
    whole = any(path.parent.parent.name == "passes" for path, _ in target.passes)
    for path, stored in target.passes:
        article_id = stored.labels.article_id
        if stored.labels.info.name == ADJUDICATED and whole and independent_passes[article_id] < _LEAST:
            yield Hit(str(path), f"{independent_passes[article_id]} independent passes over {article_id}", None, article_id)


@check(
    "pass-coverage",
    "warning",
    "Every article of seeds, validation and test has two independent passes.",
    "Let another annotator label the article.",
    RELEASE,
)
def coverage(target: Target) -> Iterator[Hit]:
    made: Counter[tuple[str, str]] = Counter()
    for split, data in target.release.tables.get("labels_raw", {}).items():
        kept = data.filter(pc.field("independent")).group_by(["article_id", "pass"]).aggregate([])
        made.update((split, article_id) for article_id in kept["article_id"].to_pylist())
    for split, article_id in target.release.articles:
        if split != "train" and made[split, article_id] < _LEAST:
            yield Hit(f"labels_raw/{split}: {article_id}", f"{made[split, article_id]} independent passes", None, article_id)


@check(
    "register-line",
    "error",
    "Every line of the register of names is an entry with an id, a type of the scheme and a name.",
    "Correct the line of names.jsonl.",
    PASSES,
)
def register(target: Target) -> Iterator[Hit]:
    for problem in target.problems_of("register-line", "register-id", "register-type", "register-name"):
        yield Hit(problem.place, problem.message)
