"""A person's initials in a disc, so that who is signed in is seen from across the room."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.theme import Theme

GROUNDS: Final = ("#2B6F6A", "#6B4C91", "#8A5024", "#2F5F94", "#7A3E5C", "#4E6324", "#3E4F8A", "#8A3B32")


class Avatar(QWidget):
    """Avatar(theme, initials="", size=40); set_person(initials, name). The ground is a function of the name.

    White on every ground keeps 4.5:1. The colour carries no meaning of its own.
    """

    def __init__(self, theme: Theme, initials: str = "", size: float = 40, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.setFixedSize(theme.icon_size(size))
        self.set_person(initials, initials)

    def set_person(self, initials: str, name: str) -> None:
        """Two letters to draw, and the name they stand for."""
        self._initials = initials
        self._ground = GROUNDS[sum(name.encode()) % len(GROUNDS)]
        self.setAccessibleName(name)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A disc with the initials."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._ground))
            painter.drawEllipse(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
            font = self.theme.font("h3")
            font.setPixelSize(round(self.height() * 0.38))
            painter.setFont(font)
            painter.setPen(QColor("#FFFFFF"))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._initials)
