"""How much is done: a bar for steps, a ring for time."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ebr.words import tr
from ui.theme import Theme
from ui.theme.mirror import turned


class Progress(QWidget):
    """A thin bar. Progress(theme); set_progress(done, total). Grey on purpose: progress is normal."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme, self._done, self._total = theme, 0, 1
        self.setFixedHeight(theme.px(8))

    def set_progress(self, done: int, total: int) -> None:
        """`done` of `total`; an empty total shows an empty bar."""
        self._done, self._total = done, max(1, total)
        self.setAccessibleName(tr("{done} of {total}", done=done, total=total))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Track and filled part, with round ends."""
        whole = QRectF(self.rect())
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            path = QPainterPath()
            path.addRoundedRect(whole, whole.height() / 2, whole.height() / 2)
            painter.setClipPath(path)
            painter.fillRect(whole, self.theme.color("track"))
            done = whole.width() * self._done / self._total
            whole = QRectF(whole.width() - done if turned(self) else 0.0, 0.0, done, whole.height())
            painter.fillRect(whole, self.theme.color("ink2"))


class Ring(QWidget):
    """A part of a circle. Ring(theme, size=44); set_part(fraction 0 to 1, token)."""

    def __init__(self, theme: Theme, size: float = 44, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme, self._part, self._token = theme, 0.0, "ink2"
        self.setFixedSize(theme.icon_size(size))

    def set_part(self, part: float, token: str = "ink2") -> None:
        """The part used up, and its colour."""
        self._part, self._token = min(max(part, 0.0), 1.0), token
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A full track and the used arc, clockwise from the top."""
        width = self.theme.px(5)
        inset = width / 2 + 1
        room = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self.theme.color("track"), width))
            painter.drawEllipse(room)
            pen = QPen(self.theme.color(self._token), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap)
            painter.setPen(pen)
            painter.drawArc(room, 90 * 16, -round(self._part * 360 * 16))
