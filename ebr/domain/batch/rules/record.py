"""Recording entries (4.20 "at the time each action is taken"; floor-rules 10-14).

An out-of-limit value, a wrong scan, a mismatch of identity, a person without the right: an attempt, durable, and a
refusal. The next reading is attempt n+1 and raises "repeated reading". A result of the laboratory is the exception:
it stands as it is, out of limits too, with an exception by rule, because a result is invalid only with an
investigation (floor-rules 14). What an entry uses is admitted first: a trained person, the lot, the equipment.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from ebr.domain import subjects
from ebr.domain.batch.commands import RecordValue
from ebr.domain.batch.events import AttemptRecorded, ValueRecorded
from ebr.domain.batch.rules import (
    admitted,
    aftermath,
    devices,
    forms,
    guards,
    kinds,
    machines,
    readings,
    rooms,
    rows,
    sampling,
    stock,
    timers,
    trained,
)
from ebr.domain.batch.rules.computed import following
from ebr.domain.batch.rules.guards import Where
from ebr.domain.batch.rules.known import NOTHING_KNOWN, Known
from ebr.domain.batch.rules.preview import preview
from ebr.domain.batch.rules.raised import raised
from ebr.domain.batch.rules.verdict import NOTHING, Compared, compare, how_of, severity_floor
from ebr.domain.batch.state import BatchState, flow
from ebr.domain.batch.state.inputs import instances
from ebr.domain.batch.state.slots import MANY_ROWS, Attempt, SlotState
from ebr.domain.decision import Actor, Decision, Draft
from ebr.domain.mbr.rooms import tends
from ebr.domain.refusal import Refusal
from ebr.domain.site.state import Policy
from ebr.domain.values import Instant, Value, clean_text, shown_text

KEPT = ("wrong_scan", "identity_mismatch")
"""Refusals of a value's form that are attempts all the same."""
MEASURED = ("number", "qs", "duration", "environment", "result", "choice", "check", "clearance", "table", "labels")
READINGS = ("out_of_limit", "not_acceptable", devices.REPLACED)
MOST_PARTS, LONGEST_PART = 40, 200


def record(
    state: BatchState, command: RecordValue, actor: Actor, at: Instant, known: Known = NOTHING_KNOWN
) -> Decision:
    """Put a value into a slot."""
    policy = known.policy
    where = guards.place(state, command.slot)
    result = where.slot.kind == "result"
    refusal = guards.running(state, results=result) or (
        _sampled(state, where) if result else guards.entry_open(state, where)
    )
    if refusal is not None:
        return Decision(refusal=refusal)
    refusal = forms.source_trouble(state, command)
    if refusal is not None:
        return Decision(refusal=refusal)
    denied = may_record(state, where, actor, "" if forms.from_form(command) else command.performed_by)
    untrained = trained.untrained(known, where.phase, command.performed_by or actor.person, at)
    if denied is None and not forms.from_form(command):
        denied = untrained
    if denied is not None:
        return _attempt(state, command, where, actor, denied, command.value, policy=policy)
    item = _item(where, command, state.slot(command.slot))
    trouble = devices.trouble(command)
    if trouble is not None:
        at_item = item if isinstance(item, int) else 1
        return _attempt(state, command, where, actor, trouble, devices.without_trouble(command.value), at_item)
    if isinstance(item, Refusal):
        return _further(state, command, where, actor, at, item, policy)
    blocked = stock.named_blocked(known, where, command.value, actor, at)
    if blocked is not None and not aftermath.happened_on_paper(command, blocked):
        return _attempt(state, command, where, actor, blocked, command.value, item, policy=policy)
    try:
        value = kinds.accepted(state, where.slot, stock.filled_in(known, where, command.value), at.wall)
    except Refusal as refused:
        if refused.code in KEPT:
            return _attempt(state, command, where, actor, refused, command.value, item, policy=policy)
        return Decision(refusal=refused)
    blocked = admitted.refused(state, known, where, command, value, actor, at)
    command = admitted.as_used(known, where, command, value, at)
    if blocked is not None and not aftermath.happened_on_paper(command, blocked):
        decision = _attempt(state, command, where, actor, blocked, value, item, policy=policy)
        lapsed = machines.lapse(state, known, command.slot, blocked, int(decision.answer["attempt"]), item)
        return replace(decision, drafts=(*decision.drafts, *lapsed))
    decision = _judged(state, command, where, actor, at, value, item, known)
    return aftermath.transcribed(state, command, where, decision, item, untrained or blocked)


