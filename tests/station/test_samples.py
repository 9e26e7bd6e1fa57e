"""Samples on a real station: sealed with the batch's entries, listed, retested by order, printed, verified."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from ebr.cli import run
from ebr.domain.batch.commands import CorrectValue, DecideBatch, RecordRetest, RecordValue
from ebr.domain.refusal import Refusal
from ebr.domain.sample.commands import (
    CheckRetest,
    InvalidateResult,
    OrderRetest,
    ReceiveSample,
    SendSample,
    StoreSample,
)
from ebr.station.questions import (
    BatchSamples,
    FindSample,
    Preview,
    SampleAnswer,
    SampleQuestion,
    Samples,
    SamplesAnswer,
)
from ebr.wording import refusal_words
from tests.station.plant import Plant
from tests.station.release_room import BATCH, TESTS, asked, at, sterility

VIABILITY, STERILE = f"{TESTS}/viability", f"{TESTS}/sterility"
BECAUSE = {"investigation": "DEV-26-007", "reason": "Stain expired, shown by the notebook"}


@pytest.fixture
def plant(tmp_path: Path) -> Iterator[Plant]:
    made = at(tmp_path / "station")
    yield made
    made.close()


def listed(plant: Plant, **how: object) -> SamplesAnswer:
    found = plant.station.ask(Samples(**how))
    assert isinstance(found, SamplesAnswer)
    return found


def one(plant: Plant, number: str = "S-1") -> SampleAnswer:
    found = plant.station.ask(SampleQuestion(number))
    assert isinstance(found, SampleAnswer)
    return found


def test_a_sample_of_the_batch_is_on_the_work_list(plant: Plant) -> None:
    (row,) = listed(plant).rows
    assert (row.sample, row.batch, row.label, row.status, row.stages) == (
        "S-1",
        BATCH,
        "Sample for release",
        "taken",
        ("receive",),
    )
    assert (row.pending, row.tests, row.overdue) == (1, 2, False)
    assert plant.station.ask(FindSample("s-1")) == "S-1"
    assert plant.station.ask(FindSample("S-2")) == plant.station.ask(FindSample(" ")) == ""
    with pytest.raises(Refusal, match="sample_not_known"):
        one(plant, "S-2")


def test_overdue_samples_come_first_and_say_so(plant: Plant) -> None:
    plant.wait(days=15)
    (row,) = listed(plant).rows
    assert row.overdue
    assert one(plant).row.overdue
    assert refusal_words(Refusal("result_pending", slot="x", sample="S-1")).startswith(
        "The result x of sample S-1 is not here"
    )


def test_the_way_of_a_sample_in_the_record(plant: Plant) -> None:
    plant.done(SendSample("S-1", "Laboratory", "2 to 8 °C"), "mchen")
    plant.done(ReceiveSample("S-1", "Incubator 2"), "lab1")
    found = one(plant)
    assert (found.row.status, found.row.stages, found.row.place) == ("received", ("test",), "Incubator 2")
    assert [step.what for step in found.course] == ["taken", "result", "seconded", "sent", "received"]
    via, ster = found.tests
    assert (via.address, via.limits, via.kind, via.second, via.status) == (
        VIABILITY,
        "at least 70 %",
        "number",
        "verified",
        "done",
    )
    assert (ster.kind, ster.late, ster.status) == ("choice", True, "pending")
    assert found.results[0].checked_by
    sterility(plant, "negative")
    assert one(plant).row.status == "tested"
    plant.done(StoreSample("S-1", "Freezer", "2030-01-01"), "lab1")
    assert listed(plant).rows == ()
    assert [row.status for row in listed(plant, everything=True).rows] == ["stored"]
    assert plant.verified() == ()


def test_a_failing_result_is_replaced_only_by_a_checked_retest_after_an_investigation(plant: Plant) -> None:
    sterility(plant, "growth")
    found = one(plant)
    assert "decide" in found.row.stages
    entry = found.results[-1].entry
    refused = plant.do(CorrectValue(BATCH, STERILE, 1, {"choice": "negative"}, "Typing error"), "lab1").refusal
    assert refused is not None
    assert refused.code == "result_needs_investigation"
    plant.signed(OrderRetest("S-1", STERILE, 1, **BECAUSE), "qlee")
    plant.done(RecordRetest(BATCH, STERILE, "S-1", {"choice": "negative"}), "lab1")
    retest = one(plant).results[-1]
    assert (retest.number, retest.value, retest.verdict, retest.waits_for_check) == (1, "No growth", "in", True)
    plant.signed(CheckRetest("S-1", retest.entry), "lab2")
    plant.signed(InvalidateResult("S-1", entry, **BECAUSE), "qlee")
    plant.done(CorrectValue(BATCH, STERILE, 1, {"choice": "negative"}, "Retest, DEV-26-007"), "lab1")
    rows = [(each.value, each.number, each.stands, each.invalid) for each in one(plant).results[1:]]
    assert rows == [("Growth", 0, False, "DEV-26-007"), ("No growth", 1, True, ""), ("No growth", 0, True, "")]
    assert plant.verified() == ()


def test_a_conditional_release_names_the_pending_samples(plant: Plant, tmp_path: Path) -> None:
    found = asked(plant)
    late = next(row for row in found.results if row.address == STERILE)
    assert (late.verdict, late.samples) == ("pending", ("S-1",))
    assert found.against("conditional") == ()
    assert dict(found.against("certified"))["result_pending"] == {"slot": STERILE, "sample": "S-1"}
    sheet = plant.station.ask(Preview(DecideBatch(BATCH, "conditional", "the patient cannot wait"), "qper"))
    assert ("Results still to come", "Sterility, sample S-1") in [(line.label, line.value) for line in sheet.lines]
    plant.signed(DecideBatch(BATCH, "conditional", "the patient cannot wait"), "qper")
    file = tmp_path / "conditional.pdf"
    assert plant.station.print_certificate(BATCH, file, "qper").ok
    words = text_of(file)
    assert "Samples whose results are pending" in words
    assert words.count("S-1") == 1


def test_the_certificate_of_analysis_tells_everything_that_was_found(plant: Plant, tmp_path: Path) -> None:
    plant.be("qlee")
    file = tmp_path / "analysis.pdf"
    assert plant.station.print_analysis(BATCH, file, "qlee").ok
    assert "Results so far, no certificate of analysis" in text_of(file)
    test_a_failing_result_is_replaced_only_by_a_checked_retest_after_an_investigation(plant)
    plant.be("qlee")
    assert plant.station.print_analysis(BATCH, file, "qlee").ok
    words = " ".join(text_of(file).split())
    for text in (
        "Certificate of analysis",
        "S-1",
        "at least 70 %",
        "Growth",
        "Set aside by DEV-26-007",
        "Retest 1",
        "2 of 2 conform",
    ):
        assert text in words, text
    assert b"/Sig" in file.read_bytes()
    assert len(plant.station.ask(BatchSamples(BATCH))) == 1


def text_of(file: Path) -> str:
    import pypdfium2

    document = pypdfium2.PdfDocument(file)
    text = "\n".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return text


def test_the_command_lists_shows_and_prints(plant: Plant, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = plant.station.store.folder
    plant.close()
    assert run(["samples", "--station", str(folder)]) == 0
    assert (
        capsys.readouterr()
        .out.splitlines()[0]
        .startswith(f"S-1: Sample for release, batch {BATCH}. Receive, overdue since ")
    )
    assert run(["samples", "--station", str(folder), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["stages"] == ["receive"]
    assert run(["samples", "S-1", "--station", str(folder)]) == 0
    assert "Sterility: pending, No growth" in capsys.readouterr().out
    assert run(["samples", "S-9", "--station", str(folder)]) == 1
    assert "No sample has the number S-9 here" in capsys.readouterr().err
    file = tmp_path / "out.pdf"
    assert run(["samples", "--station", str(folder), "-o", str(file)]) == 1
    assert run(["samples", "--station", str(folder), "--batch", BATCH, "-o", str(file)]) == 0
    assert file.read_bytes().startswith(b"%PDF")
    plant.reopen()


def test_what_is_still_to_be_taken_is_listed_for_its_batch(plant: Plant) -> None:
    assert [(row.sample, row.status) for row in listed(plant, batch=BATCH).rows] == [("S-1", "taken")]
    assert listed(plant, batch="C-9").rows == ()


@pytest.mark.parametrize("who", ["lab1", "lab2"])
def test_results_go_through_the_batch(plant: Plant, who: str) -> None:
    plant.done(RecordValue(BATCH, STERILE, {"choice": "negative"}), who)
    assert one(plant).results[-1].analyst_id == who
