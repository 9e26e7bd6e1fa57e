"""Sheets, their contents and the focus ring: what lies over the screen."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.theme import Theme, apply
from ui.theme.taps import TapGuard
from ui.widgets.button import Button
from ui.widgets.choice import Option
from ui.widgets.exception_sheet import ExceptionInput, ExceptionRequest, ExceptionSheet
from ui.widgets.facts import Fact
from ui.widgets.field import Field
from ui.widgets.focus_ring import FocusRing
from ui.widgets.header import HeaderBar, Identifier, IdentifierText, Identity, Person
from ui.widgets.notice import Notice
from ui.widgets.scan_result import ScanResult, differing
from ui.widgets.sheet import Sheet
from ui.widgets.sign_sheet import SignInput, SignRequest, SignSheet

REQUEST = SignRequest(
    "Performed by", (Fact("Mass", "251.3 g"),), "Recorded as Maria Chen.", "Sign as Maria Chen", "MC", "Maria Chen"
)
CLASSES = (Option("minor", "Minor", enabled=False), Option("major", "Major"), Option("critical", "Critical"))
REASONS = (Option("early", "Probe read early"), Option("unknown", "Cause unknown"))
DEPARTURE = ExceptionRequest((), REASONS, CLASSES, "major", "Sign exception")


class Room:
    """A window with a header, a field below it, and a ring."""

    def __init__(self, qtbot: QtBot, app: QApplication) -> None:
        self.bot = qtbot
        self.theme = Theme(taps=TapGuard(self._later))
        self._now = 0.0
        apply(app, self.theme)
        self.window = QWidget()
        box = QVBoxLayout(self.window)
        box.setContentsMargins(0, 0, 0, 0)
        self.header, self.field = HeaderBar(self.theme), Field(self.theme, "Mass")
        box.addWidget(self.header)
        box.addWidget(self.field)
        box.addStretch(1)
        self.ring = FocusRing(self.theme, self.window)
        self.window.resize(1280, 800)
        qtbot.addWidget(self.window)
        self.window.show()
        qtbot.waitExposed(self.window)
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)
        self.field.setFocus()

    def _later(self) -> float:
        self._now += 1.0
        return self._now

    def opens(self, content: QWidget) -> Sheet:
        sheet = Sheet(self.theme, self.window, "Sign", content, footer=getattr(content, "footer", None))
        sheet.open()
        QApplication.processEvents()
        return sheet

    def taps(self, root: QWidget, name: str) -> None:
        made = next(one for one in root.findChildren(Button) if one.accessibleName() == name)
        self.bot.mouseClick(made, Qt.MouseButton.LeftButton)


@pytest.fixture
def room(qtbot: QtBot, qapp: QApplication) -> Room:
    return Room(qtbot, qapp)


def focused() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def test_the_veil_starts_below_the_header_and_follows_the_window(room: Room) -> None:
    sheet = room.opens(SignSheet(room.theme, REQUEST))
    assert sheet.geometry().top() == room.header.height()
    room.window.resize(1000, 700)
    QApplication.processEvents()
    assert sheet.geometry().bottom() == room.window.height() - 1
    assert sheet.width() == 1000


def test_tab_stays_inside_and_esc_asks_to_cancel(room: Room) -> None:
    sheet, asked = room.opens(SignSheet(room.theme, REQUEST)), []
    sheet.cancelled.connect(asked.append)
    assert focused().accessibleName() == "Password"
    for _ in range(12):
        room.bot.keyClick(focused(), Qt.Key.Key_Tab)
        assert sheet.isAncestorOf(focused())
    for _ in range(5):
        room.bot.keyClick(focused(), Qt.Key.Key_Backtab)
        assert sheet.isAncestorOf(focused())
    room.bot.keyClick(focused(), Qt.Key.Key_Escape)
    assert asked == [None]
    assert sheet.isVisible()


def test_closing_gives_the_focus_back(room: Room) -> None:
    sheet = room.opens(SignSheet(room.theme, REQUEST))
    sheet.close_sheet()
    assert room.field.hasFocus()
    assert not sheet.isVisible()


def test_a_tap_on_the_veil_reaches_nothing_below(room: Room) -> None:
    below, got = Button(room.theme, "Below"), []
    below.setParent(room.window)
    below.setGeometry(10, 700, 200, 60)
    below.show()
    below.acted.connect(got.append)
    sheet = room.opens(SignSheet(room.theme, REQUEST))
    spot = sheet.mapFromGlobal(below.mapToGlobal(below.rect().center()))
    room.bot.mouseClick(sheet, Qt.MouseButton.LeftButton, pos=spot)
    assert room.window.childAt(below.geometry().center()) is sheet
    assert got == []


def test_a_docked_keyboard_leaves_the_focused_field_in_sight(room: Room) -> None:
    content = SignSheet(room.theme, SignRequest("Verified by", REQUEST.rows, "", "Sign"))
    sheet, keys = room.opens(content), QWidget()
    keys.setFixedHeight(300)
    sheet.dock(keys)
    QApplication.processEvents()
    room.bot.keyClick(focused(), Qt.Key.Key_Return)
    QApplication.processEvents()
    password = focused()
    assert password.accessibleName() == "Password"
    assert not password.visibleRegion().isEmpty()
    assert password.visibleRegion().boundingRect().height() == password.height()


def test_a_signature_leaves_once_and_the_field_is_empty(room: Room) -> None:
    content, got = SignSheet(room.theme, REQUEST), []
    content.signed.connect(got.append)
    room.opens(content)
    room.bot.keyClicks(focused(), "correct horse")
    room.taps(content.footer, "Sign as Maria Chen")
    assert got == [SignInput("", "correct horse")]
    assert content.first_field().text() == ""
    assert "correct" not in repr(got[0])


def test_signing_without_a_secret_says_what_is_missing(room: Room) -> None:
    content, got = SignSheet(room.theme, REQUEST), []
    content.signed.connect(got.append)
    room.opens(content)
    room.taps(content.footer, "Sign as Maria Chen")
    assert got == []
    assert any(
        one.accessibleName() == "Type your password to sign" and one.isVisible()
        for one in content.findChildren(QWidget)
    )


def test_nobody_signs_twice_while_the_key_is_unwrapped(room: Room) -> None:
    content, got = SignSheet(room.theme, REQUEST), []
    content.signed.connect(got.append)
    room.opens(content)
    content.first_field().setText("secret")
    content.set_busy(busy=True)
    content.first_field().returnPressed.emit()
    assert got == []


def test_a_second_person_is_named_by_badge_then_asked_for_the_password(room: Room) -> None:
    content, got = SignSheet(room.theme, SignRequest("Verified by", (), "", "Sign")), []
    content.signed.connect(got.append)
    room.opens(content)
    assert focused().accessibleName() == "User name"
    content.set_person("AR", "Ana Ruiz")
    assert focused().accessibleName() == "Password"
    room.bot.keyClicks(focused(), "pw")
    room.bot.keyClick(focused(), Qt.Key.Key_Return)
    assert got == [SignInput("", "pw")]


def test_an_exception_waits_for_a_reason_and_proposes_its_class(room: Room) -> None:
    content, got = ExceptionSheet(room.theme, DEPARTURE), []
    content.confirmed.connect(got.append)
    room.opens(content)
    assert not room.ring.isVisible()
    assert not content.button.isEnabled()
    room.taps(content, "Cause unknown")
    room.taps(content.footer, "Sign exception")
    room.taps(content, "Critical")
    room.taps(content.footer, "Sign exception")
    assert got == [ExceptionInput("unknown", "", "major"), ExceptionInput("unknown", "", "critical")]


@pytest.mark.parametrize(
    ("expected", "scanned", "marks"),
    [("AB12", "AB12", set()), ("AB12", "AC12", {1}), ("AB", "ABC", {2}), ("ABC", "AB", {1}), ("A", "", set())],
)
def test_differing_characters_are_found(expected: str, scanned: str, marks: set[int]) -> None:
    assert differing(expected, scanned) == marks


def test_a_mismatch_is_acknowledged(room: Room) -> None:
    content, got = ScanResult(room.theme, matched=False, title="Wrong bag", scanned="B", expected="A"), []
    content.acknowledged.connect(got.append)
    room.opens(content)
    room.bot.keyClick(focused(), Qt.Key.Key_Return)
    assert got == [None]


def test_the_ring_follows_the_focus_and_changes_no_geometry(room: Room) -> None:
    before = room.field.geometry()
    assert room.ring.isVisible()
    assert room.ring.geometry().contains(room.field.geometry())
    room.field.clearFocus()
    assert not room.ring.isVisible()
    assert room.field.geometry() == before


def test_identities_are_whole_on_the_narrowest_header(room: Room) -> None:
    ids = (Identifier("Batch", "B26-1147"), Identifier("Chain of identity", "COI-7F3K-2291"))
    room.header.set_identity(Identity("Autologous CAR-T drug product, long name", ids))
    room.header.set_profile("PRACTICE")
    room.header.set_sync("Offline, 12 waiting", "cloud-off")
    room.header.set_person(Person("MC", "Maria Chen", "Operator"))
    room.window.resize(960, 800)
    QApplication.processEvents()
    shown = [one for one in room.header.findChildren(IdentifierText) if one.isVisible()]
    assert [one.accessibleName() for one in shown] == ["Batch B26-1147", "Chain of identity COI-7F3K-2291"]
    assert all(one.width() >= one.sizeHint().width() for one in shown)
    assert room.window.width() == 960
    profile = next(one for one in room.header.findChildren(QWidget) if one.property("tone") == "profile")
    assert profile.isVisible()


def test_outside_a_batch_the_header_shows_no_identity(room: Room) -> None:
    room.header.set_identity(Identity("P", (Identifier("Batch", "B1"),)))
    room.header.set_identity(None, "Suite 3")
    QApplication.processEvents()
    assert not [one for one in room.header.findChildren(IdentifierText) if one.isVisible()]


def test_a_notice_goes_by_itself(room: Room) -> None:
    notice = Notice(room.theme, room.window, seconds=0.01)
    notice.say("Recorded")
    assert notice.isVisible()
    room.bot.waitUntil(lambda: not notice.isVisible())
