"""What is asked of the slots of a batch: values, corrections, elapsed times, rounds, retests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ebr.domain.values import Value

TYPED: Mapping[str, str] = {"how": "typed"}


@dataclass(frozen=True, slots=True)
class RecordValue:
    """Put a value into a slot. `item` 0 is the next one; `performed_by` empty is the person who asks."""

    batch: str
    slot: str
    value: Value
    item: int = 0
    performed_by: str = ""
    source: Mapping[str, str] = field(default_factory=lambda: TYPED)
    late: str = ""
    happened: str = ""
    first: tuple[str, str] = ("", "")
    """A lot of the material that may be used here and is over before the one named, and when; the station says it."""


@dataclass(frozen=True, slots=True)
class CorrectValue:
    """Replace a standing value, with a reason; an empty value withdraws the item of a slot with many rows."""

    batch: str
    slot: str
    item: int
    value: Value
    reason: str
    first: tuple[str, str] = ("", "")
    """As in `RecordValue`, for the lot that the new value names."""


@dataclass(frozen=True, slots=True)
class CloseItems:
    """Say that a slot with many rows has all of them."""

    batch: str
    slot: str


@dataclass(frozen=True, slots=True)
class StartTimer:
    """Start elapsed time now, or at a declared past time (ISO 8601 with offset) where the MBR allows it."""

    batch: str
    slot: str
    declared: str = ""


@dataclass(frozen=True, slots=True)
class StopTimer:
    """Stop elapsed time now."""

    batch: str
    slot: str


@dataclass(frozen=True, slots=True)
class OpenRound:
    """Begin a further round: of a series, or for a named thing."""

    batch: str
    node: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class EndRounds:
    """Say that all things are named."""

    batch: str
    node: str


@dataclass(frozen=True, slots=True)
class RecordRetest:
    """Record a retest of the result at `slot` that quality ordered; it is kept with the sample, beside the result."""

    batch: str
    slot: str
    sample: str
    value: Value
