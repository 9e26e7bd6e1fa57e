"""`FieldGrid`: the fields of a form in columns, as many as the width allows; each with its name, and why it is wrong.

The same fields again only take their new values, so the caret stays; other fields are laid out anew.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from ebr.words import tr
from ui.editor.controls import Line, Lines, Offered
from ui.editor.drop import Choice
from ui.editor.model import FieldShown
from ui.editor.picks import Marks, Pick, Tick
from ui.theme import Theme
from ui.widgets.boxes import column, row, show_if
from ui.widgets.label import Icon, Label

Completing = Callable[[str, str, int, Offered], None]
"""Path, text and caret of a formula in; completions are told later."""
COLUMNS: Final = ((880, 4), (560, 3), (360, 2), (0, 1))
"""From this width at scale 1.0, so many columns."""
CLOSE: Final = ((620, 4), (420, 3), (300, 2), (0, 1))
"""The same for the rows of a list, whose fields are short."""


def filtered(choices: Sequence[tuple[str, str]], text: str, caret: int) -> list[Choice]:
    """Return the suggestions that match the word at the caret, the whole list when nothing is typed."""
    start = max(text.rfind(",", 0, caret), text.rfind(" ", 0, caret)) + 1
    end = next((at for at in range(caret, len(text)) if text[at] in ", "), len(text))
    word = text[start:end].casefold()
    found = [one for one in choices if word in one[0].casefold() or word in one[1].casefold()]
    return [Choice(key, key, words if words != key else "", start, end) for key, words in found[:200]]


class FieldCell(QWidget):
    """FieldCell(theme, shown, completing): one field with its name above and, when it is wrong, why below."""

    typed = Signal(object)
    done = Signal(object)
    focused = Signal(object)

    def __init__(self, theme: Theme, shown: FieldShown, completing: Completing) -> None:
        super().__init__()
        self.theme, self.shown, self._completing = theme, shown, completing
        whole = column(theme, self, gap=4)
        self._head = QWidget()
        head = row(theme, self._head, gap=6)
        self._name = Label(theme, "" if shown.control == "tick" else shown.name, "over")
        self._dot = Icon(theme, "pencil", "accentInk", 14)
        self._dot.setToolTip(tr("Changed in this draft"))
        head.addWidget(self._name)
        head.addWidget(self._dot)
        head.addStretch(1)
        whole.addWidget(self._head)
        made: Any = self._control(shown)
        self.control: Any = made
        whole.addWidget(self.control)
        self._wrong = Label(theme, "", "detail", "crit", wrap=True)
        whole.addWidget(self._wrong)
        whole.addStretch(1)
        made.changed.connect(lambda text: self.typed.emit((self.shown.path, text)))
        made.done.connect(lambda text: self.done.emit((self.shown.path, text)))
        made.focused.connect(self.focused)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.show_field(shown)

    def _control(self, shown: FieldShown) -> QWidget:
        theme, name = self.theme, shown.name
        match shown.control:
            case "tick":
                return Tick(theme, name)
            case "pick":
                return Pick(theme, name, shown.choices)
            case "marks":
                return Marks(theme, name, shown.choices)
            case "lines" | "list":
                role = "instr" if shown.path == "instruction" else "body"
                return Lines(theme, name, role=role, hint=shown.hint)
            case "formula":
                return Line(theme, name, hint=shown.hint, offers=self._complete)
            case "suggest":
                return Line(theme, name, hint=shown.hint, offers=self._suggest)
            case "code":
                return Line(theme, name, code=True, hint=shown.hint)
            case _:
                return Line(theme, name, hint=shown.hint)

    def _suggest(self, text: str, caret: int, then: Offered) -> None:
        then(filtered(self.shown.choices, text, caret))

    def _complete(self, text: str, caret: int, then: Offered) -> None:
        self._completing(self.shown.path, text, caret, then)

    def show_field(self, shown: FieldShown) -> None:
        """The same field with another value."""
        self.shown = shown
        if isinstance(self.control, Line) and shown.fixed != self.control.isReadOnly():
            self.control.setReadOnly(shown.fixed)
        if isinstance(self.control, Pick):
            self.control.show_choices(shown.choices)
        self.control.show_value(shown.value)
        self.control.set_wrong(shown.tone if shown.wrong else "")
        self._wrong.set_tone(shown.tone or "crit")
        self._wrong.setText(shown.wrong)
        show_if(self._wrong, wanted=bool(shown.wrong))
        show_if(self._dot, wanted=shown.changed)
        self.control.setAccessibleDescription(shown.wrong)

    def set_bare(self, *, bare: bool) -> None:
        """Without room for a name: it stands in the box itself."""
        show_if(self._head, wanted=not bare)


class FieldGrid(QWidget):
    """FieldGrid(theme, completing, close=False); show_fields(fields).

    Signals: typed and done(object: (path, text)), focused(field).
    """

    typed = Signal(object)
    done = Signal(object)
    focused = Signal(object)

    def __init__(self, theme: Theme, completing: Completing, *, close: bool = False) -> None:
        super().__init__()
        self._form = CLOSE if close else COLUMNS
        self.theme, self._completing = theme, completing
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.px(12))
        self._grid.setVerticalSpacing(theme.px(10))
        self.cells: dict[str, FieldCell] = {}
        self._columns = 0

    def show_fields(self, fields: Sequence[FieldShown]) -> None:
        """Other fields, or the same with other values."""
        now = [(one.path, one.name, one.control, one.span) for one in fields]
        before = [(c.shown.path, c.shown.name, c.shown.control, c.shown.span) for c in self.cells.values()]
        if now != before:
            self._rebuild(fields)
            return
        for one in fields:
            if self.cells[one.path].shown != one:
                self.cells[one.path].show_field(one)

    def _rebuild(self, fields: Sequence[FieldShown]) -> None:
        kept = {
            path: cell
            for path, cell in self.cells.items()
            if any((one.path, one.name, one.control) == (path, cell.shown.name, cell.shown.control) for one in fields)
        }
        for path, cell in self.cells.items():
            if path not in kept:
                self._grid.removeWidget(cell)
                cell.hide()
                cell.deleteLater()
        self.cells = {}
        for one in fields:
            cell = kept.get(one.path) or self._cell(one)
            cell.show_field(one)
            self.cells[one.path] = cell
        self._columns = 0
        self._place()

    def _cell(self, shown: FieldShown) -> FieldCell:
        made = FieldCell(self.theme, shown, self._completing)
        made.typed.connect(self.typed)
        made.done.connect(self.done)
        made.focused.connect(self.focused)
        return made

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width may have room for more columns."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        width = self.width() / self.theme.scale
        columns = next(count for least, count in self._form if width >= least)
        if columns == self._columns:
            return
        self._columns = columns
        self._bare(columns)
        at = 0
        for cell in self.cells.values():
            self._grid.removeWidget(cell)
            span = min(cell.shown.span, columns)
            if at % columns + span > columns:
                at += columns - at % columns
            self._grid.addWidget(cell, at // columns, at % columns, 1, span, Qt.AlignmentFlag.AlignTop)
            at += span
        for number in range(4):
            self._grid.setColumnStretch(number, 1 if number < columns else 0)

    def _bare(self, columns: int) -> None:
        """A line of boxes to tick alone needs no room for names above."""
        at, line = 0, -1
        lines: dict[int, list[FieldCell]] = {}
        for cell in self.cells.values():
            span = min(cell.shown.span, columns)
            at += columns - at % columns if at % columns + span > columns else 0
            line = at // columns
            lines.setdefault(line, []).append(cell)
            at += span
        for cells in lines.values():
            bare = all(one.shown.control == "tick" for one in cells)
            for one in cells:
                one.set_bare(bare=bare)

    def focus_field(self, path: str) -> bool:
        """Give a field the focus; the part of a path that is a field will do."""
        found = next((one for key, one in self.cells.items() if key == path or path.startswith(f"{key}.")), None)
        if found is None:
            return False
        target: Any = found.control.findChild(QWidget) if isinstance(found.control, Marks) else found.control
        target.setFocus(Qt.FocusReason.OtherFocusReason)
        return True
