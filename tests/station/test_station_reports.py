"""Reports: numbered before they are drawn, copies counted, the later names the earlier, each verifies alone (Annex 11 8; PI 041)."""

from __future__ import annotations

import functools
import io
import json
from datetime import timedelta

import pypdfium2
import pytest

from ebr.clock import SystemClock
from ebr.domain.batch.commands import CorrectValue
from ebr.domain.master.commands import MakeEffective, SignMbr
from ebr.domain.refusal import Refusal
from ebr.station.door import Station, adding
from ebr.station.looking import look
from ebr.station.questions import Masters, StationStatus
from ebr.station.verifying import kind_of, verify
from tests.station.plant import BATCH, COMPACT, MORNING, PASSWORD, Plant, busy, code, copied, fine, found, fresh


def words(path):
    document = pypdfium2.PdfDocument(io.BytesIO(path.read_bytes()))
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


@functools.cache
def two_reports():
    """A station with report 1, a copy of it, a correction, and report 2."""
    folder = fresh(busy)
    plant = Plant(folder, start=MORNING + timedelta(hours=5))
    plant.be("sups")
    fine(plant.station.report(BATCH, by="sups", copy_of=1))
    plant.done(CorrectValue(BATCH, plant.at("temp"), 1, {"number": "20.6"}, "Read wrongly"), "mchen")
    plant.be("sups")
    fine(plant.station.report(BATCH, by="sups"))
    plant.close()
    return folder


def test_the_answer_names_report_copy_and_file(worked):
    worked.be("sups")

    answer = fine(worked.station.report(BATCH, by="sups"))

    assert (answer.answer["report"], answer.answer["copy"]) == ("2", "1")
    assert answer.answer["file"].endswith("reports/B-0001-report-2.pdf")
    assert worked.events()[-1].startswith("batch.report-made")


@pytest.mark.parametrize("name", ["B-0001-report-1.pdf", "B-0001-report-1-copy-2.pdf", "B-0001-report-2.pdf"])
def test_each_report_verifies_alone(name):
    report = verify(two_reports() / "reports" / name)

    assert [finding.code for finding in report.findings] == []
    assert report.profile == "demonstration"


def test_a_copy_says_that_it_is_one_and_the_later_report_what_it_supersedes():
    folder = two_reports() / "reports"
    copy, second = words(folder / "B-0001-report-1-copy-2.pdf"), words(folder / "B-0001-report-2.pdf")

    assert "copy 2" in copy.lower()
    assert "supersedes report 1" in second.lower()
    assert "20.6" in second
    assert "20.6" not in copy


def test_the_site_that_somebody_knows_is_compared():
    folder = two_reports()
    fingerprint = verify(folder).fingerprint
    pdf = folder / "reports" / "B-0001-report-2.pdf"

    for path in (folder, pdf):
        assert verify(path, site=fingerprint).findings == ()
        assert [one.code for one in verify(path, site="0" * 64).findings] == ["site_fingerprint"]


def test_a_head_printed_on_a_report_is_found_in_the_folder_later():
    folder = two_reports()
    head = verify(folder / "reports" / "B-0001-report-1.pdf").heads[0][2]

    assert verify(folder, heads=[head]).findings == ()
    assert [one.code for one in verify(folder, heads=["ab" * 32]).findings] == ["head_missing"]


def test_there_is_no_copy_of_a_report_nobody_made(worked):
    worked.be("sups")

    assert code(worked.station.report(BATCH, by="sups", copy_of=7)) == "report_unknown"


def test_there_is_no_report_of_a_batch_nobody_issued(worked):
    worked.be("sups")

    assert worked.station.report("B-9999", by="sups").refusal is not None


def test_an_operator_prints_no_report(worked):
    worked.be("mchen")

    assert code(worked.station.report(BATCH, by="mchen")) == "right_missing"


def test_outside_production_the_program_prints_by_itself(worked):
    fine(worked.station.report(BATCH, by=""))


def test_a_repeated_report_command_makes_one_number(worked):
    worked.be("sups")
    first = fine(worked.station.report(BATCH, by="sups", command_id="print"))
    before = worked.entries()

    again = fine(worked.station.report(BATCH, by="sups", command_id="print"))

    assert again.answer["report"] == first.answer["report"]
    assert worked.entries() == before


