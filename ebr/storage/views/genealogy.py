"""What went into what, as joins (21 CFR 211.188(b); EU GMP 4.20; floor-rules 13).

Lots with their containers, equipment, rooms and identifiers went into a batch; bags, cartons and samples came out.
One row per join. Which of them are the same thing (a lot whose number is a batch's) is not said here: rows know one
batch only, `ebr.station.tracing` knows them all.

Keys of a batch's rows: `address#item` of an entry, `room/UNIT` for a room from the first entry made there, `id/NAME`
for an identifier, and the address of a round for a thing named at run time (a bag). A withdrawn row of a material is
gone; one that was returned or spilled keeps its own row, with that role. The lot of the active material of a batch
that has identifiers comes from the patient or donor of that batch: `address#item/NAME`, role "origin".
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import TEXT, Column, Index, MetaData, Table

from ebr.domain.batch.events import BatchAmended, BatchIssued, RoundOpened
from ebr.domain.batch.state import BatchState
from ebr.domain.batch.state.plan import Plan, last_id, parse_address, rounds_of, within
from ebr.domain.batch.state.slots import Row as Standing
from ebr.domain.batch.state.slots import SlotState
from ebr.domain.decision import Recorded
from ebr.domain.genealogy import Link, Thing
from ebr.domain.mbr.model import Node, Slot
from ebr.domain.values import Value
from ebr.storage.views.view import Key, Row, Rows

METADATA = MetaData()


def joins_table(name: str) -> Table:
    """Return a table of joins: those of batches and those of lots have the same columns."""
    texts = ("source_kind", "source", "source_part", "target_kind", "target", "target_part", *SAID)
    return Table(
        name,
        METADATA,
        Column("root", TEXT, primary_key=True),
        Column("edge", TEXT, primary_key=True),
        *(Column(one, TEXT, nullable=False) for one in texts),
        Index(f"{name}_forward", "source", "source_kind", "role"),
        Index(f"{name}_backward", "target", "target_kind", "role", "source", "at"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )


SAID: Final = ("role", "quantity", "unit", "label", "code", "slot", "at", "by")
GENEALOGY = joins_table("genealogy")
COUNTED: Final = frozenset(
    {
        "mg",
        "g",
        "kg",
        "uL",
        "mL",
        "L",
        "each",
        "tablet",
        "capsule",
        "dose",
        "bag",
        "vial",
        "syringe",
        "bottle",
        "blister",
    }
)
"""Units in which an amount is said; the first number in one of them says how much a bag or a carton holds."""
Place = tuple[str, str, str]
"""Address of the entry, when it stands, and who did it."""
Joined = tuple[Key, Row | None]


@dataclass(frozen=True, slots=True)
class GenealogyView:
    """The rows of a batch."""

    name: str = "genealogy"
    version: int = 2
    aggregate: str = "batch"
    table: Table = GENEALOGY

    def rows(self, _root: str, state: BatchState, touched: Sequence[Recorded] | None, /) -> Rows:
        """Return every join of the batch, or those that these events can have changed."""
        if state.issued is None or state.plan is None:
            return {}
        if touched is None or any(isinstance(part.event, BatchIssued | BatchAmended) for part in touched):
            return dict(_every(state, state.plan))
        return dict(row for part in touched for row in _changed(state, state.plan, part))


def _every(state: BatchState, plan: Plan) -> Iterator[Joined]:
    yield from _identifiers(state, plan)
    for held in state.slots.values():
        yield from _of_slot(state, plan, held)
    for unit in plan.mbr.procedure:
        yield from _room(state, plan, unit.id)
    for node, names in state.rounds.items():
        for name in names:
            yield from _part(state, plan, node, name)


def _changed(state: BatchState, plan: Plan, part: Recorded) -> Iterator[Joined]:
    """Yield the rows one event can have changed; nothing for nine of ten."""
    event = part.event
    if isinstance(event, RoundOpened):
        yield from _part(state, plan, event.node, event.round)
        return
    address = getattr(event, "slot", "") or getattr(event, "where", "") or getattr(event, "scope", "")
    # A refused attempt begins a step as a value does: whatever it was, somebody worked in the room.
    begun = state.first_entry.get(address.rpartition("/")[0])
    if begun is not None and begun.hash == part.stamp.hash:
        yield from _room(state, plan, parse_address(address)[0][0])
    held = state.slots.get(address)
    if held is None:
        return
    yield from _of_slot(state, plan, held)
    for at, (name, around) in enumerate(parse_address(address)):
        if around and _thing(plan, name):
            yield from _part(state, plan, "/".join([*address.split("/")[:at], name]), around)


def _of_slot(state: BatchState, plan: Plan, held: SlotState) -> Iterator[Joined]:
    slot = plan.slots.get(last_id(held.address))
    if slot is None or slot.kind not in JOINS:
        return
    batch = Thing("batch", state.id)
    for item, row in held.rows.items():
        place = (held.address, row.stamp.at.wall, row.performed_by)
        yield join_row(
            f"{held.address}#{item}", JOINS[slot.kind](plan, slot, row.value, batch) if row.value else None, place
        )
        if _of_the_patient(plan, slot):
            yield from _origins(state, f"{held.address}#{item}", row, place)


def _material(plan: Plan, slot: Slot, value: Value, batch: Thing) -> Link:
    found = plan.materials.get(slot.of)
    label, code = (found.name, found.code) if found else (slot.label, "")
    source = Thing("lot", value.get("lot", ""), value.get("container", ""))
    net, role = value.get("net", ""), value.get("row", "used")
    return Link(source, batch, role, source.part, net, plan.unit(slot), label, code)


def _equipment(plan: Plan, slot: Slot, value: Value, batch: Thing) -> Link:
    kinds = {one.id: (one.name, one.kind) for one in plan.mbr.equipment}
    label, kind = kinds.get(slot.of, (slot.label, ""))
    return Link(Thing("equipment", value.get("equipment", "")), batch, "equipment", label=label, code=kind)


def _sample(_plan: Plan, slot: Slot, value: Value, batch: Thing) -> Link:
    quantity = value.get("quantity", "") or slot.quantity
    unit = slot.unit if quantity else ""
    sample = Thing("sample", value.get("sample", ""))
    return Link(batch, sample, "sampled", quantity=quantity, unit=unit, label=slot.label)


def _labels(_plan: Plan, slot: Slot, value: Value, batch: Thing) -> Link:
    labels = Thing("labels", batch.name, slot.of or slot.id)
    return Link(batch, labels, "labelled", quantity=value.get("issued", ""), label=slot.label)


def _code(_plan: Plan, slot: Slot, value: Value, batch: Thing) -> Link | None:
    """A scan that is compared with a batch, a material or a machine joins nothing new."""
    return Link(Thing("code", value.get("scan", "")), batch, "code", label=slot.label) if slot.of == "text" else None


JOINS: Final[Mapping[str, Callable[[Plan, Slot, Value, Thing], Link | None]]] = {
    "material": _material,
    "equipment": _equipment,
    "sample": _sample,
    "labels": _labels,
    "scan": _code,
}
"""Kinds of entry that join something to the batch."""


def _of_the_patient(plan: Plan, slot: Slot) -> bool:
    """Tell whether an entry uses the patient's or donor's own material: the active one of a batch with identifiers."""
    found = plan.materials.get(slot.of) if slot.kind == "material" else None
    return found is not None and found.active and bool(plan.mbr.header.identifiers)


def _origins(state: BatchState, edge: str, row: Standing, place: Place) -> Iterator[Joined]:
    assert state.issued is not None
    lot = Thing("lot", row.value.get("lot", ""))
    for name, value in state.issued.identifiers.items():
        yield join_row(f"{edge}/{name}", Link(Thing("identifier", value), lot, "origin", code=name), place)


def _identifiers(state: BatchState, plan: Plan) -> Iterator[Joined]:
    assert state.issued is not None
    stamp = state.issue_stamp
    place = ("", stamp.at.wall, stamp.by) if stamp else ("", "", "")
    labels = {one.id: one.label for one in plan.mbr.header.identifiers}
    batch = Thing("batch", state.id)
    for name, value in state.issued.identifiers.items():
        link = Link(Thing("identifier", value), batch, "identifier", label=labels.get(name, name), code=name)
        yield join_row(f"id/{name}", link, place)


def _room(state: BatchState, plan: Plan, unit_id: str) -> Iterator[Joined]:
    """Yield the room of a unit procedure, from the first entry that was made in it."""
    unit = next((one for one in plan.mbr.procedure if one.id == unit_id), None)
    if unit is None or not unit.room:
        return
    begun = next((stamp for phase, stamp in state.first_entry.items() if within(phase, unit_id)), None)
    if begun is not None:
        link = Link(Thing("room", unit.room), Thing("batch", state.id), "room", label=unit.title)
        yield join_row(f"room/{unit_id}", link, (unit_id, begun.at.wall, begun.by))


def _thing(plan: Plan, node: str) -> str:
    """Return what a node is done for each of ("bag"), "" when it does not repeat so."""
    found = plan.places[node].node if node in plan.places else None
    return found.flow.for_each.thing if found is not None and found.flow.for_each is not None else ""


def _part(state: BatchState, plan: Plan, node: str, name: str) -> Iterator[Joined]:
    """Yield what was made in a round that was named at run time; rounds that are only counted make nothing."""
    thing, address = _thing(plan, last_id(node)), f"{node}[{name}]"
    stamp = state.round_stamps.get(address)
    if not thing or stamp is None:
        return
    quantity, unit = _amount(state, plan, address)
    batch, part = Thing("batch", state.id), Thing("part", state.id, name)
    link = Link(batch, part, "made", quantity=quantity, unit=unit, label=thing)
    yield join_row(address, link, (address, stamp.at.wall, stamp.by))


def _amount(state: BatchState, plan: Plan, address: str) -> tuple[str, str]:
    """Return the first number in a unit of amount that was recorded in a round."""
    node = plan.places[last_id(address)].node
    for slot in _slots(node) if node is not None else ():
        if slot.kind != "number" or plan.unit(slot) not in COUNTED:
            continue
        held = state.slots.get(plan.address(slot.id, rounds_of(address)))
        standing = held.standing() if held is not None else []
        if standing:
            return standing[-1].value.get("number", ""), plan.unit(slot)
    return "", ""


def _slots(node: Node) -> Iterator[Slot]:
    if node.phase is not None:
        yield from node.phase.slots
    for child in node.children:
        yield from _slots(child)


def join_row(edge: str, link: Link | None, place: Place) -> Joined:
    """Return a join as a row; what has no number joins nothing."""
    if link is None or not link.source.name or not link.target.name:
        return (edge,), None
    slot, at, by = place
    return (edge,), {
        "source_kind": link.source.kind,
        "source": link.source.name,
        "source_part": link.source.part,
        "target_kind": link.target.kind,
        "target": link.target.name,
        "target_part": link.target.part,
        "role": link.role,
        "quantity": link.quantity,
        "unit": link.unit,
        "label": link.label,
        "code": link.code,
        "slot": slot,
        "at": at,
        "by": by,
    }


VIEW = GenealogyView()
