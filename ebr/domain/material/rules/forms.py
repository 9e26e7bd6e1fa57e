"""How names, texts and quantities of the store have to look; each function returns what is kept or raises `Refusal`.

A lot number may hold anything that prints on a label, a slash too; what looks like another number on paper (blanks at
the ends, two blanks, signs that do not print) is refused, never changed: it names the subject.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from ebr.domain import units
from ebr.domain.decision import Actor
from ebr.domain.material.events import Amount
from ebr.domain.material.state import LotState
from ebr.domain.material.state.dates import countable
from ebr.domain.refusal import Refusal
from ebr.domain.values import clean_text, number, plain, shown_text

LONGEST_NAME = 64
LONGEST_TEXT = 500


def name(text: str, what: str) -> str:
    """Return a number, code or id as it is; `what` says in the refusal what it names."""
    try:
        clean = clean_text(text, LONGEST_NAME)
    except Refusal as wrong:
        raise Refusal("material_name", what=what, text=shown_text(text, LONGEST_NAME)) from wrong
    twin = unicodedata.normalize("NFKC", text) != text  # a wide letter or a hyphen that does not break
    if not clean or clean != text or "  " in text or "\n" in text or twin:
        raise Refusal("material_name", what=what, text=shown_text(text, LONGEST_NAME))
    return text


def line(text: str, field: str) -> str:
    """Return a text that has to be there."""
    clean = clean_text(text, LONGEST_TEXT)
    if not clean:
        raise Refusal("material_text_missing", field=field)
    return clean


def day(text: str, field: str) -> str:
    """Return a day, "YYYY-MM-DD"."""
    try:
        found = date.fromisoformat(text.strip())
        if not countable(found.year):
            raise Refusal("material_day", field=field, text=shown_text(text))
        return found.isoformat()
    except ValueError as wrong:
        raise Refusal("material_day", field=field, text=shown_text(text)) from wrong


def unit_of(unit: str, kept: str) -> str:
    """Return the unit, or the one that is kept for ""; refuse one that is unknown or measures something else."""
    wanted = unit or kept
    if not units.known(wanted):
        raise Refusal("material_unit_unknown", unit=shown_text(wanted))
    if kept and wanted != kept:
        factor(wanted, kept, "")
    return wanted


def factor(unit: str, kept: str, lot: str) -> Decimal:
    """Return how many of the kept unit one is, exactly."""
    if unit == kept:
        return Decimal(1)
    try:
        return units.factor(unit, kept)
    except units.UnitError as wrong:
        raise Refusal("unit_does_not_convert", lot=shown_text(lot), unit=shown_text(unit), kept=kept) from wrong


def quantity(text: str) -> Decimal:
    """Return a quantity above nothing."""
    found = number(text)
    if found <= 0:
        raise Refusal("material_quantity", quantity=plain(found))
    return found


def in_lot(state: LotState, text: str, unit: str) -> str:
    """Return a quantity above nothing in the unit of the lot."""
    found = quantity(text)
    return plain(found) if unit in {"", state.unit} else plain(found * factor(unit, state.unit, state.number))


def known(state: LotState) -> LotState:
    """Return a lot that was received; refuse an unknown one."""
    if state.receipt is None:
        raise Refusal("lot_unknown", lot=shown_text(state.number), item="")
    return state


def alive(state: LotState) -> LotState:
    """Return a lot of which something may be done; refuse an unknown, rejected or destroyed one."""
    if known(state).status == "rejected":
        raise Refusal("lot_rejected", lot=state.number, since=state.since, reason=state.reason)
    if state.status == "destroyed":
        raise Refusal("lot_destroyed", lot=state.number, since=state.since)
    return state


def container_of(state: LotState, container: str) -> str:
    """Return a container of the lot; the only one where none is named."""
    if not container and len(state.containers) == 1:
        return state.containers[0]
    if container not in state.containers:
        shown = ", ".join(state.containers)
        raise Refusal("container_unknown", lot=state.number, container=shown_text(container), known=shown)
    return container


def taken(state: LotState, amounts: Iterable[Amount], unit: str) -> tuple[Amount, ...]:
    """Return what is taken from containers in the unit of the lot; refuse more than the book says is there."""
    found = tuple(
        Amount(container_of(state, amount.container), in_lot(state, amount.quantity, unit)) for amount in amounts
    )
    if not found:
        raise Refusal("material_nothing", lot=state.number)
    for container in dict.fromkeys(amount.container for amount in found):
        wanted = sum((Decimal(amount.quantity) for amount in found if amount.container == container), Decimal(0))
        there = min(state.left_in(container), state.left)
        if wanted > there:
            raise not_enough(state, container, wanted, there)
    return found


def not_enough(state: LotState, container: str, wanted: Decimal, there: Decimal) -> Refusal:
    """Return the refusal of more than there is."""
    unit = state.unit
    return Refusal(
        "material_not_enough", lot=state.number, container=container, wanted=plain(wanted), left=plain(there), unit=unit
    )


def who(actor: Actor) -> str:
    """Return the actor's name for a refusal."""
    return actor.name or actor.person
