"""Parts of a document by address, and one way to put a part in place of another.

An address is what people and edits say (`ebr.domain.mbr.address`); a `Place` is where that is. A document is never
changed: `put` gives a new one in which everything beside the way to the place is the same object as before.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from ebr.domain.mbr.address import HEADER, LEVEL_OF, WHOLE, address_of, at_place
from ebr.domain.mbr.build import blank
from ebr.domain.mbr.languages import language_place
from ebr.domain.mbr.model import Equipment, Header, Material, Mbr, Operation, Phase, Slot, UnitProcedure
from ebr.domain.mbr.problem import Place
from ebr.domain.refusal import Refusal


def new_document(name: str, title: str) -> Mbr:
    """Return an unfinished MBR that says nothing but its id and title."""
    header: Header = blank(Header)
    return Mbr(replace(header, id=name, version="1", title=title), (), (), ())


def part_at(mbr: Mbr, part: str) -> Any:  # noqa: ANN401 - a dataclass of the model
    """Return the part of an address; refusal `edit_part_unknown` (part)."""
    return at_place(mbr, place_of(mbr, part))


def level_of(mbr: Mbr, part: str) -> str:
    """Return the level of a part, or "header" or "procedure"; refusal `edit_part_unknown` (part)."""
    return LEVEL_OF[type(part_at(mbr, part))]


def above(mbr: Mbr, part: str) -> tuple[str, int]:
    """Return in what a part stands, as an address to put parts into, and at which position.

    Refusals `edit_part_unknown` (part), and `edit_not_listed` (part) for the header and the whole.
    """
    place = place_of(mbr, part)
    if not place or not isinstance(place[-1], int):
        raise Refusal("edit_not_listed", part=part)
    return address_of(mbr, place[:-2]) if len(place) > len(("materials", 0)) else str(place[0]), place[-1]


def place_of(mbr: Mbr, part: str) -> Place:
    """Return where the part of an address stands; refusal `edit_part_unknown` (part)."""
    if part == WHOLE:
        return ()
    if part == HEADER:
        return (HEADER,)
    language = language_place(mbr, part)
    if language is not None:
        return language
    first, slash, rest = part.partition("/")
    place = (HEADER,) if first == HEADER and slash else next(_with_id(mbr, first), None)
    if place is not None and slash:
        place = _inner(mbr, place, rest)
    if place is None:
        raise Refusal("edit_part_unknown", part=part)
    return place


def put(here: Any, place: Place, value: Any) -> Any:  # noqa: ANN401 - part in, part of the same class out
    """Return `here` with another value at a place below it; everything beside the way stays the same object."""
    if not place:
        return value
    key, rest = place[0], place[1:]
    if isinstance(key, int):
        return (*here[:key], put(here[key], rest, value), *here[key + 1 :])
    return replace(here, **{key: put(getattr(here, key), rest, value)})


def document_ids(mbr: Mbr) -> set[str]:
    """Return every id that must be unique in the document."""
    found = {mbr.header.id, *(m.id for m in mbr.materials), *(e.id for e in mbr.equipment)}
    for unit in mbr.procedure:
        found.update(ids_of(unit))
    return found


def ids_of(part: UnitProcedure | Operation | Phase | Slot | Material | Equipment) -> Iterator[str]:
    """Yield the id of a part and those of the parts in it that must be unique in the document."""
    yield part.id
    below: tuple[Any, ...] = ()
    match part:
        case UnitProcedure():
            below = part.operations
        case Operation():
            below = part.phases
        case Phase():
            below = part.slots
    for child in below:
        yield from ids_of(child)


def _with_id(mbr: Mbr, name: str) -> Iterator[Place]:
    """Yield the places of the parts with an id, in document order; the header's own id addresses nothing."""
    for key in ("materials", "equipment"):
        yield from ((key, n) for n, part in enumerate(getattr(mbr, key)) if part.id == name)
    for u, unit in enumerate(mbr.procedure):
        if unit.id == name:
            yield ("procedure", u)
        for o, operation in enumerate(unit.operations):
            if operation.id == name:
                yield ("procedure", u, "operations", o)
            for p, phase in enumerate(operation.phases):
                place: Place = ("procedure", u, "operations", o, "phases", p)
                if phase.id == name:
                    yield place
                for s, slot in enumerate(phase.slots):
                    if slot.id == name:
                        yield (*place, "slots", s)


def _inner(mbr: Mbr, place: Place, name: str) -> Place | None:
    """Return the place of an option, item, picture or identifier in what stands at a place."""
    holder = at_place(mbr, place)
    for key in ("options", "items", "media", "identifiers"):
        for n, part in enumerate(getattr(holder, key, ())):
            if part.id == name:
                return (*place, key, n)
    return None
