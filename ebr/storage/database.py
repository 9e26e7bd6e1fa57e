"""Open `station.db`: the engine, its settings read back, one writing connection, readers beside it.

Decisions and why (record-and-sync.md, "Read these first"):
 * SQLite 3.7.0 to 3.51.2 can lose committed transactions (WAL-reset fault): older engines are refused. `pysqlite3`
   brings a sound one.
 * A file is created at synchronous=EXTRA under another name, switched to WAL, filled with the first entries, closed,
   and only then renamed: a power cut in between leaves no half station, only a leftover that the next creation removes.
 * It runs at WAL + FULL: one fsync per commit, and no confirmed commit is lost at a power cut. Only copies of other
   stations' entries commit without one (`ebr.storage.later_sync`): they can be taken again, and the next own entry
   makes everything before it durable.
 * One connection writes; `BEGIN IMMEDIATE` is SQLAlchemy's documented recipe (the driver's own transactions would leave
   read-check-append outside). Readers open `mode=ro`.
 * Every setting is read back; one that did not take is refused, because everything above rests on it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import quote

import pysqlite3.dbapi2 as pysqlite3
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError, DBAPIError
from sqlalchemy.pool import QueuePool, StaticPool
from sqlalchemy.schema import CreateTable

from ebr.domain.refusal import Refusal
from ebr.storage.tables import APPLICATION_ID, INDEXES, METADATA, TRIGGERS, USER_VERSION

SOUND_ENGINE = (3, 51, 3)
FULL, EXTRA = 2, 3
SETTINGS: dict[str, int | str] = {
    "foreign_keys": 1,
    "trusted_schema": 0,
    "cell_size_check": 1,
    "mmap_size": 0,
    "busy_timeout": 5000,
    **({"fullfsync": 1, "checkpoint_fullfsync": 1} if sys.platform == "darwin" else {}),
}


@dataclass(frozen=True, slots=True)
class Driver:
    """The DB-API module in use and how it opens a file; tests put one in its place that cuts the power."""

    module: ModuleType
    connect: Callable[[Path, bool], Any]
    settings: tuple[str, ...] = ()
    """Statements for every new connection before anything else."""


def _connect(path: Path, read_only: bool) -> object:  # noqa: FBT001 - the form of `Driver.connect`
    address = f"file:{quote(path.resolve().as_posix())}?mode={'ro' if read_only else 'rw'}"
    return pysqlite3.connect(address, uri=True, check_same_thread=False)


PYSQLITE = Driver(pysqlite3, _connect)


def check_engine(driver: Driver) -> None:
    """Raise a `Refusal` when the SQLite in use can lose committed transactions."""
    found = tuple(driver.module.sqlite_version_info)
    if found < SOUND_ENGINE:
        raise Refusal("store_engine", found=".".join(map(str, found)), needed=".".join(map(str, SOUND_ENGINE)))


def create_file(path: Path, driver: Driver) -> None:
    """Make an empty database of ours at this path, durable as a whole.

    Raises `Refusal` for a read-only folder or an unsound engine.
    """
    check_engine(driver)
    try:
        path.touch(mode=0o600)
    except OSError as wrong:
        raise Refusal("store_read_only", folder=str(path.parent)) from wrong
    engine = _engine(path, driver, write=True, synchronous=EXTRA)
    with engine.connect() as connection, connection.begin():
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.exec_driver_sql(f"PRAGMA user_version = {USER_VERSION}")
        for table in METADATA.sorted_tables:
            connection.execute(CreateTable(table))
        for statement in (*INDEXES, *TRIGGERS):
            connection.exec_driver_sql(statement)
    engine.dispose()
    engine = _engine(path, driver, write=True, synchronous=EXTRA)
    with engine.connect() as connection:
        _driver_pragma(connection, "journal_mode = WAL")
    engine.dispose()


def writer(path: Path, driver: Driver = PYSQLITE) -> Engine:
    """Return the engine of the one writing connection, its file and settings checked; raises `Refusal`."""
    check_engine(driver)
    engine = _engine(path, driver, write=True, synchronous=FULL)
    _check_file(engine, path)
    _complete(engine)
    return engine


def reader(path: Path, driver: Driver = PYSQLITE) -> Engine:
    """Return an engine of reading connections; they see the last commit and never wait for the writer."""
    check_engine(driver)
    engine = _engine(path, driver, write=False, synchronous=FULL)
    _check_file(engine, path)
    return engine


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Give a connection whose statements all see one moment of the record."""
    with engine.connect() as connection, connection.begin():
        yield connection


