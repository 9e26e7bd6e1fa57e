"""The document of a signature: everything it covers, as it stood when it was shown (11.70; floor-rules 7).

A pure function of the batch's entries before the signing event and of the event itself, so that `ebr verify` derives
it again. It lists every covered entry with label, value, unit, limits, who performed and recorded it, what was tried
before, corrections and exceptions; instruction and hash of the master; and the words the person agrees to, as a code.
Persons stand as ids: names are the statement's.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from ebr.domain.batch import events as e
from ebr.domain.batch.rules.amending import amended_sheet
from ebr.domain.batch.rules.release_sheets import release_sheet
from ebr.domain.batch.rules.review_sheets import path_of, review_sheet
from ebr.domain.batch.rules.station_sheets import stations_sheet
from ebr.domain.batch.state import BatchState, forms
from ebr.domain.batch.state.flow import pending_results
from ebr.domain.batch.state.model import ExceptionState
from ebr.domain.batch.state.plan import DEPTHS, Plan, last_id, parse_address, within
from ebr.domain.batch.state.slots import Attempt, Row, SlotState
from ebr.domain.batch.state.spoken import read_in
from ebr.domain.canonical import Json
from ebr.domain.decision import Sheet
from ebr.domain.mbr.model import Phase, Slot

BATCH_WIDE = (e.BatchCompleted, e.BatchReviewed, e.BatchDecided, e.BatchAborted)


def sheet(state: BatchState, event: object) -> Sheet | None:
    """Return what a signing event covers; None for an event that carries no signature."""
    if isinstance(event, e.StepSigned):
        return _step_sheet(state, event)
    if isinstance(event, e.HandedOver):
        return _scope_sheet(state, event.where, "handed_over", "signed.hand_over", to=event.to, note=event.note)
    if isinstance(event, e.ExceptionDecided):
        return _exception_sheet(state, event)
    if isinstance(event, e.BatchIssued):
        return Sheet(_issue_document(event), (), "performed")
    if isinstance(event, e.IssueChecked):
        covered = (state.issue_stamp.hash,) if state.issue_stamp else ()
        document = _issue_document(state.issued) if state.issued else {}
        return Sheet({**document, "sentence": "signed.issue_check"}, covered, "verified")
    if isinstance(event, e.HoldLifted):
        covered = (state.held.hash,) if state.held else ()
        return Sheet(
            {**_head(state), "hold": state.hold, "reason": event.reason, "sentence": "signed.lift"},
            covered,
            "hold_lifted",
        )
    if isinstance(event, e.FormReconciled):
        return _form_sheet(state, event)
    if isinstance(event, BATCH_WIDE):
        return _batch_sheet(state, event)
    if isinstance(event, e.BatchAmended):
        return amended_sheet(state, event, _head(state))
    head = _head(state)
    return stations_sheet(state, event, head) or release_sheet(state, event, head) or review_sheet(state, event, head)


def _issue_document(event: e.BatchIssued) -> dict[str, Json]:
    return {
        "batch": event.batch,
        "hash": event.hash,
        "identifiers": dict(event.identifiers),
        "mbr": event.mbr,
        "sentence": "signed.issue",
        "size": event.size,
        "version": event.version,
    }


def _head(state: BatchState) -> dict[str, Json]:
    issued = state.issued
    if issued is None:
        return {"batch": state.id}
    language = state.plan.mbr.header.language if state.plan else "en"
    in_force = hashlib.sha256(state.document.encode()).hexdigest()  # the MBR hash: the text is canonical
    amended: dict[str, Json] = {"amended": in_force} if state.amendments else {}
    return {
        **amended,
        "batch": state.id,
        "identifiers": dict(issued.identifiers),
        "language": language,
        "mbr": issued.mbr,
        "mbr_hash": issued.hash,
        "version": issued.version,
    }


def _scope_sheet(state: BatchState, scope: str, meaning: str, sentence: str, **more: Json) -> Sheet:
    lines, covered = [], []
    for held, slot in covered_slots(state, scope):
        line, hashes = _line(state, held, slot)
        lines.append(line)
        covered += hashes
    found = [x for x in state.exceptions.values() if within(x.where, _area(state, scope))]
    covered += [x.raised.hash for x in found]
    covered += [s.stamp.hash for s in state.signatures if s.valid and within(s.scope, _area(state, scope))]
    document: dict[str, Json] = {
        **_head(state),
        **more,
        "entries": lines,
        "exceptions": [_exception(x) for x in found],
        "instruction": _instruction(state, scope),
        "meaning": meaning,
        "scope": scope,
        "sentence": sentence,
        "title": _title(state, scope),
    }
    return Sheet(document, tuple(dict.fromkeys(covered)), meaning)


def _step_sheet(state: BatchState, event: e.StepSigned) -> Sheet:
    """The scope, and what the person read where that was in another language than the document's own."""
    if not event.language:
        return _scope_sheet(state, event.scope, event.meaning, "signed.step")
    phase = _phase(read_in(state, event.language), event.scope)
    shown: Json = {"instruction": phase.instruction, "title": phase.title} if phase is not None else {}
    return _scope_sheet(state, event.scope, event.meaning, "signed.step", language=event.language, shown=shown)


