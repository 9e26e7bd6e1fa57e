"""`FillBar`: how full it is, across the whole card: coarse up to the tolerance, fine inside it.

A tolerance of half a percent would be five pixels wide on an even scale. So the bar has two: from zero to the lower
limit, and the tolerance itself as the right third, both with their numbers at the ends. What was weighed before and
what stands on the balance now are filled in two tones; a triangle points at the sum, outside the tolerance or in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import Theme

LOW_AT, HIGH_AT = 0.60, 0.90
"""Where along the bar the tolerance begins and ends."""
NOTHING: Final = Decimal(0)


@dataclass(frozen=True, slots=True)
class Fill:
    """Bounds, what was weighed before, and that with what is weighed now; text is what is printed at a mark."""

    low: Decimal | None = None
    target: Decimal | None = None
    high: Decimal | None = None
    before: Decimal = NOTHING
    now: Decimal | None = None
    low_text: str = ""
    target_text: str = ""
    high_text: str = ""
    spoken: str = ""

    @property
    def outside(self) -> bool:
        """More than may be in."""
        return self.high is not None and self.now is not None and self.now > self.high

    def place(self, amount: Decimal) -> float:
        """Where an amount lies along the bar, 0 to 1."""
        low = self.low if self.low is not None else self.target
        high = self.high if self.high is not None else (self.target or low)
        if low is None or high is None or low <= 0:
            return 0.0 if not high else min(1.0, max(0.0, float(amount / high) * HIGH_AT))
        if amount <= low:
            return max(0.0, float(amount / low)) * LOW_AT
        if amount <= high:
            return LOW_AT + float((amount - low) / ((high - low) or Decimal(1))) * (HIGH_AT - LOW_AT)
        return min(1.0, HIGH_AT + float((amount - high) / ((high - low) or high)) * (1 - HIGH_AT))


class FillBar(QWidget):
    """FillBar(theme); set_fill(Fill). Expands sideways, 62 px high."""

    top, thick = 16, 20

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.fill = Fill()
        self.setFixedHeight(theme.px(62))
        self.setMinimumWidth(theme.px(240))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_fill(self, fill: Fill) -> None:
        """What to draw."""
        self.fill = fill
        self.setAccessibleName(fill.spoken)
        self.update()

    def _x(self, amount: Decimal) -> float:
        inset = self.theme.px(8)
        return inset + self.fill.place(amount) * (self.width() - 2 * inset)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Track, tolerance, what is in, marks with words, and the pointer on top."""
        with QPainter(self) as painter:
            painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # an axis goes the same way everywhere
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_track(painter)
            self._paint_fill(painter)
            self._paint_marks(painter)
            self._paint_now(painter)

    def _box(self, left: float, right: float, *, slim: int = 0) -> QRectF:
        top, thick = self.theme.px(self.top + slim), self.theme.px(self.thick - 2 * slim)
        return QRectF(left, top, max(0.0, right - left), thick)

    def _paint_track(self, painter: QPainter) -> None:
        inset, fill = self.theme.px(8), self.fill
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.color("track"))
        painter.drawRoundedRect(self._box(inset, self.width() - inset), 3, 3)
        if fill.low is not None or fill.high is not None:
            low = fill.low if fill.low is not None else fill.target
            left = self._x(low) if low is not None else inset
            right = self._x(fill.high) if fill.high is not None else self.width() - inset
            painter.setBrush(self.theme.color("band"))
            painter.drawRect(self._box(left, right))

    def _paint_fill(self, painter: QPainter) -> None:
        fill, inset = self.fill, self.theme.px(8)
        painter.setPen(Qt.PenStyle.NoPen)
        if fill.now is not None and fill.now > fill.before:
            painter.setBrush(self.theme.color("crit" if fill.outside else "accent"))
            painter.drawRect(self._box(inset, self._x(fill.now), slim=5))
        if fill.before > 0:
            painter.setBrush(self.theme.color("ink2"))
            painter.drawRect(self._box(inset, self._x(fill.before), slim=5))

    def _paint_marks(self, painter: QPainter) -> None:
        font, fill = self.theme.font("chip"), self.fill
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        taken: list[tuple[float, float]] = []
        bottom = self.theme.px(self.top + self.thick)
        for amount, words in (
            (fill.low, fill.low_text),
            (fill.high, fill.high_text),
            (fill.target, fill.target_text),
        ):
            if amount is None:
                continue
            x = self._x(amount)
            painter.setPen(QPen(self.theme.color("ink"), self.theme.px(2)))
            painter.drawLine(QPointF(x, self.theme.px(self.top - 3)), QPointF(x, bottom + self.theme.px(3)))
            width = metrics.horizontalAdvance(words)
            left = min(max(x - width / 2, 0), self.width() - width)
            if words and not any(left < end + 8 and start < left + width + 8 for start, end in taken):
                taken.append((left, left + width))
                painter.setPen(self.theme.color("ink2"))
                place = QRectF(left, bottom + self.theme.px(5), width + 2, metrics.height())
                painter.drawText(place, Qt.AlignmentFlag.AlignLeft, words)

    def _paint_now(self, painter: QPainter) -> None:
        now = self.fill.now
        if now is None:
            return
        x, top, half = self._x(now), self.theme.px(self.top), self.theme.px(9)
        painter.setPen(QPen(self.theme.color("surface"), 1.5))
        painter.setBrush(self.theme.color("crit" if self.fill.outside else "ink"))
        corners = [
            QPointF(x - half, top - self.theme.px(15)),
            QPointF(x + half, top - self.theme.px(15)),
            QPointF(x, top),
        ]
        painter.drawPolygon(QPolygonF(corners))
