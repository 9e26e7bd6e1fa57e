"""Drawing an emergency form: large empty boxes for a pen in a gloved hand, on paper that says on each page what it is.

A box to write in is 12 mm high, a tick box 5 mm wide; captions stand inside at the top left, small, so that what is
written has the room. Each row of boxes is followed by date and time, initials and, where the master asks for one, the
initials of a second person. No page of a form can be mistaken for another's: batch, identity, number of the form and
"page x of y" stand on all of them, and at the foot is where to say whether the page was used.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ebr.reports.document import Document
from ebr.reports.form import Blank, Form, FormEntry, FormStep
from ebr.reports.pdf.blocks import notice
from ebr.reports.pdf.faces import drawable, width
from ebr.reports.pdf.finish import finish
from ebr.reports.pdf.flow import Bookmark, Box, Piece, paginate
from ebr.reports.pdf.frame import HEAD, bands, head
from ebr.reports.pdf.pages import load_faces, painted
from ebr.reports.pdf.paper import (
    BODY,
    CODE,
    EDGE,
    HEIGHT,
    INK,
    INK2,
    LARGE,
    NORMAL,
    SMALL,
    STRONG,
    SUNKEN,
    TEXT,
    TINY,
    WHITE,
)
from ebr.reports.pdf.strip import Strip
from ebr.words import tr

HIGH: Final = 34.0
"""A box to write in: 12 mm."""
TICK: Final = 14.0
GAP: Final = 4.0
LABEL: Final = 132.0
WHEN: Final = 76.0
WHO: Final = 46.0
TITLE: Final = 30.0
FOOT: Final = HEIGHT - 74.0
REMARKS: Final = 6
"""Lines for what else has to be written down."""


def draw_form(form: Form) -> bytes:
    """Return the form as finished PDF/A, ready to be sealed; the same form gives the same bytes."""
    load_faces()
    return finish(_painted(form), _described(form), {})


def _described(form: Form) -> Document:
    return Document(
        title=form.title,
        identity=form.identity,
        report_no=0,
        copy_no=0,
        printed_at=form.printed_at,
        printed_by=form.printed_by,
        made=form.made,
        blocks=(),
        language=form.language,
    )


def _painted(form: Form) -> bytes:
    start = HEAD + head(form.identity).height + TITLE + 14.0
    pages = paginate(_pieces(form), FOOT - 8.0 - start)
    return painted(form.title, form.language, pages, start, lambda number, of: _frame(form, number, of), flat=True)


def _frame(form: Form, number: int, pages: int) -> Iterator[tuple[float, Piece]]:
    yield from bands(form.identity.profile)
    top = head(form.identity)
    yield HEAD, top
    yield HEAD + top.height + 6, _name(form)
    yield FOOT, _foot(form, number, pages)


def _name(form: Form) -> Piece:
    strip = Strip(0.0, BODY)
    wide = width(drawable(form.number), CODE, 14.0) + 20
    strip.box(BODY - wide, 0, wide, 24, INK, "", 2)
    strip.text(BODY - wide + 10, 3.2, form.number, wide, CODE, 14.0, WHITE)
    strip.text(0, 0, tr("Emergency form"), BODY - wide - 10, STRONG, 14.0)
    said = tr("Printed at {station}, {at}, by {name}", station=form.station, at=form.printed_at, name=form.printed_by)
    strip.text(0, 17.5, said, BODY - wide - 10, TEXT, TINY, INK2)
    return strip.piece(TITLE)


def _foot(form: Form, number: int, pages: int) -> Piece:
    strip = Strip(0.0, BODY)
    strip.rule(0, 0.8, INK)
    x = 0.0
    for words in (tr("This page was used"), tr("This page was left empty")):
        strip.box(x, 7, TICK, TICK, WHITE, INK)
        strip.text(x + TICK + 5, 9, words, 110, TEXT, SMALL)
        x += TICK + 14 + width(drawable(words), TEXT, SMALL)
    _blank(strip, x + 4, 4.5, 86, 20, tr("Initials, date"))
    page = tr("Page {number} of {pages}", number=number, pages=pages)
    strip.text(BODY - 130, 8, page, 130, STRONG, LARGE, INK, right=True)
    master = tr(
        "Form {form}, batch {batch}, MBR {id} version {version}, {site}",
        form=form.number,
        batch=form.identity.batch,
        id=form.identity.mbr_id,
        version=form.identity.mbr_version,
        site=form.identity.site,
    )
    strip.text(0, 29, master, BODY, TEXT, TINY, INK2)
    return strip.piece(38)


def _pieces(form: Form) -> Iterator[Piece]:
    yield from _rules()
    for step in form.steps:
        yield from _step(step)
    yield from _remarks()
    yield _reconciling(form)


def _rules() -> Iterator[Piece]:
    yield notice(tr("Use this form only while the stations cannot be used. Give it back whole, used or not."), "warn")
    strip = Strip(0.0, BODY)
    low = 0.0
    rules = (
        tr("Write with a pen that cannot be erased, at the moment it is done, with date and time."),
        tr("A mistake is struck through once, so that it stays readable, with the reason, initials and date."),
        tr("Outside a limit: stop, call a supervisor, write down what was seen. Do not repeat it until it is right."),
        tr("Afterwards every value is transcribed as a late entry, and a second person compares it with this paper."),
    )
    for at, words in enumerate(rules, 1):
        strip.text(0, low, str(at), 12, STRONG, NORMAL, INK2)
        low = strip.text(14, low, words, BODY - 14, TEXT, NORMAL) + 1.5
    yield strip.piece(low + 2, 4.0)
    yield _people()


def _people() -> Piece:
    """Who writes on this form: initials mean nothing without the names beside them (4.8, list of initials)."""
    strip = Strip(0.0, BODY)
    strip.text(0, 0, tr("Who writes on this form"), BODY, STRONG, NORMAL)
    half = (BODY - 8) / 2
    low = 14.0
    for _ in range(3):
        for x in (0.0, half + 8):
            _blank(strip, x, low, half - WHO - GAP, 26, tr("Name in print, signature"))
            _blank(strip, x + half - WHO, low, WHO, 26, tr("Initials"))
        low += 26 + GAP
    return strip.piece(low, 8.0)


def _step(step: FormStep) -> Iterator[Piece]:
    yield _step_head(step)
    for note in step.notes:
        strip = Strip(0.0, BODY)
        yield strip.piece(strip.text(0, 0, note, BODY, TEXT, SMALL, INK2) + 2, 2.0, keep=True)
    for at, entry in enumerate(step.entries, 1):
        yield from _entry(entry, keep=at == len(step.entries) and bool(step.signatures))
    for at, meaning in enumerate(step.signatures, 1):
        yield _signature(meaning, keep=at < len(step.signatures))


def _step_head(step: FormStep) -> Piece:
    strip = Strip(0.0, BODY)
    low = 0.0
    strip.text(6, 4, step.number, 40, STRONG, 11.0)
    low = strip.text(44, 4, step.title, BODY - 50, STRONG, 11.0) + 4
    strip.marks[:0] = [Box(0, 0, BODY, low, SUNKEN), Box(0, 0, 3, low, INK)]
    low = strip.text(0, low + 4, step.instruction, BODY, TEXT, 9.4) + 2
    x = 0.0
    for title, name in step.rounds:
        words = tr("Round of {title}", title=title)
        if name:
            low = strip.text(0, low + 2, tr("Round {name} of {title}", name=name, title=title), BODY, STRONG, NORMAL)
        else:
            _blank(strip, x, low + 3, 150, 26, words)
            x += 154
    low += 32 if x else 0
    mark = Bookmark(1, step.number, step.title)
    return strip.piece(low + 2, 16.0, keep=True, bookmark=mark)


def _entry(entry: FormEntry, *, keep: bool) -> Iterator[Piece]:
    """Yield one piece a row of boxes; the label stands beside the first. `keep`: on the page of what follows."""
    last = len(entry.rows) - 1
    second = WHO + GAP if entry.second else 0.0
    room = BODY - LABEL - WHEN - WHO - 3 * GAP - second
    for at, row in enumerate(entry.rows):
        strip = Strip(0.0, BODY)
        words = _label(strip, entry) if at == 0 else 0.0
        tall = max(_row(strip, row, room), HIGH)
        x = LABEL + GAP + room + GAP
        _blank(strip, x, 0, WHEN, tall, tr("Date, time"))
        _blank(strip, x + WHEN + GAP, 0, WHO, tall, tr("Initials"))
        if entry.second:
            _blank(strip, x + WHEN + WHO + 2 * GAP, 0, WHO, tall, entry.second)
        yield strip.piece(max(tall, words), 6.0 if at == 0 else GAP, keep=at < min(last, 2) or (keep and at == last))


def _label(strip: Strip, entry: FormEntry) -> float:
    strip.text(0, 1, entry.number, 30, STRONG, SMALL, INK2)
    low = strip.text(30, 0, entry.label, LABEL - 32, STRONG, 9.0)
    for note in entry.notes:
        low = strip.text(30, low, note, LABEL - 32, TEXT, SMALL, INK2)
    if entry.critical:
        strip.shape("exception", 12, 13, 8.0)
        low = strip.text(30, low, tr("Critical"), LABEL - 32, STRONG, SMALL)
    return low


def _row(strip: Strip, row: tuple[Blank, ...], room: float) -> float:
    """Draw the boxes of a row; returns how high it became."""
    free = room - GAP * (len(row) - 1)
    whole = sum(blank.share for blank in row)
    x, tall = LABEL + GAP, HIGH
    for blank in row:
        wide = free * blank.share / whole
        if blank.ticks:
            tall = max(tall, _ticks(strip, blank, x, wide))
        else:
            _blank(strip, x, 0, wide, HIGH, blank.caption)
        x += wide + GAP
    return tall


def _ticks(strip: Strip, blank: Blank, x: float, room: float) -> float:
    low = strip.text(x, 0, blank.caption, room, TEXT, SMALL) + 3 if blank.caption else 10.0
    at = x
    for words in blank.ticks:
        need = TICK + 6 + width(drawable(words), TEXT, NORMAL) + 16
        if at > x and at + need > x + room:
            at, low = x, low + TICK + 6
        strip.box(at, low, TICK, TICK, WHITE, INK)
        strip.text(at + TICK + 5, low + 1.5, words, room - TICK - 5, TEXT, NORMAL)
        at += need
    return max(low + TICK + 2, strip.bottom if len(blank.ticks) == 1 else 0.0)


def _signature(meaning: str, *, keep: bool) -> Piece:
    strip = Strip(0.0, BODY)
    strip.text(0, 11, meaning, LABEL - 4, STRONG, 9.0)
    wide = BODY - LABEL - WHEN - WHO - 2 * GAP
    _blank(strip, LABEL + GAP, 0, wide / 2 - GAP, HIGH, tr("Name in print"))
    _blank(strip, LABEL + GAP + wide / 2, 0, wide / 2 - GAP + WHO, HIGH, tr("Signature"))
    _blank(strip, BODY - WHEN, 0, WHEN, HIGH, tr("Date, time"))
    return strip.piece(HIGH, 8.0, keep=keep)


def _remarks() -> Iterator[Piece]:
    head_ = Strip(0.0, BODY)
    low = head_.text(0, 0, tr("Departures, and whatever else was seen"), BODY, STRONG, 11.0)
    yield head_.piece(low + 3, 18.0, keep=True)
    for _ in range(REMARKS):
        strip = Strip(0.0, BODY)
        _blank(strip, 0, 0, BODY - WHEN - WHO - 2 * GAP, 28, "")
        _blank(strip, BODY - WHEN - WHO - GAP, 0, WHEN, 28, tr("Date, time"))
        _blank(strip, BODY - WHO, 0, WHO, 28, tr("Initials"))
        yield strip.piece(28, GAP)


def _reconciling(form: Form) -> Piece:
    """What the supervisor fills in when the form is back: the line to reconcile."""
    strip = Strip(0.0, BODY)
    title = tr("Form {form} reconciled", form=form.number)
    low = strip.text(10, 8, title, BODY - 20, STRONG, 11.0) + 4
    x = 10.0
    for words in (tr("Transcribed"), tr("Unused"), tr("Lost or incomplete")):
        strip.box(x, low, TICK, TICK, WHITE, INK)
        strip.text(x + TICK + 5, low + 1.5, words, 120, TEXT, NORMAL)
        x += TICK + 30 + width(drawable(words), TEXT, NORMAL)
    low += TICK + 8
    wide = (BODY - 20 - 3 * GAP) / 4
    captions = (tr("Pages used"), tr("Supervisor, name in print"), tr("Signature"), tr("Date, time"))
    for at, caption in enumerate(captions):
        _blank(strip, 10 + at * (wide + GAP), low, wide, HIGH, caption)
    low += HIGH + 10
    strip.marks[:0] = [Box(0, 0, BODY, low, SUNKEN, INK, 1.2, 3)]
    return strip.piece(low, 18.0)


def _blank(strip: Strip, x: float, y: float, wide: float, high: float, caption: str) -> None:
    strip.box(x, y, wide, high, WHITE, EDGE, 2)
    if caption:
        strip.text(x + 3, y + 1.5, caption, wide - 5, TEXT, 5.8, INK2)
