"""What people ask of a building block of the library, and who may ask.

An author adds a version, quality approves it and never who wrote it. What only the station knows (`impact`) it fills
in, whatever the asker wrote.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class AddBlock:
    """Bring a version of a building block: `part` is the canonical JSON of a phase or an operation (`level`).

    `source` is the root of the draft or version that it was taken from, "" for none: who wrote there wrote it.
    `rules.adding` makes the command from a part of a document.
    """

    block: str
    version: str
    level: str
    part: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class ApproveBlock:
    """Approve the version with this hash for the quality unit.

    `impact` lists where another version of the block is used, one line each.
    """

    block: str
    version: str
    hash: str
    impact: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WithdrawBlock:
    """Let nobody take the version any more; where it was taken it stays."""

    block: str
    version: str
    reason: str


RIGHTS: Final[Mapping[type, tuple[str, ...]]] = {
    AddBlock: ("author",),
    ApproveBlock: ("quality",),
    WithdrawBlock: ("quality",),
}
