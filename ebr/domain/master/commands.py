"""What people ask of a version of a master batch record, and who may ask (21 CFR 211.186(a); floor-rules 4).

`RIGHTS` is the table of rights: the roles of which one is enough. Rules add what depends on state: who wrote never
approves.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class AddMbr:
    """Bring a version to the station: `document` is its canonical JSON.

    `rules.adding` makes the command from a YAML text.
    """

    mbr: str
    version: str
    document: str


@dataclass(frozen=True, slots=True)
class SignMbr:
    """Sign the version with this hash: "performed" as its author, "approved" for the quality unit."""

    mbr: str
    version: str
    hash: str
    meaning: str


@dataclass(frozen=True, slots=True)
class MakeEffective:
    """Allow batches on the version from a date (ISO) on.

    `supersedes` is the version in force or planned now, filled by the station; empty when there is none.
    """

    mbr: str
    version: str
    effective: str
    supersedes: str = ""


@dataclass(frozen=True, slots=True)
class WithdrawMbr:
    """Allow no further batch on the version."""

    mbr: str
    version: str
    reason: str


RIGHTS: Final[Mapping[type, tuple[str, ...]]] = {
    AddMbr: ("author",),
    SignMbr: ("author", "quality"),
    MakeEffective: ("quality",),
    WithdrawMbr: ("quality",),
}

SIGNER: Final[Mapping[str, str]] = {"performed": "author", "approved": "quality"}
"""The role in which each meaning is signed."""
