"""Review of a version: who signs after whom, remarks on its parts, giving it back (21 CFR 211.186(a); 11.10(k)).

Who wrote never verifies or approves, and one person never does both: there are at least two who are independent, one of
them of the quality unit. An open remark keeps both from signing.
"""

from __future__ import annotations

from ebr.domain import subjects
from ebr.domain.decision import Actor, Decision, Draft, Facts
from ebr.domain.draft.events import DraftBegun
from ebr.domain.draft.state import DraftState, document_for, version_trouble
from ebr.domain.master import events as e
from ebr.domain.master.commands import SIGNERS, CloseComment, CommentMbr, RehearseMbr, ReturnMbr, SignMbr
from ebr.domain.master.state import MasterState
from ebr.domain.refusal import Refusal
from ebr.domain.review import open_remarks, remark_text, settling_trouble
from ebr.domain.values import clean_text, shown_text


def standing(state: MasterState) -> Refusal | None:
    """Refuse what asks for a version that is not there or no longer to be used."""
    if not state.entry:
        return Refusal("mbr_unknown", mbr=state.id, version=state.version)
    if state.withdrawn:
        return Refusal("mbr_withdrawn", mbr=state.id, version=state.version)
    if state.returned:
        return Refusal("mbr_returned", mbr=state.id, version=state.version, next=state.returned_to)
    return None


def in_review(state: MasterState) -> Refusal | None:
    """Refuse what is possible before the approval only."""
    if "approved" in state.signatures:
        return Refusal("mbr_approved_already", mbr=state.id, version=state.version)
    return standing(state)


def sign(state: MasterState, command: SignMbr, actor: Actor) -> Decision:
    """Sign as author, as second person or for quality."""
    refusal = standing(state) or _signable(state, command, actor) or _independent(state, command, actor)
    if refusal is not None:
        return Decision(refusal=refusal)
    event = e.MbrSigned(command.mbr, command.version, command.hash, command.meaning)
    return Decision((Draft(subjects.master(command.mbr, command.version), event),))


def _signable(state: MasterState, command: SignMbr, actor: Actor) -> Refusal | None:
    roles = SIGNERS.get(command.meaning)
    if roles is None or command.meaning not in state.meanings:
        return Refusal("meaning_unknown", meaning=shown_text(command.meaning), meanings=", ".join(state.meanings))
    if not actor.roles.intersection(roles):
        return Refusal("right_missing", asked=f"SignMbr {command.meaning}", roles=", ".join(roles))
    if command.hash != state.hash:
        return Refusal("mbr_hash_differs", signed=shown_text(command.hash, 64), stands=state.hash)
    if command.meaning in state.signatures:
        return Refusal("mbr_already_signed", meaning=command.meaning, person=state.signatures[command.meaning].person)
    return None


def _independent(state: MasterState, command: SignMbr, actor: Actor) -> Refusal | None:
    if command.meaning == "performed":
        return None
    if "performed" not in state.signatures:
        return Refusal("mbr_author_first", mbr=state.id, version=state.version)
    if actor.person in state.authors:
        return Refusal("mbr_author_approves", person=actor.name or actor.person)
    if command.meaning == "approved" and command.meaning in state.meanings and "verified" in state.meanings:
        verified = state.signatures.get("verified")
        if verified is None:
            return Refusal("mbr_second_first", mbr=state.id, version=state.version)
        if verified.person == actor.person:
            return Refusal("mbr_second_approves", person=actor.name or actor.person)
    open_ones = open_remarks(state.comments)
    if open_ones:
        return Refusal("mbr_comments_open", count=str(len(open_ones)), place=open_ones[0].place)
    if state.draft and command.in_force != state.base:
        return Refusal("mbr_base_changed", base=state.base, version=command.in_force)
    return None


def remark(state: MasterState, command: CommentMbr | CloseComment, actor: Actor) -> Decision:
    """Remark on a part, or settle a remark: who made it, or quality."""
    refusal = in_review(state)
    if refusal is None and isinstance(command, CloseComment):
        quality = "quality" in actor.roles
        refusal = settling_trouble(state.comments, command.comment, actor.person, anybody=quality)
    if refusal is not None:
        return Decision(refusal=refusal)
    event: object
    if isinstance(command, CommentMbr):
        event = e.MbrCommented(state.id, state.version, *remark_text(command.place, command.text))
    else:
        event = e.MbrCommentClosed(state.id, state.version, command.comment, clean_text(command.text))
    return Decision((Draft(subjects.master(state.id, state.version), event),))


def rehearse(state: MasterState, command: RehearseMbr) -> Decision:
    """Keep the result of a dry run of this very text."""
    refusal = in_review(state)
    if refusal is None and command.hash != state.hash:
        refusal = Refusal("mbr_hash_differs", signed=shown_text(command.hash, 64), stands=state.hash)
    if refusal is not None:
        return Decision(refusal=refusal)
    told = (command.hash, command.seed, command.batches, command.figures, command.report)
    event = e.MbrRehearsed(state.id, state.version, *told)
    return Decision((Draft(subjects.master(state.id, state.version), event),))


def give_back(state: MasterState, facts: Facts, command: ReturnMbr) -> Decision:
    """Give the version back; its text begins the next draft, at the station that held this one's."""
    reason = clean_text(command.reason)
    refusal = in_review(state) or version_trouble(state.id, command.next)
    if refusal is None and not reason:
        refusal = Refusal("mbr_return_reason", mbr=state.id, version=state.version)
    if refusal is None:
        refusal = _next_trouble(state, facts, command)
    if refusal is not None:
        return Decision(refusal=refusal)
    before = facts.get(subjects.draft(state.id, state.version))
    begun = DraftBegun(
        state.id,
        command.next,
        state.base,
        state.base_hash,
        document_for(state.id, command.next, state.document),
        before.holder if isinstance(before, DraftState) else "",
        state.version,
        state.authors,
    )
    event = e.MbrReturned(state.id, state.version, reason, command.next)
    root, draft = subjects.master(state.id, state.version), subjects.draft(state.id, command.next)
    return Decision((Draft(root, event), Draft(draft, begun)), answer={"version": command.next})


def _next_trouble(state: MasterState, facts: Facts, command: ReturnMbr) -> Refusal | None:
    draft, version = (facts.get(name(state.id, command.next)) for name in (subjects.draft, subjects.master))
    if isinstance(draft, DraftState) and draft.status != "unknown":
        return Refusal("draft_exists", mbr=state.id, version=command.next)
    if isinstance(version, MasterState) and version.entry:
        return Refusal("mbr_version_taken", mbr=state.id, version=command.next)
    return None
