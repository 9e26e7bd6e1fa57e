"""Beginning a draft: from a version, from a document, or empty.

Two drafts never stand for one version, and a version that exists is never drafted again: its text is fixed.
"""

from __future__ import annotations

from typing import Any

from ebr.domain import subjects
from ebr.domain.canonical import dumps
from ebr.domain.decision import Actor, Decision, Draft, Facts, refuse
from ebr.domain.draft import events as e
from ebr.domain.draft.state import DraftState, document_for, version_trouble
from ebr.domain.master.commands import BeginDraft
from ebr.domain.master.state import MasterState
from ebr.domain.mbr.build import blank
from ebr.domain.mbr.document import to_json
from ebr.domain.mbr.model import Mbr
from ebr.domain.values import shown_text


def begin(state: MasterState, facts: Facts, command: BeginDraft, actor: Actor) -> Decision:
    """Begin the draft, held by the station that asks."""
    refusal = version_trouble(command.mbr, command.version)
    if refusal is not None:
        return Decision(refusal=refusal)
    draft = facts.get(subjects.draft(command.mbr, command.version))
    if isinstance(draft, DraftState) and draft.status != "unknown":
        return refuse("draft_exists", mbr=command.mbr, version=command.version)
    if state.entry:
        return refuse("mbr_version_taken", mbr=command.mbr, version=command.version)
    base = facts.get(subjects.master(command.mbr, command.base)) if command.base else None
    if command.base and not (isinstance(base, MasterState) and base.entry):
        return refuse("mbr_unknown", mbr=command.mbr, version=shown_text(command.base))
    document = _document(command, base)
    event = e.DraftBegun(
        command.mbr,
        command.version,
        command.base,
        base.hash if isinstance(base, MasterState) else "",
        document,
        actor.station,
        writers=_writers(command, base, document, actor.person),
    )
    return Decision((Draft(subjects.draft(command.mbr, command.version), event),))


def _writers(command: BeginDraft, base: object, document: str, person: str) -> tuple[str, ...]:
    """Return who wrote what comes along without an approval; who brings a text other than that of the base wrote it."""
    if not isinstance(base, MasterState):
        return ()  # the entry says who began it: that person wrote it
    unapproved = base.authors if "approved" not in base.signatures or base.returned else ()
    own = bool(command.document) and document != document_for(command.mbr, command.version, base.document)
    return tuple(dict.fromkeys((*unapproved, person) if own else unapproved))


def _document(command: BeginDraft, base: object) -> str:
    text = command.document or (base.document if isinstance(base, MasterState) else "")
    return document_for(command.mbr, command.version, text) if text else _empty(command)


def _empty(command: BeginDraft) -> str:
    document: dict[str, Any] = dict(to_json(blank(Mbr)))
    named = {"id": command.mbr, "version": command.version, "title": command.title}
    return dumps({**document, "header": {**document["header"], **named}}).decode()
