"""Load a release with every supported version of ``datasets`` and Python, and with DuckDB, polars and pandas; write the table.

    python scripts/loading_matrix.py dataset/xinwen-<version> --out docs/loading.md

Each version gets an environment of its own (made once under --envs), and loads every config and split, map-style and streaming.
Every value is compared with what pyarrow reads from the files. Interpreters are looked for as python3.11 and so on, on the PATH.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

DATASETS = ("2.21", "3.6", "4.8", "5.2")
PYTHONS = ("3.11", "3.12", "3.13")
CHECKS = ("map-style", "streaming", "stale cache", "DuckDB", "polars", "pandas", "pandas, Arrow types")
OK = "yes"

Result = dict[str, dict[str, str]]
"""``versions`` of the packages, and for each of the ``checks`` OK or the error."""


def main() -> int:
    """Run every environment and write the table; the exit status says whether all of it loads."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("release", type=Path)
    parser.add_argument("--pythons", nargs="+", default=list(PYTHONS), help="Python versions, or paths of interpreters")
    parser.add_argument("--datasets", nargs="+", default=list(DATASETS), help="minor versions of datasets")
    home = Path(tempfile.gettempdir()) / "xinwen-loading-matrix"
    parser.add_argument("--envs", type=Path, default=home, help="where environments are kept")
    parser.add_argument("--out", type=Path, help="Markdown file to write; standard output otherwise")
    parser.add_argument("--probe", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--fewer", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.probe:
        print(json.dumps(probe(options.release.resolve(), options.fewer)))
        return 0
    with tempfile.TemporaryDirectory() as place:
        fewer = with_fewer_rows(options.release, Path(place) / options.release.name)
        results = [
            run(options.release, fewer, environment(options.envs, python, version))
            for python in options.pythons
            for version in options.datasets
        ]
    text = render(options.release, results)
    if options.out:
        options.out.parent.mkdir(parents=True, exist_ok=True)
        options.out.write_text(text, "utf-8")
    else:
        print(text)
    return 0 if all(result["checks"][check] == OK for result in results for check in CHECKS) else 1


def environment(home: Path, python: str, datasets: str) -> Path:
    """The interpreter of an environment with one version of datasets, made if it is not there."""
    home = home / f"{Path(python).name.removeprefix('python')}-datasets-{datasets}"
    interpreter = home / "bin" / "python"
    if not interpreter.exists():
        base = shutil.which(python) or shutil.which(f"python{python}")
        if base is None:
            raise SystemExit(f"There is no Python {python} here.")
        subprocess.run([base, "-m", "venv", str(home)], check=True)
        packages = [f"datasets=={datasets}.*", "duckdb", "polars", "pandas", "pyarrow"]
        subprocess.run([str(interpreter), "-m", "pip", "install", "--quiet", *packages], check=True)
    return interpreter


def run(release: Path, fewer: Path, interpreter: Path) -> Result:
    """What one environment makes of the release, in a cache that holds nothing yet."""
    with tempfile.TemporaryDirectory() as cache:
        command = [str(interpreter), __file__, str(release.resolve()), "--probe", "--fewer", str(fewer)]
        surroundings = {**os.environ, "HF_HOME": cache, "HF_HUB_OFFLINE": "1", "HF_DATASETS_DISABLE_PROGRESS_BARS": "1"}
        surroundings.pop("PYTHONPATH", None)
        done = subprocess.run(command, env=surroundings, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{interpreter}:\n{done.stderr}")
    result: Result = json.loads(done.stdout.splitlines()[-1])
    print(interpreter.parents[1].name, result["checks"], file=sys.stderr)
    return result


def with_fewer_rows(release: Path, folder: Path) -> Path:
    """A release of the same name and version as ``release``, without the last row of every table that has more than one."""
    from xinwen.release.comparison import read_release
    from xinwen.release.writer import Content, write_into

    manifest = json.loads((release / "MANIFEST.json").read_text("utf-8"))
    tables = {
        name: {split: table.slice(0, table.num_rows - (table.num_rows > 1)) for split, table in splits.items()}
        for name, splits in read_release(release).items()
    }
    folder.mkdir(parents=True)
    write_into(folder, Content((), (), manifest["version"], manifest["guidelines"]), tables)
    return folder


# What runs inside an environment: nothing of xinwen is installed there.


def probe(release: Path, fewer: Path) -> Result:
    """What this environment makes of the release."""
    import datasets
    import duckdb
    import pandas
    import polars
    import pyarrow

    packages = {"datasets": datasets, "pyarrow": pyarrow, "duckdb": duckdb, "polars": polars, "pandas": pandas}
    versions = {"python": ".".join(map(str, sys.version_info[:3]))}
    versions |= {name: package.__version__ for name, package in packages.items()}
    found: dict[str, str] = {}
    checks: tuple[Callable[[], None], ...] = (
        lambda: load(release, streaming=False),
        lambda: load(release, streaming=True),
        lambda: reload(release, fewer),
        lambda: read(release, read_duckdb),
        lambda: read(release, read_polars),
        lambda: read(release, read_pandas),
        lambda: read(release, read_pandas_arrow),
    )
    for name, check in zip(CHECKS, checks, strict=True):
        try:
            check()
            found[name] = OK
        except Exception as error:  # the matrix is there to show it
            found[name] = f"{type(error).__name__}: {str(error)[:200]}"
    return {"versions": versions, "checks": found}


def files(release: Path) -> Iterator[tuple[str, str, Path]]:
    """Config, split and path of every table."""
    for entry in json.loads((release / "MANIFEST.json").read_text("utf-8"))["files"]:
        yield entry["table"], entry["split"], release / entry["path"]


def expected(path: Path) -> list[dict[str, Any]]:
    """The rows as pyarrow reads them."""
    import pyarrow.parquet as pq

    rows: list[dict[str, Any]] = pq.read_table(path, partitioning=None).to_pylist()
    return rows


def load(release: Path, *, streaming: bool) -> None:
    """``load_dataset`` on every config: the splits that hold rows, with the very values of the files."""
    from datasets import get_dataset_config_names, load_dataset

    held = [(name, split, expected(path)) for name, split, path in files(release)]
    names = list(dict.fromkeys(name for name, _, rows in held if rows))
    assert get_dataset_config_names(str(release)) == names
    for name in names:
        loaded = load_dataset(str(release), name, streaming=streaming)
        splits = {split: rows for other, split, rows in held if other == name and rows}
        assert list(loaded) == list(splits), name
        for split, rows in splits.items():
            features = dict(loaded[split].features)
            assert [named(features, row) for row in loaded[split]] == rows, (name, split)


def named(feature: Any, value: Any) -> Any:
    """A loaded value with the names of its class labels in place of integers."""
    from datasets import ClassLabel

    if value is None:
        return None
    if isinstance(feature, ClassLabel):
        return feature.int2str(value)
    if isinstance(feature, dict):
        return {name: named(inner, value[name]) for name, inner in feature.items()}
    inner = feature[0] if isinstance(feature, list) else getattr(feature, "feature", None)
    return [named(inner, item) for item in value] if inner is not None else value


def reload(release: Path, fewer: Path) -> None:
    """Load a release, put another in the same place under the same name and version, and load again: the new rows come back."""
    from datasets import load_dataset

    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / release.name
        for source in (release, fewer):
            shutil.rmtree(folder, ignore_errors=True)
            shutil.copytree(source, folder)
            for name, split, path in files(folder):
                rows = expected(path)
                if rows:
                    assert load_dataset(str(folder), name, split=split).num_rows == len(rows), (name, split)


def read(release: Path, reader: Callable[[Path], list[dict[str, Any]]]) -> None:
    """A reader gives the values that pyarrow gives, for every file."""
    for name, split, path in files(release):
        assert plain(reader(path)) == plain(expected(path)), (name, split)


def plain(value: Any) -> Any:
    """Values without the types of numpy, NaN as null."""
    if isinstance(value, dict):
        return {name: plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple) or type(value).__name__ == "ndarray":
        return [plain(inner) for inner in value]
    value = value.item() if hasattr(value, "item") else value
    return None if isinstance(value, float) and math.isnan(value) else value


def read_duckdb(path: Path) -> list[dict[str, Any]]:
    """Rows by DuckDB."""
    import duckdb

    found = duckdb.connect().execute(f"SELECT * FROM '{path}'")
    names = [column[0] for column in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def read_polars(path: Path) -> list[dict[str, Any]]:
    """Rows by polars."""
    import polars

    return polars.read_parquet(path).to_dicts()


def read_pandas(path: Path) -> list[dict[str, Any]]:
    """Rows by pandas with its own types."""
    import pandas

    return pandas.read_parquet(path).to_dict("records")  # type: ignore[return-value]


def read_pandas_arrow(path: Path) -> list[dict[str, Any]]:
    """Rows by pandas with Arrow types."""
    import pandas
    import pyarrow

    frame = pandas.read_parquet(path, dtype_backend="pyarrow")
    rows: list[dict[str, Any]] = pyarrow.Table.from_pandas(frame, preserve_index=False).to_pylist()
    return rows


def render(release: Path, results: list[Result]) -> str:
    """The table as Markdown."""
    splits = [(name, split) for name, split, path in files(release) if expected(path)]
    names = list(dict.fromkeys(name for name, _ in splits))
    versions = tuple(results[0]["versions"])
    listed = ", ".join(f"`{name}`" for name in names)
    rows = [[*result["versions"].values(), *(result["checks"][check] for check in CHECKS)] for result in results]
    lines = [
        "# What loads the release",
        "",
        f"Made by `scripts/loading_matrix.py` on `{release.name}`: {len(names)} configs ({listed}),",
        f"{len(splits)} tables with rows. Each line is an environment of its own with a cache that held nothing. *Map-style* and",
        "*streaming* load every config and split with `load_dataset` and compare every value, class labels by name, with what",
        "pyarrow reads; so do the four readers on every file. *Stale cache*: another release is put in place under the same folder",
        "name and version, and its rows come back, not the cached ones.",
        "",
        f"| {' | '.join((*versions, *CHECKS))} |",
        f"|{'---|' * (len(versions) + len(CHECKS))}",
        *(f"| {' | '.join(row)} |" for row in rows),
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
