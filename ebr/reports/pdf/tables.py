"""Tables of any length: one piece a row, the head drawn again on each page, nothing cut off."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate

from ebr.reports.document import Cell, Column, Table
from ebr.reports.pdf.faces import drawable, width
from ebr.reports.pdf.flow import Piece, slices
from ebr.reports.pdf.paper import BODY, CODE, EDGE, INK2, LINE, STRONG, TEXT, TINY
from ebr.reports.pdf.strip import Strip, mark_words, tone_face, tone_ink

SPACING = 8.0
SIZES = {True: 6.9, False: 8.0}
PADDING = {True: 2.2, False: 3.6}
TALL = 264.0
"""A row taller than this is continued in a further piece: no row is ever too tall for a page."""

Place = tuple[float, float, Column]


def table(block: Table) -> Iterator[Piece]:
    """Yield the head and the rows."""
    places = _places(block)
    head = _head(places)
    sizes = SIZES[block.dense], PADDING[block.dense]
    yield head
    for row in block.rows:
        yield from _row(places, row, sizes, head)


def _places(block: Table) -> list[Place]:
    fitted = [0.0 if column.share else _fitted(block, index) for index, column in enumerate(block.columns)]
    free = BODY - SPACING * (len(fitted) - 1) - sum(fitted)
    whole = sum(column.share for column in block.columns) or 1.0
    widths = [fit or free * column.share / whole for fit, column in zip(fitted, block.columns, strict=True)]
    starts = accumulate((wide + SPACING for wide in widths), initial=0.0)
    return list(zip(starts, widths, block.columns, strict=False))


def _fitted(block: Table, index: int) -> float:
    """The width of the widest text of a column, at most a third of the table; longer ones wrap."""
    column = block.columns[index]
    face = CODE if column.code else STRONG
    cells = (row[index] for row in block.rows)
    texts = {cell.text if isinstance(cell, Cell) else cell for cell in cells}
    widest = max((width(drawable(text.replace("\n", " ")), face, SIZES[block.dense]) for text in texts), default=0.0)
    return min(max(widest, width(drawable(column.text), STRONG, TINY)) + 0.5, BODY / 3)


def _head(places: list[Place]) -> Piece:
    strip = Strip(0.0, BODY)
    for x, room, column in places:
        strip.text(x, 2, column.text, room, STRONG, TINY, INK2, right=column.align == "right")
    low = strip.bottom + 2.5
    strip.rule(low, 0.8, EDGE)
    return strip.piece(low, 6.0, keep=True)


def _row(places: list[Place], row: tuple[str | Cell, ...], sizes: tuple[float, float], head: Piece) -> Iterator[Piece]:
    strip = Strip(0.0, BODY)
    size, pad = sizes
    for (x, room, column), cell in zip(places, row, strict=True):
        right = column.align == "right"
        if isinstance(cell, Cell):
            _cell(strip, cell, x, room, column, size, pad)
        else:
            strip.text(x, pad, cell, room, CODE if column.code else TEXT, size, right=right)
    low = strip.bottom + pad
    strip.rule(low, 0.4, LINE)
    yield from slices(strip.piece(low, again=head), TALL)


def _cell(strip: Strip, cell: Cell, x: float, room: float, column: Column, size: float, pad: float) -> None:
    right = column.align == "right"
    face = CODE if column.code else tone_face(cell.tone)
    low = strip.text(x, pad, cell.text, room, face, size, tone_ink(cell.tone), right=right, struck=cell.struck)
    if cell.marks:
        strip.text(x, low, mark_words(cell.marks), room, STRONG, TINY, INK2, right=right)
        strip.margin(cell.marks, pad)
