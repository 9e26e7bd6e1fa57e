"""`read_and_sign`: the document of a procedure in a sheet, page by page; who has seen the last page may sign."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QLabel, QScrollArea, QScrollBar, QWidget

from ebr.station.questions import MediaRow
from ebr.words import tr
from ui.media.loading import Loaded, Pictures
from ui.theme import Theme
from ui.theme.theme import ratio
from ui.widgets.boxes import clear, column, row, show_if
from ui.widgets.button import Button
from ui.widgets.label import Label
from ui.widgets.sheet import Sheet
from ui.widgets.strip import Strip

if TYPE_CHECKING:
    from ui.session import Session

WIDTH: Final = 1160
MARGIN: Final = 64
AROUND: Final = 300
LEAST: Final = 240
SHOWN_HASH: Final = 16
NEAR: Final = 120
"""So near to its end a document counts as seen."""


class ReadingContent(QWidget):
    """ReadingContent(theme, row, room): pages below each other; without a row the document is kept elsewhere.

    Signals: read(object: None) when the person says so, turned(object: first page asked for), cancelled.
    """

    read = Signal(object)
    turned = Signal(object)
    cancelled = Signal(object)

    def __init__(self, theme: Theme, media: MediaRow | None, room: QSize) -> None:
        super().__init__()
        self.theme, self.media = theme, media
        self._first, self._shown, self._pages, self._step = 0, 0, 0, 0
        self._end, self._tall = False, 0
        self._bar: QScrollBar | None = None
        whole = column(theme, self, gap=12)
        stage = QWidget()
        if media is not None:
            stage.setMinimumHeight(room.height())
        self._inside = column(theme, stage, gap=12)
        whole.addWidget(stage)
        self.footer = self._foot()
        if media is None:
            self._inside.addWidget(Label(theme, elsewhere(), "instr", wrap=True))
        else:
            self._wait()
        self._refresh()

    def _foot(self) -> QWidget:
        footer = QWidget()
        line = row(self.theme, footer, gap=12)
        cancel = Button(self.theme, tr("Cancel"), "large")
        cancel.acted.connect(self.cancelled)
        self._back = Button(self.theme, tr("Pages before"), "large", "chevron-left")
        self._on = Button(self.theme, tr("Pages after"), "large", "chevron-right")
        self._back.acted.connect(lambda _value: self._turn(-1))
        self._on.acted.connect(lambda _value: self._turn(1))
        self._why = Label(self.theme, "", "metastrong", wrap=True)
        self.button = Button(self.theme, tr("I have read it"), "primary", "signature")
        self.button.acted.connect(self.read)
        for part in (cancel, self._back, self._on):
            line.addWidget(part)
        line.addWidget(self._why, 1)
        line.addWidget(self.button)
        return footer

    def _turn(self, way: int) -> None:
        if way > 0:
            self._step = self._shown  # all parts but the last are as long as the first
        self._first = max(0, self._first + way * self._step)
        self._shown = 0
        self._wait()
        self._refresh()
        self.turned.emit(self._first)

    def _wait(self) -> None:
        clear(self._inside)
        self._inside.addWidget(Label(self.theme, tr("Please wait"), "body"))
        self._inside.addStretch(1)

    def show_loaded(self, loaded: Loaded) -> None:
        """Draw the pages, or say why there are none: then nothing can be signed."""
        clear(self._inside)
        if loaded.why:
            self._inside.addWidget(Strip(self.theme, "warn", loaded.why))
        for at, image in enumerate(loaded.images):
            number = self._first + at + 1
            words = tr("Page {number} of {pages}", number=str(number), pages=str(loaded.pages))
            self._inside.addWidget(Label(self.theme, words, "over"))
            self._inside.addWidget(self._page(image, words))
        self._shown, self._pages = len(loaded.images), loaded.pages
        self._tall = round(sum(image.height() for image in loaded.images) / ratio())
        if self.media is not None and loaded.images:
            said = tr("{name}, fingerprint {hash}", name=self.media.name, hash=self.media.sha256[:SHOWN_HASH])
            self._inside.addWidget(Label(self.theme, said, "meta", wrap=True))
        self._inside.addStretch(1)
        self._end = False
        self._refresh()
        self._watch()

    def _watch(self) -> None:
        """Begin at the top, and hear when the end comes into sight."""
        area = self.parentWidget()
        while area is not None and not isinstance(area, QScrollArea):
            area = area.parentWidget()
        if not isinstance(area, QScrollArea):
            return
        bar = area.verticalScrollBar()
        if self._bar is None:
            self._bar = bar
            bar.valueChanged.connect(self._scrolled)
            bar.rangeChanged.connect(self._scrolled)
        bar.setValue(0)
        QTimer.singleShot(0, self, self._scrolled)

    def _scrolled(self, *_value: int) -> None:
        bar = self._bar
        if bar is None or not self._shown or self._end or self.height() < self._tall:  # not laid out yet
            return
        if bar.value() >= bar.maximum() - self.theme.px(NEAR):
            self._end = True
            self._refresh()

    def _page(self, image: QImage, words: str) -> QLabel:
        made = QLabel()
        shown = QPixmap.fromImage(image)
        shown.setDevicePixelRatio(ratio())
        made.setPixmap(shown)
        made.setAccessibleName(words)
        return made

    def _refresh(self) -> None:
        last = self._first + self._shown
        more = self._shown > 0 and last < self._pages
        show_if(self._back, wanted=self._first > 0)
        show_if(self._on, wanted=more)
        self._on.setEnabled(self._end)
        why = ""
        if self.media is not None and not self._shown:
            why = tr("The document has to be shown first")
        elif not self._end and self.media is not None:
            why = tr("Read to the end of the page first") if self._pages == 1 else tr("Read to the last page first")
        elif more:
            why = tr("Page {last} of {pages}: the rest comes first", last=str(last), pages=str(self._pages))
        self._why.setText(why)
        self.button.setEnabled(not why)

    def first_field(self) -> QWidget:
        """The button, which says why not."""
        return self.button


def elsewhere() -> str:
    """Return what is said of a procedure whose document is not kept here."""
    return tr("This procedure is kept outside the program. Read the version named above there, then sign here.")


def read_and_sign(
    session: Session, pictures: Pictures, media: MediaRow | None, title: str, sign: Callable[[Sheet], None]
) -> ReadingContent:
    """Open the sheet; `sign` is called with it when the person says that it was read."""
    theme = session.theme
    width = min(theme.px(WIDTH), session.host.width() - theme.px(2 * MARGIN)) - theme.px(MARGIN)
    room = QSize(width, max(theme.px(LEAST), session.host.height() - theme.px(AROUND)))
    content = ReadingContent(theme, media, room)
    sheet = Sheet(theme, session.host, title, content, footer=content.footer, width=WIDTH if media else 720)

    def ask(first: object) -> None:
        if media is not None:
            pictures.part(media, room * ratio(), int(str(first)), heard)

    def heard(loaded: Loaded) -> None:
        if not sheet.gone:
            content.show_loaded(loaded)

    content.turned.connect(ask)
    content.read.connect(lambda _value: sign(sheet))
    for asked in (content.cancelled, sheet.cancelled):
        asked.connect(lambda _value: sheet.close_sheet())
    session.show_sheet(sheet)
    ask(0)
    return content
