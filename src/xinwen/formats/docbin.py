"""spaCy's DocBin: outer spans as ``doc.ents``, all further ones in ``doc.spans["sc"]``, choices as ``doc.cats``.

Tokens are the file's own, or one a character that is not blank; the text is kept to the last blank. spaCy is an extra.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from xinwen.errors import XinwenError
from xinwen.formats.admission import Candidate, Row, admit, layer
from xinwen.formats.document import Dumped, Loaded, TaggedSpan, TaggedText, with_levels
from xinwen.formats.fitting import fit
from xinwen.formats.format import Format

SPAN_KEY = "sc"
_CHOICE = "="


def load(content: bytes, *, place: str = "") -> Loaded:
    """Read a ``.spacy`` file.

    Raises:
        XinwenError: ``format-needs-extra`` without spaCy, ``format-binary`` for bytes that are no DocBin.
    """
    spacy = _spacy()
    try:
        docs = list(spacy.tokens.DocBin().from_bytes(content).get_docs(spacy.vocab.Vocab()))
    except Exception as error:  # zlib, msgpack and spaCy raise errors of many kinds here
        raise XinwenError("format-binary", f"The file is no DocBin: {error}.", place=place, remedy="Name its format.") from None
    texts: list[TaggedText] = []
    problems: list[XinwenError] = []
    for number, doc in enumerate(docs, 1):
        tagged, refused = admit(_row(doc, number, place))
        texts.append(tagged)
        problems += refused
    return Loaded(tuple(texts), tuple(problems))


def dump(texts: Sequence[TaggedText]) -> Dumped:
    """Write a DocBin with the texts' ids and further fields as user data; ``format-needs-extra`` without spaCy."""
    spacy = _spacy()
    lost: Counter[str] = Counter()
    vocab = spacy.vocab.Vocab()
    store = spacy.tokens.DocBin(store_user_data=True)
    for text in texts:
        store.add(_doc(fit(text, FORMAT.holds, lost), spacy, vocab, lost))
    return Dumped(store.to_bytes(), +lost)


def _spacy() -> Any:
    try:
        import spacy.tokens
        import spacy.vocab
    except ImportError:
        remedy = 'Run: pip install "xinwen[spacy]"'
        raise XinwenError("format-needs-extra", "The DocBin format needs spaCy.", remedy=remedy) from None
    return spacy


def _doc(text: TaggedText, spacy: Any, vocab: Any, lost: Counter[str]) -> Any:
    words, spaces = _words(text)
    doc = spacy.tokens.Doc(vocab, words=words, spaces=spaces)
    doc.user_data["id"], doc.user_data["meta"] = text.id, [list(pair) for pair in text.meta]
    doc.user_data["tokens"] = text.tokens is not None
    doc.cats = {f"{name}{_CHOICE}{value}": 1.0 for name, value in text.choices}
    entities, others = [], []
    reach = -1
    for span in with_levels(text.spans):
        found = doc.char_span(span.start, span.end, label=span.label)
        if found is None:
            lost["spans off token borders"] += 1
        elif span.level == "outer" and span.start >= reach:
            entities.append(found)
            reach = span.end
        else:
            others.append(found)
    doc.set_ents(entities)
    doc.spans[SPAN_KEY] = others
    return doc


def _words(text: TaggedText) -> tuple[list[str], list[bool]]:
    """Words and whether a space follows; blanks that are no single space are words of their own."""
    tokens = text.tokens if text.tokens is not None else [m.span() for m in re.finditer(r"\S", text.text)]
    words: list[str] = []
    spaces: list[bool] = []
    end = 0
    for start, after in [*tokens, (len(text.text), len(text.text))]:
        gap = text.text[end:start]
        if gap == " " and words:
            spaces[-1] = True
        elif gap:
            words.append(gap)
            spaces.append(False)
        if after > start:
            words.append(text.text[start:after])
            spaces.append(False)
        end = after
    return words, spaces


def _row(doc: Any, number: int, place: str) -> Row:
    where = f"{place} (document {number})"
    choices = tuple(_choice(name) for name, score in doc.cats.items() if score >= 0.5)
    tokens = tuple((t.idx, t.idx + len(t)) for t in doc if not t.is_space) if doc.user_data.get("tokens", True) else None
    meta = tuple((str(key), str(value)) for key, value in doc.user_data.get("meta", ()))
    return Row(str(doc.user_data.get("id", number)), doc.text, list(_candidates(doc, where)), (), choices, tokens, meta)


def _choice(name: str) -> tuple[str, str]:
    head, equals, value = name.partition(_CHOICE)
    return (head, value) if equals else ("cats", name)


def _candidates(doc: Any, where: str) -> Iterator[Candidate]:
    for number, span in enumerate([*doc.ents, *(span for group in doc.spans.values() for span in group)]):
        tagged = TaggedSpan(span.start_char, span.end_char, span.label_, layer(span.label_))
        yield Candidate(tagged, str(number), where)


FORMAT = Format(
    name="spacy",
    suffixes=(".spacy",),
    load=load,
    dump=dump,
    holds=frozenset({"nesting", "choices", "tokens", "meta"}),
    loses="Levels (nesting shows them again), attributes, relations, and spans that do not begin and end with a token.",
    binary=True,
)
