"""Adding, removing, moving, renaming and copying parts: each gives a new document and the address to show next."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any, cast

from ebr.domain.canonical import Json
from ebr.domain.mbr.address import HEADER, KEPT, LEVEL_OF, TOPS, WHOLE, Level, address_of, at_place
from ebr.domain.mbr.editing.fields import built
from ebr.domain.mbr.editing.names import Renamed, allowed_id, free_id, rewritten, rewritten_part
from ebr.domain.mbr.editing.parts import above, document_ids, ids_of, part_at, place_of, put
from ebr.domain.mbr.kinds import MATERIALS
from ebr.domain.mbr.model import Identifier, Item, Mbr, Media, Operation, Option, Phase, Slot, UnitProcedure
from ebr.domain.mbr.problem import Place
from ebr.domain.refusal import Refusal

Done = tuple[Mbr, str]
"""The document after an edit, and the address of the part to show."""


def added(mbr: Mbr, inside: str, at: int, level: Level, document: Mapping[str, Json]) -> Done:
    """Put a new part into a list; refusals of `built`, `edit_part_unknown` and `edit_level` (level, inside)."""
    place = _list(mbr, inside, level)
    wanted = {key: value for key, value in document.items() if key != "id"}
    name = document.get("id") or document.get("title") or document.get("label") or document.get("name") or level
    part = built(KEPT[level].part, wanted)
    part = _free(part, document_ids(mbr), at_place(mbr, place), str(name))
    return _inserted(mbr, place, at, (part,))


def removed(mbr: Mbr, part: str) -> Done:
    """Take a part away; what stands after it (or before, or around) is shown next."""
    inside, at = above(mbr, part)
    place = place_of(mbr, part)[:-1]
    siblings = at_place(mbr, place)
    mbr = put(mbr, place, (*siblings[:at], *siblings[at + 1 :]))
    left = len(siblings) - 1
    return mbr, address_of(mbr, (*place, min(at, left - 1))) if left else inside


def moved(mbr: Mbr, part: str, inside: str, at: int) -> Done:
    """Put a part elsewhere; refusals `edit_into_itself` (part), `edit_level` (level, inside), `edit_id_taken` (id)."""
    above(mbr, part)
    start, found = place_of(mbr, part), part_at(mbr, part)
    level = cast("Level", LEVEL_OF[type(found)])
    goal = _list(mbr, inside, level)
    if goal[: len(start)] == start:
        raise Refusal("edit_into_itself", part=part)
    siblings = at_place(mbr, goal)
    if goal != start[:-1] and _is_inner(found) and found.id in {sibling.id for sibling in siblings}:
        raise Refusal("edit_id_taken", id=found.id)
    rest = put(mbr, start[:-1], _without(at_place(mbr, start[:-1]), start[-1]))
    return _inserted(rest, _shifted(goal, start), at, (found,))


def renamed(mbr: Mbr, part: str, to: str) -> Done:
    """Give a part another id and rewrite all that refers to it; refusals `edit_id_*` (id), `edit_not_listed` (part)."""
    if part in (WHOLE, "materials", "equipment"):
        raise Refusal("edit_not_listed", part=part)
    place = place_of(mbr, part)
    found = at_place(mbr, place)
    if found.id == to:
        return mbr, part
    if _is_inner(found):
        return _renamed_inner(mbr, part, place, to)
    allowed_id(to, document_ids(mbr))
    mbr = put(mbr, (*place, "id"), to)
    if part == HEADER:
        return mbr, HEADER
    return rewritten(mbr, Renamed({found.id: to})), to


def copied(mbr: Mbr, source: Mbr, parts: tuple[str, ...], inside: str, at: int) -> Done:
    """Copy parts into a list, and with them the materials and equipment that they use and that are missing here.

    Refusals `edit_nothing_chosen`, `edit_levels_mixed`, `edit_level` (level, inside), `edit_part_unknown` (part).
    """
    found = [part_at(source, part) for part in parts]
    if not found:
        raise Refusal("edit_nothing_chosen")
    level = LEVEL_OF[type(found[0])]
    if any(LEVEL_OF[type(part)] != level for part in found):
        raise Refusal("edit_levels_mixed")
    place = _list(mbr, inside, level)
    if _is_inner(found[0]):
        return _inserted(mbr, place, at, tuple(_inner_copies(found, at_place(mbr, place))))
    for key, more in _brought(mbr, source, found).items():
        mbr = put(mbr, (key,), (*getattr(mbr, key), *more))
    return _inserted(mbr, place, at, tuple(_copies(found, document_ids(mbr))))


def _copies(found: list[Any], taken: set[str]) -> list[Any]:
    """Return the parts with ids that are free here, and references among them that follow."""
    new: dict[str, str] = {}
    for name in [name for part in found for name in ids_of(part)]:
        free = free_id(name, taken)
        taken.add(free)
        if free != name:
            new.setdefault(name, free)
    if not new:
        return found
    return [rewritten_part(with_ids(part, new), Renamed(new)) for part in found]


def with_ids(part: Any, new: Mapping[str, str]) -> Any:  # noqa: ANN401 - part in, part of the same class out
    """Return a part, and what stands in it, under other ids; references are `rewritten_part`'s."""
    below: dict[str, Any] = {}
    match part:
        case UnitProcedure():
            below = {"operations": tuple(with_ids(inner, new) for inner in part.operations)}
        case Operation():
            below = {"phases": tuple(with_ids(inner, new) for inner in part.phases)}
        case Phase():
            below = {"slots": tuple(with_ids(inner, new) for inner in part.slots)}
    return replace(part, id=new.get(part.id, part.id), **below)


