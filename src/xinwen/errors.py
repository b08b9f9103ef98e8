"""Errors that carry a stable id, the place and the remedy."""

from __future__ import annotations


class XinwenError(Exception):
    """A problem that a user can act on.

    Attributes:
        id: stable, kebab-case identifier, e.g. ``input-binary``; programs may rely on it.
        message: one plain sentence saying what is wrong.
        place: file, or file and line, where it is wrong.
        remedy: one plain sentence saying what to do.
    """

    def __init__(self, id: str, message: str, *, place: str = "", remedy: str = "") -> None:
        super().__init__(id, message)
        self.id = id
        self.message = message
        self.place = place
        self.remedy = remedy

    def __str__(self) -> str:
        place = f"{self.place}: " if self.place else ""
        remedy = f" {self.remedy}" if self.remedy else ""
        return f"[{self.id}] {place}{self.message}{remedy}"

    def as_dict(self) -> dict[str, str]:
        """The error as a flat record, as written to ``rejects.jsonl`` and by ``--json``."""
        return {"id": self.id, "place": self.place, "message": self.message, "remedy": self.remedy}