def test_a_report_elsewhere_lies_where_it_was_asked_for(worked, tmp_path):
    worked.be("sups")

    fine(worked.station.report(BATCH, tmp_path / "deep" / "mine.pdf", by="sups"))

    assert verify(tmp_path / "deep" / "mine.pdf").findings == ()
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["mine.pdf"]


@pytest.mark.parametrize(("make", "why"), [
    (lambda p: p / "none", "path_missing"), (lambda p: p, "nothing_to_verify"), (lambda p: p / "note.txt", "nothing_to_verify"),
])  # fmt: skip
def test_what_is_no_record_is_named(tmp_path, make, why):
    (tmp_path / "note.txt").write_text("hello", encoding="utf-8")

    with pytest.raises(Refusal) as refused:
        kind_of(make(tmp_path))

    assert refused.value.code == why


def test_status_needs_no_lock_and_writes_nothing(worked):
    """Beside the open station, and the same as the station's own answer."""
    before = worked.entries()

    with look(worked.folder) as here:
        seen = here.status()

    own = worked.station.ask(StationStatus())
    assert (seen.head, seen.entries, seen.profile, seen.open_batches) == (
        own.head,
        own.entries,
        own.profile,
        own.open_batches,
    )
    assert worked.entries() == before


def test_status_shows_no_value_of_a_batch(worked):
    with look(worked.folder) as here:
        said = repr(here.status())

    for secret in (BATCH, "PAT-4711", "20.4", "L-1", "Maria"):
        assert secret not in said


def test_verify_needs_no_lock(worked):
    assert worked.verified() == ()


def test_a_review_beside_the_open_station_counts_what_matters(worked):
    with look(worked.folder) as here:
        found_ = here.review(BATCH)

    assert found_["attempts"] == 1
    assert found_["outside_limits"] == 0
    assert any(one["rule"] == "repeated_reading" for one in found_["exceptions"])
    assert json.dumps(found_)


def test_in_production_nobody_prints_for_nobody(tmp_path):
    folder = tmp_path / "production"
    found(folder, profile="production", passphrase="a long enough passphrase", clock=SystemClock())
    with Station.open(folder, passphrase="a long enough passphrase") as station:
        answer = station.report(BATCH, by="")
        assert code(answer) == "right_missing"
        assert station.station_state().profile == "production"
    assert verify(folder).findings == ()


def test_a_later_version_ends_the_earlier_one(worked):
    """The station knows which version is in force, whatever the asker says: never two to issue on (211.186)."""
    text = COMPACT.read_text(encoding="utf-8").replace('version: "1"', 'version: "2"')
    worked.done(adding(text), "auth")
    row = next(one for one in worked.station.ask(Masters()) if one.version == "2")
    worked.signed(SignMbr(row.mbr, "2", row.hash, "performed"), "auth")
    worked.signed(SignMbr(row.mbr, "2", row.hash, "approved"), "qlee")
    worked.signed(MakeEffective(row.mbr, "2", "2026-05-04"), "qlee")

    assert {one.version: one.status for one in worked.station.ask(Masters())} == {"1": "superseded", "2": "effective"}
    assert worked.verified() == ()


def test_the_passphrase_of_another_opens_nothing(tmp_path):
    folder = tmp_path / "sealed"
    found(folder, profile="production", passphrase="a long enough passphrase", clock=SystemClock())

    for wrong in (None, "another passphrase"):
        with pytest.raises(Refusal):
            Station.open(folder, passphrase=wrong)
    with Station.open(folder, passphrase="a long enough passphrase") as station:
        fine(station.sign_in("qlee", PASSWORD))


def test_two_copies_of_one_station_are_told_apart_by_their_heads(tmp_path):
    """An older copy is whole in itself; only somebody who saw the later head knows."""
    old = copied(busy(), tmp_path / "old")
    head = verify(two_reports()).heads[0][2]

    assert verify(old).findings == ()
    assert [one.code for one in verify(old, heads=[head]).findings] == ["head_missing"]
