"""``xinwen convert``: labels to and from other people's files."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from inspect import signature
from pathlib import Path
from typing import Any, TypeVar

import click
import pyarrow as pa
import pyarrow.parquet as pq

from xinwen.cli.console import emit_json, table
from xinwen.codec import defaults
from xinwen.errors import XinwenError
from xinwen.formats import FORMATS, Dumped, Format, Loaded, TaggedText, detect, load_files
from xinwen.formats.decoding import decode
from xinwen.formats.interface import labeling_config as interface_of
from xinwen.formats.labels import to_tagged
from xinwen.formats.mapping import Mapped, TagMap, apply, map_names, named_map, parse_map
from xinwen.formats.tags import REPAIRS, SCHEMES
from xinwen.passes.store import read_pass
from xinwen.readers import read_bytes
from xinwen.records import Claim, Entity, Mention, Quantity, SentenceLabels, Sentiment

Record = TypeVar("Record", Claim, Entity, Mention, Quantity, Sentiment)
PASS, RELEASE = "pass", "release"
_LIMIT = 2**30
_WRITTEN = [name for name, format_ in FORMATS.items() if format_.dump]
_FILE = click.Path(path_type=Path, dir_okay=False)


@dataclass(frozen=True, slots=True)
class Conversion:
    """What a conversion did."""

    source: str
    target: Format
    loaded: Loaded
    mapped: Mapped
    dumped: Dumped

    def as_dict(self) -> dict[str, Any]:
        """The report of ``--json``."""
        return {
            "from": self.source,
            "to": self.target.name,
            "texts": len(self.mapped.texts),
            "spans": sum(len(text.spans) for text in self.mapped.texts),
            "notes": list(self.loaded.notes),
            "loses": self.target.loses,
            "lost": dict(self.dumped.lost),
            "dropped": dict(self.mapped.dropped),
            "problems": [problem.as_dict() for problem in self.loaded.problems],
        }


@click.command()
@click.argument("source", metavar="IN", type=click.Path(path_type=Path))
@click.argument("target", metavar="OUT", type=_FILE)
@click.option("--from", "source_format", type=click.Choice([*FORMATS, PASS, RELEASE]), help="Format of IN, if it cannot be told.")
@click.option("--to", "target_format", type=click.Choice(_WRITTEN), required=True, help="Format of OUT.")
@click.option("--map", "map_name", metavar="FILE|NAME", help=f"Tag map: a JSON file, or one of {', '.join(map_names())}.")
@click.option("--offsets", type=click.Choice(["code-point", "utf-16"]), help="What IN counts, if its spans cannot tell.")
@click.option("--trim-edges", is_flag=True, default=None, help="Leave blanks at the edges of spans out.")
@click.option("--repair", type=click.Choice(REPAIRS), help="CoNLL: what to do with sentences whose tags break the scheme.")
@click.option("--token-column", type=click.IntRange(0), help="CoNLL: column of the tokens, counted from 0.")
@click.option("--tag-column", type=click.IntRange(0), help="CoNLL: column of the tags, counted from 0.")
@click.option("--tags", "scheme", type=click.Choice(SCHEMES), help="CoNLL: tag scheme of IN.")
@click.option("--write-tags", type=click.Choice(SCHEMES), help="CoNLL: tag scheme of OUT (BIO unless told).")
@click.option("--labeling-config", type=_FILE, help="Label Studio: also write the interface, here.")
@click.option("--allow-loss", is_flag=True, help="Exit 0 although something could not be taken or held.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def convert(
    source: Path,
    target: Path,
    source_format: str | None,
    target_format: str,
    map_name: str | None,
    write_tags: str | None,
    labeling_config: Path | None,
    allow_loss: bool,
    as_json: bool,
    **options: Any,
) -> None:
    """Convert the labels of IN (a file, a folder, a pass or a release) to OUT."""
    if target.exists() and target.resolve() == source.resolve():
        raise XinwenError("format-same-file", "IN and OUT are the same file.", place=str(target), remedy="Name another OUT.")
    tag_map = _tag_map(map_name) if map_name else None
    told = {key: value for key, value in options.items() if value is not None}
    name, loaded = _load(source, source_format, told)
    mapped = apply(loaded.texts, tag_map) if tag_map else Mapped(loaded.texts, Counter())
    dumped = _dump(FORMATS[target_format], mapped.texts, write_tags)
    _write(target, dumped.content)
    if labeling_config:
        _write(labeling_config, _interface(mapped.texts))
    done = Conversion(name, FORMATS[target_format], loaded, mapped, dumped)
    if as_json:
        emit_json(done.as_dict())
    else:
        _show(done, target)
    sys.exit(1 if (loaded.problems or dumped.lost) and not allow_loss else 0)


def labels_of_row(row: Mapping[str, Any]) -> SentenceLabels:
    """The labels of a row of a release's ``sentences`` table; ids become local to the sentence again."""
    prefix = f"{row['sentence_id']}."
    entities = [_record(Entity, e, prefix, id="entity_id") for e in row["entities"]]
    sentiments = [_record(Sentiment, s, prefix, entity_id="target_id") for s in row["sentiments"]]
    claims = []
    for c in row["claims"]:
        parts = {
            "sources": tuple(_record(Mention, m) for m in c["sources"]),
            "cue": _record(Mention, c["cue"][0]) if c["cue"] else None,
            "other_types": tuple(c["other_types"]),
            "about": tuple(e.removeprefix(prefix) for e in c["about"]),
            "quantities": tuple(_record(Quantity, q, prefix) for q in c["quantities"]),
        }
        claims.append(_record(Claim, {**c, **parts}, prefix, id="claim_id"))
    place = (row["sentence_id"], row["text"], row["raw_start"], row["raw_end"])
    return SentenceLabels(*place, tuple(entities), tuple(sentiments), tuple(claims))


