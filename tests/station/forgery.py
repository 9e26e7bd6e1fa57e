"""What somebody with the file, and somebody with the station's key as well, could do to a record; for tests that it is found.

Everything here goes around the program: the file is changed by plain SQL with the triggers taken away, as a thief would.
"""

from __future__ import annotations

import contextlib
import json
import secrets
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ebr.storage import database, key_store, views
from ebr.storage.aggregates import AGGREGATES
from ebr.storage.chain import KEY_STARTED, Entry, Sealer, body_hash, leaf_of, sealed
from ebr.storage.codec import encode, read_header, write_header
from ebr.storage.folder import DATABASE
from ebr.storage.keys import StationKeys
from ebr.storage.projector import Projector

COLUMNS = "log, seq, header, body, hash, seal"


@contextlib.contextmanager
def file_of(folder: Path) -> Iterator[sqlite3.Connection]:
    """The record's file, open to everything; the triggers are back afterwards, so nothing shows from outside."""
    connection = sqlite3.connect(folder / DATABASE)
    try:
        triggers = [row[0] for row in connection.execute("SELECT sql FROM sqlite_schema WHERE type = 'trigger'")]
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'")]
        for name in names:
            connection.execute(f"DROP TRIGGER {name}")
        yield connection
        for trigger in triggers:
            connection.execute(trigger)
        connection.commit()
    finally:
        connection.close()


def entries_in(folder: Path) -> list[Entry]:
    connection = sqlite3.connect(f"file:{folder / DATABASE}?mode=ro", uri=True)
    try:
        return [Entry(*row) for row in connection.execute(f"SELECT {COLUMNS} FROM entry ORDER BY arrival")]  # noqa: S608 - our own names
    finally:
        connection.close()


def number_of(folder: Path, event: str, holding: str = "") -> int:
    """The number of the first entry with an event and a text in its body."""
    return next(
        e.seq
        for e in entries_in(folder)
        if event in read_header(e.header).event and holding.encode() in (e.body or b"")
    )


def put_back(folder: Path, entries: Sequence[Entry]) -> None:
    """Write these entries instead of those that are there."""
    with file_of(folder) as connection:
        connection.execute("DELETE FROM entry")
        rows = [(n, e.log, e.seq, e.header, e.body, e.hash, e.seal) for n, e in enumerate(entries, 1)]
        connection.executemany(
            "INSERT INTO entry (arrival, log, seq, header, body, hash, seal) VALUES (?, ?, ?, ?, ?, ?, ?)", rows
        )


def made_anew(folder: Path, log: str) -> None:
    """Make every view and index of a folder fit its entries again, by the program's own code; `log` is its own."""
    engine = database.writer(folder / DATABASE)
    with engine.connect() as connection, connection.begin():
        connection.exec_driver_sql("DELETE FROM action WHERE first_arrival > (SELECT max(arrival) FROM entry)")
        Projector(views.ALL, AGGREGATES).rebuild(connection, log)
    engine.dispose()


def set_column(folder: Path, seq: int, column: str, change: Callable[[bytes], bytes]) -> None:
    with file_of(folder) as connection:
        before = connection.execute(f"SELECT {column} FROM entry WHERE seq = ?", (seq,)).fetchone()[0]  # noqa: S608 - our own names
        connection.execute(f"UPDATE entry SET {column} = ? WHERE seq = ?", (change(before), seq))  # noqa: S608 - our own names


def swapped(old: str, new: str) -> Callable[[bytes], bytes]:
    """Exchange a text in bytes; insist that it is there."""

    def change(data: bytes) -> bytes:
        assert old.encode() in data, (old, data)
        return data.replace(old.encode(), new.encode(), 1)

    return change


Change = Callable[[str, Any], Any]
"""Gets an event's name and fields; returns the fields to write, or None to leave the entry out."""


@dataclass
class Thief:
    """Holds the station's key and writes the end of its own log anew: the strongest attack on one station."""

    folder: Path

    def rewrite(self, first: int, change: Change) -> None:
        keys = StationKeys.of(key_store.opened(self.folder).secret)
        entries = entries_in(self.folder)
        log = next(e.log for e in entries if read_header(e.header).key == keys.public)
        fresh = iter(rewritten([e for e in entries if e.log == log], keys, first, change))
        # Other logs stay where they arrived; of the own one there may be more or fewer entries than before.
        kept = [next(fresh, None) if e.log == log else e for e in entries]
        put_back(self.folder, [*(e for e in kept if e is not None), *fresh])
        made_anew(self.folder, log)


def rewritten(entries: Sequence[Entry], keys: StationKeys, first: int, change: Change) -> list[Entry]:
    """One log with its end from number `first` on written anew by whoever holds the station's keys.

    The entries before `first` stay. The sealing key that was used at `first` is long gone, so a start of the program is put in between, certified by
    the station's key, and everything behind it is sealed by that.
    """
    kept, rest = entries[: first - 1], entries[first - 1 :]
    sealer = Sealer.of(Ed25519PrivateKey.generate())
    start = next(e for e in reversed(kept) if read_header(e.header).event == KEY_STARTED)
    done, renamed = list(kept), dict[str, str]()
    for entry in (start, *rest):
        header = read_header(entry.header)
        salt, fields = json.loads(entry.body or b"null")
        fields = change(header.event, fields)
        if fields is None:
            renamed[entry.hash.hex()] = renamed.get(header.after[0], header.after[0]) if header.after else ""
            continue
        prev = done[-1].hash.hex()
        after = [renamed.get(name, name) for name in header.after]
        if header.event == KEY_STARTED:
            sealer = Sealer.of(Ed25519PrivateKey.generate())
            fields = {**fields, "key": sealer.public, "certificate": keys.certify(entry.log, prev, sealer.public)}
        if entry is start:
            salt = secrets.token_hex(16)
            after = [e.hash.hex() for e in reversed(kept) if read_header(e.header).subject == header.subject][:1]
            at = read_header(rest[0].header).at if rest else header.at
            header = msgspec.structs.replace(header, action=(secrets.token_hex(16), 1, 1), at=at)
        body = encode([salt, fields])
        header = msgspec.structs.replace(
            header, seq=len(done) + 1, prev=prev, key=sealer.public, body=body_hash(body), after=tuple(after),
            relies=tuple(sorted((subject, renamed.get(name, name)) for subject, name in header.relies)),
        )  # fmt: skip
        made = sealed(header, body, sealer)
        # What followed on the station's last entry follows on the start that stands in between now.
        renamed[after[0] if entry is start else entry.hash.hex()] = made.hash.hex()
        done.append(made)
    return done


def nothing(_name: str, fields: Any) -> Any:
    """Change nothing."""
    return fields


def one_value(old: str, new: str, event: str = "batch.value-recorded") -> Change:
    """Another value in the first entry of a kind that holds the old one."""
    waiting = [old]

    def change(name: str, fields: Any) -> Any:
        text = json.dumps(fields, ensure_ascii=False)
        if waiting and name.startswith(event) and f'"{old}"' in text:
            waiting.clear()
            return json.loads(text.replace(f'"{old}"', f'"{new}"', 1))
        return fields

    return change


def without(event: str) -> Change:
    """Leave out every entry with an event."""
    return lambda name, fields: None if name.startswith(event) else fields


def resealed(entry: Entry, **changes: Any) -> Entry:
    """An entry with another header, its hash right, its seal the old one."""
    header = msgspec.structs.replace(read_header(entry.header), **changes)
    data = write_header(header)
    return replace(entry, header=data, hash=leaf_of(data))
