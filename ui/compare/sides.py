"""Choosing a version or a draft to compare: those of the same master batch record first, and found by typing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ebr.words import tr
from ui.compare.presenter import DRAFT, Side
from ui.theme import Theme
from ui.widgets.boxes import clear, column
from ui.widgets.button import Button
from ui.widgets.field import Field
from ui.widgets.label import Label

MOST: Final = 8
ICONS: Final = {DRAFT: "pencil", "effective": "circle-check", "withdrawn": "ban", "superseded": "history"}


class SidesContent(QWidget):
    """SidesContent(theme, sides, mbr, now). Signal: chosen(object: key of the side)."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, sides: Sequence[Side], mbr: str, now: str) -> None:
        super().__init__()
        self.theme, self._now = theme, now
        own = [side for side in reversed(sides) if side.mbr == mbr]
        self._sides = [*own, *(side for side in sides if side.mbr != mbr)]
        whole = column(theme, self, gap=10)
        self._field = Field(theme, tr("Find a version"), hint=tr("Title or version"))
        self._field.changed.connect(lambda _text: self._show())
        self._field.entered.connect(lambda _text: self._first())
        whole.addWidget(self._field)
        self._rows = column(theme, gap=6)
        whole.addLayout(self._rows)
        whole.addStretch(1)
        self._show()

    def _found(self) -> list[Side]:
        wanted = self._field.text().casefold().split()
        return [one for one in self._sides if all(word in f"{one.title} {one.words}".casefold() for word in wanted)]

    def _show(self) -> None:
        clear(self._rows)
        found = self._found()
        for side in found[:MOST]:
            icon = ICONS.get(side.status, "file-certificate")
            made = Button(self.theme, side.words, "tile", icon, detail=side.title)
            made.setCheckable(True)
            made.setChecked(side.key == self._now)
            made.set_value(side.key)
            made.acted.connect(self.chosen)
            self._rows.addWidget(made)
        if len(found) > MOST:
            self._rows.addWidget(Label(self.theme, tr("{n} more: type to find them", n=len(found) - MOST), "meta"))
        if not found:
            self._rows.addWidget(Label(self.theme, tr("Nothing matches"), "meta"))

    def _first(self) -> None:
        found = self._found()
        if found:
            self.chosen.emit(found[0].key)

    def first_field(self) -> Field:
        """Where one types."""
        return self._field
