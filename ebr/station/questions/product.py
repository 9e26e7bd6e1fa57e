"""The product review: the batches of one master beside each other (EU GMP 1.10; 21 CFR 211.180(e)).

Numbers are decimal text, rounded for reading; what is charted is asked for by `ValueHistory`.
"""

from __future__ import annotations

from dataclasses import dataclass

from ebr.station.questions.trends import Series


@dataclass(frozen=True, slots=True)
class ReviewedProducts:
    """The masters that have batches on this station -> `tuple[ProductLine, ...]`, the newest batch first."""


@dataclass(frozen=True, slots=True)
class ProductLine:
    """One master: its id, what it makes, and how many batches of it are known here."""

    mbr: str
    product: str
    batches: int


@dataclass(frozen=True, slots=True)
class ProductReview:
    """The newest `last` batches of a master, with all that can be followed from batch to batch -> `ProductAnswer`.

    `rules` names the run rules: "western_electric" or "nelson". Raises `Refusal` no_batches, rules_unknown.
    """

    mbr: str
    last: int = 500
    rules: str = "western_electric"


@dataclass(frozen=True, slots=True)
class ProductBatch:
    """One batch: version, status, begin and end ("" for not yet), hours it took, exceptions by severity.

    `outside` counts its numbers that stand outside their limits, `open` its undecided exceptions.
    """

    batch: str
    version: str
    status: str
    begun: str
    ended: str
    hours: str
    minor: int
    major: int
    critical: int
    open: int
    outside: int


@dataclass(frozen=True, slots=True)
class SeriesRow:
    """One thing that is followed: how many batches have it, mean, deviation, limits, Cpk, and what is signalled.

    `cpk` is "" without limits or spread; `needed` says how many batches it takes where there are too few, else 0.
    `signals` counts places that a rule found, `outside` batches out of their limits; `newest` says that the newest
    batch is one of either. `step` is the title of the step it belongs to.
    """

    slot: str
    kind: Series
    label: str
    unit: str
    step: str
    count: int
    mean: str
    deviation: str
    low: str
    high: str
    cpk: str
    needed: int
    signals: int
    outside: int
    newest: bool


@dataclass(frozen=True, slots=True)
class ProductVersion:
    """A version of the master among these batches: how many were made by it, and which was the first."""

    version: str
    batches: int
    first: str


@dataclass(frozen=True, slots=True)
class ProductAnswer:
    """Batches and versions oldest first; the series: times and exceptions, yields, then values in document order."""

    mbr: str
    product: str
    batches: tuple[ProductBatch, ...]
    versions: tuple[ProductVersion, ...]
    series: tuple[SeriesRow, ...]