def _area(state: BatchState, scope: str) -> str:
    """Return the address under which a scope's entries stand: a signature slot covers the node that the MBR names."""
    plan = state.plan
    slot = plan.slots.get(last_id(scope)) if plan else None
    if slot is None or slot.kind != "signature":
        return scope
    parts = scope.split("/")
    return "/".join(parts[: DEPTHS.get(slot.covers, 0)])


def covered_slots(state: BatchState, scope: str) -> Iterator[tuple[SlotState, Slot]]:
    """Yield what is known of every slot a scope covers, in document order, round by round."""
    plan = state.plan
    area = _area(state, scope)
    if plan is None:
        return
    rank = {name: at for at, name in enumerate(plan.places)}

    def order(held: SlotState) -> list[tuple[int, int, str]]:
        return [
            (rank.get(name, 0), len(part) if part.isdigit() else 0, part) for name, part in parse_address(held.address)
        ]

    for held in sorted((h for address, h in state.slots.items() if within(address, area)), key=order):
        slot = plan.slots.get(last_id(held.address))
        if slot is not None:
            yield held, slot


def _line(state: BatchState, held: SlotState, slot: Slot) -> tuple[dict[str, Json], list[str]]:
    rows = [held.rows[item] for item in sorted(held.rows)]
    covered = [hash_ for row in rows for hash_ in _hashes(row)] + [attempt.stamp.hash for attempt in held.attempts]
    line: dict[str, Json] = {
        "attempts": [_attempt(attempt) for attempt in held.attempts],
        "kind": slot.kind,
        "label": slot.label,
        "rows": [_row(row) for row in rows],
        "slot": held.address,
        "unit": state.plan.unit(slot) if state.plan else slot.unit,
    }
    if held.closed is not None:
        covered.append(held.closed.hash)
        line["figures"] = {**held.figures, "verdict": held.verdict}
    if held.timer is not None:
        covered += [stamp.hash for stamp in (held.timer.start, held.timer.stop) if stamp is not None]
        line["timer"] = {"elapsed": held.timer.elapsed, "started": held.timer.started, "stopped": held.timer.stopped}
    if held.skipped:
        line["skipped"] = held.skipped
    return line, covered


def _hashes(row: Row) -> list[str]:
    return [row.first.hash, *(correction.stamp.hash for correction in row.corrections), row.stamp.hash]


def _row(row: Row) -> dict[str, Json]:
    return {
        "at": row.stamp.at.wall,
        "by": row.first.by,
        "corrections": [
            {"at": c.stamp.at.wall, "by": c.stamp.by, "new": dict(c.new), "old": dict(c.old), "reason": c.reason}
            for c in row.corrections
        ],
        "exception": row.exception,
        "item": row.item,
        "late": row.late,
        "limits": dict(row.limits),
        "performed_by": row.performed_by,
        "source": dict(row.source),
        "value": dict(row.value),
        "verdict": row.verdict,
    }


