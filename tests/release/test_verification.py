"""Every way in which the files of a release can be wrong is found, and the file named."""

from __future__ import annotations

import io
import json
import random
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.dataset as pads
import pyarrow.parquet as pq
import pytest

from xinwen.release.columns import TABLES
from xinwen.release.manifest import file_digest, release_digest
from xinwen.release.parquet import logical_digest, read_parquet, read_plain, write_parquet
from xinwen.release.verification import verify_files

NER = "data/ner/seeds-00000-of-00001.parquet"


def _manifest(folder: Path) -> dict[str, Any]:
    return dict(json.loads((folder / "MANIFEST.json").read_text("utf-8")))


def _restate(folder: Path, path: str, **values: Any) -> None:
    """Write other facts of one file into the manifest, with digests that agree with one another."""
    manifest = _manifest(folder)
    for entry in (*manifest["files"], *manifest["documents"]):
        if entry["path"] == path:
            entry |= {"sha256": file_digest(folder / path), **values}
    manifest["logical_digest"] = release_digest(manifest["files"])
    (folder / "MANIFEST.json").write_text(json.dumps(manifest), "utf-8")


def _delete(folder: Path) -> None:
    (folder / NER).unlink()


def _swap(folder: Path) -> None:
    shutil.copy(folder / "data/ner/test-00000-of-00001.parquet", folder / NER)


def _stray(folder: Path) -> None:
    (folder / "data/ner/seeds-00001-of-00002.parquet").write_bytes((folder / NER).read_bytes())


def _break(folder: Path) -> None:
    (folder / NER).write_bytes(b"PAR1 nothing PAR1")
    _restate(folder, NER)


def _miscount(folder: Path) -> None:
    _restate(folder, NER, rows=99)


def _misdigest(folder: Path) -> None:
    _restate(folder, NER, logical_digest="0" * 64)


def _other_columns(folder: Path) -> None:
    pq.write_table(read_plain(folder / NER).append_column("more", pa.nulls(3, pa.string())), folder / NER)
    _restate(folder, NER)


def _no_manifest(folder: Path) -> None:
    (folder / "MANIFEST.json").unlink()


def _half_a_manifest(folder: Path) -> None:
    (folder / "MANIFEST.json").write_text((folder / "MANIFEST.json").read_text("utf-8")[:500], "utf-8")


def _other_release_digest(folder: Path) -> None:
    manifest = _manifest(folder) | {"logical_digest": "0" * 64}
    (folder / "MANIFEST.json").write_text(json.dumps(manifest), "utf-8")


def _card_with_another_count(folder: Path) -> None:
    card = folder / "README.md"
    card.write_text(card.read_text("utf-8").replace("num_examples: 3", "num_examples: 4"), "utf-8")
    _restate(folder, "README.md")


def _card_that_is_no_yaml(folder: Path) -> None:
    (folder / "README.md").write_text("---\nconfigs: [\n---\n", "utf-8")
    _restate(folder, "README.md")


def _croissant_with_another_hash(folder: Path) -> None:
    described = json.loads((folder / "croissant.json").read_text("utf-8"))
    described["distribution"][0]["sha256"] = "0" * 64
    (folder / "croissant.json").write_text(json.dumps(described), "utf-8")
    _restate(folder, "croissant.json")


def _stats_with_another_count(folder: Path) -> None:
    stats = json.loads((folder / "stats.json").read_text("utf-8"))
    stats["entities"]["seeds"]["outer.ORG.company"] += 1
    (folder / "stats.json").write_text(json.dumps(stats), "utf-8")
    _restate(folder, "stats.json")


@pytest.mark.parametrize(
    ("spoil", "id", "file"),
    [
        (_delete, "verify-missing", NER),
        (_swap, "verify-sha256", NER),
        (_stray, "verify-extra", "data/ner/seeds-00001-of-00002.parquet"),
        (_break, "verify-unreadable", NER),
        (_miscount, "verify-rows", NER),
        (_misdigest, "verify-digest", NER),
        (_other_columns, "verify-schema", NER),
        (_no_manifest, "verify-manifest", "MANIFEST.json"),
        (_half_a_manifest, "verify-manifest", "MANIFEST.json"),
        (_other_release_digest, "verify-manifest", "MANIFEST.json"),
        (_card_with_another_count, "verify-card", "README.md"),
        (_card_that_is_no_yaml, "verify-card", "README.md"),
        (_croissant_with_another_hash, "verify-croissant", "croissant.json"),
        (_stats_with_another_count, "verify-stats", "stats.json"),
    ],
)
def test_a_spoiled_release_gives_one_problem_that_names_the_file(
    own_release: Path, spoil: Callable[[Path], None], id: str, file: str
) -> None:
    assert verify_files(own_release) == []
    spoil(own_release)
    problems = verify_files(own_release)
    assert [(problem.id, problem.place) for problem in problems] == [(id, str(own_release / file))]


