"""The chapter about release and supply of a batch's report: what was decided, on what, and what came of it since."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ebr.domain.batch.commands import CorrectValue, DecideBatch, DecideException
from ebr.domain.batch.commands.release import DecideRecall, NoteCall, NoteSupply, SponsorRelease
from ebr.reports import document as d
from ebr.reports import material
from ebr.reports.assemble import assembled
from ebr.reports.pdf.read import attachments, words_by_page
from ebr.station.questions.releases import Register
from tests.station.plant import Plant
from tests.station.release_room import BATCH, STEP, at, review, sterility

DAY = "2026-05-04"
ENTRIES = ("requested", "evaluated", "notified", "accepted", "informed")
CHAPTER = "Release and supply"


@pytest.fixture
def plant(tmp_path: Path) -> Iterator[Plant]:
    made = at(tmp_path / "station")
    yield made
    made.close()


def report(plant: Plant, folder: Path, form: int = 0) -> d.Document:
    """The document that the entries in a report's file give."""
    plant.be("qtwo")
    assert plant.station.report(BATCH, folder / "r.pdf", by="qtwo").ok
    files = attachments((folder / "r.pdf").read_bytes())
    left = material.read_left_out(files.get(material.LEFT_OUT, b""))
    return assembled(material.read(files[material.NAME]), files.get, left, form).document


def chapter(document: d.Document) -> list[d.Block]:
    """The blocks of the chapter, its heading first; nothing where there is none."""
    found: list[d.Block] = []
    for block in document.blocks:
        if isinstance(block, d.Heading) and block.level == 1:
            if found:
                break
            if block.text != CHAPTER:
                continue
            found.append(block)
        elif found:
            found.append(block)
    return found


def titles(blocks: list[d.Block]) -> list[tuple[str, str]]:
    return [(block.text, block.note) for block in blocks if isinstance(block, d.Heading)]


def rows(blocks: list[d.Block], first: str) -> list[list[str]]:
    """The rows of the tables whose first column is called this."""
    tables = [one for one in blocks if isinstance(one, d.Table) and one.columns[0].text == first]
    return [[str(getattr(cell, "text", cell)) for cell in row] for table in tables for row in table.rows]


def supplied(plant: Plant) -> None:
    sterility(plant, "growth")
    for what in ENTRIES:
        plant.signed(NoteSupply(BATCH, what, DAY, "Dr Ohm", f"words of {what}", f"letter {what}"), "qlee")


def test_nothing_is_drawn_before_anything_is_decided(plant: Plant, tmp_path: Path) -> None:
    assert chapter(report(plant, tmp_path)) == []


def test_a_conditional_release_names_what_it_waited_for_and_what_came_since(plant: Plant, tmp_path: Path) -> None:
    plant.signed(DecideBatch(BATCH, "conditional", "sterility is pending"), "qper")
    found = chapter(report(plant, tmp_path))
    assert titles(found) == [
        (CHAPTER, "Released, results pending"),
        ("Released, results pending", ""),
        ("Results that were pending", "1 result was pending"),
    ]
    assert rows(found, "Remark and conditions") == [["sterility is pending"]]
    assert rows(found, "Test") == [["1.2 Sterility", "No growth", "", "Pending", ""]]

    sterility(plant, "negative")
    review(plant)
    plant.signed(DecideBatch(BATCH, "certified"), "qper")
    found = chapter(report(plant, tmp_path))
    assert [text for text, _ in titles(found)] == [
        CHAPTER, "Released, results pending", "Results that were pending", "Certified"
    ]  # fmt: skip
    (came,) = rows(found, "Test")
    assert came[:4] == ["1.2 Sterility", "No growth", "No growth", "Conforms"]
    assert "(lab1)\n2026-05-" in came[4]
    assert rows(found, "Remark and conditions") == [["sterility is pending"], ["Without a remark"]]
    assert [one.meaning for one in found if isinstance(one, d.Signature)] == [
        "Conditionally released by",
        "Certified by",
    ]
    assert plant.verified() == ()


