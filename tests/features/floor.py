"""A floor for tests: one batch for which everything is as it should be, so that a test breaks one thing and sees what happens.

Founded once for a run; every test works on a copy. Lots L-1 and L-2 of RM-0001, two balances, a vessel, a room, a tubing
set, people trained in SOP-W, ten labels issued. Maria weighs, John is the second person.
"""

from __future__ import annotations

import functools
from datetime import timedelta
from pathlib import Path

from ebr.domain import subjects
from ebr.domain.batch.commands import CheckIssue, IssueBatch, IssueLabels, RecordValue
from ebr.domain.equipment import commands as q
from ebr.domain.equipment.events import CheckLimit, Needs
from ebr.domain.label.commands import ApproveLabel, CheckLabel, MakeLabelEffective, WriteLabel
from ebr.domain.label.state.template import text_of
from ebr.domain.master.commands import MakeEffective, SignMbr
from ebr.domain.master.rules import adding
from ebr.domain.material import commands as m
from ebr.domain.material.events import Amount, Criterion
from ebr.domain.training.commands import SetTask, SignRead
from ebr.station.questions import Masters
from tests.labels.label_world import SMALL
from tests.station.plant import BATCH, IDENTIFIERS, MORNING, Plant, founded, fresh

CODE, OTHER = "RM-0001", "RM-0002"
TODAY = "2026-05-04"
TESTS = (
    Criterion("assay", "Assay", "%", "98.0", "102.0", use="potency"),
    Criterion("water", "Water", "%", "", "1.0", use="lod"),
)
CHECK = (CheckLimit("100 g", "g", "99.99", "100.01"),)
BALANCE = Needs(calibration_days=182, checks=CHECK, capacity="500", minimum="1", resolution="0.01", unit="g")
VESSEL = Needs(cleaning=True, clean_hold_hours=72)
ROOM = Needs(clearance=True, checklist=("No other product",), grade="D")
TUBING = Needs(single_use=True, integrity=True)
NEEDS = {
    "S-01": ("balance", BALANCE),
    "S-02": ("balance", BALANCE),
    "V-01": ("vessel", VESSEL),
    "R-12": ("room", ROOM),
    "T-01": ("tubing_set", TUBING),
}
READING = {"how": "device", "device": "S-01", "raw": "S S     10.00 g", "lot": "scanned"}
ADDRESS = "making/make/weigh/weighed"


class Floor(Plant):
    """A plant with hands for what people do at scales and shelves."""

    def lot(self, number: str):
        return self.station.store.state(subjects.lot(number))

    def machine(self, code: str):
        return self.station.store.state(subjects.equipment(code))

    def left(self, number: str = "L-1") -> str:
        return f"{self.lot(number).left.normalize():f}"

    def weigh(self, lot: str = "L-1", net: str = "10.00", *, container: str = "1", by: str = "mchen", **more):
        """Weigh a row; `source` parts begin with an underscore, parts of the value do not."""
        source = {
            **READING,
            "raw": f"S S {net:>9} g",
            **{name[1:]: text for name, text in more.items() if name[0] == "_"},
        }
        value = {"lot": lot, "container": container, "net": net}
        value |= {name: text for name, text in more.items() if name[0] != "_"}
        return self.do(RecordValue(BATCH, ADDRESS, value, source=source), by)

    def typed(self, lot: str = "L-1", net: str = "10.00", *, by: str = "mchen", **more):
        return self.do(RecordValue(BATCH, ADDRESS, {"lot": lot, "container": "1", "net": net, **more}), by)

    def receive(self, lot: str, *quantities: str, code: str = CODE, expiry: str = "2027-06-30", by: str = "mchen"):
        boxes = tuple(Amount(str(place), quantity) for place, quantity in enumerate(quantities, 1))
        return self.do(m.ReceiveLot(lot, code, "acme", f"AC/{lot}", boxes, expiry=expiry, place="A-01"), by)

    def test(self, lot: str, assay: str = "99.5", water: str = "0.5") -> None:
        self.done(m.SampleLot(lot, f"S-{lot}-{self.entries()}", (Amount("1", "1"),), "g"), "lab1")
        self.done(m.RecordResult(lot, "assay", assay), "lab1")
        self.done(m.RecordResult(lot, "water", water), "lab1")
        self.signed(m.CheckResults(lot), "lab2")

    def good_lot(self, lot: str, *quantities: str, expiry: str = "2027-06-30") -> None:
        assert self.receive(lot, *quantities, expiry=expiry).refusal is None
        self.test(lot)
        self.signed(m.ReleaseLot(lot), "qlee")

    def register(self, code: str, kind: str, needs: Needs, lot: str = "") -> None:
        self.done(q.AddEquipment(code, f"The {kind}", kind, "Room 12", needs, lot=lot), "sups")
        self.signed(q.QualifyEquipment(code, "Report Q-1"), "qlee")

    def calibrate(self, code: str, result: str = "pass", due: str = "2026-10-31") -> None:
        self.signed(q.CalibrateEquipment(code, result, "as found", "C-1", due if result == "pass" else ""), "lab1")

    def check(self, code: str = "S-01", reading: str = "100.00") -> None:
        self.done(q.CheckDaily(code, (("100 g", reading),)), "mchen")

    def clean(self, code: str = "V-01") -> None:
        self.signed(q.CleanEquipment(code, "SOP-7", "jdoe"), "mchen")

    def cleared(self, batch: str = BATCH, answer: str = "yes") -> None:
        command = q.ClearLine("R-12", batch, "Test powder", "before", (("No other product", answer),), "jdoe")
        self.signed(command, "mchen")

    def rules(self, batch: str = BATCH) -> list[str]:
        return [one.rule for one in self.station.store.state(subjects.batch(batch)).exceptions.values()]


