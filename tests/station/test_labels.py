"""Labels through a real station: written, approved, issued, printed, a printer that dies, answered, printed again."""

from __future__ import annotations

import io
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from ebr.devices.printer import FilePrinter, Outcome
from ebr.domain.batch.commands import AnswerPrint, IssueLabels
from ebr.domain.batch.rules.lifecycle import review_blockers
from ebr.domain.label.commands import ApproveLabel, CheckLabel, MakeLabelEffective, WithdrawLabel, WriteLabel
from ebr.domain.label.state.template import text_of
from ebr.domain.refusal import Refusal
from ebr.station.labelling import Wanted, print_label
from ebr.station.questions import BatchLabels, LabelPicture, Labels, ReadCode
from ebr.station.verifying import verify
from tests.labels.label_world import SMALL, shipped
from tests.station.plant import BATCH, Plant

BAG = text_of({**SMALL, "title": "bag label"})
FIELDS = {"gtin": "09506000134352"}
TODAY = "2026-05-05"


def written(plant: Plant, template: str = "bag", version: str = "1", document: str = BAG) -> str:
    return plant.done(WriteLabel(template, version, document), "auth").answer["hash"]


def in_force(plant: Plant, template: str = "bag", version: str = "1", document: str = BAG) -> str:
    digest = written(plant, template, version, document)
    plant.signed(CheckLabel(template, version, digest), "sups")
    plant.signed(ApproveLabel(template, version, digest), "qlee")
    plant.signed(MakeLabelEffective(template, version, digest, TODAY), "qlee")
    return digest


class Dying:
    """A printer that dies at a moment: before the job ("not_printed") or in the middle of it ("unknown")."""

    name = "PRN-9"

    def __init__(self, state: str = "printed") -> None:
        self.state, self.jobs = state, []

    def send(self, data: bytes) -> Outcome:
        self.jobs.append(data)
        why = None if self.state == "printed" else Refusal("printer_slow", printer=self.name, seconds="30")
        return Outcome(self.state, self.name, why)


@pytest.fixture
def plant(running: Plant) -> Plant:
    in_force(running)
    return running


def slot(plant: Plant) -> str:
    return plant.at("counted")


def issued(plant: Plant, count: int = 10) -> None:
    plant.done(IssueLabels(BATCH, slot(plant), "bag", "1", count), "sups")


def printed(plant: Plant, printer: object, by: str = "mchen", **how: object):
    plant.be(by)
    plant.wait(3)
    how.setdefault("fields", FIELDS)
    return print_label(plant.station, Wanted(BATCH, slot(plant), **how), printer, by)


def told(plant: Plant, name: str = "counted", item: int = 0):
    return plant.station.ask(BatchLabels(BATCH, plant.at(name), item))


def test_a_label_goes_from_the_author_to_the_printer(plant: Plant, tmp_path: Path) -> None:
    (row,) = plant.station.ask(Labels())
    assert (row.status, row.in_force, row.author_name, row.checker_name, row.approver_name) == (
        "effective",
        True,
        "Al Author",
        "Sam Super",
        "Quinn Lee",
    )
    issued(plant)
    printer = FilePrinter(tmp_path / "out", "PRN-1")
    answer = print_label(
        plant.station, Wanted(BATCH, slot(plant), fields=FIELDS, count=3), printer, "sups", as_pdf=True
    )
    assert answer.ok, answer.refusal
    assert answer.answer["outcome"] == "printed"
    assert Path(answer.answer["file"]).read_bytes().startswith(b"%PDF")
    found = told(plant)
    assert (found.left, found.issued, [job.outcome for job in found.jobs]) == (7, 10, ["yes"])
    assert found.jobs[0].serials == ("000001", "000002", "000003")
    assert found.proposed == {"issued": "3", "damaged": "0", "specimen": "0"}
    plant.close()
    assert verify(plant.folder).findings == ()
    plant.station = type(plant.station).open(plant.folder, clock=plant.clock)


def test_nothing_is_printed_before_it_is_written_down(plant: Plant) -> None:
    issued(plant)
    before = plant.entries()

    class Looking(Dying):
        def send(self, data: bytes) -> Outcome:
            assert plant.entries() == before + 1 or plant.entries() > before
            assert told(plant).jobs[-1].outcome == "sent"
            return super().send(data)

    assert printed(plant, Looking()).ok


