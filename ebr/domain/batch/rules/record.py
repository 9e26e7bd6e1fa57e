"""Recording, correcting and closing entries (4.20 "at the time each action is taken"; floor-rules 10-13).

An out-of-limit value, a wrong scan, a mismatch of identity, a person without the right: an attempt, durable, and a refusal. The next reading is
attempt n+1 and raises "repeated reading". What stands is changed by a correction with its reason, never by recording again.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from ebr.domain import subjects
from ebr.domain.batch.commands import CloseItems, CorrectValue, RecordValue
from ebr.domain.batch.events import AttemptRecorded, ExceptionRaised, ItemsClosed, ValueCorrected, ValueRecorded
from ebr.domain.batch.rules import guards, kinds, timers
from ebr.domain.batch.rules.computed import following, next_exception
from ebr.domain.batch.rules.guards import Where
from ebr.domain.batch.rules.verdict import NOTHING, Compared, compare, judge, severity_floor
from ebr.domain.batch.state import BatchState
from ebr.domain.batch.state.inputs import FIGURES, active, figure, limits_now
from ebr.domain.batch.state.model import MANY_ROWS, SlotState
from ebr.domain.decision import Actor, Decision, Draft
from ebr.domain.refusal import Refusal
from ebr.domain.values import Instant, clean_text, plain, rounded

KEPT = ("wrong_scan", "identity_mismatch")
"""Refusals of a value's form that are attempts all the same."""

MEASURED = ("number", "qs", "duration", "environment", "result", "choice", "check", "clearance", "table", "labels")
SCALE = 6
"""Decimals to which statistics of a table are kept."""


def record(state: BatchState, command: RecordValue, actor: Actor, at: Instant) -> Decision:
    """Put a value into a slot."""
    where = guards.place(state, command.slot)
    late = where.slot.kind == "result"
    refusal = guards.running(state, results=late) or (None if late else guards.step_open(state, where.phase_address, where.phase))
    if refusal is not None:
        return Decision(refusal=refusal)
    denied = _may_record(state, command, where, actor)
    if denied is not None:
        return _attempt(state, command, where, actor, denied, command.value)
    held = state.slot(command.slot)
    item = _item(where, command, held)
    if isinstance(item, Refusal):
        return _attempt(state, command, where, actor, item, command.value)
    try:
        value = kinds.accepted(state, where.slot, command.value, at.wall)
    except Refusal as refusal:
        if refusal.code in KEPT:
            return _attempt(state, command, where, actor, refusal, command.value, item)
        return Decision(refusal=refusal)
    return _judged(state, command, where, actor, at, value, item)


def _judged(
    state: BatchState, command: RecordValue, where: Where, actor: Actor, at: Instant, value: Mapping[str, str], item: int
) -> Decision:
    compared = compare(state, where.slot, value, where.rounds) if where.slot.kind in MEASURED else NOTHING
    if compared.verdict == "out":
        return _attempt(state, command, where, actor, _out(where, compared), value, item, compared)
    hold = timers.blocking(state, command.slot, at)
    if hold is not None:
        return Decision(tuple(timers.attempts(state, hold[0], hold[1], actor, at)), hold[1])
    drafts = [_recorded(state, command, where, actor, value, item, compared)]
    drafts += _repeated(state, command, where, item, drafts)
    drafts += _lateness(state, command, drafts)
    drafts += _closing(state, where, command.slot, value, item)
    drafts += timers.triggered(state, command.slot, at)
    drafts += following(state, drafts, actor, at)
    return Decision(tuple(drafts))


def _out(where: Where, compared: Compared) -> Refusal:
    code = {"choice": "not_acceptable", "answer": "not_acceptable"}.get(compared.missed["bound"], "out_of_limit")
    return Refusal(
        code, slot=where.slot.label, unit=where.slot.unit, **compared.missed,
        low=compared.limits.get("low", ""), high=compared.limits.get("high", ""),
    )  # fmt: skip


def _may_record(state: BatchState, command: RecordValue, where: Where, actor: Actor) -> Refusal | None:
    if where.slot.kind == "result" and "laboratory" not in actor.roles:
        return Refusal("right_missing", person=actor.name or actor.person, needed="laboratory")
    if where.slot.kind != "result" and not actor.roles & {"operator", "supervisor"}:
        return Refusal("right_missing", person=actor.name or actor.person, needed="operator, supervisor")
    performer = command.performed_by or actor.person
    if performer == actor.person:
        return None
    if not where.phase.scribe:
        return Refusal("scribe_not_allowed", step=where.phase.title)
    if state.scribes.get(where.phase_address) != (performer, actor.person):
        return Refusal("scribe_not_named", step=where.phase.title)
    return None


