"""Characters as their bytes in GBK, and what torn bytes may have been."""

from __future__ import annotations

import codecs
from functools import lru_cache

from xinwen.text.pinyin import gloss_of
from xinwen.text.script import to_simplified


def realigned(data: bytes, trail: bytes = b"") -> tuple[str, bool]:
    """The characters of ``data`` and the byte behind it, and whether the last one is lost; nothing if they do not decode."""
    for attempt, lost in ((data + trail, False), (data[:-1], True)):
        try:
            return attempt.decode("gbk"), lost
        except UnicodeDecodeError:
            continue
    return "", False


@lru_cache(1 << 14)
def leads_of(first: int, reading: str) -> list[bytes]:
    """The bytes (none that shows as a letter) that complete ``first`` to a character of this reading; converted ones first."""
    found = [bytes([second]) for second in range(0x80, 0xFF) if spells(bytes([first, second]), reading)]
    return sorted(found, key=lambda second: not _is_converted(bytes([first]) + second))


def _is_converted(data: bytes) -> bool:
    character = data.decode("gbk")
    return to_simplified(character) != character


def spells(data: bytes, reading: str) -> bool:
    """Whether two bytes are a character of this reading."""
    try:
        gloss = gloss_of(f"{data.decode('gbk')}({reading})")
    except UnicodeDecodeError:
        return False
    return gloss is not None and gloss.verified


def bytes_of(text: str) -> bytes:
    """The bytes of the two-byte characters at the head of ``text``: GBK, and the pairs that GB 18030 shows as private use."""
    try:
        return text.encode("gbk", "xinwen-private-pairs")
    except UnicodeEncodeError as error:
        return text[: error.start].encode("gbk", "xinwen-private-pairs")


def _private_pair(error: UnicodeError) -> tuple[bytes, int]:
    if isinstance(error, UnicodeEncodeError):
        pair = error.object[error.start].encode("gb18030", "replace")
        if len(pair) == 2:
            return pair, error.start + 1
    raise error


codecs.register_error("xinwen-private-pairs", _private_pair)
