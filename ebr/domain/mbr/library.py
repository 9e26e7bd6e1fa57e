"""Building blocks in a document: a step or an operation that was taken from the library.

A part says which block and version it was taken from ("weigh_solid@2"). That is a note, never a promise: ids are made
unique in each document and materials are its own, so whether a part still says what the block says is asked of both
texts (`alike`). References to what stands outside the part (materials, equipment, values of other steps) are what a
document has to bring (`outside`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from ebr.domain.canonical import Json, dumps
from ebr.domain.mbr.address import LEVEL_OF, at_place
from ebr.domain.mbr.build import Trouble, build_part
from ebr.domain.mbr.check import troubles_of, worded
from ebr.domain.mbr.check.ids import BLOCK
from ebr.domain.mbr.check.memo import Memo
from ebr.domain.mbr.document import part_to_json
from ebr.domain.mbr.editing.names import Renamed, free_id, ids_in, names_in, rewritten_part
from ebr.domain.mbr.editing.parts import document_ids, ids_of, part_at, place_of, put
from ebr.domain.mbr.editing.shifts import with_ids
from ebr.domain.mbr.editing.texts import is_expression, is_reference, parts_of, texts_of
from ebr.domain.mbr.kinds import MATERIALS
from ebr.domain.mbr.model import BatchSize, Header, Mbr, Operation, Phase, Slot, UnitProcedure
from ebr.domain.mbr.problem import Place, Problem
from ebr.domain.refusal import Refusal

Part = Phase | Operation
Likeness = Literal["same", "fitted", "changed"]
"""Fitted: it differs only in which materials, equipment and values of other steps it refers to."""

CLASSES: Final[Mapping[str, type[Phase | Operation]]] = {"phase": Phase, "operation": Operation}
"""The levels a building block may have."""

OUTSIDE: Final = frozenset(
    {
        "material_unknown",
        "equipment_unknown",
        "sample_unknown",
        "timer_end_unknown",
        "after_unknown",
        "series_during",
        "identity_without_identifiers",
        "clearance_missing",
        "clearance_after",
        "leaves_nothing",
        "labels_without_reconciliation",
        "sample_without_result",
        "formula.unknown_value",
        "formula.unknown_value_near",
    }
)
"""Rules that speak of what the document around a part has to bring."""

READ = frozenset({"condition_wanted", "number_wanted", "list_as_number", "yield_units", "limit_decimals"})
"""Rules, beside those of units, that cannot be told of what rests on values or materials from outside."""

_REFERENCE = re.compile(r"([a-z][a-z0-9_]{0,62})@([1-9][0-9]{0,3})")
BATCH = "batch."
"""How the size of the batch is read, whose unit is the document's."""

_VERSION = re.compile(r"[1-9][0-9]{0,3}")
_NUMBERED = re.compile(r"_[0-9]{1,4}$")


@dataclass(frozen=True, slots=True)
class Taken:
    """A part of a document that says it was taken from a building block."""

    part: Part
    block: str
    version: str


def reference(text: str) -> tuple[str, str] | None:
    """Return id and version of "weigh_solid@2"; None for a text that is not of this form."""
    found = BLOCK.fullmatch(text)
    return (found[1], found[2]) if found is not None else None


def is_version(text: str) -> bool:
    """Tell whether a text can be the version of a building block: 1, 2, 3 and so on."""
    return bool(_VERSION.fullmatch(text))


def taken_parts(mbr: Mbr) -> Iterator[Taken]:
    """Yield the parts of a document that say they were taken from a building block, in document order."""
    for unit in mbr.procedure:
        for operation in unit.operations:
            parts: tuple[Part, ...] = (operation, *operation.phases)
            for part in parts:
                found = reference(part.block)
                if found is not None:
                    yield Taken(part, *found)


def level_of_part(part: Part) -> str:
    """Return "phase" or "operation"."""
    return LEVEL_OF[type(part)]


def part_from(level: str, data: Json) -> Part:
    """Return the part of canonical JSON; refusal `mbr_document` (place, problem) for one of another form."""
    part, troubles = build_part(CLASSES[level], data)
    if troubles:
        raise Refusal("mbr_document", place="", problem=troubles[0].code)
    assert isinstance(part, Phase | Operation)
    return part


def part_text(part: Part) -> str:
    """Return the canonical JSON of a part as a building block: without the block that it was taken from itself."""
    return dumps(part_to_json(replace(part, block=""))).decode()


def minimal(part: Part) -> Mbr:
    """Return the smallest document that holds the part."""
    taken = set(ids_of(part))
    room = free_id("library", taken)
    operation = part if isinstance(part, Operation) else Operation(free_id("step", {*taken, room}), "-", (part,))
    size = BatchSize("1", "1", "1", "1")
    header = Header(free_id("block", {*taken, room}), "1", "-", "-", "-", "-", "-", "IMP", "-", "draft", size)
    return Mbr(header, (), (), (UnitProcedure(room, "-", (operation,)),))


