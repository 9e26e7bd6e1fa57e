"""Questions about the library of building blocks, and their answers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Blocks:
    """All versions of all building blocks, the newest of each first -> `tuple[LibraryRow, ...]`."""


@dataclass(frozen=True, slots=True)
class LibraryRow:
    """One version of a building block. `status`: "added", "approved", "withdrawn"; `level`: "phase", "operation".

    `part` is the canonical JSON of the step or operation, `outside` the ids that a document has to bring. `newest`: the
    version to be taken now. `uses` counts the parts that say they were taken from it; `passed_over` those who brought
    another text under the same version without knowing of this one.
    """

    block: str
    version: str
    level: str
    title: str
    status: str
    hash: str
    part: str
    findings: int
    source: str
    outside: tuple[str, ...]
    authors: tuple[str, ...]
    author_names: tuple[str, ...]
    added_at: str
    approver: str
    approved_at: str
    withdrawn: str
    withdrawn_by: str
    newest: bool
    uses: int
    passed_over: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BlockUse:
    """Where a building block is used: versions in force, in review or approved, and drafts -> `tuple[UseRow, ...]`."""

    block: str


@dataclass(frozen=True, slots=True)
class UseRow:
    """One part that says it was taken from a building block; `number` as the operator sees it ("6.3").

    `status` as in `MasterRow`, "open" for a draft. `likeness`: "same", "fitted" (other materials and values only),
    "changed" here, "unknown" when that version of the block is not here. `newer`: the version to be taken now when it
    is a later one, else "".
    """

    mbr: str
    mbr_version: str
    title: str
    status: str
    part: str
    part_title: str
    level: str
    number: str
    block: str
    version: str
    likeness: str
    newer: str


@dataclass(frozen=True, slots=True)
class ImpactList:
    """Where versions of a block before this one are used -> `tuple[UseRow, ...]`: what its approval leaves behind."""

    block: str
    version: str


@dataclass(frozen=True, slots=True)
class MasterImpact:
    """What the approval of a version of an MBR leaves behind -> `tuple[UseRow, ...]`.

    Its own parts for which a later version of their block is approved, then the parts of other records that use an
    earlier version of a block than it does. Raises `Refusal`.
    """

    mbr: str
    version: str
