"""One real PostgreSQL for all tests of synchronising that ask for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.sync.postgres_server import Server, running


@pytest.fixture(scope="session")
def one_server() -> Iterator[Server]:
    """The server of the whole run."""
    with running() as server:
        yield server


@pytest.fixture
def postgres(one_server: Server) -> Iterator[Server]:
    """A running server; ask it for a `fresh()` database, which is gone with the test."""
    mine = replace(one_server, made=[])
    yield mine
    mine.drop()
