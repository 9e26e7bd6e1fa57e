"""Rules about what must be known before what.

No circles, nothing from later, and nothing left to chance between parallel steps.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ebr.domain.mbr.build import Trouble
from ebr.domain.mbr.check.expressions import Expression, Read
from ebr.domain.mbr.check.index import NodeAt, SlotAt
from ebr.domain.mbr.check.names import Name

Edges = Mapping[str, frozenset[str]]


def order_problems(readable: Sequence[Read], known: Mapping[str, Name]) -> Iterator[Trouble]:
    """Yield circles of calculations, and references to values that need not be there yet."""
    edges = _edges(readable, known)
    circular: set[str] = set()
    for read in readable:
        at = read.at.slot
        if at is None or at.slot.id in circular or read.at.use not in ("formula", "yield"):
            continue
        circle = _circle(at.slot.id, edges)
        if circle:
            circular.update(circle)
            yield Trouble(read.at.place, "formula_circle", {"circle": " > ".join([*circle, circle[0]])})
    for read in readable:
        for reference in read.formula.references:
            name = known.get(reference)
            if name is not None and name.slot is not None and not _in_circle(read.at, name.slot, circular):
                yield from _too_early(read.at, reference, name.slot)


def _edges(readable: Sequence[Read], known: Mapping[str, Name]) -> Edges:
    edges: dict[str, frozenset[str]] = {}
    for read in readable:
        if read.at.slot is None:
            continue
        used = frozenset(
            name.slot.slot.id for r in read.formula.references if (name := known.get(r)) is not None and name.slot
        )
        slot = read.at.slot.slot.id
        edges[slot] = edges.get(slot, frozenset()) | used
    return edges


def _circle(start: str, edges: Edges) -> list[str]:
    """Return a way from an id back to itself, or nothing; breadth first, so the shortest."""
    came_from: dict[str, str] = {}
    waiting = [start]
    for here in waiting:
        for there in sorted(edges.get(here, ())):
            if there == start:
                return _way(start, here, came_from)
            if there not in came_from:
                came_from[there] = here
                waiting.append(there)
    return []


def _way(start: str, end: str, came_from: Mapping[str, str]) -> list[str]:
    way = [end]
    while way[-1] != start:
        way.append(came_from[way[-1]])
    return way[::-1]


def _in_circle(expression: Expression, used: SlotAt, circular: set[str]) -> bool:
    return expression.slot is not None and expression.slot.slot.id in circular and used.slot.id in circular


def _too_early(expression: Expression, reference: str, used: SlotAt) -> Iterator[Trouble]:
    if used.order >= expression.before:
        yield Trouble(expression.place, "value_later", {"name": reference})
    elif _unordered(expression.node, used):
        yield Trouble(expression.place, "value_beside", {"name": reference})


def _unordered(node: NodeAt, used: SlotAt) -> bool:
    """Tell whether the entry stands in a branch that runs beside the node, with nothing that makes the node wait."""
    ours, theirs = node.chain, used.node.chain
    depth = next((n for n, (a, b) in enumerate(zip(ours, theirs, strict=False)) if a is not b), None)
    if depth is None or depth == 0:
        return False
    if ours[depth - 1].flow.order == "sequence" and ours[depth].flow.series is None:
        return False
    waited = {name for at in ours[depth:] for name in at.flow.after}
    return waited.isdisjoint({used.slot.id, *(at.id for at in theirs[depth:])})
