"""Sentences about what a batch uses: lots, machines, rooms, training, labels."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ebr.cli.qualification.plant import BATCH, IDENTIFIERS, IDS, Plant
from ebr.cli.qualification.sentences import Act, insist
from ebr.cli.qualification.stages import CODE, clear, confirm, lot, train
from ebr.domain.batch.commands import IssueLabels, RecordValue
from ebr.domain.equipment import commands as machines
from ebr.domain.equipment.events import Needs
from ebr.domain.label import commands as templates
from ebr.domain.material import commands as materials
from ebr.station.labelling import Wanted
from ebr.station.questions import BatchLabels, Genealogy, Inventory, Labels, UseLog

DEVICE: Final = {"how": "device", "device": "S-01", "raw": "S S     10.00 g", "lot": "scanned"}


def machines_identified(plant: Plant) -> None:
    """Clear the room, check the balance, identify machines and product."""
    check_balance(plant)
    clear(plant)
    plant.recorded("vessel_used", equipment="V-01")
    plant.recorded("scale_used", equipment="S-01")
    plant.recorded("who", **IDENTIFIERS)
    plant.sign_step("who", "verified", "jdoe", sheet=True)
    plant.sign_step("machines")
    plant.recorded("ready", done="yes")


def check_balance(plant: Plant) -> None:
    """Record the balance's check of the day."""
    plant.done(machines.CheckDaily("S-01", (("100 g", "100.00"),)), "mchen")


def weigh_from(plant: Plant, who: str, net: str, name: str, container: str) -> None:
    """Weigh from a container of a lot that is kept here, read from the balance."""
    value = {"lot": name, "container": container, "net": net}
    plant.do(RecordValue(BATCH, plant.at("weighed"), value, source=DEVICE), IDS[who])


def other_lot(plant: Plant, name: str) -> None:
    """Receive a further lot and test it; quality has not decided."""
    lot(plant, name)


def old_lot(plant: Plant, name: str, day: str) -> None:
    """Receive and release a lot with an expiry date that is still to come."""
    lot(plant, name, expiry=day)
    plant.signed(materials.ReleaseLot(name), "qlee")


def release_lot(plant: Plant, who: str, name: str) -> None:
    """Release a lot."""
    plant.sign(materials.ReleaseLot(name), IDS[who])


def reject_lot(plant: Plant, who: str, name: str) -> None:
    """Reject a lot."""
    plant.sign(materials.RejectLot(name, "glass found"), IDS[who])


def left(plant: Plant, quantity: str, name: str) -> None:
    """Insist on what is left of a lot and that its use is listed with the batch."""
    rows = plant.station.ask(Inventory(name))
    insist(rows, "the inventory is empty")
    insist(rows[-1].balance == quantity, f"{rows[-1].balance} is left")
    insist(rows[-1].batch == BATCH, f"the last change is for {rows[-1].batch or 'no batch'}")


def recall(plant: Plant, name: str) -> None:
    """Insist that the batch is reached from a lot."""
    found = plant.station.ask(Genealogy("lot", name, direction="forward"))
    names = [thing.name for thing in found.things if thing.kind == "batch"]
    insist(BATCH in names, f"reached: {', '.join(names) or 'no batch'}")


def hold_machine(plant: Plant, who: str, machine: str) -> None:
    """Put a hold on a machine."""
    plant.do(machines.HoldEquipment(machine, "strange noise"), IDS[who])


def scan_machine(plant: Plant, who: str, machine: str, what: str) -> None:
    """Clear the room and scan a machine."""
    clear(plant)
    plant.record({"vessel": "vessel_used", "balance": "scale_used"}[what], IDS[who], equipment=machine)


def uncleaned(plant: Plant, machine: str) -> None:
    """Register and qualify a vessel that must be cleaned and was not."""
    plant.done(machines.AddEquipment(machine, "The other vessel", "vessel", "Room 12", Needs(cleaning=True)), "sups")
    plant.signed(machines.QualifyEquipment(machine, "Report Q-2"), "qlee")


def failed_calibration(plant: Plant, machine: str) -> None:
    """Record a calibration that failed."""
    plant.signed(machines.CalibrateEquipment(machine, "fail", "reads 0.4 g too much", "C-2"), "lab1")


