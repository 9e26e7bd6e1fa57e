"""`ScanField`: waits for a scan of a named kind of code.

A scan arrives through `take_scan`, called by the screen that hears the scanner, never through the keyboard focus.
Typing by hand is possible where the record allows it, and is reported as typed.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ebr.words import tr
from ui.theme import Theme
from ui.widgets.boxes import column, row, show_if
from ui.widgets.button import Button
from ui.widgets.field import Field
from ui.widgets.label import Icon, Label


class ScanField(QWidget):
    """Waits for a scan of a named kind of code. ScanField(theme, name, expected, *, manual=True).

    `expected` says what to scan ("Scan the bag label"). take_scan(text) shows it and emits scanned(object: text);
    typing by hand emits typed(object: text). Setter: set_value(text).
    """

    scanned = Signal(object)
    typed = Signal(object)

    def __init__(
        self, theme: Theme, name: str, expected: str, *, manual: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        whole = column(theme, self, gap=8)
        wait = row(theme, gap=12)
        wait.addWidget(Icon(theme, "scan", "accentInk", 32))
        wait.addWidget(Label(theme, expected, "h3", wrap=True), 1)
        self._by_hand = Button(theme, tr("Type it"), "ghost", "keyboard")
        show_if(self._by_hand, wanted=manual)
        self._by_hand.acted.connect(self._open_typing)
        wait.addWidget(self._by_hand)
        whole.addLayout(wait)
        self.field = Field(theme, name, code=True)
        self.field.take_as_struck()
        self.field.entered.connect(self.typed)
        self.field.hide()
        whole.addWidget(self.field)

    def _open_typing(self, _value: object) -> None:
        self.field.show()
        self.field.setFocus()

    def take_scan(self, text: str) -> None:
        """A scan arrived for this entry."""
        self.set_value(text)
        self.scanned.emit(text)

    def set_value(self, text: str) -> None:
        """Shows what was read."""
        self.field.setText(text)
        show_if(self.field, wanted=bool(text))

    def first_field(self) -> QWidget:
        """The typing field when it is open, else the button that opens it."""
        return self.field if self.field.isVisible() else self._by_hand
