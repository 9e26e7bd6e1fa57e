"""Questions about instructions that quality changes while a batch runs, and what of it the next draft should keep."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Amending:
    """What of a running batch's instructions could be amended: `AmendingAnswer`."""

    batch: str


@dataclass(frozen=True, slots=True)
class AmendingAnswer:
    """The instructions in force, canonical JSON.

    `begun` are the ids of steps, and of what stands above them, in which something was done.
    """

    batch: str
    mbr: str
    version: str
    product: str
    document: str
    begun: tuple[str, ...]
    amendments: int
    status: str = ""
    """Of the batch; only one that runs is amended."""


@dataclass(frozen=True, slots=True)
class Proposals:
    """What quality amended in batches of an MBR, oldest first: a tuple of `ProposalRow` (211.115)."""

    mbr: str


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """One amendment as a proposal for the next version: `blocks` are laid over version `version`.

    `before` holds the same blocks as they were in force until then, "" for one that is new; it is empty for an
    amendment that never held (quality kept another, or this program cannot read it).
    """

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
    before: Mapping[str, str] = field(default_factory=dict)
    dismissed: str = ""
    """Why its authors do not take it over, said in a draft of the MBR; `dismissed_by` and `dismissed_at` are whose."""
    dismissed_by: str = ""
    dismissed_at: str = ""


@dataclass(frozen=True, slots=True)
class AmendedRow:
    """What an amendment changed in one step: `changes` in words, one sentence each; `new`: it added the step."""

    number: int
    kind: str
    reason: str
    by_name: str
    at: str
    new: bool
    changes: tuple[str, ...]
