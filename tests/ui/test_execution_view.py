"""The real window on a played station: one batch step finished by keys, by touch, and by scanner with password."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.ui import desk_kinds
from tests.ui.desk_played import BATCH, SECRETS, STEP, PlayedStation, entry
from tests.ui.test_widgets_clipping import clipped
from ui.ask import AskField, Question, ask
from ui.desk import InlineDesk
from ui.main_window import MainWindow
from ui.theme import Theme, apply
from ui.theme.taps import TapGuard
from ui.theme.tokens import THEMES
from ui.unrecorded import Unrecorded
from ui.widgets.button import Button
from ui.widgets.choice import CheckRow
from ui.widgets.label import Label
from ui.widgets.touching import touching
from ui.widgets.wedge import HOLD_MS, Scan

Make = Callable[..., MainWindow]


@pytest.fixture
def make(qtbot: QtBot, qapp: QApplication) -> Iterator[Make]:
    windows: list[MainWindow] = []

    def made(station: PlayedStation, size: tuple[int, int] = (1280, 800)) -> MainWindow:
        slowly = TapGuard(
            itertools.count().__next__
        )  # a test taps faster than a hand, which is what the guard is against
        theme = Theme(station.settings["theme"], float(station.settings["ui_scale"]), slowly)
        apply(qapp, theme)
        window = MainWindow(InlineDesk(station), theme, qapp)
        window.resize(*size)
        window.start()
        window.show()
        window.activateWindow()
        qtbot.waitActive(window)
        windows.append(window)
        settle()
        return window

    yield made
    for window in windows:
        window.close()
        window.deleteLater()
    # Really deleted: without that, each style sheet repolishes all earlier windows.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qapp.processEvents()


def settle() -> None:
    """Lets layouts and headers find their place."""
    for _at in range(4):
        QApplication.processEvents()


def keys(window: MainWindow, text: str, end: Qt.Key | None = Qt.Key.Key_Return) -> None:
    """Types at the window, as a keyboard does; a person is slower than a scanner, so what was held is let go first."""
    for letter in text:
        QTest.keyClick(window.windowHandle(), letter)
    QTest.qWait(2 * HOLD_MS)
    if end is not None:
        QTest.keyClick(window.windowHandle(), end)
        QTest.qWait(2 * HOLD_MS if end == Qt.Key.Key_Space else 1)


def press(window: QWidget, text: str) -> None:
    """Taps the button that says this."""
    found = [
        button
        for button in window.findChildren(Button)
        if button.isVisible() and button.isEnabled() and text in (button.text(), button.accessibleName())
    ]
    assert found, f"no button says {text!r}"
    QTest.mouseClick(found[-1], Qt.MouseButton.LeftButton)
    QApplication.processEvents()


def to_step(make: Make, station: PlayedStation) -> MainWindow:
    """Signed in by keys, at the open step by keys."""
    window = make(station)
    keys(window, "mchen")
    keys(window, SECRETS["mchen"])
    keys(window, "", Qt.Key.Key_Return)
    return window


def test_a_step_by_keyboard_only(make: Make) -> None:
    station = PlayedStation()
    window = to_step(make, station)
    keys(window, "COI-7F3K-2291")
    keys(window, "SUB-0412-007")
    keys(window, "251.3")
    keys(window, "6.4")
    keys(window, "", Qt.Key.Key_Space)
    keys(window, "", Qt.Key.Key_Return)
    keys(window, SECRETS["mchen"])
    assert [one.status for one in station.entries] == ["done"] * 4
    assert station.signed == ["performed mchen"]
    keys(window, "", Qt.Key.Key_Return)
    keys(window, "aruiz")
    keys(window, SECRETS["aruiz"])
    assert station.signed == ["performed mchen", "verified aruiz"]
    assert station.present == "mchen"


def test_a_step_by_scanner_and_password(make: Make) -> None:
    station = PlayedStation()
    window = make(station)
    window.take_scan(Scan("B-001", badge=True))
    keys(window, SECRETS["mchen"])
    window.take_scan(Scan("COI-7F3K-2291"))
    window.take_scan(Scan("COI-7F3K-2291"))
    window.take_scan(Scan("SUB-0412-007"))
    assert station.entries[0].rows[0].source == "scanned"
    keys(window, "251.3")
    keys(window, "6.4")
    keys(window, "", Qt.Key.Key_Space)
    press(window, "Sign step")
    keys(window, SECRETS["mchen"])
    press(window, "Second person signs")
    window.take_scan(Scan("B-003", badge=True))
    keys(window, SECRETS["aruiz"])
    assert station.signed == ["performed mchen", "verified aruiz"]


def touch(window: MainWindow, text: str) -> None:
    """Types on the keys of the screen."""
    for letter in text:
        if letter.isdigit() or letter in ".-":
            if not [b for b in window.findChildren(Button) if b.isVisible() and b.text() == letter]:
                press(window, "123")
        elif not [b for b in window.findChildren(Button) if b.isVisible() and b.text() == "Space"]:
            raise AssertionError("no letters on the screen")
        elif letter.isupper():
            press(window, "Shift")
        elif letter != " " and not [b for b in window.findChildren(Button) if b.isVisible() and b.text() == letter]:
            while not [b for b in window.findChildren(Button) if b.isVisible() and b.text() == letter]:
                press(
                    window,
                    next(
                        b.text()
                        for b in window.findChildren(Button)
                        if b.isVisible() and b.text() in ("123", "#~^", "abc")
                    ),
                )
        press(window, "Space" if letter == " " else letter)


def test_a_step_by_touch_only(make: Make) -> None:
    station = PlayedStation(entries=[one for one in desk_kinds.all_kinds() if one.kind in ("number", "check")])
    window = make(station)
    touching().set_on(on=True)
    press(window, "Maria Chen")
    touch(window, SECRETS["mchen"])
    press(window, "Enter")
    press(window, f"Continue {BATCH}")
    touch(window, "251.3")
    press(window, "Enter")
    press(window, "Yes")
    press(window, "Sign step")
    touch(window, SECRETS["mchen"])
    press(window, "Enter")
    assert station.signed == ["performed mchen"]


def test_lock_keeps_place_and_draft_for_the_same_person(make: Make) -> None:
    station = PlayedStation()
    window = to_step(make, station)
    keys(window, "COI-7F3K-2291", None)
    window.lock("lock")
    assert station.present == ""
    assert window.frame.view.identity() is not None
    keys(window, SECRETS["mchen"])
    focused = QApplication.focusWidget()
    form = window.frame.view.centre.form()
    assert form is not None
    assert form.parts()["coi"] == "COI-7F3K-2291"
    assert form.isAncestorOf(focused)


def test_at_a_hand_over_the_badge_of_who_takes_over_fills_the_field_and_the_next_one_switches(make: Make) -> None:
    handover = entry("given", "handover", "Hand-over to filling", spec={"of": "Filling team"})
    window = to_step(make, PlayedStation(entries=[handover]))
    window.take_scan(Scan("B-002", badge=True))
    assert window.frame.view.centre.form().parts()["to"] == "jott"  # type: ignore[union-attr]
    assert window.session.person == "mchen"
    window.take_scan(Scan("B-003", badge=True))
    assert window.session.presence is None, "the field is full: somebody else wants to work"


def test_what_was_typed_before_a_crash_is_in_the_field_after_one_press_and_recorded_by_return(
    make: Make, tmp_path: Path
) -> None:
    station = PlayedStation()
    Unrecorded(tmp_path).keep("mchen", {(BATCH, f"{STEP}/mass"): {"number": "251.3"}})
    window = to_step(make, station)
    window.session.drafts.left = Unrecorded(tmp_path)
    window.show_screen("execution", {"batch": BATCH})
    window.frame.view.presenter.choose_entry(f"{STEP}/mass")  # type: ignore[union-attr]
    QApplication.processEvents()
    press(window, "Fill it in again")
    assert window.frame.view.centre.form().parts() == {"number": "251.3"}  # type: ignore[union-attr]
    assert station.entries[1].status == "todo"
    keys(window, "", Qt.Key.Key_Return)
    assert (station.entries[1].status, station.entries[1].rows[0].value) == ("done", {"number": "251.3"})


def test_a_badge_fills_the_field_for_a_person_in_any_question(make: Make) -> None:
    window = to_step(make, PlayedStation())
    fields = (AskField("note", "Note", needed=False), AskField("to", "Who goes on", scans=True))
    content = ask(window.session, Question("Hand over", "Continue", fields), lambda *_asked: None)
    window.take_scan(Scan("B-002", badge=True))
    assert content.parts()["to"] == "jott"
    window.session.close_sheets()
    window.frame.view.transcribing.ask(f"{STEP}/mass", {"number": "1"})  # type: ignore[union-attr]
    transcribed = window.session.sheets[-1].content
    assert transcribed.parts()["person"] == "mchen"
    transcribed._fields["person"].setFocus()
    window.take_scan(Scan("B-002", badge=True))
    assert transcribed.parts()["person"] == "jott", "what was proposed is replaced under the caret"


def test_somebody_else_unlocks_to_their_own_work(make: Make) -> None:
    station = PlayedStation()
    window = to_step(make, station)
    window.lock("lock")
    window.take_scan(Scan("B-002", badge=True))
    keys(window, SECRETS["jott"])
    assert (station.present, window.session.person) == ("jott", "jott")
    assert window.frame.header.isVisible()


def test_a_wrong_bag_is_acknowledged_before_anything_else(make: Make) -> None:
    window = to_step(make, PlayedStation())
    window.take_scan(Scan("COI-7F8K-2297"))
    window.take_scan(Scan("SUB-0412-007"))
    assert len(window.session.sheets) == 1
    keys(window, "", Qt.Key.Key_Escape)
    assert len(window.session.sheets) == 1
    press(window, "Understood")
    assert window.session.sheets == []


def test_idle_hands_lock_the_station(make: Make) -> None:
    station = PlayedStation()
    window = to_step(make, station)
    window.hands.idle.emit(None)
    assert station.present == ""


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize(("size", "scale"), [((1280, 800), "1.00"), ((1280, 800), "1.15"), ((1920, 1080), "1.25")])
def test_no_text_is_cut_on_the_step(make: Make, name: str, size: tuple[int, int], scale: str) -> None:
    station = PlayedStation()
    station.settings.update(theme=name, ui_scale=scale)
    window = make(station, size)
    assert clipped(window) == []
    window.frame.view.presenter.sign_in("mchen", SECRETS["mchen"])
    settle()
    assert clipped(window) == []
    window.show_screen("execution", {"batch": BATCH, "phase": STEP})
    settle()
    assert clipped(window) == []


@pytest.mark.parametrize("kind", [made.kind for made in desk_kinds.all_kinds()])
def test_no_text_is_cut_in_the_form_of_any_kind(make: Make, kind: str) -> None:
    window = make(PlayedStation(entries=desk_kinds.all_kinds()))
    window.frame.view.presenter.sign_in("mchen", SECRETS["mchen"])
    window.show_screen("execution", {"batch": BATCH, "entry": f"{STEP}/{kind}"})
    settle()
    assert clipped(window) == []


def test_a_long_checklist_says_how_far_it_is_and_brings_the_next_line_into_sight(make: Make) -> None:
    lines = tuple((f"l{at}", f"Line {at}", "", 0) for at in range(14))
    long = [replace(one, items=lines) for one in desk_kinds.all_kinds() if one.kind == "clearance"]
    window = to_step(make, PlayedStation(entries=long))
    rows = window.findChildren(CheckRow)
    assert len(rows) == 14
    assert any(label.text() == "0 of 14 lines answered" for label in window.findChildren(Label))
    for at, row in enumerate(rows):
        focused = QApplication.focusWidget()
        assert focused is not None
        assert row.isAncestorOf(focused), at
        assert not focused.visibleRegion().isEmpty(), at
        keys(window, "", Qt.Key.Key_Space)
        settle()
    assert any(label.text() == "14 of 14 lines answered" for label in window.findChildren(Label))
