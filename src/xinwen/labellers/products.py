"""Names of products that grow out of a known name: versions behind it, a brand in front of it, versions that share its prefix."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from xinwen.labellers.cues import alternatives
from xinwen.labellers.gazetteer import Gazetteer, Sense

_WORD = alternatives("version_word")
_NUMBER = r"(?:[A-Za-z]{0,4}\d{1,5}(?:\.\d{1,2})?[A-Za-z]{0,3}\+?)"
_END = rf"(?![A-Za-z0-9])(?! ?{alternatives('no_version_before')})"
_VERSION = re.compile(
    rf"(?: ?-? ?{_NUMBER}|[ -]{_WORD}|(?<=[\u4e00-\u9fff]){_WORD}){_END}(?:[ -]?(?:{_WORD}|{_NUMBER}){_END}){{0,4}}"
)
_MODEL = re.compile(rf" ?[A-Z][A-Za-z]{{0,5}}[ -]?\d{{1,5}}[A-Za-z]{{0,3}}{_END}(?: {_WORD}(?![A-Za-z0-9])){{0,3}}")
_NO_MODEL = re.compile(r" ?(?:Q[1-4]|H[12]|FY\d+|[2-6]G|CES|WAIC|GTC|MWC|A\d股)\b")
_JOINED = re.compile(rf"[/、](?P<version>[A-Za-z]{{0,4}}\d{{1,4}}(?:\.\d{{1,2}})?[A-Za-z]{{0,3}}(?: {_WORD})?|{_WORD}){_END}")
_PREFIX = re.compile(r"^(.*?[A-Za-z\u4e00-\u9fff]*?[ -]?)[A-Z]?\d[^ ]*.*$")


def with_version(text: str, start: int, end: int, product: Sense, gazetteer: Gazetteer) -> tuple[int, int, Sense] | None:
    """The longer product that a product name and the version behind it make: 昇腾 + 910B, Qwen + 2.5-72B, iPhone + 16 Pro.

    A version that the register knows brings its entry; an unknown one has none.
    """
    version = _VERSION.match(text, end)
    if version is None:
        return None
    known = gazetteer.lookup(text[start : version.end()]) or gazetteer.lookup(version[0].strip(" -"))
    return start, version.end(), known[0] if known else Sense(product.type)


def brand_with_model(
    text: str, start: int, end: int, products: Mapping[int, list[tuple[int, int, Sense]]], gazetteer: Gazetteer
) -> Iterator[tuple[int, int, Sense]]:
    """A firm's name and its product's in one string (英伟达H100), or a firm's name and a bare model number (努比亚Z70 Ultra)."""
    for _, product_end, sense in products.get(end + (text[end : end + 1] == " "), ()):
        yield start, product_end, sense
    model = _MODEL.match(text, end)
    if model and not _NO_MODEL.match(text, end) and not gazetteer.lookup(model[0].strip()):
        known = gazetteer.lookup(text[start : model.end()])
        yield start, model.end(), known[0] if known else Sense("PROD.hardware")


def joined_versions(text: str, start: int, end: int, type_: str, gazetteer: Gazetteer) -> Iterator[tuple[int, int, Sense]]:
    """Versions behind a product name that share its prefix, each with the entry of its full name."""
    stem = _PREFIX.match(text[start:end])
    if stem is None:
        return
    while follower := _JOINED.match(text, end):
        known = gazetteer.lookup(stem[1] + follower["version"])
        yield follower.start("version"), follower.end(), known[0] if known else Sense(type_)
        end = follower.end()
