"""Records to JSON values and back: what comes back, and what is said of a value that is no such record."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinwen.codec import CodecError, decode, encode
from xinwen.records import Claim, Entity, Mention, Quantity, SentenceLabels, Sentiment

NUMBERS = st.none() | st.integers(-(2**60), 2**60).map(float) | st.floats(allow_nan=False, allow_infinity=False)
MENTIONS = st.builds(Mention, st.text(), st.integers(), st.integers(), st.text())
ENTITIES = st.builds(
    Entity,
    *(st.text(), st.integers(), st.integers(), st.text(), st.text()),
    value=NUMBERS,
    max_value=NUMBERS,
    date=st.none() | st.text(),
    confidence=NUMBERS,
)
QUANTITIES = st.builds(Quantity, st.text(), st.text(), value=NUMBERS)
CLAIMS = st.builds(
    Claim,
    *(st.text(), st.integers(), st.integers(), st.text(), st.text(), st.text(), st.text()),
    cue=st.none() | MENTIONS,
    sources=st.lists(MENTIONS, max_size=2).map(tuple),
    about=st.lists(st.text(), max_size=2).map(tuple),
    quantities=st.lists(QUANTITIES, max_size=2).map(tuple),
    confidence=NUMBERS,
)
LABELS = st.builds(
    SentenceLabels,
    *(st.text(), st.text(), st.integers(), st.integers()),
    st.lists(ENTITIES, max_size=2).map(tuple),
    st.lists(st.builds(Sentiment, st.text(), confidence=NUMBERS), max_size=2).map(tuple),
    st.lists(CLAIMS, max_size=2).map(tuple),
)


@given(LABELS)
def test_a_record_comes_back_from_json_as_it_was(labels: SentenceLabels) -> None:
    assert decode(SentenceLabels, json.loads(json.dumps(encode(labels)))) == labels


ENTITY: dict[str, Any] = {"id": "e01", "start_char": 0, "end_char": 2, "text": "甲乙", "type": "ORG"}
SENTENCE: dict[str, Any] = {"sentence_id": "a.s001", "text": "甲乙。", "raw_start": 0, "raw_end": 3}


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ([], "line: an object is expected, not []"),
        ({**SENTENCE, "entities": {}}, "entities: a list is expected, not {}"),
        ({**SENTENCE, "entities": [ENTITY, {**ENTITY, "value": "3"}]}, "entities[1].value: float is expected, not '3'"),
        ({**SENTENCE, "entities": [{**ENTITY, "start_char": True}]}, "entities[0].start_char: int is expected, not True"),
        ({**SENTENCE, "entities": [{**ENTITY, "value": True}]}, "entities[0].value: float is expected, not True"),
        ({**SENTENCE, "entities": [{k: v for k, v in ENTITY.items() if k != "type"}]}, "entities[0]: key 'type' is missing"),
        ({**SENTENCE, "claims": [{"cue": {"colour": 1}}]}, "claims[0]: key 'id' is missing"),
    ],
)
def test_what_is_no_such_record_is_refused_with_its_place(value: Any, said: str) -> None:
    with pytest.raises(CodecError) as caught:
        decode(SentenceLabels, value)
    assert str(caught.value) == said


def test_an_unknown_key_is_named_with_the_known_ones() -> None:
    with pytest.raises(CodecError, match=r"^entities\[0\]: unknown key 'colour'; known are id, start_char"):
        decode(SentenceLabels, {**SENTENCE, "entities": [{**ENTITY, "colour": 1}]})
