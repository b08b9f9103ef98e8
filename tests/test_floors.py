"""The rooms import downwards only."""

from __future__ import annotations

import ast
from pathlib import Path

import xinwen

ROOT = Path(xinwen.__file__).parent

FLOORS: dict[str, int] = {
    "_version": 0, "errors": 0, "records": 1, "scheme": 1, "text": 2, "metrics": 2, "codec": 2, "register": 3, "readers": 3,
    "formats": 3, "documents": 4, "passes": 4, "labellers": 5, "collection": 5, "adjudication": 5, "release": 6, "checks": 7,
    "pipeline": 8, "load": 8, "bench": 8, "tagging": 4, "cli": 9, "__init__": 10, "__main__": 10,
}  # fmt: skip


def room(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("xinwen."):
            found.add(node.module.split(".")[1])
        elif isinstance(node, ast.ImportFrom) and node.module == "xinwen":
            found |= {alias.name for alias in node.names if alias.name in FLOORS}
        elif isinstance(node, ast.Import):
            found |= {alias.name.split(".")[1] for alias in node.names if alias.name.startswith("xinwen.")}
    return found


def test_every_room_has_a_floor_and_imports_downwards_only() -> None:
    wrong = []
    for path in ROOT.rglob("*.py"):
        here = room(path)
        assert here in FLOORS, f"{here} has no floor"
        wrong += [
            f"{path.name}: {here} imports {there}" for there in imports(path) if there != here and FLOORS[there] >= FLOORS[here]
        ]
    assert not wrong
