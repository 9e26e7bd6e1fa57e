"""Emergency forms: the rest of a batch on paper, counted like money until each one is back (floor-rules 18).

A form lists the addresses of the entries that were still to make when it was printed. A repeating step that goes on is
listed without the name of its round: the paper leaves room for it. A form is open until a supervisor says what became
of it; the same said twice by two stations is one, the one that comes first in the fold order.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from ebr.domain.batch import events as e
from ebr.domain.batch.state import flow, signed
from ebr.domain.batch.state.inputs import base_of, instances
from ebr.domain.batch.state.model import BatchState, FormState
from ebr.domain.batch.state.plan import COMPUTED, Plan, last_id, rounds_of
from ebr.domain.batch.state.slots import NOTHING, Row
from ebr.domain.mbr.model import Phase, Slot
from ebr.domain.values import Stamp

FROM_FORM = "form"
"""How a value came that was transcribed: `source["how"]`; `source["form"]` is the number of the form."""


@dataclass(frozen=True, slots=True)
class OpenStep:
    """A step with entries still to make; `rounds` may lack the names of rounds nobody has begun."""

    address: str
    phase: Phase
    slots: tuple[Slot, ...]
    rounds: dict[str, str] = field(default_factory=dict)
    unnamed: tuple[str, ...] = ()
    """Repeating nodes above whose round is to be written on the paper."""


def printed(state: BatchState, event: e.FormPrinted, stamp: Stamp) -> None:
    """Take a printed form in."""
    state.forms[event.form] = FormState(event.form, event.station, event.entries, stamp)


def reconciled(state: BatchState, event: e.FormReconciled, stamp: Stamp) -> None:
    """Take in what became of a form."""
    found = state.forms.get(event.form)
    if found is not None and found.open:
        found.outcome, found.comment, found.reconciled = event.outcome, event.comment, stamp
        found.scan = event.value or NOTHING
    signed.sign(state, f"batch/{event.batch}", "form_reconciled", event.signed, stamp)


def transcribed(state: BatchState, form: str) -> list[tuple[str, Row]]:
    """Return the rows that stand and came from a form, with their addresses."""
    return [
        (held.address, row)
        for held in state.slots.values()
        for row in held.standing()
        if row.source.get("how") == FROM_FORM and row.source.get("form") == form
    ]


def open_steps(state: BatchState) -> list[OpenStep]:
    """Return every step that is not done, in document order, with the entries still to make."""
    plan = state.plan
    if plan is None:
        return []
    found = []
    for phase_id, phase in plan.phases.items():
        named = list(instances(state, phase_id, {}))
        found += [step for rounds in named if (step := _open(state, plan, phase, rounds)) is not None]
        further = _further(state, plan, phase)
        if further is not None:
            found.append(further)
    return found


def steps_of(state: BatchState, form: FormState) -> list[OpenStep]:
    """Return the steps of a printed form, with exactly the entries that it lists."""
    plan = state.plan
    if plan is None:
        return []
    listed: dict[str, list[Slot]] = {}
    for address in form.entries:
        slot = plan.slots.get(last_id(address))
        step = address.rpartition("/")[0] if slot is not None else address
        listed.setdefault(step, []).extend([slot] if slot is not None else [])
    return [
        _step(plan, address, plan.phases[last_id(address)], tuple(slots))
        for address, slots in listed.items()
        if last_id(address) in plan.phases
    ]


def entries_of(steps: list[OpenStep]) -> tuple[str, ...]:
    """Return the addresses that a form of these steps lists: its entries, or the step where only signatures lack."""
    found: list[str] = []
    for step in steps:
        found += [f"{step.address}/{slot.id}" for slot in step.slots] or [step.address]
    return tuple(found)


def lists(form: FormState, address: str) -> bool:
    """Tell whether a form has room for an entry: listed itself, or a further round of a step that is."""
    if address in form.entries:
        return True
    name, rounds = last_id(address), rounds_of(address)
    for listed in form.entries:
        named = rounds_of(listed)
        if last_id(listed) == name and named.items() < rounds.items():
            return True
    return False


def _open(state: BatchState, plan: Plan, phase: Phase, rounds: dict[str, str]) -> OpenStep | None:
    address = plan.address(phase.id, rounds)
    if flow.standing(state, address, phase).status in ("done", "not_applicable"):
        return None
    slots = tuple(slot for slot in phase.slots if _to_make(state, slot, f"{address}/{slot.id}", rounds))
    return _step(plan, address, phase, slots)


def _further(state: BatchState, plan: Plan, phase: Phase) -> OpenStep | None:
    """Return the step with room for a further round of the innermost repeating node that goes on."""
    repeating = plan.places[phase.id].repeating
    if not repeating:
        return None
    outer = repeating[-1]
    above = next(iter(instances(state, outer, {})), {})
    known = {node: part for node, part in above.items() if node != outer}
    address = plan.address(phase.id, known)
    if any(base_of(plan, node, known) in state.ended for node in repeating):
        return None
    if flow.standing(state, address, phase).status == "not_applicable":
        return None
    return _step(plan, address, phase, tuple(slot for slot in phase.slots if _by_hand(slot)))


def _step(plan: Plan, address: str, phase: Phase, slots: tuple[Slot, ...]) -> OpenStep:
    rounds = rounds_of(address)
    unnamed = tuple(node for node in plan.places[phase.id].repeating if node not in rounds)
    return OpenStep(address, phase, slots, rounds, unnamed)


def _to_make(state: BatchState, slot: Slot, address: str, rounds: dict[str, str]) -> bool:
    if not _by_hand(slot) or flow.filled(state, slot, address):
        return False
    return not slot.when or flow.condition(state, slot.when, rounds) is not False


def _by_hand(slot: Slot) -> bool:
    return slot.kind not in COMPUTED and not flow.late_result(slot)


def open_forms(state: BatchState) -> Iterator[FormState]:
    """Yield the forms that nobody has reconciled."""
    return (form for form in state.forms.values() if form.open)
