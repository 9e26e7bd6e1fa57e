"""Hold, completion, review and disposition of a batch (211.192; Annex 16; Part IV; floor-rules 4, 9, 21, 23, 24).

Nobody who performed, verified or decided for production reviews or certifies. Completion names every step that is
still open; review waits for open exceptions and for signatures that a correction voided; certification for every
result.
"""

from __future__ import annotations

from ebr.domain import subjects
from ebr.domain.batch import commands as c
from ebr.domain.batch import events as e
from ebr.domain.batch.rules import forms, guards, labelling, machines, sweep, weakness
from ebr.domain.batch.rules.known import NOTHING_KNOWN, Known
from ebr.domain.batch.state import BatchState, flow, signed
from ebr.domain.batch.state.plan import last_id
from ebr.domain.decision import Actor, Decision, Draft, Facts
from ebr.domain.refusal import Refusal
from ebr.domain.values import Instant, clean_text, shown_text

IN_PRODUCTION = ("performed", "recorded", "witnessed", "verified", "handed_over", "completed", "amended")


def leave_now(state: BatchState, command: c.LeaveNow) -> Decision:
    """Everybody out."""
    refusal = guards.running(state)
    if refusal is not None and refusal.code in ("return_first", "batch_held"):
        refusal = None  # a fire does not ask for the state of the batch
    refusal = refusal or guards.known_place(state, command.where)
    if refusal is not None:
        return Decision(refusal=refusal)
    return Decision((Draft(subjects.batch(state.id), e.LeftNow(state.id, command.where)),))


def come_back(state: BatchState, command: c.ReturnToBatch) -> Decision:
    """State product and clearance as found."""
    refusal = guards.issued(state)
    product, clearance = clean_text(command.product_state), clean_text(command.clearance)
    if refusal is None and not state.left:
        refusal = Refusal("nobody_left", batch=state.id)
    if refusal is None and not (product and clearance):
        refusal = Refusal("return_incomplete", batch=state.id)
    refusal = refusal or guards.known_place(state, command.where)
    if refusal is not None:
        return Decision(refusal=refusal)
    return Decision((Draft(subjects.batch(state.id), e.Returned(state.id, command.where, product, clearance)),))


def hold(state: BatchState, command: c.HoldBatch) -> Decision:
    """Stop the batch."""
    refusal = guards.issued(state) or _aborted(state)
    reason = clean_text(command.reason)
    if refusal is None and state.hold:
        refusal = Refusal("batch_held", batch=state.id, reason=state.hold)
    if refusal is None and not reason:
        refusal = Refusal("reason_missing", slot=state.id)
    if refusal is not None:
        return Decision(refusal=refusal)
    return Decision((Draft(subjects.batch(state.id), e.BatchHeld(state.id, reason)),))


def _aborted(state: BatchState) -> Refusal | None:
    return Refusal("batch_aborted", batch=state.id) if state.aborted is not None else None


def lift(state: BatchState, command: c.LiftHold) -> Decision:
    """Quality lets the batch go on."""
    reason = clean_text(command.reason)
    if not state.hold:
        return Decision(refusal=Refusal("not_held", batch=state.id))
    if not reason:
        return Decision(refusal=Refusal("reason_missing", slot=state.id))
    return Decision((Draft(subjects.batch(state.id), e.HoldLifted(state.id, reason)),), answer={"role": "quality"})


def abort(state: BatchState, command: c.AbortBatch, at: Instant, known: Known = NOTHING_KNOWN) -> Decision:
    """Quality ends production for good."""
    refusal = guards.issued(state)
    reason = clean_text(command.reason)
    if refusal is None and (state.aborted or state.completed):
        refusal = Refusal("batch_complete", batch=state.id)
    if refusal is None and not reason:
        refusal = Refusal("reason_missing", slot=state.id)
    if refusal is not None:
        return Decision(refusal=refusal)
    drafts = (Draft(subjects.batch(state.id), e.BatchAborted(state.id, reason)), *machines.ended(state, known, at))
    return Decision(drafts, answer={"role": "quality"})


