"""Where every part of a document stands: level, neighbours, number; one walk for each version of the document.

Levels are header, procedure, material, equipment, unit, operation, phase, slot. An id that two parts share means the
first of them; the check says so, and renaming one ends it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from ebr.domain.mbr.model import Mbr

TABLES: Final = ("materials", "equipment", "languages")
"""Pages that are tables of the document."""
INSIDE: Final[Mapping[str, str]] = {
    "unit": "procedure",
    "operation": "unit",
    "phase": "operation",
    "slot": "phase",
    "material": "materials",
    "equipment": "equipment",
}
"""Level of what a part stands in."""
LISTS: Final[Mapping[str, str]] = {"unit": "operations", "operation": "phases", "phase": "slots"}
"""Name of the list of what stands inside a part."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part: its id, level, object, the id of what it stands in, its position there, its number ("6.3")."""

    key: str
    level: str
    it: Any
    inside: str
    at: int
    number: str = ""


def walk(mbr: Mbr) -> Iterator[Part]:
    """Yield every part in document order."""
    yield Part("header", "header", mbr.header, "", 0)
    for at, material in enumerate(mbr.materials):
        yield Part(material.id, "material", material, "materials", at)
    for at, machine in enumerate(mbr.equipment):
        yield Part(machine.id, "equipment", machine, "equipment", at)
    yield Part("procedure", "procedure", mbr, "", 0)
    number = 0
    for at, unit in enumerate(mbr.procedure):
        yield Part(unit.id, "unit", unit, "procedure", at)
        for inner, operation in enumerate(unit.operations):
            number += 1
            yield from _operation(Part(operation.id, "operation", operation, unit.id, inner, str(number)))


def _operation(part: Part) -> Iterator[Part]:
    yield part
    for at, phase in enumerate(part.it.phases):
        yield Part(phase.id, "phase", phase, part.key, at, f"{part.number}.{at + 1}")
        for inner, slot in enumerate(phase.slots):
            yield Part(slot.id, "slot", slot, phase.id, inner)


class Parts:
    """Parts(mbr). `all` in document order; `by_key`; phase_of(key) is the page a part is shown on."""

    def __init__(self, mbr: Mbr) -> None:
        self.mbr = mbr
        self.all = tuple(walk(mbr))
        self.by_key: dict[str, Part] = {}
        self.named: dict[str, tuple[tuple[str, str], ...]] = {}
        """Ids and names by level, for suggestions."""
        self._of_level: dict[str, tuple[Part, ...]] = {}
        self._inside: dict[str, list[Part]] = {}
        for part in self.all:
            self.by_key.setdefault(part.key, part)
            self._inside.setdefault(part.inside, []).append(part)

    def get(self, key: str) -> Part | None:
        """The part of an id, or None."""
        return self.by_key.get(key)

    def page_of(self, key: str) -> str:
        """The key of the page that shows a part: an entry is shown in its step, a material in the table."""
        part = self.by_key.get(key)
        if part is None:
            return key if key in TABLES else "languages" if key == "language" else "header"
        return part.inside if part.level in ("slot", "material", "equipment") else part.key

    def inside(self, key: str) -> tuple[Part, ...]:
        """The parts that stand directly in one, in order."""
        return tuple(self._inside.get(key, ()))

    def of_level(self, level: str) -> tuple[Part, ...]:
        """All parts of a level, in order."""
        if level not in self._of_level:
            self._of_level[level] = tuple(one for one in self.all if one.level == level)
        return self._of_level[level]
