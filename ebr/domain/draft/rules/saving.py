"""Saving: which blocks a change may write, and what it did not know (issue "Master batch records", bad input).

A text must be canonical JSON of the kind its block has, and of a size a document can have; whether it makes sense is
the check's question, not the draft's. A block that others changed meanwhile is written beside theirs; one that the
writer knows to be contested waits for the decision.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from ebr.domain import subjects
from ebr.domain.canonical import Json, dumps
from ebr.domain.decision import Actor, Decision, Draft
from ebr.domain.draft import events as e
from ebr.domain.draft.commands import SaveDraft
from ebr.domain.draft.state import LARGEST, DraftState, changed_blocks, digest_of, seen_after, unseen, whole_hash
from ebr.domain.mbr.document import LANGUAGE, PHASE
from ebr.domain.refusal import Refusal
from ebr.domain.values import shown_text

FORMS: Final[Mapping[str, type]] = {"header": dict, "materials": list, "equipment": list, "procedure": dict}
MAY_GO: Final[Mapping[str, type]] = {"languages": list}
"""A document without further languages has no such block."""
LONGEST_NAME: Final = 200


def saving(mbr: str, version: str, seen: str, old: Mapping[str, Json], new: Mapping[str, Json]) -> SaveDraft:
    """Return the command that makes the document `new` of the document `old`, as it was when `seen` was."""
    return SaveDraft(mbr, version, seen, changed_blocks(old, new))


def save(state: DraftState, command: SaveDraft, actor: Actor) -> Decision:
    """Write what differs from what stands; a change that changes nothing is answered and not written."""
    for name, text in command.blocks.items():
        _fit(state, name, text)
    others = unseen(state, command.seen)
    standing = state.blocks.texts
    changed = {name: text for name, text in command.blocks.items() if text != standing.get(name, "")}
    unaware = tuple(sorted(changed.keys() & others))
    waiting = {found.block for found in state.open_contests()} - set(unaware)
    contested = next((name for name in sorted(changed) if name in waiting), None)
    if contested is not None:
        raise Refusal("draft_contested", block=contested, version=state.version)
    after = _hash_after(state, {name: text for name, text in changed.items() if name not in unaware})
    answer = {"hash": after, "merged": "yes" if others else "", "contested": ", ".join(unaware)}
    if not changed:
        return Decision(answer={**answer, "seen": command.seen})
    answer["seen"] = seen_after(state, command.seen, actor.log)
    event = e.DraftSaved(state.id, state.version, state.hash, answer["hash"], changed, unaware)
    return Decision((Draft(subjects.draft(state.id, state.version), event),), answer=answer)


def _hash_after(state: DraftState, changed: Mapping[str, str]) -> str:
    """Return the hash of the whole with a change; Refusal for a document that would be too large."""
    blocks = state.blocks
    before = sum(len(blocks.texts.get(name, "")) for name in changed)
    if sum(map(len, blocks.texts.values())) - before + sum(map(len, changed.values())) > LARGEST:
        raise Refusal("draft_too_large", limit=str(LARGEST))
    digests = {**blocks.digests, **{name: digest_of(text) for name, text in changed.items()}}
    return whole_hash({name: found for name, found in digests.items() if changed.get(name) != ""})


def _fit(state: DraftState, name: str, text: str) -> None:
    """Refuse what is no block."""
    form: Any = {**FORMS, **MAY_GO}.get(name, dict)
    named = name.startswith((PHASE, LANGUAGE)) and len(name) <= LONGEST_NAME and name.isascii()
    known = named or name in FORMS or name in MAY_GO
    if not known or (not text and name in FORMS):
        raise Refusal("draft_block", block=shown_text(name))
    if len(text) > LARGEST:
        raise Refusal("draft_too_large", limit=str(LARGEST))
    if not text:
        return
    found: Any = None
    try:
        found = json.loads(text)
        canonical = isinstance(found, form) and dumps(found).decode() == text
    except (ValueError, TypeError, RecursionError):
        canonical = False
    if not canonical:
        raise Refusal("draft_block", block=shown_text(name))
    if name == "header" and (found.get("id"), found.get("version")) != (state.id, state.version):
        raise Refusal("draft_header", mbr=state.id, version=state.version)
