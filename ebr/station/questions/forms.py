"""Questions about emergency forms: the numbered paper on which a batch went on by hand (floor-rules 18)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Forms:
    """The emergency forms of a batch: `FormsAnswer`."""

    batch: str


@dataclass(frozen=True, slots=True)
class FormRow:
    """One form: entries it has room for, values that came from it; `outcome` is empty until it is reconciled."""

    number: str
    station: str
    printed_by: str
    printed_at: str
    entries: int
    values: int
    outcome: str
    comment: str
    scan: str
    reconciled_by: str
    reconciled_at: str


@dataclass(frozen=True, slots=True)
class FormsAnswer:
    """All of them, in the order in which they were printed; `printable`: the batch has entries still to make."""

    batch: str
    product: str
    forms: tuple[FormRow, ...]
    printable: bool
