"""Lots made of lots: a part with a number of its own, or several parts under one number (EU GMP 5.5; floor-rules 3).

A lot that is split off keeps what is known of its parent: material, supplier, dates, checked results, and its release.
Lots that are joined are of one material and one supplier; the new lot has the earliest dates, the results that all of
them have, and the strictest status. Afterwards each lot is decided on by itself.
"""

from __future__ import annotations

from dataclasses import replace

from ebr.domain import subjects
from ebr.domain.decision import Actor, Decision, Draft, Facts
from ebr.domain.material import commands as c
from ebr.domain.material import events as e
from ebr.domain.material.rules import forms
from ebr.domain.material.rules.stock import what_is_left
from ebr.domain.material.state import LotState, dates
from ebr.domain.material.state.use import lot_in
from ebr.domain.refusal import Refusal
from ebr.domain.values import Instant, clean_text, shown_text

FEWEST = 2


def split(state: LotState, facts: Facts, command: c.SplitLot, _actor: Actor, _at: Instant) -> Decision:
    """Put a part of a lot under a number of its own."""
    forms.alive(state)
    sublot = forms.name(command.sublot, "lot")
    _free(facts, sublot)
    if state.contested:
        raise Refusal("lot_contested", lot=state.number)
    if state.unseen_failures:  # a part would bring the later result only, and forget the one that failed
        raise Refusal("lot_result_fails", lot=state.number, tests=state.unseen_failures[0].tested.title)
    taken = forms.taken(state, command.taken, command.unit)
    if len({amount.container for amount in taken}) < len(taken):
        raise Refusal("container_twice", lot=state.number, container=taken[0].container)
    made = _made(state, sublot, taken)
    drafts = (
        Draft(subjects.lot(state.number), e.SublotSplit(state.number, sublot, taken, state.unit)),
        Draft(subjects.lot(sublot), made),
    )
    return Decision(drafts, answer={"lot": sublot})


def join(state: LotState, facts: Facts, command: c.JoinLots, _actor: Actor, at: Instant) -> Decision:
    """Put all that is left of several lots under a new number."""
    into = forms.name(command.into, "lot")
    if state.receipt is not None:
        raise Refusal("lot_number_taken", lot=into, item=state.item)
    lots = tuple(forms.alive(lot_in(facts, lot)) for lot in dict.fromkeys(command.lots))
    if len(lots) < FEWEST:
        raise Refusal("join_too_few", lot=shown_text(into))
    _alike(lots)
    parts = {lot.number: what_is_left(lot) for lot in lots}
    empty = next((number for number, found in parts.items() if not found), "")
    if empty:
        raise Refusal("material_nothing", lot=empty)
    place = clean_text(command.place, 200)
    made = _joined(lots, into, parts, place, at)
    numbers = tuple(lot.number for lot in lots)
    drafts = [
        Draft(subjects.lot(lot.number), e.SublotsJoined(lot.number, into, numbers, parts[lot.number], lot.unit))
        for lot in lots
    ]
    return Decision((*drafts, Draft(subjects.lot(into), made)), answer={"lot": into})


def _free(facts: Facts, number: str) -> None:
    taken = lot_in(facts, number)
    if taken.receipt is not None:
        raise Refusal("lot_number_taken", lot=number, item=taken.item)


def _made(state: LotState, number: str, containers: tuple[e.Amount, ...]) -> e.LotReceived:
    """Return the receipt of a lot made of this one."""
    assert state.receipt is not None
    place, storage = state.place_of()
    ruling = state.ruling
    released = state.status == "released"
    return replace(
        state.receipt,
        lot=number,
        containers=containers,
        retest=state.retest,
        place=place,
        storage=storage,
        status="released" if released else "quarantine",
        parents=(state.number,),
        results=known_of(state),
        released_by=(ruling.by if ruling is not None else state.receipt.released_by) if released else "",
    )


def _joined(
    lots: tuple[LotState, ...], into: str, parts: dict[str, tuple[e.Amount, ...]], place: str, at: Instant
) -> e.LotReceived:
    containers = tuple(
        e.Amount(f"{number}:{amount.container}", amount.quantity) for number, found in parts.items() for amount in found
    )
    made = _made(lots[0], into, containers)
    released = all(lot.status == "released" for lot in lots)
    common = [one for one in made.results if all(one in known_of(lot) for lot in lots[1:])]
    return replace(
        made,
        supplier_lot=", ".join(dict.fromkeys(lot.receipt.supplier_lot for lot in lots if lot.receipt is not None)),
        expiry=dates.earliest((lot.expiry for lot in lots), made.zone, at),
        retest=dates.earliest((lot.retest for lot in lots), made.zone, at),
        place=place or made.place,
        status="released" if released else "quarantine",
        parents=tuple(lot.number for lot in lots),
        results=tuple(common),
        released_by=made.released_by if released else "",
    )


def _alike(lots: tuple[LotState, ...]) -> None:
    first = lots[0]
    for lot in lots:
        if lot.contested:
            raise Refusal("lot_contested", lot=lot.number)
        if lot.unseen_failures:
            raise Refusal("lot_result_fails", lot=lot.number, tests=lot.unseen_failures[0].tested.title)
        alike = (lot.item, lot.unit, lot.supplier, lot.zone) == (first.item, first.unit, first.supplier, first.zone)
        if not alike:
            raise Refusal("join_unlike", lot=first.number, joined=lot.number)


def known_of(state: LotState) -> tuple[e.Known, ...]:
    """Return the results that count, each test's newest, those brought along among them."""
    found = dict(state.known)
    for one in state.newest.values():
        if one.counts:
            tested = one.tested
            found[tested.test] = e.Known(
                tested.test,
                tested.title,
                tested.value,
                tested.unit,
                tested.low,
                tested.high,
                tested.expected,
                tested.use,
                tested.verdict,
                tested.analyst,
                one.checker,
            )
    return tuple(found.values())
