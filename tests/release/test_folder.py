"""A release folder is whole at every moment, whoever dies and whoever else builds."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from xinwen.release import folder as folder_module
from xinwen.release.folder import staged

_FILES = ("README.md", "MANIFEST.json", "data/a/one.parquet", "data/b/two.parquet")

#: Publishes a folder whose files all hold one token, again and again; with a number, kills itself before that line of folder.py.
_WRITER = """
import os, signal, sys
from pathlib import Path
from xinwen.release import folder
from xinwen.release.folder import staged

target = Path(sys.argv[1])
first, times, deadly = map(int, sys.argv[2:5])
exchange = sys.argv[5] == "exchange"
if not exchange:
    folder._exchange = lambda a, b: False
seen = 0

def trace(frame, event, arg):
    global seen
    if frame.f_code.co_filename != folder.__file__:
        return None
    if event == "line":
        seen += 1
        if seen == deadly:
            os.kill(os.getpid(), signal.SIGKILL)
    return trace

if deadly:
    sys.settrace(trace)
print("ready", flush=True)
for token in range(first, first + times):
    with staged(target) as stage:
        for name in ("README.md", "MANIFEST.json", "data/a/one.parquet", "data/b/two.parquet"):
            path = stage.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(str(token) * 2000)
        stage.publish()
"""


def _writer(target: Path, first: int, times: int, deadly: int = 0, exchange: str = "exchange") -> subprocess.Popen[bytes]:
    arguments = [str(target), str(first), str(times), str(deadly), exchange]
    process = subprocess.Popen([sys.executable, "-c", _WRITER, *arguments], stdout=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.readline()
    return process


def _publish(target: Path, token: int) -> None:
    with staged(target) as stage:
        for name in _FILES:
            path = stage.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(str(token) * 2000)
        stage.publish()


def _token(target: Path) -> str:
    """The token of a whole folder; fails when a file is missing, half written or of another build."""
    texts = {(target / name).read_text() for name in _FILES}
    assert sorted(p.relative_to(target).as_posix() for p in target.rglob("*") if p.is_file()) == sorted(_FILES)
    assert len(texts) == 1
    text = texts.pop()
    token = text[: len(text) // 2000]
    assert text == token * 2000
    return token


def _leftovers(target: Path) -> list[str]:
    return [p.name for p in target.parent.iterdir() if p != target and p.suffix != ".lock"]


def test_killed_at_any_moment_a_build_leaves_the_old_release_or_the_new_one(tmp_path: Path) -> None:
    target = tmp_path / "xinwen-1.0.0"
    _publish(target, 1)
    draw = random.Random(7)
    for round_ in range(12):
        writer = _writer(target, 1000, 100_000)
        time.sleep(draw.uniform(0.0, 0.05))
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        assert _token(target), round_
    _publish(target, 2)
    assert _token(target) == "2"
    assert _leftovers(target) == []


@pytest.mark.parametrize("exchange", ["exchange", "rename"])
def test_killed_before_any_line_of_the_exchange_a_build_leaves_a_whole_release(tmp_path: Path, exchange: str) -> None:
    target = tmp_path / "xinwen-1.0.0"
    _publish(target, 1)
    died = 0
    for line in range(1, 40, 3):
        writer = _writer(target, 5, 1, deadly=line, exchange=exchange)
        killed = writer.wait() == -signal.SIGKILL
        died += killed
        if exchange == "exchange":  # one step of the file system: the target is never missing
            assert _token(target) in ("1", "5")
        with staged(target):  # the next build first mends what a killed one left
            assert _token(target) in ("1", "5")
        assert _leftovers(target) == []
        if not killed:
            break
    assert died >= 6
    assert not killed, "the last build ran to its end"
    assert _token(target) == "5"


def test_two_builds_at_once_do_each_other_no_harm(tmp_path: Path) -> None:
    target = tmp_path / "xinwen-1.0.0"
    writers = [_writer(target, first, 60) for first in (100, 200)]
    assert [writer.wait() for writer in writers] == [0, 0]
    assert _token(target) in ("159", "259")
    assert _leftovers(target) == []


def test_a_build_that_fails_leaves_the_old_release_and_nothing_beside_it(tmp_path: Path) -> None:
    target = tmp_path / "xinwen-1.0.0"
    _publish(target, 1)
    with pytest.raises(RuntimeError), staged(target) as stage:
        (stage.folder / "README.md").write_text("half")
        raise RuntimeError
    assert _token(target) == "1"
    assert _leftovers(target) == []


def test_without_the_exchange_of_linux_the_new_release_still_takes_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder_module, "_exchange", lambda a, b: False)
    target = tmp_path / "xinwen-1.0.0"
    _publish(target, 1)
    _publish(target, 2)
    assert _token(target) == "2"
    assert _leftovers(target) == []
