"""Release, rejection, quarantine, retest: quality's, and never of who received or tested the lot (211.84-211.89)."""

from __future__ import annotations

from ebr.domain import subjects
from ebr.domain.decision import Actor, Decision, Draft, Facts
from ebr.domain.material import commands as c
from ebr.domain.material import events as e
from ebr.domain.material.rules import certificates, forms
from ebr.domain.material.rules.laboratory import verdict_of
from ebr.domain.material.state import ItemState, LotState, dates
from ebr.domain.material.state.use import count_open, item_in, lot_in, supplier_blocked
from ebr.domain.refusal import Refusal
from ebr.domain.values import Instant


def release(state: LotState, facts: Facts, _command: c.ReleaseLot, actor: Actor, at: Instant) -> Decision:
    """Release a lot whose every test has a checked, passing result and whose supplier may deliver it."""
    forms.alive(state)
    if state.status == "released" and not state.contested:
        raise Refusal("lot_released_already", lot=state.number, since=state.since)
    independent(state, actor)
    item = item_in(facts, state.item)
    specification = item.specification
    if specification is None:
        raise Refusal("specification_missing", item=state.item)
    required = tuple(one.id for one in specification.tests)
    results = _passed(state, item, required)
    certificates.at_release(state, item, facts, at)
    if (found := count_open(state)) is not None:
        raise found
    _good(state, facts, at)
    event = e.LotReleased(state.number, specification.version, required, results)
    return Decision((Draft(subjects.lot(state.number), event),))


def reject(state: LotState, _facts: Facts, command: c.RejectLot, actor: Actor, _at: Instant) -> Decision:
    """Reject a lot for good."""
    forms.alive(state)
    independent(state, actor)
    event = e.LotRejected(state.number, forms.line(command.reason, "reason"))
    return Decision((Draft(subjects.lot(state.number), event),))


def quarantine(state: LotState, _facts: Facts, command: c.QuarantineLot, _actor: Actor, _at: Instant) -> Decision:
    """Put a lot into quarantine at once, whoever of quality is there; one that is there gets a further reason.

    A release that another station made meanwhile then counts for nothing until quality decides again.
    """
    forms.alive(state)
    event = e.LotQuarantined(state.number, forms.line(command.reason, "reason"))
    return Decision((Draft(subjects.lot(state.number), event),))


def extend(state: LotState, facts: Facts, command: c.ExtendRetest, actor: Actor, at: Instant) -> Decision:
    """Set a later retest date on new results; the expiry never moves, and no retest date goes beyond it."""
    forms.alive(state)
    independent(state, actor)
    if not state.retest:
        raise Refusal("retest_none", lot=state.number)
    wanted = dates.valid(command.retest)
    _good(state, facts, at, retest=False)
    last = dates.last_moment(wanted, state.zone, at)
    before = dates.last_moment(state.retest, state.zone, at)
    ends = dates.last_moment(state.expiry, state.zone, at)
    assert last is not None
    assert before is not None
    if last <= before or dates.passed(wanted, state.zone, at):
        raise Refusal("retest_not_later", lot=state.number, retest=wanted, before=state.retest)
    if ends is not None and last > ends:
        raise Refusal("retest_after_expiry", lot=state.number, retest=wanted, expiry=state.expiry)
    results = _since(state, item_in(facts, state.item))
    event = e.RetestExtended(state.number, wanted, state.retest, results)
    return Decision((Draft(subjects.lot(state.number), event),))


def independent(state: LotState, actor: Actor) -> None:
    """Refuse a judge who received, sampled, tested or checked the lot."""
    received = state.received.by if state.received is not None else ""
    tested = {person for one in state.results for person in (one.tested.analyst, one.checker)}
    tested |= {person for one in state.known.values() for person in (one.analyst, one.checker)}
    if actor.person == received:
        raise Refusal("lot_judged_by_receiver", lot=state.number, person=forms.who(actor))
    if actor.person in tested | {one.by for one in state.samples.values()}:
        raise Refusal("lot_judged_by_tester", lot=state.number, person=forms.who(actor))


def _passed(state: LotState, item: ItemState, required: tuple[str, ...]) -> tuple[str, ...]:
    """Return the results that speak for the lot; refuse missing, unchecked or failing ones by the test's title."""
    newest, known = state.newest, state.known
    titles = {one.id: one.title for one in item.specification.tests} if item.specification is not None else {}
    missing = [titles[test] for test in required if test not in newest and test not in known]
    if missing:
        raise Refusal("lot_results_missing", lot=state.number, tests=", ".join(missing))
    failing = [one.tested.title for one in state.results if one.tested.verdict == "fail" and not one.aside]
    failing += _failing_now(state, item)
    if failing:
        raise Refusal("lot_result_fails", lot=state.number, tests=", ".join(dict.fromkeys(failing)))
    unchecked = [one.tested.title for one in newest.values() if not one.checker]
    if unchecked:
        raise Refusal("lot_results_unchecked", lot=state.number, tests=", ".join(unchecked))
    return tuple(one.entry for one in state.results if not one.aside)


def _failing_now(state: LotState, item: ItemState) -> list[str]:
    """Return the tests whose newest result fails the specification in force, whatever it was judged against."""
    newest, known = state.newest, state.known
    found = []
    for one in item.specification.tests if item.specification is not None else ():
        value = newest[one.id].tested.value if one.id in newest else known[one.id].value if one.id in known else ""
        try:
            passes = verdict_of(one, value)[1] == "pass"
        except Refusal:  # judged in words then, by a number now
            passes = False
        if not passes:
            found.append(one.title)
    return found


def _good(state: LotState, facts: Facts, at: Instant, *, retest: bool = True) -> None:
    if state.expired_at(at):
        raise Refusal("lot_expired", lot=state.number, expiry=dates.written(state.expiry, state.zone, at))
    if retest and state.retest_due_at(at):
        raise Refusal("lot_retest_due", lot=state.number, retest=dates.written(state.retest, state.zone, at))
    for parent in state.receipt.parents if retest and state.receipt is not None else ():
        made_of = lot_in(facts, parent)
        if made_of.status == "rejected":
            raise Refusal("lot_rejected", lot=made_of.number, since=made_of.since, reason=made_of.reason)
    if retest:
        refusal = supplier_blocked(facts, state.supplier, state.item, at, lot=state.number)
        if refusal is not None:
            raise refusal


def _since(state: LotState, item: ItemState) -> tuple[str, ...]:
    """Return checked, passing results taken since the date was last set, one at least for each test to be repeated."""
    specification = item.specification
    if specification is None:
        raise Refusal("specification_missing", item=state.item)
    repeated = [one for one in specification.tests if one.retest] or list(specification.tests)
    base = dates.when(_last_set(state))
    fresh = [one for one in state.results if one.counts and not one.certificate and dates.moment(one.at) > base]
    failing = [one.tested.title for one in state.results if one.tested.verdict == "fail" and not one.aside]
    if failing:
        raise Refusal("lot_result_fails", lot=state.number, tests=", ".join(dict.fromkeys(failing)))
    missing = [one.title for one in repeated if one.id not in {result.tested.test for result in fresh}]
    if missing:
        raise Refusal("retest_without_results", lot=state.number, tests=", ".join(missing), since=_last_set(state))
    return tuple(one.entry for one in fresh)


def _last_set(state: LotState) -> str:
    """Return when the retest date was last set or the lot last released."""
    assert state.received is not None
    released = [one.at for one in state.rulings if one.what.status == "released"]
    return max([state.received.at.wall, *released, *(one.at for one in state.retests)], key=dates.when)
