"""What a person's key signs: who, in which role, what was shown, and the record as it stood (architecture.md)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from ebr.domain import subjects
from ebr.domain.decision import Draft, Sheet
from ebr.domain.people.state import PersonState
from ebr.domain.signature import Signed
from ebr.domain.values import Instant
from ebr.storage.keys import PersonKeys
from ebr.storage.log import Log


@dataclass(frozen=True, slots=True)
class Signing:
    """Who signs, with which opened keys and under which of the roles; `seen` is the hash of what was shown."""

    person: PersonState
    keys: PersonKeys
    roles: tuple[str, ...]
    seen: str


def document_digest(document: str) -> str:
    """Return the hash that ties a signature to the document shown."""
    return hashlib.sha256(document.encode()).hexdigest()


def statement(log: Log, draft: Draft, sheet: Sheet, role: str, signing: Signing, at: Instant) -> Signed:
    """Return the statement that the signer's key is about to sign, for an event that will carry it."""
    heads = log.heads(subjects.root_of(draft.subject))
    pairs = tuple(sorted((subject, head) for subject, found in heads.items() for head in found))
    document = sheet.text
    return Signed(
        signing.person.person,
        signing.keys.public,
        signing.person.name,
        role,
        sheet.meaning,
        at.wall,
        at.zone,
        log.id,
        draft.subject,
        pairs,
        sheet.covered,
        document,
        document_digest(document),
    )
