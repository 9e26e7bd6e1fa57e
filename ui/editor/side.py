"""`Side`: what stands beside the page when it is asked for: problems, hits of a search, comments, another record.

A list of lines to tap; the page stays in sight and follows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QWidget

from ebr.words import ntr, tr
from ui.editor.controls import Line
from ui.pages.page import Tall
from ui.theme import Theme
from ui.widgets.boxes import Scroll, clear, column, dress, row, show_if
from ui.widgets.button import Button
from ui.widgets.label import Icon, Label

WIDTH: Final = 340
MOST: Final = 200
"""Lines in the panel; what is more is said in a sentence."""


@dataclass(frozen=True, slots=True)
class SideLine:
    """One line: what it leads to, an icon, words, a quieter line, and the verbs of two buttons ("" for none)."""

    value: object
    words: str
    detail: str = ""
    icon: str = ""
    token: str = "ink2"
    verb: str = ""
    other: str = ""
    quiet: bool = False
    checked: bool = False
    indent: int = 0


class _LineCard(QFrame):
    """A line that is tapped."""

    pressed = Signal(object)
    verbed = Signal(object)
    othered = Signal(object)

    def __init__(self, theme: Theme, line: SideLine) -> None:
        super().__init__()
        self._value = line.value
        dress(self, panel="sunk")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(", ".join(one for one in (line.words, line.detail) if one))
        inside = row(theme, self, (10 + line.indent * 14, 8, 8, 8), 8)
        if line.icon:
            inside.addWidget(Icon(theme, line.icon, line.token, 20), 0, Qt.AlignmentFlag.AlignTop)
        words = column(theme, gap=2)
        words.addWidget(Label(theme, line.words, "list", "ink2" if line.quiet else "", wrap=True))
        if line.detail:
            words.addWidget(Label(theme, line.detail, "detail", "ink2", wrap=True))
        if line.verb:
            made = Button(theme, line.verb, "desk-ghost", "check")
            made.acted.connect(lambda _value: self.verbed.emit(self._value))
            words.addWidget(made, 0, Qt.AlignmentFlag.AlignLeft)
        if line.other:
            made = Button(theme, line.other, "desk-ghost", "ban")
            made.acted.connect(lambda _value: self.othered.emit(self._value))
            words.addWidget(made, 0, Qt.AlignmentFlag.AlignLeft)
        inside.addLayout(words, 1)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A tap goes there."""
        super().mouseReleaseEvent(event)
        if self.rect().contains(event.position().toPoint()):
            self.pressed.emit(self._value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return goes there too."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.pressed.emit(self._value)
            return
        super().keyPressEvent(event)


class Side(QFrame):
    """Side(theme). show_lines(mode, title, lines, ...); hide().

    Signals: pressed(object: (mode, value)), verbed and othered(object: (mode, value)) for a line's buttons,
    searched(object: (mode, text)), acted(object: mode) for the panel's own button, closed(object: None),
    focused(field).
    """

    pressed = Signal(object)
    verbed = Signal(object)
    othered = Signal(object)
    searched = Signal(object)
    acted = Signal(object)
    closed = Signal(object)
    focused = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme, self.mode = theme, ""
        dress(self, panel="right")
        self.setFixedWidth(theme.px(WIDTH))
        whole = column(theme, self, (16, 12, 14, 12), 8)
        head = row(theme, gap=8)
        self._title = Label(theme, "", "h2", wrap=True)
        head.addWidget(self._title, 1)
        cross = Button(theme, "", "desk-ghost", "x", name=tr("Close"))
        cross.acted.connect(self.closed)
        head.addWidget(cross)
        whole.addLayout(head)
        self.field = Line(theme, tr("Find"), hint=tr("Find in this record"))
        self.field.changed.connect(lambda text: self.searched.emit((self.mode, text)))
        self.field.entered.connect(lambda _text: self._first())
        self.field.focused.connect(self.focused)
        whole.addWidget(self.field)
        self._words = Label(theme, "", "meta", wrap=True)
        whole.addWidget(self._words)
        body = Tall()
        self._rows = column(theme, body, (0, 0, 4, 0), 6)
        self._scroll = Scroll(theme, body)
        whole.addWidget(self._scroll, 1)
        self.button = Button(theme, "", "desk-primary")
        self.button.acted.connect(lambda _value: self.acted.emit(self.mode))
        whole.addWidget(self.button)
        self._shown: tuple[Any, ...] = ()
        self.hide()

    def show_lines(
        self,
        mode: str,
        title: str,
        lines: Sequence[SideLine],
        *,
        words: str = "",
        find: str = "",
        button: str = "",
        icon: str = "",
    ) -> None:
        """Show a list. `find` is the hint of its search field, "" for none; `button` acts on the whole."""
        fresh, self.mode = self.mode != mode, mode
        self._title.setText(title)
        show_if(self.field, wanted=bool(find))
        self.field.setPlaceholderText(find)
        if fresh:
            self.field.setText("")
        over = len(lines) - MOST
        self._words.setText(ntr("{n} more", "{n} more", over) if over > 0 else words)
        show_if(self._words, wanted=bool(self._words.text()))
        show_if(self.button, wanted=bool(button))
        self.button.set_text(button)
        self.button.set_icon(icon)
        shown = (mode, tuple(lines[:MOST]))
        if shown != self._shown:
            self._shown = shown
            self._fill(lines[:MOST])
        if fresh:
            self._scroll.show_from_top()
        self.show()

    def _fill(self, lines: Sequence[SideLine]) -> None:
        clear(self._rows)
        for one in lines:
            made = _LineCard(self.theme, one)
            made.pressed.connect(lambda value: self.pressed.emit((self.mode, value)))
            made.verbed.connect(lambda value: self.verbed.emit((self.mode, value)))
            made.othered.connect(lambda value: self.othered.emit((self.mode, value)))
            self._rows.addWidget(made)
        self._rows.addStretch(1)

    def _first(self) -> None:
        lines = self._shown[1] if self._shown else ()
        if lines:
            self.pressed.emit((self.mode, lines[0].value))

    def close_panel(self) -> None:
        """Gone until it is asked for again."""
        self.mode, self._shown = "", ()
        self.hide()

    def first_field(self) -> QWidget:
        """What is typed into, or the first line."""
        if not self.field.isHidden():
            return self.field
        item = self._rows.itemAt(0)
        widget = item.widget() if item is not None else None
        return widget if widget is not None else self
