"""How entries are put into a central store: one log locked, what is there compared, the rest stored.

A server checks gap, link, hash and owner by its own trigger (`guard`), and the entries reach it by binary COPY. An
embedded file has nobody to check but us, so the same checks are made here before a row is written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from struct import Struct, pack
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, Table, insert, select, text
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite
from sqlalchemy.exc import DBAPIError

from ebr.domain.site.events import SiteCreated
from ebr.domain.station.events import Genesis
from ebr.domain.subjects import root_of
from ebr.storage.chain import Broken, Entry, check_link, parsed
from ebr.storage.codec import UnknownEvent, Unreadable, read, read_header
from ebr.storage.site_key import fingerprint
from ebr.sync.central.tables import ABOUT, ENTRY
from ebr.sync.other_side import Head

COPY: Final = "COPY ebr.entry (log, seq, root, header, body, hash, seal) FROM STDIN (FORMAT BINARY)"
COPY_HEAD: Final = b"PGCOPY\n\xff\r\n\x00" + bytes(8)
COPY_END: Final = b"\xff\xff"
PIECE: Final = 50
"""Rows written at once: the server takes them in while the next are packed."""
SITE_CREATED: Final = b'"event":"site.created/1"'
_SUBJECT: Final = b',"subject":"'
_SUITE: Final = b',"suite":"'
_SEVEN_COLUMNS: Final = pack("!h", 7)
_NOTHING: Final = pack("!i", -1)
_size: Final = Struct("!i").pack
_number: Final = Struct("!iq").pack


def standing(connection: Connection, log: str) -> Head:
    """Return the last entry of a log, which no other program writes until the transaction ends.

    Other logs are not touched. A file is locked as a whole by its transaction.
    """
    if connection.dialect.name != "postgresql":
        return head_of(connection, log)
    row = connection.execute(text("SELECT seq, hash FROM ebr.standing(:log)"), {"log": log}).first()
    return Head(0, b"") if row is None else Head(row.seq, bytes(row.hash))


def head_of(connection: Connection, log: str) -> Head:
    """Return the last entry of a log; number 0 for a log that is not there."""
    asked = select(ENTRY.c.seq, ENTRY.c.hash).where(ENTRY.c.log == log).order_by(ENTRY.c.seq.desc()).limit(1)
    row = connection.execute(asked).first()
    return Head(0, b"") if row is None else Head(row.seq, bytes(row.hash))


def fresh(connection: Connection, log: str, head: Head, entries: Sequence[Entry]) -> list[Entry]:
    """Return the entries that are not there; those that are must be the same, and may bring a body that was missing.

    Raises `Broken` for a fork, a gap and an entry of another log.
    """
    other = next((entry for entry in entries if entry.log != log), None)
    if other is not None:
        raise Broken("other_log", found=other.log)
    known = [entry for entry in entries if entry.seq <= head.seq]
    if known:
        _compare(connection, log, known)
    new = [entry for entry in entries if entry.seq > head.seq]
    for expected, entry in enumerate(new, head.seq + 1):
        if entry.seq != expected:
            raise Broken("gap", expected=str(expected), found=str(entry.seq))
    return new


def _compare(connection: Connection, log: str, known: Sequence[Entry]) -> None:
    columns = (ENTRY.c.seq, ENTRY.c.hash, ENTRY.c.body.is_(None).label("empty"))
    asked = select(*columns).where(ENTRY.c.log == log, ENTRY.c.seq.between(known[0].seq, known[-1].seq))
    here = {row.seq: row for row in connection.execute(asked)}
    for entry in known:
        row = here.get(entry.seq)
        if row is None or bytes(row.hash) != entry.hash:
            raise Broken("fork", log=log, seq=str(entry.seq))
        if row.empty and entry.body is not None:
            _fill(connection, entry, entry.body)


def _fill(connection: Connection, entry: Entry, body: bytes) -> None:
    """Put a body that was missing."""
    parsed(entry)
    if connection.dialect.name == "postgresql":
        given = {"log": entry.log, "seq": entry.seq, "body": body}
        connection.execute(text("SELECT ebr.fill(:log, :seq, :body)"), given)
    else:
        place = (ENTRY.c.log == entry.log, ENTRY.c.seq == entry.seq)
        connection.execute(ENTRY.update().where(*place).values(body=body))


def copied(connection: Connection, entries: Sequence[Entry]) -> None:
    """Store new entries in a server, which checks them."""
    import psycopg

    raw = connection.connection.driver_connection
    assert isinstance(raw, psycopg.Connection)
    _introduce(connection, entries)
    try:
        with raw.cursor() as cursor, cursor.copy(COPY) as copy:
            copy.write(COPY_HEAD)
            for start in range(0, len(entries), PIECE):
                copy.write(b"".join(map(_row, entries[start : start + PIECE])))
            copy.write(COPY_END)
    except psycopg.Error as wrong:
        raise DBAPIError(COPY, None, wrong) from wrong


def checked(connection: Connection, head: Head, entries: Sequence[Entry]) -> None:
    """Store new entries in a file, checked as a server's trigger checks them."""
    before = None if head.seq == 0 else Entry(entries[0].log, head.seq, b"", None, head.hash, b"")
    rows = []
    for entry in entries:
        header = parsed(entry)
        check_link(header, before)
        before = entry
        rows.append({**_columns(entry), "root": root_of(header.subject)})
    _introduce(connection, entries)
    connection.execute(insert(ENTRY), rows)


