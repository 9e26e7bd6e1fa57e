"""Make a central store, make logins for it, and tell what is found at an address.

`init` can be run again: it makes what is missing, renews the functions and triggers, gives every login its rights anew,
and changes no row. It refuses a database that holds another program's tables: a central store has a database of its
own. `login` makes a role that may do what its kind may do (`guard.grants`) and returns its password, which is kept
nowhere; run again it gives a new password.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from sqlalchemy import Connection, inspect, select, text

from ebr.domain.refusal import Refusal
from ebr.sync.central import guard, storing
from ebr.sync.central.address import Address, engine_of, understood
from ebr.sync.central.tables import ABOUT, APPLICATION, FILE_ID, LOGIN, METADATA, OWNER, PLACE, TREE, WITHOUT_CHANGE
from ebr.sync.central.trouble import told
from ebr.sync.other_side import SCHEMA, Description

KINDS: Final = ("station", "relay", "witness")
NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,62}")
LOG: Final = re.compile(r"[0-9a-f]{64}")
CLOCK: Final = text("SELECT to_json(clock_timestamp() AT TIME ZONE 'UTC') #>> '{}'")
OTHER_TABLES: Final = text(
    "SELECT count(*) FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
    "WHERE c.relkind IN ('r', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'ebr') "
    "AND n.nspname NOT LIKE 'pg_%'"
)


def init(url: str) -> str:
    """Make the tables, triggers and rights of a central store and return its name; raises `Refusal`."""
    address = understood(url)
    if not address.server and address.path.parent.is_dir():
        address.path.touch(mode=0o600)
    with _connected(address) as connection:
        if not address.server:
            _driver_pragma(connection, "journal_mode = WAL")
        with connection.execution_options(writes=True).begin():
            _check_free(connection, address)
            _make(connection, address)
    return address.name


def login(url: str, name: str, kind: str = "station", log: str = "") -> str:
    """Make a login (or give it a new password) and return its address, password included; raises `Refusal`.

    With `log`, that log is given to it: after a restore, or when a relay brought the log first.
    """
    address = understood(url)
    if not address.server:
        raise Refusal("centre_file_no_logins", centre=address.name)
    if not NAME.fullmatch(name) or kind not in KINDS or (log and not LOG.fullmatch(log)):
        raise Refusal("centre_login_name", name=name)
    password = secrets.token_urlsafe(24)
    with _connected(address) as connection, connection.begin():
        described(connection, address)
        _put_login(connection, address, name, kind, password)
        if log:
            connection.execute(OWNER.delete().where(OWNER.c.log == log))
            connection.execute(OWNER.insert(), {"log": log, "role": name})
    return address.with_login(name, password)


def described(connection: Connection, address: Address) -> Description:
    """Return what a store says of itself; raises `Refusal` unless it is a central store of this form."""
    about = _about(connection, address)
    if about is None:
        raise Refusal("centre_empty", centre=address.name)
    if about.get("application") != APPLICATION or not about.get("schema", "").isdigit():
        raise Refusal("centre_foreign", centre=address.name)
    schema = int(about["schema"])
    if schema != SCHEMA:
        code = "centre_newer" if schema > SCHEMA else "centre_older"
        raise Refusal(code, centre=address.name, found=str(schema), known=str(SCHEMA))
    witness = connection.scalar(select(TREE.c.witness)) or ""
    clock = f"{connection.scalar(CLOCK)}+00:00" if address.server else ""
    return Description(schema, about.get("site", ""), about.get("profile", ""), witness, address.server, clock)


def _about(connection: Connection, address: Address) -> dict[str, str] | None:
    """Return what `about` says; None for a database without any table, `Refusal` for another program's."""
    if address.server:
        if connection.scalar(text("SELECT to_regclass('ebr.about')")) is None:
            if connection.scalar(OTHER_TABLES):
                raise Refusal("centre_foreign", centre=address.name)
            return None
    else:
        tables = inspect(connection).get_table_names()
        if not tables:
            return None
        if "about" not in tables or connection.exec_driver_sql("PRAGMA application_id").scalar() != FILE_ID:
            raise Refusal("centre_foreign", centre=address.name)
    return {row.key: row.value for row in connection.execute(select(ABOUT.c.key, ABOUT.c.value))}


