"""What people ask of a label template, and who may ask.

An author writes it, another person checks it, quality approves it and puts it in force; nobody twice. Whether every
text fits the station measures before the rules are asked (`ebr.station.filling`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class WriteLabel:
    """Bring a version of a template: `document` is its canonical JSON (`ebr.domain.label.state.template`)."""

    template: str
    version: str
    document: str


@dataclass(frozen=True, slots=True)
class CheckLabel:
    """Say that the version with this hash says what it shall say."""

    template: str
    version: str
    hash: str


@dataclass(frozen=True, slots=True)
class ApproveLabel:
    """Approve the version with this hash for the quality unit."""

    template: str
    version: str
    hash: str


@dataclass(frozen=True, slots=True)
class MakeLabelEffective:
    """Put an approved version in force from a day on (ISO date, today or later)."""

    template: str
    version: str
    hash: str
    begins: str


@dataclass(frozen=True, slots=True)
class WithdrawLabel:
    """Let nobody print the version any more; labels that were printed stay in their records."""

    template: str
    version: str
    reason: str


RIGHTS: Final[Mapping[type, tuple[str, ...]]] = {
    WriteLabel: ("author",),
    CheckLabel: ("author", "supervisor", "quality"),
    ApproveLabel: ("quality",),
    MakeLabelEffective: ("quality",),
    WithdrawLabel: ("quality",),
}
