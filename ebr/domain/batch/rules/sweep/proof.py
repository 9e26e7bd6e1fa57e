"""Proof that the rest conforms: how many entries are within limits, on time and unchanged, and what was not.

"312 of 318 entries within limits, on time, unchanged": the six others stand as flags above.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ebr.domain.batch.rules.sweep.changes import real
from ebr.domain.batch.rules.sweep.flags import Flag
from ebr.domain.batch.state import BatchState
from ebr.domain.batch.state.model import Row
from ebr.domain.batch.state.seconds import devices_of


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
    spoken = {(flag.where, flag.item) for flag in flags if flag.where}
    counts = dict.fromkeys(("entries", "conforming", "within", "on_time", "unchanged", "by_device", "attempts"), 0)
    for address, held in state.slots.items():
        counts["attempts"] += len(held.attempts)
        for row in (row for row in held.rows.values() if row.value):
            told = (
                row.verdict not in ("out", "alert"),
                not row.late and not row.happened,
                not (row.corrections and real(row)),
            )
            _add(counts, row, told, flagged=(address, 0) in spoken or (address, row.item) in spoken)
        if held.timer is not None and held.timer.stopped:
            fine = held.verdict != "out" and (address, 0) not in spoken
            counts["entries"] += 1
            counts["on_time"] += 1
            counts["unchanged"] += 1
            counts["within"] += held.verdict != "out"
            counts["conforming"] += fine
    standing = sum(one.valid for one in state.signatures)
    return Proof(**counts, signatures=len(state.signatures), signatures_standing=standing)


def _add(counts: dict[str, int], row: Row, told: tuple[bool, bool, bool], *, flagged: bool) -> None:
    counts["entries"] += 1
    counts["by_device"] += bool(devices_of(row.source))
    for name, fine in zip(("within", "on_time", "unchanged"), told, strict=True):
        counts[name] += fine
    counts["conforming"] += all(told) and not flagged
