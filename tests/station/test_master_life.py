"""From the version in force to the next one, through a real station: drafted, saved, reviewed, returned, approved, used."""

from __future__ import annotations

import functools
import json
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from ebr.domain.batch.commands import CheckIssue, IssueBatch
from ebr.domain.draft.commands import AbandonDraft, CommentDraft, RehearseDraft, ResolveDraft, TakeDraft
from ebr.domain.master.commands import (
    BeginDraft,
    CommentMbr,
    MakeEffective,
    ReturnMbr,
    SignMbr,
    SubmitDraft,
    WithdrawMbr,
)
from ebr.domain.master.rules import submitting
from ebr.domain.mbr.document import blocks_of, from_json, mbr_hash
from ebr.domain.refusal import Refusal
from ebr.paths import resources
from ebr.station.door import Answer, adding, saving
from ebr.station.questions import (
    BatchQuestion,
    DraftAnswer,
    DraftDocument,
    Drafts,
    MasterAnswer,
    Masters,
    MasterVersion,
    Preview,
)
from ebr.station.verifying import verify
from ebr.storage.views import masters
from ebr.wording import event_words
from tests.station.plant import MORNING, Plant, _home, code, copied, fine, founded
from tests.station.two_rooms import meet, second_room, tell
from tests.station.two_stations import site

TODAY = "2026-05-04"
LIES = {"a change left out": lambda found: found[:-1], "nothing said": lambda _found: ()}
"""What a station that lies says it changed."""
Document = dict[str, Any]


@functools.cache
def in_force() -> Path:
    """A folder with the CAR-T master in force and a batch issued on it."""
    folder = copied(founded(), _home() / "station")
    plant = Plant(folder, start=MORNING + timedelta(hours=1))
    text = (resources() / "mbr" / "car_t_autologous.yaml").read_text(encoding="utf-8")
    plant.done(adding(text), "auth")
    (row,) = plant.station.ask(Masters())
    plant.signed(SignMbr(row.mbr, row.version, row.hash, "performed"), "auth")
    plant.signed(SignMbr(row.mbr, row.version, row.hash, "approved"), "qlee")
    plant.signed(MakeEffective(row.mbr, row.version, TODAY), "qlee")
    issue(plant, "P-0001", row.version)
    plant.close()
    return folder


def issue(plant: Plant, batch: str, version: str) -> None:
    (row,) = (row for row in plant.station.ask(Masters()) if row.version == version)
    identifiers = {name: f"{name}-{batch}" for name, _ in row.identifiers}
    plant.signed(IssueBatch(batch, row.mbr, version, row.size, identifiers), "sups")
    plant.signed(CheckIssue(batch), "qlee")


@pytest.fixture
def plant(tmp_path: Path) -> Any:
    made = Plant(copied(in_force(), tmp_path / "station"), start=MORNING + timedelta(hours=2))
    yield made
    made.close()


class Author:
    """An author with the draft open, as the editor has it."""

    def __init__(self, plant: Plant, mbr: str, version: str, by: str = "auth") -> None:
        self.plant, self.mbr, self.version, self.by = plant, mbr, version, by
        self.read()

    def read(self) -> DraftAnswer:
        self.told: DraftAnswer = self.plant.station.ask(DraftDocument(self.mbr, self.version))
        self.document: Document = json.loads(self.told.document)
        self.seen = self.told.seen
        return self.told

    def save(self, document: Document) -> Answer:
        command = saving(self.mbr, self.version, self.seen, self.document, document)
        said = self.plant.done(command, self.by)
        self.document, self.seen = document, said.answer["seen"]
        return said


def changed(document: Document, slot: str, **fields: Any) -> Document:
    """The document with some fields of an entry changed."""
    copy: Document = json.loads(json.dumps(document))
    for unit in copy["procedure"]:
        for operation in unit["operations"]:
            for phase in operation["phases"]:
                for found in phase["slots"]:
                    if found["id"] == slot:
                        found.update(fields)
                        return copy
    raise AssertionError(slot)


