"""What the plant of the demonstration holds, from `resources/demo/floor.yaml`: suppliers, materials, lots.

Each act is named by its words, so a run that was cut short goes on behind the last act that is in the record. People do
what is theirs to do: the store receives, one of the laboratory tests, another checks, quality releases.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Final

from ebr.cli.demonstration.floor import Floor
from ebr.cli.demonstration.script import Told, duration, floor_data
from ebr.domain import units
from ebr.domain.material import commands as m
from ebr.domain.material.events import Amount, Criterion
from ebr.domain.site.commands import ChangePolicy

USES: Final = {"assay": "potency", "lod": "lod"}
"""Tests whose results correct a charge, where the material says that its charge is corrected."""
SAMPLED: Final = {"kg": "0.05", "mL": "0.5", "each": "5", "IU": "1000"}
"""How much of the first container goes to the laboratory, by the unit of the lot."""
CORRECTED: Final = ("RM-1001",)
KEPT: Final = {"materials_kept": "yes", "equipment_kept": "yes", "training_kept": "yes"}


def stocked(floor: Floor) -> None:
    """Have suppliers qualified, materials specified, lots received, tested and released."""
    told = floor_data()
    quality = floor.site.with_role("quality").id
    for part in told["materials"]:
        _material(floor, part, quality)
    for part in told["suppliers"]:
        _supplier(floor, part, quality)
    _lots(floor, told["lots"], {part["code"]: part for part in told["materials"]})


def kept(floor: Floor) -> None:
    """Have the site say that only what is kept here is used: an administrator asks, quality signs."""
    if not floor.done("policy/kept"):
        quality, administrator = floor.site.with_role("quality").id, floor.site.with_role("administrator").id
        command = ChangePolicy(KEPT, "Materials, equipment and training are kept in this system", quality)
        floor.sign_beside(command, administrator, "policy/kept")


def day(floor: Floor, told: str) -> str:
    """Return the day that lies so long from now: "400 d", "-30 d"."""
    seconds = -duration(told[1:]) if told.startswith("-") else duration(told)
    return (floor.now + timedelta(seconds=seconds)).date().isoformat()


def once(floor: Floor, command: object, by: str, about: str) -> None:
    """Carry out a command unless it is in the record."""
    if not floor.done(about):
        floor.be_there(by)
        floor.tick(8)
        floor.do(command, by, about)


def signed_once(floor: Floor, command: object, by: str, about: str) -> None:
    """The same for a command that its asker signs."""
    if not floor.done(about):
        floor.sign(command, by, about)


def _material(floor: Floor, part: Mapping[str, Told], quality: str) -> None:
    code = part["code"]
    once(floor, m.AddItem(code, part["name"], part["kind"], part["unit"]), quality, f"item/{code}")
    tests = tuple(_criterion(code, name, bounds) for name, bounds in part["tests"].items())
    months = int(duration(part["retest"]) / duration("30 d")) if "retest" in part else 0

    command = m.SetSpecification(code, "1", tests, retest_months=months, storage=part["storage"])
    signed_once(floor, command, quality, f"item/{code}/specification")


def _criterion(code: str, name: str, bounds: Told) -> Criterion:
    low, high, unit = bounds
    use = USES.get(name, "") if code in CORRECTED else ""
    title, known = name.replace("_", " ").capitalize(), units.known(unit)
    said = title if known or not unit else f"{title} ({unit})"
    return Criterion(name, said, unit if known else "", low, high, use=use, retest=name == "assay")


def _supplier(floor: Floor, part: Mapping[str, Told], quality: str) -> None:
    supplier = part["id"]
    once(floor, m.AddSupplier(supplier, part["name"]), quality, f"supplier/{supplier}")
    audited, until = day(floor, part["audited"]), day(floor, part["until"])
    command = m.QualifySupplier(supplier, tuple(part["materials"]), audited, until)
    signed_once(floor, command, quality, f"supplier/{supplier}/qualified")


def _lots(floor: Floor, lots: Iterable[Mapping[str, Told]], items: Mapping[str, Mapping[str, Told]]) -> None:
    """One person after the other does all that is theirs, as on a day on which a delivery comes."""
    analyst, checker = (person.id for person in floor.site.people if "laboratory" in person.roles)
    store, quality = floor.site.with_role("operator").id, floor.site.with_role("quality").id
    tested = [part for part in lots if part.get("status") != "quarantine"]
    for part in lots:
        once(floor, _receipt(floor, part, items[part["code"]]), store, f"lot/{part['lot']}/received")
    for part in tested:
        taken = (Amount("1", SAMPLED[items[part["code"]]["unit"]]),)
        sampling = m.SampleLot(part["lot"], f"S-{part['lot']}", taken)
        once(floor, sampling, analyst, f"lot/{part['lot']}/sampled")
        for test, value in part["results"].items():
            once(floor, m.RecordResult(part["lot"], test, value), analyst, f"lot/{part['lot']}/{test}")
    for part in tested:
        signed_once(floor, m.CheckResults(part["lot"]), checker, f"lot/{part['lot']}/checked")
    for part in (part for part in tested if "status" not in part):
        signed_once(floor, m.ReleaseLot(part["lot"]), quality, f"lot/{part['lot']}/released")


def _receipt(floor: Floor, part: Mapping[str, Told], item: Mapping[str, Told]) -> m.ReceiveLot:
    containers = tuple(Amount(str(at), quantity) for at, quantity in enumerate(part["each"], start=1))
    return m.ReceiveLot(
        part["lot"],
        part["code"],
        part["from"],
        part["theirs"],
        containers,
        expiry=day(floor, part["expiry"]) if "expiry" in part else "",
        retest=day(floor, part["retest"]) if "retest" in part else "",
        storage=item["storage"],
        place="Raw material store",
    )
