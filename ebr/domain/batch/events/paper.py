"""What left a batch on paper: reports and their copies, forms to go on by hand (floor-rules 18)."""

from __future__ import annotations

from dataclasses import dataclass, field

from ebr.domain.signature import Signed
from ebr.domain.values import Value


@dataclass(frozen=True, slots=True)
class ReportMade:
    """Report number `report`, copy `copy`, was made from the record up to and including this entry."""

    batch: str
    report: int
    copy: int
    supersedes: int
    unwitnessed: int
    made: str


@dataclass(frozen=True, slots=True)
class FormPrinted:
    """The rest of the batch was printed as a numbered form to write on (floor-rules 18).

    `form` is its number, "EF-001"; `entries` are the addresses of the entries it has room for, `station` printed it.
    """

    batch: str
    form: str
    station: str
    entries: tuple[str, ...]
    made: str


@dataclass(frozen=True, slots=True)
class FormReconciled:
    """A supervisor said what became of a form: "transcribed", "unused" or "lost".

    `values` counts what was transcribed from it; `value` names the file with the paper as it was filled in, as every
    entry names its file.
    """

    batch: str
    form: str
    outcome: str
    comment: str
    values: int = 0
    value: Value = field(default_factory=dict)
    signed: Signed | None = None
