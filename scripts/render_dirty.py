"""Make dirty files of clean articles, with the truth beside them: what in them is content, what is noise of which kind.

    python scripts/render_dirty.py [FOLDER]

The default folder is tests/fixtures/dirty. Every article in ``MATRIX`` is rendered in some kinds of noise, each kind after what
real pages show (injected pinyin, torn GBK, page furniture, Hugo Markdown …). All choices are drawn from a seed that depends on
the article and the kind only: the same articles give the same bytes. The noise is made in dirty_noise.py; what is put around the
articles stands in render_dirty.toml. The truth has the format of ``xinwen.bench.renderings``.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from dirty_noise import Pieces, annotated, content, converted, invisible, joined, noise, torn, unencodable, widths
from xinwen.bench.renderings import MARKUP, TRUTH_SUFFIX, Piece, Rendering, write_rendering

ROOT = Path(__file__).resolve().parents[1]
ARTICLES = ROOT / "seeds" / "synthetic"
FOLDER = ROOT / "tests" / "fixtures" / "dirty"
DATA: dict[str, Any] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))

#: Articles of different genres, all of the train split, and the kinds of noise that each is rendered in.
MATRIX = {
    "syn-0001": ("clean", "pinyin with blanks", "markdown", "invisible", "widths and blanks", "mirror"),
    "syn-0005": ("clean", "pinyin", "html", "markdown", "widths and blanks", "invisible"),
    "syn-0013": ("traditional", "torn gb18030", "furniture", "contacts", "pinyin without tones"),
    "syn-0014": ("traditional", "big5", "torn gb18030", "mirror", "pinyin with blanks", "html"),
    "syn-0020": ("torn gb18030", "pinyin", "furniture", "markdown", "invisible", "widths and blanks"),
    "syn-0021": ("torn gb18030", "pinyin without tones", "html", "contacts", "big5"),
}

_BLOCK = re.compile(r"(?P<sign>## |- |> ?|)(?P<text>.*)")
_SIGNS = {"## ": "heading", "- ": "item", "": "body"}


class Block(NamedTuple):
    """A paragraph of an article: heading, item, quote or body."""

    kind: str
    text: str


def read_article(article_id: str) -> list[Block]:
    """The title and the paragraphs of an article, without their Markdown."""
    _, front, body = (ARTICLES / f"{article_id}.md").read_text("utf-8").split("---\n", 2)
    title = re.search(r'^title: "(.*)"$', front, re.M)
    assert title, f"{article_id} has no title"
    blocks = [Block("title", title[1])]
    for line in filter(None, map(str.strip, body.split("\n"))):
        found = _BLOCK.fullmatch(line)
        assert found and not re.search(r"[*`\[\]<]|^#", found["text"]), f"{article_id}: Markdown that is not provided for: {line}"
        if found["text"]:
            blocks.append(Block(_SIGNS.get(found["sign"], "quote"), found["text"]))
    return blocks


def paragraphs(blocks: Iterable[Block]) -> Pieces:
    """A plain-text page: a paragraph a line, an empty line between."""
    return [content(block.text + "\n\n") for block in blocks]


# Pages.


def lines_of(entries: Iterable[dict[str, Any]]) -> Pieces:
    """Lines of furniture on a plain-text page."""
    return [noise(line + "\n", entry["kind"]) for entry in entries for line in entry["lines"]]


def spread(pieces: Pieces, inserts: Pieces, rng: Random, first: int = 2) -> Pieces:
    """``inserts`` between the paragraphs, in order, none before paragraph number ``first`` or after the last one."""
    places = sorted(rng.sample(range(first, len(pieces)), len(inserts)))
    done = list(pieces)
    for place, insert in sorted(zip(places, inserts, strict=True), key=lambda pair: -pair[0]):
        done.insert(place, insert)
    return done


def fragment(html: str, kind: str) -> Pieces:
    """The pieces of a stretch of HTML: tags, and text of a kind of noise."""
    parts = re.split(r"(<[^<>]*>|\s*\n\s*)", html)
    return [noise(part, MARKUP if part.isspace() or part.startswith("<") else kind) for part in parts if part]


def html_page(blocks: list[Block], rng: Random) -> Pieces:
    """A news page with all that stands around an article, indents, character references and inline tags."""
    parts = {name: [fragment(entry["html"], entry["kind"]) for entry in entries] for name, entries in DATA["html"].items()}
    title = blocks[0].text
    head = f'<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="gb2312"><title>{title}_芯闻网</title></head>\n<body>\n'
    page = [noise(head, MARKUP), *chain(*parts["before"]), noise('<div class="article">\n<h1>', MARKUP), content(title)]
    page += [noise('</h1>\n<div class="content">\n', MARKUP)]
    inserts = dict(zip(sorted(rng.sample(range(3, len(blocks) - 1), len(parts["middle"]))), parts["middle"], strict=True))
    for n, block in enumerate(blocks[1:], 1):
        opening, closing = _tags(blocks, n)
        page += [noise(opening, MARKUP), *([noise("&nbsp;&nbsp;", "indent")] if block.kind == "body" else [])]
        page += [*_inline(block.text, rng), noise(closing, MARKUP)]
        page += inserts.get(n, []) if not closing.endswith("</li>\n") else []
    page += [*chain(*parts["after"]), noise("</div>\n</div>\n", MARKUP), *chain(*parts["side"])]
    return [*page, noise("</body></html>\n", MARKUP)]


def _tags(blocks: list[Block], n: int) -> tuple[str, str]:
    """What opens and what closes a paragraph; the first and the last item of a list open and close the list too."""
    tag = {"heading": "h2", "item": "li", "quote": "blockquote", "body": "p"}[blocks[n].kind]
    item = tag == "li"
    first = item and blocks[n - 1].kind != "item"
    last = item and (n + 1 == len(blocks) or blocks[n + 1].kind != "item")
    return ("<ul>\n" if first else "") + f"<{tag}>", f"</{tag}>\n" + ("</ul>\n" if last else "")


def _inline(text: str, rng: Random) -> Iterator[Piece]:
    """Text with character references, and some words in bold or linked."""
    for part in re.split(r"([“”&])", text):
        if part in ("“", "”", "&"):
            yield Piece({"“": "&ldquo;", "”": "&rdquo;", "&": "&amp;"}[part], part, "character reference")
        elif len(part) > 12 and rng.random() < 0.3:
            start = rng.randrange(len(part) - 6)
            opening, closing = rng.choice((("<strong>", "</strong>"), ('<a href="/tag/1">', "</a>")))
            yield from (content(part[:start]), noise(opening, MARKUP), content(part[start : start + 4]), noise(closing, MARKUP))
            yield content(part[start + 4 :])
        else:
            yield content(part)


def markdown_page(blocks: list[Block], rng: Random) -> Pieces:
    """A Hugo page: front matter, shortcodes, images, links, bold in the wrong places, a footnote, the link to the source."""
    title = blocks[0].text
    front = f'---\ntitle: "{title}"\n{DATA["markdown"]["front"]}\n---\n\n'
    signs = {"title": "# ", "heading": "## ", "item": "* ", "quote": "> ", "body": ""}
    page = [[noise(signs[b.kind], "markdown"), *_marked(b, rng), content("\n\n")] for b in blocks]
    page[-1][0] = noise("[^1]: ", "markdown")
    page[-2].insert(-1, noise("[^1]", "markdown"))
    inserts = [[noise(line, "markdown"), content("\n\n")] for line in DATA["markdown"]["middle"]]
    for place, insert in sorted(zip(rng.sample(range(3, len(page) - 1), len(inserts)), inserts, strict=True), key=lambda x: -x[0]):
        page.insert(place, insert)
    return [noise(front, "front matter"), *chain(*page), noise(DATA["markdown"]["after"] + "\n", "markdown")]


def _marked(block: Block, rng: Random) -> Iterator[Piece]:
    """A paragraph with inline Markdown: bold up to and behind a full stop, links, escapes."""
    is_bold = block.kind == "body" and rng.random() < 0.4
    bold, *rest = re.split(r"(?<=[。，])", block.text, maxsplit=1) if is_bold else ("", block.text)
    if len(bold) > 2:
        yield from (noise("**", "markdown"), content(bold[:-1]), noise("****", "markdown"))
        yield from (content(bold[-1]), noise("**", "markdown"))
    else:
        yield content(bold)
    for part in re.split(r"([-+_~])", "".join(rest)):
        if re.fullmatch(r"[-+_~]", part):
            yield from (noise("\\", "markdown"), content(part))
        elif len(part) > 16 and block.kind != "title" and rng.random() < 0.4:
            start = rng.randrange(len(part) - 8)
            address = f"](https://example.com/wiki/{rng.randrange(1000)})"
            yield from (content(part[:start]), noise("[", "markdown"), content(part[start : start + 5]), noise(address, "markdown"))
            yield content(part[start + 5 :])
        else:
            yield content(part)


def furnished(blocks: list[Block], rng: Random) -> Pieces:
    """A page copied with all that stands on it."""
    text = DATA["text"]
    return [*lines_of(text["before"]), *spread(paragraphs(blocks), lines_of(text["middle"]), rng), *lines_of(text["after"])]


def with_contacts(blocks: list[Block], rng: Random) -> Pieces:
    """A page with lines that ask the reader to get in touch."""
    lines = DATA["contacts"]
    before, middle, after = ([noise(f"{line}\n", "contact data") for line in lines[at]] for at in ("before", "middle", "after"))
    return [*before, *spread(paragraphs(blocks), middle, rng), *after]


def mirror(blocks: list[Block], rng: Random) -> Pieces:
    """A cloaking mirror: Traditional with readings, the title in Simplified too, lines of keywords in both scripts, hidden tags.

    The title is said to be content where it stands undamaged; the converted one is its repetition.
    """
    page = annotated(converted(paragraphs(blocks), "s2t"), rng)
    size = next(n for n, piece in enumerate(page, 1) if piece.raw.endswith("\n"))
    again = noise("".join(piece.raw for piece in page[:size]), "repeated title")
    before, after = ([noise(f"{line}\n", "spam") for line in DATA["mirror"][key]] for key in ("before", "after"))
    return [content(f"{blocks[0].text}\n"), *before, again, *page[size:], *after]


class Kind(NamedTuple):
    """How a kind of noise is made: suffix and encoding of the file, and the page."""

    suffix: str
    encoding: str
    make: Callable[[list[Block], Random], Pieces]


KINDS = {
    "clean": Kind("txt", "utf-8", lambda b, rng: paragraphs(b)),
    "traditional": Kind("txt", "utf-8", lambda b, rng: converted(paragraphs(b), "s2tw")),
    "pinyin": Kind("txt", "utf-8", lambda b, rng: annotated(converted(paragraphs(b), "s2t"), rng)),
    "pinyin with blanks": Kind("txt", "utf-8", lambda b, rng: annotated(converted(paragraphs(b), "s2t"), rng, blanks=True)),
    "pinyin without tones": Kind("txt", "utf-8", lambda b, rng: annotated(paragraphs(b), rng, toned=False, share=0.15)),
    "big5": Kind("txt", "cp950", lambda b, rng: unencodable(converted(paragraphs(b), "s2tw"), "cp950")),
    "torn gb18030": Kind("txt", "gb18030", lambda b, rng: torn(converted(paragraphs(b), "s2t"), rng)),
    "html": Kind("html", "utf-8", html_page),
    "markdown": Kind("md", "utf-8", markdown_page),
    "widths and blanks": Kind("txt", "utf-8", lambda b, rng: widths(paragraphs(b), rng)),
    "invisible": Kind("txt", "utf-8", lambda b, rng: invisible(paragraphs(b), rng)),
    "furniture": Kind("txt", "utf-8", furnished),
    "contacts": Kind("txt", "utf-8", with_contacts),
    "mirror": Kind("txt", "utf-8", mirror),
}


def render(article_id: str, kind: str) -> Rendering:
    """One rendering."""
    suffix, encoding, make = KINDS[kind]
    blocks = read_article(article_id)
    pieces = joined(make(blocks, Random(f"{article_id} {kind}")))
    text = "".join(piece.raw for piece in pieces)
    name = f"{article_id}.{kind.replace(' ', '-')}.{suffix}"
    return Rendering(name, kind, encoding, article_id, text.encode(encoding), tuple(pieces))


def main(folder: Path = FOLDER) -> None:
    """Write every rendering of the matrix to ``folder``; files of an earlier run go."""
    folder.mkdir(parents=True, exist_ok=True)
    for truth in folder.glob(f"*{TRUTH_SUFFIX}"):
        truth.with_name(truth.name.removesuffix(TRUTH_SUFFIX)).unlink(missing_ok=True)
        truth.unlink()
    for article_id, kinds in MATRIX.items():
        for kind in kinds:
            write_rendering(folder, render(article_id, kind))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:2]))
