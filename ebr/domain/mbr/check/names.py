"""The names a formula may use in one document, and what each stands for (`ebr.domain.mbr.model`, "References")."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from ebr.domain.mbr.check.index import Index, NodeAt, PhaseAt, SlotAt
from ebr.domain.mbr.kinds import MATERIALS, NUMERIC
from ebr.domain.mbr.shape import STATISTICS

TEXTUAL = frozenset({"choice", "check", "text", "datetime", "scan", "identity", "equipment"})
LABEL_COUNTS = ("issued", "used", "damaged", "destroyed", "returned", "specimen")
SECONDS = "s"

Sort = Literal["number", "text", "list"]


@dataclass(frozen=True, slots=True)
class Name:
    """What a name stands for.

    `unit` is None for a plain number; `slot` the entry it comes from, None for the batch's own figures. `bare` marks
    the plain id of a slot, whose value is a list outside its round.
    """

    sort: Sort
    unit: str | None
    slot: SlotAt | None = None
    bare: bool = False


def names(index: Index) -> Mapping[str, Name]:
    """Return every name that means something in this document."""
    found: dict[str, Name] = {
        "batch.size": Name("number", index.mbr.header.size.unit or None),
        "round": Name("number", None),
    }
    for material in index.mbr.materials:
        found[f"material.{material.id}.quantity"] = Name("number", material.unit or None)
    # What means the same as before is the same object, by which `formulas` sees that nothing changed.
    found = {name: held if (held := index.memo.names.get(name)) == now else now for name, now in found.items()}
    for at in index.phases:
        found.update(at.fact(_of_phase, index))
    return found


def value_unit(at: SlotAt, index: Index) -> str | None:
    """Return the unit in which the limits of a slot are written; None for plain numbers."""
    if at.slot.kind in MATERIALS:
        material = index.material.get(at.slot.of)
        return (material.unit or None) if material else None
    return at.slot.unit or None


def is_list(name: Name, node: NodeAt) -> bool:
    """Tell whether a name is a list of values for a formula of a node: a table, or every round of a repeating part."""
    if name.sort == "list":
        return True
    if not name.bare or name.slot is None:
        return False
    return any(repeating not in node.chain for repeating in name.slot.repeating)


def _of_phase(at: PhaseAt, index: Index) -> Mapping[str, Name]:
    return {name: found for slot in at.slots for name, found in _of_slot(slot, index)}


def _of_slot(at: SlotAt, index: Index) -> Iterator[tuple[str, Name]]:
    slot, unit = at.slot, value_unit(at, index)
    if slot.kind == "timer":
        yield f"{slot.id}.elapsed", Name("number", SECONDS, at)
    elif slot.kind in MATERIALS:
        for figure in ("total", "active"):
            yield f"{slot.id}.{figure}", Name("number", unit, at)
    elif slot.kind == "labels":
        for figure in LABEL_COUNTS:
            yield f"{slot.id}.{figure}", Name("number", None, at)
    elif slot.kind == "table":
        yield f"{slot.id}.values", Name("list", unit, at)
        yield from _figures(at, unit)
    elif slot.kind in TEXTUAL or slot.kind in NUMERIC:
        yield from _plain(at, unit)


def _plain(at: SlotAt, unit: str | None) -> Iterator[tuple[str, Name]]:
    slot = at.slot
    number = slot.kind in NUMERIC and not slot.options
    yield slot.id, Name("number" if number else "text", unit, at, bare=True)
    yield f"{slot.id}.last", Name("number" if number else "text", unit, at)
    yield f"{slot.id}.values", Name("list", unit, at)
    if slot.replicates > 1:
        yield from _figures(at, unit)


def _figures(at: SlotAt, unit: str | None) -> Iterator[tuple[str, Name]]:
    for figure in STATISTICS:
        yield f"{at.slot.id}.{figure}", Name("number", figure_unit(figure, unit), at)


def figure_unit(figure: str, unit: str | None) -> str | None:
    """Return the unit of a figure of a table; a spread of temperatures has no zero point, so it is in K."""
    if figure == "rsd":
        return "%"
    if figure == "count":
        return None
    return "K" if figure == "sd" and unit == "degC" else unit
