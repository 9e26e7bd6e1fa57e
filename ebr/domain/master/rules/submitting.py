"""From a draft to a version in review, in one act: checked, compared with the version in force, signed by an author.

The change set is against what is in force *now*, wherever the draft began, so nothing that became effective meanwhile
is undone unseen. A block that is as it is there carries its approval by hash: the sheet names the entry that gave it.
The texts of a further language carry theirs only while all they translate is as it was.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache

from ebr.domain import subjects
from ebr.domain.decision import Actor, Decision, Draft, Facts
from ebr.domain.draft.events import DraftSubmitted
from ebr.domain.draft.state import DraftState
from ebr.domain.master import events as e
from ebr.domain.master.commands import SubmitDraft
from ebr.domain.master.state import MasterState, changes_text
from ebr.domain.mbr.check import check, errors
from ebr.domain.mbr.compare import Comparison, compare
from ebr.domain.mbr.document import LANGUAGE, from_json, mbr_hash
from ebr.domain.mbr.languages import originals_differ
from ebr.domain.mbr.model import Mbr
from ebr.domain.mbr.problem import Problem
from ebr.domain.refusal import Refusal
from ebr.domain.review import newest
from ebr.domain.values import shown_text


def submit(state: MasterState, facts: Facts, command: SubmitDraft, actor: Actor) -> Decision:
    """Write the version, its last dry run and the end of the draft."""
    draft = facts.get(subjects.draft(command.mbr, command.version))
    if not isinstance(draft, DraftState) or draft.status == "unknown":
        raise Refusal("draft_unknown", mbr=shown_text(command.mbr), version=shown_text(command.version))
    _ready(draft, actor)
    if state.entry:
        raise Refusal("mbr_version_taken", mbr=command.mbr, version=command.version)
    text = draft.text()
    mbr, digest, problems = examined(text)
    refuse_errors(problems)
    base = facts.get(subjects.master(command.mbr, command.against)) if command.against else None
    event = e.MbrSubmitted(
        command.mbr,
        command.version,
        mbr.header.title,
        digest,
        text,
        len(problems),
        draft.last,
        draft.writers,
        *_against(text, digest, base),
        translators={code: ", ".join(people) for code, people in draft.translators.items() if people},
    )
    root = subjects.master(command.mbr, command.version)
    ended = DraftSubmitted(command.mbr, command.version, digest)
    drafts = (
        Draft(root, event),
        *_rehearsed(root, draft, digest),
        Draft(subjects.draft(draft.id, draft.version), ended),
    )
    return Decision(drafts, answer={"hash": digest})


def _ready(draft: DraftState, actor: Actor) -> None:
    if draft.status == "submitted":
        raise Refusal("draft_submitted", mbr=draft.id, version=draft.version)
    if draft.status == "abandoned":
        raise Refusal("draft_abandoned", mbr=draft.id, version=draft.version)
    if actor.station and draft.holder not in ("", actor.station):
        raise Refusal("draft_elsewhere", mbr=draft.id, version=draft.version, station=draft.holder)
    contested = draft.open_contests()
    if contested:
        raise Refusal("draft_contested", block=contested[0].block, version=draft.version)


@lru_cache(maxsize=4)
def examined(text: str) -> tuple[Mbr, str, tuple[Problem, ...]]:
    """Return the MBR of a canonical document, its hash and what the check finds; Refusal for one that cannot be read.

    Kept, because a sheet and its signature ask the same twice.
    """
    document = json.loads(text)
    problems = check(from_json(document, unfinished=True))
    refuse_errors(problems)
    mbr = from_json(document)
    return mbr, mbr_hash(mbr), problems


def refuse_errors(problems: tuple[Problem, ...]) -> None:
    """Refuse a document with errors in its check, naming the first."""
    wrong = errors(problems)
    if wrong:
        first = wrong[0]
        raise Refusal("mbr_has_errors", count=str(len(wrong)), path=first.path, problem=first.code, clause=first.clause)


def _against(text: str, digest: str, base: object) -> tuple[str, str, str, Mapping[str, str]]:
    """Return version and hash of what is in force, what differs from it, and the approvals that are carried on."""
    if not isinstance(base, MasterState) or not base.entry:
        return "", "", "", {}
    if digest == base.hash:
        raise Refusal("draft_unchanged", version=base.version)
    compared = _compared(base.document, text)
    approvals = base.approvals
    carried = {
        name: approvals[name]
        for name in compared.unchanged_blocks
        if name in approvals and not _outdated(base.document, text, name)
    }
    return base.version, base.hash, changes_text(compared.changes), carried


def _outdated(old: str, new: str, block: str) -> bool:
    """Tell whether a block is a language whose originals changed: its texts stayed, but not what they must say."""
    code = block.removeprefix(LANGUAGE)
    return code != block and originals_differ(_read(old), _read(new), code)


@lru_cache(maxsize=4)
def _read(text: str) -> Mbr:
    return from_json(json.loads(text))


@lru_cache(maxsize=2)
def _compared(old: str, new: str) -> Comparison:
    return compare(_read(old), _read(new))


def _rehearsed(root: str, draft: DraftState, digest: str) -> tuple[Draft, ...]:
    """The last dry run goes along, if it was of this very text."""
    made = newest(draft.rehearsals, digest)
    if made is None:
        return ()
    event = e.MbrRehearsed(draft.id, draft.version, digest, made.seed, made.batches, made.figures, made.report)
    return (Draft(root, event),)
