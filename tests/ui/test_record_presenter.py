"""The record of a batch without its looks, on a real station."""

from __future__ import annotations

from pathlib import Path

import pytest

from ebr.domain.batch.commands import CorrectValue
from ebr.station.questions import BatchQuestion
from tests.ui.real_station import BATCH, SECRET, Floor
from ui.desk import Answer
from ui.record.model import Record, Signature, StepRecord
from ui.record.presenter import RecordPresenter
from ui.record.trail import TrailPresenter, value_words


class Looked:
    """What the presenter told the screen."""

    def __init__(self, floor: Floor, person: str, *roles: str) -> None:
        self.presenter = RecordPresenter(floor.desk, person, roles)
        self.records: list[Record] = []
        self.steps: list[StepRecord] = []
        self.signatures: tuple[Signature, ...] = ()
        self.reports: list[Answer] = []
        self.busy: list[bool] = []
        p = self.presenter
        p.on_record, p.on_step, p.on_report = self.records.append, self.steps.append, self.reports.append
        p.on_signatures = lambda rows: setattr(self, "signatures", rows)
        p.on_busy = self.busy.append
        p.open(BATCH)

    @property
    def record(self) -> Record:
        return self.records[-1]


def test_the_summary_counts_what_the_trail_shows(floor: Floor) -> None:
    looked = Looked(floor, "sups", "supervisor")
    tiles = {tile.name: tile.value for tile in looked.record.tiles}
    assert tiles["Values recorded"] == "2"
    assert tiles["Attempts kept"] == "1"
    assert tiles["Exceptions"] == "1 open of 1"


def test_a_supervisor_cannot_complete_yet_and_is_told_why_by_name(floor: Floor) -> None:
    primary = Looked(floor, "sups", "supervisor").record.primary
    assert primary is not None
    assert primary.key == "complete"
    assert "Clear the room" in primary.reason


@pytest.mark.parametrize(
    ("role", "keys"),
    [
        ("operator", ["steps", "forms"]),
        ("supervisor", ["steps", "report", "forms", "hold"]),
        ("quality", ["steps", "report", "forms", "review", "hold", "amend", "abort"]),
    ],
)
def test_acts_are_offered_by_role(floor: Floor, role: str, keys: list[str]) -> None:
    assert [offer.key for offer in Looked(floor, "x", role).record.offers] == keys


def test_every_signature_says_name_role_meaning_and_time_with_zone(floor: Floor) -> None:
    issued, checked = Looked(floor, "sups", "supervisor").signatures
    assert (issued.name, issued.role, issued.meaning, issued.what) == (
        "Sam Super (sups)",
        "Supervisor",
        "Performed by",
        "Batch issued",
    )
    assert (checked.role, checked.what) == ("Quality", "Issue checked")
    assert issued.when == "2026-11-01 09:00:00 +01:00, Europe/Berlin"


def test_a_correction_keeps_the_old_value_with_its_reason(floor: Floor) -> None:
    floor.enter("mchen")
    looked = Looked(floor, "mchen", "operator")
    entry = floor.station.ask(BatchQuestion(BATCH, "mchen")).step.entries[0]
    value = {**dict(entry.rows[0].value), "waste_empty": "no"}
    assert floor.station.do(CorrectValue(BATCH, entry.address, 1, value, "Typing error"), by="mchen").refusal is None
    looked.presenter.refresh()
    line = looked.steps[-1].lines[0]
    assert "Typing error (Maria Chen" in line.old[0][1]
    assert line.value != line.old[0][0]


def test_attempts_stand_beside_the_value(floor: Floor) -> None:
    scan = Looked(floor, "mchen", "operator").steps[-1].lines[1]
    assert scan.value == BATCH
    assert scan.notes[0].startswith("Attempt 1: HR-9999")


def test_a_hold_is_seen_at_once_and_only_quality_may_lift_it(floor: Floor) -> None:
    floor.enter("sups")
    supervisor, quality = Looked(floor, "sups", "supervisor"), Looked(floor, "qlee", "quality")
    supervisor.presenter.hold("Leaking valve", lambda _said: None)
    assert supervisor.record.hold == "Leaking valve"
    assert "lift" in [offer.key for offer in quality.record.offers]
    assert "lift" not in [offer.key for offer in supervisor.record.offers]
    floor.enter("qlee")
    assert floor.sign(quality.presenter.act("lift", "Valve replaced"), "qlee").refusal is None
    assert quality.record.hold == ""


def test_a_report_is_numbered_and_a_copy_of_it_too(floor: Floor) -> None:
    floor.enter("sups")
    looked = Looked(floor, "sups", "supervisor")
    looked.presenter.report()
    looked.presenter.report(copy_of=1)
    first, copy = looked.reports
    assert (first.answer["report"], first.answer["copy"]) == ("1", "1")
    assert (copy.answer["report"], copy.answer["copy"]) == ("1", "2")
    assert Path(first.answer["file"]).read_bytes().startswith(b"%PDF")
    assert looked.busy == [True, False, True, False]


def test_a_report_that_nobody_may_make_says_so(floor: Floor) -> None:
    floor.enter("mchen")
    looked = Looked(floor, "mchen", "operator")
    looked.presenter.report()
    assert looked.reports[0].refusal is not None


def test_an_unknown_batch_is_said_in_words(floor: Floor) -> None:
    presenter, refused = RecordPresenter(floor.desk, "sups", ("supervisor",)), list[str]()
    presenter.on_refused = refused.append
    presenter.open("HR-7777")
    assert "HR-7777" in refused[0]


def test_after_the_screen_has_gone_nothing_reaches_it(floor: Floor) -> None:
    floor.enter("sups")
    looked = Looked(floor, "sups", "supervisor")
    before = len(looked.records)
    looked.presenter.close()
    looked.presenter.refresh()
    floor.station.sign_in("sups", SECRET)
    assert len(looked.records) == before


def test_the_trail_filters_by_kind_and_person_and_words(floor: Floor) -> None:
    trail = TrailPresenter(floor.desk, BATCH)
    totals: list[str] = []
    trail.on_total = totals.append
    everything = trail.pages.fetch(0, 100, "", "")
    trail.choose(kind="attempts")
    attempts = trail.pages.fetch(0, 100, "", "")
    trail.choose(kind="", person="sups")
    supervisors = trail.pages.fetch(0, 100, "", "")
    trail.choose(person="")
    found = trail.pages.fetch(0, 100, "waiting time", "")
    assert [line.cells[2] for line in attempts] == ["Attempt kept"]
    assert [line.cells[2] for line in supervisors] == ["Batch issued"]
    assert [line.cells[2] for line in found] == ["Exception raised"]
    assert totals[0] == f"{len(everything)} entries"


def test_the_trail_turns_round(floor: Floor) -> None:
    trail = TrailPresenter(floor.desk, BATCH)
    newest = [line.key for line in trail.pages.fetch(0, 100, "", "")]
    trail.newest(first=False)
    assert [line.key for line in trail.pages.fetch(0, 100, "", "")] == newest[::-1]


def test_the_trail_names_steps_not_addresses(floor: Floor) -> None:
    trail = TrailPresenter(floor.desk, BATCH)
    assert "Line clearance before start" in {line.cells[3] for line in trail.pages.fetch(0, 100, "", "")}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("number: 35", "35"),
        ("number: 35, unit: g", "number: 35, unit: g"),
        ("performed", "Performed by"),
        ("major", "Major"),
        ("HR: 1", "HR: 1"),
    ],
)
def test_recorded_values_are_readable(text: str, shown: str) -> None:
    assert value_words(text) == shown
