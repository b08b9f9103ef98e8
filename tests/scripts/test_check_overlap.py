"""What two articles may not have in common, on small articles."""

from __future__ import annotations

import hashlib
import json
import runpy
from pathlib import Path
from typing import Protocol

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "check_overlap.py"
ONE = "雨下了三天，仓库门口的纸箱堆到了屋檐下。老张点了一支烟，说这批货再不走就要发霉了。"


def seeds(folder: Path, *texts: str, splits: tuple[str, ...] = ()) -> Path:
    """A folder of articles with its list."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = []
    for number, text in enumerate(texts, 1):
        path = folder / f"a-{number}.md"
        path.write_text(text, "utf-8")
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        split = splits[number - 1] if splits else "train"
        lines.append({"article_id": path.stem, "file": path.name, "sha256": digest, "split": split})
    (folder / "sources.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    return folder


def labels(folder: Path, article_id: str, *surfaces: str) -> Path:
    """A folder of annotations with one pass."""
    path = folder / "passes" / "a" / f"{article_id}.jsonl"
    path.parent.mkdir(parents=True, exist_ok=True)
    entities = [{"text": surface, "type": "ORG"} for surface in surfaces]
    path.write_text(json.dumps({"name": "a"}) + "\n" + json.dumps({"text": "", "entities": entities}) + "\n", "utf-8")
    return folder


class Run(Protocol):
    def __call__(self, folder: Path, *options: str | Path) -> tuple[int, list[list[str]]]: ...


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs the script; gives the exit status and the places."""
    main = runpy.run_path(str(SCRIPT))["main"]

    def call(folder: Path, *options: str | Path) -> tuple[int, list[list[str]]]:
        status = main([str(folder), "--annotations", str(folder / "annotations"), *map(str, options)])
        return status, [line.split("\t") for line in capsys.readouterr().out.splitlines()]

    return call


def test_articles_with_nothing_in_common_pass(tmp_path: Path, run: Run) -> None:
    seeds(tmp_path, ONE, "港口的吊机停了。没有人知道它们什么时候再动起来，连调度室也只是摇头。")
    assert run(tmp_path) == (0, [])


def test_a_shared_sentence_is_found_with_both_places(tmp_path: Path, run: Run) -> None:
    seeds(tmp_path, ONE + "账还没算完。", "港口的吊机停了，调度室里没有人说话。账还没算完。")
    assert run(tmp_path) == (1, [["sentence", "a-1.s003", "账还没算完。", "a-2.s002", "账还没算完。"]])


def test_a_short_sentence_may_be_shared(tmp_path: Path, run: Run) -> None:
    seeds(tmp_path, ONE + "没有人。", "港口的吊机停了，调度室里静得很。没有人。")
    assert run(tmp_path) == (0, [])


def test_ten_characters_in_a_row_are_too_many_and_shown_in_full(tmp_path: Path, run: Run) -> None:
    seeds(tmp_path, ONE, "船长看了看天，也说这批货再不走就要发霉了吧。")
    status, places = run(tmp_path)
    assert status == 1
    assert places == [["run", "a-1.s002", "说这批货再不走就要发霉了", "a-2.s001", "说这批货再不走就要发霉了"]]


def test_nine_characters_in_a_row_pass(tmp_path: Path, run: Run) -> None:
    seeds(tmp_path, ONE, "船长看了看天：再不走就要发霉了。")
    assert run(tmp_path) == (0, [])


def test_a_sentence_with_other_names_and_figures_in_it_is_the_same(tmp_path: Path, run: Run) -> None:
    one = "记者从蓝鲸科技了解到，它上一季度亏掉了12.5亿元现金。"
    other = "记者从灵犀半导体了解到，它上一季度亏掉了7亿元现金。"
    seeds(tmp_path, one, other)
    labels(tmp_path / "annotations", "a-1", "蓝鲸科技", "灵犀半导体")
    assert run(tmp_path) == (1, [["run", "a-1.s001", one, "a-2.s001", other]])


@pytest.mark.parametrize(
    "said",
    ["武汉长江存储科技有限责任公司", "《国家集成电路产业发展推进纲要》", "Advanced Semiconductor Materials"],
)
def test_names_titles_and_latin_words_do_not_count(tmp_path: Path, said: str, run: Run) -> None:
    seeds(tmp_path, f"雨下了三天，{said}没有开门，门口的纸箱堆到了屋檐。", f"调度室的人说起{said}时压低声音，外面的吊机早就停了。")
    labels(tmp_path / "annotations", "a-1", "武汉长江存储科技有限责任公司")
    assert run(tmp_path) == (0, [])


def test_fixed_terms_do_not_count(tmp_path: Path, run: Run) -> None:
    seeds(tmp_path, "雨下了三天，高带宽动态随机存取存储器断了货。", "调度室的人提到高带宽动态随机存取存储器。")
    assert run(tmp_path)[0] == 1
    (tmp_path / "terms.txt").write_text("# remark\n高带宽动态随机存取存储器\n", "utf-8")
    assert run(tmp_path, "--terms", tmp_path / "terms.txt") == (0, [])


def test_folders_are_compared_with_each_other(tmp_path: Path, run: Run) -> None:
    seeds(tmp_path, ONE)
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "b.md").write_text("船长也说这批货再不走就要发霉了。", "utf-8")
    digest = hashlib.sha256((tmp_path / "more" / "b.md").read_bytes()).hexdigest()
    line = json.dumps({"article_id": "b", "file": "b.md", "sha256": digest})
    (tmp_path / "more" / "sources.jsonl").write_text(line + "\n", "utf-8")
    status, places = run(tmp_path)
    assert status == 1 and [(p[1], p[3]) for p in places] == [("b.s001", "a-1.s002")]


def test_what_an_article_repeats_itself_is_not_shared(tmp_path: Path, run: Run) -> None:
    seeds(tmp_path, ONE + "\n\n" + ONE, "港口的吊机停了，调度室里静得很，没有人说话。")
    assert run(tmp_path) == (0, [])


def test_labels_of_the_test_split_are_not_read(tmp_path: Path, run: Run) -> None:
    said = "武汉长江存储科技有限责任公司"
    seeds(
        tmp_path,
        f"雨下了三天，{said}没有开门，门口的纸箱堆到了屋檐。",
        f"调度室的人说起{said}时压低声音，外面的吊机早就停了。",
        splits=("train", "test"),
    )
    labels(tmp_path / "annotations", "a-2", said)
    assert run(tmp_path)[0] == 1


def test_an_article_that_cannot_be_read_is_said(tmp_path: Path, run: Run) -> None:
    seeds(tmp_path, ONE)
    (tmp_path / "a-1.md").write_text(ONE + "又改了。", "utf-8")
    assert run(tmp_path)[0] == 2
