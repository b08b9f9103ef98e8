"""cutword: the recogniser of names of the package of that name."""

from __future__ import annotations

from importlib import import_module

from xinwen.bench.tools import Finder, Tagged

DISTRIBUTION = "cutword"
#: cutword does not declare that its recogniser needs torch.
INSTALL = "cutword torch"


def create() -> Finder:
    """What finds names."""
    package = import_module("cutword")
    if not hasattr(package, "NER"):
        raise ImportError("cutword's recogniser needs torch")
    model = package.NER()

    def find(text: str) -> list[Tagged]:
        found = model.predict(text)[0] if text.strip() else ()
        return [Tagged(item.begin, item.end, item.ner_type_en) for item in found]

    return find
