"""How a value went from batch to batch, for review and product review (EU GMP 1.10; 21 CFR 211.180(e)).

What goes from batch to batch has a name: the id of an entry in the master, ":time" for how long the batch took,
":time/UNIT" and ":time/UNIT/OPERATION/STEP" for its parts, ":exceptions" for how many departures it had.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Literal

from ebr.domain.refusal import Refusal
from ebr.domain.trends import RULES, USUAL, Assessed, Rule, assess
from ebr.domain.values import shown_text

Series = Literal["value", "yield", "batch_time", "unit_time", "step_time", "exceptions"]
"""What is followed: an entry, a yield, a time from beginning to end, the number of exceptions."""


@dataclass(frozen=True, slots=True)
class ValueHistory:
    """One entry of a master in its last batches, oldest first, up to and including `batch` -> `HistoryAnswer`.

    `slot` is the entry's id in the master, or another name as above. `batch` "" takes the newest batches of all.
    """

    mbr: str
    slot: str
    batch: str = ""
    last: int = 24


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One batch: its number, version of the master, status, the value as decimal text and how many it is the mean of.

    `verdict` is the worst of them; `at` the time of the last; `low` and `high` the limits it was held to ("" for none).
    """

    batch: str
    version: str
    status: str
    value: str
    count: int
    verdict: str
    at: str
    low: str = ""
    high: str = ""


@dataclass(frozen=True, slots=True)
class HistoryAnswer:
    """Label and unit of the entry, its limits as they were in the newest batch ("" for none), and the batches."""

    slot: str
    label: str
    unit: str
    low: str
    high: str
    rows: tuple[HistoryRow, ...]
    kind: Series = "value"


@dataclass(frozen=True, slots=True)
class TrendValues:
    """The entries of a master's version in use that give a number -> `tuple[TrendValue, ...]`, in document order."""

    mbr: str


@dataclass(frozen=True, slots=True)
class TrendValue:
    """One entry that can be charted."""

    slot: str
    label: str
    unit: str
    step: str
    kind: str


def assessed(rows: Sequence[HistoryRow], low: str, high: str, rules: str = USUAL) -> Assessed:
    """Return what the rows of a value say against limits: the same for a screen, a command, a table and a paper.

    Raises `Refusal` rules_unknown.
    """
    return assess([Decimal(row.value) for row in rows], decimal_of(low), decimal_of(high), rules_of(rules))


def rules_of(name: str) -> Mapping[str, Rule]:
    """Return the run rules of a name; raises `Refusal` rules_unknown."""
    if name not in RULES:
        raise Refusal("rules_unknown", rules=shown_text(name), known=", ".join(RULES))
    return RULES[name]


def decimal_of(text: str) -> Decimal | None:
    """Return a limit as a number; None for none."""
    try:
        return Decimal(text) if text else None
    except InvalidOperation:
        return None
