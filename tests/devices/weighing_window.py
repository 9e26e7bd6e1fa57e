"""The program's own window on a station whose balance is a played one behind a TCP port."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ebr.devices.simulators.balance import MtSicsTalk, PlayedBalance
from ebr.station.door import Station
from tests.devices.floor import behind_a_port
from tests.devices.weighing import BATCH, at
from tests.station.plant import MORNING, Plant
from ui.execution.view import View
from ui.main_window import MainWindow
from ui.qt_desk import QtDesk
from ui.theme import Theme, apply
from ui.theme.taps import TapGuard


@contextmanager
def weighing_window(folder: Path, qtbot: QtBot, qapp: QApplication, played: PlayedBalance) -> Iterator[MainWindow]:
    """An operator is signed in and the step that weighs is open; everything is closed at the end."""
    with behind_a_port(MtSicsTalk(played)) as port:
        plant = at(folder / "station", balance=f"mt-sics tcp 127.0.0.1:{port} BAL-01")
        plant.be("mchen")
        plant.close()
        clock = Plant.clock_at(MORNING.replace(hour=9))
        desk = QtDesk(lambda: Station.open(folder / "station", clock=clock))
        theme = Theme(taps=TapGuard(itertools.count().__next__))
        apply(qapp, theme)
        made = MainWindow(desk, theme, qapp)
        made.resize(1280, 800)
        made.start()
        made.show()
        qtbot.waitActive(made)
        sign_in(qtbot, made)
        yield made
        made.sure = True
        made.close()
        desk.close()
        made.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        qapp.processEvents()


def sign_in(qtbot: QtBot, window: MainWindow) -> None:
    said: list[Any] = []
    window.desk.sign_in("mchen", "copper kettle 47", said.append)
    qtbot.waitUntil(lambda: bool(said), timeout=10_000)
    assert said[0].refusal is None
    window.presences.ask_who(lambda: window.show_screen("execution", {"batch": BATCH}))
    qtbot.waitUntil(lambda: isinstance(window.frame.view, View) and form(window) is not None, timeout=10_000)


def form(window: MainWindow) -> Any:
    return window.frame.view.centre.form()
