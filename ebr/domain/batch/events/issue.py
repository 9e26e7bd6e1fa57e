"""What happened at the issue of a batch, and what changed in its instructions since (21 CFR 211.100(b), 211.188(a))."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ebr.domain.signature import Signed


@dataclass(frozen=True, slots=True)
class BatchIssued:
    """A batch was issued as an accurate reproduction of the master (211.188(a)).

    `document` is the MBR's canonical JSON.
    """

    batch: str
    mbr: str
    version: str
    hash: str
    document: str
    size: str
    identifiers: Mapping[str, str]
    signed: Signed | None = None
    station: str = ""
    """Name of the station that issued: it holds every part until it gives one away (floor-rules 2)."""


@dataclass(frozen=True, slots=True)
class IssueChecked:
    """Quality checked the issue against the approved master."""

    batch: str
    signed: Signed | None = None


@dataclass(frozen=True, slots=True)
class BatchAmended:
    """Quality changed the instructions of the running batch (211.100(b); 211.115): "rework" or "safety".

    `blocks` holds the blocks of the document that are new, canonical JSON by name; `hash` is that of the whole document
    then in force. The master itself is as it was: each amendment is a proposal for its next version.
    """

    batch: str
    number: int
    kind: str
    blocks: Mapping[str, str]
    hash: str
    reason: str
    signed: Signed | None = None
