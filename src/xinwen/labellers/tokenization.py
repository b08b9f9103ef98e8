"""Sentences as a model's tokens, with the place of each in its sentence, cut into windows that the model can read."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

_DEFAULT_LIMIT = 512
#: Positions that some models (RoBERTa) keep for padding.
_RESERVED = 2
_WORD = re.compile(r"[A-Za-z0-9]+|\S")


class Tokens(NamedTuple):
    """A sentence's tokens: their ids, and the span of each in the sentence (empty for one that stands for nothing in it)."""

    ids: list[int]
    spans: list[tuple[int, int]]


class Tokenization:
    """A tokenizer of `transformers` with the frame of special tokens that its model expects.

    Args:
        tokenizer: any tokenizer of the library.
        positions: positions of the model, if it has a fixed number.
    """

    def __init__(self, tokenizer: Any, positions: int | None) -> None:
        self._tokenizer = tokenizer
        bare = tokenizer("中", add_special_tokens=False)["input_ids"]
        framed = tokenizer("中")["input_ids"]
        at = next(i for i in range(len(framed) + 1) if framed[i : i + len(bare)] == bare)
        self._before, self._after = framed[:at], framed[at + len(bare) :]
        longest = min(tokenizer.model_max_length, (positions or _DEFAULT_LIMIT + _RESERVED) - _RESERVED)
        self._room = longest - len(self._before) - len(self._after)
        self.padding: int = tokenizer.pad_token_id or 0

    def tokens(self, text: str) -> Tokens:
        """The tokens of a sentence.

        A fast tokenizer tells their places. Others are given character by character, Latin words whole, and each token takes the
        place of its piece of text: whatever the tokenizer drops or rewrites, no place shifts.
        """
        if self._tokenizer.is_fast:
            encoded = self._tokenizer(text, add_special_tokens=False, return_offsets_mapping=True)
            return Tokens(encoded["input_ids"], [_trimmed(text, *span) for span in encoded["offset_mapping"]])
        ids: list[int] = []
        spans: list[tuple[int, int]] = []
        for word in _WORD.finditer(text):
            pieces = self._tokenizer.convert_tokens_to_ids(self._tokenizer.tokenize(word[0]))
            ids += pieces
            spans += [word.span()] * len(pieces)
        return Tokens(ids, spans)

    def windows(self, count: int) -> list[tuple[int, int]]:
        """Stretches of ``count`` tokens that the model can read at once; each takes up the last quarter of the one before."""
        step = max(1, self._room - self._room // 4)
        starts = range(0, max(1, count - self._room + step), step)
        return [(start, min(start + self._room, count)) for start in starts]

    def framed(self, ids: list[int]) -> list[int]:
        """A window with the special tokens around it."""
        return [*self._before, *ids, *self._after]

    def unframed(self, count: int) -> slice:
        """Where ``count`` tokens stand in their frame."""
        return slice(len(self._before), len(self._before) + count)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """A token's span without the blanks that SentencePiece counts in."""
    surface = text[start:end]
    return start + len(surface) - len(surface.lstrip()), end - len(surface) + len(surface.rstrip()) if surface.strip() else start
