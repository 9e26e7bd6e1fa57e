"""What people ask of a version of a master batch record, and who may ask (21 CFR 211.186(a); floor-rules 4).

`RIGHTS` is the table of rights: the roles of which one is enough. Rules add what depends on state: who wrote never
approves. What only the station knows (`against`, `supersedes`, `in_force`) it fills in, whatever the asker wrote.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
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
class BeginDraft:
    """Begin the draft of a new version.

    From the version `base`; from `document` (canonical JSON, unfinished as it may be: an import, a copy); with neither,
    from an empty one called `title`. Id and version in the document become those of the draft.
    """

    mbr: str
    version: str
    base: str = ""
    document: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class SubmitDraft:
    """Make a version in review of a draft, signed by an author; `against` is the version in force, "" for none."""

    mbr: str
    version: str
    against: str = ""


@dataclass(frozen=True, slots=True)
class SignMbr:
    """Sign the version with this hash.

    "performed" as its author, "verified" as the independent second person, "approved" for the quality unit;
    "translated" says that the texts in a further `language` say what the originals say.
    """

    mbr: str
    version: str
    hash: str
    meaning: str
    in_force: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class CommentMbr:
    """Remark on a part of a version in review (its id, "" for the whole); it is not approved while one is open."""

    mbr: str
    version: str
    place: str
    text: str


@dataclass(frozen=True, slots=True)
class CloseComment:
    """Settle a remark, named by the hash of its entry; `text` says how, and may be empty."""

    mbr: str
    version: str
    comment: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class ReturnMbr:
    """Give a version in review back: it is never approved, its text is the draft of the version `next`."""

    mbr: str
    version: str
    reason: str
    next: str


@dataclass(frozen=True, slots=True)
class RehearseMbr:
    """Keep the result of a dry run with a version; `hash` is that of what was rehearsed."""

    mbr: str
    version: str
    hash: str
    seed: str
    batches: int
    figures: Mapping[str, str] = field(default_factory=dict)
    report: str = ""


@dataclass(frozen=True, slots=True)
class MakeEffective:
    """Allow batches on the version from a date (ISO) on.

    `in_force` is the version in force or planned now, "" for none; `supersedes` are all that would still be in force on
    that date. The station fills in both.
    """

    mbr: str
    version: str
    effective: str
    in_force: str = ""
    supersedes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WithdrawMbr:
    """Allow no further batch on the version.

    `restores` are the versions whose place it has taken or was to take; the station fills them in.
    """

    mbr: str
    version: str
    reason: str
    restores: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SetReviewDepth:
    """Say how deep batches on the version are reviewed: "full", "critical" or "exception", with the justification."""

    mbr: str
    version: str
    depth: str
    justification: str


READERS: Final = ("author", "supervisor", "laboratory", "quality", "qualified_person")
"""Who may remark on a version in review and give it back."""

RIGHTS: Final[Mapping[type, tuple[str, ...]]] = {
    AddMbr: ("author",),
    BeginDraft: ("author",),
    SubmitDraft: ("author",),
    SignMbr: READERS,
    CommentMbr: READERS,
    CloseComment: READERS,
    ReturnMbr: READERS,
    RehearseMbr: ("author", "quality"),
    MakeEffective: ("quality",),
    WithdrawMbr: ("quality",),
    SetReviewDepth: ("quality",),
}

SIGNERS: Final[Mapping[str, tuple[str, ...]]] = {
    "performed": ("author",),
    "verified": READERS,
    "translated": ("author", "supervisor", "quality"),
    "approved": ("quality",),
}
"""The roles in which each meaning is signed, in the order of signing."""
