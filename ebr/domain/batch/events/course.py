"""How a batch went on and came to its end: hold, completion, review, disposition (floor-rules 20, 21)."""

from __future__ import annotations

from dataclasses import dataclass

from ebr.domain.signature import Signed


@dataclass(frozen=True, slots=True)
class BatchHeld:
    """Nothing but results, comments, exceptions and decisions until the hold is lifted."""

    batch: str
    reason: str


@dataclass(frozen=True, slots=True)
class HoldLifted:
    """Quality lifted the hold."""

    batch: str
    reason: str
    signed: Signed | None = None


@dataclass(frozen=True, slots=True)
class BatchAborted:
    """Production of the batch ended before its time; nothing more can be made."""

    batch: str
    reason: str
    signed: Signed | None = None


@dataclass(frozen=True, slots=True)
class BatchCompleted:
    """Production is complete; only results, corrections, exceptions and decisions follow."""

    batch: str
    signed: Signed | None = None


@dataclass(frozen=True, slots=True)
class BatchReviewed:
    """Quality reviewed the whole record (211.192)."""

    batch: str
    justification: str
    signed: Signed | None = None
    weaknesses: tuple[str, ...] = ()
    """Names of the weaknesses that stood and were shown (`ebr.domain.batch.rules.weakness`)."""
    depth: str = ""
    """How deep: "full", "critical" or "exception" (`ebr.domain.batch.rules.reviewing`)."""


@dataclass(frozen=True, slots=True)
class BatchDecided:
    """The disposition: "certified", "conditional" (results pending, Part IV) or "rejected".

    "supplied": out of specification, on a physician's request (Part IV 11.53).
    """

    batch: str
    decision: str
    comment: str
    signed: Signed | None = None
