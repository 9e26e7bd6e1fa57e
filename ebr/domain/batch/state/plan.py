"""An MBR prepared for execution: where every entry stands, and what depends on what.

An *address* names one instance (floor-rules 1): the ids from unit procedure to slot, each repeating node followed by
the name of its round, `drying/dry/check_lod[2]/lod`. Ids are unique in the document, so an address without its rounds
says no more than its last id; with them it says which round. A `Plan` is a pure function of the document and shared
by all batches made on it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from ebr.domain.formula import Formula, FormulaError, parse
from ebr.domain.mbr.document import from_json
from ebr.domain.mbr.kinds import MATERIALS
from ebr.domain.mbr.model import Material, Mbr, Node, Phase, Slot, tree
from ebr.domain.mbr.numbering import numbering
from ebr.domain.mbr.rooms import tends
from ebr.domain.refusal import Refusal

Rounds = Mapping[str, str]
"""Which round of which repeating node: {node id: round name}."""

COMPUTED = ("calculation", "yield")
DEPTHS: Final[Mapping[str, int]] = {"unit": 1, "operation": 2, "phase": 3}
"""What a signature entry covers -> how many ids its address has; the whole batch has none."""


@dataclass(frozen=True, slots=True)
class Place:
    """A node or slot in the document: the nodes above and itself, and its number on the screen ("6.3")."""

    path: tuple[str, ...]
    repeating: tuple[str, ...]
    number: str
    node: Node | None
    address: str
    """The path as text: the whole address of what does not repeat."""
    at: int = 0
    """Of a node: how many stand before it in the same parent."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The document with its indexes."""

    mbr: Mbr
    root: Node
    places: Mapping[str, Place]
    phases: Mapping[str, Phase]
    slots: Mapping[str, Slot]
    phase_of: Mapping[str, str]
    materials: Mapping[str, Material]
    dependents: Mapping[str, frozenset[str]]
    """Slot -> every computed slot that follows from it, however far, by its formula or its limits."""
    order: Mapping[str, int]
    """Computed slot -> its rank: each stands after its inputs."""
    limited: Mapping[str, tuple[str, ...]]
    """Slot -> slots recorded by people with a limit that refers to it."""
    constants: Mapping[str, tuple[str, ...]]
    """Phase -> its computed slots that follow from nothing recorded."""
    timers: Mapping[str, tuple[Slot, ...]]
    """Slot or phase -> the timers it starts or stops."""
    beside: Mapping[str, tuple[Node, ...]]
    """Phase -> the series that run beside it."""
    tending: Mapping[str, tuple[Slot, ...]]
    """Phase -> its entries that may leave a room or machine cleared or clean; none: not here."""
    steers: frozenset[str]
    """Slots on which the flow depends: a value there can open or skip something."""

    def address(self, node: str, rounds: Rounds) -> str:
        """Return the address of a node or slot in these rounds; a node above that has no round named gets none."""
        place = self.places[node]
        if not place.repeating:
            return place.address
        return "/".join(
            f"{part}[{rounds[part]}]" if part in place.repeating and part in rounds else part for part in place.path
        )

    def unit(self, slot: Slot) -> str:
        """Return the unit of an entry: its own, or that of its material."""
        return slot.unit or (self.materials[slot.of].unit if self._of_material(slot) else "")

    def decimals(self, slot: Slot) -> int:
        """Return the decimals an entry may have: its own, or those of its material."""
        return max(slot.decimals, self.materials[slot.of].decimals if self._of_material(slot) else 0)

    def _of_material(self, slot: Slot) -> bool:
        return slot.kind in MATERIALS and slot.of in self.materials


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


def limits_of(slot: Slot) -> tuple[str, ...]:
    """Return every expression in the limits of a slot."""
    every = [slot.limits, *(item.limits for item in slot.items), *(found for _, found in slot.statistics)]
    texts = [text for f in every for text in (f.target, f.low, f.high, f.alert_low, f.alert_high)]
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


