"""What may stand in a field that names something else: a material, a sample, a step, a unit already in use."""

from __future__ import annotations

from typing import Final

from ebr.wording import unit_words
from ebr.words import tr
from ui.editor.parts import Part, Parts

Pairs = tuple[tuple[str, str], ...]

UNITS: Final = ("g", "mg", "kg", "mL", "L", "uL", "degC", "min", "h", "s", "%", "each", "pH", "bar", "mbar", "Pa",
    "rpm", "mm", "cm", "g/mL", "mg/mL", "IU", "1e6 cells", "1e6 cells/mL", "cells", "cells/mL", "CFU", "1")  # fmt: skip
"""Offered in this order; any other unit that the check knows may be typed."""


def suggestions(parts: Parts, part: Part, path: str) -> Pairs:
    """Return texts and their words for a field; nothing when anything may be typed."""
    last = path.rsplit(".", 1)[-1]
    if last == "unit":
        return tuple((unit, unit_words(unit)) for unit in UNITS)
    if last == "of":
        return _of(parts, part)
    if last == "device":
        return _named(parts, "equipment")
    if last in ("starts", "stops"):
        return _named(parts, "slot") + _named(parts, "phase")
    if last == "during":
        return _named(parts, "phase")
    if last == "after":
        return _named(parts, "operation") + _named(parts, "phase") + _named(parts, "slot")
    if last == "kind" and part.level == "equipment":
        return tuple((kind, "") for kind in sorted({one.it.kind for one in parts.of_level("equipment") if one.it.kind}))
    if last == "room":
        return tuple((room, "") for room in sorted({one.it.room for one in parts.of_level("unit") if one.it.room}))
    if last == "room_code":
        nodes = (*parts.of_level("unit"), *parts.of_level("phase"))
        return tuple((code, "") for code in sorted({one.it.room_code for one in nodes if one.it.room_code}))
    return ()


def _of(parts: Parts, part: Part) -> Pairs:
    kind = part.it.kind
    if kind in ("material", "qs"):
        return _named(parts, "material")
    if kind in ("equipment", "clearance", "check"):
        return _named(parts, "equipment")
    if kind == "result":
        return tuple((one.key, one.it.label) for one in parts.of_level("slot") if one.it.kind == "sample")
    if kind == "scan":
        named = [
            (f"{level}:{key}", words) for level in ("material", "equipment") for key, words in _named(parts, level)
        ]
        return (("batch", tr("The label of this batch")), ("text", tr("Any code")), *named)
    return ()


def _named(parts: Parts, level: str) -> Pairs:
    found = parts.named.get(level)
    if found is None:
        found = parts.named[level] = tuple((one.key, words_of(one)) for one in parts.of_level(level))
    return found


def words_of(part: Part) -> str:
    """Return what a part is called, without its number."""
    for field in ("label", "title", "name"):
        found = getattr(part.it, field, None)
        if isinstance(found, str):
            return found
    return ""
