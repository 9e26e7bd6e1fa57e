"""Verify a station's folder: its entries, its attachments, and its views against views made anew.

Database and write-ahead log are copied to a temporary place first, so read-only media work and nothing in the folder is
touched (never `immutable=1`, which would ignore the write-ahead log). A damaged page gives a finding, never a
traceback: entries that can still be read are verified all the same.

Rows of a root for which entries have just arrived are still being brought up to date (`stale_root`): they say less than
the entries on purpose, until the round shows them or somebody asks, so they are not compared. Their entries are, and so
are their places and their lines of the audit trail, which were written with them.

Tables that another version of the program made are not compared either: it may have shown the same entries in another
way, and the next start for writing makes them anew. A note says how many.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from sqlalchemy import Connection, Table
from sqlalchemy.exc import DatabaseError

from ebr.domain.refusal import Refusal
from ebr.storage import database, views
from ebr.storage.aggregates import AGGREGATES, Aggregate
from ebr.storage.attachments import Attachments
from ebr.storage.chain import Entry
from ebr.storage.codec import Unreadable, read_header
from ebr.storage.database import PYSQLITE, Driver
from ebr.storage.folder import DATABASE
from ebr.storage.projector import OWN_TABLES, Projector, rows_of
from ebr.storage.reading import COLUMNS
from ebr.storage.verify import Material, verify
from ebr.storage.verify.report import Finding, Note, Report
from ebr.storage.views import subject_index
from ebr.storage.views.view import Cell, View

Rows = dict[tuple[Cell, ...], tuple[Cell, ...]]


def verify_folder(
    place: Path,
    *,
    site: str = "",
    heads: Sequence[str] = (),
    every_seal: bool = True,
    aggregates: Mapping[str, Aggregate] = AGGREGATES,
    shown: Sequence[View] = views.ALL,
    driver: Driver = PYSQLITE,
) -> Report:
    """Return everything found in a station's folder; raises `Refusal("store_missing")` when there is no station."""
    if not (place / DATABASE).is_file():
        raise Refusal("store_missing", folder=str(place))
    kept = Attachments(place)
    with _copied(place) as copy:
        entries, damage = _read(copy, driver)
        material = Material(entries, kept.stored, list(kept.names()), aggregates)
        report = verify(material, site=site, heads=heads, every_seal=every_seal)
        notes: list[Note] = []
        if not damage and not report.findings:
            damage, notes = _compare(copy, driver, aggregates, shown)
    return replace(report, findings=(*damage, *report.findings), notes=(*report.notes, *notes))


@contextmanager
def _copied(place: Path) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="ebr-verify-") as name:
        for suffix in ("", "-wal"):
            source = place / f"{DATABASE}{suffix}"
            if source.is_file():
                shutil.copyfile(source, Path(name) / f"{DATABASE}{suffix}")
        yield Path(name) / DATABASE


def _read(path: Path, driver: Driver) -> tuple[list[Entry], list[Finding]]:
    entries: list[Entry] = []
    try:
        engine = database.writer(path, driver)
    except Refusal as refusal:
        return entries, [Finding("database_not_opened", {"why": str(refusal)})]
    found: list[Finding] = []
    with engine.connect() as connection:
        try:
            _read_into(connection, entries)
            found += _action_rows(connection, entries)
            found += _integrity(connection)
        except DatabaseError as wrong:
            found.append(Finding("database_damaged", {"why": str(wrong.orig)}, *_last(entries)))
            connection.invalidate()
    engine.dispose()
    return entries, found


def _read_into(connection: Connection, entries: list[Entry]) -> None:
    """Read row by row, so that what comes before a damaged page is kept."""
    with connection.begin():
        rows = connection.exec_driver_sql(f"SELECT {COLUMNS} FROM entry ORDER BY arrival")  # noqa: S608 - our own names
        entries.extend(Entry(*row) for row in rows)


def _integrity(connection: Connection) -> list[Finding]:
    with connection.begin():
        answers = list(connection.exec_driver_sql("PRAGMA integrity_check(20)").scalars())
    return [Finding("database_damaged", {"why": str(answer).splitlines()[0]}) for answer in answers if answer != "ok"]


def _action_rows(connection: Connection, entries: Sequence[Entry]) -> list[Finding]:
    with connection.begin():
        rows = {
            row[0]: (row[1], row[2])
            for row in connection.exec_driver_sql("SELECT id, first_arrival, count FROM action")
        }
    wrong, logs = [], {}
    for action, (first, count) in rows.items():
        if 0 < first <= first + count - 1 <= len(entries):
            logs[action] = entries[first - 1].log
        else:
            wrong.append(action)
    for arrival, entry in enumerate(entries, 1):
        try:
            action, n, of = read_header(entry.header).action
        except Unreadable:
            continue
        # Another station may have used the same id for an act of its own.
        if logs.get(action) == entry.log and rows[action] != (arrival - n + 1, of):
            wrong.append(action)
    return [Finding("action_row", {"action": action}) for action in sorted(set(wrong))]


def _compare(
    path: Path, driver: Driver, aggregates: Mapping[str, Aggregate], shown: Sequence[View]
) -> tuple[list[Finding], list[Note]]:
    """Rebuild the copy's views and compare every row with what the folder's own said."""
    projector = Projector(shown, aggregates)
    every = [*(table for _, _, own in OWN_TABLES for table in own), *projector.tables()]
    engine = database.writer(path, driver)
    try:
        with engine.connect() as connection, connection.begin():
            late = _following(connection, [*projector.tables(), subject_index.SUBJECT_HEAD])
            tables = projector.made_alike(connection)
            before = {table.name: _rows(connection, table) for table in tables}
            projector.rebuild(connection, _first_log(connection))
            after = {table.name: _rows(connection, table) for table in tables}
    except DatabaseError as wrong:
        return [Finding("database_damaged", {"why": str(wrong.orig)})], []
    finally:
        engine.dispose()
    other = len(every) - len(tables)
    notes = [Note("views_of_other_version", {"count": str(other)})] if other else []
    differing = {name: _keys_differing(before[name], after[name], late.get(name, frozenset())) for name in after}
    return [_finding(name, keys) for name, keys in differing.items() if keys], notes


def _following(connection: Connection, tables: Sequence[Table]) -> dict[str, frozenset[Cell]]:
    """Return the roots whose rows in these tables are still to be made anew."""
    roots = frozenset(connection.exec_driver_sql("SELECT root FROM stale_root").scalars())
    return {table.name: roots for table in tables}


def _rows(connection: Connection, table: Table) -> Rows:
    keys = len(table.primary_key.columns)
    return {tuple(row[:keys]): tuple(row[keys:]) for row in rows_of(connection, table)}


def _first_log(connection: Connection) -> str:
    return str(connection.exec_driver_sql("SELECT log FROM entry ORDER BY arrival LIMIT 1").scalar_one())


def _keys_differing(before: Rows, after: Rows, late: frozenset[Cell]) -> list[tuple[Cell, ...]]:
    """Return the keys of rows that differ, but those of `late` roots."""
    keys = sorted(before.keys() | after.keys(), key=str)
    return [key for key in keys if before.get(key) != after.get(key) and key[0] not in late]


def _finding(name: str, keys: Sequence[tuple[Cell, ...]]) -> Finding:
    where = " ".join(map(str, keys[0]))
    return Finding("view_rows", {"view": name, "differing": str(len(keys))}, where=where)


def _last(entries: Sequence[Entry]) -> tuple[str, int, str]:
    return (entries[-1].log, entries[-1].seq, entries[-1].hash.hex()) if entries else ("", 0, "")
