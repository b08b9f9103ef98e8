"""The dataset card: README.md of a release. Every count in it is taken from the tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Any

from xinwen.release.columns import TABLES, Column, Label, ListOf, Struct
from xinwen.release.manifest import digests_by_table
from xinwen.release.metadata import configs, dataset_info, front_matter
from xinwen.scheme import scheme

_WHO = {"person": ("people", "人"), "language_model": ("a language model", "语言模型"), "program": ("a program", "程序")}
_SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))


def card(manifest: Mapping[str, Any], stats: Mapping[str, Any], *, own: bool) -> str:
    """The card of a release.

    Args:
        manifest, stats: the contents of MANIFEST.json and stats.json.
        own: the project's own release; otherwise one that a user built from pages of their own.
    """
    template = files("xinwen.release").joinpath("card.md" if own else "card_user.md").read_text("utf-8")
    values = {
        "version": manifest["version"],
        "digest": manifest["logical_digest"],
        "guidelines": manifest["guidelines"],
        "scheme": manifest["scheme"],
        "rows": _rows(stats["rows"]),
        "labels": _labels(stats),
        "provenance": _provenance(stats["label_sources"]),
        **_who(_by_annotator(stats)),
        **_texts(stats["source_kinds"]),
        "tables": _tables(),
    }
    body = template
    for key, value in values.items():
        body = body.replace(f"{{{{{key}}}}}", value)
    return front_matter(_yaml(manifest, stats, own=own)) + "\n" + body


def _yaml(manifest: Mapping[str, Any], stats: Mapping[str, Any], *, own: bool) -> dict[str, Any]:
    made = loadable(manifest["files"])
    names = list(dict.fromkeys(f["table"] for f in made))
    globs = {n: {f["split"]: f"data/{n}/{f['split']}-*.parquet" for f in made if f["table"] == n} for n in names}
    rows = {n: {f["split"]: f["rows"] for f in made if f["table"] == n} for n in names}
    sizes = {n: {f["split"]: f["bytes"] for f in made if f["table"] == n} for n in names}
    total = sum(stats["rows"]["sentences"].values())
    return {
        "pretty_name": "芯闻 XinWen" if own else "XinWen build",
        "language": ["zh"],
        "license": "other",
        "license_name": "mixed",
        "license_details": "labels CC BY 4.0; texts as articles.rights says, row by row",
        "annotations_creators": _annotations_creators(stats),
        "language_creators": _language_creators(stats),
        "multilinguality": ["monolingual"],
        "size_categories": [next((name for limit, name in _SIZES if total < limit), "n>1M")],
        "source_datasets": ["original"],
        "task_categories": ["token-classification", "text-classification"],
        "task_ids": ["named-entity-recognition", "sentiment-classification"],
        "tags": ["news", "semiconductors", "artificial-intelligence", "claims"],
        "configs": configs(manifest["version"], digests_by_table(made), globs),
        "dataset_info": dataset_info(rows, sizes),
    }


def loadable(made: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The files that hold a row: ``load_dataset`` raises on a split without one, in every version, so the YAML leaves them out."""
    return [file for file in made if file["rows"]]


def _by_annotator(stats: Mapping[str, Any]) -> dict[str, int]:
    """Published labels by kind of annotator."""
    total: Counter[str] = Counter()
    for counts in stats["label_sources"].values():
        for source, n in counts.items():
            total[source.partition(".")[2]] += n
    return dict(total)


def _annotations_creators(stats: Mapping[str, Any]) -> list[str]:
    """The Hub's words for who labelled. A language model or a program is a machine, whatever guidelines it followed."""
    kinds = _by_annotator(stats)
    people = ["expert-generated"] if "person" in kinds else []
    machines = ["machine-generated"] if kinds.keys() - {"person"} else []
    return people + machines or ["no-annotation"]


def _language_creators(stats: Mapping[str, Any]) -> list[str]:
    """The Hub's words for who wrote the texts."""
    kinds = {kind for counts in stats["source_kinds"].values() for kind in counts}
    return (["found"] if kinds - {"synthetic"} else []) + (["machine-generated"] if "synthetic" in kinds else [])


