"""A release appears whole or not at all: written beside its place, then put there in one step."""

from __future__ import annotations

import ctypes
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock

from xinwen.errors import XinwenError
from xinwen.release.manifest import FILE

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


@dataclass(frozen=True, slots=True)
class Stage:
    """A folder that is being written, and the place it is meant for."""

    folder: Path
    target: Path

    def publish(self) -> None:
        """Put the folder in its place."""
        _put(self.folder, self.target)


@contextmanager
def staged(target: Path) -> Iterator[Stage]:
    """A fresh folder beside ``target``; what was not published when the block ends goes away.

    Builds of one target wait for each other. On Linux the exchange is a single step of the file system, so that at every moment
    the old folder or the new one stands at ``target``; elsewhere the old one is renamed away first.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(_lock_path(target)):
        _sweep(target)
        beside = Path(tempfile.mkdtemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent))
        beside.chmod(0o755)
        try:
            yield Stage(beside, target)
        finally:
            shutil.rmtree(beside, ignore_errors=True)


def refuse_foreign(target: Path) -> None:
    """A release may only take the place of nothing, of an empty folder or of another release: the old folder goes away whole.

    Raises:
        XinwenError: ``release-target`` when ``target`` is a file, or holds files that no manifest there lists.
    """
    if target.is_dir():
        foreign = sorted(_names(target) - _listed(target / FILE))
        message = f"This folder holds files that belong to no release, {foreign[0]} first." if foreign else ""
    else:
        message = "There is a file of this name." if target.exists() else ""
    if message:
        remedy = "Name another folder, or move away what is there."
        raise XinwenError("release-target", message, place=str(target), remedy=remedy)


def _names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def _listed(manifest: Path) -> set[str]:
    """The files that a release says are its own, with its manifest."""
    try:
        stated = json.loads(manifest.read_text("utf-8"))
        return {FILE, *(entry["path"] for entry in (*stated["files"], *stated["documents"]))}
    except (OSError, ValueError, KeyError, TypeError):
        return set()


def _lock_path(target: Path) -> Path:
    """One lock for each target, outside the folder that the user looks at."""
    name = hashlib.sha256(str(target.resolve()).encode()).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"xinwen-{name}.lock"


def _sweep(target: Path) -> None:
    """Remove what a killed build left beside the target; put an old folder back that was renamed away."""
    old = target.with_name(f".{target.name}.old")
    if old.exists():
        if target.exists():
            shutil.rmtree(old)
        else:
            old.rename(target)
    for left in target.parent.glob(f".{target.name}.*.part"):
        shutil.rmtree(left, ignore_errors=True)


def _put(beside: Path, target: Path) -> None:
    if not target.exists():
        beside.rename(target)
    elif not _exchange(beside, target):
        old = target.with_name(f".{target.name}.old")
        target.rename(old)
        beside.rename(target)
        shutil.rmtree(old)


def _exchange(a: Path, b: Path) -> bool:
    """Swap two folders in one step (renameat2 with RENAME_EXCHANGE); False where the system cannot."""
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError, TypeError):
        return False
    return bool(renameat2(_AT_FDCWD, os.fsencode(a), _AT_FDCWD, os.fsencode(b), _RENAME_EXCHANGE) == 0)
