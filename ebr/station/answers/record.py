"""Signatures, exceptions, the audit trail and the list of batches."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

from ebr.domain import subjects
from ebr.domain.batch.commands import DecideException
from ebr.domain.batch.rules import departures
from ebr.domain.batch.state import BatchState
from ebr.domain.batch.state.model import ExceptionState
from ebr.domain.batch.state.plan import last_id, within
from ebr.domain.deviation.events import EVENTS as DEVIATION_EVENTS
from ebr.station.answers.names import batch_ids, batch_of, name_of
from ebr.station.questions import (
    AuditPage,
    AuditRow,
    AuditTrail,
    Batches,
    BatchRow,
    ExceptionRow,
    Exceptions,
    SignatureRow,
    Signatures,
)
from ebr.storage.views import audit, batches, exceptions
from ebr.words import figure

if TYPE_CHECKING:
    from ebr.station.inside import Inside

KINDS: Mapping[str, tuple[str, ...]] = {
    "": (),
    "values": (
        "batch.value-recorded/1",
        "batch.value-calculated/1",
        "batch.items-closed/1",
        "batch.timer-started/1",
        "batch.timer-stopped/1",
    ),
    "changes": (
        "batch.value-corrected/1",
        "batch.severity-changed/1",
        "people.rights-changed/1",
        "people.access-limited/1",
        "draft.saved/1",
        "material.item-changed/1",
        "material.lot-counted/1",
        "draft.resolved/1",
        "site.policy-changed/1",
        "station.settings-changed/1",
        "deviation.described/1",
        "deviation.classed/1",
    ),
    "attempts": ("batch.attempt-recorded/1", "station.sign-in-failed/1"),
    "signatures": (
        "batch.step-signed/1",
        "batch.issued/1",
        "batch.issue-checked/1",
        "batch.completed/1",
        "batch.trail-reviewed/1",
        "batch.reviewed/1",
        "batch.decided/1",
        "batch.handed-over/1",
        "master.submitted/1",
        "master.signed/1",
        "master.made-effective/1",
        "master.withdrawn/1",
        "master.review-depth-set/1",
        "block.approved/1",
        "block.withdrawn/1",
        "material.specification-set/1",
        "material.item-withdrawn/1",
        "material.supplier-qualified/1",
        "material.supplier-status/1",
        "material.results-checked/1",
        "material.result-set-aside/1",
        "material.lot-released/1",
        "material.lot-rejected/1",
        "material.retest-extended/1",
        "material.lot-destroyed/1",
        "training.task-set/1",
        "training.task-withdrawn/1",
        "training.read-signed/1",
        "training.confirmed/1",
        "training.withdrawn/1",
        "deviation.closing-proposed/1",
        "deviation.returned/1",
        "deviation.closed/1",
        "deviation.reopened/1",
    ),
    "exceptions": (
        "batch.exception-raised/1",
        "batch.exception-decided/1",
        "batch.severity-changed/1",
        "batch.deviation-named/1",
        *DEVIATION_EVENTS,
    ),
    "access": (
        "station.signed-in/1",
        "station.signed-out/1",
        "station.sign-in-failed/1",
        "station.person-locked/1",
        "station.person-unlocked/1",
    ),
    "system": (
        "station.genesis/1",
        "station.key-started/1",
        "station.clock-changed/1",
        "station.clock-stated/1",
        "station.checkpoint-made/1",
        "station.export-made/1",
        "station.fault-noted/1",
    ),
}


def title_of(state: BatchState, address: str) -> str:
    """Return the label or title of what an address names."""
    name = last_id(address) if address else ""
    plan = state.plan
    if plan is None or name not in plan.places:
        return address
    node = plan.places[name].node
    return node.title if node is not None else plan.slots[name].label


def signature_rows(state: BatchState, scope: str) -> tuple[SignatureRow, ...]:
    """Return the signatures of a scope and of everything under it, with everything 11.50 asks for."""
    return tuple(
        SignatureRow(
            s.scope,
            s.meaning,
            s.signed.person,
            s.signed.name,
            s.signed.role,
            s.signed.at,
            s.signed.zone,
            s.valid,
            s.void_by,
            title_of(state, s.scope),
            s.language,
        )
        for s in state.signatures
        if within(s.scope, scope)
    )


def signatures(station: Inside, question: Signatures) -> tuple[SignatureRow, ...]:
    """Answer `Signatures`."""
    return signature_rows(batch_of(station, question.batch), "")


def exception_rows(station: Inside, state: BatchState, person: str) -> tuple[ExceptionRow, ...]:
    """Return the exceptions of a batch, open ones first."""
    found = sorted(state.exceptions.values(), key=lambda x: (not x.open, x.number))
    return tuple(_exception(station, state, x, person) for x in found)


def _exception(station: Inside, state: BatchState, found: ExceptionState, person: str) -> ExceptionRow:
    actor = station.acting.actor(person, "")
    can = bool(actor.roles & {"supervisor", "quality"}) and found.open
    if can:
        command = DecideException(state.id, found.number, "accepted", "?")
        can = departures.decide_exception(state, command, actor).refusal is None
    return ExceptionRow(
        batch=state.id,
        number=found.number,
        where=found.where,
        title=title_of(state, found.where),
        rule=found.rule,
        severity=found.severity,
        reason=found.reason,
        comment=found.comment,
        params=dict(found.params),
        raised_by=name_of(station, found.raised.by),
        raised_at=found.raised.at.wall,
        open=found.open,
        decision=found.decision,
        decided_by=name_of(station, found.decided.by) if found.decided else "",
        decided_at=found.decided.at.wall if found.decided else "",
        decision_comment=found.decision_comment,
        can_decide=can,
        deviation=state.covered(found.number),
    )


def all_exceptions(station: Inside, question: Exceptions) -> tuple[ExceptionRow, ...]:
    """Answer `Exceptions`."""
    if question.batch:
        ids = [question.batch]
    else:
        with station.store.reading() as connection:
            roots = exceptions.with_exceptions(connection, open_only=question.open_only)
        ids = [root.partition("/")[2] for root in roots]
    rows = [row for batch in ids for row in exception_rows(station, batch_of(station, batch), question.person)]
    return tuple(row for row in rows if row.open or not question.open_only)


def batch_rows(station: Inside, question: Batches) -> tuple[BatchRow, ...]:
    """Answer `Batches`."""
    with station.store.reading() as connection:
        found = batches.lines(connection, question.text)
    return tuple(
        BatchRow(
            line.batch,
            line.product,
            line.mbr,
            line.version,
            line.status,
            f"{figure(line.size)} {line.unit}",
            line.issued_at,
            line.open_exceptions,
            tuple(json.loads(line.identifiers).items()),
        )
        for line in found
    )


def audit_page(station: Inside, question: AuditTrail) -> AuditPage:
    """Answer `AuditTrail`: filtered, sorted and paged by SQL (Annex 11, 9; draft 12.x)."""
    wanted = audit.Filter(
        root=subjects.batch(question.batch) if question.batch else "",
        text=question.text,
        by=question.person,
        events=KINDS[question.kind],
    )
    with station.store.reading() as connection:
        found = audit.page(
            connection, wanted, question.limit, question.offset, "newest" if question.newest_first else "oldest"
        )
        total = audit.count(connection, wanted)
    return AuditPage(tuple(_audit(station, row) for row in found), total)


def _place(station: Inside, row: audit.AuditRow) -> str:
    """Return where, by the title of the step or entry when it is an address of a batch."""
    if not row.root.startswith("batch/") or "/" not in row.place:
        return row.place
    return title_of(batch_of(station, row.root.partition("/")[2]), row.place)


def _audit(station: Inside, row: audit.AuditRow) -> AuditRow:
    return AuditRow(
        row.seq,
        row.wall,
        row.zone,
        row.by,
        name_of(station, row.by),
        row.event,
        _place(station, row),
        row.old,
        row.new,
        row.reason,
        "",
        row.subject,
    )


__all__ = ["all_exceptions", "audit_page", "batch_ids", "batch_rows", "exception_rows", "signature_rows", "title_of"]
