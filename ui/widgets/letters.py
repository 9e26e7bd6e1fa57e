"""`LetterPanel`: a small on-screen keyboard for comments, names and passwords.

Three layers (letters, digits and signs, more signs) hold every printable ASCII character, so that any password can be
typed with gloves on. Keys never take the focus. Reason tiles make most typing unnecessary.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from ebr.words import tr
from ui.theme import Theme
from ui.theme.mirror import left_to_right
from ui.widgets.boxes import clear, column, dress, row
from ui.widgets.button import Button
from ui.widgets.field import Field

LETTERS: Final = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
LAYERS: Final[dict[str, tuple[str, str, str]]] = {
    "abc": LETTERS,
    "ABC": (LETTERS[0].upper(), LETTERS[1].upper(), LETTERS[2].upper()),
    "123": ("1234567890", "-/:;()&@\"'", ".,?!%+=*#"),
    "#~^": ("[]{}<>|\\_~", "^`$", ""),
}
NEXT: Final = {"abc": "123", "ABC": "123", "123": "#~^", "#~^": "abc"}


class LetterPanel(QFrame):
    """LetterPanel(theme); attach(field). Signals: closed(object: None), entered(object: text)."""

    closed = Signal(object)
    entered = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._field: Field | None = None
        self._layer = "abc"
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
        self._show("abc")

    def attach(self, field: Field) -> None:
        """Types into `field` from now on."""
        self._field = field

    def _show(self, layer: str) -> None:
        self._layer = layer
        clear(self._rows)
        for at, keys in enumerate(LAYERS[layer]):
            self._rows.addLayout(self._letters(keys, last=at == len(LETTERS) - 1))
        self._rows.addLayout(self._foot())

    def _letters(self, keys: str, *, last: bool) -> QHBoxLayout:
        line = row(self.theme, gap=6)
        if last and self._layer in ("abc", "ABC"):
            line.addWidget(self._key(tr("Shift"), self._shift), 3)
        for key in keys:
            line.addWidget(self._key(key, self._type), 2)
        if last:
            line.addWidget(self._key("", self._erase, "backspace", tr("Delete last letter")), 3)
        return line

    def _foot(self) -> QHBoxLayout:
        line = row(self.theme, gap=6)
        line.addWidget(self._key(NEXT[self._layer], self._next_layer), 3)
        line.addWidget(self._key(tr("Space"), self._space), 9)
        line.addWidget(self._key(tr("Enter"), self._enter), 4)
        line.addWidget(self._key("", self.closed.emit, "keyboard-off", tr("Close letter keys")), 2)
        return line

    def _key(self, text: str, act: Callable[[object], object], icon: str = "", name: str = "") -> Button:
        made = Button(self.theme, text, "letter", icon, name=name)
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.set_value(text)
        made.acted.connect(act)
        return made

    def _shift(self, _value: object) -> None:
        self._show("ABC" if self._layer == "abc" else "abc")

    def _next_layer(self, layer: object) -> None:
        self._show(str(layer))

    def _type(self, key: object) -> None:
        if self._field is not None:
            self._field.type_text(str(key))
        if self._layer == "ABC":
            self._show("abc")

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
