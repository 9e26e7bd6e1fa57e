"""What a signature on a version shows and covers (21 CFR 11.50, 11.70; 211.186(a)).

The document names the version by hash and lists the hash of every block, so that two approvals compare block by block.
For a version that came from a draft it holds the change set against the version in force, the blocks that carry their
approval with the entry that gave it, and the dry run: what is approved is what changed, and it is in the signature. The
signature on a further language has each of its texts beside the original.
"""

from __future__ import annotations

import json

from ebr.domain.canonical import Json
from ebr.domain.decision import Event, Sheet
from ebr.domain.master import events as e
from ebr.domain.master.state import TRANSLATED, MasterState, hashes_of
from ebr.domain.mbr.document import LANGUAGE
from ebr.domain.mbr.languages import language_of, originals, texts_in
from ebr.domain.refusal import Refusal
from ebr.domain.review import newest

Signable = e.MbrSubmitted | e.MbrSigned | e.MbrMadeEffective | e.MbrWithdrawn | e.ReviewDepthSet
ACTS: dict[type, str] = {
    e.MbrSigned: "master.sign",
    e.MbrMadeEffective: "master.make_effective",
    e.MbrWithdrawn: "master.withdraw",
    e.ReviewDepthSet: "master.review_depth",
}


def sheet(state: MasterState, event: Event) -> Sheet | None:
    """Return what a signature on this event shows and covers; None for an event that nobody signs."""
    if isinstance(event, e.MbrSubmitted):
        return _of_submission(event)
    if not isinstance(event, e.MbrSigned | e.MbrMadeEffective | e.MbrWithdrawn | e.ReviewDepthSet):
        return None
    if isinstance(event, e.MbrSigned) and event.meaning == TRANSLATED:
        return _of_language(state, event)
    meaning = event.meaning if isinstance(event, e.MbrSigned) else "approved"
    rows: list[Json] = [
        ["mbr", state.id],
        ["version", state.version],
        ["title", state.title],
        ["hash", state.hash],
        ["findings", str(state.findings)],
        *(_signed_row(name, endorsement.person) for name, endorsement in sorted(state.signatures.items())),
        *_own_rows(event),
    ]
    document: dict[str, Json] = {"act": ACTS[type(event)], "rows": rows, "blocks": _blocks(state)}
    covered = [state.entry, *(endorsement.entry for _, endorsement in sorted(state.signatures.items()))]
    if state.draft:
        covered += _add_review(state, document, rows)
    return Sheet(document, tuple(entry for entry in (*covered, state.effective_entry) if entry), meaning)


def _of_submission(event: e.MbrSubmitted) -> Sheet:
    """The version is not there yet: everything is in the event."""
    rows: list[Json] = [
        ["mbr", event.mbr],
        ["version", event.version],
        ["title", event.title],
        ["hash", event.hash],
        ["findings", str(event.findings)],
        ["draft", event.draft],
        ["writers", ", ".join(event.writers)],
        *_base_rows(event.base, event.base_hash),
    ]
    hashes = hashes_of(event.document)
    blocks: list[Json] = [[name, digest, event.carried.get(name, "")] for name, digest in hashes.items()]
    document: Json = {"act": "master.sign", "rows": rows, "blocks": blocks, "changes": _changes(event.changes)}
    return Sheet(document, (), "performed")


def _signed_row(name: str, person: str) -> Json:
    meaning, _, language = name.partition("/")
    return [meaning, f"{language}, {person}" if language else person]


def _of_language(state: MasterState, event: e.MbrSigned) -> Sheet:
    """The texts of one further language, each beside its original: that is what is signed, with their block's hash."""
    block = f"{LANGUAGE}{event.language}"
    rows: list[Json] = [
        ["mbr", state.id],
        ["version", state.version],
        ["title", state.title],
        ["hash", state.hash],
        ["language", event.language],
        ["translators", ", ".join(state.translators_of(event.language))],
    ]
    blocks: list[Json] = [[name, digest] for name, digest in state.blocks().items() if name == block]
    document: dict[str, Json] = {"act": "master.sign", "blocks": blocks, "rows": rows, "texts": _texts(state, event)}
    signed = state.signatures.get("performed")
    covered = (state.entry, signed.entry if signed is not None else "")
    return Sheet(document, tuple(dict.fromkeys(entry for entry in covered if entry)), "translated")


def _texts(state: MasterState, event: e.MbrSigned) -> list[Json]:
    """Return [part, field, original, text]; a document this program cannot read has none."""
    try:
        mbr = state.mbr
    except Refusal:
        return []
    given = texts_in(language_of(mbr, event.language))
    found = ((one, given.get((one.part, one.field))) for one in originals(mbr))
    return [[one.part, one.field, one.text, text] for one, text in found if text is not None]


def _add_review(state: MasterState, document: dict[str, Json], rows: list[Json]) -> list[str]:
    """Add what review has before it; return the entries that are covered by it."""
    rows += _base_rows(state.base, state.base_hash)
    document["changes"] = _changes(state.changes)
    document["blocks"] = [[name, digest, state.carried.get(name, "")] for name, digest in state.blocks().items()]
    made = newest(state.rehearsals, state.hash)
    if made is not None:
        figures = ", ".join(f"{name} {text}" for name, text in sorted(made.figures.items()))
        rows += [["rehearsed", str(made.batches)], ["coverage", figures], ["report", made.report]]
    remarks = [remark for remark in state.comments.values() if remark.closed is not None]
    return [*([made.stamp.hash] if made is not None else []), *(remark.id for remark in remarks)]


def _base_rows(base: str, base_hash: str) -> list[Json]:
    return [["base", base], ["base_hash", base_hash]] if base else []


def _changes(text: str) -> Json:
    try:
        found: Json = json.loads(text) if text else []
    except (ValueError, RecursionError):  # only a stranger can have written it; the signature then does not hold either
        return []
    return found


def _own_rows(event: Signable) -> list[Json]:
    match event:
        case e.MbrMadeEffective():
            return [["effective", event.effective]]
        case e.MbrWithdrawn():
            return [["reason", event.reason]]
        case e.ReviewDepthSet():
            return [["review_depth", event.depth], ["justification", event.justification]]
        case _:
            return []


def _blocks(state: MasterState) -> list[Json]:
    """Return [name, hash] of each block; a document this program cannot read has none.

    Its hash is signed all the same.
    """
    return [[name, digest] for name, digest in state.blocks().items()]
