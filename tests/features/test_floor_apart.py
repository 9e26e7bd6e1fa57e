"""Steps of floor_apart.feature: two real stations; entries go from one to the other as by a round."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from ebr.domain.batch.commands import GivePart, RaiseException, RecordValue
from ebr.domain.material import commands as m
from ebr.domain.material.storage_commands import JudgeStorage
from ebr.station.questions import Apart
from tests.features.floor import ADDRESS, CODE, READING, TESTS, Floor, issue
from tests.station.plant import BATCH, PASSWORD, Plant, code
from tests.station.two_rooms import meet, second_room

scenarios("floor_apart.feature")
OTHER = "B-0002"


@given("a second station without contact", target_fixture="room")
def _room(floor: Floor, tmp_path: Path) -> Iterator[Floor]:
    """It holds batch B-0002, with all that the office knew."""
    issue(floor, OTHER)
    plant: Plant = second_room(floor, tmp_path / "room")
    plant.close()
    room = Floor(tmp_path / "room")
    room.clock = room.station.clock = floor.clock
    room.close()
    room = Floor.__new__(Floor)
    room.folder, room.clock = tmp_path / "room", floor.clock
    room.station = type(floor.station).open(room.folder, clock=floor.clock)
    assert code(floor.do(GivePart(OTHER, "making", "Room-13"), "sups")) == ""
    meet(floor, room)
    yield room
    room.close()


def weigh(plant: Floor, net: str, batch: str = BATCH, lot: str = "L-1"):
    value = {"lot": lot, "container": "1", "net": net}
    return plant.do(RecordValue(batch, ADDRESS, value, source=READING), "mchen")


@when("both stations take nearly all of lot L-1")
def _both(floor, room):
    assert code(weigh(floor, "9.00")) == ""
    assert code(weigh(room, "9.00", OTHER)) == ""


@when("quality rejects lot L-1 and the other station weighs it")
def _rejects(floor, room):
    assert code(floor.weigh(net="1.00")) == ""
    floor.signed(m.RejectLot("L-1", "glass found"), "qlee")
    assert code(weigh(room, "1.00", OTHER)) == ""


@when(parsers.parse("both stations use {thing}"))
def _both_use(floor, room, thing):
    entry, machine = {"the tubing set": ("tubing_used", "T-01"), "the vessel": ("vessel_used", "V-01")}[thing]
    for plant, batch in ((floor, BATCH), (room, OTHER)):
        address = f"making/make/prepare/{entry}"
        assert code(plant.do(RecordValue(batch, address, {"equipment": machine}), "mchen")) == ""


@when(parsers.parse("Maria signs in there {times:d} times"))
def _signs_in(room, heard, times):
    for _ in range(times):
        heard.tried(room, lambda: room.station.sign_in("mchen", PASSWORD))


@then("Maria is not locked there")
def _not_locked(room):
    assert not any(name.startswith("station.person-locked") for name in room.events())


@when("their bundles meet")
def _meet(floor, room):
    meet(floor, room)


@then(parsers.parse('quality finds "{why}" in the way of release at both'))
def _at_both(floor, room, why):
    for plant in (floor, room):
        for batch in (BATCH, OTHER):
            assert why in [one.code for one in plant.station.ask(Apart(batch)).weaknesses if one.blocking]
        assert plant.verified() == ()


@when("quality puts lot L-1 back at both stations and releases it again at the first one")
def _both_put_back(floor, room):
    for plant, why in ((room, "complaint"), (floor, "seal torn")):
        plant.done(m.QuarantineLot("L-1", why), "qlee")
    floor.signed(m.ReleaseLot("L-1"), "qlee")


@then("the first station can weigh it")
def _can(floor):
    assert code(floor.weigh(net="1.00")) == ""


@then("neither station can weigh it")
def _neither(floor, room):
    assert (code(floor.weigh(net="1.00")), code(weigh(room, "1.00", OTHER))) == ("lot_quarantined", "lot_quarantined")


@then("quality finds the lot in the way of release at the first one")
def _of_first(floor):
    assert "lot_quarantined" in [one.code for one in floor.station.ask(Apart(BATCH)).weaknesses if one.blocking]


@given("lot L-1 is to be kept at 15-25 °C")
def _kept_at(floor):
    command = m.SetSpecification(CODE, "2", TESTS, 12, storage="15-25 °C", reason="storage added")
    floor.signed(command, "qlee")


@when("lot L-1 stands in the cold for an hour and the other station weighs it")
def _in_the_cold(floor, room):
    floor.done(m.MoveLot("L-1", "B-02", "", "2-8 °C"), "mchen")
    floor.wait(hours=1)
    room.check()
    assert code(weigh(room, "1.00", OTHER)) == ""


@when("the lot is brought back and quality judges the hour")
def _judged(floor):
    floor.done(m.MoveLot("L-1", "B-01", "", "15-25 °C"), "mchen")
    floor.signed(JudgeStorage("L-1", "", "one hour does it no harm"), "qlee")


@then(parsers.parse('quality finds "{why}" in the way of release there'))
def _there(room, why):
    assert why in [one.code for one in room.station.ask(Apart(OTHER)).weaknesses if one.blocking]
    assert room.verified() == ()


@then("quality finds nothing in the way of release there")
def _nothing_there(room):
    assert [one.code for one in room.station.ask(Apart(OTHER)).weaknesses if one.blocking] == []


@then(parsers.parse('the other station cannot weigh lot L-1, because "{why}"'))
def _because(room, why):
    assert code(weigh(room, "1.00", OTHER)) == why


@then("the other station cannot weigh it any more")
def _no_more(room):
    assert code(weigh(room, "1.00", OTHER)) == "lot_rejected"


@given("lot L-1 is allocated to the other station")
def _allocated(floor):
    floor.done(m.AllocateLot("L-1", "Room-13", "5"), "sups")


@given("5 g of lot L-1 are allocated to this station")
def _part(floor):
    floor.done(m.AllocateLot("L-1", "Room-12", "5"), "sups")


@given(parsers.parse("the lease for {what} has ended"))
def _ended(room, what):
    days = {"lots": 8, "equipment": 20, "people": 31}[what]
    room.wait(days=days)
    if what == "lots":
        room.check()


@when(parsers.parse("it uses {thing}"))
def _uses(room, heard, thing):
    tubing = f"{ADDRESS.rpartition('/weigh/')[0]}/prepare/tubing_used"
    deeds = {
        "a lot": lambda: weigh(room, "1.00", OTHER),
        "the tubing": lambda: room.do(RecordValue(OTHER, tubing, {"equipment": "T-01"}), "mchen"),
    }
    heard.tried(room, deeds[thing])
    heard.thing = thing


@then(parsers.parse("an exception of {whom} lets it stand"))
def _stands(room, heard, whom):
    where = ADDRESS if heard.thing == "a lot" else f"{ADDRESS.rpartition('/weigh/')[0]}/prepare/tubing_used"
    command = RaiseException(OTHER, where, "no contact since Monday", "", "major", 1, accepts=True)
    assert code(room.do(command, "mchen")) == "right_missing"
    assert code(room.do(command, {"quality": "qlee", "a supervisor": "sups"}[whom])) == ""
    assert room.verified() == ()


@pytest.fixture(autouse=True)
def _named(heard):
    heard.thing = ""
