"""The instructions of a batch as quality amended them while it runs (21 CFR 211.100, 211.115).

A batch starts on the document that was issued. Each amendment replaces or adds blocks of it (`document.blocks_of`), so
the instructions in force are the issued document with the blocks of every amendment laid over it, in the order of the
fold. Ids stay, so every address recorded before says the same afterwards.

An entry written beside an amendment, on a station that did not know it, stands; where it was made in a step that the
amendment changed, review sees it (`ebr.domain.batch.state.unknowing`).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from ebr.domain.batch.events import BatchAmended
from ebr.domain.batch.state import signed
from ebr.domain.batch.state.model import Amendment, BatchState
from ebr.domain.batch.state.plan import DEPTHS, Plan, last_id, prepared
from ebr.domain.canonical import Json, dumps
from ebr.domain.mbr.document import PHASE, JsonObject, blocks_of, joined
from ebr.domain.values import Stamp


def in_force(state: BatchState) -> dict[str, Json]:
    """Return the canonical document of the instructions in force; empty for one that this program cannot read."""
    return json.loads(state.document) if state.plan is not None else {}


def laid_over(document: JsonObject, blocks: Mapping[str, str]) -> dict[str, Json]:
    """Return the document with these blocks, canonical JSON by name, in place of its own. ValueError if one is none."""
    return joined({**blocks_of(document), **{name: json.loads(text) for name, text in blocks.items()}})


def amend(state: BatchState, event: BatchAmended, stamp: Stamp) -> Plan | None:
    """Take an amendment in; return the plan in force. One that cannot be read changes nothing and stays visible."""
    document = _document(state, [*(one.event for one in standing(state) if one.stamp.hash != stamp.hash), event])
    plan = prepared(document) if document else None
    phases = frozenset(name.removeprefix(PHASE) for name in event.blocks if name.startswith(PHASE))
    state.amendments = (*state.amendments, Amendment(event, stamp, phases, readable=plan is not None))
    state.stops = (*state.stops, ("amendment", stamp))
    if plan is not None:
        state.plan, state.document = plan, document
        _void(state, plan, phases, stamp)
    state.remembered.turned()
    signed.sign(state, f"batch/{event.batch}", "amended", event.signed, stamp)
    return plan


def _void(state: BatchState, plan: Plan, phases: frozenset[str], stamp: Stamp) -> None:
    """Make signatures over a whole operation, unit or batch void in which a step is new or changed: it was not seen."""
    paths = [plan.places[name].path for name in sorted(phases) if name in plan.places]
    for scope in list(state.signed_in):
        slot = plan.slots.get(last_id(scope))
        if slot is not None and slot.kind == "signature":
            area = plan.places[slot.id].path[: DEPTHS.get(slot.covers, 0)]
            inside = next((path for path in paths if path[: len(area)] == area), None)
            if inside is not None:
                signed.void_scope(state, scope, stamp, "/".join(inside))


def standing(state: BatchState) -> list[Amendment]:
    """Return the amendments that can be read and that quality did not drop for one written beside them."""
    found = state.contested.get(("#amended", 0))
    lost = {side.stamp.hash for side in found.sides} - {found.kept} if found is not None and found.kept else set()
    return [one for one in state.amendments if one.readable and one.stamp.hash not in lost]


def _document(state: BatchState, amendments: Sequence[BatchAmended]) -> str:
    try:
        document = json.loads(state.issued.document if state.issued is not None else "{}")
        for event in amendments:
            document = laid_over(document, event.blocks)
        return dumps(document).decode()
    except (ValueError, RecursionError, AttributeError):
        return ""


def steps_of(state: BatchState) -> Iterator[tuple[Amendment, Plan, Plan]]:
    """Yield each amendment that stands with the instructions before and after it, oldest first."""
    issued = state.issued
    before = prepared(issued.document) if issued is not None else None
    found = standing(state)
    for number, one in enumerate(found, 1):
        after = prepared(_document(state, [each.event for each in found[:number]]))
        if before is not None and after is not None:
            yield one, before, after
        before = after


def amended_phases(state: BatchState, entry: str) -> frozenset[str]:
    """Return the steps that the amendment in an entry, by its hash, changed or added."""
    return next((one.phases for one in state.amendments if one.stamp.hash == entry), frozenset())
