"""What happened to one version of a building block (subject `block/<id>/<version>`).

A version never changes: its text is in the entry that brought it, and another text is another version.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ebr.domain.signature import Signed


@dataclass(frozen=True, slots=True)
class BlockAdded:
    """A version came to the library: `part` is the canonical JSON of the phase or operation, `hash` its SHA-256.

    `source` is the draft or version that it was taken from, `writers` those who wrote there: none of them approves.
    `findings` counts the warnings of the check.
    """

    block: str
    version: str
    level: str
    title: str
    hash: str
    part: str
    findings: int
    source: str = ""
    writers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BlockApproved:
    """Quality approved the version with this hash; `impact` says where another version of the block was used then."""

    block: str
    version: str
    hash: str
    impact: tuple[str, ...]
    signed: Signed | None = None


@dataclass(frozen=True, slots=True)
class BlockWithdrawn:
    """Nobody takes the version any more."""

    block: str
    version: str
    reason: str
    signed: Signed | None = None


EVENTS: Mapping[str, type] = {
    "block.added/1": BlockAdded,
    "block.approved/1": BlockApproved,
    "block.withdrawn/1": BlockWithdrawn,
}
