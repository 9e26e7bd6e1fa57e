"""What is allowed with a version of a master batch record (21 CFR 211.186(a); contract: `ebr.domain.decision`).

Author and quality are two people and both sign the hash of the document before it can become effective; the author
first, so quality never approves what its author has not finished. A document with errors in its check is not added at
all.
"""

from __future__ import annotations

import json
from datetime import date

from ebr.domain import subjects
from ebr.domain.canonical import Json, dumps
from ebr.domain.decision import Actor, Decision, Draft, Event, Facts, Sheet, refuse
from ebr.domain.master import events as e
from ebr.domain.master.commands import RIGHTS, SIGNER, AddMbr, MakeEffective, SignMbr, WithdrawMbr
from ebr.domain.master.state import MasterState
from ebr.domain.mbr.check import check, errors
from ebr.domain.mbr.document import document_blocks, from_json, mbr_hash, to_json
from ebr.domain.mbr.model import Mbr
from ebr.domain.mbr.text import read
from ebr.domain.people.state import right_missing
from ebr.domain.refusal import Refusal
from ebr.domain.values import Instant, clean_text, shown_text

__all__ = ["adding", "decide", "needs", "sheet", "signer", "subject"]

Command = AddMbr | SignMbr | MakeEffective | WithdrawMbr

MEANING_OF_EVENT: dict[type, str] = {e.MbrMadeEffective: "approved", e.MbrWithdrawn: "approved"}
ACTS: dict[type, str] = {
    e.MbrSigned: "master.sign",
    e.MbrMadeEffective: "master.make_effective",
    e.MbrWithdrawn: "master.withdraw",
}


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
    """Return the roots of other versions that the decision relies on."""
    if isinstance(command, MakeEffective) and command.supersedes:
        return (subjects.master(command.mbr, command.supersedes),)
    return ()


def signer(command: Command, actor: Actor) -> tuple[str, tuple[str, ...]]:
    """Return who signs the event and the roles of which one is the role of the signature; an empty id: no signature."""
    if isinstance(command, AddMbr):
        return "", ()
    if isinstance(command, SignMbr):
        role = SIGNER.get(command.meaning)
        return actor.person, (role,) if role else ()
    return actor.person, RIGHTS[type(command)]


def decide(state: MasterState, facts: Facts, command: Command, actor: Actor, at: Instant) -> Decision:
    """Return the events that a command makes, or why not."""
    refusal = right_missing(RIGHTS, command, actor)
    if refusal is not None:
        return Decision(refusal=refusal)
    try:
        match command:
            case AddMbr():
                return _add(state, command)
            case SignMbr():
                return _sign(state, command, actor)
            case MakeEffective():
                return _make_effective(state, facts, command, at)
            case WithdrawMbr():
                return _withdraw(state, command)
    except Refusal as found:
        return Decision(refusal=found)


def _add(state: MasterState, command: AddMbr) -> Decision:
    mbr = _document(command)
    digest = mbr_hash(mbr)
    if state.entry:
        if state.hash == digest:  # asked twice: the first answer holds
            return Decision(answer={"hash": digest})
        return refuse("mbr_version_taken", mbr=command.mbr, version=command.version)
    problems = check(mbr)
    wrong = errors(problems)
    if wrong:
        first = wrong[0]
        return refuse("mbr_has_errors", count=str(len(wrong)), path=first.path, problem=first.code, clause=first.clause)
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


def _sign(state: MasterState, command: SignMbr, actor: Actor) -> Decision:
    refusal = _standing(state) or _signable(state, command, actor)
    if refusal is not None:
        return Decision(refusal=refusal)
    event = e.MbrSigned(command.mbr, command.version, command.hash, command.meaning)
    return Decision((Draft(subject(command), event),))


def _standing(state: MasterState) -> Refusal | None:
    """Refuse what asks for a version that is not there or no longer to be used."""
    if not state.entry:
        return Refusal("mbr_unknown", mbr=state.id, version=state.version)
    if state.withdrawn:
        return Refusal("mbr_withdrawn", mbr=state.id, version=state.version)
    return None


