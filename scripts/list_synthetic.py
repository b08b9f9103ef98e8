"""Write the lines of the synthetic articles in seeds/sources.jsonl, and the list of splits, from the articles' front matter.

    python scripts/list_synthetic.py

Run it after an article was added or changed; `seeds/synthetic/README.md` is the list that people read.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from pathlib import Path
from typing import Any

import yaml

SEEDS = Path(__file__).resolve().parents[1] / "seeds"
FOLDER = SEEDS / "synthetic"
SPLITS = ("train", "validation", "test")
HEAD = """# The articles written for the data set

Written by a language model, under CC BY 4.0, each on public facts that its front matter lists with publisher, title, date, address
and day of access; what is invented is listed there too. Splits are in time order, and articles on one event stand in one split.
This list is made by `scripts/list_synthetic.py`; the splits that count are those of `seeds/sources.jsonl`, made with it.
"""


def front_matter(data: bytes) -> dict[str, Any]:
    """The YAML between the first two ``---`` lines."""
    front: dict[str, Any] = yaml.safe_load(data.decode("utf-8").split("---\n", 2)[1])
    return front


def source(path: Path, data: bytes, front: dict[str, Any]) -> dict[str, object]:
    """The line of one article."""
    return {
        "article_id": path.stem,
        "file": path.relative_to(SEEDS).as_posix(),
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


def split_list(sources: list[dict[str, object]], titles: dict[str, str]) -> str:
    """The articles in time order, as a table a split."""
    parts = [HEAD]
    for split in SPLITS:
        members = sorted((s for s in sources if s["split"] == split), key=lambda s: (str(s["date"]), str(s["article_id"])))
        parts += [f"## {split}: {len(members)} articles", "", "| date | article | event | title |", "|---|---|---|---|"]
        parts += [_row(s, titles[str(s["article_id"])]) for s in members]
        parts.append("")
    return "\n".join(parts)


def _row(source: dict[str, object], title: str) -> str:
    id = source["article_id"]
    return f"| {source['date']} | [{id}]({id}.md) | {source['event']} | {title} |"


def main() -> None:
    """Rewrite both lists; the lines of other pages stay as they are."""
    lines = (SEEDS / "sources.jsonl").read_text("utf-8").splitlines()
    others = [line for line in lines if json.loads(line)["source_kind"] != "synthetic"]
    pages = [(path, path.read_bytes()) for path in sorted(FOLDER.glob("syn-*.md"))]
    fronts = {path.stem: front_matter(data) for path, data in pages}
    sources = [source(path, data, fronts[path.stem]) for path, data in pages]
    twice = [event for event, n in Counter((s["event"], s["split"]) for s in sources).items() if n > 1]
    lines = [*others, *(json.dumps(s, ensure_ascii=False) for s in sources)]
    (SEEDS / "sources.jsonl").write_text("".join(f"{line}\n" for line in lines), "utf-8")
    (FOLDER / "README.md").write_text(split_list(sources, {id: front["title"] for id, front in fronts.items()}), "utf-8")
    print(f"{len(sources)} articles; events with several articles: {twice or 'none'}")


if __name__ == "__main__":
    main()
