"""How much of a material to weigh next, from which lot and on which balance (floor-rules 12, 13; 211.101, 211.68)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from ebr.domain import subjects
from ebr.domain.batch.rules.charge import Charge, charge_of
from ebr.domain.batch.rules.guards import place
from ebr.domain.batch.state import BatchState
from ebr.domain.batch.state.figures import HUNDRED
from ebr.domain.batch.state.inputs import lookup, outcome, written
from ebr.domain.batch.state.plan import COMPUTED, Plan, Rounds, compiled
from ebr.domain.material.state import use
from ebr.domain.mbr.model import Slot
from ebr.domain.refusal import Refusal
from ebr.domain.values import plain, rounded, shown_text
from ebr.station.answers.balances import balances_here, scales, to_take
from ebr.station.answers.lots import fefo
from ebr.station.answers.materials import facts_of
from ebr.station.questions import Dispensing, DispensingAnswer, Fefo, FefoRow, SumRow

if TYPE_CHECKING:
    from ebr.station.inside import Inside

MOST_SUMS: Final = 3
EXACT: Final = 6
"""Decimals to which a charge is shown before it is rounded."""
PERCENT: Final = re.compile(r"[0-9]{1,3}(\.[0-9]{1,6})?")


def dispensing(station: Inside, question: Dispensing) -> DispensingAnswer:
    """Answer `Dispensing`."""
    state = station.store.state(subjects.batch(question.batch))
    if not isinstance(state, BatchState) or state.plan is None:
        raise Refusal("batch_unknown", batch=shown_text(question.batch))
    where = place(state, question.slot)
    plan, slot, rounds = state.plan, where.slot, where.rounds
    code, unit = _code(plan, slot), plan.unit(slot)
    plain_rest = charge_of(state, plan, slot, rounds, {}).rest
    first = _first(_fefo(station, question.batch, code, plain_rest, unit))
    blocked = _blocked(station, question, code, potency=_potency(plan, slot)) if question.lot else None
    lot = question.lot.strip() if question.lot.strip() and blocked is None else first
    facts = facts_of(station, code, lot) if lot else {}
    known = bool(lot) and use.lot_in(facts, lot).receipt is not None
    assay = dict(use.assay(facts, lot)) if known else _typed(question)
    charge = charge_of(state, plan, slot, rounds, assay)
    found = scales(station, state, plan, slot, charge.rest)
    return DispensingAnswer(
        unit=unit,
        decimals=plan.decimals(slot),
        target=_text(charge.target),
        low=_text(charge.low),
        high=_text(charge.high),
        used=plain(charge.used),
        rest=_text(charge.rest),
        exact=_exact(charge),
        full=charge.full,
        pure=charge.pure,
        rounded_up=charge.rounding == "up",
        grows=charge.pure and not assay.get("potency"),
        lot=lot,
        assay=assay.get("potency", ""),
        lod=assay.get("lod", ""),
        expiry=use.expiry_of(facts, lot) if known else "",
        known=known,
        blocked=blocked,
        first=first,
        sums=tuple(_sums(state, plan, slot, rounds, charge))[:MOST_SUMS],
        fefo=_fefo(station, question.batch, code, charge.rest, unit),
        scales=found,
        balance=to_take(found, balances_here(station)),
    )


def _code(plan: Plan, slot: Slot) -> str:
    material = plan.materials.get(slot.of)
    return material.code if material is not None else ""


def _potency(plan: Plan, slot: Slot) -> bool:
    material = plan.materials.get(slot.of)
    return material is not None and material.potency


def _typed(question: Dispensing) -> dict[str, str]:
    """Return what was typed of a lot that nobody keeps; half-typed numbers count as nothing."""
    typed = {"potency": question.potency.strip(), "lod": question.lod.strip()}
    return {name: text for name, text in typed.items() if PERCENT.fullmatch(text) and (name == "lod" or Decimal(text))}


def _text(amount: Decimal | None) -> str:
    return "" if amount is None else plain(amount)


def _exact(charge: Charge) -> str:
    if charge.exact is None or charge.exact == charge.rest:
        return ""
    return plain(rounded(charge.exact, EXACT, "half_even"))


# -- which lot


def _fefo(station: Inside, batch: str, code: str, rest: Decimal | None, unit: str) -> tuple[FefoRow, ...]:
    return fefo(station, Fefo(code, plain(rest or Decimal(0)), unit, batch))


def _first(rows: tuple[FefoRow, ...]) -> str:
    """Return the lot to open first, or the first that may be used when nothing more is needed."""
    fit = [row for row in rows if row.reason is None]
    return next((row.lot for row in fit if row.take), fit[0].lot if fit else "")


def _blocked(station: Inside, question: Dispensing, code: str, *, potency: bool) -> Refusal | None:
    """Return why a registered lot may not be used; nothing about one that is not registered: the site's policy says."""
    lot = question.lot.strip()
    facts = facts_of(station, code, lot)
    if use.lot_in(facts, lot).receipt is None:
        return None
    here = station.acting.station_root.partition("/")[2]
    return use.blocked(facts, code, lot, question.container.strip(), station.clock.now(), here, potency=potency)


