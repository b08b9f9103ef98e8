"""cutword's network without PyTorch: what its file may hold, and what it says."""

from __future__ import annotations

import io
import os
import pickle
import zipfile
from collections import OrderedDict
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from xinwen.errors import XinwenError
from xinwen.tagging.cutword_net import read_weights

INSTALLED = find_spec("cutword") is not None


def checkpoint(path: Path, pickled: bytes, numbers: bytes = np.arange(6, dtype="<f4").tobytes()) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("model/data.pkl", pickled)
        archive.writestr("model/data/0", numbers)
    return path


def tensor(size: tuple[int, ...], stride: tuple[int, ...], offset: int = 0) -> bytes:
    """A pickle as PyTorch writes it, of one tensor."""

    class Storage:
        pass

    class Tensor:
        def __reduce__(self) -> tuple[Any, ...]:
            return _rebuild_tensor_v2, (Storage(), offset, size, stride, False, OrderedDict())

    class Pickler(pickle.Pickler):
        def persistent_id(self, obj: Any) -> Any:
            return ("storage", FloatStorage, "0", "cpu", 6) if isinstance(obj, Storage) else None

    file = io.BytesIO()
    Pickler(file, 2).dump({"model_state_dict": {"module.w": Tensor()}})
    here = __name__.encode()
    return (
        file.getvalue()
        .replace(b"c" + here + b"\n_rebuild_tensor_v2", b"ctorch._utils\n_rebuild_tensor_v2")
        .replace(b"c" + here + b"\nFloatStorage", b"ctorch\nFloatStorage")
    )


def _rebuild_tensor_v2(*_: object) -> None: ...


class FloatStorage: ...


def test_a_tensor_is_read_as_an_array(tmp_path: Path) -> None:
    weights = read_weights(checkpoint(tmp_path / "w.pth", tensor((2, 3), (3, 1))))
    assert weights["w"].tolist() == [[0, 1, 2], [3, 4, 5]]


@pytest.mark.parametrize(
    "pickled", [tensor((3, 3), (3, 1)), tensor((2, 3), (1, 2)), tensor((2, 3), (3, 1), 1), tensor((2, 3), (3, 1), -1)]
)
def test_a_tensor_that_does_not_fit_its_numbers_is_refused(tmp_path: Path, pickled: bytes) -> None:
    with pytest.raises(XinwenError) as refused:
        read_weights(checkpoint(tmp_path / "w.pth", pickled))
    assert refused.value.id == "tagger-weights"


def test_a_pickle_that_would_run_something_is_refused_and_runs_nothing(tmp_path: Path) -> None:
    trace = tmp_path / "ran"

    class Evil:
        def __reduce__(self) -> tuple[Any, ...]:
            return os.mkdir, (str(trace),)

    with pytest.raises(XinwenError) as refused:
        read_weights(checkpoint(tmp_path / "w.pth", pickle.dumps({"model_state_dict": Evil()})))
    assert refused.value.id == "tagger-weights" and "mkdir" in refused.value.message and not trace.exists()


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x03\x04 torn"])
def test_a_file_that_is_no_checkpoint_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "w.pth"
    path.write_bytes(content)
    with pytest.raises(XinwenError) as refused:
        read_weights(path)
    assert refused.value.id == "tagger-weights"


@pytest.mark.skipif(not INSTALLED, reason="needs xinwen[strong]")
def test_a_sentence_gets_the_same_tags_alone_and_among_others() -> None:
    from xinwen.tagging.segmenters import cutword

    texts = ["广发证券的分析师去了北京。", "", "NVIDIA在2018年发布了Ａ100 ，好。", "壁仞科技", " "]
    together = cutword()(texts)
    assert together.tags.codes.tolist() == [code for text in texts for code in cutword()([text]).tags.codes.tolist()]
    assert together.likely and len(together.tags.codes) == len(together.likely.codes) == sum(map(len, texts))


@pytest.mark.skipif(not INSTALLED, reason="needs xinwen[strong]")
def test_the_network_knows_a_firm_and_a_place() -> None:
    from xinwen.tagging.segmenters import cutword

    values, codes = cutword()(["广发证券在北京开会"]).tags
    assert [values[code] for code in codes[:7, 0]] == ["B-ORG", "M-ORG", "M-ORG", "E-ORG", "O", "B-LOC", "E-LOC"]
