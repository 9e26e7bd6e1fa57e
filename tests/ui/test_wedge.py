"""The scanner that types: a scan reaches no field, typing is not harmed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.widgets.wedge import BADGE_PREFIX, HOLD_MS, Scan, Wedge, parse_scan

GTIN = "]d2010950600013435217270331"


class Floor:
    """A window with a field, and the scanner's ear."""

    def __init__(self, qtbot: QtBot, app: QApplication) -> None:
        self.bot = qtbot
        self.window = QWidget()
        self.field = QLineEdit()
        QVBoxLayout(self.window).addWidget(self.field)
        qtbot.addWidget(self.window)
        self.window.show()
        qtbot.waitExposed(self.window)
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)
        self.field.setFocus()
        self.wedge = Wedge(app)
        self.scans: list[Scan] = []
        self.wedge.scanned.connect(self.scans.append)

    def handle(self) -> QWindow:
        handle = self.window.windowHandle()
        assert handle is not None
        return handle

    def type_fast(self, text: str) -> None:
        for sign in text:
            QTest.keyClick(self.handle(), sign)

    def settled(self, text: str) -> None:
        self.bot.waitUntil(lambda: self.field.text() == text, timeout=20 * HOLD_MS)


@pytest.fixture
def floor(qtbot: QtBot, qapp: QApplication) -> Iterator[Floor]:
    made = Floor(qtbot, qapp)
    yield made
    made.wedge.stop()


def test_a_scan_with_gs_is_heard_once_and_leaves_the_field_alone(floor: Floor) -> None:
    floor.type_fast(GTIN)
    QTest.keyClick(floor.handle(), Qt.Key.Key_BracketRight, Qt.KeyboardModifier.ControlModifier)
    floor.type_fast("10FB2231")
    QTest.keyClick(floor.handle(), Qt.Key.Key_Return)
    assert floor.scans == [Scan(f"{GTIN[3:]}\x1d10FB2231", "]d2")]
    assert floor.field.text() == ""


def test_slow_typing_arrives_unharmed(floor: Floor) -> None:
    typed = ""
    for sign in "251.3":
        QTest.keyClick(floor.handle(), sign)
        typed += sign
        floor.settled(typed)
    QTest.keyClick(floor.handle(), Qt.Key.Key_Return)
    assert floor.field.text() == "251.3"
    assert floor.scans == []


def test_a_short_burst_is_typing(floor: Floor) -> None:
    entered: list[str] = []
    floor.field.returnPressed.connect(lambda: entered.append(floor.field.text()))
    floor.type_fast("25.1")
    QTest.keyClick(floor.handle(), Qt.Key.Key_Return)
    assert entered == ["25.1"]
    assert floor.scans == []


def test_a_burst_without_return_is_replayed(floor: Floor) -> None:
    floor.type_fast("COI-7F3K-2291")
    floor.settled("COI-7F3K-2291")
    assert floor.scans == []


def test_backspace_comes_after_what_was_typed_before(floor: Floor) -> None:
    floor.type_fast("12")
    QTest.keyClick(floor.handle(), Qt.Key.Key_Backspace)
    assert floor.field.text() == "1"


def test_stopping_gives_back_what_was_held(floor: Floor) -> None:
    floor.type_fast("abc")
    floor.wedge.stop()
    assert floor.field.text() == "abc"


def test_a_badge_is_told_by_its_prefix(floor: Floor) -> None:
    floor.type_fast(f"{BADGE_PREFIX}004711")
    QTest.keyClick(floor.handle(), Qt.Key.Key_Return)
    assert floor.scans == [Scan("004711", badge=True)]


@given(st.text(alphabet=st.characters(min_codepoint=33, max_codepoint=126), max_size=40))
def test_nothing_of_a_scan_is_lost_when_parsed(raw: str) -> None:
    scan = parse_scan(raw)
    assert scan.aim + (BADGE_PREFIX if scan.badge else "") + scan.data == raw
