"""Keep the views in step with the entries, in the entries' own transaction.

A view's rows are a pure function of folded state (`ebr.storage.views.view`), so a rebuild and the running upkeep lead
to the same tables. Views carry versions; one that differs from what the rows were made by is dropped and made anew at
the next start for writing. A crash in the middle of that leaves the old tables: it is one transaction.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from operator import itemgetter

from sqlalchemy import Connection, Table
from sqlalchemy.schema import CreateIndex, CreateTable, DropTable

from ebr.domain.decision import Event, Recorded, State
from ebr.domain.refusal import Refusal
from ebr.domain.subjects import kind_of, root_of
from ebr.storage import reading
from ebr.storage.aggregates import Aggregate
from ebr.storage.chain import Entry
from ebr.storage.codec import Header, UnknownEvent, encode, placed, read, told
from ebr.storage.database import each, put
from ebr.storage.folds import Folds, heads_of
from ebr.storage.fresh import recorded_alone, stamped
from ebr.storage.pause import without_collections
from ebr.storage.refolding import Refolded
from ebr.storage.views import audit, subject_index
from ebr.storage.views.view import Cell, Key, View

PLACES = "SELECT arrival, log, header, hash FROM entry ORDER BY arrival"
OWN_TABLES: tuple[tuple[str, int, tuple[Table, ...]], ...] = (
    ("subject_index", subject_index.VERSION, tuple(subject_index.METADATA.sorted_tables)),
    ("audit", audit.VERSION, tuple(audit.METADATA.sorted_tables)),
)


@dataclass(frozen=True, slots=True)
class Written:
    """An entry just inserted: where it arrived, its header and, if this program can read it, its event."""

    arrival: int
    entry: Entry
    header: Header
    event: Event | None

    def columns(self) -> tuple[int, str, int, bytes, bytes | None, bytes, bytes]:
        """Return the values of its row in the table of entries."""
        entry = self.entry
        return (self.arrival, entry.log, entry.seq, entry.header, entry.body, entry.hash, entry.seal)


class Statements:
    """The three statements that keep one view's table, made once; `values` puts key and row into their order."""

    def __init__(self, table: Table) -> None:
        self._keys = [str(c.name) for c in table.primary_key.columns][1:]
        self._rest = [str(c.name) for c in table.columns if not c.primary_key]
        columns = ["root", *self._keys, *self._rest]
        conflict = ", ".join(_quoted(["root", *self._keys]))
        update = ", ".join(f"{name} = excluded.{name}" for name in _quoted(self._rest))
        self.put = (
            f"INSERT INTO {table.name} ({', '.join(_quoted(columns))}) "  # noqa: S608 - our own names
            f"VALUES ({', '.join('?' * len(columns))}) "
            f"ON CONFLICT ({conflict}) DO {f'UPDATE SET {update}' if update else 'NOTHING'}"
        )
        this_row = " AND ".join(f"{name} = ?" for name in _quoted(["root", *self._keys]))
        self.drop = f"DELETE FROM {table.name} WHERE {this_row}"  # noqa: S608 - our own names
        self.clear = f"DELETE FROM {table.name} WHERE root = ?"  # noqa: S608
        self.columns = tuple(columns)
        # Only a getter of two names or more returns a tuple.
        self._pick = itemgetter(*self._rest) if len(self._rest) > 1 else None

    def values(self, root: str, key: Key, row: Mapping[str, Cell]) -> tuple[Cell, ...]:
        """Return one row's values in the order of the columns; a missing column raises `KeyError`."""
        rest = self._pick(row) if self._pick is not None else [row[name] for name in self._rest]
        return (root, *key, *rest)


