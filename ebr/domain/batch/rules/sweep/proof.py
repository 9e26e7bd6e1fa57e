"""Proof that the rest conforms: how many entries are within limits, on time and unchanged, and what was not.

"312 of 318 entries within limits, on time, unchanged": the six others stand as flags above.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ebr.domain.batch.rules.sweep.changes import real
from ebr.domain.batch.rules.sweep.flags import Flag
from ebr.domain.batch.state import BatchState
from ebr.domain.batch.state.seconds import NAMES, reads
from ebr.domain.batch.state.slots import Row

PLAIN = ("", "in")


@dataclass(frozen=True, slots=True)
class Proof:
    """Counts of standing entries; `conforming` are within limits, on time, unchanged, and no flag speaks of them."""

    entries: int
    conforming: int
    within: int
    on_time: int
    unchanged: int
    by_device: int
    signatures: int
    signatures_standing: int
    attempts: int


def proof(state: BatchState, flags: Iterable[Flag]) -> Proof:
    """Return the counts of a batch for the flags that `sweep` found in it."""
    spoken = {(flag.where, flag.item) for flag in flags if flag.where and flag.source != "record"}
    places = {where for where, _ in spoken}
    counts = dict.fromkeys(("entries", "conforming", "within", "on_time", "unchanged", "by_device", "attempts"), 0)
    plain = by_device = 0
    for address, held in state.slots.items():
        flagged = address in places
        if held.attempts:
            counts["attempts"] += len(held.attempts)
        for row in held.rows.values():
            if row.verdict in PLAIN and row.value and not (flagged or row.corrections or row.late or row.happened):
                plain += 1
                by_device += not NAMES.isdisjoint(row.source) and reads(row.source)
            elif row.value:
                _add(counts, row, flagged=flagged and ((address, 0) in spoken or (address, row.item) in spoken))
        if held.timer is not None and held.timer.stopped:
            fine = held.verdict != "out" and (address, 0) not in spoken
            counts["entries"] += 1
            counts["on_time"] += 1
            counts["unchanged"] += 1
            counts["within"] += held.verdict != "out"
            counts["conforming"] += fine
    for name in ("entries", "conforming", "within", "on_time", "unchanged"):
        counts[name] += plain
    counts["by_device"] += by_device
    standing = sum(one.valid for one in state.signatures)
    return Proof(**counts, signatures=len(state.signatures), signatures_standing=standing)


def _add(counts: dict[str, int], row: Row, *, flagged: bool) -> None:
    within = row.verdict not in ("out", "alert")
    on_time = not (row.late or row.happened)
    unchanged = not (row.corrections and real(row))
    counts["entries"] += 1
    counts["by_device"] += reads(row.source)
    counts["within"] += within
    counts["on_time"] += on_time
    counts["unchanged"] += unchanged
    counts["conforming"] += within and on_time and unchanged and not flagged
