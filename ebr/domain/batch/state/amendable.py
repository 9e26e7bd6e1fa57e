"""What of a running batch's instructions may change, and what stands: for the rule and for screens.

What was done keeps its words (21 CFR 211.100, 211.188): a step begun, the first page, the lines of the bill of
materials and of the equipment list, the order and the flow of everything there is. New steps, new lines, and steps in
which nothing was done are open.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import replace

from ebr.domain.batch.state.plan import Plan
from ebr.domain.canonical import dumps
from ebr.domain.mbr.document import blocks_of, to_json
from ebr.domain.mbr.model import Mbr, Node, Operation, Translation, UnitProcedure
from ebr.domain.refusal import Refusal

Said = tuple[str, Translation]
"""A text in a language, by its code."""
UNTRANSLATED = frozenset({"language_text_missing"})
"""What an amendment may leave open: a new step is read as quality wrote it until the next version has it translated."""


def blocks_for(old: Mbr, new: Mbr) -> dict[str, str]:
    """Return the blocks of `new` that are not those of `old`, as `AmendBatch` wants them."""
    before = blocks_of(to_json(old))
    return {name: dumps(block).decode() for name, block in blocks_of(to_json(new)).items() if block != before.get(name)}


def standing(batch: str, old: Plan, new: Plan, begun: Container[str]) -> Iterator[Refusal]:
    """Yield what changed that has to stand, the plainest first; `begun` are the ids in which something was done."""
    if new.mbr.header != old.mbr.header:
        yield Refusal("amend_header", batch=batch)
    yield from _stock(old, new)
    yield from _gone(old, new)
    yield from _begun(old, new, begun)


def _stock(old: Plan, new: Plan) -> Iterator[Refusal]:
    for lines, now in ((old.mbr.materials, new.mbr.materials), (old.mbr.equipment, new.mbr.equipment)):
        by_id = {one.id: one for one in now}
        for line in lines:
            if by_id.get(line.id) != line:
                yield Refusal("amend_fixed", part=line.name)


def _gone(old: Plan, new: Plan) -> Iterator[Refusal]:
    """Refuse what takes a step or an entry away, moves one, or changes how what stays is run."""
    for name, place in old.places.items():
        there = new.places.get(name)
        if there is None or there.path != place.path:
            yield Refusal("amend_removes", part=name, step=place.number)
        elif place.node is not None and place.node.phase is None and there.node is not None:
            yield from _order(place.node, there.node, place.number)
    yield from _order(old.root, new.root, "")


def _order(old: Node, new: Node, number: str) -> Iterator[Refusal]:
    """The children stay in their order (new ones may stand between them), and the flow of a node stays."""
    before = [child.id for child in old.children]
    kept = [child.id for child in new.children if child.id in before]
    if kept != before or new.flow != old.flow or new.title != old.title:
        yield Refusal("amend_removes", part=old.id, step=number)


def _begun(old: Plan, new: Plan, begun: Container[str]) -> Iterator[Refusal]:
    now = dict(_above(new.mbr))
    for name, part in _above(old.mbr):
        if name in begun and now.get(name) not in (None, part):
            yield Refusal("amend_begun", step=f"{old.places[name].number} {part.title}")
    said = _translated(old.mbr), _translated(new.mbr)
    for name, phase in old.phases.items():
        if name not in begun:
            continue
        parts = {name, *(slot.id for slot in phase.slots)}
        if new.phases.get(name) not in (None, phase) or _of(said[0], parts) != _of(said[1], parts):
            yield Refusal("amend_begun", step=f"{old.places[name].number} {phase.title}")


def _above(mbr: Mbr) -> Iterator[tuple[str, UnitProcedure | Operation]]:
    """Yield what unit procedures and operations say themselves: room, note, block."""
    for unit in mbr.procedure:
        yield unit.id, replace(unit, operations=())
        yield from ((operation.id, replace(operation, phases=())) for operation in unit.operations)


def _translated(mbr: Mbr) -> list[Said]:
    return [(language.code, text) for language in mbr.languages for text in language.texts]


def _of(said: list[Said], parts: set[str]) -> set[Said]:
    """Return the texts of a step in all languages; an answer or a line is named "entry/answer"."""
    return {one for one in said if one[1].part.partition("/")[0] in parts}


__all__ = ["UNTRANSLATED", "blocks_for", "standing"]
