"""One defect for each check that looks at the files of passes: the sound store with just this changed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

Change = Callable[[Path], object]
PASS_DEFECTS: dict[str, Change] = {}
FILE = "passes/a/syn-0001.jsonl"


def _line(check_id: str, number: int, change: Callable[[dict[str, Any]], object], file: str = FILE) -> None:
    """A defect in one line of a pass; line 0 is the header."""

    def changed(annotations: Path) -> None:
        lines = (annotations / file).read_text("utf-8").splitlines()
        value = json.loads(lines[number])
        change(value)
        lines[number] = json.dumps(value, ensure_ascii=False)
        (annotations / file).write_text("\n".join(lines) + "\n", "utf-8")

    PASS_DEFECTS[check_id] = changed


def _lines(check_id: str, change: Callable[[list[str]], object]) -> None:
    """A defect in the lines of a pass."""

    def changed(annotations: Path) -> None:
        lines = (annotations / FILE).read_text("utf-8").splitlines()
        change(lines)
        (annotations / FILE).write_text("\n".join(lines) + "\n", "utf-8")

    PASS_DEFECTS[check_id] = changed


_line("pass-header", 0, lambda header: header.update(annotator=""))
_line("pass-independent", 0, lambda header: header.update(derived_from="b"))
_line("pass-place", 0, lambda header: header.update(name="c"))
_line("pass-scheme", 0, lambda header: header.update(scheme="0.1.0"))
_line("pass-adjudicated", 0, lambda header: header.update(independent=False))
_line("sentence-passes", 5, lambda sentence: sentence.update(text="那一天的北岭市天气很好。"))
_line("raw-runs", 5, lambda sentence: sentence.update(raw=[[0, 0, 999]]))
_lines("pass-line", lambda lines: lines.append("{"))
_lines("pass-sentence-twice", lambda lines: lines.append(lines[-1]))
_lines("pass-sentence-order", lambda lines: lines.append(lines.pop(1)))
PASS_DEFECTS["register-line"] = lambda annotations: (annotations / "names.jsonl").write_text('{"name_id": "chenghai"}\n', "utf-8")
_line("ref-name-proposed", 1, lambda sentence: sentence["entities"][1].update(name_id="?晨曦"))
