"""Where a batch departed from its master or its record came apart, and what was decided (floor-rules 10, 11)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ebr.domain.signature import Signed


@dataclass(frozen=True, slots=True)
class ExceptionRaised:
    """A departure that review must see.

    `rule` names the engine's rule, or "person"; severity "minor", "major", "critical".
    """

    batch: str
    exception: str
    where: str
    attempt: int
    rule: str
    severity: str
    reason: str
    comment: str
    params: Mapping[str, str] = field(default_factory=dict)
    accepts: bool = False
    """The exception lets the out-of-limit attempt named here stand as the value."""
    item: int = 0
    """The item whose attempt is meant; 0 when it is about no attempt."""


@dataclass(frozen=True, slots=True)
class SeverityChanged:
    """The class of an exception was raised (anybody concerned) or lowered (quality, with a reason)."""

    batch: str
    exception: str
    severity: str
    old: str
    reason: str


@dataclass(frozen=True, slots=True)
class ExceptionDecided:
    """An exception was assessed and closed.

    Decision "accepted" or "rejected", never by who raised it (floor-rules 11).
    """

    batch: str
    exception: str
    decision: str
    comment: str
    signed: Signed | None = None


@dataclass(frozen=True, slots=True)
class ConflictResolved:
    """Quality decided which of the entries that wrote the same stands: the one with the hash `kept`; all stay visible.

    `where` and `item` are the place as `ebr.domain.batch.state.contested` names it.
    """

    batch: str
    where: str
    item: int
    kept: str
    reason: str
    signed: Signed | None = None


@dataclass(frozen=True, slots=True)
class WeaknessDecided:
    """Quality decided about a weakness of the record that stays what it is: why it may stand."""

    batch: str
    weakness: str
    comment: str
    signed: Signed | None = None
