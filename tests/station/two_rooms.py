"""Two real stations of one site for tests: the second is admitted by the first, and entries go from one to the other as by a round.

People's secrets are given over by hand here; how they travel is the business of `ebr.sync`.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from ebr.station import joining
from ebr.station.people_keys import SITE_SECRET, name_of
from ebr.storage import reading
from ebr.storage.receiving import receive
from ebr.storage.site_key import fingerprint
from tests.station.plant import FOUNDERS, PASSWORD, PEOPLE, Plant, fine


def tell(source: Plant, target: Plant) -> None:
    """Bring a station every entry that the other has, log by log."""
    store = source.station.store
    with store.reading() as connection:
        names = reading.logs(connection)
    for name in names:
        if name != target.station.store.log.id:
            receive(
                target.station.store.log, target.station.store.genesis.profile, store.log.read_after(name, 0, 10**6)
            )


def meet(one: Plant, other: Plant) -> None:
    tell(one, other)
    tell(other, one)


def second_room(office: Plant, folder: Path) -> Plant:
    """Admit a second station, tell it everything, and give it what people need to sign there."""
    site = office.station.store.state("site")
    joining.join(
        folder, "Room-13", fingerprint(site.root_key), "demonstration", clock=office.clock, key_store="demonstration"
    )
    room = Plant(folder, start=datetime.fromisoformat(office.clock.now().wall))
    room.clock = room.station.clock = office.clock
    request = joining.request_of(room.station.store)
    office.be("aroot")
    command = joining.admission(office.station, request, request.code, "qlee")
    seen = office.seen(command, "aroot")
    fine(joining.admit(office.station, command, by="aroot", secret=PASSWORD, seen=seen))
    tell(office, room)
    here, there = office.station.store, room.station.store
    box = here.secret(SITE_SECRET)
    assert box is not None
    there.keep_secret(SITE_SECRET, there.keys.lock(SITE_SECRET, here.keys.unlock(SITE_SECRET, box)))
    for person in (*(found[0] for found in FOUNDERS), *(found[0] for found in PEOPLE)):
        wrap = here.secret(name_of(person))
        assert wrap is not None
        there.keep_secret(name_of(person), wrap)
    return room