def phase_of(document: Document, slot: str) -> str:
    """The block in which an entry stands."""
    return next(name for name, block in blocks_of(document).items() if f'"{slot}"' in json.dumps(block) and "/" in name)


def limited_slot(document: Document) -> tuple[str, dict[str, str]]:
    """Any entry with a plain upper limit."""
    for unit in document["procedure"]:
        for operation in unit["operations"]:
            for phase in operation["phases"]:
                for slot in phase["slots"]:
                    high = slot.get("limits", {}).get("high", "")
                    if slot["kind"] == "number" and high.replace(".", "").isdigit() and "low" in slot["limits"]:
                        return slot["id"], slot["limits"]
    raise AssertionError


def not_signed(plant: Plant, command: object, by: str) -> str:
    """Why there is no sheet for it."""
    with pytest.raises(Refusal) as caught:
        plant.seen(command, by)
    return caught.value.code


def version_of(plant: Plant, mbr: str, version: str) -> MasterAnswer:
    found: MasterAnswer = plant.station.ask(MasterVersion(mbr, version))
    return found


def test_one_limit_is_changed_reviewed_returned_approved_and_used_by_the_next_batch_only(plant: Plant) -> None:
    (row,) = plant.station.ask(Masters())
    mbr, first = row.mbr, row.version

    plant.done(BeginDraft(mbr, "2", first), "auth")
    author = Author(plant, mbr, "2")
    slot, limits = limited_slot(author.document)
    high = str((Decimal(limits["low"]) + Decimal(limits["high"])) / 2)
    author.save(changed(author.document, slot, limits={**limits, "high": high}))
    plant.done(CommentDraft(mbr, "2", slot, "as agreed in the meeting"), "qlee")
    digest = mbr_hash(from_json(author.document))
    plant.done(RehearseDraft(mbr, "2", digest, "7", 1000, {"branches": "12/12"}, "ab" * 32), "auth")
    plant.signed(SubmitDraft(mbr, "2"), "auth")

    review = version_of(plant, mbr, "2")
    assert (review.status, review.base, review.from_draft) == ("signed", first, True)
    assert [change.place for change in review.changes] == ["header", slot]
    assert review.carried == review.blocks - 2  # the header with the version, and the step that was changed
    assert [one.fits for one in review.rehearsals] == [True]

    plant.done(CommentMbr(mbr, "2", slot, "no rounding is left; make it wider"), "qlee")
    sign = SignMbr(mbr, "2", review.hash, "verified")
    assert not_signed(plant, sign, "sups") == "mbr_comments_open"
    plant.done(ReturnMbr(mbr, "2", "the limit is too tight", "3"), "qlee")
    assert version_of(plant, mbr, "2").status == "returned"
    assert [(row.version, row.status) for row in plant.station.ask(Drafts())] == [("2", "submitted"), ("3", "open")]

    author = Author(plant, mbr, "3")
    assert [remark.text for remark in author.told.remarks] == ["no rounding is left; make it wider"]
    author.save(changed(author.document, slot, limits=limits, critical=True, label="Temperature of the bag"))
    plant.signed(SubmitDraft(mbr, "3"), "auth")
    review = version_of(plant, mbr, "3")
    verify, approve = (SignMbr(mbr, "3", review.hash, meaning) for meaning in ("verified", "approved"))
    assert not_signed(plant, verify, "auth") == "mbr_author_approves"
    assert not_signed(plant, approve, "qlee") == "mbr_second_first"
    plant.signed(verify, "sups")
    plant.signed(approve, "qlee")
    plant.signed(MakeEffective(mbr, "3", TODAY), "qlee")

    assert version_of(plant, mbr, first).status == "superseded"
    issue(plant, "P-0002", "3")
    versions = [plant.station.ask(BatchQuestion(batch, "auth")).version for batch in ("P-0001", "P-0002")]
    assert versions == [first, "3"]
    plant.verified()


