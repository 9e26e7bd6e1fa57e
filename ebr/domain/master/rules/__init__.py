"""What is allowed with a version of a master batch record (21 CFR 211.186(a); contract: `ebr.domain.decision`).

Author and quality are two people and both sign the hash of the document before it can become effective; the author
first, so quality never approves what its author has not finished; what came from a draft is verified by a third person
between them. A document with errors in its check is not added at all.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date

from ebr.domain import subjects
from ebr.domain.canonical import dumps
from ebr.domain.decision import Actor, Decision, Draft, Facts, refuse
from ebr.domain.draft.state import DraftState
from ebr.domain.master import events as e
from ebr.domain.master.commands import (
    RIGHTS,
    SIGNERS,
    AddMbr,
    BeginDraft,
    CloseComment,
    CommentMbr,
    MakeEffective,
    RehearseMbr,
    ReturnMbr,
    SetReviewDepth,
    SignMbr,
    SubmitDraft,
    WithdrawMbr,
)
from ebr.domain.master.rules.beginning import begin
from ebr.domain.master.rules.depth import set_depth
from ebr.domain.master.rules.reviewing import give_back, rehearse, remark, remarks_open, sign, standing
from ebr.domain.master.rules.sheets import sheet
from ebr.domain.master.rules.submitting import refuse_errors, submit
from ebr.domain.master.state import MasterState
from ebr.domain.mbr.check import check
from ebr.domain.mbr.document import from_json, mbr_hash, to_json
from ebr.domain.mbr.model import Mbr
from ebr.domain.mbr.text import read
from ebr.domain.people.state import with_right
from ebr.domain.refusal import Refusal
from ebr.domain.values import Instant, clean_text, shown_text

__all__ = ["adding", "decide", "needs", "sheet", "signer", "subject"]

Command = (
    AddMbr
    | BeginDraft
    | SubmitDraft
    | SignMbr
    | CommentMbr
    | CloseComment
    | ReturnMbr
    | RehearseMbr
    | MakeEffective
    | WithdrawMbr
    | SetReviewDepth
)
UNSIGNED = (AddMbr, BeginDraft, CommentMbr, CloseComment, ReturnMbr, RehearseMbr)


def adding(text: str) -> AddMbr:
    """Return the command that adds the version a YAML text describes.

    Refusal `mbr_unreadable` (count, line, column, path, problem) for a text that is not of the form; `mbr check` lists
    all.
    """
    reading = read(text)
    if reading.mbr is None:
        first = reading.problems[0]
        raise Refusal(
            "mbr_unreadable",
            count=str(len(reading.problems)),
            line=str(first.line),
            column=str(first.column),
            path=first.path,
            problem=first.code,
        )
    header = reading.mbr.header
    return AddMbr(header.id, header.version, dumps(to_json(reading.mbr)).decode())


def subject(command: Command) -> str:
    """Return the subject whose state decides."""
    return subjects.master(command.mbr, command.version)


def needs(command: Command, _state: MasterState) -> tuple[str, ...]:
    """Return the roots of drafts and other versions that the decision relies on."""
    match command:
        case BeginDraft():
            draft = subjects.draft(command.mbr, command.version)
            return (draft, subjects.master(command.mbr, command.base)) if command.base else (draft,)
        case SubmitDraft():
            draft = subjects.draft(command.mbr, command.version)
            return (draft, subjects.master(command.mbr, command.against)) if command.against else (draft,)
        case ReturnMbr():
            drafts = (subjects.draft(command.mbr, version) for version in (command.version, command.next))
            return (*drafts, subjects.master(command.mbr, command.next))
        case AddMbr():
            return (subjects.draft(command.mbr, command.version),)
        case MakeEffective():
            return tuple(subjects.master(command.mbr, version) for version in command.supersedes)
        case WithdrawMbr():
            return tuple(subjects.master(command.mbr, version) for version in command.restores)
    return ()


def signer(command: Command, actor: Actor) -> tuple[str, tuple[str, ...]]:
    """Return who signs the event and the roles of which one is the role of the signature; an empty id: no signature."""
    if isinstance(command, UNSIGNED):
        return "", ()
    if isinstance(command, SignMbr):
        return actor.person, SIGNERS.get(command.meaning, ())
    return actor.person, RIGHTS[type(command)]


@with_right(RIGHTS)
def decide(state: MasterState, facts: Facts, command: Command, actor: Actor, at: Instant) -> Decision:
    """Return the events that a command makes, or why not."""
    match command:
        case AddMbr():
            return _add(state, facts, command)
        case BeginDraft():
            return begin(state, facts, command, actor)
        case SubmitDraft():
            return submit(state, facts, command, actor)
        case SignMbr():
            return sign(state, command, actor)
        case MakeEffective():
            return _make_effective(state, facts, command, at)
        case WithdrawMbr():
            return _withdraw(state, facts, command, at)
        case SetReviewDepth():
            return set_depth(state, command, actor)
        case _:
            return _review(state, facts, command, actor)


def _review(
    state: MasterState, facts: Facts, command: CommentMbr | CloseComment | ReturnMbr | RehearseMbr, actor: Actor
) -> Decision:
    match command:
        case ReturnMbr():
            return give_back(state, facts, command)
        case RehearseMbr():
            return rehearse(state, command)
        case CommentMbr() | CloseComment():
            return remark(state, command, actor)


def _add(state: MasterState, facts: Facts, command: AddMbr) -> Decision:
    mbr = _document(command)
    digest = mbr_hash(mbr)
    if state.entry:
        if state.hash == digest:  # asked twice: the first answer holds
            return Decision(answer={"hash": digest})
        return refuse("mbr_version_taken", mbr=command.mbr, version=command.version)
    draft = facts.get(subjects.draft(command.mbr, command.version))
    if isinstance(draft, DraftState) and draft.status != "unknown":  # its writers would not be known as such
        return refuse("draft_exists", mbr=command.mbr, version=command.version)
    problems = check(mbr)
    refuse_errors(problems)
    event = e.MbrAdded(command.mbr, command.version, mbr.header.title, digest, command.document, len(problems))
    return Decision((Draft(subject(command), event),), answer={"hash": digest})


def _document(command: AddMbr) -> Mbr:
    """Read the canonical document; what is stored must be the very bytes that the hash is made of."""
    try:
        mbr = from_json(json.loads(command.document))
    except (ValueError, RecursionError) as error:
        raise Refusal("mbr_document", place="", problem="not_json") from error
    if dumps(to_json(mbr)).decode() != command.document:
        raise Refusal("mbr_document", place="", problem="not_canonical")
    if (mbr.header.id, mbr.header.version) != (command.mbr, command.version):
        raise Refusal("mbr_other", mbr=mbr.header.id, version=mbr.header.version)
    return mbr


def _make_effective(state: MasterState, facts: Facts, command: MakeEffective, at: Instant) -> Decision:
    refusal = standing(state) or _approved(state) or remarks_open(state) or _date(command.effective, at)
    if refusal is None and state.draft and command.in_force not in ("", state.base):  # "" undoes nothing
        refusal = Refusal("mbr_never_compared", mbr=state.id, version=state.version, other=command.in_force)
    if refusal is not None:
        return Decision(refusal=refusal)
    event = e.MbrMadeEffective(command.mbr, command.version, command.effective)
    drafts = (Draft(subject(command), event), *_superseding(command, facts))
    return Decision(drafts)


def _approved(state: MasterState) -> Refusal | None:
    missing = [meaning for meaning in state.meanings if meaning not in state.signatures]
    if missing:
        return Refusal("mbr_not_approved", missing=", ".join(missing))
    if state.effective:
        return Refusal("mbr_effective_already", effective=state.effective)
    return None


def _date(text: str, at: Instant) -> Refusal | None:
    """The date is a day of the station's own zone; a version is never effective in hindsight."""
    today = at.wall[:10]
    try:
        effective = date.fromisoformat(text).isoformat()
    except ValueError:
        return Refusal("date_unreadable", text=shown_text(text))
    if effective != text:
        return Refusal("date_unreadable", text=shown_text(text))
    return Refusal("date_past", date=text, today=today) if text < today else None