def test_a_printer_that_dies_in_between_is_asked_about_and_printed_again_with_a_reason(plant: Plant) -> None:
    issued(plant)
    dying = Dying("unknown")
    answer = printed(plant, dying, count=4)
    assert answer.refusal is not None
    assert answer.refusal.code == "printer_slow"
    assert told(plant).jobs[0].open

    refused = printed(plant, Dying(), count=1)
    assert refused.refusal.code == "label_print_unanswered"

    plant.reopen()
    assert told(plant).jobs[0].open, "a new start asks again"
    plant.done(AnswerPrint(BATCH, "LP-001", "damaged", 1, 2, "torn"), "mchen")
    job = told(plant).jobs[0]
    assert (job.outcome, job.good, job.damaged) == ("damaged", 1, 2)
    assert told(plant).left == 7

    again = printed(plant, Dying(), of="LP-001", serials=("000002", "000003", "000004"))
    assert again.refusal.code == "label_reprint_reason"
    again = printed(plant, Dying(), of="LP-001", serials=("000002", "000003", "000004"), reason="torn in the printer")
    assert again.ok, again.refusal
    job = told(plant).jobs[1]
    assert (job.copy, job.of, job.reason, job.serials) == (
        2,
        "LP-001",
        "torn in the printer",
        ("000002", "000003", "000004"),
    )
    assert told(plant).proposed == {"issued": "6", "damaged": "2", "specimen": "0"}


def test_a_printer_that_never_began_uses_nothing_up(plant: Plant) -> None:
    issued(plant, 2)
    answer = printed(plant, Dying("not_printed"), count=2)
    assert answer.refusal is not None
    assert told(plant).left == 2
    assert not told(plant).jobs[0].open
    assert printed(plant, Dying(), count=2).ok
    assert told(plant).jobs[1].serials == ("000003", "000004"), "a number is given once"


def test_no_more_are_printed_than_were_issued(plant: Plant) -> None:
    assert printed(plant, Dying()).refusal.code == "labels_not_issued"
    issued(plant, 2)
    assert printed(plant, Dying(), count=3).refusal.code == "labels_not_issued"
    assert plant.do(IssueLabels(BATCH, slot(plant), "bag", "1", 1), "sups").refusal.code == "reason_missing"
    assert plant.do(IssueLabels(BATCH, slot(plant), "bag", "1", 1), "mchen").refusal.code == "right_missing"
    plant.done(IssueLabels(BATCH, slot(plant), "bag", "1", 1, "one bag more"), "sups")
    assert printed(plant, Dying(), count=3).ok


def test_a_specimen_is_kept_in_the_record(plant: Plant) -> None:
    issued(plant, 1)
    assert printed(plant, Dying(), specimen=True).ok
    job = told(plant).jobs[0]
    assert (job.specimen, job.serials) == (True, ("SPECIMEN",))
    kept = plant.station.attachments.place(job.file)
    assert kept is not None
    read = zxingcpp.read_barcodes(Image.open(kept))
    assert read[0].bytes.decode().endswith(f"10{BATCH}")
    assert told(plant).proposed == {"issued": "1", "damaged": "0", "specimen": "1"}


def test_a_label_says_what_the_record_says(plant: Plant) -> None:
    issued(plant)
    answer = printed(plant, Dying(), fields={**FIELDS, "batch": "B-9999", "product": "Something else"})
    assert answer.ok, "what was typed over the record is not even looked at"
    contents = plant.state.label_jobs["LP-001"].event.contents
    assert (contents["batch"], contents["product"]) == (BATCH, "Test solution")
    other = printed(plant, Dying(), fields={"gtin": "05901234123457"})
    assert other.refusal.code == "label_contents_differ"
    assert printed(plant, Dying(), fields={}).refusal.code == "label_field_missing"


def test_a_container_label_names_what_was_weighed(plant: Plant) -> None:
    in_force(plant, "container", document=shipped("container_1"))
    plant.clear()
    plant.recorded("ready", done="yes")
    plant.recorded("weighed", lot="L-1", net="10.00", potency="100", lod="0")
    plant.be("mchen")
    wanted = Wanted(BATCH, plant.at("weighed"), item=1)
    answer = print_label(plant.station, wanted, Dying(), "mchen")
    assert answer.ok, answer.refusal
    contents = plant.state.label_jobs["LP-001"].event.contents
    assert (contents["lot"], contents["net"], contents["batch"], contents["weighed_by"]) == (
        "L-1",
        "10.00 g",
        BATCH,
        "Maria Chen",
    )
    none = print_label(plant.station, Wanted(BATCH, plant.at("weighed"), item=2), Dying(), "mchen")
    assert none.refusal.code in ("label_field_missing", "label_row_unknown")


