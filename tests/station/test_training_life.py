"""Training through a real station: a procedure is set, read with its document, confirmed, told, withdrawn."""

from __future__ import annotations

from pathlib import Path

import pytest
from pypdfium2 import PdfDocument

from ebr.domain.refusal import Refusal
from ebr.domain.training.commands import ConfirmTraining, SetTask, SignRead, WithdrawTask, WithdrawTraining
from ebr.domain.training.state import missing, roots_for
from ebr.station.questions import MatrixRow, PersonTraining, TaskRow, Tasks, TrainingMatrix, TrainingOf, TrainingRow
from tests.station.plant import MORNING, Plant, code, copied, founded
from tests.station.two_rooms import meet, second_room

SOP = "SOP-PR-021"
PAPER = b"%PDF-1.4\n% a procedure\n"


def set_task(plant: Plant, version: str = "1", **more: object) -> str:
    """Quality sets a version with its document; returns the document's hash."""
    value = plant.station.attach(PAPER + version.encode(), f"granulation-{version}.pdf", "application/pdf")
    asked = {"title": "Granulation", "practical": True, "roles": ("operator", "supervisor"), "value": value, **more}
    plant.signed(SetTask(SOP, version, **asked), "qlee")  # type: ignore[arg-type]
    return value["sha256"]


def own(plant: Plant, person: str = "mchen") -> PersonTraining:
    answer = plant.station.ask(TrainingOf(person))
    assert isinstance(answer, PersonTraining)
    return answer


def line(plant: Plant, person: str = "mchen") -> TrainingRow:
    (row,) = own(plant, person).rows
    return row


def trained(plant: Plant) -> None:
    """A supervisor is shown trained by evidence, then confirms an operator."""
    sha256 = set_task(plant)
    for person in ("sups", "mchen"):
        plant.signed(SignRead(person, SOP, "1", sha256), person)
    plant.signed(ConfirmTraining("sups", SOP, "1", "qlee", "Course of the maker, 2025-11-03"), "qlee")
    plant.signed(ConfirmTraining("mchen", SOP, "1", "sups"), "sups")


def refused(plant: Plant, person: str = "mchen") -> Refusal | None:
    facts = {root: plant.station.store.state(root) for root in roots_for(SOP, person)}
    return missing(facts, SOP, person, plant.clock.now())


def test_from_a_new_procedure_to_a_trained_operator(plant: Plant):
    sha256 = set_task(plant)
    assert (line(plant).level, line(plant).to_read, line(plant).needed) == ("missing", True, True)
    plant.signed(SignRead("mchen", SOP, "1", sha256), "mchen")
    waiting = line(plant)
    assert (waiting.level, waiting.to_read, waiting.to_confirm, waiting.trainers) == ("waiting", False, True, ())
    plant.signed(SignRead("sups", SOP, "1", sha256), "sups")
    plant.signed(ConfirmTraining("sups", SOP, "1", "qlee", "Course of the maker"), "qlee")
    assert line(plant).trainer_names == ("Sam Super",)
    plant.signed(ConfirmTraining("mchen", SOP, "1", "sups"), "sups")
    done = line(plant)
    assert (done.level, done.confirmed_by, done.until, done.to_confirm) == ("trained", "Sam Super", "", False)
    assert refused(plant) is None
    assert [act.what for act in own(plant).history] == ["confirmed", "read"]
    assert plant.verified() == ()


def test_the_document_is_an_attachment_of_the_record(plant: Plant):
    sha256 = set_task(plant)
    (row,) = plant.station.ask(Tasks())
    assert (row.sha256, row.file_name) == (sha256, "granulation-1.pdf")
    assert plant.station.attachments.read(sha256) == PAPER + b"1"


def test_the_matrix_has_everybody_who_works_here_and_every_task(plant: Plant):
    trained(plant)
    answer = plant.station.ask(TrainingMatrix())
    rows: dict[str, MatrixRow] = {row.person: row for row in answer.people}
    assert {"mchen", "sups", "qlee", "lab1"} <= set(rows)
    assert [task.task for task in answer.tasks] == [SOP]
    assert {name: rows[name].cells[0].level for name in ("mchen", "sups", "jdoe")} == {
        "mchen": "trained",
        "sups": "trained",
        "jdoe": "missing",
    }
    assert rows["jdoe"].cells[0].needed
    assert not rows["lab1"].cells[0].needed


