"""Two strips of the editor: the first problem with its way there, and what the formulas of an entry come to."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame

from ebr.words import tr
from ui.theme import Theme
from ui.widgets.boxes import column, dress, row, show_if
from ui.widgets.button import Button
from ui.widgets.label import Icon, Label
from ui.widgets.strip import ICONS


class ProblemStrip(QFrame):
    """ProblemStrip(theme); show_problem(tone, words, more). Signal: acted(object: None) for Show."""

    acted = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        line = row(theme, self, (14, 6, 8, 6), 12)
        self._icon = Icon(theme, "alert-triangle-filled", "crit", 22)
        words = column(theme, gap=0)
        self._words = Label(theme, "", "metastrong", "crit", wrap=True)
        self._more = Label(theme, "", "detail", "ink2", wrap=True)
        words.addWidget(self._words)
        words.addWidget(self._more)
        show = Button(theme, tr("Show"), "desk")
        show.acted.connect(self.acted)
        line.addWidget(self._icon)
        line.addLayout(words, 1)
        line.addWidget(show)

    def show_problem(self, tone: str, words: str, more: str) -> None:
        """The worst problem, and how many others there are."""
        dress(self, panel="strip", tone=tone)
        self._icon.set_icon(*ICONS[tone])
        self._words.set_tone(tone)
        self._words.setText(words)
        self._more.setText(more)
        show_if(self._more, wanted=bool(more))
        self.setAccessibleName(words)


class SampleStrip(QFrame):
    """SampleStrip(theme); show_lines(lines)."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        dress(self, panel="strip", tone="info")
        line = row(theme, self, (14, 8, 12, 8), 12)
        line.addWidget(Icon(theme, "calculator", "accentInk", 20), 0, Qt.AlignmentFlag.AlignTop)
        self._words = Label(theme, "", "meta", "", wrap=True)
        line.addWidget(self._words, 1)

    def show_lines(self, lines: Sequence[str]) -> None:
        """What came of which values, and what is missing."""
        self._words.setText("\n".join(lines))
        self.setAccessibleName(" ".join(lines))
