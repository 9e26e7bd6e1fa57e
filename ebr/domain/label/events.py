"""What happened to one version of a label template (subject `label/<id>/<version>`; 21 CFR 211.122, 211.125, 211.130).

A version never changes: its text is in the entry that brought it, and another text is another version.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ebr.domain.signature import Signed


@dataclass(frozen=True, slots=True)
class LabelWritten:
    """An author wrote a version: `document` is the canonical JSON of the template, `hash` its SHA-256."""

    template: str
    version: str
    title: str
    hash: str
    document: str


@dataclass(frozen=True, slots=True)
class LabelChecked:
    """A second person compared the version with this hash with what it shall say."""

    template: str
    version: str
    hash: str
    signed: Signed | None = None


@dataclass(frozen=True, slots=True)
class LabelApproved:
    """Quality approved the version with this hash."""

    template: str
    version: str
    hash: str
    signed: Signed | None = None


@dataclass(frozen=True, slots=True)
class LabelMadeEffective:
    """Quality put the version in force from a day on (ISO); the version in force before ends there."""

    template: str
    version: str
    hash: str
    begins: str
    signed: Signed | None = None


@dataclass(frozen=True, slots=True)
class LabelWithdrawn:
    """Nobody prints the version any more."""

    template: str
    version: str
    reason: str
    signed: Signed | None = None


EVENTS: Mapping[str, type] = {
    "label.written/1": LabelWritten,
    "label.checked/1": LabelChecked,
    "label.approved/1": LabelApproved,
    "label.made-effective/1": LabelMadeEffective,
    "label.withdrawn/1": LabelWithdrawn,
}
