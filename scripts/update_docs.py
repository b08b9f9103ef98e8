"""Regenerate the generated parts of the documentation: the data dictionary in both READMEs."""

from __future__ import annotations

import re
from pathlib import Path

from xinwen.release.card import data_dictionary

ROOT = Path(__file__).resolve().parents[1]
MARKS = re.compile(r"(<!-- data dictionary -->\n).*?(<!-- end of data dictionary -->)", re.S)


def with_dictionary(text: str) -> str:
    """A README with the data dictionary between its marks."""
    return MARKS.sub(lambda match: f"{match[1]}\n{data_dictionary()}\n{match[2]}", text)


def main() -> None:
    """Rewrite the files in place."""
    for name in ("README.md", "README.zh.md"):
        path = ROOT / name
        path.write_text(with_dictionary(path.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()