@pytest.fixture
def rooms(plant: Plant, tmp_path: Path) -> Any:
    """The station and a second one of the same site that knows everything."""
    room = second_room(plant, tmp_path / "room")
    yield plant, room
    room.close()


def sound(*places: Plant) -> None:
    """Insist that all show the same and that the verifier finds nothing on any."""
    assert len({place.station.store.views_digest() for place in places}) == 1
    for place in places:
        assert place.verified() == ()


def test_two_authors_on_one_draft_from_two_stations_merge_and_decide(rooms: tuple[Plant, Plant]) -> None:
    office, room = rooms
    (row,) = office.station.ask(Masters())
    office.done(BeginDraft(row.mbr, "2", row.version), "auth")
    meet(office, room)
    there = Author(room, row.mbr, "2")
    assert (there.told.holder, there.told.here) == ("Room-12", False)
    refused = saving(row.mbr, "2", there.seen, there.document, {**there.document, "materials": []})
    assert code(room.do(refused, "auth")) == "draft_elsewhere"
    room.done(TakeDraft(row.mbr, "2"), "auth")
    there.read()

    here = Author(office, row.mbr, "2")
    slot, _ = limited_slot(here.document)
    here.save(changed(here.document, slot, label="Written here"))
    there.save(changed(there.document, slot, label="Written there"))
    here.save({**here.document, "header": {**here.document["header"], "note": "merged by itself"}})
    meet(office, room)
    sound(office, room)

    (conflict,) = there.read().conflicts
    assert there.document["header"]["note"] == "merged by itself"
    assert {side.station for side in conflict.sides} == {"Room-12", "Room-13"}
    assert plant_refused(room, SubmitDraft(row.mbr, "2")) == "draft_contested"
    kept = next(side for side in conflict.sides if side.station == "Room-13")
    room.done(ResolveDraft(row.mbr, "2", conflict.block, kept.entry), "auth")
    assert there.read().conflicts == ()
    room.signed(SubmitDraft(row.mbr, "2"), "auth")
    meet(office, room)
    review = version_of(office, row.mbr, "2")
    office.signed(SignMbr(row.mbr, "2", review.hash, "verified"), "sups")
    tell(office, room)
    room.signed(SignMbr(row.mbr, "2", review.hash, "approved"), "qtwo")
    meet(office, room)
    sound(office, room)
    assert version_of(office, row.mbr, "2").status == "approved"
    assert "Written there" in version_of(room, row.mbr, "2").document


def plant_refused(plant: Plant, command: object) -> str:
    plant.be("auth")
    return not_signed(plant, command, "auth")


def test_every_step_of_it_stands_in_the_audit_trail_in_words(plant: Plant) -> None:
    (row,) = plant.station.ask(Masters())
    plant.done(BeginDraft(row.mbr, "2", row.version), "auth")
    author = Author(plant, row.mbr, "2")
    slot, _ = limited_slot(author.document)
    author.save(changed(author.document, slot, label="Other words"))
    plant.done(CommentDraft(row.mbr, "2", slot, "why?"), "qlee")
    plant.done(AbandonDraft(row.mbr, "2", "not needed"), "auth")
    trail = [line for line in plant.audit() if line.subject.startswith("draft/")]
    named = [(event_words(line.event), line.by_name) for line in reversed(trail)]
    assert named == [
        ("Draft begun", "Al Author"),
        ("Draft changed", "Al Author"),
        ("Remark on a draft", "Quinn Lee"),
        ("Draft given up", "Al Author"),
    ]
    assert trail[0].reason == "not needed"
    assert [line.new for line in trail][1:3] == ["why?", phase_of(author.document, slot)]
    assert code(plant.do(BeginDraft(row.mbr, "2", row.version), "auth")) == "draft_exists"


