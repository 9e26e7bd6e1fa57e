"""Questions about materials, suppliers and lots. Quantities are decimal text in the unit beside them."""

from __future__ import annotations

from dataclasses import dataclass

from ebr.domain.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Items:
    """All materials by code -> `tuple[ItemRow, ...]`."""


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One material; `specification` is the version in force, `lots` the number of its lots that are not used up."""

    item: str
    title: str
    kind: str
    unit: str
    specification: str
    withdrawn: str
    lots: int


@dataclass(frozen=True, slots=True)
class ItemQuestion:
    """One material with its specification -> `ItemAnswer`. Raises `Refusal` item_unknown."""

    item: str


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """One test of a specification; `limits` without words ("98.0 ... 102.0", or what is expected)."""

    id: str
    title: str
    unit: str
    low: str
    high: str
    expected: str
    use: str
    retest: bool
    limits: str
    certificate: bool = False
    """A certificate of the supplier may replace it."""
    identity: bool = False
    """An own test without which no certificate counts."""


@dataclass(frozen=True, slots=True)
class ItemAnswer:
    """A material; the specification in force with who set it when. `suppliers`: names of those qualified for it now."""

    row: ItemRow
    added_by: str
    added_at: str
    tests: tuple[CriterionRow, ...]
    retest_months: int
    expiry_rule: str
    expiry_months: int
    storage: str
    set_by: str
    set_at: str
    suppliers: tuple[str, ...]
    hours_outside: str = ""
    """Hours that a lot may be out of the storage condition in all, "" for none said."""


@dataclass(frozen=True, slots=True)
class Suppliers:
    """All suppliers by name -> `tuple[SupplierRow, ...]`."""


@dataclass(frozen=True, slots=True)
class SupplierRow:
    """One supplier; `status` as in `SupplierState`, "lapsed" when its qualification is over by the clock."""

    supplier: str
    name: str
    place: str
    status: str
    since: str
    reason: str
    by: str
    materials: tuple[str, ...]
    audited: str
    until: str
    contested: bool
    validated: tuple[tuple[str, str, str], ...] = ()
    """Material, last day its results are relied on, report of the comparison with own ones."""


@dataclass(frozen=True, slots=True)
class Lots:
    """Lots by number -> `tuple[LotRow, ...]`; all, or those of one material, or of one shown status."""

    code: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True)
class LotRow:
    """One lot. `status` as in `LotState`; "used_up", "expired", "retest_due" or "out_of_storage" for a released one.

    `odd`: somebody has to look into it (overdrawn, contested, received twice, a unit that does not convert).
    """

    lot: str
    item: str
    title: str
    supplier: str
    supplier_name: str
    supplier_lot: str
    status: str
    expiry: str
    retest: str
    left: str
    unit: str
    place: str
    odd: bool


@dataclass(frozen=True, slots=True)
class LotQuestion:
    """One lot in full -> `LotAnswer`. Raises `Refusal` lot_unknown."""

    lot: str


@dataclass(frozen=True, slots=True)
class ContainerRow:
    """A container of a lot: what it held and holds by the book, where it stands, how it is stored."""

    container: str
    received: str
    left: str
    place: str
    storage: str


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One result. `standing`: "unchecked", "checked", "aside", or "brought" from the lot it was made of."""

    entry: str
    test: str
    title: str
    value: str
    unit: str
    limits: str
    use: str
    verdict: str
    standing: str
    sample: str
    analyst: str
    checker: str
    at: str
    investigation: str
    certificate: str = ""
    """The supplier's certificate that states it, "" for an own test."""


@dataclass(frozen=True, slots=True)
class CountRow:
    """A count above the receipt that quality has not decided; `people` are the ids of both who counted."""

    entry: str
    container: str
    counted: str
    received: str
    by: str
    at: str
    reason: str
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AllocationRow:
    """What a station may draw in all, what it drew, and what is still to be drawn."""

    station: str
    allocated: str
    drawn: str
    left: str
    batches: tuple[tuple[str, str], ...] = ()
    """What each batch drew there, the most first."""


@dataclass(frozen=True, slots=True)
class LotAnswer:
    """A lot in full.

    `people`: ids of who received, sampled, tested and checked it, who therefore never judge it. `missing`: titles of
    tests of the specification without a result. `blocked`: why it may not be used on this station now. `overdrawn`:
    containers, "" for the lot.
    """

    row: LotRow
    kind: str
    received_by: str
    received_at: str
    zone: str
    since: str
    reason: str
    decided_by: str
    storage: str
    parents: tuple[str, ...]
    children: tuple[str, ...]
    containers: tuple[ContainerRow, ...]
    results: tuple[ResultRow, ...]
    samples: tuple[tuple[str, str, str], ...]
    allocations: tuple[AllocationRow, ...]
    people: tuple[str, ...]
    analysts_to_check: tuple[str, ...]
    missing: tuple[str, ...]
    blocked: Refusal | None
    overdrawn: tuple[str, ...]
    contested: bool
    received_again_by: tuple[str, ...]
    tests: tuple[CriterionRow, ...]
    counts: tuple[CountRow, ...] = ()
    shares: tuple[AllocationRow, ...] = ()
    """Every station that may draw or drew of it, and the one with "" for what nobody may draw yet."""
    received: str = ""
    """What came in all."""
    outside: str = ""
    """Hours out of the storage condition that quality has not judged, "" for none."""
    still_outside: bool = False
    """It is out of it now."""
    condition: str = ""
    """The storage condition of the specification in force, "" where it asks for none."""
    otherwise: tuple[tuple[str, str], ...] = ()
    """Under which other condition it came, and why."""


@dataclass(frozen=True, slots=True)
class Inventory:
    """Every change of a lot by time with the running balance (211.184) -> `tuple[InventoryRow, ...]`."""

    lot: str


@dataclass(frozen=True, slots=True)
class InventoryRow:
    """One change. `quantity` has its sign; both in the unit of the lot, `quantity` in its own where none converts."""

    at: str
    kind: str
    container: str
    quantity: str
    unit: str
    balance: str
    batch: str
    slot: str
    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class Fefo:
    """Which lots to take for a quantity: earliest date first -> `tuple[FefoRow, ...]`.

    `batch` says whether the charge is corrected by the assay; `potency` says it without one.
    """

    code: str
    quantity: str
    unit: str
    batch: str = ""
    potency: bool = False


@dataclass(frozen=True, slots=True)
class FefoRow:
    """One lot in the order of its dates. `take` is what to take of it in its own unit, "" where it is passed over.

    `reason`: why it is blocked, None where it is taken or not needed any more. `date`: expiry or retest, whichever is
    over first.
    """

    lot: str
    date: str
    left: str
    unit: str
    place: str
    take: str
    containers: tuple[str, ...]
    reason: Refusal | None
