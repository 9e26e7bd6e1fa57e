"""What people ask about deviations, and who may ask (floor-rules 4, 11).

Everybody who works on a batch may open one. Supervisors, the laboratory and quality investigate; quality approves.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ebr.domain.deviation.events import Exceptions
from ebr.domain.values import Value


@dataclass(frozen=True, slots=True)
class OpenDeviation:
    """Open a deviation from exceptions, or from none; the station fills in the number, whatever the asker wrote.

    The batches of the exceptions are named by it without being told again in `batches`.
    """

    title: str
    description: str
    severity: str
    exceptions: Exceptions = ()
    batches: tuple[str, ...] = ()
    discovered: str = ""
    deviation: str = ""


@dataclass(frozen=True, slots=True)
class DescribeDeviation:
    """Describe it anew."""

    deviation: str
    title: str
    description: str
    discovered: str
    reason: str


@dataclass(frozen=True, slots=True)
class LinkExceptions:
    """Say that more exceptions or batches belong to it."""

    deviation: str
    exceptions: Exceptions = ()
    batches: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ClassDeviation:
    """Raise the class, or lower it as quality."""

    deviation: str
    severity: str
    reason: str


@dataclass(frozen=True, slots=True)
class ContainDeviation:
    """Write what was done at once."""

    deviation: str
    text: str


@dataclass(frozen=True, slots=True)
class FindCause:
    """Write why it happened and how that was found."""

    deviation: str
    method: str
    text: str


@dataclass(frozen=True, slots=True)
class AssessImpact:
    """Write what it means for the product and for other batches; the station fills in what it proposes."""

    deviation: str
    text: str
    affected: tuple[str, ...] = ()
    cleared: tuple[str, ...] = ()
    proposed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SetActions:
    """Write what is corrected and prevented, or why nothing is."""

    deviation: str
    corrective: str
    preventive: str
    reference: str = ""
    due: str = ""


@dataclass(frozen=True, slots=True)
class AttachToDeviation:
    """Attach a file that the station keeps already."""

    deviation: str
    value: Value = field(default_factory=dict)
    text: str = ""


@dataclass(frozen=True, slots=True)
class ProposeClosing:
    """Sign that the investigation is complete."""

    deviation: str
    conclusion: str


@dataclass(frozen=True, slots=True)
class ReturnDeviation:
    """Send a proposal back, as quality."""

    deviation: str
    reason: str


@dataclass(frozen=True, slots=True)
class CloseDeviation:
    """Approve and close, as quality."""

    deviation: str
    conclusion: str


@dataclass(frozen=True, slots=True)
class ReopenDeviation:
    """Open a closed deviation again, as quality."""

    deviation: str
    reason: str


OPENERS = ("operator", "supervisor", "laboratory", "quality", "qualified_person")
INVESTIGATORS = ("supervisor", "laboratory", "quality")

RIGHTS: Mapping[type, tuple[str, ...]] = {
    OpenDeviation: OPENERS,
    DescribeDeviation: INVESTIGATORS,
    LinkExceptions: INVESTIGATORS,
    ClassDeviation: INVESTIGATORS,
    ContainDeviation: INVESTIGATORS,
    FindCause: INVESTIGATORS,
    AssessImpact: INVESTIGATORS,
    SetActions: INVESTIGATORS,
    AttachToDeviation: INVESTIGATORS,
    ProposeClosing: INVESTIGATORS,
    ReturnDeviation: ("quality",),
    CloseDeviation: ("quality",),
    ReopenDeviation: ("quality",),
}
SIGNING: tuple[type, ...] = (ProposeClosing, ReturnDeviation, CloseDeviation, ReopenDeviation)
