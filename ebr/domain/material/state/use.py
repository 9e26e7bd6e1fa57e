"""What a batch asks about a lot at the moment of use: six checks, what is left, the assay (floor-rules 3, 13).

The checks, in order: identity, status, expiry, assay present, allocation, supplier. Each refusal names the lot, what
blocks, since when, and its words the way out. Pure: everything comes from `facts`, the states by root. Ask for
`roots_for`, then for `further_roots` of what came, and give all of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from ebr.domain import subjects, units
from ebr.domain.decision import Facts
from ebr.domain.material.state import dates, stored
from ebr.domain.material.state.item import ItemState, SupplierState
from ebr.domain.material.state.lot import LotState
from ebr.domain.material.state.stock import ZERO
from ebr.domain.refusal import Refusal
from ebr.domain.values import Instant, number, plain, shown_text

SUPPLIES = ("qualified", "conditional")


def roots_for(code: str, lot: str) -> tuple[str, ...]:
    """Return the roots of the material and of the lot."""
    return tuple(root for root in (subjects.item(code) if code else "", subjects.lot(lot) if lot else "") if root)


def further_roots(facts: Facts, lot: str) -> tuple[str, ...]:
    """Return the roots that the lot itself names: its supplier and the lots it was made of, as far back as is known."""
    state = lot_in(facts, lot)
    supplier = (subjects.supplier(state.supplier),) if state.supplier else ()
    return (*supplier, *(subjects.lot(one.number) for one in made_of(facts, lot)))


def made_of(facts: Facts, lot: str) -> tuple[LotState, ...]:
    """Return the lots that a lot was made of, theirs after them; those not among the facts are empty."""
    found: dict[str, LotState] = {}
    waiting = [lot]
    for each in waiting:
        receipt = lot_in(facts, each).receipt
        for parent in receipt.parents if receipt is not None else ():
            if parent not in found and parent != lot:
                found[parent] = lot_in(facts, parent)
                waiting.append(parent)
    return tuple(found.values())


def lot_in(facts: Facts, lot: str) -> LotState:
    """Return the lot among the facts, an empty one if it is not known here."""
    found = facts.get(subjects.lot(lot)) if lot else None
    return found if isinstance(found, LotState) else LotState(lot)


def item_in(facts: Facts, code: str) -> ItemState:
    """Return the material among the facts, an empty one if it is not known here."""
    found = facts.get(subjects.item(code)) if code else None
    return found if isinstance(found, ItemState) else ItemState(code)


def supplier_in(facts: Facts, supplier: str) -> SupplierState:
    """Return the supplier among the facts, an empty one if it is not known here."""
    found = facts.get(subjects.supplier(supplier)) if supplier else None
    return found if isinstance(found, SupplierState) else SupplierState(supplier)


def blocked(
    facts: Facts, code: str, lot: str, container: str, at: Instant, station: str, *, potency: bool
) -> Refusal | None:
    """Return why a lot may not be used here and now, None if it may."""
    state = lot_in(facts, lot)
    return (
        _identity(facts, state, code, container)
        or _status(facts, state)
        or _date(state, at)
        or stored.blocked(state, made_of(facts, lot), item_in(facts, state.item), container, at)
        or _assay(facts, state, potency=potency)
        or _allocation(state, container, station)
        or supplier_blocked(facts, state.supplier, state.item, at, lot=state.number)
    )


def left(facts: Facts, lot: str, container: str, station: str) -> Decimal | None:
    """Return what may still be drawn at a station, in the unit of the lot; None for a lot that is not known here.

    `container` "" asks for the lot. The least of what the container, the lot and the station's allocation have.
    """
    state = lot_in(facts, lot)
    if state.receipt is None:
        return None
    amounts = [state.left, *([state.left_in(container)] if container else [])]
    allocated = state.allocated(station, container)
    if allocated is not None:
        amounts.append(allocated - state.drawn_at(station))
    return max(ZERO, min(amounts))


def assay(facts: Facts, lot: str) -> Mapping[str, str]:
    """Return "potency" and "lod" of the results that count (decimal text); empty when there are none."""
    state = lot_in(facts, lot)
    found = {known.use: known.value for known in state.known.values() if known.use}
    found.update({one.tested.use: one.tested.value for one in state.newest.values() if one.tested.use and one.counts})
    return found


def expiry_of(facts: Facts, lot: str) -> str:
    """Return the expiry as it was received, "" for none."""
    return lot_in(facts, lot).expiry


def converted(facts: Facts, lot: str, quantity: str, unit: str) -> str:
    """Return a quantity in the unit of the lot, exactly (decimal text); raises `Refusal` unit_does_not_convert."""
    value, to = number(quantity), lot_in(facts, lot).unit
    if not to or unit == to:
        return plain(value)
    try:
        return plain(value * units.factor(unit, to))
    except units.UnitError as wrong:
        raise Refusal("unit_does_not_convert", lot=shown_text(lot), unit=shown_text(unit), kept=to) from wrong


def _identity(facts: Facts, state: LotState, code: str, container: str) -> Refusal | None:
    if state.receipt is None:
        return Refusal("lot_unknown", lot=shown_text(state.number), item=shown_text(code))
    if state.item != code:
        title = item_in(facts, code).title
        wanted = f"{code} {title}".strip()
        return Refusal("lot_of_other_material", lot=state.number, found=state.item, wanted=shown_text(wanted, 80))
    if container and container not in state.containers:
        shown = ", ".join(state.containers)
        return Refusal("container_unknown", lot=state.number, container=shown_text(container), known=shown)
    return None


def _status(facts: Facts, state: LotState) -> Refusal | None:
    for one in (state, *made_of(facts, state.number)):
        if one.status == "rejected":
            return Refusal("lot_rejected", lot=one.number, since=one.since, reason=one.reason)
    # What is left of a parent, and whether it was released by itself, says nothing of this lot.
    found = next((doubt for one in made_of(facts, state.number) if (doubt := doubted(state, one)) is not None), None)
    if found is not None:
        return found
    if state.status == "destroyed":
        return Refusal("lot_destroyed", lot=state.number, since=state.since)
    if state.was_released and state.unseen_failures:
        failed = ", ".join(dict.fromkeys(result.tested.title for result in state.unseen_failures))
        return Refusal("lot_quarantined", lot=state.number, since=state.since, why="result", reason=failed)
    if state.status != "released":
        why = "put_back" if state.reason else "received"
        return Refusal("lot_quarantined", lot=state.number, since=state.since, why=why, reason=state.reason)
    return count_open(state)


def doubted(state: LotState, parent: LotState) -> Refusal | None:
    """Return that a lot this one was made of came into doubt since: quality took it back, or a result of it fails.

    It lasts until quality clears the parent, or releases this lot knowing of it.
    """
    failed = parent.unseen_failures if parent.was_released else ()
    if parent.status != "quarantine" or state.received is None or not (failed or parent.reason):
        return None
    since = max((one.at.wall for one in failed), key=datetime.fromisoformat, default=parent.since)
    if _earlier(since, state.received.at.wall):
        return None
    own = state.ruling
    if own is not None and own.what.status == "released" and _earlier(since, own.at):
        return None
    titles = ", ".join(dict.fromkeys(one.tested.title for one in failed))
    why = "result" if failed else "put_back"
    return Refusal("lot_quarantined", lot=parent.number, since=since, why=why, reason=titles or parent.reason)


def _earlier(one: str, other: str) -> bool:
    return datetime.fromisoformat(one) < datetime.fromisoformat(other)


def count_open(state: LotState) -> Refusal | None:
    """Return that more was counted in a container than it came with, and nobody knows yet why."""
    for one in state.open_counts:
        what, unit = one.counted, one.counted.unit
        box, counted, came = what.container, what.counted, what.received
        return Refusal("lot_count_open", lot=state.number, container=box, counted=counted, received=came, unit=unit)
    return None


def _date(state: LotState, at: Instant) -> Refusal | None:
    if state.expired_at(at):
        return Refusal("lot_expired", lot=state.number, expiry=dates.written(state.expiry, state.zone, at))
    if state.retest_due_at(at):
        return Refusal("lot_retest_due", lot=state.number, retest=dates.written(state.retest, state.zone, at))
    return None


def _assay(facts: Facts, state: LotState, *, potency: bool) -> Refusal | None:
    if potency and "potency" not in assay(facts, state.number):
        return Refusal("lot_assay_missing", lot=state.number, item=state.item)
    return None


def _allocation(state: LotState, container: str, station: str) -> Refusal | None:
    allocated = state.allocated(station, container)
    if allocated is None or allocated > ZERO:
        return None
    where = ", ".join(state.allocated_stations)
    return Refusal("lot_allocated_elsewhere", lot=state.number, station=station, where=where)


def supplier_blocked(facts: Facts, supplier: str, code: str, at: Instant, lot: str = "") -> Refusal | None:
    """Return why a supplier may not deliver a material now, None if it may; own make ("") needs no supplier."""
    if not supplier:
        return None
    state = supplier_in(facts, supplier)
    name, standing, qualification = state.name or shown_text(supplier), state.standing, state.qualification
    if state.status not in SUPPLIES:
        why, since = state.status, standing.at if standing is not None else ""
    elif code not in qualification.materials:
        why, since = "material", ""
    elif dates.passed(qualification.until, state.zone, at):
        why, since = "lapsed", qualification.until
    else:
        return None
    return Refusal("supplier_not_qualified", lot=lot, supplier=name, item=code, why=why, since=since)
