"""The entries of a phase: what was asked, its limits, what was recorded, by whom and when; and everything before that.

Under an entry stand, on sunken ground, the attempts in their order and each earlier value, struck through, with the
reason for its correction (21 CFR 11.10(e): never obscure the earlier entry). What was changed after entry has a mark
in the margin and the words beside it (Annex 11 8.2).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ebr.reports.document import Attempt, Earlier, Entries, Entry
from ebr.reports.pdf.flow import Box, Piece, slices
from ebr.reports.pdf.paper import BODY, EDGE, INK, INK2, INK3, LINE, NORMAL, SMALL, STRONG, SUNKEN, TEXT, TINY
from ebr.reports.pdf.strip import Strip, mark_words, tone_face, tone_ink
from ebr.words import tr

NAME: Final = 38.0
LIMITS: Final = 206.0
VALUE: Final = 296.0
WHO: Final = 394.0
SPACE: Final = 8.0
TALL: Final = 300.0


def entries(block: Entries) -> Iterator[Piece]:
    """Yield the head and every entry with what belongs to it."""
    head = _head()
    yield head
    for row in block.rows:
        yield from _entry(row, head)


def _head() -> Piece:
    strip = Strip(0.0, BODY)
    for x, room, words in (
        (0.0, LIMITS, tr("Entry")),
        (LIMITS, VALUE - LIMITS, tr("Limits")),
        (VALUE, WHO - VALUE, tr("Recorded")),
        (WHO, BODY - WHO, tr("By and when")),
    ):
        strip.text(x, 2, words, room - SPACE, STRONG, TINY, INK2)
    strip.rule(13.0, 0.8, EDGE)
    return strip.piece(13.0, 5.0, keep=True)


def _entry(row: Entry, head: Piece) -> Iterator[Piece]:
    following = [*(_attempt(index, one, head) for index, one in enumerate(row.attempts, 1))]
    following += [_earlier(one, head) for one in row.earlier]
    strip = Strip(0.0, BODY)
    top = 4.0
    strip.text(0, top + 1.2, row.number, NAME - 4, TEXT, SMALL, INK3)
    strip.text(NAME, top, row.label, LIMITS - NAME - SPACE, TEXT, NORMAL)
    strip.text(LIMITS, top + 0.8, row.limits, VALUE - LIMITS - SPACE, TEXT, NORMAL - 0.8, INK2)
    face = STRONG if tone_face(row.tone) == TEXT and row.tone != "quiet" else tone_face(row.tone)
    strip.text(VALUE, top, row.value, WHO - VALUE - SPACE, face, NORMAL, tone_ink(row.tone))
    _notes(strip, row, strip.bottom)
    _who(strip, top, row.by, row.at, row.recorded_by)
    strip.margin(row.marks, top)
    rows = [strip.piece(strip.bottom + 3.6, keep=bool(following), again=head), *following]
    yield from _closed(rows)


def _notes(strip: Strip, row: Entry, low: float) -> None:
    for note in row.notes:
        low = strip.text(NAME, low + 0.6, note, WHO - NAME - SPACE, TEXT, SMALL, INK2)
    strip.text(NAME, low + 0.8, mark_words(row.marks), WHO - NAME - SPACE, STRONG, TINY, INK2)


def _who(strip: Strip, top: float, by: str, at: str, recorded_by: str = "") -> float:
    low = strip.text(WHO, top + 0.8, by, BODY - WHO, TEXT, SMALL, INK)
    low = strip.text(WHO, low, at, BODY - WHO, TEXT, TINY, INK2)
    if recorded_by:
        words = tr("recorded by {name}", name=recorded_by)
        low = strip.text(WHO, low, words, BODY - WHO, TEXT, TINY, INK2)
    return low


def _attempt(index: int, one: Attempt, head: Piece) -> Piece:
    strip = Strip(0.0, BODY)
    strip.shape("attempt", NAME + 5, 3.4, 6.6, INK)
    low = strip.text(NAME + 16, 2.6, tr("Attempt {number}, not accepted", number=str(index)), 140, STRONG, SMALL, INK2)
    strip.text(NAME + 16, low, one.why, VALUE - NAME - 16 - SPACE, TEXT, SMALL, INK2)
    strip.text(VALUE, 2.6, one.value, WHO - VALUE - SPACE, TEXT, NORMAL - 0.6, INK)
    return _below(strip, one.by, one.at, head)


def _earlier(one: Earlier, head: Piece) -> Piece:
    strip = Strip(0.0, BODY)
    strip.shape("changed", NAME + 5, 3.4, 6.6, INK)
    low = strip.text(NAME + 16, 2.6, tr("Earlier value, corrected"), 140, STRONG, SMALL, INK2)
    reason = tr("Reason: {reason}", reason=one.reason)
    strip.text(NAME + 16, low, reason, VALUE - NAME - 16 - SPACE, TEXT, SMALL, INK2)
    strip.text(VALUE, 2.6, one.value, WHO - VALUE - SPACE, TEXT, NORMAL - 0.6, INK, struck=True)
    return _below(strip, one.by, one.at, head)


def _below(strip: Strip, by: str, at: str, head: Piece) -> Piece:
    _who(strip, 1.6, by, at)
    low = strip.bottom + 3.0
    strip.marks[:0] = [Box(NAME, 0.0, BODY - NAME, low - 1.2, SUNKEN)]
    return strip.piece(low, keep=True, again=head)


def _closed(rows: list[Piece]) -> Iterator[Piece]:
    """The rows of one entry: the last may end a page and has a line under it, the tall ones are continued."""
    for index, row in enumerate(rows):
        last = index == len(rows) - 1
        line = Strip(0.0, BODY)
        if last:
            line.rule(row.height, 0.4, LINE)
        whole = Piece(row.height, row.runs, (*row.marks, *line.marks), keep=not last, again=row.again)
        yield from slices(whole if last or row.height < TALL else row, TALL)
