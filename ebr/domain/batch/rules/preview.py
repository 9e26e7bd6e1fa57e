"""The state as it would be after some events, without touching the real one.

A value recorded may complete a calculation, a signature may open the next round: what follows belongs to the same
action and has to be decided on the state *after* the first events. The preview shares everything that these events
cannot change, and copies a part when it does.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Sequence
from copy import copy
from dataclasses import replace

from ebr.domain.batch.state import BatchState, apply
from ebr.domain.batch.state.model import Pause, Remembered
from ebr.domain.batch.state.released import Recall
from ebr.domain.batch.state.slots import SlotState
from ebr.domain.decision import Actor, Draft, Recorded
from ebr.domain.signature import Signed
from ebr.domain.values import Instant, Stamp

PENDING = "pending"
UNSIGNED = Signed("", "", "", "", "", "", "", "", "", (), (), "", "")
"""Stands in for the signature that the station will make; only that there is one matters to the flow."""


def stamp_of(actor: Actor, at: Instant, subject: str = "") -> Stamp:
    """Return the stamp of an entry not yet sealed."""
    return Stamp(PENDING, "", 0, subject, actor.person, actor.presence, at)


def preview(state: BatchState, drafts: Sequence[Draft], actor: Actor, at: Instant) -> BatchState:
    """Return what would be true after these events."""
    then = replace(
        state,
        slots=ChainMap({}, state.slots),
        rounds=ChainMap({}, state.rounds),
        round_stamps=ChainMap({}, state.round_stamps),
        ended=ChainMap({}, state.ended),
        signatures=list(state.signatures),
        signed_in=ChainMap({}, state.signed_in),
        exceptions=ChainMap({}, state.exceptions),
        excepted=ChainMap({}, state.excepted),
        comments=list(state.comments),
        scribes=ChainMap({}, state.scribes),
        handed_over=list(state.handed_over),
        passed=ChainMap({}, state.passed),
        first_entry=ChainMap({}, state.first_entry),
        performers=set(state.performers),
        left=list(state.left),
        pauses=[Pause(pause.began, pause.ended) for pause in state.pauses],
        decisions=list(state.decisions),
        reports=list(state.reports),
        holders=ChainMap({}, state.holders),
        contested=ChainMap({}, state.contested),
        acted=ChainMap({}, state.acted),
        judged=ChainMap({}, state.judged),
        label_jobs=ChainMap({}, state.label_jobs),
        releasing=replace(state.releasing, supply=dict(state.releasing.supply), recall=_recall(state)),
        remembered=Remembered(),
    )
    extend(then, drafts, actor, at)
    return then


def _recall(state: BatchState) -> Recall | None:
    found = state.releasing.recall
    return None if found is None else replace(found, calls=dict(found.calls))


def extend(then: BatchState, drafts: Sequence[Draft], actor: Actor, at: Instant) -> None:
    """Take more events into a preview."""
    for draft in drafts:
        for field in ("slot", "where", "scope"):
            _own_slot(then, getattr(draft.event, field, "").partition("#")[0])
        _own_exception(then, getattr(draft.event, "exception", ""))
        apply(then, Recorded(_signed(draft.event), stamp_of(actor, at, draft.subject)))


def _own_slot(then: BatchState, address: str) -> None:
    slots = then.slots
    assert isinstance(slots, ChainMap)
    if address in slots and address not in slots.maps[0]:
        slots[address] = _copied(slots[address])


def _copied(held: SlotState) -> SlotState:
    return replace(
        held,
        rows={item: replace(row, corrections=list(row.corrections)) for item, row in held.rows.items()},
        attempts=[copy(attempt) for attempt in held.attempts],
        timer=copy(held.timer),
    )


def _own_exception(then: BatchState, number: str) -> None:
    exceptions = then.exceptions
    assert isinstance(exceptions, ChainMap)
    if number in exceptions and number not in exceptions.maps[0]:
        found = exceptions[number]
        exceptions[number] = replace(found, changes=list(found.changes))


def _signed(event: object) -> object:
    if hasattr(event, "signed") and event.signed is None:
        return replace(event, signed=UNSIGNED)  # type: ignore[type-var]
    return event
