"""What is known of the time that a lot may be, and was, out of its storage condition (21 CFR 211.142; EU GMP 5.7).

The condition itself is part of the specification. A move is an entry of its own (`LotMoved`); the time follows from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ebr.domain.signature import Signed


@dataclass(frozen=True, slots=True)
class StorageLimited:
    """So many hours (decimal text), summed, may a lot be out of the condition; for a version of the specification."""

    item: str
    specification: str
    hours: str
    reason: str
    signed: Signed | None = None


@dataclass(frozen=True, slots=True)
class StorageJudged:
    """Quality judged the time out of the condition until now, of one container or of all (""); it counts no more."""

    lot: str
    container: str
    hours: str
    finding: str
    signed: Signed | None = None


@dataclass(frozen=True, slots=True)
class LotStoredOtherwise:
    """A lot came under another storage condition (`storage`) than the specification asked for then, and why."""

    lot: str
    storage: str
    asked: str
    reason: str


EVENTS: Mapping[str, type] = {
    "material.storage-limited/1": StorageLimited,
    "material.storage-judged/1": StorageJudged,
    "material.lot-stored-otherwise/1": LotStoredOtherwise,
}
