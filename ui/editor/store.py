"""The draft as the log keeps it: opening, saving by blocks, remarks, conflicts. Reading happens beside the screen.

A save says what its writer knew (`seen`), so that changes of two stations are merged block by block, and a block that
both changed is a conflict that an author decides, never the last one's.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ebr.domain.draft.commands import (
    CloseDraftComment,
    CommentDraft,
    DismissProposal,
    ResolveDraft,
    SaveDraft,
    TakeDraft,
)
from ebr.domain.mbr.document import from_json
from ebr.domain.mbr.model import Mbr
from ebr.domain.refusal import Refusal
from ebr.station.questions import Conflict, DraftAnswer, DraftDocument
from ui.desk import Then, new_command_id
from ui.pages.visit import Visit

if TYPE_CHECKING:
    from ebr.station.questions import RehearsalRow


@dataclass(frozen=True, slots=True)
class Remarked:
    """One remark on a part ("" for the whole)."""

    key: str
    part: str
    who: str
    when: str
    text: str
    open: bool
    answer: str


@dataclass(frozen=True, slots=True)
class Opened:
    """A draft as it was answered. `seen` goes back with the next save; `why_closed` says why nobody writes in it."""

    mbr: str
    version: str
    seen: str
    document: Mbr
    base: Mbr | None
    base_version: str
    closed: str
    here: bool
    holder: str
    notes: tuple[Remarked, ...]
    conflicts: tuple[Conflict, ...]
    rehearsals: tuple[RehearsalRow, ...]
    returned_why: str
    in_force: str = ""


class Store:
    """Store(desk, person): the ways of one draft to the log and back."""

    def __init__(self, desk: Visit, person: str) -> None:
        self._desk, self._person = desk, person

    def open(self, mbr: str, version: str, then: Callable[[Opened], None], refused: Callable[[Refusal], None]) -> None:
        """Read the draft; `refused` hears why it cannot be read."""

        def read(said: object) -> None:
            if isinstance(said, Opened):
                then(said)
            elif isinstance(said, Refusal):
                refused(said)

        def answered(answer: DraftAnswer) -> None:
            self._desk.beside(lambda: opened_of(answer), read)

        self._desk.ask(DraftDocument(mbr, version), answered, refused)

    def save(self, opened: Opened, blocks: Mapping[str, str], then: Then) -> None:
        """Record changed blocks."""
        self._do(SaveDraft(opened.mbr, opened.version, opened.seen, blocks), then)

    def note(self, opened: Opened, part: str, text: str, then: Then) -> None:
        """Remark on a part."""
        self._do(CommentDraft(opened.mbr, opened.version, part, text), then)

    def dismiss(self, opened: Opened, batch: str, number: int, reason: str, then: Then) -> None:
        """Leave an amendment out."""
        self._do(DismissProposal(opened.mbr, opened.version, batch, number, reason), then)

    def close_note(self, opened: Opened, note: str, then: Then) -> None:
        """Settle a remark."""
        self._do(CloseDraftComment(opened.mbr, opened.version, note), then)

    def resolve(self, opened: Opened, block: str, kept: str, then: Then) -> None:
        """Let one side of a block stand."""
        self._do(ResolveDraft(opened.mbr, opened.version, block, kept), then)

    def take(self, opened: Opened, then: Then) -> None:
        """Go on with the draft on this station."""
        self._do(TakeDraft(opened.mbr, opened.version), then)

    def _do(self, command: object, then: Then) -> None:
        self._desk.do(command, by=self._person, then=then, command_id=new_command_id())


def opened_of(answer: DraftAnswer) -> Opened:
    """Return a draft read from its answer; a document that cannot be read is a Refusal."""
    notes = (Remarked(one.id, one.place, one.by_name, one.at, one.text, one.open, one.answer) for one in answer.remarks)
    return Opened(
        answer.mbr,
        answer.version,
        answer.seen,
        from_json(json.loads(answer.document), unfinished=True),
        from_json(json.loads(answer.base_document), unfinished=True) if answer.base_document else None,
        answer.base,
        "" if answer.status == "open" else answer.status,
        answer.here,
        answer.holder,
        tuple(notes),
        answer.conflicts,
        answer.rehearsals,
        answer.returned_why,
        answer.in_force,
    )


def with_seen(opened: Opened, seen: str) -> Opened:
    """Return the draft as its writer knows it after a save."""
    return replace(opened, seen=seen or opened.seen)
