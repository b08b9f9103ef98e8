"""The kit for people: a drawn sample of blank sentences for doccano and Label Studio, and the score of what comes back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

from xinwen.adjudication.agreement import PassAgreement, agree
from xinwen.errors import XinwenError
from xinwen.formats import doccano, label_studio
from xinwen.formats.interface import labeling_config
from xinwen.formats.labels import to_labels, to_tagged
from xinwen.records import ArticlePass, PassInfo, Sentence, SentenceLabels


def draw(sentences: Sequence[Sentence], n: int, seed: int) -> list[Sentence]:
    """A sample of sentences, stratified by article: each article in proportion to its length, by largest remainder.

    Returns:
        ``n`` sentences (all, where there are fewer), in the order of the text.
    """
    by_article: defaultdict[str, list[Sentence]] = defaultdict(list)
    for s in sentences:
        by_article[s.article_id].append(s)
    rng = Random(seed)
    n = min(n, len(sentences))
    quota = {id: n * len(own) / len(sentences) for id, own in by_article.items()}
    sizes = {id: int(share) for id, share in quota.items()}
    for id in sorted(quota, key=lambda id: (sizes[id] - quota[id], id))[: n - sum(sizes.values())]:
        sizes[id] += 1
    chosen = {s.sentence_id for id, own in by_article.items() for s in rng.sample(own, sizes[id])}
    return [s for s in sentences if s.sentence_id in chosen]


def write_kit(sentences: Sequence[Sentence], folder: Path) -> list[Path]:
    """Write blank tasks for the sentences, one file for each tool, and Label Studio's interface for the label scheme."""
    folder.mkdir(parents=True, exist_ok=True)
    blank = [to_tagged(SentenceLabels(s.sentence_id, s.text, s.raw_start, s.raw_end)) for s in sentences]
    contents = {
        "doccano.jsonl": str(doccano.dump(blank).content),
        "label_studio.json": label_studio.tasks(blank),
        "label_studio.xml": labeling_config(),
    }
    for name, content in contents.items():
        (folder / name).write_text(content, encoding="utf-8", newline="\n")
    return [folder / name for name in contents]


def read_answers(path: Path, annotator: str) -> tuple[list[ArticlePass], list[XinwenError]]:
    """What a person answered, as passes over the sentences of the kit, and what could not be read.

    The format goes by the suffix: ``.jsonl`` is doccano's, ``.json`` Label Studio's.
    """
    tool = doccano if path.suffix == ".jsonl" else label_studio
    loaded = tool.load(path.read_text("utf-8"), place=str(path))
    problems = list(loaded.problems)
    by_article: defaultdict[str, list[SentenceLabels]] = defaultdict(list)
    for text in loaded.texts:
        labels, wrong = to_labels(text)
        problems += wrong
        by_article[labels.sentence_id.rpartition(".")[0]].append(labels)
    info = PassInfo("audit", "hand", "person", annotator, "", "")
    return [ArticlePass(info, id, tuple(labels)) for id, labels in by_article.items()], problems


def score_answers(labels: Sequence[ArticlePass], answers: Sequence[ArticlePass]) -> PassAgreement:
    """Agreement of the labels with a person's answers, on the sentences answered.

    Raises:
        XinwenError: ``audit-sentences`` for an answer whose sentence is not among the labels, or has another text;
            ``audit-unanswered`` when no sentence has an answer.
    """
    known = {s.sentence_id: s for p in labels for s in p.sentences}
    for answer in (s for p in answers for s in p.sentences):
        if answer.sentence_id not in known or known[answer.sentence_id].text != answer.text:
            message = "the labels have no such sentence, or another text of it."
            remedy = "Score the answers against the labels that the audit kit was made from."
            raise XinwenError("audit-sentences", message, place=answer.sentence_id, remedy=remedy)
    if not any(s.entities or s.sentiments or s.claims for p in answers for s in p.sentences):
        remedy = "Label the sentences, export them, and name the exported file."
        raise XinwenError("audit-unanswered", "No sentence of this file has a label: nobody has answered it.", remedy=remedy)
    ours = []
    for p in answers:
        own = tuple(known[s.sentence_id] for s in p.sentences)
        ours.append(replace(next(q for q in labels if q.article_id == p.article_id), sentences=own))
    return agree(ours, answers)
