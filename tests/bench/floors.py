"""The least that reading a store can cost: plain sqlite3 and msgspec, no checks."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pysqlite3.dbapi2 as sqlite
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

BATCH = "SELECT e.header, e.body FROM subject_entry AS s JOIN entry AS e ON e.arrival = s.arrival WHERE s.root = ? ORDER BY s.arrival"
ALL = "SELECT arrival, log, seq, header, body FROM entry ORDER BY arrival"


class At(msgspec.Struct, gc=False):
    wall: str
    zone: str


class Header(msgspec.Struct, gc=False):
    at: At
    by: str
    event: str
    subject: str


class Recorded(msgspec.Struct, gc=False):
    batch: str
    slot: str
    item: int
    attempt: int
    value: dict[str, str]
    performed_by: str
    source: dict[str, str]
    verdict: str
    limits: dict[str, str]
    late: str
    happened: str


HEADER = msgspec.json.Decoder(Header).decode
RECORDED = msgspec.json.Decoder(tuple[str, Recorded]).decode
OTHER = msgspec.json.Decoder(tuple[str, dict[str, Any]]).decode
VALUE = "batch.value-recorded/1"


class Batch:
    """One batch, read and taken into a dictionary of slots."""

    def __init__(self, path: Path, root: str) -> None:
        self._connection = sqlite.connect(f"file:{path}?mode=ro", uri=True)
        self._root = root

    def open(self) -> dict[str, Any]:
        """Read, decode, apply."""
        slots: dict[str, Any] = {}
        others = []
        for header, body in self._connection.execute(BATCH, (self._root,)):
            told = HEADER(header)
            if told.event == VALUE:
                event = RECORDED(body)[1]
                slots[event.slot] = (event.value, event.verdict, event.performed_by, told.by, told.at)
            else:
                others.append((OTHER(body)[1], told))
        return slots

    def close(self) -> None:
        self._connection.close()


class Views:
    """A copy of a station's database whose views are made anew by one statement a table."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite.connect(str(path), isolation_level=None)
        self._connection.execute("PRAGMA journal_mode = WAL").fetchall()
        self._connection.execute("PRAGMA synchronous = FULL")

    def rebuild(self) -> None:
        """Write index, audit trail and values: the tables with a row for each entry."""
        run, many = self._connection.execute, self._connection.executemany
        run("BEGIN IMMEDIATE")
        for table in ("subject_entry", "audit", "slot_values"):
            run(f"DELETE FROM {table}")  # noqa: S608 - our own names
        for places, lines, slots in self._rows():
            many("INSERT INTO subject_entry VALUES (?, ?)", places)
            many(f"INSERT INTO audit VALUES ({', '.join('?' * 13)})", lines)  # noqa: S608 - our own names
            many(f"INSERT OR REPLACE INTO slot_values VALUES ({', '.join('?' * 12)})", slots)  # noqa: S608 - our own names
        run("COMMIT")

    def rebuild_one_table(self) -> None:
        """Write the values only, six columns."""
        run, many = self._connection.execute, self._connection.executemany
        run("BEGIN IMMEDIATE")
        run("DROP TABLE IF EXISTS one_table")
        run(
            "CREATE TABLE one_table (root TEXT, slot TEXT, value TEXT, verdict TEXT, who TEXT, at TEXT, PRIMARY KEY (root, slot)) WITHOUT ROWID"
        )
        for _, _, slots in self._rows(lines=False):
            many(
                "INSERT OR REPLACE INTO one_table VALUES (?, ?, ?, ?, ?, ?)",
                [(s[0], s[1], s[3], s[4], s[5], s[6]) for s in slots],
            )
        run("COMMIT")

    def close(self) -> None:
        self._connection.close()

    def _rows(self, *, lines: bool = True) -> Iterator[tuple[list[Any], list[Any], list[Any]]]:
        cursor = self._connection.execute(ALL)
        while rows := cursor.fetchmany(1000):
            places, trail, slots = [], [], []
            for arrival, log, seq, header, body in rows:
                told = HEADER(header)
                root = "/".join(told.subject.split("/")[:2])
                place = new = ""
                if told.event == VALUE:
                    event = RECORDED(body)[1]
                    place, new = event.slot, event.value["number"]
                    slots.append(
                        (
                            root,
                            event.slot,
                            event.item,
                            new,
                            event.verdict,
                            event.performed_by,
                            told.at.wall,
                            1,
                            0,
                            "",
                            "",
                            "",
                        )
                    )
                else:
                    OTHER(body)
                if lines:
                    places.append((root, arrival))
                    trail.append(
                        (
                            root,
                            arrival,
                            log,
                            seq,
                            told.at.wall,
                            told.at.zone,
                            told.by,
                            told.subject,
                            told.event,
                            place,
                            "",
                            new,
                            "",
                        )
                    )
            yield places, trail, slots


class Chain:
    """The entries as bytes, hashed and checked as directly as Python can."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite.connect(f"file:{path}?mode=ro", uri=True)

    def hashes(self, *, every_seal: bool = False) -> int:
        """Hash every header and body, compare the links where they stand in the bytes; check seals if asked."""
        sha256, before, count = hashlib.sha256, b"", 0
        keys: dict[bytes, Any] = {}
        for header, body, leaf, seal in self._connection.execute(
            "SELECT header, body, hash, seal FROM entry ORDER BY arrival"
        ):
            assert sha256(b"\x00" + header).digest() == leaf
            at = header.index(b'"body":"') + 8
            assert sha256(body).hexdigest().encode() == header[at : at + 64]
            at = header.index(b'"prev":"') + 8
            assert header[at : at + 64] == before or not before
            if every_seal:
                at = header.index(b'"key":"') + 7
                key = header[at : at + 64]
                verify = keys.get(key)
                if verify is None:
                    verify = keys[key] = Ed25519PublicKey.from_public_bytes(bytes.fromhex(key.decode())).verify
                verify(seal, b"ebr seal/1\x00" + leaf)
            before = leaf.hex().encode()
            count += 1
        return count

    def close(self) -> None:
        self._connection.close()
