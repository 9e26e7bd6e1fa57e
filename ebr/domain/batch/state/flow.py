"""What is open, what is done, what is locked and why (floor-rules 3; 21 CFR 11.10(f)).

A phase instance has one status:

    not_applicable  its condition, or that of a node above, is false
    locked          something before it is missing; the reason is a code with the address it waits for
    open            may be worked on; nothing entered yet
    active          something is entered
    to_verify       performed and signed; a second person has still to sign
    done            every signature asked for stands
    unsigned        was complete once; a correction voided a signature, which is to be given again

In a sequence a node waits for the one before it to be *passed*: performed, and for a critical phase signed by everybody. `flow.after`
always waits for complete. A passed node stays passed, so that a correction never locks work that is going on; release waits instead.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ebr.domain.batch.state.inputs import instances, opened, outcome
from ebr.domain.batch.state.model import MANY_ROWS, BatchState, SlotState
from ebr.domain.batch.state.plan import COMPUTED, Plan, Rounds, last_id, rounds_of
from ebr.domain.mbr.model import Node, Phase, Slot

FINISHED = ("done", "not_applicable", "to_verify", "unsigned")


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
    """Return the status of a phase instance; remembered until an event that steers the flow."""
    known = state.flow_cache.get(address)
    if known is None or known[0] != state.flow_version:
        gate = _gate(state, phase.id, rounds_of(address))
        known = (state.flow_version, gate.why or gate.status, gate.what)
        state.flow_cache[address] = known
    if known[1]:
        return Standing("not_applicable") if known[1] == "not_applicable" else Standing("locked", known[1], known[2])
    return own_standing(state, address, phase)


def own_standing(state: BatchState, address: str, phase: Phase) -> Standing:
    """Return the status of a phase whose gate is open."""
    missing = missing_meanings(state, address, phase)
    if not missing:
        return Standing("done")
    if address in state.passed:
        return Standing("to_verify" if "performed" not in missing and not voided(state, address) else "unsigned")
    if "performed" not in missing and "performed" in phase.sign:
        return Standing("to_verify")
    return Standing("active" if address in state.first_entry else "open")


def voided(state: BatchState, scope: str) -> bool:
    """Tell whether a signature of this scope was voided and not given again."""
    return any(
        s.scope == scope and not s.valid and not state.valid_signatures(scope, s.meaning) for s in state.signatures
    )


def missing_meanings(state: BatchState, address: str, phase: Phase) -> list[str]:
    """Return the meanings not signed for this instance yet, in the MBR's order; everybody who performed has to sign so."""
    return [meaning for meaning in phase.sign if not _meant(state, address, meaning)]


def _meant(state: BatchState, address: str, meaning: str) -> bool:
    signatures = state.valid_signatures(address, meaning)
    if not signatures or meaning != "performed":
        return bool(signatures)
    signers = {s.signed.person for s in signatures} | {s.signed.person for s in state.valid_signatures(address, "handed_over")}
    waived = any(x.accepts and x.where == address for x in state.exceptions.values())
    return waived or "" in signers or performers_in(state, address) <= signers


def _slots_in(state: BatchState, scope: str) -> Iterator[SlotState]:
    plan = state.plan
    phase = plan.phases.get(last_id(scope)) if plan else None
    addresses = [f"{scope}/{slot.id}" for slot in phase.slots] if phase else [scope]
    yield from (state.slots[address] for address in addresses if address in state.slots)


def performers_in(state: BatchState, scope: str) -> set[str]:
    """Return who performed the standing entries of a phase or slot; results belong to the laboratory, not to the step."""
    plan = state.plan
    found: set[str] = set()
    for held in _slots_in(state, scope):
        slot = plan.slots.get(last_id(held.address)) if plan else None
        if slot is not None and late_result(slot) and held.address != scope:
            continue
        found.update(row.performed_by for row in held.standing() if row.performed_by)
    return found


def people_in(state: BatchState, scope: str) -> set[str]:
    """Return everybody who performed, recorded, tried, corrected or signed as performer in a phase or slot."""
    found: set[str] = set()
    for held in _slots_in(state, scope):
        for row in held.rows.values():
            found.update((row.performed_by, row.first.by, row.stamp.by))
            found.update(correction.stamp.by for correction in row.corrections)
        for attempt in held.attempts:
            found.update((attempt.performed_by, attempt.stamp.by))
    found.update(s.signed.person for s in state.valid_signatures(scope) if s.meaning in ("performed", "handed_over"))
    return found - {""}


def condition(state: BatchState, source: str, rounds: Rounds) -> bool | None:
    """Return what a condition says; None while it cannot be told."""
    if not source:
        return True
    value = outcome(state, source, rounds).value
    return value if isinstance(value, bool) else None


def _gate(state: BatchState, phase_id: str, rounds: Rounds) -> Standing:
    """Return why a phase instance cannot be worked on, or a standing without reason."""
    plan = state.plan
    assert plan is not None
    parent = plan.root
    for node_id in plan.places[phase_id].path:
        node = plan.places[node_id].node
        assert node is not None
        found = _own_gate(state, plan, node, rounds)
        if not (found.why or found.status):
            found = _order_gate(state, plan, parent, node, rounds)
        if found.why or found.status:
            return found
        parent = node
    return Standing("")


def _own_gate(state: BatchState, plan: Plan, node: Node, rounds: Rounds) -> Standing:
    told = condition(state, node.flow.when, rounds)
    if told is False:
        return Standing("not_applicable")
    if told is None:
        return Standing("", "waits_for_condition", node.id)
    for name in node.flow.after:
        if not complete(state, plan, name, rounds):
            return Standing("", "waits_for", name)
    series = node.flow.series
    if series is not None and not _running(state, plan, series.during, rounds):
        return Standing("", "waits_for_running", series.during)
    return _round_gate(state, plan, node, rounds)


