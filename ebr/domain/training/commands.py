"""What people ask about training, and who may ask (floor-rules 4; 21 CFR 211.25).

Quality says what a task is and which version is in force. Everybody who works here reads and signs for themselves. A
trainer is a supervisor or of quality, and trained in the very task.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from ebr.domain.values import Value


@dataclass(frozen=True, slots=True)
class SetTask:
    """Put a version of a procedure in force, or change what the version in force asks for; see `TaskSet`."""

    task: str
    version: str
    title: str
    valid_days: int = 0
    practical: bool = False
    roles: tuple[str, ...] = ()
    value: Value = field(default_factory=dict)
    earlier_until: str = ""


@dataclass(frozen=True, slots=True)
class WithdrawTask:
    """Take a procedure out of force."""

    task: str
    reason: str


@dataclass(frozen=True, slots=True)
class SignRead:
    """Sign that the version in force was read; `sha256` is the document that was opened, "" for one kept elsewhere."""

    person: str
    task: str
    version: str
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class ConfirmTraining:
    """Confirm, as a trainer, that the person can do it; `trainer` is who asks and signs.

    `evidence`: quality alone may confirm without being trained here, naming what training elsewhere was looked at.
    """

    person: str
    task: str
    version: str
    trainer: str
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class WithdrawTraining:
    """Let a person's training in a task count no more."""

    person: str
    task: str
    reason: str


READERS: Final = ("operator", "supervisor", "laboratory", "quality", "qualified_person", "author", "administrator")
"""Everybody but the recovery administrator, who is nobody's working account."""

RIGHTS: Final[Mapping[type, tuple[str, ...]]] = {
    SetTask: ("quality",),
    WithdrawTask: ("quality",),
    SignRead: READERS,
    ConfirmTraining: ("supervisor", "quality"),
    WithdrawTraining: ("supervisor", "quality"),
}