# -- how it was worked out


def _sums(state: BatchState, plan: Plan, slot: Slot, rounds: Rounds, charge: Charge) -> Iterator[SumRow]:
    material = plan.materials.get(slot.of)
    if charge.needed is None or material is None:
        return
    if charge.pure:
        yield _corrected(charge)
    elif slot.limits.target:
        yield from _formula(state, plan, slot.limits.target, rounds, charge.needed)
    nominal, size = plan.mbr.header.size.nominal, state.issued.size if state.issued is not None else ""
    uses_bill = charge.pure or not slot.limits.any()
    if uses_bill and material.scaling != "fixed" and size and Decimal(size) != Decimal(nominal):
        yield SumRow("scaled", material.name, f"{material.quantity} × {size}/{nominal}", plain(charge.needed))


def _corrected(charge: Charge) -> SumRow:
    assert charge.needed is not None
    start = plain(charge.needed)
    if charge.used:
        start = f"({start} − {plain(rounded(charge.pure_used, EXACT, 'half_even').normalize())})"
    sum_ = f"{start} × 100/{plain(charge.assay)}" if charge.assay != HUNDRED else start
    if charge.lod:
        sum_ = f"{sum_} × 100/(100 − {plain(charge.lod)})"
    return SumRow("rest" if charge.used else "pure", "", sum_, _text(charge.rest))


def _formula(state: BatchState, plan: Plan, source: str, rounds: Rounds, result: Decimal) -> Iterator[SumRow]:
    """Yield the entry's own target with its numbers, and the computed entries that it refers to."""
    formula = compiled(source)
    if formula is None or not formula.references:
        return
    names = [name for name in formula.references if (found := plan.slots.get(name)) and found.kind in COMPUTED]
    if len(names) != 1 or source.strip() != names[0]:
        yield SumRow("target", "", with_numbers(state, source, formula.references, rounds), plain(result))
    for name in names:
        inner = compiled(plan.slots[name].formula)
        value = outcome(state, name, rounds).value
        if inner is not None and isinstance(value, Decimal):
            sum_ = with_numbers(state, inner.source, inner.references, rounds)
            yield SumRow("value", plan.slots[name].label, sum_, plain(value))


def with_numbers(state: BatchState, source: str, references: tuple[str, ...], rounds: Rounds) -> str:
    """Return a formula with its values in the place of their names, written as on paper."""
    values = {name: found for name in references if (found := lookup(state, name, rounds)) is not None}
    text = source
    for name in sorted(values, key=len, reverse=True):
        text = re.sub(rf"(?<![\w.]){re.escape(name)}(?![\w.])", written(values[name]), text)
    return " ".join(text.replace("*", "×").replace(" - ", " − ").split())
