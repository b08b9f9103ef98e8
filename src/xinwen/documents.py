"""From a decoded page to sentences: cleaning, paragraphs, sentence spans, and what the page says of itself."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from itertools import dropwhile

from xinwen.errors import XinwenError
from xinwen.records import Article, Metadata, Sentence
from xinwen.text.alignment import Edit, apply_edits
from xinwen.text.clean import LINE_STEPS, STEPS, CleanText, begin, run, settle
from xinwen.text.contacts import contact_spans
from xinwen.text.paragraphs import Paragraph, find_paragraphs, page_metadata
from xinwen.text.sentences import split_sentences

#: Kinds of paragraph that are one unit, whatever marks stand in them.
_WHOLE = frozenset({"title", "byline", "heading", "caption"})
_MASK = "●"


@dataclass(frozen=True, slots=True)
class Document:
    """An article with its clean text and its sentences.

    Attributes:
        metadata: the reader's, completed by what the text itself says and by the line in ``sources.jsonl``, which wins.
        masked_raw_text: the raw text with contact data outside the news masked, character for character.
    """

    article: Article
    clean: CleanText
    sentences: tuple[Sentence, ...]
    metadata: Metadata
    masked_raw_text: str


def prepare(article: Article, *, skip: Collection[str] = ()) -> Document:
    """Clean one article and split it.

    Raises:
        XinwenError: ``input-no-text`` when nothing is left after cleaning.
    """
    steps = [name for name in STEPS if name not in skip]
    page = [name for name in steps if name not in (*LINE_STEPS, "blanks")]
    whole = run(begin(article.raw_text, article.markup), page)
    clean = settle(whole, steps, len(page))
    if not clean.text.strip():
        raise XinwenError(
            "input-no-text",
            "Nothing is left of this page after cleaning.",
            place=article.source.file,
            remedy="Look at what was removed with `xinwen clean --diff`, and switch the step off with --skip if it was wrong.",
        )
    metadata = _merged(article, page_metadata(whole.text))
    sentences = tuple(_sentences(article, clean, metadata.title))
    title = metadata.title or next((s.text for s in sentences if s.kind == "title"), None)
    return Document(article, clean, sentences, replace(metadata, title=title), _masked(clean, _views(whole, clean, steps)))


def _merged(article: Article, found: dict[str, str]) -> Metadata:
    values = {}
    for item in fields(Metadata):
        name = item.name
        values[name] = getattr(article.source, name, None) or getattr(article.metadata, name) or found.get(name)
    return replace(article.metadata, **values)


def _sentences(article: Article, clean: CleanText, title: str | None) -> Iterator[Sentence]:
    known = [(*span, b.kind) for b in article.blocks if (span := clean.alignment.clean_span(b.start, b.end)) != (0, 0)]
    paragraphs = find_paragraphs(clean.text, known, title if article.reader == "html" else None)
    for position, (number, kind, start, end) in enumerate(_units(clean.text, paragraphs), 1):
        raw_start, raw_end = clean.raw_span(start, end)
        damaged = tuple((max(s, start) - start, min(e, end) - start) for s, e in clean.damaged if s < end and e > start)
        yield Sentence(
            f"{article.article_id}.s{position:03d}",
            article.article_id,
            position,
            number,
            kind,
            clean.text[start:end],
            start,
            end,
            raw_start,
            raw_end,
            damaged,
        )


def _units(text: str, paragraphs: list[Paragraph]) -> Iterator[tuple[int, str, int, int]]:
    """Paragraph number, kind and span of every sentence."""
    for number, paragraph in enumerate(paragraphs, 1):
        start, end = paragraph.start, paragraph.end
        if paragraph.kind in _WHOLE:
            yield number, paragraph.kind, start, end
        else:
            for first, last in split_sentences(text[start:end]):
                yield number, paragraph.kind, start + first, start + last


def _views(whole: CleanText, clean: CleanText, steps: Sequence[str]) -> Iterator[CleanText]:
    """The texts in which cleaning saw contact data: before it cut lines, and where it found more then, without what parted that."""
    yield run(whole, ("blanks",))
    if "contacts" in dropwhile(lambda step: step != "furniture", (step for step, _ in clean.history)):
        yield settle(whole, [name for name in steps if name != "contacts"])


def _masked(clean: CleanText, views: Iterable[CleanText]) -> str:
    """The raw text with the contact data masked that cleaning took out (what the news itself reports stays)."""
    found = {view.raw_span(*span) for view in views for span in contact_spans(view.text)} | set(contact_spans(clean.raw))
    edits: list[Edit] = []
    for start, end in sorted(found):
        start = max(start, edits[-1].end) if edits else start
        if start < end and clean.alignment.clean_span(start, end) == (0, 0):
            edits.append(Edit(start, end, _MASK * (end - start)))
    return apply_edits(clean.raw, edits)
