"""What a person sees: visible widgets of the real window, the topmost sheet first. Nothing is asked of any presenter."""

from __future__ import annotations

import time
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QListView, QWidget

from ui.main_window import MainWindow
from ui.widgets.button import Button
from ui.widgets.entry_card import EntryCard
from ui.widgets.field import Field
from ui.widgets.outline_paint import ROW, StepRow
from ui.widgets.sheet import Sheet

Seen = TypeVar("Seen", bound=QWidget)


class StuckError(AssertionError):
    """An operator cannot go on: what was looked for, and what the screen shows instead."""


class Reading:
    """Reading(window, desk): `desk` only tells whether an answer is still on its way."""

    def __init__(self, window: MainWindow, desk: object) -> None:
        self.window, self.desk = window, desk

    def settle(self) -> None:
        """Wait until the program has answered and painted."""
        app = QApplication.instance()
        assert app is not None
        app.processEvents()
        while self.desk.under_way:
            app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        for _at in range(3):  # a layout asks for another, and a timer of no time stands between them
            app.processEvents()
        if self.desk.under_way:
            self.settle()

    def wait_for_sheet(self, words: str, seconds: float = 60) -> Sheet:
        """Wait until a sheet says something: what a child process makes takes its time."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.settle()
            sheet = self.sheet()
            if sheet is not None and self.says(words, sheet):
                return sheet
            QTest.qWait(50)
        raise self.stuck(f"sheet that says {words!r}")

    # -- where

    def sheet(self) -> Sheet | None:
        """The sheet on top."""
        found = [one for one in self.window.findChildren(Sheet) if one.isVisible()]
        return found[-1] if found else None

    def top(self) -> QWidget:
        """What can be worked on now: the sheet on top, else the whole window."""
        return self.sheet() or self.window

    def seen(self, kind: type[Seen], within: QWidget | None = None) -> list[Seen]:
        """All visible widgets of a kind."""
        return [one for one in (within or self.top()).findChildren(kind) if one.isVisible()]

    # -- what

    def button(self, *names: str, within: QWidget | None = None, prefix: bool = False) -> Button:
        """The enabled button with one of these words; none is a way that ends."""
        found = self.buttons(*names, within=within, prefix=prefix)
        if not found:
            raise self.stuck(f"a button {' or '.join(names)}")
        return found[-1]

    def buttons(self, *names: str, within: QWidget | None = None, prefix: bool = False) -> list[Button]:
        """All enabled buttons with these words."""
        return [
            one
            for one in self.seen(Button, within)
            if one.isEnabled() and any(_says(one, name, prefix=prefix) for name in names)
        ]

    def field(self, name: str, within: QWidget | None = None) -> Field:
        """The field with this name."""
        found = [one for one in self.seen(Field, within) if one.accessibleName() == name and not one.isReadOnly()]
        if not found:
            raise self.stuck(f"a field {name!r}")
        return found[-1]

    def card(self, label: str, nth: int = 0) -> EntryCard | None:
        """The card of an entry; `nth` of those with the same words (a plate and its result)."""
        found = [one for one in self.seen(EntryCard, self.window) if one.accessibleName() == label]
        return found[nth] if nth < len(found) else None

    def state(self, label: str, nth: int = 0) -> str:
        """The state of a card: todo, active, out, done, locked, na; "" when it is not there."""
        found = self.card(label, nth)
        return str(found.property("state")) if found is not None else ""

    def words(self, within: QWidget | None = None) -> list[str]:
        """Every text in sight."""
        labels = [one.text() for one in self.seen(QLabel, within) if one.text()]
        return labels + [one.text() or one.accessibleName() for one in self.seen(Button, within)]

    def says(self, text: str, within: QWidget | None = None) -> bool:
        """Tell whether a text is in sight."""
        return any(text in words for words in self.words(within))

    def outline(self) -> QListView | None:
        """The list of steps."""
        return next((one for one in self.seen(QListView, self.window) if one.accessibleName() == "Step outline"), None)

    def lines(self) -> list[StepRow]:
        """The lines of the outline."""
        shown = self.outline()
        model = shown.model() if shown is not None else None
        return [model.index(at, 0).data(ROW) for at in range(model.rowCount())] if model is not None else []

    def stuck(self, wanted: str) -> StuckError:
        """Say what is missing and what is there instead."""
        return StuckError(f"no {wanted}; the screen says: " + " | ".join(self.words()))


def _says(button: Button, name: str, *, prefix: bool) -> bool:
    words = (button.text(), button.accessibleName())
    return any(word.startswith(name) for word in words) if prefix else name in words
