"""The analogue indicator beside a number: where the value lies between its limits.

The shape says it without colour: a triangle with a stem stands inside or outside the dark band. Whether a value is out
of limits is told to the widget (`outside`), never worked out here: the rule rounds as the limit demands (floor-rules
12), and the picture must not contradict it.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import Theme
from ui.widgets.limit_scale import LimitScale, Number


class LimitBar(QWidget):
    """LimitBar(theme); set_scale(LimitScale). Expands sideways, 58 px high."""

    slack = 0.45
    margin, top, thick = 10, 18, 12

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.setFixedHeight(theme.px(58))
        self.setMinimumWidth(theme.px(180))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_scale(LimitScale())

    def set_scale(self, scale: LimitScale) -> None:
        """What to draw."""
        self._scale = scale
        self._ends = scale.span(self.slack)
        self.setAccessibleName(scale.spoken)
        self.update()

    def _x(self, number: Number) -> float:
        first, last = self._ends
        inset = self.theme.px(self.margin)
        part = (min(max(float(number), first), last) - first) / (last - first)
        return inset + part * (self.width() - 2 * inset)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Track, band, ends, words, target, value; in this order, so the value is never hidden."""
        with QPainter(self) as painter:
            painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # an axis goes the same way everywhere
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_band(painter)
            self._paint_ends(painter)
            self._paint_words(painter)
            self._paint_target(painter)
            self._paint_value(painter)

    def _paint_band(self, painter: QPainter) -> None:
        top, thick, inset = self.theme.px(self.top), self.theme.px(self.thick), self.theme.px(self.margin)
        scale = self._scale
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.color("track"))
        painter.drawRoundedRect(QRectF(inset, top, self.width() - 2 * inset, thick), 2, 2)
        if scale.low is None and scale.high is None:
            return
        left = self._x(self._ends[0] if scale.low is None else scale.low)
        right = self._x(self._ends[1] if scale.high is None else scale.high)
        painter.setBrush(self.theme.color("band"))
        painter.drawRect(QRectF(left, top, right - left, thick))

    def _paint_ends(self, painter: QPainter) -> None:
        top, thick = self.theme.px(self.top), self.theme.px(self.thick)
        painter.setPen(QPen(self.theme.color("ink2"), self.theme.px(2)))
        for limit in (self._scale.low, self._scale.high):
            if limit is not None:
                x = self._x(limit)
                painter.drawLine(QPointF(x, top - self.theme.px(3)), QPointF(x, top + thick + self.theme.px(3)))

    def _paint_words(self, painter: QPainter) -> None:
        font = self.theme.font("chip")
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        painter.setPen(self.theme.color("ink2"))
        taken: list[tuple[float, float]] = []
        top = self.theme.px(self.top) + self.theme.px(self.thick) + self.theme.px(5)
        scale = self._scale
        pairs = ((scale.low, scale.low_text), (scale.high, scale.high_text), (scale.target, scale.target_text))
        for number, words in pairs:
            if number is None or not words:
                continue
            width = metrics.horizontalAdvance(words)
            left = min(max(self._x(number) - width / 2, 0), self.width() - width)
            # The target's number gives way when it would touch a limit's; the notch still shows it.
            if any(left < end + 6 and start < left + width + 6 for start, end in taken):
                continue
            taken.append((left, left + width))
            painter.drawText(QRectF(left, top, width + 2, metrics.height()), Qt.AlignmentFlag.AlignLeft, words)

    def _paint_target(self, painter: QPainter) -> None:
        if self._scale.target is None:
            return
        x, top = self._x(self._scale.target), self.theme.px(self.top)
        painter.setPen(QPen(self.theme.color("surface"), self.theme.px(2)))
        painter.drawLine(QPointF(x, top), QPointF(x, top + self.theme.px(self.thick)))

    def _paint_value(self, painter: QPainter) -> None:
        if self._scale.value is None:
            return
        x, top = self._x(self._scale.value), self.theme.px(self.top)
        colour = self.theme.color("crit" if self._scale.outside else "ink")
        half, tall = self.theme.px(8), self.theme.px(14)
        painter.setPen(QPen(self.theme.color("surface"), 1.5))
        painter.setBrush(colour)
        corners = [QPointF(x - half, top - tall), QPointF(x + half, top - tall), QPointF(x, top + self.theme.px(1))]
        painter.drawPolygon(QPolygonF(corners))
        painter.setPen(QPen(colour, self.theme.px(3)))
        painter.drawLine(QPointF(x, top), QPointF(x, top + self.theme.px(self.thick)))


class MiniBar(LimitBar):
    """The same picture, small and without words, for a folded row. MiniBar(theme); set_scale(LimitScale)."""

    slack = 0.3
    margin, top, thick = 4, 14, 5

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.setFixedSize(theme.px(124), theme.px(26))

    def _paint_words(self, painter: QPainter) -> None:
        """Too small for numbers; the row says them."""

    def _paint_ends(self, painter: QPainter) -> None:
        """Too small for ticks."""
