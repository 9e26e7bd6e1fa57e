"""Rules about ids: well-formed, unique, not words of the formula language, and every id referred to exists."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ebr.domain.mbr.address import at_place
from ebr.domain.mbr.build import Trouble
from ebr.domain.mbr.check.index import Index, PhaseAt
from ebr.domain.mbr.problem import Place

ID = re.compile(r"[a-z][a-z0-9_]{0,62}")
VERSION = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,15}")
BLOCK = re.compile(r"([a-z][a-z0-9_]{0,62})@([1-9][0-9]{0,3})")
"""Id and version of a building block: "weigh_solid@2"."""
RESERVED = frozenset({"and", "or", "not", "batch", "material", "round"})


def id_problems(index: Index) -> Iterator[Trouble]:
    """Yield ids that cannot stand: in subjects, addresses and formulas they must be plain, and one thing only."""
    if not VERSION.fullmatch(index.mbr.header.version):
        yield Trouble(("header", "version"), "version_form", {"version": index.mbr.header.version})
    if not _all_good(index):
        yield from _unique(_document_ids(index), reserved=RESERVED)
    yield from _unique(_listed(("header", "identifiers"), index.mbr.header.identifiers))
    for node in index.nodes:
        if node.phase is None:
            yield from _block(node.place, getattr(at_place(index.mbr, node.place), "block", ""))
    yield from index.local(_inner)


def _inner(phase: PhaseAt, _index: Index) -> Iterator[Trouble]:
    yield from _block(phase.node.place, phase.phase.block)
    yield from _unique(_listed((*phase.node.place, "media"), phase.phase.media))
    for at in phase.slots:
        yield from _unique(_listed((*at.place, "options"), at.slot.options))
        yield from _unique(_listed((*at.place, "items"), at.slot.items))


def _block(place: Place, block: str) -> Iterator[Trouble]:
    """Yield a building block that none could be; whether there is one is the library's to say, not the document's."""
    if block and not BLOCK.fullmatch(block):
        yield Trouble((*place, "block"), "block_form", {"block": block})


def _all_good(index: Index) -> bool:
    """Tell whether every id is well-formed and stands once, which is soon said of phases that were seen before."""
    others = [name for _, name in _document_ids(index, phases=False)]
    ids = [name for at in index.phases for name in at.lasting(_good_ids, index)]
    size = sum(len(at.slots) + 1 for at in index.phases)
    good = all(ID.fullmatch(name) and name not in RESERVED for name in others)
    return good and len(ids) == size and len({*others, *ids}) == len(others) + size


def _good_ids(phase: PhaseAt, _index: Index) -> tuple[str, ...]:
    """Return the well-formed ids of a phase and its slots."""
    ids = (phase.phase.id, *(at.slot.id for at in phase.slots))
    return tuple(name for name in ids if ID.fullmatch(name) and name not in RESERVED)


def _document_ids(index: Index, *, phases: bool = True) -> Iterator[tuple[Place, str]]:
    yield ("header",), index.mbr.header.id
    yield from _listed(("materials",), index.mbr.materials)
    yield from _listed(("equipment",), index.mbr.equipment)
    yield from ((at.place, at.id) for at in index.nodes if phases or at.phase is None)
    if phases:
        yield from ((at.place, at.slot.id) for at in index.slots)


def _listed(place: Place, parts: Iterable[object]) -> Iterator[tuple[Place, str]]:
    for number, part in enumerate(parts):
        yield (*place, number), str(getattr(part, "id"))  # noqa: B009 - parts of several classes, all with an id


def _unique(ids: Iterable[tuple[Place, str]], reserved: frozenset[str] = frozenset()) -> Iterator[Trouble]:
    seen: set[str] = set()
    for place, name in ids:
        if not ID.fullmatch(name):
            yield Trouble((*place, "id"), "id_form", {"id": name})
        elif name in reserved:
            yield Trouble((*place, "id"), "id_reserved", {"id": name})
        elif name in seen:
            yield Trouble((*place, "id"), "id_twice", {"id": name})
        seen.add(name)


def reference_problems(index: Index) -> Iterator[Trouble]:
    """Yield references of slots to things that do not exist or are of the wrong sort."""
    for at in index.of_kind("material", "qs", "equipment", "result", "scan"):
        slot, place = at.slot, (*at.place, "of")
        if not slot.of:
            continue  # a kind that needs it says so by itself
        if slot.kind in ("material", "qs") and slot.of not in index.material:
            yield Trouble(place, "material_unknown", {"id": slot.of})
        if slot.kind == "equipment" and slot.of not in index.equipment:
            yield Trouble(place, "equipment_unknown", {"id": slot.of})
        if slot.kind == "result":
            yield from _sample(index, slot.of, at.order, place)
        if slot.kind == "scan":
            yield from _scan(index, slot.of, place)
    yield from _devices(index)
    yield from _timers(index)


def _devices(index: Index) -> Iterator[Trouble]:
    for at in index.of_kind("number", "table", "material", "qs", "environment"):
        if at.slot.device and at.slot.device not in index.equipment:
            yield Trouble((*at.place, "device"), "equipment_unknown", {"id": at.slot.device})


def _sample(index: Index, sample: str, order: int, place: Place) -> Iterator[Trouble]:
    found = index.slot.get(sample)
    if found is None or found.slot.kind != "sample":
        yield Trouble(place, "sample_unknown", {"id": sample})
    elif found.order > order:
        yield Trouble(place, "result_before_sample", {"id": sample})


def _scan(index: Index, of: str, place: Place) -> Iterator[Trouble]:
    sort, _, name = of.partition(":")
    if sort == "material" and name not in index.material:
        yield Trouble(place, "material_unknown", {"id": name})
    elif sort == "equipment" and name not in index.equipment:
        yield Trouble(place, "equipment_unknown", {"id": name})
    elif sort not in ("material", "equipment") and of not in ("batch", "text"):
        yield Trouble(place, "scan_of", {"of": of})


def _timers(index: Index) -> Iterator[Trouble]:
    for at in index.of_kind("timer"):
        orders: dict[str, int] = {}
        for field in ("starts", "stops"):
            name = getattr(at.slot, field)
            if name in index.slot and index.slot[name].slot.kind != "timer":
                orders[field] = index.slot[name].order
            elif name in index.node and index.node[name].phase is not None:
                orders[field] = index.node[name].last - 1
            elif name:
                yield Trouble((*at.place, field), "timer_end_unknown", {"id": name})
        if "starts" in orders and "stops" in orders and orders["stops"] < orders["starts"]:
            yield Trouble((*at.place, "stops"), "timer_order", {"starts": at.slot.starts, "stops": at.slot.stops})
