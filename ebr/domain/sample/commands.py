"""What people ask about samples, and who may ask (floor-rules 4, 14).

The floor takes, exposes and sends; the laboratory receives, tests, stores; a second person of the laboratory checks;
quality alone orders retests, finds a result invalid or a sample unusable, each by the number of an investigation.
Results go into the batch by its own commands; see `ebr.domain.batch.rules.sampling`. The result of a room's sample has
no batch to go into and is recorded here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class PlanSample:
    """Give a sample its number before it is taken; `slot` is the master's entry, `on` the day or ""."""

    sample: str
    batch: str
    slot: str
    label: str
    on: str = ""


@dataclass(frozen=True, slots=True)
class SendSample:
    """Send it to the laboratory."""

    sample: str
    to: str
    condition: str = ""


@dataclass(frozen=True, slots=True)
class ReceiveSample:
    """Take it in at the laboratory; one that is not `fit` needs words on why."""

    sample: str
    place: str
    condition: str = ""
    fit: bool = True


@dataclass(frozen=True, slots=True)
class SetDue:
    """Set another last day for its results."""

    sample: str
    due: str
    reason: str


@dataclass(frozen=True, slots=True)
class BeginExposure:
    """Open a plate at a place; `at` "" is now."""

    sample: str
    place: str
    at: str = ""


@dataclass(frozen=True, slots=True)
class EndExposure:
    """Close the plate; `at` "" is now."""

    sample: str
    at: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class OrderRetest:
    """Order further tests of what the batch's result at `slot` tells."""

    sample: str
    slot: str
    count: int
    investigation: str
    reason: str


@dataclass(frozen=True, slots=True)
class CheckRetest:
    """Check the result of a retest (hash of its entry) that somebody else recorded."""

    sample: str
    result: str


@dataclass(frozen=True, slots=True)
class InvalidateResult:
    """Find a result (hash of its entry) invalid."""

    sample: str
    result: str
    investigation: str
    reason: str


@dataclass(frozen=True, slots=True)
class StoreSample:
    """Put away what is left of it until a day."""

    sample: str
    place: str
    until: str


@dataclass(frozen=True, slots=True)
class DiscardSample:
    """Say how what was left was destroyed or used up."""

    sample: str
    how: str


@dataclass(frozen=True, slots=True)
class WithdrawSample:
    """Let it be tested no more."""

    sample: str
    investigation: str
    reason: str


@dataclass(frozen=True, slots=True)
class PlanRoomSample:
    """Plan a sample of a room with its limits; `alert` may be "", `on` is the day or "", `sop` the procedures."""

    sample: str
    room: str
    kind: str
    place: str
    action: str
    alert: str = ""
    sop: str = ""
    on: str = ""


@dataclass(frozen=True, slots=True)
class TakeRoomSample:
    """Take a planned sample of a room; `activity` is "at_rest" or "in_operation", `at` "" is now."""

    sample: str
    activity: str
    at: str = ""


@dataclass(frozen=True, slots=True)
class IncubateSample:
    """Put a room's sample into an incubator for so many hours."""

    sample: str
    place: str
    condition: str
    hours: int


@dataclass(frozen=True, slots=True)
class ReadRoomSample:
    """Record the count; once more only with a `reason`. `organism` is what grew, where it is known."""

    sample: str
    count: str
    organism: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class CheckRoomResult:
    """Check the result of a room's sample (hash of its entry) that somebody else recorded."""

    sample: str
    result: str


@dataclass(frozen=True, slots=True)
class ConcludeRoomResult:
    """Decide about a room's result outside its action limit, which stands."""

    sample: str
    result: str
    investigation: str
    reason: str


FLOOR: Final = ("operator", "supervisor", "laboratory")

RIGHTS: Final[Mapping[type, tuple[str, ...]]] = {
    PlanSample: ("supervisor", "laboratory", "quality"),
    SendSample: FLOOR,
    ReceiveSample: ("laboratory",),
    SetDue: ("laboratory", "quality"),
    BeginExposure: FLOOR,
    EndExposure: FLOOR,
    OrderRetest: ("quality",),
    CheckRetest: ("laboratory",),
    InvalidateResult: ("quality",),
    StoreSample: ("laboratory", "quality"),
    DiscardSample: ("laboratory", "quality"),
    WithdrawSample: ("quality",),
    PlanRoomSample: ("supervisor", "laboratory", "quality"),
    TakeRoomSample: FLOOR,
    IncubateSample: ("laboratory",),
    ReadRoomSample: ("laboratory",),
    CheckRoomResult: ("laboratory",),
    ConcludeRoomResult: ("quality",),
}
"""Roles that may ask."""

SIGNED: Final = (OrderRetest, CheckRetest, InvalidateResult, WithdrawSample, CheckRoomResult, ConcludeRoomResult)
"""What who asks also signs."""
