"""One lot in full, its inventory (211.184), and which lots to take first (FEFO)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from ebr.domain import subjects
from ebr.domain.batch.state import BatchState
from ebr.domain.material.rules.forms import factor
from ebr.domain.material.rules.sheets import limits_line
from ebr.domain.material.state import LotState, Result, Sample, dates, stored, use
from ebr.domain.material.state.lot import Above
from ebr.domain.material.state.stock import ZERO, converted
from ebr.domain.refusal import Refusal
from ebr.domain.values import number, plain, shown_text
from ebr.station.answers.materials import facts_of, item_of, lot_of, row_of, supplier_of, tests_of
from ebr.station.answers.names import name_of
from ebr.station.questions import (
    AllocationRow,
    ContainerRow,
    CountRow,
    Fefo,
    FefoRow,
    Inventory,
    InventoryRow,
    LotAnswer,
    LotQuestion,
    ResultRow,
)
from ebr.storage.views import lots as view
from ebr.wording.amounts import bounds

if TYPE_CHECKING:
    from ebr.station.inside import Inside


def lot(station: Inside, question: LotQuestion) -> LotAnswer:
    """Answer `LotQuestion`."""
    state = _known(station, question.lot)
    assert state.receipt is not None
    assert state.received is not None
    with station.store.reading() as connection:
        line = next(one for one in view.lines(connection, state.item) if one.lot == state.number)
    item = item_of(station, state.item)
    ruling, now = state.ruling, station.clock.now()
    here = station.acting.station_root.partition("/")[2]
    facts = facts_of(station, state.item, state.number)
    out = stored.outside(state, use.made_of(facts, state.number), item, "", now)
    blocked = use.blocked(facts, state.item, state.number, "", now, here, potency=False)
    tests = tests_of(item)
    tested = {*state.newest, *state.known}
    return LotAnswer(
        row_of(station, line, item.title, supplier_of(station, state.supplier).name if state.supplier else ""),
        item.kind,
        name_of(station, state.received.by),
        state.received.at.wall,
        state.zone,
        state.since,
        state.reason,
        name_of(station, ruling.by) if ruling is not None else "",
        state.place_of()[1],
        state.receipt.parents,
        tuple(sorted(state.children)),
        tuple(_containers(state)),
        (*_brought(station, state), *(_result(station, one) for one in state.results)),
        tuple((one.sample, name_of(station, one.by), one.at) for one in _by_time(state)),
        tuple(_allocations(state)),
        tuple(sorted(_people(state))),
        tuple(sorted({one.tested.analyst for one in state.results if not one.checker and not one.aside})),
        tuple(one.title for one in tests if one.id not in tested),
        blocked,
        state.overdrawn,
        state.contested,
        tuple(name_of(station, stamp.by) for stamp in state.others.values()),
        tests,
        tuple(_count(station, one) for one in state.open_counts),
        tuple(_shares(state)),
        plain(sum((state.received_in(container) for container in state.containers), ZERO)),
        stored.hours_text(out.seconds) if out is not None else "",
        out is not None and out.now,
        item.specification.storage if item.specification is not None else "",
        tuple((one.storage, one.reason) for _entry, one in sorted(state.otherwise.items())),
    )


def _known(station: Inside, lot: str) -> LotState:
    state = lot_of(station, lot)
    if state.receipt is None:
        raise Refusal("lot_unknown", lot=shown_text(lot), item="")
    return state


def _by_time(state: LotState) -> list[Sample]:
    return sorted(state.samples.values(), key=lambda one: (dates.when(one.at), one.entry))


def _people(state: LotState) -> set[str]:
    received = {state.received.by} if state.received is not None else set()
    tested = {person for one in state.results for person in (one.tested.analyst, one.checker)}
    brought = {person for one in state.known.values() for person in (one.analyst, one.checker)}
    return (received | tested | brought | {one.by for one in state.samples.values()}) - {""}


def _containers(state: LotState) -> Iterator[ContainerRow]:
    assert state.receipt is not None
    left = state.stock.by_container(state.unit)
    for amount in state.receipt.containers:
        place, storage = state.place_of(amount.container)
        there = left.get(amount.container, ZERO)
        yield ContainerRow(amount.container, amount.quantity, plain(there), place, storage)


def _result(station: Inside, one: Result) -> ResultRow:
    tested = one.tested
    return ResultRow(
        one.entry,
        tested.test,
        tested.title,
        tested.value,
        tested.unit,
        bounds(limits_line(tested)),
        tested.use,
        tested.verdict,
        "aside" if one.aside else "checked" if one.checker else "unchecked",
        tested.sample,
        name_of(station, tested.analyst),
        name_of(station, one.checker),
        one.at.wall,
        one.aside,
        one.certificate,
    )


def _brought(station: Inside, state: LotState) -> Iterator[ResultRow]:
    for one in state.known.values():
        yield ResultRow(
            "",
            one.test,
            one.title,
            one.value,
            one.unit,
            bounds(limits_line(one)),
            one.use,
            one.verdict,
            "brought",
            "",
            name_of(station, one.analyst),
            name_of(station, one.checker),
            "",
            "",
        )


def _count(station: Inside, one: Above) -> CountRow:
    what, people = one.counted, (one.by, one.witness)
    names = ", ".join(name_of(station, person) for person in people)
    return CountRow(one.entry, what.container, what.counted, what.received, names, one.at, what.reason, people)


def _allocations(state: LotState) -> Iterator[AllocationRow]:
    for station in dict.fromkeys(sorted(one.station for one in state.stock.allocations.values())):
        allocated, drawn = state.allocated(station) or ZERO, state.drawn_at(station)
        yield AllocationRow(station, plain(allocated), plain(drawn), plain(allocated - drawn))


def _shares(state: LotState) -> Iterator[AllocationRow]:
    """Yield who has how much: each station's part with what its batches drew, then what nobody may draw yet."""
    drawn: dict[str, dict[str, Decimal]] = {}
    for change in state.stock.counted():
        part = converted(change.quantity, change.unit, state.unit)
        if change.kind == "used" and part:
            batches = drawn.setdefault(change.station, {})
            batches[change.batch] = batches.get(change.batch, ZERO) - part
    free = state.left
    for station in sorted({*drawn, *(one.station for one in state.stock.allocations.values())} - {""}):
        allocated, used = state.allocated(station), state.drawn_at(station)
        left = max(ZERO, allocated - used) if allocated is not None else ZERO
        free -= left
        yield AllocationRow(
            station, plain(allocated or ZERO), plain(used), plain(left), _most_first(drawn.get(station, {}))
        )
    unnamed = drawn.get("", {})
    yield AllocationRow("", "0", plain(sum(unnamed.values(), ZERO)), plain(max(ZERO, free)), _most_first(unnamed))


