"""`FileList`: folders and files in the window, one tap into a folder, one tap on a file.

A path can be typed as well. A long folder (a camera's) is shown in parts: what is not shown yet is counted, and one tap
shows the next part.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QWidget

from ebr.words import tr
from ui.pages.files import look
from ui.theme import Theme
from ui.widgets.boxes import Scroll, clear, column, panel, row, show_if
from ui.widgets.button import Button
from ui.widgets.field import Field
from ui.widgets.label import Label

PART: Final = 200
"""Lines that are shown at a time."""


class FileList(QWidget):
    """FileList(theme, place, endings=(), name=""): without endings a folder is chosen. path() is what is chosen.

    Signals: changed(object: Path), focused(object: Field).
    """

    changed = Signal(object)
    focused = Signal(object)

    def __init__(self, theme: Theme, place: Path, endings: Collection[str] = (), name: str = "") -> None:
        super().__init__()
        self.theme, self._endings = theme, endings
        whole = column(theme, self, gap=8)
        line = row(theme, gap=8)
        self.field = Field(theme, name or tr("Path"), str(place), code=True)
        self.field.changed.connect(lambda text: self.changed.emit(Path(str(text).strip())))
        self.field.entered.connect(self._typed)
        self.field.focused.connect(self.focused)
        self._up = Button(theme, tr("Up"), "large", "chevron-up")
        self._up.acted.connect(lambda _value: self.go(self._place.parent))
        line.addWidget(self.field, 1)
        line.addWidget(self._up)
        whole.addLayout(line)
        inner = QWidget()
        self._rows = column(theme, inner, (6, 6, 6, 6), 2)
        self._frame = panel("sunk")
        column(theme, self._frame, (1, 1, 1, 1), 0).addWidget(Scroll(theme, inner))
        self._frame.setFixedHeight(theme.px(280))
        whole.addWidget(self._frame)
        self.go(place)

    def go(self, place: Path) -> None:
        """Show a folder."""
        self._place = place
        self.fold(folded=False)
        self._choose(place)
        found = look(place, self._endings)
        inside = QApplication.focusWidget()
        if inside is not None and inside is not self.field and self.isAncestorOf(inside):
            # A row that goes would leave the caret to the path, and letters would cover the list.
            self._up.setFocus()
        clear(self._rows)
        if found.trouble:
            self._rows.addWidget(Label(self.theme, found.trouble, "body", "warn", wrap=True))
        self._waiting = [(name, True) for name in found.folders] + [(name, False) for name in found.files]
        if not self._waiting and not found.trouble:
            self._rows.addWidget(Label(self.theme, tr("Nothing to choose in this folder"), "meta"))
        self._more()

    def _more(self) -> Button | None:
        """Show the next part, and return its first line."""
        part, self._waiting = self._waiting[:PART], self._waiting[PART:]
        made = [self._row(name, folder=folder) for name, folder in part]
        if self._waiting:
            more = Button(self.theme, tr("and {n} more", n=len(self._waiting)), "tile", "chevron-down")
            more.acted.connect(lambda _value: self._go_on(more))
            self._rows.addWidget(more)
        self._rows.addStretch(1)
        return made[0] if made else None

    def _go_on(self, more: Button) -> None:
        self._rows.takeAt(self._rows.count() - 1)  # the stretch; the next part ends with one of its own
        first = self._more()
        if first is not None:
            first.setFocus()
        self._rows.removeWidget(more)
        more.hide()
        more.deleteLater()

    def _row(self, name: str, *, folder: bool) -> Button:
        made = Button(self.theme, name, "tile", "chevron-right" if folder else "file-text")
        made.set_value(name)
        made.acted.connect(
            (lambda name: self.go(self._place / name)) if folder else (lambda name: self._choose(self._place / name))
        )
        self._rows.addWidget(made)
        return made

    def _choose(self, path: Path) -> None:
        self.field.setText(str(path))
        self.changed.emit(path)

    def _typed(self, text: object) -> None:
        path = Path(str(text).strip())
        if path.is_dir():
            self.go(path)

    def fold(self, *, folded: bool) -> None:
        """Hide the list, when there is something else to read; the path stays."""
        show_if(self._frame, wanted=not folded)

    def path(self) -> Path:
        """What is chosen or typed."""
        return Path(self.field.text().strip())

    def first_row(self) -> Button:
        """The first folder or file to choose; in an empty folder the way up."""
        items = (self._rows.itemAt(at) for at in range(self._rows.count()))
        widgets = (item.widget() for item in items if item is not None)
        return next((one for one in widgets if isinstance(one, Button)), self._up)

    def first_field(self) -> QWidget:
        """The path."""
        return self.field
