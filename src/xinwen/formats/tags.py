"""Sequences of BIO, BIOES, BILOU and BMES tags to spans of tokens and back.

The schemes differ in letters only: BMES writes M for I, BILOU writes L for E and U for S. Transitions are checked strictly;
a sequence that breaks its scheme is repaired on request only, in one of two ways: ``conlleval`` begins a new span where a tag
does not continue the one before, as the CoNLL-2000 scorer does; ``discard`` takes a broken span for O.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple, get_args

from xinwen.errors import XinwenError

Scheme = Literal["BIO", "BIOES", "BILOU", "BMES"]
Repair = Literal["none", "conlleval", "discard"]
SCHEMES: tuple[Scheme, ...] = get_args(Scheme)
REPAIRS: tuple[Repair, ...] = get_args(Repair)
_LETTERS: dict[Scheme, str] = {"BIO": "BIO", "BIOES": "BIOES", "BILOU": "BIOLU", "BMES": "BMOES"}
_CANONICAL = str.maketrans("MLU", "IES")


class TokenSpan(NamedTuple):
    """A labelled run of tokens, half-open."""

    start: int
    end: int
    label: str


class Break(NamedTuple):
    """A place where a sequence breaks its scheme: the position of the tag, and why."""

    position: int
    message: str


def split_tag(tag: str) -> tuple[str, str] | None:
    """``B-ORG`` → (``B``, ``ORG``); ``O`` → (``O``, ``""``); None for what is no tag of any scheme."""
    if tag == "O":
        return "O", ""
    prefix, dash, label = tag.partition("-")
    return (prefix, label) if dash and label and len(prefix) == 1 and prefix in "BIESMLU" else None


def guess_scheme(prefixes: set[str], place: str = "") -> Scheme:
    """The scheme of a file from the letters its tags begin with.

    Raises:
        XinwenError: ``format-scheme`` if no scheme has all of them.
    """
    for scheme in SCHEMES:
        if prefixes <= set(_LETTERS[scheme]):
            return scheme
    message = f"No tag scheme has all of the letters {' '.join(sorted(prefixes))}."
    raise XinwenError("format-scheme", message, place=place, remedy=f"Known: {', '.join(SCHEMES)}.")


def to_spans(tags: Sequence[str], scheme: Scheme, repair: Repair = "none") -> tuple[list[TokenSpan], list[Break]]:
    """The spans of one sequence, and every place where it breaks the scheme.

    With ``repair="none"`` a sequence that breaks its scheme gives no spans at all: what it meant is not known.

    Raises:
        XinwenError: ``format-tag`` for what is no tag of the scheme.
    """
    closing = scheme != "BIO"
    spans: list[TokenSpan] = []
    breaks: list[Break] = []
    start, label, sound = -1, "", True

    def close(end: int, ended: bool) -> None:
        nonlocal start, sound
        if start >= 0:
            if closing and not ended:
                breaks.append(Break(end - 1, f"{tags[end - 1]} does not end its span"))
                sound = False
            if sound or repair == "conlleval":
                spans.append(TokenSpan(start, end, label))
        start, sound = -1, True

    for index, tag in enumerate(tags):
        prefix, name = _parsed(tag, scheme)
        if prefix in "IE" and (start < 0 or name != label):
            before = tags[index - 1] if index else "the sentence's beginning"
            close(index, ended=False)
            breaks.append(Break(index, f"{tag} after {before}"))
            start, label, sound = index, name, False
        elif prefix in "BSO":
            close(index, ended=False)
            if prefix != "O":
                start, label = index, name
        if prefix in "ES":
            close(index + 1, ended=True)
    close(len(tags), ended=False)
    return ([] if breaks and repair == "none" else spans), breaks


def from_spans(length: int, spans: Iterable[TokenSpan], scheme: Scheme = "BIO") -> list[str]:
    """The tags of ``length`` tokens; the spans must not overlap."""
    begin, inside = "B", "M" if scheme == "BMES" else "I"
    end, single = {"BIO": ("I", "B"), "BILOU": ("L", "U")}.get(scheme, ("E", "S"))
    tags = ["O"] * length
    for span in spans:
        size = span.end - span.start
        letters = single if size == 1 else begin + inside * (size - 2) + end
        tags[span.start : span.end] = [f"{letter}-{span.label}" for letter in letters]
    return tags


def is_tag(tag: str, scheme: Scheme) -> bool:
    """Whether this is a tag of the scheme."""
    parts = split_tag(tag)
    return parts is not None and parts[0] in _LETTERS[scheme]


def _parsed(tag: str, scheme: Scheme) -> tuple[str, str]:
    parts = split_tag(tag)
    if parts is None or parts[0] not in _LETTERS[scheme]:
        raise XinwenError("format-tag", f"{tag!r} is no {scheme} tag.", remedy="Name the column of the tags and their scheme.")
    return parts[0].translate(_CANONICAL), parts[1]
