"""Real windows on real stations of one site, each behind the program's own desk, with a central store in a file.

The two rooms in the middle of their work are played once; every test works on copies.
"""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from ebr.cli.demonstration.running import last_entry
from ebr.cli.demonstration.script import site
from ebr.cli.demonstration.two_rooms import prepare_apart
from ebr.clock import SimulatedClock
from ebr.station.door import Station
from tests.ui.flows.conftest import CountingDesk
from tests.ui.flows.reading import Reading
from ui.main_window import MainWindow
from ui.theme import Theme, apply
from ui.theme.taps import TapGuard
from ui.widgets.button import Button
from ui.widgets.choice import Choice
from ui.widgets.field import Field


@dataclass
class Terminal:
    """A window on a station, and somebody in front of it."""

    window: MainWindow
    desk: CountingDesk
    reading: Reading
    qtbot: QtBot
    password: str

    def enter(self, person: str) -> None:
        """Somebody signs in."""
        self.window.frame.view.card.entered.emit((person, self.password))
        self.until(lambda: self.window.session.person == person)

    def show(self, screen: str, **params: str) -> None:
        """Go to a screen."""
        self.window.show_screen(screen, params)
        self.reading.settle()

    def press(self, words: str) -> None:
        """Press the button with these words, on top of everything."""
        found = self.reading.button(words, prefix=True)
        found.setFocus()
        found.click()
        self.reading.settle()

    def choose(self, words: str) -> None:
        """Choose a tile."""
        tiles = [one for choice in self.reading.seen(Choice) for one in self.reading.seen(Button, choice)]
        next(one for one in tiles if one.text() == words).click()
        self.reading.settle()

    def fill(self, name: str, text: str) -> None:
        """Type into a field."""
        found = self.reading.field(name)
        found.setFocus()
        found.selectAll()
        found.insert(text)
        found.changed.emit(text)
        self.reading.settle()

    def sign(self, name: str, person: str = "") -> None:
        """Sign in the sheet; with a person, somebody else than who is signed in."""
        if person:
            self.fill("User name", person)
            self.press("Continue")
        self.fill("Password", self.password)
        self.press(f"Sign as {name}")

    def says(self, text: str) -> bool:
        """Whether a text is in sight anywhere."""
        return self.reading.says(text, self.window)

    def until(self, true: Callable[[], bool]) -> None:
        """Wait for what comes from the network or another thread."""
        self.qtbot.waitUntil(true, timeout=20_000)
        self.reading.settle()

    def synchronise(self) -> None:
        """One round, from the status screen."""
        self.show("status")
        ended = self.desk.rounds.now.ended
        before = self.desk.rounds
        rounds: list[Any] = []
        stop = before.on_moved(lambda now: rounds.append(now) if not now.busy else None)
        self.press("Synchronise now")
        self.until(lambda: bool(rounds))
        stop()
        assert rounds[-1].refusal is None, rounds[-1].refusal
        assert rounds[-1].failed == "", ended


Opens = Callable[..., Terminal]


@pytest.fixture
def terminal(qtbot: QtBot, qapp: QApplication) -> Iterator[Opens]:
    ended: list[Terminal] = []

    def opened(open_station: Callable[[], Station], password: str) -> Terminal:
        desk = CountingDesk(open_station)
        theme = Theme(taps=TapGuard(itertools.count().__next__))
        apply(qapp, theme)
        window = MainWindow(desk, theme, qapp)
        window.resize(1280, 800)
        faults: list[Any] = []
        desk.faulted.connect(faults.append)
        made = Terminal(window, desk, Reading(window, desk), qtbot, password)
        window.start()
        window.show()
        ended.append(made)
        made.reading.settle()
        assert faults == []
        return made

    yield opened
    for one in ended:
        one.window.sure = True
        one.window.close()
        one.desk.close()
        one.window.deleteLater()
    qapp.processEvents()


@pytest.fixture(scope="session")
def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Two rooms with a part taken over and one slot written twice, and the number of the batch."""
    folder = tmp_path_factory.mktemp("rooms") / "site"
    return folder, prepare_apart(folder)


@dataclass
class Rooms:
    """Two terminals of one site, one clock, one central store in a file."""

    office: Terminal
    room: Terminal
    batch: str
    folder: Path


@pytest.fixture
def rooms(played: tuple[Path, str], tmp_path: Path, terminal: Opens) -> Rooms:
    origin, batch = played
    folder = tmp_path / "site"
    shutil.copytree(origin, folder)
    newest = max(last.wall for n in ("1", "2") if (last := last_entry(folder / n)) is not None)
    clock = SimulatedClock(newest + timedelta(minutes=5), site().zone)
    from ebr.cli.demonstration import password
    from ebr.station import credentials

    def opening(number: str) -> Callable[[], Station]:
        def opened() -> Station:
            station = Station.open(folder / number, clock=clock)
            credentials.remember(station, f"sqlite:///{folder}/centre.db")
            return station

        return opened

    return Rooms(terminal(opening("1"), password()), terminal(opening("2"), password()), batch, folder)


def labels(widget: QWidget) -> list[str]:
    """Every text in sight of a widget."""
    return [one.text() for one in widget.findChildren(QLabel) if one.isVisible()]


__all__ = ["Field", "Opens", "QTest", "Rooms", "Terminal", "labels"]
