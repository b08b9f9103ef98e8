"""著 or 着: Traditional text writes 著 both for writing and being notable and for the particle; mainland text tells them apart.

The Simplified text on both sides is split into words twice, once with 著 inside a word (著名, 原著) and once with 着,
alone or in a word (着手); the likelier split wins (unigram model, counts in ``data/words.tsv``): 看着|名单 but
看|著名|作家, 还原|着 but 归还|原著. A verb before it speaks for 着, a phrase that would begin with a particle against it.
著 as a word of its own is left to bylines: an author's name before it at the end of a phrase or before a title
(鲁迅著《呐喊》).
"""

from __future__ import annotations

import math
import re
from functools import cache, lru_cache
from importlib.resources import files

from xinwen.text.punctuation import HAN

WINDOW = 14
_LONGEST = 4
_NEAR = 6
_CORPUS = 60_000_000
_IMPOSSIBLE = -1000.0
# Log odds, set on clauses made for the purpose: for 着 behind a verb that takes it, against it where nothing stands before it.
_VERB, _NOTHING = 2.8, 6.0
_TITLE = ("《", "〈", "『")
_NAME = re.compile(
    rf"(?P<origin>[)）〕】\]][ \u3000]?)?(?:[{HAN}]*[由为是系])?"
    rf"(?P<name>[{HAN}·]+?)(?:等|主编|编)?(?P<gap>[ \u3000/／]{{0,2}})$"
)
_HAN_END = re.compile(f"[{HAN}]*$")
_HAN_START = re.compile(f"[{HAN}]*")


def is_writing(before: str, after: str) -> bool:
    """Whether 著 between two pieces of Simplified text is 著 (to write, notable) rather than the particle 着.

    In ``before`` 著 is decided, in ``after`` it may be either.
    """
    near = _HAN_END.search(before[-_NEAR:]).group()  # type: ignore[union-attr]
    behind = _HAN_START.match(after[:_NEAR]).group()  # type: ignore[union-attr]
    return _is_in_word(near, behind) or _is_byline(before, after)


@lru_cache(1 << 16)
def _is_in_word(before: str, after: str) -> bool:
    """Whether a word with 著 is likelier than 着 between two runs of Han characters."""
    odds = _likelihood(before, "著", after) - _likelihood(before, "着", after)
    if not before or before[-1] in "着著":
        odds += _NOTHING
    elif _last_word(before) in _verbs():
        odds -= _VERB
    return odds > 0


def _likelihood(before: str, mark: str, after: str) -> float:
    """The log likelihood of the best split into words; a 著 that follows may be either."""
    return max(_split(before + mark + rest, len(before)) for rest in {after, after.replace("著", "着")})


def _split(text: str, at: int) -> float:
    """The log likelihood of the best split of ``text``; a 著 at ``at`` may not be a word by itself."""
    words, unknown = _words(), math.log(0.5 / _CORPUS)
    best = [0.0] * (len(text) + 1)
    for start in range(len(text) - 1, -1, -1):
        alone = _IMPOSSIBLE if start == at and text[at] == "著" else words.get(text[start], unknown)
        ends = range(start + 2, min(start + _LONGEST, len(text)) + 1)
        known = (words[text[start:end]] + best[end] for end in ends if text[start:end] in words)
        best[start] = max(alone + best[start + 1], *known, _IMPOSSIBLE)
    return best[0]


def _last_word(text: str) -> str:
    """The longest known word at the end of ``text``, or its last character."""
    known = (text[-size:] for size in range(min(_LONGEST, len(text)), 1, -1))
    return next((word for word in known if word in _words() or word in _verbs()), text[-1:])


def _is_byline(before: str, after: str) -> bool:
    """Whether 著, a word of its own, follows who wrote or names what was written."""
    lists = _lists()
    ends = not _HAN_START.match(after).group() or after[0] in "译编校"  # type: ignore[union-attr]
    if not ends and not after.startswith((*_TITLE, *lists["writings"])):  # asked first: words take longer to find
        return False
    last = _last_word(before)
    if last in lists["co-writing"]:
        return ends or after.startswith(lists["writings"])
    if last in _verbs():
        return False
    return after.startswith(_TITLE) or (ends and _is_author(before))


def _is_author(before: str) -> bool:
    """Whether ``before`` ends in a name: a surname with one to three characters, a pen name, a foreign name."""
    lists = _lists()
    name = _NAME.search(before)
    if not name:
        return False
    whole = name["name"]
    if "·" in whole or (name["gap"] and len(whole) < 5) or name["origin"]:
        return True
    if whole.endswith(lists["pen-names"]):
        return True
    return whole not in lists["not-names"] and 1 < len(whole) < 5 and whole.startswith(lists["surnames"])


@cache
def _words() -> dict[str, float]:
    """The log probability of each word."""
    counts = (line.split("\t") for line in data_lines("words.tsv"))
    return {word: math.log(int(count) / _CORPUS) for word, count in counts}


@cache
def _lists() -> dict[str, tuple[str, ...]]:
    lines = (line.split("\t") for line in data_lines("zhu.tsv"))
    return {kind: tuple(words.split()) for kind, words in lines}


@cache
def _verbs() -> frozenset[str]:
    return frozenset(_lists()["verbs"])


def data_lines(name: str) -> list[str]:
    """The lines of a data file of this package, without comments."""
    lines = (files("xinwen.text") / "data" / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]
