"""A single fact in the window: the card that takes scans and lists facts, and the sheet with the codes of one."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from ebr.station.questions import FactRow
from ebr.words import tr
from ui.bundles.fact_presenter import FactPresenter, line_of
from ui.desk import Desk
from ui.session import Session
from ui.theme import Theme
from ui.widgets.boxes import clear, column, panel, row, show_if
from ui.widgets.button import Button
from ui.widgets.label import Icon, Label
from ui.widgets.sheet import Sheet
from ui.widgets.strip import Strip
from ui.widgets.text_entry import TextEntry

QUIET: Final = 4
"""Squares left white around a code, so that a scanner finds it."""
SIDE: Final = 420
MOST_ROWS: Final = 5


class CodeSquares(QWidget):
    """CodeSquares(theme, text): a QR code, black on white in every theme."""

    def __init__(self, theme: Theme, text: str, parent: QWidget | None = None) -> None:
        import segno

        super().__init__(parent)
        self._rows = [bytes(line) for line in segno.make(text, error="m", micro=False).matrix]
        self.setFixedSize(theme.px(SIDE), theme.px(SIDE))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("QR code"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws whole pixels only: blurred edges are not read."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor("white"))
        count = len(self._rows) + 2 * QUIET
        side = self.width() // count
        start = (self.width() - side * len(self._rows)) // 2
        for y, line in enumerate(self._rows):
            for x, dark in enumerate(line):
                if dark:
                    painter.fillRect(QRectF(start + x * side, start + y * side, side, side), QColor("black"))
        painter.end()


class CodesContent(QWidget):
    """CodesContent(theme, codes): one code at a time, with the way to the next."""

    def __init__(self, theme: Theme, codes: tuple[str, ...]) -> None:
        super().__init__()
        self.theme, self.codes, self.at = theme, codes, 0
        whole = column(theme, self, gap=12)
        words = tr(
            "Read it with the other station's scanner, on its screen “Bundles”. Every code is needed, in any order."
        )
        whole.addWidget(Label(theme, words, "body", wrap=True))
        self._place = column(theme, gap=0)
        whole.addLayout(self._place)
        line = row(theme, gap=12)
        self._before = Button(theme, tr("The code before"), "large", "arrow-left")
        self._next = Button(theme, tr("The next code"), "primary", "arrow-right")
        self._count = Label(theme, "", "metastrong")
        self._before.acted.connect(lambda _value: self.turn(-1))
        self._next.acted.connect(lambda _value: self.turn(1))
        line.addWidget(self._before)
        line.addWidget(self._count, 1, Qt.AlignmentFlag.AlignCenter)
        line.addWidget(self._next)
        whole.addLayout(line)
        self.turn(0)

    def turn(self, by: int) -> None:
        """Show another code."""
        self.at = max(0, min(self.at + by, len(self.codes) - 1))
        clear(self._place)
        self._place.addWidget(CodeSquares(self.theme, self.codes[self.at]), 0, Qt.AlignmentFlag.AlignHCenter)
        self._count.setText(tr("Code {n} of {all}", n=self.at + 1, all=len(self.codes)))
        self._before.setEnabled(self.at > 0)
        self._next.setEnabled(self.at < len(self.codes) - 1)

    def first_field(self) -> QWidget:
        """The way on."""
        return self._next if self._next.isEnabled() else self._before


class FactCard(QFrame):
    """FactCard(desk, session): reads codes from the scanner or typed, lists facts, shows their codes."""

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__()
        self.session, self.theme = session, session.theme
        self.presenter = FactPresenter(desk, session.person)
        whole = column(self.theme, self, gap=0)
        card = panel("card")
        whole.addWidget(card)
        inside = column(self.theme, card, (20, 16, 20, 16), 10)
        head = row(self.theme, gap=10)
        head.addWidget(Icon(self.theme, "scan", "ink2", 28))
        head.addWidget(Label(self.theme, tr("A single fact"), "h2"), 1)
        inside.addLayout(head)
        words = tr(
            "Somebody was deactivated, an MBR withdrawn, a station revoked: it counts here at once, before the record "
            "arrives. Scan the codes on the other station's screen."
        )
        inside.addWidget(Label(self.theme, words, "body", wrap=True))
        self._entry = TextEntry(self.theme, tr("Text of a code"), confirm=tr("Read the code"))
        self._entry.entered.connect(lambda text: self.presenter.read(str(text)))
        inside.addWidget(self._entry)
        self._strip = Strip(self.theme, "quiet", "")
        self._strip.hide()
        inside.addWidget(self._strip)
        self._rows = column(self.theme, gap=8)
        inside.addLayout(self._rows)
        p = self.presenter
        p.on_rows, p.on_progress = self.show_rows, self._say
        p.on_taken = lambda lines: self._say(" ".join(lines), "info")
        p.on_codes, p.on_refused = self._show_codes, lambda why: self._say(why, "crit")
        p.refresh()

    def show_rows(self, rows: tuple[FactRow, ...]) -> None:
        """Lists what can be shown as codes, and what is held here."""
        clear(self._rows)
        for one in rows[:MOST_ROWS]:
            shown = line_of(one)
            line = row(self.theme, gap=12)
            pair = column(self.theme, gap=2)
            pair.addWidget(Label(self.theme, shown.name, "h3", wrap=True))
            pair.addWidget(Label(self.theme, shown.detail or shown.value, "meta", wrap=True))
            line.addLayout(pair, 1)
            if not one.held and self.session.may("quality"):
                button = Button(self.theme, tr("Show its codes"), "large", "scan")
                button.acted.connect(lambda _value, entry=one.entry: self.presenter.show(entry))
                line.addWidget(button)
            holder = QWidget()
            holder.setLayout(line)
            self._rows.addWidget(holder)

    def _say(self, words: str, tone: str) -> None:
        if tone != "crit":
            self._entry.set_value("")
        self._strip.show_message(tone or "quiet", words)
        show_if(self._strip, wanted=bool(words))

    def _show_codes(self, title: str, codes: tuple[str, ...]) -> None:
        sheet = Sheet(self.theme, self.session.host, title, CodesContent(self.theme, codes), width=640)
        sheet.cancelled.connect(lambda _value: sheet.close_sheet())
        self.session.show_sheet(sheet)
