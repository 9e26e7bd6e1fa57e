"""Correcting and closing entries (11.10(e); floor-rules 13, 24).

What stands is changed by a correction with its reason, never by recording again; the old value stays readable.
Everything that was computed from it is computed anew in the same action, and exactly the signatures that covered it
become void.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ebr.domain.batch.commands import CloseItems, CorrectValue
from ebr.domain.batch.events import ValueCorrected
from ebr.domain.batch.rules import admitted, aftermath, guards, kinds, rounds, rows, sampling, stock, timers
from ebr.domain.batch.rules.computed import following
from ebr.domain.batch.rules.guards import Where
from ebr.domain.batch.rules.known import NOTHING_KNOWN, Known
from ebr.domain.batch.rules.preview import preview
from ebr.domain.batch.rules.raised import raised
from ebr.domain.batch.rules.record import MEASURED, may_record, subject_of
from ebr.domain.batch.rules.verdict import NOTHING, Compared, compare, how_of
from ebr.domain.batch.state import BatchState
from ebr.domain.batch.state.slots import MANY_ROWS, Row, SlotState
from ebr.domain.decision import Actor, Decision, Draft
from ebr.domain.refusal import Refusal
from ebr.domain.values import Instant, Value, clean_text


def close(state: BatchState, command: CloseItems, actor: Actor, at: Instant) -> Decision:
    """Say that a slot with many rows is complete; a material is compared with its target then."""
    where = guards.place(state, command.slot)
    held = state.slot(command.slot)
    refusal = guards.running(state) or guards.entry_open(state, where) or may_record(state, where, actor)
    refusal = refusal or _closable(where, held)
    if refusal is not None:
        return Decision(refusal=refusal)
    early = timers.blocking(state, command.slot, at)
    if early is not None:
        return Decision((timers.attempt(state, early[0], early[1], actor, at),), early[1])
    drafts = rows.closed(state, where.slot, held, where.rounds)
    drafts += timers.triggered(state, command.slot, at)
    return Decision((*drafts, *following(state, drafts, actor, at)))


def _closable(where: Where, held: SlotState) -> Refusal | None:
    if where.slot.kind not in ("material", "table"):
        return Refusal("not_a_list", slot=where.slot.label)
    if held.closed is not None:
        return Refusal("rows_closed", slot=where.slot.label)
    least = max(where.slot.rows, 1) if where.slot.kind == "table" else 1
    if len(held.standing()) < least:
        return Refusal("rows_missing", slot=where.slot.label, rows=str(len(held.standing())), least=str(least))
    return None


def correct(
    state: BatchState, command: CorrectValue, actor: Actor, at: Instant, known: Known = NOTHING_KNOWN
) -> Decision:
    """Replace a standing value with a reason; an empty value withdraws the item of a slot with many rows.

    A correction to a lot or machine that may not be used tells what happened: it stands, with an exception.
    """
    where = guards.place(state, command.slot)
    row = state.slot(command.slot).rows.get(command.item)
    refusal = guards.running(state, results=True) or _correctable(state, command, where, actor, row)
    if refusal is not None or row is None:
        return Decision(refusal=refusal)
    given = stock.filled_in(known, where, command.value)
    value = kinds.accepted(state, where.slot, given, at.wall) if command.value else {}
    if dict(value) == dict(row.value):
        return Decision(refusal=Refusal("correction_changes_nothing", slot=where.slot.label))
    refusal, departure = admitted.corrected(state, known, where, row, value, actor, command.first)
    refusal = refusal or sampling.uncorrectable(state, known, where, command, value)
    if refusal is not None:
        return Decision(refusal=refusal)
    compared = compare(state, where.slot, value, where.rounds) if value and where.slot.kind in MEASURED else NOTHING
    decision = _corrected(state, command, where, actor, at, row, value, compared)
    drafts = [*decision.drafts, *admitted.moved(state, known, where, row, value, actor)]
    drafts += sampling.corrected(state, known, where, command, row, value, compared, actor, at)
    other = aftermath.counted_otherwise(state, where, command.slot, value)
    if other is not None and compared.verdict != "out":
        params = {"value": other.params["more"], "slot": where.slot.label}
        drafts.append(raised(state, command.slot, "labels_unreconciled", "major", params, item=command.item))
    if departure is not None:
        drafts.append(_departed(state, command, where, departure))
    return replace(decision, drafts=tuple(drafts))


def _departed(state: BatchState, command: CorrectValue, where: Where, departure: Refusal) -> Draft:
    """Return what is raised where the corrected entry tells the truth about something that was not to be."""
    label, told = where.slot.label, departure.params
    if departure.code == stock.NOT_FIRST:
        lots = {"slot": label, "lot": told["lot"], "first": told["first"], "until": told["until"]}
        return raised(state, command.slot, "corrected_past_first", "major", lots, item=command.item)
    params = {**told, "why": departure.code, "slot": label}
    how = "major" if departure.code in stock.QUANTITIES else "critical"
    return raised(state, command.slot, "corrected_to_blocked", how, params, item=command.item)


def _correctable(
    state: BatchState, command: CorrectValue, where: Where, actor: Actor, row: Row | None
) -> Refusal | None:
    denied = may_record(state, where, actor)
    if denied is not None:
        return denied
    if row is None or row.withdrawn:
        return Refusal("nothing_to_correct", slot=where.slot.label)
    if not clean_text(command.reason):
        return Refusal("reason_missing", slot=where.slot.label)
    if not command.value and where.slot.kind not in MANY_ROWS:
        return Refusal("value_empty", slot=where.slot.label)
    return None


def _corrected(
    state: BatchState,
    command: CorrectValue,
    where: Where,
    actor: Actor,
    at: Instant,
    row: Row,
    value: Value,
    compared: Compared,
) -> Decision:
    reason = clean_text(command.reason)
    event = ValueCorrected(
        state.id, command.slot, command.item, value, row.value, reason, compared.verdict, compared.limits
    )
    drafts = [Draft(subject_of(state, where), event)]
    if compared.verdict == "out":
        params = {**compared.missed, "slot": where.slot.label}
        drafts.append(
            raised(state, command.slot, "corrected_out_of_limit", how_of(compared), params, item=command.item)
        )
    drafts += _closed_anew(state, command, where, actor, at, drafts)
    if state.ended:
        then = preview(state, [*drafts, *following(state, drafts, actor, at)], actor, at)
        drafts += rounds.reopened(then, actor, at)
    drafts += following(state, drafts, actor, at)
    return Decision(tuple(drafts))


def _closed_anew(
    state: BatchState, command: CorrectValue, where: Where, actor: Actor, at: Instant, drafts: Sequence[Draft]
) -> list[Draft]:
    if state.slot(command.slot).closed is None:
        return []
    then = preview(state, drafts, actor, at)
    return rows.closed(then, where.slot, then.slot(command.slot), where.rounds)