def test_a_new_version_calls_everybody_back(plant: Plant):
    trained(plant)
    today = plant.clock.now().wall[:10]
    set_task(plant, "2", earlier_until=today)
    row = line(plant)
    assert (row.level, row.trained_version, row.until, row.soon, row.to_read) == ("grace", "1", today, True, True)
    assert refused(plant) is None
    plant.wait(days=1)
    found = refused(plant)
    assert found is not None
    assert (found.code, found.params["person"]) == ("training_old_version", "Maria Chen")
    (task,) = plant.station.ask(Tasks())
    assert [one.version for one in task.versions] == ["1", "2"]


def test_what_ends_soon_is_called_for_and_renewed(plant: Plant):
    sha256 = set_task(plant, valid_days=40, practical=False)
    plant.signed(SignRead("mchen", SOP, "1", sha256), "mchen")
    assert (line(plant).level, line(plant).soon, line(plant).to_read) == ("trained", False, False)
    plant.wait(days=15)
    assert (line(plant).level, line(plant).soon, line(plant).to_read) == ("trained", True, True)
    plant.signed(SignRead("mchen", SOP, "1", sha256), "mchen")
    assert (line(plant).soon, line(plant).to_read) == (False, False)
    plant.wait(days=41)
    assert (line(plant).level, line(plant).to_read) == ("expired", True)


def test_withdrawing_a_person_and_a_task(plant: Plant):
    trained(plant)
    plant.signed(WithdrawTraining("mchen", SOP, "Left out a step twice"), "sups")
    assert line(plant).level == "missing"
    assert own(plant).history[0].note == "Left out a step twice"
    plant.signed(WithdrawTask(SOP, "Line closed"), "qlee")
    assert plant.station.ask(Tasks()) == ()
    gone: tuple[TaskRow, ...] = plant.station.ask(Tasks(withdrawn=True))
    assert [(row.status, row.withdrawn, row.withdrawn_by) for row in gone] == [
        ("withdrawn", "Line closed", "Quinn Lee")
    ]
    assert plant.station.ask(TrainingMatrix()).tasks == ()


def test_nothing_is_written_for_somebody_who_may_not(plant: Plant):
    set_task(plant)
    for command in (WithdrawTask(SOP, "No"), ConfirmTraining("jdoe", SOP, "1", "mchen")):
        with pytest.raises(Refusal, match="right_missing"):
            plant.sign(command, "mchen")
        assert code(plant.do(command, "mchen")) == "secret_missing"
    assert len([name for name in plant.events() if name.startswith("training.")]) == 1


def test_the_matrix_is_printed_sealed_and_noted(plant: Plant, tmp_path: Path):
    trained(plant)
    plant.be("qlee")
    target = tmp_path / "training.pdf"
    said = plant.station.print_training(target, "qlee")
    assert (said.refusal, said.answer["file"]) == (None, str(target))
    assert plant.events()[-1] == "station.export-made/1"
    pages = PdfDocument(target)
    text = " ".join(pages[at].get_textpage().get_text_range() for at in range(len(pages)))
    pages.close()
    for words in ("Training matrix", "SOP-PR-021", "Maria Chen (mchen)", "Sam Super", "Course of the maker", "Missing"):
        assert words in text
    assert seals(target.read_bytes()) == 1
    with pytest.raises(Refusal, match="report_not_written"):
        plant.station.print_training(target / "training.pdf", "qlee")  # a file is no folder


def seals(data: bytes) -> int:
    """The number of sealed signatures in a PDF."""
    return data.count(b"/ByteRange")


def test_training_of_nobody_is_refused(plant: Plant):
    with pytest.raises(Refusal, match="person_unknown"):
        plant.station.ask(TrainingOf("nobody"))


def test_training_reaches_another_station_and_merges(tmp_path: Path):
    plant = Plant(copied(founded(), tmp_path / "station"), start=MORNING.replace(hour=8))
    sha256 = set_task(plant, practical=False)
    other = second_room(plant, tmp_path / "room")
    try:
        meet(plant, other)
        plant.signed(SignRead("mchen", SOP, "1", sha256), "mchen")
        other.signed(SignRead("jdoe", SOP, "1", sha256), "jdoe")
        meet(plant, other)
        for room in (plant, other):
            assert line(room, "mchen").level == line(room, "jdoe").level == "trained"
    finally:
        other.close()
        plant.close()
