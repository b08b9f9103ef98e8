"""Cleaning against the truth: the renderings, the score, and the command."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from xinwen.bench.cleaning import Outcome, Score, Share, bench_cleaning, compare, score_rendering
from xinwen.bench.renderings import TRUTH_SUFFIX, Piece, Rendering, read_rendering, read_renderings, write_rendering
from xinwen.cli.bench_cleaning import cleaning
from xinwen.errors import XinwenError
from xinwen.text.alignment import Edit
from xinwen.text.clean import CleanText, Finding, clean

ROOT = Path(__file__).resolve().parents[2]
DIRTY = ROOT / "tests" / "fixtures" / "dirty"

#: Precision and recall that each kind of file must reach: a little below what is measured.
BARS = {
    "big5": (0.999, 0.999),
    "clean": (1.0, 1.0),
    "contacts": (0.97, 0.999),
    "furniture": (0.985, 0.999),
    "html": (0.999, 0.999),
    "invisible": (0.999, 0.999),
    "markdown": (0.999, 0.999),
    "mirror": (0.965, 0.995),
    "pinyin": (0.999, 0.999),
    "pinyin with blanks": (0.999, 0.999),
    "pinyin without tones": (0.999, 0.999),
    "torn gb18030": (0.98, 0.99),
    "traditional": (0.999, 0.999),
    "widths and blanks": (0.97, 0.98),
}

#: Kinds of noise that go without a rest.
GONE = (
    "blank at a mark", "captcha", "comment form", "credits", "disclaimer", "filing", "front matter", "indent", "invisible",
    "markdown", "markup", "navigation", "related",
)  # fmt: skip


def rendering(pieces: list[Piece], name: str = "page.txt", encoding: str = "utf-8") -> Rendering:
    return Rendering(name, "kind", encoding, "syn-0000", "".join(p.raw for p in pieces).encode(encoding), tuple(pieces))


@pytest.fixture(scope="module")
def renderings() -> list[Rendering]:
    return read_renderings(DIRTY)


@pytest.fixture(scope="module")
def outcomes(renderings: list[Rendering]) -> dict[str, Outcome]:
    return bench_cleaning(renderings)


@pytest.mark.parametrize("kind", BARS)
def test_a_kind_of_file_comes_out_as_clean_as_it_did(outcomes: dict[str, Outcome], kind: str) -> None:
    score = outcomes[kind].score
    precision, recall = BARS[kind]
    assert score.precision >= precision and score.recall >= recall, (kind, score.precision, score.recall)
    assert outcomes[kind].renderings > 1 and not outcomes[kind].rejects


def test_every_kind_of_file_has_its_bar(outcomes: dict[str, Outcome]) -> None:
    assert list(outcomes) == list(BARS)


@pytest.mark.parametrize("kind", GONE)
def test_noise_of_these_kinds_goes_altogether(outcomes: dict[str, Outcome], kind: str) -> None:
    share = sum(outcomes.values(), Outcome()).pieces[kind]
    assert share.right == share.characters > 0


@pytest.mark.parametrize(
    ("step", "kind", "piece"),
    [
        ("pinyin", "pinyin", "pinyin"),
        ("script", "traditional", "script"),
        ("damage", "torn gb18030", "torn"),
        ("furniture", "furniture", "related"),
        ("contacts", "contacts", "contact data"),
        ("controls", "invisible", "invisible"),
        ("punctuation", "widths and blanks", "half-width mark"),
        ("blanks", "widths and blanks", "blank at a mark"),
        ("nfc", "invisible", "decomposed letter"),
    ],
)
def test_a_step_left_out_shows_in_the_score_of_its_kind(
    renderings: list[Rendering], outcomes: dict[str, Outcome], step: str, kind: str, piece: str
) -> None:
    without = bench_cleaning([r for r in renderings if r.kind == kind], skip=[step])[kind]
    assert without.score.precision < outcomes[kind].score.precision
    assert without.pieces[piece].right < outcomes[kind].pieces[piece].right


def test_the_script_makes_the_fixtures_again_byte_for_byte(tmp_path: Path) -> None:
    subprocess.run([sys.executable, ROOT / "scripts" / "render_dirty.py", tmp_path], check=True)
    made = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert made == {path.name: path.read_bytes() for path in DIRTY.iterdir() if path.name != "README.md"}


def test_the_fixtures_are_of_train_articles_and_small() -> None:
    sources = [json.loads(line) for line in (ROOT / "seeds" / "sources.jsonl").read_text("utf-8").splitlines()]
    train = {source["article_id"] for source in sources if source["split"] == "train"}
    assert {r.article_id for r in read_renderings(DIRTY)} <= train
    assert sum(path.stat().st_size for path in DIRTY.iterdir()) < 1_000_000


def score(pieces: list[Piece], text: str) -> Score:
    """The score of a text that a cleaner made by deletions, each character of it the next equal one of the dirty text."""
    page = rendering(pieces)
    kept: list[int] = []
    for character in text:
        kept.append(page.text.index(character, kept[-1] + 1 if kept else 0))
    cuts = [Edit(at, at + 1) for at in range(len(page.text)) if at not in kept]
    return compare(page, CleanText.of(page.text).edited("test", Finding(cuts))).score


def test_what_is_kept_of_noise_lowers_precision_alone() -> None:
    pieces = [Piece("芯片", "芯片"), Piece("广告", "", "insert")]
    assert score(pieces, "芯片广") == Score(truth=2, kept=3, right=2)


def test_what_is_lost_of_the_article_lowers_recall_alone() -> None:
    found = score([Piece("芯片产业", "芯片产业")], "芯产业")
    assert (found.precision, found.recall) == (1.0, 0.75)


def test_a_character_of_noise_is_wrong_even_where_it_equals_one_of_the_article_that_was_lost() -> None:
    pieces = [Piece("片", "", "insert"), Piece("芯片", "芯片")]
    assert score(pieces, "片芯") == Score(truth=2, kept=2, right=1)


def test_content_in_another_shape_is_right_once_it_is_restored() -> None:
    pieces = [
        Piece("中", "中"),
        Piece("國", "国", "script"),
        Piece("(guó)", "", "pinyin"),
        Piece("發", "发", "script"),
        Piece("展", "展"),
    ]
    page = rendering(pieces)
    done = compare(page, clean(page.text, skip=["script"]))
    assert done.score == Score(truth=4, kept=4, right=2)
    assert done.pieces == {"script": Share(2, 0), "pinyin": Share(5, 5)}
    assert compare(page, clean(page.text)).score == Score(truth=4, kept=4, right=4)


def test_what_the_cleaner_writes_in_is_judged_by_the_run_that_it_replaced() -> None:
    page = rendering([Piece("Mr. Jose", "Mr. Jose"), Piece("\u0301", "", "x"), Piece(" 来了。", " 来了。")])
    meant = rendering([Piece("Mr. Jos", "Mr. Jos"), Piece("e\u0301", "é", "decomposed letter"), Piece(" 来了。", " 来了。")])
    assert compare(meant, clean(meant.text)).score == Score(truth=12, kept=12, right=12)
    assert compare(page, clean(page.text)).score.right == 11


def test_line_ends_count_on_neither_side() -> None:
    page = rendering([Piece("芯片\n\n产业", "芯片\n\n产业")])
    assert compare(page, clean(page.text)).score == Score(truth=4, kept=4, right=4)


def test_of_html_the_place_of_a_character_is_found_in_what_the_page_shows() -> None:
    text = "这家公司在周三公布了新一代芯片的价格和上市的日期，分析师普遍认为它比去年的那一代便宜。" * 3
    pieces = [
        Piece("<html><body><nav>", "", "markup"), Piece("首页", "", "navigation"), Piece("</nav><article><p>", "", "markup"),
        Piece("&ldquo;", "“", "character reference"), Piece(text, text), Piece("</p></article></body></html>", "", "markup"),
    ]  # fmt: skip
    outcome = score_rendering(rendering(pieces, "page.html"))
    assert outcome.score == Score(truth=len(text) + 1, kept=len(text) + 1, right=len(text) + 1)
    assert outcome.pieces["navigation"] == Share(2, 2)


def test_a_file_that_is_refused_keeps_nothing_and_says_why() -> None:
    outcome = score_rendering(rendering([Piece("\x00\x01\x02\x03" * 20, "", "noise"), Piece("芯片", "芯片")]))
    assert outcome.score == Score(truth=2) and outcome.score.recall == 0
    assert [error.id for error in outcome.rejects] == ["input-binary"]


def test_a_rendering_is_read_as_it_was_written(tmp_path: Path) -> None:
    page = rendering([Piece("国\u2028", "国\u2028"), Piece("(guó)", "", "pinyin"), Piece("產", "产", "script")], encoding="gb18030")
    write_rendering(tmp_path, page)
    again = read_rendering(tmp_path / f"page.txt{TRUTH_SUFFIX}")
    assert (again.pieces, again.data, again.encoding) == (page.pieces, page.data, "gb18030")


@pytest.mark.parametrize(
    "line",
    ['["text", "", ""]', '["text", "clean"]', '{"raw": "text"}', "[text", '["not what the file says"]'],
)
def test_a_truth_that_is_none_is_refused_with_its_place(tmp_path: Path, line: str) -> None:
    write_rendering(tmp_path, rendering([Piece("芯片", "芯片")]))
    truth = tmp_path / f"page.txt{TRUTH_SUFFIX}"
    truth.write_text(truth.read_text("utf-8").split("\n")[0] + f"\n{line}\n", "utf-8")
    with pytest.raises(XinwenError) as caught:
        read_rendering(truth)
    assert caught.value.id == "bench-truth" and caught.value.place == str(truth)


@pytest.fixture
def few(tmp_path: Path) -> Iterator[Path]:
    for path in DIRTY.glob("syn-0001.[cp]*"):
        shutil.copy(path, tmp_path)
    yield tmp_path


def invoke(*words: str | Path) -> Result:
    return CliRunner().invoke(cleaning, [str(word) for word in words])


def test_the_command_shows_a_row_a_kind_and_a_row_a_kind_of_noise(few: Path) -> None:
    shown = invoke(few)
    assert shown.exit_code == 0
    rows = [line.split("  ")[1].strip() for line in shown.output.splitlines() if line.strip()]
    assert rows == ["kind of file", "clean", "pinyin with blanks", "all", "kind of noise or change", "pinyin", "script"]


def test_the_command_gives_the_same_as_json(few: Path) -> None:
    found = json.loads(invoke(few, "--json").output)
    assert set(found["kinds"]) == {"clean", "pinyin with blanks"}
    assert found["all"]["pieces"]["pinyin"] == found["kinds"]["pinyin with blanks"]["pieces"]["pinyin"]
    without = json.loads(invoke(few, "--json", "--skip", "pinyin").output)
    assert without["all"]["precision"] < found["all"]["precision"]


def test_a_folder_without_renderings_is_refused(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "missing"):
        error = invoke(folder).exception
        assert isinstance(error, XinwenError) and error.id == "bench-no-renderings"
