"""`ControlChart`: one value from batch to batch, with the limits of the process and of the specification.

Every mark says by its shape what it is: a dot inside, a diamond outside or signalled, a ring for the one looked at. Two
kinds of limits never look alike: those computed from the values are thin lines with their figure at the right, those of
the master record a light band, which steps where they changed; a dotted line stands where a new version began. The
arrow keys go from point to point; what stands there is said by name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import Theme

Bound = tuple[float | None, float | None]
"""The lower and the upper limit at a point; None for none."""
CROWDED = (40, 150)
"""Points from which they are drawn smaller, and still smaller."""


@dataclass(frozen=True, slots=True)
class ChartPoint:
    """One batch: where the point lies, what is said of it, and whether somebody should look."""

    value: float
    spoken: str
    flagged: bool = False


@dataclass(frozen=True, slots=True)
class ChartLine:
    """A computed line, drawn across: centre or control limit, with its figure as text."""

    value: float
    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class ChartData:
    """What is drawn; `low` and `high` are the limits of the master record, None where there is none.

    `bounds` are these limits at each point, where they were not always the same; `marks` are places at which something
    new began, with a word for it; `ends` stand under the first and the last point. `spoken` is the chart in one
    sentence; `missing` says why there are no lines. `fences` are computed limits that differ from point to point.
    """

    points: tuple[ChartPoint, ...] = ()
    lines: tuple[ChartLine, ...] = ()
    low: float | None = None
    high: float | None = None
    low_text: str = ""
    high_text: str = ""
    spoken: str = ""
    missing: str = ""
    bounds: tuple[Bound, ...] = ()
    marks: tuple[tuple[int, str], ...] = ()
    ends: tuple[str, str] = ("", "")
    fences: tuple[tuple[float, float], ...] = ()


class ControlChart(QWidget):
    """ControlChart(theme); set_data(ChartData), show_point(int). Signal looked(int): the point looked at changed."""

    looked = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._data = ChartData()
        self._at = -1
        self.setMinimumSize(theme.px(320), theme.px(200))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def set_data(self, data: ChartData) -> None:
        """What to draw; the newest point is looked at."""
        self._data = data
        self._at = len(data.points) - 1
        self._say()
        self.update()

    def show_point(self, at: int) -> None:
        """Look at a point, by its place."""
        if 0 <= at < len(self._data.points) and at != self._at:
            self._at = at
            self._say()
            self.update()
            self.looked.emit(at)

    def _say(self) -> None:
        self.setAccessibleName(self._data.spoken)
        self.setAccessibleDescription(self._data.points[self._at].spoken if self._data.points else self._data.missing)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right, Home and End go from point to point."""
        last = len(self._data.points) - 1
        steps = {
            Qt.Key.Key_Left: self._at - 1,
            Qt.Key.Key_Right: self._at + 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        place = steps.get(Qt.Key(event.key()))
        if place is None:
            super().keyPressEvent(event)
        else:
            self.show_point(place)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A tap looks at the nearest point."""
        if self._data.points:
            places = range(len(self._data.points))
            self.show_point(min(places, key=lambda at: abs(self._x(at) - event.position().x())))

    def _frame(self) -> QRectF:
        px = self.theme.px
        above, below = px(28 if self._data.marks else 14), px(34 if any(self._data.ends) else 14)
        return QRectF(px(12), above, self.width() - px(12) - px(86), self.height() - above - below)

    def _ends(self) -> tuple[float, float]:
        marks = [point.value for point in self._data.points] + [line.value for line in self._data.lines]
        marks += [limit for limit in (self._data.low, self._data.high) if limit is not None]
        marks += [limit for bound in (*self._data.bounds, *self._data.fences) for limit in bound if limit is not None]
        first, last = (min(marks), max(marks)) if marks else (0.0, 1.0)
        room = (last - first) * 0.08 or abs(last) * 0.1 or 1.0
        return first - room, last + room

    def _x(self, at: int) -> float:
        frame, steps, inset = self._frame(), max(len(self._data.points) - 1, 1), self.theme.px(16)
        part = at / steps if len(self._data.points) > 1 else 0.5
        return frame.left() + inset + (frame.width() - 2 * inset) * part

    def _y(self, value: float) -> float:
        frame, (first, last) = self._frame(), self._ends()
        return frame.bottom() - frame.height() * (value - first) / (last - first)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Band, lines with figures, the path, the points; in this order, so no point is hidden."""
        with QPainter(self) as painter:
            painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # an axis goes the same way everywhere
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.fillRect(self._frame(), self.theme.color("sunken"))
            self._paint_band(painter)
            self._paint_marks(painter)
            self._paint_lines(painter)
            self._paint_figures(painter)
            self._paint_path(painter)
            for at, point in enumerate(self._data.points):
                self._paint_point(painter, at, point)
            if self.hasFocus():
                painter.setPen(QPen(self.theme.color("focus"), self.theme.px(2)))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(self._frame())

    def _paint_band(self, painter: QPainter) -> None:
        """The limits of the master record, a stretch for each run of points that have the same ones."""
        data, frame = self._data, self._frame()
        bounds = data.bounds or ((data.low, data.high),) * max(len(data.points), 1)
        starts = [at for at, bound in enumerate(bounds) if at == 0 or bound != bounds[at - 1]]
        for start, end in zip(starts, [*starts[1:], len(bounds)], strict=True):
            left = frame.left() if start == 0 else (self._x(start - 1) + self._x(start)) / 2
            right = frame.right() if end == len(bounds) else (self._x(end - 1) + self._x(end)) / 2
            self._paint_stretch(painter, left, right, bounds[start])

    def _paint_stretch(self, painter: QPainter, left: float, right: float, bound: Bound) -> None:
        low, high = bound
        if low is None and high is None:
            return
        frame = self._frame()
        top = frame.top() if high is None else self._y(high)
        bottom = frame.bottom() if low is None else self._y(low)
        painter.fillRect(QRectF(left, top, right - left, bottom - top), self.theme.color("surface"))
        painter.setPen(QPen(self.theme.color("ink2"), self.theme.px(2)))
        for limit in (low, high):
            if limit is not None:
                painter.drawLine(QPointF(left, self._y(limit)), QPointF(right, self._y(limit)))

    def _paint_marks(self, painter: QPainter) -> None:
        """Where a new version began, which batches are first and last; a word that has no room gives way."""
        frame, font, px = self._frame(), self.theme.font("chip"), self.theme.px
        painter.setFont(font)
        room, taken = QFontMetricsF(font), frame.left()
        for at, text in self._data.marks:
            x = frame.left() if at == 0 else (self._x(at - 1) + self._x(at)) / 2
            painter.setPen(QPen(self.theme.color("ink3"), px(1), Qt.PenStyle.DotLine))
            if at:
                painter.drawLine(QPointF(x, frame.top()), QPointF(x, frame.bottom()))
            wide = room.horizontalAdvance(text)
            if x >= taken and x + wide <= frame.right():
                painter.setPen(self.theme.color("ink2"))
                painter.drawText(QPointF(x + px(2), frame.top() - px(6)), text)
                taken = x + wide + px(12)
        painter.setPen(self.theme.color("ink2"))
        first, last = self._data.ends
        below = QRectF(frame.left(), frame.bottom() + px(4), frame.width(), room.height())
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, first)
        if last and room.horizontalAdvance(first) + room.horizontalAdvance(last) + px(12) < frame.width():
            painter.drawText(below, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop, last)

    def _paint_lines(self, painter: QPainter) -> None:
        frame = self._frame()
        for line in self._data.lines:
            style = Qt.PenStyle.SolidLine if line.strong else Qt.PenStyle.DashLine
            painter.setPen(QPen(self.theme.color("ink3"), self.theme.px(1), style))
            painter.drawLine(QPointF(frame.left(), self._y(line.value)), QPointF(frame.right(), self._y(line.value)))
        painter.setPen(QPen(self.theme.color("ink3"), self.theme.px(1), Qt.PenStyle.DashLine))
        for side in (0, 1):
            path = [QPointF(self._x(at), self._y(pair[side])) for at, pair in enumerate(self._data.fences)]
            painter.drawPolyline(QPolygonF(path))

    def _paint_figures(self, painter: QPainter) -> None:
        """A figure gives way to one that matters more; its line does not."""
        font, left, data = self.theme.font("chip"), self._frame().right() + self.theme.px(6), self._data
        tall, taken = QFontMetricsF(font).height(), list[float]()
        painter.setFont(font)
        painter.setPen(self.theme.color("ink2"))
        limits = [(data.low, data.low_text), (data.high, data.high_text)]
        computed = [(line.value, line.text) for line in sorted(data.lines, key=lambda one: not one.strong)]
        for value, text in (*limits, *computed):
            y = 0.0 if value is None else self._y(value)
            if value is not None and text and all(abs(y - other) >= tall for other in taken):
                taken.append(y)
                box = QRectF(left, y - tall / 2, self.theme.px(80), tall)
                painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)

    def _paint_path(self, painter: QPainter) -> None:
        painter.setPen(QPen(self.theme.color("edge"), self.theme.px(2)))
        painter.drawPolyline(QPolygonF(self._places()))

    def _places(self) -> Sequence[QPointF]:
        return [QPointF(self._x(at), self._y(point.value)) for at, point in enumerate(self._data.points)]

    def _half(self, *, flagged: bool) -> float:
        """Half the width of a point; many points are drawn smaller, and what is flagged always larger."""
        many = sum(len(self._data.points) > count for count in CROWDED)
        return float(self.theme.px((7, 6, 5)[many] if flagged else (5, 3, 2)[many]))

    def _paint_point(self, painter: QPainter, at: int, point: ChartPoint) -> None:
        centre, half = QPointF(self._x(at), self._y(point.value)), self._half(flagged=point.flagged)
        painter.setPen(QPen(self.theme.color("surface"), 1.5))
        painter.setBrush(self.theme.color("crit" if point.flagged else "ink"))
        if point.flagged:
            corners = [QPointF(0, -half), QPointF(half, 0), QPointF(0, half), QPointF(-half, 0)]
            painter.drawPolygon(QPolygonF([centre + corner for corner in corners]))
        else:
            painter.drawEllipse(centre, half, half)
        if at == self._at:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self.theme.color("accent"), self.theme.px(2)))
            painter.drawEllipse(centre, half + self.theme.px(5), half + self.theme.px(5))
