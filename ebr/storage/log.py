"""The station's own log: append one user action if it extends the head; read what there is.

`append` is one `BEGIN IMMEDIATE` transaction with one fsync: it checks that the log on the disk ends where this program left it, seals the
entries, inserts them, brings the views up to date and commits; only then does it return. Whatever goes wrong before the commit leaves nothing behind,
neither on the disk nor in the cached states. A command id that comes again gets the entries and the answer of the first time.

Failures, each with what a crash there would leave:
 * the disk is full: nothing is written; the ballast is given back and the action done once more; without ballast `Refusal("disk_full")`.
 * any other failed write or commit: never repeated. The file is opened anew by other connections, its tail read, and `WriteFailed` says whether the
   action is in the record. After that this log refuses to write; the store must be opened again (the normal start checks it whole).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from ebr.domain.decision import Draft, Recorded
from ebr.domain.refusal import Refusal
from ebr.domain.subjects import root_of
from ebr.domain.values import Instant
from ebr.storage import codec
from ebr.storage.aggregates import Aggregate
from ebr.storage.chain import SUITE, Entry, Header, Sealer, body_hash, moment, ordered, sealed, stamp
from ebr.storage.fault import Fault, LogMoved, WriteFailed
from ebr.storage.folds import Folds, Heads, Loaded, fold_order, loaded
from ebr.storage.projector import Projector, Written
from ebr.storage.tables import INSERT_ACTION, INSERT_ENTRY
from ebr.storage.tree import Frontier
from ebr.storage.views import subject_index

Row = tuple[int, str, int, bytes, bytes | None, bytes, bytes]
COLUMNS = "log, seq, header, body, hash, seal"
FIND_ACTION = "SELECT first_arrival, count, answer FROM action WHERE id = ?"
BY_ARRIVAL = f"SELECT {COLUMNS} FROM entry WHERE arrival >= ? AND arrival < ? ORDER BY arrival"  # noqa: S608 - our own names


class Log:
    """The log that this station writes, over the one writing connection."""

    def __init__(
        self,
        connection: Connection,
        sealer: Sealer,
        projector: Projector,
        aggregates: Mapping[str, Aggregate],
        program: str,
        reopened: Callable[[str], bool],
        make_room: Callable[[], bool],
    ) -> None:
        self._connection = connection
        self._projector = projector
        self._program = program
        self._reopened = reopened
        self._make_room = make_room
        self._stopped: Fault | None = None
        self._heads: dict[str, dict[str, tuple[str, ...]]] = {}
        self._folds = Folds(self._order, self.heads, aggregates)
        self.sealer = sealer
        self.head: Entry | None = None
        self.id = ""
        self.tree = Frontier()
        self._last: tuple[int, bytes] = (0, b"")

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Give the writing connection inside a transaction: the one that is open, or a new one."""
        if self._connection.in_transaction():
            yield self._connection
        else:
            with self._connection.begin():
                yield self._connection

    def resume(self, log: str) -> None:
        """Stand at the end of this log as it is on the disk."""
        with self.transaction() as connection:
            rows = connection.exec_driver_sql("SELECT hash FROM entry WHERE log = ? ORDER BY seq", (log,))
            self.tree = Frontier(rows.scalars())
            self.head = last_of(connection, log)
            self._last = _last(connection)
        self.id = log

    def append(
        self,
        action_id: str,
        drafts: Sequence[Draft],
        *,
        by: str,
        presence: str,
        at: Instant,
        relies: Sequence[str] = (),
        answer: str = "",
    ) -> tuple[Recorded, ...]:
        """Write one user action durably and return it as the log holds it; raises `Refusal`, `WriteFailed` or `LogMoved`.

        `relies` are the roots whose states the decision used; `answer` is kept for a repetition of the same action id.
        """
        if self._stopped is not None:
            raise self._stopped
        try:
            return self._append(action_id, drafts, by, presence, at, relies, answer)
        except DBAPIError as wrong:
            if not disk_full(wrong):
                raise self._stop(action_id, wrong) from wrong
            if not self._make_room():
                raise Refusal("disk_full") from wrong
        try:
            return self._append(action_id, drafts, by, presence, at, relies, answer)
        except DBAPIError as wrong:
            if disk_full(wrong):
                raise Refusal("disk_full") from wrong
            raise self._stop(action_id, wrong) from wrong

    def state(self, root: str) -> Any:  # noqa: ANN401 - each aggregate's own
        """Return the folded state of a root; it is read, never changed, by the caller."""
        return self._folds.state(root)

    def heads(self, root: str) -> Heads:
        """Return the heads of every subject of a root."""
        known = self._heads.get(root)
        if known is None:
            with self.transaction() as connection:
                known = self._heads[root] = subject_index.heads(connection, root)
        return known

    def entries(self, root: str) -> list[Recorded]:
        """Return the events of a root in fold order."""
        return [part.recorded() for part in self._order(root)]

    def answered(self, action_id: str) -> tuple[tuple[Recorded, ...], str] | None:
        """Return what an action id wrote and answered the first time, None if it never was."""
        with self.transaction() as connection:
            found = connection.exec_driver_sql(FIND_ACTION, (action_id,)).first()
            if found is None:
                return None
            rows = connection.exec_driver_sql(BY_ARRIVAL, (found[0], found[0] + found[1])).all()
        return tuple(part.recorded() for part in loaded(Entry(*row) for row in rows)), found[2]

    def read_after(self, log: str, seq: int, limit: int = 1000) -> list[Entry]:
        """Return the entries of a log behind a number, in order."""
        with self.transaction() as connection:
            return read_after(connection, log, seq, limit)

    def _append(
        self, action_id: str, drafts: Sequence[Draft], by: str, presence: str, at: Instant, relies: Sequence[str], answer: str
    ) -> tuple[Recorded, ...]:
        roots = list(dict.fromkeys(root_of(draft.subject) for draft in drafts))
        try:
            with self.transaction() as connection:
                before = self.answered(action_id)
                if before is not None:
                    return before[0]
                self._check_head(connection)
                for root in roots:
                    self._folds.state(root)
                written, heads = self._sealed(action_id, drafts, by, presence, at, relies)
                recorded = tuple(Recorded(w.event, stamp(w.entry, w.header)) for w in written)
                self._write(action_id, written, heads, recorded, answer)
        except BaseException:
            # Nothing is on the disk (the transaction was rolled back), so nothing of it may stay in the cached states.
            self._forget(roots)
            raise
        self._advance(written, heads)
        return recorded

    def _sealed(
        self, action_id: str, drafts: Sequence[Draft], by: str, presence: str, at: Instant, relies: Sequence[str]
    ) -> tuple[list[Written], dict[str, tuple[str, ...]]]:
        known = ordered([(subject, head) for root in relies for subject, heads in self.heads(root).items() for head in heads])
        heads: dict[str, tuple[str, ...]] = {}
        written: list[Written] = []
        head, arrival, when = self.head, self._last[0], moment(at)
        for number, draft in enumerate(drafts, 1):
            name, body, event = codec.write(draft.event)
            after = heads.get(draft.subject) or self.heads(root_of(draft.subject)).get(draft.subject, ())
            header = Header(
                action=(action_id, number, len(drafts)),
                after=after,
                at=when,
                body=body_hash(body),
                by=by,
                event=name,
                key=self.sealer.public,
                presence=presence,
                prev="" if head is None else head.hash.hex(),
                program=self._program,
                relies=known,
                seq=1 if head is None else head.seq + 1,
                subject=draft.subject,
                suite=SUITE,
                log=self.id or None,
            )
            head = sealed(header, body, self.sealer)
            arrival += 1
            heads[draft.subject] = (head.hash.hex(),)
            written.append(Written(arrival, head, header, event))
        return written, heads

    def _write(
        self, action_id: str, written: Sequence[Written], heads: Heads, recorded: Sequence[Recorded], answer: str
    ) -> None:
        if not written:
            return
        connection = self._connection
        connection.exec_driver_sql(INSERT_ENTRY, [_row(w) for w in written])
        connection.exec_driver_sql(INSERT_ACTION, (action_id, written[0].arrival, len(written), answer))
        self._projector.index(connection, written)
        subject_index.put_heads(connection, heads)
        for root in dict.fromkeys(root_of(subject) for subject in heads):
            of_root = [r for r in recorded if root_of(r.stamp.subject) == root]
            ahead = {**self.heads(root), **{s: h for s, h in heads.items() if root_of(s) == root}}
            self._projector.project(connection, root, self._folds.extend(root, of_root, ahead), of_root)

    def _advance(self, written: Sequence[Written], heads: Heads) -> None:
        for w in written:
            self.tree.add(w.entry.hash)
        if written:
            self.head = written[-1].entry
            self._last = (written[-1].arrival, self.head.hash)
            self.id = self.id or written[0].entry.log
        for subject, names in heads.items():
            self._heads.setdefault(root_of(subject), {})[subject] = names
        self._projector.remember(written)

    def _check_head(self, connection: Connection) -> None:
        found = _last(connection)
        if found != self._last:
            raise LogMoved(f"{found[0]} entries on the disk, {self._last[0]} known")

    def _order(self, root: str) -> list[Loaded]:
        with self.transaction() as connection:
            parts = loaded(subject_index.entries(connection, root))
        if all(part.entry.log == self.id for part in parts):
            return parts
        return fold_order(parts)

    def _forget(self, roots: Sequence[str]) -> None:
        self._folds.drop(roots)
        for root in roots:
            self._heads.pop(root, None)

    def _stop(self, action_id: str, wrong: DBAPIError) -> WriteFailed:
        self._connection.invalidate()
        self._stopped = WriteFailed(str(wrong.orig), persisted=self._reopened(action_id))
        return self._stopped


