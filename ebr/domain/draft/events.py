"""What happened to the draft of a version of a master batch record (subject `draft/<id>/<version>`).

A draft is the document by blocks (`ebr.domain.mbr.document.blocks_of`), so a saved change holds the blocks it changed
and nothing else. It may be unfinished: only what is submitted is checked. Every saved change is an entry, so who wrote
what is never a question (21 CFR 211.186(a); who wrote never approves).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DraftBegun:
    """A draft of a version began from `document` (canonical JSON), held by the station `station`.

    `base` is the version it began from and `base_hash` its hash, both empty for one that begins by itself. `returned`
    names the version whose text came back from review; `writers` are those who wrote what came along and is not
    approved yet.
    """

    mbr: str
    version: str
    base: str
    base_hash: str
    document: str
    station: str = ""
    returned: str = ""
    writers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftSaved:
    """Blocks of the document changed.

    `blocks` has the canonical JSON of each by name, "" for one that is gone; `before` and `after` are the hashes of the
    whole (`ebr.domain.draft.state.blocks.whole_hash`) without and with them, as the station knew it. `unaware` names
    the blocks that others had changed meanwhile and the writer had not seen: they are kept beside what stands.
    """

    mbr: str
    version: str
    before: str
    after: str
    blocks: Mapping[str, str]
    unaware: tuple[str, ...] = ()

    @property
    def what(self) -> str:
        """What the audit trail says was changed: names, not texts."""
        return ", ".join(sorted(self.blocks))


@dataclass(frozen=True, slots=True)
class DraftTaken:
    """The station `station` holds the draft from now on; `was` held it before."""

    mbr: str
    version: str
    station: str
    was: str


@dataclass(frozen=True, slots=True)
class DraftCommented:
    """Somebody remarked on a part of the document; `place` is its id, "" for the whole."""

    mbr: str
    version: str
    place: str
    text: str


@dataclass(frozen=True, slots=True)
class DraftCommentClosed:
    """A remark is settled; `comment` is the hash of its entry."""

    mbr: str
    version: str
    comment: str
    text: str


@dataclass(frozen=True, slots=True)
class DraftResolved:
    """Of a block changed on two sides, the side of the entry `kept` stands."""

    mbr: str
    version: str
    block: str
    kept: str

    @property
    def what(self) -> str:
        """What the audit trail says was decided."""
        return self.block


@dataclass(frozen=True, slots=True)
class DraftProposalDismissed:
    """The amendment `number` of a batch is not taken over, for a reason; it stays in sight as that (21 CFR 211.115)."""

    mbr: str
    version: str
    batch: str
    number: int
    reason: str


@dataclass(frozen=True, slots=True)
class DraftRehearsed:
    """The draft with the MBR hash `hash` was rehearsed in so many batches made from a seed.

    `figures` says what was reached ("branches" -> "31/32"); `report` is the SHA-256 of the report.
    """

    mbr: str
    version: str
    hash: str
    seed: str
    batches: int
    figures: Mapping[str, str]
    report: str


@dataclass(frozen=True, slots=True)
class DraftSubmitted:
    """The draft became a version in review, with this MBR hash; nothing more is written to it."""

    mbr: str
    version: str
    hash: str


@dataclass(frozen=True, slots=True)
class DraftAbandoned:
    """Nobody goes on with the draft; its version may not be used again."""

    mbr: str
    version: str
    reason: str


EVENTS: Mapping[str, type] = {
    "draft.begun/1": DraftBegun,
    "draft.saved/1": DraftSaved,
    "draft.taken/1": DraftTaken,
    "draft.commented/1": DraftCommented,
    "draft.comment-closed/1": DraftCommentClosed,
    "draft.resolved/1": DraftResolved,
    "draft.proposal-dismissed/1": DraftProposalDismissed,
    "draft.rehearsed/1": DraftRehearsed,
    "draft.submitted/1": DraftSubmitted,
    "draft.abandoned/1": DraftAbandoned,
}
