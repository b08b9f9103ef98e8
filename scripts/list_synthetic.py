"""Write seeds/synthetic/sources.jsonl from the front matter of the articles beside it.

    python scripts/list_synthetic.py
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import yaml

FOLDER = Path(__file__).resolve().parents[1] / "seeds" / "synthetic"


def source(path: Path) -> dict[str, object]:
    """The line of one article."""
    data = path.read_bytes()
    front = yaml.safe_load(data.decode("utf-8").split("---\n", 2)[1])
    return {
        "article_id": path.stem,
        "file": path.name,
        "sha256": hashlib.sha256(data).hexdigest(),
        "publisher": "XinWen",
        "url": None,
        "date": str(front["date"]),
        "rights": "CC BY 4.0",
        "source_kind": "synthetic",
        "obtained": "written for this data set by a language model; the facts it stands on are listed in its front matter",
        "split": front["split_hint"],
        "event": front["event"],
    }


def main() -> None:
    """Rewrite the list."""
    lines = [json.dumps(source(path), ensure_ascii=False) for path in sorted(FOLDER.glob("*.md"))]
    (FOLDER / "sources.jsonl").write_text("".join(f"{line}\n" for line in lines), "utf-8")


if __name__ == "__main__":
    main()
