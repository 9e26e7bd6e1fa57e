"""The first painting: the header's bar with the station's name, where the header will stand a moment later.

Painted with one font file and without a style sheet, because both would delay it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, QTimer
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.sight import Sight, place_words, profile_words
from ui.theme import Theme

NAME_AT: Final = 72
"""Pixels from the left: behind the header's home button."""
GAP: Final = 18
LATEST_MS: Final = 2000


class FirstSight(QWidget):
    """FirstSight(theme, sight)."""

    def __init__(self, theme: Theme, sight: Sight) -> None:
        super().__init__()
        self.theme, self._name = theme, place_words(sight.room, sight.station)
        self._profile = profile_words(sight.profile)
        self.setAccessibleName(self._name)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ground, bar, name, and the profile of a store that is not production (floor-rules 16)."""
        theme, high = self.theme, self.theme.size("header")
        font = theme.font("h2")
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), theme.color("bg"))
            painter.fillRect(QRectF(0, 0, self.width(), high), theme.color("bar"))
            painter.setFont(font)
            painter.setPen(theme.color("barInk"))
            at = float(theme.px(NAME_AT))
            painter.drawText(QRectF(at, 0, self.width() - at, high), left, self._name)
            at += QFontMetricsF(font).horizontalAdvance(self._name) + theme.px(GAP)
            painter.setPen(theme.color("barWarn"))
            painter.drawText(QRectF(at, 0, self.width() - at, high), left, self._profile)


class AfterPaint(QObject):
    """Calls `then` once when the widget has been painted, or soon anyway when nobody can see it."""

    def __init__(self, widget: QWidget, then: Callable[[], None]) -> None:
        super().__init__(widget)
        self._then: Callable[[], None] | None = then
        widget.installEventFilter(self)
        QTimer.singleShot(LATEST_MS, self, self._now)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The painting itself goes first."""
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self, self._now)
        return False

    def _now(self) -> None:
        then, self._then = self._then, None
        if then is not None:
            then()
