"""rjieba: jieba's dictionary and part-of-speech tags."""

from __future__ import annotations

from importlib import import_module

from xinwen.bench.tools import Finder, laid_out

DISTRIBUTION = INSTALL = "rjieba"


def create() -> Finder:
    """What finds names."""
    tag = import_module("rjieba").tag
    return lambda text: laid_out(tag(text), text)
