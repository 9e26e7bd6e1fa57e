"""How much went where: the mass balance of a lot or a batch, and what each batch took of a lot."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

from ebr.domain import subjects
from ebr.domain.batch.state import BatchState
from ebr.domain.batch.state.plan import last_id
from ebr.domain.genealogy import Link, Thing
from ebr.domain.genealogy.balance import Balance, Moved, of_batch, of_lot
from ebr.domain.values import plain
from ebr.station.questions import BalanceRow, UseOfLot

StateOf = Callable[[str], Any]
"""Gives the folded state of a root."""
AMOUNTS = ("used", "returned", "spilled")
MADE = ("made", "sampled")


def uses(start: Thing, into: Iterable[Link], out: Iterable[Link], titles: Mapping[str, str]) -> tuple[UseOfLot, ...]:
    """Return what each batch took of a lot; of a batch, what of each lot went into it."""
    links = into if start.kind == "batch" else out
    groups: dict[tuple[str, str], list[Link]] = {}
    for link in links:
        if link.role in AMOUNTS:
            other = link.source if start.kind == "batch" else link.target
            groups.setdefault((other.name, link.unit), []).append(link)
    return tuple(_use(name, unit, titles.get(name, ""), found) for (name, unit), found in groups.items())


def _use(name: str, unit: str, title: str, links: list[Link]) -> UseOfLot:
    sums = {role: sum((Decimal(one.quantity) for one in links if one.role == role), Decimal(0)) for role in AMOUNTS}
    containers = tuple(dict.fromkeys(link.container for link in links if link.container))
    shown = {role: plain(amount) if amount else "" for role, amount in sums.items()}
    return UseOfLot(name, title, containers, shown["used"], shown["returned"], shown["spilled"], unit)


def balances(state: StateOf, start: Thing, into: Iterable[Link], out: Iterable[Link]) -> tuple[BalanceRow, ...]:
    """Return the mass balance of a batch, of a lot or of one container, a row for each unit."""
    went = [Moved(link.role, link.quantity, link.unit, link.target.name) for link in out]
    if start.kind == "batch":
        came = [Moved(link.role, link.quantity, link.unit) for link in into if link.role in AMOUNTS]
        made = [one for one in went if one.what in MADE]
        return tuple(_row(found) for found in of_batch(came, made, _made_up(state, start.name)))
    came = [Moved("received", link.quantity, link.unit) for link in into if link.role == "made"]
    used = [one for one in went if one.what in ("used", "returned")]
    return tuple(_row(found) for found in of_lot([*came, *used]))


def _made_up(state_of: StateOf, batch: str) -> frozenset[str]:
    """Return the units in which something was filled to a mark: how much of it is in the batch was never weighed."""
    state = state_of(subjects.batch(batch))
    if not isinstance(state, BatchState) or state.plan is None:
        return frozenset()
    marks = {slot.id: state.plan.unit(slot) for slot in state.plan.slots.values() if slot.kind == "qs"}
    filled = (last_id(address) for address, held in state.slots.items() if held.standing())
    return frozenset(marks[slot] for slot in filled if slot in marks)


def _row(found: Balance) -> BalanceRow:
    return BalanceRow(
        found.unit,
        tuple((what, plain(amount)) for what, amount in found.sums.items()),
        _shown(found.came),
        plain(found.gone),
        _shown(found.left),
        _shown(found.counted),
        _shown(found.difference),
        found.reason,
    )


def _shown(amount: Decimal | None) -> str:
    return "" if amount is None else plain(amount)
