"""One durable entry: fold, rules, codec, seal, append and views through the public door, beside the floor and two libraries."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from ebr.domain.batch.commands import SignStep
from ebr.domain.mbr.model import Mbr
from ebr.station.door import Station
from ebr.storage.folder import DATABASE
from ebr.storage.keys import FULL_COST, new_person_keys, unwrap_person, wrap_person
from tests.bench import peers, world
from tests.bench.masters import addresses, master
from tests.bench.raw_store import RawStore, Statement, heard_actions, listened
from tests.bench.rows import Row
from tests.bench.sizes import Sizes
from tests.bench.syncs import syncs_of_an_action
from tests.bench.timing import Side, take_turns, timed

COMPACT = master("compact", 1, 1, 2, 50)
LONG = master("long", 10, 10, 20, 1, "any")
"""2,000 steps: operations in sequence, each of twenty steps in any order."""


@dataclass(slots=True)
class Plant:
    """The batches that values go into: each round takes the next steps."""

    mbr: Mbr
    batches: Sequence[str]
    steps_in_round: int
    signed_after: int = 1
    """Steps that are recorded before they are all signed: one in a sequence, an operation where their order is free."""
    signings: list[float] = field(default_factory=list)
    _unsigned: list[tuple[str, list[str]]] = field(default_factory=list)
    _next: Iterator[tuple[str, list[str]]] | None = None

    def steps(self) -> list[tuple[str, list[str]]]:
        """Return the steps of the next round: batch, and the addresses of its entries."""
        if self._next is None:
            self._next = ((batch, step) for batch in self.batches for step in addresses(self.mbr))
        return [next(self._next) for _ in range(self.steps_in_round)]

    def record(self, station: Station) -> list[float]:
        """Perform a round's steps and return the seconds of each value; those of the signatures are kept apart."""
        took = []
        for batch, step in self.steps():
            took += [timed(act) for act in values(station, batch, step)]
            self.sign_when_due(station, batch, step)
        return took

    def sign_when_due(self, station: Station, batch: str, step: list[str]) -> None:
        """Sign the steps recorded so far once there are enough of them."""
        self._unsigned.append((batch, step))
        if len(self._unsigned) == self.signed_after:
            self.signings += [_signed(station, *each) for each in self._unsigned]
            self._unsigned.clear()


def values(station: Station, batch: str, step: list[str]) -> list[Callable[[], object]]:
    """Return the acts that record a step's entries."""
    commands = [world.value(batch, address, n) for n, address in enumerate(step)]
    return [lambda command=command: world.must(station.do(command, by="operator")) for command in commands]


def _signed(station: Station, batch: str, step: list[str]) -> float:
    from ebr.station.questions import Preview

    command = SignStep(batch, step[0].rpartition("/")[0], "performed")
    seen = station.ask(Preview(command, "operator")).seen
    start = time.perf_counter()
    world.must(station.do(command, by="operator", secret=world.PASSWORD, seen=seen))
    return time.perf_counter() - start


def plants(sizes: Sizes) -> dict[str, Plant]:
    """Return what is recorded: a record of two steps with fifty values each, and one of two thousand steps."""
    compact = [f"C-{n:04d}" for n in range(sizes.rounds * sizes.batches_in_round)]
    return {
        "compact": Plant(COMPACT, compact, 2 * sizes.batches_in_round),
        "long": Plant(LONG, ["L-0001"], sizes.long_steps_in_round, 20),
    }


def prepare(folder: Path, sizes: Sizes) -> None:
    """Found a station with its masters, and issue every batch that is needed."""
    world.found(folder)
    with world.opened(folder) as station:
        for plant in plants(sizes).values():
            world.add_master(station, plant.mbr)
            world.issue(station, plant.mbr, *plant.batches)


