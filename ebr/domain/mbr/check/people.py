"""Rules about who signs and who looks a second time (21 CFR 211.101, 211.188(b)(11); floor-rules 5 and 7)."""

from __future__ import annotations

from collections.abc import Iterator

from ebr.domain.mbr.build import Trouble
from ebr.domain.mbr.check.index import Index, PhaseAt, SlotAt
from ebr.domain.mbr.kinds import EVIDENCE_OF_PEOPLE, MATERIALS
from ebr.domain.mbr.problem import Place

SECOND_OF_KIND = {
    "material": "second_material",
    "qs": "second_material",
    "identity": "second_identity",
    "labels": "second_labels",
    "clearance": "second_clearance",
    "yield": "second_yield",
}
"""Entries that a second person must look at whatever the author says, and the rule that says so."""

COUNTED = "each"

QUALITY_ROLES = frozenset({"quality", "qualified_person"})


def people_problems(index: Index) -> Iterator[Trouble]:
    """Yield steps and entries with too few or senseless signatures."""
    yield from index.local(_of_phase)


def _of_phase(phase: PhaseAt, index: Index) -> Iterator[Trouble]:
    place = (*phase.node.place, "sign")
    yield from _meanings(phase.phase.sign, place)
    if phase.phase.critical and not EVIDENCE_OF_PEOPLE.intersection(phase.phase.sign):
        yield Trouble(place, "critical_alone", {"id": phase.phase.id})
    for at in phase.slots:
        yield from _second(at, index)
        if at.slot.kind == "signature" and at.slot.meaning == "approved" and at.slot.role not in QUALITY_ROLES:
            yield Trouble((*at.place, "role"), "approved_role", {"role": at.slot.role})


def _meanings(sign: tuple[str, ...], place: Place) -> Iterator[Trouble]:
    if not sign or sign[0] != "performed":
        yield Trouble(place, "sign_performed")
    for number, meaning in enumerate(sign):
        if meaning in sign[:number]:
            yield Trouble((*place, number), "sign_twice", {"meaning": meaning})


def _second(at: SlotAt, index: Index) -> Iterator[Trouble]:
    if at.slot.second or EVIDENCE_OF_PEOPLE.intersection(at.phase.sign):
        return
    material = index.material.get(at.slot.of)
    if at.slot.kind == "material" and material is not None and material.unit == COUNTED and not at.slot.critical:
        return  # containers and closures are no components in the sense of 211.101; their count is reconciled
    if at.slot.kind in MATERIALS and at.slot.device:
        return  # read automatically (211.101(c)); typed by hand instead, the batch asks for a second person by itself
    code = SECOND_OF_KIND.get(at.slot.kind)
    if code is not None:
        yield Trouble(at.place, code, {"id": at.slot.id})
    elif at.slot.kind == "timer" and at.slot.declared:
        yield Trouble((*at.place, "declared"), "second_declared", {"id": at.slot.id})
    elif at.slot.critical:
        yield Trouble(at.place, "critical_alone", {"id": at.slot.id})
