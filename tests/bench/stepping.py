"""A person's step while entries of others are taken: from the moment it is asked for until it is durable.

The round's jobs run in the station's writer between the acts, its network in another thread, its checking in child
processes, as the screens run it. Idle and busy stretches take turns within one run, on the same store, so a slow minute
of the machine slows both: in the idle ones the round is held at its next job, and the first steps after that are not
counted, because what was begun is still being checked.
"""

from __future__ import annotations

import queue
import random
import statistics
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ebr.domain import subjects
from ebr.domain.station.events import Genesis
from ebr.station.door import Station
from ebr.storage.chain import Entry
from ebr.sync.checking import Beside, cores
from ebr.sync.other_side import EVERYTHING, Head
from ebr.sync.steps import SWITCH_SECONDS, Job, drive
from ebr.sync.taking import Taking
from tests.bench import world
from tests.bench.masters import addresses, master
from tests.bench.rows import Row
from tests.bench.sizes import Sizes
from tests.sync.making import Chain, keys

COMPACT = master("compact", 1, 1, 2, 50)
STRETCH = 25
"""Steps in a stretch; as many again are left out as `SETTLING` says."""
SETTLING = 8
LEAST, SPREAD = 0.02, 0.02
"""Seconds between two steps: somebody who types fast."""
TO_REACH = 1.5


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


@dataclass(slots=True)
class Taken:
    """What the steps took, in seconds, and how many entries came while the busy ones were done."""

    idle: list[float] = field(default_factory=list)
    busy: list[float] = field(default_factory=list)
    entries: int = 0
    seconds: float = 0.0


def measure(place: Path, sizes: Sizes) -> Iterator[Row]:
    """Yield the rows of a step idle and busy: the middle one, and the one that is slower than 19 of 20."""
    world.found(place)
    with world.opened(place) as station:
        world.add_master(station, COMPACT)
        names = [f"T-{n:04d}" for n in range(sizes.rounds * sizes.batches_in_round)]
        world.issue(station, COMPACT, *names)
        acts = [world.value(name, slot, at) for name in names for at, slot in enumerate(addresses(COMPACT)[0])]
        found = Round(station, Values(sizes.stored)).stepped(acts)
    rate = found.entries / found.seconds
    note = f"{len(found.busy)} busy and {len(found.idle)} idle steps in turns; {rate:,.0f} entries/s taken meanwhile"
    name = f"a step while {sizes.stored:,} entries are taken"
    idle, busy = statistics.median(found.idle), statistics.median(found.busy)
    yield Row(name, busy * 1e3, idle * 1e3, "the same step idle", "ms", ("<=", TO_REACH), note)
    idle, busy = _slow(found.idle), _slow(found.busy)
    yield Row(f"{name}, 95 of 100", busy * 1e3, idle * 1e3, "the same step idle", "ms")


class Round:
    """Takes a log into a station's writer from another thread, and lets somebody act in between."""

    def __init__(self, station: Station, centre: Values) -> None:
        self._station = station
        self._centre = centre
        self._jobs: queue.Queue[tuple[Job, queue.Queue[Any]]] = queue.Queue()
        self._going = threading.Event()
        self._left = False
        self._errors: list[BaseException] = []
        self._taking: Taking | None = None

    def stepped(self, acts: list[Any]) -> Taken:
        """Do the acts, in idle and busy stretches by turns, until they or the entries are at their end."""
        found = Taken()
        waiting = iter(acts)
        thread = threading.Thread(target=self._network)
        before = sys.getswitchinterval()
        sys.setswitchinterval(SWITCH_SECONDS)
        thread.start()
        try:
            while thread.is_alive() and self._turn(found, waiting):
                pass
        finally:
            self._left = True
            self._going.set()
            while thread.is_alive():
                self._job(0.01)
            thread.join()
            sys.setswitchinterval(before)
        if self._errors:
            raise self._errors[0]
        return found

    def _turn(self, found: Taken, acts: Iterator[Any]) -> bool:
        """Do an idle and a busy stretch; False when there were not acts enough."""
        self._going.clear()
        idle = list(self._paced(acts, SETTLING + STRETCH))[SETTLING:]
        self._going.set()
        list(self._paced(acts, SETTLING))
        entries, start = self._entries(), time.perf_counter()
        busy = list(self._paced(acts, STRETCH))
        found.entries += self._entries() - entries
        found.seconds += time.perf_counter() - start
        if len(busy) < STRETCH:
            return False
        found.idle += idle
        found.busy += busy
        return True

    def _entries(self) -> int:
        return self._taking.taken.entries if self._taking is not None else 0

    def _network(self) -> None:
        checking = Beside(self._station.folder, cores())
        try:
            taking = Taking(
                self._station.store, self._centre, checking, EVERYTHING, lambda _told: None, lambda: self._left  # type: ignore[arg-type]
            )
            self._taking = taking
            drive(taking.logs(self._centre.heads(), {self._station.store.log.id}), self._run)
        except BaseException as wrong:  # noqa: BLE001 - raised again by whoever waits for the thread
            if not self._left:
                self._errors.append(wrong)
        finally:
            checking.close()

    def _run(self, job: Job) -> Any:
        self._going.wait()
        answer: queue.Queue[Any] = queue.Queue()
        self._jobs.put((job, answer))
        found = answer.get()
        if isinstance(found, BaseException):
            raise found
        return found

    def _paced(self, acts: Iterator[Any], count: int) -> Iterator[float]:
        """Act at a person's pace; a person comes before a job, and a job in the writer is waited for."""
        pause = random.Random(7)
        due = time.perf_counter() + LEAST
        for _, act in zip(range(count), acts, strict=False):
            while (left := due - time.perf_counter()) > 0:
                self._job(left)
            world.must(self._station.do(act, by="operator"))
            yield time.perf_counter() - due
            due = time.perf_counter() + LEAST + pause.random() * SPREAD

    def _job(self, seconds: float) -> None:
        try:
            job, answer = self._jobs.get(timeout=seconds)
        except queue.Empty:
            return
        try:
            answer.put(job())
        except BaseException as wrong:  # noqa: BLE001 - handed to the thread that asked
            answer.put(wrong)


def _slow(found: list[float]) -> float:
    return statistics.quantiles(found, n=20)[-1]
