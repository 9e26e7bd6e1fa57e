"""A store for the tests of its screens: two materials, two suppliers, lots in every status, on a real station."""

from __future__ import annotations

from typing import Any

from ebr.domain import subjects
from ebr.domain.decision import Draft
from ebr.domain.material import commands as c
from ebr.domain.material.events import Amount, Criterion, LotUsed
from ebr.domain.people.commands import EnrolPerson, SignAcknowledgement
from ebr.station.questions import Preview
from tests.ui.real_station import SECRET, Floor, signed

LABORATORY = {"lena": "Lena Vogt", "lars": "Lars Holm"}
CODE = "RM-1001"
TESTS = (
    Criterion("assay", "Assay", "% w/w", "98.0", "102.0", use="potency", retest=True),
    Criterion("lod", "Loss on drying", "% w/w", high="0.5", use="lod", retest=True),
    Criterion("appearance", "Appearance", expected="White powder"),
)
GOOD = {"assay": "99.5", "lod": "0.2", "appearance": "White powder"}


class Store:
    """Hands in the store of a floor."""

    def __init__(self, floor: Floor) -> None:
        self.floor, self.station = floor, floor.station
        self.clock: Any = floor.station.clock

    def do(self, command: Any, by: str) -> Any:
        self.floor.enter(by)
        answer = self.station.do(command, by=by)
        assert answer.refusal is None, answer.refusal
        self.clock.advance(60)
        return answer

    def sign(self, command: Any, by: str) -> None:
        self.floor.enter(by)
        signed(self.station, command, by)
        self.clock.advance(60)

    def enrol(self) -> None:
        for person, name in LABORATORY.items():
            self.floor.enter("aroot")
            draft = EnrolPerson(
                person, name, ("laboratory",), "aroot", "passport", "", "", "qlee", badge=f"B-{person}", temporary=False
            )
            command = self.station.draft_keys(draft, SECRET)
            seen = self.station.ask(Preview(command, "aroot")).seen
            assert self.station.enrol(command, SECRET, by="aroot", secret=SECRET, seen=seen).refusal is None
            self.floor.enter(person)
            signed(self.station, SignAcknowledgement(person, "I accept"), person)

    def keep(self) -> None:
        self.do(c.AddItem(CODE, "Metformin hydrochloride", "active", "kg"), "qlee")
        self.sign(c.SetSpecification(CODE, "1", TESTS, 24, storage="15-25 °C"), "qlee")
        self.do(c.AddItem("RM-1003", "Povidone K-90", "excipient", "kg"), "qlee")
        self.do(c.AddSupplier("APIWERK", "API-Werk Ost GmbH", "Leuna"), "qlee")
        self.sign(c.QualifySupplier("APIWERK", (CODE,), "2026-05-10", "2028-05-31"), "qlee")
        self.do(c.AddSupplier("EXCIPIA", "Excipia NV", "Gent"), "qlee")

    def receive(self, lot: str, *quantities: str, expiry: str = "2028-06-30") -> None:
        boxes = tuple(Amount(str(place), quantity) for place, quantity in enumerate(quantities, 1))
        self.do(c.ReceiveLot(lot, CODE, "APIWERK", f"M-{lot[-2:]}", boxes, expiry=expiry, place="A-01"), "mchen")

    def examine(self, lot: str, **values: str) -> None:
        self.do(c.SampleLot(lot, f"S-{lot}", (Amount("1", "0.1"),)), "lena")
        for test, value in {**GOOD, **values}.items():
            self.do(c.RecordResult(lot, test, value), "lena")

    def release(self, lot: str, *quantities: str, expiry: str = "2028-06-30") -> None:
        self.receive(lot, *quantities, expiry=expiry)
        self.examine(lot)
        self.sign(c.CheckResults(lot), "lars")
        self.sign(c.ReleaseLot(lot), "qlee")

    def use(self, lot: str, quantity: str, slot: str) -> None:
        event = LotUsed(lot, "1", quantity, "kg", "ME-0001", slot, "0", "Room-1")
        at = self.clock.now()
        self.station.store.log.append(slot, (Draft(subjects.lot(lot), event),), by="mchen", presence="", at=at)
        self.clock.advance(60)


def stocked(floor: Floor) -> Store:
    """Return a store with a lot in every status."""
    store = Store(floor)
    store.enrol()
    store.keep()
    store.release("MET-2610-07", "25", "25", "25", "25")
    store.use("MET-2610-07", "20.4", "dispense")
    store.release("MET-2609-02", "25", expiry="2026-11-30")
    store.receive("MET-2611-01", "25", "25")
    store.examine("MET-2611-01")
    store.receive("MET-2611/02", "25")
    store.examine("MET-2611/02", assay="96.1")
    store.receive("MET-2608-11", "25")
    store.sign(c.RejectLot("MET-2608-11", "Drum was open on arrival"), "qlee")
    store.release("MET-2607-03", "10")
    store.use("MET-2607-03", "12", "overdrawn")
    store.do(c.QuarantineLot("MET-2607-03", "Complaint about the colour"), "qlee")
    return store
