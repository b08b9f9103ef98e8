"""CoNLL: a token a line with its tag, a blank line between sentences.

Tokens may be words or characters; the text comes from the ``# text`` comment where there is one, else the tokens are joined.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from xinwen.errors import XinwenError
from xinwen.formats.admission import Candidate, Row, admit, refuse_surrogates
from xinwen.formats.document import Dumped, Loaded, TaggedSpan, TaggedText
from xinwen.formats.fitting import fit
from xinwen.formats.format import Format
from xinwen.formats.tags import Repair, Scheme, TokenSpan, from_spans, guess_scheme, is_tag, split_tag, to_spans

_COMMENT = re.compile(r"#\s*([\w.:-]+(?: [\w.:-]+)?)\s=\s?(.*)")
_SUFFIXED = re.compile(r"\S[0-9]+")
_INTEGER = re.compile(r"[0-9]+")
_LATIN_JOINT = re.compile(r"[0-9A-Za-zÀ-ɏ]{2}")
_SENTENCE_KEYS = {"sent_id", "text"}
_SAMPLE = 5000
_MOST = 0.9


class Line(NamedTuple):
    """A token line: its number and its fields."""

    number: int
    fields: list[str]


@dataclass(frozen=True, slots=True)
class Block:
    """The lines of one sentence."""

    number: int
    comments: dict[str, str]
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class Layout:
    """How the lines are to be read; columns count from 0."""

    token_column: int
    tag_column: int
    scheme: Scheme
    suffixed: bool


def load(
    text: str,
    *,
    place: str = "",
    token_column: int | None = None,
    tag_column: int | None = None,
    scheme: Scheme | None = None,
    position_suffix: bool | None = None,
    repair: Repair = "none",
) -> Loaded:
    """Read a CoNLL file; what is not told is found out from the lines and said in the notes.

    Args:
        text: the file; halves of surrogate pairs in it (CESU-8, or a pair split over two lines) are joined.
        place: the file's name, for the places of problems.
        token_column, tag_column: columns, counted from 0.
        scheme: of the tags.
        position_suffix: whether tokens carry their position in a word (``科0 技1``).
        repair: what to do with a sentence whose tags break the scheme; ``none`` leaves it out.

    Raises:
        XinwenError: ``format-columns`` or ``format-scheme`` if the layout can neither be found out nor is told.
    """
    found = list(_blocks(text))
    blocks = [block for block in found if block.lines]
    problems = [
        XinwenError("format-line", "The sentence has no tokens.", place=f"{place}:{block.number}", remedy="Take it out.")
        for block in found
        if not block.lines
    ]
    if not blocks:
        return Loaded(problems=tuple(problems), notes=("no sentences",))
    layout = _layout(blocks, token_column, tag_column, scheme, position_suffix, place)
    texts: list[TaggedText] = []
    repaired = 0
    for count, block in enumerate(blocks, 1):
        try:
            row, breaks = _row(block, layout, str(count), place, repair)
        except XinwenError as problem:
            problems.append(problem)
            continue
        if breaks and repair == "none":
            problems += breaks
            continue
        repaired += len(breaks)
        tagged, refused = admit(row)
        texts.append(tagged)
        problems += refused
    notes = [f"token column {layout.token_column}, tag column {layout.tag_column}, {layout.scheme} tags"]
    notes += ["position suffixes taken off"] if layout.suffixed else []
    notes += [f"{repaired} tags repaired ({repair})"] if repaired else []
    return Loaded(tuple(texts), tuple(problems), tuple(notes))


def dump(texts: Sequence[TaggedText], *, scheme: Scheme = "BIO") -> Dumped:
    """Write token and tag, tab-separated; texts without tokens get one token a character that is not blank."""
    lost: Counter[str] = Counter()
    parts: list[str] = []
    for text in texts:
        flat = fit(text, FORMAT.holds, lost)
        tokens = flat.tokens if flat.tokens is not None else tuple(m.span() for m in re.finditer(r"\S", flat.text))
        if not tokens:
            lost["texts without a token"] += 1
            continue
        spans, off = _token_spans(flat.spans, tokens)
        lost["spans off token borders"] += off
        comments = {"sent_id": flat.id, "text": flat.text, **dict(flat.meta)}
        lost["line breaks"] += sum(value.count("\n") for value in comments.values())
        parts += [f"# {key} = {_one_line(value)}\n" for key, value in comments.items()]
        tags = from_spans(len(tokens), spans, scheme)
        parts += [f"{_one_line(flat.text[start:end])}\t{tag}\n" for (start, end), tag in zip(tokens, tags, strict=True)]
        parts.append("\n")
    return Dumped("".join(parts), +lost)


def _one_line(value: str) -> str:
    return value.replace("\n", " ").replace("\t", " ")


def _token_spans(spans: Iterable[TaggedSpan], tokens: Sequence[tuple[int, int]]) -> tuple[list[TokenSpan], int]:
    first = {start: index for index, (start, _) in enumerate(tokens)}
    after = {end: index + 1 for index, (_, end) in enumerate(tokens)}
    found, off = [], 0
    for span in spans:
        if span.start in first and span.end in after:
            found.append(TokenSpan(first[span.start], after[span.end], span.label))
        else:
            off += 1
    return found, off


def _blocks(text: str) -> Iterator[Block]:
    tabbed = any("\t" in line and not line.startswith("# ") for line in text.split("\n"))
    comments: dict[str, str] = {}
    lines: list[Line] = []
    begin = 1
    for number, raw in enumerate([*text.split("\n"), ""], 1):
        line = raw.removesuffix("\r")
        if not line.strip(" \t") or line.startswith("-DOCSTART-"):
            if lines or comments.keys() & _SENTENCE_KEYS:
                yield Block(begin, comments, _join_halves(lines))
                comments, lines = {}, []
            begin = number + 1
        elif line.startswith("#") and (comment := _COMMENT.fullmatch(line)):
            comments[comment[1]] = comment[2]
        elif not (line.startswith("# ") and tabbed and "\t" not in line):
            lines.append(Line(number, line.split("\t") if tabbed else line.split()))


def _join_halves(lines: list[Line]) -> list[Line]:
    """One line for the two halves of a character that was cut into UTF-16 units (``\\ud83d0`` ``\\ude000``)."""
    joined: list[Line] = []
    for line in lines:
        before = joined[-1].fields[0] if joined else ""
        if "\udc00" <= line.fields[0][:1] <= "\udfff" and "\ud800" <= before[:1] <= "\udbff":
            pair = (before[0] + line.fields[0][0]).encode("utf-16-le", "surrogatepass").decode("utf-16-le")
            joined[-1] = Line(joined[-1].number, [pair + before[1:], *joined[-1].fields[1:]])
        else:
            joined.append(line)
    return joined


def _layout(
    blocks: Sequence[Block], token: int | None, tag: int | None, scheme: Scheme | None, suffixed: bool | None, place: str
) -> Layout:
    lines = [line for block in blocks for line in block.lines]
    width = Counter(len(line.fields) for line in lines[:_SAMPLE]).most_common(1)[0][0]
    if token is None:
        numbered = all(_INTEGER.fullmatch(line.fields[0]) for line in lines[:_SAMPLE])
        token = 1 if numbered and width > 2 else 0
    rows = [line.fields for line in lines if len(line.fields) == width]
    if tag is None:
        tag = next((c for c in reversed(range(width)) if c != token and _share_of_tags(rows, c) >= _MOST), None)
    if tag is None or width <= max(token, tag):
        remedy = "Name the columns of token and tag, counted from 0."
        raise XinwenError("format-columns", f"None of the {width} columns holds tags.", place=place, remedy=remedy)
    if scheme is None:
        scheme = guess_scheme({parts[0] for row in rows if (parts := split_tag(row[tag]))}, place)
    if suffixed is None:
        suffixed = all(_SUFFIXED.fullmatch(row[token]) for row in rows)
    return Layout(token, tag, scheme, suffixed)


def _share_of_tags(rows: Sequence[Sequence[str]], column: int) -> float:
    return sum(split_tag(row[column]) is not None for row in rows) / len(rows)


def _row(block: Block, layout: Layout, default_id: str, place: str, repair: Repair) -> tuple[Row, list[XinwenError]]:
    _check_lines(block, layout, place)
    words = [line.fields[layout.token_column] for line in block.lines]
    if layout.suffixed:
        words = [word[:1] for word in words]
    text, tokens = _text(words, block, place)
    spans, breaks = to_spans([line.fields[layout.tag_column] for line in block.lines], layout.scheme, repair)
    candidates = [
        Candidate(TaggedSpan(tokens[s.start][0], tokens[s.end - 1][1], s.label), str(i), f"{place}:{block.lines[s.start].number}")
        for i, s in enumerate(spans)
    ]
    remedy = "Mend the file, or ask for a repair (conlleval, discard)."
    problems = [
        XinwenError("format-transition", f"{b.message}.", place=f"{place}:{block.lines[b.position].number}", remedy=remedy)
        for b in breaks
    ]
    meta = tuple((key, value) for key, value in block.comments.items() if key not in _SENTENCE_KEYS)
    sentence_id = block.comments.get("sent_id", default_id)
    return Row(sentence_id, text, candidates, tokens=tokens, meta=meta), problems


def _check_lines(block: Block, layout: Layout, place: str) -> None:
    columns = max(layout.token_column, layout.tag_column)
    for line in block.lines:
        if len(line.fields) <= columns or not line.fields[layout.token_column]:
            shown = "\t".join(line.fields)
            message, remedy = f"Token or tag is missing: {shown!r}.", "Add it, or name the columns of token and tag."
            raise XinwenError("format-line", message, place=f"{place}:{line.number}", remedy=remedy)
        if not is_tag(tag := line.fields[layout.tag_column], layout.scheme):
            message, remedy = f"{tag!r} is no {layout.scheme} tag.", "Mend it, or name the column of the tags and their scheme."
            raise XinwenError("format-tag", message, place=f"{place}:{line.number}", remedy=remedy)


def _text(words: Sequence[str], block: Block, place: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The sentence's text and where its tokens lie; nothing but blanks may stand between two tokens."""
    text = block.comments.get("text")
    text = _joined(words) if text is None else text
    half = refuse_surrogates(text, f"{place}:{block.number}")
    if half:
        raise half
    tokens: list[tuple[int, int]] = []
    end = 0
    for word, line in zip(words, block.lines, strict=True):
        start = text.find(word, end)
        if start < 0 or text[end:start].strip():
            message = f"The token {word!r} does not follow in the sentence's text after {text[:end][-10:]!r}."
            remedy = "Make the tokens and the `# text =` line agree."
            raise XinwenError("format-text", message, place=f"{place}:{line.number}", remedy=remedy)
        end = start + len(word)
        tokens.append((start, end))
    return text, tuple(tokens)


def _joined(words: Sequence[str]) -> str:
    """Tokens without blanks between them, but for two Latin words that would run into one."""
    if all(len(word) == 1 for word in words):
        return "".join(words)
    parts = [words[0]]
    for before, word in pairwise(words):
        parts.append(f" {word}" if _LATIN_JOINT.fullmatch(before[-1:] + word[:1]) else word)
    return "".join(parts)


FORMAT = Format(
    name="conll",
    suffixes=(".conll", ".iob2", ".bio", ".bmes", ".tsv"),
    load=load,
    dump=dump,
    holds=frozenset({"tokens", "meta"}),
    loses="Nested spans (the outermost stay), levels, attributes, relations, choices, texts of blanks; line breaks become blanks.",
)
