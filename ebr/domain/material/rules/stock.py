"""What comes back, is lost or destroyed: each with its reason, so the inventory adds up (211.94, 211.184)."""

from __future__ import annotations

from decimal import Decimal

from ebr.domain import subjects
from ebr.domain.decision import Actor, Decision, Draft, Facts
from ebr.domain.material import commands as c
from ebr.domain.material import events as e
from ebr.domain.material.rules import forms
from ebr.domain.material.state import LotState
from ebr.domain.material.state.stock import ZERO, total
from ebr.domain.people.state import approver_trouble
from ebr.domain.refusal import Refusal
from ebr.domain.values import Instant, clean_text, plain


def bring_back(state: LotState, _facts: Facts, command: c.ReturnLot, _actor: Actor, _at: Instant) -> Decision:
    """Bring back what was drawn from a container, never more."""
    forms.alive(state)
    container = forms.container_of(state, command.container)
    quantity = forms.in_lot(state, command.quantity, command.unit)
    drawn = -total((one for one in state.stock.all() if one.container == container and one.kind in _DRAWN), state.unit)
    if Decimal(quantity) > drawn:
        raise Refusal(
            "material_return_more", lot=state.number, container=container, drawn=plain(drawn), unit=state.unit
        )
    reason, batch = forms.line(command.reason, "reason"), clean_text(command.batch, 100)
    event = e.LotReturned(state.number, container, quantity, state.unit, batch, reason)
    return Decision((Draft(subjects.lot(state.number), event),))


_DRAWN = ("used", "returned", "sampled")


def spill(state: LotState, _facts: Facts, command: c.SpillLot, _actor: Actor, _at: Instant) -> Decision:
    """Say that material was lost."""
    forms.known(state)
    (amount,) = forms.taken(state, (e.Amount(command.container, command.quantity),), command.unit)
    reason, batch = forms.line(command.reason, "reason"), clean_text(command.batch, 100)
    event = e.LotSpilled(state.number, amount.container, amount.quantity, state.unit, batch, reason)
    return Decision((Draft(subjects.lot(state.number), event),))


def destroy(state: LotState, facts: Facts, command: c.DestroyLot, actor: Actor, _at: Instant) -> Decision:
    """Destroy a quantity of a container, or all that is left; the second person signs."""
    forms.known(state)
    if state.gone:
        raise Refusal("lot_destroyed", lot=state.number, since=min(state.gone.values()))
    refusal = approver_trouble(facts, command.witness, c.SIGNED_BY[c.DestroyLot], actor)
    if refusal is not None:
        raise refusal
    everything = not command.container and not command.quantity
    amounts = (e.Amount(command.container, command.quantity),)
    taken = what_is_left(state) if everything else forms.taken(state, amounts, command.unit)
    reason = forms.line(command.reason, "reason")
    event = e.LotDestroyed(state.number, taken, state.unit, everything, reason, command.witness)
    return Decision((Draft(subjects.lot(state.number), event),))


def what_is_left(state: LotState) -> tuple[e.Amount, ...]:
    """Return what the book says is in each container, without the empty ones."""
    found = ((container, state.left_in(container)) for container in state.containers)
    return tuple(e.Amount(container, plain(quantity)) for container, quantity in found if quantity > ZERO)