def _inner_copies(found: list[Any], siblings: tuple[Any, ...]) -> list[Any]:
    taken = {sibling.id for sibling in siblings}
    copies = []
    for part in found:
        copy = replace(part, id=free_id(part.id, taken))
        taken.add(copy.id)
        copies.append(copy)
    return copies


def _brought(mbr: Mbr, source: Mbr, found: list[Any]) -> dict[str, tuple[Any, ...]]:
    """Return the lines of the bill of materials and the equipment that the parts use and this document lacks."""
    if source is mbr:
        return {}
    used = {name for part in found for slot in _slots(part) for name in _used(slot)}
    taken = document_ids(mbr)
    brought = {
        key: tuple(part for part in getattr(source, key) if part.id in used and part.id not in taken)
        for key in ("materials", "equipment")
    }
    return {key: parts for key, parts in brought.items() if parts}


def _slots(part: Any) -> Iterator[Slot]:  # noqa: ANN401 - a dataclass of the model
    match part:
        case Slot():
            yield part
        case UnitProcedure() | Operation() | Phase():
            for below in ("operations", "phases", "slots"):
                for child in getattr(part, below, ()):
                    yield from _slots(child)


def _used(slot: Slot) -> Iterator[str]:
    if slot.kind in MATERIALS or slot.kind == "equipment":
        yield slot.of
    elif slot.kind == "scan":
        yield slot.of.partition(":")[2]
    if slot.device:
        yield slot.device


def _renamed_inner(mbr: Mbr, part: str, place: Place, to: str) -> Done:
    siblings = at_place(mbr, place[:-1])
    old = at_place(mbr, place)
    allowed_id(to, {sibling.id for sibling in siblings})
    mbr = put(mbr, (*place, "id"), to)
    holder = part.partition("/")[0]
    if isinstance(old, Option):
        mbr = rewritten(mbr, Renamed(answers={(holder, old.id): to}))
    return mbr, f"{holder}/{to}"


def _is_inner(part: object) -> bool:
    """Tell whether a part's id is unique only where it stands."""
    return isinstance(part, Option | Item | Identifier | Media)


def _list(mbr: Mbr, inside: str, level: str) -> Place:
    """Return the place of the list for parts of a level in what has an address; refusal `edit_level`."""
    kept = KEPT.get(cast("Level", level))
    if kept is None:
        raise Refusal("edit_level", level=level, inside=inside)
    if not kept.inside:
        if inside not in (WHOLE, kept.key):
            raise Refusal("edit_level", level=level, inside=inside)
        return (kept.key,)
    if inside in TOPS - {HEADER}:
        raise Refusal("edit_level", level=level, inside=inside)
    place = place_of(mbr, inside)
    if LEVEL_OF[type(at_place(mbr, place))] != kept.inside:
        raise Refusal("edit_level", level=level, inside=inside)
    return (*place, kept.key)


def _free(part: Any, taken: Collection[str], siblings: tuple[Any, ...], wanted: str) -> Any:  # noqa: ANN401
    """Return a new part, and what stands in it, with free ids."""
    if _is_inner(part):
        return replace(part, id=free_id(wanted, {sibling.id for sibling in siblings}))
    part = replace(part, id=wanted)
    return _copies([part], set(taken))[0]


def _inserted(mbr: Mbr, place: Place, at: int, parts: tuple[Any, ...]) -> Done:
    siblings = at_place(mbr, place)
    at = at if 0 <= at <= len(siblings) else len(siblings)
    mbr = put(mbr, place, (*siblings[:at], *parts, *siblings[at:]))
    return mbr, address_of(mbr, (*place, at))


def _without(siblings: tuple[Any, ...], at: str | int) -> tuple[Any, ...]:
    return tuple(part for n, part in enumerate(siblings) if n != at)


def _shifted(goal: Place, start: Place) -> Place:
    """Return where a list stands after a part before it in the same list is gone."""
    depth = len(start) - 1
    here = goal[depth] if len(goal) > depth else None
    if goal[:depth] != start[:depth] or not isinstance(here, int) or here <= cast("int", start[depth]):
        return goal
    return (*goal[:depth], here - 1, *goal[depth + 1 :])
