"""Make the rows of one root anew and say only what differs: computed by any reader, written by the writer.

`refolded` folds a root as it stands in one moment of the store and compares its rows with those that the views hold;
the writer puts the difference, unless something arrived for the root meanwhile (its mark changed), and then nothing.
It is the same fold, in the same order, by the same views as in the writer (`ebr.storage.projector`), so both lead to
the same tables. A root that cannot be folded here, for want of a body or of a newer program, has no rows; its heads
are kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Table

from ebr.domain.decision import Recorded
from ebr.domain.refusal import Refusal
from ebr.domain.subjects import kind_of
from ebr.storage import reading
from ebr.storage.aggregates import Aggregate, folded
from ebr.storage.codec import Linked, linked
from ebr.storage.database import get_all
from ebr.storage.folds import Heads, Loaded, event_of, heads_of, recorded_in
from ebr.storage.fresh import recorded_alone, stamped
from ebr.storage.pause import without_collections
from ebr.storage.views import subject_index
from ebr.storage.views.view import Cell, View

Line = tuple[Cell, ...]
Foldable = tuple[Heads, Iterator[Recorded]]
"""The heads of what can be folded of a root, and its events in fold order; `Refusal` at one that cannot be read."""


@dataclass(frozen=True, slots=True)
class Changed:
    """What differs in one view: whole rows to put, keys (with the root) to drop."""

    view: str
    puts: tuple[Line, ...]
    drops: tuple[Line, ...]


@dataclass(slots=True)
class Part:
    """An entry of a root as it is folded: number, hash in both forms, what its header tells, its body."""

    seq: int
    leaf: bytes
    name: str
    told: Linked
    body: bytes | None


@dataclass(frozen=True, slots=True)
class Refolded:
    """One root made anew as of a mark."""

    root: str
    mark: str
    heads: tuple[tuple[str, tuple[str, ...]], ...]
    views: tuple[Changed, ...]


def refolded(
    connection: Connection, root: str, own: str, views: Sequence[View], aggregates: Mapping[str, Aggregate]
) -> Refolded:
    """Return the rows of a root that differ from what is shown; `own` is the log whose actions are all whole."""
    with without_collections():
        heads, recorded = _of_one_log(connection, root, own) or _of_many(connection, root, own)
        try:
            state = folded(root, recorded, aggregates)
        except Refusal:
            state = None
        of_kind = [view for view in views if view.aggregate == kind_of(root)]
        changed = tuple(
            _changed(connection, view, root, {} if state is None else rows_of(view, root, state)) for view in of_kind
        )
    mark = connection.exec_driver_sql("SELECT mark FROM stale_root WHERE root = ?", (root,)).scalar() or ""
    return Refolded(root, mark, tuple(heads.items()), changed)


def _of_many(connection: Connection, root: str, own: str) -> Foldable:
    parts = reading.in_fold_order(connection, root, own)
    return heads_of(parts), _when_folded(parts)


def _when_folded(parts: Sequence[Loaded]) -> Iterator[Recorded]:
    yield from recorded_in(parts)


def _of_one_log(connection: Connection, root: str, own: str) -> Foldable | None:
    """Return what can be folded of a root that one log alone wrote; None where several did, or none.

    In one log the order of numbers is the fold order, and what its writer knew stands before: the first entry that
    names one which is not here ends what can be folded, and so does the first of an action that is not whole yet.
    """
    rows = get_all(connection, subject_index.PARTS, (root,))
    if len({row[1] for row in rows}) != 1:
        return None
    log = rows[0][1]
    through = rows[-1][2] if log == own else reading.complete_through(connection, log)
    parts = [Part(seq, leaf, leaf.hex(), linked(header), body) for _, _, seq, header, body, leaf in rows]
    here: set[str] = set()
    heads: dict[str, set[str]] = {}
    for part in parts:
        if part.seq > through or not here.issuperset(part.told.after):
            break
        here.add(part.name)
        heads.setdefault(part.told.subject, set()).difference_update(part.told.after)
        heads[part.told.subject].add(part.name)
    found = {subject: tuple(sorted(names)) for subject, names in heads.items()}
    return found, _recorded(log, parts[: len(here)])


def _recorded(log: str, parts: Iterable[Part]) -> Iterator[Recorded]:
    for part in parts:
        yield recorded_alone(event_of(part.told, part.body), stamped(part.leaf, log, part.seq, part.told))


def rows_of(view: View, root: str, state: object) -> dict[Line, Line]:
    """Return every row of a root in one view: key with the root -> the whole row in the order of `columns_of`."""
    rest = columns_of(view.table)[len(view.table.primary_key.columns) :]
    found = view.rows(root, state, None)
    return {(root, *key): (root, *key, *(row[name] for name in rest)) for key, row in found.items() if row is not None}


def columns_of(table: Table) -> list[str]:
    """Return the columns of a view's table, those of its key first."""
    keys = [str(column.name) for column in table.primary_key.columns]
    return [*keys, *(str(column.name) for column in table.columns if not column.primary_key)]


def _changed(connection: Connection, view: View, root: str, rows: Mapping[Line, Line]) -> Changed:
    names = columns_of(view.table)
    width = len(view.table.primary_key.columns)
    columns = ", ".join(f'"{name}"' for name in names)
    sql = f"SELECT {columns} FROM {view.table.name} WHERE root = ?"  # noqa: S608 - our own names
    shown = {tuple(row[:width]): tuple(row) for row in connection.exec_driver_sql(sql, (root,))}
    puts = tuple(row for key, row in rows.items() if shown.get(key) != row)
    return Changed(view.name, puts, tuple(key for key in shown if key not in rows))
