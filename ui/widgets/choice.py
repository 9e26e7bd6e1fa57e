"""Choosing: a few words side by side, or reason tiles in two columns.

Nothing looks chosen, and nothing is green, before a person chose (floor-rules, corrections). Each option is a shape and
a word; the tone colours it only once chosen. Arrow keys move between options, Space or Return chooses.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from ebr.words import tr
from ui.theme import Theme
from ui.widgets.boxes import row
from ui.widgets.button import Button
from ui.widgets.label import Label

FORWARD = {Qt.Key.Key_Right, Qt.Key.Key_Down}
BACK = {Qt.Key.Key_Left, Qt.Key.Key_Up}
INLINE_LETTERS = 24


@dataclass(frozen=True, slots=True)
class Option:
    """One option. `tone` ("", ok, crit, warn) shows only when chosen; `detail` is a quieter second line."""

    key: str
    text: str
    icon: str = ""
    tone: str = ""
    detail: str = ""
    enabled: bool = True


class Choice(QWidget):
    """Choice(theme, name, options, *, columns=0, kind="segment"). `columns=0` puts all in one line.

    Setters: set_options(options), set_chosen(key or None). Getter: chosen(). Signals: changed(object: key) and
    entered(object: key), both when somebody chooses. first_field() gives the first option. A short choice is
    `inline`: a card puts it beside its title.
    """

    changed = Signal(object)
    entered = Signal(object)

    def __init__(
        self,
        theme: Theme,
        name: str,
        options: Sequence[Option],
        *,
        columns: int = 0,
        kind: str = "segment",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.theme, self._columns, self._kind = theme, columns, kind
        self.inline = False
        self.setAccessibleName(name)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(theme.px(8))
        self._buttons: dict[str, Button] = {}
        self._chosen: str | None = None
        self.set_options(options)

    def set_options(self, options: Sequence[Option]) -> None:
        """Other options; nothing is chosen then."""
        for button in self._buttons.values():
            self._grid.removeWidget(button)
            button.deleteLater()
        self._buttons, self._chosen = {}, None
        across = self._columns or len(options) or 1
        self.inline = not self._columns and sum(len(option.text) for option in options) <= INLINE_LETTERS
        for at, option in enumerate(options):
            button = self._button(option)
            self._buttons[option.key] = button
            self._grid.addWidget(button, at // across, at % across)
        for at in range(across):
            self._grid.setColumnStretch(at, 1)

    def _button(self, option: Option) -> Button:
        made = Button(
            self.theme, option.text, self._kind, option.icon, tone=option.tone, detail=option.detail, parent=self
        )
        made.setCheckable(True)
        made.setEnabled(option.enabled)
        made.set_value(option.key)
        made.acted.connect(self._choose)
        made.installEventFilter(self)
        return made

    def _choose(self, key: object) -> None:
        self.set_chosen(str(key))
        self.changed.emit(key)
        self.entered.emit(key)

    def set_chosen(self, key: str | None) -> None:
        """Shows a choice that was made; None shows that there is none. An unknown key is a KeyError."""
        if key is not None:
            self._buttons[key].setChecked(True)
        for name, button in self._buttons.items():
            button.setChecked(name == key)
        self._chosen = key

    def chosen(self) -> str | None:
        """The chosen key, or None."""
        return self._chosen

    def first_field(self) -> QWidget:
        """What gets the focus."""
        return next((button for button in self._buttons.values() if button.isEnabled()), self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrow keys move between the options."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = (event.key() in FORWARD) - (event.key() in BACK)
            if step:
                self._move(watched, step)
                return True
        return False

    def _move(self, now: QObject, step: int) -> None:
        able: list[QWidget] = [button for button in self._buttons.values() if button.isEnabled()]
        at = next((i for i, button in enumerate(able) if button is now), 0)
        able[(at + step) % len(able)].setFocus(Qt.FocusReason.OtherFocusReason)


class CheckRow(QWidget):
    """One line of a checklist with Yes, No and, where the record allows it, Not applicable.

    CheckRow(theme, key, text, *, detail="", na=True). set_chosen("yes" | "no" | "na" | None); chosen(); first_field().
    Signal: changed(object: (key, answer)).
    """

    changed = Signal(object)

    def __init__(
        self, theme: Theme, key: str, text: str, *, detail: str = "", na: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._key = key
        line = row(theme, self, (0, 4, 0, 4), 16)
        words = Label(theme, text, "instr", wrap=True)
        words.setAccessibleDescription(detail)
        line.addWidget(words, 1)
        options = [Option("yes", tr("Yes"), "check"), Option("no", tr("No"), "x", "warn")]
        if na:
            options.append(Option("na", tr("Not applicable"), "circle-minus"))
        self._choice = Choice(theme, text, options)
        self._choice.changed.connect(self._tell)
        line.addWidget(self._choice)

    def _tell(self, answer: object) -> None:
        self.changed.emit((self._key, answer))

    def set_chosen(self, answer: str | None) -> None:
        """Shows the answer given, or that there is none."""
        self._choice.set_chosen(answer)

    def chosen(self) -> str | None:
        """The answer, or None."""
        return self._choice.chosen()

    def first_field(self) -> QWidget:
        """What gets the focus."""
        return self._choice.first_field()