@functools.cache
def stocked() -> Path:
    """The folder in which everything is good."""
    folder = fresh(founded)
    plant = Floor(folder, start=MORNING + timedelta(hours=1))
    _master(plant)
    _lots(plant)
    _machines(plant)
    plant.signed(SetTask("SOP-W", "1", "Weighing", 30), "qlee")
    for person in ("mchen", "jdoe", "sups"):
        plant.signed(SignRead(person, "SOP-W", "1"), person)
    _label(plant)
    plant.close()
    return folder


def begin() -> Floor:
    """A floor on a copy, at nine in the morning."""
    return Floor(fresh(stocked), start=MORNING + timedelta(hours=3))


def issue(plant: Floor, batch: str) -> None:
    plant.signed(IssueBatch(batch, "floor", "1", "1000", IDENTIFIERS), "sups")
    plant.signed(CheckIssue(batch), "qlee")


def _master(plant: Floor) -> None:
    plant.done(adding(Path(__file__).with_name("floor.yaml").read_text(encoding="utf-8")), "auth")
    row = next(row for row in plant.station.ask(Masters()) if row.mbr == "floor")
    plant.signed(SignMbr(row.mbr, row.version, row.hash, "performed"), "auth")
    plant.signed(SignMbr(row.mbr, row.version, row.hash, "approved"), "qlee")
    plant.signed(MakeEffective(row.mbr, row.version, TODAY), "qlee")
    issue(plant, BATCH)


def _lots(plant: Floor) -> None:
    plant.done(m.AddItem(CODE, "Active substance", "active", "g"), "qlee")
    plant.done(m.AddItem(OTHER, "Cellulose", "excipient", "g"), "qlee")
    plant.signed(m.SetSpecification(CODE, "1", TESTS, 12), "qlee")
    plant.signed(m.SetSpecification(OTHER, "1", (Criterion("looks", "Appearance", expected="White"),), 12), "qlee")
    plant.done(m.AddSupplier("acme", "Acme Fine Chemicals", "Basel"), "qlee")
    plant.signed(m.QualifySupplier("acme", (CODE, OTHER), "2026-01-10", "2027-12-31"), "qlee")
    plant.good_lot("L-1", "12", "20")
    plant.good_lot("L-2", "120", "20")
    assert plant.receive("C-1", "100", code=OTHER).refusal is None
    plant.done(m.SampleLot("C-1", "S-C-1", (Amount("1", "1"),), "g"), "lab1")
    plant.done(m.RecordResult("C-1", "looks", "White"), "lab1")
    plant.signed(m.CheckResults("C-1"), "lab2")
    plant.signed(m.ReleaseLot("C-1"), "qlee")


def _machines(plant: Floor) -> None:
    for code, (kind, needs) in NEEDS.items():
        plant.register(code, kind, needs, lot="TL-1" if kind == "tubing_set" else "")
    for code in ("S-01", "S-02"):
        plant.calibrate(code)
        plant.check(code)
    plant.clean()
    plant.done(q.CheckIntegrity("T-01", "Pressure hold", "0.1 mbar", "pass"), "mchen")
    plant.cleared()


def brought(plant: Floor, template: str, document: str) -> None:
    """Bring a label template in force."""
    digest = plant.done(WriteLabel(template, "1", document), "auth").answer["hash"]
    plant.signed(CheckLabel(template, "1", digest), "sups")
    plant.signed(ApproveLabel(template, "1", digest), "qlee")
    plant.signed(MakeLabelEffective(template, "1", digest, TODAY), "qlee")


def _label(plant: Floor) -> None:
    brought(plant, "bag", text_of({**SMALL, "title": "bag label"}))
    plant.done(IssueLabels(BATCH, "making/make/count/counted", "bag", "1", 10), "sups")
