"""Equipment at the moment of use (211.63-211.68, 211.105, 211.182; floor-rules 3): may it, who uses it, until when.

An entry, a scan or a reading names a piece of equipment; each time it has to be fit: of the class that the master asks
for, in service, qualified, calibrated, checked today, clean, free, and a balance in its range for the weight. A
calibration that ends in the middle of a batch is an exception at the next use. What a batch begins to use is written to
its use log in the same action; a reading holds a device until its step is signed, an entry until the batch is over.

A further row of an equipment entry is a swap inside the step: of the same class, through the same gates, with the end
state of the machine before.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from ebr.domain import subjects
from ebr.domain.batch.commands import RecordValue
from ebr.domain.batch.rules.guards import Where
from ebr.domain.batch.rules.known import Known
from ebr.domain.batch.rules.raised import raised
from ebr.domain.batch.rules.readings import automatic
from ebr.domain.batch.state import BatchState
from ebr.domain.batch.state.equipped import equipment_of, read_in
from ebr.domain.batch.state.plan import Plan
from ebr.domain.batch.state.seconds import devices_of
from ebr.domain.batch.state.slots import Row
from ebr.domain.decision import Draft
from ebr.domain.equipment.events import EquipmentSwapped, UseBegan, UseEnded
from ebr.domain.equipment.state import began_already, blocked, equipment_in, lapsed_during, status_at
from ebr.domain.equipment.state.standing import calibration_due
from ebr.domain.mbr.rooms import ROOM, asked_in
from ebr.domain.refusal import Refusal
from ebr.domain.values import Instant, Value, shown_text

NOT_KEPT = "equipment_unknown"
OF_IDENTITY = ("equipment_unknown", "equipment_of_other_kind")
"""What stands against a correction too: such a thing cannot have been used here."""
LAPSED = ("calibration_overdue", "calibration_failed")
WEIGHED = {"material": "net", "number": "number", "qs": "number", "table": "number"}
"""Kind of entry -> the part of its value that a balance may have read."""


@dataclass(frozen=True, slots=True)
class Named:
    """A piece of equipment that an entry names: its code, the class asked for ("" any), what a balance has to weigh.

    `load` is what stood on it with its container.
    """

    equipment: str
    kind: str
    weight: Decimal | None = None
    unit: str = ""
    load: Decimal | None = None


def kind_of(plan: Plan, requirement: str) -> str:
    """Return the class of equipment that the master asks for."""
    return next((one.kind for one in plan.mbr.equipment if one.id == requirement), "")


def names_room(where: Where) -> bool:
    """Tell whether an entry says in which room a step is done that asks for one."""
    slot, plan = where.slot, where.plan
    if slot.kind != "equipment" or kind_of(plan, slot.of).strip().casefold() != ROOM:
        return False
    return asked_in(plan.mbr, plan.places[slot.id].path[0], where.phase) is not None


def named(where: Where, command: RecordValue, value: Value) -> list[Named]:
    """Return what an entry, a scan or a reading names; nothing for anything else."""
    slot = where.slot
    if names_room(where):
        return []  # looked at as the room of its step (`ebr.domain.batch.rules.rooms`)
    if slot.kind == "equipment":
        return [Named(value.get("equipment", "").strip(), kind_of(where.plan, slot.of))]
    what, _, requirement = slot.of.partition(":")
    if slot.kind == "scan" and what == "equipment":
        return [Named(value.get("scan", "").strip(), kind_of(where.plan, requirement))]
    codes = devices_of(command.source) or ("",) * automatic(command)
    if not codes:
        return []
    text = value.get(WEIGHED.get(slot.kind, ""), "")
    weight, unit, kind = Decimal(text) if text else None, where.plan.unit(slot), kind_of(where.plan, slot.device)
    gross = value.get("gross", "") if slot.kind == "material" else ""
    carrier = command.source.get("device_gross", "").strip() or command.source.get("device", "").strip()
    return [Named(code, kind, weight, unit, Decimal(gross) if gross and code == carrier else None) for code in codes]


def trouble(
    state: BatchState, known: Known, where: Where, command: RecordValue, value: Value, at: Instant
) -> Refusal | None:
    """Return why what an entry names may not be used."""
    refused = blocked_entry(state, known, where, command, value, at)
    if refused is not None or where.slot.kind != "equipment":
        return refused
    return _opened_twice(state, known, command, value) or _end_state(state, known, where, command, value)


def _opened_twice(state: BatchState, known: Known, command: RecordValue, value: Value) -> Refusal | None:
    """Return that what is for single use stands in this entry already: it cannot be another one."""
    code = value.get("equipment", "")
    piece = equipment_in(known.facts, code)
    rows = [row for row in state.slot(command.slot).standing() if row.item != command.item]
    if not piece.needs.single_use or all(row.value.get("equipment") != code for row in rows):
        return None
    return Refusal("assembly_used", equipment=code, name=piece.name, batch=state.id)


def blocked_entry(
    state: BatchState, known: Known, where: Where, command: RecordValue, value: Value, at: Instant
) -> Refusal | None:
    """Return why the equipment of an entry could not be used at a time, whatever was there before it."""
    each = (_blocked(state, known, found, at) for found in named(where, command, value))
    return next((refused for refused in each if refused is not None), None)


def _blocked(state: BatchState, known: Known, found: Named, at: Instant) -> Refusal | None:
    if not found.equipment:  # a reading that names no device
        return Refusal("device_unnamed") if known.kept("equipment") else None
    refused = blocked(
        known.facts,
        found.equipment,
        found.kind,
        state.id,
        at,
        balance_for=found.weight,
        unit=found.unit,
        load=found.load,
    )
    written = equipment_in(known.facts, found.equipment.upper()).entry
    if refused is not None and refused.code == NOT_KEPT and not written and not known.kept("equipment"):
        return None
    return refused


def _end_state(state: BatchState, known: Known, where: Where, command: RecordValue, value: Value) -> Refusal | None:
    before = swapped_for(state, command.slot, value, command.item)
    if before is None or value.get("ended") or not equipment_in(known.facts, before).entry:
        return None
    return Refusal("swap_state_missing", slot=where.slot.label, equipment=before)


def swapped_for(state: BatchState, address: str, value: Value, item: int = 0) -> str | None:
    """Return the machine that a further row takes the place of; None for the first row or the same machine."""
    rows = [row for row in state.slot(address).standing() if row.item != item]
    before = rows[-1].value.get("equipment", "") if rows else ""
    return before if before and before != value.get("equipment") else None


def lapse(state: BatchState, known: Known, address: str, refused: Refusal, attempt: int, item: int) -> list[Draft]:
    """Return the exception of a calibration that ended while this batch used the equipment."""
    code = refused.params.get("equipment", "")
    if refused.code not in LAPSED or state.id not in equipment_in(known.facts, code).used_by or _said(state, code):
        return []
    return [_lapse(state, address, refused, attempt, item)]


def _lapse(state: BatchState, address: str, refused: Refusal, attempt: int = 0, item: int = 0) -> Draft:
    said = refused.params
    params = {
        "equipment": said["equipment"],
        "name": said["name"],
        "until": said.get("until", ""),
        "time": said.get("time", said.get("since", "")),
    }
    return raised(state, address, "calibration_lapsed", "major", params, attempt=attempt, item=item)


def _said(state: BatchState, equipment: str) -> bool:
    found = (one for one in state.exceptions.values() if one.rule == "calibration_lapsed")
    return any(one.params.get("equipment") == equipment for one in found)


def as_used(known: Known, equipment: str, at: Instant) -> dict[str, str]:
    """Return the last day of the calibration, and where a registered piece that is cleaned stood when it was used."""
    piece = equipment_in(known.facts, equipment)
    if not piece.entry:
        return {}
    due = calibration_due(piece)
    found = {
        "calibration_due": due.day if due is not None else "",
        "equipment_status": status_at(piece, at) if piece.needs.cleaning else "",
    }
    return {name: text for name, text in found.items() if text}


def used(
    state: BatchState, known: Known, where: Where, command: RecordValue, value: Value, person: str
) -> Iterator[Draft]:
    """Yield what is written to the equipment: that the batch uses it from here on, and the end of what it replaces."""
    if where.slot.kind == "equipment":
        yield from _swapped(state, known, command, value)
    for found in named(where, command, value):
        yield from began(state, known, found.equipment, command.slot, person)


def began(state: BatchState, known: Known, equipment: str, where: str, person: str) -> Iterator[Draft]:
    """Yield that the batch uses a registered piece from now on, once."""
    if not equipment_in(known.facts, equipment).entry or began_already(known.facts, equipment, state.id):
        return
    product = state.plan.mbr.header.product if state.plan is not None else ""
    yield Draft(subjects.equipment(equipment), UseBegan(equipment, state.id, product, where, person))


def _swapped(state: BatchState, known: Known, command: RecordValue, value: Value) -> Iterator[Draft]:
    before = swapped_for(state, command.slot, value, command.item)
    if before is None or not equipment_in(known.facts, before).entry:
        return
    reason, end = value.get("reason", ""), value.get("ended", "")
    event = EquipmentSwapped(before, state.id, command.slot, value["equipment"], end, reason)
    yield Draft(subjects.equipment(before), event)
    params = {"before": before, "equipment": shown_text(value["equipment"]), "ended": end}
    yield raised(state, command.slot, "equipment_swapped", "minor", params, reason=reason[:120])


def ended(state: BatchState, known: Known, at: Instant) -> list[Draft]:
    """Return the end of every use when the batch is over, and the calibrations that did not last as long."""
    found: list[Draft] = []
    for equipment in sorted(equipment_of(state)):
        if began_already(known.facts, equipment, state.id):
            found.append(Draft(subjects.equipment(equipment), UseEnded(equipment, state.id)))
            found += _lapsed(state, known, equipment, at)
    return found


def _lapsed(state: BatchState, known: Known, equipment: str, at: Instant) -> list[Draft]:
    piece = equipment_in(known.facts, equipment)
    began = min((use.began for use in piece.open.values() if use.batch == state.id), key=lambda stamp: stamp.at.wall)
    refused = lapsed_during(piece, began.at, at)
    if refused is None or _said(state, equipment):
        return []
    return [_lapse(state, "", refused)]


def step_over(state: BatchState, known: Known, phase_address: str) -> list[Draft]:
    """Return the end of the uses that readings of a step began, now that the step is signed."""
    return [
        Draft(subjects.equipment(equipment), UseEnded(equipment, state.id, phase_address))
        for equipment in sorted(read_in(state, phase_address))
        if _began_in(state, known, equipment, phase_address)
    ]


def _began_in(state: BatchState, known: Known, equipment: str, phase_address: str) -> bool:
    uses = [use for use in equipment_in(known.facts, equipment).open.values() if use.batch == state.id]
    readings = [use for use in uses if use.where.rpartition("/")[0] == phase_address]
    by_entry = {row.value.get("equipment") for held in state.slots.values() for row in held.standing()}
    return bool(readings) and len(readings) == len(uses) and equipment not in by_entry


def corrected(state: BatchState, known: Known, where: Where, row: Row, value: Value, person: str) -> Iterator[Draft]:
    """Yield what a correction changes: another piece was used, and the one named before may not have been."""
    new, address = value.get("equipment", ""), where.plan.address(where.slot.id, where.rounds)
    if new and new != row.value.get("equipment"):
        yield from began(state, known, new, address, person)
    old = row.value.get("equipment", "")
    others = (each for held in state.slots.values() for each in held.standing() if each is not row)
    gone = bool(old) and old != new and all(each.value.get("equipment") != old for each in others)
    if gone and began_already(known.facts, old, state.id):
        yield Draft(subjects.equipment(old), UseEnded(old, state.id, address))
