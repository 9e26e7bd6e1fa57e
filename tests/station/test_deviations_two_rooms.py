"""Deviations at two stations without contact: no number twice, and what was closed on one while the other wrote is open."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ebr.domain.deviation import commands as c
from ebr.station.questions import DeviationQuestion, Deviations
from ebr.station.verifying import verify
from tests.station.plant import MORNING, Plant, copied, founded
from tests.station.two_rooms import meet, second_room

NUMBER = "DEV-0001"


@pytest.fixture
def rooms(tmp_path: Path) -> Iterator[tuple[Plant, Plant]]:
    office = Plant(copied(founded(), tmp_path / "one"), start=MORNING.replace(hour=8))
    room = second_room(office, tmp_path / "two")
    yield office, room
    office.close()
    room.close()


def opened(plant: Plant) -> str:
    return plant.done(c.OpenDeviation("Smell", "Of acetone.", "major"), "mchen").answer["deviation"]


def test_no_two_stations_give_one_number(rooms: tuple[Plant, Plant]) -> None:
    office, room = rooms
    assert [opened(office), opened(room), opened(office), opened(room)] == [
        NUMBER, "DEV-Room-13-0001", "DEV-0002", "DEV-Room-13-0002",
    ]  # fmt: skip
    meet(office, room)
    assert opened(office) == "DEV-0003"
    assert office.station.ask(Deviations())[1:] == room.station.ask(Deviations())


def test_closed_on_one_station_while_the_other_wrote_is_open_until_quality_saw_both(rooms: tuple[Plant, Plant]) -> None:
    office, room = rooms
    opened(office)
    office.done(c.ContainDeviation(NUMBER, "Aired."), "sups")
    office.done(c.FindCause(NUMBER, "observation", "A seal."), "sups")
    office.done(c.AssessImpact(NUMBER, "None."), "sups")
    office.done(c.SetActions(NUMBER, "Seal changed.", ""), "sups")
    office.signed(c.ProposeClosing(NUMBER, "Complete."), "sups")
    meet(office, room)
    office.signed(c.CloseDeviation(NUMBER, "Agreed."), "qlee")
    room.done(c.FindCause(NUMBER, "comparison", "Another seal."), "lab1")
    meet(office, room)
    answers = [plant.station.ask(DeviationQuestion(NUMBER)) for plant in (office, room)]
    assert [(one.row.status, one.contested) for one in answers] == [("open", True), ("open", True)]
    assert answers[0] == answers[1]
    for plant in rooms:
        assert verify(plant.folder).findings == ()
