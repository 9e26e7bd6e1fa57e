"""A person's step while a round or a bundle is under way: from the moment it is asked for until it is durable.

Its jobs run in the station's writer between the acts, everything else in another thread and in child processes, as the
screens run it. Idle and busy stretches take turns within one run, on the same store, so a slow minute
of the machine slows both: in the idle ones it is held at its next job, and the first steps after that are not
counted, because what was begun is still being checked.
"""

from __future__ import annotations

import queue
import random
import statistics
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ebr.domain import subjects
from ebr.domain.station.events import Genesis
from ebr.station.door import Station
from ebr.storage.chain import Entry
from ebr.sync.checking import Beside, cores
from ebr.sync.other_side import EVERYTHING, Head
from ebr.sync.steps import SWITCH_SECONDS, Job, Steps, Stopped, Tell, Told, drive
from ebr.sync.taking import Taking
from tests.bench import world
from tests.bench.masters import addresses, master
from tests.bench.rows import Row
from tests.bench.sizes import Sizes
from tests.sync.making import Chain, keys

COMPACT = master("compact", 1, 1, 2, 50)
STRETCH = 25
"""Steps in a stretch, behind `SETTLING` that are not counted."""
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
class Stepped:
    """What the steps took, in seconds, and how many entries came while the busy ones were done."""

    idle: list[float] = field(default_factory=list)
    busy: list[float] = field(default_factory=list)
    entries: int = 0
    seconds: float = 0.0

    def rows(self, name: str) -> Iterator[Row]:
        """Yield the middle step, and the one that is slower than 19 of 20."""
        if not self.busy:
            yield Row(name, None, None, "the same step idle", "ms", ("<=", TO_REACH), "over before a stretch was")
            return
        rate = self.entries / self.seconds if self.seconds else 0.0
        note = f"{len(self.busy)} busy and {len(self.idle)} idle steps in turns; {rate:,.0f} entries/s meanwhile"
        idle, busy = statistics.median(self.idle), statistics.median(self.busy)
        yield Row(name, busy * 1e3, idle * 1e3, "the same step idle", "ms", ("<=", TO_REACH), note)
        idle, busy = _slow(self.idle), _slow(self.busy)
        yield Row(f"{name}, 95 of 100", busy * 1e3, idle * 1e3, "the same step idle", "ms")


def measure(place: Path, sizes: Sizes) -> Iterator[Row]:
    """Yield the rows of a step while a log is taken."""
    centre = Values(sizes.stored)
    with working(place, sizes) as (station, acts):

        def work(tell: Tell, stop: Callable[[], bool]) -> Steps[None]:
            checking = Beside(station.folder, cores())
            try:
                taking = Taking(station.store, centre, checking, EVERYTHING, tell, stop)  # type: ignore[arg-type]
                yield from taking.logs(centre.heads(), {station.store.log.id})
            finally:
                checking.close()

        found = Round(station, work).stepped(acts)
    yield from found.rows(f"a step while {sizes.stored:,} entries are taken")


@contextmanager
def working(place: Path, sizes: Sizes) -> Iterator[tuple[Station, list[Any]]]:
    """Found a station and give it with the acts of somebody who records there."""
    world.found(place)
    with world.opened(place) as station:
        yield station, acts(station, sizes)


def acts(station: Station, sizes: Sizes) -> list[Any]:
    """Return values to record, for the operator, in batches that were issued for that."""
    world.add_master(station, COMPACT)
    names = [f"T-{n:04d}" for n in range(sizes.rounds * sizes.batches_in_round)]
    world.issue(station, COMPACT, *names)
    return [world.value(name, slot, at) for name in names for at, slot in enumerate(addresses(COMPACT)[0])]


class Round:
    """Does something long in small jobs from another thread, and lets somebody act in between.

    `work` gets whom to tell and whether to stop, and gives the jobs.
    """

    def __init__(self, station: Station, work: Callable[[Tell, Callable[[], bool]], Steps[Any]]) -> None:
        self._station = station
        self._work = work
        self._jobs: queue.Queue[tuple[Job, queue.Queue[Any]]] = queue.Queue()
        self._going = threading.Event()
        self._left = False
        self._errors: list[BaseException] = []
        self._told = Told("")
        self._thread = threading.Thread(target=self._network)

    def stepped(self, acts: list[Any]) -> Stepped:
        """Do the acts, in idle and busy stretches by turns, until they or the entries are at their end."""
        found = Stepped()
        waiting = iter(acts)
        thread = self._thread
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

    def _turn(self, found: Stepped, acts: Iterator[Any]) -> bool:
        """Do an idle and a busy stretch; False when there were not acts enough."""
        self._going.clear()
        idle = list(self._paced(acts, SETTLING + STRETCH))[SETTLING:]
        self._going.set()
        list(self._paced(acts, SETTLING))
        told, start = self._told, time.perf_counter()
        busy = list(self._paced(acts, STRETCH))
        took = time.perf_counter() - start
        if len(busy) < STRETCH or not self._thread.is_alive():
            return False
        if told.stage == self._told.stage:
            found.entries += self._told.done - told.done
            found.seconds += took
        found.idle += idle
        found.busy += busy
        return True

    def _network(self) -> None:
        try:
            drive(self._work(self._note, lambda: self._left), self._run)
        except Stopped:
            pass
        except BaseException as wrong:  # noqa: BLE001 - raised again by whoever waits for the thread
            self._errors.append(wrong)

    def _note(self, told: Told) -> None:
        self._told = told

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
