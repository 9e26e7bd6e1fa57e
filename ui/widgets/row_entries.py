"""Entries made of rows: repeated samples, material used, counted labels.

Rows, sums, statistics and what is left arrive as text (the record rounds, floor-rules 12 and 13); what a person types
leaves as raw text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ebr.words import tr
from ui.theme import Theme
from ui.widgets.boxes import clear, column, panel, row
from ui.widgets.button import Button
from ui.widgets.facts import Fact
from ui.widgets.field import Field
from ui.widgets.label import Label
from ui.widgets.limit_bar import LimitScale
from ui.widgets.number_entry import NumberEntry


class RowGrid(QWidget):
    """A small table of text that wraps nothing and cuts nothing. RowGrid(theme, heads); set_rows(rows of texts, tones=())."""

    def __init__(self, theme: Theme, heads: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme, self._heads = theme, tuple(heads)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.px(16))
        self._grid.setVerticalSpacing(theme.px(6))

    def set_rows(self, rows: Sequence[Sequence[str]], tones: Sequence[str] = ()) -> None:
        """All rows; numbers belong to the right and all but the first column are aligned there. A tone colours its row."""
        clear(self._grid)
        for across, head in enumerate(self._heads):
            self._put(Label(self.theme, head, "over"), 0, across)
        for down, cells in enumerate(rows, start=1):
            tone = tones[down - 1] if down <= len(tones) else ""
            for across, text in enumerate(cells):
                self._put(Label(self.theme, text, "metastrong", tone, code=True), down, across)
        self._grid.setColumnStretch(0, 1)

    def _put(self, label: Label, down: int, across: int) -> None:
        side = Qt.AlignmentFlag.AlignRight if across else Qt.AlignmentFlag.AlignLeft
        self._grid.addWidget(label, down, across, side | Qt.AlignmentFlag.AlignVCenter)


class TableEntry(QWidget):
    """Repeated samples with running statistics. TableEntry(theme, name, unit, heads, *, device="", device_icon="scale").

    Setters: set_rows(rows, tones), set_statistics(facts), set_next("Sample 4 of 10"), number.set_value(text).
    Signals: changed(object: text), entered(object: text), device_pressed(object: None). Attribute: number (NumberEntry).
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
        self._statistics = row(theme, gap=24)
        self._next = Label(theme, "", "h3")
        self.number = NumberEntry(theme, name, unit, device=device, device_icon=device_icon)
        self.number.changed.connect(self.changed)
        self.number.entered.connect(self.entered)
        self.number.device_pressed.connect(self.device_pressed)
        whole.addWidget(self._rows)
        whole.addLayout(self._statistics)
        whole.addWidget(self._next)
        whole.addWidget(self.number)

    def set_rows(self, rows: Sequence[Sequence[str]], tones: Sequence[str] = ()) -> None:
        """The samples so far."""
        self._rows.set_rows(rows, tones)

    def set_statistics(self, facts: Sequence[Fact]) -> None:
        """Mean, SD, RSD and what else the record computes."""
        _fill(self.theme, self._statistics, facts)

    def set_next(self, text: str) -> None:
        """Which sample comes next; "" when all are there."""
        self._next.setText(text)
        self.number.setVisible(bool(text))

    def first_field(self) -> QWidget:
        """What gets the focus."""
        return self.number.field


def _fill(theme: Theme, line: QHBoxLayout, facts: Sequence[Fact]) -> None:
    clear(line)
    for fact in facts:
        pair = column(theme, gap=0)
        pair.addWidget(Label(theme, fact.name, "meta"))
        pair.addWidget(Label(theme, fact.value, "value", fact.tone))
        line.addLayout(pair)
    line.addStretch(1)


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
    entered(object: MaterialDraft), device_pressed(object: "gross" or "tare"). Attribute: rest_bar shown by NumberEntry.
    """

    changed = Signal(object)
    entered = Signal(object)
    device_pressed = Signal(object)

    def __init__(self, theme: Theme, unit: str, *, device: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        whole = column(theme, self, gap=10)
        heads = (tr("Lot"), tr("Container"), tr("Gross"), tr("Tare"), tr("Net"))
        self._rows = RowGrid(theme, heads)
        self._rest = Label(theme, "", "h3", wrap=True)
        self._container = Field(theme, tr("Container"), code=True, hint=tr("Scan the container"))
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
        line.addWidget(label)
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
