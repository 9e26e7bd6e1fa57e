"""A store of many entries in little time: real batches, issued and checked by people, whose values are sealed in bulk."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from pathlib import Path

from ebr.domain import subjects
from ebr.domain.batch.events import ValueRecorded
from ebr.domain.decision import Draft
from ebr.station.door import Station
from tests.bench import world
from tests.bench.masters import addresses, master

WIDE = master("wide", 1, 2, 5, 50)
"""500 values."""
PLAIN_LIMITS = {"alert_high": "70", "alert_low": "60", "high": "72", "low": "58", "target": "65"}


def fill(folder: Path, count: int) -> None:
    """Bring a station to this many entries: batches of 500 values, each batch one action with everything that codec, seal and views do."""
    with world.opened(folder) as station:
        world.add_master(station, WIDE)
        for batch in _batch_names():
            missing = count - entries(station) - 2
            if missing <= 0:
                break
            world.issue(station, WIDE, batch)
            _write(station, [draft for _, draft in zip(range(missing), values(batch), strict=False)])


def entries(station: Station) -> int:
    """Return how many entries the station has."""
    head = station.store.log.head
    return head.seq if head is not None else 0


def values(batch: str) -> Iterator[Draft]:
    """Yield a value for every slot of a batch, as recording it would."""
    for step in addresses(WIDE):
        for n, slot in enumerate(step):
            number = {"number": f"{61 + n % 80 / 10:.1f}"}
            event = ValueRecorded(batch, slot, 1, 1, number, "operator", {"how": "typed"}, "in", PLAIN_LIMITS)
            yield Draft(subjects.unit(batch, slot.partition("/")[0]), event)


def _write(station: Station, drafts: list[Draft]) -> None:
    if drafts:
        relies = (subjects.person("operator"), "site")
        at = station.clock.now()
        station.store.log.append(secrets.token_hex(16), drafts, by="operator", presence="", at=at, relies=relies)


def more(station: Station, count: int) -> None:
    """Write so many values more, of batches that nobody issued: what counts is that they are entries."""
    for n, batch in enumerate(_batch_names()):
        if n * len(_slots()) >= count:
            return
        _write(station, list(values(batch)))


def _slots() -> list[str]:
    return [slot for step in addresses(WIDE) for slot in step]


def _batch_names() -> Iterator[str]:
    yield from (f"W-{n:06d}" for n in range(10_000_000))
