"""Which room a step of a batch is done in: the one its document asks for, or the one that was scanned."""

from __future__ import annotations

from datetime import datetime

from ebr.domain.batch.state.model import BatchState
from ebr.domain.batch.state.plan import Plan, last_id
from ebr.domain.mbr.model import Phase, UnitProcedure
from ebr.domain.mbr.rooms import Asked, asked, room_requirements


def room_of(state: BatchState, plan: Plan, phase: Phase) -> Asked | None:
    """Return the room a step asks for; without a code of its own, the one that was scanned last in its unit."""
    unit = unit_of(plan, phase)
    found = asked(unit, phase) if unit is not None else None
    if found is None or unit is None or found.code:
        return found
    return Asked(_scanned(state, plan, unit), found.grade)


def unit_of(plan: Plan, phase: Phase) -> UnitProcedure | None:
    """Return the unit procedure that a step stands in."""
    name = plan.places[phase.id].path[0]
    return next((unit for unit in plan.mbr.procedure if unit.id == name), None)


def _scanned(state: BatchState, plan: Plan, unit: UnitProcedure) -> str:
    wanted = room_requirements(plan.mbr)
    entries = [s for o in unit.operations for p in o.phases for s in p.slots if s.kind == "equipment"]
    rooms = {slot.id for slot in entries if slot.of in wanted}
    rows = [row for held in state.slots.values() if last_id(held.address) in rooms for row in held.standing()]
    last = max(rows, key=lambda row: datetime.fromisoformat(row.first.at.wall), default=None)
    return last.value.get("equipment", "") if last is not None else ""
