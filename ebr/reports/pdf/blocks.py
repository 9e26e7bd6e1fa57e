"""Every kind of block as pieces of a page; the longer kinds have a module of their own.

A function takes a block and yields its pieces from top to bottom. `PIECES` says which function draws which block.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from io import BytesIO
from math import inf
from typing import Any, Final

from ebr.reports import document as d
from ebr.reports.pdf.charts import chart
from ebr.reports.pdf.entries import entries
from ebr.reports.pdf.exceptions import exception_card
from ebr.reports.pdf.flow import Bookmark, Box, Picture, Piece
from ebr.reports.pdf.paper import (
    BODY,
    CODE,
    CRIT,
    CRIT_SOFT,
    INK,
    INK2,
    INK3,
    LINE,
    NORMAL,
    SMALL,
    STRONG,
    TEXT,
    TINY,
    WARN,
    WARN_SOFT,
)
from ebr.reports.pdf.qr import verification
from ebr.reports.pdf.signatures import signature
from ebr.reports.pdf.strip import LEADING, RISE, Strip, mark_words
from ebr.reports.pdf.tables import table
from ebr.words import tr

SIZES: Final = {1: 15.0, 2: 11.0, 3: 9.2}
SPACE: Final = {1: 30.0, 2: 16.0, 3: 11.0}
NEEDS: Final = {1: 340.0, 2: 90.0, 3: 60.0}
PICTURE_HEIGHT: Final = 330.0


def pieces(block: d.Block) -> Iterator[Piece]:
    """Yield the pieces of any block."""
    yield from PIECES[type(block)](block)


def heading(block: d.Heading) -> Iterator[Piece]:
    """Yield a title with its number; level 1 opens a page unless a good part of one is left."""
    strip = Strip(0.0, BODY)
    size = SIZES[block.level]
    indent = 0.0
    if block.number:
        strip.text(0, 0, block.number, 60, STRONG, size, INK3)
        indent = 30.0 if block.level == 1 else 34.0
    low = strip.text(indent, 0, block.text, BODY - indent, STRONG, size)
    low = strip.text(indent, low + 1, block.note, BODY - indent, TEXT, SMALL, INK2)
    if block.level == 1:
        strip.rule(low + 5, 1.2, INK)
    after = {1: 13.0, 2: 5.0, 3: 3.0}[block.level]
    mark = Bookmark(block.level, block.number, block.text)
    yield strip.piece(low + after, SPACE[block.level], keep=True, needs=NEEDS[block.level], bookmark=mark)


def paragraph(block: d.Paragraph) -> Iterator[Piece]:
    """Yield running text in pieces of a few lines, or a strip when its tone asks for attention."""
    if block.tone in ("warn", "critical"):
        yield notice(block.text, block.tone)
        return
    ink = INK2 if block.tone == "quiet" else INK
    face = STRONG if block.tone == "strong" else TEXT
    whole = Strip(0.0, BODY)
    whole.text(0, 0, block.text, min(BODY, 440.0), face, NORMAL, ink)
    for start in range(0, len(whole.runs), 6):
        strip = Strip(0.0, BODY)
        low = 0.0
        for run in whole.runs[start : start + 6]:
            strip.runs.append(run._replace(y=low + NORMAL * RISE))
            low += NORMAL * LEADING
        yield strip.piece(low, 5.0 if start == 0 else 0.0)


def notice(words: str, tone: d.Tone, inset: float = 0.0) -> Piece:
    """Return a strip with a shape, for what must not be missed."""
    ink, soft = (CRIT, CRIT_SOFT) if tone == "critical" else (WARN, WARN_SOFT)
    strip = Strip(inset, BODY - inset)
    low = strip.text(26, 6, words, strip.room - 36, STRONG, NORMAL, ink) + 5
    strip.marks[:0] = [Box(inset, 0, strip.room, low, soft), Box(inset, 0, 3, low, ink)]
    strip.shape("critical" if tone == "critical" else "warn", 10, 6.5, 9.5, ink)
    return strip.piece(low, 6.0)


def facts(block: d.Facts) -> Iterator[Piece]:
    """Yield facts in two columns, each pair of them one piece."""
    half = BODY / 2
    for start in range(0, len(block.rows), 2):
        strip = Strip(0.0, BODY)
        for column, fact in enumerate(block.rows[start : start + 2]):
            _fact(strip, fact, column * half, half)
        if start:
            strip.rule(0, 0.4, LINE)
        yield strip.piece(strip.bottom + 4, 4.0 if start == 0 else 0.0)


def _fact(strip: Strip, fact: d.Fact, x: float, room: float) -> None:
    strip.text(x, 4.6, fact.label, 82, TEXT, SMALL, INK2)
    low = strip.text(x + 88, 4, fact.value, room - 98, CODE if fact.code else _fact_face(fact), NORMAL)
    if fact.marks:
        strip.text(x + 88, low, mark_words(fact.marks), room - 98, STRONG, TINY, INK2)
        strip.margin(fact.marks, 4)


def _fact_face(fact: d.Fact) -> str:
    """Return the face for a fact's value: changed ones stand out."""
    return STRONG if fact.marks else TEXT


def image(block: d.Image) -> Iterator[Piece]:
    """Yield a picture scaled to the column with its caption and SHA-256, or words when it cannot be drawn."""
    shown = _measured(block.load())
    strip = Strip(0.0, BODY)
    if shown is None:
        strip.box(0, 0, BODY, 30, "", LINE, 2)
        words = tr("This attachment cannot be drawn here; it is part of the record under its SHA-256.")
        low = strip.text(10, 9, words, BODY - 20, TEXT, NORMAL, INK2) + 9
    else:
        orientation, across, down = shown
        scale = min(BODY * 0.72 / across, (block.highest or PICTURE_HEIGHT) / down, 0.5)
        strip.marks.append(Picture(block.load, orientation, 0, 0, across * scale, down * scale))
        low = down * scale + 5
        strip.marks.append(Box(0, 0, across * scale, down * scale, "", LINE, 0.5))
    low = strip.text(0, low, block.caption, BODY, STRONG, NORMAL)
    low = strip.text(0, low, f"SHA-256 {block.sha256}", BODY, CODE, TINY, INK2)
    yield strip.piece(low + 4, 8.0)


def _measured(data: bytes) -> tuple[int, float, float] | None:
    """EXIF orientation, width and height as seen; None for what is not a picture, or one of over 100 million dots."""
    import warnings

    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(data)) as picture:
                picture.load()
                orientation = int(picture.getexif().get(0x0112, 1))
                across, down = picture.size
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        return None
    turned = orientation in (5, 6, 7, 8)
    return orientation, float(down if turned else across), float(across if turned else down)


def page_break(_: d.PageBreak) -> Iterator[Piece]:
    """Yield nothing but the break."""
    yield Piece(0.0, needs=inf, keep=True)


PIECES: Final[dict[type, Callable[[Any], Iterator[Piece]]]] = {
    d.Heading: heading,
    d.Paragraph: paragraph,
    d.Facts: facts,
    d.Table: table,
    d.Entries: entries,
    d.Signature: partial(signature, inset=0.0, room=BODY),
    d.ExceptionCard: exception_card,
    d.Image: image,
    d.Verification: verification,
    d.Chart: chart,
    d.PageBreak: page_break,
}
