"""What was written into the slots of a batch: values, attempts, corrections, elapsed times, rounds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ebr.domain.values import Value


@dataclass(frozen=True, slots=True)
class ValueRecorded:
    """A value stands in a slot. `verdict`: "" (no limits), "in", "alert", "out" (accepted only through an exception).

    `performed_by` did it, the entry's `by` recorded it (floor-rules 6); `source` is how it came: {"how":
    "typed"|"scanned"|"device"|"form", "raw": ...}, from an emergency form with its number under "form". `limits` are
    the evaluated ones. `late` holds the reason when the act happened earlier, `happened` the claimed time (PI 041).
    """

    batch: str
    slot: str
    item: int
    attempt: int
    value: Value
    performed_by: str
    source: Mapping[str, str]
    verdict: str
    limits: Mapping[str, str] = field(default_factory=dict)
    late: str = ""
    happened: str = ""


@dataclass(frozen=True, slots=True)
class AttemptRecorded:
    """Something was tried and refused: kept for ever (floor-rules 10; MHRA 6.12). `why` is the refusal's code."""

    batch: str
    slot: str
    item: int
    attempt: int
    value: Value
    performed_by: str
    source: Mapping[str, str]
    why: str
    params: Mapping[str, str] = field(default_factory=dict)
    limits: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ValueCalculated:
    """The program computed a value.

    Formula, inputs by reference, grammar version, result (computed anew after corrections).
    """

    batch: str
    slot: str
    value: Value
    formula: str
    inputs: Mapping[str, str]
    grammar: int
    verdict: str
    limits: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ValueCorrected:
    """A new value replaces a standing one; the old one stays readable (11.10(e)).

    An empty new value withdraws the item.
    """

    batch: str
    slot: str
    item: int
    value: Value
    old: Value
    reason: str
    verdict: str
    limits: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ItemsClosed:
    """A slot with many rows is complete (material, table)."""

    batch: str
    slot: str
    items: int
    verdict: str
    value: Value = field(default_factory=dict)
    limits: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TimerStarted:
    """Elapsed time runs from `started` (wall time with offset); `declared` when that is a stated past time."""

    batch: str
    slot: str
    started: str
    declared: bool


@dataclass(frozen=True, slots=True)
class TimerStopped:
    """Elapsed seconds between start and stop.

    Unconfirmed when they span a restart without trusted time (floor-rules 15).
    """

    batch: str
    slot: str
    stopped: str
    elapsed: str
    confirmed: bool
    verdict: str
    limits: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RoundOpened:
    """One more round of a repeating node: its number, or the name of the thing it is for."""

    batch: str
    node: str
    round: str
    planned: str = ""


@dataclass(frozen=True, slots=True)
class RoundsEnded:
    """A repeating node has no further rounds, and why: "end_point", "all_named", "during_ended", "exception"."""

    batch: str
    node: str
    why: str
