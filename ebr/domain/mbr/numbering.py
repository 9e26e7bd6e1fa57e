"""The number of every part of the procedure, "6.3": one rule for screens, reports, comparisons and the editor.

Operations are counted through the whole document, whatever unit they stand in; a phase is counted within its operation
("6.3"), an entry within its phase ("6.3.2"). A unit procedure has the number of its first operation. Numbers follow
from the order alone: they are never written down, and a part that moves gets another one.
"""

from __future__ import annotations

from collections.abc import Iterator

from ebr.domain.mbr.model import Mbr, UnitProcedure


def numbering(mbr: Mbr) -> dict[str, str]:
    """Return the number of each unit procedure, operation, phase and entry by id; of an id used twice, the first."""
    found: dict[str, str] = {}
    for name, number in numbered(mbr):
        found.setdefault(name, number)
    return found


def numbered(mbr: Mbr) -> Iterator[tuple[str, str]]:
    """Yield id and number of each part of the procedure, in document order."""
    operations = 0
    for unit in mbr.procedure:
        yield unit.id, str(operations + 1)
        yield from _of_unit(unit, operations)
        operations += len(unit.operations)


def _of_unit(unit: UnitProcedure, before: int) -> Iterator[tuple[str, str]]:
    for at, operation in enumerate(unit.operations, before + 1):
        yield operation.id, str(at)
        for below, phase in enumerate(operation.phases, 1):
            yield phase.id, f"{at}.{below}"
            yield from ((slot.id, f"{at}.{below}.{last}") for last, slot in enumerate(phase.slots, 1))