def _judged(
    state: BatchState,
    command: RecordValue,
    where: Where,
    actor: Actor,
    at: Instant,
    value: Value,
    item: int,
    known: Known,
) -> Decision:
    compared = compare(state, where.slot, value, where.rounds) if where.slot.kind in MEASURED else NOTHING
    if compared.verdict == "out" and where.slot.kind != "result":
        decision = _attempt(state, command, where, actor, _out(where, compared), value, item, compared, known.policy)
        return aftermath.unreconciled(state, command, where, decision, compared.missed, item)
    other = aftermath.counted_otherwise(state, where, command.slot, value)
    if other is not None:
        decision = _attempt(state, command, where, actor, other, value, item, compared, known.policy)
        return aftermath.unreconciled(state, command, where, decision, {"value": other.params["more"]}, item)
    early = timers.blocking(state, command.slot, at)
    if early is not None:
        return Decision((timers.attempt(state, early[0], early[1], actor, at),), early[1])
    drafts = [_recorded(state, command, where, actor, at, value, item, compared)]
    drafts += _departures(state, command, where, at, item, compared)
    drafts += completed(state, command.slot, where, drafts, actor, at)
    drafts += timers.triggered(state, command.slot, at)
    drafts += following(state, drafts, actor, at)
    drafts += admitted.used(state, known, where, command, value, item, actor)
    drafts += sampling.recorded(state, known, where, command, value, compared, item, actor, at)
    if tends(where.slot):
        drafts += rooms.following(state, known, where.phase_address, drafts, actor, at)
    return Decision(tuple(drafts))


def completed(
    state: BatchState, address: str, where: Where, drafts: Sequence[Draft], actor: Actor, at: Instant
) -> list[Draft]:
    """Return what closes a slot with many rows: its last reading, or a row made anew after it was closed."""
    held = state.slot(address)
    count = len(held.standing()) + 1
    if held.closed is None and not rows.complete(where.slot, count):
        return []
    then = preview(state, drafts, actor, at)
    return rows.closed(then, where.slot, then.slot(address), where.rounds)


def _sampled(state: BatchState, where: Where) -> Refusal | None:
    """Refuse a result of a sample that nobody has taken (floor-rules 14)."""
    sample = where.plan.slots.get(where.slot.of)
    if sample is None:
        return None
    known = {node: part for node, part in where.rounds.items() if node in where.plan.places[sample.id].repeating}
    taken = any(
        flow.filled(state, sample, where.plan.address(sample.id, each)) for each in instances(state, sample.id, known)
    )
    return None if taken else Refusal("sample_missing", slot=where.slot.label, sample=sample.label)


def _out(where: Where, compared: Compared) -> Refusal:
    code = {"choice": "not_acceptable", "answer": "not_acceptable"}.get(compared.missed["bound"], "out_of_limit")
    return Refusal(
        code,
        slot=where.slot.label,
        **{"unit": where.plan.unit(where.slot), **compared.missed},
        low=compared.limits.get("low", ""),
        high=compared.limits.get("high", ""),
    )


def may_record(state: BatchState, where: Where, actor: Actor, performed_by: str = "") -> Refusal | None:
    """Refuse who has no right for this kind of entry, and a scribe whom the step does not know (floor-rules 4, 6)."""
    needed = _recorders(where)
    if not actor.roles.intersection(needed):
        return Refusal("right_missing", person=actor.name or actor.person, needed=", ".join(needed))
    performer = performed_by or actor.person
    if performer == actor.person:
        return None
    if not where.phase.scribe:
        return Refusal("scribe_not_allowed", step=where.phase.title)
    if state.scribes.get(where.phase_address) != (performer, actor.person):
        return Refusal("scribe_not_named", step=where.phase.title)
    return None


def _recorders(where: Where) -> tuple[str, ...]:
    """A result is the laboratory's alone; a file or photograph in a step with results is theirs too (its raw data)."""
    if where.slot.kind == "result":
        return ("laboratory",)
    of_laboratory = where.slot.kind in ("file", "photo") and any(slot.kind == "result" for slot in where.phase.slots)
    return ("operator", "supervisor", "laboratory") if of_laboratory else ("operator", "supervisor")


def _item(where: Where, command: RecordValue, held: SlotState) -> int | Refusal:
    if held.skipped:
        return Refusal("entry_documented", slot=where.slot.label, exception=held.skipped)
    many = where.slot.kind in MANY_ROWS or where.slot.replicates > 1
    item = (command.item or _next(held)) if many else 1
    standing = held.rows.get(item)
    if standing is not None and not standing.withdrawn:
        return Refusal("already_recorded", slot=where.slot.label)
    if held.closed is not None and standing is None:
        return Refusal("rows_closed", slot=where.slot.label)
    most = max(where.slot.most, where.slot.rows) if where.slot.kind == "table" else where.slot.replicates
    if where.slot.kind not in ("material", "equipment") and not 1 <= item <= max(most, 1):
        return Refusal("rows_complete", slot=where.slot.label, most=str(most))
    return item if item >= 1 else Refusal("rows_complete", slot=where.slot.label, most=str(most))


def _next(held: SlotState) -> int:
    """Return the next item: a withdrawn one first when the rows are closed, else the one after the last."""
    gaps = [item for item, row in held.rows.items() if row.withdrawn]
    return min(gaps) if gaps and held.closed is not None else max(held.rows, default=0) + 1


