"""How a value went from batch to batch, for review and product review (EU GMP 1.10; 21 CFR 211.180(e))."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ValueHistory:
    """One entry of a master in its last batches, oldest first, up to and including `batch` -> `HistoryAnswer`.

    `slot` is the entry's id in the master. `batch` "" takes the newest batches of all.
    """

    mbr: str
    slot: str
    batch: str = ""
    last: int = 24


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One batch: its number, version of the master, status, the value as decimal text and how many it is the mean of.

    `verdict` is the worst of them; `at` the time of the last.
    """

    batch: str
    version: str
    status: str
    value: str
    count: int
    verdict: str
    at: str


@dataclass(frozen=True, slots=True)
class HistoryAnswer:
    """Label and unit of the entry, its limits as they were in the newest batch ("" for none), and the batches."""

    slot: str
    label: str
    unit: str
    low: str
    high: str
    rows: tuple[HistoryRow, ...]


@dataclass(frozen=True, slots=True)
class TrendValues:
    """The entries of a master's version in use that give a number -> `tuple[TrendValue, ...]`, in document order."""

    mbr: str


@dataclass(frozen=True, slots=True)
class TrendValue:
    """One entry that can be charted."""

    slot: str
    label: str
    unit: str
    step: str
    kind: str
