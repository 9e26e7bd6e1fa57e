"""Every expression of a document, with where it stands, what it must give and what it may know by then."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Literal

from ebr.domain.formula import Formula
from ebr.domain.mbr.check.index import Index, NodeAt, PhaseAt, SlotAt
from ebr.domain.mbr.check.names import figure_unit, value_unit
from ebr.domain.mbr.model import SEQUENCE, Limits
from ebr.domain.mbr.problem import Place

LIMIT_FIELDS = tuple(f.name for f in fields(Limits) if f.name != "rule")

Use = Literal["number", "truth", "formula", "yield"]


@dataclass(frozen=True, slots=True)
class Expression:
    """One expression.

    `node` is where it is evaluated and `tail` its place from there on; `before` is the order its references must be
    under; `slot` the entry it belongs to, if one; `unit` what a number must come to. "formula" is a calculation's own,
    "yield" the two sides of a yield.
    """

    tail: Place
    text: str
    use: Use
    before: int
    node: NodeAt
    unit: str | None = None
    slot: SlotAt | None = None

    @property
    def place(self) -> Place:
        """Where it stands in the newest document."""
        return self.node.place + self.tail


@dataclass(frozen=True, slots=True)
class Read:
    """An expression that could be read."""

    at: Expression
    formula: Formula


def expressions(index: Index) -> Iterator[Expression]:
    """Yield every expression of the procedure: those of each phase, then those of what phases stand in."""
    for at in index.phases:
        yield from of_phase(at, index)
    yield from of_nodes(index)


def of_phase(at: PhaseAt, index: Index) -> Iterator[Expression]:
    """Yield the expressions of a phase and its slots."""
    for slot in at.slots:
        yield from _of_slot(slot, index)
    yield from _of_node(at.node)


def of_nodes(index: Index) -> Iterator[Expression]:
    """Yield the expressions of unit procedures and operations."""
    for node in index.nodes:
        if node.phase is None:
            yield from _of_node(node)


def _of_node(node: NodeAt) -> Iterator[Expression]:
    if node.flow is SEQUENCE:
        return
    if node.flow.when:
        yield Expression(("flow", "when"), node.flow.when, "truth", node.first, node)
    if node.flow.repeat is not None:
        yield Expression(("flow", "repeat", "until"), node.flow.repeat.until, "truth", node.last, node)


def limits_of(at: SlotAt, index: Index) -> Iterator[tuple[Place, Limits, str | None, int]]:
    """Yield every set of limits of a slot: place, limits, unit, decimals of what is compared."""
    slot, unit = at.slot, value_unit(at, index)
    material = index.material.get(slot.of) if slot.kind in ("material", "qs") else None
    yield (*at.place, "limits"), slot.limits, unit, material.decimals if material else slot.decimals
    for name, limits in slot.statistics:
        yield (*at.place, "statistics", name), limits, figure_unit(name, unit), 18
    for number, item in enumerate(slot.items):
        yield (*at.place, "items", number, "limits"), item.limits, item.unit or None, item.decimals


def _of_slot(at: SlotAt, index: Index) -> Iterator[Expression]:
    slot, tail, start = at.slot, ("slots", at.number), len(at.node.place)
    if slot.when:
        yield Expression((*tail, "when"), slot.when, "truth", at.order, at.node, None, at)
    for place, limits, unit, _ in limits_of(at, index):
        for field in LIMIT_FIELDS:
            text = getattr(limits, field)
            if text is not None:
                yield Expression((*place[start:], field), text, "number", at.order, at.node, unit, at)
    if slot.quantity:
        yield Expression((*tail, "quantity"), slot.quantity, "number", at.order, at.node, slot.unit or None, at)
    for field in ("formula", "theoretical"):
        text = getattr(slot, field)
        if text:
            use: Use = "yield" if slot.kind == "yield" else "formula"
            yield Expression((*tail, field), text, use, at.order, at.node, slot.unit or None, at)
