"""The state of one draft."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from ebr.domain.canonical import Json, dumps
from ebr.domain.draft.state.blocks import Blocks, loaded, whole_hash
from ebr.domain.review import Rehearsal, Remark
from ebr.domain.values import Stamp

Status = Literal["unknown", "open", "submitted", "abandoned"]


@dataclass(frozen=True, slots=True)
class Save:
    """One saved change: which blocks; `number` counts the entries of its log about the draft."""

    stamp: Stamp
    number: int
    blocks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """One of the texts of a block that was changed twice; "" for a block that is gone there."""

    stamp: Stamp
    text: str


@dataclass(frozen=True, slots=True)
class Contest:
    """A block that was changed on two sides; the first stands until an author decides.

    `kept` is the hash of the side that was kept, empty before.
    """

    block: str
    sides: tuple[Side, ...]
    kept: str = ""
    resolved: Stamp | None = None

    @property
    def open(self) -> bool:
        """Nobody has decided."""
        return self.resolved is None


@dataclass(frozen=True, slots=True)
class Dismissal:
    """Why an amendment of a batch is not taken over into the record, and who said so when."""

    reason: str
    stamp: Stamp


@dataclass(slots=True)
class DraftState:
    """One draft; `entry` is the hash of the entry that began it, empty before; `last` that of the newest change."""

    id: str
    version: str
    entry: str = ""
    last: str = ""
    base: str = ""
    base_hash: str = ""
    returned: str = ""
    holder: str = ""
    blocks: Blocks = field(default_factory=Blocks)
    stamps: dict[str, Stamp] = field(default_factory=dict)
    """Block -> the entry that gave it what stands, also for one that is gone."""
    contests: dict[str, Contest] = field(default_factory=dict)
    decided: list[Contest] = field(default_factory=list)
    """Contests that were decided before the same block was changed twice again."""
    saves: list[Save] = field(default_factory=list)
    writers: tuple[str, ...] = ()
    """Everybody who wrote in it, and in what came along unapproved: none of them approves."""
    translators: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Further language -> everybody who wrote its texts."""
    comments: dict[str, Remark] = field(default_factory=dict)
    rehearsals: list[Rehearsal] = field(default_factory=list)
    dismissed: dict[tuple[str, int], Dismissal] = field(default_factory=dict)
    """Batch and number of an amendment -> why it is not taken over; the last word counts."""
    known: dict[str, int] = field(default_factory=dict)
    """Log -> how many of its entries are about the draft."""
    begun: Stamp | None = None
    submitted: str = ""
    """The MBR hash of what was submitted."""
    abandoned: str = ""

    @property
    def hash(self) -> str:
        """The hash of the whole, by blocks."""
        return whole_hash(self.blocks.digests)

    @property
    def status(self) -> Status:
        """Where it stands."""
        if not self.entry:
            return "unknown"
        return "submitted" if self.submitted else "abandoned" if self.abandoned else "open"

    def title(self) -> str:
        """Return what the document is called, "" while it has no name."""
        header = loaded(self.blocks.texts.get("header", "{}"))
        return str(header.get("title", "")) if isinstance(header, dict) else ""

    def document(self) -> dict[str, Json]:
        """Return the document as it stands."""
        return self.blocks.document()

    def text(self) -> str:
        """Return the document as canonical JSON."""
        return dumps(self.document()).decode()

    def open_contests(self) -> tuple[Contest, ...]:
        """Return the blocks of which an author must decide which side stands, by name."""
        return tuple(found for _, found in sorted(self.contests.items()) if found.open)
