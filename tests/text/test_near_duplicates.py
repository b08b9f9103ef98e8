"""Near-duplicates are found by their 5-grams and confirmed exactly."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xinwen.text.near_duplicates import Cluster, Near, near_duplicates

ALPHABET = "芯片制程封装存储算力模型训练推理国产设备材料良率产能订单客户需求价格"


def article(seed: int, length: int = 400) -> str:
    draw = random.Random(seed)
    return "".join(draw.choices(ALPHABET, k=length))


def with_edits(text: str, count: int, seed: int = 0) -> str:
    draw = random.Random(seed)
    letters = list(text)
    for at in draw.sample(range(len(letters)), count):
        letters[at] = "改"
    return "".join(letters)


def jaccard(one: str, other: str) -> float:
    first, second = ({text[at : at + 5] for at in range(len(text) - 4)} for text in (one, other))
    return len(first & second) / len(first | second)


def test_a_text_with_a_few_damaged_characters_joins_the_first_of_its_kind_with_the_exact_index() -> None:
    texts = {"a": article(1), "b": article(2), "c": with_edits(article(1), 4), "d": article(3)}
    (cluster,) = near_duplicates(texts)
    assert cluster.representative == "a"
    (near,) = cluster.others
    assert near.key == "c"
    assert near.jaccard == pytest.approx(jaccard(texts["a"], texts["c"]))


def test_blanks_and_line_ends_make_no_difference() -> None:
    text = article(1)
    assert near_duplicates({"a": text, "b": "\u3000\u3000" + text[:100] + "\r\n" + text[100:]})[0].others[0].jaccard == 1


def test_the_first_in_the_order_given_stands_for_its_cluster() -> None:
    texts = {"a": article(1), "b": with_edits(article(1), 3)}
    assert near_duplicates(texts)[0].representative == "a"
    assert near_duplicates(dict(reversed(texts.items())))[0].representative == "b"


def test_every_other_is_near_its_representative_and_not_only_near_a_neighbour() -> None:
    chain = [article(1)]
    for step in range(8):
        chain.append(with_edits(chain[-1], 5, step))
    clusters = near_duplicates({str(at): text for at, text in enumerate(chain)})
    assert len(clusters) > 1
    for cluster in clusters:
        for near in cluster.others:
            assert near.jaccard == pytest.approx(jaccard(chain[int(cluster.representative)], chain[int(near.key)]))
            assert near.jaccard >= 0.8


def test_a_pair_under_the_threshold_is_none() -> None:
    texts = {"a": article(1), "b": with_edits(article(1), 30)}
    assert 0.4 < jaccard(texts["a"], texts["b"]) < 0.8
    assert near_duplicates(texts) == []
    assert len(near_duplicates(texts, threshold=0.4)) == 1


def test_one_feed_that_repeats_a_body_gives_one_cluster() -> None:
    texts = {str(at): article(1) for at in range(121)} | {"other": article(2)}
    assert near_duplicates(texts) == [Cluster("0", tuple(Near(str(at), 1.0) for at in range(1, 121)))]


def test_nearly_all_planted_pairs_above_the_threshold_are_found() -> None:
    originals = {f"o{at}": article(at) for at in range(150)}
    copies = {f"c{at}": with_edits(originals[f"o{at}"], 1 + at % 9, at) for at in range(150)}
    near = {other.key for cluster in near_duplicates(originals | copies) for other in cluster.others}
    true = {f"c{at}" for at in range(150) if jaccard(originals[f"o{at}"], copies[f"c{at}"]) >= 0.8}
    assert near <= true
    assert len(near) >= 0.97 * len(true) > 100


def test_empty_texts_are_left_out_and_short_ones_compared_whole() -> None:
    assert near_duplicates({"a": "", "b": "", "c": " \n", "d": "快讯", "e": "快讯", "f": "快报"}) == [
        Cluster("d", (Near("e", 1.0),))
    ]


@pytest.mark.parametrize("threshold", [0, -0.1, 1.1])
def test_a_threshold_outside_its_range_is_refused(threshold: float) -> None:
    with pytest.raises(ValueError, match="threshold"):
        near_duplicates({}, threshold)


@settings(max_examples=50, deadline=None)
@given(st.dictionaries(st.text(max_size=4), st.text(max_size=40), max_size=12))
def test_the_same_texts_always_give_the_same_clusters(texts: dict[str, str]) -> None:
    clusters = near_duplicates(texts)
    assert clusters == near_duplicates(dict(texts))
    members = [key for cluster in clusters for key in (cluster.representative, *(near.key for near in cluster.others))]
    assert len(members) == len(set(members)) and set(members) <= set(texts)
