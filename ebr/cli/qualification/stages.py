"""How each stage of the plant is made: by its people, through the station, as on the floor."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ebr.cli.qualification.plant import BATCH, FOUNDERS, IDENTIFIERS, PASSWORD, PEOPLE, Plant, Stage
from ebr.domain.batch.commands import CheckIssue, CloseItems, CompleteBatch, IssueBatch, StartTimer, StopTimer
from ebr.domain.equipment import commands as machines
from ebr.domain.equipment.events import CheckLimit, Needs
from ebr.domain.master.commands import MakeEffective, SignMbr
from ebr.domain.material import commands as materials
from ebr.domain.material.events import Amount, Criterion
from ebr.domain.site.commands import ChangePolicy
from ebr.domain.training.commands import ConfirmTraining, SetTask, SignRead
from ebr.paths import resources
from ebr.station.door import adding
from ebr.station.questions import MasterRow, Masters, Preview

MASTER: Final = resources() / "qualification" / "plant.yaml"
CODE, SOP = "RM-0001", "SOP-1"
TESTS = (
    Criterion("assay", "Assay", "%", "98.0", "102.0", use="potency"),
    Criterion("water", "Water", "%", "", "1.0", use="lod"),
)
BALANCE = Needs(calibration_days=182, checks=(CheckLimit("100 g", "g", "99.99", "100.01"),), capacity="500", unit="g")


def people(plant: Plant) -> None:
    """Have everybody enrolled and acknowledged."""
    for person, *_ in FOUNDERS:
        plant.acknowledge(person)
    for person, name, roles in PEOPLE:
        plant.enrol(person, name, roles, badge=f"BADGE-{person}", duty_unlocker=person == "sups", temporary=False)
        plant.settled()
    for person, *_ in PEOPLE:
        plant.acknowledge(person)


def add_master(plant: Plant, text: str) -> None:
    """Have the author bring a version of the master and sign it."""
    plant.done(adding(text), "auth")
    row = newest(plant)
    plant.signed(SignMbr(row.mbr, row.version, row.hash, "performed"), "auth")


def newest(plant: Plant) -> MasterRow:
    """Return the version that was added last."""
    rows: tuple[MasterRow, ...] = plant.station.ask(Masters())
    return max(rows, key=lambda row: int(row.version))


def batch(plant: Plant) -> None:
    """Have the master approved and in force, a batch issued and checked."""
    add_master(plant, MASTER.read_text(encoding="utf-8"))
    row = newest(plant)
    plant.signed(SignMbr(row.mbr, row.version, row.hash, "approved"), "qlee")
    plant.signed(MakeEffective(row.mbr, row.version, "2026-05-04"), "qlee")
    plant.signed(IssueBatch(BATCH, row.mbr, row.version, "1000", IDENTIFIERS), "sups")
    plant.signed(CheckIssue(BATCH), "qlee")


def clear(plant: Plant) -> None:
    """Clear the room."""
    plant.recorded("clearance", no_product="yes", clean="yes")
    plant.recorded("card", scan=BATCH)
    plant.sign_step("clear")
    plant.sign_step("clear", "verified", "jdoe", sheet=True)


def cleared(plant: Plant) -> None:
    """Clear the room, scan the machines, confirm the identity."""
    clear(plant)
    plant.recorded("vessel_used", equipment="V-01")
    plant.recorded("scale_used", equipment="S-01")
    plant.recorded("who", **IDENTIFIERS)
    plant.sign_step("who", "verified", "jdoe", sheet=True)
    plant.sign_step("machines")


def weighed(plant: Plant) -> None:
    """Weigh; the second person of the weighing has signed, nobody the step."""
    plant.recorded("ready", done="yes")
    plant.recorded("weighed", lot="L-1", net="10.00", potency="100", lod="0")
    plant.done(CloseItems(BATCH, plant.at("weighed")), "mchen")
    plant.sign_step("weighed", "verified", "jdoe", sheet=True)
    plant.recorded("temp", number="20.4")
    for item, weight in enumerate(("99", "101", "100"), 1):
        plant.recorded("tablets", item=item, number=weight)
    plant.done(CloseItems(BATCH, plant.at("tablets")), "mchen")


def mixed(plant: Plant) -> None:
    """Have the weighing signed and the solution mixed."""
    weighed(plant)
    plant.sign_step("weigh")
    plant.sign_step("weigh", "verified", "jdoe", sheet=True)
    plant.done(StartTimer(BATCH, plant.at("hold")), "mchen")
    plant.wait(minutes=17)
    plant.done(StopTimer(BATCH, plant.at("hold")), "mchen")
    plant.recorded("stirred", number="17")
    plant.recorded("look", choice="clear")
    plant.recorded("filled_up", number="1000.0")
    plant.sign_step("filled_up", "witnessed", "jdoe", sheet=True)
    plant.sign_step("mix")


def sampled(plant: Plant) -> None:
    """Weigh, mix, count labels and take the sample."""
    mixed(plant)
    plant.recorded("counted", issued="100", used="98", destroyed="1", specimen="1", returned="0")
    plant.sign_step("counted", "verified", "jdoe", sheet=True)
    plant.sign_step("print")
    plant.recorded("taken", sample=f"{BATCH}-S1")


def packed(plant: Plant) -> None:
    """Do every step that is left behind the clearing."""
    sampled(plant)
    plant.recorded("cleared_after", no_rest="yes")
    plant.sign_step("cleared_after", "verified", "jdoe", sheet=True)
    plant.sign_step("test")
    plant.recorded("ph", "lab1", number="7.1")
    plant.sign_step("gained", "verified", "jdoe", sheet=True)
    plant.sign_step("finish")


def made(plant: Plant) -> None:
    """Declare production complete."""
    plant.signed(CompleteBatch(BATCH), "sups")


def lot(plant: Plant, name: str, *, expiry: str = "2027-06-30") -> None:
    """Receive, sample and test a lot; quality has not decided."""
    boxes = (Amount("1", "12"), Amount("2", "20"))
    plant.done(materials.ReceiveLot(name, CODE, "acme", f"AC/{name}", boxes, expiry=expiry, place="A-01"), "mchen")
    plant.done(materials.SampleLot(name, f"S-{name}", (Amount("2", "1"),), "g"), "lab1")
    plant.done(materials.RecordResult(name, "assay", "99.5"), "lab1")
    plant.done(materials.RecordResult(name, "water", "0.5"), "lab1")
    plant.signed(materials.CheckResults(name), "lab2")


def change_policy(plant: Plant, **settings: str) -> None:
    """Have the administrator change settings and quality sign in the sheet."""
    plant.be("aroot")
    command = ChangePolicy(settings, "for this test", "qlee")
    seen = str(plant.station.ask(Preview(command, "aroot")).seen)
    plant.told(plant.station.do(command, by="aroot", secret=PASSWORD, seen=seen))
    plant.settled()


def stocked(plant: Plant) -> None:
    """Keep one material with a supplier and a released lot, a vessel, a balance and a procedure."""
    change_policy(plant, materials_kept="yes", equipment_kept="yes")
    plant.done(materials.AddItem(CODE, "Active substance", "active", "g"), "qlee")
    plant.signed(materials.SetSpecification(CODE, "1", TESTS, 12), "qlee")
    plant.done(materials.AddSupplier("acme", "Acme Fine Chemicals", "Basel"), "qlee")
    plant.signed(materials.QualifySupplier("acme", (CODE,), "2026-01-10", "2027-12-31"), "qlee")
    lot(plant, "L-1")
    plant.signed(materials.ReleaseLot("L-1"), "qlee")
    for name, kind, needs in (("V-01", "vessel", Needs(cleaning=True)), ("S-01", "balance", BALANCE)):
        plant.done(machines.AddEquipment(name, f"The {kind}", kind, "Room 12", needs), "sups")
        plant.signed(machines.QualifyEquipment(name, "Report Q-1"), "qlee")
    plant.signed(machines.CalibrateEquipment("S-01", "pass", "fine", "C-1", "2026-10-31"), "lab1")
    plant.signed(machines.CleanEquipment("V-01", "SOP-7", "jdoe"), "mchen")


def train(plant: Plant, *who: str) -> None:
    """Have a procedure set by quality and read by some."""
    plant.signed(SetTask(SOP, "1", "Weighing", practical=True, roles=("operator",)), "qlee")
    for person in who:
        plant.signed(SignRead(person, SOP, "1"), person)


def confirm(plant: Plant, person: str, trainer: str, evidence: str = "") -> None:
    """Have a trainer confirm; what came of it is remembered."""
    plant.sign(ConfirmTraining(person, SOP, "1", trainer, evidence), trainer)


STAGES: Final[Mapping[str, tuple[str, Stage]]] = {
    "people": ("", people),
    "batch": ("people", batch),
    "cleared": ("batch", cleared),
    "stocked": ("batch", stocked),
    "packed": ("cleared", packed),
    "made": ("packed", made),
}
