"""What samples say against a release, and what it waits for: unfit, open, tested again, not here yet (floor-rules 14).

A result that may come after the release is waited for by the final certification alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from ebr.domain import subjects
from ebr.domain.batch.rules.sampling import samples_of
from ebr.domain.batch.state import BatchState
from ebr.domain.batch.state.plan import last_id, rounds_of
from ebr.domain.decision import Facts
from ebr.domain.refusal import Refusal
from ebr.domain.sample.state import sample_in, trouble_of_release


def all_samples(state: BatchState) -> tuple[str, ...]:
    """Return the numbers of every sample that stands in the batch."""
    plan = state.plan
    if plan is None:
        return ()
    slots = ((plan.slots.get(last_id(address)), one) for address, one in state.slots.items())
    held = (one for slot, one in slots if slot is not None and slot.kind == "sample")
    numbers = (row.value.get("sample", "") for one in held for row in one.standing())
    return tuple(dict.fromkeys(number for number in numbers if number))


def sample_roots(state: BatchState) -> tuple[str, ...]:
    """Return the roots of every sample that stands in the batch."""
    return tuple(subjects.sample(number) for number in all_samples(state))


def blockers(state: BatchState, facts: Facts) -> Iterator[Refusal]:
    """Yield what samples say against a review and every release; what may come after one is left to `late`."""
    yield from _told(state, facts, late=False)


def late(state: BatchState, facts: Facts) -> Iterator[Refusal]:
    """Yield what samples say against a final certification alone: results that a conditional release can do without."""
    yield from _told(state, facts, late=True)


def _told(state: BatchState, facts: Facts, *, late: bool) -> Iterator[Refusal]:
    plan = state.plan
    for number in all_samples(state):
        sample = sample_in(facts, number)
        for found, slot in trouble_of_release(sample) if sample is not None else ():
            named = plan.slots.get(slot) if plan is not None else None
            if (named is not None and named.after_release) == late:
                yield found


def pending(state: BatchState, address: str) -> Refusal:
    """Name a result that is not here yet, with the samples that it is waited for from."""
    plan = state.plan
    slot = plan.slots.get(last_id(address)) if plan is not None else None
    numbers = samples_of(state, plan, slot, rounds_of(address)) if plan is not None and slot is not None else ()
    return Refusal("result_pending", slot=address, sample=", ".join(numbers))
