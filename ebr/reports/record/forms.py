"""The chapter about emergency forms: every number that was printed and what became of it (floor-rules 18)."""

from __future__ import annotations

from collections.abc import Iterator

from ebr.domain.batch.state import BatchState, forms
from ebr.domain.batch.state.model import FormState
from ebr.reports import document as d
from ebr.reports.record.context import Context
from ebr.wording.codes import outcome_word
from ebr.words import tr


def blocks(state: BatchState, context: Context) -> Iterator[d.Block]:
    """Yield the chapter; nothing for a batch of which no form was printed."""
    if not state.forms:
        return
    yield d.Heading(1, "", tr("Emergency forms"))
    columns = (
        d.Column(tr("Form number"), 0, code=True),
        d.Column(tr("Printed"), 1.6),
        d.Column(tr("Values"), 0, "right"),
        d.Column(tr("What became of it"), 2.6),
    )
    yield d.Table(columns, tuple(_row(state, context, form) for form in state.forms.values()))


def _row(state: BatchState, context: Context, form: FormState) -> tuple[str | d.Cell, ...]:
    printed = tr("{time} by {name}", time=context.at(form.printed), name=context.name(form.printed.by))
    count = str(len(forms.transcribed(state, form.number)))
    if form.reconciled is None:
        return (form.number, printed, count, d.Cell(tr("Not reconciled"), tone="warn"))
    said = tr("{time} by {name}", time=context.at(form.reconciled), name=context.name(form.reconciled.by))
    scan = tr("Scan {file}", file=form.scan["name"]) if form.scan.get("name") else ""
    parts = (f"{outcome_word(form.outcome)}, {said}", form.comment, scan)
    return (form.number, printed, count, "\n".join(part for part in parts if part))
