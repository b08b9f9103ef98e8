"""brat's standoff files, read only: ``name.txt`` with ``name.ann`` beside it.

Text-bound annotations (T), binary relations (R) and attributes (A, M) are taken; discontinuous spans are not, nor are events,
equivalences, normalisations and notes: each is listed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from xinwen.errors import XinwenError
from xinwen.formats.admission import Candidate, Link, Row, admit, layer, refuse_surrogates
from xinwen.formats.document import Loaded, TaggedSpan, TaggedText
from xinwen.formats.format import Format
from xinwen.formats.offsets import Convention, Sample, judge, resolve

_LINE = "Write it as brat does: key, tab, type and offsets, tab, surface."


@dataclass(slots=True)
class Standoff:
    """The lines of one ``.ann`` file, sorted."""

    name: str
    text: str
    bounds: list[tuple[str, str, Sample, str]] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    attributes: dict[str, list[tuple[str, str]]] = field(default_factory=dict)


def load(files: Mapping[str, str], *, offsets: Convention | None = None, trim_edges: bool = False) -> Loaded:
    """Read pairs of ``.txt`` and ``.ann``.

    Args:
        files: file name to content.
        offsets: what the files count; None lets their spans decide.
        trim_edges: leave blanks at the edges of a span outside it, instead of refusing the span.
    """
    problems: list[XinwenError] = []
    pairs = []
    for name in sorted({n.rpartition(".")[0] for n in files if n.endswith((".txt", ".ann"))}):
        text, ann = files.get(f"{name}.txt"), files.get(f"{name}.ann")
        if text is None or ann is None:
            problems.append(_unpaired(name, text is None))
            continue
        half = refuse_surrogates(text, f"{name}.txt")
        if half:
            problems.append(half)
            continue
        pairs.append(_standoff(name, text, ann, problems))
    verdict = judge(bound[2] for pair in pairs for bound in pair.bounds)
    texts: list[TaggedText] = []
    for pair in pairs:
        tagged, refused = admit(_row(pair, offsets or verdict.convention, problems), trim=trim_edges)
        texts.append(tagged)
        problems += refused
    return Loaded(tuple(texts), tuple(problems), (f"offsets {offsets or verdict.convention or 'in doubt'}: {verdict.evidence}",))


def _unpaired(name: str, no_text: bool) -> XinwenError:
    if no_text:
        return XinwenError("format-unpaired", "There is no text beside it.", place=f"{name}.ann", remedy=f"Add {name}.txt.")
    remedy = "Leave it out; a text without any name has an empty .ann file."
    return XinwenError("format-unlabelled", "There is no .ann file beside it.", place=f"{name}.txt", remedy=remedy)


def _standoff(name: str, text: str, ann: str, problems: list[XinwenError]) -> Standoff:
    standoff = Standoff(name, text)
    for number, line in enumerate(ann.split("\n"), 1):
        if line.strip():
            try:
                _line(standoff, line.removesuffix("\r"), f"{name}.ann:{number}")
            except XinwenError as problem:
                problems.append(problem)
            except (ValueError, IndexError):
                message = f"The line cannot be read: {line!r}."
                problems.append(XinwenError("format-line", message, place=f"{name}.ann:{number}", remedy=_LINE))
    return standoff


def _line(standoff: Standoff, line: str, place: str) -> None:
    key, _, rest = line.partition("\t")
    kind = key[:1]
    if kind == "T":
        head, _, surface = rest.partition("\t")
        label, _, span = head.partition(" ")
        if ";" in span:
            message = f"{key} {label} is discontinuous ({span})."
            raise XinwenError("format-discontinuous", message, place=place, remedy="Label one stretch of text.")
        start, end = span.split(" ")
        standoff.bounds.append((key, label, _sample(standoff.text, int(start), int(end), surface), place))
    elif kind == "R":
        label, head, tail = rest.split("\t")[0].split(" ")
        standoff.links.append(Link(head.partition(":")[2], tail.partition(":")[2], label, place))
    elif kind in ("A", "M"):
        name, target, *value = rest.split(" ", 2)
        standoff.attributes.setdefault(target, []).append((name, value[0] if value else "yes"))
    else:
        message = f"Lines of the kind {kind!r} are not taken: {line!r}."
        raise XinwenError("format-kind", message, place=place, remedy="Take it out; T, R, A and M lines are taken.")


def _sample(text: str, start: int, end: int, surface: str) -> Sample:
    """brat writes a line break inside a span as a blank; the surface is given the text's own where that is all that differs."""
    for convention in ("code-point", "utf-16"):
        span = resolve(Sample(text, start, end), convention)
        if span and text[slice(*span)].replace("\n", " ") == surface:
            return Sample(text, start, end, text[slice(*span)])
    return Sample(text, start, end, surface)


def _row(pair: Standoff, convention: Convention | None, problems: list[XinwenError]) -> Row:
    candidates = []
    for key, label, sample, place in pair.bounds:
        span = resolve(sample, convention)
        if span is None:
            message = f"{label} [{sample.start}, {sample.end}) can be read as code points and as UTF-16 offsets."
            problems.append(XinwenError("format-offsets", message, place=place, remedy="Say which it is."))
            continue
        tagged = TaggedSpan(*span, label, layer(label), tuple(sorted(pair.attributes.pop(key, ()))))
        candidates.append(Candidate(tagged, key, place, sample.surface))
    for target, pairs in pair.attributes.items():
        message = f"The attributes {', '.join(name for name, _ in pairs)} belong to {target}, which is not taken."
        remedy = f"Mend the line of {target}, or take its attributes out."
        problems.append(XinwenError("format-attribute", message, place=f"{pair.name}.ann", remedy=remedy))
    return Row(pair.name, pair.text, candidates, pair.links)


FORMAT = Format(
    name="brat",
    suffixes=(".txt", ".ann"),
    load=load,
    dump=None,
    holds=frozenset({"nesting", "attributes", "relations"}),
    loses="Discontinuous spans, events, equivalences, normalisations and notes are listed, not taken. Read only.",
    folder=True,
)