def use_log(plant: Plant, machine: str) -> None:
    """Insist that the use log says what was done with a machine, by whom, checked by whom, for which batch."""
    rows = plant.station.ask(UseLog(machine))
    uses = [row for row in rows if row.what == "use_began"]
    cleanings = [row for row in rows if row.what == "cleaned"]
    insist(uses and uses[0].batch == BATCH and uses[0].by, "no use with batch and person")
    insist(cleanings and cleanings[0].by and cleanings[0].checked_by, "no cleaning with both persons")
    times = [row.at for row in rows]
    insist(times in (sorted(times), sorted(times, reverse=True)), "the lines are not in the order of time")


def procedure(plant: Plant) -> None:
    """Put the procedure of weighing in force; nobody is trained."""
    train(plant)


def trained(plant: Plant, who: str) -> None:
    """Have somebody read, and a trainer confirm who is trained by evidence."""
    train(plant, "sups", IDS[who])
    confirm(plant, "sups", "qlee", "Course of the maker")
    plant.settled()
    confirm(plant, IDS[who], "sups")
    plant.settled()


def confirm_self(plant: Plant) -> None:
    """Have the supervisor confirm the own training."""
    train(plant, "sups")
    confirm(plant, "sups", "sups")


def template(plant: Plant) -> None:
    """Have the shipped container label written, checked, approved and put in force."""
    from ebr.station.label_files import shipped_templates

    document = shipped_templates()["container"]
    plant.done(templates.WriteLabel("container", "1", document), "auth")
    row = plant.station.ask(Labels())[0]
    plant.signed(templates.CheckLabel("container", "1", row.hash), "sups")
    plant.signed(templates.ApproveLabel("container", "1", row.hash), "qlee")
    plant.signed(templates.MakeLabelEffective("container", "1", row.hash, "2026-05-06"), "qlee")


def label(plant: Plant) -> None:
    """Print the label of what was weighed, and keep what stands in it."""
    plant.be("mchen")
    order = plant.station.label_order(Wanted(BATCH, plant.at("weighed"), "container", item=1), "mchen")
    plant.kept["label"] = order


def label_says(plant: Plant) -> None:
    """Insist that the job is in the record with material, lot, weight, batch and product."""
    jobs = plant.station.ask(BatchLabels(BATCH, plant.at("weighed"), 1)).jobs
    insist(jobs, "no job is recorded")
    text = " ".join(str(part) for job in plant.state.label_jobs.values() for part in job.event.contents.values())
    for word in ("Active substance", CODE, "L-1", "10.00", BATCH, "Test solution"):
        insist(word in text, f"{word} is not on the label: {text}")


def issue_labels(plant: Plant, who: str) -> None:
    """Issue labels for the count."""
    plant.do(IssueLabels(BATCH, plant.at("counted"), "container", "1", 10), IDS[who])


SENTENCES: Final[Mapping[str, Act]] = {
    "the room is cleared and the machines are identified": machines_identified,
    "the balance passes its check of the day": check_balance,
    '{who} weighs "{net}" g from lot "{name}" container "{container}"': weigh_from,
    'a further lot "{name}" is received and tested': other_lot,
    'a lot "{name}" that expires on "{day}" is received and released': old_lot,
    '{who} releases the lot "{name}"': release_lot,
    '{who} rejects the lot "{name}"': reject_lot,
    '"{quantity}" g are left of lot "{name}", and the last change names the batch': left,
    'the batch is on the recall list of lot "{name}"': recall,
    '{who} puts a hold on "{machine}"': hold_machine,
    '{who} clears the room and scans "{machine}" as the {what}': scan_machine,
    'a vessel "{machine}" is qualified and was not cleaned': uncleaned,
    'the balance "{machine}" fails its calibration': failed_calibration,
    'the use log of "{machine}" names use, batch, cleaning and both persons in order of time': use_log,
    "a procedure for weighing is put in force and nobody is trained": procedure,
    "{who} has read the procedure for weighing and a trainer has confirmed it": trained,
    "Sam confirms his own training": confirm_self,
    "the label for weighed material is approved and in force": template,
    "Maria prints the label of what she weighed": label,
    "the label names material, code, lot, weight, batch and product": label_says,
    "{who} issues ten labels": issue_labels,
}