def _signable(state: MasterState, command: SignMbr, actor: Actor) -> Refusal | None:
    role = SIGNER.get(command.meaning)
    if role is None:
        return Refusal("meaning_unknown", meaning=shown_text(command.meaning), meanings=", ".join(SIGNER))
    if role not in actor.roles:
        return Refusal("right_missing", asked=f"SignMbr {command.meaning}", roles=role)
    if command.hash != state.hash:
        return Refusal("mbr_hash_differs", signed=shown_text(command.hash, 64), stands=state.hash)
    if command.meaning in state.signatures:
        return Refusal("mbr_already_signed", meaning=command.meaning, person=state.signatures[command.meaning].person)
    if command.meaning == "performed":
        return None
    author = state.signatures.get("performed")
    if author is None:
        return Refusal("mbr_author_first", mbr=state.id, version=state.version)
    if actor.person in (author.person, state.added_by):
        return Refusal("mbr_author_approves", person=actor.name or actor.person)
    return None


def _make_effective(state: MasterState, facts: Facts, command: MakeEffective, at: Instant) -> Decision:
    refusal = _standing(state) or _approved(state) or _date(command.effective, at)
    if refusal is not None:
        return Decision(refusal=refusal)
    event = e.MbrMadeEffective(command.mbr, command.version, command.effective)
    drafts = (Draft(subject(command), event), *_superseding(command, facts))
    return Decision(drafts)


def _approved(state: MasterState) -> Refusal | None:
    missing = [meaning for meaning in SIGNER if meaning not in state.signatures]
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
    """Return the end of the version in force, on the same day: never two versions to issue on (211.186)."""
    if not command.supersedes:
        return ()
    other = subjects.master(command.mbr, command.supersedes)
    state = facts.get(other)
    if command.supersedes == command.version or not isinstance(state, MasterState) or not state.effective:
        raise Refusal("mbr_not_effective", mbr=command.mbr, version=command.supersedes)
    if state.withdrawn or state.superseded:
        return ()
    return (Draft(other, e.MbrSuperseded(command.mbr, command.supersedes, command.version, command.effective)),)


def _withdraw(state: MasterState, command: WithdrawMbr) -> Decision:
    refusal = _standing(state)
    reason = clean_text(command.reason)
    if refusal is None and not reason:
        refusal = Refusal("mbr_reason_missing", mbr=state.id, version=state.version)
    if refusal is not None:
        return Decision(refusal=refusal)
    return Decision((Draft(subject(command), e.MbrWithdrawn(command.mbr, command.version, reason)),))


def sheet(state: MasterState, event: Event) -> Sheet | None:
    """Return what a signature on this event shows and covers; None for an event that nobody signs.

    The document names the version by hash and lists the hash of every block, so that two approvals compare block by
    block.
    """
    if not isinstance(event, e.MbrSigned | e.MbrMadeEffective | e.MbrWithdrawn):
        return None
    meaning = event.meaning if isinstance(event, e.MbrSigned) else MEANING_OF_EVENT[type(event)]
    rows: list[Json] = [
        ["mbr", state.id],
        ["version", state.version],
        ["title", state.title],
        ["hash", state.hash],
        ["findings", str(state.findings)],
        *([name, endorsement.person] for name, endorsement in sorted(state.signatures.items())),
        *_own_rows(event),
    ]
    document: Json = {"act": ACTS[type(event)], "rows": rows, "blocks": _blocks(state)}
    covered = (state.entry, *(endorsement.entry for _, endorsement in sorted(state.signatures.items())))
    return Sheet(document, tuple(entry for entry in (*covered, state.effective_entry) if entry), meaning)


def _own_rows(event: e.MbrSigned | e.MbrMadeEffective | e.MbrWithdrawn) -> list[Json]:
    match event:
        case e.MbrMadeEffective():
            return [["effective", event.effective]]
        case e.MbrWithdrawn():
            return [["reason", event.reason]]
        case e.MbrSigned():
            return []


def _blocks(state: MasterState) -> list[Json]:
    """Return [name, hash] of each block.

    A document this program cannot read has none; its hash is signed all the same.
    """
    try:
        document = json.loads(state.document)
    except (ValueError, RecursionError):
        return []
    return [[name, digest] for name, digest in document_blocks(document).items()] if isinstance(document, dict) else []
