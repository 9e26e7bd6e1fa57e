"""What happened to a deviation, from opening to closing (21 CFR 211.100(b), 211.192; EU GMP 1.4 (xiv); floor-rules 11).

deviation/<number>   one deviation: what departed, what was done at once, why, what else it touches, what follows

A section is written anew as a whole; the last one stands and the earlier ones stay readable. `exceptions` are pairs of
batch and number of the exception, so that no text has to be taken apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ebr.domain.signature import Signed
from ebr.domain.values import Value

Exceptions = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class DeviationOpened:
    """Somebody opened a deviation, or a rule did: `rule` names it, "" for a person.

    A rule gives the label of the entry as title and what is wrong there as description, in no language.
    `severity` is "minor", "major" or "critical"; `discovered` the day (YYYY-MM-DD). `batches` are those that it names.
    """

    deviation: str
    title: str
    description: str
    severity: str
    discovered: str
    exceptions: Exceptions
    batches: tuple[str, ...]
    rule: str = ""


@dataclass(frozen=True, slots=True)
class DeviationDescribed:
    """What departed was described anew, and why."""

    deviation: str
    title: str
    description: str
    discovered: str
    reason: str


@dataclass(frozen=True, slots=True)
class ExceptionsLinked:
    """More exceptions, or more batches, belong to this deviation."""

    deviation: str
    exceptions: Exceptions
    batches: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DeviationClassed:
    """The class was raised (anybody concerned) or lowered (quality, with a reason)."""

    deviation: str
    severity: str
    old: str
    reason: str


@dataclass(frozen=True, slots=True)
class DeviationContained:
    """What was done at once so that it went no further."""

    deviation: str
    text: str


@dataclass(frozen=True, slots=True)
class CauseFound:
    """Why it happened; `method` says how that was found: a code of `ebr.domain.deviation.state.METHODS`."""

    deviation: str
    method: str
    text: str


@dataclass(frozen=True, slots=True)
class ImpactAssessed:
    """What it means for the product and for other batches.

    `affected` are named by the deviation from here on, `cleared` were looked at and are not. `proposed` are those that
    the station found to be looked at: every one of them was judged.
    """

    deviation: str
    text: str
    affected: tuple[str, ...]
    cleared: tuple[str, ...]
    proposed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ActionsSet:
    """What is corrected and what keeps it from coming back; `reference` is its number elsewhere, `due` the day."""

    deviation: str
    corrective: str
    preventive: str
    reference: str
    due: str


@dataclass(frozen=True, slots=True)
class FileAttached:
    """A file belongs to the deviation: `value` has its name, media type, size and `sha256`."""

    deviation: str
    value: Value
    text: str


@dataclass(frozen=True, slots=True)
class ClosingProposed:
    """Somebody who investigated finds it complete and proposes to close it."""

    deviation: str
    conclusion: str
    signed: Signed | None = None


@dataclass(frozen=True, slots=True)
class DeviationReturned:
    """Quality sends it back: what is missing."""

    deviation: str
    reason: str
    signed: Signed | None = None


@dataclass(frozen=True, slots=True)
class DeviationClosed:
    """Quality approved the investigation and closed it; never who opened, investigated or proposed it."""

    deviation: str
    conclusion: str
    signed: Signed | None = None


@dataclass(frozen=True, slots=True)
class DeviationReopened:
    """Quality opened a closed deviation again, and why."""

    deviation: str
    reason: str
    signed: Signed | None = None


EVENTS: Mapping[str, type] = {
    "deviation.opened/1": DeviationOpened,
    "deviation.described/1": DeviationDescribed,
    "deviation.exceptions-linked/1": ExceptionsLinked,
    "deviation.classed/1": DeviationClassed,
    "deviation.contained/1": DeviationContained,
    "deviation.cause-found/1": CauseFound,
    "deviation.impact-assessed/1": ImpactAssessed,
    "deviation.actions-set/1": ActionsSet,
    "deviation.file-attached/1": FileAttached,
    "deviation.closing-proposed/1": ClosingProposed,
    "deviation.returned/1": DeviationReturned,
    "deviation.closed/1": DeviationClosed,
    "deviation.reopened/1": DeviationReopened,
}
