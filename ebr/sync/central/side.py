"""The central store as an other side: the verbs over SQLAlchemy, for a server and for a file.

Every verb is one bounded transaction. `append` is compare-and-extend: it locks this one log (never the table), compares
what is there already by hash, stores what is not, and commits; a reply that is lost costs a repetition and nothing
else. Whoever reads follows the numbers of one log, never an order of commits, so nothing that commits late is skipped.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Connection, Engine, and_, case, func, null, select
from sqlalchemy.exc import DBAPIError

from ebr.storage.chain import Broken, Entry
from ebr.sync.central import storing
from ebr.sync.central.address import Address, engine_of, understood
from ebr.sync.central.founding import described
from ebr.sync.central.proving import proofs
from ebr.sync.central.tables import ENTRY, ENVELOPE, FILE, LEAF, TREE
from ebr.sync.central.trouble import contradicts, told
from ebr.sync.other_side import BODY_BY_NEED, Description, Envelope, Head, Witnessed

LARGEST_ANSWER = 1000
"""Entries of one answer, whatever was asked for."""


class Central:
    """A central store; raises `Refusal` for everything on the way, `Broken` for a log."""

    def __init__(self, address: Address, engine: Engine) -> None:
        self._address = address
        self._engine = engine
        self._known: dict[str, Head] = {}

    @classmethod
    def at(cls, url: str, password: str | None = None, own: str = "") -> Self:
        """Return the central store of an address; nothing is connected before the first question.

        A station names its `own` log: its login becomes the owner of that one, and of none that it carries for others.
        """
        address = understood(url, password)
        with told(address):
            return cls(address, engine_of(address, own))

    @property
    def name(self) -> str:
        """The address without any secret."""
        return self._address.name

    def describe(self) -> Description:
        """Return what is there; raises `Refusal` unless it is a central store of this form."""
        with self._reading() as connection:
            return described(connection, self._address)

    def heads(self) -> dict[str, Head]:
        """Return the last entry of every log, each found by one step in the key."""
        with self._reading() as connection:
            return {log: head for log in _logs(connection) if (head := storing.head_of(connection, log)).seq}

    def append(self, log: str, entries: Sequence[Entry]) -> Head:
        """Extend one log by consecutive entries, all of them or none, and return its head; raises `Broken`.

        Where they follow on what this program saw last, they are sent at once and the server alone decides: one
        statement, which is all or nothing by itself. Only when it says no is it looked at what is there.
        """
        known = self._known.pop(log, None)
        follows = known is not None and entries and (entries[0].log, entries[0].seq) == (log, known.seq + 1)
        if not follows or not self._straight(entries):
            self._known[log] = self._compared(log, entries)
        else:
            self._known[log] = Head(entries[-1].seq, entries[-1].hash)
        return self._known[log]

    def _straight(self, entries: Sequence[Entry]) -> bool:
        """Send entries to a server that should follow on; False where it does not take them."""
        if not self._address.server:
            return False
        with told(self._address), self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            try:
                storing.copied(connection, entries)
            except DBAPIError as wrong:
                if contradicts(wrong):
                    return False
                raise
        return True

    def _compared(self, log: str, entries: Sequence[Entry]) -> Head:
        """Lock a log, compare what is there already, store what is not."""
        with self.writing() as connection:
            head = storing.standing(connection, log)
            fresh = storing.fresh(connection, log, head, entries)
            if not fresh:
                return head
            if self._address.server:
                storing.copied(connection, fresh)
            else:
                storing.checked(connection, head, fresh)
        return Head(fresh[-1].seq, fresh[-1].hash)

    def read_after(self, log: str, seq: int, limit: int, wanted: frozenset[str]) -> list[Entry]:
        """Return the next entries of a log, in order; bodies of batch roots that are not wanted stay behind."""
        by_need = ENTRY.c.root.like(f"{BODY_BY_NEED}/%")
        body = (
            ENTRY.c.body
            if "*" in wanted
            else case((and_(by_need, ENTRY.c.root.not_in(wanted)), null()), else_=ENTRY.c.body)
        )
        asked = (
            select(ENTRY.c.seq, ENTRY.c.header, body, ENTRY.c.hash, ENTRY.c.seal)
            .where(ENTRY.c.log == log, ENTRY.c.seq > seq)
            .order_by(ENTRY.c.seq)
            .limit(min(limit, LARGEST_ANSWER))
        )
        with self._reading() as connection:
            return [_entry(log, row) for row in connection.execute(asked)]

    def bodies(self, log: str, seqs: Sequence[int]) -> dict[int, bytes]:
        """Return the bodies of these entries, as far as they are there."""
        asked = select(ENTRY.c.seq, ENTRY.c.body).where(
            ENTRY.c.log == log, ENTRY.c.seq.in_(list(seqs)[:LARGEST_ANSWER]), ENTRY.c.body.is_not(None)
        )
        with self._reading() as connection:
            return {row.seq: bytes(row.body) for row in connection.execute(asked)}

    def has_files(self, digests: frozenset[str]) -> frozenset[str]:
        """Return which of these attachments are there."""
        with self._reading() as connection:
            return frozenset(connection.scalars(select(FILE.c.sha256).where(FILE.c.sha256.in_(digests))))

    def put_file(self, digest: str, data: bytes) -> None:
        """Leave an attachment; the same twice is one. Raises `Broken` where the bytes are not the digest's."""
        _check_file(digest, data)
        with self.writing() as connection:
            storing.once(connection, FILE, {"sha256": digest, "data": data})

    def file(self, digest: str) -> bytes | None:
        """Return an attachment, checked against its digest; None where it is not there."""
        with self._reading() as connection:
            data = connection.scalar(select(FILE.c.data).where(FILE.c.sha256 == digest))
        if data is not None:
            _check_file(digest, bytes(data))
        return None if data is None else bytes(data)

    def put_envelopes(self, envelopes: Sequence[Envelope]) -> None:
        """Leave sealed secrets for other stations; what is there already stays once."""
        with self.writing() as connection:
            here = {envelope for to in {one.to for one in envelopes} for envelope in _envelopes(connection, to)}
            rows = [
                {"to": e.to, "name": e.name, "version": e.version, "box": e.box} for e in envelopes if e not in here
            ]
            if rows:
                connection.execute(ENVELOPE.insert(), rows)

    def envelopes(self, to: str) -> list[Envelope]:
        """Return the newest envelope of each name and version for a station."""
        with self._reading() as connection:
            return _envelopes(connection, to)

    def witnessed(self, log: str, kept: int) -> Witnessed | None:
        """Return the newest countersignature that covers an entry of this log, with its proofs."""
        with self._reading() as connection:
            tree = connection.execute(select(TREE)).first()
            newest = select(LEAF).where(LEAF.c.log == log).order_by(LEAF.c.seq.desc()).limit(1)
            leaf = connection.execute(newest).first()
            if tree is None or leaf is None or not tree.note:
                return None
            inclusion, consistency = proofs(connection, leaf.position, min(kept, tree.size), tree.size)
        return Witnessed(tree.note, leaf.seq, bytes(leaf.hash), leaf.position, inclusion, consistency)

    def close(self) -> None:
        """Give the connections back."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        """Give a connection whose statements all see one moment of the store."""
        level = {"isolation_level": "REPEATABLE READ"} if self._address.server else {}
        with told(self._address), self._engine.connect().execution_options(**level) as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection inside a writing transaction; the witness grows its tree in one."""
        options = {"isolation_level": "READ COMMITTED"} if self._address.server else {"writes": True}
        with told(self._address), self._engine.connect().execution_options(**options) as connection, connection.begin():
            yield connection


def _logs(connection: Connection) -> Iterator[str]:
    log = connection.scalar(select(func.min(ENTRY.c.log)))
    while log is not None:
        yield log
        log = connection.scalar(select(func.min(ENTRY.c.log)).where(ENTRY.c.log > log))


def _entry(log: str, row: Any) -> Entry:  # noqa: ANN401 - a row of the five columns that are asked for
    seq, header, body, leaf, seal = row
    return Entry(log, seq, bytes(header), None if body is None else bytes(body), bytes(leaf), bytes(seal))


def _envelopes(connection: Connection, to: str) -> list[Envelope]:
    rows = connection.execute(select(ENVELOPE).where(ENVELOPE.c.to == to).order_by(ENVELOPE.c.number))
    newest = {(row.name, row.version): Envelope(row.to, row.name, row.version, bytes(row.box)) for row in rows}
    return [newest[key] for key in sorted(newest)]


def _check_file(digest: str, data: bytes) -> None:
    if hashlib.sha256(data).hexdigest() != digest:
        raise Broken("attachment_damaged", name=digest)
