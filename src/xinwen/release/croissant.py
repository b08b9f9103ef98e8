"""croissant.json: the release described in Croissant 1.1 with the RAI vocabulary, as plain JSON-LD.

A ``FileObject`` a Parquet file with its sha256, a ``RecordSet`` a config and split. Lists inside lists of records (sources of a
nested claim) have no Croissant spelling that a reader follows; they are described where they stand flat, in the config ``claims``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from typing import Any

import pyarrow as pa
import yaml

from xinwen.release.columns import TABLES, Column, Label, ListOf, Struct

FILE = "croissant.json"

_TERMS = (
    *("citeAs", "column", "equivalentProperty", "extract", "field", "fileObject", "fileProperty", "fileSet", "format", "includes"),
    *("isLiveDataset", "jsonPath", "key", "md5", "parentField", "path", "recordSet", "references", "regex", "repeated", "replace"),
    *("samplingRate", "separator", "source", "subField", "transform"),
)
#: The context of the specification; validators warn of any other.
_CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "dct": "http://purl.org/dc/terms/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "sc": "https://schema.org/",
    "conformsTo": "dct:conformsTo",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
    **{term: f"cr:{term}" for term in _TERMS},
}
_SCALARS = {
    "string": "sc:Text",
    "bool": "sc:Boolean",
    "int8": "cr:Int8",
    "int32": "cr:Int32",
    "float32": "cr:Float32",
    "float64": "cr:Float64",
}
#: Only this spelling is read back; ``application/vnd.apache.parquet`` validates and then fails on every record.
_PARQUET = "application/x-parquet"
_ANNOTATORS = {
    "person": "people",
    "language_model": "a language model, not people",
    "program": "a program, not people",
}


def croissant(manifest: Mapping[str, Any], stats: Mapping[str, Any], *, own: bool, published: str | None = None) -> dict[str, Any]:
    """The content of croissant.json.

    Args:
        manifest, stats: the contents of MANIFEST.json and stats.json.
        own: the project's own release; otherwise one that a user built from pages of their own.
        published: ISO 8601 date of the release; nothing is said when it is unknown.
    """
    prose = yaml.safe_load(files("xinwen.release").joinpath("croissant.yaml").read_text("utf-8"))
    described = {**prose["all"], **prose["own" if own else "user"]}
    head = {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "name": manifest["name"],
        "description": described.pop("description"),
        "conformsTo": "http://mlcommons.org/croissant/1.1",
        "url": f"urn:{manifest['name']}:{manifest['version']}",
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "usageInfo": "CC BY 4.0 covers the labels; the rights in each text are said in articles.rights.",
        "version": manifest["version"],
        "citeAs": f"The XinWen maintainers. XinWen {manifest['version']}: annotated Chinese news on AI and chips.",
        **({"datePublished": published} if published else {}),
        "inLanguage": "zh",
        "keywords": ["news", "Chinese", "semiconductors", "artificial intelligence", "named entities", "sentiment", "claims"],
    }
    files_ = manifest["files"]
    return {
        **head,
        **described,
        **_annotation(manifest["passes"], stats["label_sources"]),
        "distribution": [_file_object(file) for file in files_],
        "recordSet": [_record_set(file) for file in files_],
    }


def newest_date(articles: Mapping[str, pa.Table]) -> str | None:
    """The day of the newest article that gives one in full: a date for ``datePublished`` that never asks the clock."""
    days = [date[:10] for table in articles.values() for date in table["date"].to_pylist() if date and len(date) >= 10]
    return max(days, default=None)


def _annotation(passes: Sequence[Mapping[str, Any]], counts: Mapping[str, Mapping[str, int]]) -> dict[str, Any]:
    """Who labelled, with what, and how often: counted, so that it cannot say more than there is."""
    total: dict[str, int] = {}
    for by_kind in counts.values():
        for kind, n in by_kind.items():
            total[kind] = total.get(kind, 0) + n
    labels = [f"{n} published labels ({kind.replace('.', ', ')})" for kind, n in sorted(total.items())]
    kinds = dict.fromkeys(one["annotator_kind"] for one in passes)
    machines = [one for one in passes if one["annotator_kind"] != "person"]
    found: dict[str, Any] = {
        "rai:annotatorDemographics": [f"Labelled by {_ANNOTATORS[kind]}." for kind in kinds] or ["No labels."],
        "rai:annotationsPerItem": "; ".join(f"pass {one['name']}: {one['articles']} articles" for one in passes) or "none",
        "rai:dataAnnotationAnalysis": labels or ["no labels"],
    }
    if machines:
        found["rai:machineAnnotationTools"] = list(dict.fromkeys(f"{one['annotator']} (pass {one['name']})" for one in machines))
    return found


def _file_object(file: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": file["path"],
        "name": file["path"],
        "contentUrl": file["path"],
        "contentSize": f"{file['bytes']} B",
        "encodingFormat": _PARQUET,
        "sha256": file["sha256"],
    }


def _record_set(file: Mapping[str, Any]) -> dict[str, Any]:
    table = TABLES[file["table"]]
    name = f"{table.name}_{file['split']}"
    return {
        "@type": "cr:RecordSet",
        "@id": name,
        "name": name,
        "description": f"{table.meaning}; split {file['split']}, {file['rows']} rows",
        "field": [made for column in table.columns for made in _fields(column, name, file["path"])],
    }


def _fields(column: Column, record_set: str, path: str) -> Iterator[dict[str, Any]]:
    """The field of a column; a list of records becomes a field with sub-fields."""
    kind = column.type
    if isinstance(kind, ListOf) and isinstance(kind.item, Struct):
        parts = [c for c in kind.item.fields if not _is_records(c)]
        source = f"{record_set}/{column.name}"
        yield {
            **_field(f"{record_set}/{column.name}", column),
            **_ARRAY,
            "subField": [_leaf(f"{source}/{part.name}", part, path, column.name, part.name) for part in parts],
        }
    else:
        yield _leaf(f"{record_set}/{column.name}", column, path, column.name)


_ARRAY = {"cr:isArray": True, "cr:arrayShape": "-1"}


def _is_records(column: Column) -> bool:
    return isinstance(column.type, ListOf) and isinstance(column.type.item, Struct)


def _field(id: str, column: Column) -> dict[str, Any]:
    return {"@type": "cr:Field", "@id": id, "name": column.name, "description": column.meaning}


def _leaf(id: str, column: Column, path: str, source: str, json_path: str | None = None) -> dict[str, Any]:
    item = column.type.item if isinstance(column.type, ListOf) else column.type
    if isinstance(item, Struct | ListOf):
        raise TypeError(f"{id}: only scalars, labels and lists of them are leaves")
    made = _field(id, column)
    if isinstance(item, Label):
        made["description"] += f" (one of: {', '.join(item.names)})"
    made["dataType"] = "sc:Text" if isinstance(item, Label) else _SCALARS[item]
    if isinstance(column.type, ListOf):
        made |= _ARRAY
    made["source"] = {"fileObject": {"@id": path}, "extract": {"column": source}}
    if json_path:
        made["source"]["transform"] = {"jsonPath": json_path}
    return made
