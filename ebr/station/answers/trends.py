"""How values went from batch to batch, read from the view of values; the newest batch alone is folded, for limits."""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Final

from ebr.domain.batch.state import BatchState
from ebr.domain.mbr.document import from_json
from ebr.domain.refusal import Refusal
from ebr.domain.trends import mean
from ebr.domain.values import plain, shown_text
from ebr.station.questions import HistoryAnswer, HistoryRow, TrendValue, TrendValues, ValueHistory
from ebr.storage.views import batches, values

if TYPE_CHECKING:
    from ebr.station.inside import Inside

NUMBERS: Final = ("number", "calculation", "yield", "qs", "duration", "table", "result")
"""Kinds of entries whose value is one number."""
WORST: Final = ("", "in", "alert", "out")


def history(station: Inside, question: ValueHistory) -> HistoryAnswer:
    """Answer `ValueHistory`; raises `Refusal` for a master without batches and for an entry it does not have."""
    with station.store.reading() as connection:
        lines = [line for line in batches.lines(connection) if line.mbr == question.mbr]
        lines = _upto(lines, question.batch)[: max(question.last, 1)]
        found = values.of_slot(connection, [line.root for line in lines], question.slot)
    if not lines:
        raise Refusal("no_batches", mbr=shown_text(question.mbr))
    state = station.store.state(lines[0].root)
    assert isinstance(state, BatchState)
    slot = state.plan.slots.get(question.slot) if state.plan is not None else None
    if state.plan is None or slot is None:
        raise Refusal("slot_unknown", slot=shown_text(question.slot), batch=state.id)
    low, high = _limits(state, question.slot)
    rows = tuple(row for line in reversed(lines) if (row := _row(line, found.get(line.root, ()))) is not None)
    return HistoryAnswer(question.slot, slot.label, state.plan.unit(slot), low, high, rows)


def _upto(lines: list[batches.BatchLine], batch: str) -> list[batches.BatchLine]:
    place = next((at for at, line in enumerate(lines) if line.batch == batch), 0)
    return lines[place:]


def _limits(state: BatchState, slot: str) -> tuple[str, str]:
    held = [held for address, held in state.slots.items() if address.rpartition("/")[2] == slot]
    limits = [row.limits for each in held for row in each.standing() if row.limits]
    newest = limits[-1] if limits else {}
    return newest.get("low", ""), newest.get("high", "")


def _row(line: batches.BatchLine, found: Sequence[values.ValueLine]) -> HistoryRow | None:
    numbers = [(number, one) for one in found if (number := _number(one.value)) is not None]
    if not numbers:
        return None
    verdict = max((one.verdict for _, one in numbers), key=WORST.index)
    value = mean([number for number, _ in numbers])
    decimals = max(-int(number.as_tuple().exponent) for number, _ in numbers) + (len(numbers) > 1)
    shown = plain(round(value, decimals))
    return HistoryRow(
        line.batch, line.version, line.status, shown, len(numbers), verdict, max(o.at for _, o in numbers)
    )


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(json.loads(text).get("number", ""))
    except (InvalidOperation, ValueError):
        return None


def charted(station: Inside, question: TrendValues) -> tuple[TrendValue, ...]:
    """Answer `TrendValues`; nothing for a master without batches."""
    with station.store.reading() as connection:
        line = next((line for line in batches.lines(connection) if line.mbr == question.mbr), None)
    state = station.store.state(line.root) if line is not None else None
    if not isinstance(state, BatchState) or state.issued is None:
        return ()
    document = from_json(json.loads(state.document))
    return tuple(
        TrendValue(slot.id, slot.label, slot.unit, phase.title, slot.kind)
        for phase, slot in document.slots()
        if slot.kind in NUMBERS and not slot.options
    )
