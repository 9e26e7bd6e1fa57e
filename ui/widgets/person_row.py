"""`PersonRow`: a person as a line: who signs, or who may sign in.

A badge fills it in; it never signs (21 CFR 11.200).
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from ui.theme import Theme
from ui.widgets.avatar import Avatar
from ui.widgets.boxes import column, row, show_if
from ui.widgets.button import Button
from ui.widgets.label import Label


class PersonRow(QFrame):
    """PersonRow(theme, *, action=""); show_person(initials, name, detail). Signal: acted(object: None)."""

    acted = Signal(object)

    def __init__(self, theme: Theme, *, action: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        line = row(theme, self, gap=12)
        self._face = Avatar(theme, size=48)
        self._name = Label(theme, "", "h2", wrap=True)
        self._detail = Label(theme, "", "meta", wrap=True)
        words = column(theme, gap=0)
        words.addWidget(self._name)
        words.addWidget(self._detail)
        line.addWidget(self._face)
        line.addLayout(words, 1)
        button = Button(theme, action, "ghost")
        button.acted.connect(self.acted)
        show_if(button, wanted=bool(action))
        line.addWidget(button)

    def show_person(self, initials: str, name: str, detail: str = "") -> None:
        """Another person."""
        self._face.set_person(initials, name)
        self._name.setText(name)
        self._detail.setText(detail)
        show_if(self._detail, wanted=bool(detail))
        self.setAccessibleName(name)
