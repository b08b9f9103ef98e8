"""Bytes to text, by the evidence of the bytes and not by what a page declares.

Chinese pages come in UTF-8, UTF-16, GB18030 (GB2312, GBK) and Big5, and often name another encoding than theirs. Valid
UTF-8 is conclusive. Between the others the text decides: of the characters outside ASCII in Chinese prose, a fifth and more
are among the few hundred most common ones, whereas a wrong decoding hits these by chance only.

What stays in doubt is refused: on GB18030 fragments of 12 characters charset-normalizer gave 24 of 40 wrongly, this none (it
refused 17); from 60 characters on the two hardly differ.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from math import sqrt

from xinwen.errors import XinwenError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC = {
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"RIFF": "a RIFF file (WebP, WAV, AVI)",
    b"%PDF": "a PDF document",
    b"PK\x03\x04": "a ZIP archive or office document",
    b"\xd0\xcf\x11\xe0": "an old office document",
    b"\x1f\x8b": "a gzip archive",
    b"\x28\xb5\x2f\xfd": "a Zstandard archive",
    b"BZh": "a bzip2 archive",
    b"\xfd7zXZ": "an xz archive",
    b"7z\xbc\xaf": "a 7z archive",
    b"Rar!": "a RAR archive",
    b"PAR1": "a Parquet file",
    b"\x7fELF": "a program",
    b"SQLite format 3": "a database",
}
_CONTROLS = bytes(set(range(0x20)) - set(b"\t\n\v\f\r\x1a\x1b"))
_LEGACY = ("gb18030", "big5hkscs", "cp950")

#: Share of the most common characters among those outside ASCII, below which a decoding is not believed.
_PLAUSIBLE = 0.12
#: A sample decides: enough for the statistics, and cheap on long files.
_SAMPLE = 1 << 18


def decode(data: bytes, place: str) -> tuple[str, str]:
    """Decode a page.

    Returns:
        The text, without a byte-order mark and with its line ends as they were, and the name of the encoding.

    Raises:
        XinwenError: ``input-empty``, ``input-binary``, ``input-euc-tw`` or ``input-encoding``.
    """
    if not data.strip(b"\0 \t\r\n\v\f"):
        raise _empty("The file is empty.", place)
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _with_bom(data[len(bom) :], encoding, place)
    _refuse_binary(data, place)
    if found := _wide(data) or _utf8(data) or _legacy(data):
        return found
    raise _refusal(data, place)


def _with_bom(data: bytes, encoding: str, place: str) -> tuple[str, str]:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _broken(encoding, error, place) from None
    if not text.strip():
        raise _empty("The file holds nothing but a byte-order mark and blanks.", place)
    return text, encoding


def _empty(message: str, place: str) -> XinwenError:
    return XinwenError("input-empty", message, place=place, remedy="Remove it, or fetch the page again.")


def _refuse_binary(data: bytes, place: str) -> None:
    for magic, what in _MAGIC.items():
        if data.startswith(magic):
            raise _binary(what, place)


def _binary(what: str, place: str) -> XinwenError:
    remedy = "Give text, Markdown, HTML or JSONL; unpack or convert this file first."
    return XinwenError("input-binary", f"The file is {what}, not text.", place=place, remedy=remedy)


def _wide(data: bytes) -> tuple[str, str] | None:
    """UTF-32 and UTF-16 without a byte-order mark, of text that holds ASCII too: told by the NULs of its other bytes."""
    if b"\0" not in data[:_SAMPLE]:
        return None
    for encoding, width in (("utf-32-le", 4), ("utf-32-be", 4), ("utf-16-le", 2), ("utf-16-be", 2)):
        if len(data) % width == 0 and (found := _strictly(data, encoding)) and _is_ordinary(found[0]):
            return found
    return None


def _is_ordinary(text: str) -> bool:
    """Whether a third of the characters are ASCII, full-width marks or common Chinese ones."""
    sample = text[:_SAMPLE]
    other = len(_ASCII_AND_MARKS.sub("", sample))
    return len(sample) - other + len(_common().findall(sample)) > len(sample) / 3


def _strictly(data: bytes, encoding: str) -> tuple[str, str] | None:
    """The text, if every byte of it is valid and it is not riddled with control characters."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    return None if _is_riddled(text) else (text, encoding)


_CONTROL_RUN = re.compile("[\x00-\x08\x0e-\x19\x1c-\x1f\x7f\ufffe\uffff]")


