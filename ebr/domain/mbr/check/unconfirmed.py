"""What an import guessed stays an error until an author has looked at it (21 CFR 211.186(a)).

A reader of other people's files marks a part by a line of its note: `(?) field: reason`. The mark is plain text in the
document, so it survives every copy, compare and save, and no program can forget it.
"""

from __future__ import annotations

from collections.abc import Iterator

from ebr.domain.mbr.build import Trouble
from ebr.domain.mbr.check.index import Index, PhaseAt
from ebr.domain.mbr.problem import Place

MARK = "(?)"


def unconfirmed_problems(index: Index) -> Iterator[Trouble]:
    """Yield each open mark, at the part that carries it."""
    yield from _marks(_notes(index))
    yield from index.local(_of_phase)


def _of_phase(phase: PhaseAt, _index: Index) -> Iterator[Trouble]:
    notes = [(phase.node.place, phase.phase.note), *((at.place, at.slot.note) for at in phase.slots)]
    yield from _marks(iter(notes))


def _marks(notes: Iterator[tuple[Place, str]]) -> Iterator[Trouble]:
    for place, note in notes:
        for line in note.split("\n"):
            if line.startswith(MARK):
                yield Trouble((*place, "note"), "unconfirmed", {"text": line.removeprefix(MARK).strip()})


def _notes(index: Index) -> Iterator[tuple[Place, str]]:
    mbr = index.mbr
    yield ("header",), mbr.header.note
    for number, material in enumerate(mbr.materials):
        yield ("materials", number), material.note
    for number, equipment in enumerate(mbr.equipment):
        yield ("equipment", number), equipment.note
    for n, unit in enumerate(mbr.procedure):
        yield ("procedure", n), unit.note
        for m, operation in enumerate(unit.operations):
            yield ("procedure", n, "operations", m), operation.note
