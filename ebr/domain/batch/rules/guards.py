"""What must hold before anything is recorded: the batch runs, the address exists, the step is open, the person may.

Each guard returns a `Refusal` that names what blocks and the way out, or None.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ebr.domain.batch.commands import RIGHTS
from ebr.domain.batch.state import BatchState, flow
from ebr.domain.batch.state.gates import gate
from ebr.domain.batch.state.inputs import opened
from ebr.domain.batch.state.plan import Plan, last_id, rounds_of
from ebr.domain.decision import Actor
from ebr.domain.mbr.model import Node, Phase, Slot
from ebr.domain.refusal import Refusal
from ebr.domain.values import shown_text


@dataclass(frozen=True, slots=True)
class Where:
    """A slot found in the batch."""

    plan: Plan
    slot: Slot
    phase: Phase
    phase_address: str
    rounds: Mapping[str, str]


def right(command: object, actor: Actor) -> Refusal | None:
    """Refuse a command for which the person holds none of the roles."""
    roles = RIGHTS.get(type(command), ())
    if actor.roles.intersection(roles):
        return None
    return Refusal("right_missing", person=actor.name or actor.person, needed=", ".join(roles))


def issued(state: BatchState) -> Refusal | None:
    """Refuse what asks for a batch that is not there, or whose master cannot be read by this program."""
    if state.issued is None:
        return Refusal("batch_unknown", batch=state.id)
    if state.plan is None:
        return Refusal("master_unreadable", batch=state.id)
    return None


def running(state: BatchState, *, results: bool = False) -> Refusal | None:
    """Refuse what only a running batch may do; results and decisions are possible until the end."""
    found = issued(state)
    if found is not None:
        return found
    if state.checked is None:
        return Refusal("issue_not_checked", batch=state.id)
    if state.aborted is not None:
        return Refusal("batch_aborted", batch=state.id)
    if state.disposition == "rejected" and not results:
        return Refusal("batch_rejected", batch=state.id)
    if results:
        return None
    if state.hold:
        return Refusal("batch_held", batch=state.id, reason=state.hold)
    if state.left:
        return Refusal("return_first", batch=state.id)
    if state.completed is not None:
        return Refusal("batch_complete", batch=state.id)
    return None


def place(state: BatchState, address: str) -> Where:
    """Find a slot by its address; raises `Refusal` when there is no such instance."""
    plan = state.plan
    slot = plan.slots.get(last_id(address)) if plan else None
    if plan is None or slot is None:
        raise Refusal("slot_unknown", slot=shown_text(address), batch=state.id)
    rounds = rounds_of(address)
    _rounds_exist(state, plan, slot.id, address, rounds)
    return Where(plan, slot, plan.phases[plan.phase_of[slot.id]], address.rpartition("/")[0], rounds)


def phase_place(state: BatchState, address: str) -> Phase:
    """Find a phase instance by its address; raises `Refusal` when there is none."""
    plan = state.plan
    phase = plan.phases.get(last_id(address)) if plan else None
    if plan is None or phase is None:
        raise Refusal("step_unknown", step=shown_text(address), batch=state.id)
    _rounds_exist(state, plan, phase.id, address, rounds_of(address))
    return phase


def _rounds_exist(state: BatchState, plan: Plan, name: str, address: str, rounds: Mapping[str, str]) -> None:
    repeating = plan.places[name].repeating
    known = {node: rounds[node] for node in repeating if node in rounds}
    complete = len(known) == len(repeating) and plan.address(name, known) == address
    if not complete or any(known[node] not in opened(state, plan, node, known) for node in repeating):
        raise Refusal("round_unknown", address=shown_text(address, 120), batch=state.id)


def step_open(state: BatchState, address: str, phase: Phase) -> Refusal | None:
    """Refuse entries in a step that is locked, does not apply, or is already signed as performed."""
    found = flow.standing(state, address, phase)
    if found.status == "locked":
        plan = state.plan
        waits = plan.places.get(found.what) if plan else None
        return Refusal(
            found.why, step=phase.title, what=_title(state, found.what), number=waits.number if waits else ""
        )
    if found.status == "not_applicable":
        return Refusal("step_not_applicable", step=phase.title)
    if found.status in ("done", "to_verify"):
        return Refusal("step_signed", step=phase.title)
    return None


def node_open(state: BatchState, plan: Plan, node: Node, rounds: Mapping[str, str]) -> Refusal | None:
    """Refuse rounds of a node that is locked or does not apply."""
    found = gate(state, plan, node.id, rounds)
    if found.status:
        return Refusal("step_not_applicable", step=node.title)
    if not found.why:
        return None
    number = plan.places[found.what].number if found.what in plan.places else ""
    return Refusal(found.why, step=node.title, what=_title(state, found.what), number=number)


def entry_open(state: BatchState, where: Where) -> Refusal | None:
    """Refuse an entry whose step is not open, or whose own condition is false or cannot be told yet."""
    refusal = step_open(state, where.phase_address, where.phase)
    if refusal is not None or not where.slot.when:
        return refusal
    told = flow.condition(state, where.slot.when, where.rounds)
    if told is None:
        return Refusal("waits_for_condition", step=where.phase.title, what=where.slot.label, number="")
    return None if told else Refusal("entry_not_applicable", slot=where.slot.label)


def known_place(state: BatchState, address: str) -> Refusal | None:
    """Refuse an address that names nothing of the batch; the empty one is the batch, an exception is its own place."""
    plan = state.plan
    if not address or address in state.exceptions:
        return None
    name = last_id(address)
    if plan is None or name not in plan.places or plan.address(name, rounds_of(address)) != address:
        return Refusal("step_unknown", step=shown_text(address), batch=state.id)
    return None


def _title(state: BatchState, name: str) -> str:
    plan = state.plan
    if plan is None or name not in plan.places:
        return name
    node = plan.places[name].node
    return node.title if node is not None else plan.slots[name].label