def _who(kinds: Mapping[str, int]) -> dict[str, str]:
    """In both languages, who made the labels."""
    counts = ", ".join(f"{_WHO[kind][0]} {kinds[kind]}" for kind in _WHO if kind in kinds) or "there are none"
    counts_zh = "，".join(f"{_WHO[kind][1]} {kinds[kind]} 条" for kind in _WHO if kind in kinds) or "无标签"
    nobody = "**No person labelled this release.** " if "person" not in kinds else ""
    nobody_zh = "**本版本没有人工标注。**" if "person" not in kinds else ""
    return {
        "who": f"{nobody}Labels by who made them: {counts}; the column `annotator_kind` says it row by row.",
        "who_zh": f"{nobody_zh}标签来源：{counts_zh}；`annotator_kind` 一列逐行注明。",
    }


def _texts(source_kinds: Mapping[str, Mapping[str, int]]) -> dict[str, str]:
    """In both languages, who wrote the articles, where a language model wrote any."""
    kinds = sum((Counter(counts) for counts in source_kinds.values()), Counter())
    written, total = kinds["synthetic"], kinds.total()
    if not written:
        return {"texts": "", "texts_zh": ""}
    return {
        "texts": f"**A language model wrote {written} of the {total} articles for this data set** (`source_kind: synthetic`); "
        f"{total - written} are real pages.",
        "texts_zh": f"**{total} 篇文章中有 {written} 篇由语言模型为本数据集撰写**（`source_kind: synthetic`），"
        f"其余 {total - written} 篇为真实网页。",
    }


def _rows(rows: Mapping[str, Mapping[str, int]]) -> str:
    splits = list(dict.fromkeys(split for counts in rows.values() for split in counts))
    lines = [f"| config | {' | '.join(splits)} |", f"|---|{'---:|' * len(splits)}"]
    lines += [f"| `{name}` | {' | '.join(str(counts.get(split, 0)) for split in splits)} |" for name, counts in rows.items()]
    empty = [f"`{name}` in `{split}`" for name, counts in rows.items() for split, n in counts.items() if not n]
    if empty:
        lines += ["", f"Without rows, and so unknown to `load_dataset`, which raises on an empty split: {', '.join(empty)}."]
    return "\n".join(lines)


def _labels(stats: Mapping[str, Any]) -> str:
    lines = ["| layer | split | labels |", "|---|---|---|"]
    for layer in ("entities", "sentiments", "claims"):
        for split, counts in stats[layer].items():
            lines.append(f"| {layer} | {split} | {', '.join(f'{k} {n}' for k, n in counts.items()) or 'none'} |")
    held = {name.removeprefix("outer.") for counts in stats["entities"].values() for name in counts}
    missing = [name for name in scheme().full_types if name not in held]
    if missing:
        lines += ["", f"Types without an outer mention in this release: {', '.join(missing)}."]
    return "\n".join(lines)


def _provenance(sources: Mapping[str, Mapping[str, int]]) -> str:
    lines = ["| split | label source and kind of annotator | labels |", "|---|---|---:|"]
    lines += [f"| {split} | {kind.replace('.', ', ')} | {n} |" for split, counts in sources.items() for kind, n in counts.items()]
    return "\n".join(lines)


def _tables() -> str:
    return "\n".join(f"- `{t.name}`: {t.meaning}" for t in TABLES.values())


def data_dictionary() -> str:
    """Every table, column, type and meaning, as Markdown."""
    parts = []
    for table in TABLES.values():
        meaning = table.meaning[0].upper() + table.meaning[1:]
        parts += [f"### {table.name}", "", f"{meaning}.", "", "| column | type | meaning |", "|---|---|---|"]
        parts += [_dictionary_row(column, "") for column in table.columns]
        parts.append("")
    return "\n".join(parts).rstrip() + "\n"


def _dictionary_row(column: Column, prefix: str) -> str:
    row = f"| `{prefix}{column.name}` | {_type_name(column.type)} | {_meaning(column)} |"
    inner = column.type.item if isinstance(column.type, ListOf) else column.type
    if isinstance(inner, Struct) and not _is_table_row(column):
        return "\n".join([row, *(_dictionary_row(c, f"{prefix}{column.name}.") for c in inner.fields)])
    return row


def _is_table_row(column: Column) -> bool:
    return column.name in TABLES


def _meaning(column: Column) -> str:
    return f"{column.meaning}; columns as in `{column.name}` below" if _is_table_row(column) else column.meaning


def _type_name(kind: str | Label | ListOf | Struct) -> str:
    if isinstance(kind, Label):
        return "label: " + ", ".join(f"`{name}`" for name in kind.names)
    if isinstance(kind, ListOf):
        return f"list of {'records' if isinstance(kind.item, Struct) else _type_name(kind.item)}"
    return "record" if isinstance(kind, Struct) else kind
