"""What the rules want a master batch record to contain, one by one: there, and where, or missing.

The list of 21 CFR 211.186(b)(1)-(9) and EU GMP 4.17-4.19, for reviewers who go through it (features F11). It says
whether something is there, not whether it is good: that is `check`. The points about packing are asked only where
labels are used. Words: `ebr.wording.contents`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from ebr.domain.mbr.check.completeness import CONTROLS
from ebr.domain.mbr.check.index import Index, SlotAt
from ebr.domain.mbr.check.slots import literal
from ebr.domain.mbr.model import Header, Mbr

COUNTED = "each"


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that is asked for: its code, the clauses that ask, whether it is there, and where.

    `where` holds addresses of parts (`ebr.domain.mbr.address`): where it is, or where it is missing.
    """

    item: str
    clause: str
    present: bool
    where: tuple[str, ...]


Answer = tuple[bool, tuple[str, ...]]


def completeness(mbr: Mbr) -> tuple[Point, ...]:
    """Return every point that is asked of a document, in the order of the clauses."""
    index = Index(mbr)
    asked = [*_PROCESSING, *(_PACKING if index.by_kind.get("labels") else ())]
    return tuple(Point(item, clause, *answer(index)) for item, clause, answer in asked)


def _said(*fields: str) -> Callable[[Index], Answer]:
    """Ask whether fields of the header are filled."""
    return lambda index: (all(_filled(index.mbr.header, field) for field in fields), ("header",))


def _filled(header: Header, field: str) -> bool:
    here: object = header
    for key in field.split("."):
        here = getattr(here, key)
    return bool(here)


def _every(parts: Iterable[tuple[str, bool]]) -> Answer:
    """Answer for all of some parts: where it is missing, else where they are; nothing at all is missing too."""
    found = list(parts)
    bad = tuple(name for name, good in found if not good)
    return bool(found) and not bad, bad or tuple(name for name, _ in found)


def _any(slots: Iterable[SlotAt]) -> Answer:
    where = tuple(at.slot.id for at in slots)
    return bool(where), where


def _actives(index: Index) -> Answer:
    return _every((m.id, bool(literal(m.quantity) and m.unit)) for m in index.mbr.materials if m.active)


def _components(index: Index) -> Answer:
    return _every((m.id, bool(m.name and m.code)) for m in index.mbr.materials)


def _weights(index: Index) -> Answer:
    return _every((m.id, literal(m.quantity) is not None and bool(m.unit)) for m in index.mbr.materials)


def _excess(index: Index) -> Answer:
    over = [m for m in index.mbr.materials if literal(m.overage) != 0]
    return all(m.note or m.source for m in over), tuple(m.id for m in over)


def _theoretical(index: Index) -> Answer:
    return _every((at.slot.id, bool(at.slot.theoretical)) for at in index.of_kind("yield"))


def _yields(index: Index) -> Answer:
    return _every(
        (at.slot.id, at.slot.limits.low is not None and at.slot.limits.high is not None)
        for at in index.of_kind("yield")
    )


def _containers(index: Index) -> Answer:
    return _any(at for at in index.of_kind("material") if _counted(at, index))


def _counted(at: SlotAt, index: Index) -> bool:
    material = index.material.get(at.slot.of)
    return material is not None and material.unit == COUNTED


def _labels(index: Index) -> Answer:
    return _any(index.of_kind("labels"))


def _instructions(index: Index) -> Answer:
    return _every((at.phase.id, bool(at.phase.instruction)) for at in index.phases)


def _sampling(index: Index) -> Answer:
    return _any(index.of_kind("sample"))


def _specifications(index: Index) -> Answer:
    results = index.of_kind("result")
    return _every((at.slot.id, at.slot.limits.any() or bool(at.slot.options or at.slot.note)) for at in results)


def _precautions(index: Index) -> Answer:
    where = tuple(at.phase.id for at in index.phases if at.phase.note or at.phase.sop)
    return bool(where), where


