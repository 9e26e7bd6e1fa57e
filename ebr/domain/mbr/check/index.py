"""The document laid out for its check: every node and slot with its place, its order and what it stands in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, TypeVar

from ebr.domain.mbr.build import Trouble
from ebr.domain.mbr.check.memo import Content, Memo
from ebr.domain.mbr.model import Equipment, Flow, Material, Mbr, Operation, Phase, Slot, UnitProcedure
from ebr.domain.mbr.problem import Place

T = TypeVar("T")


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


@dataclass(slots=True)
class PhaseAt:
    """A phase where it stands, with its slots; `facts` holds what was made of it, by the function that made it."""

    node: NodeAt
    slots: tuple[SlotAt, ...]
    content: Content
    facts: dict[Callable[..., Any], Any] = field(default_factory=dict)

    @property
    def phase(self) -> Phase:
        """The phase itself."""
        return self.content.phase

    def fact(self, make: Callable[[PhaseAt, Index], T], index: Index) -> T:
        """Return what a function makes of the phase where it stands; made once."""
        if make not in self.facts:
            self.facts[make] = make(self, index)
        found: T = self.facts[make]
        return found

    def lasting(self, make: Callable[[PhaseAt, Index], T], index: Index) -> T:
        """Return what a function makes of the phase wherever it stands; made once, so it holds no place or order."""
        if make not in self.content.facts:
            self.content.facts[make] = make(self, index)
        found: T = self.content.facts[make]
        return found


class Index:
    """All of one document. By id the first one wins; that ids are unique is a rule of its own.

    With the memo of an earlier document, everything that is the same is the same object again.
    """

    def __init__(self, mbr: Mbr, memo: Memo | None = None) -> None:
        self.mbr = mbr
        self.memo = memo if memo is not None else Memo()
        self.nodes: list[NodeAt] = []
        self.slots: list[SlotAt] = []
        self.phases: list[PhaseAt] = []
        for number, unit in enumerate(mbr.procedure):
            self._unit(unit, ("procedure", number))
        self._remember()

    def local(self, rule: Callable[[PhaseAt, Index], Iterable[Trouble]]) -> Iterator[Trouble]:
        """Yield what a rule finds in each phase by itself.

        The rule may ask the phase and the materials its slots are of, nothing else of the document: what it found in a
        phase stands as long as those are the same.
        """
        for at in self.phases:
            found = at.content.troubles.get(rule)
            if found is None:
                start = len(at.node.place)
                found = tuple(replace(trouble, place=trouble.place[start:]) for trouble in rule(at, self))
                at.content.troubles[rule] = found
            for trouble in found:
                yield replace(trouble, place=at.node.place + trouble.place)

    def of_kind(self, *kinds: str) -> Iterator[SlotAt]:
        """Yield the slots of some kinds, in order."""
        found = [at for kind in kinds for at in self.by_kind.get(kind, ())]
        yield from sorted(found, key=lambda at: at.order) if len(kinds) > 1 else found

    @cached_property
    def by_kind(self) -> Mapping[str, list[SlotAt]]:
        """Slots by kind, in order."""
        found: dict[str, list[SlotAt]] = {}
        for at in self.slots:
            found.setdefault(at.slot.kind, []).append(at)
        return found

    @cached_property
    def using(self) -> Mapping[str, list[SlotAt]]:
        """Slots by what they are of, in order."""
        found: dict[str, list[SlotAt]] = {}
        for at in self.slots:
            if at.slot.of:
                found.setdefault(at.slot.of, []).append(at)
        return found

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

    def _unit(self, unit: UnitProcedure, place: Place) -> None:
        size = sum(len(phase.slots) for operation in unit.operations for phase in operation.phases)
        node = self._node(unit, "procedure", place, (), size)
        for number, operation in enumerate(unit.operations):
            self._operation(operation, (*place, "operations", number), (node,))

    def _operation(self, operation: Operation, place: Place, around: tuple[NodeAt, ...]) -> None:
        node = self._node(operation, "operations", place, around, sum(len(phase.slots) for phase in operation.phases))
        chain = node.chain
        for number, phase in enumerate(operation.phases):
            self._phase(phase, (*place, "phases", number), chain)

    def _phase(self, phase: Phase, place: Place, around: tuple[NodeAt, ...]) -> None:
        known: PhaseAt | None = self.memo.layouts.get(id(phase))
        content = self.memo.content(phase, self.material)
        if known is None or known.content is not content or not _stands(known.node, place, len(self.slots), around):
            first = len(self.slots)
            node = NodeAt(phase.id, "phases", place, phase.flow, around, first, first + len(phase.slots), phase)
            slots = tuple(
                SlotAt(slot, (*place, "slots", n), first + n, node, phase) for n, slot in enumerate(phase.slots)
            )
            known = PhaseAt(node, slots, content)
        self.nodes.append(known.node)
        self.phases.append(known)
        self.slots.extend(known.slots)

    def _node(
        self, part: UnitProcedure | Operation, level: str, place: Place, around: tuple[NodeAt, ...], size: int
    ) -> NodeAt:
        first = len(self.slots)
        node = NodeAt(part.id, level, place, part.flow, around, first, first + size, None)
        known: NodeAt | None = self.memo.nodes.get(place)
        if known is not None and _stands(known, place, first, around) and _same(known, node):
            node = known
        self.nodes.append(node)
        return node

    def _remember(self) -> None:
        """Keep what stands in this document for the next one, and nothing older."""
        self.memo.contents = {id(at.phase): at.content for at in self.phases}
        self.memo.layouts = {id(at.phase): at for at in self.phases}
        self.memo.nodes = {node.place: node for node in self.nodes if node.phase is None}


def _stands(known: NodeAt, place: Place, first: int, around: tuple[NodeAt, ...]) -> bool:
    """Tell whether a node stands where it stood, in nodes that are the same objects."""
    if known.first != first or known.place != place or len(known.around) != len(around):
        return False
    return all(a is b for a, b in zip(known.around, around, strict=True))


def _same(a: NodeAt, b: NodeAt) -> bool:
    return a.last == b.last and a.id == b.id and (a.flow is b.flow or a.flow == b.flow)
