"""What is allowed with a building block of the library (21 CFR 211.186(a); contract: `ebr.domain.decision`).

A block goes into documents that are approved themselves, so two people are enough: who wrote it and quality. Its
versions are counted 1, 2, 3; each is checked as far as a part can be that stands alone.
"""

from __future__ import annotations

import hashlib
import json

from ebr.domain import subjects
from ebr.domain.block import events as e
from ebr.domain.block.commands import RIGHTS, AddBlock, ApproveBlock, WithdrawBlock
from ebr.domain.block.rules.sheets import sheet
from ebr.domain.block.state import BlockState
from ebr.domain.decision import Actor, Decision, Draft, Facts, refuse
from ebr.domain.draft.state import DraftState
from ebr.domain.master.state import MasterState
from ebr.domain.mbr.check import errors
from ebr.domain.mbr.check.ids import ID
from ebr.domain.mbr.document import from_json, to_json
from ebr.domain.mbr.library import CLASSES, Part, examined, is_version, level_of_part, minimal, part_from, part_text
from ebr.domain.people.state import with_right
from ebr.domain.refusal import Refusal
from ebr.domain.values import Instant, clean_text, shown_text

__all__ = ["adding", "decide", "needs", "sheet", "signer", "subject"]

Command = AddBlock | ApproveBlock | WithdrawBlock
LARGEST = 512 * 1024
"""Characters of the text of a block."""
SOURCES = ("draft", "master")
SLASHES = 2
"""In the root of a draft or of a version."""


def adding(block: str, version: str, part: Part, source: str = "") -> AddBlock:
    """Return the command that adds a part of a document to the library."""
    return AddBlock(block, version, level_of_part(part), part_text(part), source)


def subject(command: Command) -> str:
    """Return the subject whose state decides."""
    return subjects.block(command.block, command.version)


def needs(command: Command, _state: BlockState) -> tuple[str, ...]:
    """Return the roots of the version before and of the document that a new version was taken from."""
    if not isinstance(command, AddBlock):
        return ()
    before = _before(command)
    known = subjects.kind_of(command.source) in SOURCES and command.source.count("/") == SLASHES
    return (*((before,) if before else ()), *((command.source,) if known else ()))


def signer(command: Command, actor: Actor) -> tuple[str, tuple[str, ...]]:
    """Return who signs the event and the roles of which one is the role of the signature; an empty id: no signature."""
    return ("", ()) if isinstance(command, AddBlock) else (actor.person, RIGHTS[type(command)])


@with_right(RIGHTS)
def decide(state: BlockState, facts: Facts, command: Command, actor: Actor, _at: Instant) -> Decision:
    """Return the events that a command makes, or why not."""
    match command:
        case AddBlock():
            return _add(state, facts, command)
        case ApproveBlock():
            return _approve(state, command, actor)
        case WithdrawBlock():
            return _withdraw(state, command)


def _before(command: AddBlock) -> str:
    """Return the root of the version before, "" for the first."""
    number = int(command.version) if is_version(command.version) else 1
    return subjects.block(command.block, str(number - 1)) if number > 1 else ""


def _add(state: BlockState, facts: Facts, command: AddBlock) -> Decision:
    if not (ID.fullmatch(command.block) and is_version(command.version)):
        return refuse("block_name", block=shown_text(command.block), version=shown_text(command.version))
    digest = hashlib.sha256(command.part.encode()).hexdigest()
    if state.entry:
        if state.hash == digest:  # asked twice: the first answer holds
            return Decision(answer={"hash": digest})
        return refuse("block_version_taken", block=state.id, version=state.version)
    _follow(facts, command, digest)
    part = _part(command)
    problems = examined(part)
    wrong = errors(problems)
    if wrong:
        first = wrong[0]
        raise Refusal("mbr_has_errors", count=str(len(wrong)), path=first.path, problem=first.code, clause=first.clause)
    _finished(part)
    event = e.BlockAdded(
        command.block,
        command.version,
        command.level,
        part.title,
        digest,
        command.part,
        len(problems),
        command.source,
        _writers(facts, command),
    )
    return Decision((Draft(subject(command), event),), answer={"hash": digest})


def _follow(facts: Facts, command: AddBlock, digest: str) -> None:
    """Refuse a version that leaves one out, that repeats the one before, or that is of another level."""
    root = _before(command)
    before = facts.get(root) if root else None
    if not root:
        return
    if not isinstance(before, BlockState) or not before.entry:
        raise Refusal("block_version_gap", block=command.block, version=command.version)
    if before.level != command.level:
        raise Refusal("block_level", block=command.block)
    if before.hash == digest:
        raise Refusal("block_unchanged", block=command.block, version=before.version)


def _part(command: AddBlock) -> Part:
    """Read the part; what is stored must be the very bytes that the hash is made of."""
    if command.level not in CLASSES:
        raise Refusal("block_level_unknown", level=shown_text(command.level))
    if len(command.part) > LARGEST:
        raise Refusal("draft_too_large", limit=str(LARGEST))
    try:
        part = part_from(command.level, json.loads(command.part))
    except (ValueError, RecursionError) as error:
        raise Refusal("mbr_document", place="", problem="not_json") from error
    if part_text(part) != command.part:
        raise Refusal("mbr_document", place="", problem="not_canonical")
    return part


def _finished(part: Part) -> None:
    """Refuse a part with gaps that no rule of the check names."""
    from_json(to_json(minimal(part)))


def _writers(facts: Facts, command: AddBlock) -> tuple[str, ...]:
    found = facts.get(command.source)
    if isinstance(found, DraftState):
        return found.writers
    return found.authors if isinstance(found, MasterState) else ()


def _standing(state: BlockState) -> None:
    if not state.entry:
        raise Refusal("block_unknown", block=shown_text(state.id), version=shown_text(state.version))
    if state.withdrawn:
        raise Refusal("block_withdrawn", block=state.id, version=state.version)


def _approve(state: BlockState, command: ApproveBlock, actor: Actor) -> Decision:
    _standing(state)
    if command.hash != state.hash:
        raise Refusal("mbr_hash_differs", signed=shown_text(command.hash, 64), stands=state.hash)
    if state.approved is not None:
        raise Refusal("block_approved_already", block=state.id, version=state.version)
    if actor.person in state.authors:
        raise Refusal("block_author_approves", person=actor.name or actor.person)
    event = e.BlockApproved(state.id, state.version, state.hash, command.impact)
    return Decision((Draft(subject(command), event),))


def _withdraw(state: BlockState, command: WithdrawBlock) -> Decision:
    _standing(state)
    reason = clean_text(command.reason, 500)
    if not reason:
        raise Refusal("block_reason_missing", block=state.id, version=state.version)
    return Decision((Draft(subject(command), e.BlockWithdrawn(state.id, state.version, reason)),))
