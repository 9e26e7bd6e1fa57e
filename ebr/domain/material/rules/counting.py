"""What was counted in a container, and what follows when it is more than ever came in it (211.94, 211.184).

A count that differs needs a reason. More than the receipt says is no difference of a balance: something else may be in
the container. So a second person counts too and signs, and nobody uses the lot until quality has found out.
"""

from __future__ import annotations

from decimal import Decimal

from ebr.domain import subjects
from ebr.domain.decision import Actor, Decision, Draft, Facts
from ebr.domain.material import commands as c
from ebr.domain.material import events as e
from ebr.domain.material.rules import forms
from ebr.domain.material.state import LotState
from ebr.domain.people.state import approver_trouble
from ebr.domain.refusal import Refusal
from ebr.domain.values import Instant, clean_text, number, plain


def count(state: LotState, _facts: Facts, command: c.CountLot, _actor: Actor, _at: Instant) -> Decision:
    """Say what was counted; a count that differs from the book needs a reason, one that agrees is a record too."""
    container, counted = _counted(state, command)
    lot, unit, came = state.number, state.unit, state.received_in(container)
    if counted > came:
        shown = plain(counted), plain(came)
        raise Refusal(
            "count_above_receipt", lot=lot, container=container, counted=shown[0], received=shown[1], unit=unit
        )
    difference = counted - state.left_in(container)
    reason = clean_text(command.reason, 500)
    if difference and not reason:
        book = plain(state.left_in(container))
        raise Refusal("count_differs", lot=lot, container=container, book=book, unit=unit)
    event = e.LotCounted(state.number, container, plain(counted), plain(difference), state.unit, reason)
    return Decision((Draft(subjects.lot(state.number), event),), answer={"difference": plain(difference)})


def count_above(state: LotState, facts: Facts, command: c.CountAbove, actor: Actor, _at: Instant) -> Decision:
    """Say that more was counted than came in the container; the second person counted too and signs."""
    container, counted = _counted(state, command)
    lot, unit, came = state.number, state.unit, state.received_in(container)
    if counted <= came:
        shown = plain(counted), plain(came)
        raise Refusal("count_not_above", lot=lot, container=container, counted=shown[0], received=shown[1], unit=unit)
    refusal = approver_trouble(facts, command.witness, c.SIGNED_BY[c.CountAbove], actor)
    if refusal is not None:
        raise refusal
    difference = plain(counted - state.left_in(container))
    reason = forms.line(command.reason, "reason")
    event = e.LotCountedAbove(lot, container, plain(counted), difference, unit, plain(came), reason, command.witness)
    return Decision((Draft(subjects.lot(state.number), event),), answer={"difference": difference})


def decide_count(state: LotState, _facts: Facts, command: c.DecideCount, actor: Actor, _at: Instant) -> Decision:
    """Say what quality found out about a count above the receipt; never by who counted."""
    forms.known(state)
    found = next((one for one in state.open_counts if one.entry == command.count), None)
    if found is None:
        raise Refusal("count_not_open", lot=state.number)
    if actor.person in (found.by, found.witness):
        raise Refusal("count_decided_by_counter", lot=state.number, person=forms.who(actor))
    event = e.CountDecided(state.number, found.entry, forms.line(command.finding, "investigation"))
    return Decision((Draft(subjects.lot(state.number), event),))


def _counted(state: LotState, command: c.CountLot | c.CountAbove) -> tuple[str, Decimal]:
    """Return the container and what was counted in it, in the unit of the lot."""
    forms.known(state)
    container = forms.container_of(state, command.container)
    counted = number(command.counted) * forms.factor(command.unit or state.unit, state.unit, state.number)
    if counted < 0:
        raise Refusal("material_quantity", quantity=plain(counted))
    return container, counted
