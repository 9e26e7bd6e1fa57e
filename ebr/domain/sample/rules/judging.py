"""Retests, and results and samples that do not count: quality's orders, each with an investigation (floor-rules 14).

211.192: an unexplained failure is investigated, whether or not the batch was distributed. Who found a result never
judges it, and who recorded a retest never checks it.
"""

from __future__ import annotations

from typing import Final

from ebr.domain import subjects
from ebr.domain.decision import Actor, Decision, Draft, Event, Facts
from ebr.domain.refusal import Refusal
from ebr.domain.sample import commands as c
from ebr.domain.sample import events as e
from ebr.domain.sample.rules import environment
from ebr.domain.sample.rules.moving import here, line
from ebr.domain.sample.state import Result, SampleState
from ebr.domain.site.state import SiteState
from ebr.domain.values import shown_text

MOST: Final = 12
"""Retests that one order may ask for: the number is stated before the first of them is done."""


def order(state: SampleState, facts: Facts, command: c.OrderRetest, actor: Actor) -> Decision:
    """Order so many further tests of one result; the number is fixed beforehand. A plate is not tested again."""
    here(state)
    if state.room:
        raise Refusal("room_sample_again", sample=state.number)
    first = state.first(command.slot)
    if first is None:
        raise Refusal("sample_result_unknown", sample=state.number)
    if not 1 <= command.count <= MOST:
        raise Refusal("retest_count", most=str(MOST))
    if any(one.slot == command.slot for one, _ in state.owed):
        raise Refusal("retest_ordered_already", sample=state.number, test=first.label)
    _not_own(first, actor)
    investigation, reason = _investigation(facts, command.investigation), line(command.reason, "reason")
    event = e.RetestOrdered(state.number, first.slot, first.label, command.count, investigation, reason)
    return _one(state, event)


def check(state: SampleState, command: c.CheckRetest, actor: Actor) -> Decision:
    """Check a retest that somebody else recorded."""
    found = _result(state, command.result)
    if not found.number:
        raise Refusal("result_checked_in_batch", sample=state.number, test=found.label)
    if found.checked is not None:
        raise Refusal("retest_checked_already", sample=state.number, test=found.label)
    if found.analyst == actor.person:
        raise Refusal("retest_checked_by_analyst", test=found.label, person=actor.name or actor.person)
    return _one(state, e.RetestChecked(state.number, found.entry, found.label))


def invalidate(state: SampleState, facts: Facts, command: c.InvalidateResult, actor: Actor) -> Decision:
    """Find a result invalid; it stays, with the number of the investigation."""
    here(state)
    found = _result(state, command.result)
    if found.invalid is not None:
        raise Refusal("result_invalid_already", sample=state.number, test=found.label)
    if found.replaced:
        raise Refusal("result_replaced", sample=state.number, test=found.label)
    _not_own(found, actor)
    investigation, reason = _investigation(facts, command.investigation), line(command.reason, "reason")
    event = e.ResultInvalidated(state.number, found.entry, found.slot, found.label, investigation, reason)
    return Decision((*_one(state, event).drafts, *environment.set_aside(state, found)), answer={"sample": state.number})


def check_room(state: SampleState, command: c.CheckRoomResult, actor: Actor) -> Decision:
    """Check the result of a room's sample that somebody else recorded."""
    found = _result(state, command.result)
    if not state.room:
        raise Refusal("sample_of_batch", sample=state.number, batch=state.batch)
    if found.checked is not None or not found.stands:
        raise Refusal("room_result_checked", sample=state.number, place=state.label)
    if found.analyst == actor.person:
        raise Refusal("room_result_own", sample=state.number, person=actor.name or actor.person)
    return _one(state, e.ResultChecked(state.number, found.entry, found.label))


def conclude(state: SampleState, facts: Facts, command: c.ConcludeRoomResult, actor: Actor) -> Decision:
    """Decide about a result outside its action limit: it stands, and a deviation says what follows."""
    found = _result(state, command.result)
    if not state.room:
        raise Refusal("sample_of_batch", sample=state.number, batch=state.batch)
    if found.verdict != "out" or not found.stands or state.concluded is not None:
        raise Refusal("room_result_settled", sample=state.number)
    if found.checked is None:
        raise Refusal("room_result_unchecked", sample=state.number)
    _not_own(found, actor)
    investigation, reason = _investigation(facts, command.investigation), line(command.reason, "reason")
    return _one(state, e.ResultConcluded(state.number, found.entry, found.label, investigation, reason))


def withdraw(state: SampleState, facts: Facts, command: c.WithdrawSample) -> Decision:
    """Let a sample be tested no more; its results have to be found invalid one by one."""
    if state.taken is not None:
        here(state)
    elif not state.known:
        raise Refusal("sample_not_known", sample=shown_text(state.number))
    if any(one.stands for one in state.results):
        raise Refusal("sample_has_results", sample=state.number)
    investigation, reason = _investigation(facts, command.investigation), line(command.reason, "reason")
    return _one(state, e.SampleWithdrawn(state.number, investigation, reason))


def _investigation(facts: Facts, number: str) -> str:
    """Return the number of an investigation; the policy says whether it has to be a deviation that is kept here."""
    found, site = line(number, "investigation"), facts.get("site")
    kept = isinstance(site, SiteState) and site.policy.yes("deviations_kept")
    # Asked by its attribute: samples need not know what else a deviation is.
    if kept and not getattr(facts.get(subjects.deviation(found)), "known", False):
        raise Refusal("investigation_unknown", investigation=shown_text(found))
    return found


def _result(state: SampleState, entry: str) -> Result:
    found = state.result(entry)
    if found is None:
        raise Refusal("sample_result_unknown", sample=state.number)
    return found


def _not_own(found: Result, actor: Actor) -> None:
    checker = found.checked.by if found.checked is not None else ""
    if actor.person in (found.analyst, checker):
        raise Refusal("result_judged_by_tester", test=found.label, person=actor.name or actor.person)


def _one(state: SampleState, event: Event) -> Decision:
    return Decision((Draft(subjects.sample(state.number), event),), answer={"sample": state.number})
