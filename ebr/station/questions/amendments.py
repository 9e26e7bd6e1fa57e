"""Questions about instructions that quality changes while a batch runs, and what of it the next draft should keep."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Amending:
    """What of a running batch's instructions could be amended: `AmendingAnswer`."""

    batch: str


@dataclass(frozen=True, slots=True)
class AmendingAnswer:
    """The instructions in force, canonical JSON; `begun` are the ids of steps in which something was done."""

    batch: str
    mbr: str
    version: str
    product: str
    document: str
    begun: tuple[str, ...]
    amendments: int


@dataclass(frozen=True, slots=True)
class Proposals:
    """What quality amended in batches of an MBR, oldest first: a tuple of `ProposalRow` (211.115)."""

    mbr: str


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """One amendment as a proposal for the next version: `blocks` are laid over version `version`."""

    batch: str
    version: str
    number: int
    kind: str
    reason: str
    by: str
    at: str
    exception: str
    steps: str
    blocks: Mapping[str, str]
