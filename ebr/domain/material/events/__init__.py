"""What happened to materials, their suppliers and their lots (21 CFR 211.80-211.94, 211.184; EU GMP chapter 5).

Three kinds of subject: `material/item/<code>`, `material/supplier/<id>`, `material/lot/<number>`. A lot is shared: two
stations write about it without knowing of each other. So its quantities are changes, never totals, each in the unit
it was written in, and where a change came from is in its entry.
"""

from __future__ import annotations

from collections.abc import Mapping

from ebr.domain.material.events import certificate, storage
from ebr.domain.material.events.amount import Amount, Known
from ebr.domain.material.events.certificate import CertificateRecorded, CertificateRuleSet, SupplierValidated
from ebr.domain.material.events.judged import (
    LotQuarantined,
    LotReceived,
    LotRejected,
    LotReleased,
    LotSampled,
    LotTested,
    ResultsChecked,
    ResultSetAside,
    RetestExtended,
)
from ebr.domain.material.events.specified import (
    Criterion,
    ItemAdded,
    ItemChanged,
    ItemWithdrawn,
    SpecificationSet,
    SupplierAdded,
    SupplierQualified,
    SupplierStatusSet,
)
from ebr.domain.material.events.stock import (
    CountDecided,
    LotAllocated,
    LotCounted,
    LotCountedAbove,
    LotDestroyed,
    LotMoved,
    LotReturned,
    LotSpilled,
    LotUsed,
    SublotsJoined,
    SublotSplit,
)
from ebr.domain.material.events.storage import LotStoredOtherwise, StorageJudged, StorageLimited

__all__ = [
    "EVENTS",
    "Amount",
    "CertificateRecorded",
    "CertificateRuleSet",
    "CountDecided",
    "Criterion",
    "ItemAdded",
    "ItemChanged",
    "ItemWithdrawn",
    "Known",
    "LotAllocated",
    "LotCounted",
    "LotCountedAbove",
    "LotDestroyed",
    "LotMoved",
    "LotQuarantined",
    "LotReceived",
    "LotRejected",
    "LotReleased",
    "LotReturned",
    "LotSampled",
    "LotSpilled",
    "LotStoredOtherwise",
    "LotTested",
    "LotUsed",
    "ResultSetAside",
    "ResultsChecked",
    "RetestExtended",
    "SpecificationSet",
    "StorageJudged",
    "StorageLimited",
    "SublotSplit",
    "SublotsJoined",
    "SupplierAdded",
    "SupplierQualified",
    "SupplierStatusSet",
    "SupplierValidated",
]

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
    **certificate.EVENTS,
    **storage.EVENTS,
}