def put(connection: Connection, statement: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """Write rows by a statement of ours inside the connection's transaction; raises `DBAPIError` as any statement does.

    Straight to the driver: of a short action SQLAlchemy's handling of results that are not there took a third.
    """
    with _wrapped(connection, statement):
        if len(rows) == 1:
            _run(connection, statement, rows[0])
        else:
            _run(connection, statement, rows, many=True)


def get(connection: Connection, statement: str, parameters: tuple[Any, ...] = ()) -> tuple[Any, ...] | None:
    """Return the first row of a statement of ours, None for none; straight to the driver, as `put`."""
    with _wrapped(connection, statement):
        row: tuple[Any, ...] | None = _run(connection, statement, parameters).fetchone()
    return row


def get_all(connection: Connection, statement: str, parameters: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return every row of a statement of ours; straight to the driver, as `put`."""
    with _wrapped(connection, statement):
        rows: list[tuple[Any, ...]] = _run(connection, statement, parameters).fetchall()
    return rows


def each(connection: Connection, statement: str, parameters: tuple[Any, ...] = ()) -> Iterator[Any]:
    """Yield the rows of a statement of ours; straight to the driver, as `put`.

    Some are read at a time, inside the connection's transaction.
    """
    with _wrapped(connection, statement):
        cursor = _run(connection, statement, parameters)
    while True:
        with _wrapped(connection, statement):
            rows = cursor.fetchmany(100)
        if not rows:
            return
        yield from rows


def _run(connection: Connection, statement: str, parameters: Sequence[Any] = (), *, many: bool = False) -> Any:  # noqa: ANN401
    raw = connection.connection.dbapi_connection
    assert raw is not None
    cursor = raw.cursor()
    return cursor.executemany(statement, parameters) if many else cursor.execute(statement, parameters)


class _wrapped:  # noqa: N801 - used as a statement; a generator would take longer than what it guards
    """Turn the driver's errors into SQLAlchemy's, of the same name: a page may also fail when rows are fetched."""

    __slots__ = ("_connection", "_statement")

    def __init__(self, connection: Connection, statement: str) -> None:
        self._connection, self._statement = connection, statement

    def __enter__(self) -> None:
        pass

    def __exit__(self, _kind: object, wrong: BaseException | None, _trace: object) -> None:
        dialect = self._connection.dialect
        drivers = dialect.loaded_dbapi.Error
        if isinstance(wrong, drivers):
            raise DBAPIError.instance(self._statement, None, wrong, drivers, dialect=dialect) from wrong


def _engine(path: Path, driver: Driver, *, write: bool, synchronous: int) -> Engine:
    engine = create_engine(
        "sqlite://",
        module=driver.module,
        creator=lambda: driver.connect(path, not write),
        poolclass=StaticPool if write else QueuePool,
    )

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _record: object) -> None:  # noqa: ANN401 - whatever the driver gives
        connection.isolation_level = None
        try:
            _settle(connection, driver, synchronous)
        except driver.module.DatabaseError as wrong:
            connection.close()
            raise Refusal("store_damaged", file=str(path), why=str(wrong)) from wrong

    @event.listens_for(engine, "begin")
    def _begins(connection: Connection) -> None:
        put(connection, "BEGIN IMMEDIATE" if write else "BEGIN", [()])

    return engine


def _settle(connection: Any, driver: Driver, synchronous: int) -> None:  # noqa: ANN401 - whatever the driver gives
    for statement in driver.settings:
        connection.execute(statement).fetchall()
    for name, wanted in {**SETTINGS, "synchronous": synchronous}.items():
        connection.execute(f"PRAGMA {name} = {wanted}").fetchall()
        row = connection.execute(f"PRAGMA {name}").fetchone()
        found = row[0] if row else wanted if name == "mmap_size" else None
        if found != wanted:
            raise Refusal("store_setting", name=name, wanted=str(wanted), found=str(found))


def _check_file(engine: Engine, path: Path) -> None:
    """Refuse another program's file, a newer one of ours and one that is not in WAL.

    A damaged head is refused in the same words.
    """
    try:
        with engine.connect() as connection:
            application = _driver_pragma(connection, "application_id")
            version = _driver_pragma(connection, "user_version")
            mode = _driver_pragma(connection, "journal_mode")
            connection.exec_driver_sql("SELECT count(*) FROM sqlite_schema").scalar()
    except DatabaseError as wrong:
        engine.dispose()
        raise Refusal("store_damaged", file=str(path), why=str(wrong.orig)) from wrong
    for problem in (
        Refusal("store_foreign", file=str(path)) if application != APPLICATION_ID else None,
        Refusal("store_newer", file=str(path), found=str(version), known=str(USER_VERSION))
        if version > USER_VERSION
        else None,
        Refusal("store_setting", name="journal_mode", wanted="wal", found=str(mode)) if mode != "wal" else None,
    ):
        if problem is not None:
            engine.dispose()
            raise problem


def _complete(engine: Engine) -> None:
    """Give a file of an older form what it lacks: mutable tables, the present triggers; entries stay as they are."""
    with engine.connect() as connection:
        if _driver_pragma(connection, "user_version") == USER_VERSION:
            return
        with connection.begin():
            for table in METADATA.sorted_tables:
                connection.execute(CreateTable(table, if_not_exists=True))
            for index in INDEXES:
                connection.exec_driver_sql(index)
            for trigger in TRIGGERS:
                connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {trigger.split()[2]}")
                connection.exec_driver_sql(trigger)
            connection.exec_driver_sql(f"PRAGMA user_version = {USER_VERSION}")


def in_force(connection: Connection) -> tuple[tuple[str, str, bool], ...]:
    """Return every setting that the record rests on, as it is now, and whether it is what it must be."""
    wanted = {"journal_mode": "wal", "synchronous": FULL, **SETTINGS, "user_version": USER_VERSION}
    found = {name: _driver_pragma(connection, name) for name in wanted}
    return tuple((name, str(found[name]), found[name] in (wanted[name], None)) for name in wanted)


def _driver_pragma(connection: Connection, text: str) -> Any:  # noqa: ANN401 - text or number
    """Run a PRAGMA outside a transaction."""
    raw = connection.connection.driver_connection
    assert raw is not None
    row = raw.execute(f"PRAGMA {text}").fetchone()
    return row[0] if row else None
