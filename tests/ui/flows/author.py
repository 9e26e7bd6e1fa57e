"""An author at the editor, and those who approve: what each sees and does with keys or a finger, from draft to version.

As `operator.py`, only of the screens for master batch records. Nothing is asked of a presenter: a problem, a change, a
figure of the dry run counts when its words are on the screen.
"""

from __future__ import annotations

import time

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QListView, QWidget

from tests.ui.flows.hands import Hand
from tests.ui.flows.operator import Operator
from tests.ui.flows.reading import Reading
from ui.editor.card import EditCard
from ui.editor.field_grid import FieldCell
from ui.editor.picks import Pick
from ui.widgets.data_table import DataTable

LONGEST = 90.0
"""Seconds after which nobody waits any more for a dry run."""


class Author:
    """Author(operator): acts of the life of a master batch record; `operator` signs people in and issues batches."""

    CONTROL, DOWN, UNDO = Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_Down, Qt.Key.Key_Z

    def __init__(self, operator: Operator) -> None:
        self.operator = operator
        self.reading: Reading = operator.reading
        self.hand: Hand = operator.hand

    # -- masters

    def masters(self, title: str, version: str) -> None:
        """Choose a version in the list of master batch records."""
        self.operator.go("Master batch records")
        self.hand.choose_row(self._table(), self._row(title, version))

    def _table(self) -> QWidget:
        return self.reading.seen(DataTable)[-1].view

    def _row(self, title: str, version: str) -> int:
        rows = self.rows()
        at = next((n for n, row in enumerate(rows) if title in row[0] and row[1] == version), None)
        if at is None:
            raise self.reading.stuck(f"version {version} of {title} among {rows}")
        return at

    def rows(self) -> list[list[str]]:
        """What stands in the table in sight."""
        model = self.reading.seen(DataTable)[-1].view.model()
        across = range(model.columnCount())
        return [[str(model.index(at, col).data() or "") for col in across] for at in range(model.rowCount())]

    def press(self, *words: str) -> None:
        """Act on the button with one of these words."""
        self.hand.press(self.reading.button(*words))

    def begin(self, title: str, base: str, version: str) -> None:
        """Begin the next version; the editor opens."""
        self.masters(title, base)
        self.press("Begin the next version")
        sheet = self.reading.sheet()
        self.hand.put(self.reading.field("Version", sheet), version)
        self.hand.press(self.reading.button("Begin the next version", within=sheet))
        if self.outline() is None:
            raise self.reading.stuck("editor of the draft")

    # -- the editor

    def outline(self) -> QListView | None:
        """The outline of the document."""
        found = self.reading.seen(QListView, self.reading.window)
        return next((one for one in found if one.accessibleName() == "Outline of the record"), None)

    def step(self, title: str) -> None:
        """Show a step by its line in the outline."""
        outline = self.outline()
        if outline is None:
            raise self.reading.stuck("outline")
        lines = self.lines()
        at = next((n for n, line in enumerate(lines) if line.partition(" ")[2] == title or line == title), None)
        if at is None:
            raise self.reading.stuck(f"step {title!r} among {lines}")
        self.hand.choose_row(outline, at)

    def lines(self) -> list[str]:
        """What the outline says."""
        model = self.outline().model()
        return [str(model.index(at, 0).data()) for at in range(model.rowCount())]

    def card(self, label: str) -> EditCard:
        """The card of an entry on the page."""
        found = [one for one in self.reading.seen(EditCard) if one.accessibleName() == label]
        if not found:
            raise self.reading.stuck(f"entry {label!r}")
        return found[-1]

    def open(self, label: str) -> EditCard:
        """Open the card of an entry."""
        if not self.card(label).shown.open:
            self.hand.press(self.card(label))
        found = self.card(label)
        if not found.shown.open:
            raise self.reading.stuck(f"open entry {label!r}")
        return found

    def cell(self, name: str) -> FieldCell:
        """A field of the form with its name above."""
        found = [one for one in self.reading.seen(FieldCell) if one.shown.name == name]
        if not found:
            names = [one.shown.name for one in self.reading.seen(FieldCell)]
            raise self.reading.stuck(f"field {name!r} among {names}")
        return found[-1]

    def write(self, name: str, text: str) -> None:
        """Type over what stands in a field of the open form."""
        self.hand.put(self.cell(name).control, text)

    def pick(self, name: str, words: str) -> None:
        """Choose one of a closed list."""
        control = self.cell(name).control
        assert isinstance(control, Pick)
        self.hand.press(control)
        choices = [one.words for one in control._choices]
        if self.hand.touches:
            view = control._drop._view
            self.hand.choose_row(view, choices.index(words))
        else:
            now = next((n for n, one in enumerate(control._choices) if one.value == control.value()), 0)
            key = Qt.Key.Key_Down if choices.index(words) > now else Qt.Key.Key_Up
            for _at in range(abs(choices.index(words) - now)):
                self.hand.key(key)
            self.hand.stroke(Qt.Key.Key_Return)
        if self.cell(name).control.value() != control._choices[choices.index(words)].value:
            raise self.reading.stuck(f"{words!r} in {name!r}")

    def add_entry(self, kind: str, name: str) -> None:
        """Add an entry to the step: its name, then its kind."""
        if self.hand.touches:
            self.press("Add entry")
        else:
            self.hand.stroke(Qt.Key.Key_Return, self.CONTROL)
        sheet = self.reading.sheet()
        if sheet is None:
            raise self.reading.stuck("sheet of kinds")
        self.hand.put(self.reading.field("Name", sheet), name)
        self.hand.press(self.reading.button(kind, within=sheet))
        if not self.card(name).shown.open:
            raise self.reading.stuck(f"open new entry {name!r}")

    def wait_until(self, words: str, seconds: float = LONGEST) -> None:
        """Wait until a text is in sight: what a child process makes takes its time."""
        end = time.monotonic() + seconds
        while not self.reading.says(words, self.reading.window):
            if time.monotonic() > end:
                raise self.reading.stuck(f"word {words!r}")
            QTest.qWait(50)
            self.reading.settle()

    def focused(self) -> str:
        """Name of what has the caret."""
        now = QApplication.focusWidget()
        return now.accessibleName() if now is not None else ""

    def bar(self, start: str) -> QAbstractButton:
        """A button by how its words begin."""
        return self.reading.button(start, prefix=True)

    def back(self) -> None:
        """To the screen before."""
        if self.hand.touches:
            self.press("Back")
        else:
            self.hand.stroke(Qt.Key.Key_Escape)
