"""Contact data: masked in the raw text, and a suspicion wherever it stands in a text."""

from __future__ import annotations

from collections.abc import Iterator

from xinwen.checks.check import ALL, RELEASE, check
from xinwen.checks.target import Hit, Target
from xinwen.text.contacts import contact_spans


@check(
    "contact-raw",
    "error",
    "Contact data that cleaning removed is masked in raw_text.",
    "Mask it character for character, so that offsets hold.",
    RELEASE,
)
def raw(target: Target) -> Iterator[Hit]:
    for place, _, article in target.rows("articles"):
        runs = [(run["raw_start"], run["raw_start"] + run["length"]) for run in article["alignment"]]
        for start, end in contact_spans(article["raw_text"]):
            if not any(low < end and start < high for low, high in runs):
                at = f"{place}: {article['article_id']}"
                yield Hit(at, f"contact data at raw_text[{start}:{end}]", None, article["article_id"])


@check(
    "contact-text",
    "warning",
    "No text holds contact data, unless the news itself reports it.",
    "Remove or mask it; if the news reports it, record an exception.",
    ALL,
)
def text(target: Target) -> Iterator[Hit]:
    for unit in target.units:
        for start, end in contact_spans(unit.text):
            yield Hit(unit.place, f"contact data at [{start}, {end})", unit.text[start:end], unit.group)
