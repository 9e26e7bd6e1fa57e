"""What a store is built from, and what the genesis of its log says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ebr.clock import Clock, SystemClock
from ebr.storage import aggregates as known_aggregates
from ebr.storage import folder, views
from ebr.storage.aggregates import Aggregate
from ebr.storage.database import PYSQLITE, Driver
from ebr.storage.views.view import View

PROGRAM = "ebr 0.1.0"


@dataclass(frozen=True, slots=True)
class Setting:
    """What a store is built from; everything has the value of the shipped program, tests put others."""

    driver: Driver = PYSQLITE
    aggregates: Mapping[str, Aggregate] = field(default_factory=lambda: known_aggregates.AGGREGATES)
    views: Sequence[View] = views.ALL
    clock: Clock = field(default_factory=SystemClock)
    ballast: int = folder.BALLAST_BYTES
    program: str = PROGRAM


@dataclass(frozen=True, slots=True)
class Founding:
    """What the genesis of a new log says, besides the station's key."""

    station: str
    site: str
    profile: str
    machine: Mapping[str, str]
    previous_log: str = ""
    previous_head: str = ""
