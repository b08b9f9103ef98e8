"""What a language model must answer: JSON of one shape, with the label scheme's own words.

A shape is written as a value like the one it describes: ``str`` (not blank), ``int`` (from 1), a tuple (one of these), ``[shape]``
(a list), a dict (an object; a key that ends in ``?`` may be left out or null). Further keys are let pass.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from xinwen.scheme import scheme, split_type

Item = dict[str, Any]

_THOUGHT = re.compile(r"<think>.*?</think>", re.DOTALL)
_SHOWN = 8


class AnswerError(ValueError):
    """An answer that is not usable; the message says what is wrong with it, in words that the model can follow."""


def read_answer(text: str, numbers: Sequence[int]) -> list[Item]:
    """The items of an answer, one for each of the sentences ``numbers``, in their order.

    Raises:
        AnswerError: for an answer of another shape.
    """
    value = _json(text)
    faults = list(_faults(value, {"sentences": [_sentence_shape()]}, ""))
    if not faults:
        got = [item["n"] for item in value["sentences"]]
        if sorted(got) != sorted(numbers):
            faults.append(f"sentences: one item for each of the numbers {list(numbers)} is expected, not {got}")
        faults += [fault for item in value["sentences"] for fault in _contradictions(item)]
    if faults:
        raise AnswerError("; ".join(faults[:_SHOWN]) + (f"; and {len(faults) - _SHOWN} more" if len(faults) > _SHOWN else ""))
    return sorted(value["sentences"], key=lambda item: list(numbers).index(item["n"]))


def _json(text: str) -> Any:
    """The JSON object of an answer, also from a code fence or from between other words."""
    bare = _THOUGHT.sub("", text)
    start, end = bare.find("{"), bare.rfind("}")
    try:
        return json.loads(bare[start : end + 1]) if start >= 0 else json.loads(bare)
    except (ValueError, RecursionError) as error:
        raise AnswerError(f"the answer is no JSON object ({error})") from None


@cache
def _sentence_shape() -> Item:
    s = scheme()
    mention = {"text": str, "occurrence?": int}
    typed = {**mention, "type": s.full_types}
    entity = {**typed, "polarity?": s.target_polarities, "basis?": s.bases, "inner?": [typed]}
    claim = {
        **mention,
        "type": s.claim_types,
        "other_types?": [s.claim_types],
        "time": s.times,
        "certainty": s.certainties,
        "source_kind": s.source_kinds,
        "sources?": [{**mention, "n?": int}],
        "cue?": mention,
        "quote": s.quotes,
        "about?": [mention],
    }
    return {"n": int, "polarity": s.sentence_polarities, "entities": [entity], "claims": [claim]}


def _faults(value: Any, shape: Any, path: str) -> Iterator[str]:
    """Where a value differs from its shape."""
    if isinstance(shape, dict):
        if not isinstance(value, dict):
            yield f"{path or 'answer'}: an object is expected"
            return
        for key, inside in shape.items():
            name = key.removesuffix("?")
            if value.get(name) is None:
                if name == key:
                    yield f"{path}.{name} is missing".lstrip(".")
            else:
                yield from _faults(value[name], inside, f"{path}.{name}".lstrip("."))
    elif isinstance(shape, list):
        if not isinstance(value, list):
            yield f"{path}: a list is expected"
            return
        for i, item in enumerate(value):
            yield from _faults(item, shape[0], f"{path}[{i}]")
    elif isinstance(shape, tuple):
        if value not in shape:
            yield f"{path}: {value!r} is none of {', '.join(shape)}"
    elif shape is int and (type(value) is not int or value < 1):
        yield f"{path}: a number from 1 is expected"
    elif shape is str and not (isinstance(value, str) and value.strip()):
        yield f"{path}: text is expected"


def _contradictions(item: Item) -> Iterator[str]:
    """What each field allows, but not together with the others."""
    at = f"sentence {item['n']}"
    for e in item["entities"]:
        if scheme().is_target(*split_type(e["type"])):
            if not e.get("polarity"):
                yield f"{at}: {e['text']} ({e['type']}) has no polarity"
            elif e["polarity"] != "neutral" and not e.get("basis"):
                yield f"{at}: the polarity of {e['text']} has no basis"
    for c in item["claims"]:
        author = c["source_kind"] == "author"
        if author == bool(c.get("sources")):
            yield f"{at}: {c['text']}: {'the author has no sources' if author else 'sources are missing'}"
        if author == (c["quote"] != "none"):
            yield f"{at}: {c['text']}: the quote is none for the author, and for nobody else"
