"""Noise on the pieces of a text: the other script, injected readings, torn GBK, marks and blanks, invisible characters.

Part of render_dirty.py. Every function takes pieces and gives new ones; what is drawn is drawn from the generator given.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from random import Random
from typing import NamedTuple

from opencc import OpenCC
from pypinyin import Style, pinyin

from xinwen.bench.renderings import Piece

Pieces = list[Piece]
_HAN = re.compile("[\u4e00-\u9fff]")


class Change(NamedTuple):
    """Another text for ``text[start:end]`` of a piece; noise that is put in where the span is empty."""

    start: int
    end: int
    raw: str
    kind: str


def content(text: str) -> Piece:
    """A text that stands as it is."""
    return Piece(text, text)


def noise(text: str, kind: str) -> Piece:
    """A text that does not belong to the article."""
    return Piece(text, "", kind)


def changed(piece: Piece, changes: Iterable[Change]) -> Iterator[Piece]:
    """A piece with a character of its own for each that is meant, cut up by ascending changes."""
    at = 0
    for start, end, raw, kind in changes:
        yield Piece(piece.raw[at:start], piece.clean[at:start], piece.kind)
        yield Piece(raw, piece.clean[start:end], kind)
        at = end
    yield Piece(piece.raw[at:], piece.clean[at:], piece.kind)


def throughout(pieces: Iterable[Piece], find: Callable[[str], Iterable[Change]]) -> Pieces:
    """The pieces with the changes that ``find`` names for the raw text of each piece of content."""
    return [new for p in pieces for new in (changed(p, find(p.raw)) if p.clean and len(p.raw) == len(p.clean) else [p])]


def joined(pieces: Iterable[Piece]) -> Pieces:
    """The pieces without empty ones; neighbours of one kind on one line are made one where every character keeps its place."""
    done: Pieces = []
    for piece in pieces:
        last = done[-1] if done else Piece("", "")
        apart = last.raw.endswith("\n") or piece.raw.startswith("\n") or last.kind != piece.kind
        if done and not apart and _form(last) == _form(piece) != "uneven":
            done[-1] = Piece(last.raw + piece.raw, last.clean + piece.clean, piece.kind)
        elif piece.raw:
            done.append(piece)
    return done


def _form(piece: Piece) -> str:
    return "noise" if not piece.clean else "even" if len(piece.raw) == len(piece.clean) else "uneven"


# Script and injected pinyin.


def converted(pieces: Pieces, way: str) -> Pieces:
    """The content in the other script."""
    convert = OpenCC(way).convert

    def find(text: str) -> list[Change]:
        other = convert(text)
        assert len(other) == len(text), "the conversion is not one to one"
        return [Change(i, i + 1, new, "script") for i, (old, new) in enumerate(zip(text, other, strict=True)) if old != new]

    return throughout(pieces, find)


@cache
def reading(character: str, *, toned: bool = True) -> str:
    """The dictionary's first reading; without tones ü is written v."""
    return str(pinyin(character, style=Style.TONE if toned else Style.NORMAL, v_to_u=toned)[0][0])


def annotated(pieces: Pieces, rng: Random, *, toned: bool = True, blanks: bool = False, share: float = 0.6) -> Pieces:
    """A reading behind every occurrence of some characters: with tones those that conversion changed, else any."""
    pool = {c for p in pieces if p.clean and (p.kind == "script" or not toned) for c in p.raw if _HAN.match(c)}
    chosen = set(rng.sample(sorted(pool), round(share * len(pool))))
    spaced = {c: rng.choice(("{} ", " {}")) if blanks and rng.random() < 0.5 else "{}" for c in sorted(chosen)}

    def find(text: str) -> list[Change]:
        places = (i for i, c in enumerate(text) if c in chosen)
        return [Change(i + 1, i + 1, f"({spaced[text[i]].format(reading(text[i], toned=toned))})", "pinyin") for i in places]

    return throughout(pieces, find)


# Bytes.


def torn(pieces: Pieces, rng: Random) -> Pieces:
    """What a mirror site makes of Traditional text in GBK: readings put in byte by byte, so that characters are torn apart."""
    units = [(old, new) for p in pieces for old, new in zip(p.raw, p.clean, strict=True)]
    data = b"".join(raw.encode("gb18030") for raw, _ in units)
    # The unit each byte belongs to, -1 for a byte put in.
    owners = [n for n, (raw, _) in enumerate(units) for _ in raw.encode("gb18030")]
    table = converted_characters()
    for character in rng.sample(table, round(0.9 * len(table))):
        key, note = character.encode("gb18030"), f"({reading(character)})".encode("gb18030")
        parts = re.split(re.escape(key), data)
        ends = [len(part) for part in parts]
        data = (key + note).join(parts)
        owners = list(_with_notes(owners, ends, len(key), len(note)))
    return list(_torn_pieces(units, data, owners))


