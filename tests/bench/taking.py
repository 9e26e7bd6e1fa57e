"""Taking what other stations wrote: entries in a second, memory beside the backlog, and a step while it goes on.

The floor of taking does what cannot be left out, in one process: every seal verified, every row inserted and committed in
batches of a thousand, no walk, no views. The step is measured as a person feels it: from the moment it is asked for until
it is durable, with the round's jobs in the same writer and its network in another thread, as the screens run it.
"""

from __future__ import annotations

import queue
import random
import shutil
import sqlite3
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from ebr.domain import subjects
from ebr.domain.station.events import Genesis
from ebr.station import joining
from ebr.station.door import Station
from ebr.station.questions import Preview, StationStatus
from ebr.storage.chain import SEAL_PURPOSE, Entry
from ebr.storage.codec import read_header
from ebr.sync.central import Central
from ebr.sync.central.founding import init
from ebr.sync.checking import Beside, Checking, cores
from ebr.sync.other_side import EVERYTHING, Head
from ebr.sync.steps import SWITCH_SECONDS, Job, onward
from tests.bench import filling, world
from tests.bench.masters import addresses, master
from tests.bench.rows import Row
from tests.bench.sizes import Sizes
from tests.bench.timing import timed
from tests.sync.making import Chain, keys

COMPACT = master("compact", 1, 1, 2, 50)
STEPS = 100
SMALL = 10
"""A backlog that is so many times smaller, to compare the memory with."""


def measure(place: Path, sizes: Sizes) -> Iterator[Row]:
    """Yield the rows of one centre with the entries of an office, and a room that has none of them yet."""
    room, centre = _site(place, sizes.stored)
    count = sum(head.seq for head in centre.heads().values())
    taking = _take(place, room, centre, "taken")
    floor = _floor(place, centre)
    yield Row(
        f"taking {count:,} entries",
        count / taking,
        count / floor,
        "seals and rows only, one process",
        "entries/s",
        note="verified, appended, viewed; a child process checks",
    )
    yield _memory(place, room, centre)
    yield from _steps(place, sizes)


class Values:
    """An other side with one log of values in batches of 500: what a room wrote that this station has never seen."""

    def __init__(self, count: int) -> None:
        chain = Chain("Station-9", "rehearsal")
        station = keys("Station-9")
        genesis = Genesis("Station-9", "Bench", "rehearsal", station.public, {})
        chain.write(genesis, subjects.station("Station-9"), station.sealer())
        chain.start()
        for n in range(count // 500):
            chain.values(500, f"V-{n:04d}")
        self._entries = chain.entries

    def heads(self) -> dict[str, Head]:
        last = self._entries[-1]
        return {last.log: Head(last.seq, last.hash)}

    def read_after(self, _log: str, seq: int, limit: int, _wanted: frozenset[str]) -> list[Entry]:
        return self._entries[seq : seq + limit]


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


def _take(place: Path, room: Path, centre: Any, name: str, tell: Callable[[Any], None] = lambda _told: None) -> float:
    target = place / name
    shutil.copytree(room, target)
    with Station.open(target) as station:
        took = timed(
            lambda: station.sync(centre, everything=True, tell=tell, checking=lambda _n: Beside(target, cores()))
        )
    shutil.rmtree(target)
    return took


def _floor(place: Path, centre: Central) -> float:
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
                key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(read_header(entry.header).key))
                key.verify(entry.seal, SEAL_PURPOSE + entry.hash)
            rows = [(e.log, e.seq, e.header, e.body, e.hash, e.seal) for e in entries]
            connection.executemany("INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?)", rows)
            connection.commit()
            seq = entries[-1].seq
    took = time.perf_counter() - start
    connection.close()
    path.unlink()
    return took


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


def _steps(place: Path, sizes: Sizes) -> Iterator[Row]:
    """Take a log of nothing but values of other batches into a working station, and act meanwhile."""
    other = place / "other"
    world.found(other)
    mbr = COMPACT
    with world.opened(other) as station:
        world.add_master(station, mbr)
        world.issue(station, mbr, *(f"T-{n:04d}" for n in range(sizes.rounds * sizes.batches_in_round)))
        acts = [
            world.value(f"T-{n:04d}", address, at)
            for n in range(sizes.rounds * sizes.batches_in_round)
            for at, address in enumerate(addresses(mbr)[0])
        ]
        idle, busy = _both(station, Values(sizes.stored), acts)
    low, high = _middle(idle), _middle(busy)
    yield Row(
        "a step while entries are taken",
        high[0] * 1e3,
        low[0] * 1e3,
        "the same step idle",
        "ms",
        ("<=", 1.5),
        f"p95 {high[1] * 1e3:.1f} against {low[1] * 1e3:.1f} ms; {len(busy)} steps",
    )


def _both(station: Station, centre: Any, acts: list[Any]) -> tuple[list[float], list[float]]:
    """Measure the same steps at the same pace without and with a round."""
    half = len(acts) // 2
    idle = list(_paced(station, acts[:half][:STEPS], queue.Queue(), done=lambda: False))
    return idle, list(_beside(station, centre, acts[half:]))


def _beside(station: Station, centre: Any, acts: list[Any]) -> Iterator[float]:
    """Take logs into this station's writer from another thread, and act in between: a person first, then a job."""
    jobs: queue.Queue[tuple[Job, queue.Queue[Any]]] = queue.Queue()
    errors: list[BaseException] = []

    def run(job: Job) -> Any:
        answer: queue.Queue[Any] = queue.Queue()
        jobs.put((job, answer))
        found = answer.get()
        if isinstance(found, BaseException):
            raise found
        return found

    def network() -> None:
        try:
            only_take(station, centre, run)
        except BaseException as wrong:  # noqa: BLE001 - raised again by whoever waits for the thread
            errors.append(wrong)

    thread = threading.Thread(target=network)
    before = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH_SECONDS)
    thread.start()
    yield from _paced(station, acts, jobs, done=lambda: not thread.is_alive())
    sys.setswitchinterval(before)
    while thread.is_alive():
        _job(jobs, 0.01)
    thread.join()
    if errors:
        raise errors[0]


def _paced(station: Station, acts: list[Any], jobs: queue.Queue[Any], done: Callable[[], bool]) -> Iterator[float]:
    pause = random.Random(7)
    due = time.perf_counter() + 0.02
    for act in acts:
        while time.perf_counter() < due:
            _job(jobs, due - time.perf_counter())
        if done():
            return
        world.must(station.do(act, by="operator"))
        yield time.perf_counter() - due
        due = time.perf_counter() + 0.02 + pause.random() * 0.02


def _job(jobs: queue.Queue[Any], seconds: float) -> None:
    try:
        job, answer = jobs.get(timeout=max(0.0, seconds))
    except queue.Empty:
        return
    try:
        answer.put(job())
    except BaseException as wrong:  # noqa: BLE001 - handed to the thread that asked
        answer.put(wrong)


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


def _middle(found: list[float]) -> tuple[float, float]:
    return statistics.median(found), statistics.quantiles(found, n=20)[-1]
