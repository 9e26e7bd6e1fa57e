"""The witness's tree in a central store: what arrived is verified, appended and countersigned in one transaction.

The one row of `tree` is locked first, so two witnesses cannot grow two trees; it holds the size and the roots of the
complete subtrees at its edge, so a leaf costs O(log n) however large the tree is. Checking and storing apart is the
rollback race that C2SP names for witnesses.

Every entry is walked with its link, hash and seal (`ebr.storage.walk`), from where its log was countersigned last. What
does not verify stops its log at the entry before, is told, and is looked at again the next time; the other logs go on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import Connection, func, select

from ebr.domain.refusal import Refusal
from ebr.domain.subjects import root_of
from ebr.storage.chain import Broken, Entry
from ebr.storage.tree import Frontier
from ebr.storage.walk import Walk, resumed
from ebr.sync.central.proving import STEP, finished
from ebr.sync.central.tables import ENTRY, LEAF, NODE, NOTE, TREE

SLICE: Final = 500
"""Entries read at once."""
HASH_BYTES: Final = 32


@dataclass(frozen=True, slots=True)
class Stopped:
    """A log that does not verify: which, at what number, and the finding."""

    log: str
    seq: int
    finding: Broken


@dataclass(slots=True)
class Growth:
    """What one transaction adds: the tree's edge, and the logs that stopped."""

    frontier: Frontier
    size_before: int
    stopped: list[Stopped] = field(default_factory=list)

    @property
    def added(self) -> int:
        """Leaves added."""
        return self.frontier.size - self.size_before


def begin(connection: Connection, witness: str, *, replace: bool) -> Growth:
    """Lock the tree and return where it stands.

    Raises `Refusal` when another key countersigns here, unless that is to be replaced.
    """
    row = connection.execute(select(TREE).with_for_update()).one()
    if row.witness not in ("", witness) and not replace:
        raise Refusal("centre_other_witness", found=row.witness, own=witness)
    edge = bytes(row.frontier)
    parts = [edge[at : at + HASH_BYTES] for at in range(0, len(edge), HASH_BYTES)]
    return Growth(Frontier.standing(row.size, parts), row.size)


def grow(connection: Connection, growth: Growth, limit: int) -> None:
    """Verify and append what arrived since, at most `limit` entries; logs that stop are noted in `growth`."""
    for log, covered in _uncovered(connection):
        room = limit - growth.added
        if room <= 0:
            return
        _follow(connection, growth, log, covered, room)


def finish(connection: Connection, growth: Growth, witness: str, note: str, at: str) -> None:
    """Store the new edge and the note over it."""
    edge = b"".join(growth.frontier.complete())
    size = growth.frontier.size
    connection.execute(TREE.update().values(size=size, frontier=edge, witness=witness, note=note))
    connection.execute(NOTE.insert(), {"size": size, "at": at, "text": note})


def _uncovered(connection: Connection) -> Iterator[tuple[str, int]]:
    """Yield every log that goes on behind its last leaf, and the number of that leaf."""
    log = connection.scalar(select(func.min(ENTRY.c.log)))
    while log is not None:
        covered = connection.scalar(select(func.max(LEAF.c.seq)).where(LEAF.c.log == log)) or 0
        if connection.scalar(select(ENTRY.c.seq).where(ENTRY.c.log == log, ENTRY.c.seq > covered).limit(1)):
            yield log, covered
        log = connection.scalar(select(func.min(ENTRY.c.log)).where(ENTRY.c.log > log))


def _follow(connection: Connection, growth: Growth, log: str, covered: int, room: int) -> None:
    walk = _walk(connection, log, covered)
    while room > 0:
        entries = _after(connection, log, covered, min(room, SLICE))
        good: list[Entry] = []
        for entry, root in entries:
            try:
                _check(walk, entry, root)
            except Broken as broken:
                growth.stopped.append(Stopped(log, entry.seq, broken))
                _append(connection, growth, good)
                return
            good.append(entry)
        _append(connection, growth, good)
        if len(entries) < SLICE:
            return
        covered, room = entries[-1][0].seq, room - len(entries)


def _check(walk: Walk, entry: Entry, root: str) -> None:
    header = walk.step(entry)
    if root_of(header.subject) != root:
        raise Broken("place", log=entry.log, seq=str(entry.seq))


def _walk(connection: Connection, log: str, covered: int) -> Walk:
    if covered == 0:
        return Walk(log)
    genesis = _after(connection, log, 0, 1)[0][0]
    last = _after(connection, log, covered - 1, 1)[0][0]
    return resumed(genesis, last)


def _after(connection: Connection, log: str, seq: int, limit: int) -> list[tuple[Entry, str]]:
    asked = select(ENTRY).where(ENTRY.c.log == log, ENTRY.c.seq > seq).order_by(ENTRY.c.seq).limit(limit)
    return [(_entry(row), row.root) for row in connection.execute(asked)]


def _entry(row: Any) -> Entry:  # noqa: ANN401 - a row of `entry`
    body = None if row.body is None else bytes(row.body)
    return Entry(row.log, row.seq, bytes(row.header), body, bytes(row.hash), bytes(row.seal))


def _append(connection: Connection, growth: Growth, entries: list[Entry]) -> None:
    if not entries:
        return
    start = growth.frontier.size
    for entry in entries:
        growth.frontier.add(entry.hash)
    rows = [{"position": start + n, "log": e.log, "seq": e.seq, "hash": e.hash} for n, e in enumerate(entries)]
    connection.execute(LEAF.insert(), rows)
    _keep_roots(connection, start, [entry.hash for entry in entries])


def _keep_roots(connection: Connection, start: int, hashes: list[bytes]) -> None:
    """Keep the roots of the subtrees that these leaves complete, level by level of eight."""
    level = 0
    while hashes:
        before = _begun(connection, level, start)
        roots = list(finished(start, hashes, before))
        level += STEP
        if roots:
            rows = [{"level": level, "position": position, "hash": root} for position, root in roots]
            connection.execute(NODE.insert(), rows)
            start = roots[0][0]
        hashes = [root for _, root in roots]


def _begun(connection: Connection, level: int, start: int) -> list[bytes]:
    """Return what stands before a place in the subtree of 256 that it belongs to."""
    first = start - start % (1 << STEP)
    if level == 0:
        asked = select(LEAF.c.hash).where(LEAF.c.position >= first, LEAF.c.position < start).order_by(LEAF.c.position)
    else:
        asked = select(NODE.c.hash).where(NODE.c.level == level, NODE.c.position >= first, NODE.c.position < start)
        asked = asked.order_by(NODE.c.position)
    return [bytes(found) for found in connection.scalars(asked)]
