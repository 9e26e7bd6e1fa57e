"""Planning a sample without its looks: of which batch, for which entry, with which number, for which day.

What is taken how much and tested against what is the master's to say: the form shows it and asks only for the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ebr.domain.sample.commands import RIGHTS, PlanSample
from ebr.station.questions import SampleToPlan
from ebr.words import tr
from ui.lots.asks import Asked, Form
from ui.pages.offer import Offer

PLANNERS: Final = RIGHTS[PlanSample]
DAY: Final = "2026-11-30"


def batches_of(rows: Sequence[SampleToPlan]) -> tuple[Offer, ...]:
    """Return the batches that still ask for a sample."""
    found = {row.batch: row.product for row in rows}
    return tuple(Offer(batch, tr("{batch}, {product}", batch=batch, product=found[batch]), "flask") for batch in found)


def entries_of(rows: Sequence[SampleToPlan]) -> tuple[Offer, ...]:
    """Return the entries of one batch that a number can be given to."""
    return tuple(Offer(row.address, tr("{step}: {sample}", step=row.step, sample=row.label), "bottle") for row in rows)


def form_of(row: SampleToPlan) -> Form:
    """Return the form of one of them: what the master asks for, the number and the day."""
    tests = "\n".join(
        tr("{test}: {limits}", test=name, limits=limits) if limits else name for name, limits in row.tests
    )
    parts = (row.step, tr("Amount: {amount}", amount=row.amount) if row.amount else "", tests)
    fields = (
        Asked("sample", tr("Number of the sample"), tr("As it is printed on its label"), scans=True),
        Asked("on", tr("To be taken on, empty for any day"), DAY, needed=False),
    )
    return Form(
        tr("Plan {label} of {batch}", label=row.label, batch=row.batch),
        tr("Plan it"),
        fields,
        lambda given: PlanSample(given["sample"], row.batch, row.slot, row.label, given["on"]),
        "\n".join(part for part in parts if part),
        icon="calendar",
        done=tr("Planned"),
    )
