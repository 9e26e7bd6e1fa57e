"""Who reads what changed: the formulas, limits, conditions and references of the new version, however far they follow.

A change of an entry reaches the calculation that names it, the limit that names the calculation, the step that waits
for it. What is only read by people (a label, a help text, a note) reaches nothing. Approval shows this list, so that
nobody has to know the whole document by heart to see what one figure moves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ebr.domain.formula import FormulaError, parse
from ebr.domain.mbr.check.expressions import expressions
from ebr.domain.mbr.check.index import Index, NodeAt, SlotAt
from ebr.domain.mbr.compare.change import Change, Level, Named
from ebr.domain.mbr.compare.versions import compare
from ebr.domain.mbr.model import Mbr
from ebr.domain.mbr.numbering import numbering

SILENT: Final = frozenset({"label", "title", "name", "help", "note", "instruction", "sop", "source", "grade", "block"})
"""Fields that people read and no rule does."""
BATCH: Final = "batch"
"""What a formula calls the batch itself: its size stands in the header."""


@dataclass(frozen=True, slots=True)
class Reader:
    """A part that reads something: which, in what level and dotted field, and the text it reads it with.

    `through` are the parts between it and what changed, nearest to the change first; empty where it reads it itself.
    """

    part: Named
    level: Level
    field: str
    text: str
    through: tuple[Named, ...] = ()


@dataclass(frozen=True, slots=True)
class Impact:
    """One part that changed, with everybody who reads it."""

    part: Named
    readers: tuple[Reader, ...]


def impact(old: Mbr, new: Mbr, changes: Sequence[Change] | None = None) -> tuple[Impact, ...]:
    """Return what each changed part of the new version is read by, in the order of the changes; none for unread ones.

    `changes` are those of `compare(old, new)` where they are known already.
    """
    reading = _Reading(new)
    names = (_changed(change) for change in (compare(old, new).changes if changes is None else changes))
    found = ((name, tuple(reading.readers(name))) for name in dict.fromkeys(name for name in names if name))
    return tuple(Impact(reading.named(name), readers) for name, readers in found if readers)


def _changed(change: Change) -> str:
    """Return the id that formulas know a changed part by; empty for a change that no rule reads."""
    field = change.place[1]
    if field.split(".")[0] in SILENT or change.kind in ("moved", "removed"):
        return ""
    if change.level == "header":
        return BATCH if field.startswith("size.") else ""
    return change.place[0].partition("/")[0] if change.level in READ else ""


READ: Final = frozenset({"material", "equipment", "phase", "operation", "unit", "slot", "option", "item"})


class _Reading:
    """Everything that reads something in one document, by what it reads."""

    def __init__(self, mbr: Mbr) -> None:
        self.mbr = mbr
        self.index = Index(mbr)
        self.numbers = numbering(mbr)
        self.by: dict[str, list[Reader]] = {}
        for name, reader in self._all():
            self.by.setdefault(name, []).append(reader)

    def readers(self, name: str) -> Iterator[Reader]:
        """Yield who reads a part, then who reads those, breadth first; each place once."""
        seen: set[tuple[str, str]] = set()
        waiting: list[tuple[str, tuple[Named, ...]]] = [(name, ())]
        for here, through in waiting:
            for reader in self.by.get(here, ()):
                if (reader.part.id, reader.field) in seen or reader.part.id == name:
                    continue
                seen.add((reader.part.id, reader.field))
                yield Reader(reader.part, reader.level, reader.field, reader.text, through)
                if reader.field in PASSES_ON:
                    waiting.append((reader.part.id, (*through, reader.part)))

    def named(self, name: str) -> Named:
        """Return a part by its id."""
        if name == BATCH:
            return Named(BATCH, "", self.mbr.header.title)
        slot, node = self.index.slot.get(name), self.index.node.get(name)
        material, equipment = self.index.material.get(name), self.index.equipment.get(name)
        title = slot.slot.label if slot else self._title(node) if node else ""
        title = title or (material.name if material else "") or (equipment.name if equipment else "")
        number = self.numbers.get(slot.node.id if slot else name, "")
        return Named(name, number, title)

    def _title(self, node: NodeAt) -> str:
        part: object = self.mbr
        for key in node.place:
            part = part[key] if isinstance(key, int) else getattr(part, key)  # type: ignore[index]  # keys are its path
        return str(getattr(part, "title", ""))

    def _all(self) -> Iterator[tuple[str, Reader]]:
        for one in expressions(self.index):
            part, place = (one.slot.slot.id, one.slot.place) if one.slot else (one.node.id, one.node.place)
            level: Level = "slot" if one.slot else LEVELS[one.node.level]
            field = ".".join(str(key) for key in one.place[len(place) :])
            for name in _names(one.text):
                yield name, Reader(self.named(part), level, field, one.text)
        for at in self.index.slots:
            yield from self._of_slot(at)
        for node in self.index.nodes:
            level = LEVELS[node.level]
            for name in node.flow.after:
                yield name, Reader(self.named(node.id), level, "flow.after", name)
            if node.flow.series is not None:
                during = node.flow.series.during
                yield during, Reader(self.named(node.id), level, "flow.series.during", during)

    def _of_slot(self, at: SlotAt) -> Iterator[tuple[str, Reader]]:
        for field in ("of", "device", "starts", "stops"):
            name = str(getattr(at.slot, field)).rpartition(":")[2]
            if name:
                yield name, Reader(self.named(at.slot.id), "slot", field, name)


LEVELS: Final[Mapping[str, Level]] = {"procedure": "unit", "operations": "operation", "phases": "phase"}
"""Levels of the index by what they are called here."""
PASSES_ON: Final = frozenset({"formula", "theoretical", "of", "starts", "stops"})
"""Fields whose outcome becomes the value of their entry, which others may read."""


def _names(text: str) -> set[str]:
    try:
        references = parse(text).references
    except FormulaError:
        return set()
    parts = (reference.split(".") for reference in references)
    return {part[1] if part[0] == "material" and len(part) > 1 else part[0] for part in parts}
