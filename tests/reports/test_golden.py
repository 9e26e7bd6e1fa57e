"""Records of released versions stay readable: verified, opened, gone on with; and documents of other forms are told."""

from __future__ import annotations

import csv
import hashlib
import json
import tarfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from ebr.domain.decision import FORM, Sheet, form_of
from ebr.reports import assemble, check, material, pages_say
from ebr.reports.export import read_export
from ebr.reports.pdf import compare, finish
from ebr.reports.pdf.read import attachments, signature_status, words_by_page
from ebr.station import bundles
from ebr.station.verifying import verify
from ebr.storage.aggregates import AGGREGATES
from ebr.storage.verify import Material, Report
from ebr.storage.verify import verify as verify_entries
from ebr.storage.verify.sheet_facts import differing
from tests.reports import golden
from tests.reports.exported import checked
from tests.station.plant import BATCH, Plant, fine
from tests.station.release_room import BATCH as RELEASED
from tests.station.two_stations import NOON

KEPT = sorted(path.name.removesuffix(".tar.xz") for path in golden.HERE.glob("*.tar.xz"))
PARTS = ("station", "report.pdf", "archive", "archive/executed-record.pdf", "bundle.ebrb")


@pytest.fixture(scope="module", params=KEPT)
def kept(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What one version wrote, unpacked."""
    home = tmp_path_factory.mktemp(request.param)
    with tarfile.open(golden.HERE / f"{request.param}.tar.xz") as pack:
        pack.extractall(home, filter="data")
    return home


@pytest.fixture(scope="module")
def now(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What this version writes."""
    home = tmp_path_factory.mktemp("now")
    golden.write(home)
    return home


def codes(path: Path) -> tuple[list[str], set[str]]:
    report = verify(path)
    return [found.code for found in report.findings], {note.code for note in report.notes}


def test_there_is_a_record_of_an_earlier_version() -> None:
    assert {"form-1", "form-2", "form-3"} <= set(KEPT)


@pytest.mark.parametrize("part", PARTS)
def test_what_an_earlier_version_wrote_verifies(kept: Path, part: str) -> None:
    assert codes(kept / part)[0] == []


def test_the_checker_of_today_reads_an_earlier_archive(kept: Path) -> None:
    assert checked(kept / "archive" / "record").status == 0


@pytest.fixture(scope="module")
def opened(kept: Path) -> Iterator[Plant]:
    """The earlier station, started by this program."""
    plant = Plant(kept / "station", start=NOON + timedelta(days=1))
    yield plant
    plant.close()


def test_an_earlier_station_is_opened_and_gone_on_with(opened: Plant, kept: Path, tmp_path: Path) -> None:
    fine(bundles.take(opened.station, kept / "bundle.ebrb"))
    opened.be("qtwo")
    for batch in (BATCH, RELEASED):
        fine(opened.station.report(batch, tmp_path / f"{batch}.pdf", by="qtwo"))
        found, notes = codes(tmp_path / f"{batch}.pdf")
        assert found == []
        assert "pages_of_other_form" not in notes
    fine(opened.station.archive(tmp_path / "archive", RELEASED, "qtwo"))
    assert codes(tmp_path / "archive")[0] == []
    assert codes(kept / "station")[0] == []


def test_pages_of_an_earlier_form_are_noted_with_what_was_compared(kept: Path) -> None:
    pdf = (kept / "report.pdf").read_bytes()
    form = compare.form_of(pdf)
    notes = {note.code: note for note in check.check_pdf(pdf).notes}
    other = form not in (finish.FORM, *finish.REDRAWN)
    assert ("pages_of_other_form" in notes) == other
    if other:
        assert int(notes["pages_of_other_form"].params["count"]) > 30
        assert f"form {form} of the report" in notes["pages_of_other_form"].meaning


@pytest.mark.parametrize("part", PARTS)
def test_what_this_version_writes_is_of_its_own_form(now: Path, part: str) -> None:
    found, notes = codes(now / part)
    assert found == []
    assert not notes & {"pages_of_other_form", "sheets_of_other_form"}


def test_the_archive_of_a_certified_batch_has_its_certificate_everywhere_it_belongs(now: Path) -> None:
    """As a paper, in the regulator's set, in both lists; sealed, and it says what was certified."""
    archive = now / "archive"
    pdf = (archive / "certificate.pdf").read_bytes()
    told = json.loads((archive / "archive.json").read_text(encoding="utf-8"))
    rows = list(csv.DictReader((archive / "regulator" / "index.csv").read_text(encoding="utf-8").splitlines()))
    row = next(row for row in rows if row["file"] == "certificate-c-0001.pdf")
    said = " ".join(word for page in words_by_page(pdf) for word in page)

    assert told["papers"]["certificate.pdf"]["sha256"] == row["sha256"] == hashlib.sha256(pdf).hexdigest()
    assert (archive / "regulator" / row["folder"] / row["file"]).read_bytes() == pdf
    assert "certificate.pdf" in (archive / "README.md").read_text(encoding="utf-8")
    assert signature_status(pdf).good
    assert "I certify that this batch" in said
    assert "2 of 2 conform" in said
    assert f"print of the certificate of {RELEASED}" in (archive / "record" / "entries.jsonl").read_text(
        encoding="utf-8"
    )


# Pages of another form


def said(pdf: bytes) -> tuple[pages_say.d.Document, list[list[str]]]:
    """The document that a report's entries give, and the words on its pages."""
    files = attachments(pdf)
    entries = material.read(files[material.NAME])
    left = material.read_left_out(files.get(material.LEFT_OUT, b""))
    return assemble.assembled(entries, files.get, left).document, words_by_page(pdf)


def test_every_value_taken_from_its_place_is_missed(now: Path) -> None:
    """Also one that stands elsewhere: in the audit trail, or in the row above."""
    document, pages = said((now / "report.pdf").read_bytes())
    assert pages_say.missing(document, pages)[0] == []
    values = ("20.4", "18", "99", "101", "100", "V-01", "1000.0")
    for value in values:
        page, place = next(
            (n, at) for n, words in enumerate(pages) if n > 2 for at, w in enumerate(words) if w == value
        )
        forged = [list(words) for words in pages]
        forged[page][place] = "7.77"
        lost, looked_for = pages_say.missing(document, forged)
        assert len(lost) == 1, value
        assert value in str(lost[0])
        assert looked_for > 30


def test_part_of_a_number_is_not_the_number(now: Path) -> None:
    document, pages = said((now / "report.pdf").read_bytes())
    forged = [["120.4" if word == "20.4" else word for word in words] for words in pages]
    assert [fact.value for fact in pages_say.missing(document, forged)[0]] == ["20.4 °C"]


def produced(pdf: bytes, words: str) -> bytes:
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as opened:
        opened.docinfo["/Producer"] = pikepdf.String(words)
        opened.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("words", "form"),
    [
        ("ebr report/1", 1),
        ("ebr report/77", 77),
        *((odd, finish.FORM) for odd in ("ebr report/0", "ebr report/", "x", "ebr report/1 ")),
    ],
)
def test_a_file_that_says_no_form_there_can_be_is_held_to_ours(now: Path, words: str, form: int) -> None:
    assert compare.form_of(produced((now / "report.pdf").read_bytes(), words)) == form


