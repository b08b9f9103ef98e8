"""One defect for each check that looks at the files of a release: the sound release with just this file changed."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from sound_targets import change_rows

Change = Callable[[Path], None]
FILE_DEFECTS: dict[str, Change] = {}
NER = "data/ner/train-00000-of-00001.parquet"
MANIFEST, CARD, CROISSANT, STATS = "MANIFEST.json", "README.md", "croissant.json", "stats.json"


def defect(check_id: str) -> Callable[[Change], Change]:
    def add(change: Change) -> Change:
        assert check_id not in FILE_DEFECTS
        FILE_DEFECTS[check_id] = change
        return change

    return add


def _json(check_id: str, name: str, change: Callable[[Any], object]) -> None:
    """A defect in a JSON file."""

    def changed(root: Path) -> None:
        value = json.loads((root / name).read_text("utf-8"))
        change(value)
        (root / name).write_text(json.dumps(value, ensure_ascii=False), "utf-8")

    defect(check_id)(changed)


def _card(check_id: str, pattern: str, replacement: str) -> None:
    """A defect in the card: the first place where ``pattern`` stands."""

    def changed(root: Path) -> None:
        text = (root / CARD).read_text("utf-8")
        assert re.search(pattern, text)
        (root / CARD).write_text(re.sub(pattern, replacement, text, count=1), "utf-8")

    defect(check_id)(changed)


def _table(check_id: str, change: Callable[[pa.Table], pa.Table], **options: Any) -> None:
    """A defect in a Parquet file."""

    def changed(root: Path) -> None:
        settings = {"compression": "zstd", "write_page_index": True, **options}
        pq.write_table(change(pq.read_table(root / NER)), root / NER, **settings)

    defect(check_id)(changed)


# bytes
def _bytes(check_id: str, change: Callable[[bytes], bytes]) -> None:
    defect(check_id)(lambda root: (root / CARD).write_bytes(change((root / CARD).read_bytes())) and None)


_bytes("bytes-utf8", lambda data: data + b"\xff\n")
_bytes("bytes-cesu8", lambda data: data + "\ud83d\ude00\n".encode("utf-8", "surrogatepass"))
_bytes("bytes-bom", lambda data: b"\xef\xbb\xbf" + data)
_bytes("bytes-newlines", lambda data: data.replace(b"\n", b"\r\n", 1))

# schema
defect("schema-table")(lambda root: (root / NER).unlink())
defect("schema-stray-file")(lambda root: (root / "data/extra.csv").write_text("id,text\n") and None)
defect("schema-script")(lambda root: (root / "xinwen.py").write_text("") and None)
_table("schema-columns", lambda table: table.append_column("__id__", pa.array(range(table.num_rows))))
_table("schema-type", lambda table: table.set_column(0, "id", table["id"].cast(pa.large_string())))
_table("schema-metadata", lambda table: table.replace_schema_metadata({"huggingface": "{}"}))

# parquet
_table("parquet-compression", lambda table: table, compression="snappy")
_table("parquet-page-index", lambda table: table, write_page_index=False)
_table("parquet-row-group", lambda table: pa.concat_tables([table] * (20_001 // table.num_rows + 1)).combine_chunks())


@defect("parquet-unreadable")
def _(root: Path) -> None:
    data = bytearray((root / NER).read_bytes())
    data[12] ^= 0x40
    (root / NER).write_bytes(data)


# identity
defect("manifest-missing")(lambda root: (root / MANIFEST).unlink())
defect("manifest-folder")(lambda root: root.rename(root.with_name("xinwen-2.0.0")) and None)
defect("manifest-file-missing")(lambda root: (root / NER).unlink())
_json("manifest-keys", MANIFEST, lambda m: m.pop("guidelines"))
_json("manifest-version", MANIFEST, lambda m: m.update(version="1.0"))
_json("manifest-scheme", MANIFEST, lambda m: m.update(scheme="0.1.0"))
_json("manifest-file-unlisted", MANIFEST, lambda m: m["files"].pop())
_json("manifest-entry", MANIFEST, lambda m: m["files"][0].update(split="test"))
_json("manifest-bytes", MANIFEST, lambda m: m["files"][0].update(bytes=1))
_json("manifest-sha256", MANIFEST, lambda m: m["documents"][0].update(sha256="0" * 64))
_json("manifest-rows", MANIFEST, lambda m: m["files"][0].update(rows=1))
_json("manifest-logical-digest", MANIFEST, lambda m: m["files"][0].update(logical_digest="0" * 64))
_json("manifest-release-digest", MANIFEST, lambda m: m.update(logical_digest="0" * 64))
_json("manifest-schemas", MANIFEST, lambda m: m["schemas"]["ner"].pop("id"))
_json("manifest-sources", MANIFEST, lambda m: m["sources"][0].update(sha256="0" * 64))
_json("leak-event", MANIFEST, lambda m: [source.update(event="fair-2031") for source in m["sources"]])
_json("stats-counts", STATS, lambda stats: stats["rows"]["sentences"].update(train=99))
defect("rejects-line")(lambda root: (root / "rejects.jsonl").write_text('{"id": "input-binary"}\n') and None)

# card
_card("card-yaml", "---\n", "")
_card("card-configs", "default: true", "default: false")
_card("card-data-files", r"data/ner/train-\*", "data/ner/training-*")
_card("card-version", "version: 1.0.0", "version: 1.0.1")
_card("card-digest", r"sha256:\w{8}", "sha256:00000000")
_card("card-features", "name: position", "name: place")
_card("card-labels", "'1': byline", "'1': author")
_card("card-counts", r"num_examples: \d+", "num_examples: 99")
_card("card-sizes", r"num_bytes: \d+", "num_bytes: 1")
_card("card-identity", r"digest of this release: `sha256:\w{8}", "digest of this release: `sha256:00000000")
_card("card-licence", "license: other\n", "")
_card("card-annotators", "- machine-generated", "- expert-generated")

# Croissant
defect("croissant-json")(lambda root: (root / CROISSANT).unlink())
_json("croissant-version", CROISSANT, lambda c: c.update(version="0.0.1"))
_json("croissant-files", CROISSANT, lambda c: c["distribution"][0].update(sha256="0" * 64))
_json("croissant-columns", CROISSANT, lambda c: c["recordSet"][0]["field"].pop())


# versions
def _before(root: Path, version: str) -> None:
    """An older release beside this one, with one row edited since."""

    def change(rows: Any) -> None:
        rows["articles"]["train"][0]["title"] = "旧题"

    older = shutil.copytree(root, root.with_name(f"xinwen-{version}"))
    change_rows(older, change)
    manifest = json.loads((older / MANIFEST).read_text("utf-8"))
    (older / MANIFEST).write_text(json.dumps({**manifest, "version": version}), "utf-8")


@defect("version-bump")
def _(root: Path) -> None:
    older = root.with_name("xinwen-1.1.0")
    shutil.copytree(root, older)
    _before(root, "1.0.9")
    manifest = json.loads((older / MANIFEST).read_text("utf-8"))
    (older / MANIFEST).write_text(json.dumps({**manifest, "version": "1.1.0"}), "utf-8")
    shutil.rmtree(root)


defect("version-changes")(lambda root: _before(root, "0.9.0"))
