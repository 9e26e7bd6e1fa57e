"""Limits: what stands outside them, what an average hides, and verdicts that the figures do not bear out.

A value is compared anew with the limits as they are now; what stands in the record as the verdict is not believed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ebr.domain.batch.rules import rows
from ebr.domain.batch.rules.sweep.found import Entry, Found, Sight, decimal_of, spoken
from ebr.domain.batch.rules.verdict import NOTHING, Compared, compare, how_of, judge
from ebr.domain.batch.state.inputs import instances
from ebr.domain.batch.state.plan import COMPUTED, compiled, references
from ebr.domain.batch.state.slots import Row
from ebr.domain.mbr.model import Slot

NUMBERS = ("number", "qs", "duration", "table", *COMPUTED)
ANSWERS = ("choice", "check", "clearance", "environment", "labels", "result")
MANY = ("material", "table")


def found(sight: Sight) -> Iterator[Found]:
    """Yield what stands outside its limits."""
    for entry in sight.entries:
        if entry.slot.kind in NUMBERS or entry.slot.kind in ANSWERS:
            for row in entry.rows:
                yield from _row(sight, entry, row)
        if entry.held.closed is not None and entry.slot.kind in MANY and not entry.held.contested:
            yield from _closed(sight, entry)


def _row(sight: Sight, entry: Entry, row: Row) -> Iterator[Found]:
    compared = compared_anew(sight, entry, row)
    if compared is None:
        if entry.slot.kind not in COMPUTED:
            return  # said of its form
        params = {"slot": entry.slot.label, "value": spoken(row.value)}
        yield Found("value_unreadable", entry.address, params, item=row.item)
    elif "out" in (compared.verdict, row.verdict):
        params = {"slot": entry.slot.label, "value": spoken(row.value), "unit": sight.unit(entry.slot)}
        params |= compared.missed
        yield Found("out_of_limit", entry.address, params, how_of(compared), row.item, exception=row.exception)
        if row.verdict == "in" and _as_judged(row) == "out":
            params = {"slot": entry.slot.label, "value": spoken(row.value)}
            yield Found("verdict_wrong", entry.address, params, item=row.item)
    elif "alert" in (compared.verdict, row.verdict):
        params = {"slot": entry.slot.label, "value": spoken(row.value), "unit": sight.unit(entry.slot)}
        yield Found("alert_limit", entry.address, params, item=row.item, exception=row.exception)


def compared_anew(sight: Sight, entry: Entry, row: Row) -> Compared | None:
    """Compare a value anew; None for one that cannot be read."""
    if entry.slot.kind in NUMBERS:
        limits = sight.limits(entry.slot.limits, entry.rounds)
        value = decimal_of(row.value.get("number", ""))
        if value is None:
            return None
        return judge(value, limits) if limits else NOTHING
    try:
        return compare(sight.state, entry.slot, row.value, entry.rounds)
    except (KeyError, StopIteration, ArithmeticError):
        return None


def _as_judged(row: Row) -> str:
    """Return the verdict by the very limits that the record names."""
    value = decimal_of(row.value.get("number", ""))
    limits = {name: text for name, text in row.limits.items() if name == "rule" or decimal_of(text) is not None}
    return judge(value, limits).verdict if value is not None and limits else ""


def _closed(sight: Sight, entry: Entry) -> Iterator[Found]:
    held = entry.held
    if not entry.rows:
        return
    try:
        event = rows.closed(sight.state, entry.slot, held, entry.rounds)[0].event
    except (KeyError, ArithmeticError):
        yield Found("value_unreadable", entry.address, {"slot": entry.slot.label, "value": ""})
        return
    anew: Mapping[str, str] = getattr(event, "value", {})
    verdict = str(getattr(event, "verdict", ""))
    if dict(anew) != dict(held.figures):
        told = {"slot": entry.slot.label, "value": spoken_figures(held.figures), "expected": spoken_figures(anew)}
        yield Found("total_wrong", entry.address, told)
    limits = getattr(event, "limits", {})
    if not sight.state.amendments and dict(held.limits) != dict(limits):
        params = {"slot": entry.slot.label, "limits": written(held.limits), "expected": written(limits)}
        yield Found("limits_differ", entry.address, params)
    params = {"slot": entry.slot.label, "value": spoken_figures(anew), "unit": sight.unit(entry.slot)}
    if "out" in (verdict, held.verdict):
        yield Found("out_of_limit", entry.address, params)
    elif "alert" in (verdict, held.verdict):
        yield Found("alert_limit", entry.address, params)


def written(limits: Mapping[str, str]) -> str:
    """Return several limits by name as they can stand in a sentence."""
    return ", ".join(f"{name} {text}" for name, text in limits.items() if not name.endswith("rule")) or "–"


def spoken_figures(figures: Mapping[str, str]) -> str:
    """Return total or mean of an entry with many rows."""
    return figures.get("total") or figures.get("mean") or ", ".join(figures.values())


def averages(sight: Sight) -> Iterator[Found]:
    """Yield single values outside the limits of the average that was made of them.

    Where the single values have limits of their own, those say what a single value may be.
    """
    for entry in sight.entries:
        limits = dict(entry.slot.statistics).get("mean") if entry.slot.statistics else None
        if limits is not None and not entry.slot.limits.any():
            yield from _hidden(sight, entry, sight.limits(limits, entry.rounds), entry.slot.label)
        elif entry.slot.kind in COMPUTED and entry.slot.limits.any():
            yield from _of_average(sight, entry, _averaged(entry.slot))


def _of_average(sight: Sight, entry: Entry, averaged: str) -> Iterator[Found]:
    slot = sight.plan.slots.get(averaged)
    if slot is None or slot.limits.any() or sight.unit(slot) != sight.unit(entry.slot):
        return
    addresses = {sight.plan.address(averaged, each) for each in instances(sight.state, averaged, entry.rounds)}
    for single in map(sight.entry, sorted(addresses)):
        if single is not None:
            yield from _hidden(sight, single, sight.limits(entry.slot.limits, entry.rounds), entry.slot.label)


def _averaged(slot: Slot) -> str:
    """Return the entry of which a calculation is the plain average; "" for any other calculation."""
    text = slot.formula.replace(" ", "")
    names = references([slot.formula])
    if compiled(slot.formula) is None or len(names) != 1:
        return ""
    name = next(iter(names))
    return name if text in (f"mean({name})", f"mean({name}.values)", f"{name}.mean") else ""


def _hidden(sight: Sight, entry: Entry, limits: Mapping[str, str], label: str) -> Iterator[Found]:
    for row in entry.rows:
        value = decimal_of(row.value.get("number", ""))
        compared = judge(value, limits) if value is not None and limits else NOTHING
        if compared.verdict == "out":
            params = {"slot": entry.slot.label, "average": label, "unit": sight.unit(entry.slot), **compared.missed}
            yield Found("average_hides", entry.address, params, how_of(compared), row.item)
