"""How values went from batch to batch, read from the views; the newest batch alone is folded, for labels and units."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from ebr.domain.batch.state import BatchState
from ebr.domain.mbr.document import from_json
from ebr.domain.refusal import Refusal
from ebr.domain.values import shown_text
from ebr.station.answers.series import NUMBERS, TIME, Followed, by_place, exception_rows, followed, time_rows, value_row
from ebr.station.questions import HistoryAnswer, HistoryRow, TrendValue, TrendValues, ValueHistory
from ebr.storage.views import batches, exceptions, spans, values
from ebr.storage.views.batches import BatchLine

if TYPE_CHECKING:
    from ebr.station.inside import Inside

StateOf = Callable[[str], Any]
"""Folds a root."""
Storage = Any
"""A connection of storage at one moment: SQL stays there."""


def history(station: Inside, question: ValueHistory) -> HistoryAnswer:
    """Answer `ValueHistory`; raises `Refusal` for a master without batches and for an entry it does not have."""
    with station.store.reading() as connection:
        return history_in(connection, question, station.store.state)


def history_in(connection: Storage, question: ValueHistory, state_of: StateOf) -> HistoryAnswer:
    """Answer `ValueHistory` from the views of one moment; `state_of` folds the newest batch."""
    every = batches_of(connection, question.mbr)
    lines = _upto(every, question.batch)[: max(question.last, 1)]
    state = state_of(lines[0].root)
    found = {one.slot: one for one in followed_in(state)}.get(question.slot)
    if found is None:
        raise Refusal("slot_unknown", slot=shown_text(question.slot), batch=state.id)
    rows = _rows(connection, list(reversed(lines)), found)
    low, high = (rows[-1].low, rows[-1].high) if rows else ("", "")
    return HistoryAnswer(found.slot, found.label, found.unit, low, high, tuple(rows), found.kind)


def batches_of(connection: Storage, mbr: str) -> list[BatchLine]:
    """Return the batches of a master, newest first; raises `Refusal` no_batches."""
    lines = batches.of_mbr(connection, mbr)
    if not lines:
        raise Refusal("no_batches", mbr=shown_text(mbr))
    return lines


def followed_in(state: BatchState) -> list[Followed]:
    """Return all that can be followed, as the instructions of this batch have it; nothing where they are unreadable."""
    plan = state.plan
    if plan is None:
        return []
    return list(followed(plan.mbr, plan.unit))


def _upto(lines: list[BatchLine], batch: str) -> list[BatchLine]:
    place = next((at for at, line in enumerate(lines) if line.batch == batch), 0)
    return lines[place:]


def _rows(connection: Storage, lines: Sequence[BatchLine], one: Followed) -> list[HistoryRow]:
    roots = [line.root for line in lines]
    if one.kind == "exceptions":
        return exception_rows(lines, exceptions.counted(connection, roots))
    if one.slot.startswith(TIME):
        places = {root: by_place(found) for root, found in spans.of_batches(connection, roots).items()}
        return time_rows(lines, places, one.slot, one.unit)
    found = values.of_slot(connection, roots, one.slot)
    return [row for line in lines if (row := value_row(line, found.get(line.root, ()))) is not None]


def charted(station: Inside, question: TrendValues) -> tuple[TrendValue, ...]:
    """Answer `TrendValues`; nothing for a master without batches."""
    with station.store.reading() as connection:
        line = next(iter(batches.of_mbr(connection, question.mbr)), None)
    state = station.store.state(line.root) if line is not None else None
    if not isinstance(state, BatchState) or state.issued is None:
        return ()
    document = from_json(json.loads(state.document))
    return tuple(
        TrendValue(slot.id, slot.label, slot.unit, phase.title, slot.kind)
        for phase, slot in document.slots()
        if slot.kind in NUMBERS and not slot.options
    )
