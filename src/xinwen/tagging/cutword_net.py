"""The network for names that comes with the package ``cutword`` (Apache-2.0), run by NumPy.

It is a character embedding, two bidirectional LSTM layers, a linear layer and a conditional random field (17 kinds of names, tags
B, M, E, S, O). The weights lie in a PyTorch checkpoint: a zip with a pickle of names and shapes and a file for each array. The
pickle is read by an unpickler that knows these shapes and nothing else, so that a foreign file cannot run code.
"""

from __future__ import annotations

import io
import json
import pickle
import re
import zipfile
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from xinwen.errors import XinwenError

Array = npt.NDArray[np.float32]
_PIECE = re.compile(r"[A-Za-z]+|\d+|[\s\S]")
_WIDTH = {0xFF01 + i: 0x21 + i for i in range(94)}
_HAN = re.compile(r"[\u4e00-\u9fff]")
_FLOAT = np.dtype("<f4")


class _Weights(pickle.Unpickler):
    """Reads a state dict of float arrays; anything else that a pickle could ask for is refused."""

    def __init__(self, file: io.BytesIO, archive: zipfile.ZipFile, folder: str) -> None:
        super().__init__(file)
        self._archive, self._folder = archive, folder

    def find_class(self, module: str, name: str) -> Any:
        """The three names that such a pickle holds."""
        known = {
            ("collections", "OrderedDict"): OrderedDict,
            ("torch._utils", "_rebuild_tensor_v2"): _array,
            ("torch", "FloatStorage"): "float",
        }
        if (module, name) not in known:
            raise pickle.UnpicklingError(f"it asks for {module}.{name}")
        return known[module, name]

    def persistent_load(self, pid: Any) -> Array:
        """The numbers of a storage: ``("storage", type, key, place, length)``."""
        key = str(pid[2])
        if pid[1] != "float" or not key.isdigit():
            raise pickle.UnpicklingError(f"it asks for the storage {key}")
        return np.frombuffer(self._archive.read(f"{self._folder}/data/{key}"), _FLOAT)


def _array(storage: Array, offset: int, size: Sequence[int], stride: Sequence[int], *_: object) -> Array:
    """The tensor of that shape in a storage; only dense ones, row by row, are known."""
    length = int(np.prod(size, dtype=np.int64))
    dense = [int(np.prod(size[i + 1 :], dtype=np.int64)) for i in range(len(size))]
    if list(stride) != dense or not 0 <= offset <= storage.size - length:
        raise pickle.UnpicklingError("it holds a tensor of a shape that does not fit")
    return storage[offset : offset + length].reshape(size).astype(np.float32)


