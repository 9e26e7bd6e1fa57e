"""Rules about what may never be reached, and what may be skipped and is needed all the same (21 CFR 11.10(f)).

A condition is taken apart into what must hold at once: an answer that is or is not given, a number above or below
another. What cannot be taken apart is believed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from ebr.domain.formula import FormulaError, parse
from ebr.domain.formula.tree import Binary, Choice, Literal, Node, Reference, children
from ebr.domain.mbr.build import Trouble
from ebr.domain.mbr.check.expressions import Read
from ebr.domain.mbr.check.index import Index, NodeAt, PhaseAt, SlotAt
from ebr.domain.mbr.check.names import Name, is_list
from ebr.domain.mbr.problem import Place

_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}

Conditions = tuple[tuple[Place, str, tuple[str, ...]], ...]
"""Each condition with its place from its phase on, what it belongs to, and itself after the conditions around it."""


def reach_problems(index: Index) -> Iterator[Trouble]:
    """Yield steps and entries whose condition cannot hold together with those around it."""
    for node in index.nodes:
        if node.phase is None and node.flow.when:
            yield from _contradiction((*node.place, "flow", "when"), node.id, _around(node))
    for at in index.phases:
        for place, name, texts in at.fact(_conditions, index):
            yield from _contradiction(at.node.place + place, name, texts)


def skipped_problems(reads: Iterable[Read], known: Mapping[str, Name]) -> Iterator[Trouble]:
    """Yield references that are always needed to values that may never be recorded."""
    for read in reads:
        for reference in _needed(read.formula.tree):
            name = known.get(reference)
            if name is None or name.slot is None or is_list(name, read.at.node) or read.at.slot is name.slot:
                continue
            if not _conditions_of(name.slot) <= _conditions_around(read):
                yield Trouble(read.at.place, "value_skipped", {"name": reference})


def _conditions(phase: PhaseAt, _index: Index) -> Conditions:
    found: list[tuple[Place, str, tuple[str, ...]]] = []
    around = _around(phase.node)
    if phase.node.flow.when:
        found.append((("flow", "when"), phase.node.id, around))
    found.extend(
        (("slots", at.number, "when"), at.slot.id, (*around, at.slot.when)) for at in phase.slots if at.slot.when
    )
    return tuple(found)


def _around(node: NodeAt) -> tuple[str, ...]:
    return tuple(at.flow.when for at in node.chain if at.flow.when)


def _contradiction(place: Place, name: str, texts: tuple[str, ...]) -> Iterator[Trouble]:
    held: dict[str, _Held] = {}
    for text in texts:
        for reference, operator, value in _terms(text):
            if not held.setdefault(reference, _Held()).takes(operator, value):
                yield Trouble(place, "unreachable", {"id": name, "name": reference, "formula": texts[-1]})
                return


@dataclass(slots=True)
class _Held:
    """What must hold of one value at once."""

    answer: str = ""
    not_answers: set[str] = field(default_factory=set)
    low: tuple[Decimal, bool] | None = None
    high: tuple[Decimal, bool] | None = None

    def takes(self, operator: str, value: Decimal | str) -> bool:
        """Take one more condition; False when nothing is left."""
        if isinstance(value, str):
            return self._text(operator, value)
        if operator in (">", ">=", "=="):
            bound = (value, operator != ">")
            self.low = bound if self.low is None else max(self.low, bound, key=lambda b: (b[0], not b[1]))
        if operator in ("<", "<=", "=="):
            bound = (value, operator != "<")
            self.high = bound if self.high is None else min(self.high, bound, key=lambda b: (b[0], b[1]))
        if self.low is None or self.high is None or self.low[0] < self.high[0]:
            return True
        return self.low[0] == self.high[0] and self.low[1] and self.high[1]

    def _text(self, operator: str, value: str) -> bool:
        if operator == "!=":
            self.not_answers.add(value)
        elif self.answer and self.answer != value:
            return False
        else:
            self.answer = value
        return self.answer not in self.not_answers


def _terms(text: str) -> list[tuple[str, str, Decimal | str]]:
    """Return what a condition asks for at once: reference, comparison, value."""
    try:
        waiting: list[Node] = [parse(text).tree]
    except FormulaError:
        return []
    found: list[tuple[str, str, Decimal | str]] = []
    while waiting:
        node = waiting.pop()
        if not isinstance(node, Binary):
            continue
        if node.operator == "and":
            waiting += [node.right, node.left]
        for side, other, operator in (
            (node.left, node.right, node.operator),
            (node.right, node.left, _TURNED.get(node.operator, "")),
        ):
            if isinstance(side, Reference) and isinstance(other, Literal) and operator in _TURNED:
                found.append((side.name, operator, other.value))
    return found


def _needed(tree: Node) -> list[str]:
    """Return the names whose values are needed whatever the others are, in order of first use."""
    found: dict[str, None] = {}
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Reference):
            found[node.name] = None
        elif isinstance(node, Choice):
            waiting.append(node.condition)
        elif isinstance(node, Binary) and node.operator in ("and", "or"):
            waiting.append(node.left)
        else:
            waiting.extend(reversed(children(node)))
    return list(found)


def _conditions_of(at: SlotAt) -> set[str]:
    """Return what must hold for a slot to be recorded; "optional" for one that may be left out."""
    found = {node.flow.when for node in at.node.chain if node.flow.when}
    found |= {at.slot.when} if at.slot.when else set()
    return found | ({"optional"} if at.slot.optional else set())


def _conditions_around(read: Read) -> set[str]:
    """Return what holds where an expression is used; a condition does not hold where it is asked."""
    node = read.at.node
    chain = node.around if read.at.place[-1] == "when" and read.at.slot is None else node.chain
    found = {at.flow.when for at in chain if at.flow.when}
    slot = read.at.slot
    if slot is not None and slot.slot.when and read.at.place[-1] != "when":
        found.add(slot.slot.when)
    return found