def _round_gate(state: BatchState, plan: Plan, node: Node, rounds: Rounds) -> Standing:
    # A later round of a loop waits for the earlier ones; a series round does not (a late signature must not stop sampling).
    if node.flow.repeat is None or node.id not in rounds:
        return Standing("")
    names = opened(state, plan, node.id, rounds)
    for name in names[: names.index(rounds[node.id])] if rounds[node.id] in names else []:
        if not passed(state, plan, node, {**rounds, node.id: name}):
            return Standing("", "waits_for_round", name)
    return Standing("")


def _order_gate(state: BatchState, plan: Plan, parent: Node, node: Node, rounds: Rounds) -> Standing:
    if parent.flow.order != "sequence" or node.flow.series is not None:
        return Standing("")
    for before in parent.children:
        if before is node:
            break
        if before.flow.series is not None and before.flow.series.during == node.id:
            continue
        if not passed_all(state, plan, before, rounds):
            return Standing("", "waits_for", before.id)
    return Standing("")


def _running(state: BatchState, plan: Plan, during: str, rounds: Rounds) -> bool:
    address = plan.address(during, rounds)
    return address in state.first_entry or address in state.passed


def passed_all(state: BatchState, plan: Plan, node: Node, rounds: Rounds) -> bool:
    """Tell whether what follows in a sequence need no longer wait for a node, all its rounds included."""
    if condition(state, node.flow.when, rounds) is False:
        return True
    if not node.flow.repeats():
        return passed(state, plan, node, rounds)
    base = plan.address(node.id, {name: part for name, part in rounds.items() if name != node.id})
    if base not in state.ended:
        return False
    return all(passed(state, plan, node, {**rounds, node.id: name}) for name in opened(state, plan, node.id, rounds))


def passed(state: BatchState, plan: Plan, node: Node, rounds: Rounds) -> bool:
    """Tell the same of one round of a node."""
    if condition(state, node.flow.when, rounds) is False:
        return True
    if node.phase is not None:
        return plan.address(node.id, rounds) in state.passed
    return all(passed_all(state, plan, child, rounds) for child in node.children)


def complete(state: BatchState, plan: Plan, name: str, rounds: Rounds) -> bool:
    """Tell whether a node is signed by everybody, or a slot is filled, in every round there is."""
    place = plan.places.get(name)
    if place is None:
        return False
    known = {node: part for node, part in rounds.items() if node in place.repeating}
    if place.node is None:
        found = list(instances(state, name, known))
        return bool(found) and all(filled(state, plan.slots[name], plan.address(name, each)) for each in found)
    return all(_complete_node(state, plan, place.node, each) for each in instances(state, name, known)) and (
        passed_all(state, plan, place.node, known)
    )


def _complete_node(state: BatchState, plan: Plan, node: Node, rounds: Rounds) -> bool:
    if condition(state, node.flow.when, rounds) is False:
        return True
    if node.phase is not None:
        return not missing_meanings(state, plan.address(node.id, rounds), node.phase)
    return all(
        _complete_node(state, plan, child, each) for child in node.children for each in instances(state, child.id, rounds)
    )


def applies(state: BatchState, slot: Slot, rounds: Rounds) -> bool:
    """Tell whether an entry is to be made at all; an undecided condition counts as not yet."""
    return condition(state, slot.when, rounds) is True


def filled(state: BatchState, slot: Slot, address: str) -> bool:
    """Tell whether an entry to make is made, or stands documented as one that cannot be made."""
    held = state.slots.get(address)
    if slot.kind == "signature":
        return bool(state.valid_signatures(address, slot.meaning))
    return held is not None and (bool(held.skipped) or _filled(slot, held))


def _filled(slot: Slot, held: SlotState) -> bool:
    if slot.kind == "timer":
        return held.timer is not None and bool(held.timer.stopped)
    if slot.kind in COMPUTED:
        return bool(held.rows)
    if slot.kind == "equipment":
        return bool(held.standing())
    if slot.kind in MANY_ROWS:
        return held.closed is not None
    return len(held.standing()) >= slot.replicates


def open_slots(state: BatchState, address: str, phase: Phase) -> list[str]:
    """Return the addresses of the entries still to make before the phase can be signed as performed."""
    rounds = rounds_of(address)
    return [
        f"{address}/{slot.id}"
        for slot in phase.slots
        if not slot.optional and not late_result(slot) and applies(state, slot, rounds)
        and not filled(state, slot, f"{address}/{slot.id}")
    ]  # fmt: skip


def late_result(slot: Slot) -> bool:
    """Tell whether a result may come after the phase, or after release; it blocks the disposition, not the step."""
    return slot.kind == "result"


def unseconded(state: BatchState, address: str, phase: Phase) -> list[tuple[str, str]]:
    """Return entries that still need the second person of their own, with the meaning."""
    return [
        (f"{address}/{slot.id}", slot.second)
        for slot in phase.slots
        if slot.second and not late_result(slot) and not state.slot(f"{address}/{slot.id}").skipped
        and filled(state, slot, f"{address}/{slot.id}")
        and not state.valid_signatures(f"{address}/{slot.id}", slot.second)
    ]  # fmt: skip


def pending_results(state: BatchState, *, after_release: bool) -> list[str]:
    """Return result slots without a value; with `after_release` only those that a release need not wait for."""
    return [
        f"{address}/{slot.id}"
        for address, phase, rounds in phase_instances(state)
        for slot in phase.slots
        if slot.kind == "result" and slot.after_release == after_release and applies(state, slot, rounds)
        and not filled(state, slot, f"{address}/{slot.id}")
    ]  # fmt: skip
