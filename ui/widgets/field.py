"""`Field`: one line to type into, the same everywhere.

Carries raw text only. A field of numbers shows the decimal sign of the screen and gives the record's (`text`): what
stands in it looks like the values around it, and is recorded with the dot. `entered` fires on Return or Enter,
`changed` on each change made by a person or the on-screen keys. `wants` tells the screen which on-screen keyboard fits
("number", "moment", "text" or "").
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QMouseEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from ui.shown import shown_number, typed_number
from ui.theme import Theme
from ui.theme.mirror import left_to_right
from ui.widgets.boxes import dress


class Field(QLineEdit):
    """Field(theme, name, text="", *, role="input", code=False, secret=False, wants="text", hint="").

    Setters: setText, set_crit(bool), set_read_only(bool). Getter: text().
    Signals: changed(object: text), entered(object: text), focused(object: self).
    """

    changed = Signal(object)
    entered = Signal(object)
    focused = Signal(object)

    def __init__(
        self,
        theme: Theme,
        name: str,
        text: str = "",
        *,
        role: str = "input",
        code: bool = False,
        secret: bool = False,
        wants: str = "text",
        hint: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.theme, self.wants = theme, wants
        self.setText(text)
        self.latin = code or secret or wants != "text"
        """Codes, passwords, numbers: the keys on the screen begin with Latin letters in every language."""
        self.setFont(theme.font(role, code=code))
        self.setFixedHeight(theme.size("touch_large"))
        self.setMinimumWidth(theme.px(72))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        if code or secret or wants != "text":
            left_to_right(self)
        if secret:
            self.setEchoMode(QLineEdit.EchoMode.Password)
            self.setInputMethodHints(Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText)
        self._struck = wants != "text"
        self._compose()
        self.textEdited.connect(self._tell)
        self.returnPressed.connect(self._enter)

    def text(self) -> str:
        """What stands here; a number as the record writes it."""
        shown = super().text()
        return typed_number(shown) if self.wants == "number" else shown

    def setText(self, text: str | None) -> None:
        """Shows a text; a number with the decimal sign of the screen."""
        super().setText(shown_number(text or "") if self.wants == "number" else text)

    def _tell(self, text: str) -> None:
        """One sign stands for the decimals, while they are typed."""
        shown = shown_number(typed_number(text)) if self.wants == "number" else text
        if shown != text:
            at = self.cursorPosition()
            super().setText(shown)
            self.setCursorPosition(at)
        self.changed.emit(self.text())

    def _enter(self) -> None:
        self.entered.emit(self.text())

    def take_as_struck(self) -> None:
        """Keys come past the system's input method, as those of a number do: a scanned code must not become pinyin."""
        self._struck = True
        self._compose()

    def _compose(self) -> None:
        if self._struck:
            self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)

    def set_crit(self, *, crit: bool) -> None:
        """Marks what is typed as outside its limits; the reason stands in words elsewhere."""
        dress(self, state="crit" if crit else "")

    def type_text(self, text: str) -> None:
        """Types at the caret as a person would (the on-screen keys use it)."""
        self.insert(shown_number(text) if self.wants == "number" else text)
        self.changed.emit(self.text())

    def erase(self) -> None:
        """Deletes the character before the caret, or the selection."""
        self.backspace()
        self.changed.emit(self.text())

    def erase_all(self) -> None:
        """Empties the field."""
        self.clear()
        self.changed.emit("")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A finger cannot aim between digits: a tap on a number puts the caret behind it, where Delete begins."""
        super().mouseReleaseEvent(event)
        if not self.isReadOnly():
            # The caret may be here already, and the keys on the screen gone.
            self.focused.emit(self)
        if self.wants in ("number", "moment") and not self.hasSelectedText():
            self.end(False)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tells the screen, which may dock a keyboard."""
        super().focusInEvent(event)
        self.focused.emit(self)

    def changeEvent(self, event: QEvent) -> None:
        """Read-only fields take no focus."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ReadOnlyChange:
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus if self.isReadOnly() else Qt.FocusPolicy.StrongFocus)
            self._compose()
