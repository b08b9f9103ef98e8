"""Turn the names that passes propose (`?name`) into entries of the register, for somebody to read before they are committed.

    python scripts/propose_names.py            # print what would be added
    python scripts/propose_names.py --write    # add it to annotations/names.jsonl

The adjudicated labels of an article are read where there are any, else its hand passes. Proposals of one type that share a surface
are one name. Where a surface leads to one entry of the type already, the others become aliases of it; else the name becomes an
entry, with its surfaces as aliases, and a note where the article's front matter lists it as invented. Compile the forms and
adjudicate again afterwards.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path

import yaml
from pypinyin import Style, lazy_pinyin

from xinwen.passes.store import ADJUDICATED, read_passes
from xinwen.records import Name
from xinwen.register import PROPOSED, Register, read_register, surfaces
from xinwen.scheme import full_type, split_type

ROOT = Path(__file__).resolve().parents[1]
REGISTER = ROOT / "annotations" / "names.jsonl"

_HAN = re.compile(r"[\u4e00-\u9fff]")
#: Surfaces that say too little to be an alias: figures, a bare version (X9, 8000), one letter or character.
_BARE = re.compile(r"[A-Za-z]{0,2}[\d.]+[A-Za-z]{0,2}|.")

Proposals = dict[str, Counter[tuple[str, str]]]


def proposals() -> Proposals:
    """For each proposed name how often it stands with which surface and full type."""
    passes = [one for one in read_passes(ROOT / "annotations") if one.info.label_source == "hand"]
    adjudicated = {one.article_id for one in passes if one.info.name == ADJUDICATED}
    found: Proposals = defaultdict(Counter)
    for one in passes:
        if one.info.name == ADJUDICATED or one.article_id not in adjudicated:
            for entity in (entity for labels in one.sentences for entity in labels.entities):
                if entity.name_id and entity.name_id.startswith(PROPOSED):
                    name = entity.name_id.removeprefix(PROPOSED)
                    found[name][entity.text, full_type(entity.type, entity.fine_type)] += 1
    return found


def invented() -> str:
    """What the articles' front matter lists as invented, as one text."""
    fronts = (path.read_text("utf-8").split("---\n", 2)[1] for path in sorted((ROOT / "seeds" / "synthetic").glob("syn-*.md")))
    return "\n".join(str(line) for front in fronts for line in yaml.safe_load(front).get("invented") or ())


def slug(name: str, taken: set[str]) -> str:
    """A Latin id that no other entry has: the name itself, Chinese by its readings."""
    words = lazy_pinyin(name, style=Style.NORMAL, errors=lambda rest: list(rest.split()))
    made = re.sub(r"[^a-z0-9.]+", "-", "-".join(words).lower()).strip("-.") or "name"
    number = next(n for n in range(1, 100) if (made if n == 1 else f"{made}-{n}") not in taken)
    return made if number == 1 else f"{made}-{number}"


def aliases(name: str, counts: Counter[tuple[str, str]], register: Register) -> tuple[str, ...]:
    """The surfaces that may stand for the name wherever they occur: not those that another entry has."""
    found = {surface for surface, _ in counts if surface != name and not _BARE.fullmatch(surface)}
    return tuple(sorted(surface for surface in found if not register.candidates(surface)))


def grouped(found: Proposals) -> Iterator[tuple[str, Counter[tuple[str, str]]]]:
    """Proposals that share a surface of one type as one, under the name that stands most often."""
    groups: list[tuple[Counter[str], Counter[tuple[str, str]]]] = []
    for name, counts in sorted(found.items()):
        names = Counter({name: counts.total()})
        for other in [group for group in groups if group[1].keys() & counts.keys()]:
            groups.remove(other)
            names, counts = names + other[0], counts + other[1]
        groups.append((names, counts))
    for names, counts in groups:
        first, *others = (name for name, _ in names.most_common())
        type = main_type(counts)
        yield first, counts + Counter({(name, type): 1 for name in others})


def main_type(counts: Counter[tuple[str, str]]) -> str:
    """The full type that a name has most often."""
    return Counter(type for _, type in counts.elements()).most_common(1)[0][0]


def known(register: Register, counts: Counter[tuple[str, str]]) -> Name | None:
    """The one entry that surfaces lead to already."""
    entries = {entry for surface, type in counts if len(surface) > 1 and (entry := register.resolve(surface, type))}
    return entries.pop() if len(entries) == 1 else None


def entries() -> Iterator[Name]:
    """The new entries, and the old ones with a further alias."""
    register = Register(read_register(REGISTER))
    taken, fiction = set(register.by_id), invented()
    for name, counts in grouped(proposals()):
        entry = known(register, counts)
        if entry:
            more = {name, *aliases(name, counts, register)} - set(surfaces(entry))
            yield replace(entry, aliases=(*entry.aliases, *sorted(more)))
            continue
        type, fine = split_type(main_type(counts))
        id = slug(name, taken)
        taken.add(id)
        chinese = bool(_HAN.search(name))
        note = "invented for the data set" if name in fiction else None
        yield Name(id, type, fine, name if chinese else None, None if chinese else name, aliases(name, counts, register), note)


def main() -> None:
    """Print the entries, or write the register with them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--write", action="store_true", help="write the register")
    write = parser.parse_args().write
    made = {name.name_id: name for name in entries()}
    if not write:
        print("\n".join(json.dumps(asdict(name), ensure_ascii=False) for name in made.values()))
        return
    merged = {name.name_id: name for name in read_register(REGISTER)} | made
    lines = (json.dumps(asdict(merged[id]), ensure_ascii=False) for id in sorted(merged))
    REGISTER.write_text("".join(f"{line}\n" for line in lines), "utf-8", newline="\n")


if __name__ == "__main__":
    main()
