"""What is asked where a batch departed from its master, or where its record came apart."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RaiseException:
    """Document a departure; with `accepts`, the out-of-limit attempt named (0: none, the entry cannot be made) stands.

    `accepts` on an entry or step that only lacks its second person says "unwitnessed" (floor-rules 5); on a step
    that only lacks a performer's signature, that the person has gone (floor-rules 7). `item` 0 is the one with the
    latest such attempt.
    """

    batch: str
    where: str
    reason: str
    comment: str = ""
    severity: str = "minor"
    attempt: int = 0
    accepts: bool = False
    item: int = 0


@dataclass(frozen=True, slots=True)
class ChangeSeverity:
    """Raise the class of an exception, or lower it (quality only)."""

    batch: str
    exception: str
    severity: str
    reason: str


@dataclass(frozen=True, slots=True)
class DecideException:
    """Assess and close an exception: "accepted" or "rejected"."""

    batch: str
    exception: str
    decision: str
    comment: str


@dataclass(frozen=True, slots=True)
class ResolveConflict:
    """Say which of the entries that wrote the same stands, by its hash."""

    batch: str
    where: str
    item: int
    kept: str
    reason: str


@dataclass(frozen=True, slots=True)
class DecideWeakness:
    """Say why a weakness of the record may stand."""

    batch: str
    weakness: str
    comment: str
