"""`MaterialEntry`: material used, row by row: lot, container, gross, tare, net, with the rest still to add.

One contract of the record is many rows (floor-rules 13). The rest is recalculated by the record after each row and
arrives as text; what is typed leaves as raw text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ebr.words import tr
from ui.theme import Theme
from ui.widgets.boxes import column, row
from ui.widgets.field import Field
from ui.widgets.label import Label
from ui.widgets.limit_scale import LimitScale
from ui.widgets.number_entry import NumberEntry
from ui.widgets.row_grid import RowGrid


@dataclass(frozen=True, slots=True)
class MaterialDraft:
    """What was typed for one row of material, raw."""

    container: str
    gross: str
    tare: str


class MaterialEntry(QWidget):
    """Material used, row by row: lot, container, gross, tare, net, with the rest still to add.

    MaterialEntry(theme, unit, *, device="Read balance"). Setters: set_rows(rows of five texts, tones), set_rest(text,
    LimitScale | None), set_container(text) from a scan, set_gross(text), set_tare(text). Signals: changed and
    entered(object: MaterialDraft), device_pressed(object: "gross" or "tare").
    """

    changed = Signal(object)
    entered = Signal(object)
    device_pressed = Signal(object)

    def __init__(self, theme: Theme, unit: str, *, device: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        whole = column(theme, self, gap=10)
        heads = (tr("Lot"), tr("Container"), tr("Gross"), tr("Tare"), tr("Net"))
        self._rows = RowGrid(theme, heads, names=2)
        self._rest = Label(theme, "", "h3", wrap=True)
        self._container = Field(theme, tr("Container"), code=True, hint=tr("Scan the container"))
        self._container.take_as_struck()
        self._container.changed.connect(self._tell)
        self._tare = self._amount(tr("Tare"), unit, "", "tare")
        self._gross = self._amount(tr("Gross"), unit, device, "gross")
        self._gross.entered.connect(self._finish)
        whole.addWidget(self._rows)
        whole.addWidget(self._rest)
        for name, widget in ((tr("Container"), self._container), (tr("Tare"), self._tare), (tr("Gross"), self._gross)):
            whole.addLayout(self._named(name, widget))

    def _named(self, name: str, widget: QWidget) -> QHBoxLayout:
        line = row(self.theme, gap=12)
        label = Label(self.theme, name, "meta")
        label.setMinimumWidth(self.theme.px(84))
        label.setFixedHeight(self.theme.size("touch_large"))
        line.addWidget(label, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(widget, 1)
        return line

    def _amount(self, name: str, unit: str, device: str, which: str) -> NumberEntry:
        made = NumberEntry(self.theme, name, unit, device=device)
        made.changed.connect(self._tell)
        made.device_pressed.connect(lambda _value: self.device_pressed.emit(which))
        return made

    def value(self) -> MaterialDraft:
        """What stands in the fields."""
        return MaterialDraft(self._container.text(), self._gross.field.text(), self._tare.field.text())

    def _tell(self, _text: object) -> None:
        self.changed.emit(self.value())

    def _finish(self, _text: object) -> None:
        self.entered.emit(self.value())

    def set_rows(self, rows: Sequence[Sequence[str]], tones: Sequence[str] = ()) -> None:
        """Rows recorded so far: lot, container, gross, tare, net."""
        self._rows.set_rows(rows, tones)

    def set_rest(self, text: str, scale: LimitScale | None = None) -> None:
        """What is still to add, recalculated after each row, and where the next gross reading should lie."""
        self._rest.setText(text)
        self._gross.set_scale(scale)

    def set_container(self, text: str) -> None:
        """A scanned container."""
        self._container.setText(text)

    def set_gross(self, text: str) -> None:
        """A reading of the balance."""
        self._gross.set_value(text)

    def set_tare(self, text: str) -> None:
        """A reading of the balance."""
        self._tare.set_value(text)

    def first_field(self) -> QWidget:
        """What gets the focus."""
        return self._container if not self._container.text() else self._gross.field
