"""Setting text and shapes onto a strip, which then becomes a piece of a page.

Coordinates are those of `flow.Piece`: from the top left of the strip, y downwards. A text's `y` is the top of its
first line; `text` returns the bottom of its last, so that the next thing can be set under it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from ebr.reports.document import MARKS, Mark
from ebr.reports.pdf.faces import drawable, width, wrap
from ebr.reports.pdf.flow import Bookmark, Box, Drawn, Piece, Rule, Run, Shape
from ebr.reports.pdf.paper import CRIT, GUTTER, INK, INK3, NORMAL, STRONG, TEXT, TINY
from ebr.reports.pdf.shapes import meaning
from ebr.words import mirrored

LEADING = 1.32
RISE = 0.98
"""Line height, and the baseline below the top of a line, both per point of type size."""


@dataclass(slots=True)
class Strip:
    """A strip being filled; `inset` and `room` are where its column starts and how wide it is."""

    inset: float
    room: float
    runs: list[Run] = field(default_factory=list)
    marks: list[Drawn] = field(default_factory=list)
    bottom: float = 0.0

    def text(
        self,
        x: float,
        y: float,
        words: str,
        room: float,
        face: str = TEXT,
        size: float = NORMAL,
        ink: str = INK,
        *,
        right: bool = False,
        struck: bool = False,
    ) -> float:
        """Set words in lines within the room; `struck` draws a line through each. Returns the bottom."""
        if not words:
            return y
        for line in wrap(words, face, size, room):
            start = self.inset + x + (room - width(line, face, size) if right else 0.0)
            self.runs.append(Run(start, y + size * RISE, face, size, ink, line, struck))
            y += size * LEADING
        self.bottom = max(self.bottom, y)
        return y

    def label(self, x: float, y: float, words: str, room: float, *, right: bool = False) -> float:
        """Set the small caption above a value."""
        return self.text(x, y, words, room, STRONG, TINY, INK3, right=right)

    def rule(self, y: float, weight: float, ink: str, start: float = 0.0) -> None:
        """Draw a line across the strip."""
        self.marks.append(Rule(self.inset + start, y, self.inset + self.room, y, weight, ink))

    def box(
        self, x: float, y: float, wide: float, high: float, fill: str = "", edge: str = "", radius: float = 0.0
    ) -> None:
        """Draw a rectangle; call it before what stands on it."""
        self.marks.append(Box(self.inset + x, y, wide, high, fill, edge, 0.6, radius))

    def shape(self, name: str, x: float, y: float, size: float, ink: str = INK) -> None:
        """Draw a shape in the square whose top left corner is here."""
        self.marks.append(Shape(name, self.inset + x, y, size, ink))

    def margin(self, marks: tuple[Mark, ...], y: float) -> None:
        """Draw marks in the margin of the page, beside the line at y (Annex 11 8.2)."""
        for index, name in enumerate(mark for mark in MARKS if mark in marks):
            self.marks.append(Shape(name, GUTTER - 10.0 * (index % 3), y + 1.2 + 10.0 * (index // 3), 7.0, INK))

    def piece(
        self,
        height: float = 0.0,
        gap: float = 0.0,
        *,
        keep: bool = False,
        again: Piece | None = None,
        needs: float = 0.0,
        bookmark: Bookmark | None = None,
    ) -> Piece:
        """Return the strip as a piece, as high as asked or as it is full."""
        tall = height or self.bottom
        return Piece(tall, tuple(self.runs), tuple(self.marks), gap, keep, needs, again, bookmark)


def mark_words(marks: tuple[Mark, ...]) -> str:
    """Return the words for marks, in the order of the margin."""
    return "  ·  ".join(meaning(mark) for mark in MARKS if mark in marks)


def tone_ink(tone: str) -> str:
    """Return the ink for a tone."""
    return {"quiet": INK3, "critical": CRIT}.get(tone, INK)


def tone_face(tone: str) -> str:
    """Return the face for a tone."""
    return STRONG if tone in ("strong", "warn", "critical") else TEXT


def code_tail(strip: Strip, x: float, y: float, words: str, face: str, size: float) -> float:
    """Set an identifier in full on one line with its last four characters underlined; returns its right edge."""
    shown = drawable(words)
    strip.text(x, y, shown, 1e6, face, size)
    whole = width(shown, face, size)
    end = x + whole
    start = x + width(shown[:-4], face, size)
    if mirrored():  # the line is turned round with the page, the identifier is not
        start, end = x, x + width(shown[-4:], face, size)
    low = y + size * (RISE + 0.18)
    strip.marks.append(Rule(strip.inset + start, low, strip.inset + end, low, 0.7, INK))
    return x + whole
