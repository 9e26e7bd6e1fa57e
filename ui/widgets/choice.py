"""Choosing: a few words side by side, or reason tiles in two columns.

Nothing looks chosen, and nothing is green, before a person chose (floor-rules, corrections). Each option is a shape and
a word; the tone colours it only once chosen. Arrow keys move between options, Space or Return chooses.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from ebr.words import tr
from ui.theme import Theme
from ui.theme.mirror import turned
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
            button.hide()
            button.deleteLater()
        self._buttons, self._chosen = {}, None
        self._across = across = self._columns or len(options) or 1
        self.inline = not self._columns and sum(len(option.text) for option in options) <= INLINE_LETTERS
        for at, option in enumerate(options):
            button = self._button(option)
            self._buttons[option.key] = button
            self._grid.addWidget(button, at // across, at % across)
        for at in range(across):
            self._grid.setColumnStretch(at, 1)
        self.updateGeometry()
        self._fit()

    def sizeHint(self) -> QSize:
        """All in one line, if the columns are not said."""
        hint = super().sizeHint()
        return hint if self._columns else QSize(self._wide(len(self._buttons) or 1), hint.height())

    def minimumSizeHint(self) -> QSize:
        """One below the other is better than a word that is cut: another language has longer words."""
        hint = super().minimumSizeHint()
        return hint if self._columns else QSize(self._wide(1), hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many in a line as there is room for."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        if not self._columns and self.testAttribute(Qt.WidgetAttribute.WA_Resized):
            count = len(self._buttons) or 1
            self._fold(next((n for n in range(count, 1, -1) if self._wide(n) <= self.width()), 1))

    def _wide(self, across: int) -> int:
        """How wide so many columns are."""
        each = [button.minimumSizeHint().width() for button in self._buttons.values()]
        columns = [max(each[at::across], default=0) for at in range(across)]
        return sum(columns) + self._grid.horizontalSpacing() * (across - 1)

    def _fold(self, across: int) -> None:
        if across == self._across:
            return
        for at in range(max(across, self._across)):
            self._grid.setColumnStretch(at, int(at < across))
        self._across = across
        for at, button in enumerate(self._buttons.values()):
            self._grid.addWidget(button, at // across, at % across)
        self.updateGeometry()

    def _button(self, option: Option) -> Button:
        made = Button(
            self.theme, option.text, self._kind, option.icon, tone=option.tone, detail=option.detail, parent=self
        )
        made.setCheckable(True)
        # "Yes" alone does not say to what; a screen reader reads the question after it.
        made.setAccessibleDescription(", ".join(part for part in (self.accessibleName(), option.detail) if part))
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
            if turned(self) and event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
                step = -step
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
