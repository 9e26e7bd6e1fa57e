"""Choosing an own password in a sheet: after a temporary one, or at any time.

Rules in words before, refusals in place.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ebr.words import tr
from ui.theme import Theme
from ui.widgets.boxes import column, row
from ui.widgets.button import Button
from ui.widgets.field import Field
from ui.widgets.label import Label
from ui.widgets.strip import Strip


class ChooseContent(QWidget):
    """ChooseContent(theme, words). Signals: chosen(object: (old, new, again)), cancelled, focused. Setters.

    Show_error, show_busy.
    """

    chosen = Signal(object)
    cancelled = Signal(object)
    focused = Signal(object)

    def __init__(self, theme: Theme, words: str, minimum: str) -> None:
        super().__init__()
        self.theme = theme
        whole = column(theme, self, gap=8)
        whole.addWidget(Label(theme, words, "instr", wrap=True))
        rules = tr(
            "At least {n} characters. Several words are easy to remember. Not your name, and no usual password.",
            n=minimum,
        )
        whole.addWidget(Label(theme, rules, "meta", wrap=True))
        self._fields: list[Field] = []
        for name in (tr("Password so far"), tr("New password"), tr("New password again")):
            self._fields.append(self._field(name))
            whole.addWidget(Label(theme, name, "meta"))
            whole.addWidget(self._fields[-1])
        self._fields[0].entered.connect(lambda _text: self._fields[1].setFocus())
        self._fields[1].entered.connect(lambda _text: self._fields[2].setFocus())
        self._fields[2].entered.connect(self._choose)
        self._error = Strip(theme, "crit", "")
        self._error.hide()
        whole.addWidget(self._error)
        self.footer = QWidget()
        line = row(theme, self.footer, gap=12)
        cancel = Button(theme, tr("Cancel"), "large")
        cancel.acted.connect(self.cancelled)
        self.button = Button(theme, tr("Choose password"), "primary", "key")
        self.button.acted.connect(self._choose)
        line.addWidget(cancel, 1)
        line.addWidget(self.button, 2)

    def _field(self, name: str) -> Field:
        made = Field(self.theme, name, secret=True)
        made.focused.connect(self.focused)
        made.changed.connect(lambda _text: self._error.hide())
        return made

    def _choose(self, _value: object = None) -> None:
        if self.button.isEnabled():
            self.chosen.emit(tuple(field.text() for field in self._fields))

    def show_error(self, text: str) -> None:
        """Why not."""
        self._error.show_message("crit", text)
        self._error.setVisible(bool(text))

    def show_busy(self, busy: bool) -> None:
        """While keys are made."""
        self.button.setEnabled(not busy)

    def first_field(self) -> Field:
        """The password so far."""
        return self._fields[0]
