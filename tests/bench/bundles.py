"""A bundle of a whole office: made and taken in, beside the plain loops that do only what cannot be left out.

Making, plain: read the rows, pack them with zlib 1 in pieces of a thousand, hash and sign the file, one fsync. Taking,
plain: unpack, hash every header, verify every seal (by libsodium, as ours), insert the rows, one commit. No encryption,
no links, no views, no reading back: those are ours to pay. All sides take turns.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
import sqlite3
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from nacl.bindings import crypto_sign_open

from ebr.station import bundles, joining
from ebr.station.answered import Answer
from ebr.station.bundle_contents import Wanted, ends_of
from ebr.station.door import Station
from ebr.station.questions import Preview, StationStatus
from ebr.storage.chain import SEAL_PURPOSE
from ebr.storage.codec import read_header
from ebr.storage.folder import DATABASE
from ebr.sync.steps import Steps, Tell
from tests.bench import filling, stepping, world
from tests.bench.rows import Row
from tests.bench.sizes import Sizes
from tests.bench.timing import spread, take_turns

AT_ONCE = 1000
ROOM = "Station-2"
TO_REACH = 0.5
MOST_ROUNDS = 3
LEAST_BESIDE = 50_000
"""Entries of a bundle that is under way long enough for a stretch of steps beside it."""
EVERYTHING = Wanted(since={})
NOTES = (
    ("made", "plain loop", "encrypted, read back, noted"),
    (
        "taken",
        "plain loop, every seal",
        "looked through whole, every seal, then taken and viewed; child processes check",
    ),
)
ENTRIES = msgspec.msgpack.Decoder(list[tuple[int, bytes, bytes, bytes]])
INSERT = "INSERT INTO entry VALUES (?, ?, ?, ?, ?)"


def measure(place: Path, sizes: Sizes) -> Iterator[Row]:
    """Yield the rows of making and of taking one bundle with everything, and of a step while one is under way."""
    office, room, files = place / "office", place / "room", place / "files"
    files.mkdir(parents=True)
    world.found(office)
    filling.fill(office, sizes.stored)
    with Station.open(office) as station:
        _admit(station, room)
        count = sum(head.seq for head in ends_of(station.store).values())
    first, plain = files / "first", files / "plain"
    _made(office, first)
    _make(office / DATABASE, plain)
    found = take_turns(
        {
            "made": lambda: _made(office, files / secrets.token_hex(4), count),
            "made plain": lambda: spread(lambda: _make(office / DATABASE, files / secrets.token_hex(4)), count),
            "taken": lambda: _taken(room, first, count),
            "taken plain": lambda: spread(lambda: _take(plain, files / secrets.token_hex(4)), count),
        },
        min(sizes.rounds, MOST_ROUNDS),
    )
    name = f"bundle of {count:,} entries"
    for how, peer, note in NOTES:
        ours, plain_rate = found[how].rate(), found[f"{how} plain"].rate()
        yield Row(f"{name}: {how}", ours, plain_rate, peer, "entries/s", (">=", TO_REACH), note)
    shutil.rmtree(files)
    if sizes.stored >= LEAST_BESIDE:
        yield from _steps(office, room, place, sizes)


def _made(office: Path, file: Path, count: int = 1) -> list[float]:
    with Station.open(office) as station:
        return spread(lambda: world.must(bundles.export(station, ROOM, file)), count)


def _taken(room: Path, file: Path, count: int) -> list[float]:
    target = room.with_name("taken")
    shutil.copytree(room, target)
    with Station.open(target) as station:
        took = spread(lambda: world.must(bundles.take(station, file)), count)
    shutil.rmtree(target)
    return took


def _steps(office: Path, room: Path, place: Path, sizes: Sizes) -> Iterator[Row]:
    """Write a bundle and take another one in at a station where somebody records."""
    first, back = place / "first.ebrb", place / "back.ebrb"
    _made(office, first)
    with Station.open(room) as station:
        world.must(bundles.take(station, first))
        filling.more(station, sizes.stored)
        world.must(bundles.export(station, "Station-1", back))
    with world.opened(office) as station:
        acts = stepping.acts(station, sizes)
        half = len(acts) // 2

        def write(tell: Tell, stop: Callable[[], bool]) -> Steps[Answer]:
            return bundles.export_steps(station, ROOM, place / "new.ebrb", wanted=EVERYTHING, tell=tell, stop=stop)

        def take(tell: Tell, stop: Callable[[], bool]) -> Steps[Answer]:
            return bundles.take_steps(station, back, tell=tell, stop=stop)

        written = stepping.Round(station, write).stepped(acts[:half])
        taken = stepping.Round(station, take).stepped(acts[half:])
    yield from written.rows(f"a step while a bundle of {sizes.stored:,} entries is written")
    yield from taken.rows(f"a step while a bundle of {sizes.stored:,} entries is taken")


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
    place = 0
    store.execute("BEGIN")
    while place < len(data):
        size = int.from_bytes(data[place : place + 4], "big")
        rows = ENTRIES.decode(zlib.decompress(data[place + 4 : place + 4 + size]))
        place += 4 + size
        store.executemany(INSERT, [_verified(row) for row in rows])
    store.execute("COMMIT")
    store.close()


def _verified(row: tuple[int, bytes, bytes, bytes]) -> tuple[object, ...]:
    seq, header, body, seal = row
    leaf = hashlib.sha256(b"\x00" + header).digest()
    crypto_sign_open(seal + SEAL_PURPOSE + leaf, bytes.fromhex(read_header(header).key))
    return (seq, header, body, leaf, seal)
