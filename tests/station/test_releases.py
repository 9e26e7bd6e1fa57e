"""Release on a real station: blockers, certificate, sponsor, supply, recall, register; what is printed is an entry first."""

from __future__ import annotations

import csv
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from ebr.cli import run
from ebr.domain.batch.commands import DecideBatch, DecideException
from ebr.domain.batch.commands.release import (
    DecideRecall,
    NoteCall,
    NoteSupply,
    RetainSample,
    SetLegalHold,
    SponsorRelease,
)
from ebr.domain.refusal import Refusal
from ebr.reports.pdf.read import words_by_page
from ebr.station import walked
from ebr.station.questions.releases import Register, Releasable
from ebr.storage.folder import DATABASE
from ebr.storage.verify import since
from ebr.storage.verify.hashes import Row, walk_hashes
from ebr.storage.verify.report import Finding
from ebr.wording import refusal_words
from tests.station.plant import Plant
from tests.station.release_room import BATCH, asked, at, review, sterility

DAY = "2026-05-04"


@pytest.fixture
def plant(tmp_path: Path) -> Iterator[Plant]:
    made = at(tmp_path / "station")
    yield made
    made.close()


def waiting(plant: Plant) -> list[tuple[str, str, int]]:
    return [(row.batch, row.waits, row.blockers) for row in plant.station.ask(Releasable())]


def against(plant: Plant, what: str) -> list[str]:
    return [name for name, _ in asked(plant).against(what)]


def text_of(file: Path) -> str:
    return " ".join(" ".join(" ".join(words).split()) for words in words_by_page(file.read_bytes()))


def test_what_stands_against_a_release_is_told_for_each_decision(plant: Plant) -> None:
    assert waiting(plant) == [(BATCH, "decision", 1)]
    assert against(plant, "conditional") == []
    assert against(plant, "certified") == ["result_pending"]
    assert against(plant, "supplied")[0] == "nothing_failed"
    assert against(plant, "sponsor") == []
    answer = asked(plant)
    assert [(one.label, one.value, one.limits, one.verdict, one.checked_by) for one in answer.results] == [
        ("Viability", "92 %", "at least 70 %", "in", "Lou Lab"),
        ("Sterility", "", "No growth", "pending", ""),
    ]
    assert (answer.retention_years, answer.retention_until) == (30, "")


