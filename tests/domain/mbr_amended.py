"""Master batch records changed as quality would amend them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ebr.domain.mbr.model import Mbr, Operation, Phase, Slot, UnitProcedure

REWORK = Phase(
    "mix_again",
    "Mix again",
    "Mix once more and look.",
    (Slot("mixed_again", "check", "Mixed once more"),),
    sign=("performed", "verified"),
    critical=True,
)


def phases(mbr: Mbr, change: Callable[[Operation], tuple[Phase, ...]]) -> Mbr:
    """Return the record with the steps of each operation changed."""

    def unit(found: UnitProcedure) -> UnitProcedure:
        return replace(found, operations=tuple(replace(op, phases=change(op)) for op in found.operations))

    return replace(mbr, procedure=tuple(unit(found) for found in mbr.procedure))


def step(mbr: Mbr, name: str, **fields: object) -> Mbr:
    return phases(mbr, lambda op: tuple(replace(p, **fields) if p.id == name else p for p in op.phases))  # type: ignore[arg-type]


def behind(mbr: Mbr, name: str, *more: Phase) -> Mbr:
    return phases(mbr, lambda op: tuple(p for one in op.phases for p in (one, *(more if one.id == name else ()))))


def tighter(mbr: Mbr, slot: str, high: str) -> Mbr:
    def entry(found: Slot) -> Slot:
        return replace(found, limits=replace(found.limits, high=high)) if found.id == slot else found

    return phases(mbr, lambda op: tuple(replace(p, slots=tuple(map(entry, p.slots))) for p in op.phases))
