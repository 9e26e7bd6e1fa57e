"""What is open, what is done, what is locked and why (floor-rules 3; 21 CFR 11.10(f)).

A phase instance has one status:

    not_applicable  its condition, or that of a node above, is false
    locked          something before it is missing; the reason is a code with the id it waits for
    open            may be worked on; nothing entered yet
    active          something is entered
    to_verify       performed and signed; a second person has still to sign
    done            every signature asked for stands
    unsigned        was complete once; a correction voided a signature, which is to be given again
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ebr.domain.batch.state.fill import (
    applies,
    condition,
    filled,
    late_result,
    open_slots,
    ready_for_second,
    seconded,
    unseconded,
)
from ebr.domain.batch.state.gates import complete, gate, not_applicable, passed, passed_all
from ebr.domain.batch.state.inputs import instances
from ebr.domain.batch.state.model import BatchState
from ebr.domain.batch.state.plan import Plan, Rounds, rounds_of
from ebr.domain.batch.state.who import (
    given_again,
    missing_meanings,
    people_in,
    performers_in,
    recorders_in,
    unsigned_performers,
    voided,
)
from ebr.domain.mbr.model import Node, Phase

__all__ = [
    "Standing",
    "applies",
    "complete",
    "condition",
    "filled",
    "given_again",
    "late_result",
    "missing_meanings",
    "node_gate_open",
    "not_applicable",
    "open_slots",
    "own_standing",
    "passed",
    "passed_all",
    "pending_results",
    "people_in",
    "performers_in",
    "phase_instances",
    "ready_for_second",
    "recorders_in",
    "running_timers",
    "seconded",
    "standing",
    "unseconded",
    "unsigned_performers",
    "voided",
]


@dataclass(frozen=True, slots=True)
class Standing:
    """Status of a phase instance, with the reason when it is locked (code, and what it waits for)."""

    status: str
    why: str = ""
    what: str = ""


def phase_instances(state: BatchState) -> Iterator[tuple[str, Phase, dict[str, str]]]:
    """Yield every phase instance there is, in document order: address, phase, rounds."""
    plan = state.plan
    if plan is None:
        return
    for phase_id, phase in plan.phases.items():
        for rounds in instances(state, phase_id, {}):
            yield plan.address(phase_id, rounds), phase, rounds


def standing(state: BatchState, address: str, phase: Phase) -> Standing:
    """Return the status of a phase instance; its gate is remembered until an event that steers the flow."""
    known = state.remembered.gates.get(address)
    if known is None:
        assert state.plan is not None
        found = gate(state, state.plan, phase.id, rounds_of(address))
        known = state.remembered.gates[address] = (found.status, found.why, found.what)
    status, why, what = known
    if why:
        return Standing("locked", why, what)
    return Standing(status) if status else own_standing(state, address, phase)


def node_gate_open(state: BatchState, plan: Plan, node: Node, rounds: Rounds) -> bool:
    """Tell whether the rounds of a repeating node may be opened now: its own gate, its ancestors and their order.

    `rounds` names the rounds of the nodes above it; the node's own round is of no matter.
    """
    outer = {name: part for name, part in rounds.items() if name != node.id}
    return gate(state, plan, node.id, outer).open


def own_standing(state: BatchState, address: str, phase: Phase) -> Standing:
    """Return the status of a phase whose gate is open."""
    if address not in state.signed_in:  # nobody signed here: the quick way for the step that is worked on
        return Standing("active" if address in state.first_entry else "open")
    missing = missing_meanings(state, address, phase)
    if not missing:
        return Standing("done")
    if address in state.passed and ("performed" in missing or voided(state, address)):
        return Standing("unsigned")
    if "performed" not in missing and "performed" in phase.sign:
        return Standing("to_verify")
    return Standing("active" if address in state.first_entry else "open")


def running_timers(state: BatchState) -> list[str]:
    """Return the timers that were started and not stopped, those of entries documented as not made left out."""
    return [
        address
        for address, held in state.slots.items()
        if held.timer is not None and not held.timer.stopped and not held.skipped
    ]


def pending_results(state: BatchState, *, after_release: bool) -> list[str]:
    """Return result slots without a value; with `after_release` only those that a release need not wait for."""
    return [
        f"{address}/{slot.id}"
        for address, phase, rounds in phase_instances(state)
        for slot in phase.slots
        if slot.kind == "result"
        and slot.after_release == after_release
        and applies(state, slot, rounds)
        and not filled(state, slot, f"{address}/{slot.id}")
        and not_skipped(state, address, phase)
    ]


def not_skipped(state: BatchState, address: str, phase: Phase) -> bool:
    """Tell whether no condition skips the phase: a result of a step that was not made is not waited for."""
    return standing(state, address, phase).status != "not_applicable"
