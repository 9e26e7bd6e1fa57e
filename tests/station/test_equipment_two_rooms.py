"""Equipment that two real stations write about without knowing of each other: the strictest stands, on both, whoever hears first."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ebr.domain.equipment import commands as c
from ebr.station.questions import EquipmentQuestion, TouchedBatches, UseLog
from tests.station.plant import Plant, code, copied, issued
from tests.station.test_equipment_life import BALANCE, VESSEL, clean, register, use
from tests.station.two_rooms import meet, second_room


@pytest.fixture
def rooms(tmp_path: Path) -> Iterator[tuple[Plant, Plant]]:
    office = Plant(copied(issued(), tmp_path / "office"))
    room = second_room(office, tmp_path / "room")
    register(office, "VES-1", "vessel", VESSEL)
    register(office, "BAL-1", "balance", BALANCE)
    meet(office, room)
    room.station.acting._clock = office.clock  # both rooms have one time
    yield office, room
    room.close()
    office.close()


def stand(code: str, *rooms: Plant) -> str:
    """The status, the same on all; the views are one, and the verifier finds nothing."""
    assert len({room.station.store.views_digest() for room in rooms}) == 1
    for room in rooms:
        assert room.verified() == ()
    (found,) = {room.station.ask(EquipmentQuestion(code)).row.status for room in rooms}
    return str(found)


def test_what_is_registered_at_the_office_is_known_in_the_room(rooms: tuple[Plant, Plant]):
    assert stand("VES-1", *rooms) == "dirty"
    assert code(rooms[1].do(c.AddEquipment("VES-1", "Other", "mill", "", VESSEL), "sups")) == "equipment_code_used"


def test_a_cleaning_does_not_cover_a_use_in_the_other_room(rooms: tuple[Plant, Plant]):
    office, room = rooms
    clean(office, "VES-1")
    meet(office, room)
    use(room, "VES-1", "B-0001")
    room.done(c.EndUse("VES-1", "B-0001"), "mchen")
    clean(office, "VES-1")  # nobody there knows of the use
    meet(office, room)
    assert stand("VES-1", office, room) == "dirty"
    clean(room, "VES-1")
    meet(office, room)
    assert stand("VES-1", office, room) == "clean"
    assert len(office.station.ask(UseLog("VES-1"))) == len(room.station.ask(UseLog("VES-1"))) == 7


def test_a_hold_in_one_room_outlives_a_release_in_the_other(rooms: tuple[Plant, Plant]):
    office, room = rooms
    clean(office, "VES-1")
    office.done(c.HoldEquipment("VES-1", "odd noise"), "mchen")
    meet(office, room)
    room.done(c.HoldEquipment("VES-1", "a smell"), "mchen")
    office.signed(c.ReleaseEquipment("VES-1", "the noise was the fan"), "qlee")
    meet(office, room)
    assert stand("VES-1", office, room) == "on_hold"
    (bar,) = office.station.ask(EquipmentQuestion("VES-1")).bars
    assert bar.why == "a smell"


def test_a_calibration_that_failed_reaches_the_uses_of_both_rooms(rooms: tuple[Plant, Plant]):
    office, room = rooms
    office.signed(c.CalibrateEquipment("BAL-1", "pass", "fine", "C-1", "2026-11-02"), "lab1")
    meet(office, room)
    use(office, "BAL-1", "B-0001")
    use(room, "BAL-1", "B-0002")
    office.signed(c.CalibrateEquipment("BAL-1", "fail", "2 g off", "C-2"), "lab1")
    meet(office, room)
    assert stand("BAL-1", office, room) == "out_of_service"
    # The failure listed what was known where it was found; what came in beside it is in doubt as well.
    for plant in rooms:
        assert sorted(plant.station.ask(EquipmentQuestion("BAL-1")).doubted) == ["B-0001", "B-0002"]
        assert {row.batch for row in plant.station.ask(TouchedBatches("BAL-1"))} == {"B-0001", "B-0002"}
