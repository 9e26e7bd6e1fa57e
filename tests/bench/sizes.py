"""How much is measured: the default run, a quick one that only shows that everything runs, and the full one."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sizes:
    """Counts of one run."""

    rounds: int
    batches_in_round: int
    """Of 100 values each."""
    long_steps_in_round: int
    stored: int
    """Entries in the big store."""
    batch_entries: int
    pages: tuple[int, ...]
    starts: int
    keys: int


DEFAULT = Sizes(5, 4, 100, 100_000, 2_000, (200, 1_000), 5, 40)
QUICK = Sizes(2, 1, 20, 800, 400, (20,), 1, 3)
FULL = Sizes(7, 6, 200, 1_000_000, 2_000, (200, 1_000), 9, 100)
