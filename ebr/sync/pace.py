"""How large the pieces of a round are: small while somebody works at this station, large while nobody does.

A person's step waits for the slice that is being written, for the disk to take what was written before it, for the
interpreter while a batch is decoded, and for a core while every one of them checks seals. So for `WORKING_SECONDS`
after each action the round makes itself small: slices of 1.5 ms with a pause of twelve times as long between them (some
1,000 entries/s), batches of 100 entries, one process that checks. Otherwise it uses every core and slices of 8 ms
without a pause, within the 10 ms that a person's first step after a while may wait (record-and-sync.md,
"Synchronising").
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from statistics import median
from time import sleep
from typing import Final

WORKING_SECONDS: Final = 3.0
SMALL_SLICE, LARGE_SLICE = 0.0015, 0.008
"""Seconds."""
PAUSES = 12
"""So many times as long as a slice took nothing is written, while somebody works."""
LONGEST_PAUSE = 0.03
SMALL_BATCH, LARGEST_BATCH = 100, 500
SMALL_SENT, LARGEST_SENT = 250, 1000
"""Entries; what is sent is only read from the store, a transaction over there costs more than one here."""
SMALLEST, LARGEST = 8, 400
REMEMBERED = 5
"""Slices; the middle one of them counts, so one that met a checkpoint of the disk's log makes none smaller."""


class Pace:
    """Says how much at a time; it follows the disk and the person. `quiet` tells for how many seconds nobody acted."""

    def __init__(self, quiet: Callable[[], float] = lambda: float("inf")) -> None:
        self._quiet = quiet
        self._each = deque([SMALL_SLICE / 32], REMEMBERED)
        """Seconds that an entry of each of the last slices took."""
        self._took = 0.0

    def working(self) -> bool:
        """Tell whether somebody works here."""
        return self._quiet() < WORKING_SECONDS

    def slice(self) -> int:
        """Return how many entries fit into one transaction."""
        seconds = SMALL_SLICE if self.working() else LARGE_SLICE
        return max(SMALLEST, min(LARGEST, int(seconds / median(self._each))))

    def batch(self) -> int:
        """Return how many entries are fetched and checked at once."""
        return SMALL_BATCH if self.working() else LARGEST_BATCH

    def sent(self) -> int:
        """Return how many entries are read and sent at once."""
        return SMALL_SENT if self.working() else LARGEST_SENT

    def width(self, most: int) -> int:
        """Return how many batches are checked at once, of as many as may be."""
        return 1 if self.working() else most

    def pause(self) -> float:
        """Return for how many seconds to wait before the next slice."""
        return min(PAUSES * self._took, LONGEST_PAUSE) if self.working() else 0.0

    def rest(self, seconds: float) -> float:
        """Return for how many seconds to leave the processor to others after so many of work beside the writer."""
        return seconds if self.working() else 0.0

    def breathe(self, seconds: float) -> None:
        """Wait so long; nothing for 0, because even that would give the processor away."""
        if seconds:
            sleep(seconds)

    def note(self, count: int, seconds: float) -> None:
        """Learn from a slice; one slow moment of the disk changes nothing, three of five do."""
        self._took = seconds
        self._each.append(max(seconds / count, 1e-6))
