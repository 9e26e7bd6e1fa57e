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
from ebr.domain.draft.commands import CommentDraft, RehearseDraft
from ebr.domain.master.commands import (
    BeginDraft,
    CommentMbr,
    MakeEffective,
    ReturnMbr,
    SignMbr,
    SubmitDraft,
)
from ebr.domain.mbr.document import from_json, mbr_hash
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
)
from tests.station.plant import MORNING, Plant, _home, copied, founded

TODAY = "2026-05-04"
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
