"""What people ask about the labels of a batch (21 CFR 211.125, 211.130)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ebr.domain.values import Value


@dataclass(frozen=True, slots=True)
class IssueLabels:
    """Let so many labels of a version be printed for an entry; `rivals`, a newer version in force, is the station's."""

    batch: str
    slot: str
    template: str
    version: str
    count: int
    reason: str = ""
    rivals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PrintLabels:
    """Number a job for a printer (`ebr.station.labelling` draws it first and sends it after).

    `of` names the job whose labels are printed again, with the reason; `item` the row of a material that a container
    label is for; `value` the file of a specimen. `rivals` as in `IssueLabels`.
    """

    batch: str
    slot: str
    template: str
    version: str
    contents: Mapping[str, str]
    serials: tuple[str, ...]
    drawn: str
    printer: str
    item: int = 0
    of: str = ""
    reason: str = ""
    specimen: bool = False
    value: Value = field(default_factory=dict)
    rivals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NotePrint:
    """Write down what the printer said of a job: "printed", "not_printed" or "unknown", and why."""

    batch: str
    print: str
    outcome: str
    why: str = ""
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AnswerPrint:
    """Say what came out of a job: "yes", "no", or "damaged" with the number of good and of damaged labels."""

    batch: str
    print: str
    answer: str
    good: int = 0
    damaged: int = 0
    comment: str = ""


@dataclass(frozen=True, slots=True)
class TakeInLabels:
    """Take labels in that were printed elsewhere, with the number counted; again, with a reason, while it is open."""

    batch: str
    slot: str
    delivery: str
    source: str
    count: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class CountDelivery:
    """Count a delivery of labels as the second person."""

    batch: str
    slot: str
    delivery: str
    count: int
