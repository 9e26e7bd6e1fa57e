"""The two libraries that come nearest: eventsourcing (no hash, no seal, no view) and SQLAlchemy-Continuum (row versions).

Both write to SQLite with WAL and FULL, the same facts in each act. Their module is imported when asked for; without it
there is no peer.
"""

from __future__ import annotations

import time
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any, ClassVar

Run = Callable[[int], list[float]]


@contextmanager
def eventsourcing(folder: Path, facts: Mapping[str, Any]) -> Iterator[Run | None]:
    """Give what saves one event of an aggregate n times; None when the library is not installed."""
    if find_spec("eventsourcing") is None:
        yield None
        return
    from eventsourcing.application import Application
    from eventsourcing.domain import Aggregate

    class Batch(Aggregate):
        class Recorded(Aggregate.Event):
            data: dict[str, Any]

            def apply(self, aggregate: Any) -> None:
                aggregate.count = getattr(aggregate, "count", 0) + 1

        def record(self, data: dict[str, Any]) -> None:
            self.trigger_event(self.Recorded, data=data)

    application = Application(
        env={"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": str(folder / "peer-es.db")}
    )

    def run(count: int) -> list[float]:
        batch = Batch()
        application.save(batch)
        took = []
        for _ in range(count):
            start = time.perf_counter()
            batch.record(dict(facts))
            application.save(batch)
            took.append(time.perf_counter() - start)
        return took

    try:
        yield run
    finally:
        application.close()


@contextmanager
def continuum(folder: Path, facts: bytes) -> Iterator[Run | None]:
    """Give what changes one versioned row n times; None when the library is not installed."""
    if find_spec("sqlalchemy_continuum") is None:
        yield None
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        engine, form, session = _versioned(folder)

        def run(count: int) -> list[float]:
            took = []
            for n in range(count):
                start = time.perf_counter()
                with session.begin() as open_session:
                    row = open_session.get(form, n % 23 + 1)
                    row.value, row.body, row.actor = str(time.perf_counter_ns()), facts, f"person-{n % 40}"
                took.append(time.perf_counter() - start)
            return took

        try:
            yield run
        finally:
            engine.dispose()


def _versioned(folder: Path) -> tuple[Any, Any, Any]:
    import sqlalchemy as sa
    from sqlalchemy.orm import configure_mappers, declarative_base, sessionmaker
    from sqlalchemy_continuum import make_versioned

    make_versioned(user_cls=None)
    base = declarative_base()

    class Step(base):  # type: ignore[misc, valid-type]
        __versioned__: ClassVar[dict[str, Any]] = {}
        __tablename__ = "step"
        id = sa.Column(sa.Integer, primary_key=True)
        value = sa.Column(sa.Unicode(50))
        body = sa.Column(sa.LargeBinary)
        actor = sa.Column(sa.Unicode(50))

    configure_mappers()
    engine = sa.create_engine(f"sqlite:///{folder / 'peer-continuum.db'}")

    @sa.event.listens_for(engine, "connect")
    def settle(connection: Any, _record: object) -> None:
        connection.execute("PRAGMA journal_mode = WAL").fetchall()
        connection.execute("PRAGMA synchronous = FULL")

    base.metadata.create_all(engine)
    session = sessionmaker(engine)
    with session.begin() as first:
        first.add_all(Step(id=n, value="0", body=b"", actor="") for n in range(1, 24))
    return engine, Step, session
