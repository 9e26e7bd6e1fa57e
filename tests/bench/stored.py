"""Work on a store that has grown: one more entry, opening a long batch, all views anew, walking hashes and seals.

The floors read the same rows by plain sqlite3, decode header and body by msgspec into typed objects, and keep a small
state of each batch; the floor of the views also writes the rows of the three tables that have one row an entry.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from ebr.domain import subjects
from ebr.station.door import Station
from ebr.storage.folder import DATABASE
from ebr.storage.store import Store
from tests.bench import filling, floors, world
from tests.bench.masters import addresses, master
from tests.bench.rows import Row
from tests.bench.sizes import Sizes
from tests.bench.timing import take_turns, timed

COMPACT = master("compact", 1, 1, 2, 50)


def growing(place: Path, sizes: Sizes) -> Iterator[Row]:
    """Yield the row of one entry in a big store beside one in an empty store."""
    mbr = COMPACT
    batches = [f"G-{n:04d}" for n in range(sizes.rounds * sizes.batches_in_round)]
    world.found(place / "empty")
    with world.opened(place / "empty") as station:
        world.add_master(station, mbr)
        world.issue(station, mbr, *batches)
    shutil.copytree(place / "empty", place / "big")
    filling.fill(place / "big", sizes.stored)
    with world.opened(place / "empty") as empty, world.opened(place / "big") as big:
        stored = filling.entries(big)
        sides = {name: _recording(station, batches, sizes) for name, station in (("empty", empty), ("big", big))}
        found = take_turns(sides, sizes.rounds)
    name = f"one entry in {stored:,} entries"
    yield Row(
        name,
        found["big"].seconds() * 1e3,
        found["empty"].seconds() * 1e3,
        "the same in an empty store",
        "ms",
        ("<=", 1.2),
    )


def _recording(station: Station, batches: list[str], sizes: Sizes) -> Callable[[], list[float]]:
    rounds = iter(range(sizes.rounds))

    def run() -> list[float]:
        first = next(rounds) * sizes.batches_in_round
        commands = [
            world.value(batch, address, n)
            for batch in batches[first : first + sizes.batches_in_round]
            for n, address in enumerate(addresses(COMPACT)[0])
        ]
        return [timed(lambda command=command: world.must(station.do(command, by="operator"))) for command in commands]

    return run


def opening(place: Path, sizes: Sizes) -> Iterator[Row]:
    """Yield the row of opening one long batch: everything from the file to the folded state."""
    mbr = master("wide", 1, 4, sizes.batch_entries // 200, 50)
    world.found(place / "ours")
    with world.opened(place / "ours") as station:
        world.add_master(station, mbr)
        world.issue(station, mbr, "O-0001")
        world.perform(station, "O-0001", addresses(mbr))
        root = subjects.batch("O-0001")
        count = station.store.state(root).entries
        floor = floors.Batch(place / "ours" / DATABASE, root)

        def open_batch() -> float:
            station.store.log._folds.drop_all()
            took = timed(lambda: station.store.state(root))
            assert station.store.state(root).entries == count
            return took

        found = take_turns({"ours": lambda: [open_batch()], "floor": lambda: [timed(floor.open)]}, max(sizes.rounds, 5))
        floor.close()
    name, peer = f"open a batch of {count:,} entries", "sqlite3 + msgspec + apply"
    yield Row(name, found["ours"].seconds() * 1e3, found["floor"].seconds() * 1e3, peer, "ms", ("<=", 2.0))


def rebuilding(place: Path, sizes: Sizes) -> Iterator[Row]:
    """Yield the rows of making every view anew."""
    count = min(sizes.stored, 100_000)
    folder = place / "ours"
    world.found(folder)
    filling.fill(folder, count)
    shutil.copyfile(folder / DATABASE, place / "floor.db")
    store = Store.open(folder)
    floor = floors.Views(place / "floor.db")
    sides = {
        "ours": lambda: [timed(store.rebuild) / count],
        "same rows": lambda: [timed(floor.rebuild) / count],
        "one table": lambda: [timed(floor.rebuild_one_table) / count],
    }
    found = take_turns(sides, 3)
    store.close()
    floor.close()
    for side, peer, bound in (
        ("same rows", "sqlite3 + msgspec, the same rows", 0.5),
        ("one table", "sqlite3 + msgspec, one row an entry", 0.5),
    ):
        yield Row(
            f"rebuild views of {count:,} entries, {side}",
            found["ours"].rate(),
            found[side].rate(),
            peer,
            "entries/s",
            (">=", bound),
        )


def verifying(place: Path, sizes: Sizes) -> Iterator[Row]:
    """Yield the rows of walking a whole log: hashes with the seals of starts and checkpoints, and every seal."""
    count = min(sizes.stored, 100_000)
    folder = place / "ours"
    world.found(folder)
    filling.fill(folder, count)
    floor = floors.Chain(folder / DATABASE)
    sides = {
        "hashes": lambda: [timed(lambda: _walk_hashes(folder)) / count],
        "raw hashes": lambda: [timed(floor.hashes) / count],
        "seals": lambda: [timed(lambda: _walk_seals(folder)) / count],
        "raw seals": lambda: [timed(lambda: floor.hashes(every_seal=True)) / count],
    }
    found = take_turns(sides, 3)
    verified = timed(lambda: _verify(folder))
    floor.close()
    name = f"verify {count:,} entries"
    yield Row(
        f"{name}, hashes and checkpoint seals",
        found["hashes"].rate(),
        found["raw hashes"].rate(),
        "hashing loop",
        "entries/s",
        (">=", 0.6),
    )
    yield Row(
        f"{name}, every seal",
        found["seals"].rate(),
        found["raw seals"].rate(),
        "verifying loop, one core",
        "entries/s",
        (">=", 0.9),
    )
    yield Row(
        f"{name}, `ebr verify`",
        count / verified,
        None,
        "",
        "entries/s",
        None,
        "with subjects, signatures, states and views compared",
    )


def _walk_hashes(folder: Path) -> None:
    from ebr.storage.verify.hashes import rows_of_log, walk_hashes

    with Store.read(folder).closing() as reader, reader.reading() as connection:
        log = connection.exec_driver_sql("SELECT min(log) FROM entry").scalar_one()
        assert walk_hashes(rows_of_log(connection, log)) is None


def _walk_seals(folder: Path) -> None:
    from ebr.storage.reading import logs, read_after
    from ebr.storage.walk import Walk

    with Store.read(folder).closing() as reader, reader.reading() as connection:
        walk = Walk(logs(connection)[0])
        after = 0
        while chunk := read_after(connection, walk.log, after, 2000):
            for entry in chunk:
                walk.step(entry)
            after = chunk[-1].seq


def _verify(folder: Path) -> None:
    from ebr.station.verifying import verify

    report = verify(folder)
    assert not report.findings, report.findings[:3]
