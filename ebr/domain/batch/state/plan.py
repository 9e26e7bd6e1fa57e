"""An MBR prepared for execution: where every entry stands, and what depends on what.

An *address* names one instance (floor-rules 1): the ids from unit procedure to slot, each repeating node followed by the name of its round,
`drying/dry/check_lod[2]/lod`. Ids are unique in the document, so an address without its rounds says no more than its last id;
with them it says which round. A `Plan` is a pure function of the document and shared by all batches made on it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from ebr.domain.formula import Formula, FormulaError, parse
from ebr.domain.mbr.document import from_json
from ebr.domain.mbr.model import Mbr, Node, Phase, Slot, tree
from ebr.domain.refusal import Refusal

Rounds = Mapping[str, str]
"""Which round of which repeating node: {node id: round name}."""

COMPUTED = ("calculation", "yield")


@dataclass(frozen=True, slots=True)
class Place:
    """A node or slot in the document: the nodes above and itself, and its number on the screen ("6.3")."""

    path: tuple[str, ...]
    repeating: tuple[str, ...]
    number: str
    node: Node | None


@dataclass(frozen=True, slots=True)
class Plan:
    """The document with its indexes."""

    mbr: Mbr
    root: Node
    places: Mapping[str, Place]
    phases: Mapping[str, Phase]
    slots: Mapping[str, Slot]
    phase_of: Mapping[str, str]
    dependents: Mapping[str, tuple[str, ...]]
    steers: frozenset[str]
    """Slots on which the flow depends: a value there can open or skip something."""

    def address(self, node: str, rounds: Rounds) -> str:
        """Return the address of a node or slot in these rounds; a node above that has no round named gets none."""
        place = self.places[node]
        return "/".join(
            f"{part}[{rounds[part]}]" if part in place.repeating and part in rounds else part for part in place.path
        )


@lru_cache(maxsize=65536)
def parse_address(address: str) -> tuple[tuple[str, str], ...]:
    """Split an address into (id, round or "") pairs."""
    pairs = []
    for part in address.split("/"):
        name, _, rest = part.partition("[")
        pairs.append((name, rest.removesuffix("]")))
    return tuple(pairs)


def last_id(address: str) -> str:
    """Return the id of what the address names."""
    return parse_address(address)[-1][0]


def rounds_of(address: str) -> dict[str, str]:
    """Return the rounds an address names."""
    return {name: part for name, part in parse_address(address) if part}


def within(address: str, scope: str) -> bool:
    """Tell whether an address is the scope or lies under it."""
    return not scope or address == scope or address.startswith(scope + "/")


def formulas_of(slot: Slot) -> tuple[str, ...]:
    """Return every expression a slot uses."""
    limits = [slot.limits, *(item.limits for item in slot.items), *(found for _, found in slot.statistics)]
    texts = [slot.formula, slot.theoretical, slot.when]
    for found in limits:
        texts += [found.target or "", found.low or "", found.high or "", found.alert_low or "", found.alert_high or ""]
    return tuple(text for text in texts if text)


@lru_cache(maxsize=4096)
def compiled(source: str) -> Formula | None:
    """Return the parsed expression, or None for one that does not read (`ebr mbr check` has said so)."""
    try:
        return parse(source)
    except FormulaError:
        return None


def references(sources: Iterable[str]) -> set[str]:
    """Return the first parts of all references in these expressions."""
    found: set[str] = set()
    for source in sources:
        formula = compiled(source)
        if formula is not None:
            found.update(name.partition(".")[0] for name in formula.references)
    return found


def _places(root: Node) -> dict[str, Place]:
    places: dict[str, Place] = {}

    def walk(node: Node, path: tuple[str, ...], repeating: tuple[str, ...], number: str) -> None:
        path = (*path, node.id)
        repeating = (*repeating, node.id) if node.flow.repeats() else repeating
        places[node.id] = Place(path, repeating, number, node)
        for at, child in enumerate(node.children, start=1):
            walk(child, path, repeating, f"{number}.{at}")
        for slot in node.phase.slots if node.phase else ():
            places[slot.id] = Place((*path, slot.id), repeating, number, None)

    operations = 0
    for unit in root.children:
        repeating = (unit.id,) if unit.flow.repeats() else ()
        places[unit.id] = Place((unit.id,), repeating, str(operations + 1), unit)
        for operation in unit.children:
            operations += 1
            walk(operation, (unit.id,), repeating, str(operations))
    return places


def _dependents(slots: Mapping[str, Slot]) -> dict[str, tuple[str, ...]]:
    computed = [slot for slot in slots.values() if slot.kind in COMPUTED]
    direct: dict[str, list[str]] = {}
    for slot in computed:
        for name in references([slot.formula, slot.theoretical]):
            direct.setdefault(name, []).append(slot.id)
    return {name: _closure(name, direct) for name in direct}


def _closure(start: str, direct: Mapping[str, list[str]]) -> tuple[str, ...]:
    # Depth first, written after what depends on it: reversed, every slot stands after its inputs.
    order: list[str] = []
    seen: set[str] = set()

    def visit(name: str) -> None:
        for follower in direct.get(name, ()):
            if follower not in seen:
                seen.add(follower)
                visit(follower)
                order.append(follower)

    visit(start)
    return tuple(reversed(order))


def _steering(root: Node) -> set[str]:
    sources: list[str] = []
    names: set[str] = set()

    def walk(node: Node) -> None:
        sources.append(node.flow.when)
        if node.flow.repeat:
            sources.append(node.flow.repeat.until)
        names.update(node.flow.after)
        for child in node.children:
            walk(child)

    walk(root)
    return names | references(source for source in sources if source)


@lru_cache(maxsize=16)
def prepared(document: str) -> Plan | None:
    """Return the plan of an MBR given as canonical JSON text, or None for a text no program of ours wrote."""
    try:
        return prepare(from_json(json.loads(document)))
    except (Refusal, ValueError):
        return None


def prepare(mbr: Mbr) -> Plan:
    """Index a document."""
    root = tree(mbr)
    slots = {slot.id: slot for _, slot in mbr.slots()}
    dependents = _dependents(slots)
    steers = _steering(root)
    inputs = {name for name, followers in dependents.items() if steers & set(followers)}
    return Plan(
        mbr, root, _places(root), {phase.id: phase for _, _, phase in mbr.phases()}, slots,
        {slot.id: phase.id for phase, slot in mbr.slots()}, dependents, frozenset(steers | inputs),
    )  # fmt: skip
