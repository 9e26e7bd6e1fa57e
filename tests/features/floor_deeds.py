"""What people do on the floor, by its words; the answer or the refusal is what they read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from ebr.domain.batch.commands import CorrectValue, RaiseException, RecordValue
from ebr.domain.equipment import commands as q
from ebr.domain.material import certificate_commands as cc
from ebr.domain.material import commands as m
from ebr.domain.material.events import Amount
from ebr.domain.training import commands as t
from ebr.labels.reading import read
from ebr.station.questions import ReadCode
from tests.features import floor as world
from tests.features.floor import ADDRESS, CODE, OTHER, READING, Floor
from tests.features.floor_faults import OTHER_BATCH
from tests.station.plant import BATCH, IDENTIFIERS


def correct(f: Floor, reason: str = "misread", **value: str) -> Any:
    (row, *_) = f.entry("weighed").rows
    new = {**row.value, **value} if value else {}
    if "lot" in value:
        new.pop("expiry", "")
    return f.do(CorrectValue(BATCH, ADDRESS, 1, new, reason), "mchen")


def receive(f: Floor, lot: str, boxes: tuple[Amount, ...], **more: str) -> Any:
    more.setdefault("expiry", "2027-06-30")
    return f.do(m.ReceiveLot(lot, CODE, "acme", "AC/1", boxes, place="A-01", **more), "mchen")


def equip(f: Floor, entry: str, code: str) -> Any:
    return f.record(entry, equipment=code)


def practice_label(f: Floor) -> None:
    read("NOT REAL PRACTICE ]d2010950600013435210LOT-7", "]d2", "production", date(2026, 5, 4))


def gs1(text: str) -> Callable[[Floor], None]:
    """What a store of a real plant makes of a scan."""

    def scanned(_f: Floor) -> None:
        read(text, "]d2", "production", date(2026, 5, 4))

    return scanned


def own_qualification(f: Floor) -> Any:
    f.done(q.AddEquipment("V-04", "The vessel", "vessel", "Room 12", world.VESSEL), "qlee")
    return f.sign(q.QualifyEquipment("V-04", "Report Q-1"), "qlee")


DEEDS: dict[str, Callable[[Floor], Any]] = {
    "Maria weighs lot L-1": lambda f: f.weigh(),
    "Maria weighs lot L-9": lambda f: f.weigh("L-9"),
    "Maria weighs lot C-1": lambda f: f.weigh("C-1"),
    "Maria weighs lot N-1": lambda f: f.weigh("N-1"),
    "Maria weighs lot R-1": lambda f: f.weigh("R-1"),
    "Maria weighs lot L-3": lambda f: f.weigh("L-3"),
    "Maria weighs lot L-2/A": lambda f: f.weigh("L-2/A"),
    "Maria weighs lot L-2/A/1": lambda f: f.weigh("L-2/A/1"),
    "Maria weighs container 3 of lot L-1": lambda f: f.weigh(container="3"),
    "Maria types a weight of lot L-1": lambda f: f.typed(),
    "Maria weighs 13.00 g of lot L-1": lambda f: f.weigh(net="13.00"),
    "Maria weighs 1.00 g of lot L-1": lambda f: f.weigh(net="1.00"),
    "Maria weighs 0.50 g of lot L-1": lambda f: f.weigh(net="0.50"),
    "Maria weighs 501.00 g on the balance": lambda f: f.do(
        RecordValue(BATCH, f.at("filled"), {"number": "501.00"}, source=READING), "mchen"
    ),
    "Maria brings back 10.01 g of lot L-1": lambda f: f.weigh(net="10.01", row="returned"),
    "Maria brings back 1.00 g of lot L-1": lambda f: f.weigh(net="1.00", row="returned"),
    "Maria brings 9.00 g back into container 2": lambda f: f.weigh(net="9.00", container="2", row="returned"),
    "Maria spills 10.01 g of lot L-1": lambda f: f.weigh(net="10.01", row="spilled"),
    "Maria weighs 5.00 mL of a lot kept in g": lambda f: f.record("added", lot="C-1", container="1", net="5.00"),
    "Maria weighs lot L-1 with another expiry": lambda f: f.weigh(expiry="2027-07-01"),
    "Maria weighs lot L-1 with another assay": lambda f: f.weigh(potency="101.0"),
    "a vessel says that it weighed lot L-1": lambda f: f.weigh(_device="V-01"),
    "an unknown balance weighs lot L-1": lambda f: f.weigh(_device="S-99"),
    "a reading without a device arrives": lambda f: f.weigh(_device=""),
    "Maria uses the vessel": lambda f: equip(f, "vessel_used", "V-01"),
    "Maria uses vessel V-02": lambda f: equip(f, "vessel_used", "V-02"),
    "Maria uses vessel V-03": lambda f: equip(f, "vessel_used", "V-03"),
    "Maria uses vessel V-99": lambda f: equip(f, "vessel_used", "V-99"),
    "Maria uses the room as vessel": lambda f: equip(f, "vessel_used", "R-12"),
    "Maria uses the tubing as vessel": lambda f: equip(f, "vessel_used", "T-01"),
    "Maria uses the tubing set": lambda f: equip(f, "tubing_used", "T-01"),
    "Maria uses tubing set T-02": lambda f: equip(f, "tubing_used", "T-02"),
    "Maria uses the room": lambda f: equip(f, "room_used", "R-12"),
    "Lara of the laboratory weighs lot L-1": lambda f: f.weigh(by="lab1"),
    "Anna the administrator weighs lot L-1": lambda f: f.weigh(by="aroot"),
    "Quinn of quality weighs lot L-1": lambda f: f.weigh(by="qlee"),
    "Maria verifies her own weighing": lambda f: f.sign_scope("weighed", "verified", "mchen"),
    "Maria signs the step without a second": lambda f: f.sign_scope("weigh"),
    "John verifies the weighing of Maria": lambda f: f.sign_scope("weighed", "verified", "jdoe"),
    "Maria cleans and checks the vessel herself": lambda f: f.sign(q.CleanEquipment("V-01", "SOP-7", "mchen"), "mchen"),
    "Maria clears and checks the room herself": lambda f: f.sign(
        q.ClearLine("R-12", BATCH, "Test powder", "before", (("No other product", "yes"),), "mchen"), "mchen"
    ),
    "Quinn qualifies what she registered": own_qualification,
    "Maria confirms her own training": lambda f: f.sign(t.ConfirmTraining("mchen", "SOP-W", "1", "mchen"), "mchen"),
    "Maria scans the card of batch B-0002": lambda f: f.record("card", scan=OTHER_BATCH),
    "Maria scans the label of another material": lambda f: f.record("right", scan=OTHER),
    "Maria scans another patient": lambda f: f.record("who", **{**IDENTIFIERS, "patient": "PAT-9999"}),
    "Maria scans another collection": lambda f: f.record("who", **{**IDENTIFIERS, "collection": "COL-9999"}),
    "Maria scans patient and collection the wrong way round": lambda f: f.record(
        "who", patient=IDENTIFIERS["collection"], collection=IDENTIFIERS["patient"]
    ),
    "Maria scans only one of two identifiers": lambda f: f.record("who", patient=IDENTIFIERS["patient"]),
    "a GS1 code arrives without its separator": gs1("010950600013435210LOT-72142"),
    "a GS1 code arrives without its identifier": lambda f: f.station.ask(ReadCode("010950600013435210LOT-7")),
    "a GS1 code arrives with a wrong check digit": gs1("010950600013435310LOT-7\x1d2142"),
    "a label of a real store is scanned in practice": lambda f: f.station.ask(
        ReadCode("010950600013435210LOT-7", "]d2")
    ),
    "a label of a practice store is scanned in production": practice_label,
    "a GS1 code arrives with a day that is none": gs1("010950600013435217260231"),
    "Robin releases lot N-1": lambda f: f.sign(m.ReleaseLot("N-1"), "robin"),
    "quality releases lot N-1": lambda f: f.sign(m.ReleaseLot("N-1"), "qlee"),
    "quality releases lot L-1": lambda f: f.sign(m.ReleaseLot("L-1"), "qlee"),
    "Lara checks her own results of lot N-1": lambda f: f.sign(m.CheckResults("N-1"), "lab1"),
    "quality puts the rejected lot in quarantine": lambda f: f.do(m.QuarantineLot("L-1", "again"), "qlee"),
    "Maria splits lot L-1": lambda f: f.do(m.SplitLot("L-1", "L-1/A", (Amount("1", "5"),)), "mchen"),
    "Maria splits lot N-1": lambda f: f.do(m.SplitLot("N-1", "N-1/A", (Amount("1", "5"),)), "mchen"),
    "Maria joins lots L-1 and L-2": lambda f: f.do(m.JoinLots("J-1", ("L-1", "L-2")), "mchen"),
    "quality extends the retest without results": lambda f: f.sign(m.ExtendRetest("L-1", "2027-06-01"), "qlee"),
    "quality extends the retest beyond the expiry": lambda f: f.sign(m.ExtendRetest("L-1", "2027-07-01"), "qlee"),
    "Maria receives lot L-1 with a later expiry": lambda f: f.receive("L-1", "12", "20", expiry="2028-06-30"),
    "Maria receives a lot that expires on no day": lambda f: f.receive("N-1", "5", expiry="2026-02-30"),
    "Lara samples more than there is": lambda f: f.do(m.SampleLot("L-1", "S-9", (Amount("1", "12"),)), "lab1"),
    "Maria returns more to the store than was drawn": lambda f: f.do(m.ReturnLot("L-1", "1", "5", "left"), "mchen"),
    "Maria spills more in the store than there is": lambda f: f.do(m.SpillLot("L-1", "1", "50", "torn"), "mchen"),
    "Maria counts another quantity without a reason": lambda f: f.do(m.CountLot("L-1", "1", "5"), "mchen"),
    "Maria counts more than container 1 came with": lambda f: f.do(m.CountLot("L-1", "1", "13", "fuller"), "mchen"),
    "Maria counts more and counts it again herself": lambda f: f.sign(
        m.CountAbove("L-1", "1", "13", "fuller", "mchen"), "mchen"
    ),
    "Lara takes over a certificate": lambda f: f.do(cc.RecordCertificate("N-1", "COA-9", "water", "0.4"), "lab1"),
    "quality allows certificates for every test": lambda f: f.sign(
        cc.SetCertificateRule(CODE, ("assay", "water"), (), "they agree"), "qlee"
    ),
    "Maria destroys and witnesses": lambda f: f.sign(m.DestroyLot("L-1", "wet", "mchen"), "mchen"),
    "Sam allocates to a station nobody knows": lambda f: f.do(m.AllocateLot("L-1", "Room-99", "5"), "sups"),
    "Sam allocates more than there is": lambda f: f.do(m.AllocateLot("L-1", "Room-12", "500"), "sups"),
    "Maria receives a lot with no container": lambda f: receive(f, "N-1", ()),
    "Maria receives one container twice": lambda f: receive(f, "N-1", (Amount("1", "5"), Amount("1", "5"))),
    "Maria receives 5000 containers": lambda f: receive(
        f, "N-1", tuple(Amount(str(number), "5") for number in range(5000))
    ),
    "Maria receives a lot of less than nothing": lambda f: receive(f, "N-1", (Amount("1", "-5"),)),
    "Maria receives a lot that never expires": lambda f: f.receive("N-1", "5", expiry="9999-12-31"),
    "Maria receives a lot from the year one": lambda f: f.receive("N-1", "5", expiry="0001-01-01"),
    "Maria receives lot Ｌ-1 in wide letters": lambda f: f.receive("Ｌ-1", "5"),
    "Lara calibrates until the end of time": lambda f: f.calibrate("S-01", due="9999-12-31"),
    "Maria gives one reading of the check twice": lambda f: f.do(
        q.CheckDaily("S-01", (("100 g", "90"), ("100 g", "100"))), "mchen"
    ),
    "Maria answers one line of the clearance twice": lambda f: f.sign(
        q.ClearLine(
            "R-12", BATCH, "Test powder", "before", (("No other product", "no"), ("No other product", "yes")), "jdoe"
        ),
        "mchen",
    ),
    "Quinn qualifies the supplier to the end of time": lambda f: f.sign(
        m.QualifySupplier("acme", (CODE,), "2026-01-10", "9999-12-31"), "qlee"
    ),
    "Maria corrects the row to lot L-2": lambda f: correct(f, lot="L-2"),
    "Maria corrects the row to lot C-1": lambda f: correct(f, lot="C-1"),
    "Maria corrects the row to lot L-9": lambda f: correct(f, lot="L-9"),
    "Maria corrects the row to 13.00 g": lambda f: correct(f, net="13.00"),
    "Maria corrects the row to 1.00 g": lambda f: correct(f, net="1.00"),
    "Maria corrects the row without a reason": lambda f: correct(f, " ", net="1.00"),
    "Maria withdraws the row": correct,
    "Maria documents that the drum was fuller": lambda f: f.do(
        RaiseException(BATCH, ADDRESS, "drum was fuller", "", "major", 1, accepts=True), "mchen"
    ),
}