@contextmanager
def _connected(address: Address) -> Iterator[Connection]:
    """Give a connection for the length of a `with`; what the database says comes in our words."""
    with told(address):
        engine = engine_of(address)
        try:
            with engine.connect() as connection:
                yield connection
        finally:
            engine.dispose()


def _driver_pragma(connection: Connection, setting: str) -> None:
    """Settle a file outside of any transaction."""
    raw = connection.connection.driver_connection
    assert raw is not None
    raw.execute(f"PRAGMA {setting}").fetchall()


def _check_free(connection: Connection, address: Address) -> None:
    if _about(connection, address) is not None:
        described(connection, address)


def _make(connection: Connection, address: Address) -> None:
    if address.server:
        connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS {PLACE}"))
    else:
        connection.exec_driver_sql(f"PRAGMA application_id = {FILE_ID}")
    METADATA.create_all(connection)
    for key, value in {"application": APPLICATION, "schema": str(SCHEMA)}.items():
        storing.once(connection, ABOUT, {"key": key, "value": value})
    storing.once(connection, TREE, {"one": 1, "size": 0, "frontier": b"", "witness": "", "note": ""})
    if address.server:
        _guard(connection)
    else:
        for statement in FILE_TRIGGERS:
            connection.exec_driver_sql(statement)


def _guard(connection: Connection) -> None:
    for statement in guard.statements(WITHOUT_CHANGE):
        connection.exec_driver_sql(statement.replace("%", "%%"))
    for row in connection.execute(select(LOGIN)).all():
        _grant(connection, row.kind, row.role)


def _grant(connection: Connection, kind: str, role: str) -> None:
    for statement in guard.grants(kind, _quoted(role)):
        connection.exec_driver_sql(statement)


def _put_login(connection: Connection, address: Address, name: str, kind: str, password: str) -> None:
    import psycopg

    there = connection.execute(ROLE, {"name": name}).first()
    ours = connection.scalar(select(LOGIN.c.kind).where(LOGIN.c.role == name))
    # Logins belong to the server: they outlive a database that was lost, and are taken over by the one that follows it.
    mark = f"login of the central store {connection.scalar(text('SELECT current_database()'))}"
    if there is not None and ours is None and there.said != mark:
        raise Refusal("centre_login_taken", name=name, centre=address.name)
    if ours is not None and ours != kind:
        raise Refusal("centre_login_kind", name=name, kind=ours)
    raw = connection.connection.driver_connection
    assert isinstance(raw, psycopg.Connection)
    # The server never sees the password itself, so it cannot stand in the server's log.
    verifier = raw.pgconn.encrypt_password(password.encode(), name.encode(), b"scram-sha-256").decode()
    verb = "ALTER" if there is not None else "CREATE"
    rights = "LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT NOREPLICATION CONNECTION LIMIT 8"
    connection.exec_driver_sql(f"{verb} ROLE {_quoted(name)} {rights} PASSWORD '{verifier}'")
    said = mark.replace("'", "''").replace("%", "%%")
    connection.exec_driver_sql(f"COMMENT ON ROLE {_quoted(name)} IS '{said}'")
    storing.once(connection, LOGIN, {"role": name, "kind": kind})
    _grant(connection, kind, name)


ROLE: Final = text(
    "SELECT pg_catalog.shobj_description(oid, 'pg_authid') AS said FROM pg_catalog.pg_roles WHERE rolname = :name"
)


def _quoted(role: str) -> str:
    return '"' + role.replace('"', '""') + '"'


FILE_TRIGGERS: Final = (
    *(
        f"CREATE TRIGGER IF NOT EXISTS {table}_remains BEFORE DELETE ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is never deleted'); END"
        for table in WITHOUT_CHANGE
    ),
    *(
        f"CREATE TRIGGER IF NOT EXISTS {table}_stays BEFORE UPDATE ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is never changed'); END"
        for table in WITHOUT_CHANGE
        if table != "entry"
    ),
    (
        "CREATE TRIGGER IF NOT EXISTS entry_stays BEFORE UPDATE ON entry WHEN OLD.body IS NOT NULL OR NEW.body IS NULL "
        "OR (NEW.log, NEW.seq, NEW.root, NEW.header, NEW.hash, NEW.seal) "
        "IS NOT (OLD.log, OLD.seq, OLD.root, OLD.header, OLD.hash, OLD.seal) "
        "BEGIN SELECT RAISE(ABORT, 'entry is never changed'); END"
    ),
)
