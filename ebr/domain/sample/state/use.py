"""What a batch asks of its samples: may a result be entered or replaced, and what stands against a release.

Testing into compliance has no way through here: a result that is out of its limits or checked is replaced only after
quality found it invalid by an investigation, and only by a retest that quality ordered and a second person checked
(floor-rules 14; FDA, Investigating Out-of-Specification Test Results).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from ebr.domain import subjects
from ebr.domain.decision import Facts
from ebr.domain.refusal import Refusal
from ebr.domain.sample.state.model import Result, SampleState, slot_id
from ebr.domain.values import Instant, Value

ISO_DAY = len("2026-11-22")


def sample_in(facts: Facts, number: str) -> SampleState | None:
    """Return a sample that is known; None for any other number."""
    found = facts.get(subjects.sample(number))
    return found if isinstance(found, SampleState) and found.known else None


def untestable(sample: SampleState, *, received: bool) -> Refusal | None:
    """Refuse a result of a sample that cannot have one; `received`: only what the laboratory received is tested."""
    if sample.contested is not None:
        return Refusal("sample_contested", sample=sample.number, batch=sample.batch, other=sample.contested[0])
    if sample.withdrawn is not None:
        return Refusal("sample_withdrawn", sample=sample.number, investigation=sample.withdrawn.investigation)
    if not sample.fit:
        return Refusal("sample_unfit", sample=sample.number, label=sample.label)
    if sample.exposed is not None:
        return Refusal("sample_exposed", sample=sample.number, place=sample.exposed.place)
    if sample.discarded is not None and sample.received is None:
        return Refusal("sample_gone", sample=sample.number)
    if received and sample.received is None and sample.taken is not None:
        return Refusal("sample_not_received", sample=sample.number, label=sample.label)
    return None


def may_replace(sample: SampleState, slot: str, item: int, value: Value) -> Refusal | None:
    """Refuse putting another value in the place of a result that only an investigation can set aside."""
    before = sample.first(slot, item)
    if before is None or before.invalid is None:
        settled = before is not None and (before.verdict == "out" or before.checked is not None)
        return Refusal("result_needs_investigation", sample=sample.number, slot=slot_id(slot)) if settled else None
    if retest_that_says(sample, slot, value) is None:
        return Refusal("result_is_no_retest", sample=sample.number, slot=slot_id(slot))
    return None


def retest_that_says(sample: SampleState, slot: str, value: Value) -> Result | None:
    """Return the checked retest that found exactly this."""
    found = (one for one in sample.retests(slot) if one.checked is not None and dict(one.value) == dict(value))
    return next(found, None)


def invalid_standing(sample: SampleState) -> tuple[Result, ...]:
    """Return the invalid results that nothing was put in the place of yet."""
    return tuple(one for one in sample.results if not one.number and one.invalid is not None and not one.replaced)


def trouble_of_release(sample: SampleState) -> Iterator[tuple[Refusal, str]]:
    """Yield what a sample says against a release, each with the master's entry it is about ("" for the sample)."""
    if sample.withdrawn is not None or sample.replaced:
        return
    if sample.contested is not None:
        other = sample.contested[0]
        yield Refusal("sample_contested", sample=sample.number, batch=sample.batch, other=other), ""
    if not sample.fit and sample.pending:
        yield Refusal("sample_unfit", sample=sample.number, label=sample.label), ""
    if sample.exposed is not None:
        yield Refusal("sample_exposed", sample=sample.number, place=sample.exposed.place), ""
    for order, owed in sample.owed:
        found = Refusal("retest_owed", sample=sample.number, test=order.label, count=str(owed))
        yield found, slot_id(order.slot)
    for one in sample.unchecked:
        if not one.number:
            continue  # the batch names its own
        yield Refusal("retest_unchecked", sample=sample.number, test=one.label), slot_id(one.slot)
    for one in invalid_standing(sample):
        yield Refusal("result_invalid", sample=sample.number, test=one.label), slot_id(one.slot)
    for one in sample.results:
        if one.number and one.stands and one.verdict == "out":
            yield Refusal("retest_failed", sample=sample.number, test=one.label), slot_id(one.slot)


def stages(sample: SampleState) -> tuple[str, ...]:
    """Return what waits: "take", "close", "receive", "store", "incubate", "test", "check"; "decide" is quality's."""
    if sample.withdrawn is not None or sample.replaced:
        return ()
    if sample.taken is None:
        return ("take",) if sample.planned is not None else ()
    decide = sample.contested is not None or _judge(sample) or not sample.fit
    if not sample.fit or sample.contested is not None:
        return ("decide",)
    ended = sample.discarded is not None or sample.stored is not None
    waits = {
        "close": sample.exposed is not None,
        "receive": sample.received is None
        and sample.exposed is None
        and not ended
        and (bool(sample.pending) or not sample.tests),
        "store": sample.received is not None and not ended and not sample.tests,
        "incubate": bool(sample.room) and sample.received is not None and bool(sample.pending) and not _warm(sample),
        "test": sample.received is not None and bool(sample.pending or sample.owed) and _warm(sample),
        "check": bool(sample.unchecked),
        "decide": decide,
    }
    return tuple(name for name, waiting in waits.items() if waiting)


def _warm(sample: SampleState) -> bool:
    """Tell whether it can be read: a room's sample is incubated before."""
    return not sample.room or bool(sample.incubations)


def _judge(sample: SampleState) -> bool:
    """Tell whether quality decides about a result: a room's may stand outside its limit, by a deviation."""
    out = any(one.stands and one.verdict == "out" for one in sample.results)
    if sample.room:
        return out and sample.concluded is None
    return out or bool(invalid_standing(sample))


def overdue(sample: SampleState, at: Instant) -> bool:
    """Tell whether the last day for its results is over while one is missing, or the day it was to be taken."""
    day = due_day(sample)
    return bool(day) and at.wall[:ISO_DAY] > day


def due_day(sample: SampleState) -> str:
    """Return the day of what it waits for: to be taken, then its results; "" for none."""
    if sample.status == "planned":
        return sample.planned_on
    return sample.due if sample.open else ""


def days_after(at: str, days: int) -> str:
    """Return the day so many days after a moment (ISO)."""
    try:
        return (date.fromisoformat(at[:ISO_DAY]) + timedelta(days=days)).isoformat()
    except OverflowError:
        return at[:ISO_DAY]
