"""`TextEntry`: one line of words, emitted as typed."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ebr.words import tr
from ui.theme import Theme
from ui.widgets.boxes import row
from ui.widgets.button import Button
from ui.widgets.field import Field


class TextEntry(QWidget):
    """One line of words. TextEntry(theme, name, *, hint="", confirm=""); `confirm` is the verb of its button.

    Setters: set_value(text). Getter: value(). Signals: changed(object: text), entered(object: text).
    """

    changed = Signal(object)
    entered = Signal(object)

    def __init__(
        self, theme: Theme, name: str, *, hint: str = "", confirm: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        line = row(theme, self, gap=12)
        self.field = Field(theme, name, hint=hint)
        self.field.changed.connect(self.changed)
        self.field.entered.connect(self.entered)
        line.addWidget(self.field, 1)
        button = Button(theme, confirm or tr("Enter"), "large")
        button.acted.connect(self._confirm)
        line.addWidget(button)

    def _confirm(self, _value: object) -> None:
        self.entered.emit(self.value())

    def set_value(self, text: str) -> None:
        """Shows a draft."""
        self.field.setText(text)

    def value(self) -> str:
        """The text as typed."""
        return self.field.text()

    def first_field(self) -> QWidget:
        """What gets the focus."""
        return self.field
