"""The real window on the program's own desk: a balance over TCP, read with the button and by key, recorded with Enter."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ebr.devices.simulators.balance import PlayedBalance
from tests.devices.weighing_window import form, weighing_window
from ui.execution.view import View
from ui.main_window import MainWindow
from ui.widgets.button import Button

Open = Callable[..., MainWindow]


@pytest.fixture
def played() -> PlayedBalance:
    return PlayedBalance(Decimal("250.30"))


@pytest.fixture
def window(tmp_path: Any, qtbot: QtBot, qapp: QApplication, played: PlayedBalance) -> Iterator[MainWindow]:
    with weighing_window(tmp_path, qtbot, qapp, played) as made:
        yield made


def presenter(window: MainWindow) -> Any:
    return window.frame.view.presenter


def settled(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: presenter(window).readings.under_way == ("", ""), timeout=10_000)


def text(window: MainWindow) -> str:
    return str(form(window).number.field.text())


def press(qtbot: QtBot, window: MainWindow, words: str) -> None:
    def found() -> list[Button]:
        return [one for one in form(window).findChildren(Button) if one.isEnabled() and one.text() == words]

    qtbot.waitUntil(lambda: bool(found()), timeout=10_000)
    QTest.mouseClick(found()[0], Qt.MouseButton.LeftButton)


def rows(window: MainWindow, label: str) -> Any:
    entry = next(one for one in presenter(window).entries() if one.label == label)
    return entry.rows


def test_read_balance_then_enter(qtbot: QtBot, window: MainWindow, played: PlayedBalance) -> None:
    press(qtbot, window, "Read balance")
    qtbot.waitUntil(lambda: text(window) == "250.30", timeout=10_000)
    field = form(window).number.field
    assert field.hasFocus(), "Enter records: no tap between reading and recording"
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(rows(window, "Filled weight")), timeout=10_000)
    row = rows(window, "Filled weight")[0]
    assert (row.value["number"], row.source, row.device) == ("250.30", "device", "BAL-01")
    assert played.asked[-2:] == ["I4", "SI"]


def test_by_key_while_the_load_settles_and_nothing_locks(
    qtbot: QtBot, window: MainWindow, played: PlayedBalance
) -> None:
    played.put("251.00", unstable=0.6)
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: form(window).number.device_button.text() == "Reading", timeout=5_000)
    locked: list[object] = []
    window.hands.idle.connect(locked.append)
    window.hands._seconds = 0.000001
    window.hands.check()
    assert not locked
    settled(qtbot, window)
    qtbot.waitUntil(lambda: text(window) == "251.00", timeout=10_000)
    QTest.qWait(5)
    window.hands.check()
    assert locked, "afterwards the time runs again"
    qtbot.waitUntil(lambda: not isinstance(window.frame.view, View), timeout=10_000)


def test_unplugged_is_said_and_kept_and_the_next_reading_works(
    qtbot: QtBot, window: MainWindow, played: PlayedBalance
) -> None:
    played.fault = "unplugged"
    press(qtbot, window, "Read balance")
    qtbot.waitUntil(lambda: bool(presenter(window).entry(presenter(window).active()).attempts), timeout=10_000)
    entry = presenter(window).entry(presenter(window).active())
    assert [one.why for one in entry.attempts] == ["device_unplugged"]
    played.fault = ""
    press(qtbot, window, "Read balance")
    qtbot.waitUntil(lambda: text(window) == "250.30", timeout=10_000)


def test_the_idle_time_does_not_run_while_a_device_is_read(qtbot: QtBot, window: MainWindow) -> None:
    locked: list[object] = []
    window.hands.idle.connect(locked.append)
    window.hands.set_idle(0.000001)
    window.hands.hold(True)
    window.hands.check()
    assert not locked
    window.hands.hold(False)
    window.hands.set_idle(0.000001)
    QTest.qWait(5)
    window.hands.check()
    assert locked
    qtbot.waitUntil(lambda: not isinstance(window.frame.view, View), timeout=10_000)
