"""Take one entry of a material, a supplier or a lot into account; never raises. What stands of a lot: `apply_lot`."""

from __future__ import annotations

from urllib.parse import unquote

from ebr.domain.decision import Recorded
from ebr.domain.material import events as e
from ebr.domain.material.events import certificate as ce
from ebr.domain.material.events import storage as se
from ebr.domain.material.state.apply_lot import apply_lot
from ebr.domain.material.state.item import ItemState, Qualification, SupplierState
from ebr.domain.material.state.lot import LotState
from ebr.domain.material.state.open import followed
from ebr.domain.values import Stamp

MaterialState = ItemState | SupplierState | LotState


def start(root: str) -> MaterialState:
    """Return the state of a root before its first entry; the second part of its name says what it is."""
    _, kind, name = (*root.split("/", 2), "", "")[:3]
    name = unquote(name)
    match kind:
        case "item":
            return ItemState(name)
        case "supplier":
            return SupplierState(name)
        case _:
            return LotState(name)


def apply(state: MaterialState, recorded: Recorded) -> MaterialState:
    """Return the state with one entry more."""
    match state:
        case ItemState():
            _item(state, recorded)
        case SupplierState():
            _supplier(state, recorded)
        case LotState():
            apply_lot(state, recorded)
    return state


def _item(state: ItemState, recorded: Recorded) -> None:
    event, stamp = recorded.event, recorded.stamp
    match event:
        case e.ItemAdded() if not state.entry:
            state.title, state.kind, state.unit = event.title, event.kind, event.unit
            state.entry, state.added_by, state.added_at = stamp.hash, stamp.by, stamp.at.wall
        case e.ItemChanged():
            state.title, state.kind, state.unit = event.title, event.kind, event.unit
        case e.SpecificationSet() if event.version.isdecimal():
            state.specifications.setdefault(event.version, (event, stamp.hash, _signer(event, stamp), stamp.at.wall))
        case ce.CertificateRuleSet():
            state.certificate_rules = followed(state.certificate_rules, event, recorded)
        case se.StorageLimited():
            state.storage_limits = followed(state.storage_limits, event, recorded)
        case e.ItemWithdrawn():
            state.withdrawn = state.withdrawn or event.reason
        case _:
            pass


def _supplier(state: SupplierState, recorded: Recorded) -> None:
    event, stamp = recorded.event, recorded.stamp
    match event:
        case e.SupplierAdded() if not state.entry:
            state.name, state.place = event.name, event.place
            state.entry, state.added_by, state.added_at = stamp.hash, stamp.by, stamp.at.wall
        case e.SupplierQualified():
            state.qualification = Qualification(event.materials, event.audited, event.until)
            state.qualification_entry, state.zone = stamp.hash, stamp.at.zone
            state.statuses = followed(state.statuses, (event.status, event.reason), recorded)
        case e.SupplierStatusSet():
            state.statuses = followed(state.statuses, (event.status, event.reason), recorded)
        case ce.SupplierValidated():
            found = followed(state.validations.get(event.item, ()), event, recorded)
            state.validations[event.item], state.zone = found, state.zone or stamp.at.zone
        case _:
            pass


def _signer(event: e.SpecificationSet, stamp: Stamp) -> str:
    return event.signed.person if event.signed is not None else stamp.by
