"""Answers about emergency forms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ebr.domain.batch.state import BatchState, forms
from ebr.domain.batch.state.model import FormState
from ebr.station.answers.names import batch_of, name_of
from ebr.station.questions import FormRow, Forms, FormsAnswer

if TYPE_CHECKING:
    from ebr.station.inside import Inside


def all_forms(station: Inside, question: Forms) -> FormsAnswer:
    """Answer `Forms`; raises `Refusal` for a batch that is not here."""
    state = batch_of(station, question.batch)
    rows = tuple(_row(station, state, form) for form in state.forms.values())
    product = state.plan.mbr.header.product if state.plan is not None else state.id
    ended = state.completed or state.aborted
    return FormsAnswer(state.id, product, rows, ended is None and bool(forms.open_steps(state)))


def _row(station: Inside, state: BatchState, form: FormState) -> FormRow:
    done = form.reconciled
    return FormRow(
        form.number,
        form.station,
        name_of(station, form.printed.by) if form.printed.by else "",
        form.printed.at.wall,
        len(form.entries),
        len(forms.transcribed(state, form.number)),
        form.outcome,
        form.comment,
        form.scan.get("name", ""),
        name_of(station, done.by) if done is not None else "",
        done.at.wall if done is not None else "",
    )
