"""What is asked about paper: reports and their copies, forms to go on by hand (floor-rules 18)."""

from __future__ import annotations

from dataclasses import dataclass, field

from ebr.domain.values import Value


@dataclass(frozen=True, slots=True)
class MakeReport:
    """Number a report or a copy of it before it is drawn."""

    batch: str
    copy_of: int = 0
    unwitnessed: int = 0


@dataclass(frozen=True, slots=True)
class PrintForm:
    """Number a form with every entry still to make, to go on by hand when the stations cannot (floor-rules 18)."""

    batch: str


@dataclass(frozen=True, slots=True)
class ReconcileForm:
    """Say what became of a form: "transcribed", "unused" or "lost".

    A transcribed one comes with the scan of the paper, named as `Station.attach` names a file.
    """

    batch: str
    form: str
    outcome: str
    comment: str = ""
    scan: Value = field(default_factory=dict)
