"""One user action, and the entries it becomes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ebr.domain.decision import Draft
from ebr.domain.subjects import root_of
from ebr.domain.values import Instant
from ebr.storage import codec
from ebr.storage.chain import SUITE, Entry, Sealer, body_hash, moment, sealed
from ebr.storage.codec import Header
from ebr.storage.folds import Heads
from ebr.storage.projector import Written


@dataclass(frozen=True, slots=True)
class Action:
    """What one person asked for, decided: written whole or not at all."""

    id: str
    drafts: Sequence[Draft]
    by: str
    presence: str
    at: Instant
    relies: Sequence[str] = ()
    answer: str = ""
    secrets: Mapping[str, bytes | None] = field(default_factory=dict)

    def roots(self) -> list[str]:
        """Return the roots it writes on, in order."""
        return list(dict.fromkeys(root_of(draft.subject) for draft in self.drafts))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a log ends: its id ("" before the genesis), its last entry, and how many entries the store holds."""

    log: str
    head: Entry | None
    arrival: int


def entries_of(
    action: Action, place: Place, known: Heads, relies: tuple[tuple[str, str], ...], sealer: Sealer, program: str
) -> tuple[list[Written], dict[str, tuple[str, ...]]]:
    """Return the sealed entries of an action behind a place, and the new heads of its subjects.

    `known` are the heads so far.
    """
    heads: dict[str, tuple[str, ...]] = {}
    written: list[Written] = []
    head, when, of = place.head, moment(action.at), len(action.drafts)
    for n, draft in enumerate(action.drafts, 1):
        name, body, event = codec.write(draft.event)
        header = Header(
            action=(action.id, n, of),
            after=heads.get(draft.subject) or known.get(draft.subject, ()),
            at=when,
            body=body_hash(body),
            by=action.by,
            event=name,
            key=sealer.public,
            presence=action.presence,
            prev="" if head is None else head.hash.hex(),
            program=program,
            relies=relies,
            seq=1 if head is None else head.seq + 1,
            subject=draft.subject,
            suite=SUITE,
            log=(place.log or (head.log if head else "")) or None,
        )
        head = sealed(header, body, sealer)
        heads[draft.subject] = (head.hash.hex(),)
        written.append(Written(place.arrival + n, head, header, event))
    return written, heads