def test_a_change_set_that_no_longer_fits_is_not_signed(plant: Plant) -> None:
    (row,) = plant.station.ask(Masters())
    for version in ("2", "3"):
        plant.done(BeginDraft(row.mbr, version, row.version), "auth")
        author = Author(plant, row.mbr, version)
        slot, _ = limited_slot(author.document)
        author.save(changed(author.document, slot, label=f"Words of version {version}"))
        plant.signed(SubmitDraft(row.mbr, version), "auth")
    second = version_of(plant, row.mbr, "2")
    for meaning, by in (("verified", "sups"), ("approved", "qlee")):
        plant.signed(SignMbr(row.mbr, "2", second.hash, meaning), by)
    plant.signed(MakeEffective(row.mbr, "2", TODAY), "qlee")
    third = version_of(plant, row.mbr, "3")
    assert (third.base, third.in_force) == (row.version, "2")
    assert not_signed(plant, SignMbr(row.mbr, "3", third.hash, "verified"), "sups") == "mbr_base_changed"
    plant.done(ReturnMbr(row.mbr, "3", "compare anew", "4"), "qlee")
    plant.signed(SubmitDraft(row.mbr, "4"), "auth")
    fourth = version_of(plant, row.mbr, "4")
    assert fourth.base == "2"
    assert {part.approved_in for part in fourth.parts} == {"", row.version}


def test_the_sheet_of_an_approval_lists_the_change_set_in_words(plant: Plant) -> None:
    (row,) = plant.station.ask(Masters())
    plant.done(BeginDraft(row.mbr, "2", row.version), "auth")
    author = Author(plant, row.mbr, "2")
    slot, limits = limited_slot(author.document)
    high = str((Decimal(limits["low"]) + Decimal(limits["high"])) / 2)
    author.save(changed(author.document, slot, limits={**limits, "high": high}))
    sheet = plant.station.ask(Preview(SubmitDraft(row.mbr, "2"), "auth"))
    changes = [line.value for line in sheet.lines if line.label == "Changes"]
    assert len(changes) == 2
    assert f"{limits['high']}" in changes[1]
    assert high in changes[1]


def test_nobody_who_wrote_in_a_draft_signs_it_even_after_it_came_back(plant: Plant) -> None:
    plant.enrol("both", "Bo Both", ("author", "quality"))
    plant.acknowledge("both")
    (row,) = plant.station.ask(Masters())
    plant.done(BeginDraft(row.mbr, "2", row.version), "auth")
    author = Author(plant, row.mbr, "2", by="both")
    slot, _ = limited_slot(author.document)
    author.save(changed(author.document, slot, label="Words of Bo"))
    plant.signed(SubmitDraft(row.mbr, "2"), "auth")
    plant.done(ReturnMbr(row.mbr, "2", "once more", "3"), "qlee")
    plant.signed(SubmitDraft(row.mbr, "3"), "auth")
    third = version_of(plant, row.mbr, "3")
    assert set(third.authors) == {"both", "auth"}
    assert not_signed(plant, SignMbr(row.mbr, "3", third.hash, "verified"), "both") == "mbr_author_approves"


def test_a_draft_survives_the_end_of_the_program_and_views_made_anew(plant: Plant) -> None:
    (row,) = plant.station.ask(Masters())
    plant.done(BeginDraft(row.mbr, "2", row.version), "auth")
    author = Author(plant, row.mbr, "2")
    slot, _ = limited_slot(author.document)
    author.save(changed(author.document, slot, label="Kept"))
    before = (author.read().document, plant.station.ask(Drafts()))
    plant.reopen()
    plant.station.store.rebuild()
    author.plant = plant
    assert (author.read().document, plant.station.ask(Drafts())) == before