@cache
def converted_characters() -> list[str]:
    """The Traditional forms of the 3,755 characters of level 1 of GB 2312: what such a site has readings for."""
    codes = bytes(byte for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF) for byte in (row, cell))
    common = codes.decode("gb2312", "ignore")
    return sorted({new for old, new in zip(common, OpenCC("s2t").convert(common), strict=True) if old != new and is_gbk(new)})


def is_gbk(character: str) -> bool:
    """Whether a character has two bytes in GBK."""
    return len(character.encode("gb18030")) == 2


def _with_notes(owners: list[int], sizes: list[int], key: int, note: int) -> Iterator[int]:
    at = 0
    for i, size in enumerate(sizes):
        if i:
            yield from owners[at : at + key]
            yield from [-1] * note
            at += key
        yield from owners[at : at + size]
        at += size


def _torn_pieces(units: list[tuple[str, str]], data: bytes, owners: list[int]) -> Iterator[Piece]:
    """The pieces of torn bytes: whole characters, readings, and runs in which the borders of characters are lost."""
    ends = {unit: at + 1 for at, unit in enumerate(owners)}
    at = done = 0
    while at < len(data):
        start, shown, unit = at, "", -1
        # Go on until no character is cut in two.
        while not shown or (unit >= 0 and ends[unit] > at):
            at, more = _decoded(data, at)
            shown += more
            unit = max(unit, *owners[start:at])
        if unit < 0:
            yield noise(shown, "pinyin")
            continue
        raw, clean = ("".join(part) for part in zip(*units[done : unit + 1], strict=True))
        done = unit + 1
        yield Piece(shown, clean, "torn" if shown != raw else "script" if raw != clean else "")


def _decoded(data: bytes, at: int) -> tuple[int, str]:
    """Where a GBK decoder goes on behind ``at``, and what it shows: a lead byte takes the byte behind it along, good or bad."""
    if data[at] < 0x80:
        return at + 1, chr(data[at])
    # Characters of four bytes are those that GBK lacks; torn text does not form them by chance.
    for size in (2, 4):
        try:
            return at + size, data[at : at + size].decode("gb18030" if size == 4 else "gbk")
        except UnicodeDecodeError:
            continue
    return at + 2, "?"


def unencodable(pieces: Pieces, encoding: str) -> Pieces:
    """The pieces with ``?`` for what the encoding has no code for."""

    def find(text: str) -> list[Change]:
        return [Change(i, i + 1, "?", "lost") for i, c in enumerate(text) if c.encode(encoding, "replace") == b"?" != c.encode()]

    return throughout(pieces, find)


# Marks, blanks, invisible characters.

_NARROW = str.maketrans("，：；？！（）", ",:;?!()")
_WIDE = {ord("0") + i: ord("０") + i for i in range(10)} | {ord("A") + i: ord("Ａ") + i for i in range(26)}
_INVISIBLE = ("\u200b", "\ufeff", "\u200e", "\u2060", "\u00ad", "\ue5e5", "\u200c", "\x08")


def widths(pieces: Pieces, rng: Random) -> Pieces:
    """Half-width marks and brackets, full-width figures and letters, stray blanks and indents."""

    def find(text: str) -> Iterator[Change]:
        yield Change(0, 0, "\u3000\u3000", "indent")
        for i, c in enumerate(text.rstrip("\n")):
            draw = rng.random()
            if c.translate(_NARROW) != c and draw < 0.5:
                yield Change(i, i + 1, c.translate(_NARROW), "half-width bracket" if c in "（）" else "half-width mark")
            elif c in "，。、；：" and draw < 0.7:
                yield Change(i + 1, i + 1, rng.choice((" ", "\u3000", "\u00a0", "  ")), "blank at a mark")
            elif ord(c) in _WIDE and draw < 0.1:
                yield Change(i, i + 1, c.translate(_WIDE), "full-width figure or letter")
            elif _HAN.match(c) and i and _HAN.match(text[i - 1]) and draw < 0.015:
                yield Change(i, i, rng.choice((" ", "\u3000", "\u00a0")), "blank between Han characters")
        if text.endswith("\n"):
            yield Change(len(text.rstrip("\n")), len(text.rstrip("\n")), " \t", "blank at the end of a line")

    return throughout(pieces, find)


def invisible(pieces: Pieces, rng: Random) -> Pieces:
    """Zero-width, control and private-use characters, decomposed letters, and line ends of other systems."""

    def find(text: str) -> Iterator[Change]:
        for i, c in enumerate(text):
            if (apart := unicodedata.normalize("NFD", c)) != c:
                yield Change(i, i + 1, apart, "decomposed letter")
            elif c == "\n":
                yield Change(i, i + 1, "\r\n", "line end")
            elif rng.random() < 0.03 and i:
                yield Change(i, i, rng.choice(_INVISIBLE), "invisible")

    return throughout(pieces, find)
