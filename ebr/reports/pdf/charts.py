"""A control chart on paper: limits of the master as a band, computed lines with figures, points told by shape.

A point inside is a dot, one to look at a diamond: black on white prints the same. Limits step where they changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from ebr.reports import document as d
from ebr.reports.pdf.faces import drawable, width
from ebr.reports.pdf.flow import Box, Piece, Rule
from ebr.reports.pdf.paper import BODY, CRIT, EDGE, INK, INK2, INK3, SUNKEN, TEXT, TINY, WHITE
from ebr.reports.pdf.strip import Strip

HIGH: Final = 112.0
"""Points from the top of the frame to its bottom."""
TOP: Final = 12.0
FIGURES: Final = 52.0
"""Room at the right for figures."""
INSET: Final = 10.0
DASH: Final = 3.0
CROWDED: Final = 60


@dataclass(frozen=True, slots=True)
class Frame:
    """Where values and batches lie on the paper."""

    least: float
    most: float
    count: int

    @property
    def right(self) -> float:
        """The right edge."""
        return BODY - FIGURES

    def x(self, at: float) -> float:
        """Return where a batch lies, by its place."""
        part = at / (self.count - 1) if self.count > 1 else 0.5
        return INSET + (self.right - 2 * INSET) * part

    def y(self, value: float) -> float:
        """Return where a value lies."""
        return TOP + HIGH * (self.most - value) / (self.most - self.least)

    def between(self, at: int) -> float:
        """Return where the batch at a place begins: half way from the one before."""
        return 0.0 if at == 0 else self.right if at == self.count else self.x(at - 0.5)


def chart(block: d.Chart) -> Iterator[Piece]:
    """Yield the chart as one piece; nothing without points."""
    if not block.points:
        return
    strip, frame = Strip(0.0, BODY), _frame(block)
    strip.box(0, TOP, frame.right, HIGH, SUNKEN, EDGE)
    _band(strip, frame, block.points)
    _news(strip, frame, block.news)
    _lines(strip, frame, block)
    _points(strip, frame, block.points)
    low = TOP + HIGH + 2
    first, last = block.ends
    strip.text(0, low, first, frame.right / 2, TEXT, TINY, INK2)
    strip.text(frame.right / 2, low, last, frame.right / 2, TEXT, TINY, INK2, right=True)
    yield strip.piece(low + 14, 4.0)


def _frame(block: d.Chart) -> Frame:
    marks = [point.value for point in block.points] + [value for value, _, _ in block.lines]
    marks += [limit for point in block.points for limit in (point.low, point.high) if limit is not None]
    least, most = min(marks), max(marks)
    room = (most - least) * 0.08 or abs(most) * 0.1 or 1.0
    return Frame(least - room, most + room, len(block.points))


def _band(strip: Strip, frame: Frame, points: Sequence[d.ChartMark]) -> None:
    bounds = [(point.low, point.high) for point in points]
    starts = [at for at, bound in enumerate(bounds) if at == 0 or bound != bounds[at - 1]]
    for start, end in pairwise([*starts, len(points)]):
        low, high = bounds[start]
        if low is None and high is None:
            continue
        left, right = frame.between(start), frame.between(end)
        top = TOP if high is None else frame.y(high)
        bottom = TOP + HIGH if low is None else frame.y(low)
        strip.marks.append(Box(left, top, right - left, bottom - top, WHITE))
        for limit in (low, high):
            if limit is not None:
                strip.marks.append(Rule(left, frame.y(limit), right, frame.y(limit), 1.0, INK2))


def _news(strip: Strip, frame: Frame, news: Sequence[tuple[int, str]]) -> None:
    taken = 0.0
    for at, words in news:
        x = frame.between(at)
        if at:
            _dashed(strip, x, TOP, x, TOP + HIGH)
        wide = width(drawable(words), TEXT, TINY)
        if x >= taken and x + wide <= frame.right:
            strip.text(x, 1, words, wide + 2, TEXT, TINY, INK2)
            taken = x + wide + 6


def _lines(strip: Strip, frame: Frame, block: d.Chart) -> None:
    """Draw the computed lines, then figures: one gives way to another that matters more, its line does not."""
    for value, _, strong in block.lines:
        y = frame.y(value)
        if strong:
            strip.marks.append(Rule(0, y, frame.right, y, 0.7, INK3))
        else:
            _dashed(strip, 0, y, frame.right, y)
    taken: list[float] = []
    computed = [(value, words) for value, words, _ in sorted(block.lines, key=lambda line: not line[2])]
    for value, words in (*block.limits, *computed):
        y = frame.y(value)
        if all(abs(y - other) >= TINY * 1.2 for other in taken):
            taken.append(y)
            strip.text(frame.right + 4, y - TINY * 0.66, words, FIGURES - 4, TEXT, TINY, INK2)


def _dashed(strip: Strip, x1: float, y1: float, x2: float, y2: float) -> None:
    length = max(x2 - x1, y2 - y1)
    across, down = (x2 - x1) / length, (y2 - y1) / length
    at = 0.0
    while at < length:
        end = min(at + DASH, length)
        strip.marks.append(Rule(x1 + across * at, y1 + down * at, x1 + across * end, y1 + down * end, 0.5, INK3))
        at += 2 * DASH


def _points(strip: Strip, frame: Frame, points: Sequence[d.ChartMark]) -> None:
    places = [(frame.x(at), frame.y(point.value)) for at, point in enumerate(points)]
    strip.marks += [Rule(*before, *after, 0.6, EDGE) for before, after in pairwise(places)]
    dot = 2.2 if len(points) > CROWDED else 3.6
    for (x, y), point in zip(places, points, strict=True):
        if point.flagged:
            strip.shape("exception", x - 3.0, y - 3.0, 6.0, CRIT)
        else:
            strip.marks.append(Box(x - dot / 2, y - dot / 2, dot, dot, INK, radius=dot / 2))
