"""`TimerRow`: a running limit of time as ring and words.

The widget counts nothing: what is left and how near the limit it is arrive ready (timers run in elapsed time of the
record, floor-rules 15). Amber and red add to the words, they never replace them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtWidgets import QFrame, QWidget

from ui.theme import Theme
from ui.widgets.boxes import column, row
from ui.widgets.label import Label
from ui.widgets.progress import Ring

TOKENS: Final = {"": "ink2", "warn": "warnEdge", "crit": "critEdge"}


@dataclass(frozen=True, slots=True)
class TimerFact:
    """`left` such as "1:17:50 left"; `part` used, 0 to 1; tone "", "warn" (from 75 %) or "crit" (from 100 %)."""

    key: str
    name: str
    left: str
    limit: str
    part: float
    tone: str = ""


class TimerRow(QFrame):
    """TimerRow(theme, fact=None); show_fact(TimerFact). `key` is the key of the fact shown."""

    def __init__(self, theme: Theme, fact: TimerFact | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        line = row(theme, self, gap=12)
        self._ring = Ring(theme)
        self._name = Label(theme, "", "meta", wrap=True)
        self._left = Label(theme, "", "value", wrap=True)
        self._limit = Label(theme, "", "meta", wrap=True)
        words = column(theme, gap=0)
        for label in (self._name, self._left, self._limit):
            words.addWidget(label)
        line.addWidget(self._ring)
        line.addLayout(words, 1)
        self.key = ""
        if fact is not None:
            self.show_fact(fact)

    def show_fact(self, fact: TimerFact) -> None:
        """The state of the timer now; called each second without rebuilding."""
        self.key = fact.key
        self._ring.set_part(fact.part, TOKENS[fact.tone])
        self._name.setText(fact.name)
        self._left.setText(fact.left)
        self._left.set_tone(fact.tone)
        self._limit.setText(fact.limit)
        self.setAccessibleName(f"{fact.name}, {fact.left}, {fact.limit}")
