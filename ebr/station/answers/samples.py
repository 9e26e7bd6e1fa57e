"""Answers about samples: the laboratory's work list, one sample, the samples of a batch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ebr.domain import subjects
from ebr.domain.batch.rules import sampling
from ebr.domain.batch.state import BatchState, flow
from ebr.domain.batch.state.plan import Plan, last_id
from ebr.domain.mbr.model import Slot
from ebr.domain.refusal import Refusal
from ebr.domain.sample.state import Mark, Result, SampleState, due_day, overdue, slot_id, stages
from ebr.domain.values import shown_text
from ebr.station.answers.masters import today
from ebr.station.answers.names import name_of
from ebr.station.answers.room_samples import of_room, test_of
from ebr.station.answers.sample_plans import given, limits_words, tests_of, to_take
from ebr.station.questions.samples import (
    BatchSamples,
    CourseRow,
    ExposureRow,
    FindSample,
    FoundRow,
    OrderRow,
    SampleAnswer,
    SampleQuestion,
    SampleRow,
    Samples,
    SamplesAnswer,
    TestRow,
)
from ebr.storage.views import samples as view
from ebr.wording import unit_words
from ebr.wording.lines import limits_line
from ebr.words import figure

if TYPE_CHECKING:
    from ebr.station.inside import Inside


def samples(station: Inside, question: Samples) -> SamplesAnswer:
    """Answer `Samples`."""
    with station.store.reading() as connection:
        everything = question.everything or bool(question.batch or question.room)
        found = view.lines(connection, batch=question.batch, room=question.room, everything=everything)
    day = today(station)
    rows = [_line(one, day) for one in found]
    if question.batch:
        rows += _untaken(station, question.batch, given(found))
    return SamplesAnswer(tuple(sorted(rows, key=lambda row: not row.overdue)), day)


def _line(one: view.SampleLine, day: str) -> SampleRow:
    return SampleRow(
        one.sample,
        one.batch,
        one.slot,
        one.label,
        one.product,
        one.status,
        tuple(one.stages.split()),
        one.due,
        bool(one.due) and day > one.due,
        one.taken_at,
        one.place,
        one.pending,
        one.tests,
        one.room,
    )


def _untaken(station: Inside, batch: str, planned: Counter[str]) -> Iterator[SampleRow]:
    """Yield the samples that the master of a batch asks for and that nobody has taken or planned yet."""
    state = _batch(station, batch)
    plan = state.plan if state is not None else None
    if state is None or plan is None:
        return
    product = plan.mbr.header.product
    for place, slot, _rounds in to_take(state, planned):
        tests = sum(1 for _ in tests_of(plan, slot))
        yield SampleRow("", batch, place, slot.label, product, "planned", (), "", False, "", "", tests, tests)


def find(station: Inside, question: FindSample) -> str:
    """Answer `FindSample`."""
    text = question.text.strip()
    state = _state(station, text) if text else None
    if state is not None and state.known:
        return state.number
    with station.store.reading() as connection:
        found = [one.sample for one in view.lines(connection, everything=True)]
    return next((number for number in found if number.casefold() == text.casefold()), "") if text else ""


def _state(station: Inside, number: str) -> SampleState | None:
    found = station.store.state(subjects.sample(number))
    return found if isinstance(found, SampleState) else None


def _batch(station: Inside, batch: str) -> BatchState | None:
    found = station.store.state(subjects.batch(batch)) if batch else None
    return found if isinstance(found, BatchState) and found.plan is not None else None


def sample(station: Inside, question: SampleQuestion) -> SampleAnswer:
    """Answer `SampleQuestion`."""
    state = _state(station, question.sample)
    if state is None or not state.known:
        raise Refusal("sample_not_known", sample=shown_text(question.sample))
    return _answer(station, state)


def of_batch(station: Inside, question: BatchSamples) -> tuple[SampleAnswer, ...]:
    """Answer `BatchSamples`."""
    with station.store.reading() as connection:
        found = view.lines(connection, batch=question.batch, everything=True)
    states = (_state(station, one.sample) for one in sorted(found, key=lambda one: (one.taken_at, one.sample)))
    return tuple(_answer(station, state) for state in states if state is not None and state.taken is not None)


def _answer(station: Inside, state: SampleState) -> SampleAnswer:
    batch = _batch(station, state.batch)
    received, withdrawn = state.received, state.withdrawn
    return SampleAnswer(
        row=_row(station, state),
        quantity=_amount(state, batch),
        taken_by=_by(station, state.taken),
        sent_to=state.sent_to,
        received_at=received.at if received is not None else "",
        received_by=_by(station, received),
        condition=received.note if received is not None else "",
        fit=state.fit,
        stored_until=state.stored_until,
        withdrawn=withdrawn.investigation if withdrawn is not None else "",
        withdrawn_why=withdrawn.note if withdrawn is not None else "",
        replaced_by=state.replaced,
        contested=state.contested[0] if state.contested is not None else "",
        here=batch is not None or bool(state.room),
        tests=tuple(_tests(state, batch)),
        results=tuple(_found(station, state, one) for one in state.results),
        orders=tuple(_orders(station, state)),
        exposures=tuple(ExposureRow(o.place, o.began, o.ended, o.minutes, o.reason) for o in state.exposures),
        course=tuple(
            CourseRow(what, said, name_of(station, stamp.by), stamp.at.wall) for what, stamp, said in state.history
        ),
        today=today(station),
        of_room=of_room(station, state),
    )


def _by(station: Inside, mark: Mark | None) -> str:
    return name_of(station, mark.by) if mark is not None else ""


def _row(station: Inside, state: SampleState) -> SampleRow:
    exposed = state.exposed
    return SampleRow(
        state.number,
        state.batch,
        state.slot,
        state.label,
        state.product,
        state.status,
        stages(state),
        due_day(state),
        overdue(state, station.clock.now()),
        state.taken.at if state.taken is not None else "",
        exposed.place if exposed is not None else state.place or state.sent_to,
        len(state.pending),
        len(state.tests),
        state.room,
    )


def _tests(state: SampleState, batch: BatchState | None) -> Iterator[TestRow]:
    """Yield what is expected, once for each entry of the batch: a test in rounds has several."""
    plan = batch.plan if batch is not None else None
    if state.of_room is not None:
        yield test_of(state, state.of_room)
        return
    if state.taken is None:
        yield from _awaited(state, batch) if batch is not None else ()
    for test in state.tests:
        places = list(_places(batch, plan, test.slot, state.number)) if batch is not None and plan is not None else []
        slot = plan.slots.get(test.slot) if plan is not None else None
        for address, limits in places or [("", "")]:
            status = _status(state, test.slot, address, second=test.second)
            owed = sum(count for order, count in state.owed if slot_id(order.slot) == test.slot)
            yield TestRow(
                test.slot,
                address,
                test.label,
                limits,
                unit_words(plan.unit(slot)) if plan is not None and slot is not None else "",
                plan.decimals(slot) if plan is not None and slot is not None else 0,
                _kind(slot) if slot is not None else "",
                tuple((option.id, option.label) for option in slot.options) if slot is not None else (),
                status,
                test.late,
                slot.second if slot is not None else "",
                owed,
            )


def _awaited(state: SampleState, batch: BatchState) -> Iterator[TestRow]:
    """Yield what the master will expect of a planned sample."""
    plan = batch.plan
    planned = plan.slots.get(state.slot) if plan is not None else None
    if plan is None or planned is None:
        return
    for slot in tests_of(plan, planned):
        limits, unit = limits_words(slot, plan, batch, {}), unit_words(plan.unit(slot))
        yield TestRow(
            slot.id, "", slot.label, limits, unit, plan.decimals(slot), _kind(slot), (), "awaited",
            slot.after_release, slot.second, 0,
        )  # fmt: skip


def _amount(state: SampleState, batch: BatchState | None) -> str:
    """Return how much it is: what was taken, or what the master asks for."""
    plan = batch.plan if batch is not None and state.taken is None else None
    slot = plan.slots.get(state.slot) if plan is not None else None
    quantity, unit = (slot.quantity, plan.unit(slot)) if plan is not None and slot is not None else ("", "")
    quantity, unit = state.quantity or quantity, state.unit or unit
    return f"{figure(quantity)} {unit_words(unit)}".strip() if quantity else ""


def _places(batch: BatchState, plan: Plan, test: str, number: str) -> Iterator[tuple[str, str]]:
    """Yield the entries of a batch for a result of this sample, each with its limits in words."""
    phase_id = plan.phase_of.get(test)
    for address, phase, rounds in flow.phase_instances(batch):
        for slot in phase.slots if phase.id == phase_id else ():
            if slot.id == test and number in sampling.samples_of(batch, plan, slot, rounds):
                yield f"{address}/{slot.id}", limits_words(slot, plan, batch, rounds)


def _kind(slot: Slot) -> str:
    if slot.options:
        return "choice"
    return "number" if slot.unit or slot.limits.any() else "text"


def _status(state: SampleState, test: str, address: str, *, second: bool) -> str:
    found = [one for one in state.results if not one.number and slot_id(one.slot) == test]
    held = next((one for one in reversed(found) if not address or one.slot == address), None)
    if held is None:
        return "pending"
    if held.invalid is not None:
        return "invalid"
    return "to_check" if second and held.checked is None else "done"


def _found(station: Inside, state: SampleState, one: Result) -> FoundRow:
    checked, invalid = one.checked, one.invalid
    batch = _batch(station, state.batch)
    slot = batch.plan.slots.get(last_id(one.slot)) if batch is not None and batch.plan is not None else None
    accepted = ", ".join(option.label for option in slot.options if option.accept) if slot is not None else ""
    return FoundRow(
        one.entry,
        one.slot,
        one.number,
        one.label,
        f"{figure(one.shown) if 'number' in one.value else one.shown} {unit_words(one.unit)}".strip(),
        accepted or limits_line(one.limits, one.unit),
        one.verdict,
        name_of(station, one.analyst),
        one.analyst,
        one.at,
        one.reason,
        _by(station, checked),
        checked.at if checked is not None else "",
        one in state.unchecked,
        invalid.investigation if invalid is not None else "",
        invalid.note if invalid is not None else "",
        _by(station, invalid),
        bool(one.replaced),
        tuple(sorted(one.value.items())),
    )


def _orders(station: Inside, state: SampleState) -> Iterator[OrderRow]:
    owed = {order.mark.entry: count for order, count in state.owed}
    for order in state.orders:
        mark = order.mark
        yield OrderRow(
            order.label,
            order.count,
            owed.get(mark.entry, 0),
            mark.investigation,
            mark.note,
            name_of(station, mark.by),
            mark.at,
        )