def test_a_batch_leaves_with_its_master_and_without_the_draft_and_verifies(plant: Plant, tmp_path: Path) -> None:
    (row,) = plant.station.ask(Masters())
    plant.done(BeginDraft(row.mbr, "2", row.version), "auth")
    author = Author(plant, row.mbr, "2")
    slot, _ = limited_slot(author.document)
    author.save(changed(author.document, slot, label="Kept"))
    plant.signed(SubmitDraft(row.mbr, "2"), "auth")
    digest = version_of(plant, row.mbr, "2").hash
    for meaning, by in (("verified", "sups"), ("approved", "qlee")):
        plant.signed(SignMbr(row.mbr, "2", digest, meaning), by)
    plant.signed(MakeEffective(row.mbr, "2", TODAY), "qlee")
    issue(plant, "P-0003", "2")
    fine(plant.station.export(tmp_path / "out", "P-0003", by="qlee"))
    found = verify(tmp_path / "out")
    assert found.findings == ()


def test_a_draft_travels_whole_on_a_stick_to_a_station_without_a_network(tmp_path: Path) -> None:
    both = site(tmp_path)
    (row,) = both.office.station.ask(Masters())
    both.office.done(BeginDraft(row.mbr, "2", row.version), "auth")
    author = Author(both.office, row.mbr, "2")
    slot, _ = limited_slot(author.document)
    author.save(changed(author.document, slot, label="Carried"))
    fine(both.to_room("drafts"))
    there = both.room.station.ask(DraftDocument(row.mbr, "2"))
    assert there.document == author.read().document
    assert (there.holder, there.here) == ("Room-12", False)
    both.close()


def test_what_another_station_wrote_while_it_was_submitted_is_shown_as_left_out(rooms: tuple[Plant, Plant]) -> None:
    office, room = rooms
    (row,) = office.station.ask(Masters())
    office.done(BeginDraft(row.mbr, "2", row.version), "auth")
    here = Author(office, row.mbr, "2")
    slot, _ = limited_slot(here.document)
    here.save(changed(here.document, slot, label="Submitted"))
    meet(office, room)
    room.done(TakeDraft(row.mbr, "2"), "auth")
    there = Author(room, row.mbr, "2")
    there.save({**there.document, "header": {**there.document["header"], "note": "came late"}})
    office.signed(SubmitDraft(row.mbr, "2"), "auth")
    assert version_of(office, row.mbr, "2").left_out == ()
    meet(office, room)
    sound(office, room)
    assert version_of(room, row.mbr, "2").left_out == ("Header",)
    assert there.read().left_out == ("header",)
    assert "came late" in there.told.document


def approved(plant: Plant, mbr: str, version: str, base: str) -> None:
    """Write, submit, verify and approve a version that says something new in one label."""
    plant.done(BeginDraft(mbr, version, base), "auth")
    author = Author(plant, mbr, version)
    slot, _ = limited_slot(author.document)
    author.save(changed(author.document, slot, label=f"Words of version {version}"))
    plant.signed(SubmitDraft(mbr, version), "auth")
    digest = version_of(plant, mbr, version).hash
    plant.signed(SignMbr(mbr, version, digest, "verified"), "sups")
    plant.signed(SignMbr(mbr, version, digest, "approved"), "qlee")


def in_force_on(plant: Plant, mbr: str, *days: str) -> list[tuple[str, ...]]:
    with plant.station.store.reading() as connection:
        return [masters.in_force_on(connection, mbr, day) for day in days]


def test_however_versions_are_planned_and_withdrawn_one_at_most_is_in_force(plant: Plant) -> None:
    (row,) = plant.station.ask(Masters())
    next_week, soon, later = "2026-05-11", "2026-06-01", "2026-07-01"
    days = (TODAY, next_week, soon, later, "2027-01-01")
    approved(plant, row.mbr, "2", row.version)
    plant.signed(MakeEffective(row.mbr, "2", later), "qlee")
    approved(plant, row.mbr, "3", "2")
    plant.signed(MakeEffective(row.mbr, "3", soon), "qlee")  # before the one that was planned first
    assert in_force_on(plant, row.mbr, *days) == [(row.version,), (row.version,), ("3",), ("3",), ("3",)]
    plant.signed(WithdrawMbr(row.mbr, "3", "wrong"), "qlee")
    approved(plant, row.mbr, "4", "2")
    plant.signed(MakeEffective(row.mbr, "4", next_week), "qlee")  # while version 1 has not reached its last day
    assert in_force_on(plant, row.mbr, *days) == [(row.version,), ("4",), ("4",), ("4",), ("4",)]
    assert plant.verified() == ()


