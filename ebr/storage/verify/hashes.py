"""The quick walk: numbers, links and hashes of whole logs, with the seals of each start and checkpoint; the rest waits.

For the background at start, before a report and before a release (record-and-sync.md, "Read these first" 4). Since
every entry names the hash of the one before it, one right seal vouches for everything behind it: an edit anywhere
breaks a hash here. What the walk does not look at (forms, other seals, signatures, views) is the verifier's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256

import msgspec
from sqlalchemy import Connection
from sqlalchemy.exc import DatabaseError

from ebr.storage.chain import KEY_STARTED, SEAL_PURPOSE, holds
from ebr.storage.database import get_all
from ebr.storage.reading import logs
from ebr.storage.verify.report import Finding

CHECKPOINT = "station.checkpoint-made/1"
ROWS = "SELECT log, seq, header, body, hash, seal FROM entry WHERE log = ? AND seq > ? ORDER BY seq LIMIT ?"
Row = tuple[str, int, bytes, bytes | None, bytes, bytes]


class _Link(msgspec.Struct, gc=False):
    body: str
    event: str
    key: str
    prev: str
    seq: int


_LINK = msgspec.json.Decoder(_Link)


def rows_of_log(connection: Connection, log: str, after: int = 0, size: int = 2000) -> Iterator[Row]:
    """Yield the rows of a log behind a number, in pieces, so that no read lasts long."""
    while True:
        rows = get_all(connection, ROWS, (log, after, size))
        if not rows:
            return
        yield from rows
        after = rows[-1][1]


def walk_hashes(rows: Iterable[Row], seq: int = 0, before: bytes = b"") -> Finding | None:
    """Return the first thing wrong in consecutive entries of one log, None if all fits.

    `seq` and `before` are number and hash of the entry behind which the rows begin.
    """
    decode, prev = _LINK.decode, before.hex()
    for log, number, header, body, leaf, seal in rows:
        name = leaf.hex()
        if sha256(b"\x00" + header).digest() != leaf:
            return Finding("header_hash", {}, log, number, name)
        try:
            link = decode(header)
        except (msgspec.MsgspecError, UnicodeDecodeError) as wrong:
            return Finding("header_form", {"why": str(wrong)}, log, number, name)
        seq += 1
        if number != seq or link.seq != seq:
            return Finding("gap", {"expected": str(seq), "found": str(number)}, log, number, name)
        if link.prev != prev:
            return Finding("link", {}, log, number, name)
        if body is not None and sha256(body).hexdigest() != link.body:
            return Finding("body_hash", {}, log, number, name)
        if link.event in {KEY_STARTED, CHECKPOINT} and not holds(link.key, seal, SEAL_PURPOSE + leaf):
            return Finding("seal", {}, log, number, name)
        prev = name
    return None


def walk_logs(connection: Connection) -> tuple[int, list[Finding]]:
    """Walk every log of a store; return how many entries were looked at and what was found, at most one for each log.

    A page that cannot be read is a finding too, and ends the walk.
    """
    seen, findings = 0, []

    def counted(rows: Iterable[Row]) -> Iterator[Row]:
        nonlocal seen
        for row in rows:
            seen += 1
            yield row

    try:
        for log in logs(connection):
            found = walk_hashes(counted(rows_of_log(connection, log)))
            findings += [found] if found is not None else []
    except DatabaseError as wrong:
        findings.append(Finding("database_damaged", {"why": str(wrong.orig)}))
    return seen, findings
