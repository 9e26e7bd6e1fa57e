"""Addresses of the parts of a document: what people, edits and problems say instead of keys and positions.

An id ("fill_up"), "header", "procedure" (the whole), an option or item as "dissolved/hazy", a picture or document of a
step as "fill_up/drawing", an identifier as "header/coi"; a further language as "language/de", and a text in it by
"PART.FIELD".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from ebr.domain.mbr.model import (
    Equipment,
    Header,
    Identifier,
    Item,
    Language,
    Material,
    Mbr,
    Media,
    Operation,
    Option,
    Phase,
    Slot,
    Translation,
    UnitProcedure,
)
from ebr.domain.mbr.problem import Place

Level = Literal[
    "unit",
    "operation",
    "phase",
    "slot",
    "option",
    "item",
    "media",
    "identifier",
    "material",
    "equipment",
    "language",
]

HEADER, WHOLE = "header", "procedure"
TOPS = frozenset({HEADER, WHOLE, "materials", "equipment", "language", "languages"})
"""Words of addresses; no id may be one of them."""


@dataclass(frozen=True, slots=True)
class Kept:
    """How a level is kept: its class, the level it stands in ("" for the document itself) and the name of its list."""

    part: type[Any]
    inside: str
    key: str


KEPT: Mapping[Level, Kept] = {
    "unit": Kept(UnitProcedure, "", "procedure"),
    "operation": Kept(Operation, "unit", "operations"),
    "phase": Kept(Phase, "operation", "phases"),
    "slot": Kept(Slot, "phase", "slots"),
    "option": Kept(Option, "slot", "options"),
    "item": Kept(Item, "slot", "items"),
    "media": Kept(Media, "phase", "media"),
    "identifier": Kept(Identifier, HEADER, "identifiers"),
    "material": Kept(Material, "", "materials"),
    "equipment": Kept(Equipment, "", "equipment"),
}
LEVEL_OF: Mapping[type[Any], str] = {
    **{kept.part: level for level, kept in KEPT.items()},
    Header: HEADER,
    Mbr: WHOLE,
    Language: "language",
}
LISTS: Mapping[str, tuple[str, ...]] = {
    "unit": ("operations",),
    "operation": ("phases",),
    "phase": ("slots", "media"),
    "slot": ("options", "items"),
    HEADER: ("identifiers",),
    WHOLE: ("materials", "equipment", "procedure", "languages"),
    "language": ("texts",),
}
"""The lists of parts that a level holds."""


def at_place(mbr: Mbr, place: Place) -> Any:  # noqa: ANN401 - whatever stands there
    """Return what stands at a place."""
    here: Any = mbr
    for key in place:
        here = here[key] if isinstance(key, int) else getattr(here, key)
    return here


def address_of(mbr: Mbr, place: Place) -> str:
    """Return the address of the part at a place, or of the nearest part around it."""
    return located(mbr, place)[0]


def located(mbr: Mbr, place: Place) -> tuple[str, str]:
    """Return the address of the nearest part at or around a place, and the field in it ("limits.high", or "").

    A list of the document has its own word: "materials", "equipment" or "procedure".
    """
    if len(place) == 1 and place[0] in TOPS:
        return str(place[0]), ""
    address, field = WHOLE, place
    here: Any = mbr
    for length, key in enumerate(place, start=1):
        here = _below(here, key)
        if here is None:
            break
        if isinstance(here, Translation):
            return address, f"{here.part}.{here.field}"
        if type(here) in LEVEL_OF:
            address = _address(address, here)
            field = place[length:]
    return address, ".".join(key for key in field if isinstance(key, str))


def _address(around: str, part: Any) -> str:  # noqa: ANN401 - a dataclass of the model
    if isinstance(part, Header):
        return HEADER
    if isinstance(part, Language):
        return f"language/{part.code}"
    name: str = part.id
    return f"{around}/{name}" if isinstance(part, Option | Item | Identifier | Media) else name


def _below(here: Any, key: str | int) -> Any:  # noqa: ANN401 - whatever stands there, None for nothing
    if isinstance(key, int):
        return here[key] if isinstance(here, tuple) and key < len(here) else None
    return getattr(here, key, None)


def parts_of(mbr: Mbr, *, inside: bool = True) -> Iterator[tuple[str, Any]]:
    """Yield every part with its address: header, bill of materials, equipment, the whole, then the procedure.

    Not `inside`: of a step, only the step itself.
    """
    yield HEADER, mbr.header
    yield from ((f"{HEADER}/{found.id}", found) for found in mbr.header.identifiers)
    yield from ((material.id, material) for material in mbr.materials)
    yield from ((equipment.id, equipment) for equipment in mbr.equipment)
    yield WHOLE, mbr
    for unit in mbr.procedure:
        yield unit.id, unit
        for operation in unit.operations:
            yield operation.id, operation
            for phase in operation.phases:
                yield from parts_of_phase(phase) if inside else ((phase.id, phase),)


def parts_of_phase(phase: Phase) -> Iterator[tuple[str, Any]]:
    """Yield a step and every part in it with its address."""
    yield phase.id, phase
    yield from ((f"{phase.id}/{media.id}", media) for media in phase.media)
    for slot in phase.slots:
        yield slot.id, slot
        yield from ((f"{slot.id}/{option.id}", option) for option in slot.options)
        yield from ((f"{slot.id}/{item.id}", item) for item in slot.items)
