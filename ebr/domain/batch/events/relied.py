"""What a batch relied on when it used a machine or a room, and when somebody did a step: facts as they were then.

Both are written in the same action as the entry that relied on them, so the record of a batch tells them by itself
(21 CFR 211.182, 211.188(b)): a machine goes on to be cleaned and calibrated, a person to be trained, and the record
stays what it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EquipmentRelied:
    """A registered machine or room as it stood when the batch began to use it at the address `where`.

    `facts` has those of `FACTS` that were known; days are the last on which something holds, times have an offset.
    """

    batch: str
    equipment: str
    where: str
    name: str
    kind: str
    facts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class TrainingRelied:
    """The versions of the procedures in which a person was trained when doing or signing something at `where`.

    `versions` is by procedure, `until` the last day that the training counts, without those that have no end.
    """

    batch: str
    person: str
    where: str
    versions: Mapping[str, str]
    until: Mapping[str, str]


FACTS = (
    "serial",
    "lot",
    "grade",
    "qualified_by",
    "qualified_at",
    "qualified_until",
    "certificate",
    "calibrated_at",
    "calibrated_until",
    "maintained_until",
    "checked_at",
    "cleaned_at",
    "cleaned_by",
    "cleaned_checked_by",
    "clean_until",
    "integrity",
    "integrity_at",
    "cleared_at",
    "cleared_by",
    "cleared_checked_by",
)
"""What may be known of a machine or room."""

EVENTS: Mapping[str, type] = {
    "batch.equipment-relied/1": EquipmentRelied,
    "batch.training-relied/1": TrainingRelied,
}
