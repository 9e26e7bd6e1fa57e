"""The plant of the demonstration, founded once for all flows, and the real window on a copy of it.

The station works behind the program's own desk, on its writer thread; only its clock is simulated, which a store outside
production may have (floor-rules 16).
"""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from ebr.cli.demonstration import plant
from ebr.cli.demonstration.floor import Floor
from ebr.cli.demonstration.running import last_entry, opened
from ebr.cli.demonstration.script import Site, scripts, site
from ebr.clock import SimulatedClock
from ebr.domain.mbr.text import read
from ebr.paths import resources
from ebr.station.door import Station
from tests.ui.flows.hands import Hand
from tests.ui.flows.operator import Operator
from tests.ui.flows.reading import Reading
from ui.main_window import MainWindow
from ui.qt_desk import QtDesk
from ui.theme import Theme, apply
from ui.theme.taps import TapGuard


class CountingDesk(QtDesk):
    """The program's desk, which also tells how many answers are on their way."""

    under_way = 0

    def _submit(self, *job: Any, **how: Any) -> None:
        self.under_way += 1
        super()._submit(*job, **how)

    def _deliver(self, returned: Any) -> None:
        try:
            super()._deliver(returned)
        finally:
            self.under_way -= 1

    def beside(self, work: Callable[[], Any], then: Callable[[Any], None]) -> None:
        self.under_way += 1

        def told(said: Any) -> None:
            self.under_way -= 1
            then(said)

        super().beside(work, told)


@pytest.fixture(scope="session")
def ready_plant(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """People enrolled, records in force, no batch yet."""
    folder = tmp_path_factory.mktemp("plant") / "station"
    told = site()
    with opened(folder, told, told.history, None) as floor:
        plant.ready(floor)
    return folder


Begin = Callable[..., Operator]


def _after(folder: Path, told: Site, before: Callable[[Floor], None]) -> SimulatedClock:
    """Have something done at the station before its window opens; the clock goes on behind it."""
    with opened(folder, told, told.history, None) as floor:
        before(floor)
    last = last_entry(folder)
    assert last is not None
    return SimulatedClock(last.wall + timedelta(seconds=30), told.zone)


@pytest.fixture
def begin(ready_plant: Path, tmp_path: Path, qapp: QApplication) -> Iterator[Begin]:
    """Put an operator with these hands in front of the window, about to play this record."""
    ended: list[Callable[[], None]] = []

    def made(
        mbr: str,
        hands: type[Hand],
        size: tuple[int, int] = (1280, 800),
        before: Callable[[Floor], None] | None = None,
    ) -> Operator:
        told, script = site(), scripts()[mbr]
        folder = tmp_path / mbr
        shutil.copytree(ready_plant, folder)
        last = last_entry(folder)
        assert last is not None
        # The morning after, in the plant's own zone: the machine's day may be another one.
        morning = last.wall.astimezone(ZoneInfo(told.zone)) + timedelta(days=1)
        clock = SimulatedClock(morning.replace(hour=7, minute=30, second=0, microsecond=0), told.zone)
        if before is not None:
            clock = _after(folder, told, before)
        desk = CountingDesk(lambda: Station.open(folder, clock=clock))
        # A test taps faster than the hands against whose bounce the guard stands.
        theme = Theme(taps=TapGuard(itertools.count().__next__))
        apply(qapp, theme)
        window = MainWindow(desk, theme, qapp)
        window.resize(*size)
        desk.faulted.connect(lambda fault: window.show_fault(fault.line, fault.detail))
        reading = Reading(window, desk)
        window.start()
        window.show()
        window.activateWindow()
        reading.settle()
        record = read((resources() / "mbr" / f"{mbr}.yaml").read_text(encoding="utf-8")).mbr
        operator = Operator(reading, hands(reading), clock, told, script, record)
        operator.folder = folder

        def end() -> None:
            ended.remove(end)
            window.close()
            desk.close()
            window.deleteLater()
            # Really deleted: without that, each style sheet repolishes all earlier windows.
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

        operator.end = end
        ended.append(end)
        return operator

    yield made
    for end in tuple(ended):
        end()
    qapp.processEvents()
