"""The controls of a form that are chosen from: one of a closed list, yes or no, several words.

They speak as those of `ui.editor.controls`.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from ebr.words import tr
from ui.editor.controls import HEIGHT
from ui.editor.drop import Choice, Drop
from ui.theme import Theme
from ui.widgets.button import Button


class Pick(Button):
    """Pick(theme, name, choices): one of a closed list. Space, Return or Down opens it, letters find a word."""

    changed = Signal(object)
    done = Signal(object)
    focused = Signal(object)
    _drop: Drop | None = None

    def __init__(self, theme: Theme, name: str, choices: Sequence[tuple[str, str]]) -> None:
        super().__init__(theme, "", "pick", name=name)
        self._name, self._choices = name, tuple(Choice(*one) for one in choices)
        self._chosen = self._words = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(theme.px(72))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.acted.connect(lambda _value: self._open())

    def sizeHint(self) -> QSize:
        """As narrow as a field: words that do not fit are shortened here and whole in the list."""
        return QSize(self.theme.px(72), self.theme.px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """As `sizeHint`."""
        return self.sizeHint()

    def show_value(self, value: str) -> None:
        """Show another choice; a word that is not in the list is shown as it is."""
        self._chosen = value
        words = next((one.words for one in self._choices if one.value == value), value)
        self._words = words
        self._fit()
        self.setAccessibleName(f"{self._name}: {words}")
        self.setToolTip(words)

    def show_choices(self, choices: Sequence[tuple[str, str]]) -> None:
        """Other words to choose from."""
        self._choices = tuple(Choice(*one) for one in choices)

    def value(self) -> str:
        """The chosen word."""
        return self._chosen

    def set_wrong(self, tone: str) -> None:
        """The reason stands below."""

    def _open(self) -> None:
        if self._drop is None:
            self._drop = Drop(self.theme, self)
            self._drop.taken.connect(self._take)
        if self._drop.open:
            self._drop.hide()
            return
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._drop.offer(self._choices, self._chosen)

    def _take(self, choice: Choice) -> None:
        if choice.value != self._chosen:
            self.show_value(choice.value)
            self.changed.emit(choice.value)
            self.done.emit(choice.value)

    def event(self, event: QEvent) -> bool:
        """The open list has its keys first."""
        if self._drop is not None and self._drop.open and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride and event.key() == Qt.Key.Key_Escape:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress and self._drop.key(event):
                return True
        return bool(super().event(event))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down opens; a letter chooses the next word that begins with it."""
        if event.key() == Qt.Key.Key_Down:
            self._open()
            return
        letter = event.text().casefold()
        if letter.strip() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._find(letter)
            return
        super().keyPressEvent(event)

    def _find(self, letter: str) -> None:
        at = next((n for n, one in enumerate(self._choices) if one.value == self._chosen), -1)
        turned = (*self._choices[at + 1 :], *self._choices[: at + 1])
        found = next((one for one in turned if one.words.casefold().startswith(letter)), None)
        if found is not None:
            self._take(found)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width may show more of the words."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = self.width() - self.theme.px(12 + 36)
        self.setText(self.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, room))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The words and an arrow."""
        super().paintEvent(event)
        side = self.theme.px(20)
        with QPainter(self) as painter:
            left, top = self.width() - side - self.theme.px(10), (self.height() - side) // 2
            painter.drawPixmap(left, top, self.theme.pixmap("chevron-down", "ink2", 20))


class Tick(Button):
    """Tick(theme, name): yes or no, a box with its words beside it."""

    changed = Signal(object)
    done = Signal(object)
    focused = Signal(object)

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__(theme, name, "pick")
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.toggled.connect(lambda _on: self._look())
        self.acted.connect(lambda _value: self._tell())
        self._look()

    def _look(self) -> None:
        self.set_icon("check" if self.isChecked() else "minus", "" if self.isChecked() else "edge")
        state = tr("Yes") if self.isChecked() else tr("No")
        self.setAccessibleDescription(state)

    def _tell(self) -> None:
        self.changed.emit(self.value())
        self.done.emit(self.value())

    def show_value(self, value: str) -> None:
        """Show yes or no."""
        self.setChecked(value == "yes")

    def value(self) -> str:
        """Yes as "yes", no as ""."""
        return "yes" if self.isChecked() else ""

    def set_wrong(self, tone: str) -> None:
        """The reason stands below."""


class Marks(QWidget):
    """Marks(theme, name, choices): several words of a closed list, in the list's order; in lines when it is narrow."""

    changed = Signal(object)
    done = Signal(object)
    focused = Signal(object)

    def __init__(self, theme: Theme, name: str, choices: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(theme.px(8))
        self._ticks = {key: Tick(theme, words) for key, words in choices}
        self._across = 0
        for tick in self._ticks.values():
            tick.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
            tick.done.connect(lambda _value: self._tell())
        self._place(len(choices))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many in a line as there is room for."""
        super().resizeEvent(event)
        widest = max(tick.sizeHint().width() for tick in self._ticks.values()) + self._grid.spacing()
        self._place(max(1, (self.width() + self._grid.spacing()) // widest))

    def _place(self, across: int) -> None:
        across = min(across, len(self._ticks))
        if across == self._across:
            return
        self._across = across
        for at, tick in enumerate(self._ticks.values()):
            self._grid.removeWidget(tick)
            self._grid.addWidget(tick, at // across, at % across)
        for at in range(len(self._ticks)):
            self._grid.setColumnStretch(at, 0)
        self._grid.setColumnStretch(across, 1)

    def _tell(self) -> None:
        self.changed.emit(self.value())
        self.done.emit(self.value())

    def show_value(self, value: str) -> None:
        """Show which are on."""
        held = value.splitlines()
        for key, tick in self._ticks.items():
            tick.show_value("yes" if key in held else "")

    def value(self) -> str:
        """The words that are on, one a line."""
        return "\n".join(key for key, tick in self._ticks.items() if tick.isChecked())

    def set_wrong(self, tone: str) -> None:
        """The reason stands below."""
