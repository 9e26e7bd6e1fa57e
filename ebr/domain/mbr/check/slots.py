"""Rules about single entries to make: fields of their kind, answers, bounds, limits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from ebr.domain.mbr.build import Trouble
from ebr.domain.mbr.check.expressions import LIMIT_FIELDS, limits_of
from ebr.domain.mbr.check.index import Index, PhaseAt, SlotAt
from ebr.domain.mbr.kinds import KIND
from ebr.domain.mbr.model import Limits, Slot
from ebr.domain.mbr.problem import Place
from ebr.domain.mbr.shape import fields_of

MOST_ROWS = 1000
LEAST_OPTIONS = 2
MOST_DECIMALS = 12
SPREAD = frozenset({"sd", "rsd"})
LEAST_FOR_SPREAD = 2
TIME_UNITS = frozenset({"s", "min", "h", "d"})

_NUMBER = re.compile(r"-?[0-9]{1,18}(\.[0-9]{1,18})?")
_RISING = ("low", "alert_low", "target", "alert_high", "high")


def slot_problems(index: Index) -> Iterator[Trouble]:
    """Yield what is wrong with each entry to make by itself."""
    yield from index.local(_of_phase)


def _of_phase(phase: PhaseAt, index: Index) -> Iterator[Trouble]:
    for at in phase.slots:
        yield from _fields(at)
        yield from _answers(at)
        yield from _bounds(at)
        if at.slot.critical and at.slot.optional:
            yield Trouble(at.place, "critical_optional")
        for place, limits, _, decimals in limits_of(at, index):
            yield from limit_problems(place, limits, decimals)


def _fields(at: SlotAt) -> Iterator[Trouble]:
    kind = KIND.get(at.slot.kind)
    if kind is None:
        yield Trouble((*at.place, "kind"), "word_open", {"field": "kind", "words": ", ".join(KIND)})
        return
    for f in fields_of(Slot):
        filled = getattr(at.slot, f.name) != f.default
        if filled and not kind.allows(f.name):
            yield Trouble((*at.place, f.name), "field_not_of_kind", {"field": f.name, "kind": at.slot.kind})
        if not filled and f.name in kind.needs and f.name != "rows":
            yield Trouble(at.place, "field_needed", {"field": f.name, "kind": at.slot.kind})
    if not at.slot.label:
        yield Trouble((*at.place, "label"), "text_empty", {"field": "label"})
    if at.slot.kind in ("timer", "duration") and at.slot.unit and at.slot.unit not in TIME_UNITS:
        yield Trouble((*at.place, "unit"), "time_unit", {"unit": at.slot.unit, "units": ", ".join(sorted(TIME_UNITS))})
    if at.slot.kind == "yield" and at.slot.unit not in ("", "%"):
        yield Trouble((*at.place, "unit"), "yield_percent", {"unit": at.slot.unit})
    if at.slot.kind in ("number", "table") and not at.slot.unit:
        yield Trouble(at.place, "unit_missing", {"id": at.slot.id})


def _answers(at: SlotAt) -> Iterator[Trouble]:
    options = at.slot.options
    if not options:
        return
    if len(options) < LEAST_OPTIONS:
        yield Trouble((*at.place, "options"), "choice_single", {"id": at.slot.id})
    if not any(option.accept for option in options):
        yield Trouble((*at.place, "options"), "choice_none_accepted", {"id": at.slot.id})
    labels = [option.label for option in options]
    for number, label in enumerate(labels):
        if label in labels[:number]:
            yield Trouble((*at.place, "options", number, "label"), "label_twice", {"label": label})


def _bounds(at: SlotAt) -> Iterator[Trouble]:
    slot = at.slot
    wanted = {"replicates": (1, MOST_ROWS), "rows": (1, MOST_ROWS), "most": (1, MOST_ROWS)}
    wanted |= {"decimals": (0, MOST_DECIMALS), "longest": (1, 4000)}
    for field, (least, most) in wanted.items():
        if not least <= getattr(slot, field) <= most:
            yield _out_of_bounds((*at.place, field), field, least, most)
    if slot.kind == "table" and slot.most != 1 and slot.most < slot.rows:
        yield Trouble((*at.place, "most"), "rows_order", {"rows": str(slot.rows), "most": str(slot.most)})
    if max(slot.rows, slot.replicates) < LEAST_FOR_SPREAD:
        for name, _ in slot.statistics:
            if name in SPREAD:
                yield Trouble((*at.place, "statistics", name), "statistics_few", {"field": name})
    for number, item in enumerate(slot.items):
        if not item.decimals <= MOST_DECIMALS:
            yield _out_of_bounds((*at.place, "items", number, "decimals"), "decimals", 0, MOST_DECIMALS)


def _out_of_bounds(place: Place, field: str, least: int, most: int) -> Trouble:
    return Trouble(place, "number_bounds", {"field": field, "least": str(least), "most": str(most)})


def literal(text: str | None) -> Decimal | None:
    """Return the number an expression plainly is, or None for a formula."""
    return Decimal(text) if text is not None and _NUMBER.fullmatch(text) else None


def limit_problems(place: Place, limits: Limits, decimals: int) -> Iterator[Trouble]:
    """Yield limits that contradict each other, or that are finer than what is recorded (floor-rules 12)."""
    plain = [(field, value) for field in _RISING if (value := literal(getattr(limits, field))) is not None]
    for (left, low), (right, high) in pairwise(plain):
        if low > high:
            params = {"left": left, "low": str(low), "right": right, "high": str(high)}
            yield Trouble((*place, right), "limits_order", params)
    for field in LIMIT_FIELDS:
        value = literal(getattr(limits, field))
        if value is not None and _decimals(value) > decimals:
            params = {"field": field, "limit": str(value), "decimals": str(decimals)}
            yield Trouble((*place, field), "limit_decimals", params)
    if limits.rule == "rounded" and not limits.any():
        yield Trouble((*place, "rule"), "rule_without_limit")


def _decimals(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
