"""`Keypad`: digits for gloved hands, docked in place of the context column.

Its keys never take the focus: the field keeps it, so the physical keyboard and the scanner go on working. "Not
applicable" is no key: it is a guarded action with a reason. Nothing is checked here; limits are shown, not applied.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QWidget

from ebr.words import decimal_sign, tr
from ui.theme import Theme
from ui.theme.mirror import left_to_right
from ui.widgets.boxes import column, dress, row, show_if
from ui.widgets.button import Button
from ui.widgets.field import Field
from ui.widgets.label import Label

POINT, COLON = ".", ":"
"""The sign at the left of the nought: before the decimals, as the language writes it, or in a time of day."""
ROWS = (("7", "8", "9"), ("4", "5", "6"), ("1", "2", "3"), (POINT, "0", ""))


class Keypad(QFrame):
    """Keypad(theme). attach(field, name, detail, *, negative=False) works on that Field; negative adds a minus key.

    Signals: entered(object: text, after the field's own `entered`), closed(object: None), key(object: the character).
    """

    entered = Signal(object)
    closed = Signal(object)
    key = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        left_to_right(self)  # a telephone and a balance have their keys this way round everywhere
        self.theme = theme
        self._field: Field | None = None
        dress(self, panel="pad")
        self.setFixedWidth(theme.size("side"))
        self.setAccessibleName(tr("Number keys"))
        whole = column(theme, self, (14, 12, 14, 14), 10)
        whole.addLayout(self._build_head())
        whole.addLayout(self._build_keys())
        whole.addLayout(self._build_foot())
        whole.addStretch(1)

    def _build_head(self) -> QHBoxLayout:
        self._name = Label(self.theme, "", "h2", wrap=True)
        self._detail = Label(self.theme, "", "meta", wrap=True)
        words = column(self.theme, gap=2)
        words.addWidget(self._name)
        words.addWidget(self._detail)
        head = row(self.theme)
        head.addLayout(words, 1)
        close = self._quiet(Button(self.theme, kind="icon", icon="x", name=tr("Close number keys")))
        close.acted.connect(self.closed)
        head.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        return head

    def _build_keys(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(self.theme.px(8))
        for down, keys in enumerate(ROWS):
            for across, key in enumerate(keys):
                grid.addWidget(self._key(key), down, across)
        return grid

    def _key(self, key: str) -> Button:
        if not key:
            made = self._quiet(Button(self.theme, kind="key", icon="backspace", name=tr("Delete last digit")))
            made.acted.connect(self._erase)
            return made
        made = self._quiet(Button(self.theme, key, "key"))
        made.set_value(key)
        made.acted.connect(self._type)
        if key == POINT:
            self._point = made
        return made

    def _build_foot(self) -> QHBoxLayout:
        foot = row(self.theme)
        clear = self._quiet(Button(self.theme, tr("Clear"), "key-word"))
        clear.acted.connect(self._erase_all)
        self._minus = self._key("-")
        self._minus.setFixedHeight(self.theme.size("touch_large"))
        enter = self._quiet(Button(self.theme, tr("Enter"), "enter"))
        enter.acted.connect(self._enter)
        for button in (clear, self._minus):
            foot.addWidget(button)
        foot.addWidget(enter, 1)
        self._minus.hide()
        return foot

    def _quiet(self, button: Button) -> Button:
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return button

    def attach(self, field: Field, name: str, detail: str, *, negative: bool = False) -> None:
        """Types into `field` from now on; `detail` tells limits and decimals."""
        self._field = field
        sign = {"moment": COLON, "number": decimal_sign()}.get(field.wants, POINT)
        self._point.set_text(sign)
        self._point.set_value(sign)
        self._name.setText(name)
        self._detail.setText(detail)
        show_if(self._minus, wanted=negative)

    def _type(self, key: object) -> None:
        if self._field is not None:
            self._field.type_text(str(key))
            self.key.emit(key)

    def _erase(self) -> None:
        if self._field is not None:
            self._field.erase()

    def _erase_all(self) -> None:
        if self._field is not None:
            self._field.erase_all()

    def _enter(self) -> None:
        if self._field is not None:
            self._field.returnPressed.emit()
            self.entered.emit(self._field.text())
