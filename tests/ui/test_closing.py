"""Closing the window loses nothing without a word; a presence ends at its longest and work goes on where it was."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ebr.domain.site.commands import ChangePolicy
from ebr.station.questions import Who
from tests.ui.real_station import BATCH, Floor
from ui.desk import InlineDesk
from ui.first_start.presenter import FirstStartPresenter, Half
from ui.login.choose import ChooseContent
from ui.main_window import MainWindow
from ui.theme import Theme, apply
from ui.theme.taps import TapGuard
from ui.widgets.button import Button
from ui.widgets.label import Label


class WorkingDesk(InlineDesk):
    """A desk that says it is at work."""

    work = ""

    def under_way(self) -> str:
        return self.work


@pytest.fixture
def desk(floor: Floor) -> WorkingDesk:
    return WorkingDesk(floor.station)


@pytest.fixture
def window(desk: WorkingDesk, qtbot: QtBot, qapp: QApplication) -> Iterator[MainWindow]:
    theme = Theme("light", 1.0, TapGuard(itertools.count().__next__))
    apply(qapp, theme)
    made = MainWindow(desk, theme, qapp)
    made.resize(1280, 800)
    made.start()
    made.show()
    yield made
    made.sure = True
    made.close()
    made.deleteLater()
    qapp.processEvents()


def words(window: MainWindow) -> str:
    return " ".join(one.text() for one in window.findChildren(Label) if one.isVisible())


def press(window: MainWindow, text: str) -> None:
    next(one for one in window.findChildren(Button) if one.isVisible() and one.text() == text).click()
    QApplication.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def enter(window: MainWindow, floor: Floor, person: str) -> None:
    floor.enter(person)
    window.signed_in(floor.station.ask(Who()))


def test_a_quiet_window_closes_at_once(window: MainWindow) -> None:
    window.close()
    assert not window.isVisible()


def test_half_of_the_recovery_words_is_not_lost_without_a_word(window: MainWindow, desk: WorkingDesk) -> None:
    founding = FirstStartPresenter(desk, Path("nowhere"))
    window.session.founding = founding
    founding.half = Half("A", ("AAAA", "BBBB"), (1, 2))
    window.close()
    assert window.isVisible()
    assert "half A of the recovery words" in words(window)
    window.close()
    assert len(window.session.sheets) == 1, "asked once"
    press(window, "Cancel")
    assert window.isVisible()
    window.close()
    press(window, "Close and lose it")
    assert not window.isVisible()


@pytest.mark.parametrize(
    ("field", "value", "said"), [("_founded", object(), "recovery file"), ("recovery_password", "x", "password")]
)
def test_each_thing_that_is_shown_once_is_named(
    window: MainWindow, desk: WorkingDesk, field: str, value: object, said: str
) -> None:
    founding = FirstStartPresenter(desk, Path("nowhere"))
    assert founding.shown_once() == ""
    setattr(founding, field, value)
    window.session.founding = founding
    window.close()
    assert window.isVisible()
    assert said in words(window)


def test_a_screen_and_a_sheet_may_show_something_once(window: MainWindow) -> None:
    class Once(QWidget):
        def shown_once(self) -> str:
            return "a first password"

    window.places.put(Once())
    window.close()
    assert "a first password" in words(window)


def test_the_window_stays_while_something_is_recorded(window: MainWindow, desk: WorkingDesk) -> None:
    desk.work = "recording"
    window.close()
    assert window.isVisible()
    assert "Something is being recorded" in words(window)
    desk.work = ""
    window.close()
    assert not window.isVisible()


def test_a_report_under_way_is_asked_about(window: MainWindow, desk: WorkingDesk) -> None:
    desk.work = "report"
    window.close()
    assert "again as a copy" in words(window)
    press(window, "Close without the file")
    assert not window.isVisible()


def test_after_a_fault_the_window_closes_without_a_question(window: MainWindow, desk: WorkingDesk) -> None:
    desk.work = "recording"
    window.show_fault("line", "detail")
    window.close()
    assert not window.isVisible()


def test_a_presence_ends_at_its_longest_and_goes_on_at_the_same_place(
    window: MainWindow, floor: Floor, qtbot: QtBot
) -> None:
    floor.enter("aroot")
    floor.sign(ChangePolicy({"presence_maximum": "2"}, "Shorter shifts", "qlee"), "qlee", "aroot")
    window.refresh_status()
    enter(window, floor, "mchen")
    end = window.presences._end
    assert end.isActive()
    assert 7_190_000 < end.remainingTime() <= 7_200_000
    window.show_screen("execution", {"batch": BATCH})
    end.timeout.emit()
    assert window.session.presence is None
    assert floor.station.ask(Who()) is None
    assert not end.isActive()
    QApplication.processEvents()
    assert "2 hours" in words(window)
    enter(window, floor, "mchen")
    assert window.frame.view.identity() is not None
    assert end.isActive()


@pytest.mark.parametrize(("own", "seconds"), [("", 600), ("3", 180), ("45", 600)])
def test_a_room_locks_sooner_than_the_policy_says_and_never_later(
    window: MainWindow, floor: Floor, own: str, seconds: int
) -> None:
    enter(window, floor, "mchen")
    assert window.session.status is not None
    settings = {**window.session.status.settings, "idle_minutes": own}
    window._status(replace(window.session.status, settings=settings))
    assert window.hands._seconds == seconds


def test_the_sheet_for_an_own_password_says_the_policy_s_length(window: MainWindow, floor: Floor) -> None:
    floor.enter("aroot")
    floor.sign(ChangePolicy({"password_minimum": "16"}, "Longer", "qlee"), "qlee", "aroot")
    window.presences.show_login()
    window.frame.view.presenter.on_choose("mchen")
    (sheet,) = window.session.sheets
    assert isinstance(sheet.content, ChooseContent)
    assert "At least 16 characters" in words(window)
