"""Faults of the floor by their words: what somebody did, forgot or let lapse before the deed that has to be stopped."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from ebr.domain.batch.commands import CloseItems, RecordValue
from ebr.domain.equipment import commands as q
from ebr.domain.material import certificate_commands as cc
from ebr.domain.material import commands as m
from ebr.domain.material.events import Amount
from ebr.domain.site.commands import ChangePolicy
from ebr.domain.training import commands as t
from tests.features import floor as world
from tests.features.floor import ADDRESS, CODE, OTHER, READING, TESTS, Floor
from tests.station.plant import BATCH

PREPARE = "making/make/prepare"
OTHER_BATCH = "B-0002"


def split_twice(f: Floor) -> None:
    f.done(m.SplitLot("L-2", "L-2/A", (Amount("1", "50"),)), "mchen")
    f.done(m.SplitLot("L-2/A", "L-2/A/1", (Amount("1", "20"),)), "mchen")
    f.signed(m.RejectLot("L-2", "glass found"), "qlee")


def certificates(f: Floor) -> None:
    f.signed(cc.SetCertificateRule(CODE, ("water",), ("assay",), "two years of agreeing results"), "qlee")
    f.receive("N-1", "50")


def certificate_alone(f: Floor) -> None:
    certificates(f)
    f.signed(cc.ValidateSupplier("acme", CODE, "2026-05-01", "2027-05-01", "VAL-3"), "qlee")
    f.done(cc.RecordCertificate("N-1", "COA-9", "water", "0.4"), "lab1")
    f.signed(m.CheckResults("N-1"), "lab2")


def fefo(f: Floor) -> None:
    f.signed(ChangePolicy({"fefo_reason": "yes"}, "first expired, first out", "qlee"), "aroot")
    f.good_lot("E-1", "20", expiry="2026-12-31")


def fefo_blocked(f: Floor) -> None:
    fefo(f)
    f.done(m.QuarantineLot("E-1", "complaint"), "qlee")


def overdue_retest(f: Floor) -> None:
    boxes = (Amount("1", "50"),)
    f.done(m.ReceiveLot("R-1", CODE, "acme", "AC/R-1", boxes, expiry="2027-06-30", retest="2026-05-06"), "mchen")
    f.test("R-1")
    f.signed(m.ReleaseLot("R-1"), "qlee")
    f.wait(days=4)


def no_assay(f: Floor) -> None:
    f.signed(m.SetSpecification(CODE, "2", TESTS[1:], 12, reason="assay is given by the supplier"), "qlee")
    f.receive("L-3", "50")
    f.done(m.SampleLot("L-3", "S-3", (Amount("1", "1"),)), "lab1")
    f.done(m.RecordResult("L-3", "water", "0.5"), "lab1")
    f.signed(m.CheckResults("L-3"), "lab2")
    f.signed(m.ReleaseLot("L-3"), "qlee")


def failed_since(f: Floor) -> None:
    f.done(m.RecordResult("L-1", "assay", "90.0"), "lab1")


def short_qualification(f: Floor) -> None:
    f.signed(m.QualifySupplier("acme", (CODE, OTHER), "2026-01-10", "2026-05-05", reason="audit is due"), "qlee")
    f.wait(days=3)


def used_elsewhere(f: Floor, entry: str, code: str) -> None:
    world.issue(f, OTHER_BATCH)
    f.done(RecordValue(OTHER_BATCH, f"{PREPARE}/{entry}", {"equipment": code}), "mchen")


def emptied_by_another(f: Floor) -> None:
    world.issue(f, OTHER_BATCH)
    value = {"lot": "L-1", "container": "1", "net": "11.00"}
    f.done(RecordValue(OTHER_BATCH, ADDRESS, value, source=READING), "mchen")


def ran_out(f: Floor) -> None:
    f.calibrate("S-01", due="2026-05-05")
    f.wait(days=2)
    f.check()


def in_turn(*steps: Callable[[Floor], Any]) -> Callable[[Floor], None]:
    def all_of(f: Floor) -> None:
        for step in steps:
            step(f)

    return all_of


def policy(f: Floor) -> None:
    kept = {"materials_kept": "yes", "equipment_kept": "yes", "training_kept": "yes"}
    f.signed(ChangePolicy(kept, "The lists are complete", "qlee"), "aroot")


def tubing(f: Floor, *results: str) -> None:
    f.register("T-02", "tubing_set", world.TUBING, lot="TL-2")
    for result in results:
        f.done(q.CheckIntegrity("T-02", "Pressure hold", "0.1 mbar", result), "mchen")


def vessel(f: Floor, code: str, *, qualified: bool) -> None:
    f.done(q.AddEquipment(code, "The vessel", "vessel", "Room 12", world.VESSEL), "sups")
    if qualified:
        f.signed(q.QualifyEquipment(code, "Report Q-1"), "qlee")


def other_limits(f: Floor) -> None:
    f.done(q.ChangeEquipment("S-01", "Balance", "Room 12", replace(world.BALANCE, minimum="2"), "audit"), "sups")


def typed(f: Floor) -> None:
    """A weight by hand; everything else of the step is done."""
    assert f.typed().refusal is None
    f.done(CloseItems(BATCH, ADDRESS), "mchen")
    f.done(RecordValue(BATCH, f.at("filled"), {"number": "250.00"}, source=READING), "mchen")


def robin(f: Floor, *roles: str) -> None:
    assert f.enrol("robin", "Robin Both", ("quality", *roles)).refusal is None
    assert f.acknowledge("robin").refusal is None


def received_by_robin(f: Floor) -> None:
    robin(f, "operator")
    assert f.receive("N-1", "50", by="robin").refusal is None
    f.test("N-1")


def robin_tested(f: Floor) -> None:
    robin(f, "laboratory")
    f.receive("N-1", "50")
    f.done(m.SampleLot("N-1", "S-1", (Amount("1", "1"),)), "lab1")
    f.done(m.RecordResult("N-1", "assay", "99"), "robin")
    f.done(m.RecordResult("N-1", "water", "0.5"), "robin")
    f.signed(m.CheckResults("N-1"), "lab2")


def unchecked(f: Floor) -> None:
    f.receive("N-1", "50")
    f.done(m.SampleLot("N-1", "S-1", (Amount("1", "1"),)), "lab1")
    f.done(m.RecordResult("N-1", "assay", "99"), "lab1")
    f.done(m.RecordResult("N-1", "water", "0.5"), "lab1")


def with_assays(*assays: str) -> Callable[[Floor], None]:
    def done(f: Floor) -> None:
        f.receive("N-1", "50")
        for assay in assays:
            f.test("N-1", assay)

    return done


def second_version(f: Floor, **more: Any) -> None:
    f.signed(t.SetTask("SOP-W", "2", "Weighing", 30, **more), "qlee")


FAULTS: dict[str, Callable[[Floor], Any]] = {
    "nothing is wrong so far": Floor.entries,
    "two people counted 13 g in container 1 of lot L-1": lambda f: f.signed(
        m.CountAbove("L-1", "1", "13", "lid of another drum", "sups"), "mchen", signer="sups"
    ),
    "the policy asks why another lot than the first is taken": fefo,
    "the policy asks why, and the first lot is blocked": fefo_blocked,
    "no certificate of lot N-1 may replace a test": lambda f: f.receive("N-1", "50"),
    "certificates may replace the water of lot N-1": certificates,
    "lot N-1 has a certificate and no own test": certificate_alone,
    "lot N-1 was received only": lambda f: f.receive("N-1", "50"),
    "quality puts lot L-1 back into quarantine": lambda f: f.done(m.QuarantineLot("L-1", "complaint"), "qlee"),
    "quality rejects lot L-1": lambda f: f.signed(m.RejectLot("L-1", "glass found"), "qlee"),
    "quality rejects lot L-2": lambda f: f.signed(m.RejectLot("L-2", "glass found"), "qlee"),
    "a result of lot L-1 fails after its release": failed_since,
    "lot L-1 is destroyed": lambda f: f.signed(m.DestroyLot("L-1", "wet", "sups"), "mchen", signer="sups"),
    "lot L-2 is split twice and then rejected": split_twice,
    "the retest date of lot R-1 has passed": overdue_retest,
    "lot L-3 has no assay": no_assay,
    "quality disqualifies the supplier": lambda f: f.signed(
        m.SetSupplierStatus("acme", "disqualified", "falsified certificates"), "qlee"
    ),
    "quality suspends the supplier": lambda f: f.signed(m.SetSupplierStatus("acme", "suspended", "audit"), "qlee"),
    "the qualification of the supplier has lapsed": short_qualification,
    "the supplier may deliver another material only": lambda f: f.signed(
        m.QualifySupplier("acme", (OTHER,), "2026-01-10", "2027-12-31", reason="audit"), "qlee"
    ),
    "lot L-1 is joined into another": lambda f: f.done(m.JoinLots("J-1", ("L-1", "L-2")), "mchen"),
    "container 1 of lot L-1 is empty": lambda f: [f.weigh("L-1", "11.00")],
    "another batch emptied container 1": emptied_by_another,
    "10.00 g of lot L-1 are weighed": lambda f: f.weigh(),
    "9.00 g came back": lambda f: f.weigh(net="9.00", row="returned"),
    "it is the next morning": lambda f: f.wait(days=1),
    "the balance fails its daily check": lambda f: f.check(reading="98.00"),
    "the balance fails its daily check and passes after": in_turn(lambda f: f.check(reading="98.00"), Floor.check),
    "the calibration of the balance ran out yesterday": ran_out,
    "the balance fails its calibration": lambda f: f.calibrate("S-01", "fail"),
    "the balance fails its calibration and passes after": in_turn(
        lambda f: f.calibrate("S-01", "fail"), lambda f: f.calibrate("S-01"), Floor.check
    ),
    "the balance is out of service": lambda f: f.done(q.TakeOutOfService("S-01", "broken"), "sups"),
    "the balance is on hold": lambda f: f.done(q.HoldEquipment("S-01", "odd noise"), "mchen"),
    "the balance has other limits since this morning": other_limits,
    "only registered things may be used": policy,
    "the vessel was used by another batch": lambda f: used_elsewhere(f, "vessel_used", "V-01"),
    "the vessel was used and not cleaned": in_turn(
        lambda f: used_elsewhere(f, "vessel_used", "V-01"), lambda f: f.done(q.EndUse("V-01", OTHER_BATCH), "mchen")
    ),
    "the vessel waited too long after its cleaning": lambda f: f.wait(hours=73),
    "quality has not qualified vessel V-02": lambda f: vessel(f, "V-02", qualified=False),
    "vessel V-03 was never cleaned": lambda f: vessel(f, "V-03", qualified=True),
    "the vessel is on hold": lambda f: f.done(q.HoldEquipment("V-01", "leaks"), "mchen"),
    "the tubing set was used by another batch": lambda f: used_elsewhere(f, "tubing_used", "T-01"),
    "the tubing set was used and put away": in_turn(
        lambda f: used_elsewhere(f, "tubing_used", "T-01"), lambda f: f.done(q.EndUse("T-01", OTHER_BATCH), "mchen")
    ),
    "tubing set T-02 has no integrity test": tubing,
    "tubing set T-02 fails its integrity test": lambda f: tubing(f, "fail"),
    "tubing set T-02 fails its test and passes after": lambda f: tubing(f, "fail", "pass"),
    "the room is cleared for another batch": lambda f: f.cleared(OTHER_BATCH),
    "the clearance of the room found something": lambda f: f.cleared(answer="no"),
    "another batch works in the room": in_turn(
        lambda f: f.cleared(OTHER_BATCH), lambda f: used_elsewhere(f, "room_used", "R-12")
    ),
    "the training of Maria ran out": in_turn(lambda f: f.wait(days=31), Floor.check),
    "a new version of the procedure is in force": second_version,
    "the training of Maria is withdrawn": lambda f: f.signed(t.WithdrawTraining("mchen", "SOP-W", "skips"), "sups"),
    "the procedure is withdrawn": lambda f: f.signed(t.WithdrawTask("SOP-W", "line closed"), "qlee"),
    "a procedure asks for a trainer's word": in_turn(
        lambda f: second_version(f, practical=True), lambda f: f.signed(t.SignRead("mchen", "SOP-W", "2"), "mchen")
    ),
    "Maria typed a weight of lot L-1": typed,
    "John is not trained": in_turn(typed, lambda f: f.signed(t.WithdrawTraining("jdoe", "SOP-W", "skips"), "sups")),
    "Robin of quality received lot N-1": received_by_robin,
    "Robin of quality tested lot N-1": robin_tested,
    "lot N-1 has results that nobody checked": unchecked,
    "a result of lot N-1 fails": with_assays("90.0"),
    "lot N-1 failed and passed in a second test": with_assays("90.0", "99.0"),
    "lot L-1 was tested again": lambda f: f.test("L-1"),
}
