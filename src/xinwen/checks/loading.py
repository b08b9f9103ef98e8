"""Paths to a target: which kind it is, and its sentences in the common model."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from xinwen.checks.folder import CARD, CROISSANT, REJECTS, STATS, read_folder
from xinwen.checks.foreign import read_foreign
from xinwen.checks.target import Row, Target, Unit
from xinwen.errors import XinwenError
from xinwen.formats import detect
from xinwen.passes.store import StoredPass, read_stored
from xinwen.records import Claim, Entity, SentenceLabels, Sentiment
from xinwen.register import read_register
from xinwen.release.manifest import FILE

_DOCUMENTS = (CARD, CROISSANT, STATS, REJECTS, FILE)
_ENDS = (".jsonl", ".json", ".conll", ".iob2", ".iob", ".bio", ".bmes", ".bioes", ".tsv", ".txt", ".ann", ".spacy")


def open_target(paths: Sequence[Path]) -> Target:
    """What lies under ``paths``: a release, passes, or foreign label files.

    Raises:
        XinwenError: ``check-missing`` for a path that is not there, ``check-nothing`` where there is nothing to check,
            ``check-mixed`` for a release or passes together with something else.
    """
    for path in paths:
        if not path.exists():
            raise XinwenError("check-missing", "There is no such file or folder.", place=str(path), remedy="Check the path.")
    releases = [release for path in paths for release in _releases(path)]
    if len(releases) > 1 or (releases and len(paths) > 1):
        place = ", ".join(map(str, releases))
        raise XinwenError("check-mixed", "A release is checked by itself.", place=place, remedy="Name one release.")
    if releases:
        return _release(releases[0])
    files = list(_files(paths))
    passes = [path for path in files if _is_pass(path)]
    if not files:
        place, remedy = ", ".join(map(str, paths)), f"Files end in {' '.join(_ENDS)}."
        raise XinwenError("check-nothing", "There is nothing here to check.", place=place, remedy=remedy)
    if not passes:
        return read_foreign(tuple(paths), files)
    others = [path for path in files if path not in passes and path.suffix != ".txt"]
    return _passes(tuple(paths), sorted({*passes, *(p for p in others if p.suffix == ".jsonl" and _in_store(p))}))


def _releases(path: Path) -> list[Path]:
    """The folder itself, or the releases that lie in it."""
    if not path.is_dir() or _is_release(path):
        return [path] if _is_release(path) else []
    return [child for child in sorted(path.iterdir()) if not child.name.startswith(".") and _is_release(child)]


def _is_release(path: Path) -> bool:
    return path.is_dir() and ((path / FILE).is_file() or any(path.glob("data/*/*.parquet")))


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    """Every label file under ``paths`` once; files that are named are taken whatever they are called and hold."""
    seen: set[Path] = set()
    for path in paths:
        found = sorted(p for p in path.rglob("*") if p.is_file() and _may_be_labels(p)) if path.is_dir() else [path]
        for file in found:
            if file not in seen:
                seen.add(file)
                yield file


def _may_be_labels(path: Path) -> bool:
    """Whether a file in a folder is to be looked at; a text or JSON file only if it is seen to have labels."""
    if path.suffix not in (".txt", ".json"):
        return path.suffix in _ENDS
    try:
        return bool(detect({path.name: path.read_bytes()}))
    except XinwenError:
        return False


def _is_pass(path: Path) -> bool:
    """Whether the first line is a pass's header, as far as it can be read."""
    with path.open("rb") as stream:
        return path.suffix == ".jsonl" and b'"xinwen_pass"' in stream.readline(65_536)


def _in_store(path: Path) -> bool:
    """Whether a file lies where passes lie, so that a damaged header is no reason to overlook it."""
    return path.parent.name == "adjudicated" or path.parent.parent.name == "passes"


