"""A station's store open for reading: no key and no lock; it never waits and never writes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from sqlalchemy import Connection, Engine

from ebr.storage import database


class Reader:
    """A station's store open for reading: questions, states, entries, as of the last commit."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def reading(self) -> AbstractContextManager[Connection]:
        """Give a connection that sees one moment of the record."""
        return database.reading(self._engine)

    @contextmanager
    def closing(self) -> Iterator[Reader]:
        """Close the reader at the end of a `with`."""
        try:
            yield self
        finally:
            self.close()

    def close(self) -> None:
        """Give the connections back."""
        self._engine.dispose()
