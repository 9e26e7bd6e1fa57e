"""What is allowed with a draft of a master batch record (contract: `ebr.domain.decision`).

One station holds a draft (floor-rules 2); an author goes on elsewhere by taking it, which needs no contact: what two
stations then wrote apart is merged block by block, and a block changed on both is decided by an author. Nothing here is
signed: a draft binds nobody. What it became is signed when it is submitted; that and its beginning are asked of the
version (`ebr.domain.master`), so a draft knows no version.
"""

from __future__ import annotations

from ebr.domain import subjects
from ebr.domain.decision import Actor, Decision, Draft, Event, Facts, Sheet
from ebr.domain.draft import events as e
from ebr.domain.draft.commands import (
    RIGHTS,
    AbandonDraft,
    CloseDraftComment,
    CommentDraft,
    DismissProposal,
    RehearseDraft,
    ResolveDraft,
    SaveDraft,
    TakeDraft,
)
from ebr.domain.draft.rules.saving import save, saving
from ebr.domain.draft.state import DraftState
from ebr.domain.people.state import with_right
from ebr.domain.refusal import Refusal
from ebr.domain.review import remark_text, settling_trouble
from ebr.domain.values import Instant, clean_text, shown_text

__all__ = ["decide", "needs", "saving", "sheet", "signer", "subject"]

Remark = CommentDraft | CloseDraftComment
Command = SaveDraft | TakeDraft | Remark | ResolveDraft | DismissProposal | RehearseDraft | AbandonDraft
WRITING = (SaveDraft, ResolveDraft, AbandonDraft)
"""What only the station that holds the draft does."""


def subject(command: Command) -> str:
    """Return the subject whose state decides."""
    return subjects.draft(command.mbr, command.version)


def needs(_command: Command, _state: DraftState) -> tuple[str, ...]:
    """Return nothing: a draft is decided by itself."""
    return ()


def signer(_command: Command, _actor: Actor) -> tuple[str, tuple[str, ...]]:
    """Return that nobody signs."""
    return "", ()


def sheet(_state: DraftState, _event: Event) -> Sheet | None:
    """Return None: nobody signs."""
    return None


@with_right(RIGHTS)
def decide(state: DraftState, _facts: Facts, command: Command, actor: Actor, _at: Instant) -> Decision:
    """Return the events that a command makes, or why not."""
    refusal = _standing(state, command, actor)
    return Decision(refusal=refusal) if refusal is not None else _decide(state, command, actor)


def _standing(state: DraftState, command: Command, actor: Actor) -> Refusal | None:
    """Refuse what asks for a draft that is not here, is one no longer, or is held elsewhere."""
    if state.status == "unknown":
        return Refusal("draft_unknown", mbr=shown_text(command.mbr), version=shown_text(command.version))
    if state.status == "submitted":
        return Refusal("draft_submitted", mbr=state.id, version=state.version)
    if state.status == "abandoned":
        return Refusal("draft_abandoned", mbr=state.id, version=state.version)
    if isinstance(command, WRITING) and actor.station and state.holder not in ("", actor.station):
        return Refusal("draft_elsewhere", mbr=state.id, version=state.version, station=state.holder)
    return None


def _decide(state: DraftState, command: Command, actor: Actor) -> Decision:
    match command:
        case SaveDraft():
            return save(state, command, actor)
        case TakeDraft():
            return _take(state, actor)
        case ResolveDraft():
            return _resolve(state, command)
        case CommentDraft() | CloseDraftComment():
            return _remark(state, command, actor)
        case RehearseDraft():
            made = (command.hash, command.seed, command.batches, command.figures, command.report)
            return _written(state, e.DraftRehearsed(state.id, state.version, *made))
        case DismissProposal():
            reason = clean_text(command.reason, 500)
            if not reason:
                raise Refusal("proposal_reason_missing", batch=shown_text(command.batch))
            said = (clean_text(command.batch, 64), command.number, reason)
            return _written(state, e.DraftProposalDismissed(state.id, state.version, *said))
        case AbandonDraft():
            reason = clean_text(command.reason, 500)
            if not reason:
                raise Refusal("draft_reason_missing", mbr=state.id, version=state.version)
            return _written(state, e.DraftAbandoned(state.id, state.version, reason))


def _take(state: DraftState, actor: Actor) -> Decision:
    if state.holder == actor.station:
        return Decision()  # asked twice: it is held here
    return _written(state, e.DraftTaken(state.id, state.version, actor.station, state.holder))


def _resolve(state: DraftState, command: ResolveDraft) -> Decision:
    found = state.contests.get(command.block)
    if found is None or not found.open:
        raise Refusal("draft_not_contested", block=shown_text(command.block))
    if command.kept not in {side.stamp.hash for side in found.sides}:
        raise Refusal("draft_side_unknown", block=found.block)
    return _written(state, e.DraftResolved(state.id, state.version, found.block, command.kept))


def _remark(state: DraftState, command: Remark, actor: Actor) -> Decision:
    if isinstance(command, CommentDraft):
        return _written(state, e.DraftCommented(state.id, state.version, *remark_text(command.place, command.text)))
    author = "author" in actor.roles
    refusal = settling_trouble(state.comments, command.comment, actor.person, anybody=author)
    if refusal is not None:
        raise refusal
    text = clean_text(command.text)
    return _written(state, e.DraftCommentClosed(state.id, state.version, command.comment, text))


def _written(state: DraftState, event: Event) -> Decision:
    return Decision((Draft(subjects.draft(state.id, state.version), event),))