def _release(root: Path) -> Target:
    folder = read_folder(root)
    files = {name: (root / name).read_bytes() for name in _DOCUMENTS if (root / name).is_file()}
    rows = [(split, row) for split, held in folder.rows("sentences").items() for row in held]
    by_hand = {(split, row["article_id"]) for split, row in rows for s in row["sentiments"] if s["label_source"] == "hand"}
    units = tuple(
        Unit(row["sentence_id"], row["article_id"], split, f"sentences/{split}", row, (split, row["article_id"]) in by_hand)
        for split, row in rows
    )
    return Target("release", (root,), units, files, folder=folder)


def _passes(roots: tuple[Path, ...], paths: Sequence[Path]) -> Target:
    stored, problems = [], []
    for path in paths:
        try:
            stored.append((path, read_stored(path)))
        except XinwenError as problem:
            problems.append(problem)
    units = tuple(unit for path, one in stored for unit in _pass_units(path, one))
    names, more = _register(paths)
    files = {str(path): path.read_bytes() for path in paths}
    return Target("passes", roots, units, files, (*problems, *more), passes=tuple(stored), names=names)


def _register(paths: Sequence[Path]) -> tuple[dict[str, Row] | None, list[XinwenError]]:
    """The register of the store that the passes lie in, if there is one."""
    for folder in dict.fromkeys(parent for path in paths for parent in list(path.resolve().parents)[:3]):
        if (folder / "names.jsonl").is_file():
            try:
                names = read_register(folder / "names.jsonl")
            except XinwenError as problem:
                return None, [problem]
            fields = ("name_id", "type", "fine_type", "name_zh", "name_en", "aliases")
            return {n.name_id: {key: getattr(n, key) for key in fields} for n in names}, []
    return None, []


def _pass_units(path: Path, one: StoredPass) -> Iterator[Unit]:
    info, article_id = one.labels.info, one.labels.article_id
    for line, labels in enumerate(one.labels.sentences, 2):
        yield Unit(labels.sentence_id, article_id, info.name, f"{path}:{line}", _row(labels), info.label_source == "hand")


def _row(labels: SentenceLabels) -> Row:
    """A sentence of a pass as a row of ``sentences``, ids made unique as there."""
    at = labels.sentence_id
    return {
        "sentence_id": at,
        "text": labels.text,
        "raw_start": labels.raw_start,
        "raw_end": labels.raw_end,
        "entities": [_entity(at, e) for e in labels.entities],
        "sentiments": [_sentiment(at, s) for s in labels.sentiments],
        "claims": [_claim(at, c) for c in labels.claims],
    }


_ENTITY = [k for k in Entity._fields if k not in ("id", "parent_id")]
_CLAIM = [k for k in Claim.__slots__ if k not in ("id", "sources", "cue", "about", "quantities", "other_types")]
_MENTION = ("sentence_id", "start_char", "end_char", "text")
_QUANTITY = ("role", "value", "unit", "per_unit", "comparator")


def _global(at: str, local: str | None) -> str | None:
    return f"{at}.{local}" if local else None


def _entity(at: str, e: Entity) -> Row:
    return {"entity_id": f"{at}.{e.id}", "parent_id": _global(at, e.parent_id), **{key: getattr(e, key) for key in _ENTITY}}


def _sentiment(at: str, s: Sentiment) -> Row:
    return {
        "sentiment_id": f"{at}.{s.entity_id}.s" if s.entity_id else f"{at}.s00",
        "target_id": _global(at, s.entity_id),
        "claim_id": _global(at, s.claim_id),
        **{key: getattr(s, key) for key in ("polarity", "basis", "confidence")},
    }


def _claim(at: str, c: Claim) -> Row:
    return {
        "claim_id": f"{at}.{c.id}",
        **{key: getattr(c, key) for key in _CLAIM},
        "other_types": list(c.other_types),
        "sources": [{key: getattr(m, key) for key in _MENTION} for m in c.sources],
        "cue": [{key: getattr(c.cue, key) for key in _MENTION}] if c.cue else [],
        "about": [f"{at}.{e}" for e in c.about],
        "quantities": [{"entity_id": f"{at}.{q.entity_id}", **{key: getattr(q, key) for key in _QUANTITY}} for q in c.quantities],
    }
