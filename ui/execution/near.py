"""What a narrow screen keeps of the context column: a strip above the sign bar with the running timers.

Its button opens the column as a drawer over the step, and says how many exceptions are open (ux.md 5.3).
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from ebr.words import tr
from ui.theme import Theme
from ui.widgets.boxes import dress, row
from ui.widgets.button import Button
from ui.widgets.label import ElidedLabel
from ui.widgets.timer_row import TimerFact


class Near(QFrame):
    """Near(theme). show_timers(facts), show_open(exceptions, drawer=). Signal: pressed(object: None)."""

    pressed = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        dress(self, panel="bottom")
        line = row(theme, self, (16, 2, 16, 2), 12)
        self._timers = ElidedLabel(theme, "", "metastrong", "ink2")
        self._button = Button(theme, "", "ghost", "clock")
        self._button.setFixedHeight(theme.size("touch"))
        self._button.acted.connect(self.pressed)
        line.addWidget(self._timers, 1)
        line.addWidget(self._button)
        self.show_open(0, drawer=False)
        self.hide()

    def show_timers(self, facts: Sequence[TimerFact]) -> None:
        """Running timers with the time that is left."""
        self._timers.setText("   ".join(tr("{name}: {left}", name=fact.name, left=fact.left) for fact in facts))

    def show_open(self, exceptions: int, *, drawer: bool) -> None:
        """How many exceptions are open, and whether the column is in sight."""
        words = tr("Timers, exceptions, materials")
        if exceptions:
            words = tr("Timers, materials, exceptions: {n} open", n=exceptions)
        self._button.set_text(tr("Back to the step") if drawer else words)
