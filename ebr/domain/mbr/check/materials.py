"""Rules about the bill of materials, equipment and batch size (21 CFR 211.186(b)(3)-(5); EU GMP 4.17, 4.18)."""

from __future__ import annotations

from collections.abc import Iterator

from ebr.domain.mbr.build import Trouble
from ebr.domain.mbr.check.index import Index
from ebr.domain.mbr.check.slots import literal
from ebr.domain.mbr.kinds import MATERIALS
from ebr.domain.mbr.model import Material
from ebr.domain.mbr.problem import Place

WHOLE = 100
"""Percent."""


def material_problems(index: Index) -> Iterator[Trouble]:
    """Yield what is wrong with materials, equipment and the batch size."""
    yield from _size(index)
    for number, material in enumerate(index.mbr.materials):
        place: Place = ("materials", number)
        yield from _figures(material, place)
        yield from _use(material, place, index)
        yield from _tolerance(material, place, index)
        yield from _portions(material, place, index)
    yield from _equipment(index)
    if not any(material.active for material in index.mbr.materials):
        yield Trouble(("materials",), "active_missing")


def _size(index: Index) -> Iterator[Trouble]:
    size, place = index.mbr.header.size, ("header", "size")
    low, nominal, high = literal(size.low), literal(size.nominal), literal(size.high)
    for field, value in (("low", low), ("nominal", nominal), ("high", high)):
        if value is None or value <= 0:
            yield Trouble((*place, field), "plain_number", {"field": field})
    if low and nominal and high and not low <= nominal <= high:
        yield Trouble(place, "size_range", {"low": size.low, "nominal": size.nominal, "high": size.high})


def _figures(material: Material, place: Place) -> Iterator[Trouble]:
    for field in ("name", "code"):
        if not getattr(material, field):
            yield Trouble((*place, field), "text_empty", {"field": field})
    if not material.unit:
        yield Trouble((*place, "unit"), "text_empty", {"field": "unit"})
    for field in ("quantity", "overage"):
        value = literal(getattr(material, field))
        if value is None or value < 0:
            yield Trouble((*place, field), "plain_number", {"field": field})
    if literal(material.overage) and not (material.note or material.source):
        yield Trouble((*place, "overage"), "overage_reason", {"id": material.id})


def _use(material: Material, place: Place, index: Index) -> Iterator[Trouble]:
    users = index.using.get(material.id, ())
    kinds = {at.slot.kind for at in users if at.slot.kind in MATERIALS}
    scanned = any(at.slot.kind == "scan" for at in index.using.get(f"material:{material.id}", ()))
    labelled = any(at.slot.kind == "labels" for at in users)
    if not kinds and not scanned and not labelled:
        yield Trouble(place, "material_unused", {"id": material.id})
    if "qs" in kinds and not material.qs:
        yield Trouble((*place, "qs"), "qs_not_declared", {"id": material.id})
    if material.qs and kinds and "qs" not in kinds:
        yield Trouble((*place, "qs"), "qs_not_used", {"id": material.id})


def _tolerance(material: Material, place: Place, index: Index) -> Iterator[Trouble]:
    for field, sign in (("low", -1), ("high", 1)):
        text = getattr(material, field)
        value = literal(text)
        if text and (value is None or value * sign < 0 or abs(value) > WHOLE):
            yield Trouble((*place, field), "tolerance_form", {"field": field, "value": text})
    if not (material.low and material.high) and not material.qs:
        weighed = [at for at in index.using.get(material.id, ()) if at.slot.kind == "material"]
        if any(not at.slot.limits.any() for at in weighed):
            yield Trouble(place, "tolerance_missing", {"id": material.id})
    low = literal(material.low)
    if material.active and low is not None and low < 0 and not material.note:
        yield Trouble((*place, "low"), "active_below_full", {"id": material.id})


def _portions(material: Material, place: Place, index: Index) -> Iterator[Trouble]:
    """A line of the bill of materials is one charge; several need their own figures (211.186(b)(4))."""
    users = [at for at in index.using.get(material.id, ()) if at.slot.kind == "material"]
    whole = [at for at in users if not at.slot.limits.any() and not at.slot.limits.target]
    if len(whole) > 1:
        yield Trouble(place, "portions_unsaid", {"id": material.id, "count": str(len(whole))})
    size = index.mbr.header.size
    if material.active and material.scaling == "fixed" and size.low != size.high:
        yield Trouble((*place, "scaling"), "active_fixed", {"id": material.id})


def _equipment(index: Index) -> Iterator[Trouble]:
    used = {at.slot.of for at in index.of_kind("equipment")} | {at.slot.device for at in index.slots}
    used |= {at.slot.of.removeprefix("equipment:") for at in index.of_kind("scan")}
    for number, equipment in enumerate(index.mbr.equipment):
        for field in ("name", "kind"):
            if not getattr(equipment, field):
                yield Trouble(("equipment", number, field), "text_empty", {"field": field})
        if equipment.id not in used:
            yield Trouble(("equipment", number), "equipment_unused", {"id": equipment.id})
