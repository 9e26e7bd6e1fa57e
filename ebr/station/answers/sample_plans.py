"""Answers about samples to come: what running batches still ask for, and what each is for (floor-rules 14)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from ebr.domain import subjects
from ebr.domain.batch.state import BatchState, flow
from ebr.domain.batch.state.inputs import limits_now
from ebr.domain.batch.state.plan import Plan
from ebr.domain.mbr.model import Slot
from ebr.domain.mbr.numbering import numbering
from ebr.station.questions.samples import SamplesToPlan, SampleToPlan
from ebr.storage.views import batches
from ebr.storage.views import samples as view
from ebr.wording import unit_words
from ebr.wording.lines import limits_line
from ebr.words import figure

if TYPE_CHECKING:
    from ebr.station.inside import Inside

BEFORE_END = ("issued", "running", "held")
"""Standing of batches in which a sample can still be taken."""


def to_plan(station: Inside, question: SamplesToPlan) -> tuple[SampleToPlan, ...]:
    """Answer `SamplesToPlan`."""
    with station.store.reading() as connection:
        open_now = [one.batch for one in batches.lines(connection) if one.status in BEFORE_END]
        wanted = [batch for batch in open_now if question.batch in ("", batch)]
        planned = {batch: given(view.lines(connection, batch=batch, everything=True)) for batch in wanted}
    states = ((station.store.state(subjects.batch(batch)), planned[batch]) for batch in wanted)
    return tuple(one for state, known in states if isinstance(state, BatchState) for one in _rows(state, known))


def given(lines: Iterable[view.SampleLine]) -> Counter[str]:
    """Return for how many samples of each entry of the master a number was given that nobody has used yet."""
    return Counter(one.slot for one in lines if one.status == "planned")


def _rows(state: BatchState, planned: Counter[str]) -> Iterator[SampleToPlan]:
    plan = state.plan
    if plan is None:
        return
    numbers = numbering(plan.mbr)
    for address, slot, rounds in to_take(state, planned):
        phase = plan.phases[plan.phase_of[slot.id]]
        amount = f"{figure(slot.quantity)} {unit_words(plan.unit(slot))}".strip() if slot.quantity else ""
        tests = tuple((one.label, limits_words(one, plan, state, rounds)) for one in tests_of(plan, slot))
        step = f"{numbers.get(phase.id, '')} {phase.title}".strip()
        yield SampleToPlan(state.id, plan.mbr.header.product, address, slot.id, slot.label, step, amount, tests)


def to_take(state: BatchState, planned: Counter[str]) -> Iterator[tuple[str, Slot, dict[str, str]]]:
    """Yield the entries whose sample nobody took and nobody planned: address, entry, rounds."""
    left = Counter(planned)
    for address, phase, rounds in flow.phase_instances(state):
        for slot in phase.slots:
            place = f"{address}/{slot.id}"
            if slot.kind != "sample" or not flow.applies(state, slot, rounds) or flow.filled(state, slot, place):
                continue
            if left[slot.id] > 0:
                left[slot.id] -= 1
                continue
            yield place, slot, rounds


def tests_of(plan: Plan, sample: Slot) -> Iterator[Slot]:
    """Yield the results that the master expects of a sample."""
    yield from (slot for slot in plan.slots.values() if slot.kind == "result" and slot.of == sample.id)


def limits_words(slot: Slot, plan: Plan, batch: BatchState, rounds: Mapping[str, str]) -> str:
    """Return what a result has to be, in words: its limits, or the options that conform."""
    if slot.options:
        return ", ".join(option.label for option in slot.options if option.accept)
    return limits_line(limits_now(batch, slot.limits, rounds), plan.unit(slot))