def _most_first(batches: Mapping[str, Decimal]) -> tuple[tuple[str, str], ...]:
    found = sorted(batches.items(), key=lambda one: (-one[1], one[0]))
    return tuple((batch, plain(quantity)) for batch, quantity in found if quantity > 0)


def inventory(station: Inside, question: Inventory) -> tuple[InventoryRow, ...]:
    """Answer `Inventory`."""
    state = _known(station, question.lot)
    balance, rows = ZERO, []
    for change in state.stock.all():
        part = converted(change.quantity, change.unit, state.unit)
        if not part and change.kind == "used" and part is not None:
            continue  # withdrawn by the batch: nothing was used
        balance += part or ZERO
        quantity, unit = (change.quantity, change.unit) if part is None else (plain(part), state.unit)
        rows.append(
            InventoryRow(
                change.at.wall,
                change.kind,
                change.container,
                quantity,
                unit,
                plain(balance),
                change.batch,
                change.slot,
                change.reason,
                name_of(station, change.by),
            )
        )
    return tuple(rows)


def fefo(station: Inside, question: Fefo) -> tuple[FefoRow, ...]:
    """Answer `Fefo`. Lots of which nothing is left are not named; a blocked one is, with the reason."""
    wanted = number(question.quantity)
    with station.store.reading() as connection:
        lines = view.lines(connection, question.code)
    states = [state for line in lines if line.status != "destroyed" for state in (lot_of(station, line.lot),)]
    potency = question.potency or _potency(station, question)
    rows = []
    for state in sorted(states, key=lambda one: _order(station, one)):
        row, taken = _proposed(station, state, question, wanted, potency=potency)
        wanted -= taken
        if row is not None:
            rows.append(row)
    return tuple(rows)


def _order(station: Inside, state: LotState) -> tuple[datetime, str]:
    """Return what is over first, the number where two are over together; without a date last."""
    now = station.clock.now()
    last = dates.last_moment(_date(station, state), state.zone, now)
    return (last or datetime.max.replace(tzinfo=dates.moment(now).tzinfo), state.number)


def _date(station: Inside, state: LotState) -> str:
    return dates.earliest((state.expiry, state.retest), state.zone, station.clock.now())


def _proposed(
    station: Inside, state: LotState, question: Fefo, wanted: Decimal, *, potency: bool
) -> tuple[FefoRow | None, Decimal]:
    """Return the row of a lot, and what is taken of it in the unit that was asked for."""
    facts = facts_of(station, question.code, state.number)
    here, now = station.acting.station_root.partition("/")[2], station.clock.now()
    reason = use.blocked(facts, question.code, state.number, "", now, here, potency=potency)
    left = use.left(facts, state.number, "", here) or ZERO
    take, taken = "", ZERO
    containers: tuple[str, ...] = ()
    try:
        each = factor(question.unit, state.unit, state.number)
    except Refusal as wrong:
        reason, each = reason or wrong, Decimal(1)
    if not left and reason is None:
        return None, ZERO
    if reason is None and wanted > 0:
        part = min(left, wanted * each)
        # All that was wanted is all, whatever the digits of a factor.
        taken = wanted if part == wanted * each else part / each
        take, containers = plain(part), _boxes(state, part)
    shown = FefoRow(
        state.number,
        _date(station, state),
        plain(left),
        state.unit,
        state.place_of()[0],
        take,
        containers,
        reason,
    )
    return shown, taken


def _boxes(state: LotState, part: Decimal) -> tuple[str, ...]:
    """Return the containers to open for a quantity, the fewest rests first: those begun before those full."""
    left = state.stock.by_container(state.unit)
    found: list[str] = []
    for container in sorted(state.containers, key=lambda one: (left.get(one, ZERO), one)):
        if part > 0 and left.get(container, ZERO) > 0:
            found.append(container)
            part -= left[container]
    return tuple(found)


def _potency(station: Inside, question: Fefo) -> bool:
    """Tell whether the batch corrects the charge of this material."""
    state = station.store.state(subjects.batch(question.batch)) if question.batch else None
    if not isinstance(state, BatchState) or state.plan is None:
        return False
    return any(one.potency for one in state.plan.mbr.materials if one.code == question.code)
