"""Bytes of a label file to text. Label files are UTF-8; some were written as CESU-8, surrogate by surrogate."""

from __future__ import annotations

from xinwen.errors import XinwenError


def decode(content: bytes, place: str = "") -> str:
    """The text of a label file, without a byte order mark.

    Surrogates that stand side by side (CESU-8) are joined; halves that stand apart are left for the format to join or refuse.

    Raises:
        XinwenError: ``format-encoding`` for bytes that are neither UTF-8 nor CESU-8, with the line.
    """
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        text = content.decode("utf-8", "surrogatepass").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        message = f"Byte 0x{content[error.start]:02X} is not UTF-8 ({error.reason})."
        raise XinwenError("format-encoding", message, place=f"{place}:{line}", remedy="Save the file as UTF-8.") from None
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
