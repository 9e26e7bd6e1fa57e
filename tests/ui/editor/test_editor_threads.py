"""The editor on the desk with threads: nothing is answered at once, and what is typed meanwhile is not lost."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ebr.station.questions import Who
from tests.ui.editor.conftest import RUB
from tests.ui.real_station import SECRET, Floor
from ui.editor.view import View
from ui.main_window import MainWindow
from ui.qt_desk import QtDesk
from ui.theme import Theme, apply
from ui.theme.taps import TapGuard


@pytest.fixture
def view(begun: Floor, qtbot: QtBot, qapp: QApplication) -> Iterator[View]:
    desk = QtDesk(lambda: begun.station)
    faults: list[object] = []
    desk.faulted.connect(faults.append)
    theme = Theme("light", 1.0, TapGuard(itertools.count().__next__))
    apply(qapp, theme)
    window = MainWindow(desk, theme, qapp)
    window.resize(1280, 800)
    window.start()
    window.show()
    signed: list[object] = []
    desk.sign_in("auth", SECRET, signed.append)
    desk.ask(Who(), window.signed_in)
    qtbot.waitUntil(lambda: window.session.presence is not None, timeout=10_000)
    window.show_screen("editor", {"mbr": RUB[0], "version": RUB[1]})
    found = window.frame.view
    assert isinstance(found, View)
    qtbot.waitUntil(lambda: found.presenter.work is not None, timeout=10_000)
    yield found
    window.close()
    desk.close()
    assert faults == []


def test_the_check_comes_later_and_of_the_newest_text(view: View, qtbot: QtBot) -> None:
    presenter = view.presenter
    presenter.show("ethanol_charge", "limits.high")
    for text in ("n", "no", "nowhere"):
        presenter.typed("ethanol_charge", "limits.high", text)
    qtbot.waitUntil(lambda: any("nowhere" in one.words for one in presenter.problems), timeout=10_000)
    presenter.typed("ethanol_charge", "limits.high", "9000")
    qtbot.waitUntil(
        lambda: not any(one.part == "ethanol_charge" and one.error for one in presenter.problems), timeout=10_000
    )


def test_what_is_typed_is_saved_by_itself_and_once(view: View, qtbot: QtBot) -> None:
    presenter = view.presenter
    presenter.typed("ethanol_temp", "label", "Temperature of the ethanol now")
    qtbot.waitUntil(lambda: view._screen is not None and view._screen.bar.state == "Saved", timeout=10_000)
    presenter.save()
    answers: list[object] = []
    from ebr.station.questions import DraftDocument

    presenter.desk.ask(DraftDocument(*RUB), answers.append)
    qtbot.waitUntil(lambda: bool(answers), timeout=10_000)
    assert len(answers[0].history) == 1


def test_completions_that_come_late_are_for_what_stands_there(view: View, qtbot: QtBot) -> None:
    view.presenter.show("ethanol_charge", "formula")
    qtbot.waitUntil(lambda: getattr(QApplication.focusWidget(), "accessibleName", str)() == "Formula", timeout=10_000)
    field = QApplication.focusWidget()
    field.selectAll()
    QTest.keyClicks(field, "material.gly")
    qtbot.waitUntil(lambda: field._drop is not None and field._drop.open, timeout=10_000)
    assert [one.value for one in field._drop._choices] == ["material.glycerol.quantity"]


def test_leaving_while_a_check_is_under_way_is_harmless(view: View, qtbot: QtBot) -> None:
    view.presenter.typed("ethanol_temp", "label", "Now")
    window = view.window()
    assert isinstance(window, MainWindow)
    window.show_screen("queue", {})
    qtbot.wait(300)
    assert not isinstance(window.frame.view, View)
