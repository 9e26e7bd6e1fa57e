"""The scanner that types: a scan reaches no field, typing is not harmed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget
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


def test_what_is_typed_into_a_field_shows_at_once(floor: Floor) -> None:
    floor.type_fast("251.3")
    assert floor.field.text() == "251.3"


def test_a_scan_takes_itself_back_and_whoever_follows_the_field_hears_it(floor: Floor) -> None:
    heard: list[str] = []
    floor.field.setText("12.5")
    floor.field.setSelection(1, 2)
    floor.field.textEdited.connect(heard.append)
    floor.type_fast("RM-0101")
    QTest.keyClick(floor.handle(), Qt.Key.Key_Return)
    assert floor.scans == [Scan("RM-0101")]
    assert (floor.field.text(), floor.field.selectedText()) == ("12.5", "2.")
    assert heard[-1] == "12.5"


def test_hands_that_pause_before_return_do_not_scan(floor: Floor) -> None:
    entered: list[str] = []
    floor.field.returnPressed.connect(lambda: entered.append(floor.field.text()))
    floor.type_fast("copper kettle")
    QTest.qWait(2 * HOLD_MS)
    QTest.keyClick(floor.handle(), Qt.Key.Key_Return)
    assert entered == ["copper kettle"]
    assert floor.scans == []


def test_a_key_that_is_held_down_is_no_scanner(floor: Floor) -> None:
    struck(floor, "1", 1_000)
    for at in range(8):
        struck(floor, "1", 1_200 + 30 * at, repeated=True)
    struck(floor, "\r", 1_440)
    assert floor.field.text() == "1" * 9
    assert floor.scans == []


def test_a_reader_that_sends_two_alike_within_a_millisecond_is_heard_whole(floor: Floor) -> None:
    """X tells a release and a press of one key at one time as a repetition; so the second "0" of "00" came marked as one."""
    for at, sign in enumerate("RS-0001"):
        struck(floor, sign, 1_000 + at, repeated=sign == "0")
    struck(floor, "\r", 1_008)
    assert floor.scans == [Scan("RS-0001")]
    assert floor.field.text() == ""


def struck(floor: Floor, sign: str, at: int, *, repeated: bool = False) -> None:
    """A key with the time at which it was struck, as the system tells it."""
    key = Qt.Key.Key_Return if sign == "\r" else Qt.Key(ord(sign.upper()))
    event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, sign, repeated)
    event.setTimestamp(at)
    QApplication.sendEvent(floor.handle(), event)


def test_a_scan_presses_no_button(floor: Floor) -> None:
    pressed: list[str] = []
    button = QPushButton("Next", floor.window)
    button.clicked.connect(lambda: pressed.append("pressed"))
    button.show()
    button.setFocus()
    floor.type_fast("RM 01 01")
    QTest.keyClick(floor.handle(), Qt.Key.Key_Return)
    QTest.qWait(2 * HOLD_MS)
    assert floor.scans == [Scan("RM 01 01")]
    assert pressed == []


def test_space_presses_a_button(floor: Floor) -> None:
    pressed: list[str] = []
    button = QPushButton("Next", floor.window)
    button.clicked.connect(lambda: pressed.append("pressed"))
    button.show()
    button.setFocus()
    QTest.keyClick(floor.handle(), Qt.Key.Key_Space)
    floor.bot.waitUntil(lambda: bool(pressed), timeout=20 * HOLD_MS)


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