def test_an_approval_against_what_is_no_longer_in_force_takes_no_effect(plant: Plant) -> None:
    (row,) = plant.station.ask(Masters())
    approved(plant, row.mbr, "2", row.version)
    approved(plant, row.mbr, "3", row.version)
    plant.signed(MakeEffective(row.mbr, "2", TODAY), "qlee")
    assert not_signed(plant, MakeEffective(row.mbr, "3", TODAY), "qlee") == "mbr_never_compared"


def test_two_versions_made_effective_apart_stop_the_issue_until_quality_withdraws_one(
    rooms: tuple[Plant, Plant],
) -> None:
    office, room = rooms
    (row,) = office.station.ask(Masters())
    approved(office, row.mbr, "2", row.version)
    approved(office, row.mbr, "3", row.version)
    meet(office, room)
    office.signed(MakeEffective(row.mbr, "2", "2026-05-05"), "qlee")
    room.signed(MakeEffective(row.mbr, "3", "2026-05-05"), "qtwo")
    meet(office, room)
    sound(office, room)
    office.wait(hours=24)
    identifiers = {name: f"{name}-P-0002" for name, _ in row.identifiers}
    command = IssueBatch("P-0002", row.mbr, "2", row.size, identifiers)
    assert not_signed(office, command, "sups") == "masters_in_force"
    office.signed(WithdrawMbr(row.mbr, "3", "version 2 stands"), "qlee")
    office.signed(command, "sups")


def test_of_an_approval_and_a_return_that_knew_nothing_of_each_other_the_return_counts(
    rooms: tuple[Plant, Plant],
) -> None:
    office, room = rooms
    (row,) = office.station.ask(Masters())
    office.done(BeginDraft(row.mbr, "2", row.version), "auth")
    author = Author(office, row.mbr, "2")
    slot, _ = limited_slot(author.document)
    author.save(changed(author.document, slot, label="Submitted"))
    office.signed(SubmitDraft(row.mbr, "2"), "auth")
    digest = version_of(office, row.mbr, "2").hash
    office.signed(SignMbr(row.mbr, "2", digest, "verified"), "sups")
    meet(office, room)
    office.signed(SignMbr(row.mbr, "2", digest, "approved"), "qlee")
    office.signed(MakeEffective(row.mbr, "2", TODAY), "qlee")
    room.done(ReturnMbr(row.mbr, "2", "not like this", "3"), "qtwo")
    meet(office, room)
    sound(office, room)
    assert version_of(office, row.mbr, "2").status == version_of(room, row.mbr, "2").status == "returned"


@pytest.mark.parametrize("lie", LIES)
def test_a_station_that_lies_about_what_changed_is_found(plant: Plant, monkeypatch: Any, lie: str) -> None:
    (row,) = plant.station.ask(Masters())
    plant.done(BeginDraft(row.mbr, "2", row.version), "auth")
    author = Author(plant, row.mbr, "2")
    slot, limits = limited_slot(author.document)
    author.save(changed(author.document, slot, limits={**limits, "rule": "rounded"}))
    honest = submitting.changes_text
    monkeypatch.setattr(submitting, "changes_text", lambda changes: honest(LIES[lie](tuple(changes))))
    plant.signed(SubmitDraft(row.mbr, "2"), "auth")
    plant.close()

    found = verify(plant.folder).findings

    assert [one.code for one in found] == ["changes_differ"]
    assert "Version 2" in found[0].meaning
