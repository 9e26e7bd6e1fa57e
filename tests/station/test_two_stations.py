"""One batch on two real stations: given away, worked apart, contested, resolved, verified on both (floor-rules 2; issue "Many stations")."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ebr.domain.batch.commands import GivePart, ResolveConflict, TakeOver
from ebr.domain.site.commands import AdmitWitness, RevokeStation
from tests.station.plant import BATCH, PASSWORD, Plant, code, copied, fine, issued
from tests.station.two_rooms import meet, second_room, tell


@pytest.fixture
def rooms(tmp_path: Path) -> Iterator[tuple[Plant, Plant]]:
    office = Plant(copied(issued(), tmp_path / "office"))
    room = second_room(office, tmp_path / "room")
    yield office, room
    room.close()
    office.close()


def sound(*rooms: Plant) -> None:
    """Insist that both show the same and that the verifier finds nothing on either."""
    assert len({room.station.store.views_digest() for room in rooms}) == 1
    for room in rooms:
        assert room.verified() == ()


def test_an_admitted_station_verifies_and_refuses_to_work_in_what_it_does_not_hold(rooms: tuple[Plant, Plant]) -> None:
    office, room = rooms
    assert code(room.record("clearance", no_product="yes", clean="yes")) == "held_elsewhere"
    meet(office, room)
    sound(office, room)


def test_a_part_given_away_is_signed_there_and_verified_everywhere(rooms: tuple[Plant, Plant]) -> None:
    office, room = rooms
    office.done(GivePart(BATCH, "making", "Room-13", "vessel is there"), "mchen")
    tell(office, room)
    room.clear()
    meet(office, room)
    assert code(office.record("ready", done="yes")) == "held_elsewhere"
    room.done(GivePart(BATCH, "making", "Room-12"), "mchen")
    tell(room, office)
    office.weigh()
    meet(office, room)
    sound(office, room)
    assert room.state == office.state


def test_a_contested_slot_blocks_the_step_and_is_resolved_by_qualitys_signature(rooms: tuple[Plant, Plant]) -> None:
    office, room = rooms
    room.signed(TakeOver(BATCH, "making", "no contact since the morning"), "sups")
    for plant, clean in ((office, "yes"), (room, "yes")):
        plant.recorded("clearance", no_product="yes", clean=clean)
        plant.recorded("card", scan=BATCH)
    fine(office.sign_scope("clear"))
    fine(room.sign_scope("clear"))
    meet(office, room)
    sound(office, room)
    places = [(found.where, found.item) for found in office.state.open_contests()]
    assert len(places) == 3
    assert code(room.record("clearance", no_product="yes", clean="no")) == "contested"
    for where, item in places:
        kept = office.state.contested[where, item].sides[1].stamp.hash
        office.signed(ResolveConflict(BATCH, where, item, kept, "both looked at together"), "qtwo")
    tell(office, room)
    sound(office, room)
    assert office.state.open_contests() == []
    fine(room.sign_scope("clear", "verified", "jdoe", sheet=True))
    meet(office, room)
    sound(office, room)


def test_everything_a_station_knew_comes_before_what_it_writes(rooms: tuple[Plant, Plant]) -> None:
    office, room = rooms
    office.done(GivePart(BATCH, "making", "Room-13"), "mchen")
    tell(office, room)
    room.clear()
    tell(room, office)
    office.signed(TakeOver(BATCH, "making", "room closed"), "sups")
    office.reopen()
    office.recorded("ready", done="yes")
    meet(office, room)
    for plant in rooms:
        events = plant.station.store.log.entries(f"batch/{BATCH}")
        assert [part.stamp.seq for part in events if part.beside] == []
    sound(office, room)


def test_a_station_is_revoked_after_the_last_entry_that_is_here(rooms: tuple[Plant, Plant]) -> None:
    office, room = rooms
    log = room.station.store.log.id
    tell(room, office)
    head = room.station.store.log.head
    assert head is not None
    fine(office.sign(RevokeStation(log, 0, "", "stolen", "qlee"), "aroot"))
    revoked = office.station.store.state("site").revoked[log]
    assert (revoked.seq, revoked.hash) == (head.seq, head.hash.hex())
    assert office.verified() == ()


def test_a_witness_is_admitted_with_qualitys_signature(rooms: tuple[Plant, Plant]) -> None:
    office, room = rooms
    fine(office.sign(AdmitWitness("Centre", "ab" * 32, "other building", "qlee"), "aroot", secret=PASSWORD))
    tell(office, room)
    assert room.station.store.state("site").witness.name == "Centre"
    meet(office, room)
    sound(office, room)
