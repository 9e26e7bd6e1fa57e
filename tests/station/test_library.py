"""The library of building blocks through a real station: added from a draft, approved, used, told where, superseded."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ebr.domain.block.commands import ApproveBlock, WithdrawBlock
from ebr.domain.draft.commands import AbandonDraft
from ebr.domain.master.commands import BeginDraft, SubmitDraft
from ebr.domain.mbr.document import from_json, to_json
from ebr.domain.mbr.editing import CopyParts, Editing, SetField
from ebr.domain.mbr.library import minimal, taken_parts
from ebr.domain.mbr.model import Mbr, Phase
from ebr.domain.refusal import Refusal
from ebr.station.door import adding_block, saving
from ebr.station.questions import (
    Blocks,
    BlockUse,
    DraftDocument,
    ImpactList,
    LibraryRow,
    MasterImpact,
    Masters,
    MasterVersion,
    Preview,
    UseRow,
)
from ebr.station.verifying import verify
from tests.station.plant import MORNING, PASSWORD, Plant, code, copied
from tests.station.test_master_life import in_force
from tests.station.two_rooms import meet, second_room

BLOCK = "count_cells"
STEP = "receipt_count"


@pytest.fixture
def plant(tmp_path: Path) -> Iterator[Plant]:
    made = Plant(copied(in_force(), tmp_path / "station"), start=MORNING.replace(hour=8))
    yield made
    made.close()


def master(plant: Plant) -> Mbr:
    (row,) = [row for row in plant.station.ask(Masters()) if row.status == "effective"]
    return from_json(json.loads(plant.station.ask(MasterVersion(row.mbr, row.version)).document))


def step(plant: Plant) -> Phase:
    return next(phase for _, _, phase in master(plant).phases() if phase.id == STEP)


def rows(plant: Plant) -> dict[str, LibraryRow]:
    return {row.version: row for row in plant.station.ask(Blocks())}


def added(plant: Plant, version: str, part: Phase, source: str = "") -> None:
    plant.done(adding_block(BLOCK, version, part, source), "auth")


def approved(plant: Plant, version: str) -> None:
    plant.signed(ApproveBlock(BLOCK, version, rows(plant)[version].hash), "qlee")


def drafted(plant: Plant, *edits: object, version: str = "2") -> str:
    """A draft of the version in force with some edits saved; returns the id of the MBR."""
    mbr = master(plant)
    name = mbr.header.id
    plant.done(BeginDraft(name, version, mbr.header.version), "auth")
    answer = plant.station.ask(DraftDocument(name, version))
    old = json.loads(answer.document)
    editing = Editing(from_json(old, unfinished=True))
    for edit in edits:
        editing.apply(edit)  # type: ignore[arg-type]
    plant.done(saving(name, version, answer.seen, old, to_json(editing.document)), "auth")
    return name


def taken(part: Phase, version: str) -> CopyParts:
    """The edit of "From the library"."""
    return CopyParts(minimal(replace(part, block=f"{BLOCK}@{version}")), (part.id,), "arrival", 99)


def used(plant: Plant) -> list[UseRow]:
    return list(plant.station.ask(BlockUse(BLOCK)))


def test_a_block_is_added_and_approved_by_another_person(plant: Plant) -> None:
    added(plant, "1", step(plant))
    row = rows(plant)["1"]
    assert (row.status, row.level, row.author_names, row.newest) == ("added", "phase", ("Al Author",), False)
    assert json.loads(row.part)["id"] == STEP

    approved(plant, "1")

    row = rows(plant)["1"]
    assert (row.status, row.approver, row.newest) == ("approved", "Quinn Lee", True)
    plant.close()
    assert verify(plant.folder).findings == ()
    plant.station = type(plant.station).open(plant.folder, clock=plant.clock)


def test_the_sheet_of_an_approval_lists_who_uses_the_version_before(plant: Plant) -> None:
    part = step(plant)
    added(plant, "1", part)
    approved(plant, "1")
    name = drafted(plant, taken(part, "1"))
    added(plant, "2", replace(part, title="Count twice"))

    (impact,) = plant.station.ask(ImpactList(BLOCK, "2"))
    plant.be("qlee")
    command = ApproveBlock(BLOCK, "2", rows(plant)["2"].hash, ("nobody",))
    shown = plant.station.ask(Preview(command, "qlee"))

    assert (impact.mbr, impact.mbr_version, impact.status, impact.version) == (name, "2", "open", "1")
    told = [line.value for line in shown.lines if line.label == "Uses an earlier version"]
    assert told == [f"{name} 2 (open): {impact.part}, {BLOCK}@1"]
    approved(plant, "2")
    kept = plant.station.store.state(f"block/{BLOCK}/2").impact
    assert kept == (f"{name} 2 (open): {impact.part}, {BLOCK}@1",)


def test_what_changes_between_the_sheet_and_the_signature_is_not_signed(plant: Plant) -> None:
    part = step(plant)
    added(plant, "1", part)
    approved(plant, "1")
    added(plant, "2", replace(part, title="Count twice"))
    plant.be("qlee")
    command = ApproveBlock(BLOCK, "2", rows(plant)["2"].hash)
    seen = plant.seen(command, "qlee")
    drafted(plant, taken(part, "1"))
    plant.be("qlee")
    said = plant.station.do(command, by="qlee", secret=PASSWORD, seen=seen)

    assert code(said) == "record_changed"


def test_where_it_is_used_says_whether_it_still_says_the_same(plant: Plant) -> None:
    part = step(plant)
    added(plant, "1", part)
    approved(plant, "1")
    name = drafted(plant, taken(part, "1"))
    (use,) = used(plant)
    assert (use.mbr, use.status, use.version, use.likeness, use.newer) == (name, "open", "1", "same", "")
    assert use.number
    assert rows(plant)["1"].uses == 1

    added(plant, "2", replace(part, title="Count twice"))
    assert used(plant)[0].newer == "", "not approved yet"
    approved(plant, "2")
    answer = plant.station.ask(DraftDocument(name, "2"))
    old = json.loads(answer.document)
    editing = Editing(from_json(old, unfinished=True))
    editing.apply(SetField(use.part, "title", "Another title"))
    plant.done(saving(name, "2", answer.seen, old, to_json(editing.document)), "auth")

    (use,) = used(plant)
    assert (use.likeness, use.newer, use.part_title) == ("changed", "2", "Another title")
    assert [row.newest for row in plant.station.ask(Blocks())] == [True, False]


def test_a_version_in_review_is_told_of_newer_blocks_and_of_records_that_stay_behind(plant: Plant) -> None:
    part = step(plant)
    added(plant, "1", part)
    approved(plant, "1")
    name = drafted(plant, taken(part, "1"))
    plant.signed(SubmitDraft(name, "2"), "auth")
    added(plant, "2", replace(part, title="Count twice"))
    approved(plant, "2")

    (mine,) = plant.station.ask(MasterImpact(name, "2"))
    assert (mine.mbr, mine.status, mine.version, mine.newer) == (name, "signed", "1", "2")
    assert list(taken_parts(from_json(json.loads(plant.station.ask(MasterVersion(name, "2")).document))))

    mbr = to_json(Editing(master(plant)).document)
    mbr["header"] = {**mbr["header"], "id": "other"}  # type: ignore[dict-item]
    plant.done(BeginDraft("other", "1", document=json.dumps(mbr)), "auth")
    answer = plant.station.ask(DraftDocument("other", "1"))
    old = json.loads(answer.document)
    editing = Editing(from_json(old, unfinished=True))
    editing.apply(taken(replace(part, title="Count twice"), "2"))
    plant.done(saving("other", "1", answer.seen, old, to_json(editing.document)), "auth")
    plant.signed(SubmitDraft("other", "1"), "auth")

    (behind,) = plant.station.ask(MasterImpact("other", "1"))
    assert (behind.mbr, behind.version, behind.newer) == (name, "1", "2")


def test_what_is_over_is_used_no_more(plant: Plant) -> None:
    part = step(plant)
    added(plant, "1", part)
    approved(plant, "1")
    name = drafted(plant, taken(part, "1"))
    plant.done(AbandonDraft(name, "2", "not needed"), "auth")
    assert used(plant) == []


def test_a_block_that_is_not_here_is_told(plant: Plant) -> None:
    drafted(plant, taken(step(plant), "7"))
    (use,) = used(plant)
    assert (use.likeness, use.newer) == ("unknown", "")


def test_a_withdrawn_version_is_taken_by_nobody_and_the_one_before_is_the_newest(plant: Plant) -> None:
    part = step(plant)
    added(plant, "1", part)
    approved(plant, "1")
    added(plant, "2", replace(part, title="Count twice"))
    approved(plant, "2")
    plant.signed(WithdrawBlock(BLOCK, "2", "counts wrong"), "qlee")
    found = rows(plant)
    assert (found["2"].status, found["2"].withdrawn, found["2"].withdrawn_by) == (
        "withdrawn",
        "counts wrong",
        "Quinn Lee",
    )
    assert found["1"].newest
    assert not found["2"].newest


def test_who_wrote_the_draft_never_approves_what_was_taken_from_it(plant: Plant) -> None:
    name = drafted(plant, SetField(STEP, "title", "Count the cells"))
    added(plant, "1", step(plant), f"draft/{name}/2")
    assert rows(plant)["1"].authors == ("auth",)
    assert code(plant.do(adding_block(BLOCK, "2", replace(step(plant), title="x")), "qlee")) == "right_missing"


def test_questions_about_what_is_not_there(plant: Plant) -> None:
    assert plant.station.ask(Blocks()) == ()
    assert plant.station.ask(BlockUse("nothing")) == ()
    for question in (ImpactList("nothing", "x"), MasterImpact("nothing", "1")):
        with pytest.raises(Refusal):
            plant.station.ask(question)


def test_a_master_without_blocks_stays_behind_nothing(plant: Plant) -> None:
    mbr = master(plant)
    assert plant.station.ask(MasterImpact(mbr.header.id, mbr.header.version)) == ()


def test_two_stations_add_the_same_version_apart_and_both_show_the_same(plant: Plant, tmp_path: Path) -> None:
    room = second_room(plant, tmp_path / "room")
    try:
        part = step(plant)
        added(plant, "1", part)
        added(room, "1", replace(part, title="Counted elsewhere"))
        meet(plant, room)

        here, there = rows(plant)["1"], rows(room)["1"]
        assert (here.hash, here.passed_over) == (there.hash, there.passed_over)
        assert here.passed_over == ("Al Author",)
        approved(room, "1")
        meet(plant, room)
        assert rows(plant)["1"].newest
    finally:
        room.close()
