"""Every error that a user can meet has a stable id and says what to do."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import xinwen
from xinwen.adjudication.adjudicate import _REMEDIES as WRONG
from xinwen.errors import XinwenError
from xinwen.formats.admission import _REMEDIES as REFUSED
from xinwen.passes.remedies import REMEDIES

ROOT = Path(xinwen.__file__).parent
PASSES = ROOT / "passes"
KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def calls(name: str, folder: Path = ROOT) -> Iterator[tuple[str, ast.Call]]:
    """Every call of a function, method or class of that name, with its place."""
    for path in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and name in (getattr(node.func, "id", None), getattr(node.func, "attr", None)):
                yield f"{path.relative_to(ROOT)}:{node.lineno}", node


def has_remedy(call: ast.Call) -> bool:
    """Whether a call has a ``remedy=`` that is no empty string."""
    given = [k.value for k in call.keywords if k.arg == "remedy"]
    return bool(given) and not (isinstance(given[0], ast.Constant) and not given[0].value)


def literal(node: ast.expr) -> str | None:
    """The text of a literal, with ``x`` for what an f-string fills in; None for another expression."""
    if isinstance(node, ast.JoinedStr):
        return "".join(str(v.value) if isinstance(v, ast.Constant) else "x" for v in node.values)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def test_the_calls_are_found() -> None:
    assert len(list(calls("XinwenError"))) > 100


def test_every_error_has_a_remedy() -> None:
    assert [place for place, call in calls("XinwenError") if not has_remedy(call)] == []


def test_every_id_is_kebab_case() -> None:
    ids = {place: literal(call.args[0]) for place, call in calls("XinwenError")}
    assert {place: id for place, id in ids.items() if id is not None and not KEBAB.fullmatch(id)} == {}


def test_nobody_hides_the_class_behind_another_name() -> None:
    """The tests above look for calls by the name of the class."""
    hidden = re.compile(r"import .*XinwenError as |= XinwenError\b(?!\()|class \w+\(XinwenError")
    assert [str(path) for path in ROOT.rglob("*.py") if hidden.search(path.read_text("utf-8"))] == []


def test_every_id_of_a_form_or_pass_is_in_the_table_of_remedies() -> None:
    rule_ids = {id for _, call in calls("Problem", PASSES) if (id := literal(call.args[0]))}
    form_ids = {id for _, call in calls("add", PASSES) if len(call.args) == 3 and (id := literal(call.args[0]))}
    assert len(rule_ids) > 5 and len(form_ids) > 8
    assert rule_ids | form_ids | {id.replace("pass-", "form-", 1) for id in rule_ids} <= REMEDIES.keys()


@pytest.mark.parametrize(
    ("file", "helper", "table"),
    [("adjudication/adjudicate.py", "_wrong", WRONG), ("formats/admission.py", "_refusal", REFUSED)],
)
def test_a_table_of_remedies_has_the_ids_of_its_module_and_no_others(file: str, helper: str, table: dict[str, str]) -> None:
    used = [literal(call.args[0]) for place, call in calls(helper) if place.startswith(file)]
    assert set(used) == table.keys()


@pytest.mark.parametrize(("id", "remedy"), sorted((REMEDIES | WRONG | REFUSED).items()))
def test_a_remedy_is_a_plain_sentence(id: str, remedy: str) -> None:
    assert KEBAB.fullmatch(id) and re.fullmatch(r"[A-Z].*\.", remedy)


def test_an_error_reads_as_id_place_message_and_remedy() -> None:
    error = XinwenError("input-empty", "The file is empty.", place="a.txt", remedy="Remove it.")
    assert str(error) == "[input-empty] a.txt: The file is empty. Remove it."
