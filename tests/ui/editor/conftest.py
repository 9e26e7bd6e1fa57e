"""The editor in the real window, on a real station with a draft of the hand rub."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ebr.domain.master.commands import BeginDraft
from ebr.domain.mbr.document import from_json
from ebr.domain.mbr.model import Mbr
from ebr.station.questions import DraftAnswer, DraftDocument, Who
from tests.ui.real_station import Floor
from ui.editor.view import View
from ui.main_window import MainWindow
from ui.theme import Theme, apply
from ui.theme.taps import TapGuard
from ui.widgets.button import Button

RUB = ("handrub_f1", "2")


@dataclass
class Desk:
    """The window with the editor in it, and hands to work with it."""

    floor: Floor
    window: MainWindow

    @property
    def view(self) -> View:
        view = self.window.frame.view
        assert isinstance(view, View)
        return view

    def kept(self) -> DraftAnswer:
        """The draft as the log has it."""
        answer: DraftAnswer = self.floor.station.ask(DraftDocument(*RUB))
        return answer

    def document(self) -> Mbr:
        import json

        return from_json(json.loads(self.kept().document), unfinished=True)

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(QApplication.focusWidget() or self.view, key, modifier)
        settle()

    def type(self, text: str) -> None:
        QTest.keyClicks(QApplication.focusWidget(), text)
        settle()

    def press(self, words: str) -> None:
        """Press the visible button with these words, with the mouse."""
        found = [
            one
            for one in self.window.findChildren(Button)
            if one.isVisible() and words in (one.text(), one.accessibleName())
        ]
        assert found, words
        assert found[0].isEnabled(), found[0].accessibleDescription()
        QTest.mouseClick(found[0], Qt.MouseButton.LeftButton)
        settle()

    def field(self, name: str) -> QWidget:
        """The visible field with this name that comes first."""
        found = [
            one for one in self.view.page.findChildren(QWidget) if one.isVisible() and one.accessibleName() == name
        ]
        assert found, name
        return found[0]


def settle() -> None:
    for _ in range(4):
        QApplication.processEvents()


@pytest.fixture
def begun(floor: Floor) -> Floor:
    floor.enter("auth")
    assert floor.station.do(BeginDraft(*RUB, base="1"), by="auth").refusal is None
    return floor


@pytest.fixture
def windows(qtbot: QtBot, qapp: QApplication) -> Iterator[list[MainWindow]]:
    made: list[MainWindow] = []
    yield made
    for window in made:
        window.close()
        window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qapp.processEvents()


def opened(
    floor: Floor, windows: list[MainWindow], qtbot: QtBot, size: tuple[int, int] = (1280, 800), scale: float = 1.0
) -> Desk:
    """The editor with the draft open, Al Author at it."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme = Theme("light", scale, TapGuard(itertools.count().__next__))
    apply(app, theme)
    window = MainWindow(floor.desk, theme, app)
    window.resize(*size)
    window.start()
    window.theme.scale = scale
    window.show()
    window.activateWindow()
    qtbot.waitActive(window)
    floor.enter("auth")
    window.signed_in(floor.station.ask(Who()))
    window.show_screen("editor", {"mbr": RUB[0], "version": RUB[1]})
    windows.append(window)
    settle()
    return Desk(floor, window)


@pytest.fixture
def desk(begun: Floor, windows: list[MainWindow], qtbot: QtBot) -> Desk:
    return opened(begun, windows, qtbot)
