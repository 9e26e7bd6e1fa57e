"""Logs: every entry's form, hash, link, key and seal, in the order of numbers.

The walk that the program itself uses stops at the first doubt; the verifier notes it and goes on behind the entry, so
that one damaged byte gives one finding and not a finding for all that follows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import groupby

from ebr.domain.decision import Event
from ebr.storage.chain import GENESIS, KEY_STARTED, Broken, Entry, leaf_of
from ebr.storage.codec import Header, UnknownEvent, Unreadable, read_header, read_strictly
from ebr.storage.left_out import LeftOut, frontier
from ebr.storage.tree import Frontier
from ebr.storage.verify.report import Finding
from ebr.storage.views import audit
from ebr.storage.walk import Walk

NOTHING: Mapping[str, LeftOut] = {}
UNREADABLE = frozenset({"header_hash", "header_form", "suite_unknown", "body_hash", "body_form", "body_missing"})
"""What such an entry says is not taken for what was written."""


@dataclass(frozen=True, slots=True)
class Read:
    """An entry with its header and, where it is here and known, its event."""

    entry: Entry
    header: Header
    event: Event | None

    @property
    def hash(self) -> str:
        """Its hash, hex."""
        return self.entry.hash.hex()

    def finding(self, code: str, **params: str) -> Finding:
        """Return a finding at this place."""
        return Finding(code, params, self.entry.log, self.entry.seq, self.hash, place_of(self.header, self.event))


@dataclass(frozen=True, slots=True)
class Sparse:
    """A log of which entries are left out; `tree` is over all up to its checkpoint, None where it is not full."""

    left: LeftOut
    tree: Frontier | None


@dataclass(slots=True)
class Logs:
    """Every log that was read, by id, and what was found on the way."""

    read: dict[str, list[Read]]
    findings: list[Finding]
    unknown: int = 0
    withheld: int = 0
    sparse: dict[str, Sparse] = field(default_factory=dict)
    """The logs of which entries are left out."""

    def all(self) -> Iterator[Read]:
        """Yield every entry that could be read, log by log."""
        for entries in self.read.values():
            yield from entries


def walk_logs(entries: Iterable[Entry], *, every_seal: bool, left_out: Mapping[str, LeftOut] = NOTHING) -> Logs:
    """Walk every log. Up to its checkpoint, one with something left out goes on behind each gap that the tree fills."""
    logs = Logs({}, [])
    for log, group in groupby(sorted(entries, key=lambda e: (e.log, e.seq)), key=lambda e: e.log):
        here = list(group)
        if log in left_out:
            logs.sparse[log] = Sparse(left_out[log], frontier(left_out[log], [(e.seq, e.hash) for e in here]))
        logs.read[log] = list(_walk(logs, log, here, every_seal=every_seal))
    logs.findings += [Finding("left_out", {}, log) for log in left_out if log not in logs.read]
    return logs


def place_of(header: Header, event: Event | None) -> str:
    """Say in the record's own terms where an entry belongs.

    Its subject, and the slot, phase or field that the event names.
    """
    place = audit.text_of(event, audit.PLACES)
    return f"{header.subject} {place}".strip()


def _walk(logs: Logs, log: str, entries: Sequence[Entry], *, every_seal: bool) -> Iterator[Read]:
    walk = Walk(log)
    for n, entry in enumerate(entries):
        walk.seals = every_seal or _first_of_its_key(entry, walk)
        _pass_over(walk, entry, logs.sparse.get(log))
        try:
            header = walk.step(entry)
        except Broken as broken:
            found = _header_of(entry)
            logs.findings.append(_at(entry, found, broken))
            _go_on_behind(walk, entry, found, entries[n + 1] if n + 1 < len(entries) else None)
            if found is not None:
                yield Read(entry, found, None if broken.code in UNREADABLE else _event_of(logs, entry, found))
            continue
        yield Read(entry, header, _event_of(logs, entry, header))


def _pass_over(walk: Walk, entry: Entry, sparse: Sparse | None) -> None:
    """Stand before an entry that follows on entries left out, if what stands for them fills the tree.

    Which entry came before it the tree proves instead of the link: its place there is that of its number.
    """
    if sparse is None or sparse.tree is None or walk.before is None or entry.seq > sparse.left.size:
        return
    header = _header_of(entry)
    if header is None or entry.seq <= walk.before.seq + 1:
        return
    with suppress(ValueError):
        walk.before = replace(walk.before, seq=entry.seq - 1, hash=bytes.fromhex(header.prev))


def _first_of_its_key(entry: Entry, walk: Walk) -> bool:
    """With sampled seals: the start entries and the last one before them carry the chain.

    Each start's own seal is checked.
    """
    return walk.before is None or KEY_STARTED.encode() in entry.header or b"checkpoint-made" in entry.header


def _event_of(logs: Logs, entry: Entry, header: Header) -> Event | None:
    if entry.body is None:
        logs.withheld += 1
        return None
    try:
        return read_strictly(header.event, entry.body)
    except UnknownEvent:
        logs.unknown += 1
    except Unreadable as wrong:
        logs.findings.append(_at(entry, header, Broken("body_form", why=str(wrong))))
    return None


def _go_on_behind(walk: Walk, entry: Entry, header: Header | None, following: Entry | None) -> None:
    """Stand behind a broken entry, with the hash that the next one names if this entry can have it."""
    found = {entry.hash.hex(): entry.hash, leaf_of(entry.header).hex(): leaf_of(entry.header)}
    next_header = _header_of(following)
    named = "" if next_header is None else next_header.prev
    walk.before = replace(entry, hash=found.get(named, entry.hash))
    if header is not None and header.event == GENESIS:
        walk.station_key = walk.station_key or header.key
    if header is not None and header.event == KEY_STARTED:
        walk.start_key = header.key


def _header_of(entry: Entry | None) -> Header | None:
    if entry is None:
        return None
    try:
        return read_header(entry.header)
    except Unreadable:
        return None


def _at(entry: Entry, header: Header | None, broken: Broken) -> Finding:
    where = "" if header is None else header.subject
    return Finding(broken.code, broken.params, entry.log, entry.seq, entry.hash.hex(), where)


def genesis_of(entries: Sequence[Read]) -> Mapping[str, str]:
    """Return profile, station and key of a log as its genesis says; empty texts when it cannot be read."""
    event = entries[0].event if entries else None
    return {name: str(getattr(event, name, "")) for name in ("profile", "station", "key", "site")}