def test_a_report_that_says_an_earlier_form_than_it_was_drawn_in_is_found(now: Path) -> None:
    """A form that is drawn again is compared in all that shows: the chapter it did not have yet is too much."""
    pdf = (now / "archive" / "executed-record.pdf").read_bytes()
    found = check.check_pdf(produced(pdf, "ebr report/2")).findings
    assert any(one.code == "pdf_differs" and "Release and supply" in one.params["found"] for one in found)


def test_a_later_program_notes_that_pages_of_this_form_were_not_compared(
    now: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finish, "FORM", finish.FORM + 1)
    assert "pages_of_other_form" in codes(now / "report.pdf")[1]


# Signed documents of another form


def by_a_later_program(folder: Path, **other: str) -> Report:
    """Verify an export with sheets of a batch of the next form: another title, a line more, and what else is told."""
    own = AGGREGATES["batch"]

    def sheet(state: object, event: object) -> Sheet | None:
        found = own.sheet(state, event)
        if found is None:
            return None
        assert isinstance(found.document, dict)
        document = {**found.document, "title": "Said otherwise", "more": 1, **other}
        return Sheet(document, found.covered, found.meaning, found.form + 1)

    aggregates = {**AGGREGATES, "batch": replace(own, sheet=sheet)}
    return verify_entries(Material(*read_export(folder), aggregates=aggregates))


def test_signed_documents_of_another_form_are_counted_and_their_facts_compared(kept: Path) -> None:
    report = by_a_later_program(kept / "archive")
    notes = {note.code: note.params for note in report.notes}
    assert [found.code for found in report.findings] == []
    assert int(notes["sheets_of_other_form"]["count"]) > 10
    assert notes["sheets_of_other_form"]["forms"] == "1"


def test_a_fact_that_a_signed_document_of_another_form_says_otherwise_is_found(kept: Path) -> None:
    report = by_a_later_program(kept / "archive", batch="C-9999")
    assert {found.code for found in report.findings} == {"document_fact"}
    assert "batch" in report.findings[0].meaning


def test_a_sheet_of_a_later_form_says_so_and_the_first_says_nothing() -> None:
    first, third = Sheet({"batch": "B"}, (), "performed"), Sheet({"batch": "B"}, (), "performed", 3)
    assert json.loads(first.text) == {"batch": "B"}
    assert json.loads(third.text) == {"batch": "B", FORM: 3}
    assert [form_of(json.loads(one.text)) for one in (first, third)] == [1, 3]
    assert [form_of({FORM: odd}) for odd in (0, -1, "2", True, None, 1.5)] == [0] * 6


def test_facts_of_two_forms_are_compared_by_address_label_and_name() -> None:
    kept = {
        "batch": "B-1",
        "title": "Weigh",
        "entries": [{"slot": "a", "rows": [{"item": 1, "value": {"number": "5"}}]}, {"slot": "b", "label": "x"}],
        "rows": [["reason", "spilt"], ["note", "old"]],
    }
    same = {
        **kept,
        "title": "Weighing",
        "entries": [kept["entries"][1] | {"label": "y"}, kept["entries"][0], {"slot": "c"}],
    }
    assert list(differing(kept, same)) == []
    other = {
        **same,
        "batch": "B-2",
        "entries": [{"slot": "a", "rows": [{"item": 1, "value": {"number": "6"}}]}],
        "rows": [["reason", "lost"]],
    }
    assert list(differing(kept, other)) == ["batch", "entries/slot=a/rows/item=1/value", "rows/reason"]
