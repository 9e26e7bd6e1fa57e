"""Where building blocks are used: asked by screens, and by the approval of a block, whose signature covers the list."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from ebr.domain import subjects
from ebr.domain.block.state import BlockState
from ebr.domain.draft.state import DraftState
from ebr.domain.master.state import MasterState
from ebr.domain.mbr.document import from_json
from ebr.domain.mbr.library import Part, Taken, taken_parts
from ebr.domain.mbr.numbering import numbering
from ebr.domain.refusal import Refusal
from ebr.domain.values import Instant
from ebr.storage.store import Store
from ebr.storage.views import blocks, drafts, masters

GONE = ("superseded", "withdrawn", "returned")
"""Versions of an MBR that are used no more."""
MARK = '"block":'
"""What the text of a document has that uses a building block."""


@dataclass(frozen=True, slots=True)
class Use:
    """A part that says it was taken from a building block, and the document that it stands in."""

    mbr: str
    mbr_version: str
    title: str
    status: str
    number: str
    taken: Taken

    @property
    def part(self) -> Part:
        """The step or operation."""
        return self.taken.part


def day_of(at: Instant) -> str:
    """Return the station's date, ISO."""
    return datetime.fromisoformat(at.wall).date().isoformat()


def uses(store: Store, day: str) -> tuple[Use, ...]:
    """Return every use in versions that are in force, approved or in review on a day, and in open drafts."""
    return (*_in_masters(store, day), *_in_drafts(store))


def block_state(store: Store, block: str, version: str) -> BlockState:
    """Return the state of a version of a building block."""
    state = store.state(subjects.block(block, version))
    assert isinstance(state, BlockState)
    return state


def newest(store: Store, block: str) -> str:
    """Return the version of a block that is to be taken now: the last one that is approved; "" for none."""
    with store.reading() as connection:
        lines = blocks.blocks(connection, block)
    return next((str(line.version) for line in lines if line.status == "approved"), "")


def earlier(store: Store, block: str, version: str, day: str) -> tuple[Use, ...]:
    """Return where versions of a block before this one are used."""
    return tuple(
        use for use in uses(store, day) if use.taken.block == block and int(use.taken.version) < int(version or "0")
    )


def impact_lines(store: Store, block: str, version: str, day: str) -> tuple[str, ...]:
    """Return the impact list of a version as it is signed: one line for each part that uses an earlier version."""
    found = earlier(store, block, version, day) if version.isdecimal() else ()
    return tuple(
        f"{use.mbr} {use.mbr_version} ({use.status}): {use.part.id}, {use.taken.block}@{use.taken.version}"
        for use in found
    )


def _in_masters(store: Store, day: str) -> Iterator[Use]:
    with store.reading() as connection:
        lines = masters.masters(connection)
    for line in lines:
        state = store.state(subjects.master(line.mbr, line.version))
        if isinstance(state, MasterState) and MARK in state.document and state.life(day) not in GONE:
            for number, taken in _taken(state.document):
                yield Use(state.id, state.version, state.title, state.life(day), number, taken)


def _in_drafts(store: Store) -> Iterator[Use]:
    with store.reading() as connection:
        lines = drafts.drafts(connection)
    for line in lines:
        state = store.state(subjects.draft(line.mbr, line.version))
        if line.status == "open" and isinstance(state, DraftState) and _marked(state):
            for number, taken in _taken(state.text()):
                yield Use(state.id, state.version, line.title or state.id, "open", number, taken)


def _marked(state: DraftState) -> bool:
    return any(MARK in text for text in state.blocks.texts.values())


@lru_cache(maxsize=64)
def _taken(text: str) -> tuple[tuple[str, Taken], ...]:
    """Return the parts of a document that were taken from blocks, with their numbers; one it cannot read has none."""
    try:
        mbr = from_json(json.loads(text), unfinished=True)
    except (Refusal, ValueError, RecursionError):
        return ()
    numbers = numbering(mbr)
    return tuple((numbers.get(taken.part.id, ""), taken) for taken in taken_parts(mbr))