def examined(part: Part) -> tuple[Problem, ...]:
    """Return what the check finds in a part that stands alone, without what the document around it has to bring."""
    mbr = minimal(part)
    place = place_of(mbr, part.id)
    troubles = [trouble for trouble in troubles_of(mbr, Memo()) if trouble.place[: len(place)] == place]
    outer: set[Place] = {trouble.place for trouble in troubles if trouble.code in OUTSIDE}
    names = {*outside(part), *(slot.id for _, slot in mbr.slots() if slot.kind in MATERIALS)}
    own = (one for one in troubles if one.place not in outer and not _untold(mbr, one, names))
    return tuple(problem for problem, _ in worded(mbr, own))


def outside(part: Part) -> tuple[str, ...]:
    """Return the ids that a part refers to and that do not stand in it, each once."""
    own = set(ids_of(part))
    found = (name for _, inner in parts_of(minimal(part)) for name in _references(inner))
    return tuple(dict.fromkeys(name for name in found if name not in own))


def alike(part: Part, block: Part) -> Likeness:
    """Tell whether a part says what a block says, whatever their ids."""
    if type(part) is not type(block):
        return "changed"
    if _plain(part, outer=False) == _plain(block, outer=False):
        return "same"
    return "fitted" if _plain(part, outer=True) == _plain(block, outer=True) else "changed"


def taken_over(mbr: Mbr, name: str, old: Part | None, new: Part, block: str) -> Mbr:
    """Return the document with the part `name` as another version of its block (`block`: "weigh_solid@3") has it.

    Its ids stay where the version it came from (`old`, None if it is not here) has the same entry, so that formulas
    elsewhere go on reading them; so do the materials and values it was fitted to. What was changed in it here is lost.
    Refusals `edit_part_unknown` (part), `edit_level` (level, inside).
    """
    here = part_at(mbr, name)
    if type(here) is not type(new):
        raise Refusal("edit_level", level=level_of_part(new), inside=name)
    kept = {**_matched(old, here), new.id: here.id} if old is not None else {new.id: here.id}
    taken = document_ids(mbr) - set(ids_of(here))
    ids: dict[str, str] = {}
    for own in ids_of(new):
        ids[own] = free_id(kept.get(own, own), taken)
        taken.add(ids[own])
    part = rewritten_part(with_ids(new, ids), Renamed({**_fitted(old, here), **ids}))
    document: Mbr = put(mbr, place_of(mbr, name), replace(part, block=block))
    return document


def _untold(mbr: Mbr, trouble: Trouble, outer: set[str]) -> bool:
    """Tell whether a trouble rests on what is not here: values read from outside, unit and decimals of a material."""
    if trouble.code not in READ and not trouble.code.startswith("unit."):
        return False
    above = [at_place(mbr, trouble.place[:length]) for length in range(len(trouble.place) + 1)]
    slot = next((part for part in above if isinstance(part, Slot)), None)
    if slot is not None and slot.kind in MATERIALS:
        return True
    text = f"{slot.formula} {slot.theoretical}" if trouble.code == "yield_units" and slot is not None else above[-1]
    return isinstance(text, str) and (BATCH in text or not outer.isdisjoint(ids_in(text)))


def _references(part: Any) -> Iterator[str]:  # noqa: ANN401 - a dataclass of the model
    for field, text in texts_of(part):
        if is_expression(part, field):
            yield from ids_in(text)
        elif is_reference(part, field):
            yield from names_in(part) if isinstance(part, Slot) and field == "of" else (text,)


def _plain(part: Part, *, outer: bool) -> str:
    """Return the text of a part with ids by number, so that two parts with other ids compare."""
    own = {name: f"own_{n}" for n, name in enumerate(ids_of(part), 1)}
    others = {name: f"outer_{n}" for n, name in enumerate(outside(part), 1)} if outer else {}
    named: Part = rewritten_part(with_ids(part, own), Renamed({**others, **own}))
    return part_text(named)


def _matched(old: Part, here: Part) -> dict[str, str]:
    """Return the id here of each id of the version that the part was taken from."""
    before, now = list(ids_of(old)), list(ids_of(here))
    if alike(here, old) != "changed":
        return dict(zip(before, now, strict=True))
    found = {_NUMBERED.sub("", name): name for name in reversed(now)} | {name: name for name in now}
    return {name: found[name] for name in before if name in found}


def _fitted(old: Part | None, here: Part) -> dict[str, str]:
    """Return what the part refers to here in place of what its block refers to."""
    before, now = (outside(old), outside(here)) if old is not None else ((), ())
    return dict(zip(before, now, strict=True)) if len(before) == len(now) else {}
