"""Dry runs of the CAR-T example beside the same commands through the bare rules, without dice, aims and ledger.

Both run in one process over the same batches: first a rehearsal plays them and keeps every command with its moment,
then fresh stages carry out exactly those commands. Batches that explore are counted with those that do not.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

from ebr.domain.mbr.text import read
from ebr.rehearsal.run import Rehearsal, coverage_of, rehearsal_of
from ebr.rehearsal.stage import Stage
from tests.bench.rows import Row
from tests.bench.sizes import FULL, QUICK, Sizes

EXAMPLE = Path(__file__).parents[2] / "resources" / "mbr" / "car_t_autologous.yaml"
BATCHES = {QUICK: 5, FULL: 1_000}
ORDINARY = 200
AT_ONCE = 50
LEAST = 0.5
"""Choosing what to do may cost as much as doing it, not more."""


def measure(_place: Path, sizes: Sizes) -> Iterator[Row]:
    """Yield batches per second of a rehearsal beside those of the rules alone."""
    mbr = read(EXAMPLE.read_text(encoding="utf-8")).mbr
    assert mbr is not None
    rehearsal, count = rehearsal_of(mbr, 1), BATCHES.get(sizes, ORDINARY)
    ours = bare = 0.0
    for first in range(1, count + 1, AT_ONCE):
        numbers = range(first, min(first + AT_ONCE, count + 1))
        before = perf_counter()
        played = [rehearsal.batch(number) for number in numbers]
        between = perf_counter()
        _replay(rehearsal, played)
        ours, bare = ours + between - before, bare + perf_counter() - between
    found = coverage_of(rehearsal, 1, count)
    assert found.finished == count, found.dead_ends
    note = f"{count} batches, {found.commands / count:.0f} actions each"
    yield Row(
        "dry run, CAR-T batches", count / ours, count / bare, "the same actions, bare rules, no log", "batches/s", (">=", LEAST), note
    )  # fmt: skip


def _replay(rehearsal: Rehearsal, played: list[Stage]) -> None:
    for stage in played:
        again = Stage(rehearsal.document, stage.batch)
        again.play(stage.tape)
        assert again.state.entries == stage.state.entries