def last_of(connection: Connection, log: str) -> Entry | None:
    """Return the last entry of a log."""
    sql = f"SELECT {COLUMNS} FROM entry WHERE log = ? ORDER BY seq DESC LIMIT 1"  # noqa: S608 - our own names
    row = connection.exec_driver_sql(sql, (log,)).first()
    return None if row is None else Entry(*row)


def read_after(connection: Connection, log: str, seq: int, limit: int = 1000) -> list[Entry]:
    """Return the entries of a log behind a number, in order."""
    sql = f"SELECT {COLUMNS} FROM entry WHERE log = ? AND seq > ? ORDER BY seq LIMIT ?"  # noqa: S608 - our own names
    return [Entry(*row) for row in connection.exec_driver_sql(sql, (log, seq, limit))]


def logs(connection: Connection) -> list[str]:
    """Return the ids of every log that has entries here, in the order in which their first entries arrived."""
    return list(connection.exec_driver_sql("SELECT log FROM entry WHERE seq = 1 ORDER BY arrival").scalars())


def _last(connection: Connection) -> tuple[int, bytes]:
    found = connection.exec_driver_sql("SELECT arrival, hash FROM entry ORDER BY arrival DESC LIMIT 1").first()
    return (0, b"") if found is None else (found[0], found[1])


def disk_full(wrong: DBAPIError) -> bool:
    """Tell whether a write failed for want of room alone."""
    return "database or disk is full" in str(wrong.orig)


def _row(w: Written) -> Row:
    entry = w.entry
    return (w.arrival, entry.log, entry.seq, entry.header, entry.body, entry.hash, entry.seal)
