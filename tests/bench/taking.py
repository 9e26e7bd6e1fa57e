"""Taking what other stations wrote: entries in a second, memory beside the backlog, and a step while it goes on.

The floor of taking does what cannot be left out, in one process: every seal verified (by libsodium, as ours), every row
inserted and committed in batches of a thousand, no walk, no views.
"""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from nacl.bindings import crypto_sign_open

from ebr.station import joining
from ebr.station.door import Station
from ebr.station.questions import Preview, StationStatus
from ebr.storage.chain import SEAL_PURPOSE
from ebr.storage.codec import read_header
from ebr.sync.central import Central
from ebr.sync.central.founding import init
from ebr.sync.checking import Beside, Checking, cores
from ebr.sync.other_side import EVERYTHING
from ebr.sync.steps import Job, onward
from tests.bench import filling, stepping, world
from tests.bench.rows import Row
from tests.bench.sizes import Sizes
from tests.bench.timing import spread, take_turns

MOST_ROUNDS = 3
SMALL = 5
"""A backlog that is so many times smaller, to compare the memory with."""


def measure(place: Path, sizes: Sizes) -> Iterator[Row]:
    """Yield the rows of one centre with the entries of an office, and a room that has none of them yet."""
    room, centre = _site(place, sizes.stored)
    count = sum(head.seq for head in centre.heads().values())
    sides = {"ours": lambda: _take(place, room, count), "floor": lambda: _floor(place, centre, count)}
    found = take_turns(sides, min(sizes.rounds, MOST_ROUNDS))
    name, ours = f"taking {count:,} entries", found["ours"].rate()
    floor, note = found["floor"].rate(), "verified, appended, viewed; child processes check"
    yield Row(name, ours, floor, "seals and rows only, one process", "entries/s", note=note)
    yield Row(f"{name}, replicated", ours, None, "PouchDB (not installed)", "entries/s", (">=", 2.5))
    yield _memory(place, room, centre)
    yield from stepping.measure(place / "other", sizes)


def _site(place: Path, count: int) -> tuple[Path, Central]:
    office, room = place / "office", place / "room"
    world.found(office)
    filling.fill(office, count)
    with Station.open(office) as station:
        site = station.ask(StationStatus()).fingerprint
        request = joining.join(room, "Station-2", site, "rehearsal", key_store="demonstration")
        world.as_person(station, "aone")
        command = joining.admission(station, request, request.code, "quality")
        seen = station.ask(Preview(command, "aone")).seen
        world.must(joining.admit(station, command, by="aone", secret=world.PASSWORD, seen=seen))
        url = f"sqlite:///{place / 'central.db'}"
        init(url)
        centre = Central.at(url)
        station.sync(centre)
    return room, centre


def _take(place: Path, room: Path, count: int) -> list[float]:
    """Take everything into a copy of the room, from a copy of the centre: each copy of a station is another history."""
    target, file = place / "taken", place / "taken.db"
    shutil.copytree(room, target)
    shutil.copyfile(place / "central.db", file)
    with Station.open(target) as station, Central.at(f"sqlite:///{file}") as centre:
        everything = {"everything": True, "checking": lambda _n: Beside(target, cores())}
        took = spread(lambda: station.sync(centre, **everything), count)
    shutil.rmtree(target)
    for part in place.glob(f"{file.name}*"):
        part.unlink()
    return took


def _floor(place: Path, centre: Central, count: int) -> list[float]:
    path = place / "floor.db"
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE entry (log, seq, header, body, hash, seal, UNIQUE (log, seq))")
    start = time.perf_counter()
    for log, head in centre.heads().items():
        seq = 0
        while seq < head.seq:
            entries = centre.read_after(log, seq, 1000, EVERYTHING)
            for entry in entries:
                key = bytes.fromhex(read_header(entry.header).key)
                crypto_sign_open(entry.seal + SEAL_PURPOSE + entry.hash, key)
            rows = [(e.log, e.seq, e.header, e.body, e.hash, e.seal) for e in entries]
            connection.executemany("INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?)", rows)
            connection.commit()
            seq = entries[-1].seq
    took = (time.perf_counter() - start) / count
    connection.close()
    path.unlink()
    return [took] * count


def _memory(place: Path, room: Path, centre: Central) -> Row:
    """Compare the most memory in use while few and while many entries are taken, in processes of their own."""
    few, many = (_peak(place, room, centre, part) for part in (SMALL, 1))
    return Row("memory of a round", many, few, f"a backlog {SMALL} times smaller", "MB", ("<=", 1.25))


def _peak(place: Path, room: Path, centre: Central, part: int) -> float:
    target = place / f"memory-{part}"
    shutil.copytree(room, target)
    child = [sys.executable, "-m", "tests.bench.taking_child", str(target), centre.name, str(part)]
    said = subprocess.run(child, check=True, capture_output=True, text=True)
    shutil.rmtree(target)
    return float(said.stdout)


def only_take(station: Station, centre: Any, run: Callable[[Job], Any]) -> None:
    from ebr.sync.taking import Taking

    checking: Checking = Beside(station.folder, cores())
    taking = Taking(station.store, centre, checking, EVERYTHING, lambda _told: None, lambda: False)
    try:
        for steps in (taking.logs(centre.heads(), {station.store.log.id}), taking.views()):
            try:
                job = next(steps)
                while True:
                    job = onward(steps, job, run)
            except StopIteration:
                pass
        if taking.taken.alarms or not taking.taken.entries:
            raise RuntimeError(f"{taking.taken.entries} entries taken, {taking.taken.alarms}")
    finally:
        checking.close()
