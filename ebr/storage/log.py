"""The station's log: append one action if it extends the head, take over other logs' entries, read what there is.

`append` is one `BEGIN IMMEDIATE` transaction with one fsync: it checks that the store on the disk ends where this
program left it, seals the entries, inserts them, brings the views up to date and commits; only then does it return.
Whatever goes wrong before the commit leaves nothing behind, neither on the disk nor in the cached states. A command id
that comes again gets the entries and the answer of the first time.

Entries of other logs are taken in small transactions of their own; the views of the roots they touch follow
(`ebr.storage.arrived`). Whoever asks for a root before that gets it folded from everything that is here. Such a
transaction does not wait for the disk (`ebr.storage.later_sync`): what is lost at a power cut is fetched again, and the
next action of a person makes durable whatever was taken before it.

Failures, and what each leaves:
 * the disk is full: nothing is written; the ballast is given back and the action done once more; without ballast
   `Refusal("disk_full")`.
 * any other failed write or commit: never repeated. The file is opened anew by another connection, its tail read, and
   `WriteFailed` says whether the action is in the record. After that this log refuses to write; the store must be
   opened again, which checks it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from time import monotonic
from typing import Any, TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from ebr.domain.decision import Draft, Recorded
from ebr.domain.refusal import Refusal
from ebr.domain.subjects import root_of
from ebr.domain.values import Instant
from ebr.storage import reading
from ebr.storage.action import Action, Place, entries_of
from ebr.storage.aggregates import Aggregate
from ebr.storage.arrived import Arrived, Filled, Stale, insert, insert_bodies
from ebr.storage.chain import Entry, Sealer, ordered, stamp
from ebr.storage.database import get, put
from ebr.storage.fault import Fault, LogMoved, WriteFailed
from ebr.storage.folds import Folds, Heads, loaded
from ebr.storage.later_sync import later_sync
from ebr.storage.projector import Projector, Written
from ebr.storage.refolding import Refolded
from ebr.storage.tables import DELETE_SECRET, FIND_ACTION, INSERT_ACTION, INSERT_ENTRY, INSERT_SECRET
from ebr.storage.tree import Frontier
from ebr.storage.views import subject_index

Result = TypeVar("Result")


class Log:
    """The log that this station writes, over the one writing connection."""

    def __init__(
        self,
        connection: Connection,
        sealer: Sealer,
        projector: Projector,
        aggregates: Mapping[str, Aggregate],
        program: str,
        is_there: Callable[[str], bool],
        make_room: Callable[[], bool],
    ) -> None:
        self.sealer = sealer
        self.id = ""
        self.head: Entry | None = None
        self.tree = Frontier()
        self._connection = connection
        self._projector = projector
        self._program = program
        self._is_there = is_there
        self._make_room = make_room
        self.halted: Refusal | None = None
        """Why nothing may be written to this log any more, though the store is sound (`ebr.sync.sending`)."""
        self.acted_at = float("-inf")
        """When a person's last action was written, by `time.monotonic`: whoever takes entries gives way to it."""
        self._stopped: Fault | None = None
        self._newest: tuple[int, bytes] = (0, b"")
        self._heads: dict[str, dict[str, tuple[str, ...]]] = {}
        self._shared: set[str] = set()
        self._named: set[str] = set()
        self._stale = Stale()
        self._folds = Folds(self._events, self.heads, aggregates)

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
            self.tree = Frontier(
                connection.exec_driver_sql("SELECT hash FROM entry WHERE log = ? ORDER BY seq", (log,)).scalars()
            )
            self.head = reading.last_of(connection, log)
            self._newest = reading.newest(connection)
            self._stale.load(connection)
        self.id = log
        self._heads.clear()
        self._folds.drop_all()

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
        secrets: Mapping[str, bytes | None] | None = None,
    ) -> tuple[Recorded, ...]:
        """Write one user action durably and return it as the log holds it.

        Raises `Refusal`, `WriteFailed` or `LogMoved`, and `TypeError` for an event that has no canonical form.

        `relies` are the roots whose states the decision used; `answer` is kept for a repetition of the same action id;
        `secrets` are kept (None: wiped) in the same transaction.
        """
        if self.halted is not None:
            raise self.halted
        action = Action(action_id, drafts, by, presence, at, relies, answer, secrets or {})
        found = self._guarded(action_id, lambda: self._append(action))
        if by:
            self.acted_at = monotonic()
        return found

    def state(self, root: str) -> Any:  # noqa: ANN401 - each aggregate's own
        """Return the folded state of a root; it is read, never changed, by the caller.

        Raises `Refusal` when it cannot be folded here.
        """
        return self._folds.state(root)

    def heads(self, root: str) -> Heads:
        """Return the heads of every subject of a root."""
        self.settle(root)
        known = self._heads.get(root)
        if known is None:
            with self.transaction() as connection:
                known = self._heads[root] = subject_index.heads(connection, root)
        return known

    def entries(self, root: str) -> list[Recorded]:
        """Return the events of a root in fold order."""
        self.settle(root)
        return list(self._events(root))

    def answered(self, action_id: str) -> tuple[tuple[Recorded, ...], str] | None:
        """Return what an action id wrote and answered the first time, None if it never was."""
        with self.transaction() as connection:
            found = get(connection, FIND_ACTION, (action_id,))
            if found is None:
                return None
            entries = reading.by_arrival(connection, found[0], found[1])
        return tuple(part.recorded() for part in loaded(entries)), found[2]

    def read_after(self, log: str, seq: int, limit: int = 1000) -> list[Entry]:
        """Return the entries of a log behind a number, in order."""
        with self.transaction() as connection:
            return reading.read_after(connection, log, seq, limit)

    def next_arrival(self) -> int:
        """Return the number under which the next entry will arrive here."""
        return self._newest[0] + 1

    def take(self, parts: Sequence[Arrived], touched: Collection[str]) -> None:
        """Store checked entries of one other log; `touched` are stale until they are settled or shown.

        One transaction: the caller keeps it to at most 10 ms.
        """
        self._guarded_later(
            lambda: self._take(lambda connection: insert(connection, parts, self._newest[0] + 1), touched)
        )
        self._newest = (self._newest[0] + len(parts), parts[-1].entry.hash)

    def fill(self, parts: Sequence[Filled]) -> None:
        """Store bodies that were missing here; their roots are stale then. One transaction, as `take`."""
        self._guarded_later(
            lambda: self._take(lambda connection: insert_bodies(connection, parts), {part.root for part in parts})
        )

    def stale(self) -> list[str]:
        """Return the roots whose rows are still to be made anew."""
        return self._stale.roots()

    def settle(self, root: str) -> None:
        """Make the rows of a stale root anew, here and now; nothing for one that is not.

        Without waiting for the disk: the mark and the rows are of one transaction, so what a power cut takes of it is
        stale again.
        """
        if root in self._stale:
            self._guarded_later(lambda: self._settle(root))

    def show(self, refolded: Refolded) -> bool:
        """Write what was computed elsewhere for a stale root; False, and nothing, when it has changed since."""
        if refolded.mark != self._stale.mark_of(refolded.root):
            return False
        self._guarded_later(lambda: self._show(refolded))
        return True

    def _guarded_later(self, write: Callable[[], None]) -> None:
        """Write what can be fetched or computed again."""
        with later_sync(self._connection):
            self._guarded("", write)

    def _guarded(self, action_id: str, write: Callable[[], Result]) -> Result:
        """Write; give room back once when the disk is full; never repeat any other failed write."""
        if self._stopped is not None:
            raise self._stopped
        try:
            return write()
        except DBAPIError as wrong:
            if not _disk_full(wrong):
                raise self._stop(action_id, wrong) from wrong
            self._undo()
            if not self._make_room():
                raise Refusal("disk_full") from wrong
        return self._last_try(action_id, write)

    def _last_try(self, action_id: str, write: Callable[[], Result]) -> Result:
        try:
            return write()
        except DBAPIError as wrong:
            if not _disk_full(wrong):
                raise self._stop(action_id, wrong) from wrong
            self._undo()
            raise Refusal("disk_full") from wrong

    def _append(self, action: Action) -> tuple[Recorded, ...]:
        roots = action.roots()
        for root in (*roots, *action.relies):
            self.settle(root)
        try:
            with self.transaction() as connection:
                before = self.answered(action.id)
                if before is not None:
                    return before[0]
                self._check_newest(connection)
                for root in roots:
                    self._folds.state(root)
                known = {subject: heads for root in roots for subject, heads in self.heads(root).items()}
                place = Place(self.id, self.head, self._newest[0])
                relied = ordered([*self._relied(action.relies), *self._unnamed(roots)])
                written, heads = entries_of(action, place, known, relied, self.sealer, self._program)
                recorded = tuple(Recorded(w.event, stamp(w.entry, w.header)) for w in written)
                self._write(connection, action, written, heads, recorded)
        except BaseException:
            # The transaction was rolled back, so nothing of it may stay in the cached states either.
            self._forget(roots)
            raise
        self._advance(written, heads)
        return recorded

    def _write(
        self,
        connection: Connection,
        action: Action,
        written: Sequence[Written],
        heads: Heads,
        recorded: Sequence[Recorded],
    ) -> None:
        if written:
            put(connection, INSERT_ENTRY, [w.columns() for w in written])
            put(connection, INSERT_ACTION, [(action.id, written[0].arrival, len(written), action.answer)])
            self._projector.index(connection, written)
            subject_index.put_heads(connection, heads)
        for root in action.roots():
            self._project(connection, root, [r for r in recorded if root_of(r.stamp.subject) == root], heads)
        for name, value in action.secrets.items():
            put(connection, DELETE_SECRET, [(name,)])
            if value is not None:
                put(connection, INSERT_SECRET, [(name, value)])

    def _project(self, connection: Connection, root: str, recorded: Sequence[Recorded], heads: Heads) -> None:
        ahead = {**self.heads(root), **{subject: names for subject, names in heads.items() if root_of(subject) == root}}
        if root in self._shared:
            # Beside another log's open branch the new events need not come last in the fold order: fold anew.
            self._heads[root] = ahead
            self._projector.project(connection, root, self._folds.state(root), None)
        else:
            self._projector.project(connection, root, self._folds.extend(root, recorded, ahead), recorded)

    def _advance(self, written: Sequence[Written], heads: Heads) -> None:
        for w in written:
            self.tree.add(w.entry.hash)
        if written:
            self.head = written[-1].entry
            self.id = self.head.log
            self._newest = (written[-1].arrival, self.head.hash)
        for subject, names in heads.items():
            self._heads.setdefault(root_of(subject), {})[subject] = names
        if self._shared:
            self._named.update(head for w in written for _, head in w.header.relies)
            self._named.update(w.entry.hash.hex() for w in written)
        self._projector.remember(written)

    def _take(self, write: Callable[[Connection], None], touched: Collection[str]) -> None:
        with self._together() as connection:
            self._check_newest(connection)
            write(connection)
            self._stale.add(connection, touched)
        self._forget(touched)

    def _settle(self, root: str) -> None:
        with self._together() as connection:
            self._stale.remove(connection, root)
            self._forget([root])
            self._projector.refold(connection, root, self.id, self._folds)

    def _show(self, refolded: Refolded) -> None:
        with self._together() as connection:
            self._stale.remove(connection, refolded.root)
            self._projector.put(connection, refolded)
        self._forget([refolded.root])

    @contextmanager
    def _together(self) -> Iterator[Connection]:
        """Give a transaction; rolled back, it leaves nothing in memory of which roots are stale either."""
        try:
            with self.transaction() as connection:
                yield connection
        except BaseException:
            self._folds.drop_all()
            self._heads.clear()
            with suppress(DBAPIError):
                self.reload_stale()
            raise

    def reload_stale(self) -> None:
        """Learn from the table which roots are stale."""
        with self.transaction() as connection:
            self._stale.load(connection)

    def _relied(self, roots: Sequence[str]) -> tuple[tuple[str, str], ...]:
        return ordered(
            [(subject, head) for root in roots for subject, heads in self.heads(root).items() for head in heads]
        )

    def _unnamed(self, roots: Sequence[str]) -> list[tuple[str, str]]:
        """Return the heads of roots on which others wrote too that no entry of ours has named since this start.

        So each entry comes after everything that was here when it was written, whatever its own subject; what our log
        has named once need not be named again, because its order counts.
        """
        pairs = [
            (subject, head)
            for root in roots
            if root in self._shared
            for subject, heads in self.heads(root).items()
            for head in heads
        ]
        return [pair for pair in pairs if pair[1] not in self._named]

    def _check_newest(self, connection: Connection) -> None:
        found = reading.newest(connection)
        if found != self._newest:
            raise LogMoved(f"{found[0]} entries on the disk, {self._newest[0]} known")

    def _events(self, root: str) -> Iterator[Recorded]:
        with self.transaction() as connection:
            events, own = reading.recorded(connection, root, self.id)
            (self._shared.discard if own else self._shared.add)(root)
            yield from events

    def _forget(self, roots: Collection[str]) -> None:
        self._folds.drop(roots)
        for root in roots:
            self._heads.pop(root, None)

    def _undo(self) -> None:
        """Take back what a commit without room has left open."""
        raw = self._connection.connection.driver_connection
        if raw is not None and raw.in_transaction:
            raw.rollback()

    def _stop(self, action_id: str, wrong: DBAPIError) -> WriteFailed:
        self._connection.invalidate()
        self._stopped = WriteFailed(str(wrong.orig), persisted=self._is_there(action_id))
        return self._stopped


def _disk_full(wrong: DBAPIError) -> bool:
    return "database or disk is full" in str(wrong.orig)
