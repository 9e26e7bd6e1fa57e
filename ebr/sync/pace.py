"""How large the pieces of a round are: small while somebody works at this station, large while nobody does.

A person's step waits for the slice that is being written, for the disk to take what was written before it, for the
interpreter while a batch is decoded, and for a core while every one of them checks seals. So for `WORKING_SECONDS`
after each action the round makes itself small: slices of 1.5 ms with a pause of twelve times as long between them (some
1,000 entries/s), batches of 100 entries, one process that checks. Otherwise it uses every core and slices of 8 ms
without a pause, within the 10 ms that a person's first step after a while may wait (record-and-sync.md,
"Synchronising").
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

WORKING_SECONDS: Final = 3.0
SMALL_SLICE, LARGE_SLICE = 0.0015, 0.008
"""Seconds."""
PAUSES = 12
"""So many times as long as a slice took nothing is written, while somebody works."""
LONGEST_PAUSE = 0.03
SMALL_BATCH, LARGEST_BATCH = 100, 500
"""Entries."""
SMALLEST, LARGEST = 8, 400


class Pace:
    """Says how much at a time; it follows the disk and the person. `quiet` tells for how many seconds nobody acted."""

    def __init__(self, quiet: Callable[[], float] = lambda: float("inf")) -> None:
        self._quiet = quiet
        self._each = SMALL_SLICE / 32
        """Seconds that an entry took of late."""
        self._took = 0.0

    def working(self) -> bool:
        """Tell whether somebody works here."""
        return self._quiet() < WORKING_SECONDS

    def slice(self) -> int:
        """Return how many entries fit into one transaction."""
        seconds = SMALL_SLICE if self.working() else LARGE_SLICE
        return max(SMALLEST, min(LARGEST, int(seconds / self._each)))

    def batch(self) -> int:
        """Return how many entries are fetched and checked at once."""
        return SMALL_BATCH if self.working() else LARGEST_BATCH

    def width(self, most: int) -> int:
        """Return how many batches are checked at once, of as many as may be."""
        return 1 if self.working() else most

    def pause(self) -> float:
        """Return for how many seconds to wait before the next slice."""
        return min(PAUSES * self._took, LONGEST_PAUSE) if self.working() else 0.0

    def note(self, count: int, seconds: float) -> None:
        """Learn from a slice; one slow moment of the disk changes little."""
        self._took = seconds
        self._each += (max(seconds / count, 1e-6) - self._each) / 4
