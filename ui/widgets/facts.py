"""Plain facts: name and value lists, numbers to glance at, and what to say when there is nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from ui.theme import Theme
from ui.widgets.boxes import clear, column, dress, row
from ui.widgets.button import Button
from ui.widgets.label import Icon, Label


@dataclass(frozen=True, slots=True)
class Fact:
    """One line: name, value, a quieter detail, and a tone ("", warn, crit, ok) for the value."""

    name: str
    value: str
    detail: str = ""
    tone: str = ""


NAMES: Final = 140
"""Width of the names at scale 1.0."""


class FactList(QFrame):
    """Name and value in two columns, wrapping, never cut.

    FactList(theme, facts=(), *, sunk=False); set_facts(facts). The names have a fixed width: a grid that shares its
    width by parts rounds, and a line may then be missing.
    """

    def __init__(
        self, theme: Theme, facts: Sequence[Fact] = (), *, sunk: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.theme = theme
        dress(self, panel="sunk" if sunk else "plain")
        edge = 14 if sunk else 0
        self._lines = column(theme, self, (edge, edge, edge, edge), 6)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.set_facts(facts)

    def set_facts(self, facts: Sequence[Fact]) -> None:
        """Replaces all lines."""
        clear(self._lines)
        top = Qt.AlignmentFlag.AlignTop
        for fact in facts:
            line = row(self.theme, gap=16)
            name = Label(self.theme, fact.name, "meta", wrap=True)
            name.setFixedWidth(self.theme.px(NAMES))
            line.addWidget(name, 0, top)
            cell = column(self.theme, gap=0)
            cell.addWidget(Label(self.theme, fact.value, "metastrong", fact.tone, wrap=True, code=True))
            if fact.detail:
                cell.addWidget(Label(self.theme, fact.detail, "meta", wrap=True))
            line.addLayout(cell, 1)
            self._lines.addLayout(line)


class FactLine(QWidget):
    """Facts beside each other, name above value: statistics, totals. FactLine(theme); set_facts(facts)."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._line = row(theme, self, gap=24)

    def set_facts(self, facts: Sequence[Fact]) -> None:
        """Replaces all."""
        clear(self._line)
        for fact in facts:
            pair = column(self.theme, gap=0)
            pair.addWidget(Label(self.theme, fact.name, "meta"))
            pair.addWidget(Label(self.theme, fact.value, "value", fact.tone))
            self._line.addLayout(pair)
        self._line.addStretch(1)


class ItemRow(QFrame):
    """Icon, title, amount at the right, detail below: a material, a machine.

    ItemRow(theme, icon, title, detail="", amount="", tone="").
    """

    def __init__(
        self,
        theme: Theme,
        icon: str,
        title: str,
        detail: str = "",
        amount: str = "",
        tone: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        line = row(theme, self, gap=10)
        line.addWidget(Icon(theme, icon, {"warn": "warnEdge", "crit": "critEdge"}.get(tone, "ink2"), 22))
        words = column(theme, gap=1)
        top = row(theme)
        top.addWidget(Label(theme, title, "h3", wrap=True), 1)
        if amount:
            top.addWidget(Label(theme, amount, "meta"))
        words.addLayout(top)
        if detail:
            words.addWidget(Label(theme, detail, "meta", tone or "ink2", wrap=True, code=True))
        line.addLayout(words, 1)
        self.setAccessibleName(", ".join(part for part in (title, amount, detail) if part))


class StatTile(QFrame):
    """A counter with its name. StatTile(theme, name, value="", tone=""); set_value(value, tone="")."""

    def __init__(self, theme: Theme, name: str, value: str = "", tone: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        dress(self, panel="card")
        inside = column(theme, self, (16, 10, 16, 10), 0)
        self._name = name
        self._value = Label(theme, "", "big")
        inside.addWidget(self._value)
        inside.addWidget(Label(theme, name, "meta", wrap=True))
        self.set_value(value, tone)

    def set_value(self, value: str, tone: str = "") -> None:
        """The number, and a tone only when it needs action."""
        self._value.setText(value)
        self._value.set_tone(tone)
        self.setAccessibleName(f"{self._name}: {value}")


class EmptyState(QFrame):
    """What a list says when it is empty, with the next step. EmptyState(theme, icon, title, text="", action="").

    Signal: acted(object: None).
    """

    acted = Signal(object)

    def __init__(
        self, theme: Theme, icon: str, title: str, text: str = "", action: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        centre = Qt.AlignmentFlag.AlignHCenter
        inside = column(theme, self, (24, 32, 24, 32), 12)
        inside.addStretch(1)
        inside.addWidget(Icon(theme, icon, "ink3", 56), 0, centre)
        inside.addWidget(Label(theme, title, "h2", align=centre, wrap=True))
        if text:
            inside.addWidget(Label(theme, text, "body", "ink2", align=centre, wrap=True))
        if action:
            button = Button(theme, action, "plain")
            button.acted.connect(self.acted)
            inside.addWidget(button, 0, centre)
        inside.addStretch(1)
        self.setAccessibleName(title)
