"""Dry runs: generated batches over the real rules of a batch, in memory, without log, keys or seals.

    stage      one batch: its state, its simulated clock, its generated people
    points     everything an MBR says that can go one way or another
    ledger     what was reached, what the seeded faults led to
    watching   reads from the events what was reached (never from what a player meant to do)
    guessing   what an expression would come to with values not recorded yet; the search for values
    floor      what happens to any batch: held, left at once, handed over, entered late
    player     plays a batch to its end: entries, amounts, clocks, turns, mistakes
    run        plays batches until nothing new is reached

Promise: the same document, seed and number of batches give the same result. Outside production only: nothing here
writes anywhere (floor-rules 16).
"""

from __future__ import annotations

from ebr.rehearsal.run import Progress, rehearse

__all__ = ["Progress", "rehearse"]
