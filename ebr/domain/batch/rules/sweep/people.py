"""Signatures that are missing, blank, void, or by who may not give them (211.22, 211.101(d), 211.188(b)(11); 11.50)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from ebr.domain.batch.rules.independent import in_production
from ebr.domain.batch.rules.sweep.entries import TO_SIGN
from ebr.domain.batch.rules.sweep.found import Found, Sight, Step, micros, wall
from ebr.domain.batch.rules.sweep.moments import BETWEEN, STILL
from ebr.domain.batch.state import flow, signed
from ebr.domain.batch.state.model import SignatureState
from ebr.domain.batch.state.plan import last_id
from ebr.domain.batch.state.who import WITHOUT_RIGHT, slots_in
from ebr.domain.values import Stamp

SECOND = ("witnessed", "verified", "approved")
MICRO = timedelta(microseconds=1)
NEEDLESS = (*signed.REVIEWED, *signed.DECIDED)
REVIEW = ("reviewed", "trail_reviewed", "certified", "conditional", "supplied")


def found(sight: Sight) -> Iterator[Found]:
    """Yield what is wrong with the signatures of the batch."""
    for step in sight.steps:
        yield from _step(sight, step)
    for one in sight.state.signatures:
        if one.valid:
            yield from _signature(sight, one)
            if one.meaning == "witnessed":
                yield from _witness(sight, one)
    yield from _void(sight)
    yield from _header(sight)
    for number, raised in sight.state.exceptions.items():
        if raised.decided is not None and raised.raised.by and raised.raised.by == raised.decided.by:
            params = {"person": raised.raised.by, "exception": number}
            yield Found("own_exception", raised.where if _known(sight, raised.where) else "", params)


def _known(sight: Sight, address: str) -> bool:
    return bool(address) and last_id(address) in sight.plan.places


def _step(sight: Sight, step: Step) -> Iterator[Found]:
    told = {"step": step.phase.title}
    state = sight.state
    if sight.state.completed is not None and step.status in TO_SIGN:
        missing = ", ".join(flow.missing_meanings(state, step.address, step.phase))
        yield Found("countersignature_missing", step.address, {**told, "missing": missing})
    if step.performed:
        for address, meaning in flow.unseconded(state, step.address, step.phase):
            label = sight.plan.slots[last_id(address)].label
            yield Found("countersignature_missing", address, {"step": label, "missing": meaning})


def _signature(sight: Sight, one: SignatureState) -> Iterator[Found]:
    where = one.scope if _known(sight, one.scope) else ""
    if not one.signed.person.strip() or not one.signed.name.strip():
        yield Found("signature_blank", where, {"meaning": one.meaning, "at": one.stamp.at.wall})
    elif one.meaning in SECOND and where and one.signed.person in _theirs(sight, one):
        params = {"person": one.signed.name, "meaning": one.meaning}
        yield Found("second_same_person", where, params)


def _theirs(sight: Sight, one: SignatureState) -> set[str]:
    """Return who made, changed, tried or timed what a second person signed for: none of them may (floor-rules 5)."""
    covered, at = set(one.signed.covered), wall(one.stamp)
    found: set[str] = set()
    for held in slots_in(sight.state, one.scope):
        for row in held.rows.values():
            if row.performed_by and (row.stamp.hash in covered or not covered):
                found |= {row.performed_by, row.first.by, *(each.stamp.by for each in row.corrections)}
        found |= {each.stamp.by for each in held.attempts if each.why != WITHOUT_RIGHT and wall(each.stamp) <= at}
        if held.timer is not None:
            times = (held.timer.start, held.timer.stop)
            found |= {stamp.by for stamp in times if stamp is not None and wall(stamp) <= at}
    return found - _deciders(sight)


def _deciders(sight: Sight) -> set[str]:
    """Return who decided which of two values stands: that corrects neither."""
    return {contest.resolved.by for contest in sight.state.contested.values() if contest.resolved is not None}


def _witness(sight: Sight, one: SignatureState) -> Iterator[Found]:
    """Yield a witness who signed later than the policy lets pass after the work: he cannot have been there."""
    if not _known(sight, one.scope):
        return
    done = [wall(row.stamp) for held in slots_in(sight.state, one.scope) for row in held.rows.values()]
    done += [wall(other.stamp) for other in sight.state.valid_signatures(one.scope, "performed")]
    minutes = sight.policy.minutes("witness")
    late = wall(one.stamp) - max(done, default=wall(one.stamp))
    if late > timedelta(minutes=minutes):
        params = {"person": one.signed.name, "minutes": str(minutes), "late": str(int(late.total_seconds() // 60))}
        yield Found("witness_after", one.scope, params)


def _void(sight: Sight) -> Iterator[Found]:
    state = sight.state
    said: set[str] = set()
    for one in state.signatures:
        if one.valid or one.meaning in NEEDLESS or one.scope in said or flow.given_again(state, one.scope, one.meaning):
            continue
        if not state.waived(one.scope, "unwitnessed") and not state.waived(one.scope, "performer_gone"):
            said.add(one.scope)
            where = one.scope if _known(sight, one.scope) else ""
            yield Found("signature_void", where, {"person": one.signed.name, "meaning": one.meaning})


def _header(sight: Sight) -> Iterator[Found]:
    state = sight.state
    header = f"batch/{state.id}"
    issued = {one.signed.person for one in state.valid_signatures(header, "performed")}
    checked = {one.signed.person for one in state.valid_signatures(header, "verified")}
    for person in sorted(issued & checked):
        yield Found("second_same_person", "", {"person": person, "meaning": "verified"})
    if state.first_entry and (state.checked is None or _began_before(sight, state.checked)):
        yield Found("issue_unchecked", "", {})
    production = in_production(state)
    for one in state.signatures_of(header):
        if one.valid and one.meaning in REVIEW and one.signed.person in production:
            yield Found("not_independent", "", {"person": one.signed.name, "meaning": one.meaning})


def _began_before(sight: Sight, checked: Stamp) -> bool:
    """Tell whether an entry of production is older than the check of the issue, whichever station wrote it."""
    apart = BETWEEN if set(sight.watched.logs) - {checked.log} else STILL
    return sight.watched.first + apart / MICRO < micros(checked.at.wall)
