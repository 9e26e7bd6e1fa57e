"""Take over entries of other logs: checked whole, stored in slices, shown in the same views.

Every entry is walked with its link, hash and seal before anything is stored; a duplicate is compared by hash. What is
wrong stops this log only, at the entry before: gap, fork, broken hash or seal. Nothing is refused for what it means
(record-and-sync.md, "Synchronising"). A log of another profile is refused from its genesis on (floor-rules 16). The own
log is never taken over: more of it than we wrote means a clone.
"""

from __future__ import annotations

from collections.abc import Sequence

from ebr.domain.refusal import Refusal
from ebr.domain.station.events import Genesis
from ebr.domain.subjects import root_of
from ebr.storage import reading
from ebr.storage.chain import GENESIS, Broken, Entry
from ebr.storage.codec import Header, read_header
from ebr.storage.log import Log
from ebr.storage.projector import Written, event_of
from ebr.storage.walk import Walk, resumed


def receive(log: Log, profile: str, entries: Sequence[Entry]) -> frozenset[str]:
    """Take over consecutive entries of one log and return the roots they touched.

    Raises `Broken` or `Refusal` before anything is stored. One call is one transaction: the caller sends slices of at
    most 10 ms.
    """
    if not entries:
        return frozenset()
    name = entries[0].log
    walk, pending = _standing(log, name)
    fresh = [entry for entry in entries if not _known(log, walk, entry)]
    if fresh and name == log.id:
        raise Broken("clone", log=name, seq=str(fresh[0].seq))
    headers = [walk.step(entry) for entry in fresh]
    _check_profile(fresh, headers, profile)
    if not fresh:
        return frozenset()
    first = log.next_arrival()
    written = [
        Written(first + n, entry, header, event_of(entry, header))
        for n, (entry, header) in enumerate(zip(fresh, headers, strict=True))
    ]
    touched = {root_of(header.subject) for header in headers} | pending
    log.take_over(fresh, written, touched)
    return frozenset(touched)


def _standing(log: Log, name: str) -> tuple[Walk, set[str]]:
    """Return a walk behind what is here of a log, and the roots of its entries that are still pending."""
    with log.transaction() as connection:
        last = reading.last_of(connection, name)
        if last is None:
            return Walk(name), set()
        genesis = reading.read_after(connection, name, 0, 1)[0]
        open_ones = reading.read_after(connection, name, reading.complete_through(connection, name))
    return resumed(genesis, last), {root_of(read_header(entry.header).subject) for entry in open_ones}


def _known(log: Log, walk: Walk, entry: Entry) -> bool:
    if walk.before is None or entry.seq > walk.before.seq:
        return False
    here = log.read_after(entry.log, entry.seq - 1, 1)
    if not here or here[0].hash != entry.hash:
        raise Broken("fork", log=entry.log, seq=str(entry.seq))
    return True


def _check_profile(entries: Sequence[Entry], headers: Sequence[Header], profile: str) -> None:
    for entry, header in zip(entries, headers, strict=True):
        if header.event == GENESIS:
            genesis = event_of(entry, header)
            found = genesis.profile if isinstance(genesis, Genesis) else "?"
            if found != profile:
                raise Refusal("other_profile", found=found, own=profile)
