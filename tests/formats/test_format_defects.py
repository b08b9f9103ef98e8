"""One small file for each thing that can be wrong with somebody's labels, and what is said of it."""

from pathlib import Path

import pytest

from xinwen.errors import XinwenError
from xinwen.formats import FORMATS, Loaded, load_files

FIXTURES = Path(__file__).parents[1] / "fixtures" / "formats"

# file → (format, ids of the problems in order, texts taken, spans taken)
DEFECTS = {
    "conll/i_after_o.bio": ("conll", ["format-transition"], 1, 1),
    "conll/type_changes_inside.bio": ("conll", ["format-transition"], 0, 0),
    "conll/span_not_closed.bioes": ("conll", ["format-transition"], 0, 0),
    "conll/missing_tag.bio": ("conll", ["format-line"], 1, 0),
    "conll/unknown_tag.bio": ("conll", ["format-tag"], 5, 5),
    "conll/token_not_in_text.iob2": ("conll", ["format-text"], 0, 0),
    "conll/half_a_pair.bio": ("conll", ["format-encoding"], 0, 0),
    "cluener/surface_differs.jsonl": ("cluener", ["format-text"], 1, 1),
    "cluener/end_is_exclusive.jsonl": ("cluener", ["format-range"], 1, 0),
    "cluener/no_label.jsonl": ("cluener", ["format-unlabelled"], 0, 0),
    "cluener/not_json.jsonl": ("cluener", ["format-line"], 1, 0),
    "doccano/duplicate.jsonl": ("doccano", ["format-duplicate"], 1, 1),
    "doccano/overlap.jsonl": ("doccano", ["format-overlap"], 1, 1),
    "doccano/two_labels_on_one_stretch.jsonl": ("doccano", ["format-overlap"], 1, 1),
    "doccano/out_of_range.jsonl": ("doccano", ["format-range"], 1, 0),
    "doccano/empty_span.jsonl": ("doccano", ["format-range"], 1, 0),
    "doccano/edge_blank.jsonl": ("doccano", ["format-edge-blank"], 1, 0),
    "doccano/no_label.jsonl": ("doccano", ["format-unlabelled"], 0, 0),
    "doccano/relation_to_nothing.jsonl": ("doccano", ["format-range", "format-relation"], 1, 1),
    "doccano/label_is_a_number.jsonl": ("doccano", ["format-line"], 0, 0),
    "doccano/offsets_in_doubt.jsonl": ("doccano", ["format-offsets"], 2, 1),
    "doccano/half_a_pair.jsonl": ("doccano", ["format-encoding"], 0, 0),
    "label_studio/two_annotations.json": ("label-studio", ["format-annotations"], 1, 1),
    "label_studio/no_annotation.json": ("label-studio", ["format-unlabelled"], 0, 0),
    "label_studio/no_text.json": ("label-studio", ["format-line"], 0, 0),
    "label_studio/text_differs.json": ("label-studio", ["format-text"], 1, 0),
    "label_studio/unknown_result.json": ("label-studio", ["format-line"], 1, 0),
    "brat/discontinuous": ("brat", ["format-discontinuous"], 1, 1),
    "brat/text_differs": ("brat", ["format-text"], 1, 0),
    "brat/event": ("brat", ["format-kind"], 1, 2),
    "brat/without_ann": ("brat", ["format-unlabelled"], 0, 0),
    "brat/without_txt": ("brat", ["format-unpaired"], 0, 0),
    "brat/attribute_of_nothing": ("brat", ["format-attribute"], 1, 0),
    "brat/not_a_span": ("brat", ["format-line"], 1, 0),
}
WHOLE_FILE = {
    "conll/not_utf8.bio": "format-encoding",
    "conll/no_tags.bio": "format-columns",
    "conll/mixed_schemes.bio": "format-scheme",
}


def contents(name: str) -> dict[str, bytes]:
    paths = [FIXTURES / name] if (FIXTURES / name).suffix else sorted((FIXTURES / name).parent.glob(f"{Path(name).name}.*"))
    return {path.name: path.read_bytes() for path in paths}


def read(name: str, format_name: str, **options: object) -> Loaded:
    return load_files(FORMATS[format_name], contents(name), **options)


@pytest.mark.parametrize("name", DEFECTS)
def test_a_defect_is_named_with_its_place_and_costs_nothing_else(name: str) -> None:
    format_name, ids, texts, spans = DEFECTS[name]
    loaded = read(name, format_name)
    assert [problem.id for problem in loaded.problems] == ids
    assert all(problem.place.startswith(Path(name).name) for problem in loaded.problems)
    assert (len(loaded.texts), sum(len(text.spans) for text in loaded.texts)) == (texts, spans)


@pytest.mark.parametrize("name", WHOLE_FILE)
def test_a_file_that_cannot_be_understood_is_refused_as_a_whole(name: str) -> None:
    with pytest.raises(XinwenError) as raised:
        read(name, "conll")
    assert raised.value.id == WHOLE_FILE[name]
    assert raised.value.place.startswith(Path(name).name)


def test_the_place_of_a_broken_transition_is_its_line() -> None:
    (problem,) = read("conll/i_after_o.bio", "conll").problems
    assert problem.place == "i_after_o.bio:2"
    assert "I-LOC after O" in problem.message


@pytest.mark.parametrize(("repair", "labels"), [("conlleval", ["LOC", "LOC"]), ("discard", ["LOC"])])
def test_broken_transitions_are_repaired_when_asked_and_said_so(repair: str, labels: list[str]) -> None:
    loaded = read("conll/i_after_o.bio", "conll", repair=repair)
    assert [span.label for text in loaded.texts for span in text.spans] == labels
    assert not loaded.problems
    assert f"1 tags repaired ({repair})" in loaded.notes


def test_of_two_crossing_spans_the_one_that_starts_first_is_taken() -> None:
    loaded = read("doccano/overlap.jsonl", "doccano")
    assert [(s.start, s.end, s.label) for s in loaded.texts[0].spans] == [(0, 4, "ORG")]
    assert "LOC [3, 7) overlaps ORG [0, 4)" in loaded.problems[0].message


def test_blanks_at_the_edges_are_trimmed_when_asked() -> None:
    (text,) = read("doccano/edge_blank.jsonl", "doccano", trim_edges=True).texts
    assert [text.text[s.start : s.end] for s in text.spans] == ["青州"]


@pytest.mark.parametrize(("offsets", "surface"), [("utf-16", "青禾科技"), ("code-point", "禾科技在")])
def test_offsets_in_doubt_are_read_as_told(offsets: str, surface: str) -> None:
    loaded = read("doccano/offsets_in_doubt.jsonl", "doccano", offsets=offsets)
    assert not loaded.problems
    span = loaded.texts[0].spans[0]
    assert loaded.texts[0].text[span.start : span.end] == surface