def _item(where: Where, command: RecordValue, held: SlotState) -> int | Refusal:
    if held.skipped:
        return Refusal("entry_documented", slot=where.slot.label, exception=held.skipped)
    many = where.slot.kind in MANY_ROWS or where.slot.replicates > 1
    if held.closed is not None:
        return Refusal("rows_closed", slot=where.slot.label)
    item = (command.item or max(held.rows, default=0) + 1) if many else 1
    standing = held.rows.get(item)
    if standing is not None and not standing.withdrawn:
        return Refusal("already_recorded", slot=where.slot.label)
    most = where.slot.most if where.slot.kind == "table" else where.slot.replicates
    if where.slot.kind not in ("material", "equipment") and item > max(most, 1):
        return Refusal("rows_complete", slot=where.slot.label, most=str(most))
    return item


def _subject(state: BatchState, where: Where) -> str:
    return subjects.unit(state.id, where.plan.places[where.slot.id].path[0])


def _attempt(
    state: BatchState, command: RecordValue, where: Where, actor: Actor, why: Refusal, value: Mapping[str, str], item: int = 1,
    compared: Compared = NOTHING,
) -> Decision:  # fmt: skip
    kept = {str(name)[:40]: str(text)[:200] for name, text in value.items()}
    tried = state.slot(command.slot).tried(item) + 1
    event = AttemptRecorded(
        state.id, command.slot, item, tried, kept, command.performed_by or actor.person, command.source, why.code, why.params,
        compared.limits,
    )  # fmt: skip
    answer = {"attempt": str(tried), "severity": severity_floor(where.slot, compared)}
    return Decision((Draft(_subject(state, where), event),), why, answer)


def _recorded(
    state: BatchState, command: RecordValue, where: Where, actor: Actor, value: Mapping[str, str], item: int, compared: Compared
) -> Draft:
    event = ValueRecorded(
        state.id, command.slot, item, state.slot(command.slot).tried(item) + 1, value, command.performed_by or actor.person,
        command.source, compared.verdict, compared.limits, clean_text(command.late), command.happened,
    )  # fmt: skip
    return Draft(_subject(state, where), event)


def _repeated(state: BatchState, command: RecordValue, where: Where, item: int, drafts: list[Draft]) -> list[Draft]:
    before = [a for a in state.slot(command.slot).attempts if a.item == item and not a.exception and a.why in _READINGS]
    if not before:
        return []
    number = next_exception(state, drafts)
    severity = "major" if where.slot.critical else "minor"
    params = {"attempts": str(len(before) + 1), "slot": where.slot.label}
    event = ExceptionRaised(state.id, number, command.slot, 0, "repeated_reading", severity, "", "", params)
    return [Draft(subjects.exception(state.id, number), event)]


_READINGS = ("out_of_limit", "not_acceptable", "already_recorded")


def _lateness(state: BatchState, command: RecordValue, drafts: list[Draft]) -> list[Draft]:
    if not command.late:
        return []
    number = next_exception(state, drafts)
    params = {"happened": command.happened}
    event = ExceptionRaised(state.id, number, command.slot, 0, "late_entry", "minor", command.late, "", params)
    return [Draft(subjects.exception(state.id, number), event)]


def _closing(state: BatchState, where: Where, address: str, value: Mapping[str, str], item: int) -> list[Draft]:
    if where.slot.kind != "table" or len(state.slot(address).standing()) + 1 < max(where.slot.most, where.slot.rows):
        return []
    numbers = [Decimal(row.value["number"]) for row in state.slot(address).standing()] + [Decimal(value["number"])]
    return _table_closed(state, where, address, numbers)


def _table_closed(state: BatchState, where: Where, address: str, numbers: list[Decimal]) -> list[Draft]:
    figures, limits, verdicts = {"count": str(len(numbers))}, {}, []
    wanted = dict(where.slot.statistics)
    for name in FIGURES[:-1]:
        result = figure(name, tuple(numbers))
        if result is None:
            continue
        figures[name] = plain(rounded(result, max(where.slot.decimals + 1, 2), "half_even"))
        if name in wanted:
            compared = judge(result, limits_now(state, wanted[name], where.rounds))
            limits.update({f"{name}_{bound}": text for bound, text in compared.limits.items()})
            verdicts.append(compared)
    worst = next((c for c in verdicts if c.verdict == "out"), None)
    verdict = "out" if worst else next((c.verdict for c in verdicts if c.verdict == "alert"), "in" if verdicts else "")
    closed = Draft(_subject(state, where), ItemsClosed(state.id, address, len(numbers), verdict, figures, limits))
    return [closed, *_departure(state, where, address, worst, "statistic_out_of_limit", figures)]


