"""Equipment on a real station: registered, qualified, calibrated, used, cleaned, stopped; asked about, logged, rebuilt, verified."""

from __future__ import annotations

import secrets
from datetime import timedelta

import pytest

from ebr.domain import subjects
from ebr.domain.decision import Draft
from ebr.domain.equipment import commands as c
from ebr.domain.equipment import events as e
from ebr.domain.equipment.events import CheckLimit, Needs
from ebr.domain.refusal import Refusal
from ebr.station.questions import (
    EquipmentAnswer,
    EquipmentList,
    EquipmentQuestion,
    Preview,
    TouchedBatches,
    UseLog,
)
from tests.station.plant import Plant

BALANCE = Needs(
    calibration_days=182, checks=(CheckLimit("Check weight", "g", "999.8", "1000.2"),), capacity="6", unit="kg"
)
VESSEL = Needs(cleaning=True, clean_hold_hours=72, dirty_hold_hours=24)


def register(plant: Plant, code: str, kind: str, needs: Needs) -> None:
    plant.done(c.AddEquipment(code, f"The {kind}", kind, "P-12", needs), "sups")
    plant.signed(c.QualifyEquipment(code, "Report Q-1"), "qlee")


def clean(plant: Plant, code: str) -> None:
    plant.signed(c.CleanEquipment(code, "SOP-7", "jdoe"), "mchen")


def use(plant: Plant, code: str, batch: str, *, end: bool = False) -> None:
    event: object = e.UseEnded(code, batch) if end else e.UseBegan(code, batch, "Aromet", "a/b/c/d", "mchen")
    log = plant.station.store.log
    log.append(
        secrets.token_hex(16), (Draft(subjects.equipment(code), event),), by="mchen", presence="", at=plant.clock.now()
    )


def asked(plant: Plant, code: str) -> EquipmentAnswer:
    return plant.station.ask(EquipmentQuestion(code))


def test_the_list_says_status_due_date_and_what_blocks(plant: Plant):
    register(plant, "VES-1", "vessel", VESSEL)
    register(plant, "BAL-1", "balance", BALANCE)
    rows = {row.equipment: row for row in plant.station.ask(EquipmentList())}
    assert [row.equipment for row in plant.station.ask(EquipmentList())] == ["BAL-1", "VES-1"]  # by class
    assert (rows["VES-1"].status, rows["VES-1"].blocked.code) == ("dirty", "equipment_dirty")
    assert (rows["BAL-1"].calibration_due, rows["BAL-1"].calibration_over) == ("", True)
    plant.signed(c.CalibrateEquipment("BAL-1", "pass", "fine", "C-1", "2026-11-02"), "lab1")
    plant.done(c.CheckDaily("BAL-1", (("Check weight", "1000.0"),)), "mchen")
    clean(plant, "VES-1")
    rows = {row.equipment: row for row in plant.station.ask(EquipmentList())}
    assert (rows["BAL-1"].calibration_due, rows["BAL-1"].calibration_over, rows["BAL-1"].blocked) == (
        "2026-11-02",
        False,
        None,
    )
    assert (rows["VES-1"].status, rows["VES-1"].blocked) == ("clean", None)
    assert [row.equipment for row in plant.station.ask(EquipmentList(kind="Vessel "))] == ["VES-1"]
    assert [row.equipment for row in plant.station.ask(EquipmentList(state="dirty"))] == []
    plant.wait(timedelta(hours=73).total_seconds())
    assert [row.equipment for row in plant.station.ask(EquipmentList(state="dirty"))] == ["VES-1"]  # it waited too long


def test_cleaning_is_signed_by_who_looked_and_the_signature_covers_the_use(plant: Plant):
    register(plant, "VES-1", "vessel", VESSEL)
    clean(plant, "VES-1")
    use(plant, "VES-1", "B-0001")
    assert asked(plant, "VES-1").row.batches == ("B-0001",)
    plant.done(c.EndUse("VES-1", "B-0001"), "mchen")
    clean(plant, "VES-1")
    cleaned = asked(plant, "VES-1").cleaned
    assert (cleaned.by, cleaned.checked_by, cleaned.detail) == ("Maria Chen", "John Doe", "SOP-7")
    state = plant.station.store.state(subjects.equipment("VES-1"))
    (made,) = state.cleaned.values()
    assert made.checked_by == "jdoe"


