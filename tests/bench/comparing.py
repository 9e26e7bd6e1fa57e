"""Two master batch records of 1,000 phases compared, beside Python's own difference of their canonical texts.

The peer says which lines differ and knows nothing of what they mean; ours finds parts by id, says what moved and words
every change. Both get the documents read already; ours words its changes, the peer prints its lines.
"""

from __future__ import annotations

import difflib
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from ebr.domain.mbr.compare import compare
from ebr.domain.mbr.compare.impact import impact
from ebr.domain.mbr.model import Mbr, Phase, Slot
from ebr.domain.mbr.write import write
from ebr.wording.changes import change_words
from tests.bench.masters import master
from tests.bench.rows import Row
from tests.bench.sizes import Sizes

PHASES = 1000
WORDED = 5.0
"""Saying thousands of changes in words may cost so much more than printing their lines."""
EVERY = 20
"""One phase in so many differs, as between two versions of a long record."""


def measure(_folder: Path, sizes: Sizes) -> Iterator[Row]:
    phases = min(PHASES, getattr(sizes, "phases", PHASES))
    old = master("compared", 10, 10, max(phases // 100, 1), 5)
    few, all_ = changed(old, EVERY), changed(old, 1)
    texts = {name: write(mbr).splitlines() for name, mbr in (("old", old), ("few", few), ("all", all_))}
    cases: tuple[tuple[str, Mbr, str, float], ...] = (
        ("few", few, f"one phase in {EVERY} changed", 1.0),
        ("all", all_, "every phase changed", WORDED),
    )
    for name, new, words, most in cases:
        ours = best(lambda new=new: [change_words(change) for change in compare(old, new).changes])
        peer = best(lambda name=name: list(difflib.unified_diff(texts["old"], texts[name])))
        yield Row(f"compare {phases} phases, {words}", ours, peer, "difflib on the canonical text", "s", ("<=", most))
        yield Row(f"compare {phases} phases, {words}, under a second", ours, None, "", "s", ("<=", 1.0), absolute=True)
    reached = best(lambda: impact(old, few))
    yield Row(f"who reads what changed, {phases} phases", reached, None, "", "s", ("<=", 1.0), absolute=True)


def changed(mbr: Mbr, every: int) -> Mbr:
    """Return a version in which one phase in so many has another instruction and other limits."""
    numbers = {phase.id: at for at, (_, _, phase) in enumerate(mbr.phases())}

    def other(phase: Phase) -> Phase:
        if numbers[phase.id] % every:
            return phase
        return replace(
            phase, instruction=f"{phase.instruction} Twice.", slots=tuple(tighter(slot) for slot in phase.slots)
        )

    units = tuple(
        replace(unit, operations=tuple(replace(o, phases=tuple(other(p) for p in o.phases)) for o in unit.operations))
        for unit in mbr.procedure
    )
    return replace(mbr, procedure=units)


def tighter(slot: Slot) -> Slot:
    """Return a slot with another upper limit, where it has one."""
    return replace(slot, limits=replace(slot.limits, high="71")) if slot.limits.high else slot


def best(work: Callable[[], object], rounds: int = 3) -> float:
    """Return the shortest of a few rounds, in seconds."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)