def subject_of(state: BatchState, where: Where) -> str:
    """Return the subject of an entry: its unit procedure."""
    return subjects.unit(state.id, where.plan.places[where.slot.id].path[0])


def _kept(value: Mapping[str, str]) -> dict[str, str]:
    """Return foreign parts as an attempt keeps them: so many, so long, names in ASCII, no control characters."""
    parts = sorted(value.items())[:MOST_PARTS]
    return {
        shown_text(str(name).encode("ascii", "replace").decode()): shown_text(str(text), LONGEST_PART)
        for name, text in parts
    }


def _attempt(
    state: BatchState,
    command: RecordValue,
    where: Where,
    actor: Actor,
    why: Refusal,
    value: Value,
    item: int = 1,
    compared: Compared = NOTHING,
    policy: Policy | None = None,
) -> Decision:
    tried = state.slot(command.slot).tried(item) + 1
    performer = shown_text(command.performed_by or actor.person, LONGEST_PART)
    event = AttemptRecorded(
        state.id,
        command.slot,
        item,
        tried,
        _kept(value),
        performer,
        _kept(command.source),
        why.code,
        why.params,
        compared.limits,
    )
    answer = {"attempt": str(tried), "item": str(item), "severity": severity_floor(where.slot, compared, policy)}
    return Decision((Draft(subject_of(state, where), event),), why, answer)


def _further(
    state: BatchState,
    command: RecordValue,
    where: Where,
    actor: Actor,
    at: Instant,
    why: Refusal,
    policy: Policy | None,
) -> Decision:
    """A reading of what stands: an attempt, and a departure when it says something else than the standing value."""
    item = command.item or 1
    decision = _attempt(state, command, where, actor, why, command.value, item, policy=policy)
    standing = state.slot(command.slot).rows.get(item)
    if why.code != "already_recorded" or standing is None or where.slot.kind not in MEASURED:
        return decision
    try:
        value = kinds.accepted(state, where.slot, command.value, at.wall)
    except Refusal:
        return decision
    if dict(value) == dict(standing.value):
        return decision
    params = {"attempts": decision.answer["attempt"], "slot": where.slot.label}
    attempt = int(decision.answer["attempt"])
    more = raised(state, command.slot, "repeated_reading", "other", params, attempt=attempt, item=item)
    return replace(decision, drafts=(*decision.drafts, more))


def _recorded(
    state: BatchState,
    command: RecordValue,
    where: Where,
    actor: Actor,
    at: Instant,
    value: Value,
    item: int,
    compared: Compared,
) -> Draft:
    happened, late = _happened(command, where, at)
    event = ValueRecorded(
        state.id,
        command.slot,
        item,
        state.slot(command.slot).tried(item) + 1,
        value,
        command.performed_by or actor.person,
        _kept(command.source),
        compared.verdict,
        compared.limits,
        late,
        happened,
    )
    return Draft(subject_of(state, where), event)


def _happened(command: RecordValue, where: Where, at: Instant) -> tuple[str, str]:
    """Return the claimed time and the reason of a late entry; one is not without the other (PI 041)."""
    late = clean_text(command.late, 500)
    if not late and not command.happened:
        return "", ""
    if not late:
        raise Refusal("reason_missing", slot=where.slot.label)
    moment = (
        kinds.moment(command.happened, where.slot.label, at.wall)
        if command.happened
        else datetime.fromisoformat(at.wall)
    )
    return moment.isoformat(), late


def _departures(
    state: BatchState, command: RecordValue, where: Where, at: Instant, item: int, compared: Compared
) -> list[Draft]:
    found = _repeated(state, command, where, item) + readings.departures(state, command, where, at, item)
    if command.late and not forms.from_form(command):
        params = {"happened": _happened(command, where, at)[0]}
        found.append(
            raised(state, command.slot, "late_entry", "other", params, reason=clean_text(command.late, 120), item=item)
        )
    if compared.verdict == "out":
        # After a release the product is with people: the call list and the recall decision hang on it (floor-rules 23).
        how = "critical" if state.decisions else how_of(compared)
        found.append(
            raised(
                state,
                command.slot,
                "result_out_of_limit",
                how,
                {**compared.missed, "slot": where.slot.label},
                item=item,
            )
        )
    return found


def _repeated(state: BatchState, command: RecordValue, where: Where, item: int) -> list[Draft]:
    before = [a for a in state.slot(command.slot).attempts if a.item == item and not a.exception and a.why in READINGS]
    before = [a for a in before if not devices.filled_on(where.slot, a, command.value)]
    if not before:
        return []
    params = {"attempts": str(len(before) + 1), "slot": where.slot.label}
    return [raised(state, command.slot, "repeated_reading", _worst(state, where, before), params, item=item)]


def _worst(state: BatchState, where: Where, before: Sequence[Attempt]) -> str:
    compared = [compare(state, where.slot, attempt.value, where.rounds) for attempt in before]
    out = [each for each in compared if each.verdict == "out"]
    return how_of(max(out, key=lambda each: each.beyond)) if out else "other"