def test_a_new_version_takes_the_place_of_the_old_one(plant: Plant) -> None:
    issued(plant)
    assert printed(plant, Dying()).ok
    other = text_of({**SMALL, "title": "bag label", "height": "45"})
    in_force(plant, "bag", "2", other)
    answer = plant.do(IssueLabels(BATCH, slot(plant), "bag", "1", 1, "more"), "sups")
    assert answer.refusal.code == "label_superseded"
    assert told(plant).version == "2"
    again = printed(plant, Dying(), of="LP-001", reason="torn")
    assert again.refusal.code == "label_superseded"
    plant.signed(WithdrawLabel("bag", "2", "wrong size"), "qlee")
    assert told(plant).version == "1"


def test_who_writes_does_not_check_or_approve(running: Plant) -> None:
    digest = written(running)

    def refused(command: object, by: str) -> str:
        with pytest.raises(Refusal) as caught:
            running.sign(command, by)
        return caught.value.code

    assert refused(CheckLabel("bag", "1", digest), "auth") == "label_own_work"
    assert refused(ApproveLabel("bag", "1", digest), "qlee") == "label_not_checked"
    running.signed(CheckLabel("bag", "1", digest), "qlee")
    assert refused(ApproveLabel("bag", "1", digest), "qlee") == "label_own_work"
    assert refused(MakeLabelEffective("bag", "1", digest, TODAY), "qlee") == "label_not_approved"
    running.signed(ApproveLabel("bag", "1", digest), "qtwo")
    assert refused(MakeLabelEffective("bag", "1", digest, "2020-01-01"), "qlee") == "label_begins_past"
    assert refused(MakeLabelEffective("bag", "1", digest, "soon"), "qlee") == "label_begins_bad"
    assert refused(WithdrawLabel("bag", "1", " "), "qlee") == "label_reason_missing"


def test_a_text_that_cannot_fit_is_refused_when_it_is_written(running: Plant) -> None:
    long = text_of({**SMALL, "samples": {"product": "A very long name of a product " * 6}})
    assert running.do(WriteLabel("bag", "1", long), "auth").refusal.code == "label_text_long"
    assert running.station.ask(Labels()) == ()


def test_the_picture_says_that_it_is_a_demonstration(plant: Plant) -> None:
    picture = plant.station.ask(LabelPicture("bag", "1"))
    read = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)))
    text = read[0].bytes.decode()
    assert text.startswith("NOT REAL DEMONSTRATION ]d2")
    answer = plant.station.ask(ReadCode(text, read[0].symbology_identifier))
    assert (answer.kind, answer.facts["gtin"]) == ("gs1", "09506000134352")
    with pytest.raises(Refusal) as refused:
        plant.station.ask(ReadCode("010950600013435210LOT-7", "]d2"))
    assert refused.value.code == "label_is_real"


def test_the_report_lists_every_job_and_shows_the_specimen(plant: Plant) -> None:
    issued(plant)
    assert printed(plant, Dying(), specimen=True).ok
    printed(plant, Dying("unknown"), count=3)
    plant.done(AnswerPrint(BATCH, "LP-002", "damaged", 1, 2, "torn at the edge"), "mchen")
    printed(plant, Dying("not_printed"))
    plant.be("sups")
    answer = plant.station.report(BATCH, by="sups")
    assert answer.ok, answer.refusal
    text = "".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(answer.answer["file"]))
    for words in ("LP-001", "LP-002", "LP-003", "1 good, 2 damaged", "torn at the edge", "Specimen of bag, version 1"):
        assert words in text, words


def test_a_job_that_nobody_answered_for_stands_against_completion_and_review(plant: Plant) -> None:
    issued(plant)
    printed(plant, Dying("unknown"))
    assert "label_print_unanswered" in {one.code for one in review_blockers(plant.state)}
    plant.done(AnswerPrint(BATCH, "LP-001", "no"), "mchen")
    assert "label_print_unanswered" not in {one.code for one in review_blockers(plant.state)}
    assert plant.do(AnswerPrint(BATCH, "LP-001", "yes"), "mchen").refusal.code == "label_print_answered"


def test_the_audit_trail_says_what_was_printed_and_what_came_out(plant: Plant) -> None:
    issued(plant, 5)
    printed(plant, Dying("unknown"), count=2)
    plant.done(AnswerPrint(BATCH, "LP-001", "damaged", 1, 1, "torn"), "mchen")
    said = {row.event: (row.where, row.new, row.reason) for row in plant.audit()[:12]}
    assert said["batch.labels-issued/1"] == ("Label count", "5", "")
    assert said["batch.label-printed/1"] == ("Label count", "000001, 000002", "")
    assert said["batch.label-print-failed/1"] == ("LP-001", "printer_slow", "")
    assert said["batch.label-print-answered/1"] == ("LP-001", "damaged", "torn")
