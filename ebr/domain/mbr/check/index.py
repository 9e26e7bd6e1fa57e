"""The document laid out for its check: every node and slot with its place, its order and what it stands in.

Orders only say what comes before what. They have gaps (`ebr.domain.mbr.check.orders`) and stay with a phase from one
document to the next, and a node is told its new place where only that changed; so a step that came, went or moved costs
the same wherever it stands. Whatever is remembered of a phase therefore holds no place but relative to its node.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, TypeVar

from ebr.domain.mbr.build import Trouble
from ebr.domain.mbr.check.memo import Content, Memo
from ebr.domain.mbr.check.orders import spread
from ebr.domain.mbr.model import Equipment, Flow, Material, Mbr, Operation, Phase, Slot, UnitProcedure
from ebr.domain.mbr.problem import Place

T = TypeVar("T")


@dataclass(slots=True, eq=False)
class NodeAt:
    """A unit procedure, operation or phase; `around` are the nodes it stands in, outermost first.

    Its `size` slots have orders from `first` to under `last`. `place`, and of a unit procedure or operation also the
    three numbers, are those in the newest document.
    """

    id: str
    level: str
    flow: Flow
    around: tuple[NodeAt, ...]
    phase: Phase | None
    place: Place = ()
    first: int = 0
    last: int = 0
    size: int = 0

    @property
    def chain(self) -> tuple[NodeAt, ...]:
        """The node with what it stands in, outermost first."""
        return (*self.around, self)


@dataclass(frozen=True, slots=True)
class SlotAt:
    """A slot, the `number`-th of its phase; `order` grows over all slots of the document, `node` is its phase."""

    slot: Slot
    number: int
    order: int
    node: NodeAt
    phase: Phase

    @property
    def place(self) -> Place:
        """Where it stands in the newest document."""
        return (*self.node.place, "slots", self.number)

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
        phases = [phase for _, _, phase in mbr.phases()]
        self._firsts = iter(spread([(phase.id, len(phase.slots)) for phase in phases], self.memo.orders))
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
                found = tuple(within(at.node, trouble) for trouble in rule(at, self))
                at.content.troubles[rule] = found
            for trouble in found:
                yield placed(at.node, trouble)

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
        node, start = self._node(unit, "procedure", place, ()), len(self.phases)
        for number, operation in enumerate(unit.operations):
            self._operation(operation, (*place, "operations", number), (node,))
        self._close(node, start)

    def _operation(self, operation: Operation, place: Place, around: tuple[NodeAt, ...]) -> None:
        node, start = self._node(operation, "operations", place, around), len(self.phases)
        chain = node.chain
        for number, phase in enumerate(operation.phases):
            self._phase(phase, (*place, "phases", number), chain)
        self._close(node, start)

    def _phase(self, phase: Phase, place: Place, around: tuple[NodeAt, ...]) -> None:
        known: PhaseAt | None = self.memo.layouts.pop(id(phase), None)
        content, first = self.memo.content(phase, self.material), next(self._firsts)
        if known is None or known.content is not content or known.node.first != first or not _in(known.node, around):
            size = len(phase.slots)
            node = NodeAt(phase.id, "phases", phase.flow, around, phase, place, first, first + size, size)
            slots = tuple(SlotAt(slot, n, first + n, node, phase) for n, slot in enumerate(phase.slots))
            known = PhaseAt(node, slots, content)
        known.node.place = place
        self.nodes.append(known.node)
        self.phases.append(known)
        self.slots.extend(known.slots)

    def _node(self, part: UnitProcedure | Operation, level: str, place: Place, around: tuple[NodeAt, ...]) -> NodeAt:
        known: NodeAt | None = self.memo.nodes.pop((level, part.id), None)
        if known is None or not _in(known, around) or not (known.flow is part.flow or known.flow == part.flow):
            known = NodeAt(part.id, level, part.flow, around, None)
        known.place = place
        self.nodes.append(known)
        return known

    def _close(self, node: NodeAt, start: int) -> None:
        """Say how far a unit procedure or operation reaches, when all of its phases are laid out."""
        inside = self.phases[start:]
        before = self.phases[start - 1].node.last if start else 0
        node.size = sum(at.node.size for at in inside)
        node.first, node.last = (inside[0].node.first, inside[-1].node.last) if inside else (before, before)

    def _remember(self) -> None:
        """Keep what stands in this document for the next one, and nothing older."""
        self.memo.contents = {id(at.phase): at.content for at in self.phases}
        self.memo.layouts = {id(at.phase): at for at in self.phases}
        self.memo.nodes = {(node.level, node.id): node for node in self.nodes if node.phase is None}
        self.memo.orders = {at.phase.id: at.node.first for at in self.phases}


def within(node: NodeAt, trouble: Trouble) -> Trouble:
    """Return what was found in a node with its place from there on: as it may be remembered."""
    return replace(trouble, place=trouble.place[len(node.place) :])


def placed(node: NodeAt, trouble: Trouble) -> Trouble:
    """Return what was remembered of a node where the node stands now."""
    return replace(trouble, place=node.place + trouble.place)


def _in(known: NodeAt, around: tuple[NodeAt, ...]) -> bool:
    """Tell whether a node stands in nodes that are the same objects."""
    return len(known.around) == len(around) and all(a is b for a, b in zip(known.around, around, strict=True))