def test_a_supply_stands_with_its_five_entries_also_those_made_again(plant: Plant, tmp_path: Path) -> None:
    supplied(plant)
    plant.signed(NoteSupply(BATCH, "informed", DAY, "Dr Amt", "told by telephone"), "qlee")
    plant.signed(DecideException(BATCH, "EX-001", "accepted", "investigated"), "qlee")
    review(plant)
    plant.signed(DecideBatch(BATCH, "supplied", "no other treatment"), "qper")
    document = report(plant, tmp_path)
    found = chapter(document)
    assert document.identity.outcome == "out-of-specification"
    assert ("Supply out of specification", "5 of 5 entries made") in titles(found)
    assert [row[:4] for row in rows(found, "Test")] == [["1.2 Sterility", "No growth", "Growth", "Out of limits"]]
    said = rows(found, "Entry")
    assert [(row[2], row[3]) for row in said] == [
        *(("Dr Ohm", f"words of {what}") for what in ENTRIES),
        ("Dr Amt", "told by telephone"),
    ]
    assert all("(qlee), Quality\n2026-05-" in row[5] for row in said)
    (table,) = [one for one in found if isinstance(one, d.Table) and one.columns[0].text == "Entry"]
    assert [isinstance(row[0], d.Cell) and row[0].struck for row in table.rows] == [False] * 4 + [True, False]
    words = " ".join(" ".join(page) for page in words_by_page((tmp_path / "r.pdf").read_bytes()))
    assert all(f"words of {what}" in words for what in ENTRIES)
    assert plant.verified() == ()

    earlier = report(plant, tmp_path, form=2)
    assert chapter(earlier) == []
    assert (earlier.identity.outcome, earlier.form) == ("open", 2)


def test_entries_that_are_missing_are_named(plant: Plant, tmp_path: Path) -> None:
    sterility(plant, "growth")
    plant.signed(NoteSupply(BATCH, "requested", DAY, "Dr Ohm", "asks for it"), "qlee")
    found = chapter(report(plant, tmp_path))
    assert ("Supply out of specification", "1 of 5 entries made") in titles(found)
    assert [row[3] for row in rows(found, "Entry")] == ["asks for it", *["Not made yet"] * 4]


def test_a_decision_that_a_change_made_void_stays_and_says_so(plant: Plant, tmp_path: Path) -> None:
    plant.signed(DecideBatch(BATCH, "conditional", "sterility is pending"), "qper")
    sterility(plant, "growth")
    for call in ("qualified_person", "physician"):
        plant.done(NoteCall(BATCH, call, "Dr Ohm", DAY, "told of the growth"), "qlee")
    plant.signed(DecideRecall(BATCH, "not_used", "the bag is back"), "qlee")
    found = chapter(report(plant, tmp_path))
    assert ("Recall", "Not used, stopped in time") in titles(found)
    assert [row[3] for row in rows(found, "Call")] == ["told of the growth"] * 2 + ["Not made yet"] * 2
    facts = {fact.label: fact.value for one in found if isinstance(one, d.Facts) for fact in one.rows}
    assert facts["Failed after release"] == "1.2 Sterility"
    assert (facts["Exception"], facts["Reason"]) == ("EX-001", "the bag is back")
    assert [one.meaning for one in found if isinstance(one, d.Signature)][-1] == "Recall decided by"


def test_the_sponsors_remark_is_in_the_record_the_register_and_the_certificate(tmp_path: Path) -> None:
    plant = at(tmp_path / "station", "IMP")
    sterility(plant, "negative")
    review(plant)
    plant.signed(DecideBatch(BATCH, "certified"), "qper")
    plant.signed(SponsorRelease(BATCH, "to site 04 only"), "spon")
    found = chapter(report(plant, tmp_path))
    assert [text for text, _ in titles(found)] == [CHAPTER, "Certified", "Released by the sponsor"]
    assert rows(found, "Remark of the sponsor") == [["to site 04 only"]]
    assert [row.comment for row in plant.station.ask(Register())] == ["to site 04 only", ""]
    assert plant.station.print_certificate(BATCH, tmp_path / "c.pdf", "qtwo").ok
    words = " ".join(" ".join(page) for page in words_by_page((tmp_path / "c.pdf").read_bytes()))
    assert "Remark of the sponsor" in words
    assert "to site 04 only" in words

    plant.done(CorrectValue(BATCH, f"{STEP}/volume", 1, {"number": "20.1"}, "misread"), "mchen")
    found = chapter(report(plant, tmp_path))
    assert [note for text, note in titles(found) if text == "Released by the sponsor"] == [
        "void: the record was changed since"
    ]
    plant.close()
