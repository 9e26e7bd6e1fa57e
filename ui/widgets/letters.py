"""`LetterPanel`: a small on-screen keyboard for comments, names and passwords, in the language in use.

Its layers (`ui.widgets.letter_layouts`) hold every printable ASCII character in every language, so that any password
can be typed with gloves on, and the letters with accents of the neighbours. Keys never take the focus. Reason tiles
make most typing unnecessary.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from ebr.words import language, tr
from ui.theme import Theme
from ui.theme.mirror import left_to_right
from ui.widgets import letter_layouts as layouts
from ui.widgets.boxes import clear, column, dress, row
from ui.widgets.button import Button
from ui.widgets.field import Field


class LetterPanel(QFrame):
    """LetterPanel(theme); attach(field). Signals: closed(object: None), entered(object: text)."""

    closed = Signal(object)
    entered = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._field: Field | None = None
        self._language = language()
        self._layer = layouts.first(self._language, latin=False)
        dress(self, panel="letters")
        self.setAccessibleName(tr("Letter keys"))
        whole = row(theme, self, (12, 10, 12, 10), 0)
        whole.addStretch(1)
        keys = QWidget()
        keys.setMaximumWidth(theme.px(1000))
        left_to_right(keys)
        self._rows = column(theme, keys, gap=6)
        whole.addWidget(keys, 20)
        whole.addStretch(1)
        self._show(self._layer)

    def attach(self, field: Field) -> None:
        """Types into `field` from now on; codes and passwords begin with Latin letters."""
        before, self._field = self._field, field
        wanted = layouts.first(self._language, latin=field.latin)
        if before is not field and self._layer != wanted:
            self._show(wanted)

    def _show(self, layer: str) -> None:
        self._layer = layer
        clear(self._rows)
        rows = layouts.rows(layer, self._language)
        for at, keys in enumerate(rows):
            self._rows.addLayout(self._letters(keys, last=at == len(rows) - 1))
        self._rows.addLayout(self._foot())

    def _letters(self, keys: str, *, last: bool) -> QHBoxLayout:
        line = row(self.theme, gap=6)
        if last and self._layer not in layouts.SIGNS:
            line.addWidget(self._key(tr("Shift"), self._shift), 3)
        for key in keys:
            line.addWidget(self._key(key, self._type), 2)
        if last:
            line.addWidget(self._key("", self._erase, "backspace", tr("Delete last letter")), 3)
        return line

    def _foot(self) -> QHBoxLayout:
        line = row(self.theme, gap=6)
        for leads in (layouts.after(self._layer, self._language), layouts.other(self._layer, self._language)):
            line.addWidget(self._leading(leads), 3)
        line.addWidget(self._key(tr("Space"), self._space), 8)
        line.addWidget(self._key(tr("Enter"), self._enter), 4)
        line.addWidget(self._key("", self.closed.emit, "keyboard-off", tr("Close letter keys")), 2)
        return line

    def _leading(self, layer: str) -> Button:
        """A key that leads to other keys."""
        names = {
            "abc": tr("Latin letters"),
            "ar": tr("Arabic letters"),
            "eu": tr("Letters with accents"),
            "123": tr("Digits and signs"),
            "#~^": tr("More signs"),
        }
        made = self._key(layouts.FACES.get(layer, layer), self._next_layer, name=names[layer])
        made.set_value(layer)
        return made

    def _key(self, text: str, act: Callable[[object], object], icon: str = "", name: str = "") -> Button:
        made = Button(self.theme, text, "letter", icon, name=name)
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.set_value(text)
        made.acted.connect(act)
        return made

    def _shift(self, _value: object) -> None:
        self._show(layouts.SHIFTED.get(self._layer) or layouts.BACK[self._layer])

    def _next_layer(self, layer: object) -> None:
        self._show(str(layer))

    def _type(self, key: object) -> None:
        if self._field is not None:
            self._field.type_text(str(key))
        if self._layer in layouts.BACK:
            self._show(layouts.BACK[self._layer])

    def _space(self, _value: object) -> None:
        if self._field is not None:
            self._field.type_text(" ")

    def _erase(self, _value: object) -> None:
        if self._field is not None:
            self._field.erase()

    def _enter(self, _value: object) -> None:
        if self._field is not None:
            self._field.returnPressed.emit()
            self.entered.emit(self._field.text())
