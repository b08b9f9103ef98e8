"""Answers of a language model on disk, so that no question is asked, and paid for, twice."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

from xinwen.errors import XinwenError


class AnswerCache:
    """A folder of answers, one file each. Without a folder nothing is kept.

    Args:
        folder: where the answers lie; made when there is one to keep.
        asked_by: everything beside the question that the answer depends on: model, prompt, guidelines.
    """

    def __init__(self, folder: Path | None, asked_by: tuple[str, ...]) -> None:
        self._folder, self._asked_by = folder, asked_by

    def get(self, question: str) -> str | None:
        """The answer kept for a question; None where there is none, or a file that is not whole."""
        if self._folder is None:
            return None
        try:
            kept = json.loads(self._path(self._folder, question).read_text("utf-8"))
            return str(kept["answer"])
        except (OSError, ValueError, TypeError, KeyError):
            return None

    def put(self, question: str, answer: str) -> None:
        """Keep an answer: written beside its place, then put there, so that a file is whole or not there.

        Raises:
            XinwenError: ``llm-cache`` where the folder cannot be written.
        """
        if self._folder is None:
            return
        path = self._path(self._folder, question)
        beside = path.with_name(f"{path.name}.{os.getpid()}.part")
        kept = {"asked_by": self._asked_by, "question": json.loads(question), "answer": answer}
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            beside.write_text(json.dumps(kept, ensure_ascii=False, indent=1), "utf-8")
            beside.replace(path)
        except OSError as error:
            message = f"The answer cannot be kept: {error}."
            raise XinwenError("llm-cache", message, place=str(self._folder), remedy="Name a folder that can be written.") from None

    def _path(self, folder: Path, question: str) -> Path:
        key = hashlib.sha256(json.dumps([*self._asked_by, question]).encode()).hexdigest()
        return folder / key[:2] / f"{key}.json"
