"""Real files of other projects, in the folder that XINWEN_EXTERNAL names; skipped where they are not at hand."""

import os
from collections import Counter
from pathlib import Path

import pytest

from xinwen.formats import FORMATS, Loaded, conll, detect, load_files

EXTERNAL = Path(os.environ.get("XINWEN_EXTERNAL", "external"))
SPANS = {
    "zh_gsdsimp-ud-train": Counter(LOC=2858, PER=2148, ORG=1112),
    "zh_gsdsimp-ud-dev": Counter(LOC=375, PER=245, ORG=133),
    "zh_gsdsimp-ud-test": Counter(LOC=429, PER=205, ORG=129),
    "zh_pud-ud-test": Counter(LOC=512, PER=473, ORG=154),
}


def read(path: Path, **options: object) -> Loaded:
    if not path.exists():
        pytest.skip(f"{path.name} is not at hand")
    contents = {path.name: path.read_bytes()}
    return load_files(detect(contents), contents, **options)


@pytest.mark.parametrize("name", SPANS)
def test_uner_is_read_to_the_last_span_and_written_back_the_same(name: str) -> None:
    loaded = read(EXTERNAL / "uner" / f"{name}.iob2")
    assert Counter(span.label for text in loaded.texts for span in text.spans) == SPANS[name]
    assert not loaded.problems
    dumped = conll.dump(loaded.texts)
    assert not dumped.lost
    assert conll.load(str(dumped.content)).texts == loaded.texts


def test_a_doccano_export_with_emoji_is_seen_to_count_utf16() -> None:
    loaded = read(EXTERNAL / "doccano" / "sief-admin.jsonl")
    assert loaded.notes[0].startswith("offsets utf-16")
    assert len(loaded.texts) == 200
    assert Counter(p.id for p in loaded.problems) == {"format-edge-blank": 2830, "format-relation": 2129}
    trimmed = read(EXTERNAL / "doccano" / "sief-admin.jsonl", trim_edges=True)
    assert sum(len(text.spans) for text in trimmed.texts) == 7221 + 2830 - 4


def test_a_doccano_export_goes_through_label_studio_unchanged() -> None:
    texts = read(EXTERNAL / "doccano" / "sief-admin.jsonl", trim_edges=True).texts
    label_studio = FORMATS["label-studio"]
    dumped = label_studio.dump(texts)  # type: ignore[misc]
    assert not dumped.lost
    assert load_files(label_studio, {"x": str(dumped.content).encode()}).texts == texts
