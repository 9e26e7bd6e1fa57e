"""A station in a room: it does not lock under working hands, and says on each screen what needs somebody."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from tests.ui.access.conftest import Screens, seen
from tests.ui.desk_played import SECRETS, PlayedStation
from tests.ui.test_execution_view import Make, keys, make, press, to_step  # noqa: F401 - `make` is a fixture
from ui.dispense.model import Live
from ui.main_window import MainWindow
from ui.widgets.strip import Strip
from ui.widgets.wedge import Scan

IDLE = 300.0


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def signing(make: Make) -> tuple[MainWindow, PlayedStation, Clock]:  # noqa: F811
    """A step that is complete, with its signature begun; the idle time of the room runs on a clock of the test."""
    station, clock = PlayedStation(), Clock()
    window = to_step(make, station)
    for typed in ("COI-7F3K-2291", "SUB-0412-007", "251.3", "6.4"):
        keys(window, typed)
    keys(window, "", Qt.Key.Key_Space)
    keys(window, "", Qt.Key.Key_Return)
    window.hands._clock = clock
    window.hands.set_idle(IDLE)
    return window, station, clock


def test_the_idle_lock_waits_for_hands_that_type_a_signature(make: Make) -> None:  # noqa: F811
    """Each key counts from the beginning: the lock comes a whole idle time after the last one, never between two."""
    window, station, clock = signing(make)
    (sheet,) = window.session.sheets
    for letter in SECRETS["mchen"][:4]:
        clock.now += IDLE - 1
        QTest.keyClick(window.windowHandle(), letter)
        window.hands.check()
        assert station.present == "mchen"
        assert window.session.sheets == [sheet]
    keys(window, SECRETS["mchen"][4:])
    assert station.signed == ["performed mchen"]


def test_a_signature_that_was_left_alone_is_gone_with_the_lock(make: Make) -> None:  # noqa: F811
    window, station, clock = signing(make)
    QTest.keyClicks(QApplication.focusWidget(), SECRETS["mchen"][:4])
    clock.now += IDLE
    window.hands.check()
    assert station.present == ""
    assert window.session.sheets == []
    assert station.signed == []
    QApplication.processEvents()
    fields = [one for one in seen(window) if isinstance(one, QLineEdit)]
    assert fields
    assert [one.text() for one in fields if SECRETS["mchen"][:4] in one.text()] == []


def test_a_reading_is_never_interrupted(make: Make) -> None:  # noqa: F811
    window, station, clock = signing(make)
    window.session.hold_idle(True)
    clock.now += 10 * IDLE
    window.hands.check()
    assert station.present == "mchen"
    window.session.hold_idle(False)
    clock.now += IDLE - 1
    window.hands.check()
    assert station.present == "mchen", "the time begins again when the reading is there"
    clock.now += 1
    window.hands.check()
    assert station.present == ""


def test_a_scan_and_a_load_that_changes_are_somebody_at_work(make: Make) -> None:  # noqa: F811
    """Whoever scans with a serial reader, or fills powder and watches the balance, touches neither keys nor glass."""
    window, station, clock = signing(make)
    window.session.close_sheets()
    weighing = window.frame.view.weighing  # type: ignore[union-attr]
    for at in range(4):
        clock.now += IDLE - 1
        window.take_scan(Scan("ANYTHING-1", "]C0")) if at % 2 else weighing._looked(Live(f"1{at}.0", "g"))
        window.hands.check()
        assert station.present == "mchen"
    weighing._looked(Live("12.0", "g"))
    clock.now += IDLE - 1
    weighing._looked(Live("12.0", "g"))
    clock.now += 1
    window.hands.check()
    assert station.present == "", "a load that lies still is nobody"


def test_the_longest_presence_waits_for_a_reading_too(make: Make) -> None:  # noqa: F811
    window, station, _clock = signing(make)
    window.session.hold_idle(True)
    window.presences._time_is_over()
    assert station.present == "mchen"
    window.session.hold_idle(False)
    window.presences._time_is_over()
    assert station.present == ""


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"free_bytes": 10_000_000}, "The disk is nearly full"),
        ({"ballast": False}, "The disk was full"),
        ({"clock_blocked": True}, "The clock jumped"),
        ({"clocks_apart": "By 90 s"}, "Two clocks disagree"),
    ],
)
def test_every_screen_says_in_words_what_is_wrong_with_disk_or_clock(
    screens: Screens, change: dict[str, object], words: str
) -> None:
    for name, window in screens(("queue", "execution", "status")):
        status = window.session.status
        assert status is not None
        window.session.status = replace(status, **change)  # type: ignore[arg-type]
        window.show_header()
        said = [one for one in seen(window) if isinstance(one, Strip) and one.parentWidget() is window.frame]
        assert len(said) == 1, name
        assert words in said[0].accessibleName()
        window.session.status = status
        window.show_header()
        assert not [one for one in seen(window) if isinstance(one, Strip) and one.parentWidget() is window.frame]
