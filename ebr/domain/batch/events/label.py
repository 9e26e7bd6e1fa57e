"""What happened to the labels of a batch (21 CFR 211.122, 211.125, 211.130; 211.101(b)).

A job is written down before anything is sent to a printer: a power cut in between leaves a job that somebody must
answer for, never a label that nobody knows of. `print` is the number of the job, "LP-001".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ebr.domain.values import Value


@dataclass(frozen=True, slots=True)
class LabelsIssued:
    """A supervisor let so many labels of a version be printed for an entry (211.125(a)); repeated issues add up."""

    batch: str
    slot: str
    template: str
    version: str
    count: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class LabelPrinted:
    """A job was handed to a printer: these serial numbers, with these contents, of this version of the template.

    `hash` is that of the template, `drawn` the SHA-256 of the dots of the whole job (`ebr.labels.drawing.digest`).
    `copy` is 1, or the number of times that the serials of job `of` have been printed with this one, and then there is
    a `reason`. A specimen is one label, kept as a picture in the record: `value` names the file.
    """

    batch: str
    slot: str
    print: str
    template: str
    version: str
    hash: str
    drawn: str
    contents: Mapping[str, str]
    serials: tuple[str, ...]
    copy: int
    of: str
    reason: str
    printer: str
    specimen: bool
    item: int = 0
    value: Value = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LabelPrintFailed:
    """A printer did not confirm a job: "not_printed" (nothing came out), or "unknown" (somebody must look)."""

    batch: str
    print: str
    outcome: str
    why: str
    params: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class LabelPrintAnswered:
    """What came out of a job: "yes" (all), "no" (none), "damaged" (some are good, others are not).

    `good` and `damaged` count labels on paper; `how` is "printer" (it confirmed) or "person" (who looked).
    """

    batch: str
    print: str
    answer: str
    good: int
    damaged: int
    how: str
    comment: str = ""


@dataclass(frozen=True, slots=True)
class LabelsDelivered:
    """Labels that were printed elsewhere came for an entry; who wrote this counted them. Again: counted anew."""

    batch: str
    slot: str
    delivery: str
    source: str
    count: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class LabelDeliveryCounted:
    """A second person counted a delivery; the same number agrees, any other is an exception."""

    batch: str
    slot: str
    delivery: str
    count: int


EVENTS: Mapping[str, type] = {
    "batch.labels-issued/1": LabelsIssued,
    "batch.label-printed/1": LabelPrinted,
    "batch.label-print-failed/1": LabelPrintFailed,
    "batch.label-print-answered/1": LabelPrintAnswered,
    "batch.labels-delivered/1": LabelsDelivered,
    "batch.label-delivery-counted/1": LabelDeliveryCounted,
}