def measure(place: Path, sizes: Sizes) -> Iterator[Row]:
    """Yield the rows of one durable entry."""
    prepare(place / "ours", sizes)
    written = {name: _written(place, name, sizes) for name in plants(sizes)}
    facts = _facts(written["compact"][0][0])
    with ExitStack() as open_things:
        ours = plants(sizes)
        station = open_things.enter_context(world.opened(place / "ours"))
        floors = {name: open_things.enter_context(_Floor(place, name)) for name in ours}
        es = open_things.enter_context(peers.eventsourcing(place, facts))
        versions = open_things.enter_context(peers.continuum(place, msgspec.json.encode(facts)))
        count = sum(map(len, written["compact"][0:1]))
        sides: dict[str, Callable[[], Sequence[float]]] = {}
        for name, plant in ours.items():
            rounds = iter(written[name])
            sides[name] = lambda plant=plant: plant.record(station)
            sides[f"raw {name}"] = lambda floor=floors[name], rounds=rounds: floor.write(next(rounds))
        if es is not None:
            sides["eventsourcing"] = lambda: es(count)
        if versions is not None:
            sides["continuum"] = lambda: versions(count // 4)
        found = take_turns(sides, sizes.rounds)
    yield from _rows(found, sizes)
    yield from _signings(ours["compact"].signings)
    yield syncs_of_an_action(place / "syncs", sizes)


def _written(place: Path, name: str, sizes: Sizes) -> list[list[list[Statement]]]:
    """Perform all rounds on a copy and return, round by round, what each recording of a value wrote."""
    shutil.copytree(place / "ours", place / f"heard-{name}")
    plant = plants(sizes)[name]
    rounds = []
    with listened(place / f"heard-{name}") as station:
        world.as_person(station, "operator")
        for _ in range(sizes.rounds):
            actions: list[list[Statement]] = []
            for batch, step in plant.steps():
                actions += heard_actions(values(station, batch, step))
                plant.sign_when_due(station, batch, step)
            rounds.append(actions)
    shutil.rmtree(place / f"heard-{name}")
    return rounds


class _Floor:
    """A raw store on a copy of the station's database."""

    def __init__(self, place: Path, name: str) -> None:
        path = place / f"raw-{name}.db"
        shutil.copyfile(place / "ours" / DATABASE, path)
        self.store = RawStore(path)

    def __enter__(self) -> RawStore:
        return self.store

    def __exit__(self, *_error: object) -> None:
        self.store.close()


def _facts(action: Sequence[Statement]) -> dict[str, Any]:
    """Return what an event of another library says: the facts of an entry without hashes, keys and links."""
    header, body = next(statement.entries[0] for statement in action if statement.entries)
    kept = ("action", "at", "by", "event", "presence", "program", "seq", "subject")
    return {**{name: header[name] for name in kept}, **body[1]}


def _rows(found: dict[str, Side], sizes: Sizes) -> Iterator[Row]:
    ours, raw = found["compact"], found["raw compact"]
    yield Row("one entry", ours.rate(), raw.rate(), "sqlite3, same rows, chained, sealed", "/s", (">=", 0.5))
    for name, shown, bound in (("eventsourcing", "eventsourcing", 0.5), ("continuum", "SQLAlchemy-Continuum", 4.0)):
        peer = found[name].rate() if name in found else None
        yield Row(f"one entry, {name}", ours.rate(), peer, shown, "/s", (">=", bound))
    yield Row(
        "one entry, p99", ours.p99() * 1e3, raw.p99() * 1e3, "sqlite3, same rows, chained, sealed", "ms", ("<=", 3.0)
    )
    long, floor = found["long"], found["raw long"]
    note = f"{len(addresses(LONG)):,} steps; what has to be waited for is asked anew for each"
    yield Row(
        "one entry, long record",
        long.rate(),
        floor.rate(),
        "sqlite3, same rows, chained, sealed",
        "/s",
        (">=", 0.5),
        note,
    )


def _signings(took: list[float]) -> Iterator[Row]:
    note = "a step of 50 values; the key opened at the small cost of a rehearsal"
    yield Row("sign a step", sorted(took)[len(took) // 2] * 1e3, None, "", "ms", None, note)
    keys, secret = new_person_keys(), b"s" * 32
    wrap = wrap_person("operator", keys, world.PASSWORD, secret, FULL_COST)
    opened = sorted(
        timed(lambda: unwrap_person("operator", keys.public, wrap, world.PASSWORD, secret)) for _ in range(5)
    )
    yield Row("open a key, production", opened[2] * 1e3, None, "", "ms", None, "Argon2id, before the transaction")
