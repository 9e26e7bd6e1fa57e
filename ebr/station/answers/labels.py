"""Answers about label templates, about what a batch prints, and about what a scan says."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ebr.domain import subjects
from ebr.domain.batch.state import BatchState, labelling
from ebr.domain.batch.state.model import Delivery, Job
from ebr.domain.batch.state.plan import last_id
from ebr.domain.label.state import LabelState
from ebr.domain.label.state.model import Step
from ebr.domain.label.state.particulars import SETS
from ebr.domain.label.state.template import Template, read
from ebr.domain.refusal import Refusal
from ebr.domain.values import plain, shown_text
from ebr.station.answers.names import batch_of, name_of
from ebr.station.labelling import asked, in_force, known_of, template_for, today
from ebr.station.questions import (
    BatchLabels,
    BatchLabelsAnswer,
    CodeAnswer,
    DeliveryRow,
    JobRow,
    LabelPicture,
    LabelRow,
    Labels,
    ParticularRow,
    ReadCode,
)
from ebr.storage.views import labels as view
from ebr.words import figure

if TYPE_CHECKING:
    from ebr.station.inside import Inside


def labels(station: Inside, _question: Labels) -> tuple[LabelRow, ...]:
    """Answer `Labels`."""
    with station.store.reading() as connection:
        lines = view.labels(connection)
    forced = {(label.id, label.version) for label in in_force(station)}
    found = (station.store.state(line.root) for line in lines)
    return tuple(_row(station, state, forced) for state in found if isinstance(state, LabelState))


def _row(station: Inside, state: LabelState, forced: set[tuple[str, str]]) -> LabelRow:
    template = state.template
    checked, approved, withdrawn = (_by(step) for step in (state.checked, state.approved, state.withdrawn))
    return LabelRow(
        state.id,
        state.version,
        state.title,
        state.life,
        state.hash,
        state.document,
        template.kind,
        f"{figure(plain(template.width))} x {figure(plain(template.height))} mm",
        template.particulars,
        _particulars(template),
        tuple((text.id, text.text) for text in template.texts),
        tuple((one.id, one.kind, "".join(f"({a}){v}" for a, v in one.fields) or one.text) for one in template.codes),
        state.written_by,
        name_of(station, state.written_by),
        state.written_at,
        checked[0],
        name_of(station, checked[0]),
        checked[1],
        approved[0],
        name_of(station, approved[0]),
        approved[1],
        state.begins,
        state.reason,
        name_of(station, withdrawn[0]),
        (state.id, state.version) in forced,
        len(state.others),
    )


def _by(step: Step | None) -> tuple[str, str]:
    return (step.person, step.at) if step is not None else ("", "")


def _particulars(template: Template) -> tuple[ParticularRow, ...]:
    return tuple(
        ParticularRow(
            letter,
            tuple(part.id for part in template.parts if letter in part.covers),
            template.absent.get(letter, ""),
        )
        for letter in SETS.get(template.particulars, ())
    )


def picture(station: Inside, question: LabelPicture) -> bytes:
    """Answer `LabelPicture`."""
    from ebr.labels import drawing, layout

    document = question.document
    if not document:
        state = station.store.state(subjects.label(question.template, question.version))
        if not isinstance(state, LabelState) or not state.entry:
            raise Refusal("label_unknown", label=shown_text(question.template), version=shown_text(question.version))
        document = state.document
    template = read(document)
    laid = layout.laid_out(template, template.longest(), station.store.genesis.profile)
    return drawing.png(drawing.dots(drawing.pdf([laid], ""), [laid])[0])


def of_batch(station: Inside, question: BatchLabels) -> BatchLabelsAnswer:
    """Answer `BatchLabels`."""
    state = batch_of(station, question.batch)
    slot = state.plan.slots.get(last_id(question.slot)) if state.plan is not None else None
    if slot is None:
        raise Refusal("slot_unknown", slot=shown_text(question.slot), batch=question.batch)
    label: LabelState | None
    try:
        label = template_for(station, state, question.slot)
    except Refusal:
        label = None
    known = known_of(station, state, question.slot, question.item)
    template = label.template if label is not None else None
    open_names = asked(template, known) if template is not None else ()
    of_record = (
        "weighed_by",
        "checked_by",
        "net",
        "gross",
        "tare",
        "lot",
        "container",
        "item",
        "item_code",
        "weighed_at",
    )
    before = _last(state, question.slot, question.item)
    return BatchLabelsAnswer(
        question.batch,
        question.slot,
        slot.label,
        slot.of if slot.kind == "labels" else "",
        label.id if label is not None else "",
        label.version if label is not None else "",
        label.title if label is not None else "",
        template.kind if template is not None else "",
        tuple((name, words, before.get(name, "")) for name, words in open_names if name not in of_record),
        known,
        tuple(name for name, _ in open_names if name in of_record),
        labelling.may_print(state, question.slot),
        sum(event.count for event, _ in state.label_issues if event.slot == question.slot),
        tuple(_job(station, job) for job in labelling.jobs_of(state, question.slot)),
        labelling.proposed(state, question.slot),
        slot.kind == "labels",
        tuple(_delivery(station, one) for (slot_, _), one in state.label_deliveries.items() if slot_ == question.slot),
    )


def _delivery(station: Inside, one: Delivery) -> DeliveryRow:
    event, stamp = one.event, one.stamp
    second = name_of(station, one.seconded.by) if one.seconded is not None else ""
    by = name_of(station, stamp.by)
    return DeliveryRow(event.delivery, event.source, event.count, by, stamp.by, stamp.at.wall, one.agreed, second)


def _last(state: BatchState, slot: str, item: int) -> dict[str, str]:
    jobs = [job for job in labelling.jobs_of(state, slot) if job.event.item == item]
    return dict(jobs[-1].event.contents) if jobs else {}


def _job(station: Inside, job: Job) -> JobRow:
    event = job.event
    return JobRow(
        event.print,
        event.template,
        event.version,
        event.serials,
        event.copy,
        event.of,
        event.reason,
        event.printer,
        event.specimen,
        event.value.get("sha256", ""),
        job.outcome,
        job.open,
        job.good,
        job.damaged,
        job.how,
        job.comment,
        job.why,
        job.params,
        name_of(station, job.stamp.by),
        job.stamp.at.wall,
        event.item,
    )


def code(station: Inside, question: ReadCode) -> CodeAnswer:
    """Answer `ReadCode`."""
    from ebr.labels import reading

    profile = station.store.genesis.profile
    found = reading.read(
        question.data, question.aim, profile, date.fromisoformat(today(station)), separators=question.separators
    )
    return CodeAnswer(found.kind, found.text, found.readable, found.facts)
