"""Take over entries of other logs: checked whole, stored in slices, shown in the same views.

Every entry is walked with its link, hash and seal before anything is stored; a duplicate is compared by hash. What is
wrong stops this log only, at the entry before: gap, fork, broken hash or seal. Nothing is refused for what it means
(record-and-sync.md, "Synchronising"). A log of another profile is refused from its genesis on (floor-rules 16). The own
log is never taken over: more of it than we wrote means a clone.

Three steps, so that the writer does only what nobody else may do:
    standing    where what is here of a log ends (the writer, or any reader)
    checked     the entries behind it, walked, decoded, made into rows (any process: it needs no store)
    take        the rows in slices, each a transaction (the writer); then each touched root made anew (`Log.settle`)
`receive` is all of it for callers with few entries.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from ebr.domain.refusal import Refusal
from ebr.domain.station.events import Genesis
from ebr.domain.subjects import root_of
from ebr.storage import reading
from ebr.storage.arrived import Arrived, Filled, arrived, filled
from ebr.storage.chain import GENESIS, Broken, Entry, body_hash, parsed
from ebr.storage.codec import Header, Unreadable, read_header
from ebr.storage.log import Log
from ebr.storage.projector import event_of
from ebr.storage.walk import Walk


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a log ends: number and hash of its last entry, the keys in force, the roots of an action not yet whole."""

    log: str
    seq: int = 0
    hash: bytes = b""
    station_key: str = ""
    start_key: str = ""
    pending: tuple[str, ...] = ()

    def walk(self) -> Walk:
        """Return a walk that stands here."""
        before = Entry(self.log, self.seq, b"", None, self.hash, b"") if self.seq else None
        return Walk(self.log, before, self.station_key, self.start_key)

    def ground(self) -> Standing:
        """Return what a walk rests on: this without the roots of an open action."""
        return replace(self, pending=())


@dataclass(frozen=True, slots=True)
class Checked:
    """Consecutive entries of one log that follow on `before`; `genesis` is the first of them if it is one."""

    before: Standing
    behind: Standing
    parts: tuple[Arrived, ...]
    genesis: Genesis | None = None

    def touched(self, first: int, last: int) -> frozenset[str]:
        """Return the roots that the parts from `first` up to `last` (without it) touch."""
        late = self.before.pending if first == 0 else ()
        open_ones = self.behind.pending if last >= len(self.parts) else ()
        return frozenset((*late, *(part.root for part in self.parts[first:last]), *open_ones))


def standing(connection: Connection, log: str) -> Standing:
    """Return where what is here of a log ends."""
    last = reading.last_of(connection, log)
    if last is None:
        return Standing(log)
    header = read_header(last.header)
    genesis = parsed(reading.read_after(connection, log, 0, 1)[0])
    open_ones = reading.read_after(connection, log, reading.complete_through(connection, log))
    roots = {root_of(read_header(entry.header).subject) for entry in open_ones}
    start = "" if last.seq == 1 else header.key
    return Standing(log, last.seq, last.hash, genesis.key, start, tuple(sorted(roots)))


def presumed(before: Standing, entries: Sequence[Entry]) -> Standing | None:
    """Return where a log ends behind these entries if every one of them is sound; None where they cannot be read.

    With it the next entries are checked at the same time by somebody else. It is a guess until the walk over these
    entries has ended at the very same standing: what was checked on another one counts for nothing.
    """
    if not entries:
        return before
    last = entries[-1]
    try:
        first, final = read_header(entries[0].header), read_header(last.header)
        station_key = before.station_key if before.seq else first.key
        start = "" if last.seq == 1 else final.key
        pending = _pending(before, entries, final)
    except Unreadable:
        return None
    return Standing(before.log, last.seq, last.hash, station_key, start, pending)


def _pending(before: Standing, entries: Sequence[Entry], final: Header) -> tuple[str, ...]:
    """Return the roots of the action that the last entry leaves open."""
    _, n, of = final.action
    if n == of:
        return ()
    open_ones = entries[-n:]
    roots = {root_of(read_header(entry.header).subject) for entry in open_ones}
    return tuple(sorted(roots.union(before.pending if n > len(open_ones) else ())))


def checked(before: Standing, entries: Sequence[Entry]) -> Checked:
    """Walk consecutive entries that follow on a standing; raises `Broken` at the first doubt, then none is taken."""
    found, broken = checked_until(before, entries)
    if broken is not None:
        raise broken
    return found


