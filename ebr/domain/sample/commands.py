"""What people ask about samples, and who may ask (floor-rules 4, 14).

The floor takes, exposes and sends; the laboratory receives, tests, stores; a second person of the laboratory checks;
quality alone orders retests, finds a result invalid or a sample unusable, each by the number of an investigation.
Results go into the batch by its own commands; see `ebr.domain.batch.rules.sampling`.
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
}
"""Roles that may ask."""

SIGNED: Final = (OrderRetest, CheckRetest, InvalidateResult, WithdrawSample)
"""What who asks also signs."""