def once(connection: Connection, table: Table, row: Mapping[str, Any]) -> None:
    """Insert a row unless its key is there."""
    of_dialect = insert_postgresql if connection.dialect.name == "postgresql" else insert_sqlite
    connection.execute(of_dialect(table).values(**row).on_conflict_do_nothing())


def _introduce(connection: Connection, entries: Sequence[Entry]) -> None:
    """Say what the store holds with the entries that tell: the profile of the first log, the first site."""
    for entry in entries:
        if entry.body is not None and (entry.seq == 1 or SITE_CREATED in entry.header):
            key, value = _introduced(entry, entry.body)
            # Asked first: of two stations that insert the same key at once, one would wait for the other.
            if connection.scalar(select(ABOUT.c.value).where(ABOUT.c.key == key)) is None:
                once(connection, ABOUT, {"key": key, "value": value})


def _introduced(entry: Entry, body: bytes) -> tuple[str, str]:
    try:
        event = read(read_header(entry.header).event, body)
    except (Unreadable, UnknownEvent) as wrong:
        raise Broken("body_form", why=str(wrong)) from wrong
    if isinstance(event, Genesis):
        return "profile", event.profile
    if isinstance(event, SiteCreated):
        return "site", fingerprint(event.root_key)
    raise Broken("genesis")


def _row(entry: Entry) -> bytes:
    """Return an entry as a row of PostgreSQL's binary COPY: written by hand, three times as fast as by the driver."""
    header, body = entry.header, entry.body
    log, root = entry.log.encode(), _root(entry)
    return b"".join(
        (
            _SEVEN_COLUMNS,
            _size(len(log)),
            log,
            _number(8, entry.seq),
            _size(len(root)),
            root,
            _size(len(header)),
            header,
            _NOTHING if body is None else _size(len(body)),
            body or b"",
            _size(len(entry.hash)),
            entry.hash,
            _size(len(entry.seal)),
            entry.seal,
        )
    )


def _root(entry: Entry) -> bytes:
    """Return the root of an entry, whose subject stands before the last name of its header."""
    start = entry.header.rfind(_SUBJECT)
    end = entry.header.rfind(_SUITE)
    if start < 0 or end < start:
        raise Broken("header_form", why="subject")
    return _root_of(entry.header[start + len(_SUBJECT) - 1 : end])


@lru_cache(maxsize=4096)
def _root_of(subject: bytes) -> bytes:
    try:
        return root_of(msgspec.json.decode(subject, type=str)).encode()
    except msgspec.MsgspecError as wrong:
        raise Broken("header_form", why="subject") from wrong


def _columns(entry: Entry) -> dict[str, Any]:
    return {name: getattr(entry, name) for name in ("log", "seq", "header", "body", "hash", "seal")}
