"""Bytes: every file is UTF-8 as it should be."""

from __future__ import annotations

from collections.abc import Iterator

from xinwen.checks.check import ALL, check
from xinwen.checks.target import Hit, Target


@check("bytes-utf8", "error", "Files are UTF-8.", "Save the file as UTF-8.", ALL)
def utf8(target: Target) -> Iterator[Hit]:
    for name, data in target.files.items():
        if _kind(data) == "broken":
            line, byte = _where(data, "surrogatepass")
            yield Hit(f"{name}:{line}", f"byte 0x{byte:02X} is no UTF-8")


@check(
    "bytes-cesu8",
    "error",
    "No character is written as two surrogates (CESU-8).",
    "Decode with `surrogatepass`, join the pairs, save as UTF-8.",
    ALL,
)
def cesu8(target: Target) -> Iterator[Hit]:
    for name, data in target.files.items():
        if _kind(data) == "cesu8":
            line, _ = _where(data, "strict")
            yield Hit(f"{name}:{line}", "a character beyond U+FFFF is written as a pair of surrogates (CESU-8)")


@check(
    "bytes-bom",
    "warning",
    "Files have no byte order mark.",
    "Save the file without one: many readers take it for part of the first word.",
    ALL,
)
def byte_order_mark(target: Target) -> Iterator[Hit]:
    for name, data in target.files.items():
        if data.startswith(b"\xef\xbb\xbf"):
            yield Hit(f"{name}:1", "the file begins with a byte order mark")


@check("bytes-newlines", "warning", "Lines end with a newline alone, the last one too.", "Save the file with Unix line ends.", ALL)
def newlines(target: Target) -> Iterator[Hit]:
    for name, data in target.files.items():
        at, lines, returns = data.find(b"\r"), data.count(b"\n"), data.count(b"\r")
        if returns:
            line = data.count(b"\n", 0, at) + 1
            yield Hit(f"{name}:{line}", f"{returns} carriage returns, the first one here")
        elif data and not data.endswith(b"\n"):
            yield Hit(f"{name}:{lines + 1}", "the last line has no newline")


def _kind(data: bytes) -> str:
    for errors, kind in (("strict", "sound"), ("surrogatepass", "cesu8")):
        try:
            data.decode("utf-8", errors)
            return kind
        except UnicodeDecodeError:
            continue
    return "broken"


def _where(data: bytes, errors: str) -> tuple[int, int]:
    try:
        data.decode("utf-8", errors)
    except UnicodeDecodeError as error:
        return data.count(b"\n", 0, error.start) + 1, data[error.start]
    raise ValueError("the bytes are sound")
