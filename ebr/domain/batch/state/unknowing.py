"""What an entry on an open branch could not know, whichever of the two comes first in the fold order.

* A signature, review or disposition that did not know a change of what it covers is void from the start: it would have
  become void had the change come after it (floor-rules 24).
* What was recorded before a hold, an end, a take-over or an amendment was known on that station stands, and review
  must see it: it is an exception, not a conflict (floor-rules 2).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ebr.domain.batch import events as e
from ebr.domain.batch.state import signed
from ebr.domain.batch.state.amended import amended_phases
from ebr.domain.batch.state.apart import Unaware
from ebr.domain.batch.state.fill import late_result
from ebr.domain.batch.state.model import BatchState
from ebr.domain.batch.state.plan import last_id, parse_address
from ebr.domain.batch.state.slots import SlotState
from ebr.domain.batch.state.who import slots_in
from ebr.domain.decision import Recorded
from ebr.domain.values import Stamp

WORK = (
    e.ValueRecorded,
    e.ValueCorrected,
    e.ItemsClosed,
    e.TimerStarted,
    e.TimerStopped,
    e.StepSigned,
    e.RoundOpened,
    e.RoundsEnded,
    e.HandedOver,
)
"""What a hold or an end stops; exceptions and results may come at any time."""
PERFORMED = ("performed", "recorded", "handed_over")


def notice(state: BatchState, recorded: Recorded) -> None:
    """Take note of what an entry beside an open branch did not know, and of what did not know it."""
    event, stamp, beside = recorded.event, recorded.stamp, recorded.beside
    if isinstance(event, (e.StepSigned, e.HandedOver)):
        _void_unknowing(state, event.scope if isinstance(event, e.StepSigned) else event.where, stamp, beside)
    if isinstance(event, (*WORK, e.ExceptionRaised)):
        _work(state, event, stamp, beside)
    elif state.stops and state.stops[-1][1] is stamp:
        _note(state, [Unaware(state.stops[-1][0], stamp, written) for written in _written(state, beside)])
    if isinstance(event, (e.BatchReviewed, e.BatchDecided)):
        raised = (found.raised for found in state.exceptions.values() if found.raised.hash in beside)
        first = next(_written(state, beside, results=True), None) or next(raised, None)
        if first is not None:
            signed.void_review(state, first, first.subject)


def _work(state: BatchState, event: object, stamp: Stamp, beside: frozenset[str]) -> None:
    result = _is_result(state, getattr(event, "slot", "") or getattr(event, "scope", ""))
    if isinstance(event, WORK) and not result:
        _note(state, [Unaware(what, stop, stamp) for what, stop in state.stops if stop.hash in beside])
    if state.reviewed is not None and state.reviewed.hash in beside:
        signed.void_review(state, stamp, stamp.subject, conditional=not result)


def _note(state: BatchState, found: list[Unaware]) -> None:
    state.unaware = (*state.unaware, *(one for one in found if _concerns(state, one)))


def _concerns(state: BatchState, found: Unaware) -> bool:
    """A take-over stops the entries of its own part only, an amendment those of the steps that it changed."""
    if found.what == "take_over":
        return found.stop.subject == found.stamp.subject
    if found.what == "amendment":
        return not amended_phases(state, found.stop.hash).isdisjoint(_phases_of(state, found.stamp.hash))
    return True


def _phases_of(state: BatchState, entry: str) -> set[str]:
    """Return the steps in which an entry, by its hash, recorded or signed."""
    addresses = [held.address for held in state.slots.values() if any(one.hash == entry for one in _stamps(held))]
    addresses += [one.scope for one in state.signatures if one.stamp.hash == entry]
    return {name for address in addresses for name, _ in parse_address(address)}


def _is_result(state: BatchState, address: str) -> bool:
    slot = state.plan.slots.get(last_id(address)) if state.plan is not None and address else None
    return slot is not None and late_result(slot)


def _void_unknowing(state: BatchState, scope: str, stamp: Stamp, beside: frozenset[str]) -> None:
    """Make a signature void that covers what an entry it did not know has replaced."""
    places = state.signed_in.get(scope, ())
    if not places or state.signatures[places[-1]].stamp.hash != stamp.hash:
        return
    one = state.signatures[places[-1]]
    for held in slots_in(state, scope):
        for row in held.rows.values():
            replaced = {row.first.hash, *(c.stamp.hash for c in row.corrections)} - {row.stamp.hash}
            if row.stamp.hash in beside and replaced.intersection(one.signed.covered):
                state.signatures[places[-1]] = replace(one, void=row.stamp.hash, void_by=held.address)
                state.remembered.advanced()
                return


def _written(state: BatchState, beside: frozenset[str], *, results: bool = False) -> Iterator[Stamp]:
    """Yield the stamps of entries among these that recorded or signed something in production."""
    for held in state.slots.values():
        if results or not _is_result(state, held.address):
            yield from (one for one in dict.fromkeys(_stamps(held)) if one.hash in beside)
    performed = (s.stamp for s in state.signatures if s.meaning in PERFORMED)
    yield from (stamp for stamp in performed if stamp.hash in beside)


def _stamps(held: SlotState) -> Iterator[Stamp]:
    for row in held.rows.values():
        if row.performed_by:
            yield from (row.first, row.stamp, *(correction.stamp for correction in row.corrections))
    if held.closed is not None:
        yield held.closed
    if held.timer is not None:
        yield from (stamp for stamp in (held.timer.start, held.timer.stop) if stamp is not None)
