"""What an import guessed stays an error until an author has looked at it (21 CFR 211.186(a)).

A reader of other people's files marks a part by a line of its note: `(?) field: reason`. The mark is plain text in the
document, so it survives every copy, compare and save, and no program can forget it.
"""

from __future__ import annotations

from collections.abc import Iterator

from ebr.domain.mbr.build import Trouble
from ebr.domain.mbr.check.index import Index
from ebr.domain.mbr.problem import Place

MARK = "(?)"


def unconfirmed_problems(index: Index) -> Iterator[Trouble]:
    """Yield each open mark, at the part that carries it."""
    for place, note in _notes(index):
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
    for node in index.nodes:
        if node.phase is not None:
            yield node.place, node.phase.note
    for at in index.slots:
        yield at.place, at.slot.note
