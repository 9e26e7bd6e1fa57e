"""Sentences about a batch: what is recorded, corrected, signed, stopped, reviewed and decided."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ebr.cli.qualification.plant import BATCH, IDENTIFIERS, IDS, PASSWORD, Plant
from ebr.cli.qualification.sentences import Act, insist
from ebr.cli.qualification.stages import MASTER, add_master, clear, mixed, newest, sampled, weighed
from ebr.domain.batch import commands as c
from ebr.domain.batch.commands.review import ReadSection, ReviewTrail
from ebr.domain.batch.state import reviewing
from ebr.domain.batch.state.amendable import blocks_for
from ebr.domain.master.commands import MakeEffective, SignMbr
from ebr.domain.mbr.document import from_json
from ebr.domain.mbr.editing import Editing, SetField
from ebr.station.door import adding
from ebr.station.questions import Amending, Exceptions, Masters, Preview

ENTRIES: Final[Mapping[str, tuple[str, str]]] = {
    "temperature": ("temp", "number"),
    "pH": ("ph", "number"),
    "appearance": ("look", "choice"),
    "batch card": ("card", "scan"),
    "vessel": ("vessel_used", "equipment"),
    "balance": ("scale_used", "equipment"),
    "instruction": ("ready", "done"),
    "quantity filled": ("filled_up", "number"),
}
"""How a sentence calls an entry, its id and the field of its value."""


def record(plant: Plant, who: str, value: str, entry: str) -> None:
    """Record one value."""
    slot, name = ENTRIES[entry]
    plant.before = plant.entries()
    plant.record(slot, IDS[who], **{name: value})


def record_in_unit(plant: Plant, who: str, value: str, unit: str, entry: str) -> None:
    """Record a value in a unit."""
    slot, name = ENTRIES[entry]
    plant.record(slot, IDS[who], **{name: value, "unit": unit})


def twice(plant: Plant, who: str, value: str) -> None:
    """Tap Record twice: the same command reaches the station two times."""
    plant.be(IDS[who])
    plant.before = plant.entries()
    for _ in range(2):
        command = c.RecordValue(BATCH, plant.at("temp"), {"number": value})
        plant.told(plant.station.do(command, by=IDS[who], command_id="one tap"))


def correct(plant: Plant, who: str, value: str, reason: str) -> None:
    """Correct the temperature."""
    plant.do(c.CorrectValue(BATCH, plant.at("temp"), 1, {"number": value}, reason), IDS[who])


def weigh(plant: Plant, who: str, net: str) -> None:
    """Record the weight of the active substance, from a lot that is not kept here, as all there is."""
    plant.recorded("ready", done="yes")
    plant.recorded("weighed", IDS[who], lot="L-1", net=net, potency="100", lod="0")
    plant.do(c.CloseItems(BATCH, plant.at("weighed")), IDS[who])


def identity(plant: Plant, who: str, patient: str) -> None:
    """Scan the identifiers of a patient at the machines."""
    clear(plant)
    plant.record("who", IDS[who], **{**IDENTIFIERS, "patient": patient})


def uncleared(plant: Plant, who: str) -> None:
    """Answer the line clearance with a no."""
    plant.record("clearance", IDS[who], no_product="no", clean="yes")


def all_weighed(plant: Plant) -> None:
    """Weigh, everything but the signatures of the step."""
    weighed(plant)


def all_mixed(plant: Plant) -> None:
    """Weigh and mix, all signed."""
    mixed(plant)


def all_sampled(plant: Plant) -> None:
    """Do everything up to the sample."""
    sampled(plant)


def labels(plant: Plant, issued: str, used: str, destroyed: str) -> None:
    """Count labels."""
    values = {"issued": issued, "used": used, "destroyed": destroyed, "returned": "0", "specimen": "1"}
    plant.record("counted", **values)


def timer(plant: Plant, minutes: str) -> None:
    """Stir for so long; the weighing was signed."""
    weighed(plant)
    plant.sign_step("weigh")
    plant.sign_step("weigh", "verified", "jdoe", sheet=True)
    plant.done(c.StartTimer(BATCH, plant.at("hold")), "mchen")
    plant.wait(minutes=float(minutes))
    plant.do(c.StopTimer(BATCH, plant.at("hold")), "mchen")


def sign(plant: Plant, who: str, step: str, meaning: str) -> None:
    """Sign a step, signed in."""
    plant.sign(c.SignStep(BATCH, plant.at(step), meaning), IDS[who])


def sign_beside(plant: Plant, who: str, step: str, meaning: str) -> None:
    """Sign a step as a second person, in front of whoever is signed in."""
    plant.sign(c.SignStep(BATCH, plant.at(step), meaning), IDS[who], sheet=True)


def sign_without(plant: Plant, who: str, step: str) -> None:
    """Sign a step without a password."""
    command = c.SignStep(BATCH, plant.at(step), "performed")
    plant.be(IDS[who])
    seen = str(plant.station.ask(Preview(command, IDS[who])).seen)
    plant.told(plant.station.do(command, by=IDS[who], seen=seen))


def sign_with_wrong(plant: Plant, who: str, step: str) -> None:
    """Sign a step with a password that is not the own."""
    plant.sign(c.SignStep(BATCH, plant.at(step), "performed"), IDS[who], "blue ladder by 9 trees")


def sign_unseen(plant: Plant, who: str, step: str) -> None:
    """Sign a step without having been shown the sheet."""
    plant.be(IDS[who])
    command = c.SignStep(BATCH, plant.at(step), "performed")
    plant.told(plant.station.do(command, by=IDS[who], secret=PASSWORD, seen="0" * 64))


def sign_changed(plant: Plant, who: str) -> None:
    """Sign a sheet while a value on it is corrected behind it."""
    plant.be(IDS[who])
    command = c.SignStep(BATCH, plant.at("weigh"), "performed")
    seen = str(plant.station.ask(Preview(command, IDS[who])).seen)
    plant.done(c.CorrectValue(BATCH, plant.at("temp"), 1, {"number": "20.5"}, "misread"), IDS[who])
    plant.told(plant.station.do(command, by=IDS[who], secret=PASSWORD, seen=seen))


def signatures(plant: Plant, step: str, count: str) -> None:
    """Insist on how many valid signatures a step has."""
    valid = [one for one in plant.state.signatures if one.valid and one.scope == plant.at(step)]
    insist(len(valid) == int(count), f"{len(valid)} valid signatures")


def accept(plant: Plant, who: str, reason: str) -> None:
    """Accept the temperature out of its limits with a reason."""
    plant.do(c.RaiseException(BATCH, plant.at("temp"), reason, "", "major", 1, accepts=True), IDS[who])


def decide_exception(plant: Plant, who: str) -> None:
    """Assess every open exception of the batch."""
    for row in plant.station.ask(Exceptions(BATCH, open_only=True)):
        plant.sign(c.DecideException(BATCH, row.number, "accepted", "no effect on the product"), IDS[who])


def exceptions(plant: Plant, count: str) -> None:
    """Insist on how many exceptions are open."""
    found = plant.station.ask(Exceptions(BATCH, open_only=True))
    insist(len(found) == int(count), f"{len(found)} exceptions are open: {', '.join(x.rule for x in found)}")


def hold(plant: Plant, who: str) -> None:
    """Stop the batch."""
    plant.do(c.HoldBatch(BATCH, "smell of solvent"), IDS[who])


def lift(plant: Plant, who: str) -> None:
    """Let the batch go on."""
    plant.sign(c.LiftHold(BATCH, "source found, air measured"), IDS[who])


def complete(plant: Plant, who: str) -> None:
    """Declare production complete."""
    plant.sign(c.CompleteBatch(BATCH), IDS[who])


def read_all(plant: Plant, who: str) -> None:
    """Read every section of the record and sign for its audit trail."""
    for section in dict.fromkeys((*reviewing.WHOLE, *reviewing.sections(plant.state))):
        plant.done(ReadSection(BATCH, section), IDS[who])
    plant.sign(ReviewTrail(BATCH, "read from end to end"), IDS[who])


def open_about(plant: Plant, rule: str) -> None:
    """Insist that the program has opened an exception by a rule."""
    found = [row.rule for row in plant.station.ask(Exceptions(BATCH, open_only=True))]
    insist(rule in found, f"open: {', '.join(found) or 'none'}")


def review(plant: Plant, who: str) -> None:
    """Declare the record reviewed."""
    plant.sign(c.ReviewBatch(BATCH, "complete and plausible"), IDS[who])


def decide(plant: Plant, who: str, decision: str) -> None:
    """Decide about the batch."""
    plant.sign(c.DecideBatch(BATCH, decision, "all in order"), IDS[who])


def status(plant: Plant, status: str) -> None:
    """Insist on the status of the batch."""
    insist(plant.state.status == status, f"it is {plant.state.status}")


def issue(plant: Plant, who: str, batch: str) -> None:
    """Issue a batch on the newest version."""
    row = newest(plant)
    plant.sign(c.IssueBatch(batch, row.mbr, row.version, "1000", IDENTIFIERS), IDS[who])


def record_unchecked(plant: Plant, who: str, batch: str) -> None:
    """Record in a batch whose issue quality has not checked."""
    values = {"no_product": "yes", "clean": "yes"}
    plant.do(c.RecordValue(batch, plant.at("clearance"), values), IDS[who])


def second_version(plant: Plant) -> None:
    """Have the author bring a second version, with a narrower limit, and sign it."""
    text = MASTER.read_text(encoding="utf-8").replace('version: "1"', 'version: "2"', 1)
    add_master(plant, text.replace('high: "25.0"', 'high: "24.0"', 1))


def approve(plant: Plant, who: str) -> None:
    """Approve the newest version."""
    row = newest(plant)
    plant.sign(SignMbr(row.mbr, row.version, row.hash, "approved"), IDS[who])


def in_force(plant: Plant, who: str) -> None:
    """Put the newest version in force."""
    row = newest(plant)
    plant.sign(MakeEffective(row.mbr, row.version, "2026-05-06"), IDS[who])


def same_master(plant: Plant) -> None:
    """Insist that the batch runs on the very document that was approved, under its hash."""
    row = next(row for row in plant.station.ask(Masters()) if row.version == "1")
    issued = plant.state.issued
    insist(issued.hash == row.hash, f"the batch names {issued.hash}, the approved master is {row.hash}")


def still_limit(plant: Plant, high: str) -> None:
    """Insist on the upper limit that the running batch shows."""
    found = plant.entry("temp").limits["high"]
    insist(found == high, f"the limit is {found}")


def broken_master(plant: Plant, who: str) -> None:
    """Try to bring a master whose limits contradict each other."""
    text = MASTER.read_text(encoding="utf-8").replace('version: "1"', 'version: "3"', 1)
    plant.do(adding(text.replace('low: "15.0"', 'low: "35.0"', 1)), IDS[who])


def amend(plant: Plant, who: str) -> None:
    """Change a limit of the running batch for the safety of the product."""
    import json

    old = from_json(json.loads(plant.station.ask(Amending(BATCH)).document))
    editing = Editing(old)
    editing.apply(SetField("temp", "limits.high", "24.0"))
    blocks = blocks_for(old, editing.document)
    plant.sign(c.AmendBatch(BATCH, "safety", blocks, "alert of the supplier"), IDS[who])


SENTENCES: Final[Mapping[str, Act]] = {
    '{who} records "{value}" as the "{entry}"': record,
    '{who} records "{value}" in "{unit}" as the "{entry}"': record_in_unit,
    '{who} taps Record twice for the temperature "{value}"': twice,
    '{who} corrects the temperature to "{value}" because "{reason}"': correct,
    '{who} weighs "{net}" g of the active substance and no more': weigh,
    '{who} scans the patient "{patient}" at the machines': identity,
    "{who} answers that other product is in the room": uncleared,
    "everything is weighed and nobody has signed the step": all_weighed,
    "everything is weighed, mixed and signed": all_mixed,
    "everything is made and the sample is taken": all_sampled,
    '"{issued}" labels are issued, "{used}" used and "{destroyed}" destroyed': labels,
    "Maria stirs for {minutes} minutes": timer,
    '{who} signs the step "{step}" as {meaning}': sign,
    '{who} comes to the screen and signs the step "{step}" as {meaning}': sign_beside,
    '{who} signs the step "{step}" without a password': sign_without,
    '{who} signs the step "{step}" with a password that is not the own': sign_with_wrong,
    '{who} signs the step "{step}" without having seen the sheet': sign_unseen,
    "{who} signs the weighing while a value on the sheet is corrected": sign_changed,
    'the step "{step}" has {count} valid signatures': signatures,
    '{who} lets the temperature stand because "{reason}"': accept,
    "{who} assesses every open exception": decide_exception,
    "{count} exceptions are open": exceptions,
    "{who} stops the batch": hold,
    "{who} lets the batch go on": lift,
    "{who} declares production complete": complete,
    "{who} reads every section and signs for the audit trail": read_all,
    'an exception by the rule "{rule}" is open': open_about,
    "{who} declares the record reviewed": review,
    '{who} decides "{decision}"': decide,
    'the batch is "{status}"': status,
    '{who} issues the batch "{batch}"': issue,
    '{who} records the line clearance of the batch "{batch}"': record_unchecked,
    "Al brings a second version of the master and signs it": second_version,
    "{who} approves the newest version": approve,
    "{who} puts the newest version in force": in_force,
    "the batch runs on the document that was approved": same_master,
    'the upper limit of the temperature is still "{high}"': still_limit,
    "{who} brings a master with a lower limit above the upper one": broken_master,
    "{who} narrows a limit of the running batch": amend,
}