class Projector:
    """Writes the views of one store."""

    def __init__(self, views: Sequence[View], aggregates: Mapping[str, Aggregate]) -> None:
        self._aggregates = aggregates
        self._views = [(view, Statements(view.table)) for view in views]
        self._of: dict[str, list[tuple[View, Statements]]] = {}
        for view, statements in self._views:
            self._of.setdefault(view.aggregate, []).append((view, statements))
        self._names: set[tuple[str, str]] = set()

    def index(self, connection: Connection, written: Sequence[Written]) -> None:
        """Write what each entry needs by itself: its place under its root and its line of the audit trail."""
        places = [(root_of(w.header.subject), w.arrival) for w in written]
        put(connection, subject_index.INSERT_ENTRY, places)
        put(connection, audit.INSERT, [audit.row(w.arrival, w.entry, w.header, w.event) for w in written])
        names = {(w.entry.log, w.header.event) for w in written} - self._names
        if names:
            put(connection, subject_index.INSERT_NAME, sorted(names))

    def remember(self, written: Sequence[Written]) -> None:
        """Take note, after the commit, of the event names that need not be written again."""
        self._names.update((w.entry.log, w.header.event) for w in written)

    def project(self, connection: Connection, root: str, state: State, touched: Sequence[Recorded] | None) -> None:
        """Write the rows that changed (all of the root's when `touched` is None)."""
        for view, statements in self._of.get(kind_of(root), ()):
            rows = view.rows(root, state, touched)
            if touched is None:
                put(connection, statements.clear, [(root,)])
            if not rows:
                continue
            gone = [(root, *key) for key, row in rows.items() if row is None]
            puts = [statements.values(root, key, row) for key, row in rows.items() if row is not None]
            if gone:
                put(connection, statements.drop, gone)
            if puts:
                put(connection, statements.put, puts)

    def refresh(self, connection: Connection, own: str) -> bool:
        """Rebuild everything if any view's version differs from what its rows were made by; tells whether it did."""
        if self.current(connection):
            return False
        self.rebuild(connection, own)
        return True

    def current(self, connection: Connection) -> bool:
        """Tell whether every view's rows were made by its present version; others may lack tables and columns."""
        return _kept_versions(connection) == dict(self._versions())

    def rebuild(self, connection: Connection, own: str = "") -> None:
        """Drop every view and make it anew from the entries, in the transaction of the connection.

        `own` is the log whose actions are all whole.
        """
        self._make_tables(connection)
        with without_collections():
            self._make_rows(connection, own)

    def _make_rows(self, connection: Connection, own: str) -> None:
        heads = self._place_all(connection)
        alone = reading.logs(connection) in ([], [own])
        if alone:
            subject_index.put_heads(connection, heads)
        folds = Folds(
            lambda root: reading.recorded(connection, root, own)[0],
            lambda root: subject_index.heads(connection, root),
            self._aggregates,
        )
        for root in sorted({root_of(subject) for subject in heads}):  # the order of the tables is the quickest
            self._remake(connection, root, fold=alone)
            if not alone:
                self.refold(connection, root, own, folds)
                folds.drop([root])
        self._make_indexes(connection)

    def _remake(self, connection: Connection, root: str, *, fold: bool) -> None:
        """Write the audit trail of a root and, if it is folded in the order of arrival, its rows.

        Each entry is read once. A root that cannot be folded has no rows until a newer program opens the store.
        """
        aggregate = self._aggregates.get(kind_of(root)) if fold else None
        state = aggregate.start(root) if aggregate is not None else None
        lines = []
        for arrival, log, seq, header, body, leaf in each(connection, subject_index.PARTS, (root,)):
            found = told(header)
            event = _event(found.event, body)
            lines.append(audit.line(arrival, log, seq, found, event))
            if event is None:
                aggregate = None
            elif aggregate is not None:
                state = aggregate.apply(state, recorded_alone(event, stamped(leaf, log, seq, found)))
        put(connection, audit.INSERT, lines)
        if aggregate is not None:
            self.project(connection, root, state, None)

    def refold(self, connection: Connection, root: str, own: str, folds: Folds) -> None:
        """Write heads and rows of a root anew from entries of several logs."""
        subject_index.put_heads(connection, heads_of(reading.in_fold_order(connection, root, own)))
        self._show(connection, root, folds)

    def put(self, connection: Connection, refolded: Refolded) -> None:
        """Write what was computed for a root elsewhere."""
        subject_index.put_heads(connection, dict(refolded.heads))
        statements = {view.name: found for view, found in self._views}
        for changed in refolded.views:
            if changed.drops:
                put(connection, statements[changed.view].drop, changed.drops)
            if changed.puts:
                put(connection, statements[changed.view].put, changed.puts)

    def _show(self, connection: Connection, root: str, folds: Folds) -> None:
        """Write all rows of a root.

        One that cannot be folded has none until its bodies are here, or until a newer program opens the store.
        """
        try:
            state = folds.state(root)
        except Refusal:
            self._clear(connection, root)
            return
        self.project(connection, root, state, None)

    def _clear(self, connection: Connection, root: str) -> None:
        for _view, statements in self._of.get(kind_of(root), ()):
            put(connection, statements.clear, [(root,)])

    def _place_all(self, connection: Connection) -> dict[str, tuple[str, ...]]:
        """Write the place of every entry and return the heads of every subject as they arrived."""
        heads: dict[str, tuple[str, ...]] = {}
        names: set[tuple[str, str]] = set()
        rows = each(connection, PLACES)
        while some := list(islice(rows, 1000)):
            places = []
            for arrival, log, header, leaf in some:
                found = placed(header)
                places.append((root_of(found.subject), arrival))
                names.add((log, found.event))
                before = heads.get(found.subject, ())
                kept = () if before == found.after else set(before) - set(found.after)
                heads[found.subject] = tuple(sorted({*kept, leaf.hex()})) if kept else (leaf.hex(),)
            put(connection, subject_index.INSERT_ENTRY, places)
        put(connection, subject_index.INSERT_NAME, sorted(names))
        return heads

    def digest(self, connection: Connection) -> str:
        """Return `views_digest`.

        SHA-256 over the canonical rows of every view of folded state, sorted by name and key.
        """
        total = hashlib.sha256()
        for view, statements in sorted(self._views, key=lambda pair: pair[0].name):
            total.update(encode([view.name, list(statements.columns)]) + b"\n")
            for row in rows_of(connection, view.table):
                total.update(encode(row) + b"\n")
        return total.hexdigest()

    def made_alike(self, connection: Connection) -> list[Table]:
        """Return the tables that this version of the program made here, so that a rebuild says the same.

        What another version made may say something else of the same entries.
        """
        kept = _kept_versions(connection)
        alike = {view for view, version in self._versions() if kept.get(view) == version}
        own = [table for name, _, tables in OWN_TABLES if name in alike for table in tables]
        return [*own, *(view.table for view, _ in self._views if view.name in alike)]

    def tables(self) -> list[Table]:
        """Return the tables of the views of folded state."""
        return [view.table for view, _ in self._views]

    def _versions(self) -> Iterator[tuple[str, int]]:
        yield from ((name, version) for name, version, _ in OWN_TABLES)
        yield from ((view.name, view.version) for view, _ in self._views)

    def _make_tables(self, connection: Connection) -> None:
        self._names.clear()
        for table in self._all_tables():
            connection.execute(DropTable(table, if_exists=True))
            connection.execute(CreateTable(table))
        connection.exec_driver_sql("DELETE FROM view_version")
        connection.exec_driver_sql("DELETE FROM stale_root")
        connection.exec_driver_sql("INSERT INTO view_version (view, version) VALUES (?, ?)", list(self._versions()))

    def _make_indexes(self, connection: Connection) -> None:
        for table in self._all_tables():
            for index in table.indexes:
                connection.execute(CreateIndex(index))

    def _all_tables(self) -> list[Table]:
        return [*(table for _, _, tables in OWN_TABLES for table in tables), *self.tables()]


def rows_of(connection: Connection, table: Table) -> list[list[Cell]]:
    """Return the rows of a view's table in the order of its key, each with its columns in the order of the table."""
    keys = ", ".join(_quoted(c.name for c in table.primary_key.columns))
    columns = ", ".join(_quoted(c.name for c in table.columns))
    sql = f"SELECT {columns} FROM {table.name} ORDER BY {keys}"  # noqa: S608 - our own names
    return [list(row) for row in connection.exec_driver_sql(sql)]


def _kept_versions(connection: Connection) -> dict[str, int]:
    """Return which version of each view the rows here were made by."""
    rows = connection.exec_driver_sql("SELECT view, version FROM view_version")
    return {str(view): int(version) for view, version in rows}


def event_of(entry: Entry, header: Header) -> Event | None:
    """Return the event of an entry, None when it is not here or not known to this program."""
    return _event(header.event, entry.body)


def _event(name: str, body: bytes | None) -> Event | None:
    if body is None:
        return None
    try:
        return read(name, body)
    except UnknownEvent:
        return None


def _quoted(names: Iterable[str]) -> list[str]:
    return [f'"{name}"' for name in names]
