"""`RowsEditor`: a list inside a part: answers of a choice, lines of a clearance, figures of a series, identifiers.

Each row is a small form with its own moves; what is added gets the focus.
"""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QWidget

from ebr.words import tr
from ui.editor.field_grid import Completing, FieldGrid
from ui.editor.model import FieldShown, RowsShown
from ui.editor.names import statistic_word
from ui.editor.picks import Pick
from ui.theme import Theme
from ui.widgets.boxes import column, dress, row, show_if
from ui.widgets.button import Button
from ui.widgets.label import Label

NAMED: Final = ("statistics", "languages")
"""Lists whose rows are known by name: what may be added is chosen."""
SHORT: Final = ("options", "identifiers", "languages")
"""Lists whose rows fit on one line with their buttons."""


class _Row(QFrame):
    """One row: its fields and its buttons."""

    acted = Signal(object)

    def __init__(self, theme: Theme, completing: Completing, *, movable: bool, short: bool) -> None:
        super().__init__()
        dress(self, panel="sunk")
        self.title = Label(theme, "", "metastrong")
        self.grid = FieldGrid(theme, completing, close=short)
        buttons = row(theme, gap=2)
        for key, icon, name in (
            ("up", "chevron-up", tr("Move up")),
            ("down", "chevron-down", tr("Move down")),
            ("remove", "trash", tr("Delete")),
        ):
            made = Button(theme, "", "desk-ghost", icon, name=name)
            made.set_value(key)
            made.acted.connect(self.acted)
            buttons.addWidget(made)
            show_if(made, wanted=movable or key == "remove")
        if short:
            line = row(theme, self, (12, 6, 6, 10), 8)
            line.addWidget(self.grid, 1)
            line.addLayout(buttons)
            line.setAlignment(buttons, Qt.AlignmentFlag.AlignBottom)
            return
        whole = column(theme, self, (12, 4, 6, 10), 2)
        head = row(theme, gap=4)
        head.addWidget(self.title, 1)
        head.addLayout(buttons)
        whole.addLayout(head)
        whole.addWidget(self.grid)

    def show_row(self, title: str, fields: tuple[FieldShown, ...]) -> None:
        """Other values."""
        self.title.setText(title)
        self.grid.show_fields(fields)


class RowsEditor(QWidget):
    """RowsEditor(theme, completing); show_rows(RowsShown).

    Signals: typed and done(object: (path, text)), focused(field), acted(object: (list, act, row or figure)); acts are
    up, down, remove and add.
    """

    typed = Signal(object)
    done = Signal(object)
    focused = Signal(object)
    acted = Signal(object)

    def __init__(self, theme: Theme, completing: Completing, shown: RowsShown) -> None:
        super().__init__()
        self.theme, self._completing, self._shown = theme, completing, shown
        whole = column(theme, self, gap=8)
        whole.addWidget(Label(theme, shown.name, "h3"))
        self._rows = column(theme, gap=8)
        whole.addLayout(self._rows)
        self._made: list[_Row] = []
        self._foot = row(theme, gap=8)
        self._adds: tuple[tuple[str, str], ...] | None = None
        whole.addLayout(self._foot)
        self.show_rows(shown)

    def show_rows(self, shown: RowsShown) -> None:
        """Other rows, or other values."""
        grown = len(shown.rows) > len(self._shown.rows)
        self._shown = shown
        while len(self._made) > len(shown.rows):
            gone = self._made.pop()
            self._rows.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        while len(self._made) < len(shown.rows):
            self._made.append(self._row(len(self._made)))
        for at, fields in enumerate(shown.rows):
            self._made[at].show_row(self._title(at, fields), fields)
        self._show_adds()
        if grown and self._made:
            self._made[-1].grid.focus_field(shown.rows[-1][0].path)

    def _title(self, at: int, fields: tuple[FieldShown, ...]) -> str:
        if self._shown.path == "statistics":
            return statistic_word(fields[0].path.split(".")[1])
        return str(at + 1)

    def _row(self, at: int) -> _Row:
        made = _Row(
            self.theme,
            self._completing,
            movable=self._shown.movable,
            short=self._shown.path in SHORT,
        )
        made.grid.typed.connect(self.typed)
        made.grid.done.connect(self.done)
        made.grid.focused.connect(self.focused)
        made.acted.connect(lambda act, number=at: self.acted.emit((self._shown.path, act, self._which(number))))
        self._rows.addWidget(made)
        return made

    def _which(self, at: int) -> Any:
        return self._shown.rows[at][0].path.split(".")[1] if self._shown.path == "statistics" else at

    def _show_adds(self) -> None:
        shown = self._shown
        fresh = shown.fresh if shown.path in NAMED else (("", shown.add),)
        if fresh == self._adds:
            return
        self._adds = fresh
        while self._foot.count():
            item = self._foot.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        made: Button
        if shown.path in NAMED:
            made = Pick(self.theme, shown.add, (("", shown.add), *fresh))
            made.show_value("")
            made.setFixedWidth(self.theme.px(280))
            made.changed.connect(self._add)
            show_if(made, wanted=bool(fresh))
        else:
            made = Button(self.theme, shown.add, "desk", "plus")
            made.acted.connect(lambda _value: self._add(""))
        self._foot.addWidget(made)
        self._foot.addStretch(1)

    def _add(self, which: object) -> None:
        if which or self._shown.path not in NAMED:
            self.acted.emit((self._shown.path, "add", which))

    def focus_field(self, path: str) -> bool:
        """Give a field of a row the focus."""
        return any(one.grid.focus_field(path) for one in self._made)