def _page_ranges(path: Path) -> Iterator[tuple[int, int]]:
    """Where the pages of a Parquet file lie."""
    metadata = pq.read_metadata(path)
    for group in range(metadata.num_row_groups):
        for number in range(metadata.num_columns):
            column = metadata.row_group(group).column(number)
            start = column.dictionary_page_offset if column.has_dictionary_page else column.data_page_offset
            yield start, start + column.total_compressed_size


def _read_as_load_does(path: Path) -> pa.Table:
    """With the option that ``xinwen.load`` gives ``load_dataset``."""
    scan = pads.ParquetFileFormat(default_fragment_scan_options=pads.ParquetFragmentScanOptions(page_checksum_verification=True))
    return pads.dataset(path, format=scan).to_table()


def _outcome(read: Callable[[Path], pa.Table], path: Path, rows: list[dict[str, Any]]) -> str:
    try:
        return "unchanged" if read(path).to_pylist() == rows else "other rows"
    except (OSError, pa.ArrowException):
        return "raised"


def test_of_200_flipped_bits_in_the_pages_none_gives_other_rows_and_verify_names_each(
    tmp_path: Path, make_content: Callable[..., Any], write_release: Callable[..., Path], pages: Mapping[tuple[str, str], str]
) -> None:
    release = write_release(
        tmp_path / "xinwen-0.1.0", make_content(pages={key: text for key, text in pages.items() if key[1] == "seeds"})
    )
    draw = random.Random(11)
    files = {path: read_plain(path).to_pylist() for path in sorted((release / "data").rglob("*.parquet"))}
    places = [(path, start, end) for path in files for start, end in _page_ranges(path)]
    outcomes: Counter[str] = Counter()
    for path, start, end in draw.choices(places, weights=[end - start for _, start, end in places], k=200):
        whole = path.read_bytes()
        flipped = bytearray(whole)
        flipped[draw.randrange(start, end)] ^= 1 << draw.randrange(8)
        path.write_bytes(flipped)
        outcomes.update(_outcome(read, path, files[path]) for read in (read_plain, _read_as_load_does))
        assert [(p.id, p.place) for p in verify_files(release)] == [("verify-sha256", str(path))]
        path.write_bytes(whole)
    assert outcomes["other rows"] == 0
    assert outcomes["raised"] + outcomes["unchanged"] == 400
    assert outcomes["raised"] > 200


def test_xinwen_load_raises_where_a_reader_without_checksums_takes_other_rows_in_silence(
    own_release: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = own_release / "data" / "sentences" / "seeds-00000-of-00001.parquet"
    whole, rows = path.read_bytes(), read_plain(path).to_pylist()
    path.write_bytes(next(flipped for flipped in _flips(path) if _accepted_in_silence(flipped, rows)))
    load = import_module("xinwen.load")
    monkeypatch.setattr(load, "_homes", lambda: [own_release.parent])
    with pytest.raises(OSError, match=r"(?i)crc|checksum"):
        list(load.load("sentences", split="seeds", streaming=True))
    path.write_bytes(whole)
    assert len(list(load.load("sentences", split="seeds", streaming=True))) == len(rows)


def _flips(path: Path) -> Iterator[bytes]:
    """The file with one bit of a page flipped, a byte after the other."""
    for start, end in _page_ranges(path):
        for at in range(start, end):
            flipped = bytearray(path.read_bytes())
            flipped[at] ^= 1
            yield bytes(flipped)


def _accepted_in_silence(file: bytes, rows: list[dict[str, Any]]) -> bool:
    try:
        return bool(pq.ParquetFile(io.BytesIO(file)).read().to_pylist() != rows)
    except (OSError, pa.ArrowException, UnicodeDecodeError):
        return False


def test_the_digest_does_not_depend_on_who_wrote_the_file(release: Path, tmp_path: Path) -> None:
    for path in (release / "data").rglob("*.parquet"):
        table = TABLES[path.parent.name]
        data = read_parquet(table, path)
        pq.write_table(pa.Table.from_pylist(data.to_pylist(), schema=data.schema), tmp_path / "other.parquet", compression="snappy")
        assert logical_digest(read_plain(tmp_path / "other.parquet")) == logical_digest(data) == logical_digest(read_plain(path))


def test_a_table_without_rows_has_no_row_group_and_keeps_its_schema(release: Path, tmp_path: Path) -> None:
    table = TABLES["claims"]
    empty = read_parquet(table, release / "data/claims/seeds-00000-of-00001.parquet").slice(0, 0)
    write_parquet(table, empty, tmp_path / "empty.parquet", "0.1.0")
    assert pq.read_metadata(tmp_path / "empty.parquet").num_row_groups == 0
    assert read_parquet(table, tmp_path / "empty.parquet").schema == empty.schema
