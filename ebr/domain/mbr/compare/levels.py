"""Which class of the model each level of a comparison is, and how a dotted field of it is found in the shape."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ebr.domain.mbr import model
from ebr.domain.mbr.compare.change import Level
from ebr.domain.mbr.shape import Field, fields_of

CLASS_OF: Mapping[Level, type[Any]] = {
    "header": model.Header,
    "identifier": model.Identifier,
    "material": model.Material,
    "equipment": model.Equipment,
    "procedure": model.Mbr,
    "unit": model.UnitProcedure,
    "operation": model.Operation,
    "phase": model.Phase,
    "slot": model.Slot,
    "option": model.Option,
    "item": model.Item,
    "media": model.Media,
    "language": model.Language,
    "translation": model.Translation,
}

OWN_PARTS: frozenset[tuple[type[Any], str]] = frozenset(
    {
        (model.Header, "identifiers"),
        (model.Mbr, "header"),
        (model.Mbr, "materials"),
        (model.Mbr, "equipment"),
        (model.Mbr, "procedure"),
        (model.Mbr, "languages"),
        (model.Language, "texts"),
        (model.UnitProcedure, "operations"),
        (model.Operation, "phases"),
        (model.Phase, "slots"),
        (model.Phase, "media"),
        (model.Slot, "options"),
        (model.Slot, "items"),
    }
)
"""Fields that hold parts with an id: each such part is compared on its own, whatever stands around it."""

REFERENCES: frozenset[tuple[type[Any], str]] = frozenset(
    {
        (model.Slot, "of"),
        (model.Slot, "device"),
        (model.Slot, "starts"),
        (model.Slot, "stops"),
        (model.Flow, "after"),
        (model.Series, "during"),
    }
)
"""Fields that hold ids of other parts, or words where they name nothing in the document (labels, hand-over)."""


def plain_fields(part: type[Any]) -> tuple[Field, ...]:
    """Return the fields of a class that say something about the part itself."""
    return tuple(f for f in fields_of(part) if (part, f.name) not in OWN_PARTS and f.name != "id")


def owner_of(level: Level, field: str) -> tuple[type[Any], str]:
    """Return the class and the name of a dotted field: ("slot", "limits.high") is (Limits, "high").

    A statistic is (Slot, "statistics") itself, and a limit of it (Limits, "high").
    """
    part: type[Any] = CLASS_OF[level]
    owner, name = part, ""
    keys = iter(field.split("."))
    for key in keys:
        found = next((f for f in fields_of(part) if f.name == key), None)
        if found is None:
            raise KeyError(f"{level}: {field}")
        owner, name = part, key
        if found.form == "limits_by_name":
            statistic = next(keys, "")
            part = model.Limits if statistic else part
        elif found.form == "part":
            part = found.part
    return owner, name
