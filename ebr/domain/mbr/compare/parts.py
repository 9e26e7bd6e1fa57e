"""One version laid out for comparison: every part with its key, what it stands in, and its position.

A part is known by its level and its id; where a draft uses an id twice, the second is known as the second, so that
nothing is lost from a comparison of what is not finished. Ids of answers, items and identifiers are unique only in what
they stand in, so their keys begin with it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from ebr.domain.mbr.compare.change import Level, Named
from ebr.domain.mbr.compare.languages import language_blocks
from ebr.domain.mbr.compare.levels import plain_fields
from ebr.domain.mbr.model import Equipment, Material, Mbr, Operation, Phase, Slot, UnitProcedure
from ebr.domain.mbr.numbering import numbering

Key = tuple[Level, str, int]
"""Level, address, and how many parts of this level and address stand before it."""

BLOCKS: Final[Mapping[Level, str]] = {
    "header": "header",
    "identifier": "header",
    "material": "materials",
    "equipment": "equipment",
    "procedure": "procedure",
    "unit": "procedure",
    "operation": "procedure",
}
"""The block that holds a part's own fields; those of a phase and what is in it have one each."""


@dataclass(frozen=True, slots=True)
class PartAt:
    """A part where it stands: `parent` holds it, and `at` others of its level stand before it there.

    `place` is its address, `number` that of its step, `position` its own number or its line in a list. `step` is the
    unit, operation or phase it belongs to, `inner` what an answer, item or identifier is called.
    """

    key: Key
    part: Any
    parent: Key | None = None
    at: int = 0
    block: str = ""
    number: str = ""
    position: str = ""
    title: str = ""
    step: str = ""
    step_title: str = ""
    inner: str = ""
    unit: str = ""

    @property
    def level(self) -> Level:
        """What kind of part it is."""
        return self.key[0]

    @property
    def place(self) -> str:
        """The address of the part: its id, for an inner one after that of its entry."""
        return self.key[1]


