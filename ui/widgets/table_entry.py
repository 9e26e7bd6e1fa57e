"""`TableEntry`: repeated samples with running statistics.

Rows, mean, SD and RSD arrive as text (the record computes and rounds, floor-rules 12); what is typed leaves as raw
text.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.theme import Theme
from ui.widgets.boxes import column, show_if
from ui.widgets.facts import Fact, FactLine
from ui.widgets.label import Label
from ui.widgets.number_entry import NumberEntry
from ui.widgets.row_grid import RowGrid


class TableEntry(QWidget):
    """Repeated samples with running statistics.

    TableEntry(theme, name, unit, heads, *, device="", device_icon="scale").

    Setters: set_rows(rows, tones), set_statistics(facts), set_next("Sample 4 of 10"), number.set_value(text).
    Signals: changed(object: text), entered(object: text), device_pressed(object: None). Attribute: number
    (NumberEntry).
    """

    changed = Signal(object)
    entered = Signal(object)
    device_pressed = Signal(object)

    def __init__(
        self,
        theme: Theme,
        name: str,
        unit: str,
        heads: Sequence[str],
        *,
        device: str = "",
        device_icon: str = "scale",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.theme = theme
        whole = column(theme, self, gap=10)
        self._rows = RowGrid(theme, heads)
        self._statistics = FactLine(theme)
        self._next = Label(theme, "", "h3")
        self.number = NumberEntry(theme, name, unit, device=device, device_icon=device_icon)
        self.number.changed.connect(self.changed)
        self.number.entered.connect(self.entered)
        self.number.device_pressed.connect(self.device_pressed)
        whole.addWidget(self._rows)
        whole.addWidget(self._statistics)
        whole.addWidget(self._next)
        whole.addWidget(self.number)

    def set_rows(self, rows: Sequence[Sequence[str]], tones: Sequence[str] = ()) -> None:
        """The samples so far."""
        self._rows.set_rows(rows, tones)

    def set_statistics(self, facts: Sequence[Fact]) -> None:
        """Mean, SD, RSD and what else the record computes."""
        self._statistics.set_facts(facts)

    def set_next(self, text: str) -> None:
        """Which sample comes next; "" when all are there."""
        self._next.setText(text)
        show_if(self.number, wanted=bool(text))

    def first_field(self) -> QWidget:
        """What gets the focus."""
        return self.number.field
