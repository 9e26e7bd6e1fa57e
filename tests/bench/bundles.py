"""A bundle of a whole office: made and taken in, beside the plain loops that do only what cannot be left out.

Making, plain: read the rows, pack them with zlib 1 in pieces of a thousand, hash and sign the file, one fsync. Taking,
plain: unpack, hash every header, verify every seal, insert the rows, one commit. No encryption, no links, no views, no
reading back: those are ours to pay.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import zlib
from collections.abc import Iterator
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from ebr.station import bundles, joining
from ebr.station.bundle_contents import ends_of
from ebr.station.door import Station
from ebr.station.questions import Preview, StationStatus
from ebr.storage.chain import SEAL_PURPOSE
from ebr.storage.codec import read_header
from ebr.storage.folder import DATABASE
from tests.bench import filling, world
from tests.bench.rows import Row
from tests.bench.sizes import Sizes
from tests.bench.timing import timed

AT_ONCE = 1000
ROOM = "Station-2"
TO_REACH = 0.5
ENTRIES = msgspec.msgpack.Decoder(list[tuple[int, bytes, bytes, bytes]])
INSERT = "INSERT INTO entry VALUES (?, ?, ?, ?, ?)"


def measure(place: Path, sizes: Sizes) -> Iterator[Row]:
    """Yield the rows of making and of taking one bundle with everything."""
    office, room, file = place / "office", place / "room", place / "all.ebrb"
    world.found(office)
    filling.fill(office, sizes.stored)
    with Station.open(office) as station:
        _admit(station, room)
        count = sum(head.seq for head in ends_of(station.store).values())
        made = timed(lambda: world.must(bundles.export(station, ROOM, file)))
    with Station.open(room) as station:
        taken = timed(lambda: world.must(bundles.take(station, file)))
    plain = place / "plain"
    made_plain = timed(lambda: _make(office / DATABASE, plain))
    taken_plain = timed(lambda: _take(plain, place / "plain.db"))
    name = f"bundle of {count:,} entries"
    bound = (">=", TO_REACH)
    note = "encrypted, read back, noted"
    yield Row(f"{name}: made", count / made, count / made_plain, "plain loop", "entries/s", bound, note)
    note = "looked through whole, every seal, then taken and viewed"
    yield Row(f"{name}: taken", count / taken, count / taken_plain, "plain loop, every seal", "entries/s", bound, note)


def _admit(station: Station, room: Path) -> None:
    site = station.ask(StationStatus()).fingerprint
    request = joining.join(room, ROOM, site, "rehearsal", key_store="demonstration")
    world.as_person(station, "aone")
    command = joining.admission(station, request, request.code, "quality")
    seen = station.ask(Preview(command, "aone")).seen
    world.must(joining.admit(station, command, by="aone", secret=world.PASSWORD, seen=seen))


def _make(database: Path, target: Path) -> None:
    key, digest = Ed25519PrivateKey.generate(), hashlib.sha256()
    source = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    rows = source.execute("SELECT seq, header, body, seal FROM entry ORDER BY log, seq")
    with target.open("wb") as file:
        while part := rows.fetchmany(AT_ONCE):
            packed = zlib.compress(msgspec.msgpack.encode(part), 1)
            packed = len(packed).to_bytes(4, "big") + packed
            digest.update(packed)
            file.write(packed)
        file.write(key.sign(digest.digest()))
        file.flush()
        os.fsync(file.fileno())
    source.close()


def _take(source: Path, target: Path) -> None:
    store = sqlite3.connect(target, isolation_level=None)
    store.execute("PRAGMA journal_mode = WAL")
    store.execute("CREATE TABLE entry (seq INTEGER, header BLOB, body BLOB, hash BLOB, seal BLOB)")
    data = source.read_bytes()[:-64]
    hashlib.sha256(data).digest()
    keys: dict[str, Ed25519PublicKey] = {}
    place = 0
    store.execute("BEGIN")
    while place < len(data):
        size = int.from_bytes(data[place : place + 4], "big")
        rows = ENTRIES.decode(zlib.decompress(data[place + 4 : place + 4 + size]))
        place += 4 + size
        store.executemany(INSERT, [_verified(row, keys) for row in rows])
    store.execute("COMMIT")
    store.close()


def _verified(row: tuple[int, bytes, bytes, bytes], keys: dict[str, Ed25519PublicKey]) -> tuple[object, ...]:
    seq, header, body, seal = row
    leaf = hashlib.sha256(b"\x00" + header).digest()
    name = read_header(header).key
    if name not in keys:
        keys[name] = Ed25519PublicKey.from_public_bytes(bytes.fromhex(name))
    keys[name].verify(seal, SEAL_PURPOSE + leaf)
    return (seq, header, body, leaf, seal)
