"""Text that lost bytes on its way through GBK, restored where the bytes that are left determine it.

Mirror sites insert ``(reading)`` into GBK bytes without regard to the borders of characters. Where the two bytes before
it belong to two characters, the second one is torn: in 因為 = ``D2F2 9EE9`` the middle bytes ``F29E`` are 驗, and the page
becomes ``D2F2 9E(yàn)E9…``. A decoder shows ``9E`` with the bracket as ``?`` and reads everything after it shifted by one
byte: 因?yàn)橹忻揽… for 因為中美科…, until an ASCII byte ends the run. The same shift without a reading follows a torn
``?`` before a full-width mark (``A3xx``), and shows where it ends: in M(jìn) the M is the second byte of 進 (``DF4D``).

A *run* is the two-byte characters between two ASCII characters. It is realigned by putting the lost byte before its bytes
and decoding again. The byte is known when a reading stands at the tear (it completes a character of that reading) and
otherwise taken as unknown, which costs one character. A realigned run is accepted when its characters are common ones and
more so than those shown, and its brackets have their partners on the line; so clean text behind a question mark is never
touched. What cannot be restored is left as it is and reported, up to where the shift ends.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from xinwen.text.alignment import Edit
from xinwen.text.gbk import bytes_of, leads_of, realigned, spells
from xinwen.text.mojibake import Repair, Span, is_known, misread_runs, share_of_common, without_debris
from xinwen.text.pinyin import gloss_of
from xinwen.text.script import is_ambiguous, to_simplified, to_traditional
from xinwen.text.tears import READING, TRAIL, Page, is_reading, may_be_torn, page_of, tears_of

_LONGEST = 400
_RUN = re.compile(rf"[^\x00-\x7f\ufffd]{{0,{_LONGEST}}}")
_GARBLED = re.compile(rf"[^\x00-\x3e@-\x7f]{{0,{_LONGEST}}}")
# What ends a run: a letter that is a second byte, before it perhaps a reading that the shown character drew in; a tear.
_TAIL = re.compile(
    rf"(?P<trail>[@-~])(?=\((?P<known>{READING})\))|[?\ufffd]\(?(?P<reading>{READING}) ?\)"
    rf"|(?:\((?P<drawn>{READING})\))?(?P<letter>[@-~])(?![a-z])"
)
# What belongs to a run that stays unreadable: the second byte of its last character, and the reading there.
_REST = re.compile(rf"\??(?:{READING} ?\)|[@-~](?![A-Za-z])(?:\({READING}\))?)?")
_LATIN = re.compile("[A-Za-z]")
_PARTNERS = tuple(zip("《〈「『【（", "》〉」』】）", strict=True))
_LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]*")
# An annotated character right before the tear: the last byte before the tear is its own.
_GLOSSED = re.compile(rf"(?P<character>[^\x00-\x7f])[(（] ?{READING} ?[)）]$")


def find_damage(text: str) -> tuple[list[Edit], list[Span]]:
    """Edits that restore damaged runs, and the spans (before the edits) of what stays unreadable.

    A character that is lost alone keeps its place holder (``?`` or one wrong character) and is reported; U+FFFD goes, and the
    characters beside it are reported.
    """
    torn = _torn(page_of(text)) if may_be_torn(text) else ()
    # What was misread is known by itself and goes before what is guessed of torn runs.
    repairs = _apart([*misread_runs(text), *torn])
    edits = sorted(edit for repair in repairs for edit in repair.edits)
    return without_debris(text, edits, sorted(span for repair in repairs for span in repair.lost))


def _torn(page: Page) -> Iterator[Repair]:
    """Repairs of runs shifted by one byte."""
    done = 0
    for start, reading, end in tears_of(page):
        if start >= done:
            shown = page.text[start] in "?\ufffd"
            repair = _shifted(page, start, reading, end) if shown else _shifted_before(page.text, start, end, done)
            if repair:
                done = repair.end
                yield repair


def _apart(repairs: list[Repair]) -> list[Repair]:
    """``repairs`` without those that overlap an earlier one of the list, in the order of the text."""
    taken: list[Span] = []
    kept = []
    for repair in repairs:
        at = bisect_left(taken, (repair.start, repair.end))
        if (at == 0 or taken[at - 1][1] <= repair.start) and (at == len(taken) or repair.end <= taken[at][0]):
            taken.insert(at, (repair.start, repair.end))
            kept.append(repair)
    return sorted(kept, key=lambda repair: repair.start)


def _shifted(page: Page, start: int, reading: str, end: int) -> Repair | None:
    """The repair of a run behind a torn ``?``."""
    text = page.text
    glossed = _GLOSSED.search(text, max(start - 12, 0), start)
    before = bytes_of(glossed["character"] if glossed else text[start - 1 : start])
    shown = _RUN.match(text, end).group()  # type: ignore[union-attr]
    body = bytes_of(shown)
    shown = shown[: len(body) // 2]
    if not reading:
        return _without_lead(page, start, end, shown, body)
    leads = leads_of(before[-1], reading) if len(before) == 2 else []
    for lead in leads:
        data = lead + body
        tail = _tail(page, end + len(shown), data[-1:])
        restored, lost = realigned(data, tail.trail) if tail.possible else ("", True)
        stop = end + len(shown)
        better = restored and (not lost or shown) and _is_better(restored, shown + tail.shown)
        if better and _is_paired(text, start, restored, stop):
            return _replaced(text, start, stop, restored, lost, tail)
    if leads or len(before) != 2:
        broken = share_of_common(shown) < 0.8 or text.startswith(("?", "\ufffd"), end + len(shown))
        garbled = _REST.match(text, _GARBLED.match(text, end).end()).end() if broken else end  # type: ignore[union-attr]
        return Repair((), ((start, garbled),), garbled)
    return _without_run(page, start, reading, end)


class _Tail(NamedTuple):
    """The ASCII behind a run.

    Attributes:
        shown: the ASCII.
        trail: the byte it gives to the last character of the run.
        certain: a reading behind it confirms that; possible: no reading behind it speaks against it.
    """

    shown: str = ""
    trail: bytes = b""
    certain: bool = False
    possible: bool = True


def _tail(page: Page, at: int, lead: bytes) -> _Tail:
    match = _TAIL.match(page.text, at)
    if not match or not lead or (match["drawn"] and not _is_drawn(page.text[at - 1], match["drawn"])):
        return _Tail()
    if match["reading"]:
        trail = _trail(lead, match["reading"], page) if is_reading(match["reading"], page) else b""
        return _Tail(match.group(), trail, certain=True) if trail else _Tail()
    trail = (match["trail"] or match["letter"]).encode()
    certain = match["trail"] is not None and spells(lead + trail, match["known"])
    return _Tail(match.group(), trail, certain=certain, possible=certain or match["trail"] is None)


def _is_drawn(character: str, reading: str) -> bool:
    gloss = gloss_of(f"{character}({reading})")
    return gloss is not None and gloss.verified


def _trail(lead: bytes, reading: str, page: Page) -> bytes:
    """The byte that completes ``lead`` to a character of this reading, if the page or the script leaves one only."""
    found = {(lead + trail).decode("gbk"): trail for trail in leads_of(lead[0], reading)}
    annotated = found.keys() & page.spelled.get(reading, set())
    chosen = annotated or {c for c in found if to_simplified(c) != c} or found.keys()
    return found[min(chosen)] if len(set(map(to_simplified, chosen))) == 1 else b""


def _without_lead(page: Page, start: int, end: int, shown: str, body: bytes) -> Repair | None:
    """The repair of a run whose first byte is unknown: its first character stays lost.

    With no reading at its end a run must be long, better by far, and on a page with readings.
    """
    tail = _tail(page, end + len(shown), body[-1:])
    if not body or not (tail.certain or (len(shown) > 2 and page.spelled and tail.possible)):
        return None
    restored, lost = realigned(body[1:], tail.trail)
    after = shown + tail.shown
    stop = end + len(after)
    if not restored or lost or not _is_better(restored, after, margin=0 if tail.certain else 0.3):
        return None
    if not _is_paired(page.text, start, restored, stop):
        return None
    return Repair((Edit(end, stop, restored),), ((start, end),), stop)


def _without_run(page: Page, start: int, reading: str, end: int) -> Repair:
    """The repair of a single torn character: the only one that the page annotates with this reading, if there is one."""
    annotated = page.spelled.get(reading, set())
    if len(annotated) == 1:
        return Repair((Edit(start, end, min(annotated)),), (), end)
    torn = TRAIL.match(page.text, end)
    end = torn.end() if torn else end
    return Repair((), ((start, end),), end)


def _replaced(text: str, start: int, run_end: int, restored: str, lost: bool, tail: _Tail) -> Repair:
    """The repair that writes ``restored`` over a tear and its run; a lost last character keeps the last one shown."""
    if lost:
        end = _REST.match(text, run_end).end()  # type: ignore[union-attr]
        return Repair((Edit(start, run_end - 1, restored),), ((run_end - 1, end),), end)
    end = run_end + len(tail.shown)
    return Repair((Edit(start, end, restored),), (), end)


def _shifted_before(text: str, start: int, end: int, done: int) -> Repair | None:
    """The repair of a run that ends in a letter with a reading, when its tear is not to be seen."""
    annotated = TRAIL.match(text, start)
    if not annotated:
        return None
    if _LATIN.match(text, annotated.end()):
        return _word_again(text, start, annotated)
    first = start
    while first > max(done, start - _LONGEST) and len(bytes_of(text[first - 1])) == 2:
        first -= 1
    shown = text[first:start]
    body = bytes_of(shown)
    last = body[-1:] + text[start].encode()
    if not shown or len(body) != 2 * len(shown) or not spells(last, annotated["reading"]):
        return None
    restored = last.decode("gbk")
    for at in range(len(body) - 3, -1, -2):
        character, _ = realigned(body[at : at + 2])
        if not character or not is_known(character):
            break
        restored = character + restored
    edge = start - len(restored)
    return Repair((Edit(edge + 1, end, restored),), ((edge, edge + 1),), end)


def _word_again(text: str, start: int, annotated: re.Match[str]) -> Repair | None:
    """The repair of a Latin word that drew a reading in, its first letter taken for the second byte of a character."""
    drawn = spells(bytes_of(text[start - 1])[-1:] + text[start].encode(), annotated["reading"])
    return Repair((Edit(start + 1, annotated.end()),), (), annotated.end()) if drawn else None


def _is_paired(text: str, start: int, restored: str, end: int) -> bool:
    """Whether the brackets in what was restored over ``text[start:end]`` have their partners on the line."""
    used = [(opening, closing) for opening, closing in _PARTNERS if opening in restored or closing in restored]
    if not used:
        return True
    before = _LINE.match(text[max(start - _LONGEST, 0) : start][::-1]).group()[::-1]  # type: ignore[union-attr]
    after = _LINE.match(text, end, end + _LONGEST).group()  # type: ignore[union-attr]
    line = before + restored + after
    return all(line.count(opening) == line.count(closing) for opening, closing in used)


def _is_better(restored: str, shown: str, margin: float = 0) -> bool:
    """Whether ``restored`` reads like Chinese of one script, and more so than ``shown``; rare characters pass in long runs only."""
    new = share_of_common(restored)
    if new <= (0.95 if len(restored) > 20 else 0.99) or new <= share_of_common(shown) + margin:
        return False
    traditional = any(to_simplified(c) != c for c in restored)
    return not (traditional and any(to_traditional(c) != c and not is_ambiguous(c) for c in restored))
