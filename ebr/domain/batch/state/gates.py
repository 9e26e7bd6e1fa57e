"""Why a node cannot be worked on yet, and what no longer has to be waited for (floor-rules 3; 21 CFR 11.10(f)).

In a sequence a node waits for the one before it to be *passed*: performed, and for a critical phase signed by
everybody. `flow.after` always waits for *complete*: every signature, every round. What is skipped by a condition is
both. A passed node stays passed, so that a correction never locks work that is going on; release waits instead.

Decision: walking a document of thousands of steps for each entry would be felt, so passed nodes are remembered in
`BatchState.remembered` until a condition may have changed its mind; only what is not passed is looked at again.
"""

from __future__ import annotations

from dataclasses import dataclass

from ebr.domain.batch.state.fill import applies, condition, filled
from ebr.domain.batch.state.inputs import base_of, instances, opened
from ebr.domain.batch.state.model import BatchState
from ebr.domain.batch.state.plan import Plan, Rounds
from ebr.domain.batch.state.who import missing_meanings
from ebr.domain.mbr.model import Node


@dataclass(frozen=True, slots=True)
class Gate:
    """Open (both empty), "not_applicable", or locked: why (a code) and the id of what it waits for."""

    status: str = ""
    why: str = ""
    what: str = ""

    @property
    def open(self) -> bool:
        """Nothing stands against working here."""
        return not (self.status or self.why)


OPEN = Gate()
SKIPPED = Gate("not_applicable")


def gate(state: BatchState, plan: Plan, name: str, rounds: Rounds) -> Gate:
    """Return the gate of a node in these rounds; with its own round unnamed: whether its rounds may be opened."""
    parent = plan.root
    for node_id in plan.places[name].path:
        node = plan.places[node_id].node
        assert node is not None
        found = _own_gate(state, plan, node, rounds)
        if found.open:
            found = _order_gate(state, plan, parent, node, rounds)
        if not found.open:
            return found
        parent = node
    return OPEN


def _own_gate(state: BatchState, plan: Plan, node: Node, rounds: Rounds) -> Gate:
    told = condition(state, node.flow.when, rounds)
    if told is not True:
        return SKIPPED if told is False else Gate("", "waits_for_condition", node.id)
    for name in node.flow.after:
        if not complete(state, plan, name, rounds):
            return Gate("", "waits_for", name)
    series = node.flow.series
    if series is not None and not _running(state, plan, series.during, rounds):
        return Gate("", "waits_for_running", series.during)
    return _round_gate(state, plan, node, rounds)


def _round_gate(state: BatchState, plan: Plan, node: Node, rounds: Rounds) -> Gate:
    # A later round of a loop waits for the earlier ones, one of a series not: a late signature must not stop sampling.
    if node.flow.repeat is None or node.id not in rounds:
        return OPEN
    for name in opened(state, plan, node.id, rounds):
        if name == rounds[node.id]:
            break
        if not passed(state, plan, node, {**rounds, node.id: name}):
            return Gate("", "waits_for_round", name)
    return OPEN


def _order_gate(state: BatchState, plan: Plan, parent: Node, node: Node, rounds: Rounds) -> Gate:
    if parent.flow.order != "sequence" or node.flow.series is not None:
        return OPEN
    key = _key(plan, parent, rounds)
    for at in range(state.remembered.reached.get(key, 0), plan.places[node.id].at):
        before = parent.children[at]
        beside = before.flow.series
        if beside is not None and beside.during == node.id:
            continue
        if not passed_all(state, plan, before, rounds):
            return Gate("", "waits_for", before.id)
        if at == state.remembered.reached.get(key, 0):
            state.remembered.reached[key] = at + 1
    return OPEN


def _key(plan: Plan, node: Node, rounds: Rounds) -> tuple[str, ...]:
    place = plan.places.get(node.id)
    return (node.id, *(rounds.get(name, "") for name in place.repeating)) if place and place.repeating else (node.id,)


def _running(state: BatchState, plan: Plan, during: str, rounds: Rounds) -> bool:
    address = plan.address(during, rounds)
    return address in state.first_entry or address in state.passed


def passed_all(state: BatchState, plan: Plan, node: Node, rounds: Rounds) -> bool:
    """Tell whether what follows in a sequence need no longer wait for a node, all its rounds included."""
    outer = {name: part for name, part in rounds.items() if name != node.id} if node.id in rounds else rounds
    key = ("all", *_key(plan, node, outer))
    if key in state.remembered.passed:
        return True
    found = _passed_all(state, plan, node, outer)
    if found:
        state.remembered.passed.add(key)
    return found


def _passed_all(state: BatchState, plan: Plan, node: Node, rounds: Rounds) -> bool:
    if not node.flow.repeats():
        return passed(state, plan, node, rounds)
    if condition(state, node.flow.when, rounds) is False:
        return True
    series = node.flow.series
    if series is not None and not_applicable(state, plan, series.during, rounds):
        return True
    if base_of(plan, node.id, rounds) not in state.ended:
        return False
    return all(passed(state, plan, node, {**rounds, node.id: name}) for name in opened(state, plan, node.id, rounds))


def passed(state: BatchState, plan: Plan, node: Node, rounds: Rounds) -> bool:
    """Tell the same of one round of a node."""
    if condition(state, node.flow.when, rounds) is False:
        return True
    if node.phase is not None:
        return plan.address(node.id, rounds) in state.passed
    return all(passed_all(state, plan, child, rounds) for child in node.children)


def not_applicable(state: BatchState, plan: Plan, name: str, rounds: Rounds) -> bool:
    """Tell whether a condition skips a node or slot, its own or one above."""
    place = plan.places[name]
    if place.node is None and not applies(state, plan.slots[name], rounds) and plan.slots[name].when:
        return condition(state, plan.slots[name].when, rounds) is False
    nodes = (plan.places[each].node for each in place.path if each in plan.places)
    return any(node is not None and condition(state, node.flow.when, rounds) is False for node in nodes)


def complete(state: BatchState, plan: Plan, name: str, rounds: Rounds) -> bool:
    """Tell whether a node is signed by everybody, or a slot is filled, in every round there is."""
    place = plan.places.get(name)
    if place is None:
        return False
    known = {node: part for node, part in rounds.items() if node in place.repeating}
    if not_applicable(state, plan, name, known):
        return True
    found = list(instances(state, name, known))
    if place.node is None:
        slot = plan.slots[name]
        return bool(found) and all(filled(state, slot, plan.address(name, each)) for each in found)
    return all(_complete_node(state, plan, place.node, each) for each in found) and passed_all(
        state, plan, place.node, known
    )


def _complete_node(state: BatchState, plan: Plan, node: Node, rounds: Rounds) -> bool:
    if condition(state, node.flow.when, rounds) is False:
        return True
    if node.phase is not None:
        return not missing_meanings(state, plan.address(node.id, rounds), node.phase)
    return all(
        _complete_node(state, plan, child, each)
        for child in node.children
        for each in instances(state, child.id, rounds)
    )
