"""The chapter about labels: every print job, what came out of it, and the specimens (21 CFR 211.125, 211.188)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from ebr.domain.batch.state import BatchState
from ebr.domain.batch.state.labelling import SPECIMEN
from ebr.domain.batch.state.model import Job
from ebr.domain.refusal import Refusal
from ebr.domain.values import Stamp
from ebr.reports import document as d
from ebr.reports.record.context import Context
from ebr.reports.record.places import place
from ebr.wording import refusal_words
from ebr.wording.labels import outcome_word
from ebr.words import tr

HIGHEST = 130.0
"""Points that a specimen is high at most."""


def blocks(state: BatchState, context: Context) -> Iterator[d.Block]:
    """Yield the chapter; nothing for a batch whose labels were printed elsewhere."""
    if not (state.label_jobs or state.label_issues):
        return
    yield d.Heading(1, "", tr("Labels"))
    if state.label_issues:
        yield _issues(state, context)
    columns = (
        d.Column(tr("Print job"), 0, code=True),
        d.Column(tr("Labels"), 1.6),
        d.Column(tr("Printed"), 1.6),
        d.Column(tr("What came out"), 2),
    )
    yield d.Table(columns, tuple(_row(state, context, job) for job in state.label_jobs.values()))
    for job in state.label_jobs.values():
        kept = job.event.value.get("sha256", "")
        if kept and context.file(kept) is not None:
            event = job.event
            words = tr("Specimen of {template}, version {version}", template=event.template, version=event.version)
            yield d.Image(kept, partial(_bytes, context, kept), words, HIGHEST)


def _issues(state: BatchState, context: Context) -> d.Table:
    columns = (
        d.Column(tr("Issued for"), 1.6),
        d.Column(tr("Pieces"), 0, "right"),
        d.Column(tr("By"), 1.6),
        d.Column(tr("Reason"), 2),
    )
    rows = tuple(
        (place(state, event.slot), str(event.count), _who(context, stamp), event.reason)
        for event, stamp in state.label_issues
    )
    return d.Table(columns, rows)


def _who(context: Context, stamp: Stamp) -> str:
    return tr("{time} by {name}", time=context.at(stamp), name=context.name(stamp.by))


def _row(state: BatchState, context: Context, job: Job) -> tuple[str | d.Cell, ...]:
    event = job.event
    first, last = event.serials[0], event.serials[-1]
    serials = first if first == last else tr("{first} to {last}", first=first, last=last)
    serials = tr("Specimen") if first == SPECIMEN else serials
    version = tr("{template}, version {version}", template=event.template, version=event.version)
    again = tr("Copy {n} of {print}: {reason}", n=event.copy, print=event.of, reason=event.reason) if event.of else ""
    labels = "\n".join(part for part in (place(state, event.slot), serials, version, again) if part)
    printed = "\n".join((_who(context, job.stamp), event.printer))
    return (event.print, labels, printed, _came_out(context, job))


def _came_out(context: Context, job: Job) -> str | d.Cell:
    if job.open:
        return d.Cell(tr("Nobody has said what came out"), tone="warn")
    parts = [outcome_word(job.outcome)]
    if job.outcome in ("yes", "damaged"):
        parts.append(tr("{good} good, {damaged} damaged", good=job.good, damaged=job.damaged))
    if job.why:
        parts.append(refusal_words(Refusal(job.why, **job.params)))
    if job.how == "person" and job.answered is not None:
        parts += [_who(context, job.answered), job.comment]
    return "\n".join(part for part in parts if part)


def _bytes(context: Context, sha256: str) -> bytes:
    return context.file(sha256) or b""
