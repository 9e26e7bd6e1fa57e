"""What is allowed with a label template (`ebr.domain.decision`; 21 CFR 211.122, 211.125, 211.130; EU GMP 5.47).

Three people: who writes, who checks, who approves. Only an approved version is put in force, and only one in force is
printed. Versions are counted 1, 2, 3. A template with a fault in it does not get so far that anybody could approve it.
"""

from __future__ import annotations

import hashlib
import re
from datetime import date, datetime
from typing import Final

from ebr.domain import subjects
from ebr.domain.decision import Actor, Decision, Draft, Facts, refuse
from ebr.domain.label import events as e
from ebr.domain.label.commands import (
    RIGHTS,
    ApproveLabel,
    CheckLabel,
    MakeLabelEffective,
    WithdrawLabel,
    WriteLabel,
)
from ebr.domain.label.rules.checking import examine
from ebr.domain.label.rules.sheets import sheet
from ebr.domain.label.state import LabelState
from ebr.domain.label.state.names import NAME
from ebr.domain.label.state.template import read
from ebr.domain.people.state import with_right
from ebr.domain.refusal import Refusal
from ebr.domain.values import Instant, clean_text, shown_text

__all__ = ["decide", "needs", "sheet", "signer", "subject"]

Command = WriteLabel | CheckLabel | ApproveLabel | MakeLabelEffective | WithdrawLabel
VERSION: Final = re.compile(r"[1-9][0-9]{0,3}")
LARGEST: Final = 64 * 1024
"""Characters of a template."""


def subject(command: Command) -> str:
    """Return the subject whose state decides."""
    return subjects.label(command.template, command.version)


def needs(command: Command, _state: LabelState) -> tuple[str, ...]:
    """Return the root of the version before a new one."""
    before = _before(command) if isinstance(command, WriteLabel) else ""
    return (before,) if before else ()


def signer(command: Command, actor: Actor) -> tuple[str, tuple[str, ...]]:
    """Return who signs the event and the roles of which one is the role of the signature; an empty id: no signature."""
    return ("", ()) if isinstance(command, WriteLabel) else (actor.person, RIGHTS[type(command)])


@with_right(RIGHTS)
def decide(state: LabelState, facts: Facts, command: Command, actor: Actor, at: Instant) -> Decision:
    """Return the events that a command makes, or why not."""
    match command:
        case WriteLabel():
            return _write(state, facts, command)
        case CheckLabel():
            return _check(state, command, actor)
        case ApproveLabel():
            return _approve(state, command, actor)
        case MakeLabelEffective():
            return _put_in_force(state, command, at)
        case WithdrawLabel():
            return _withdraw(state, command)


def _before(command: WriteLabel) -> str:
    """Return the root of the version before, "" for the first."""
    number = int(command.version) if VERSION.fullmatch(command.version) else 1
    return subjects.label(command.template, str(number - 1)) if number > 1 else ""


def _write(state: LabelState, facts: Facts, command: WriteLabel) -> Decision:
    if not (NAME.fullmatch(command.template) and VERSION.fullmatch(command.version)):
        return refuse("label_name", label=shown_text(command.template), version=shown_text(command.version))
    if len(command.document) > LARGEST:
        return refuse("draft_too_large", limit=str(LARGEST))
    digest = hashlib.sha256(command.document.encode()).hexdigest()
    if state.entry:
        if state.hash == digest:  # asked twice: the first answer holds
            return Decision(answer={"hash": digest})
        return refuse("label_version_taken", label=state.id, version=state.version)
    before = facts.get(_before(command))
    if _before(command) and (not isinstance(before, LabelState) or not before.entry):
        return refuse("label_version_gap", label=command.template, version=command.version)
    if isinstance(before, LabelState) and before.hash == digest:
        return refuse("label_unchanged", label=command.template, version=before.version)
    template = read(command.document)
    examine(template)
    event = e.LabelWritten(command.template, command.version, template.title, digest, command.document)
    return Decision((Draft(subject(command), event),), answer={"hash": digest})


def _standing(state: LabelState) -> None:
    if not state.entry:
        raise Refusal("label_unknown", label=shown_text(state.id), version=shown_text(state.version))
    if state.withdrawn is not None:
        raise Refusal("label_withdrawn", label=state.id, version=state.version)


def _same(state: LabelState, digest: str) -> None:
    _standing(state)
    if digest != state.hash:
        raise Refusal("mbr_hash_differs", signed=shown_text(digest, 64), stands=state.hash)


def _check(state: LabelState, command: CheckLabel, actor: Actor) -> Decision:
    _same(state, command.hash)
    if state.checked is not None:
        raise Refusal("label_step_done", label=state.id, version=state.version)
    if actor.person == state.written_by:
        raise Refusal("label_own_work", person=actor.name or actor.person)
    return Decision((Draft(subject(command), e.LabelChecked(state.id, state.version, state.hash)),))


def _approve(state: LabelState, command: ApproveLabel, actor: Actor) -> Decision:
    _same(state, command.hash)
    if state.checked is None:
        raise Refusal("label_not_checked", label=state.id, version=state.version)
    if state.approved is not None:
        raise Refusal("label_step_done", label=state.id, version=state.version)
    if actor.person in (state.written_by, state.checked.person):
        raise Refusal("label_own_work", person=actor.name or actor.person)
    return Decision((Draft(subject(command), e.LabelApproved(state.id, state.version, state.hash)),))


def _put_in_force(state: LabelState, command: MakeLabelEffective, at: Instant) -> Decision:
    _same(state, command.hash)
    if state.approved is None:
        raise Refusal("label_not_approved", label=state.id, version=state.version)
    if state.effective is not None:
        raise Refusal("label_step_done", label=state.id, version=state.version)
    today = datetime.fromisoformat(at.wall).date()
    if _day(command.begins) < today:
        raise Refusal("label_begins_past", begins=command.begins, today=today.isoformat())
    event = e.LabelMadeEffective(state.id, state.version, state.hash, command.begins)
    return Decision((Draft(subject(command), event),))


def _day(text: str) -> date:
    try:
        found = date.fromisoformat(text)
    except ValueError as error:
        raise Refusal("label_begins_bad", text=shown_text(text)) from error
    if found.isoformat() != text:
        raise Refusal("label_begins_bad", text=shown_text(text))
    return found


def _withdraw(state: LabelState, command: WithdrawLabel) -> Decision:
    _standing(state)
    reason = clean_text(command.reason, 500)
    if not reason:
        raise Refusal("label_reason_missing", label=state.id, version=state.version)
    return Decision((Draft(subject(command), e.LabelWithdrawn(state.id, state.version, reason)),))
