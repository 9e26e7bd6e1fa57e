"""How much went where: the mass balance of a lot or a batch, and what each batch took of a lot."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any, Final

from ebr.domain import subjects
from ebr.domain.batch.state import BatchState
from ebr.domain.batch.state.plan import last_id
from ebr.domain.genealogy import Link, Thing
from ebr.domain.genealogy.balance import ZERO, Balance, Moved, of_batch, of_lot
from ebr.domain.material.state import LotState
from ebr.domain.material.state.stock import converted, number_of
from ebr.domain.values import plain
from ebr.station.questions import BalanceRow, UseOfLot

StateOf = Callable[[str], Any]
"""Gives the folded state of a root."""
AMOUNTS = ("used", "returned", "spilled")
MADE = ("made", "sampled")
STOCK: Final[Mapping[str, str]] = {
    "received": "received",
    "made": "received",
    "used": "used",
    "returned": "returned",
    "spilled": "lost",
    "destroyed": "destroyed",
    "sampled": "sampled",
    "split": "split",
    "joined": "given",
}
"""A change of a lot's stock as a movement; what was counted is no movement."""
SIGNS: Final = dict.fromkeys(("used", "lost", "destroyed", "sampled", "split", "given"), -1)
"""What is gone stands below zero in the stock."""


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
    sums: dict[str, Decimal] = {}
    for link in links:
        sums[link.role] = sums.get(link.role, ZERO) + Decimal(link.quantity)
    containers = tuple(dict.fromkeys(link.container for link in links if link.container))
    used, returned, spilled = (plain(sums[role]) if sums.get(role) else "" for role in AMOUNTS)
    return UseOfLot(name, title, containers, used, returned, spilled, unit)


def balances(state: StateOf, start: Thing, into: Iterable[Link], out: Iterable[Link]) -> tuple[BalanceRow, ...]:
    """Return the mass balance of a batch, of a lot or of one container, a row for each unit."""
    if start.kind == "batch":
        went = [Moved(link.role, link.quantity, link.unit, link.target.name) for link in out]
        came = [Moved(link.role, link.quantity, link.unit) for link in into if link.role in AMOUNTS]
        made = [one for one in went if one.what in MADE]
        return tuple(_row(found) for found in of_batch(came, made, _made_up(state, start.name)))
    came = [Moved("received", link.quantity, link.unit) for link in into if link.role == "made"]
    used = [link for link in out if link.role in ("used", "returned")]
    lot = state(subjects.lot(start.name)) if start.kind == "lot" else None
    if isinstance(lot, LotState) and lot.receipt is not None:
        return tuple(_row(found) for found in of_lot(_of_stock(lot, start.part, used)))
    return tuple(
        _row(found) for found in of_lot([*came, *(Moved(link.role, link.quantity, link.unit) for link in used)])
    )


def _of_stock(lot: LotState, container: str, used: Iterable[Link]) -> list[Moved]:
    """Return the movements of a lot, or of one container, as the store keeps them.

    A use that the store was never told of (a batch made before its lots were kept) is taken from the batch.
    """
    changes = [one for one in lot.stock.all() if container in ("", one.container)]
    found = [
        Moved(STOCK[one.kind], plain(number_of(one.quantity) * SIGNS.get(STOCK[one.kind], 1)), one.unit)
        for one in changes
        if one.kind in STOCK
    ]
    told = {(one.batch, one.slot) for one in changes if one.kind == "used"}
    found += [Moved(one.role, one.quantity, one.unit) for one in used if (one.target.name, one.place) not in told]
    counted = [one for one in changes if one.kind == "counted"]
    if counted:
        book = sum((converted(one.quantity, one.unit, lot.unit) or ZERO for one in changes), ZERO)
        found.append(Moved("counted", plain(book), lot.unit))
    return found


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