def _record(kind: type[Record], row: Mapping[str, Any], prefix: str = "", **columns: str) -> Record:
    """The record in a struct of a release; ``columns`` names those that are called otherwise than the record's field."""
    values = {name: row[columns.get(name, name)] for name, _ in defaults(kind)}
    ids = [name for name, value in values.items() if name.endswith("id") and isinstance(value, str)]
    return kind(**{**values, **{name: values[name].removeprefix(prefix) for name in ids}})


def _load(source: Path, name: str | None, options: Mapping[str, Any]) -> tuple[str, Loaded]:
    name = name or _own_kind(source)
    if name in (PASS, RELEASE):
        _check_options(name, frozenset(), options)
        return name, _labels(source) if name == PASS else _release(source)
    contents = _contents(source, FORMATS[name] if name else None)
    format_ = FORMATS[name] if name else detect(contents)
    _check_options(format_.name, frozenset(signature(format_.load).parameters), options)
    return format_.name, load_files(format_, contents, **options)


def _own_kind(source: Path) -> str | None:
    """Whether this is a pass, the folder of one, or a release of our own."""
    if source.is_dir() and (source / "data" / "sentences").is_dir():
        return RELEASE
    first = next(iter(sorted(source.glob("*.jsonl"))), None) if source.is_dir() else source
    if not first:
        return None
    start = read_bytes(first, limit=_LIMIT)[:200].lstrip(b"\xef\xbb\xbf")
    if start.startswith(b"PAR1"):
        return RELEASE
    return PASS if start.startswith(b'{"xinwen_pass"') else None


def _labels(source: Path) -> Loaded:
    """The labels of one article of a pass, or of every article in its folder."""
    files = sorted(source.glob("*.jsonl")) if source.is_dir() else [source]
    if not files:
        raise XinwenError("input-missing", "No pass lies here.", place=str(source), remedy="Name annotations/passes/<pass>.")
    return Loaded(tuple(to_tagged(labels) for file in files for labels in read_pass(file).sentences))


def _release(source: Path) -> Loaded:
    files = sorted((source / "data" / "sentences").glob("*.parquet")) if source.is_dir() else [source]
    texts: list[TaggedText] = []
    for file in files:
        try:
            rows = pq.read_table(file).to_pylist()
            texts += [to_tagged(labels_of_row(row)) for row in rows]
        except (OSError, pa.ArrowException, KeyError, TypeError) as error:
            message = f"This is no table of sentences: {error!r}."
            remedy = "Name a Parquet file of the config sentences, or the folder of a release."
            raise XinwenError("format-release", message, place=str(file), remedy=remedy) from None
    return Loaded(tuple(texts))


def _contents(source: Path, format_: Format | None) -> dict[str, bytes]:
    """Names and bytes of the files that IN stands for."""
    if not source.is_dir():
        beside = [source.with_suffix(suffix) for suffix in (".txt", ".ann")] if source.suffix == ".ann" else [source]
        return {str(path): read_bytes(path, limit=_LIMIT) for path in beside if path == source or path.is_file()}
    suffixes = format_.suffixes if format_ else tuple(suffix for f in FORMATS.values() for suffix in f.suffixes)
    files = sorted(path for path in source.rglob("*") if path.suffix in suffixes and path.is_file())
    if not files:
        message = f"No file here ends with {', '.join(suffixes)}."
        raise XinwenError("input-missing", message, place=str(source), remedy="Name the files.")
    return {str(path): read_bytes(path, limit=_LIMIT) for path in files}


def _check_options(name: str, known: frozenset[str], options: Mapping[str, Any]) -> None:
    unknown = sorted(f"--{key.replace('_', '-')}" for key in options if key not in known)
    if unknown:
        raise XinwenError("format-option", f"The format {name} has no {', '.join(unknown)}.", remedy="Leave it out.")


def _tag_map(name: str) -> TagMap:
    path = Path(name)
    return parse_map(decode(read_bytes(path), name), name) if path.is_file() else named_map(name)


def _dump(format_: Format, texts: tuple[TaggedText, ...], tags: str | None) -> Dumped:
    assert format_.dump is not None  # --to offers only formats that are written
    _check_options(format_.name, frozenset(signature(format_.dump).parameters), {"scheme": tags} if tags else {})
    return format_.dump(texts, **({"scheme": tags} if tags else {}))


def _interface(texts: tuple[TaggedText, ...]) -> str:
    """The scheme's own interface where the levels are ours, else one with the tags at hand."""
    spans = [span for text in texts for span in text.spans]
    if all(span.level for span in spans):
        return interface_of()
    return interface_of(sorted({span.label for span in spans}))


def _write(path: Path, content: str | bytes) -> None:
    try:
        path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    except OSError as error:
        message = f"It cannot be written: {error}."
        raise XinwenError("output-unwritable", message, place=str(path), remedy="Name another OUT.") from None


def _show(done: Conversion, target: Path) -> None:
    report = done.as_dict()
    click.echo(f"{done.source} → {done.target.name}: {target}")
    counts: list[tuple[object, object]] = [(key, report[key]) for key in ("texts", "spans")]
    counts += [(f"dropped by the map: {tag}", n) for tag, n in done.mapped.dropped.most_common()]
    counts += [(f"lost: {kind}", n) for kind, n in done.dumped.lost.most_common()]
    counts += [(f"not taken: {id_}", n) for id_, n in Counter(p.id for p in done.loaded.problems).most_common()]
    click.echo(table(counts))
    for note in done.loaded.notes:
        click.echo(f"read as: {note}")
    click.echo(f"{done.target.name} cannot hold: {done.target.loses}")
    for problem in done.loaded.problems:
        click.echo(f"not taken {problem}", err=True)
