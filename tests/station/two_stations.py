"""A site of two stations that meet by bundles only: the office of `plant`, and an isolated room that joined it.

Joining is done once for a run; every test works on copies.
"""

from __future__ import annotations

import functools
import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from ebr.clock import SimulatedClock
from ebr.domain.site.commands import AdmitStation
from ebr.station import bundles, joining
from ebr.station.answered import Answer
from ebr.station.door import Station
from ebr.station.joining import Request
from tests.station.plant import MORNING, PASSWORD, Plant, _home, busy, copied, fine

OFFICE, ROOM = "Room-12", "Iso-1"
NOON = MORNING + timedelta(hours=6)


@dataclass
class Site:
    """Office and isolated room, both open, and a stick that goes between them."""

    office: Plant
    room: Plant
    stick: Path

    def close(self) -> None:
        self.office.close()
        self.room.close()

    def made(self, sender: Plant, to: str, name: str, **how: object) -> Path:
        """A bundle on the stick."""
        path = self.stick / f"{name}.ebrb"
        fine(bundles.export(sender.station, to, path, **how))  # type: ignore[arg-type]
        return path

    def to_office(self, name: str) -> Answer:
        return bundles.take(self.office.station, self.made(self.room, OFFICE, name))

    def to_room(self, name: str) -> Answer:
        return bundles.take(self.room.station, self.made(self.office, ROOM, name))


def asked(folder: Path, fingerprint: str, name: str = ROOM, profile: str = "demonstration") -> Request:
    """A new station's store and its request."""
    return joining.join(folder, name, fingerprint, profile, clock=SimulatedClock(NOON), key_store="demonstration")


def admission(office: Plant, request: Request) -> AdmitStation:
    return joining.admission(office.station, request, request.code, "qlee")


def admitted(office: Plant, request: Request) -> Answer:
    """The administrator asks, quality signs."""
    command = admission(office, request)
    office.be("aroot")
    office.wait(5)
    return joining.admit(office.station, command, by="aroot", secret=PASSWORD, seen=office.seen(command, "aroot"))


@functools.cache
def joined() -> tuple[Path, Path]:
    """Folders of an office with a batch half made and of a room that took its first bundle."""
    home = _home()
    office = Plant(copied(busy(), home / "office"), start=NOON)
    request = asked(home / "room", joining.fingerprint_here(office.station.store))
    fine(admitted(office, request))
    first = home / "first.ebrb"
    fine(bundles.export(office.station, ROOM, first))
    office.close()
    with Station.open(home / "room", clock=SimulatedClock(NOON)) as room:
        fine(bundles.take(room, first))
    return home / "office", home / "room"


def site(place: Path) -> Site:
    """Copies of both, open."""
    office, room = joined()
    (place / "stick").mkdir()
    shutil.copytree(office, place / "office")
    shutil.copytree(room, place / "room")
    start = NOON + timedelta(minutes=10)
    return Site(Plant(place / "office", start=start), Plant(place / "room", start=start), place / "stick")


def clock_of(plant: Plant) -> SimulatedClock:
    """A clock that goes on where a plant's stands."""
    return SimulatedClock(datetime.fromisoformat(plant.clock.now().wall))
