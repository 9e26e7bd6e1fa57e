"""Steps of floor_devices.feature: a played balance behind a TCP port, read by the screen of the step and by the real window."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytest_bdd import given, parsers, scenarios, then, when

from ebr.devices import mt_sics
from ebr.devices.simulators.balance import MtSicsTalk, PlayedBalance
from ebr.station.devices import Devices
from tests.devices.floor import behind_a_port
from tests.devices.test_window_reads import presenter, press
from tests.devices.weighing import BATCH, at, entries
from tests.devices.weighing_window import form, weighing_window
from tests.station.plant import Plant
from ui.desk import InlineDesk
from ui.execution.presenter import ExecutionPresenter
from ui.main_window import MainWindow
from ui.widgets.wedge import Scan

scenarios("floor_devices.feature")
FAULTS = {
    "is overloaded": "overload",
    "is below zero": "underload",
    "sends garbage": "garbage",
    "sends half a line": "half",
    "does not answer": "silent",
    "answers too late": "late",
    "is unplugged": "unplugged",
    "sends without end": "endless",
}


@pytest.fixture(autouse=True)
def _hasty(monkeypatch):
    monkeypatch.setattr(mt_sics, "ANSWER_SECONDS", 0.15)
    monkeypatch.setattr(Devices.read_balance, "__defaults__", (0.4,))


@given(parsers.parse("a balance over TCP that {trouble}"), target_fixture="scale")
def _scale(tmp_path, trouble) -> Iterator[tuple[Plant, PlayedBalance]]:
    played = PlayedBalance(Decimal("250.30"), late=0.6)
    played.fault = FAULTS.get(trouble, "")
    if trouble == "never comes to rest":
        played.put("250.30", unstable=3600)
    if trouble == "weighs in pounds":
        played.unit = "lb"
    if trouble == "is another one":
        played.serial = "B999999999"
    with behind_a_port(MtSicsTalk(played)) as port:
        plant = at(tmp_path / "station", balance=f"mt-sics tcp 127.0.0.1:{port} BAL-01 sn=B123456789")
        plant.be("mchen")
        yield plant, played
        plant.close()


def screen(plant: Plant) -> ExecutionPresenter:
    made = ExecutionPresenter(InlineDesk(plant.station), "mchen", ("operator",))
    made.readings.devices = frozenset({"balance"})
    made.open(BATCH)
    return made


def where(plant: Plant) -> str:
    return str(entries(plant)["Filled weight"].address)


@when("Maria reads the balance for the filled weight")
def _reads(scale):
    plant, _played = scale
    screen(plant).readings.read(where(plant), "number")


@then(parsers.parse('the attempt says "{why}"'))
def _why(scale, why):
    assert [one.why for one in entries(scale[0])["Filled weight"].attempts] == [why]
    scale[0].reopen()
    assert [one.why for one in entries(scale[0])["Filled weight"].attempts] == [why]
    assert scale[0].verified() == ()


@then("no weight stands")
def _none(scale):
    assert entries(scale[0])["Filled weight"].rows == ()


@then("the next reading of the mended balance is recorded")
def _mended(scale):
    plant, played = scale
    played.fault, played.unit, played.serial = "", "g", "B123456789"
    played.put("250.30")
    plant.be("mchen")
    shown = screen(plant)
    shown.readings.read(where(plant), "number")
    shown.record(where(plant), {"number": "250.30"})
    (row,) = entries(plant)["Filled weight"].rows
    assert (row.source, row.device) == ("device", "BAL-01")


@given("the window of a floor with a balance over TCP", target_fixture="opened")
def _window(tmp_path, qtbot, qapp) -> Iterator[tuple[MainWindow, PlayedBalance]]:
    played = PlayedBalance(Decimal("250.30"))
    with weighing_window(tmp_path, qtbot, qapp, played) as made:
        yield made, played


@when('the balance is pulled out and Maria presses "Read balance"')
def _pulled(opened, qtbot):
    opened[1].fault = "unplugged"
    press(qtbot, opened[0], "Read balance")


@then("the window says that it is unplugged and keeps the attempt")
def _said(opened, qtbot):
    shown = presenter(opened[0])
    qtbot.waitUntil(lambda: bool(shown.entry(shown.active()).attempts), timeout=10_000)
    assert [one.why for one in shown.entry(shown.active()).attempts] == ["device_unplugged"]


@when('it is plugged in and Maria presses "Read balance"')
def _plugged(opened, qtbot):
    opened[1].fault = ""
    press(qtbot, opened[0], "Read balance")


@then("the weight is in the field")
def _in_field(opened, qtbot):
    qtbot.waitUntil(lambda: form(opened[0]).number.field.text() == "250.30", timeout=10_000)


@when(parsers.re(r'a scanner types "(?P<scan>.*)"$'))
def _types(opened, qtbot, scan):
    aim = scan[:3] if scan.startswith("]") else ""
    opened[0].inputs.take_typed(Scan(scan[len(aim) :], aim))
    QTest.qWait(50)


@then(parsers.parse('the window says "{words}"'))
def _window_says(opened, qtbot, words):
    notice = opened[0].frame.notice
    qtbot.waitUntil(lambda: words.casefold() in notice.accessibleName().casefold(), timeout=5_000)


@then("no field has the scan")
def _no_field(opened):
    fields: list[Any] = opened[0].findChildren(QLineEdit)
    assert all("LOT-7" not in one.text() for one in fields)
