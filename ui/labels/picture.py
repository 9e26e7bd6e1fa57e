"""A label as it is printed: dots on white, never larger than its room, with its words for whoever cannot see it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ebr.words import tr
from ui.theme import Theme

EDGE = 10


class LabelPicture(QWidget):
    """LabelPicture(theme, highest=0): `show_png(data, words)` draws one; `words` are what it says.

    `highest` is the most it may take in height at scale 1.0, 0 for what the width gives.
    """

    def __init__(self, theme: Theme, highest: int = 0) -> None:
        super().__init__()
        self.theme, self._highest = theme, highest
        self._image = QImage()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(tr("Preview of the label"))

    def show_png(self, data: bytes, words: str = "") -> None:
        """Draw a label, or nothing for no data."""
        self._image = QImage.fromData(data) if data else QImage()
        self.setAccessibleDescription(words)
        self.setVisible(not self._image.isNull())
        self.setMinimumHeight(self.theme.px(self._highest) if self._highest and not self._image.isNull() else 0)
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        """As high as its picture at this width."""
        return not self._image.isNull()

    def heightForWidth(self, width: int) -> int:
        """The height at a width, with an edge around."""
        if self._image.isNull():
            return 0
        edge = 2 * self.theme.px(EDGE)
        room = min(width - edge, self._image.width())
        wanted = round(room * self._image.height() / max(1, self._image.width())) + edge
        return min(wanted, self.theme.px(self._highest)) if self._highest else wanted

    def sizeHint(self) -> QSize:
        """A width that most places have."""
        return QSize(self.theme.px(340), self.heightForWidth(self.theme.px(340)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """White paper with the dots on it, in every theme."""
        if self._image.isNull():
            return
        edge = self.theme.px(EDGE)
        room = self.rect().adjusted(edge, edge, -edge, -edge)
        size = self._image.size().scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
        size = size.boundedTo(self._image.size())
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            left = room.left() + (room.width() - size.width()) // 2
            painter.fillRect(left - edge, 0, size.width() + 2 * edge, size.height() + 2 * edge, Qt.GlobalColor.white)
            painter.drawImage(
                left,
                room.top(),
                self._image.scaled(
                    size, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
                ),
            )
