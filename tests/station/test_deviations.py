"""Deviations on a real station: numbered, investigated, against a release, closed by another, exported, in the archive."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from ebr.cli import run
from ebr.domain.batch.commands import DecideBatch, RaiseException
from ebr.domain.deviation import commands as c
from ebr.domain.refusal import Refusal
from ebr.paths import resources
from ebr.reports.deviation_schema import text
from ebr.reports.pdf.read import words_by_page
from ebr.station.questions import AuditTrail, DeviationQuestion, Deviations, Exceptions, ImpactProposal
from tests.station.plant import Plant
from tests.station.release_room import BATCH, asked, at, review, state

NUMBER = "DEV-0001"


@pytest.fixture
def plant(tmp_path: Path) -> Iterator[Plant]:
    made = at(tmp_path / "station")
    yield made
    made.close()


def code(plant: Plant, command: object, by: str) -> str:
    refusal = plant.sign(command, by).refusal if isinstance(command, c.SIGNING) else plant.do(command, by).refusal
    return refusal.code if refusal is not None else ""


def signed_code(plant: Plant, command: object, by: str) -> str:
    with pytest.raises(Refusal) as refused:
        plant.sign(command, by)
    return refused.value.code


def opened(plant: Plant, **more: Any) -> str:
    command = c.OpenDeviation(
        **{
            "title": "Bag leaked",
            "description": "A drop at the port.",
            "severity": "major",
            "batches": (BATCH,),
            **more,
        }
    )
    return plant.done(command, "mchen").answer["deviation"]


def course(plant: Plant, number: str = NUMBER) -> None:
    plant.done(c.ContainDeviation(number, "Bag taken out, room cleaned."), "sups")
    plant.done(c.FindCause(number, "five_whys", "The clamp was open."), "sups")
    plant.done(c.AssessImpact(number, "No other batch used this clamp."), "sups")
    plant.done(
        c.SetActions(number, "Clamp changed.", "Clamp checked before each fill.", "CAPA-7", "2026-06-30"), "sups"
    )


def closed(plant: Plant) -> Plant:
    opened(plant)
    course(plant)
    plant.signed(c.ProposeClosing(NUMBER, "Complete."), "sups")
    plant.signed(c.CloseDeviation(NUMBER, "Agreed."), "qlee")
    return plant


def blockers(plant: Plant, what: str) -> list[str]:
    return [name for name, _ in asked(plant).against(what)]


def text_of(file: Path) -> str:
    return " ".join(" ".join(" ".join(words).split()) for words in words_by_page(file.read_bytes()))


def test_numbers_are_counted_and_a_batch_is_told(plant: Plant) -> None:
    assert [opened(plant), opened(plant, title="Another")] == [NUMBER, "DEV-0002"]
    assert set(state(plant).deviations) == {NUMBER, "DEV-0002"}
    rows = plant.station.ask(Deviations(BATCH))
    assert [(row.deviation, row.status, row.blocks) for row in rows] == [
        ("DEV-0002", "open", True),
        (NUMBER, "open", True),
    ]
    assert plant.station.ask(Deviations("OTHER-1")) == ()


def test_an_open_deviation_makes_the_review_void_and_blocks_release_until_another_closes_it(plant: Plant) -> None:
    assert blockers(plant, "conditional") == []
    opened(plant)
    assert {"not_reviewed", "deviation_open"} <= set(blockers(plant, "conditional"))
    course(plant)
    assert code(plant, c.ContainDeviation(NUMBER, ""), "sups") == "deviation_text_missing"
    plant.signed(c.ProposeClosing(NUMBER, "Complete."), "sups")
    assert signed_code(plant, c.CloseDeviation(NUMBER, "Agreed."), "sups") == "right_missing"
    plant.signed(c.CloseDeviation(NUMBER, "Agreed."), "qlee")
    assert "deviation_open" not in blockers(plant, "conditional")
    review(plant)
    assert blockers(plant, "conditional") == []
    assert plant.verified() == ()


def test_who_proposes_never_closes(plant: Plant) -> None:
    opened(plant)
    course(plant)
    plant.signed(c.ProposeClosing(NUMBER, "Complete."), "qlee")
    assert signed_code(plant, c.CloseDeviation(NUMBER, "Agreed."), "qlee") == "own_deviation"
    plant.signed(c.CloseDeviation(NUMBER, "Agreed."), "qtwo")
    assert plant.station.ask(DeviationQuestion(NUMBER)).row.status == "closed"


def test_opened_again_the_review_is_void(plant: Plant) -> None:
    closed(plant)
    review(plant)
    plant.signed(c.ReopenDeviation(NUMBER, "It leaked again."), "qtwo")
    assert {"not_reviewed", "deviation_open"} <= set(blockers(plant, "conditional"))


def test_an_exception_names_the_deviation_that_covers_it(plant: Plant) -> None:
    plant.done(RaiseException(BATCH, "", "leak", severity="critical"), "mchen")
    number = next(iter(state(plant).exceptions))
    opened(plant, severity="minor", exceptions=((BATCH, number),), batches=())
    (row,) = plant.station.ask(Exceptions(BATCH, "qlee"))
    assert (row.number, row.deviation) == (number, NUMBER)
    found = plant.station.ask(DeviationQuestion(NUMBER))
    assert (found.row.severity, [one.number for one in found.exceptions]) == ("critical", [number])


def test_a_file_stays_with_the_deviation(plant: Plant) -> None:
    opened(plant)
    value = plant.station.attach(b"photograph", "port.jpg", "image/jpeg")
    plant.done(c.AttachToDeviation(NUMBER, value, "The port"), "sups")
    (row,) = plant.station.ask(DeviationQuestion(NUMBER)).files
    assert (row.name, row.sha256) == ("port.jpg", value["sha256"])
    assert plant.verified() == ()


def test_the_views_rebuilt_say_the_same(plant: Plant) -> None:
    closed(plant)
    before = plant.station.ask(Deviations())
    plant.station.store.rebuild()
    assert plant.station.ask(Deviations()) == before


def test_batches_with_the_same_lot_are_proposed_for_no_batch_here(plant: Plant) -> None:
    opened(plant)
    assert plant.station.ask(ImpactProposal(NUMBER)) == ()
    with pytest.raises(Refusal):
        plant.station.ask(DeviationQuestion("DEV-9999"))


# Exports


def test_the_json_follows_its_published_schema(plant: Plant, tmp_path: Path) -> None:
    published = (resources() / "schema" / "deviation-1.schema.json").read_bytes()
    assert published == text(), "python -c 'from ebr.reports.deviation_schema import text' writes it"
    closed(plant)
    plant.be("qlee")
    assert plant.station.export_deviation(NUMBER, "json", tmp_path / "d.json", "qlee").ok
    said = json.loads((tmp_path / "d.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(json.loads(published)).validate(said)
    assert (said["form"], said["deviation"]["status"], said["deviation"]["cause"]["method"]) == (
        "ebr deviation/1",
        "closed",
        "five_whys",
    )
    assert [one["person"] for one in said["deviation"]["signatures"]] == ["sups", "qlee"]
    assert plant.events()[-1] == "station.export-made/1"


def test_the_table_says_every_fact_and_no_formula(plant: Plant, tmp_path: Path) -> None:
    opened(plant, title="=1+1")
    plant.be("qlee")
    plant.station.export_deviation(NUMBER, "csv", tmp_path / "d.csv", "qlee")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "d.csv").read_text(encoding="utf-8-sig"))))
    found = {(row["section"], row["name"]): row["text"] for row in rows}
    assert found["deviation", "title"] == "'=1+1"
    assert found["batches.1", "batch"] == BATCH


def test_the_paper_is_sealed_and_says_the_course(plant: Plant, tmp_path: Path) -> None:
    closed(plant)
    plant.be("qlee")
    plant.station.export_deviation(NUMBER, "pdf", tmp_path / "d.pdf", "qlee")
    said = text_of(tmp_path / "d.pdf")
    for words in (
        "Bag leaked",
        "A drop at the port.",
        "The clamp was open.",
        "Five whys",
        "CAPA-7",
        "Agreed.",
        "Quinn Lee",
        BATCH,
    ):
        assert words in said
    with pytest.raises(Refusal) as refused:
        plant.station.export_deviation(NUMBER, "docx", tmp_path / "x", "qlee")
    assert refused.value.code == "deviation_format"


def test_archive_and_report_hold_the_deviation_and_verify(plant: Plant, tmp_path: Path) -> None:
    closed(plant)
    review(plant)
    plant.be("qlee")
    assert plant.station.archive(tmp_path / "archive", BATCH, "qlee").ok
    names = {file.name for file in (tmp_path / "archive").iterdir()}
    assert "deviation-dev-0001.pdf" in names
    assert (
        tmp_path / "archive" / "regulator" / "m3" / "32-body-data" / "32r-reg-info" / "deviation-dev-0001.pdf"
    ).exists()
    said = text_of(tmp_path / "archive" / "executed-record.pdf")
    assert "Bag leaked" in said
    assert "The clamp was open." in said
    assert run(["verify", str(tmp_path / "archive" / "executed-record.pdf")]) == 0
    assert run(["verify", str(tmp_path / "archive")]) == 0


def test_the_certificate_names_the_deviation(plant: Plant, tmp_path: Path) -> None:
    closed(plant)
    review(plant)
    plant.signed(DecideBatch(BATCH, "conditional"), "qper")
    plant.be("qper")
    plant.station.print_certificate(BATCH, tmp_path / "c.pdf", "qper")
    said = text_of(tmp_path / "c.pdf")
    assert "DEV-0001 Bag leaked Major Closed" in said


def test_the_command_lists_and_exports(plant: Plant, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    opened(plant)
    plant.close()
    folder = str(plant.folder)
    assert run(["deviation", "list", "--station", folder]) == 0
    assert "DEV-0001 (Major), Under investigation: Bag leaked. Batches: C-0001" in capsys.readouterr().out
    assert run(["deviation", "list", "--station", folder, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["deviation"] == NUMBER
    target = tmp_path / "d.json"
    assert run(["deviation", "export", NUMBER, "--format", "json", "-o", str(target), "--station", folder]) == 0
    assert json.loads(target.read_text(encoding="utf-8"))["made"]["profile"] == "demonstration"
    paper = tmp_path / "d.pdf"
    assert run(["deviation", "export", NUMBER, "-o", str(paper), "--station", folder]) == 0
    assert paper.read_bytes().startswith(b"%PDF"), "the name of the file says which format is meant"
    plant.reopen()


def test_the_register_of_all_deviations_is_sealed_or_a_table(plant: Plant, tmp_path: Path) -> None:
    opened(plant)
    plant.be("qlee")
    assert plant.station.print_deviations(tmp_path / "all.pdf", "qlee").ok
    said = " ".join(" ".join(words) for words in words_by_page((tmp_path / "all.pdf").read_bytes()))
    assert "Register of deviations" in said
    assert "DEV-0001 Major Bag leaked C-0001" in said
    assert plant.station.print_deviations(tmp_path / "all.csv", "qlee").ok
    names, line = (tmp_path / "all.csv").read_text(encoding="utf-8").splitlines()
    assert dict(zip(names.split(","), line.split(","), strict=True))["status"] == "open"
    trail = plant.station.ask(AuditTrail("", limit=20))
    assert sum("register of deviations" in str(row) for row in trail.rows) == 2, "each is an entry first"
