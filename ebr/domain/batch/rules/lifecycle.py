"""Hold, completion, review and disposition of a batch (211.192; Annex 16; Part IV; floor-rules 4, 9, 21, 23, 24).

Nobody who performed, verified or decided for production reviews or certifies. Completion names every step that is
still open; what review and certification wait for is told by `blockers`.
"""

from __future__ import annotations

from ebr.domain import subjects
from ebr.domain.batch import commands as c
from ebr.domain.batch import events as e
from ebr.domain.batch.rules import blockers, forms, guards, labelling, machines, reviewing, sweep, weakness
from ebr.domain.batch.rules.blockers import failed_results, review_blockers, unsigned
from ebr.domain.batch.rules.independent import in_production
from ebr.domain.batch.rules.known import NOTHING_KNOWN, Known
from ebr.domain.batch.state import BatchState, flow
from ebr.domain.decision import Actor, Decision, Draft, Facts
from ebr.domain.refusal import Refusal
from ebr.domain.values import Instant, clean_text, shown_text

__all__ = [
    "abort",
    "come_back",
    "complete",
    "dispose",
    "failed_results",
    "hold",
    "leave_now",
    "lift",
    "make_report",
    "outside_production",
    "review",
    "review_blockers",
    "unfinished",
    "unsigned",
]


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


def outside_production(state: BatchState, actor: Actor) -> Refusal | None:
    """Refuse whoever performed, verified or decided for production in this batch (floor-rules 21)."""
    if actor.person in in_production(state):
        return Refusal("not_independent", person=actor.name or actor.person, batch=state.id)
    return None


def review(state: BatchState, facts: Facts, command: c.ReviewBatch, actor: Actor) -> Decision:
    """Declare the whole record reviewed, with every weakness of it that was seen."""
    refusal = guards.issued(state) or outside_production(state, actor)
    if refusal is None:
        refusal = next(iter(blockers.blockers(state, facts, command)), None)
    if refusal is None and state.reviewed is not None and not state.review_void:
        refusal = Refusal("already_signed", step=state.id)
    if refusal is not None:
        return Decision(refusal=refusal)
    seen = tuple(one.name for one in weakness.weaknesses(state, facts))
    deep = reviewing.depth(state, facts)
    event = e.BatchReviewed(state.id, clean_text(command.justification), weaknesses=seen, depth=deep)
    return Decision((Draft(subjects.batch(state.id), event),), answer={"role": "quality"})


def dispose(state: BatchState, facts: Facts, command: c.DecideBatch, actor: Actor) -> Decision:
    """Certify, release conditionally, supply out of specification, or reject."""
    refusal = guards.issued(state) or outside_production(state, actor) or _disposable(state, command)
    if refusal is None:
        refusal = next(iter(blockers.blockers(state, facts, command)), None)
    if refusal is not None:
        return Decision(refusal=refusal)
    event = e.BatchDecided(state.id, command.decision, clean_text(command.comment))
    return Decision((Draft(subjects.batch(state.id), event),), answer={"role": "qualified_person"})


def _disposable(state: BatchState, command: c.DecideBatch) -> Refusal | None:
    if command.decision not in (*blockers.RELEASING, "rejected"):
        return Refusal("decision_unknown", decision=shown_text(command.decision))
    if state.disposition in (command.decision, "rejected"):
        return Refusal("already_signed", step=state.id)
    reasoned = command.decision in ("rejected", "supplied")
    return Refusal("reason_missing", slot=state.id) if reasoned and not clean_text(command.comment) else None


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
