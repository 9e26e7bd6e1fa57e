"""Where a sample is: planned, sent, received, exposed, put away, gone (floor-rules 14; EU GMP annex 1, 9.24)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from ebr.domain import subjects
from ebr.domain.decision import Decision, Draft, Event, Facts
from ebr.domain.refusal import Refusal
from ebr.domain.sample import commands as c
from ebr.domain.sample import events as e
from ebr.domain.sample.state import SampleState
from ebr.domain.site.state import SiteState
from ebr.domain.values import Instant, clean_text, shown_text

LONGEST: Final = 500
EXPOSURE_HOURS: Final = 4
"""How long a settle plate may stay open where the policy is not known (EU GMP annex 1, table 6)."""


def plan(state: SampleState, command: c.PlanSample, at: Instant) -> Decision:
    """Give a number that nobody has, for a day from today on."""
    if state.known:
        raise taken_number(state)
    number, on = number_of(command.sample), planned_day(command.on, at)
    event = e.SamplePlanned(number, line(command.batch, "batch"), command.slot, line(command.label, "label"), on)
    return _one(state, event)


def taken_number(state: SampleState) -> Refusal:
    """Return that somebody else has this number: a batch, or a room."""
    if state.room:
        return Refusal("sample_known_of_room", sample=state.number, room=state.room, label=state.label)
    return Refusal("sample_known", sample=state.number, batch=state.batch, label=state.label)


def number_of(text: str) -> str:
    """Return a number as it can stand on a label."""
    number = clean_text(text, 200)
    if not number or number != text:
        raise Refusal("sample_number", sample=shown_text(text))
    return number


def planned_day(text: str, at: Instant) -> str:
    """Return the day that a sample is planned for, from today on; "" for any day."""
    on = day(text, "on") if text else ""
    if on and on < at.wall[: len(on)]:
        raise Refusal("sample_day_over", day=on)
    return on


def send(state: SampleState, command: c.SendSample) -> Decision:
    """Let it travel; one that the laboratory has is sent on only by receiving it elsewhere."""
    here(state)
    if state.received is not None:
        raise Refusal("sample_received_already", sample=state.number, at=state.received.at)
    if state.exposed is not None:
        raise Refusal("sample_exposed", sample=state.number, place=state.exposed.place)
    return _one(state, e.SampleSent(state.number, line(command.to, "sent_to"), clean_text(command.condition, LONGEST)))


def receive(state: SampleState, command: c.ReceiveSample) -> Decision:
    """Take it in, fit to be tested or not."""
    here(state)
    if state.received is not None:
        raise Refusal("sample_received_already", sample=state.number, at=state.received.at)
    if state.exposed is not None:
        raise Refusal("sample_exposed", sample=state.number, place=state.exposed.place)
    condition = clean_text(command.condition, LONGEST)
    if not command.fit and not condition:
        raise Refusal("sample_text", field="condition")
    return _one(state, e.SampleReceived(state.number, line(command.place, "place"), condition, command.fit))


def due(state: SampleState, command: c.SetDue) -> Decision:
    """Set another last day for its results."""
    here(state)
    found = day(command.due, "due_day")
    if found == state.due:
        raise Refusal("sample_due_same", sample=state.number, due=found)
    return _one(state, e.DueSet(state.number, found, line(command.reason, "reason")))


def begin(state: SampleState, command: c.BeginExposure, at: Instant) -> Decision:
    """Open a plate; one plate is open in one place at a time."""
    here(state)
    if state.exposed is not None:
        raise Refusal("sample_exposed", sample=state.number, place=state.exposed.place)
    if state.received is not None:
        raise Refusal("sample_received_already", sample=state.number, at=state.received.at)
    when = moment_of(command.at, at)
    last = state.exposures[-1].ended if state.exposures else ""
    if last and when < datetime.fromisoformat(last):
        raise Refusal("exposure_before_start", sample=state.number, began=last)
    return _one(state, e.ExposureBegan(state.number, line(command.place, "place"), when.isoformat()))


def end(state: SampleState, facts: Facts, command: c.EndExposure, at: Instant) -> Decision:
    """Close the plate; one that dried too long needs words on why it counts."""
    here(state)
    exposed = state.exposed
    if exposed is None:
        raise Refusal("sample_not_exposed", sample=state.number)
    when, began = moment_of(command.at, at), datetime.fromisoformat(exposed.began)
    if when < began:
        raise Refusal("exposure_before_start", sample=state.number, began=exposed.began)
    minutes, reason = int((when - began).total_seconds() // 60), clean_text(command.reason, LONGEST)
    most = exposure_hours(facts)
    if when - began > timedelta(hours=most) and not reason:
        raise Refusal("exposure_too_long", sample=state.number, minutes=str(minutes), hours=str(most))
    return _one(state, e.ExposureEnded(state.number, when.isoformat(), minutes, reason))


def exposure_hours(facts: Facts) -> int:
    """Return how many hours a plate may stay open."""
    site = facts.get("site")
    return site.policy.whole("plate_exposure") if isinstance(site, SiteState) else EXPOSURE_HOURS


def store(state: SampleState, command: c.StoreSample, at: Instant) -> Decision:
    """Put away what is left, once the laboratory has it."""
    here(state)
    if state.received is None:
        raise Refusal("sample_not_received", sample=state.number, label=state.label)
    until = day(command.until, "until")
    if until < at.wall[: len(until)]:
        raise Refusal("sample_day_over", day=until)
    return _one(state, e.SampleStored(state.number, line(command.place, "place"), until))


def discard(state: SampleState, command: c.DiscardSample) -> Decision:
    """Note the end of what was left; nothing that is still to be tested is thrown away."""
    here(state)
    if state.open:
        raise Refusal("sample_still_open", sample=state.number)
    return _one(state, e.SampleDiscarded(state.number, line(command.how, "how")))


def here(state: SampleState) -> None:
    """Refuse a sample that was not taken, or is no more."""
    if not state.known:
        raise Refusal("sample_not_known", sample=shown_text(state.number))
    if state.withdrawn is not None:
        raise Refusal("sample_withdrawn", sample=state.number, investigation=state.withdrawn.investigation)
    if state.replaced:
        raise Refusal("sample_replaced", sample=state.number, by=state.replaced)
    if state.discarded is not None:
        raise Refusal("sample_gone", sample=state.number)
    if state.taken is None and state.room:
        raise Refusal("room_not_taken", sample=state.number)
    if state.taken is None:
        raise Refusal("sample_not_taken", sample=state.number, label=state.label)


def line(text: str, field: str) -> str:
    """Return a text that has to be there."""
    clean = clean_text(text, LONGEST)
    if not clean:
        raise Refusal("sample_text", field=field)
    return clean


def day(text: str, field: str) -> str:
    """Return a day, "YYYY-MM-DD"."""
    try:
        return date.fromisoformat(text.strip()).isoformat()
    except ValueError as wrong:
        raise Refusal("sample_day", field=field, text=shown_text(text)) from wrong


def moment_of(text: str, at: Instant) -> datetime:
    """Return a stated time up to now; "" is now."""
    now = datetime.fromisoformat(at.wall)
    if not text:
        return now
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise Refusal("sample_time", text=shown_text(text)) from None
    if found.tzinfo is None or found > now:
        raise Refusal("sample_time", text=shown_text(text))
    return found


def _one(state: SampleState, event: Event) -> Decision:
    return Decision((Draft(subjects.sample(state.number), event),), answer={"sample": state.number})
