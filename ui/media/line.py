"""`MediaLine`: the pictures and documents of a step, small, beside its instruction; a tap shows one large."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QWidget

from ebr.station.questions import MediaRow
from ebr.words import tr
from ui.media.loading import PDF, Loaded, Pictures
from ui.theme import Theme
from ui.theme.theme import ratio
from ui.widgets.boxes import clear, column, show_if
from ui.widgets.label import Label

WIDE: Final = 216
HIGH: Final = 138
GAP: Final = 12


class Thumb(QAbstractButton):
    """Thumb(theme, row): one picture, or the icon of its kind until it is there; `clicked` asks to see it large."""

    def __init__(self, theme: Theme, row: MediaRow) -> None:
        super().__init__()
        self.theme, self.row = theme, row
        self.image: QImage | None = None
        self.setFixedSize(theme.px(WIDE), theme.px(HIGH))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(tr("Show {label} large", label=row.label or row.name))
        self.setToolTip(row.name)

    def room(self) -> QSize:
        """The size of an image that fits, in pixels of the device."""
        return self.size() * ratio()

    def show_image(self, image: QImage | None) -> None:
        """Draw another image, None for the icon."""
        self.image = image
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the image whole, on a ground that belongs to the theme."""
        edge = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        outline = QPainterPath()
        outline.addRoundedRect(edge, self.theme.px(8), self.theme.px(8))
        with QPainter(self) as painter:
            painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
            painter.fillPath(outline, self.theme.color("sunken"))
            painter.setClipPath(outline)
            if self.image is not None:
                size = self.image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
                left, top = (self.width() - size.width()) / 2, (self.height() - size.height()) / 2
                painter.drawImage(QRectF(left, top, size.width(), size.height()), self.image)
            else:
                icon = self.theme.pixmap("file-text" if self.row.media == PDF else "photo", "ink2", 40)
                half = self.theme.px(20)
                painter.drawPixmap(self.width() // 2 - half, self.height() // 2 - half, icon)
            painter.setClipping(False)
            painter.setPen(QPen(self.theme.color("edge"), 1))
            painter.drawPath(outline)


class MediaLine(QWidget):
    """MediaLine(theme); show_media(rows, pictures). Signal: pressed(object: MediaRow)."""

    pressed = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.pictures: Pictures | None = None
        """Where the images come from; None shows what there is by icon and name."""
        self._rows: tuple[MediaRow, ...] = ()
        self._cells: list[QWidget] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(theme.px(GAP))
        self.hide()

    def show_media(self, rows: tuple[MediaRow, ...]) -> None:
        """Show other pictures; the same again draws nothing anew."""
        show_if(self, wanted=bool(rows))
        if rows == self._rows:
            return
        self._rows = rows
        clear(self._grid)
        self._cells = [self._cell(row) for row in rows]
        self._place()

    def thumbs(self) -> list[Thumb]:
        """What can be tapped, in order."""
        return [found for cell in self._cells for found in cell.findChildren(Thumb)]

    def _cell(self, row: MediaRow) -> QWidget:
        cell = QWidget()
        cell.setFixedWidth(self.theme.px(WIDE))
        inside = column(self.theme, cell, gap=4)
        thumb = Thumb(self.theme, row)
        thumb.clicked.connect(lambda _checked=False: self.pressed.emit(row))
        why = Label(self.theme, "", "meta", "warn", wrap=True)
        inside.addWidget(thumb)
        inside.addWidget(Label(self.theme, row.label or row.name, "metastrong", wrap=True))
        inside.addWidget(why)
        inside.addStretch(1)
        why.hide()
        if self.pictures is not None:
            self.pictures.small(row, thumb.room(), lambda loaded: self._loaded(cell, thumb, why, loaded))
        return cell

    def _loaded(self, cell: QWidget, thumb: Thumb, why: Label, loaded: Loaded) -> None:
        """Draw it, unless another step is shown by now."""
        if cell not in self._cells and cell.parent() is not None:
            return
        thumb.show_image(loaded.images[0] if loaded.images else None)
        why.setText(loaded.why)
        show_if(why, wanted=bool(loaded.why))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many in a line as there is room for."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        wide = self.theme.px(WIDE) + self._grid.spacing()
        across = max(1, (self.width() + self._grid.spacing()) // wide)
        for at, cell in enumerate(self._cells):
            self._grid.addWidget(cell, at // across, at % across, Qt.AlignmentFlag.AlignTop)
        for column_at in range(self._grid.columnCount()):
            self._grid.setColumnStretch(column_at, 0)
        self._grid.setColumnStretch(across, 1)
