"""Review of a version: who signs after whom, remarks on its parts, giving it back (21 CFR 211.186(a); 11.10(k)).

Who wrote never verifies or approves, and one person never does both: there are at least two who are independent, one of
them of the quality unit. The texts in each further language are signed by somebody who did not write them, before
quality approves the whole. An open remark keeps all of them from signing.
"""

from __future__ import annotations

from ebr.domain import subjects
from ebr.domain.decision import Actor, Decision, Draft, Facts
from ebr.domain.draft.events import DraftBegun
from ebr.domain.draft.state import DraftState, document_for, version_trouble
from ebr.domain.master import events as e
from ebr.domain.master.commands import SIGNERS, CloseComment, CommentMbr, RehearseMbr, ReturnMbr, SignMbr
from ebr.domain.master.state import TRANSLATED, MasterState, signature_key
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
    language = command.language if command.meaning == TRANSLATED else ""
    event = e.MbrSigned(command.mbr, command.version, command.hash, command.meaning, language)
    return Decision((Draft(subjects.master(command.mbr, command.version), event),))


def _signable(state: MasterState, command: SignMbr, actor: Actor) -> Refusal | None:
    roles = SIGNERS.get(command.meaning)
    key = signature_key(command.meaning, command.language)
    if command.meaning == TRANSLATED and key not in state.meanings:
        return Refusal("mbr_language_unknown", language=shown_text(command.language), version=state.version)
    if roles is None or key not in state.meanings:
        return Refusal("meaning_unknown", meaning=shown_text(command.meaning), meanings=", ".join(state.meanings))
    if not actor.roles.intersection(roles):
        return Refusal("right_missing", asked=f"SignMbr {command.meaning}", roles=", ".join(roles))
    if command.hash != state.hash:
        return Refusal("mbr_hash_differs", signed=shown_text(command.hash, 64), stands=state.hash)
    if key in state.signatures:
        return Refusal("mbr_already_signed", meaning=command.meaning, person=state.signatures[key].person)
    return None


def _independent(state: MasterState, command: SignMbr, actor: Actor) -> Refusal | None:
    if command.meaning == "performed":
        return None
    if "performed" not in state.signatures:
        return Refusal("mbr_author_first", mbr=state.id, version=state.version)
    refusal = _of_language(state, command, actor) if command.meaning == TRANSLATED else _of_all(state, command, actor)
    if refusal is not None:
        return refusal
    refusal = remarks_open(state)
    if refusal is not None:
        return refusal
    if state.draft and command.in_force != state.base:
        return Refusal("mbr_base_changed", base=state.base, version=command.in_force)
    return None


def remarks_open(state: MasterState) -> Refusal | None:
    """Refuse while a remark is not settled; one may come from a station that did not know of the approval."""
    found = open_remarks(state.comments)
    return Refusal("mbr_comments_open", count=str(len(found)), place=found[0].place) if found else None


def _of_language(state: MasterState, command: SignMbr, actor: Actor) -> Refusal | None:
    """Who wrote the texts of a language does not say that they are right; who wrote the originals may."""
    if actor.person in state.translators_of(command.language):
        return Refusal("mbr_translator_signs", person=actor.name or actor.person, language=command.language)
    return None


def _of_all(state: MasterState, command: SignMbr, actor: Actor) -> Refusal | None:
    if actor.person in state.authors:
        return Refusal("mbr_author_approves", person=actor.name or actor.person)
    if command.meaning != "approved":
        return None
    if "verified" in state.meanings:
        verified = state.signatures.get("verified")
        if verified is None:
            return Refusal("mbr_second_first", mbr=state.id, version=state.version)
        if verified.person == actor.person:
            return Refusal("mbr_second_approves", person=actor.name or actor.person)
    left = [key for key in state.meanings if key.startswith(f"{TRANSLATED}/") and key not in state.signatures]
    if left:
        languages = ", ".join(key.partition("/")[2] for key in left)
        return Refusal("mbr_languages_first", mbr=state.id, version=state.version, languages=languages)
    return None


def remark(state: MasterState, command: CommentMbr | CloseComment, actor: Actor) -> Decision:
    """Remark on a part, or settle a remark: who made it, or quality, but never an author of the version."""
    refusal = standing(state) if isinstance(command, CloseComment) else in_review(state)
    if refusal is None and isinstance(command, CloseComment):
        quality = "quality" in actor.roles and actor.person not in state.authors
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
