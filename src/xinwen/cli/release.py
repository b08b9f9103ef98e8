"""``xinwen release``: compare, verify and publish releases."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

import click
import pyarrow as pa

from xinwen._version import __version__
from xinwen.cli.console import emit_json, table
from xinwen.errors import XinwenError
from xinwen.pipeline import build_project
from xinwen.release.changes import file_name, version_of, write_changes
from xinwen.release.comparison import Change, claims_enough, compare, next_version, read_release, required_bump, summary
from xinwen.release.hub import plan
from xinwen.release.hub import push as send
from xinwen.release.manifest import FILE, OWN
from xinwen.release.verification import outdated, verify_files
from xinwen.release.writer import REJECTS

_FOLDER = click.Path(path_type=Path, exists=True, file_okay=False)


@click.group()
def release() -> None:
    """Compare, verify and publish releases."""


@release.command()
@click.argument("before", type=_FOLDER)
@click.argument("after", type=_FOLDER)
@click.option("-o", "--out", type=click.Path(path_type=Path, file_okay=False), help="Folder for changes-<from>-<to>.parquet.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def diff(before: Path, after: Path, out: Path | None, as_json: bool) -> None:
    """Rows added, removed and edited from BEFORE to AFTER, and which part of the version must rise."""
    old, new = _version(before), _version(after)
    changes = compare(_read(before), _read(after))
    bump = required_bump(changes)
    enough = claims_enough(old, new, changes)
    if out:
        out.mkdir(parents=True, exist_ok=True)
        write_changes(out / file_name(old, new), changes, new)
    if as_json:
        said = {"from": old, "to": new, "changes": summary(changes), "columns": _edited(changes), "rise": bump, "enough": enough}
        emit_json(said)
        return
    rows = [(name, kind, n) for name, kinds in summary(changes).items() for kind, n in kinds.items() if n]
    rows += [(f"  {name}", f"edited in {column}", n) for name, columns in _edited(changes).items() for column, n in columns.items()]
    click.echo(table(rows) if rows else "  no row differs")
    verdict = "which is enough" if enough else f"which claims less: at least {next_version(old, bump)}"
    click.echo(f"must rise: {bump}; {old} → {new}, {verdict}")


@release.command()
@click.argument("folder", type=_FOLDER)
@click.option("--root", type=_FOLDER, help="Checkout of the project to rebuild from; by default this folder, when it is one.")
@click.option("--files-only", is_flag=True, help="Check the files against the manifest, and rebuild nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print the problems as JSON.")
def verify(folder: Path, root: Path | None, files_only: bool, as_json: bool) -> None:
    """Check every file of FOLDER; in a checkout of the project also everything from the raw bytes on, again.

    A checkout builds one version, that of its package; of the others only the files are checked.
    """
    problems = verify_files(folder)
    here = root or Path()
    own = not files_only and all((here / name).is_dir() for name in ("seeds", "annotations")) and _is_own(folder)
    again = own and _version(folder) == __version__
    if again:
        problems += rebuild_problems(folder, here)
    if as_json:
        emit_json([problem.as_dict() for problem in problems])
    for problem in problems if not as_json else ():
        click.echo(f"problem {problem}", err=True)
    if not problems and not as_json:
        click.echo(f"{folder}: every file is as stated{_how_far(own, again)}")
    sys.exit(1 if problems else 0)


@release.command()
@click.argument("folder", type=_FOLDER)
@click.option("--repo", required=True, metavar="OWNER/NAME", help="The dataset repository on the Hub.")
@click.option("--yes", is_flag=True, help="Really send it; without this only show what would go where.")
@click.option("--private", is_flag=True, help="Create the repository as a private one.")
def push(folder: Path, repo: str, yes: bool, private: bool) -> None:
    """Publish FOLDER on the Hub: one commit and a tag for `revision=`."""
    planned = plan(folder, repo)
    rows: list[tuple[object, object]] = [(f"{repo}/{name}", size) for name, size in planned.files]
    click.echo(table([*rows, (f"{len(rows)} files, bytes", sum(size for _, size in planned.files))]))
    if yes:
        click.echo(f"published as {planned.tag}: {send(planned, private=private)}")
    else:
        click.echo(f"tag: {planned.tag}\nNothing was sent; say --yes to send it.")


def _how_far(own: bool, again: bool) -> str:
    """What a sound release was held against, beside its own files."""
    if again:
        return ", and the same again from the raw bytes"
    return f"; not built again, since this checkout builds {__version__}: check out the release's tag for that" if own else ""


def rebuild_problems(folder: Path, root: Path) -> list[XinwenError]:
    """Where a release differs from what the project's raw pages and passes give, built again in a temporary folder."""
    with tempfile.TemporaryDirectory() as place:
        built = build_project(root, Path(place))
        known = _known_rejects(folder / REJECTS)
        new = [reject for reject in built.rejects if (reject.id, reject.message) not in known]
        sources = [XinwenError("verify-source", reject.message, place=reject.place, remedy=reject.remedy) for reject in new]
        return sources + _differences(folder, built.target)


def _known_rejects(path: Path) -> set[tuple[str, str]]:
    """Id and message of every reject that the release lists."""
    lines = path.read_text("utf-8").splitlines() if path.is_file() else []
    return {(reject["id"], reject["message"]) for reject in map(json.loads, lines)}


def _differences(folder: Path, again: Path) -> list[XinwenError]:
    """Files whose content a rebuild gives otherwise: tables by their rows, the others by their bytes."""
    try:
        changes = compare(read_release(folder), read_release(again))
    except (OSError, pa.ArrowException):
        return []  # the files were reported already
    problems = []
    for name in dict.fromkeys(change.table for change in changes):
        own = [change for change in changes if change.table == name]
        shown = "; ".join(f"{change.kind} {change.row}" for change in own[:3])
        problems.append(_rebuilt(folder / "data" / name, f"{len(own)} rows are otherwise when built again ({shown})."))
    if not problems:
        problems = [_rebuilt(folder / name, "This file is otherwise when built again.") for name in outdated(folder, again)]
    return problems


def _rebuilt(path: Path, message: str) -> XinwenError:
    remedy = "Compare the versions of the libraries in MANIFEST.json with those installed here; if they agree, build a new version."
    return XinwenError("verify-rebuild", message, place=str(path), remedy=remedy)


def _is_own(folder: Path) -> bool:
    """Whether this is a release of the project, that its checkout can build again."""
    try:
        return bool(json.loads((folder / FILE).read_text("utf-8"))["name"] == OWN)
    except (OSError, ValueError, KeyError):
        return False  # reported already


def _version(folder: Path) -> str:
    try:
        return version_of(folder)
    except (OSError, ValueError, KeyError) as error:
        message = f"The manifest cannot be read: {error!r}."
        raise XinwenError("verify-manifest", message, place=str(folder / FILE), remedy="Name the folder of a release.") from None


def _read(folder: Path) -> dict[str, dict[str, pa.Table]]:
    try:
        return read_release(folder)
    except (OSError, pa.ArrowException) as error:
        message = f"A table cannot be read: {error}."
        raise XinwenError("verify-unreadable", message, place=str(folder), remedy="Run `xinwen release verify` on it.") from None


def _edited(changes: list[Change]) -> dict[str, dict[str, int]]:
    """Counts of edited cells by table and column."""
    counts: dict[str, dict[str, int]] = {}
    for change in changes:
        for column in change.before if change.kind == "edited" else ():
            columns = counts.setdefault(change.table, {})
            columns[column] = columns.get(column, 0) + 1
    return counts
