"""Several stations play: the plan line by line, each line skipped that is in the record already.

At the end everything is everywhere: every station has every body, everything is countersigned, and the digests of all
views are the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from ebr.cli.demonstration.acts import VERBS, play
from ebr.cli.demonstration.floor import Committed, Echo
from ebr.cli.demonstration.plan import Line, plan
from ebr.cli.demonstration.rooms import OFFICE, Room, Rooms, opened
from ebr.cli.demonstration.running import line as batch_line
from ebr.cli.demonstration.script import Script, scripts, site, small_scripts
from ebr.cli.demonstration.walk import Walk
from ebr.domain.batch import commands as c
from ebr.station.questions import Apart, StationStatus
from ebr.words import ntr, tr


def together(folder: Path, count: int, central: str, echo: Echo, committed: Committed | None = None) -> None:
    """Play the plan on so many stations in DIR/1, DIR/2, ...; gone on with where an earlier run stopped."""
    told, found, records = site(), plan(count), scripts() | small_scripts()
    with opened(folder, central, told, found, committed) as rooms:
        echo(ntr("{n} station of one site", "{n} stations of one site", count, n=count))
        for line in found.lines:
            PLAYED[line.verb](rooms, line, records)
            _tell(rooms, line, records, echo)
        rooms.settle()
        for room in rooms.rooms.values():
            echo(_standing(room))


def _tell(rooms: Rooms, line: Line, records: Mapping[str, Script], echo: Echo) -> None:
    if line.verb == "play":
        room = rooms.room(line.text("on"))
        echo(tr("{station}: {line}", station=room.name, line=batch_line(Walk(room.floor, records[line.what]))))


def _standing(room: Room) -> str:
    found = room.station.ask(StationStatus(digest=True))
    return tr(
        "{station}: {entries} entries, {unwitnessed} not witnessed, views {digest}",
        station=room.name,
        entries=found.entries,
        unwitnessed=found.unwitnessed,
        digest=found.views_digest[:16],
    )


def _play(rooms: Rooms, line: Line, records: Mapping[str, Script]) -> None:
    script = records[line.what]
    walk = Walk(rooms.room(line.text("on")).floor, script)
    walk.begin()
    began = line.text("from")
    if began:
        pauses = (n for n, act in enumerate(script.acts) if act.verb == "pause" and act.what == began)
        walk.at = next(pauses) + 1
    play(walk, line.text("until"))
    walk.floor.leave()


def _act(rooms: Rooms, line: Line, records: Mapping[str, Script]) -> None:
    walk = Walk(rooms.room(line.text("on")).floor, records[line.what])
    walk.begin()
    act = line.act()
    VERBS[act.verb](walk, act)
    walk.floor.leave()


def _give(rooms: Rooms, line: Line, records: Mapping[str, Script]) -> None:
    floor, to = rooms.room(line.text("on")).floor, rooms.room(line.text("to"))
    about = f"plan/{line.number}"
    if to.floor is not floor and not floor.done(about):
        batch = records[line.what].batch
        floor.do(c.GivePart(batch, line.text("part"), to.name, line.text("note")), line.text("by"), about)
        floor.leave()


def _take_over(rooms: Rooms, line: Line, records: Mapping[str, Script]) -> None:
    floor, about = rooms.room(line.text("on")).floor, f"plan/{line.number}"
    if len(rooms.rooms) > 1 and not floor.done(about):
        command = c.TakeOver(records[line.what].batch, line.text("part"), line.text("reason"))
        floor.sign(command, line.text("by"), about)
        floor.leave()


def _resolve(rooms: Rooms, line: Line, records: Mapping[str, Script]) -> None:
    floor, batch = rooms.room(line.text("on")).floor, records[line.what].batch
    for contest in floor.station.ask(Apart(batch)).contests:
        if not contest.kept:
            side = next((side for side in contest.sides if line.text("keep") in side.says.values()), contest.sides[0])
            command = c.ResolveConflict(batch, contest.where, contest.item, side.hash, line.text("reason"))
            floor.sign(command, line.text("by"), f"plan/{line.number}/{contest.where}")
    floor.leave()


def _judge(rooms: Rooms, line: Line, records: Mapping[str, Script]) -> None:
    floor, batch = rooms.room(line.text("on")).floor, records[line.what].batch
    for found in floor.station.ask(Apart(batch)).weaknesses:
        if found.blocking and not found.decided:
            command = c.DecideWeakness(batch, found.name, line.text("reason"))
            floor.sign(command, line.text("by"), f"plan/{line.number}/{found.name}")
    floor.leave()


def _meet(rooms: Rooms, line: Line, _records: Mapping[str, Script]) -> None:
    rooms.meet([int(part) for part in line.what.split()])


def _hear(rooms: Rooms, line: Line, records: Mapping[str, Script]) -> None:
    office, room = rooms.rooms[OFFICE], rooms.room(line.text("on"))
    walk = Walk(office.floor, records[line.what])
    walk.begin()
    if room is not office and not walk.events["batch.reviewed/1"]:
        rooms.meet([office.number, room.number])
        room.floor.be_there(line.text("by"))
        room.floor.leave()
        rooms.meet([room.number, office.number])


def _carry(rooms: Rooms, line: Line, _records: Mapping[str, Script]) -> None:
    room = rooms.rooms.get(int(line.what))
    if room is not None and not room.url and not room.floor.done(f"plan/{line.number}"):
        rooms.carry(room, f"plan/{line.number}")


PLAYED: Final[Mapping[str, Callable[[Rooms, Line, Mapping[str, Script]], None]]] = {
    "play": _play,
    "act": _act,
    "give": _give,
    "take_over": _take_over,
    "resolve": _resolve,
    "judge": _judge,
    "meet": _meet,
    "hear": _hear,
    "carry": _carry,
}