def _superseding(command: MakeEffective, facts: Facts) -> tuple[Draft, ...]:
    """Return the end, on the same day, of every version still in force then: never two to issue on (211.186)."""
    return tuple(draft for version in command.supersedes for draft in _over(command, version, facts))


def _over(command: MakeEffective, version: str, facts: Facts) -> tuple[Draft, ...]:
    other = subjects.master(command.mbr, version)
    state = facts.get(other)
    if version == command.version or not isinstance(state, MasterState) or not state.effective:
        raise Refusal("mbr_not_effective", mbr=command.mbr, version=version)
    if state.withdrawn or (state.superseded and state.superseded <= command.effective):
        return ()
    return (Draft(other, e.MbrSuperseded(command.mbr, version, command.version, command.effective)),)


def _withdraw(state: MasterState, facts: Facts, command: WithdrawMbr, at: Instant) -> Decision:
    refusal = standing(state)
    reason = clean_text(command.reason)
    if refusal is None and not reason:
        refusal = Refusal("mbr_reason_missing", mbr=state.id, version=state.version)
    if refusal is not None:
        return Decision(refusal=refusal)
    event = e.MbrWithdrawn(command.mbr, command.version, reason)
    return Decision((Draft(subject(command), event), *_restoring(state, facts, command, at)))


def _restoring(state: MasterState, facts: Facts, command: WithdrawMbr, at: Instant) -> Iterator[Draft]:
    """Yield that versions go on whose place this one, withdrawn before its day, was to take; once taken, it is taken.

    What takes the place of this one, on its later day, takes theirs.
    """
    if not state.effective or state.effective <= at.wall[:10]:
        return
    for version in command.restores:
        root = subjects.master(command.mbr, version)
        other = facts.get(root)
        if isinstance(other, MasterState) and command.version in other.ends and not other.withdrawn:
            yield Draft(root, e.MbrKeptInForce(command.mbr, version, command.version))
            if state.superseded_by and state.superseded_by not in other.ends:
                yield Draft(root, e.MbrSuperseded(command.mbr, version, state.superseded_by, state.superseded))
