"""The document laid out for its check: every node and slot with its place, its order and what it stands in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from ebr.domain.mbr.model import Equipment, Flow, Material, Mbr, Operation, Phase, Slot, UnitProcedure
from ebr.domain.mbr.problem import Place

CHILDREN = {"procedure": "operations", "operations": "phases", "phases": "slots"}


@dataclass(frozen=True, slots=True)
class NodeAt:
    """A unit procedure, operation or phase; `around` are the nodes it stands in, outermost first.

    `first` and `last` are the orders of its first slot and of the one after its last.
    """

    id: str
    level: str
    place: Place
    flow: Flow
    around: tuple[NodeAt, ...]
    first: int
    last: int
    phase: Phase | None

    @property
    def chain(self) -> tuple[NodeAt, ...]:
        """The node with what it stands in, outermost first."""
        return (*self.around, self)


@dataclass(frozen=True, slots=True)
class SlotAt:
    """A slot; `order` counts all slots of the document, `node` is its phase."""

    slot: Slot
    place: Place
    order: int
    node: NodeAt
    phase: Phase

    @property
    def repeating(self) -> tuple[NodeAt, ...]:
        """The nodes around it that may run more than once, outermost first."""
        return tuple(node for node in self.node.chain if node.flow.repeats())


class Index:
    """All of one document. By id the first one wins; that ids are unique is a rule of its own."""

    def __init__(self, mbr: Mbr) -> None:
        self.mbr = mbr
        self.nodes: list[NodeAt] = []
        self.slots: list[SlotAt] = []
        for number, unit in enumerate(mbr.procedure):
            self._node(unit, "procedure", ("procedure", number), ())

    def _node(
        self, part: UnitProcedure | Operation | Phase, level: str, place: Place, around: tuple[NodeAt, ...]
    ) -> None:
        below = CHILDREN[level]
        children = getattr(part, below)
        first = len(self.slots)
        last = first + sum(1 for _ in _slots_in(part))
        node = NodeAt(part.id, level, place, part.flow, around, first, last, part if isinstance(part, Phase) else None)
        self.nodes.append(node)
        for number, child in enumerate(children):
            at = (*place, below, number)
            if isinstance(part, Phase):
                self.slots.append(SlotAt(child, at, len(self.slots), node, part))
            else:
                self._node(child, below, at, node.chain)

    @cached_property
    def slot(self) -> Mapping[str, SlotAt]:
        """Slots by id."""
        return {at.slot.id: at for at in reversed(self.slots)}

    @cached_property
    def node(self) -> Mapping[str, NodeAt]:
        """Unit procedures, operations and phases by id."""
        return {at.id: at for at in reversed(self.nodes)}

    @cached_property
    def material(self) -> Mapping[str, Material]:
        """The bill of materials by id."""
        return {material.id: material for material in reversed(self.mbr.materials)}

    @cached_property
    def equipment(self) -> Mapping[str, Equipment]:
        """The equipment required by id."""
        return {equipment.id: equipment for equipment in reversed(self.mbr.equipment)}

    def of_kind(self, *kinds: str) -> Iterator[SlotAt]:
        """Yield the slots of some kinds, in order."""
        return (at for at in self.slots if at.slot.kind in kinds)


def _slots_in(part: object) -> Iterator[Slot]:
    if isinstance(part, Phase):
        yield from part.slots
        return
    for child in getattr(part, "operations", ()) or getattr(part, "phases", ()):
        yield from _slots_in(child)