class Side:
    """Side(mbr, same): one version, its parts by key in document order, and its blocks by name.

    Entries of phases in `same`, which are equal in both versions, are left out, and answers and items of entries are
    taken in on demand (`inner`): most of two versions is the same, and work is done only where something differs.
    """

    def __init__(self, mbr: Mbr, same: Collection[str] = frozenset()) -> None:
        self.mbr = mbr
        self._same = same
        self.parts: dict[Key, PartAt] = {}
        self.blocks: dict[str, Any] = {"header": mbr.header, "materials": mbr.materials, "equipment": mbr.equipment}
        self._units: dict[str, str] = {}
        self._times: dict[tuple[Level, str], int] = {}
        self._named: dict[str, Named] | None = None
        top = self._add("header", "header", mbr.header, None, 0, title=mbr.header.title)
        self._labelled("identifier", mbr.header.identifiers, top)
        for at, material in enumerate(mbr.materials):
            self._units.setdefault(material.id, material.unit)
            self._line("material", material, at, material.unit)
        for at, equipment in enumerate(mbr.equipment):
            self._line("equipment", equipment, at)
        self._procedure()
        self.blocks |= language_blocks(mbr)

    def named(self, name: str) -> Named | None:
        """Return what an id of this version names; None for an id it does not have."""
        if self._named is None:
            self._named = names(self.mbr)
        return self._named.get(name)

    def inner(self, above: PartAt) -> None:
        """Take in the answers and items of an entry."""
        self._labelled("option", above.part.options, above)
        self._labelled("item", above.part.items, above)

    def _key(self, level: Level, place: str) -> Key:
        times = self._times.get((level, place), 0)
        self._times[level, place] = times + 1
        return level, place, times

    def _add(self, level: Level, place: str, part: Any, parent: PartAt | None, at: int, **more: str) -> PartAt:  # noqa: ANN401 - any part of the model
        block = more.pop("block", "") or BLOCKS[level]
        found = PartAt(self._key(level, place), part, parent.key if parent else None, at, block, **more)
        self.parts[found.key] = found
        return found

    def _line(self, level: Level, line: Any, at: int, unit: str = "") -> None:  # noqa: ANN401 - Material or Equipment
        self._add(level, line.id, line, None, at, position=str(at + 1), title=line.name, unit=unit)

    def _labelled(self, level: Level, parts: Sequence[Any], above: PartAt) -> None:
        for at, part in enumerate(parts):
            key = self._key(level, f"{above.place}/{part.id}")
            where = replace(above, key=key, part=part, parent=above.key, at=at, position=str(at + 1))
            self.parts[key] = replace(where, inner=part.label, unit=getattr(part, "unit", ""))

    def _procedure(self) -> None:
        top = self._add("procedure", "procedure", self.mbr, None, 0)
        self.blocks["procedure"] = ()
        operations = 0
        for at, unit in enumerate(self.mbr.procedure):
            above = self._node("unit", unit, top, at, str(operations + 1))
            for below, operation in enumerate(unit.operations):
                operations += 1
                inside = self._node("operation", operation, above, below, str(operations))
                for last, phase in enumerate(operation.phases):
                    self._phase(phase, inside, last, f"{operations}.{last + 1}")
        self.blocks["procedure"] = (self.mbr.flow, tuple(_outline(unit) for unit in self.mbr.procedure))

    def _node(
        self,
        level: Level,
        node: UnitProcedure | Operation | Phase,
        parent: PartAt,
        at: int,
        number: str,
        block: str = "",
    ) -> PartAt:
        where = {"number": number, "position": number, "title": node.title, "step": node.id, "step_title": node.title}
        return self._add(level, node.id, node, parent, at, block=block, **where)

    def _phase(self, phase: Phase, parent: PartAt, at: int, number: str) -> None:
        block = f"phase/{phase.id}"
        while block in self.blocks:  # an id used twice in a draft: named as `document_blocks` names it
            block += "+"
        self.blocks[block] = phase
        above = self._node("phase", phase, parent, at, number, block)
        if phase.id in self._same:
            return
        self._labelled("media", phase.media, above)
        for below, slot in enumerate(phase.slots):
            where = {
                "number": number,
                "position": f"{number}.{below + 1}",
                "title": slot.label,
                "unit": self._unit(slot),
            }
            self._add("slot", slot.id, slot, above, below, block=block, step=phase.id, step_title=phase.title, **where)

    def _unit(self, slot: Slot) -> str:
        return slot.unit or (self._units.get(slot.of, "") if slot.kind in ("material", "qs") else "")


def _outline(unit: UnitProcedure) -> tuple[Any, ...]:
    """Return what the block "procedure" says of a unit: everything but its phases, which stand there by id."""
    operations = tuple((_own(o), tuple(phase.id for phase in o.phases)) for o in unit.operations)
    return (_own(unit), operations)


def _own(part: UnitProcedure | Operation) -> tuple[Any, ...]:
    return (part.id, *(getattr(part, f.name) for f in plain_fields(type(part))))


def names(mbr: Mbr) -> dict[str, Named]:
    """Return what every id of a document names: materials, equipment, nodes and entries, an entry by its step."""
    found: dict[str, Named] = {}
    lines: tuple[Material | Equipment, ...] = (*mbr.materials, *mbr.equipment)
    for line in lines:
        found.setdefault(line.id, Named(line.id, "", line.name))
    numbers = numbering(mbr)
    for unit, operation, phase in mbr.phases():
        for node in (unit, operation, phase):
            found.setdefault(node.id, Named(node.id, numbers[node.id], node.title))
        for slot in phase.slots:
            found.setdefault(slot.id, Named(slot.id, numbers[phase.id], slot.label))
    return found


def same_phases(old: Mbr, new: Mbr) -> frozenset[str]:
    """Return the ids of phases that are equal in both versions; none whose id is used twice."""
    was, now = _phases(old), _phases(new)
    return frozenset(name for name, phase in now.items() if phase is not None and was.get(name) == phase)


def _phases(mbr: Mbr) -> dict[str, Phase | None]:
    found: dict[str, Phase | None] = {}
    for _, _, phase in mbr.phases():
        found[phase.id] = None if phase.id in found else phase
    return found
