"""Who signed what, and who decided: signatures and decisions that the rest of the record contradicts (11.50, 11.70).

The rules of the moment let none of this through. What reaches a record all the same was written by a station that was
changed, or merged from two that did not know of each other.
"""

from __future__ import annotations

from collections.abc import Iterator

from ebr.domain.batch.rules.sweep.found import Entry, Found, Sight, wall, when
from ebr.domain.batch.rules.sweep.moments import earlier
from ebr.domain.batch.rules.sweep.times import paused
from ebr.domain.batch.state.fill import late_result
from ebr.domain.batch.state.model import ExceptionState, SignatureState
from ebr.domain.batch.state.plan import COMPUTED, last_id
from ebr.domain.batch.state.slots import SlotState
from ebr.domain.batch.state.who import performers_in, recorders_in, slots_in
from ebr.domain.people.state import person_in

OF_ENTRIES, OWN = ("performed", "recorded", "witnessed", "verified"), ("performed", "recorded")
MOMENT = 300
"""Seconds between a signature and its entry that the machine may need."""


def found(sight: Sight) -> Iterator[Found]:
    """Yield what the record says against its own signatures and decisions."""
    for entry in sight.entries:
        yield from _nobody(entry)
    for one in sight.state.signatures:
        if one.valid:
            yield from _signature(sight, one)
    for number, raised in sight.state.exceptions.items():
        if raised.decided is not None:
            yield from _decision(sight, number, raised)


def _nobody(entry: Entry) -> Iterator[Found]:
    """Yield a value of which nobody says that he made it; what the program computes nobody makes."""
    if entry.slot.kind not in COMPUTED and any(not row.performed_by.strip() for row in entry.rows):
        yield Found("performer_missing", entry.address, {"slot": entry.slot.label})


def _signature(sight: Sight, one: SignatureState) -> Iterator[Found]:
    where = one.scope if last_id(one.scope) in sight.plan.places else ""
    told = {"person": one.signed.name, "meaning": one.meaning, "at": one.stamp.at.wall}
    if one.signed.person.strip() and one.stamp.by != one.signed.person:
        yield Found("signature_of_other", where, {**told, "by": one.stamp.by})
    known = person_in(sight.facts, one.signed.person)
    if known.known and one.signed.role not in known.roles and one.signed.role not in known.lost:
        yield Found("role_never_held", where, {**told, "role": one.signed.role})
    if where and one.meaning in OF_ENTRIES:
        yield from _short(sight, one)
    if where and one.meaning in OWN:
        yield from _for_another(sight, one)
    yield from _other_act(sight, one, where)
    if sight.state.pauses and where and one.meaning == "performed" and paused(sight, wall(one.stamp)):
        yield Found("signed_during_hold", where, told)


def _short(sight: Sight, one: SignatureState) -> Iterator[Found]:
    """Yield a signature of a step that leaves out what the same station had written in it before."""
    covered = set(one.signed.covered)
    inside = _inside(sight, one)
    hashes = [row.stamp.hash for held in inside for row in held.rows.values()]
    if covered.issuperset(hashes) and all(held.timer is None for held in inside):
        return  # the quick way: of most steps nothing is left out
    for held in slots_in(sight.state, one.scope):
        if not _left_out(held, one, covered):
            continue
        slot = sight.plan.slots[last_id(held.address)]
        if not late_result(slot):
            told = {"slot": slot.label, "person": one.signed.name, "at": one.stamp.at.wall}
            yield Found("signature_short", held.address, told)


def _inside(sight: Sight, one: SignatureState) -> list[SlotState]:
    return sight.watched.inside.get(one.scope) or list(slots_in(sight.state, one.scope))


def _for_another(sight: Sight, one: SignatureState) -> Iterator[Found]:
    """Yield who signed as performer and did none of what others did there (floor-rules 7: "my entries")."""
    if any(row.performed_by == one.signed.person for held in _inside(sight, one) for row in held.rows.values()):
        return  # the quick way: of most steps the first entry is enough
    did = performers_in(sight.state, one.scope) if one.meaning == "performed" else recorders_in(sight.state, one.scope)
    if did and one.signed.person not in did and not sight.state.waived(one.scope, "performer_gone"):
        told = {"person": one.signed.name, "meaning": one.meaning, "at": one.stamp.at.wall}
        yield Found("signed_for_another", one.scope, {**told, "performer": ", ".join(sorted(did))})


def _left_out(held: SlotState, one: SignatureState, covered: set[str]) -> bool:
    """Tell whether the same station had written something of an entry before, a stop of its timer too."""
    last = one.stamp
    for row in held.rows.values():
        stamp = row.stamp
        if stamp.hash not in covered and stamp.log == last.log and stamp.seq < last.seq:
            return True
    stop = held.timer.stop if held.timer is not None else None
    return stop is not None and stop.hash not in covered and stop.log == last.log and stop.seq < last.seq


def _other_act(sight: Sight, one: SignatureState, where: str) -> Iterator[Found]:
    """Yield a signature whose own statement is about another act than the entry that holds it (11.70)."""
    statement = one.signed
    given = when(statement.at) if statement.at else None
    apart = given is None or abs((given - wall(one.stamp)).total_seconds()) > MOMENT
    elsewhere = bool(statement.subject) and sight.state.id not in statement.subject.split("/")
    if statement.person.strip() and (apart or elsewhere or (where and statement.meaning != one.meaning)):
        params = {"person": statement.name, "meaning": one.meaning, "at": one.stamp.at.wall, "time": statement.at}
        yield Found("signature_differs", where, params)


def _decision(sight: Sight, number: str, raised: ExceptionState) -> Iterator[Found]:
    decided = raised.decided
    assert decided is not None
    where = raised.where if raised.where and last_id(raised.where) in sight.plan.places else ""
    told = {"exception": number, "person": decided.by, "at": decided.at.wall}
    if not raised.decision_comment.strip():
        yield Found("decision_without_reason", where, told)
    if earlier(decided, raised.raised):
        yield Found("decided_before_raised", where, {**told, "raised": raised.raised.at.wall})
    held = sight.state.slots.get(raised.where)
    made = {row.performed_by for row in held.rows.values()} if held is not None else set()
    if decided.by in made and decided.by != raised.raised.by:
        yield Found("own_entry_decided", where, told)
