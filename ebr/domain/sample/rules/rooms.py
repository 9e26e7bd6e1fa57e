"""Samples of a room without a batch: planned with limits, taken, incubated, read (EU GMP annex 1, 9.12 to 9.31).

The limits stand in the plan, before anything can grow, and are never wider than annex 1 for the grade of the room. Who
takes, incubates and reads is trained in the procedures that the plan names (211.25). A result outside its limit stays:
it is read again only after an investigation set it aside, and never by typing over it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from ebr.domain import subjects
from ebr.domain.decision import Actor, Decision, Draft, Facts
from ebr.domain.equipment.state import EquipmentState, equipment_in
from ebr.domain.equipment.state.use import ROOM, same_kind
from ebr.domain.refusal import Refusal
from ebr.domain.sample import commands as c
from ebr.domain.sample import events as e
from ebr.domain.sample.rules import environment
from ebr.domain.sample.rules.moving import here, line, moment_of, number_of, planned_day, taken_number
from ebr.domain.sample.state import OfRoom, Result, SampleState, days_after
from ebr.domain.sample.state.rooms import ACTIVITIES, COUNT, KINDS, PLATES, highest, verdict_of
from ebr.domain.site.state import SiteState
from ebr.domain.training.state import missing, roots_for, tasks_of
from ebr.domain.values import Instant, clean_text, shown_text

Trained = c.TakeRoomSample | c.IncubateSample | c.ReadRoomSample
DIGITS: Final = 5
"""Figures of the largest count: more is written as "uncountable" on no plate that a limit is set for."""
MOST_HOURS: Final = 24 * 30
DUE_DAYS: Final = 14
NOT_KEPT: Final = "task_unknown"


def plan(state: SampleState, facts: Facts, command: c.PlanRoomSample, at: Instant) -> Decision:
    """Give a number to a sample of a registered room, with its limits."""
    if state.known:
        raise taken_number(state)
    number, on = number_of(command.sample), planned_day(command.on, at)
    room, place = _room(facts, command.room), line(command.place, "place")
    if command.kind not in KINDS:
        raise Refusal("sample_text", field="kind")
    alert, action = _limits(command, room)
    sop = ", ".join(tasks_of(clean_text(command.sop)))
    event = e.RoomSamplePlanned(number, room.id, command.kind, place, KINDS[command.kind], alert, action, sop, on)
    return Decision((Draft(subjects.sample(number), event),), answer={"sample": number})


def _room(facts: Facts, code: str) -> EquipmentState:
    found = next((room for each in (code, code.upper()) if (room := equipment_in(facts, each)).entry), None)
    if found is None or not same_kind(found.kind, ROOM):
        raise Refusal("sample_room_unknown", room=shown_text(code))
    return found


def _limits(command: c.PlanRoomSample, room: EquipmentState) -> tuple[str, str]:
    """Return alert and action limit: in their order, and not wider than annex 1."""
    action, grade = _whole(command.action, "action_limit"), room.needs.grade
    alert = _whole(command.alert, "alert_limit") if command.alert.strip() else None
    widest = highest(command.kind, grade)
    if widest is not None and action > widest:
        raise Refusal("room_limit_wide", room=room.id, grade=grade, most=str(widest), action=str(action))
    if alert is not None and alert > action:
        raise Refusal("room_limit_order", alert=str(alert), action=str(action))
    return "" if alert is None else str(alert), str(action)


def _whole(text: str, field: str) -> int:
    clean = text.strip()
    if not clean.isascii() or not clean.isdecimal() or len(clean) > DIGITS:
        raise Refusal("room_count", field=field, text=shown_text(text))
    return int(clean)


def take(state: SampleState, facts: Facts, command: c.TakeRoomSample, actor: Actor, at: Instant) -> Decision:
    """Take a planned sample; a plate is opened and closed after that."""
    told = _of_room(state, planned=True)
    _trained(facts, told, actor, at)
    if command.activity not in ACTIVITIES:
        raise Refusal("sample_text", field="activity")
    when = moment_of(command.at, at)
    site = facts.get("site")
    days = site.policy.whole("results_due") if isinstance(site, SiteState) else DUE_DAYS
    due = days_after(when.isoformat(), days)
    return _one(
        state, e.RoomSampleTaken(state.number, told.room, command.activity, when.isoformat(), actor.person, due)
    )


def incubate(state: SampleState, facts: Facts, command: c.IncubateSample, actor: Actor, at: Instant) -> Decision:
    """Put it into an incubator; several temperatures one after the other are several times."""
    told = _of_room(state)
    _trained(facts, told, actor, at)
    _received(state)
    if state.reading is not None:
        raise Refusal("room_read_already", sample=state.number)
    if not 1 <= command.hours <= MOST_HOURS:
        raise Refusal("room_hours", most=str(MOST_HOURS))
    until = datetime.fromisoformat(at.wall) + timedelta(hours=command.hours)
    place, condition = line(command.place, "place"), line(command.condition, "condition")
    return _one(state, e.SampleIncubated(state.number, place, condition, until.isoformat()))


def read(state: SampleState, facts: Facts, command: c.ReadRoomSample, actor: Actor, at: Instant) -> Decision:
    """Record what grew, for the sample and for its room."""
    told = _of_room(state)
    _trained(facts, told, actor, at)
    _received(state)
    _incubated(state, told, at)
    reason = _again(state, clean_text(command.reason))
    count, organism = _whole(command.count, "count"), clean_text(command.organism)
    verdict = verdict_of(count, told.alert, told.action)
    value = {"number": str(count), **({"organism": organism} if organism else {})}
    event = e.ResultEntered(
        state.number, "", COUNT, 1, told.place, value, str(count), told.unit, verdict, told.limits, actor.person, reason
    )
    sample = Draft(subjects.sample(state.number), event)
    answer = {"sample": state.number, "verdict": verdict}
    return Decision((sample, environment.found(state, told, str(count), verdict)), answer=answer)


def _incubated(state: SampleState, told: OfRoom, at: Instant) -> None:
    if told.kind in PLATES and not state.exposures:
        raise Refusal("room_not_opened", sample=state.number)
    if not state.incubations:
        raise Refusal("room_not_incubated", sample=state.number)
    until = state.incubations[-1].until
    if datetime.fromisoformat(at.wall) < datetime.fromisoformat(until):
        raise Refusal("room_incubating", sample=state.number, until=until)


def _again(state: SampleState, reason: str) -> str:
    """Return why a result is put in the place of another; "" for the first one."""
    before: Result | None = state.results[-1] if state.results else None
    if before is None:
        return ""
    if before.invalid is None and (before.verdict == "out" or before.checked is not None):
        raise Refusal("room_needs_investigation", sample=state.number)
    if not reason:
        raise Refusal("sample_text", field="reason")
    return reason


def _of_room(state: SampleState, *, planned: bool = False) -> OfRoom:
    """Return what the plan says of a room's sample that can go on."""
    if state.known and state.of_room is None:
        raise Refusal("sample_of_batch", sample=state.number, batch=state.batch)
    if planned and state.known and state.withdrawn is None:
        if state.taken is not None:
            raise Refusal("room_taken_already", sample=state.number, at=state.taken.at)
    else:
        here(state)
    if state.contested is not None:
        raise Refusal("room_sample_contested", sample=state.number, room=state.room, other=state.contested[0])
    assert state.of_room is not None
    return state.of_room


def _received(state: SampleState) -> None:
    if state.received is None:
        raise Refusal("sample_not_received", sample=state.number, label=state.label)
    if not state.fit:
        raise Refusal("sample_unfit", sample=state.number, label=state.label)


def _trained(facts: Facts, told: OfRoom, actor: Actor, at: Instant) -> None:
    site = facts.get("site")
    kept = isinstance(site, SiteState) and site.policy.yes("training_kept")
    for task in tasks_of(told.sop):
        lacks = missing(facts, task, actor.person, at)
        if lacks is not None and (kept or lacks.code != NOT_KEPT):
            raise lacks


def training_roots(state: SampleState, person: str) -> list[str]:
    """Return the roots that tell whether somebody is trained for a room's sample."""
    tasks = tasks_of(state.of_room.sop) if state.of_room is not None and person else ()
    return [root for task in tasks for root in roots_for(task, person)]


def _one(state: SampleState, event: object) -> Decision:
    return Decision((Draft(subjects.sample(state.number), event),), answer={"sample": state.number})
