"""Control and other invisible characters, and canonical composition (NFC)."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from xinwen.text.alignment import Edit
from xinwen.text.charclass import CharClass, code_points
from xinwen.text.pinyin import SYLLABLE_LETTERS

# C0 controls but for tab, newline and the separators that end a line (blanks.py turns those into newlines),
# zero-width and bidirectional marks, BOM, interlinear and variation marks of no use in news text,
# private use, noncharacters and lone surrogates. The replacement character of a faulty decoding is a matter of damage.py.
# A zero-width joiner stays where it joins emoji.
_INVISIBLE = CharClass(
    r"\x00-\x08\x0e-\x1b\x7f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    r"\ufeff\ufff0-\ufffc\ufffe\uffff\ue000-\uf8ff\ufdd0-\ufdef\ud800-\udfff\U000e0000-\U000e007f\U000f0000-\U0010ffff"
)
# C1 controls and soft hyphens, but for those among other characters of Latin-1, where they may be bytes of GBK.
_C1 = r"\x80-\x84\x86-\x9f\u00ad"
_LATIN_CONTROLS = re.compile(rf"(?<![\xa1-\xff{_C1}])[{_C1}]++(?![\xa1-\xff])")
_C1_CLASS = CharClass(_C1)
_ANY = CharClass(_INVISIBLE.inside + _C1)
# Private-use characters that GB 18030 gives to pairs of bytes; behind a torn character they are bytes of the shifted run.
PRIVATE_PAIRS = "\ue000-\ue765"
_PRIVATE = re.compile(f"[{PRIVATE_PAIRS}]")
_SHIFTED = re.compile(rf"[?\ufffd]\(?(?=[{SYLLABLE_LETTERS} ]{{1,7}}\))[{SYLLABLE_LETTERS}]{{1,7}} ?\)[^\x00-\x3e@-\x7f]*")
_JOINER = "\u200d"
# All but characters of which it is known that composition leaves them and what stands beside them alone.
_COMPOSABLE = CharClass("^\0-\u02ff\u1e00-\u1e99\u1ea0-\u1eff\u2010-\u20cf\u3000-\u3029\u3400-\u9fff\uff00-\uffff")
_JOINING = re.compile("(?<=[\u2190-\u2bff\ufe0f\U0001f000-\U0001faff])\u200d(?=[\u2190-\u2bff\U0001f000-\U0001faff])")


def find_controls(text: str) -> list[Edit]:
    """The runs of control, zero-width, private-use and other invisible characters."""
    if not _ANY.is_in(text):
        return []
    starts, ends = _INVISIBLE.runs(code_points(text))
    spans = list(zip(starts.tolist(), ends.tolist(), strict=True))
    if _JOINER in text:
        joining = {match.span() for match in _JOINING.finditer(text)}
        spans = [span for span in spans if span not in joining]
    if ("?" in text or "\ufffd" in text) and _PRIVATE.search(text):
        spans = _without_pairs(text, spans)
    if _C1_CLASS.is_in(text):
        spans += [match.span() for match in _LATIN_CONTROLS.finditer(text)]
    return [Edit(*span) for span in sorted(spans)]


def _without_pairs(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """``spans`` of invisible characters but for the pairs of bytes in shifted runs, which damage.py realigns or takes out."""
    pairs = {m.start() for run in _SHIFTED.finditer(text) for m in _PRIVATE.finditer(text, *run.span())}
    if not pairs:
        return spans
    return [(at, at + 1) for start, end in spans for at in range(start, end) if at not in pairs]


def compose(text: str) -> list[Edit]:
    """The clusters that NFC changes, each replaced by its composed form. Source: Unicode Standard Annex 15."""
    if not _COMPOSABLE.is_in(text) or unicodedata.is_normalized("NFC", text):
        return []
    edits = []
    for match in _clusters().finditer(text):
        cluster = match.group()
        composed = unicodedata.normalize("NFC", cluster)
        if composed != cluster:
            edits.append(Edit(*match.span(), composed))
    return edits


@cache
def _clusters() -> re.Pattern[str]:
    """A character that may change or that others may compose with, and the marks that follow it."""
    marks = _character_class(c for c in map(chr, range(0x110000)) if unicodedata.combining(c) or c in _seconds())
    unstable = _character_class(c for c in map(chr, range(0x110000)) if _is_unstable(c))
    return re.compile(f"(?:{unstable}|[^\\n])?{marks}+|{unstable}{marks}*")


@cache
def _seconds() -> frozenset[str]:
    """Starters that compose with the character before them."""
    jamo = {chr(c) for c in (*range(0x1161, 0x1176), *range(0x11A8, 0x11C3))}
    pairs = (unicodedata.decomposition(c) for c in map(chr, range(0x110000)))
    parts = (p.split() for p in pairs if p and not p.startswith("<"))
    return frozenset(jamo | {chr(int(p[1], 16)) for p in parts if len(p) == 2})


def _is_unstable(character: str) -> bool:
    return not unicodedata.is_normalized("NFC", character)


def _character_class(characters: object) -> str:
    """A regular-expression class of ``characters``, as ranges."""
    points = sorted(map(ord, characters))  # type: ignore[call-overload]
    ranges: list[list[int]] = []
    for point in points:
        if ranges and point == ranges[-1][1] + 1:
            ranges[-1][1] = point
        else:
            ranges.append([point, point])
    return "[" + "".join(f"\\U{a:08x}-\\U{b:08x}" for a, b in ranges) + "]"
