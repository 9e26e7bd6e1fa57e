"""Codes of readers that type and of readers at a port, on their way into the window."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from ebr.clock import SystemClock
from ebr.domain.refusal import Refusal
from ebr.station.devices import Devices
from ui import serial_scans
from ui.inputs import Inputs
from ui.serial_scans import SerialScans
from ui.widgets.wedge import Scan


class Told:
    """What a session is asked by those who hear scans."""

    def __init__(self, desk: Any = None, presence: Any = "somebody", **settings: str) -> None:
        self.desk, self.presence, self.settings = desk, presence, settings
        self.notices: list[str] = []

    def setting(self, name: str, default: str = "") -> str:
        return self.settings.get(name, default)

    def notice(self, text: str, tone: str = "") -> None:
        self.notices.append(text)

    def play(self, _sound: str) -> None:
        """Nothing is heard here."""

    def awake(self) -> None:
        """Nobody has to be kept at the screen."""


class Direct:
    """A desk that has only devices."""

    def __init__(self, devices: Devices) -> None:
        self.devices = devices

    def device(self, work: Any, then: Any) -> None:
        try:
            said = work(self.devices)
        except Refusal as refusal:
            said = refusal
        then(said)


class Hands(QObject):
    """Nobody's hands."""

    from PySide6.QtCore import Signal

    typed = Signal(object)

    def awake(self) -> None:
        """Nobody has to be kept at the screen."""


class Nowhere:
    """No screen is shown."""

    frame = SimpleNamespace(view=None)


def typed(session: Told, scan: Scan) -> list[object]:
    inputs = Inputs(session, Nowhere(), None, Hands())  # type: ignore[arg-type]
    arrived: list[object] = []
    inputs.take_scan = arrived.append  # type: ignore[method-assign]
    inputs.take_typed(scan)
    return arrived


def test_a_code_without_identifier_goes_nowhere_and_is_said(qtbot: QtBot) -> None:
    session = Told()
    assert typed(session, Scan("0104012345123456")) == []
    assert "AIM" in session.notices[0]


@pytest.mark.parametrize(
    ("session", "scan"),
    [
        (Told(), Scan("0104012345123456", "]d2")),
        (Told(), Scan("4711", badge=True)),
        (Told(scan_identifier="no"), Scan("0104012345123456")),
        (Told(presence=None), Scan("4711")),
    ],
)
def test_what_arrives(qtbot: QtBot, session: Told, scan: Scan) -> None:
    assert typed(session, scan) == [scan]
    assert session.notices == []


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serial_scans, "TURN_MS", 1)
    monkeypatch.setattr(serial_scans, "AGAIN_MS", 1)
    monkeypatch.setattr("ebr.station.devices.LISTEN_SECONDS", 0.01)


def test_codes_and_badges_of_readers_at_a_port(qtbot: QtBot, hasty: None) -> None:
    addresses = {"scanner": "lines simulated - SC-01", "badge_reader": "lines simulated - BR-01"}
    devices = Devices(addresses, production=False, clock=SystemClock())
    devices.next_code(0.01)
    devices.next_badge(0.01)
    arrived: list[object] = []
    parent = QObject()
    listening = SerialScans(Told(Direct(devices), **addresses), arrived.append, parent)  # type: ignore[arg-type]
    listening.start()
    devices.played["SC-01"].hold("10LOT-7")
    devices.played["BR-01"].hold("BADGE:4711")
    qtbot.waitUntil(lambda: len(arrived) == 2, timeout=10_000)
    listening.stop()
    assert {Scan("10LOT-7", "]d2"), Scan("4711", badge=True)} == set(arrived)


def test_a_reader_that_is_not_there_is_said_once(qtbot: QtBot, hasty: None) -> None:
    addresses = {"scanner": "lines tcp 127.0.0.1:1 SC-01"}
    session = Told(Direct(Devices(addresses, production=False, clock=SystemClock())), **addresses)
    parent = QObject()
    listening = SerialScans(session, print, parent)  # type: ignore[arg-type]
    listening.start()
    qtbot.waitUntil(lambda: bool(session.notices), timeout=10_000)
    qtbot.wait(50)
    listening.stop()
    assert len(session.notices) == 1
    assert "SC-01" in session.notices[0]
