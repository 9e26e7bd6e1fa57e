"""The review list of a long batch: every rule over every entry, beside opening (folding) the same batch once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ebr.domain import subjects
from ebr.domain.batch.rules import weakness
from ebr.domain.batch.rules.sweep import proof, sweep
from ebr.domain.batch.state import BatchState
from tests.bench import world
from tests.bench.masters import addresses, master
from tests.bench.rows import Row
from tests.bench.sizes import Sizes
from tests.bench.timing import take_turns, timed

NOT_MUCH_MORE = 1.4


def measure(place: Path, sizes: Sizes) -> Iterator[Row]:
    """Yield the row of the review list."""
    mbr = master("wide", 1, 4, sizes.batch_entries // 200, 50)
    world.found(place / "ours")
    with world.opened(place / "ours") as station:
        world.add_master(station, mbr)
        world.issue(station, mbr, "R-0001")
        world.perform(station, "R-0001", addresses(mbr))
        root = subjects.batch("R-0001")
        state = station.store.state(root)
        assert isinstance(state, BatchState)
        facts = weakness.facts_of(state, station.store.state)

        def fold() -> float:
            station.store.log._folds.drop_all()
            return timed(lambda: station.store.state(root))

        def listed() -> float:
            return timed(lambda: proof(state, sweep(state, facts, station.clock.now())))

        found = take_turns({"ours": lambda: [listed()], "fold": lambda: [fold()]}, max(sizes.rounds, 5))
    name = f"review list of a batch of {state.entries:,} entries"
    ours, peer = found["ours"].seconds() * 1e3, found["fold"].seconds() * 1e3
    yield Row(name, ours, peer, "folding the batch once", "ms", ("<=", NOT_MUCH_MORE))
