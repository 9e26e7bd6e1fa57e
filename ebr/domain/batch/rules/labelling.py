"""Labels of a batch: issued, printed, printed again, answered for (21 CFR 211.122, 211.125, 211.130; 211.101(b)).

Only a version in force is printed, only for the entry that names it, only as many as were issued. What the record
knows (batch, product, identifiers, lot, weights) the label says exactly so. Nothing more is printed for an entry while
nobody knows what came out of its last job, and a batch is not complete before.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from ebr.domain import subjects
from ebr.domain.batch import commands as c
from ebr.domain.batch.events import label as e
from ebr.domain.batch.rules import guards
from ebr.domain.batch.rules.record import subject_of
from ebr.domain.batch.state import BatchState, labelling, product
from ebr.domain.batch.state.labelling import SPECIMEN
from ebr.domain.batch.state.model import Job
from ebr.domain.decision import Actor, Decision, Draft, Facts
from ebr.domain.label.state import LabelState
from ebr.domain.label.state.template import Template
from ebr.domain.refusal import Refusal
from ebr.domain.values import Instant, clean_text, shown_text

Command = c.IssueLabels | c.PrintLabels | c.NotePrint | c.AnswerPrint
MOST: Final = 100_000
ANSWERS: Final = ("yes", "no", "damaged")
NAMES: Final = ("weighed_by", "checked_by")
"""Persons: the record knows ids, a label says names, which the station fills in."""
VARY: Final = ("serial", "printed")
"""What differs between the labels of one entry."""


def roots(command: object) -> tuple[str, ...]:
    """Return the root of the template that a command names."""
    named = isinstance(command, (c.IssueLabels, c.PrintLabels))
    return (subjects.label(command.template, command.version),) if named else ()  # type: ignore[attr-defined]


def decide(state: BatchState, facts: Facts, command: Command, actor: Actor, at: Instant) -> Decision:
    """Return the event of a command about labels, or why not."""
    match command:
        case c.IssueLabels():
            return issue(state, facts, command, at)
        case c.PrintLabels():
            return hand_over(state, facts, command, actor, at)
        case c.NotePrint():
            return note(state, command)
        case c.AnswerPrint():
            return answer(state, command)


def issue(state: BatchState, facts: Facts, command: c.IssueLabels, at: Instant) -> Decision:
    """Let so many labels be printed for an entry."""
    where = _place(state, command.slot)
    _version(facts, command, at, where.slot.of, where.slot.kind)
    if where.slot.kind != "labels":
        raise Refusal("labels_not_counted", slot=where.slot.label)
    if not 1 <= command.count <= MOST:
        raise Refusal("labels_count", count=str(command.count), most=str(MOST))
    again = any(event.slot == command.slot for event, _ in state.label_issues)
    reason = clean_text(command.reason, 500)
    if again and not reason:
        raise Refusal("reason_missing", slot=where.slot.label)
    event = e.LabelsIssued(state.id, command.slot, command.template, command.version, command.count, reason)
    return Decision((Draft(subject_of(state, where), event),))


def hand_over(state: BatchState, facts: Facts, command: c.PrintLabels, actor: Actor, at: Instant) -> Decision:
    """Number a job before it is sent to a printer."""
    where = _place(state, command.slot)
    label = _version(facts, command, at, where.slot.of, where.slot.kind)
    _nothing_open(state, command.slot)
    before = _again(state, command) if command.of else None
    _serials(state, command, before)
    _contents(state, command, label.template, where.slot.kind)
    _same_as_before(state, command)
    if where.slot.kind == "labels" and len(command.serials) > (left := labelling.may_print(state, command.slot)):
        raise Refusal("labels_not_issued", slot=where.slot.label, wanted=str(len(command.serials)), left=str(left))
    number = labelling.next_number(state, actor.station)
    event = e.LabelPrinted(
        state.id,
        command.slot,
        number,
        command.template,
        command.version,
        label.hash,
        command.drawn,
        dict(command.contents),
        command.serials,
        _copy(state, command),
        command.of,
        clean_text(command.reason, 500),
        clean_text(command.printer, 80),
        command.specimen,
        command.item,
        dict(command.value),
    )
    return Decision((Draft(subject_of(state, where), event),), answer={"print": number, "drawn": command.drawn})


def note(state: BatchState, command: c.NotePrint) -> Decision:
    """Write down what a printer said of a job: all came out, nothing did, or it does not know."""
    job = _job(state, command.print)
    subject = job.stamp.subject
    count = len(job.event.serials)
    if command.outcome == "printed":
        event: object = e.LabelPrintAnswered(state.id, command.print, "yes", count, 0, "printer")
    elif command.outcome in ("not_printed", "unknown"):
        event = e.LabelPrintFailed(state.id, command.print, command.outcome, command.why, dict(command.params))
    else:
        raise Refusal("label_answer_unknown", answer=shown_text(command.outcome))
    return Decision((Draft(subject, event),))


def answer(state: BatchState, command: c.AnswerPrint) -> Decision:
    """Say what came out of a job that no printer confirmed."""
    job = _job(state, command.print)
    count, comment = len(job.event.serials), clean_text(command.comment, 500)
    if command.answer not in ANSWERS:
        raise Refusal("label_answer_unknown", answer=shown_text(command.answer))
    good, damaged = {"yes": (count, 0), "no": (0, 0)}.get(command.answer, (command.good, command.damaged))
    if command.answer == "damaged" and not (damaged >= 1 and good >= 0 and good + damaged <= count):
        raise Refusal("label_answer_count", good=str(good), damaged=str(damaged), count=str(count))
    event = e.LabelPrintAnswered(state.id, command.print, command.answer, good, damaged, "person", comment)
    return Decision((Draft(job.stamp.subject, event),))


def unanswered(state: BatchState) -> Refusal | None:
    """Refuse what must wait until somebody said what came out of every job."""
    job = next(labelling.open_jobs(state), None)
    return None if job is None else _asked(job)


def _place(state: BatchState, address: str) -> guards.Where:
    refusal = guards.running(state)
    if refusal is not None:
        raise refusal
    where = guards.place(state, address)
    locked = guards.step_open(state, where.phase_address, where.phase)
    # Labels of a batch may be issued and printed before their count is open, never in a step that does not apply.
    if locked is not None and (locked.code == "step_not_applicable" or where.slot.kind != "labels"):
        raise locked
    return where


def entry_of_labels(state: BatchState, address: str) -> guards.Where:
    """Return the entry that counts labels, in a batch that runs; raises `Refusal` for another kind of entry."""
    where = _place(state, address)
    if where.slot.kind != "labels":
        raise Refusal("labels_not_counted", slot=where.slot.label)
    return where


def _version(facts: Facts, command: c.IssueLabels | c.PrintLabels, at: Instant, named: str, kind: str) -> LabelState:
    label = facts.get(subjects.label(command.template, command.version))
    if not isinstance(label, LabelState) or not label.entry:
        raise Refusal("label_unknown", label=shown_text(command.template), version=shown_text(command.version))
    today = datetime.fromisoformat(at.wall).date().isoformat()
    if label.withdrawn is not None:
        raise Refusal("label_withdrawn", label=label.id, version=label.version)
    if not label.in_force(today):
        raise Refusal("label_not_in_force", label=label.id, version=label.version)
    if command.rivals:
        raise Refusal("label_superseded", label=label.id, version=label.version, newer=command.rivals[0])
    if kind == "labels" and label.template.title != named:
        raise Refusal("label_other", slot=named, title=label.template.title)
    return label


def _nothing_open(state: BatchState, slot: str) -> None:
    job = next(labelling.open_jobs(state, slot), None)
    if job is not None:
        raise _asked(job)


def _asked(job: Job) -> Refusal:
    return Refusal("label_print_unanswered", print=job.event.print, printer=job.event.printer)


def _job(state: BatchState, number: str) -> Job:
    job = state.label_jobs.get(number)
    if job is None:
        raise Refusal("label_print_unknown", print=shown_text(number), batch=state.id)
    if not job.open:
        raise Refusal("label_print_answered", print=number)
    return job


def _again(state: BatchState, command: c.PrintLabels) -> Job:
    before = state.label_jobs.get(command.of)
    if before is None or before.event.slot != command.slot:
        raise Refusal("label_print_unknown", print=shown_text(command.of), batch=state.id)
    if not clean_text(command.reason, 500):
        raise Refusal("label_reprint_reason", print=command.of)
    return before


def _copy(state: BatchState, command: c.PrintLabels) -> int:
    if not command.of:
        return 1
    return 1 + max(
        job.event.copy
        for job in labelling.jobs_of(state, command.slot)
        if set(job.event.serials) & set(command.serials) or job.event.print == command.of
    )


def _serials(state: BatchState, command: c.PrintLabels, before: Job | None) -> None:
    wanted = command.serials
    right: tuple[str, ...] = (SPECIMEN,)
    if command.specimen:
        if "sha256" not in command.value:
            raise Refusal("label_specimen_file", slot=command.slot)
    elif before is not None:
        right = tuple(one for one in before.event.serials if one in wanted)
    else:
        right = labelling.next_serials(state, command.slot, len(wanted))
    if not wanted or wanted != right:
        raise Refusal("label_serials", first=wanted[0] if wanted else "", right=right[0] if right else "")


def _contents(state: BatchState, command: c.PrintLabels, template: Template, kind: str) -> None:
    """Refuse contents that are missing, or that say otherwise than the record."""
    known = labelling.of_batch(state)
    if kind in ("material", "qs"):
        row = labelling.of_row(state, command.slot, command.item)
        if not row:
            raise Refusal("label_row_unknown", slot=command.slot, item=str(command.item))
        known |= row
    else:
        known |= product.of_product(state, command.slot)
    for name in template.placeholders():
        said, right = command.contents.get(name, ""), known.get(name, "")
        if name == "serial":
            continue
        if not clean_text(said, 500):
            raise Refusal("label_field_missing", field=name, name=name)
        if name not in NAMES and right and said != right:
            raise Refusal("label_contents_differ", name=name, said=shown_text(said), right=shown_text(right))


def _same_as_before(state: BatchState, command: c.PrintLabels) -> None:
    """Refuse two labels of one entry and item that say different things (211.130(b))."""
    for job in labelling.jobs_of(state, command.slot):
        if job.event.item != command.item or job.outcome in ("no", "not_printed"):
            continue
        if job.event.version != command.version and not command.of:
            continue
        first = _difference(job.event.contents, command.contents)
        if first and not (command.item and not command.of):
            name, was = first
            now = command.contents.get(name, "")
            raise Refusal("label_contents_differ", name=name, said=shown_text(now), right=shown_text(was))


def _difference(before: Mapping[str, str], now: Mapping[str, str]) -> tuple[str, str] | None:
    names = [name for name in before if name not in VARY]
    return next(((name, before[name]) for name in names if name in now and now[name] != before[name]), None)