def _is_riddled(text: str) -> bool:
    sample = text[:_SAMPLE]
    return len(_CONTROL_RUN.findall(sample)) > 0.01 * len(sample) + 2


def _utf8(data: bytes) -> tuple[str, str] | None:
    """UTF-8, or CESU-8: UTF-8 in which characters beyond U+FFFF stand as two surrogates of three bytes each."""
    if found := _strictly(data, "utf-8"):
        return found
    if not re.search(rb"\xed[\xa0-\xaf][\x80-\xbf]\xed[\xb0-\xbf]", data):
        return None
    try:
        pairs = data.decode("utf-8", "surrogatepass")
        return pairs.encode("utf-16-le", "surrogatepass").decode("utf-16-le"), "cesu-8"
    except UnicodeError:
        return None


def _legacy(data: bytes) -> tuple[str, str] | None:
    """The most plausible of GB18030, Big5 and UTF-16 of pure Chinese (which holds no NUL)."""
    wide = ("utf-16-le", "utf-16-be") if len(data) % 2 == 0 else ()
    found = [decoded for encoding in (*_LEGACY, *wide) if (decoded := _strictly(data, encoding))]
    best = max(found, key=lambda decoded: plausibility(decoded[0]), default=None)
    return best if best and plausibility(best[0]) >= max(_PLAUSIBLE, _as_euc_tw(data)) else None


def plausibility(text: str) -> float:
    """Share of the most common Chinese characters among those of ``text`` outside ASCII, full-width marks left aside.

    The marks tell little: their codes are the same in several encodings. A standard deviation's worth of hits is taken off, so
    that a few characters must be right more clearly than many.
    """
    wide = _ASCII_AND_MARKS.sub("", text[:_SAMPLE])
    return max(0.0, len(_common().findall(wide)) - sqrt(len(wide))) / len(wide) if wide else 0.0


_ASCII_AND_MARKS = re.compile("[\x00-\x7f\u2000-\u206f\u3000-\u303f\uff00-\uffef]+")


@cache
def _common() -> re.Pattern[str]:
    lines = files("xinwen.readers").joinpath("data/common_characters.txt").read_text("utf-8").splitlines()
    return re.compile("[" + re.escape("".join(line for line in lines if not line.startswith("#"))) + "]")


def _refusal(data: bytes, place: str) -> XinwenError:
    """What is wrong with bytes that no encoding fits."""
    sample = data[:_SAMPLE]
    if len(sample) - len(sample.translate(None, _CONTROLS)) > 0.01 * len(sample) + 2:
        return _binary("binary", place)
    if _as_euc_tw(sample) >= _PLAUSIBLE:
        message = "The file is in EUC-TW, for which there is no decoder."
        return XinwenError("input-euc-tw", message, place=place, remedy="Convert it first: iconv -f EUC-TW -t UTF-8.")
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _broken("utf-8", error, place)
    return _binary("binary", place)


def _broken(encoding: str, error: UnicodeDecodeError, place: str) -> XinwenError:
    byte = f"byte 0x{error.object[error.start]:02x} at offset {error.start}"
    if encoding == "utf-8" and not _is_mostly_utf8(error.object):
        message = f"The encoding is none of UTF-8, UTF-16, GB18030 and Big5 (not UTF-8 from {byte} on)."
    else:
        message = f"The file is {encoding} but broken: {byte} ({error.reason})."
    return XinwenError("input-encoding", message, place=place, remedy="Fetch the page again, or convert it to UTF-8.")


def _is_mostly_utf8(data: bytes) -> bool:
    """Whether the bytes outside ASCII are UTF-8 but for a few."""
    text = data[:_SAMPLE].decode("utf-8", "replace")
    wide = _ASCII_AND_MARKS.sub("", text)
    return wide.count("\ufffd") < 0.2 * len(wide) + 1


def _as_euc_tw(data: bytes) -> float:
    """The plausibility of the text when its plane 1 is read as EUC-TW.

    Plane 1 of CNS 11643 holds the level-1 characters of Big5 in nearly the same order, from row 0x44 on.
    """
    return plausibility(b"".join(_big5_codes(data[:_SAMPLE])).decode("big5", "ignore"))


def _big5_codes(data: bytes) -> Iterator[bytes]:
    for pair in re.findall(rb"[\xa1-\xfe]{2}", data):
        index = (pair[0] - 0xC4) * 94 + pair[1] - 0xA1
        if 0 <= index < 5401:
            row, cell = divmod(index, 157)
            yield bytes((0xA4 + row, cell + 0x40 if cell < 63 else cell + 0x62))
