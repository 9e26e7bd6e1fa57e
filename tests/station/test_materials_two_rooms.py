"""A lot at two stations without contact: each draws, one is stopped, and both see the same when they meet."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ebr.domain import subjects
from ebr.domain.decision import Draft
from ebr.domain.material import commands as c
from ebr.domain.material.events import Amount, LotUsed
from ebr.domain.material.state import LotState
from ebr.station.questions import Fefo, Inventory, LotQuestion, Lots
from ebr.station.verifying import verify
from tests.station.plant import MORNING, Plant, code, copied, founded
from tests.station.test_materials import CODE, TESTS, released
from tests.station.two_rooms import meet, second_room


@pytest.fixture
def rooms(tmp_path: Path) -> Iterator[tuple[Plant, Plant]]:
    office = Plant(copied(founded(), tmp_path / "one"), start=MORNING.replace(hour=8))
    office.done(c.AddItem(CODE, "Metformin hydrochloride", "active", "kg"), "qlee")
    office.signed(c.SetSpecification(CODE, "1", TESTS, 12), "qlee")
    office.done(c.AddSupplier("acme", "Acme Fine Chemicals"), "qlee")
    office.signed(c.QualifySupplier("acme", (CODE,), "2026-01-10", "2027-12-31"), "qlee")
    released(office, "L-1", "25")
    room = second_room(office, tmp_path / "two")
    yield office, room
    office.close()
    room.close()


def drawn(plant: Plant, quantity: str, batch: str) -> None:
    """What a batch writes with its value."""
    event = LotUsed("L-1", "1", quantity, "kg", batch, "make/weigh", "0", plant.station.store.genesis.station)
    drafts = (Draft(subjects.lot("L-1"), event),)
    plant.wait(1)
    plant.station.store.log.append(f"{plant.entries():032x}", drafts, by="mchen", presence="", at=plant.clock.now())


def lot(plant: Plant) -> LotState:
    found = plant.station.store.state(subjects.lot("L-1"))
    assert isinstance(found, LotState)
    return found


def same(office: Plant, room: Plant) -> None:
    """Both stations answer alike, and each record verifies."""
    for question in (Lots(), LotQuestion("L-1"), Inventory("L-1")):
        one, other = office.station.ask(question), room.station.ask(question)
        if not isinstance(question, LotQuestion):  # whether a lot may be used is asked for one's own station
            assert one == other
        else:
            assert (one.row, one.results, one.overdrawn, one.contested) == (
                other.row,
                other.results,
                other.overdrawn,
                other.contested,
            )
    assert office.station.store.views_digest() == room.station.store.views_digest()


def test_both_draw_more_than_there_is_and_both_see_it_afterwards(rooms: tuple[Plant, Plant]) -> None:
    office, room = rooms
    drawn(office, "20", "B-1")
    drawn(room, "15", "B-2")
    assert office.station.ask(LotQuestion("L-1")).overdrawn == ()
    meet(office, room)
    same(office, room)
    assert lot(office).overdrawn == lot(room).overdrawn == ("1",)
    assert office.station.ask(Lots())[0].odd
    assert [row.batch for row in room.station.ask(Inventory("L-1"))][-2:] == ["B-1", "B-2"]


def test_with_a_part_for_each_station_neither_can_draw_the_others(rooms: tuple[Plant, Plant]) -> None:
    office, room = rooms
    here, there = (plant.station.store.genesis.station for plant in rooms)
    office.done(c.AllocateLot("L-1", here, "14"), "sups")
    office.done(c.AllocateLot("L-1", there, "10"), "sups")
    meet(office, room)
    drawn(room, "4", "B-2")
    (row,) = room.station.ask(Fefo(CODE, "20", "kg"))
    assert (row.left, row.take) == ("6", "6")
    (row,) = office.station.ask(Fefo(CODE, "20", "kg"))
    assert (row.left, row.take) == ("14", "14")
    assert code(room.do(c.AllocateLot("L-1", there, "0.5"), "sups")) == "allocation_at_office"


def test_the_stricter_of_two_decisions_counts_until_quality_decides_again(rooms: tuple[Plant, Plant]) -> None:
    office, room = rooms
    office.done(c.QuarantineLot("L-1", "complaint"), "qlee")
    meet(office, room)
    office.signed(c.ReleaseLot("L-1"), "qlee")
    room.done(c.QuarantineLot("L-1", "a second complaint"), "qtwo")
    meet(office, room)
    same(office, room)
    assert (lot(room).status, lot(room).contested) == ("quarantine", True)
    assert lot(office).reason == "a second complaint"
    office.signed(c.ReleaseLot("L-1"), "qlee")
    meet(office, room)
    assert lot(room).status == "released"


def test_a_rejection_elsewhere_wins_over_a_release(rooms: tuple[Plant, Plant]) -> None:
    office, room = rooms
    office.done(c.QuarantineLot("L-1", "complaint"), "qlee")
    meet(office, room)
    office.signed(c.ReleaseLot("L-1"), "qlee")
    room.signed(c.RejectLot("L-1", "foreign matter"), "qtwo")
    meet(office, room)
    same(office, room)
    assert lot(office).status == "rejected"
    assert code(office.do(c.QuarantineLot("L-1", "x"), "qlee")) == "lot_rejected"
    office.close()
    assert verify(office.folder).findings == ()
    office.station = type(office.station).open(office.folder, clock=office.clock)


def test_one_number_given_at_both_stations_is_one_lot_and_the_other_is_told(rooms: tuple[Plant, Plant]) -> None:
    office, room = rooms
    for plant, by in ((office, "mchen"), (room, "jdoe")):
        receipt = c.ReceiveLot("L-9", CODE, "acme", f"AC/{by}", (Amount("1", "5"),), expiry="2027-06-30")
        plant.done(receipt, by)
    meet(office, room)
    answers = [plant.station.ask(LotQuestion("L-9")) for plant in rooms]
    (told,) = {(answer.row.supplier_lot, answer.received_again_by) for answer in answers}
    assert told in (("AC/mchen", ("John Doe",)), ("AC/jdoe", ("Maria Chen",)))
    assert all(answer.row.odd for answer in answers)
