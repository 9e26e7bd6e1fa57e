"""Where a lot stands, and which station may draw how much of it (211.142; architecture.md, "lease")."""

from __future__ import annotations

from decimal import Decimal

from ebr.domain import subjects
from ebr.domain.decision import Actor, Decision, Draft, Facts
from ebr.domain.material import commands as c
from ebr.domain.material import events as e
from ebr.domain.material.rules import forms
from ebr.domain.material.state import LotState
from ebr.domain.material.state.stock import ZERO
from ebr.domain.refusal import Refusal
from ebr.domain.site.state import SiteState
from ebr.domain.values import Instant, clean_text, number, plain, shown_text


def move(state: LotState, _facts: Facts, command: c.MoveLot, _actor: Actor, _at: Instant) -> Decision:
    """Put a container, or all of them, in another place; a rejected lot too."""
    forms.known(state)
    container = forms.container_of(state, command.container) if command.container else ""
    storage = clean_text(command.storage, 200) or state.place_of(container)[1]
    event = e.LotMoved(state.number, container, forms.line(command.place, "place"), storage)
    return Decision((Draft(subjects.lot(state.number), event),))


def allocate(state: LotState, facts: Facts, command: c.AllocateLot, actor: Actor, _at: Instant) -> Decision:
    """Let a station draw more or less; all stations together never more than there is."""
    forms.alive(state)
    _office(facts, actor)
    _station(facts, command.station)
    container = forms.container_of(state, command.container) if command.container else ""
    quantity = _signed_quantity(state, command)
    undrawn = (state.allocated(command.station, container) or ZERO) - state.drawn_at(command.station, container)
    if quantity < 0 and -quantity > undrawn:
        less, left = plain(-quantity), plain(undrawn)
        raise Refusal(
            "allocation_drawn", lot=state.number, station=command.station, less=less, left=left, unit=state.unit
        )
    free = _free(state, container)
    if quantity > free:
        raise forms.not_enough(state, container, quantity, free)
    event = e.LotAllocated(state.number, command.station, container, plain(quantity), state.unit)
    return Decision((Draft(subjects.lot(state.number), event),))


def _office(facts: Facts, actor: Actor) -> None:
    """Quality allocates anywhere, a supervisor at the office only: there the lots of all stations are known."""
    site = facts.get("site")
    own = site.stations.get(actor.log) if isinstance(site, SiteState) else None
    if "quality" not in actor.roles and not (own is not None and own.office):
        raise Refusal("allocation_at_office", person=forms.who(actor))


def _station(facts: Facts, station: str) -> None:
    site = facts.get("site")
    names = {one.name for one in site.stations.values()} if isinstance(site, SiteState) else set()
    if station not in names:
        raise Refusal("allocation_station", station=shown_text(station), known=", ".join(sorted(names)))


def _signed_quantity(state: LotState, command: c.AllocateLot) -> Decimal:
    found = number(command.quantity)
    if not found:
        raise Refusal("material_quantity", quantity=plain(found))
    return found * forms.factor(command.unit or state.unit, state.unit, state.number)


def _free(state: LotState, container: str) -> Decimal:
    """Return what no station may draw yet."""
    undrawn = ZERO
    for station in state.allocated_stations:
        undrawn += max(ZERO, (state.allocated(station) or ZERO) - state.drawn_at(station))
    free = state.left - undrawn
    return min(free, state.left_in(container)) if container else free
