"""Lots, machines and training at the step of a real station: what is checked, written, relied on; what comes to light when two stations meet."""

from __future__ import annotations

import pytest

from ebr.domain import subjects
from ebr.domain.batch.commands import (
    AbortBatch,
    CorrectValue,
    GivePart,
    RaiseException,
    RecordValue,
    ResolveConflict,
    TakeOver,
)
from ebr.domain.equipment import commands as q
from ebr.domain.equipment.events import CheckLimit, Needs
from ebr.domain.material import commands as m
from ebr.domain.material.events import Amount, Criterion
from ebr.station.questions import Apart, UseLog
from ebr.storage.chain import parsed
from ebr.wording import refusal_words
from ebr.wording.rules import record_weakness_words
from tests.station.plant import BATCH, Plant, code, fine
from tests.station.two_rooms import meet, second_room

CODE = "RM-0001"
TESTS = (
    Criterion("assay", "Assay", "%", "98.0", "102.0", use="potency"),
    Criterion("water", "Water", "%", "", "1.0", use="lod"),
)
BALANCE = Needs(calibration_days=182, checks=(CheckLimit("100 g", "g", "99.99", "100.01"),), capacity="500", unit="g")
DEVICE = {"how": "device", "device": "S-01", "raw": "S S     10.00 g", "lot": "scanned"}


def stocked(plant: Plant) -> Plant:
    """A material with a qualified supplier and two released lots, a vessel and a balance; all of it by the people whose business it is."""
    plant.done(m.AddItem(CODE, "Active substance", "active", "g"), "qlee")
    plant.signed(m.SetSpecification(CODE, "1", TESTS, 12), "qlee")
    plant.done(m.AddSupplier("acme", "Acme Fine Chemicals", "Basel"), "qlee")
    plant.signed(m.QualifySupplier("acme", (CODE,), "2026-01-10", "2027-12-31"), "qlee")
    for lot in ("L-1", "L-2"):
        boxes = (Amount("1", "12"), Amount("2", "20"))
        plant.done(m.ReceiveLot(lot, CODE, "acme", f"AC/{lot}", boxes, expiry="2027-06-30", place="A-01"), "mchen")
        plant.done(m.SampleLot(lot, f"S-{lot}", (Amount("2", "1"),), "g"), "lab1")
        plant.done(m.RecordResult(lot, "assay", "99.5"), "lab1")
        plant.done(m.RecordResult(lot, "water", "0.5"), "lab1")
        plant.signed(m.CheckResults(lot), "lab2")
        plant.signed(m.ReleaseLot(lot), "qlee")
    for machine, kind, needs in (("V-01", "vessel", Needs(cleaning=True)), ("S-01", "balance", BALANCE)):
        plant.done(q.AddEquipment(machine, f"The {kind}", kind, "Room 12", needs), "sups")
        plant.signed(q.QualifyEquipment(machine, "Report Q-1"), "qlee")
    plant.signed(q.CleanEquipment("V-01", "SOP-7", "jdoe"), "mchen")
    plant.signed(q.CalibrateEquipment("S-01", "pass", "fine", "C-1", "2026-10-31"), "lab1")
    plant.done(q.CheckDaily("S-01", (("100 g", "100.00"),)), "mchen")
    return plant


@pytest.fixture
def plant(running: Plant) -> Plant:
    return stocked(running)


def row(plant: Plant, lot: str = "L-1", net: str = "10.00", *, container: str = "1", by: str = "mchen", **source: str):
    value = {"lot": lot, "container": container, "net": net}
    return plant.do(RecordValue(BATCH, plant.at("weighed"), value, source={**DEVICE, **source}), by)


def relied(plant: Plant) -> set[str]:
    """What the newest entry names as relied on."""
    head = plant.station.store.log.head
    assert head is not None
    return {subjects.root_of(subject) for subject, _ in parsed(head).relies}


def left(plant: Plant, lot: str = "L-1") -> str:
    return f"{plant.station.store.state(subjects.lot(lot)).left.normalize():f}"


