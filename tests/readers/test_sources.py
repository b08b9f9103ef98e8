"""sources.jsonl, and ids for pages that have none."""

import json
import random
from pathlib import Path

import pytest

from xinwen.errors import XinwenError
from xinwen.readers.sources import article_ids, check_sha256, read_sources
from xinwen.records import Source

SEEDS = Path(__file__).parents[2] / "seeds"
GOOD = {"article_id": "a-1", "file": "a.txt", "sha256": "0" * 64}


def written(folder: Path, *lines: object) -> Path:
    path = folder / "sources.jsonl"
    path.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines), "utf-8")
    return path


def test_the_seeds_are_listed_as_they_are_on_disk() -> None:
    sources, errors = read_sources(SEEDS / "sources.jsonl")
    assert not errors
    seeds = {source.article_id: source for source in sources if source.split == "seeds"}
    assert {"seed-000", "seed-004"} <= set(seeds)
    for source in seeds.values():
        check_sha256(source, (SEEDS / source.file).read_bytes(), source.file)
        assert "not licensed" in source.rights and source.source_kind == "web"
    assert seeds["seed-000"].date is None and seeds["seed-004"].date == "2025-02-13"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "no JSON"),
        ("[]", "no JSON object"),
        ({"file": "a.txt", "sha256": "0" * 64}, "article_id is missing"),
        ({**GOOD, "licence": "MIT"}, "licence is unknown"),
        ({**GOOD, "date": 2025}, "date is no string: 2025"),
        ({**GOOD, "rights": None}, "rights is no string"),
        ({**GOOD, "sha256": "abc"}, "64 lower-case hexadecimal"),
        ({**GOOD, "article_id": "a/1"}, "'a/1' is not made of"),
        ({**GOOD, "file": "../a.txt"}, "not a path inside"),
        ({**GOOD, "split": "dev"}, "split is none of"),
        ({**GOOD, "source_kind": "print"}, "source_kind is none of"),
    ],
)
def test_a_bad_line_is_an_error_and_the_good_ones_stay(tmp_path: Path, line: object, said: str) -> None:
    path = written(tmp_path, {**GOOD, "article_id": "b", "file": "b.txt"}, line, {**GOOD, "url": None})
    sources, errors = read_sources(path)
    assert [source.article_id for source in sources] == ["b", "a-1"]
    assert [(error.id, error.place) for error in errors] == [("sources-line", f"{path}:2")] and said in errors[0].message


def test_an_id_or_a_file_twice_is_an_error(tmp_path: Path) -> None:
    path = written(tmp_path, GOOD, {**GOOD, "file": "b.txt"}, {**GOOD, "article_id": "a-2"})
    sources, errors = read_sources(path)
    assert sources == [Source("a-1", "a.txt", "0" * 64)]
    assert [error.id for error in errors] == ["sources-duplicate-id", "sources-duplicate-file"]


def test_a_list_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(XinwenError) as caught:
        read_sources(tmp_path / "sources.jsonl")
    assert caught.value.id == "input-missing"


def test_a_page_that_was_changed_is_an_error() -> None:
    with pytest.raises(XinwenError) as caught:
        check_sha256(Source("a-1", "a.txt", "0" * 64), b"changed", "a.txt")
    assert caught.value.id == "source-sha256" and caught.value.place == "a.txt"


def test_ids_are_stems_made_safe_and_unique_whatever_the_order() -> None:
    paths = [Path(name) for name in ("b/页 1.txt", "a/页 1.md", "c/页-1.html", "a/页-1-2.txt", "新闻.txt", "***.txt")]
    ids, notices = article_ids(paths)
    assert {str(path): found for path, found in ids.items()} == {
        "a/页 1.md": "页-1",
        "a/页-1-2.txt": "页-1-2",
        "b/页 1.txt": "页-1-3",
        "c/页-1.html": "页-1-4",
        "新闻.txt": "新闻",
        "***.txt": "page",
    }
    assert [notice.id for notice in notices] == ["input-duplicate-stem"] and "b/页 1.txt is 页-1-3" in notices[0].message
    shuffled = random.Random(7).sample(paths, len(paths))
    assert article_ids(shuffled)[0] == ids
