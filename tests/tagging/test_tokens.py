"""Tokens, tags and spans: the way there and back."""

from __future__ import annotations

from itertools import accumulate, pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from xinwen.tagging.segmenters import hinted
from xinwen.tagging.tokens import Span, decode, encode, tokenize, tokenize_all

TEXTS = st.text(alphabet="北京智谱AIab12３. 　，R\n", max_size=30)


def told(text: str, tags: list[str]) -> list[Span]:
    tokens = tokenize(text)
    return [Span(tokens[first][0], tokens[last - 1][1], kind) for first, last, kind in runs(tags)]


def runs(*texts: list[str]) -> list[tuple[int, int, str]]:
    names = ["O", "B-PER", "I-PER", "I-ORG", "B-ORG", "B-PROD", "I-PROD"]
    numbers = np.array([names.index(tag) for tags in texts for tag in tags], np.intp)
    found = decode(numbers, names, [len(tags) for tags in texts])
    return [(first, last, names[tag][2:]) for first, last, tag in zip(*(column.tolist() for column in found), strict=True)]


@given(TEXTS, st.data())
def test_spans_of_whole_tokens_come_back_as_they_were(text: str, data: st.DataObject) -> None:
    tokens = tokenize(text)
    cuts = sorted(data.draw(st.sets(st.integers(0, len(tokens)), max_size=6)))
    spans = [Span(tokens[a][0], tokens[b - 1][1], data.draw(st.sampled_from(["PER", "ORG"]))) for a, b in pairwise(cuts)]
    tags, untold = encode(tokens, spans)
    assert not untold and told(text, tags) == spans


@given(TEXTS)
def test_tokens_are_the_text_without_its_blanks(text: str) -> None:
    tokens = tokenize(text)
    assert "".join(text[start:end] for start, end in tokens) == "".join(text.split())


@given(st.lists(TEXTS, max_size=4))
def test_the_tokens_of_several_texts_are_those_of_each(texts: list[str]) -> None:
    begins = accumulate(map(len, texts), initial=0)
    each = [
        (text[start:end], begin + start, begin + end)
        for text, begin in zip(texts, begins, strict=False)
        for start, end in tokenize(text)
    ]
    surfaces, starts, ends, lengths = tokenize_all(texts)
    assert list(zip(surfaces, starts.tolist(), ends.tolist(), strict=True)) == each
    assert lengths == [len(tokenize(text)) for text in texts]


def test_a_span_that_cuts_a_word_or_overlaps_another_is_told_apart() -> None:
    cut, whole, second = Span(0, 3, "ORG"), Span(0, 6, "ORG"), Span(4, 8, "PER")
    tags, untold = encode(tokenize("NVIDIA公司"), [cut, whole, second])
    assert untold == [cut, second] and tags == ["B-ORG", "O", "O"]


def test_blanks_shift_nothing() -> None:
    text = " RTX  4090\u3000上市"
    tags, _ = encode(tokenize(text), [Span(1, 10, "PROD")])
    assert tags == ["B-PROD", "I-PROD", "O", "O"] and told(text, tags) == [Span(1, 10, "PROD")]


def test_an_inside_tag_without_a_beginning_begins_a_span() -> None:
    assert runs(["I-ORG", "I-ORG", "I-PER", "O", "I-PER"]) == [(0, 2, "ORG"), (2, 3, "PER"), (4, 5, "PER")]


def test_no_span_goes_on_in_the_next_text() -> None:
    assert runs(["B-ORG", "I-ORG"], [], ["I-ORG", "O"], []) == [(0, 2, "ORG"), (2, 3, "ORG")]


def test_of_overlapping_hints_the_first_counts() -> None:
    values, codes = hinted(["天", "灵犀科技"], [[], [Span(0, 2, "ORG"), Span(1, 4, "PROD")]])
    assert [values[code] for code in codes[:, 0]] == ["O", "B-ORG", "I-ORG", "O", "O"]
