"""Write ``src/xinwen/text/data/contexts.txt``: the words in which OpenCC ``tw2s`` does not convert character by character.

    python scripts/conversion_contexts.py [FILE]

OpenCC converts in two stages, each with a dictionary of phrases and one of characters. A word is listed if a phrase of either stage
may give one of its characters another form than the character has by itself; a word of the second stage is spelled in all ways in
which the first may have met it. Words that hold a listed one, and words in which only 著 differs (zhu.py decides that), are left
out. Run it when the version of OpenCC changes; until then :mod:`xinwen.text.conversion` leaves all text to OpenCC.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import product
from pathlib import Path

import opencc

_PACKAGE = Path(opencc.__file__).parent / "clib"
_FILE = Path(__file__).resolve().parents[1] / "src/xinwen/text/data/contexts.txt"
_HEADER = """\
# Words in which OpenCC tw2s, of the version in the first line, converts otherwise than character by character, one a line.
# Made by scripts/conversion_contexts.py.
OpenCC {version}
"""


def dictionary(name: str) -> dict[str, str]:
    """The first conversion of each entry of one of the dictionaries that OpenCC brings along."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = _PACKAGE / "share/opencc" / f"{name}.ocd2", Path(folder) / "entries.txt"
        command = [_PACKAGE / "bin/opencc_dict", "-i", source, "-o", target, "-f", "ocd2", "-t", "text"]
        subprocess.run(command, check=True)
        entries = (line.split("\t") for line in target.read_text(encoding="utf-8").splitlines())
        return {key: values.split(" ")[0] for key, values in entries}


def contexts() -> Iterator[str]:
    """The words, in any order and with those that hold others."""
    variants, phrases = dictionary("TWVariantsRevPhrases"), dictionary("TSPhrases")
    single = dictionary("TWVariantsRev")
    alone = _alone({*"".join((*variants, *variants.values(), *phrases)), *single})
    # What the first stage may make of a character, what may have become a character there, and what the second makes of it.
    first, origins = defaultdict(set), defaultdict(set)
    for raw in alone:
        first[raw].add(single.get(raw, raw))
    for word, made in variants.items():
        for raw, character in zip(word, made, strict=True):
            first[raw].add(character)
    for raw, made in first.items():
        for character in made:
            origins[character].add(raw)
    second = defaultdict(set)
    for word, made in phrases.items():
        for character, result in zip(word, made, strict=True):
            second[character].add(result)
    for word, made in variants.items():
        results = [second[character] | {alone[character]} for character in made]
        if any(result != {alone[raw]} for raw, result in zip(word, results, strict=True) if raw != "著"):
            yield word
    for word, made in phrases.items():
        for raw in product(*(sorted(origins[character]) for character in word)):
            if any(alone[one] != other for one, other in zip(raw, made, strict=True) if one != "著"):
                yield "".join(raw)


def _alone(characters: set[str]) -> Mapping[str, str]:
    """What OpenCC makes of each character by itself."""
    ordered = sorted(characters)
    return dict(zip(ordered, opencc.OpenCC("tw2s").convert("\n".join(ordered)).split("\n"), strict=True))


def main() -> None:
    """Write the file."""
    shortest: list[str] = []
    for word in sorted(contexts(), key=lambda word: (len(word), word)):
        if not any(other in word for other in shortest):
            shortest.append(word)
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else _FILE
    lines = [_HEADER.format(version=opencc.__version__), *(f"{word}\n" for word in sorted(shortest))]
    target.write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
