"""One picture of `ebr screenshots`, and what is done in its window before it is grabbed: as a person would."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ebr.station.door import Station
from ebr.words import tr
from ui.display import application
from ui.main_window import MainWindow
from ui.widgets.button import Button
from ui.widgets.field import Field

Act = Callable[[MainWindow, Station], None]


def nothing(_window: MainWindow, _station: Station) -> None:
    """Grab the screen as it comes."""


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture: who is signed in ("" for nobody).

    The screen with its parameters, and what is done before grabbing.
    """

    name: str
    person: str
    screen: str
    params: dict[str, str] = field(default_factory=dict)
    act: Act = nothing


def touch(window: MainWindow, _station: Station) -> None:
    """Dock the keypad for the open field, as a finger on it would."""
    first = getattr(window.frame.view, "first_field", None)
    target = first() if callable(first) else None
    show = getattr(window.frame.view, "show_keypad", None)
    if callable(show) and isinstance(target, Field):
        show(target)


def keys(key: Qt.Key) -> Act:
    """Return an act that presses Ctrl and a key."""

    def act(window: MainWindow, _station: Station) -> None:
        window.activateWindow()
        QTest.keyClick(window.frame.view or window, key, Qt.KeyboardModifier.ControlModifier)

    return act


def plain_key(key: Qt.Key) -> Act:
    """Return an act that presses a key."""

    def act(window: MainWindow, _station: Station) -> None:
        window.activateWindow()
        QTest.keyClick(window.frame.view or window, key)

    return act


def press(*words: str) -> Act:
    """Return an act that presses the visible button with these words, and then the next one."""

    def act(window: MainWindow, _station: Station) -> None:
        for one in words:
            _press_one(window, one)
            settle(application())

    return act


def _press_one(window: MainWindow, words: str) -> None:
    for button in window.findChildren(Button):
        shown = button.isVisible() and button.isEnabled()
        if shown and {words, tr(words)} & {button.text(), button.accessibleName()}:
            button.click()
            return


def join(window: MainWindow, _station: Station) -> None:
    """Show the station that waits to be admitted."""
    window.show_screen("join", {})


def charted(window: Any, _station: Station) -> None:
    """Look at the first finding about a number: it has a chart."""
    presenter = window.frame.view.presenter
    rows = (row for row in presenter.answer.findings if row.slot) if presenter.answer is not None else ()
    presenter.choose("findings", next((row.key for row in rows), ""))


def settle(app: QApplication) -> None:
    """Let the window do what it was asked."""
    for _ in range(4):
        app.processEvents()
