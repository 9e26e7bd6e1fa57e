"""Rules about what must be known before what.

No circles, nothing from later, and nothing left to chance between parallel steps.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ebr.domain.mbr.build import Trouble
from ebr.domain.mbr.check.expressions import Expression, Read
from ebr.domain.mbr.check.index import NodeAt, SlotAt
from ebr.domain.mbr.check.names import Name

Edges = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Early:
    """A reference to a value that need not be there yet; the slot that reads, if one, and the slot that is read."""

    trouble: Trouble
    reader: str | None
    used: str


def order_problems(reads: Sequence[Read], early: Iterable[Early], edges: Edges) -> Iterator[Trouble]:
    """Yield circles of calculations, and references to values that need not be there yet.

    `reads` are asked only where `edges` hold a circle; `early` and `edges` are those of all reads.
    """
    circular: set[str] = set()
    suspects = _suspects(edges)
    for read in reads if suspects else ():
        at = read.at.slot
        if at is None or at.slot.id not in suspects - circular or read.at.use not in ("formula", "yield"):
            continue
        circle = _circle(at.slot.id, edges)
        if circle:
            circular.update(circle)
            yield Trouble(read.at.place, "formula_circle", {"circle": " > ".join([*circle, circle[0]])})
    for found in early:
        if found.reader not in circular or found.used not in circular:
            yield found.trouble


def edges_of(reads: Iterable[Read], known: Mapping[str, Name]) -> dict[str, frozenset[str]]:
    """Return, for each slot whose expressions read others, the ids of those."""
    edges: dict[str, frozenset[str]] = {}
    for read in reads:
        if read.at.slot is None:
            continue
        used = frozenset(
            name.slot.slot.id for r in read.formula.references if (name := known.get(r)) is not None and name.slot
        )
        slot = read.at.slot.slot.id
        edges[slot] = edges.get(slot, frozenset()) | used
    return edges


def early_of(reads: Iterable[Read], known: Mapping[str, Name]) -> Iterator[Early]:
    """Yield the references of expressions to values that need not be there yet."""
    for read in reads:
        reader = read.at.slot.slot.id if read.at.slot is not None else None
        for reference in read.formula.references:
            name = known.get(reference)
            if name is not None and name.slot is not None:
                for trouble in _too_early(read.at, reference, name.slot):
                    yield Early(trouble, reader, name.slot.slot.id)


def _suspects(edges: Edges) -> set[str]:
    """Return the ids that may stand in a circle.

    They are left when whatever reads nothing, or is read by nothing, is taken away again and again; this costs as much
    as there are references.
    """
    left = _read_on(edges)
    back: dict[str, set[str]] = {name: set() for name in left}
    for name in left:
        for used in left.intersection(edges[name]):
            back[used].add(name)
    return _read_on(back)


def _read_on(edges: Mapping[str, Collection[str]]) -> set[str]:
    """Return the ids from which one can go on for ever."""
    open_: dict[str, int] = {name: sum(used in edges for used in uses) for name, uses in edges.items()}
    readers: dict[str, list[str]] = {}
    for name, uses in edges.items():
        for used in uses:
            readers.setdefault(used, []).append(name)
    ended = [name for name, count in open_.items() if count == 0]
    for name in ended:
        for reader in readers.get(name, ()):
            open_[reader] -= 1
            if open_[reader] == 0:
                ended.append(reader)
    return {name for name, count in open_.items() if count > 0}


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
