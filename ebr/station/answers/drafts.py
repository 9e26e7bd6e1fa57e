"""Drafts of master batch records, and versions as review needs them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from ebr.domain import subjects
from ebr.domain.draft.state import Contest, DraftState, Save, seen_text
from ebr.domain.master.state import MasterState, changes_from
from ebr.domain.mbr.document import from_json, mbr_hash
from ebr.domain.mbr.model import Mbr
from ebr.domain.refusal import Refusal
from ebr.domain.review import Rehearsal, Remark
from ebr.domain.site.state import SiteState
from ebr.domain.values import shown_text
from ebr.station.answers.masters import today
from ebr.station.answers.names import name_of
from ebr.station.questions import (
    BlockRow,
    ChangeRow,
    Conflict,
    ConflictSide,
    DraftAnswer,
    DraftDocument,
    DraftRow,
    Drafts,
    EndorsementRow,
    MasterAnswer,
    MasterVersion,
    RehearsalRow,
    RemarkRow,
    SaveRow,
)
from ebr.storage.views import drafts as view
from ebr.storage.views import masters

if TYPE_CHECKING:
    from ebr.station.inside import Inside


def drafts(station: Inside, question: Drafts) -> tuple[DraftRow, ...]:
    """Answer `Drafts`."""
    with station.store.reading() as connection:
        found = view.drafts(connection)
    return tuple(_row(station, line) for line in found if line.status == "open" or not question.open_only)


def _row(station: Inside, line: view.DraftLine) -> DraftRow:
    return DraftRow(
        line.mbr,
        line.version,
        line.title,
        line.base,
        line.returned,
        line.status,
        line.holder,
        line.holder in ("", station.store.genesis.station),
        line.saves,
        line.saved,
        name_of(station, line.saved_by),
        line.remarks,
        line.contested,
    )


def draft(station: Inside, question: DraftDocument) -> DraftAnswer:
    """Answer `DraftDocument`."""
    state = _draft(station, question.mbr, question.version)
    if state.status == "unknown":
        raise Refusal("draft_unknown", mbr=shown_text(question.mbr), version=shown_text(question.version))
    document = state.document()
    base = _master(station, state.id, state.base) if state.base else None
    before = _master(station, state.id, state.returned) if state.returned else None
    remarks = _remarks(station, state.comments.values(), state.version)
    said = _remarks(station, before.comments.values(), before.version) if before is not None else ()
    return DraftAnswer(
        mbr=state.id,
        version=state.version,
        status=state.status,
        document=state.text(),
        hash=state.hash,
        seen=seen_text(state),
        base=state.base,
        base_hash=state.base_hash,
        base_document=base.document if base is not None else "",
        in_force=_in_force(station, state.id),
        returned=state.returned,
        returned_why=before.returned if before is not None else "",
        left_out=_left_out(station, state) if state.submitted else (),
        holder=state.holder,
        here=state.holder in ("", station.store.genesis.station),
        writers=state.writers,
        remarks=(*said, *remarks),
        conflicts=tuple(_conflict(station, found) for found in state.open_contests()),
        rehearsals=_rehearsals(station, state.rehearsals, _mbr_hash(document) if state.rehearsals else ""),
        history=tuple(_save(station, save) for save in reversed(state.saves)),
    )


def _mbr_hash(document: Mapping[str, object]) -> str:
    """Return the hash it would have as a version; "" while it cannot be one."""
    try:
        return mbr_hash(from_json(document))  # type: ignore[arg-type]
    except Refusal:
        return ""


def version(station: Inside, question: MasterVersion) -> MasterAnswer:
    """Answer `MasterVersion`."""
    state = _master(station, question.mbr, question.version)
    if not state.entry:
        raise Refusal("mbr_unknown", mbr=shown_text(question.mbr), version=shown_text(question.version))
    base = _master(station, state.id, state.base) if state.base else None
    changes, remarks = _changes(state), _remarks(station, state.comments.values(), state.version)
    return MasterAnswer(
        mbr=state.id,
        version=state.version,
        title=state.title,
        status=state.life(today(station)),
        hash=state.hash,
        document=state.document,
        findings=state.findings,
        from_draft=bool(state.draft),
        base=state.base,
        base_document=base.document if base is not None else "",
        in_force=_in_force(station, state.id),
        authors=state.authors,
        author_names=tuple(name_of(station, person) for person in state.authors),
        signatures=_signatures(station, state),
        changes=changes,
        parts=_parts(station, state, changes, remarks),
        left_out=_left_out_words(station, state),
        blocks=len(state.blocks()),
        carried=len(state.carried),
        remarks=remarks,
        rehearsals=_rehearsals(station, state.rehearsals, state.hash),
        effective=state.effective,
        superseded_by=state.superseded_by,
        withdrawn=state.withdrawn,
        returned=state.returned,
        returned_by=name_of(station, state.returned_by),
        returned_to=state.returned_to,
        translators=tuple((code, state.translators_of(code)) for code in state.languages),
    )


def _signatures(station: Inside, state: MasterState) -> tuple[EndorsementRow, ...]:
    found = []
    for meaning in state.meanings:
        signed = state.signatures.get(meaning)
        person, at = (signed.person, signed.at) if signed is not None else ("", "")
        found.append(EndorsementRow(meaning, person, name_of(station, person), at))
    return tuple(found)


def _changes(state: MasterState) -> tuple[ChangeRow, ...]:
    from ebr.wording.changes import change_words

    return tuple(
        ChangeRow(change_words(change), change.place[0], change.block, change.kind, change.effect)
        for change in changes_from(state.changes)
    )


def _left_out(station: Inside, draft: DraftState) -> tuple[str, ...]:
    """Return the blocks in which a submitted draft differs from what it became."""
    there = _master(station, draft.id, draft.version).blocks()
    here = draft.blocks.digests
    return tuple(sorted(name for name in {*there, *here} if there.get(name) != here.get(name)))


def _left_out_words(station: Inside, state: MasterState) -> tuple[str, ...]:
    from ebr.wording.changes import block_words

    draft = _draft(station, state.id, state.version) if state.draft else None
    left = _left_out(station, draft) if draft is not None and draft.submitted else ()
    return tuple(block_words(name, state.mbr) for name in left)


def _parts(
    station: Inside, state: MasterState, changes: Sequence[ChangeRow], remarks: Sequence[RemarkRow]
) -> tuple[BlockRow, ...]:
    from ebr.wording.changes import block_words

    approved = _approved_in(station, state)
    places = _places(state.mbr)
    return tuple(
        BlockRow(
            block,
            block_words(block, state.mbr),
            digest,
            approved.get(state.carried.get(block, ""), ""),
            tuple(change for change in changes if change.block == block),
            tuple(remark for remark in remarks if places.get(remark.place, "header") == block),
        )
        for block, digest in state.blocks().items()
    )


def _approved_in(station: Inside, state: MasterState) -> dict[str, str]:
    """Return the version that each approving entry is of."""
    if not state.carried:
        return {}
    with station.store.reading() as connection:
        lines = masters.masters(connection, state.id)
    versions = (_master(station, line.mbr, line.version) for line in lines)
    return {
        entry: found.version
        for found in versions
        if "approved" in found.signatures
        for entry in (one.entry for name, one in found.signatures.items() if name not in ("performed", "verified"))
    }


def _places(mbr: Mbr) -> dict[str, str]:
    """Return the block in which each part of the document stands, by id."""
    found = {part.id: "materials" for part in mbr.materials} | {part.id: "equipment" for part in mbr.equipment}
    for unit, operation, phase in mbr.phases():
        inner = dict.fromkeys((phase.id, *(slot.id for slot in phase.slots)), f"phase/{phase.id}")
        found |= {unit.id: "procedure", operation.id: "procedure", **inner}
    languages = {f"language/{one.code}": f"language/{one.code}" for one in mbr.languages}
    return {**found, **languages, "materials": "materials", "equipment": "equipment", "procedure": "procedure"}


def _remarks(station: Inside, remarks: Iterable[Remark], version: str) -> tuple[RemarkRow, ...]:
    return tuple(
        RemarkRow(
            remark.id,
            version,
            remark.place,
            remark.text,
            remark.stamp.by,
            name_of(station, remark.stamp.by),
            remark.stamp.at.wall,
            remark.closed is None,
            remark.answer,
            name_of(station, remark.closed.by) if remark.closed is not None else "",
            remark.closed.at.wall if remark.closed is not None else "",
        )
        for remark in remarks
    )


def _rehearsals(station: Inside, made: Iterable[Rehearsal], wanted: str) -> tuple[RehearsalRow, ...]:
    return tuple(
        RehearsalRow(
            one.hash,
            one.seed,
            one.batches,
            dict(one.figures),
            one.report,
            name_of(station, one.stamp.by),
            one.stamp.at.wall,
            one.hash == wanted,
        )
        for one in made
    )


def _conflict(station: Inside, found: Contest) -> Conflict:
    sides = tuple(
        ConflictSide(
            side.stamp.hash,
            side.text,
            name_of(station, side.stamp.by),
            _station_name(station, side.stamp.log),
            side.stamp.at.wall,
            number == 0,
        )
        for number, side in enumerate(found.sides)
    )
    return Conflict(found.block, sides)


def _save(station: Inside, save: Save) -> SaveRow:
    return SaveRow(
        name_of(station, save.stamp.by), _station_name(station, save.stamp.log), save.stamp.at.wall, save.blocks
    )


def _station_name(station: Inside, log: str) -> str:
    site = station.store.state("site")
    found = site.stations.get(log) if isinstance(site, SiteState) else None
    return found.name if found is not None else ""


def _in_force(station: Inside, mbr: str) -> str:
    with station.store.reading() as connection:
        return masters.in_force(connection, mbr)


def _draft(station: Inside, mbr: str, version: str) -> DraftState:
    state = station.store.state(subjects.draft(mbr, version))
    assert isinstance(state, DraftState)
    return state


def _master(station: Inside, mbr: str, version: str) -> MasterState:
    state = station.store.state(subjects.master(mbr, version))
    assert isinstance(state, MasterState)
    return state
