"""What happened to a task people are trained for, and to what one person is trained for (21 CFR 211.25; EU GMP 2).

training/task/<sop>        the versions of a procedure, one after another; the last one is in force
training/person/<person>   what one person read and was confirmed in, task by task
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ebr.domain.signature import Signed
from ebr.domain.values import Value


@dataclass(frozen=True, slots=True)
class TaskSet:
    """A version of a procedure is in force, or what it asks for changed.

    `valid_days`: training counts so long, 0 for ever. `practical`: a trainer confirms it too. `roles` need it. `value`
    is the document people read: its name, media type, size and `sha256`; empty where it is kept elsewhere.
    `earlier_until`: training in the version before counts to the end of this day (ISO), "" not at all.
    """

    task: str
    version: str
    title: str
    valid_days: int
    practical: bool
    roles: tuple[str, ...]
    value: Value
    earlier_until: str = ""
    signed: Signed | None = None


@dataclass(frozen=True, slots=True)
class TaskWithdrawn:
    """Nobody works to the procedure any more."""

    task: str
    version: str
    reason: str
    signed: Signed | None = None


@dataclass(frozen=True, slots=True)
class ReadSigned:
    """The person read a version and signs it; `sha256` names the document that was shown, "" for one kept elsewhere."""

    person: str
    task: str
    version: str
    title: str
    sha256: str
    signed: Signed | None = None


@dataclass(frozen=True, slots=True)
class TrainingConfirmed:
    """A trainer saw the person do it and signs; never the person's own (floor-rules 5).

    `evidence` says what training elsewhere was looked at, where no trainer here is trained yet; "" otherwise.
    """

    person: str
    task: str
    version: str
    title: str
    trainer: str
    evidence: str = ""
    signed: Signed | None = None


@dataclass(frozen=True, slots=True)
class TrainingWithdrawn:
    """The person's training in a task counts no more: everything read and confirmed so far, in every version."""

    person: str
    task: str
    reason: str
    signed: Signed | None = None


EVENTS: Mapping[str, type] = {
    "training.task-set/1": TaskSet,
    "training.task-withdrawn/1": TaskWithdrawn,
    "training.read-signed/1": ReadSigned,
    "training.confirmed/1": TrainingConfirmed,
    "training.withdrawn/1": TrainingWithdrawn,
}
