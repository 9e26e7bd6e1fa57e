"""A station with a batch to be dispensed: lots with assay and loss on drying, balances, one of them at this terminal."""

from __future__ import annotations

import atexit
import functools
import shutil
import tempfile
from datetime import timedelta
from pathlib import Path

from ebr.domain.batch.commands import CheckIssue, IssueBatch, RecordValue
from ebr.domain.equipment import commands as q
from ebr.domain.equipment.events import CheckLimit, Needs
from ebr.domain.master.commands import MakeEffective, SignMbr
from ebr.domain.master.rules import adding
from ebr.domain.material import commands as m
from ebr.domain.material.events import Amount, Criterion
from ebr.domain.station.commands import ChangeTerminal
from ebr.station.questions import BatchQuestion, Dispensing, DispensingAnswer, EntryAnswer, Masters
from tests.station.plant import MORNING, Plant, copied, founded

BATCH = "D-0001"
MBR = Path(__file__).with_name("dispensing.yaml")
ACTIVE = "RM-0001"
TESTS = (
    Criterion("assay", "Assay", "%", "98.0", "102.0", use="potency"),
    Criterion("water", "Loss on drying", "%", "", "1.0", use="lod"),
)
CHECK = (CheckLimit("50 kg", "kg", "49.99", "50.01"),)
FLOOR = Needs(calibration_days=182, checks=CHECK, capacity="150", minimum="1", resolution="0.0001", unit="kg")
BENCH = Needs(calibration_days=182, checks=CHECK, capacity="6", minimum="0.01", resolution="0.0001", unit="kg")


@functools.cache
def ready() -> Path:
    """The batch is issued and checked; materials, lots and balances are there."""
    home = Path(tempfile.mkdtemp(prefix="ebr-dispensary-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    folder = copied(founded(), home / "station")
    plant = Plant(folder, start=MORNING + timedelta(hours=1))
    _master(plant)
    _materials(plant)
    _balances(plant)
    plant.done(RecordValue(BATCH, entry(plant, "Line clearance").address, {"clean": "yes"}), "mchen")
    plant.close()
    return folder


def _master(plant: Plant) -> None:
    plant.done(adding(MBR.read_text(encoding="utf-8")), "auth")
    row = next(row for row in plant.station.ask(Masters()) if row.mbr == "dispensing")
    plant.signed(SignMbr(row.mbr, row.version, row.hash, "performed"), "auth")
    plant.signed(SignMbr(row.mbr, row.version, row.hash, "approved"), "qlee")
    plant.signed(MakeEffective(row.mbr, row.version, "2026-05-04"), "qlee")
    plant.signed(IssueBatch(BATCH, row.mbr, row.version, "100000"), "sups")
    plant.signed(CheckIssue(BATCH), "qlee")


def _materials(plant: Plant) -> None:
    plant.done(m.AddItem(ACTIVE, "Active substance", "active", "kg"), "qlee")
    plant.done(m.AddItem("RM-0002", "Cellulose", "excipient", "kg"), "qlee")
    plant.signed(m.SetSpecification(ACTIVE, "1", TESTS, 12), "qlee")
    plant.done(m.AddSupplier("acme", "Acme Fine Chemicals", "Basel"), "qlee")
    plant.signed(m.QualifySupplier("acme", (ACTIVE, "RM-0002"), "2026-01-10", "2027-12-31"), "qlee")


def lot(plant: Plant, number: str, *quantities: str, assay: str, lod: str = "0.0", expiry: str = "2027-06-30") -> None:
    """A released lot."""
    received(plant, number, *quantities, expiry=expiry)
    plant.done(m.SampleLot(number, f"S-{number}", (Amount("1", "1"),), "g"), "lab1")
    plant.done(m.RecordResult(number, "assay", assay), "lab1")
    plant.done(m.RecordResult(number, "water", lod), "lab1")
    plant.signed(m.CheckResults(number), "lab2")
    plant.signed(m.ReleaseLot(number), "qlee")


def received(plant: Plant, number: str, *quantities: str, expiry: str = "2027-06-30") -> None:
    """A lot in quarantine."""
    boxes = tuple(Amount(str(place), quantity) for place, quantity in enumerate(quantities, 1))
    plant.done(m.ReceiveLot(number, ACTIVE, "acme", f"AC/{number}", boxes, expiry=expiry, place="A-01"), "mchen")


def _balances(plant: Plant) -> None:
    for code, name, needs in (("FS-01", "Floor scale 150 kg", FLOOR), ("BS-01", "Bench balance 6 kg", BENCH)):
        balance(plant, code, name, needs)


def balance(plant: Plant, code: str, name: str, needs: Needs) -> None:
    """A balance that is qualified and calibrated."""
    plant.done(q.AddEquipment(code, name, "balance", "Room 12", needs), "sups")
    plant.signed(q.QualifyEquipment(code, "Report Q-1"), "qlee")
    plant.signed(q.CalibrateEquipment(code, "pass", "fine", "C-1", "2026-10-31"), "lab1")


def checked(plant: Plant, *codes: str) -> None:
    """The daily check of balances."""
    for code in codes:
        plant.done(q.CheckDaily(code, (("50 kg", "50.00"),)), "mchen")


def at(folder: Path, **addresses: str) -> Plant:
    """A plant on a copy in this folder, with these devices set up."""
    plant = Plant(copied(ready(), folder), start=MORNING + timedelta(hours=2))
    if addresses:
        plant.done(ChangeTerminal(addresses, "Balance installed"), "sups")
    return plant


def entry(plant: Plant, label: str = "Active weighed") -> EntryAnswer:
    """An entry by its label, of the step where work goes on."""
    step = plant.station.ask(BatchQuestion(BATCH, "mchen")).step
    assert step is not None
    return next(one for one in step.entries if one.label == label)


def asked(plant: Plant, label: str = "Active weighed", **parts: str) -> DispensingAnswer:
    """What is to be weighed."""
    answer = plant.station.ask(Dispensing(BATCH, entry(plant, label).address, **parts))
    assert isinstance(answer, DispensingAnswer)
    return answer


def weighed(plant: Plant, number: str, net: str, *, container: str = "1", **parts: str) -> None:
    """A row as the balance and the scanner make it."""
    source = {"how": "device", "device": "FS-01", "raw": f"S S {net} kg", "lot": "scanned"}
    value = {"lot": number, "container": container, "net": net, **parts}
    plant.done(RecordValue(BATCH, entry(plant).address, value, source=source), "mchen")
