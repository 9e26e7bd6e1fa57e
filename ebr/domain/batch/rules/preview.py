"""The state as it would be after some events, without touching the real one.

A value recorded may complete a calculation, a signature may open the next round: what follows belongs to the same action and has to be
decided on the state *after* the first events. The preview shares everything that these events cannot change.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Sequence
from copy import copy
from dataclasses import replace

from ebr.domain.batch.state import BatchState, apply
from ebr.domain.batch.state.model import SlotState
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
    touched = {address: _copied(state, address) for draft in drafts for address in _addresses(draft)}
    then = replace(
        state,
        slots=ChainMap(touched, state.slots),
        rounds={node: list(names) for node, names in state.rounds.items()},
        round_stamps=dict(state.round_stamps),
        ended=dict(state.ended),
        signatures=[copy(found) for found in state.signatures],
        exceptions=dict(state.exceptions),
        passed=set(state.passed),
        first_entry=dict(state.first_entry),
        performers=set(state.performers),
        flow_cache={},
    )
    for draft in drafts:
        apply(then, Recorded(_signed(draft.event), stamp_of(actor, at, draft.subject)))
    then.entries = state.entries
    return then


def _addresses(draft: Draft) -> list[str]:
    names = (getattr(draft.event, field, "") for field in ("slot", "where", "scope"))
    return [name for name in names if name]


def _copied(state: BatchState, address: str) -> SlotState:
    held = state.slots.get(address)
    if held is None:
        return SlotState(address)
    return replace(
        held,
        rows={item: replace(row, corrections=list(row.corrections)) for item, row in held.rows.items()},
        attempts=[copy(attempt) for attempt in held.attempts],
        timer=copy(held.timer),
    )


def _signed(event: object) -> object:
    if hasattr(event, "signed") and event.signed is None:
        return replace(event, signed=UNSIGNED)  # type: ignore[type-var]
    return event