def _controls(index: Index) -> Answer:
    limited = (
        at for at in index.of_kind(*CONTROLS) if at.slot.limits.any() or any(i.limits.any() for i in at.slot.items)
    )
    return _any(limited)


def _times(index: Index) -> Answer:
    return _any(at for at in index.of_kind("timer", "duration") if at.slot.limits.any())


def _rooms(index: Index) -> Answer:
    return _every((unit.id, bool(unit.room)) for unit in index.mbr.procedure)


def _equipment(index: Index) -> Answer:
    used = {at.slot.of.removeprefix("equipment:") for at in index.of_kind("equipment", "scan")}
    used |= {at.slot.device for at in index.slots}
    return _every((equipment.id, equipment.id in used) for equipment in index.mbr.equipment)


def _methods(index: Index) -> Answer:
    where = tuple(at.phase.id for at in index.phases if at.phase.sop)
    return bool(where), where


def _clearance(index: Index) -> Answer:
    return _any(index.of_kind("clearance"))


def _clearance_at_labels(index: Index) -> Answer:
    first = next(index.of_kind("labels")).order
    return _any(at for at in index.of_kind("clearance") if at.order < first)


def _reconciled(index: Index) -> Answer:
    counted = " ".join(at.slot.formula for at in index.of_kind("calculation", "yield"))
    return _every(
        (at.slot.id, at.slot.limits.any() or f"{at.slot.id}.issued" in counted) for at in index.of_kind("labels")
    )


_Asked = tuple[str, str, Callable[[Index], Answer]]

_PROCESSING: tuple[_Asked, ...] = (
    ("product", "21 CFR 211.186(b)(1); EU GMP 4.17", _said("product", "product_code", "strength", "form")),
    ("actives", "21 CFR 211.186(b)(2)", _actives),
    ("components", "21 CFR 211.186(b)(3); EU GMP 4.17", _components),
    ("weights", "21 CFR 211.186(b)(4); EU GMP 4.17", _weights),
    ("excess", "21 CFR 211.186(b)(5)", _excess),
    ("theoretical", "21 CFR 211.186(b)(6)", _theoretical),
    ("yields", "21 CFR 211.186(b)(7); EU GMP 4.17", _yields),
    ("instructions", "21 CFR 211.186(b)(9); EU GMP 4.18", _instructions),
    ("sampling", "21 CFR 211.186(b)(9)", _sampling),
    ("specifications", "21 CFR 211.186(b)(9)", _specifications),
    ("precautions", "21 CFR 211.186(b)(9); EU GMP 4.18", _precautions),
    ("size", "EU GMP 4.17", _said("size.nominal", "size.low", "size.high", "size.unit")),
    ("location", "EU GMP 4.18", _rooms),
    ("equipment", "EU GMP 4.18", _equipment),
    ("methods", "EU GMP 4.18", _methods),
    ("clearance", "EU GMP 4.18; 21 CFR 211.130(e)", _clearance),
    ("controls", "EU GMP 4.18; 21 CFR 211.110", _controls),
    ("times", "EU GMP 4.18; 21 CFR 211.111", _times),
    ("storage", "EU GMP 4.18", _said("storage")),
)
_PACKING: tuple[_Asked, ...] = (
    ("containers", "21 CFR 211.186(b)(8); EU GMP 4.19", _containers),
    ("labels", "21 CFR 211.186(b)(8); EU GMP 4.19", _labels),
    ("packing_clearance", "EU GMP 4.19; 21 CFR 211.130(e)", _clearance_at_labels),
    ("reconciliation", "EU GMP 4.19; 21 CFR 211.125(c)", _reconciled),
    ("shelf_life", "EU GMP 4.19; 21 CFR 211.137", _said("shelf_life")),
)
ITEMS = tuple(item for item, _, _ in (*_PROCESSING, *_PACKING))
"""Every code of a point."""


def missing(points: Iterable[Point]) -> Iterator[Point]:
    """Yield the points that are missing."""
    return (point for point in points if not point.present)
