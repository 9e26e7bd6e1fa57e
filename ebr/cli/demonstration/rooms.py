"""The stations of the demonstration: one folder and one log each, joined to the first, some of them on a network.

    DIR/1, DIR/2, ...    a station each; the first is the site's office
    DIR/witness.key      the key of the witness at the centre, admitted by the site
    DIR/stick            what is carried by hand between an air-gapped room and the office

All share one simulated clock. A station that is there already is opened, one that was not admitted yet is admitted.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any, Final

from ebr.cli.demonstration import plant
from ebr.cli.demonstration.floor import Committed, DemoEnd, Floor, act_id
from ebr.cli.demonstration.plan import Plan
from ebr.cli.demonstration.running import beginning, last_entry
from ebr.cli.demonstration.script import Site
from ebr.clock import SimulatedClock
from ebr.domain.site.commands import AdmitWitness, GrantLease
from ebr.station import bundles, centre, credentials, joining
from ebr.station.door import Answer, Station
from ebr.station.questions import StationStatus
from ebr.words import tr

OFFICE: Final = 1
WITNESS_REASON: Final = "The central store runs on a machine of the data centre"
MOST_ROUNDS: Final = 4


@dataclass(slots=True)
class Room:
    """A station with people in front of it; `url` is its own address at the centre, "" for one without a network."""

    number: int
    name: str
    floor: Floor
    url: str

    @property
    def station(self) -> Station:
        """The station."""
        return self.floor.station


@dataclass(slots=True)
class Rooms:
    """All stations, and what moves entries between them."""

    folder: Path
    rooms: dict[int, Room]
    witness_url: str
    clock: SimulatedClock
    independent: bool
    """The centre is a server: its witness counts. A file that the same hands can change has none."""

    def room(self, number: str | int) -> Room:
        """Return a station by its number; who is not there is played by the office."""
        return self.rooms.get(int(number), self.rooms[OFFICE])

    def meet(self, numbers: list[int], *, everything: bool = False) -> None:
        """Have stations do a round with the centre, the witness countersign, and the stations do one more."""
        connected = [room for number in numbers if (room := self.rooms.get(number)) is not None and room.url]
        self._rounds(connected, everything=everything)
        next(centre.countersign(self.witness_url, self.folder / "witness.key", self.clock))
        self._rounds(connected, everything=everything)

    def _rounds(self, rooms: list[Room], *, everything: bool) -> None:
        for room in rooms:
            self.clock.advance(2)
            with closing(credentials.centre_of(room.station, room.url)) as other:
                summary = room.station.sync(other, everything=everything)
            room.floor.tell()
            if summary.alarms or summary.witness_trouble:
                raise DemoEnd(f"{room.name}: {summary.alarms} {summary.witness_trouble}")

    def carry(self, room: Room, about: str) -> None:
        """Carry a bundle from an air-gapped room to the office, and one back with what the office and centre say.

        `about` is done at the room when the bundle in return was taken.
        """
        office, stick = self.rooms[OFFICE], self.folder / "stick"
        stick.mkdir(exist_ok=True)
        if room.station.store.state("site").founded:
            self._stick(room, office, stick / f"from-{room.name}.ebrb", "")
            self.meet([OFFICE])
        self._stick(office, room, stick / f"to-{room.name}.ebrb", act_id(about))

    def _stick(self, of: Room, to: Room, file: Path, command_id: str) -> None:
        file.unlink(missing_ok=True)
        self.clock.advance(60)
        with self._centre(of) as other:
            _fine(bundles.export(of.station, to.name, file, other=other))
        of.floor.tell()
        self.clock.advance(300)
        _fine(bundles.take(to.station, file, command_id=command_id))
        to.floor.tell()

    @contextmanager
    def _centre(self, room: Room) -> Iterator[Any]:
        if not room.url:
            yield None
            return
        with closing(credentials.centre_of(room.station, room.url)) as other:
            yield other

    def settle(self) -> None:
        """Bring everything everywhere and have all of it countersigned; raises `DemoEnd` where that does not come."""
        for _ in range(MOST_ROUNDS):
            for room in self.rooms.values():
                room.floor.leave()
            for room in self.rooms.values():
                if not room.url:
                    self.carry(room, f"settle/{self.clock.now().wall}")
            self.meet(list(self.rooms), everything=True)
            if self._settled():
                return
        raise DemoEnd(tr("the stations do not come to rest"))

    def _settled(self) -> bool:
        """Every station shows the same; where the witness is independent, it has countersigned everything."""
        found = [room.station.ask(StationStatus(digest=True)) for room in self.rooms.values()]
        witnessed = not self.independent or not any(one.unwitnessed for one in found)
        return witnessed and len({one.views_digest for one in found}) == 1


@contextmanager
def opened(folder: Path, central: str, told: Site, plan: Plan, committed: Committed | None) -> Iterator[Rooms]:
    """Open every station of a plan, founded and joined first where they are not there yet, each with its people."""
    clock = _clock(folder, told, plan)
    with ExitStack() as stack:
        office = _office(folder / str(OFFICE), told, clock, committed, stack)
        centre.init(central)
        rooms = Rooms(folder, {OFFICE: office}, "", clock, independent=not central.startswith("sqlite"))
        office.url = _login(rooms, central, office.name, "relay")
        rooms.witness_url = _login(rooms, central, "witness", "witness")
        plant.ready(office.floor)
        _admit_witness(rooms)
        for number, name in enumerate(plan.names[1:], start=OFFICE + 1):
            room = _joined(rooms, number, name, told, committed, stack)
            _give_series(rooms, room, plan.series.get(number, ""))
            if number not in plan.air_gapped:
                room.url = _login(rooms, central, name, "station")
            rooms.rooms[number] = room
        yield rooms
        for room in rooms.rooms.values():
            room.floor.leave()


def _clock(folder: Path, told: Site, plan: Plan) -> SimulatedClock:
    """Return the one clock: behind every entry that is there."""
    found = [last for n in range(len(plan.names)) if (last := last_entry(folder / str(n + 1))) is not None]
    if not found:
        return SimulatedClock(beginning(told, told.history), told.zone)
    return SimulatedClock(max(last.wall for last in found) + timedelta(seconds=1), told.zone)


def _office(folder: Path, told: Site, clock: SimulatedClock, committed: Committed | None, stack: ExitStack) -> Room:
    last = last_entry(folder)
    if last is None:
        Station.create(folder, plant.answers(told), clock)
    station = stack.enter_context(Station.open(folder, clock=clock))
    return Room(OFFICE, told.station, _floor(station, clock, told, committed, last.seq if last else 0), "")


def _joined(rooms: Rooms, number: int, name: str, told: Site, committed: Committed | None, stack: ExitStack) -> Room:
    """Make a station that asks to join, and have the office admit it: administrator and quality, by its code."""
    office, folder = rooms.rooms[OFFICE].floor, rooms.folder / str(number)
    last = last_entry(folder)
    if last is None:
        site = office.station.ask(StationStatus()).fingerprint
        joining.join(folder, name, site, "demonstration", clock=rooms.clock, key_store="demonstration")
    station = stack.enter_context(Station.open(folder, clock=rooms.clock))
    request = joining.request_of(station.store)
    about = f"admit/{name}"
    if not office.done(about):
        quality = told.with_role("quality").id
        command = joining.admission(office.station, request, request.code, quality)
        administrator = told.with_role("administrator").id
        office.sign_beside(command, administrator, about, partial(joining.admit, office.station))
        office.leave()
    floor = _floor(station, rooms.clock, told, committed, last.seq if last else 0)
    return Room(number, name, floor, "")


def _give_series(rooms: Rooms, room: Room, series: str) -> None:
    """Have the office give a station another beginning of its batch numbers than its name, with a lease."""
    office, log = rooms.rooms[OFFICE].station, room.station.store.log.id
    if series and office.store.state("site").leases[log].series.get("batch") != series:
        own = office.store.log
        _fine(office.do(GrantLease(own.id, log, own.tree.root().hex(), series={"batch": series})))


def _floor(station: Station, clock: SimulatedClock, told: Site, committed: Committed | None, known: int) -> Floor:
    floor = Floor(station, clock, told, committed, known)
    floor.tell()
    return floor


def _admit_witness(rooms: Rooms) -> None:
    office = rooms.rooms[OFFICE].floor
    about = "witness"
    if not office.done(about):
        key = centre.witness_key(rooms.folder / "witness.key")
        command = AdmitWitness("Centre", key, WITNESS_REASON, office.site.with_role("quality").id)
        office.sign_beside(command, office.site.with_role("administrator").id, about)


def _login(rooms: Rooms, central: str, name: str, kind: str) -> str:
    """Return the address of a login of its own, named after the site too; an embedded file has none."""
    if not rooms.independent:
        return central
    site = rooms.rooms[OFFICE].station.ask(StationStatus()).fingerprint
    return centre.login(central, f"ebr-{site[:8]}-{name.lower()}", kind)


def _fine(answer: Answer) -> Answer:
    if answer.refusal is not None:
        raise DemoEnd(str(answer.refusal))
    return answer
