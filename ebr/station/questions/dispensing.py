"""What a person needs to weigh a material: how much, how that was worked out, from which lot, on which balance."""

from __future__ import annotations

from dataclasses import dataclass

from ebr.domain.refusal import Refusal
from ebr.station.questions.materials import FefoRow


@dataclass(frozen=True, slots=True)
class Dispensing:
    """A material entry that is open, with what stands in it so far -> `DispensingAnswer`.

    `lot` is the lot that was named, "" for the one that is proposed; `potency` and `lod` what was typed of a lot that
    is not registered. Raises `Refusal` slot_unknown, batch_unknown.
    """

    batch: str
    slot: str
    lot: str = ""
    container: str = ""
    potency: str = ""
    lod: str = ""


@dataclass(frozen=True, slots=True)
class SumRow:
    """One line of arithmetic with the numbers put in: "100.60 x 100/99.00 x 100/(100 - 0.50)" and what it came to.

    `kind`: "scaled" (the bill of materials for this size), "pure" (corrected for the lot), "rest" (the same after some
    was used), "target" (the entry's own formula), "value" (a computed entry `name` that the target refers to).
    """

    kind: str
    name: str
    sum: str
    result: str


@dataclass(frozen=True, slots=True)
class ScaleRow:
    """A registered balance: whether it is the one of this terminal, and why it may not weigh this charge now."""

    equipment: str
    name: str
    here: bool
    blocked: Refusal | None


@dataclass(frozen=True, slots=True)
class DispensingAnswer:
    """All quantities are decimal text in `unit`, in what the balance shows; "" where the master gives no bound.

    `rest` is what is still to be weighed, `exact` the same before it was rounded ("" where they are equal), `full` that
    enough is in. `pure`: the master speaks of the content, and `assay` and `lod` of `lot` corrected it.
    `known`: the lot is registered, so that assay and expiry need not be typed. `blocked`: why the lot that was named
    may not be used; then everything else speaks of the proposed one. `first` is the lot that is over first.
    `fefo` is empty where no lots of the material are kept. `grows`: the charge is corrected and no assay is known yet.
    """

    unit: str
    decimals: int
    target: str
    low: str
    high: str
    used: str
    rest: str
    exact: str
    full: bool
    pure: bool
    rounded_up: bool
    grows: bool
    lot: str
    assay: str
    lod: str
    expiry: str
    known: bool
    blocked: Refusal | None
    first: str
    sums: tuple[SumRow, ...]
    fefo: tuple[FefoRow, ...]
    scales: tuple[ScaleRow, ...]
    balance: str
    """Equipment number of this terminal's balance, "" for none."""
