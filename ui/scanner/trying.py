"""The two codes and what came of them, side by side: on the screen "Check a scanner" and at the end of a first start.

Scans arrive here before anything judges them (`check_scan`), because a scanner that is set up wrongly is what this
is for. What a scanner sends without Enter, or too slowly, stays in the field as if it had been typed, and is judged
there when nothing more comes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QRect, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QWidget

from ebr.station.scanner_check import BARS, MATRIX
from ebr.words import tr
from ui.desk import Desk
from ui.pages.page import Tall
from ui.scanner.presenter import ScannerPresenter
from ui.scanner.words import Said
from ui.session import Session
from ui.sounds import REFUSED, SCAN
from ui.theme import Theme
from ui.widgets.boxes import column, dress, panel, row, show_if
from ui.widgets.field import Field
from ui.widgets.label import Icon, Label
from ui.widgets.wedge import BADGE_PREFIX, Scan

QUIET_MS: Final = 700
"""After so long without a key whatever types has ended."""
MODULE: Final = {MATRIX: 6, BARS: 2}
"""Pixels of the screen for the smallest element; whole ones, so that every edge is sharp at every size."""
BAR_HEIGHT: Final = 84
MARGIN: Final = 14


class Code(QWidget):
    """Code(theme, kind, name): show(rows) draws a code black on white in every theme, as a scanner wants it."""

    def __init__(self, theme: Theme, kind: str, name: str) -> None:
        super().__init__()
        self.theme, self._module = theme, MODULE[kind]
        self._rows: tuple[str, ...] = ("",)
        self._high = self._module if kind == MATRIX else theme.px(BAR_HEIGHT)
        self.setAccessibleName(name)

    def show_rows(self, rows: tuple[str, ...]) -> None:
        """Draws it."""
        self._rows = rows
        self.setFixedSize(len(rows[0]) * self._module + 2 * MARGIN, len(rows) * self._high + 2 * MARGIN)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """White ground, dark elements."""
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), QColor(Qt.GlobalColor.white))
            for down, line in enumerate(self._rows):
                for across, sign in enumerate(line):
                    if sign == "1":
                        place = QRect(
                            MARGIN + across * self._module, MARGIN + down * self._high, self._module, self._high
                        )
                        painter.fillRect(place, QColor(Qt.GlobalColor.black))


class Trying(Tall):
    """Trying(desk, session): codes at the left, what came at the right; begin() has the codes drawn, stop() ends it.

    `right`: a scan was right since it began. Signal: came(object: None) after each verdict.
    """

    came = Signal(object)

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__()
        self.session, self.theme = session, session.theme
        self.presenter = ScannerPresenter(desk, session)
        self.right = False
        line = row(self.theme, self, gap=12)
        line.addWidget(self._codes(), 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self._found(), 1, Qt.AlignmentFlag.AlignTop)
        self._quiet = QTimer(self, singleShot=True, interval=QUIET_MS)
        self._quiet.timeout.connect(self._ended)
        self.presenter.on_codes, self.presenter.on_said = self.show_codes, self.show_said

    def begin(self) -> None:
        """Have the codes drawn, and wait."""
        self.presenter.refresh()

    def stop(self) -> None:
        """Hear nothing more."""
        self._quiet.stop()
        self.presenter.close()

    def _codes(self) -> QFrame:
        frame = panel("card")
        inside = column(self.theme, frame, (18, 14, 18, 18), 8)
        self._drawn = {
            MATRIX: Code(self.theme, MATRIX, tr("Square code to scan, with a separator in it")),
            BARS: Code(self.theme, BARS, tr("Bar code to scan")),
        }
        for kind, title in ((MATRIX, tr("Square code (GS1 DataMatrix)")), (BARS, tr("Bar code (Code 128)"))):
            inside.addWidget(Label(self.theme, title, "h2"))
            inside.addWidget(self._drawn[kind])
        return frame

    def _found(self) -> QFrame:
        frame = panel("card")
        inside = column(self.theme, frame, (18, 14, 18, 18), 10)
        head = row(self.theme, gap=12)
        self._icon = Icon(self.theme, "scan", "ink2", 36)
        self.title = Label(self.theme, "", "h2", wrap=True)
        head.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.title, 1)
        inside.addLayout(head)
        self.words = Label(self.theme, "", "instr", wrap=True)
        self._mend = Label(self.theme, "", "h3", wrap=True)
        inside.addWidget(self.words)
        inside.addWidget(self._mend)
        self._box = panel("sunk")
        box = column(self.theme, self._box, (14, 8, 14, 8), 2)
        box.addWidget(Label(self.theme, tr("What came"), "meta"))
        self._came = Label(self.theme, "", "metastrong", wrap=True, code=True)
        box.addWidget(self._came)
        inside.addWidget(self._box)
        self.field = Field(self.theme, tr("What comes key by key"), code=True, hint=tr("What comes key by key"))
        self.field.changed.connect(lambda _text: self._quiet.start())
        self.field.entered.connect(lambda text: self._typed(str(text), ended=True))
        inside.addWidget(self.field)
        return frame

    def show_codes(self, codes: Mapping[str, tuple[str, ...]]) -> None:
        """Draws both."""
        for kind, drawn in self._drawn.items():
            drawn.show_rows(codes[kind])

    def show_said(self, said: Said) -> None:
        """What was found, and what to do."""
        self._icon.set_icon(said.icon, said.tone or "ink2")
        self.title.setText(said.title)
        self.title.set_tone(said.tone)
        self.words.setText(said.words)
        self._mend.setText(said.mend)
        show_if(self._mend, wanted=bool(said.mend))
        self._came.setText(_breakable(said.came))
        show_if(self._box, wanted=bool(said.came))
        dress(self._box, state=said.tone)

    # -- what comes

    def check_scan(self, scan: Scan) -> bool:
        """Take any scan as it came, with its identifier; only a badge is somebody's."""
        text = scan.aim + (BADGE_PREFIX if scan.badge else "") + scan.data
        if scan.badge:
            return False
        self._quiet.stop()
        self.field.clear()
        self._heard(right=self.presenter.scanned(text), otherwise=REFUSED)
        return True

    def nothing(self) -> None:
        """Whoever holds the scanner sees nothing happen."""
        self.presenter.nothing()
        self.field.setFocus()

    def _ended(self) -> None:
        self._typed(self.field.text(), ended=False)

    def _typed(self, text: str, *, ended: bool) -> None:
        self._quiet.stop()
        self._heard(right=self.presenter.typed(text, ended=ended))
        self.field.clear()

    def _heard(self, *, right: bool, otherwise: str = "") -> None:
        self.right = self.right or right
        sound = SCAN if right else otherwise
        if sound:
            self.session.play(sound)
        self.came.emit(None)


def _breakable(text: str) -> str:
    """A long code may take several lines: a place to break without width stands after every few signs."""
    return "\u200b".join(text[at : at + 8] for at in range(0, len(text), 8))
