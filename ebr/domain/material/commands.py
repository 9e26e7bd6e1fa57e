"""What people ask of materials, suppliers and lots, and who may ask (floor-rules 4; 21 CFR 211.80-211.94).

Quantities are decimal text in the unit that is named beside them; "" is the unit of the lot. What a person signs is the
asker's, except where a second person is named: `checker` and `witness` sign.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ebr.domain.material.certificate_commands import RecordCertificate, SetCertificateRule, ValidateSupplier
from ebr.domain.material.events import Amount, Criterion
from ebr.domain.material.storage_commands import JudgeStorage, LimitStorage


@dataclass(frozen=True, slots=True)
class AddItem:
    """Keep a material by its code."""

    item: str
    title: str
    kind: str
    unit: str


@dataclass(frozen=True, slots=True)
class ChangeItem:
    """Call a material otherwise, or keep its next lots in another unit."""

    item: str
    title: str
    kind: str
    unit: str
    reason: str


@dataclass(frozen=True, slots=True)
class SetSpecification:
    """Put the next version of a specification in force; signed by quality."""

    item: str
    version: str
    tests: tuple[Criterion, ...]
    retest_months: int = 0
    expiry_rule: str = "supplier"
    expiry_months: int = 0
    storage: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class WithdrawItem:
    """Receive no more lots of a material; signed by quality."""

    item: str
    reason: str


@dataclass(frozen=True, slots=True)
class AddSupplier:
    """Keep a supplier; it may deliver nothing until it is qualified."""

    supplier: str
    name: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class QualifySupplier:
    """Say what a supplier may deliver, after which audit and until which day; signed by quality."""

    supplier: str
    materials: tuple[str, ...]
    audited: str
    until: str
    status: str = "qualified"
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SetSupplierStatus:
    """Suspend, disqualify or restore a supplier; signed by quality."""

    supplier: str
    status: str
    reason: str


@dataclass(frozen=True, slots=True)
class ReceiveLot:
    """Receive a lot into quarantine. `supplier` "" is own make; dates as on the label, "" where the rule finds them.

    `storage` "" is what the specification asks for; another one needs its reason.
    """

    lot: str
    item: str
    supplier: str
    supplier_lot: str
    containers: tuple[Amount, ...]
    unit: str = ""
    expiry: str = ""
    retest: str = ""
    storage: str = ""
    place: str = ""
    storage_reason: str = ""


@dataclass(frozen=True, slots=True)
class SampleLot:
    """Take a sample from containers."""

    lot: str
    sample: str
    taken: tuple[Amount, ...]
    unit: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RecordResult:
    """Record the result of one test of the specification; the asker is the analyst."""

    lot: str
    test: str
    value: str
    sample: str = ""


@dataclass(frozen=True, slots=True)
class CheckResults:
    """Check all results that others recorded and nobody checked; a second person of the laboratory signs."""

    lot: str


@dataclass(frozen=True, slots=True)
class SetResultAside:
    """Declare a result invalid by an investigation (hash of its entry); signed by quality."""

    lot: str
    result: str
    investigation: str


@dataclass(frozen=True, slots=True)
class ReleaseLot:
    """Release a lot for use; signed by quality."""

    lot: str


@dataclass(frozen=True, slots=True)
class RejectLot:
    """Reject a lot for good; signed by quality."""

    lot: str
    reason: str


@dataclass(frozen=True, slots=True)
class QuarantineLot:
    """Put a lot back into quarantine at once."""

    lot: str
    reason: str


@dataclass(frozen=True, slots=True)
class ExtendRetest:
    """Set a later retest date on results taken since; signed by quality."""

    lot: str
    retest: str


@dataclass(frozen=True, slots=True)
class MoveLot:
    """Put a container, or all of them (""), in another place."""

    lot: str
    place: str
    container: str = ""
    storage: str = ""


@dataclass(frozen=True, slots=True)
class AllocateLot:
    """Let a station draw so much; a negative quantity takes back what it has not drawn."""

    lot: str
    station: str
    quantity: str
    unit: str = ""
    container: str = ""


@dataclass(frozen=True, slots=True)
class ReturnLot:
    """Bring material back to the store."""

    lot: str
    container: str
    quantity: str
    reason: str
    unit: str = ""
    batch: str = ""


@dataclass(frozen=True, slots=True)
class SpillLot:
    """Say that material was lost."""

    lot: str
    container: str
    quantity: str
    reason: str
    unit: str = ""
    batch: str = ""


@dataclass(frozen=True, slots=True)
class DestroyLot:
    """Destroy the quantity of a container, or all that is left (both ""); `witness` was there and signs."""

    lot: str
    reason: str
    witness: str
    container: str = ""
    quantity: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class CountLot:
    """Say what was counted in a container; a difference needs a reason."""

    lot: str
    container: str
    counted: str
    reason: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class SplitLot:
    """Put a part of a lot under a number of its own."""

    lot: str
    sublot: str
    taken: tuple[Amount, ...]
    unit: str = ""


@dataclass(frozen=True, slots=True)
class JoinLots:
    """Put all that is left of these lots of one material under a new number."""

    into: str
    lots: tuple[str, ...]
    place: str = ""


@dataclass(frozen=True, slots=True)
class CountAbove:
    """Say that more was counted in a container than it came with; `witness` counted too and signs."""

    lot: str
    container: str
    counted: str
    reason: str
    witness: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class DecideCount:
    """Say why a count was above the receipt (hash of its entry), so that the lot is used again; signed by quality."""

    lot: str
    count: str
    finding: str


STORE: Final = ("operator", "supervisor")
RIGHTS: Final[Mapping[type, tuple[str, ...]]] = {
    AddItem: ("quality",),
    ChangeItem: ("quality",),
    SetSpecification: ("quality",),
    WithdrawItem: ("quality",),
    AddSupplier: ("quality",),
    QualifySupplier: ("quality",),
    SetSupplierStatus: ("quality",),
    ReceiveLot: STORE,
    SampleLot: ("laboratory",),
    RecordResult: ("laboratory",),
    CheckResults: ("laboratory",),
    SetResultAside: ("quality",),
    ReleaseLot: ("quality",),
    RejectLot: ("quality",),
    QuarantineLot: ("quality",),
    ExtendRetest: ("quality",),
    MoveLot: STORE,
    AllocateLot: ("supervisor", "quality"),
    ReturnLot: STORE,
    SpillLot: STORE,
    DestroyLot: ("operator", "supervisor", "quality"),
    CountLot: STORE,
    SplitLot: STORE,
    JoinLots: STORE,
    CountAbove: STORE,
    DecideCount: ("quality",),
    SetCertificateRule: ("quality",),
    ValidateSupplier: ("quality",),
    RecordCertificate: ("laboratory",),
    LimitStorage: ("quality",),
    JudgeStorage: ("quality",),
}

SIGNED_BY: Final[Mapping[type, tuple[str, ...]]] = {
    SetSpecification: ("quality",),
    WithdrawItem: ("quality",),
    QualifySupplier: ("quality",),
    SetSupplierStatus: ("quality",),
    CheckResults: ("laboratory",),
    SetResultAside: ("quality",),
    ReleaseLot: ("quality",),
    RejectLot: ("quality",),
    ExtendRetest: ("quality",),
    DestroyLot: ("operator", "supervisor", "quality"),
    CountAbove: ("operator", "supervisor", "quality"),
    DecideCount: ("quality",),
    SetCertificateRule: ("quality",),
    ValidateSupplier: ("quality",),
    LimitStorage: ("quality",),
    JudgeStorage: ("quality",),
}
"""Roles of which the signer holds one; a command without a row is not signed."""