def checked_until(before: Standing, entries: Sequence[Entry], *, seals: bool = True) -> tuple[Checked, Broken | None]:
    """Walk consecutive entries up to the first doubt: what is sound before it, and the doubt.

    Without `seals` for entries whose seals were all checked before, as those of a bundle are. Reads no store and no
    clock: 50 microseconds of seal for each entry, so it belongs into another process.
    """
    walk = before.walk()
    walk.seals = seals
    parts: list[Arrived] = []
    pending = set(before.pending)
    genesis = None
    broken: Broken | None = None
    for entry in entries:
        try:
            header = walk.step(entry)
        except Broken as wrong:
            broken = wrong
            break
        part = arrived(entry, header)
        parts.append(part)
        _, n, of = header.action
        pending = set() if n == of else {*pending, part.root}
        if header.event == GENESIS:
            event = event_of(entry, header)
            genesis = event if isinstance(event, Genesis) else None
    return Checked(before, _behind(before, walk, pending), tuple(parts), genesis), broken


def proved(before: Standing, entries: Sequence[Entry]) -> tuple[Standing, int, Broken | None]:
    """Walk consecutive entries, seals and all, and make nothing of them: for what is looked through before it is taken.

    Returns where the walk stands then (`ground`), how many were sound, and the doubt that ended it.
    """
    walk = before.walk()
    for done, entry in enumerate(entries):
        try:
            walk.step(entry)
        except Broken as broken:
            return _behind(before, walk, set()), done, broken
    return _behind(before, walk, set()), len(entries), None


def _behind(before: Standing, walk: Walk, pending: set[str]) -> Standing:
    last = walk.before
    if last is None:
        return before
    return Standing(before.log, last.seq, last.hash, walk.station_key, walk.start_key, tuple(sorted(pending)))


def checked_bodies(entries: Sequence[Entry], bodies: dict[int, bytes]) -> list[Filled]:
    """Return the bodies that belong to these headers; raises `Broken("body_hash")` for one that does not."""
    found = []
    for entry in entries:
        header, body = read_header(entry.header), bodies.get(entry.seq)
        if body is None:
            continue
        if body_hash(body) != header.body:
            raise Broken("body_hash")
        found.append(filled(entry, header, body))
    return found


def check_profile(checked_: Checked, profile: str) -> None:
    """Refuse a log of another kind of store (floor-rules 16)."""
    genesis = checked_.genesis
    if genesis is not None and genesis.profile != profile:
        raise Refusal("other_profile", found=genesis.profile, own=profile)


def take(log: Log, found: Checked, first: int, last: int) -> frozenset[str]:
    """Store some of the checked entries in one transaction and return the roots that are stale then.

    What has arrived in the meantime by another way is compared by hash and left out; raises `Broken("fork")`.
    """
    parts = found.parts[first:last]
    with log.transaction() as connection:
        here = reading.last_of(connection, found.before.log)
    if here is not None and here.seq >= parts[0].entry.seq:
        parts = tuple(part for part in parts if not known(log, here.seq, part.entry))
    if not parts:
        return frozenset()
    if parts[0].entry.seq != (here.seq if here else 0) + 1:
        raise Broken("gap", expected=str((here.seq if here else 0) + 1), found=str(parts[0].entry.seq))
    touched = found.touched(first, last)
    log.take(parts, touched)
    return touched


def known(log: Log, through: int, entry: Entry) -> bool:
    """Tell whether an entry is here already, up to a number; raises `Broken("fork")` for another one in its place."""
    if entry.seq > through:
        return False
    here = log.read_after(entry.log, entry.seq - 1, 1)
    if not here or here[0].hash != entry.hash:
        raise Broken("fork", log=entry.log, seq=str(entry.seq))
    return True


def receive(log: Log, profile: str, entries: Sequence[Entry]) -> frozenset[str]:
    """Take over consecutive entries of one log, show them, and return the roots they touched.

    Raises `Broken` or `Refusal` before anything is stored. All of it at once: for few entries.
    """
    if not entries:
        return frozenset()
    name = entries[0].log
    with log.transaction() as connection:
        before = standing(connection, name)
    fresh = [entry for entry in entries if not known(log, before.seq, entry)]
    if fresh and name == log.id:
        raise Broken("clone", log=name, seq=str(fresh[0].seq))
    if not fresh:
        return frozenset()
    found = checked(before, fresh)
    check_profile(found, profile)
    touched = take(log, found, 0, len(found.parts))
    for root in sorted(touched):
        log.settle(root)
    return touched


def slices(count: int, size: int) -> Iterator[tuple[int, int]]:
    """Yield the bounds of slices of at most `size`."""
    for first in range(0, count, size):
        yield first, min(first + size, count)