def test_the_sheet_names_the_second_person_and_says_codes_in_words(plant: Plant):
    register(plant, "VES-1", "vessel", VESSEL)
    plant.be("mchen")
    sheet = plant.station.ask(Preview(c.CleanEquipment("VES-1", "SOP-7", "jdoe"), "mchen"))
    assert (sheet.name, sheet.meaning, sheet.role) == ("John Doe", "verified", "operator")
    assert [(line.label, line.value) for line in sheet.lines] == [
        ("Equipment", "VES-1 The vessel"),
        ("Class", "vessel"),
        ("Cleaning procedure", "SOP-7"),
    ]
    plant.done(c.HoldEquipment("VES-1", "odd noise"), "mchen")
    plant.be("qlee")
    sheet = plant.station.ask(Preview(c.ReleaseEquipment("VES-1", "fan mended"), "qlee"))
    (stopped,) = [line.value for line in sheet.lines if line.label == "Stopped"]
    assert stopped.startswith("2026-05-05 ")
    assert stopped.endswith(": odd noise")


def test_the_use_log_is_made_of_the_entries(plant: Plant):
    register(plant, "VES-1", "vessel", VESSEL)
    clean(plant, "VES-1")
    use(plant, "VES-1", "B-0001")
    plant.done(c.EndUse("VES-1", "B-0001"), "mchen")
    rows = plant.station.ask(UseLog("VES-1"))
    assert [row.what for row in rows] == ["registered", "qualified", "cleaned", "use_began", "use_ended"]
    began = rows[3]
    assert (began.product, began.batch, began.by) == ("Aromet", "B-0001", "Maria Chen")
    assert [row.at for row in rows] == sorted(row.at for row in rows)
    assert len({row.entry for row in rows}) == 5


def test_a_failed_calibration_names_the_batches_and_only_quality_brings_it_back(plant: Plant):
    register(plant, "BAL-1", "balance", BALANCE)
    plant.signed(c.CalibrateEquipment("BAL-1", "pass", "fine", "C-1", "2026-11-02"), "lab1")
    use(plant, "BAL-1", "B-0001")
    use(plant, "BAL-1", "B-0002")
    assert [row.batch for row in plant.station.ask(TouchedBatches("BAL-1"))] == ["B-0001", "B-0002"]
    plant.signed(c.CalibrateEquipment("BAL-1", "fail", "2 g off", "C-2"), "lab1")
    found = asked(plant, "BAL-1")
    assert (found.row.status, found.doubted) == ("out_of_service", ("B-0001", "B-0002"))
    assert [(bar.bar, bar.why) for bar in found.bars] == [("out", "calibration_failed")]
    plant.signed(c.CalibrateEquipment("BAL-1", "pass", "adjusted", "C-3", "2026-11-02"), "lab1")
    assert asked(plant, "BAL-1").row.status == "out_of_service"
    plant.signed(c.ReturnToService("BAL-1", "assessed in D-12"), "qlee")
    assert asked(plant, "BAL-1").row.status == "in_use"


def test_a_restarted_station_knows_the_same_and_the_record_verifies(plant: Plant):
    register(plant, "VES-1", "vessel", VESSEL)
    clean(plant, "VES-1")
    plant.done(c.HoldEquipment("VES-1", "odd noise"), "mchen")
    before = asked(plant, "VES-1"), plant.station.ask(UseLog("VES-1"))
    plant.reopen()
    assert (asked(plant, "VES-1"), plant.station.ask(UseLog("VES-1"))) == before
    assert plant.verified() == ()


@pytest.mark.parametrize("question", [EquipmentQuestion, UseLog, TouchedBatches])
@pytest.mark.parametrize("code", ["", " ", "NONE", "a/b"])
def test_what_is_not_registered_is_named(plant: Plant, question: type, code: str):
    with pytest.raises(Refusal) as caught:
        plant.station.ask(question(code))
    assert caught.value.code == "equipment_unknown"
