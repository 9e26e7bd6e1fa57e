"""One real PostgreSQL for all tests of synchronising that ask for it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.sync.postgres_server import Server, running


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A running server; ask it for a `fresh()` database."""
    with running() as server:
        yield server
