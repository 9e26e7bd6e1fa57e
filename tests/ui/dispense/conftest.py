"""A dispensary with a balance over TCP, behind the program's own desk, in front of a real window."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ebr.devices.simulators.balance import MtSicsTalk, PlayedBalance
from ebr.domain.label.commands import ApproveLabel, CheckLabel, MakeLabelEffective, WriteLabel
from ebr.station.door import Station
from ebr.station.questions import EntryAnswer
from tests.devices.floor import behind_a_port
from tests.labels.label_world import shipped
from tests.station.dispensary import BATCH, at, checked, lot, received
from tests.station.plant import MORNING, PASSWORD, Plant
from tests.ui.flows.conftest import CountingDesk
from tests.ui.flows.reading import Reading
from ui.execution.dispense_form import DispenseForm
from ui.main_window import MainWindow
from ui.theme import Theme, apply
from ui.theme.taps import TapGuard

VESSEL = "1.2000"


@dataclass
class Booth:
    """The window, what is seen on it, and the pan of the balance."""

    bot: QtBot
    window: MainWindow
    reading: Reading
    balance: PlayedBalance

    def form(self) -> DispenseForm:
        """The open form."""
        form = self.window.frame.view.centre.form()
        assert isinstance(form, DispenseForm), self.reading.words()
        return form

    def entry(self, label: str = "Active weighed") -> EntryAnswer:
        """An entry as the screen knows it."""
        found: EntryAnswer = next(one for one in self.presenter().entries() if one.label == label)
        return found

    def presenter(self) -> Any:
        """The presenter of the screen."""
        return self.window.frame.view.presenter

    def until(self, true: Callable[[], bool]) -> None:
        """Wait for it."""
        try:
            self.bot.waitUntil(true, timeout=15_000)
        except self.bot.TimeoutError as late:
            raise self.reading.stuck("what was waited for") from late
        self.reading.settle()

    def says(self, stage: str) -> None:
        """Wait until this comes next."""
        self.until(
            lambda: isinstance(self.window.frame.view.centre.form(), DispenseForm) and self.form().stage() == stage
        )


Open = Callable[..., Booth]


@pytest.fixture
def booth(tmp_path: Path, qtbot: QtBot, qapp: QApplication) -> Iterator[Open]:
    """Open the booth with some devices set up beside the balance."""
    with behind_a_port(MtSicsTalk(balance := _balance())) as port:
        ended: list[Callable[[], None]] = []

        def opened(*, ready: bool = True, balance_here: bool = True, label: bool = False, **addresses: str) -> Booth:
            place = f"mt-sics tcp 127.0.0.1:{port} FS-01"
            plant = at(tmp_path / "station", **({"balance": place} if balance_here else {}), **addresses)
            _stocked(plant, ready=ready)
            if label:
                in_force(plant, shipped("container_1"))
            plant.be("mchen")
            start = plant.clock.now().wall
            plant.close()
            return _window(tmp_path / "station", start, qtbot, qapp, balance, ended)

        yield opened
        for end in reversed(ended):
            end()


def in_force(plant: Plant, document: str) -> None:
    """A template of container labels is written, checked, approved and printed from today."""
    digest = plant.done(WriteLabel("container", "1", document), "auth").answer["hash"]
    plant.signed(CheckLabel("container", "1", digest), "sups")
    plant.signed(ApproveLabel("container", "1", digest), "qlee")
    plant.signed(MakeLabelEffective("container", "1", digest, plant.clock.now().wall[:10]), "qlee")


def _balance() -> PlayedBalance:
    return PlayedBalance(Decimal(VESSEL), unit="kg", decimals=4, capacity=Decimal(150))


def _stocked(plant: Plant, *, ready: bool) -> None:
    received(plant, "Q-2604", "25", expiry="2026-12-31")
    lot(plant, "A-2511", "60.001", assay="98.0", lod="0.5", expiry="2027-01-31")
    lot(plant, "B-2602", "150", assay="99.5", lod="0.2", expiry="2027-06-30")
    if ready:
        checked(plant, "FS-01")


def _window(folder: Path, start: str, bot: QtBot, app: QApplication, balance: PlayedBalance, ended: list[Any]) -> Booth:
    from datetime import datetime

    desk = CountingDesk(lambda: Station.open(folder, clock=Plant.clock_at(datetime.fromisoformat(start))))
    theme = Theme(taps=TapGuard(itertools.count().__next__))
    apply(app, theme)
    window = MainWindow(desk, theme, app)
    window.resize(1280, 800)
    window.start()
    window.show()
    bot.waitActive(window)

    def end() -> None:
        window.sure = True
        window.close()
        desk.close()
        window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        app.processEvents()

    ended.append(end)
    said: list[Any] = []
    desk.sign_in("mchen", PASSWORD, said.append)
    bot.waitUntil(lambda: bool(said), timeout=10_000)
    window.presences.ask_who(lambda: window.show_screen("execution", {"batch": BATCH}))
    made = Booth(bot, window, Reading(window, desk), balance)
    bot.waitUntil(
        lambda: hasattr(window.frame.view, "centre") and isinstance(window.frame.view.centre.form(), DispenseForm),
        timeout=15_000,
    )
    made.until(lambda: bool(made.form().facts.take))
    return made


__all__ = ["MORNING", "Booth", "Open"]