def _attempt(attempt: Attempt) -> Json:
    return {
        "at": attempt.stamp.at.wall,
        "attempt": attempt.attempt,
        "by": attempt.performed_by,
        "value": dict(attempt.value),
        "why": attempt.why,
    }


def _form_sheet(state: BatchState, event: e.FormReconciled) -> Sheet:
    """The form, what became of it, and every value that came from it with the time that the paper says."""
    form = state.forms.get(event.form)
    lines: list[Json] = []
    covered = [form.printed.hash] if form is not None else []
    for address, row in forms.transcribed(state, event.form):
        slot = state.plan.slots.get(last_id(address)) if state.plan is not None else None
        if slot is not None:
            line, _ = _line(state, state.slot(address), slot)
            line["rows"] = [_transcribed(row)]
            lines.append(line)
            covered.append(row.stamp.hash)
    document: dict[str, Json] = {
        **_head(state),
        "comment": event.comment,
        "entries": lines,
        "form": event.form,
        "outcome": event.outcome,
        "scan": dict(event.value),
        "sentence": "signed.form",
    }
    return Sheet(document, tuple(covered), "form_reconciled")


def _transcribed(row: Row) -> dict[str, Json]:
    return {**_row(row), "happened": row.happened}


def _exception(found: ExceptionState) -> Json:
    return {
        "comment": found.comment,
        "decision": found.decision,
        "number": found.number,
        "reason": found.reason,
        "rule": found.rule,
        "severity": found.severity,
        "where": found.where,
    }


def _exception_sheet(state: BatchState, event: e.ExceptionDecided) -> Sheet:
    found = state.exceptions.get(event.exception)
    document: dict[str, Json] = {
        **_head(state),
        "comment": event.comment,
        "decision": event.decision,
        "sentence": "signed.exception",
    }
    if found is None:
        return Sheet(document, (), "approved")
    document["exception"] = _exception(found)
    changes = [change[3].hash for change in found.changes]
    return Sheet(document, (found.raised.hash, *changes), "approved")


def _batch_sheet(state: BatchState, event: object) -> Sheet:
    name = event.decision if isinstance(event, e.BatchDecided) else type(event).__name__.removeprefix("Batch").lower()
    document: dict[str, Json] = {
        **_head(state),
        "entries": state.entries,
        "exceptions": [_exception(x) for x in state.exceptions.values()],
        "pending": pending_results(state, after_release=True),
        "sentence": "signed.decided" if isinstance(event, e.BatchDecided) else f"signed.{name}",
        "unconfirmed": unconfirmed(state),
        "values": sum(len(held.rows) for held in state.slots.values()),
    }
    for field in ("reason", "justification", "decision", "comment"):
        if hasattr(event, field):
            document[field] = getattr(event, field)
    if isinstance(event, e.BatchReviewed) and event.weaknesses:
        document["weaknesses"] = list(event.weaknesses)
    if isinstance(event, e.BatchReviewed) and event.depth:
        document.update(path_of(state, event.depth))
    # It speaks of the whole record: the heads in its statement say up to where. Nothing single is covered: a change of
    # the record makes review and certification void by rule (floor-rules 24), and a completion or rejection stays true.
    return Sheet(document, (), name)


def unconfirmed(state: BatchState) -> list[str]:
    """Return the timers whose time spans a restart without trusted time: a release names them (floor-rules 15)."""
    return [address for address, held in state.slots.items() if held.timer is not None and not held.timer.confirmed]


def _instruction(state: BatchState, scope: str) -> str:
    phase = _phase(state.plan, scope)
    return phase.instruction if phase is not None else ""


def _phase(plan: Plan | None, scope: str) -> Phase | None:
    """Return the step that a scope is or stands in."""
    name = last_id(scope)
    return plan.phases.get(plan.phase_of.get(name, name)) if plan is not None else None


def _title(state: BatchState, scope: str) -> str:
    plan = state.plan
    name = last_id(scope)
    if plan is None or name not in plan.places:
        return scope
    node = plan.places[name].node
    return node.title if node is not None else plan.slots[name].label
