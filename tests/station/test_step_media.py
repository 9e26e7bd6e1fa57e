"""Pictures and documents of steps: named by the entries that hold the document, verified, carried, exported, printed."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from ebr.cli import run
from ebr.domain.attached import files_in, files_of
from ebr.domain.batch.commands import CheckIssue, IssueBatch
from ebr.domain.draft.commands import SaveDraft
from ebr.domain.master.commands import BeginDraft, MakeEffective, SignMbr
from ebr.domain.master.events import MbrAdded
from ebr.domain.mbr.document import blocks_of, to_json
from ebr.domain.mbr.model import Mbr, Media
from ebr.domain.mbr.text import read
from ebr.domain.mbr.write import write
from ebr.paths import resources
from ebr.reports.document import Image, Paragraph
from ebr.reports.master import Life, master_paper
from ebr.reports.master_paper import Printed
from ebr.station.door import adding
from ebr.station.questions import BatchQuestion, DraftDocument, KeptFile, Masters
from ebr.station.verifying import verify
from tests.station.plant import BATCH, COMPACT, IDENTIFIERS, PASSWORD, Plant, fine
from tests.station.two_stations import site

PICTURE = resources() / "demo" / "label-cart.png"
DATA = PICTURE.read_bytes()
SHA = hashlib.sha256(DATA).hexdigest()
MEDIA = Media("drawing", SHA, PICTURE.name, "image/png", "Where the label goes")


def with_media(*media: Media) -> Mbr:
    """The compact master with pictures in its first step."""
    mbr = read(COMPACT.read_text(encoding="utf-8")).mbr
    assert mbr is not None
    unit = mbr.procedure[0]
    operation = unit.operations[0]
    phase = replace(operation.phases[0], media=media)
    operation = replace(operation, phases=(phase, *operation.phases[1:]))
    unit = replace(unit, operations=(operation, *unit.operations[1:]))
    return replace(mbr, procedure=(unit, *mbr.procedure[1:]))


def in_force(plant: Plant) -> None:
    """The compact master with a picture, kept, in force, and a batch on it."""
    plant.station.attach(DATA, PICTURE.name, "image/png")
    plant.done(adding(write(with_media(MEDIA))), "auth")
    row = plant.station.ask(Masters())[0]
    plant.signed(SignMbr(row.mbr, row.version, row.hash, "performed"), "auth")
    plant.signed(SignMbr(row.mbr, row.version, row.hash, "approved"), "qlee")
    plant.signed(MakeEffective(row.mbr, row.version, "2026-05-05"), "qlee")
    plant.signed(IssueBatch(BATCH, row.mbr, row.version, "1000", IDENTIFIERS), "sups")
    plant.signed(CheckIssue(BATCH), "qlee")


def kept(plant: Plant) -> Path:
    return Path(plant.station.ask(KeptFile(SHA)))


def test_only_the_field_of_a_picture_names_a_file():
    said = json.dumps({"instruction": f'write "sha256":"{SHA}" here', "id": "a"})
    document = json.dumps(to_json(with_media(MEDIA)), separators=(",", ":"))
    assert files_in({"document": said}.get) == ()
    assert files_in({"text": document}.get) == ()
    assert files_in({"document": document}.get) == (SHA,)
    assert files_in({"value": {"sha256": "ab"}, "blocks": {"phase/clear": document, "header": ""}}.get) == ("ab", SHA)


def test_a_step_is_shown_with_its_picture(plant: Plant) -> None:
    in_force(plant)
    step = plant.station.ask(BatchQuestion(BATCH, "mchen")).step
    assert [(one.id, one.sha256, one.label) for one in step.media] == [("drawing", SHA, "Where the label goes")]
    assert kept(plant).read_bytes() == DATA
    assert plant.station.ask(KeptFile("0" * 64)) == ""
    assert plant.station.ask(KeptFile("../x")) == ""


def test_the_verifier_finds_a_picture_that_is_gone_or_changed(plant: Plant) -> None:
    in_force(plant)
    assert plant.verified() == ()
    assert not [note for note in verify(plant.folder).notes if note.code == "attachment_unnamed"]
    kept(plant).write_bytes(DATA + b"x")
    assert set(plant.verified()) == {"attachment_damaged"}
    kept(plant).unlink()
    assert plant.verified() == ("attachment_missing", "attachment_missing")  # of the master, of the batch


def test_a_saved_draft_names_the_picture(plant: Plant) -> None:
    plant.station.attach(DATA, PICTURE.name, "image/png")
    plant.done(BeginDraft("compact", "1"), "auth")
    answer = plant.station.ask(DraftDocument("compact", "1"))
    blocks = {**blocks_of(to_json(with_media(MEDIA)))}
    written = {name: json.dumps(block, separators=(",", ":"), sort_keys=True) for name, block in blocks.items()}
    fine(plant.do(SaveDraft("compact", "1", answer.seen, written), "auth"))
    kept(plant).unlink()
    assert plant.verified() == ("attachment_missing",)


def test_an_export_and_its_checker_carry_and_compare_the_picture(plant: Plant, tmp_path: Path) -> None:
    in_force(plant)
    plant.be("sups")
    fine(plant.station.export(tmp_path / "out", batch=BATCH, by="sups"))
    carried = tmp_path / "out" / "attachments" / SHA
    assert carried.read_bytes() == DATA
    assert [found.code for found in verify(tmp_path / "out").findings] == []
    checked = [sys.executable, str(tmp_path / "out" / "check.py"), str(tmp_path / "out")]
    assert subprocess.run(checked, capture_output=True, check=False).returncode == 0
    carried.write_bytes(b"another")
    assert {found.code for found in verify(tmp_path / "out").findings} == {"attachment_damaged"}
    said = subprocess.run(checked, capture_output=True, check=False)
    assert said.returncode != 0
    assert b"attachment_damaged" in said.stdout


def test_a_report_shows_the_picture_and_verifies_alone(plant: Plant) -> None:
    in_force(plant)
    plant.be("sups")
    answer = fine(plant.station.report(BATCH, by="sups"))
    assert [found.code for found in verify(Path(answer.answer["file"])).findings] == []


def test_a_report_of_a_batch_whose_picture_is_gone_names_it(plant: Plant) -> None:
    in_force(plant)
    kept(plant).unlink()
    plant.be("sups")
    answer = fine(plant.station.report(BATCH, by="sups"))
    assert {found.code for found in verify(Path(answer.answer["file"])).findings} == {"attachment_missing"}


def test_the_printed_master_shows_pictures_and_names_documents():
    paper = replace(MEDIA, id="sop", media="application/pdf", name="sop.pdf", label="The whole SOP")
    printed = Printed("2026-05-05 08:00", "2026-05-05T08:00:00Z")
    made = master_paper(with_media(MEDIA, paper), Life("draft", False), printed, {SHA: DATA}.get)
    pictures = [block for block in made.blocks if isinstance(block, Image)]
    assert [(one.sha256, one.caption) for one in pictures] == [(SHA, "Where the label goes: label-cart.png")]
    assert pictures[0].load() == DATA
    words = [block.text for block in made.blocks if isinstance(block, Paragraph)]
    assert f"The whole SOP: sop.pdf, SHA-256 {SHA}" in words
    gone = master_paper(with_media(MEDIA), Life("draft", False), printed)
    assert not [block for block in gone.blocks if isinstance(block, Image)]


@pytest.fixture
def text(tmp_path: Path) -> Path:
    file = tmp_path / "texts" / "compact.yaml"
    file.parent.mkdir()
    file.write_text(write(with_media(MEDIA)), encoding="utf-8")
    return file


@pytest.fixture
def add(plant: Plant, text: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.setattr("ebr.cli.access.secret", lambda _person: PASSWORD)
    plant.close()
    return ["mbr", "add", str(text), "--station", str(plant.folder), "--as", "auth"]


def test_adding_a_text_takes_the_files_from_beside_it(plant: Plant, text: Path, add: list[str]) -> None:
    (text.parent / PICTURE.name).write_bytes(DATA)
    assert run(["mbr", "check", str(text)]) == 0
    assert run(add) == 0
    plant.reopen()
    assert kept(plant).read_bytes() == DATA
    assert plant.verified() == ()


def test_a_file_that_is_missing_or_another_is_refused_by_name(
    plant: Plant, text: Path, add: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(add) == 1
    assert "label-cart.png" in capsys.readouterr().err
    (text.parent / PICTURE.name).write_bytes(b"another")
    assert run(add) == 1
    assert SHA in capsys.readouterr().err
    plant.reopen()
    assert plant.station.ask(Masters()) == ()
    assert list(plant.station.attachments.names()) == []


def test_a_file_that_the_station_keeps_need_not_lie_there(plant: Plant, add: list[str]) -> None:
    plant.reopen()
    plant.station.attach(DATA, PICTURE.name, "image/png")
    plant.close()
    assert run(add) == 0


def test_a_bundle_carries_the_picture_to_a_station_that_gets_the_master(tmp_path: Path) -> None:
    both = site(tmp_path)
    try:
        both.office.station.attach(DATA, PICTURE.name, "image/png")
        both.office.done(adding(write(replaced_id(with_media(MEDIA)))), "auth")
        fine(both.to_room("one"))
        assert both.room.station.attachments.read(SHA) == DATA
        assert both.room.verified() == ()
    finally:
        both.close()


def test_an_entry_that_arrives_calls_for_its_picture() -> None:
    document = json.dumps(to_json(with_media(MEDIA)), separators=(",", ":"))
    event = MbrAdded("m", "1", "M", "00", document, 0)
    assert files_of(event) == (SHA,)
    assert files_of(None) == ()


def replaced_id(mbr: Mbr) -> Mbr:
    return replace(mbr, header=replace(mbr.header, id="pictured"))
