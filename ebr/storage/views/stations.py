"""Stations as a list, and who is locked on which: what the status screen and a duty unlocker see (floor-rules 8, 15).

Only the record's own facts: what a station has synchronised, or how long ago, is no view's business.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import TEXT, Column, Connection, Integer, MetaData, Table, select

from ebr.domain.decision import Recorded
from ebr.domain.station.state import StationState, signed_in, terminal_setting
from ebr.storage.views.view import Rows

METADATA = MetaData()
STATIONS = Table(
    "stations",
    METADATA,
    Column("root", TEXT, primary_key=True),
    Column("station", TEXT, nullable=False),
    Column("site", TEXT, nullable=False),
    Column("profile", TEXT, nullable=False),
    Column("log", TEXT, nullable=False),
    Column("room", TEXT, nullable=False),
    Column("person", TEXT, nullable=False),
    Column("locked", Integer, nullable=False),
    Column("clock_doubt", Integer, nullable=False),
    Column("clock_jumps", Integer, nullable=False),
    Column("exports", Integer, nullable=False),
    Column("faults", Integer, nullable=False),
    Column("checkpoint_size", Integer, nullable=False),
    Column("last_at", TEXT, nullable=False),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
LOCKED = Table(
    "locked_people",
    METADATA,
    Column("root", TEXT, primary_key=True),
    Column("person", TEXT, primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("since", TEXT, nullable=False),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)


@dataclass(frozen=True, slots=True)
class StationRow:
    """One station as the lists show it; `person` is who is signed in, empty for nobody."""

    root: str
    station: str
    site: str
    profile: str
    log: str
    room: str
    person: str
    locked: int
    clock_doubt: int
    clock_jumps: int
    exports: int
    faults: int
    checkpoint_size: int
    last_at: str


@dataclass(frozen=True, slots=True)
class LockedRow:
    """One person locked on one station."""

    root: str
    person: str
    failures: int
    since: str


@dataclass(frozen=True, slots=True)
class StationsView:
    """The view of all stations."""

    name: str = "stations"
    version: int = 2
    aggregate: str = "station"
    table: Table = STATIONS

    def rows(self, _root: str, state: StationState, _touched: Sequence[Recorded] | None) -> Rows:
        """Return the station's row, or None before its log began."""
        return {(): _row(state) if state.begun else None}


@dataclass(frozen=True, slots=True)
class LockedView:
    """The view of who is locked where."""

    name: str = "locked_people"
    version: int = 1
    aggregate: str = "station"
    table: Table = LOCKED

    def rows(self, _root: str, state: StationState, touched: Sequence[Recorded] | None) -> Rows:
        """Return a row for each person locked; None for those the touched entries speak of who are not."""
        named = (getattr(one.event, "person", "") for one in touched or ())
        rows: dict[tuple[str | int, ...], dict[str, str | int | None] | None] = {
            (person,): None for person in named if person
        }
        rows |= {(lock.person,): {"failures": lock.failures, "since": lock.since} for lock in state.locked.values()}
        return rows


def stations(connection: Connection) -> list[StationRow]:
    """Return every station, by name."""
    return [StationRow(*line) for line in connection.execute(select(STATIONS).order_by(STATIONS.c.station))]


def locked_people(connection: Connection, root: str = "") -> list[LockedRow]:
    """Return who is locked, on one station (its root) or anywhere, longest first."""
    query = select(LOCKED).order_by(LOCKED.c.since, LOCKED.c.person)
    query = query.where(LOCKED.c.root == root) if root else query
    return [LockedRow(*line) for line in connection.execute(query)]


def _row(state: StationState) -> dict[str, str | int | None]:
    present = signed_in(state)
    return {
        "station": state.name,
        "site": state.site,
        "profile": state.profile,
        "log": state.log,
        "room": terminal_setting(state, "room"),
        "person": present.person if present else "",
        "locked": len(state.locked),
        "clock_doubt": int(bool(state.clock_doubt)),
        "clock_jumps": len(state.clock_events),
        "exports": state.exports,
        "faults": state.faults,
        "checkpoint_size": state.checkpoint_size,
        "last_at": state.last_fact,
    }


STATIONS_VIEW = StationsView()
LOCKED_VIEW = LockedView()
