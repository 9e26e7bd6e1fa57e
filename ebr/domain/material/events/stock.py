"""Where the quantity of a lot went: moved, used, lost, counted, split, joined (21 CFR 211.184)."""

from __future__ import annotations

from dataclasses import dataclass

from ebr.domain.material.events.amount import Amount
from ebr.domain.signature import Signed


@dataclass(frozen=True, slots=True)
class LotMoved:
    """A container, or all of them (""), stands elsewhere now."""

    lot: str
    container: str
    place: str
    storage: str


@dataclass(frozen=True, slots=True)
class LotAllocated:
    """A station may draw so much more, from one container or from any (""); a negative quantity takes it back."""

    lot: str
    station: str
    container: str
    quantity: str
    unit: str


@dataclass(frozen=True, slots=True)
class LotUsed:
    """A batch took this net quantity. A later one for the same batch, slot and item replaces it; "0" withdraws it.

    Negative: what came back. `station` is where it was drawn; then it counts against that station's allocation.
    """

    lot: str
    container: str
    quantity: str
    unit: str
    batch: str
    slot: str
    item: str
    station: str = ""


@dataclass(frozen=True, slots=True)
class LotReturned:
    """Material came back to the store outside the rows of a batch."""

    lot: str
    container: str
    quantity: str
    unit: str
    batch: str
    reason: str


@dataclass(frozen=True, slots=True)
class LotSpilled:
    """Material was lost outside the rows of a batch."""

    lot: str
    container: str
    quantity: str
    unit: str
    batch: str
    reason: str


@dataclass(frozen=True, slots=True)
class LotDestroyed:
    """Two people destroyed this much; `witness` signed. `all`: nothing of the lot is left."""

    lot: str
    taken: tuple[Amount, ...]
    unit: str
    all: bool
    reason: str
    witness: str
    signed: Signed | None = None


@dataclass(frozen=True, slots=True)
class LotCounted:
    """What was counted in a container, and by how much it differs from the book then."""

    lot: str
    container: str
    counted: str
    difference: str
    unit: str
    reason: str


@dataclass(frozen=True, slots=True)
class SublotSplit:
    """This much went into a lot with a number of its own."""

    lot: str
    sublot: str
    taken: tuple[Amount, ...]
    unit: str


@dataclass(frozen=True, slots=True)
class SublotsJoined:
    """All that was left of the lot went into another, together with these lots."""

    lot: str
    into: str
    joined: tuple[str, ...]
    taken: tuple[Amount, ...]
    unit: str


@dataclass(frozen=True, slots=True)
class LotCountedAbove:
    """More was counted in a container than it came with (`received`). `witness` counted too and signed.

    Nobody uses the lot until quality has found out what is in that container (`CountDecided`).
    """

    lot: str
    container: str
    counted: str
    difference: str
    unit: str
    received: str
    reason: str
    witness: str
    signed: Signed | None = None


@dataclass(frozen=True, slots=True)
class CountDecided:
    """Quality found out why a count was above the receipt (hash of its entry); the lot may be used again."""

    lot: str
    count: str
    finding: str
    signed: Signed | None = None
