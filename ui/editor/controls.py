"""The controls of a form that are typed into: one line, several lines. Those that are chosen from: `ui.editor.picks`.

All speak alike: `value()`, `show_value(text)`, `changed(object: text)` while typed, `done(object: text)` when left or
confirmed. Ctrl+Z and Ctrl+Y are never theirs: the editor undoes whatever was done last, in whatever field.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QSizePolicy
from shiboken6 import isValid

from ui.editor.drop import Choice, Drop
from ui.theme import Theme
from ui.widgets.boxes import dress
from ui.widgets.field import Field

HEIGHT: Final = 44
"""Of a field at the desk, at scale 1.0; WCAG 2.2, 2.5.5."""
Offered = Callable[[Sequence[Choice]], None]
Offers = Callable[[str, int, Offered], None]
"""Text and caret in; what may be taken is told, at once or later."""
UNDOING: Final = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)


def is_undo(event: QEvent) -> bool:
    """Tell whether a key press is one of undoing, which belongs to the editor as a whole."""
    return isinstance(event, QKeyEvent) and any(event.matches(one) for one in UNDOING)


def same(kept: str, typed: str) -> bool:
    """Tell whether what is typed is what is kept, but for white space around it: somebody is in the middle of it."""
    return kept == unicodedata.normalize("NFC", typed).strip()


class Line(Field):
    """Line(theme, name, *, code=False, hint="", offers=None): one line; `offers` gives completion or suggestions."""

    done = Signal(object)
    _drop: Drop | None = None

    def __init__(
        self, theme: Theme, name: str, *, code: bool = False, hint: str = "", offers: Offers | None = None
    ) -> None:
        super().__init__(theme, name, role="body", code=code, hint=hint)
        self.setFixedHeight(theme.px(HEIGHT))
        self._offers = offers
        self._clean = ""
        self.returnPressed.connect(self._done)
        self.changed.connect(lambda _text: self._suggest())

    def show_value(self, value: str) -> None:
        """Show another value; the caret stays where it is when the text does."""
        self._clean = value
        self.setToolTip(value)
        if value != self.text() and not (self.hasFocus() and same(value, self.text())):
            at = self.cursorPosition()
            self.setText(value)
            self.setCursorPosition(min(at, len(value)) if self.hasFocus() else 0)

    def value(self) -> str:
        """The text as typed."""
        return self.text()

    def set_wrong(self, tone: str) -> None:
        """Marks it; the reason stands below."""
        self.set_crit(crit=tone == "crit")

    def _done(self) -> None:
        if self._drop is None or not self._drop.open:
            self.done.emit(self.text())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Left: what was typed counts."""
        super().focusOutEvent(event)
        if self.text() != self._clean:
            self.done.emit(self.text())

    def event(self, event: QEvent) -> bool:
        """Undo is the editor's; Esc and Tab are the list's while it is open."""
        if event.type() == QEvent.Type.ShortcutOverride:
            if is_undo(event):
                event.ignore()
                return False
            if self._drop is not None and self._drop.open and event.key() == Qt.Key.Key_Escape:  # type: ignore[attr-defined]
                event.accept()
                return True
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if self._drop is not None and self._drop.key(event):
                return True
            asks = event.key() == Qt.Key.Key_Down or (
                event.key() == Qt.Key.Key_Space and event.modifiers() == Qt.KeyboardModifier.ControlModifier
            )
            if asks and self._offers is not None:
                self._suggest(asked=True)
                return True
        return super().event(event)

    def _suggest(self, *, asked: bool = False) -> None:
        if self._offers is None or not self.hasFocus():
            return
        text = self.text()
        self._offers(text, self.cursorPosition(), lambda found: self._offer(text, found, asked=asked))

    def _offer(self, text: str, found: Sequence[Choice], *, asked: bool) -> None:
        """Show what came back, if it is still about what stands in the field."""
        if not isValid(self) or text != self.text() or not self.hasFocus():
            return
        if self._drop is None:
            if not found:
                return
            self._drop = Drop(self.theme, self)
            self._drop.taken.connect(self._take)
        exact = len(found) == 1 and found[0].value == self.text() and not asked
        self._drop.offer(() if exact else found, self.text())

    def _take(self, choice: Choice) -> None:
        whole = self.text()
        end = choice.end if choice.end >= 0 else len(whole)
        self.setText(whole[: choice.start] + choice.value + whole[end:])
        self.setCursorPosition(choice.start + len(choice.value))
        self.changed.emit(self.text())
        if self._drop is not None:
            self._drop.hide()


class Lines(QPlainTextEdit):
    """Lines(theme, name, *, role="instr", least=1): several lines, as tall as what stands in it."""

    changed = Signal(object)
    done = Signal(object)
    focused = Signal(object)
    returnPressed = Signal()

    def __init__(self, theme: Theme, name: str, *, role: str = "body", least: int = 1, hint: str = "") -> None:
        super().__init__()
        self.theme, self.wants, self._least = theme, "text", least
        self._quiet = False
        self.setFont(theme.font(role))
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(theme.px(4))
        self.textChanged.connect(self._typed)
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self._grow())
        self.returnPressed.connect(lambda: self.insertPlainText("\n"))
        self._grow()

    def _typed(self) -> None:
        self._grow()
        if not self._quiet:
            self.changed.emit(self.toPlainText())

    def _grow(self) -> None:
        height = self.fontMetrics().lineSpacing()
        lines = max(self._least, sum(max(1, self._rows(at)) for at in range(self.document().blockCount())))
        self.setFixedHeight(max(self.theme.px(HEIGHT), lines * height + self.theme.px(28)))

    def _rows(self, at: int) -> int:
        layout = self.document().findBlockByNumber(at).layout()
        return int(layout.lineCount())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width breaks the lines elsewhere."""
        super().resizeEvent(event)
        self._grow()

    def show_value(self, value: str) -> None:
        """Show another text."""
        if value == self.toPlainText() or (self.hasFocus() and same(value, self.toPlainText())):
            return
        self._quiet = True
        self.setPlainText(value)
        self._quiet = False

    def value(self) -> str:
        """The text as typed."""
        return self.toPlainText()

    def text(self) -> str:
        """As a field's, for the letters on the screen."""
        return self.toPlainText()

    def type_text(self, text: str) -> None:
        """Types at the caret (the on-screen keys use it)."""
        self.insertPlainText(text)

    def erase(self) -> None:
        """Deletes the character before the caret."""
        self.textCursor().deletePreviousChar()

    def set_wrong(self, tone: str) -> None:
        """Marks it; the reason stands below."""
        dress(self, state="crit" if tone == "crit" else "")

    def event(self, event: QEvent) -> bool:
        """Undo is the editor's."""
        if event.type() == QEvent.Type.ShortcutOverride and is_undo(event):
            event.ignore()
            return False
        return bool(super().event(event))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Undo is the editor's, also where no shortcut stands for it."""
        if is_undo(event):
            event.ignore()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tells the screen, which may dock a keyboard."""
        super().focusInEvent(event)
        self.focused.emit(self)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Left: what was typed counts."""
        super().focusOutEvent(event)
        self.done.emit(self.toPlainText())
