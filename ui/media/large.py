"""`show_large`: a picture or the pages of a document in a sheet of the window, as wide as there is room for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QLabel, QWidget

from ebr.station.questions import MediaRow
from ebr.words import ntr, tr
from ui.media.loading import PDF, Loaded, Pictures
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
AROUND: Final = 300
"""Above and below it: header, title, words and edges."""
LEAST: Final = 240
WORDS: Final = 40
LARGER: Final = 2
"""A small picture is shown at most so many times as large as it is."""
SHOWN_HASH: Final = 16


class LargeContent(QWidget):
    """LargeContent(theme, row, room): the pages below each other, then the name and fingerprint of the file.

    A picture fits into the room whole; a document has its width.
    """

    def __init__(self, theme: Theme, row: MediaRow, room: QSize) -> None:
        super().__init__()
        self.theme, self._row, self._room = theme, row, room
        stage = QWidget()  # it makes the sheet as high as what will be shown
        stage.setMinimumHeight(room.height() + theme.px(WORDS))
        column(theme, self, gap=0).addWidget(stage)
        self._inside = column(theme, stage, gap=12)
        self.words = Label(theme, tr("Please wait"), "body", wrap=True)
        self._inside.addWidget(self.words)
        self._inside.addStretch(1)
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
        most = self._room * ratio()
        room = QSize(most.width(), most.width() * 4) if self._row.media == PDF else most
        size = image.size().scaled(room, Qt.AspectRatioMode.KeepAspectRatio).boundedTo(image.size() * LARGER)
        fitted = image.scaled(size, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
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
    room = QSize(width, max(theme.px(LEAST), session.host.height() - theme.px(AROUND)))
    content = LargeContent(theme, row, room)
    sheet = Sheet(theme, session.host, row.label or row.name, content, width=WIDTH)
    sheet.cancelled.connect(lambda _value: sheet.close_sheet())
    session.show_sheet(sheet)
    pictures.large(row, room * ratio(), lambda loaded: None if sheet.gone else content.show_loaded(loaded))
    return content