def test_a_conditional_release_then_the_final_certification(plant: Plant, tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        plant.station.print_certificate(BATCH, tmp_path / "c.pdf", "")
    assert refused.value.code == "no_certificate"
    plant.signed(DecideBatch(BATCH, "conditional", "sterility is pending"), "qper")
    assert waiting(plant) == [(BATCH, "results", 1)]
    plant.be("qper")
    assert plant.station.print_certificate(BATCH, tmp_path / "c.pdf", "qper").ok
    said = text_of(tmp_path / "c.pdf")
    assert "Conditional release, results pending" in said
    assert "1 result is still pending: this is no final certification." in said
    sterility(plant, "negative")
    review(plant)
    plant.signed(DecideBatch(BATCH, "certified"), "qper")
    plant.be("qper")
    plant.station.print_certificate(BATCH, tmp_path / "f.pdf", "qper")
    said = text_of(tmp_path / "f.pdf")
    for words in (
        "Batch certificate",
        "I certify that this batch",
        "2 of 2 conform",
        "Petra Person",
        "PAT-4711",
        "No growth",
    ):
        assert words in said, words
    assert waiting(plant) == []
    assert [row.decision for row in plant.station.ask(Register())] == ["certified", "conditional"]
    assert plant.events().count("station.export-made/1") == 2, "each print is an entry"
    assert plant.verified() == ()


def test_a_failing_result_after_release_waits_for_calls_and_a_decision(plant: Plant) -> None:
    plant.signed(DecideBatch(BATCH, "conditional"), "qper")
    sterility(plant, "growth")
    assert waiting(plant)[0][1] == "recall"
    recall = asked(plant).recall
    assert recall is not None
    (departed,) = asked(plant).exceptions
    assert (departed.number, departed.severity, departed.decision) == ("EX-001", "critical", ""), "the entry is not"
    assert (departed.what, departed.where) == ("Sterility: result Growth is not accepted", "1.2 Sterility")
    assert [(one.name, one.dated) for one in recall.calls] == [
        ("qualified_person", ""), ("physician", ""), ("sponsor", ""), ("authority", "")
    ]  # fmt: skip
    for call in ("qualified_person", "physician", "sponsor", "authority"):
        plant.done(NoteCall(BATCH, call, "Dr Ohm", DAY, "told of the growth"), "qlee")
    plant.signed(DecideRecall(BATCH, "not_used", "the bag is back"), "qlee")
    assert {"result_failed", "never_final"} <= set(against(plant, "certified"))
    assert not {"call_open", "recall_undecided"} & set(against(plant, "certified"))
    assert plant.verified() == ()


def test_supply_out_of_specification_says_so_everywhere(plant: Plant, tmp_path: Path) -> None:
    sterility(plant, "growth")
    for what in ("requested", "evaluated", "notified", "accepted", "informed"):
        plant.signed(NoteSupply(BATCH, what, DAY, "Dr Ohm", f"words of {what}", "letter 4"), "qlee")
    plant.signed(DecideException(BATCH, "EX-001", "accepted", "investigated"), "qlee")
    review(plant)
    assert against(plant, "supplied") == []
    plant.signed(DecideBatch(BATCH, "supplied", "no other treatment"), "qper")
    assert asked(plant).status == "supplied"
    plant.be("qper")
    plant.station.print_certificate(BATCH, tmp_path / "s.pdf", "qper")
    said = text_of(tmp_path / "s.pdf")
    assert "Supply out of specification, no certificate" in said
    assert "is not certified" in said
    assert "I certify" not in said
    assert all(f"words of {what}" in said for what in ("requested", "evaluated", "notified", "accepted", "informed"))
    plant.station.report(BATCH, tmp_path / "r.pdf", by="qper")
    cover = " ".join(" ".join(words_by_page((tmp_path / "r.pdf").read_bytes())[0]).split())
    assert "Supplied out of specification, not certified" in cover
    assert [row.decision for row in plant.station.ask(Register())] == ["supplied"]
    assert plant.verified() == ()


def test_an_investigational_batch_waits_for_the_sponsor(tmp_path: Path) -> None:
    plant = at(tmp_path / "station", "IMP")
    sterility(plant, "negative")
    review(plant)
    plant.signed(DecideBatch(BATCH, "certified"), "qper")
    assert waiting(plant) == [(BATCH, "sponsor", 0)]
    assert plant.station.ask(Register())[0].sponsor == "waits"
    plant.signed(SponsorRelease(BATCH, "trial 12"), "spon")
    assert waiting(plant) == []
    rows = plant.station.ask(Register())
    assert [row.decision for row in rows] == ["sponsor_released", "certified"]
    assert rows[1].sponsor not in ("", "waits")
    assert plant.verified() == ()
    plant.close()


def test_the_register_is_written_as_a_table_and_as_a_paper(plant: Plant, tmp_path: Path) -> None:
    plant.signed(DecideBatch(BATCH, "rejected", "=1+1"), "qper")
    plant.be("qper")
    for name in ("r.csv", "r.pdf"):
        assert plant.station.print_register(tmp_path / name, "qper").ok
    rows = list(csv.DictReader((tmp_path / "r.csv").read_text(encoding="utf-8").splitlines()))
    assert [(row["batch"], row["decision"], row["comment"], row["void"]) for row in rows] == [
        (BATCH, "rejected", "'=1+1", "no")
    ]
    assert "Register of releases" in text_of(tmp_path / "r.pdf")
    assert plant.events().count("station.export-made/1") == 2


def test_keeping_is_shown(plant: Plant) -> None:
    plant.done(RetainSample(BATCH, "R-1", 2, "Cold store 3", "2031-05-04"), "lab1")
    plant.signed(SetLegalHold(BATCH, "court order 7"), "qlee")
    answer = asked(plant)
    assert [(one.sample, one.count, one.place) for one in answer.samples] == [("R-1", 2, "Cold store 3")]
    assert answer.legal_hold == "court order 7"
    assert plant.station.ask(Releasable())[0].legal_hold


def test_the_commands_without_a_window(plant: Plant, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plant.signed(DecideBatch(BATCH, "conditional"), "qper")
    folder = str(plant.folder)
    plant.close()
    assert run(["certificate", BATCH, "--station", folder, "-o", str(tmp_path / "c.pdf")]) == 0
    assert (tmp_path / "c.pdf").read_bytes().startswith(b"%PDF")
    assert run(["certificate", "C-9999", "--station", folder, "-o", str(tmp_path / "n.pdf")]) == 1
    assert run(["releases", "--station", folder]) == 0
    assert "C-0001: Released, results pending, Petra Person" in capsys.readouterr().out
    assert run(["releases", "--station", folder, "-o", str(tmp_path / "r.csv")]) == 0
    plant.reopen()


def test_a_sheet_walks_what_came_since_and_the_signature_walks_everything(
    plant: Plant, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A head that was checked spares the sheet a second walk; an entry changed behind it is found by the signature."""
    walks: list[int] = []

    def counted(rows: Iterable[Row], *head: object) -> Finding | None:
        kept = list(rows)
        walks.append(len(kept))
        return walk_hashes(kept, *head)  # type: ignore[arg-type]

    monkeypatch.setattr(since, "walk_hashes", counted)
    store = plant.station.store
    assert walked.whole(store, f"batch/{BATCH}") == ""
    entire = walks[-1]
    assert entire > 40

    plant.seen(DecideBatch(BATCH, "conditional"), "qper")
    assert walks[-1] < 10, "the sheet goes on from the head"
    changed(plant)
    plant.seen(DecideBatch(BATCH, "conditional"), "qper")
    assert walks[-1] < 10
    refused = plant.sign(DecideBatch(BATCH, "conditional"), "qper").refusal
    assert isinstance(refused, Refusal)
    assert refused.code == "record_unsound"
    assert walks[-1] >= entire, "the signature walked the whole record"
    with pytest.raises(Refusal) as told:
        plant.seen(DecideBatch(BATCH, "conditional"), "qper")
    assert told.value.code == "record_unsound", "what was found once is found by every later sheet"


def changed(plant: Plant) -> None:
    """Change a value in the file behind the program's back."""
    with closing(sqlite3.connect(plant.folder / DATABASE)) as connection, connection:
        connection.execute("DROP TRIGGER entry_stays")
        update = connection.execute(
            "UPDATE entry SET body = CAST(replace(CAST(body AS TEXT), '\"20.0\"', '\"20.9\"') AS BLOB)"
            " WHERE CAST(body AS TEXT) LIKE '%\"20.0\"%'"
        )
        assert update.rowcount >= 1


def test_an_entry_changed_in_the_file_keeps_the_batch_from_being_decided(plant: Plant) -> None:
    """Whoever has the disk changes a value while the station runs; the decision walks the log from the batch on."""
    assert against(plant, "conditional") == []
    changed(plant)
    refused = plant.sign(DecideBatch(BATCH, "conditional"), "qper").refusal
    assert isinstance(refused, Refusal)
    assert refused.code == "record_unsound"
    assert "what it says was changed" in refusal_words(refused)
    assert "record_unsound" in against(plant, "conditional"), "once an entry came, the screen says so too"
    assert plant.sign(DecideBatch(BATCH, "rejected", "tampered with"), "qper").ok, "a rejection needs no sound record"
