"""What the README shows runs, letter for letter, and what is generated in it is up to date."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

ROOT = Path(__file__).resolve().parents[1]
FENCE = re.compile(r"```(\w+)\n(.*?)```(?:\n+```text\n(.*?)```)?", re.S)


def blocks(language: str, name: str = "README.md") -> list[tuple[str, str | None]]:
    found = FENCE.findall((ROOT / name).read_text("utf-8"))
    return [(code, output or None) for kind, code, output in found if kind == language]


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_python_blocks_print_what_the_readme_says(name: str, tmp_path: Path) -> None:
    for code, output in blocks("python", name):
        done = subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            capture_output=True,
            text=True,
            env=offline(tmp_path),
            check=False,
            encoding="utf-8",
        )
        assert done.returncode == 0, done.stderr
        if output is not None:
            assert done.stdout == output


def test_sql_blocks_answer_what_the_readme_says() -> None:
    shown = blocks("sql")
    assert len(shown) >= 3
    for query, output in shown:
        rows = duckdb.sql(query.replace("'dataset/", f"'{ROOT}/dataset/")).fetchall()
        assert output == "".join(" | ".join(map(_cell, row)) + "\n" for row in rows)


def _cell(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def test_shell_commands_on_own_pages_run(tmp_path: Path) -> None:
    page = (
        "<html><head><title>新芯片发布</title></head><body><article>"
        + "<p>这款芯片今天发布，性能提升了三成，价格没有变化。</p>" * 6
        + "</article></body></html>"
    )
    (tmp_path / "page.html").write_text(page, "utf-8")
    (tmp_path / "my_pages").mkdir()
    (tmp_path / "my_pages" / "a.md").write_text("# 标题\n\n这家公司今天发布了一款新的芯片，性能提升了三成。\n", "utf-8")
    (tmp_path / "my_names.csv").write_text("surface,type\n拓荒者,ORG.company\n", "utf-8")
    commands = [line.split("#")[0] for code, _ in blocks("sh") for line in code.splitlines() if "page" in line]
    assert len(commands) >= 2
    for command in commands:
        words = shlex.split(command)
        assert words[0] == "xinwen"
        done = subprocess.run(
            [sys.executable, "-m", "xinwen", *words[1:]],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
            encoding="utf-8",
        )
        assert done.returncode == 0, done.stderr
    assert (tmp_path / "my_release" / "MANIFEST.json").exists()


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_the_data_dictionary_is_the_generated_one(name: str) -> None:
    from xinwen.release.card import data_dictionary

    assert data_dictionary() in (ROOT / name).read_text("utf-8")


def offline(home: Path) -> dict[str, str]:
    import os

    return {**os.environ, "HF_HUB_OFFLINE": "1", "HF_HOME": str(home / "hf"), "PYTHONUTF8": "1"}
