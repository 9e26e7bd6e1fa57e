"""What stands on every page: profile, product, batch, identity pairs; report and copy, version of the MBR, page x of y.

A store that is not production says so in a black band at the top and the foot of each page (floor-rules 16): no page
of a demonstration can be mistaken for a record, even alone and copied in grey.
"""

from __future__ import annotations

from collections.abc import Iterator

from ebr.reports.document import Document, Identity
from ebr.reports.pdf.faces import drawable, width
from ebr.reports.pdf.flow import Piece
from ebr.reports.pdf.paper import (
    BODY,
    CODE,
    EDGE,
    HEIGHT,
    INK,
    INK2,
    INK3,
    LEFT,
    NORMAL,
    SMALL,
    STRONG,
    TEXT,
    TINY,
    WHITE,
    WIDTH,
)
from ebr.reports.pdf.strip import Strip, code_tail
from ebr.words import tr

HEAD: float = 34.0
FOOT: float = HEIGHT - 44.0
BAND: float = 17.0
CLEAR: float = 20.0


def profile_words(profile: str) -> str:
    """Return the sentence for a store's profile; production has none."""
    return {
        "production": "",
        "practice": tr("Practice: not a production record"),
        "demonstration": tr("Demonstration: not a production record"),
        "rehearsal": tr("Rehearsal: not a production record"),
    }[profile]


def frame(document: Document, number: int, pages: int) -> Iterator[tuple[float, Piece]]:
    """Yield the pieces around a page's contents, each with its distance from the top of the paper."""
    yield from bands(document.identity.profile)
    yield HEAD, head(document.identity)
    yield FOOT, _foot(document, number, pages)


def bands(profile: str) -> Iterator[tuple[float, Piece]]:
    """Yield the bands at the top and the foot of a page where the store is not production (floor-rules 16)."""
    words = profile_words(profile)
    if words:
        yield 0.0, _band(words)
        yield HEIGHT - BAND, _band(words)


def _band(words: str) -> Piece:
    strip = Strip(-LEFT, WIDTH)
    strip.box(0, 0, WIDTH, BAND, INK)
    wide = width(words, STRONG, NORMAL)
    middle = (WIDTH - wide) / 2
    strip.text(middle, 2.8, words, WIDTH, STRONG, NORMAL, WHITE)
    for x in (middle - 24, middle + wide + 14):
        strip.shape("warn", x, 3.4, 10.0, WHITE)
    return strip.piece(BAND)


def top(identity: Identity) -> float:
    """Return where the contents of a page start: below the identity, which is never shortened to fit."""
    return HEAD + head(identity).height + CLEAR


def head(identity: Identity) -> Piece:
    """Return product, batch and every identity pair with a line under them."""
    strip = Strip(0.0, BODY)
    batch = drawable(identity.batch)
    taken = width(batch, CODE, NORMAL + 1) + 4
    strip.text(BODY - taken, 0, batch, taken, CODE, NORMAL + 1, right=True)
    label = tr("Batch")
    strip.text(BODY - taken - 34, 1.6, label, 30, TEXT, SMALL, INK2, right=True)
    strip.text(0, 0, _short(identity.product, BODY - taken - 46), BODY, STRONG, NORMAL + 1)
    if identity.chain:
        _chain(strip, identity)
    else:
        strip.text(0, 15.5, identity.strength, BODY / 2, TEXT, SMALL, INK2)
    low = strip.bottom + 4
    strip.rule(low, 0.8, INK)
    return strip.piece(low)


def _short(words: str, room: float) -> str:
    """A product's name is the one thing that may be shortened here: it stands in full on the cover."""
    words = drawable(words)
    if width(words, STRONG, NORMAL + 1) <= room:
        return words
    while width(f"{words}…", STRONG, NORMAL + 1) > room:
        words = words[:-1]
    return f"{words.rstrip()}…"


def _chain(strip: Strip, identity: Identity) -> None:
    x, y = 0.0, 15.0
    for label, value in identity.chain:
        need = width(drawable(label), TEXT, SMALL) + 5 + width(drawable(value), CODE, NORMAL)
        if x and x + need > BODY:
            x, y = 0.0, y + 12.5
        strip.text(x, y + 1.0, label, BODY, TEXT, SMALL, INK2)
        x = code_tail(strip, x + width(drawable(label), TEXT, SMALL) + 5, y, value, CODE, NORMAL) + 22


def _foot(document: Document, number: int, pages: int) -> Piece:
    identity = document.identity
    strip = Strip(0.0, BODY)
    strip.rule(0, 0.4, EDGE)
    copy = tr("Report {report}, copy {copy}", report=document.report_no, copy=document.copy_no)
    strip.text(0, 5, copy, 110, STRONG, SMALL, INK)
    printed = tr("printed {at} by {name}", at=document.printed_at, name=document.printed_by)
    strip.text(0, 14.6, printed, 290, TEXT, TINY, INK2)
    master = tr("MBR {id} version {version}", id=identity.mbr_id, version=identity.mbr_version)
    strip.text(112, 5, master, 260, TEXT, SMALL, INK2)
    page = tr("Page {number} of {pages}", number=number, pages=pages)
    strip.text(BODY - 120, 5, page, 120, STRONG, SMALL, INK, right=True)
    strip.text(BODY - 200, 14.6, identity.site, 200, TEXT, TINY, INK3, right=True)
    return strip.piece(24)
