"""`Watermark`: "Dry run" across everything a window shows, sheets included (floor-rules 16).

It lies over the whole window, takes no tap and no focus, and is raised again whenever something new is laid on top.
Thin enough that every value under it stays readable, present enough that no photograph of it passes as a record.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ebr.words import tr
from ui.theme import Theme

SIZE: Final = 64
ANGLE: Final = -24.0
ALPHA: Final = {"light": 26, "dark": 30, "hc": 44}
"""How strong the words are, of 255, in each theme."""
APART: Final = (1.7, 3.4)
"""Distance of the words from each other: their own widths across, their own heights down."""


class Watermark(QWidget):
    """Watermark(theme, window): covers `window` from now on."""

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self.theme = theme
        self.setObjectName("watermark")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.words = tr("Dry run")
        self.setAccessibleName(self.words)
        window.installEventFilter(self)
        self.cover()

    def cover(self) -> None:
        """Lie over everything."""
        window = self.parentWidget()
        if window is not None:
            self.setGeometry(window.rect())
            self.raise_()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """The window got another size or another child."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.ChildAdded, QEvent.Type.Show):
            self.cover()
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The words in slanting rows."""
        ink = QColor(self.theme.color("ink"))
        ink.setAlpha(ALPHA.get(self.theme.name, 30))
        font = self.theme.font("h1")
        font.setPixelSize(self.theme.px(SIZE))
        metrics = QFontMetricsF(font)
        across, down = metrics.horizontalAdvance(self.words) * APART[0], metrics.height() * APART[1]
        with QPainter(self) as painter:
            painter.setFont(font)
            painter.setPen(ink)
            painter.translate(QPointF(self.width() / 2, self.height() / 2))
            painter.rotate(ANGLE)
            reach = max(self.width(), self.height())
            lines = range(-int(reach / down) - 1, int(reach / down) + 2)
            for line in lines:
                for place in range(-int(reach / across) - 1, int(reach / across) + 2):
                    painter.drawText(QPointF((place + (line % 2) / 2) * across, line * down), self.words)