def _departure(
    state: BatchState, where: Where, address: str, worst: Compared | None, rule: str, params: Mapping[str, str]
) -> list[Draft]:
    if worst is None:
        return []
    number = next_exception(state)
    told = {**params, **worst.missed}
    event = ExceptionRaised(state.id, number, address, 0, rule, severity_floor(where.slot, worst), "", "", told)
    return [Draft(subjects.exception(state.id, number), event)]


def close(state: BatchState, command: CloseItems, actor: Actor, at: Instant) -> Decision:
    """Say that a slot with many rows is complete; a material is compared with its target then (floor-rules 13)."""
    where = guards.place(state, command.slot)
    refusal = guards.running(state) or guards.step_open(state, where.phase_address, where.phase)
    held = state.slot(command.slot)
    if refusal is None:
        refusal = _closable(where, held)
    if refusal is not None:
        return Decision(refusal=refusal)
    if where.slot.kind == "table":
        drafts = _table_closed(state, where, command.slot, [Decimal(row.value["number"]) for row in held.standing()])
    else:
        total, compared = material_total(state, where, held)
        event = ItemsClosed(state.id, command.slot, len(held.standing()), compared.verdict, total, compared.limits)
        drafts = [Draft(_subject(state, where), event)]
        if compared.verdict == "out":
            drafts += _departure(state, where, command.slot, compared, "quantity_out_of_limit", total)
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


def material_total(state: BatchState, where: Where, held: SlotState) -> tuple[Mapping[str, str], Compared]:
    """Return total net and active quantity of a material slot, compared with its limits or the bill of materials."""
    rows = held.standing()
    found = next((m for m in where.plan.mbr.materials if m.id == where.slot.of), None)
    limits = limits_now(state, where.slot.limits, where.rounds)
    total = sum((Decimal(row.value["net"]) for row in rows), Decimal(0))
    pure = sum((active(row) for row in rows), Decimal(0))
    compared_value = pure if found is not None and found.potency else total
    value = {"total": plain(total)}
    if found is not None and found.potency:
        value["active"] = plain(rounded(pure, SCALE, "half_even"))
    return value, judge(compared_value, limits)


def correct(state: BatchState, command: CorrectValue, actor: Actor, at: Instant) -> Decision:
    """Replace a standing value with a reason; dependent values are computed anew in the same action."""
    where = guards.place(state, command.slot)
    refusal = guards.running(state, results=True)
    row = state.slot(command.slot).rows.get(command.item)
    reason = clean_text(command.reason)
    if refusal is None and (row is None or row.withdrawn):
        refusal = Refusal("nothing_to_correct", slot=where.slot.label)
    if refusal is None and not reason:
        refusal = Refusal("reason_missing", slot=where.slot.label)
    if refusal is None:
        refusal = _may_record(state, RecordValue(state.id, command.slot, {}), where, actor)
    if refusal is not None or row is None:
        return Decision(refusal=refusal)
    return _corrected(state, command, where, actor, at, reason, row.value)


def _corrected(
    state: BatchState, command: CorrectValue, where: Where, actor: Actor, at: Instant, reason: str, old: Mapping[str, str]
) -> Decision:
    value = kinds.accepted(state, where.slot, command.value, at.wall) if command.value else {}
    if dict(value) == dict(old):
        return Decision(refusal=Refusal("correction_changes_nothing", slot=where.slot.label))
    if not value and where.slot.kind not in MANY_ROWS:
        return Decision(refusal=Refusal("value_empty", slot=where.slot.label))
    compared = compare(state, where.slot, value, where.rounds) if value and where.slot.kind in MEASURED else NOTHING
    event = ValueCorrected(state.id, command.slot, command.item, value, old, reason, compared.verdict, compared.limits)
    drafts = [Draft(_subject(state, where), event)]
    if compared.verdict == "out":
        drafts += _departure(state, where, command.slot, compared, "corrected_out_of_limit", {"slot": where.slot.label})
    drafts += _reclosed(state, command, where, actor, at, drafts)
    drafts += following(state, drafts, actor, at)
    return Decision(tuple(drafts))


def _reclosed(
    state: BatchState, command: CorrectValue, where: Where, actor: Actor, at: Instant, drafts: list[Draft]
) -> list[Draft]:
    from ebr.domain.batch.rules.preview import preview  # noqa: PLC0415

    if state.slot(command.slot).closed is None:
        return []
    held = preview(state, drafts, actor, at).slot(command.slot)
    if where.slot.kind == "table":
        return _table_closed(state, where, command.slot, [Decimal(row.value["number"]) for row in held.standing()])
    total, compared = material_total(state, where, held)
    event = ItemsClosed(state.id, command.slot, len(held.standing()), compared.verdict, total, compared.limits)
    return [Draft(_subject(state, where), event)]
