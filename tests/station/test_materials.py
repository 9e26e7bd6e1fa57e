"""Materials through a real station: kept, received, tested, released, asked for; every signature verified."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ebr.domain import subjects
from ebr.domain.decision import Draft
from ebr.domain.material import commands as c
from ebr.domain.material.events import Amount, Criterion, LotUsed
from ebr.domain.refusal import Refusal
from ebr.station.questions import (
    Fefo,
    Inventory,
    ItemQuestion,
    Items,
    LotQuestion,
    Lots,
    Preview,
    Suppliers,
)
from ebr.station.verifying import verify
from ebr.wording import refusal_words
from tests.station.plant import MORNING, PASSWORD, Plant, code, copied, founded

CODE = "RM-1001"
TESTS = (
    Criterion("assay", "Assay", "% w/w", "98.0", "102.0", use="potency", retest=True),
    Criterion("looks", "Appearance", expected="White powder"),
)


@pytest.fixture
def plant(tmp_path: Path) -> Iterator[Plant]:
    made = Plant(copied(founded(), tmp_path / "station"), start=MORNING.replace(hour=8))
    made.done(c.AddItem(CODE, "Metformin hydrochloride", "active", "kg"), "qlee")
    made.signed(c.SetSpecification(CODE, "1", TESTS, 12, storage="15-25 °C"), "qlee")
    made.done(c.AddSupplier("acme", "Acme Fine Chemicals", "Basel"), "qlee")
    made.signed(c.QualifySupplier("acme", (CODE,), "2026-01-10", "2027-12-31"), "qlee")
    yield made
    made.close()


def received(plant: Plant, lot: str, *quantities: str, expiry: str = "2027-06-30") -> None:
    boxes = tuple(Amount(str(place), quantity) for place, quantity in enumerate(quantities, 1))
    plant.done(c.ReceiveLot(lot, CODE, "acme", f"AC/{lot}", boxes, expiry=expiry, place="A-01"), "mchen")


def examined(plant: Plant, lot: str, assay: str = "99.5") -> None:
    plant.done(c.SampleLot(lot, f"S-{lot}-{assay}", (Amount("1", "10"),), "g"), "lab1")
    plant.done(c.RecordResult(lot, "assay", assay), "lab1")
    plant.done(c.RecordResult(lot, "looks", "White powder"), "lab1")
    plant.signed(c.CheckResults(lot), "lab2")


def released(plant: Plant, lot: str, *quantities: str, expiry: str = "2027-06-30") -> None:
    received(plant, lot, *quantities, expiry=expiry)
    examined(plant, lot)
    plant.signed(c.ReleaseLot(lot), "qlee")


def used(plant: Plant, lot: str, quantity: str, slot: str = "make/weigh", unit: str = "kg") -> None:
    """What a batch writes with its value."""
    event = LotUsed(lot, "1", quantity, unit, "B-0001", slot, "0", "Room-12")
    drafts = (Draft(subjects.lot(lot), event),)
    plant.wait(1)
    plant.station.store.log.append(f"{len(plant.events()):032x}", drafts, by="mchen", presence="", at=plant.clock.now())


def test_a_lot_goes_from_receipt_to_release_and_the_record_verifies(plant: Plant) -> None:
    released(plant, "L/100", "25", "25.5")

    (row,) = plant.station.ask(Lots())
    assert (row.lot, row.title, row.supplier_name, row.status) == (
        "L/100",
        "Metformin hydrochloride",
        "Acme Fine Chemicals",
        "released",
    )
    assert (row.left, row.unit, row.expiry, row.odd) == ("50.490", "kg", "2027-06-30", False)
    answer = plant.station.ask(LotQuestion("L/100"))
    assert [(one.test, one.verdict, one.standing, one.analyst, one.checker) for one in answer.results] == [
        ("assay", "pass", "checked", "Lara Lab", "Lou Lab"),
        ("looks", "pass", "checked", "Lara Lab", "Lou Lab"),
    ]
    assert (answer.blocked, answer.missing, answer.people) == (None, (), ("lab1", "lab2", "mchen"))
    assert [(one.container, one.left, one.storage) for one in answer.containers] == [
        ("1", "24.990", "15-25 °C"),
        ("2", "25.5", "15-25 °C"),
    ]
    plant.close()
    assert verify(plant.folder).findings == ()
    plant.station = type(plant.station).open(plant.folder, clock=plant.clock)


def test_the_sheet_of_a_release_lists_results_against_the_specification(plant: Plant) -> None:
    received(plant, "L-1", "25")
    examined(plant, "L-1")
    plant.be("qlee")
    sheet = plant.station.ask(Preview(c.ReleaseLot("L-1"), "qlee"))
    lines = {line.label: line.value for line in sheet.lines}
    assert (lines["Result, passes"], lines["Status until now"]) == (
        "Appearance: White powder [White powder]",
        "Quarantine",
    )
    assert "Assay: 99.5 % w/w [98.0 ... 102.0]" in [line.value for line in sheet.lines]
    assert (sheet.sentence, sheet.meaning, sheet.role) == ("lot.release", "approved", "quality")


def test_a_release_is_not_signed_by_who_tested_nor_twice(plant: Plant) -> None:
    received(plant, "L-1", "25")
    plant.done(c.SampleLot("L-1", "S", (Amount("1", "0.1"),)), "lab1")
    plant.done(c.RecordResult("L-1", "assay", "99"), "lab1")
    with pytest.raises(Refusal) as refused:
        plant.sign(c.CheckResults("L-1"), "lab1")
    assert refused.value.code == "result_checked_by_analyst"
    assert code(plant.do(c.ReleaseLot("L-1"), "mchen")) in {"right_missing", "secret_missing"}


def test_a_destruction_is_signed_by_the_second_person(plant: Plant) -> None:
    released(plant, "L-1", "25")
    plant.be("mchen")
    command = c.DestroyLot("L-1", "wet", "sups", "1", "1")
    seen = plant.seen(command, "mchen")
    assert code(plant.station.do(command, by="mchen", secret="wrong " + PASSWORD, seen=seen)) == "secret_wrong"
    seen = plant.seen(command, "mchen")
    assert plant.station.do(command, by="mchen", secret=PASSWORD, seen=seen).refusal is None
    (last,) = plant.station.ask(Inventory("L-1"))[-1:]
    assert (last.kind, last.quantity, last.by) == ("destroyed", "-1", "Maria Chen")
    assert plant.verified() == ()


def test_the_inventory_has_every_change_with_batch_and_balance(plant: Plant) -> None:
    released(plant, "L-1", "25")
    used(plant, "L-1", "5")
    used(plant, "L-1", "4500", unit="g")  # corrected
    used(plant, "L-1", "0", slot="other")
    plant.done(c.ReturnLot("L-1", "1", "0.5", "left over", batch="B-0001"), "mchen")
    plant.done(c.SpillLot("L-1", "1", "0.49", "bag torn"), "mchen")
    plant.done(c.CountLot("L-1", "1", "20.4", "counted"), "mchen")
    rows = plant.station.ask(Inventory("L-1"))
    assert [(row.kind, row.quantity, row.balance, row.batch) for row in rows] == [
        ("received", "25", "25", ""),
        ("sampled", "-0.010", "24.990", ""),
        ("used", "-4.500", "20.490", "B-0001"),
        ("returned", "0.5", "20.990", "B-0001"),
        ("spilled", "-0.49", "20.500", ""),
        ("counted", "-0.100", "20.400", ""),
    ]
    assert plant.station.ask(LotQuestion("L-1")).row.left == "20.400"


def test_what_expires_first_goes_first_and_what_is_blocked_says_why(plant: Plant) -> None:
    released(plant, "L-3", "10", "10", expiry="2027-03-31")
    released(plant, "L-1", "10", expiry="2027-01-31")
    released(plant, "L-2", "10", expiry="2027-02-28")
    received(plant, "L-0", "50", expiry="2026-12-31")
    plant.done(c.QuarantineLot("L-2", "complaint"), "qlee")
    rows = plant.station.ask(Fefo(CODE, "15000", "g"))
    assert [(row.lot, row.take, row.containers) for row in rows] == [
        ("L-0", "", ()),
        ("L-1", "9.990", ("1",)),
        ("L-2", "", ()),
        ("L-3", "5.010", ("1",)),
    ]
    assert [row.reason.params["why"] if row.reason else "" for row in rows] == ["received", "", "put_back", ""]
    assert "complaint" in refusal_words(rows[2].reason)  # type: ignore[arg-type]
    (other, *_) = [row for row in plant.station.ask(Fefo(CODE, "1", "L")) if row.lot == "L-1"]
    assert other.reason is not None
    assert other.reason.code == "unit_does_not_convert"
    assert plant.station.ask(Fefo("RM-0", "1", "kg")) == ()


def test_the_list_tells_what_the_clock_says(plant: Plant) -> None:
    released(plant, "L-1", "25", expiry="2026-12-31")
    released(plant, "L-2", "25")
    plant.wait(days=360)
    assert {row.lot: row.status for row in plant.station.ask(Lots())} == {"L-1": "expired", "L-2": "released"}
    assert [row.lot for row in plant.station.ask(Lots(status="expired"))] == ["L-1"]
    assert plant.station.ask(Lots(status="quarantine")) == ()
    assert plant.station.ask(Lots(code="RM-0")) == ()
    plant.wait(days=10)
    assert [row.lot for row in plant.station.ask(Lots(status="retest_due"))] == ["L-2"]


def test_a_lot_out_of_its_storage_condition_is_not_shown_as_released(plant: Plant) -> None:
    """21 CFR 211.142: whoever reads the list sees it before the weighing refuses it."""
    released(plant, "L-1", "25")
    released(plant, "L-2", "25")
    plant.done(c.MoveLot("L-1", "COLD-01", "", "2-8 °C"), "mchen")
    plant.wait(days=2)

    assert {row.lot: row.status for row in plant.station.ask(Lots())} == {"L-1": "out_of_storage", "L-2": "released"}
    assert [row.lot for row in plant.station.ask(Lots(status="out_of_storage"))] == ["L-1"]
    assert [row.lot for row in plant.station.ask(Lots(status="released"))] == ["L-2"]


def test_materials_and_suppliers_in_full(plant: Plant) -> None:
    released(plant, "L-1", "25")
    (item,) = plant.station.ask(Items())
    assert (item.item, item.specification, item.lots) == (CODE, "1", 1)
    answer = plant.station.ask(ItemQuestion(CODE))
    assert (answer.suppliers, answer.retest_months, answer.set_by) == (("Acme Fine Chemicals",), 12, "Quinn Lee")
    assert [one.limits for one in answer.tests] == ["98.0 ... 102.0", "White powder"]
    (supplier,) = plant.station.ask(Suppliers())
    assert (supplier.status, supplier.until, supplier.by) == ("qualified", "2027-12-31", "Quinn Lee")
    plant.wait(days=700)
    assert plant.station.ask(Suppliers())[0].status == "lapsed"
    assert plant.station.ask(ItemQuestion(CODE)).suppliers == ()


@pytest.mark.parametrize("question", [LotQuestion("L-0"), Inventory("L-0"), ItemQuestion("RM-0")])
def test_what_is_not_there_is_refused_by_name(plant: Plant, question: object) -> None:
    with pytest.raises(Refusal) as refused:
        plant.station.ask(question)
    assert refused.value.code in {"lot_unknown", "item_unknown"}


def test_a_part_shows_the_results_it_brought(plant: Plant) -> None:
    released(plant, "L-1", "25")
    plant.done(c.SplitLot("L-1", "L-1/A", (Amount("1", "5"),)), "mchen")
    part = plant.station.ask(LotQuestion("L-1/A"))
    assert (part.row.status, part.parents, part.blocked) == ("released", ("L-1",), None)
    assert {one.standing for one in part.results} == {"brought"}
    assert plant.station.ask(LotQuestion("L-1")).children == ("L-1/A",)
    assert plant.verified() == ()


def test_the_office_allocates_and_the_answer_shows_what_is_still_to_be_drawn(plant: Plant) -> None:
    released(plant, "L-1", "25")
    plant.done(c.AllocateLot("L-1", "Room-12", "5"), "sups")
    used(plant, "L-1", "2")
    (row,) = plant.station.ask(LotQuestion("L-1")).allocations
    assert (row.station, row.allocated, row.drawn, row.left) == ("Room-12", "5", "2", "3")


def test_views_are_the_same_after_a_rebuild(plant: Plant) -> None:
    released(plant, "L-1", "25", "25")
    used(plant, "L-1", "30")
    before = plant.station.ask(Lots())
    assert before[0].odd is True
    digest = plant.station.store.views_digest()
    plant.station.store.rebuild()
    assert plant.station.ask(Lots()) == before
    assert plant.station.store.views_digest() == digest
    plant.close()
    assert verify(plant.folder).findings == ()
    plant.station = type(plant.station).open(plant.folder, clock=plant.clock)
