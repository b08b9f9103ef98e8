"""The field at work: against every sequence there is, and against the library that trained it."""

from __future__ import annotations

from itertools import accumulate, pairwise, product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xinwen.labellers.tagger import DEFAULT, packaged_model
from xinwen.tagging.crf import Paths, States, paths
from xinwen.tagging.crf_file import read_field
from xinwen.tagging.features import FEATURE_SETS, features, parse
from xinwen.tagging.model import Sentence, described
from xinwen.tagging.tokens import Span, tokenize_all

SENTENCES = [
    Sentence("广发证券昨日在北京说，H20售价为300美元。", (Span(0, 4, "ORG.company"), Span(12, 15, "PROD.hardware"))),
    Sentence(""),
    Sentence("英伟达发布了新一代的产品，国产大模型DeepSeek-R1随后降价50%，工信部回应了。"),
    Sentence("好 "),
    Sentence("名|价||格"),
]


@settings(max_examples=60)
@given(st.integers(1, 4), st.lists(st.integers(0, 5), max_size=5), st.integers(0, 2**32 - 1), st.sampled_from([0.5, 2.0, 8.0]))
def test_the_best_sequence_is_the_best_of_all_and_its_labels_are_as_sure_as_all_say(
    labels: int, lengths: list[int], seed: int, scale: float
) -> None:
    rng = np.random.default_rng(seed)
    steps, scores = rng.normal(scale=scale, size=(labels, labels)), rng.normal(scale=scale, size=(sum(lengths), labels))
    found = paths(steps, scores, lengths)
    assert len(found.labels) == len(found.sure) == sum(lengths)
    for start, end in pairwise(accumulate(lengths, initial=0)):
        own, path, length = scores[start:end], Paths(found.labels[start:end], found.sure[start:end]), end - start
        worth = {
            way: sum(own[i, label] for i, label in enumerate(way)) + sum(steps[a, b] for a, b in pairwise(way))
            for way in product(range(labels), repeat=length)
        }
        assert worth[tuple(path.labels)] == pytest.approx(max(worth.values()))
        whole = sum(map(np.exp, worth.values()))
        for i, (label, sure) in enumerate(zip(path.labels, path.sure, strict=True)):
            assert sure == pytest.approx(sum(np.exp(value) for way, value in worth.items() if way[i] == label) / whole)


def test_a_long_sentence_stays_in_the_range_of_numbers() -> None:
    rng = np.random.default_rng(1)
    path = paths(rng.normal(scale=9, size=(5, 5)), rng.normal(scale=9, size=(3000, 5)), [3000])
    assert all(0 < sure <= 1 for sure in path.sure)


def test_the_packaged_field_decides_as_the_library_that_trained_it() -> None:
    from pycrfsuite import Tagger

    content, templates = packaged_model(DEFAULT).read_bytes(), parse(FEATURE_SETS["default"])
    library = Tagger()
    library.open_inmemory(content)
    table = described(SENTENCES, tokenize_all([sentence.text for sentence in SENTENCES]), templates)
    field = read_field(content)
    found = paths(field.steps, States(field, templates).scores(table), table.lengths)
    ends = accumulate(table.lengths, initial=0)
    for rows, (start, end) in zip(features(table, templates), pairwise(ends), strict=True):
        if rows:
            library.set(rows)
            tags = library.tag()
            assert [field.labels[label] for label in found.labels[start:end]] == tags
            assert found.sure[start:end] == pytest.approx([library.marginal(tag, place) for place, tag in enumerate(tags)])


@pytest.mark.parametrize("kept", [0, 20, 60, 400, -8])
def test_a_torn_file_is_refused(kept: int) -> None:
    content = Path(packaged_model(DEFAULT)).read_bytes()
    with pytest.raises(ValueError, match="it "):
        read_field(content[:kept])
