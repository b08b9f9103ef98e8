"""The authoring form: what an annotator types, one plain text file an article, compiled to a pass.

The form holds every sentence as it was handed out; below each stand its labels, spans by their characters and not by
offsets. ``annotations/GUIDELINES.md`` describes it for annotators.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from xinwen.errors import XinwenError
from xinwen.passes.compiler import SentenceReader
from xinwen.passes.drafting import label_lines
from xinwen.passes.sections import Faults, Outline, outline
from xinwen.passes.surface import SurfaceError
from xinwen.records import ArticlePass, PassInfo, Sentence, SentenceLabels
from xinwen.register import Register

_REQUIRED = ("article", "pass", "guidelines")
#: Header keys of a form and the field of PassInfo that they fill.
_INFO = {
    "pass": "name",
    "guidelines": "guidelines",
    "scheme": "scheme",
    "annotator": "annotator",
    "annotator_kind": "annotator_kind",
    "derived_from": "derived_from",
}


def blank_form(article_id: str, sentences: Sequence[Sentence], info: PassInfo) -> str:
    """The form of an article, without labels."""
    return "\n".join([*_header_lines(article_id, info), *map(_handed_out, sentences), ""])


def draft_form(p: ArticlePass, sentences: Sequence[Sentence], register: Register | None = None) -> str:
    """The form of an article with the labels of a pass in it, to be read over and changed.

    Confidences are left out: a form is what somebody vouches for.

    Raises:
        XinwenError: ``form-surface`` for a span that the form cannot name, ``pass-sentences`` for a sentence without its like.
    """
    texts = {s.sentence_id: s.text for s in sentences}
    said = {labels.sentence_id: labels for labels in p.sentences}
    parts = ["\n".join(_header_lines(p.article_id, p.info))]
    for s in sentences:
        labels = said.get(s.sentence_id)
        if labels is None or labels.text != s.text:
            message = "the pass has not this sentence, or another text of it."
            raise XinwenError("pass-sentences", message, place=s.sentence_id, remedy="Re-anchor the pass to the new sentences.")
        parts.append("\n".join([_handed_out(s), *_lines(labels, texts, register or Register())]))
    return "\n".join([*parts, ""])


def _handed_out(s: Sentence) -> str:
    return f"\n## {_short(s.sentence_id)} {s.kind}\n{s.text}"


def _lines(labels: SentenceLabels, texts: Mapping[str, str], register: Register) -> list[str]:
    try:
        return list(label_lines(labels, texts, register))
    except SurfaceError as error:
        remedy = "Give the label another span in the pass, or take it out there."
        raise XinwenError("form-surface", str(error), place=labels.sentence_id, remedy=remedy) from error


def compile_form(
    text: str, sentences: Sequence[Sentence], info: PassInfo, register: Register | None = None, place: str = "form"
) -> tuple[ArticlePass, list[XinwenError]]:
    """Compile a form.

    Args:
        text: the form.
        sentences: the article's sentences, as they were handed out.
        info: the pass that the form is to become; its header must agree.
        register: what ``@name`` is looked up in; a name that is not there is kept as a proposal (``?name``).
        place: the form's file, for errors.

    Returns:
        The pass, and everything that is wrong with the form, each error with its line. With errors the pass is what could be read.
    """
    faults = Faults(place)
    form = outline(text, faults)
    article_id = sentences[0].article_id if sentences else form.header["article"].text if "article" in form.header else ""
    _check_header(form, article_id, info, faults)
    sections = {f"{article_id}.{section.id}": section for section in form.sections}
    _check_sections(form, sentences, faults)
    texts = {s.sentence_id: s.text for s in sentences}
    labels = [
        SentenceReader(s, texts, register or Register(), faults).labels(sections[s.sentence_id])
        for s in sentences
        if s.sentence_id in sections
    ]
    return ArticlePass(info, article_id, tuple(labels)), sorted(faults.errors, key=_line_number)


def form_header(text: str) -> dict[str, str]:
    """The header of a form by key (``article``, ``pass``, …)."""
    return {key: line.text for key, line in outline(text, Faults("form")).header.items()}


def form_info(text: str, base: PassInfo) -> PassInfo:
    """Who made a form, from its header; what it leaves out comes from ``base``."""
    header = form_header(text)
    values: dict[str, Any] = {field: header[key] for key, field in _INFO.items() if key in header}
    independent = values.get("derived_from") is None and header.get("independent", "yes") == "yes"
    return replace(base, **values, independent=independent)


def _header_lines(article_id: str, info: PassInfo) -> list[str]:
    values = {key: getattr(info, field) for key, field in _INFO.items()}
    lines = [f"@article {article_id}", *(f"@{key} {value}" for key, value in values.items() if value)]
    return lines if info.independent else [*lines, "@independent no"]


def _check_header(form: Outline, article_id: str, info: PassInfo, faults: Faults) -> None:
    expected = {"article": article_id, **{key: getattr(info, field) for key, field in _INFO.items()}}
    for key in _REQUIRED:
        if key not in form.header:
            faults.add("form-header", 1, f"the header has no `@{key}`.")
    for key, line in form.header.items():
        if key not in expected and key != "independent":
            faults.add("form-header", line.number, f"unknown key @{key}; known are {', '.join(expected)}, independent.")
        elif key in expected and line.text != expected[key]:
            faults.add("form-header", line.number, f"@{key} is {line.text}, but {expected[key]} is expected.")


def _check_sections(form: Outline, sentences: Sequence[Sentence], faults: Faults) -> None:
    wanted = {_short(s.sentence_id): s for s in sentences}
    seen: list[str] = []
    for section in form.sections:
        sentence = wanted.get(section.id)
        if sentence is None:
            faults.add("form-sentences", section.number, f"the article has no sentence {section.id!r}.")
            continue
        if section.id in seen:
            faults.add("form-sentences", section.number, f"{section.id} stands twice in the form.")
        elif seen and wanted[seen[-1]].position > sentence.position:
            faults.add("form-sentences", section.number, f"{section.id} stands after {seen[-1]}; the order is that of the article.")
        seen.append(section.id)
        if section.text != sentence.text:
            faults.add("form-text", section.number + 1, f"the text of {section.id} is not the one handed out: {sentence.text}")
        if section.kind != sentence.kind:
            faults.add("form-heading", section.number, f"{section.id} is a {sentence.kind}, not a {section.kind}.")
    last = form.sections[-1].number if form.sections else 1
    for id in wanted.keys() - set(seen):
        faults.add("form-sentences", last, f"{id} is missing from the form.")


def _line_number(error: XinwenError) -> int:
    return int(error.place.rpartition(":")[2])


def _short(sentence_id: str) -> str:
    return sentence_id.rpartition(".")[2]
