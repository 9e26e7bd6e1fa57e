"""Pieces of a page and how they fall on pages; pure data, nothing is drawn here.

A piece is an unbreakable strip across the column: runs of text, lines, boxes, shapes and pictures, with coordinates
from its own top left corner, y downwards. `paginate` puts pieces under each other:

- a piece that is `keep` stays on one page with the one after it (a title never ends a page);
- a piece with `again` belongs to a listing whose head is drawn again where a page begins inside the listing;
- `gap` is space above it, which falls away at the top of a page;
- a piece that `needs` a height starts a new page unless that much is left; infinity always does.

Layout is a function of the pieces only, so equal documents give equal pages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

SPILL = 3.0


class Run(NamedTuple):
    """A text on one line: x, the baseline's y, face, size, ink; a struck one has a line through it."""

    x: float
    y: float
    face: str
    size: float
    ink: str
    text: str
    struck: bool = False


class Rule(NamedTuple):
    """A straight line."""

    x1: float
    y1: float
    x2: float
    y2: float
    weight: float
    ink: str


class Box(NamedTuple):
    """A rectangle, filled, edged or both; `radius` rounds its corners."""

    x: float
    y: float
    width: float
    height: float
    fill: str = ""
    edge: str = ""
    weight: float = 0.6
    radius: float = 0.0


class Shape(NamedTuple):
    """One of the shapes of `ebr.reports.pdf.shapes`, in a square of `size`."""

    name: str
    x: float
    y: float
    size: float
    ink: str


class Squares(NamedTuple):
    """The dark squares of a QR code, `side` points wide in all."""

    rows: tuple[bytes, ...]
    x: float
    y: float
    side: float


class Picture(NamedTuple):
    """A picture, loaded while drawing; `orientation` is what EXIF calls it (1 is upright)."""

    load: Callable[[], bytes]
    orientation: int
    x: float
    y: float
    width: float
    height: float


Drawn = Rule | Box | Shape | Squares | Picture


class Bookmark(NamedTuple):
    """A title that stands in the file's outline; level 1 also in the contents."""

    level: int
    number: str
    text: str


@dataclass(frozen=True, slots=True)
class Piece:
    """An unbreakable strip of the column."""

    height: float
    runs: tuple[Run, ...] = ()
    marks: tuple[Drawn, ...] = ()
    gap: float = 0.0
    keep: bool = False
    needs: float = 0.0
    again: Piece | None = None
    bookmark: Bookmark | None = None
    signs: bool = False
    """It is the box of a signature."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A piece with the distance of its top from the top of the column."""

    top: float
    piece: Piece


Page = tuple[Placed, ...]


def moved(mark: Drawn, by: float) -> Drawn:
    """Return what is drawn, further down."""
    if isinstance(mark, Rule):
        return mark._replace(y1=mark.y1 + by, y2=mark.y2 + by)
    return mark._replace(y=mark.y + by)


def slices(piece: Piece, step: float) -> Iterator[Piece]:
    """Yield a tall piece as several of at most this height, cut between lines of text; a low one as it is."""
    start = 0.0
    while start + step < piece.height:
        yield _slice(piece, start, start + step, start + step)
        start += step
    yield piece if not start else _slice(piece, start, piece.height, float("inf"))


def _slice(piece: Piece, start: float, end: float, last: float) -> Piece:
    runs = tuple(run._replace(y=run.y - start) for run in piece.runs if start <= run.y < last)
    marks = tuple(moved(mark, -start) for mark in piece.marks if start <= _top(mark) < last)
    # A line whose baseline lies just above the cut hangs below it by its descenders; one just below it rises above.
    return Piece(end - start + (SPILL if last < float("inf") else 0.0), runs, marks, again=piece.again)


def _top(mark: Drawn) -> float:
    return mark.y1 if isinstance(mark, Rule) else mark.y


def paginate(pieces: Iterable[Piece], room: float) -> list[Page]:
    """Return the pages; a group too tall for any page is broken up, a single piece too tall stands on its own page."""
    pages: list[list[Placed]] = []
    used = 0.0
    for group in _groups(pieces):
        if not pages or used + max(group[0].needs, _height(group)) > room:
            pages.append([])
            used = 0.0
        for piece in group:
            if used and used + piece.gap + piece.height > room:
                pages.append([])
                used = 0.0
            used = _place(pages[-1], piece, used)
    return [tuple(page) for page in pages]


def _place(page: list[Placed], piece: Piece, used: float) -> float:
    if not page and piece.again is not None:
        page.append(Placed(0.0, piece.again))
        used = piece.again.height
    top = used + piece.gap if used else 0.0
    page.append(Placed(top, piece))
    return top + piece.height


def _height(group: list[Piece]) -> float:
    return sum(piece.gap + piece.height for piece in group)


def _groups(pieces: Iterable[Piece]) -> Iterator[list[Piece]]:
    group: list[Piece] = []
    for piece in pieces:
        if piece.needs and group:
            yield group
            group = []
        group.append(piece)
        if not piece.keep:
            yield group
            group = []
    if group:
        yield group
