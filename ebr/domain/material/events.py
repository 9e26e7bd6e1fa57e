"""What happened to materials, their suppliers and their lots (21 CFR 211.80-211.94, 211.184; EU GMP chapter 5).

Three kinds of subject: `material/item/<code>`, `material/supplier/<id>`, `material/lot/<number>`. A lot is shared: two
stations write about it without knowing of each other. So its quantities are changes, never totals, each in the unit
it was written in, and where a change came from is in its entry.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ebr.domain.material import certificate_events, storage_events
from ebr.domain.signature import Signed


@dataclass(frozen=True, slots=True)
class Criterion:
    """One line of a specification. A number has `low` or `high` or both, anything else `expected`, in words.

    `use` is "potency" or "lod" for the results that correct a charge, else "". `retest`: repeated before a retest date
    is extended (211.87).
    """

    id: str
    title: str
    unit: str = ""
    low: str = ""
    high: str = ""
    expected: str = ""
    use: str = ""
    retest: bool = False


@dataclass(frozen=True, slots=True)
class Amount:
    """A container and a quantity (decimal text) in the unit of the lot."""

    container: str
    quantity: str


@dataclass(frozen=True, slots=True)
class Known:
    """A checked result that a lot brought along from the lot it was split from."""

    test: str
    title: str
    value: str
    unit: str
    low: str
    high: str
    expected: str
    use: str
    verdict: str
    analyst: str
    checker: str


@dataclass(frozen=True, slots=True)
class ItemAdded:
    """A material by its code; `unit` is the one its lots are kept in."""

    item: str
    title: str
    kind: str
    unit: str


@dataclass(frozen=True, slots=True)
class ItemChanged:
    """A material is called otherwise; lots keep the unit that they were received in."""

    item: str
    title: str
    kind: str
    unit: str
    reason: str


@dataclass(frozen=True, slots=True)
class SpecificationSet:
    """A version of the specification: tests with limits, months to the retest, how expiry is found, storage.

    `expiry_rule`: "supplier" (the date on the label), "months" (`expiry_months` after receipt), "none".
    """

    item: str
    version: str
    tests: tuple[Criterion, ...]
    retest_months: int
    expiry_rule: str
    expiry_months: int
    storage: str
    reason: str
    signed: Signed | None = None


@dataclass(frozen=True, slots=True)
class ItemWithdrawn:
    """No more lots of the material are received."""

    item: str
    reason: str
    signed: Signed | None = None


@dataclass(frozen=True, slots=True)
class SupplierAdded:
    """A supplier, as quality keeps it."""

    supplier: str
    name: str
    place: str


@dataclass(frozen=True, slots=True)
class SupplierQualified:
    """What a supplier may deliver: materials, date of the audit, last day; `status` "qualified" or "conditional"."""

    supplier: str
    materials: tuple[str, ...]
    audited: str
    until: str
    status: str
    reason: str
    signed: Signed | None = None


@dataclass(frozen=True, slots=True)
class SupplierStatusSet:
    """A supplier's status without a new audit: "conditional", "suspended", "disqualified", or "qualified" again."""

    supplier: str
    status: str
    reason: str
    signed: Signed | None = None


@dataclass(frozen=True, slots=True)
class LotReceived:
    """A lot came: from a supplier, or by splitting or joining lots (`parents`), whose results it brings along.

    `expiry` and `retest` are "YYYY-MM-DD", meaning through the end of that day in `zone`, or a time with its offset, or
    "". `status` is "quarantine", except where a released lot was split. `released_by`: who had released it.
    """

    lot: str
    item: str
    supplier: str
    supplier_lot: str
    containers: tuple[Amount, ...]
    unit: str
    expiry: str
    retest: str
    storage: str
    place: str
    zone: str
    status: str = "quarantine"
    parents: tuple[str, ...] = ()
    results: tuple[Known, ...] = ()
    released_by: str = ""


@dataclass(frozen=True, slots=True)
class LotSampled:
    """A sample was taken from these containers; its quantity is gone from them."""

    lot: str
    sample: str
    taken: tuple[Amount, ...]
    unit: str
    reason: str


@dataclass(frozen=True, slots=True)
class LotTested:
    """One result against the limits of the specification in force then; `verdict`: "pass" or "fail"."""

    lot: str
    sample: str
    specification: str
    test: str
    title: str
    value: str
    unit: str
    low: str
    high: str
    expected: str
    use: str
    verdict: str
    analyst: str


@dataclass(frozen=True, slots=True)
class ResultsChecked:
    """A second person of the laboratory checked these results (hashes of their entries)."""

    lot: str
    results: tuple[str, ...]
    signed: Signed | None = None


@dataclass(frozen=True, slots=True)
class ResultSetAside:
    """Quality found a result invalid by an investigation; it stays in the record (floor-rules 14)."""

    lot: str
    result: str
    investigation: str
    signed: Signed | None = None


@dataclass(frozen=True, slots=True)
class LotReleased:
    """Quality released the lot, having seen these results against this version of the specification (211.84)."""

    lot: str
    specification: str
    required: tuple[str, ...]
    results: tuple[str, ...]
    signed: Signed | None = None


@dataclass(frozen=True, slots=True)
class LotRejected:
    """Quality rejected the lot; it never comes back (211.89)."""

    lot: str
    reason: str
    signed: Signed | None = None


@dataclass(frozen=True, slots=True)
class LotQuarantined:
    """Quality put the lot back into quarantine at once; no signature is waited for."""

    lot: str
    reason: str


@dataclass(frozen=True, slots=True)
class RetestExtended:
    """Quality set a later retest date on results taken since (hashes of their entries; 211.87)."""

    lot: str
    retest: str
    before: str
    results: tuple[str, ...]
    signed: Signed | None = None


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


EVENTS: Mapping[str, type] = {
    "material.item-added/1": ItemAdded,
    "material.item-changed/1": ItemChanged,
    "material.specification-set/1": SpecificationSet,
    "material.item-withdrawn/1": ItemWithdrawn,
    "material.supplier-added/1": SupplierAdded,
    "material.supplier-qualified/1": SupplierQualified,
    "material.supplier-status/1": SupplierStatusSet,
    "material.lot-received/1": LotReceived,
    "material.lot-sampled/1": LotSampled,
    "material.lot-tested/1": LotTested,
    "material.results-checked/1": ResultsChecked,
    "material.result-set-aside/1": ResultSetAside,
    "material.lot-released/1": LotReleased,
    "material.lot-rejected/1": LotRejected,
    "material.lot-quarantined/1": LotQuarantined,
    "material.retest-extended/1": RetestExtended,
    "material.lot-moved/1": LotMoved,
    "material.lot-allocated/1": LotAllocated,
    "material.lot-used/1": LotUsed,
    "material.lot-returned/1": LotReturned,
    "material.lot-spilled/1": LotSpilled,
    "material.lot-destroyed/1": LotDestroyed,
    "material.lot-counted/1": LotCounted,
    "material.sublot-split/1": SublotSplit,
    "material.sublots-joined/1": SublotsJoined,
    "material.lot-counted-above/1": LotCountedAbove,
    "material.count-decided/1": CountDecided,
    **certificate_events.EVENTS,
    **storage_events.EVENTS,
}
