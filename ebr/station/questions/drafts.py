"""Questions about master batch records in the making and in review, and their answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Drafts:
    """All drafts here -> `tuple[DraftRow, ...]`; `open_only`: those that somebody may go on with."""

    open_only: bool = False


@dataclass(frozen=True, slots=True)
class DraftRow:
    """One draft. `status`: "open", "submitted", "abandoned"; `holder` is the station that holds it, `here` this one."""

    mbr: str
    version: str
    title: str
    base: str
    returned: str
    status: str
    holder: str
    here: bool
    saves: int
    saved: str
    saved_by: str
    remarks: int
    contested: int


@dataclass(frozen=True, slots=True)
class RemarkRow:
    """A remark on a part (`place` is its id, "" for the whole); `id` goes back to settle it.

    `version` is that of the text it was made on: a draft that came back from review shows what was said there.
    """

    id: str
    version: str
    place: str
    text: str
    by: str
    by_name: str
    at: str
    open: bool
    answer: str
    closed_by: str
    closed_at: str


@dataclass(frozen=True, slots=True)
class RehearsalRow:
    """A dry run; `fits`: it was of this very text."""

    hash: str
    seed: str
    batches: int
    figures: Mapping[str, str]
    report: str
    by_name: str
    at: str
    fits: bool


@dataclass(frozen=True, slots=True)
class ConflictSide:
    """One text of a block changed twice: canonical JSON, "" for a block that is gone; `entry` goes back as `kept`."""

    entry: str
    text: str
    by_name: str
    station: str
    at: str
    stands: bool


@dataclass(frozen=True, slots=True)
class Conflict:
    """A block that was changed on two sides; an author decides which stands."""

    block: str
    sides: tuple[ConflictSide, ...]


@dataclass(frozen=True, slots=True)
class SaveRow:
    """One saved change, newest first in lists."""

    by_name: str
    station: str
    at: str
    blocks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DraftDocument:
    """One draft in full -> `DraftAnswer`. Raises `Refusal`."""

    mbr: str
    version: str


@dataclass(frozen=True, slots=True)
class DraftAnswer:
    """The draft as it stands: `document` is canonical JSON, unfinished as it may be; `seen` goes back with a change.

    `base_document` is the canonical JSON of the version it began from, "" for none; `in_force` the version that is in
    force now. `writers` never verify or approve it.
    """

    mbr: str
    version: str
    status: str
    document: str
    hash: str
    seen: str
    base: str
    base_hash: str
    base_document: str
    in_force: str
    returned: str
    returned_why: str
    left_out: tuple[str, ...]
    """Blocks that another station changed after the draft was submitted: they are not in the version."""
    holder: str
    here: bool
    writers: tuple[str, ...]
    remarks: tuple[RemarkRow, ...]
    conflicts: tuple[Conflict, ...]
    rehearsals: tuple[RehearsalRow, ...]
    history: tuple[SaveRow, ...]


@dataclass(frozen=True, slots=True)
class MasterVersion:
    """One version in full -> `MasterAnswer`. Raises `Refusal`."""

    mbr: str
    version: str


@dataclass(frozen=True, slots=True)
class EndorsementRow:
    """A signature on a version: "performed", "verified" or "approved"; empty name: still missing."""

    meaning: str
    person: str
    name: str
    at: str


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One change against the version in force when it was submitted, in words; `effect`: "", "stricter", "weaker"."""

    words: str
    place: str
    block: str
    kind: str
    effect: str


@dataclass(frozen=True, slots=True)
class BlockRow:
    """A block of the document: what is approved piece by piece.

    `approved_in` is the version in which the same text was approved, "" for a new or changed one.
    """

    block: str
    words: str
    hash: str
    approved_in: str
    changes: tuple[ChangeRow, ...]
    remarks: tuple[RemarkRow, ...]


@dataclass(frozen=True, slots=True)
class MasterAnswer:
    """A version as review needs it; `status` as in `MasterRow`. `carried` counts blocks approved before.

    `in_force` is the version in force now: when it is another than `base`, the change set no longer fits.
    """

    mbr: str
    version: str
    title: str
    status: str
    hash: str
    document: str
    findings: int
    from_draft: bool
    base: str
    base_document: str
    in_force: str
    authors: tuple[str, ...]
    author_names: tuple[str, ...]
    signatures: tuple[EndorsementRow, ...]
    changes: tuple[ChangeRow, ...]
    parts: tuple[BlockRow, ...]
    left_out: tuple[str, ...]
    """Names of parts that another station changed in the draft after it was submitted: they are not in the version."""
    blocks: int
    carried: int
    remarks: tuple[RemarkRow, ...]
    rehearsals: tuple[RehearsalRow, ...]
    effective: str
    superseded_by: str
    withdrawn: str
    returned: str
    returned_by: str
    returned_to: str
    translators: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Further languages, each with who wrote its texts."""
