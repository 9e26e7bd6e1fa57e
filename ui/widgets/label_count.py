"""`LabelCount`: counted labels and their reconciliation (21 CFR 211.125).

Whether the counts balance arrives in words; what is typed leaves as raw text.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from ebr.words import tr
from ui.theme import Theme
from ui.widgets.boxes import column, panel, row
from ui.widgets.button import Button
from ui.widgets.field import Field
from ui.widgets.label import Label


class LabelCount(QWidget):
    """Counted labels and their reconciliation. LabelCount(theme, counts) with counts of (key, name).

    Setters: set_value(key, text), set_balance(text, tone). value() is a dict of raw texts. Signals: changed and
    entered(object: that dict).
    """

    changed = Signal(object)
    entered = Signal(object)

    def __init__(self, theme: Theme, counts: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        whole = column(theme, self, gap=10)
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(12))
        grid.setVerticalSpacing(theme.px(10))
        self._fields: dict[str, Field] = {}
        for at, (key, name) in enumerate(counts):
            grid.addLayout(self._pair(key, name), at // 3, at % 3)
        whole.addLayout(grid)
        foot = panel("sunk")
        line = row(theme, foot, (14, 8, 8, 8), 12)
        self._balance = Label(theme, "", "h3", wrap=True)
        done = Button(theme, tr("Enter counts"), "plain")
        done.acted.connect(self._finish)
        line.addWidget(self._balance, 1)
        line.addWidget(done)
        whole.addWidget(foot)

    def _pair(self, key: str, name: str) -> QVBoxLayout:
        holder = column(self.theme, gap=4)
        holder.addWidget(Label(self.theme, name, "meta"))
        field = Field(self.theme, name, wants="number")
        field.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        field.changed.connect(self._tell)
        field.entered.connect(self._finish)
        self._fields[key] = field
        holder.addWidget(field)
        return holder

    def value(self) -> dict[str, str]:
        """All counts as typed."""
        return {key: field.text() for key, field in self._fields.items()}

    def _tell(self, _text: object) -> None:
        self.changed.emit(self.value())

    def _finish(self, _value: object) -> None:
        self.entered.emit(self.value())

    def set_value(self, key: str, text: str) -> None:
        """Shows a draft."""
        self._fields[key].setText(text)

    def set_balance(self, text: str, tone: str = "") -> None:
        """Issued against used, in words; a difference has a tone."""
        self._balance.setText(text)
        self._balance.set_tone(tone)

    def first_field(self) -> QWidget:
        """What gets the focus."""
        return next(iter(self._fields.values()))
