"""What people ask of a draft of a master batch record, and who may ask.

Authors write. Whoever will read the version in review may remark on its draft before. Beginning and submitting are
asked of the version (`ebr.domain.master.commands`): a draft knows no version.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final


@dataclass(frozen=True, slots=True)
class SaveDraft:
    """Change blocks of the document: canonical JSON by name, "" for one that is gone.

    `seen` is what the answer `DraftAnswer` or the last save said: what the writer knows. `rules.saving` makes the
    command from two documents.
    """

    mbr: str
    version: str
    seen: str
    blocks: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class TakeDraft:
    """Go on with the draft here: the station that asks holds it from now on."""

    mbr: str
    version: str


@dataclass(frozen=True, slots=True)
class CommentDraft:
    """Remark on a part (its id, "" for the whole)."""

    mbr: str
    version: str
    place: str
    text: str


@dataclass(frozen=True, slots=True)
class CloseDraftComment:
    """Settle a remark, named by the hash of its entry; `text` says how, and may be empty."""

    mbr: str
    version: str
    comment: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class ResolveDraft:
    """Let one side of a block changed twice stand: `kept` is the hash of its entry."""

    mbr: str
    version: str
    block: str
    kept: str


@dataclass(frozen=True, slots=True)
class DismissProposal:
    """Leave the amendment `number` of a batch out of the record on purpose."""

    mbr: str
    version: str
    batch: str
    number: int
    reason: str


@dataclass(frozen=True, slots=True)
class RehearseDraft:
    """Keep the result of a dry run with the draft; `hash` is the MBR hash of what was rehearsed."""

    mbr: str
    version: str
    hash: str
    seed: str
    batches: int
    figures: Mapping[str, str] = field(default_factory=dict)
    report: str = ""


@dataclass(frozen=True, slots=True)
class AbandonDraft:
    """Go on with it no more."""

    mbr: str
    version: str
    reason: str


READERS: Final = ("author", "supervisor", "laboratory", "quality", "qualified_person")
"""Who may remark on a draft or on a version in review."""

RIGHTS: Final[Mapping[type, tuple[str, ...]]] = {
    SaveDraft: ("author",),
    TakeDraft: ("author",),
    CommentDraft: READERS,
    CloseDraftComment: READERS,
    ResolveDraft: ("author",),
    DismissProposal: ("author",),
    RehearseDraft: ("author", "quality"),
    AbandonDraft: ("author",),
}
