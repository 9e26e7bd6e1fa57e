"""What is asked at the issue of a batch, and when its instructions have to change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class IssueBatch:
    """Issue a numbered batch on an effective MBR version; `rivals`, other such versions, the station fills in."""

    batch: str
    mbr: str
    version: str
    size: str
    identifiers: Mapping[str, str] = field(default_factory=dict)
    rivals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckIssue:
    """Quality: the issued batch is an accurate reproduction of the approved master."""

    batch: str


@dataclass(frozen=True, slots=True)
class AmendBatch:
    """Change the instructions of a running batch: "rework" (steps more) or "safety" (a limit, a text, a control).

    `blocks` are blocks of the document, canonical JSON by name (`ebr.domain.batch.rules.amending.blocks_for`).
    """

    batch: str
    kind: str
    blocks: Mapping[str, str]
    reason: str