def unfinished(state: BatchState) -> list[tuple[str, str]]:
    """Return what is not done: phase instances with their status, repeating nodes not ended, timers that run."""
    instances = ((a, flow.standing(state, a, phase).status) for a, phase, _ in flow.phase_instances(state))
    found = [(address, status) for address, status in instances if status not in ("done", "not_applicable")]
    plan = state.plan
    if plan is not None:
        found += [(node.id, "open") for node in plan.root.children if not flow.passed_all(state, plan, node, {})]
    return found + [(address, "running") for address in flow.running_timers(state)]


def complete(state: BatchState, at: Instant, known: Known = NOTHING_KNOWN) -> Decision:
    """Declare production complete."""
    refusal = guards.running(state)
    if refusal is not None:
        return Decision(refusal=refusal)
    left = unfinished(state)
    if left:
        return Decision(refusal=Refusal("steps_open", count=str(len(left)), first=left[0][0], status=left[0][1]))
    out = forms.open_form(state) or labelling.unanswered(state)
    if out is not None:
        return Decision(refusal=out)
    drafts = (Draft(subjects.batch(state.id), e.BatchCompleted(state.id)), *machines.ended(state, known, at))
    return Decision((*drafts, *sweep.departures(state, known, at)), answer={"role": "supervisor"})


def review_blockers(state: BatchState) -> list[Refusal]:
    """Return everything that stands against a review, each with its name."""
    found = []
    if state.completed is None and state.aborted is None:
        found.append(Refusal("batch_not_complete", batch=state.id))
    if state.hold:
        found.append(Refusal("batch_held", batch=state.id, reason=state.hold))
    out = forms.open_form(state)
    found += [out] if out is not None else []
    job = labelling.unanswered(state)
    found += [job] if job is not None else []
    found += [Refusal("exception_open", exception=x.number, severity=x.severity) for x in state.open_exceptions()]
    found += [Refusal("result_pending", slot=address) for address in flow.pending_results(state, after_release=False)]
    found += [Refusal("results_unchecked", slot=address) for address in unchecked_results(state)]
    if state.completed is not None:
        found += [Refusal("signature_voided", step=address) for address in unsigned(state)]
    return found


def unsigned(state: BatchState) -> list[str]:
    """Return steps and entries whose signature a correction voided and nobody gave again."""
    needless = (*signed.REVIEWED, *signed.DECIDED)
    void = (s for s in state.signatures if not s.valid and s.meaning not in needless)
    scopes = {s.scope for s in void if not flow.given_again(state, s.scope, s.meaning)}
    return sorted(scope for scope in scopes if not _waived(state, scope))


def _waived(state: BatchState, scope: str) -> bool:
    return (
        state.waived(scope, "unwitnessed") or state.waived(scope, "performer_gone") or bool(state.slot(scope).skipped)
    )


def unchecked_results(state: BatchState) -> list[str]:
    """Return results that the second laboratory person has not checked yet."""
    plan = state.plan
    if plan is None:
        return []
    return [
        address
        for address, held in state.slots.items()
        if (slot := plan.slots.get(last_id(address))) is not None
        and slot.kind == "result"
        and slot.second
        and held.standing()
        and not state.valid_signatures(address, slot.second)
    ]


def _outside_production(state: BatchState, actor: Actor) -> Refusal | None:
    """Refuse whoever performed, verified or decided for production in this batch (floor-rules 21)."""
    header = f"batch/{state.id}"
    production = {
        s.signed.person
        for s in state.signatures
        if (s.meaning in IN_PRODUCTION and (s.scope != header or s.meaning != "verified"))
        or s.signed.role == "supervisor"
    }
    if actor.person in state.performers | production:
        return Refusal("not_independent", person=actor.name or actor.person, batch=state.id)
    return None


def _record_blocker(state: BatchState, facts: Facts, pending: int) -> Refusal | None:
    """Refuse while the record is not all here, or holds weaknesses that wait for quality (floor-rules 21)."""
    if pending:
        return Refusal("entries_pending", count=str(pending), batch=state.id)
    waiting = weakness.undecided(state, facts)
    return Refusal("weakness_undecided", weakness=waiting[0].code, batch=state.id) if waiting else None


