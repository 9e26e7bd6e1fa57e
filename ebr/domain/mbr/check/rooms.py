"""Rules about the room a step asks for, its clearance and its cleaning (21 CFR 211.42, 211.67, 211.130(e))."""

from __future__ import annotations

from collections.abc import Iterator

from ebr.domain.mbr.build import Trouble
from ebr.domain.mbr.check.index import Index, SlotAt
from ebr.domain.mbr.kinds import EVIDENCE_OF_PEOPLE
from ebr.domain.mbr.model import UnitProcedure
from ebr.domain.mbr.rooms import CLEARED, Asked, asked, room_requirements


def room_problems(index: Index) -> Iterator[Trouble]:
    """Yield rooms that nobody could name or clear, and entries that leave nothing clean."""
    scanned = room_requirements(index.mbr)
    first: dict[str, int] = {}
    for at in index.of_kind("equipment"):
        if at.slot.of in scanned:
            first.setdefault(at.node.around[0].id, at.order)
    units = {unit.id: unit for unit in index.mbr.procedure}
    for phase in index.phases:
        unit = units[phase.node.around[0].id]
        wanted = asked(unit, phase.phase)
        last = max((at.order for at in phase.slots), default=0)
        if wanted is not None and not wanted.code and first.get(unit.id, last + 1) > last:
            yield Trouble(phase.node.place, "room_unnamed", {"id": phase.phase.id, "grade": wanted.grade})
        for at in phase.slots:
            yield from _leaves(at, wanted, index)
    for number, unit in enumerate(index.mbr.procedure):
        if unit.room_code and not _cleared(unit):
            yield Trouble(("procedure", number), "room_uncleared", {"id": unit.id, "room": unit.room_code})


def _cleared(unit: UnitProcedure) -> bool:
    slots = (slot for operation in unit.operations for phase in operation.phases for slot in phase.slots)
    return any(slot.kind == "clearance" and not slot.of for slot in slots)


def _leaves(at: SlotAt, wanted: Asked | None, index: Index) -> Iterator[Trouble]:
    slot = at.slot
    if slot.kind not in ("clearance", "check"):
        return
    if slot.of and slot.of not in index.equipment:
        yield Trouble((*at.place, "of"), "equipment_unknown", {"id": slot.of})
    if slot.of and not slot.leaves:
        yield Trouble((*at.place, "of"), "leaves_unsaid", {"id": slot.id})
    if slot.leaves in CLEARED and slot.kind != "clearance":
        yield Trouble((*at.place, "leaves"), "leaves_kind", {"id": slot.id})
    if slot.leaves and not slot.of and wanted is None:
        yield Trouble((*at.place, "leaves"), "leaves_nothing", {"id": slot.id})
    if slot.leaves == "cleaned" and not slot.second and not EVIDENCE_OF_PEOPLE.intersection(at.phase.sign):
        yield Trouble(at.place, "cleaned_alone", {"id": slot.id})
