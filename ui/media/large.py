"""`show_large`: a picture or the pages of a document in a sheet of the window, as wide as there is room for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QLabel, QWidget

from ebr.station.questions import MediaRow
from ebr.words import ntr, tr
from ui.media.loading import Loaded, Pictures
from ui.theme import Theme
from ui.theme.theme import ratio
from ui.widgets.boxes import column
from ui.widgets.label import Label
from ui.widgets.sheet import Sheet
from ui.widgets.strip import Strip

if TYPE_CHECKING:
    from ui.session import Session

WIDTH: Final = 1160
MARGIN: Final = 64
"""Of the sheet beside its content."""
SHOWN_HASH: Final = 16


class LargeContent(QWidget):
    """LargeContent(theme, row, width): the pages below each other, then the name and fingerprint of the file."""

    def __init__(self, theme: Theme, row: MediaRow, width: int) -> None:
        super().__init__()
        self.theme, self._row, self._width = theme, row, width
        self._inside = column(theme, self, gap=12)
        self.words = Label(theme, tr("Please wait"), "body", wrap=True)
        self._inside.addWidget(self.words)
        self.pages: list[QLabel] = []

    def show_loaded(self, loaded: Loaded) -> None:
        """Draw the pages, or say why there are none."""
        if loaded.why:
            self.words.hide()
            self._inside.insertWidget(0, Strip(self.theme, "warn", loaded.why))
            return
        for image in loaded.images:
            self._inside.insertWidget(len(self.pages), self._page(image))
        self.words.setText(self._said(loaded))
        self.words.show()

    def _page(self, image: QImage) -> QLabel:
        made = QLabel()
        wide = min(self._width, image.width() * 2)
        pixels = round(wide * ratio())
        fitted = image.scaledToWidth(pixels, Qt.TransformationMode.SmoothTransformation)
        shown = QPixmap.fromImage(fitted)
        shown.setDevicePixelRatio(ratio())
        made.setPixmap(shown)
        made.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        made.setAccessibleName(self._row.label)
        self.pages.append(made)
        return made

    def _said(self, loaded: Loaded) -> str:
        said = tr("{name}, fingerprint {hash}", name=self._row.name, hash=self._row.sha256[:SHOWN_HASH])
        left = loaded.pages - len(loaded.images)
        if left <= 0:
            return said
        more = ntr("{count} more page is not shown", "{count} more pages are not shown", left, count=str(left))
        return f"{more} \N{MIDDLE DOT} {said}"


def show_large(session: Session, pictures: Pictures, row: MediaRow) -> LargeContent:
    """Open the sheet; the file is read beside the screen."""
    theme = session.theme
    width = min(theme.px(WIDTH), session.host.width() - theme.px(2 * MARGIN)) - theme.px(MARGIN)
    content = LargeContent(theme, row, width)
    sheet = Sheet(theme, session.host, row.label or row.name, content, width=WIDTH)
    sheet.cancelled.connect(lambda _value: sheet.close_sheet())
    session.show_sheet(sheet)
    pictures.large(row, round(width * ratio()), lambda loaded: None if sheet.gone else content.show_loaded(loaded))
    return content