def read_weights(path: Path) -> Mapping[str, Array]:
    """The arrays of a checkpoint by name.

    Raises:
        XinwenError: ``tagger-weights`` for a file that is no such checkpoint, or that asks for more than float arrays.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            inner = next(name for name in archive.namelist() if name.endswith("/data.pkl"))
            state = _Weights(io.BytesIO(archive.read(inner)), archive, inner.removesuffix("/data.pkl")).load()
        return {name.removeprefix("module."): array for name, array in state["model_state_dict"].items()}
    # A damaged pickle may raise nearly anything.
    except Exception as error:
        reason = str(error) or type(error).__name__
        remedy = "Install cutword again: pip install --force-reinstall 'cutword>=0.1.1'."
        raise XinwenError(
            "tagger-weights", f"cutword's weights cannot be read: {reason}.", place=str(path), remedy=remedy
        ) from error


class CutwordNet:
    """The network, from the folder of the installed package.

    Raises:
        XinwenError: ``tagger-weights``.
    """

    def __init__(self, folder: Path) -> None:
        weights = read_weights(folder / "model_params.pth")
        vocabulary = json.loads((folder / "ner_vocab_tags.json").read_text("utf-8"))
        self._ids: dict[str, int] = vocabulary["char2id"]
        numbers: dict[str, int] = vocabulary["label2id"]
        self.tags = [tag.replace("_", "-") for tag in sorted(numbers, key=numbers.__getitem__)]
        self._embedding = weights["embedding.weight"]
        self._layers = [[_Direction(weights, f"l{layer}{way}") for way in ("", "_reverse")] for layer in (0, 1)]
        self._out, self._bias = weights["fc.weight"].T.copy(), weights["fc.bias"]
        self._first, self._last = weights["crf.start_transitions"], weights["crf.end_transitions"]
        self._follow = weights["crf.transitions"].T.copy()  # to, from

    def read(self, texts: Sequence[str]) -> list[tuple[list[str], Array]]:
        """For each text its best tags (``B-ORG``, ``M-ORG``, ``E-ORG``, ``S-ORG``, ``O``) and the scores, shape (characters, tags).

        A word or a number that the network knows is read as one, and all its characters get what it gets.
        """
        pieces = [self._pieces(text) for text in texts]
        order = sorted((i for i, piece in enumerate(pieces) if piece), key=lambda i: -len(pieces[i]))
        found: list[tuple[list[str], Array]] = [([], np.zeros((0, len(self.tags)), np.float32)) for _ in texts]
        if not order:
            return found
        scores = self._scores([[number for number, _ in pieces[i]] for i in order])
        paths = self._paths(scores, np.array([len(pieces[i]) for i in order]))
        for index, row, path in zip(order, scores, paths, strict=True):
            widths = [width for _, width in pieces[index]]
            tags = [self.tags[tag] for tag, width in zip(path, widths, strict=True) for _ in range(width)]
            found[index] = tags, np.repeat(row[: len(widths)], widths, axis=0)
        return found

    def _pieces(self, text: str) -> list[tuple[int, int]]:
        """Numbers of the network's units, each with how many characters it covers."""
        pieces: list[tuple[int, int]] = []
        for match in _PIECE.finditer(text.translate(_WIDTH)):
            word = match[0].lower()
            known = self._ids.get(word)
            pieces += [(known, len(match[0]))] if known else [(self._number(char), 1) for char in match[0]]
        return pieces

    def _number(self, char: str) -> int:
        kind = "[NUMBER]" if char.isdigit() else "[HANZI]" if _HAN.match(char) else "[UNK]"
        return self._ids.get(char.lower()) or self._ids[kind]

    def _scores(self, rows: Sequence[list[int]]) -> Array:
        """Scores of the tags, shape (rows, longest row, tags). ``rows``: longest first."""
        lengths = np.array([len(row) for row in rows])
        numbers = np.zeros((len(rows), lengths[0]), np.int64)
        for i, row in enumerate(rows):
            numbers[i, : len(row)] = row
        # Each row turned round within its own length; the rest stays where it is.
        places = np.arange(lengths[0])[None, :]
        turned = np.where(places < lengths[:, None], lengths[:, None] - 1 - places, places)[:, :, None]
        x = self._embedding[numbers]
        for forward, backward in self._layers:
            back = np.take_along_axis(backward.run(np.take_along_axis(x, turned, 1), lengths), turned, 1)
            x = np.concatenate([forward.run(x, lengths), back], axis=2)
        scores: Array = x @ self._out + self._bias
        return scores

    def _paths(self, scores: Array, lengths: npt.NDArray[np.int64]) -> list[list[int]]:
        """The best sequence of tags of each row (Viterbi), rows longest first."""
        best = scores[:, 0] + self._first
        back = np.zeros(scores.shape, np.int64)
        for step in range(1, scores.shape[1]):
            n = int((lengths > step).sum())
            sums = best[:n, None, :] + self._follow
            back[:n, step] = come = sums.argmax(axis=2)
            best[:n] = np.take_along_axis(sums, come[:, :, None], 2)[:, :, 0] + scores[:n, step]
        paths = []
        for row, length, last in zip(back, lengths.tolist(), (best + self._last).argmax(axis=1).tolist(), strict=True):
            path = [last]
            for step in range(length - 1, 0, -1):
                path.append(int(row[step, path[-1]]))
            paths.append(path[::-1])
        return paths


class _Direction:
    """One direction of an LSTM layer."""

    def __init__(self, weights: Mapping[str, Array], name: str) -> None:
        self._enter, self._recur = (weights[f"lstm.weight_{kind}_{name}"].T.copy() for kind in ("ih", "hh"))
        self._bias = weights[f"lstm.bias_ih_{name}"] + weights[f"lstm.bias_hh_{name}"]

    def run(self, x: Array, lengths: npt.NDArray[np.int64]) -> Array:
        """The hidden states, shape (rows, length, size); zero behind a row's end. Rows are sorted by length, longest first."""
        size = self._recur.shape[0]
        gates = x @ self._enter + self._bias
        hidden, cell = np.zeros((2, len(x), size), np.float32)
        states = np.zeros((len(x), x.shape[1], size), np.float32)
        for step in range(x.shape[1]):
            n = int((lengths > step).sum())
            now = gates[:n, step] + hidden[:n] @ self._recur
            open_ = 1 / (1 + np.exp(-np.clip(now, -80, 80)))
            cell[:n] = open_[:, size : 2 * size] * cell[:n] + open_[:, :size] * np.tanh(now[:, 2 * size : 3 * size])
            hidden[:n] = open_[:, 3 * size :] * np.tanh(cell[:n])
            states[:n, step] = hidden[:n]
        return states