def test_a_row_takes_assay_and_expiry_from_its_lot_and_draws_from_it(plant: Plant) -> None:
    plant.clear()
    plant.recorded("ready", done="yes")
    fine(row(plant))
    named = {subjects.lot("L-1"), subjects.item(CODE), subjects.supplier("acme"), subjects.equipment("S-01")}
    assert named <= relied(plant)
    (found,) = plant.entry("weighed").rows
    assert (found.value["potency"], found.value["lod"], found.value["expiry"]) == ("99.5", "0.5", "2027-06-30")
    assert left(plant) == "21"
    assert [one.batch for one in plant.station.ask(UseLog("S-01")) if one.what == "use_began"] == [BATCH]
    fine(plant.do(CorrectValue(BATCH, plant.at("weighed"), 1, {**found.value, "lot": "L-2"}, "misread"), "mchen"))
    assert (left(plant), left(plant, "L-2")) == ("31", "21")
    digest = plant.station.store.views_digest()
    plant.station.store.rebuild()
    assert plant.station.store.views_digest() == digest
    assert plant.verified() == ()


def test_what_blocks_is_said_kept_and_survives_the_program(plant: Plant) -> None:
    plant.clear()
    plant.recorded("ready", done="yes")
    plant.signed(m.RejectLot("L-1", "glass found"), "qlee")
    answer = row(plant)
    assert code(answer) == "lot_rejected"
    assert answer.refusal is not None
    assert "glass found" in refusal_words(answer.refusal)
    assert code(row(plant, "L-9")) == "lot_unknown"
    assert code(row(plant, "L-2", "13.00")) == "lot_overdrawn"
    assert code(row(plant, "L-2", "13.00", device="V-01")) == "lot_overdrawn"
    assert plant.entry("weighed").status == "out"
    plant.reopen()
    assert [attempt.why for attempt in plant.entry("weighed").attempts] == [
        *("lot_rejected", "lot_unknown", "lot_overdrawn", "lot_overdrawn"),
    ]
    fine(plant.do(RaiseException(BATCH, plant.at("weighed"), "drum was fuller", "", "major", 3, accepts=True), "mchen"))
    assert left(plant, "L-2") == "18"
    assert plant.verified() == ()


def test_a_vessel_is_cleaned_between_batches_and_freed_at_the_end(plant: Plant) -> None:
    plant.clear()
    assert plant.station.store.state(subjects.equipment("V-01")).batches == (BATCH,)
    plant.signed(AbortBatch(BATCH, "power is gone"), "qlee")
    vessel = plant.station.store.state(subjects.equipment("V-01"))
    assert (vessel.batches, vessel.status) == ((), "dirty")
    assert plant.verified() == ()


def test_two_stations_that_did_not_know_of_each_other(plant: Plant, tmp_path) -> None:
    plant.clear()
    plant.recorded("ready", done="yes")
    room = second_room(plant, tmp_path / "room").reopen()  # so that both have one clock
    try:
        fine(plant.do(GivePart(BATCH, "making", "Room-13"), "sups"))
        meet(plant, room)
        # The store at the office destroys and rejects while the isolated room weighs.
        plant.wait(minutes=5)
        plant.signed(m.RejectLot("L-1", "glass found"), "qlee")
        room.wait(minutes=5)
        assert code(row(room)) == ""
        meet(plant, room)
        weak = {one.code: one for one in plant.station.ask(Apart(BATCH)).weaknesses}
        assert weak["lot_rejected"].blocking
        words = record_weakness_words("lot_rejected", weak["lot_rejected"].params)
        assert words.startswith("Lot L-1 was used at 2026-05-05")
        assert "it had been rejected at" in words
        assert code(row(room, net="1.00")) == "lot_rejected"
        assert left(plant) == "21"
    finally:
        room.close()


def test_of_two_rows_that_were_written_twice_only_the_one_that_quality_kept_is_drawn(plant: Plant, tmp_path) -> None:
    plant.clear()
    plant.recorded("ready", done="yes")
    room = second_room(plant, tmp_path / "room").reopen()  # so that both have one clock
    try:
        fine(row(plant, "L-1"))
        room.signed(TakeOver(BATCH, "making", "no contact with room 12"), "sups")
        fine(row(room, "L-2"))
        meet(plant, room)
        assert (left(plant, "L-1"), left(plant, "L-2")) == ("21", "21")
        contest = next(one for one in plant.station.ask(Apart(BATCH)).contests if one.item == 1)
        kept = next(side for side in contest.sides if side.says["lot"] == "L-2")
        plant.signed(ResolveConflict(BATCH, contest.where, 1, kept.hash, "the label on the drum says L-2"), "qlee")
        assert plant.entry("weighed").rows[0].value["lot"] == "L-2"
        assert (left(plant, "L-1"), left(plant, "L-2")) == ("31", "21")
    finally:
        room.close()