def review(state: BatchState, facts: Facts, command: c.ReviewBatch, actor: Actor) -> Decision:
    """Declare the whole record reviewed, with every weakness of it that was seen."""
    refusal = (
        guards.issued(state) or _outside_production(state, actor) or _record_blocker(state, facts, command.pending)
    )
    if refusal is None:
        refusal = next(iter(review_blockers(state)), None)
    if refusal is None and state.reviewed is not None and not state.review_void:
        refusal = Refusal("already_signed", step=state.id)
    if refusal is not None:
        return Decision(refusal=refusal)
    seen = tuple(one.name for one in weakness.weaknesses(state, facts))
    event = e.BatchReviewed(state.id, clean_text(command.justification), weaknesses=seen)
    return Decision((Draft(subjects.batch(state.id), event),), answer={"role": "quality"})


def dispose(state: BatchState, facts: Facts, command: c.DecideBatch, actor: Actor) -> Decision:
    """Certify, release conditionally or reject."""
    refusal = guards.issued(state) or _outside_production(state, actor) or _disposable(state, command)
    if refusal is None and command.decision != "rejected":
        refusal = _record_blocker(state, facts, command.pending)
    if refusal is not None:
        return Decision(refusal=refusal)
    event = e.BatchDecided(state.id, command.decision, clean_text(command.comment))
    return Decision((Draft(subjects.batch(state.id), event),), answer={"role": "qualified_person"})


def _disposable(state: BatchState, command: c.DecideBatch) -> Refusal | None:
    if command.decision not in ("certified", "conditional", "rejected"):
        return Refusal("decision_unknown", decision=shown_text(command.decision))
    if state.disposition in (command.decision, "rejected"):
        return Refusal("already_signed", step=state.id)
    if command.decision == "rejected":
        return None if clean_text(command.comment) else Refusal("reason_missing", slot=state.id)
    if state.aborted is not None:
        return Refusal("batch_aborted", batch=state.id)
    rejected = next((x for x in state.exceptions.values() if x.decision == "rejected"), None)
    if rejected is not None:
        return Refusal("exception_rejected", exception=rejected.number)
    if state.reviewed is None or state.review_void:
        return Refusal("not_reviewed", batch=state.id)
    blockers = review_blockers(state)
    if blockers:
        return blockers[0]
    return _pending(state, command)


def _pending(state: BatchState, command: c.DecideBatch) -> Refusal | None:
    # Part IV 11.53: a batch with a failing result is never certified; supply on request is another decision.
    failed = failed_results(state)
    if failed:
        return Refusal("result_failed", slot=failed[0])
    pending = flow.pending_results(state, after_release=True)
    if command.decision == "certified" and pending:
        return Refusal("result_pending", slot=pending[0])
    if command.decision == "conditional" and not pending:
        return Refusal("nothing_pending", batch=state.id)
    return None


def failed_results(state: BatchState) -> list[str]:
    """Return results out of their limits that stand."""
    plan = state.plan
    return [
        address
        for address, held in state.slots.items()
        if plan is not None
        and (slot := plan.slots.get(last_id(address))) is not None
        and slot.kind == "result"
        and any(row.verdict == "out" for row in held.standing())
    ]


def make_report(state: BatchState, command: c.MakeReport, now: str) -> Decision:
    """Number the next report, or the next copy of one (PI 041: controlled print-outs)."""
    refusal = guards.issued(state)
    if refusal is not None:
        return Decision(refusal=refusal)
    made = [event for event, _ in state.reports]
    report = command.copy_of or max((event.report for event in made), default=0) + 1
    copy = sum(1 for event in made if event.report == report) + 1
    if command.copy_of and copy == 1:
        return Decision(refusal=Refusal("report_unknown", report=str(command.copy_of), batch=state.id))
    supersedes = report - 1
    event = e.ReportMade(state.id, report, copy, supersedes, command.unwitnessed, now)
    return Decision((Draft(subjects.batch(state.id), event),), answer={"report": str(report), "copy": str(copy)})
