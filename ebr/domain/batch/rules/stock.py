"""The lot of a material row at the moment of use: may it, what is drawn from it (floor-rules 3, 13; 211.84, 211.87).

What is known of the lot is taken from there: expiry, assay, loss on drying. What the operator typed has to agree. More
drawn than is left is an attempt that an exception may let stand, because what happened, happened; a lot that is
rejected, expired, in quarantine, of another material or not known never stands.

Every row that stands is written to the lot in the same action: its net quantity, negative for what came back, "0" for
what was withdrawn; a correction replaces it. What was spilled was drawn before, with the row that it takes from.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from ebr.domain import subjects
from ebr.domain.batch.rules.guards import Where
from ebr.domain.batch.rules.known import Known
from ebr.domain.batch.state import BatchState
from ebr.domain.batch.state.figures import SUBTRACTED
from ebr.domain.batch.state.roomed import room_of, unit_of
from ebr.domain.batch.state.slots import Row
from ebr.domain.decision import Actor, Draft
from ebr.domain.equipment.state import equipment_in
from ebr.domain.equipment.state.use import ROOM
from ebr.domain.material.events import LotUsed
from ebr.domain.material.state.use import (
    assay,
    blocked,
    converted,
    expiry_of,
    further_roots,
    item_in,
    left,
    lot_in,
    roots_for,
)
from ebr.domain.refusal import Refusal
from ebr.domain.values import Instant, Value, plain

NOT_KEPT, DESTROYED = "lot_unknown", "lot_destroyed"
OF_IDENTITY = ("lot_unknown", "lot_of_other_material", "container_unknown")
"""What stands against a row even when it only gives back, and against a correction: such a lot cannot have been it."""
OVERDRAWN, NOT_FIRST = "lot_overdrawn", "lot_not_first"
QUANTITIES = (OVERDRAWN, "returned_too_much")
MEASURES = ("potency", "lod")
NONE = Decimal(0)


def roots(known: Known, code: str, lot: str) -> tuple[str, ...]:
    """Return the roots that a row of a lot relies on, as far as what is known already leads to them."""
    return (*roots_for(code, lot), *further_roots(known.facts, lot))


def code_of(where: Where) -> str:
    """Return the code of the material of an entry."""
    material = where.plan.materials.get(where.slot.of)
    return material.code if material is not None else ""


def kept_here(known: Known, lot: str) -> bool:
    """Tell whether a lot is registered."""
    return bool(lot) and lot_in(known.facts, lot).receipt is not None


def filled_in(known: Known, where: Where, given: Value) -> Value:
    """Return a row with what is known of its lot where the person left it out."""
    if where.slot.kind != "material" or not kept_here(known, lot := given.get("lot", "").strip()):
        return given
    found = {"expiry": expiry_of(known.facts, lot)}
    material = where.plan.materials.get(where.slot.of)
    if material is not None and material.potency:
        found.update(assay(known.facts, lot))
    return {**given, **{name: text for name, text in found.items() if text and not given.get(name)}}


def named_blocked(known: Known, where: Where, given: Value, actor: Actor, at: Instant) -> Refusal | None:
    """Return why the lot that a person names may not be used, before anything else of the row is looked at."""
    lot = given.get("lot", "").strip()
    if where.slot.kind != "material" or not lot:
        return None
    named = given.get("container", "").strip()
    boxes = lot_in(known.facts, lot).containers
    if not named and len(boxes) > 1:
        return Refusal("container_missing", slot=where.slot.label, lot=lot, known=", ".join(boxes))
    container = named or "1"
    return _blocked(known, where, {**given, "lot": lot, "container": container}, actor, at)


def trouble(
    state: BatchState, known: Known, where: Where, value: Value, actor: Actor, at: Instant, *, old: Row | None = None
) -> Refusal | None:
    """Return why a row cannot stand; `old` is the row that it replaces."""
    refused = _blocked(known, where, value, actor, at)
    if refused is not None or not kept_here(known, value["lot"]):
        return refused
    return (
        _disagrees(known, where, value)
        or _converts(known, where, value)
        or _returned(state, where, value, old)
        or overdrawn(known, where, value, actor, old.value if old is not None else None)
    )


def not_first(known: Known, where: Where, value: Value, first: tuple[str, str]) -> Refusal | None:
    """Return that another lot is over before the one that is taken, where the policy asks for a reason (211.150(a))."""
    lot, until = first
    asked = known.policy is not None and known.policy.yes("fefo_reason")
    if not asked or not lot or lot == value["lot"] or value.get("row") in SUBTRACTED:
        return None
    return Refusal("lot_not_first", slot=where.slot.label, lot=value["lot"], first=lot, until=until)


def place_of(known: Known, value: Value) -> str:
    """Return where somebody said that the container of a row was brought, "" while it stands where it was received."""
    lot = value.get("lot", "").strip()
    return lot_in(known.facts, lot).moved_to(value.get("container", "").strip() or "1") if lot else ""


def elsewhere(state: BatchState, known: Known, where: Where, value: Value) -> Refusal | None:
    """Return that a container was brought into another room than the one the step is done in (211.42(b), 211.80(b))."""
    place = place_of(known, value)
    found = equipment_in(known.facts, place)
    if not found.entry or found.kind != ROOM or value.get("row") in SUBTRACTED:
        return None
    asked, unit = room_of(state, where.plan, where.phase), unit_of(where.plan, where.phase)
    here = asked.code if asked is not None and asked.code else unit.room if unit is not None else ""
    if not here or here.casefold() in (found.id.casefold(), found.name.casefold(), found.place.casefold()):
        return None
    return Refusal("lot_elsewhere", lot=value["lot"], container=value["container"], place=place, room=here)


def _blocked(known: Known, where: Where, value: Value, actor: Actor, at: Instant) -> Refusal | None:
    material, code = where.plan.materials.get(where.slot.of), code_of(where)
    potency = material is not None and material.potency
    found = blocked(known.facts, code, value["lot"], value["container"], at, actor.station, potency=potency)
    if found is not None and found.code == DESTROYED and value.get("row") == "returned":
        return found  # there is nothing left that it could come back to
    if found is None or (found.code not in OF_IDENTITY and value.get("row") in SUBTRACTED):
        return None  # what comes back or is lost was drawn when the lot was good
    if found.code == NOT_KEPT and not known.kept("materials") and not item_in(known.facts, code).entry:
        return None
    return found


def _disagrees(known: Known, where: Where, value: Value) -> Refusal | None:
    lot = value["lot"]
    expiry, figures = expiry_of(known.facts, lot), assay(known.facts, lot)
    if expiry and value.get("expiry", expiry) != expiry:
        return Refusal("expiry_disagrees", slot=where.slot.label, lot=lot, typed=value["expiry"], known=expiry)
    for name in MEASURES:
        typed, known_ = value.get(name, ""), figures.get(name, "")
        if typed and known_ and Decimal(typed) != Decimal(known_):
            return Refusal("assay_disagrees", slot=where.slot.label, lot=lot, part=name, typed=typed, known=known_)
    return None


def _converts(known: Known, where: Where, value: Value) -> Refusal | None:
    try:
        _amount(known, where, value)
    except Refusal as refused:
        return refused
    return None


def _amount(known: Known, where: Where, value: Value) -> Decimal:
    """Return the net weight of a row in the unit of its lot; raises `Refusal` for a unit that does not convert."""
    return Decimal(converted(known.facts, value["lot"], value["net"], where.plan.unit(where.slot)))


def _returned(state: BatchState, where: Where, value: Value, old: Row | None) -> Refusal | None:
    """Refuse to give back or lose more of a container than this entry took from it."""
    if value.get("row") not in SUBTRACTED:
        return None
    taken = _taken(state, where, old).get(_container(value), NONE)
    return None if Decimal(value["net"]) <= taken else _too_much(where, value, value["net"], taken)


def returned_before(state: BatchState, where: Where, row: Row, value: Value) -> Refusal | None:
    """Return that a correction leaves less taken from a container than came back or was lost of it."""
    if row.value.get("row") in SUBTRACTED:
        return None
    taken = _taken(state, where, row)
    if value and value.get("row") not in SUBTRACTED:
        taken[_container(value)] = taken.get(_container(value), NONE) + Decimal(value["net"])
    left_over = taken.get(_container(row.value), NONE)
    return _too_much(where, row.value, plain(-left_over), NONE) if left_over < 0 else None


def _taken(state: BatchState, where: Where, without: Row | None) -> dict[tuple[str, str], Decimal]:
    """Return lot and container -> what the other rows of an entry took, less what they gave back or lost."""
    found: dict[tuple[str, str], Decimal] = {}
    for row in state.slot(where.plan.address(where.slot.id, where.rounds)).standing():
        if row is not without and "net" in row.value:
            net = Decimal(row.value["net"])
            key = _container(row.value)
            found[key] = found.get(key, NONE) + (-net if row.value.get("row") in SUBTRACTED else net)
    return found


def _container(value: Value) -> tuple[str, str]:
    return value.get("lot", ""), value.get("container", "")


def _too_much(where: Where, value: Value, net: str, taken: Decimal) -> Refusal:
    unit, lot, container = where.plan.unit(where.slot), *_container(value)
    slot, drawn = where.slot.label, plain(taken)
    return Refusal("returned_too_much", slot=slot, lot=lot, container=container, net=net, taken=drawn, unit=unit)


def overdrawn(known: Known, where: Where, value: Value, actor: Actor, old: Value | None = None) -> Refusal | None:
    """Return that a row takes more than is left in its container, in its lot, or of what the station may draw."""
    if value.get("row") in SUBTRACTED:
        return None
    lot, container = value["lot"], value["container"]
    here = left(known.facts, lot, container, actor.station)
    amount = _amount(known, where, value)
    if here is None or amount <= here + _given_back(known, where, value, old):
        return None
    unit = lot_in(known.facts, lot).unit
    return Refusal(
        "lot_overdrawn",
        slot=where.slot.label,
        lot=lot,
        container=container,
        drawn=plain(amount),
        left=plain(here),
        unit=unit,
    )


def _given_back(known: Known, where: Where, value: Value, old: Value | None) -> Decimal:
    """Return what a row gives back that is replaced by another of the same lot."""
    if not old or old.get("lot") != value["lot"] or old.get("row") in SUBTRACTED:
        return NONE
    return _amount(known, where, old)


def used(
    state: BatchState, known: Known, where: Where, item: int, value: Value, actor: Actor, *, old: Value | None = None
) -> Iterator[Draft]:
    """Yield what is written to the lots: the draw of a row, and the end of the draw that it replaces."""
    if old and old.get("lot") != value.get("lot") and kept_here(known, old["lot"]):
        yield _draft(state, where, item, old, "0", actor)
    row = value or {**(old or {}), "row": "spilled"}
    if not kept_here(known, row.get("lot", "")):
        return
    quantity = _drawn(row)
    if quantity or old:
        yield _draft(state, where, item, row, quantity or "0", actor)


def _drawn(row: Value) -> str:
    if row.get("row") == "spilled":
        return ""
    return f"-{row['net']}" if row.get("row") == "returned" else row["net"]


def _draft(state: BatchState, where: Where, item: int, row: Value, quantity: str, actor: Actor) -> Draft:
    address, unit = where.plan.address(where.slot.id, where.rounds), where.plan.unit(where.slot)
    lot, container = row["lot"], row.get("container", "")
    event = LotUsed(lot, container, quantity, unit, state.id, address, str(item), actor.station)
    return Draft(subjects.lot(lot), event)