def _places(root: Node, numbers: Mapping[str, str]) -> dict[str, Place]:
    places: dict[str, Place] = {}

    def walk(node: Node, path: tuple[str, ...], repeating: tuple[str, ...], at: int) -> None:
        path = (*path, node.id)
        repeating = (*repeating, node.id) if node.flow.repeats() else repeating
        number = numbers[node.id]
        places[node.id] = Place(path, repeating, number, node, "/".join(path), at)
        for before, child in enumerate(node.children):
            walk(child, path, repeating, before)
        for slot in node.phase.slots if node.phase else ():
            places[slot.id] = Place((*path, slot.id), repeating, number, None, "/".join((*path, slot.id)))

    for at, unit in enumerate(root.children):
        walk(unit, (), (), at)
    return places


def _inputs(slots: Mapping[str, Slot]) -> dict[str, set[str]]:
    computed = (slot for slot in slots.values() if slot.kind in COMPUTED)
    return {slot.id: references([slot.formula, slot.theoretical, *limits_of(slot)]) & set(slots) for slot in computed}


def _ranks(inputs: Mapping[str, set[str]]) -> dict[str, int]:
    ranks: dict[str, int] = {}

    def visit(name: str, above: frozenset[str]) -> None:
        for found in sorted(inputs.get(name, set()) - above):
            visit(found, above | {found})
        if name in inputs:
            ranks.setdefault(name, len(ranks))

    for name in inputs:
        visit(name, frozenset({name}))
    return ranks


def _dependents(inputs: Mapping[str, set[str]], order: Mapping[str, int]) -> dict[str, frozenset[str]]:
    needs: dict[str, set[str]] = {}
    for name in sorted(order, key=order.__getitem__):
        direct = inputs[name]
        needs[name] = direct.union(*(needs.get(found, set()) for found in direct))
    followers: dict[str, set[str]] = {}
    for name, found in needs.items():
        for each in found:
            followers.setdefault(each, set()).add(name)
    return {name: frozenset(found) for name, found in followers.items()}


def _constants(
    inputs: Mapping[str, set[str]], order: Mapping[str, int], phase_of: Mapping[str, str]
) -> dict[str, tuple[str, ...]]:
    fixed: set[str] = set()
    found: dict[str, tuple[str, ...]] = {}
    for name in sorted(order, key=order.__getitem__):
        if inputs[name] <= fixed:
            fixed.add(name)
            found[phase_of[name]] = (*found.get(phase_of[name], ()), name)
    return found


def _limited(slots: Mapping[str, Slot]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for slot in (slot for slot in slots.values() if slot.kind not in COMPUTED):
        for name in sorted(references(limits_of(slot)) & slots.keys()):
            found[name] = (*found.get(name, ()), slot.id)
    return found


def _timers(slots: Mapping[str, Slot]) -> dict[str, tuple[Slot, ...]]:
    found: dict[str, tuple[Slot, ...]] = {}
    for slot in slots.values():
        for name in {slot.starts, slot.stops} - {""} if slot.kind == "timer" else ():
            found[name] = (*found.get(name, ()), slot)
    return found


def _beside(places: Mapping[str, Place]) -> dict[str, tuple[Node, ...]]:
    found: dict[str, tuple[Node, ...]] = {}
    for place in places.values():
        if place.node is not None and place.node.flow.series is not None:
            during = place.node.flow.series.during
            found[during] = (*found.get(during, ()), place.node)
    return found


def _tending(mbr: Mbr) -> dict[str, tuple[Slot, ...]]:
    found = {phase.id: tuple(slot for slot in phase.slots if tends(slot)) for _, _, phase in mbr.phases()}
    return {phase: slots for phase, slots in found.items() if slots}


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
    phase_of = {slot.id: phase.id for phase, slot in mbr.slots()}
    places, inputs = _places(root, numbering(mbr)), _inputs(slots)
    order = _ranks(inputs)
    return Plan(
        mbr,
        root,
        places,
        {phase.id: phase for _, _, phase in mbr.phases()},
        slots,
        phase_of,
        {material.id: material for material in mbr.materials},
        _dependents(inputs, order),
        order,
        _limited(slots),
        _constants(inputs, order, phase_of),
        _timers(slots),
        _beside(places),
        _tending(mbr),
        frozenset(_steering(root)),
    )
