"""`ScanResult`: what a scan said: it matches, or where exactly it does not.

A match may close by itself (the screen decides); a mismatch must be acknowledged. Differing characters are boxed and
underlined, so that the difference is a shape, not only a colour.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ebr.words import tr
from ui.theme import Theme
from ui.widgets.boxes import column, panel, row
from ui.widgets.button import Button
from ui.widgets.label import Icon, Label


def differing(expected: str, scanned: str) -> frozenset[int]:
    """Positions of `scanned` that are not what was expected there; missing characters mark the last position."""
    wrong = {at for at, sign in enumerate(scanned) if at >= len(expected) or expected[at] != sign}
    if len(scanned) < len(expected) and scanned:
        wrong.add(len(scanned) - 1)
    return frozenset(wrong)


class MarkedText(QWidget):
    """Text with some characters boxed and underlined.

    MarkedText(theme, text, marks: positions). Wraps between characters.
    """

    def __init__(self, theme: Theme, text: str, marks: frozenset[int], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme, self._text, self._marks = theme, text, marks
        self._font = theme.font("big", code=True)
        # Equal widths, so that what was expected and what was read stand under each other.
        self._font.setFeature(QFont.Tag("tnum"), 1)
        self.setAccessibleName(text)
        self.setMinimumHeight(self.heightForWidth(10_000))
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def _cells(self, width: float) -> list[QRectF]:
        metrics = QFontMetricsF(self._font)
        high, x, y, cells = metrics.height() + self.theme.px(6), 0.0, 0.0, []
        for sign in self._text:
            wide = metrics.horizontalAdvance(sign)
            if x and x + wide > width:
                x, y = 0.0, y + high
            cells.append(QRectF(x, y, wide, high))
            x += wide
        return cells

    def hasHeightForWidth(self) -> bool:
        """Long codes take more lines."""
        return True

    def heightForWidth(self, width: int) -> int:
        """As many lines as the code needs."""
        cells = self._cells(width)
        return round(cells[-1].bottom()) + 1 if cells else 0

    def sizeHint(self) -> QSize:
        """One line."""
        return QSize(self.theme.px(320), self.heightForWidth(10_000))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Each character in its cell."""
        with QPainter(self) as painter:
            painter.setFont(self._font)
            for at, (sign, cell) in enumerate(zip(self._text, self._cells(self.width()), strict=True)):
                marked = at in self._marks
                if marked:
                    painter.fillRect(cell, self.theme.color("critSoft"))
                    foot = QRectF(cell.left(), cell.bottom() - self.theme.px(4), cell.width(), self.theme.px(4))
                    painter.fillRect(foot, self.theme.color("critEdge"))
                painter.setPen(self.theme.color("crit" if marked else "ink"))
                painter.drawText(cell, int(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter), sign)


class ScanResult(QWidget):
    """ScanResult(theme, *, matched, title, scanned, expected="", explain="", button="").

    Put it and `footer` into a Sheet.

    Signal: acknowledged(object: None).
    """

    acknowledged = Signal(object)

    def __init__(
        self,
        theme: Theme,
        *,
        matched: bool,
        title: str,
        scanned: str,
        expected: str = "",
        explain: str = "",
        button: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.theme = theme
        whole = column(theme, self, gap=14)
        head = row(theme, gap=12)
        head.addWidget(
            Icon(theme, "circle-check" if matched else "alert-triangle-filled", "ink" if matched else "crit", 40)
        )
        head.addWidget(Label(theme, title, "h2", "" if matched else "crit", wrap=True), 1)
        whole.addLayout(head)
        if not matched:
            whole.addWidget(self._box(tr("Expected"), expected, frozenset()))
        marks = frozenset() if matched else differing(expected, scanned)
        whole.addWidget(self._box(tr("Scanned"), scanned, marks))
        if explain:
            whole.addWidget(Label(theme, explain, "instr", wrap=True))
        whole.addStretch(1)
        self.footer = QWidget()
        self.button = Button(theme, button or tr("Understood"), "primary")
        self.button.acted.connect(self.acknowledged)
        row(theme, self.footer).addWidget(self.button)

    def _box(self, name: str, text: str, marks: frozenset[int]) -> QWidget:
        box = panel("sunk")
        inside = column(self.theme, box, (16, 10, 16, 10), 4)
        inside.addWidget(Label(self.theme, name, "meta"))
        inside.addWidget(MarkedText(self.theme, text, marks))
        return box

    def first_field(self) -> QWidget:
        """The button."""
        return self.button
