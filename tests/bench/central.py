"""The central store: sending to a real PostgreSQL beside a bare COPY of the same bytes, and twenty stations at once.

The server is the embedded one of the tests, durable as it is shipped (fsync on). The floor copies the same columns into
a table with the same key and nothing that checks them; executemany inserts them row by row. All sides write batches of a
thousand entries, a transaction each, into a fresh database, and take turns.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import psycopg

from ebr.storage.chain import Entry
from ebr.sync.central import Central, founding
from tests.bench.rows import Row
from tests.bench.sizes import Sizes
from tests.bench.timing import Side, spread, take_turns
from tests.sync.making import Chain
from tests.sync.postgres_server import Server, running

BATCH = 1000
STATIONS = 20
MOST_ROUNDS = 5
COLUMNS = "log text NOT NULL, seq bigint NOT NULL, root text NOT NULL, header bytea NOT NULL, body bytea, hash bytea NOT NULL, seal bytea NOT NULL"
TABLE = f"CREATE TABLE plain ({COLUMNS}, PRIMARY KEY (log, seq))"
TYPES = ("text", "int8", "text", "bytea", "bytea", "bytea", "bytea")


def measure(_place: Path, sizes: Sizes) -> Iterator[Row]:
    """Yield the rows of one first send, and of twenty stations that send at once."""
    count = min(sizes.stored, 100_000)
    entries = Chain.begun("Room 1", count - 2).entries
    with running() as server:
        found = take_turns(
            {
                "ours": lambda: _sent(server.fresh(), entries),
                "copy": lambda: _copied(server.fresh(), entries),
                "many": lambda: _executed(server.fresh(), entries),
            },
            min(sizes.rounds, MOST_ROUNDS),
        )
        yield from _rows(count, found)
        yield _at_once(server, max(100, count // 10))


def _rows(count: int, found: dict[str, Side]) -> Iterator[Row]:
    name, ours = f"first send of {count:,} entries to PostgreSQL", found["ours"].rate()
    yield Row(
        name,
        ours,
        found["copy"].rate(),
        "bare COPY of the same bytes",
        "entries/s",
        (">=", 0.6),
        "gap, link, hash and login checked by the server",
    )
    yield Row(f"{name}, inserted", ours, found["many"].rate(), "psycopg executemany", "entries/s")
    yield Row(f"{name}, replicated", ours, None, "PouchDB (not installed)", "entries/s", (">=", 8))


def _batches(entries: Sequence[Entry]) -> Iterator[Sequence[Entry]]:
    return (entries[start : start + BATCH] for start in range(0, len(entries), BATCH))


def _each(entries: Sequence[Entry], send: Callable[[Sequence[Entry]], object]) -> None:
    for batch in _batches(entries):
        send(batch)


def _row(e: Entry) -> tuple[object, ...]:
    return (e.log, e.seq, "batch/b1", e.header, e.body, e.hash, e.seal)


def _sent(url: str, entries: Sequence[Entry]) -> list[float]:
    founding.init(url)
    with Central.at(url) as centre:
        centre.describe()
        return spread(lambda: _each(entries, lambda batch: centre.append(batch[0].log, batch)), len(entries))


def _copied(url: str, entries: Sequence[Entry]) -> list[float]:
    with psycopg.connect(url) as connection:
        connection.execute(TABLE)
        connection.commit()

        def send(batch: Sequence[Entry]) -> None:
            with connection.cursor() as cursor, cursor.copy("COPY plain FROM STDIN (FORMAT BINARY)") as copy:
                copy.set_types(TYPES)
                for entry in batch:
                    copy.write_row(_row(entry))
            connection.commit()

        return spread(lambda: _each(entries, send), len(entries))


def _executed(url: str, entries: Sequence[Entry]) -> list[float]:
    with psycopg.connect(url) as connection:
        connection.execute(TABLE)
        connection.commit()

        def send(batch: Sequence[Entry]) -> None:
            with connection.cursor() as cursor:
                cursor.executemany("INSERT INTO plain VALUES (%s, %s, %s, %s, %s, %s, %s)", [_row(e) for e in batch])
            connection.commit()

        return spread(lambda: _each(entries, send), len(entries))


def _at_once(server: Server, each: int) -> Row:
    """Return what twenty programs send in a second, each its own log with its own login, beside one alone."""
    url = server.fresh()
    founding.init(url)
    logins = [founding.login(url, f"bench-{n}") for n in range(STATIONS + 1)]
    alone = _seconds([_child(logins[0], "alone", each)], each)
    together = _seconds([_child(login, f"Room {n}", each) for n, login in enumerate(logins[1:])], each * STATIONS)
    with Central.at(url) as centre:
        heads = sorted(head.seq for head in centre.heads().values())
    assert heads == [each] * (STATIONS + 1), heads
    note = "every log whole afterwards; the programs share this machine with the server"
    return Row(
        f"{STATIONS} stations x {each:,} entries at once", together, alone, "one station alone", "entries/s", note=note
    )


def _seconds(children: list[subprocess.Popen[str]], count: int) -> float:
    """Let children that have made their entries send, and return the entries in a second."""
    for child in children:
        assert child.stdout is not None
        child.stdout.readline()
    start = time.perf_counter()
    for child in children:
        assert child.stdin is not None
        child.stdin.write("go\n")
        child.stdin.flush()
    ends = [child.wait(600) for child in children]
    took = time.perf_counter() - start
    for child in children:
        for stream in (child.stdin, child.stdout):
            assert stream is not None
            stream.close()
    assert not any(ends), ends
    return count / took


def _child(url: str, name: str, count: int) -> subprocess.Popen[str]:
    arguments = [sys.executable, "-m", "tests.bench.central", url, name, str(count)]
    return subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def _send_one(url: str, name: str, count: int) -> None:
    entries = Chain.begun(name, count - 2).entries
    with Central.at(url) as centre:
        centre.describe()
        print("ready", flush=True)
        sys.stdin.readline()
        for batch in _batches(entries):
            centre.append(batch[0].log, batch)


if __name__ == "__main__":
    _send_one(sys.argv[1], sys.argv[2], int(sys.argv[3]))
