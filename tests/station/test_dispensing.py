"""How much to weigh next, from which lot, on which balance: asked of a real station, between real entries."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from ebr.domain.batch.commands import CloseItems, RecordValue
from ebr.domain.refusal import Refusal
from ebr.domain.station.commands import ChangeTerminal
from ebr.station.questions import Dispensing
from tests.station.dispensary import BATCH, BENCH, asked, at, balance, checked, entry, lot, received, weighed
from tests.station.plant import Plant

ANSWERS = Path(__file__).parents[1] / "domain" / "known_answers" / "calculations.csv"
FS = "mt-sics simulated 0.0000kg FS-01"


@pytest.fixture
def plant(tmp_path: Path) -> Iterator[Plant]:
    made = at(tmp_path / "station", balance=FS)
    yield made
    made.close()


def known(name: str) -> tuple[Decimal, Decimal]:
    """The published number of a case, and how far from it a result may lie."""
    with ANSWERS.open(encoding="utf-8", newline="") as file:
        row = next(row for row in csv.DictReader(file) if next(iter(row.values())) == name)
    return Decimal(row["expected"]), Decimal(row["tolerance"])


def comes_out(name: str, exact: str, rest: str) -> None:
    """The charge before it is rounded is the known answer; what is to be weighed is that, rounded up and by no more."""
    expected, tolerance = known(name)
    assert abs(Decimal(exact) - expected) <= tolerance
    assert Decimal(exact) <= Decimal(rest) < Decimal(exact) + Decimal("0.0001")


def test_pot9_assay_and_loss_on_drying(plant: Plant) -> None:
    lot(plant, "A-1", "150", assay="99.0", lod="0.5")
    said = asked(plant)
    comes_out("POT9", said.exact, said.rest)
    assert (said.lot, said.assay, said.lod, said.rounded_up) == ("A-1", "99.0", "0.5", True)
    assert said.sums[0].sum == "100.0000 × 100/99.0 × 100/(100 − 0.5)"
    assert said.sums[0].result == said.rest == "101.5177"


def test_pot8_two_lots_of_unequal_potency(plant: Plant) -> None:
    lot(plant, "A-1", "60.001", assay="98.0", expiry="2027-01-31")
    lot(plant, "B-1", "150", assay="99.5", expiry="2027-06-30")
    checked(plant, "FS-01")
    said = asked(plant)
    comes_out("POT8-total", said.exact, said.rest)
    assert [(row.lot, row.take) for row in said.fefo] == [("A-1", "60.000"), ("B-1", "42.0409")]
    weighed(plant, "A-1", "60.0000")
    said = asked(plant)
    comes_out("POT8-lot2", said.exact, said.rest)
    assert (said.lot, said.used, said.target) == ("B-1", "60.0000", "101.4071")
    assert said.sums[0].kind == "rest"
    assert said.sums[0].sum == "(100.0000 − 58.8) × 100/99.5"
    assert not said.full
    weighed(plant, "B-1", said.rest)
    said = asked(plant)
    assert (said.full, said.rest) == (True, "0.0000")
    assert plant.done(CloseItems(BATCH, entry(plant).address), "mchen")
    assert entry(plant).verdict == "in", "not less than 100 % of the active"


def test_the_filler_follows_what_was_weighed_of_the_active(plant: Plant) -> None:
    lot(plant, "A-1", "150", assay="99.0", lod="0.5")
    checked(plant, "FS-01")
    weighed(plant, "A-1", "101.5180")
    plant.done(CloseItems(BATCH, entry(plant).address), "mchen")
    said = plant.station.ask(Dispensing(BATCH, "making/dispense/fill/filler_weigh"))
    assert (said.target, said.pure) == ("7.9820", False)
    assert [(row.kind, row.name, row.sum, row.result) for row in said.sums] == [
        ("value", "Cellulose after compensation", "9.5000 − (101.5180 − 100.0000)", "7.9820")
    ]


def test_a_charge_that_is_short_by_one_digit_is_out_of_limits(plant: Plant) -> None:
    lot(plant, "A-1", "150", assay="99.0", lod="0.5")
    checked(plant, "FS-01")
    weighed(plant, "A-1", "101.5176")
    assert not asked(plant).full
    plant.done(CloseItems(BATCH, entry(plant).address), "mchen")
    assert entry(plant).verdict == "out"


def test_a_lot_that_may_not_be_used_is_passed_over_with_the_reason(plant: Plant) -> None:
    received(plant, "Q-1", "25", expiry="2026-12-31")
    lot(plant, "A-1", "150", assay="99.0", expiry="2027-01-31")
    said = asked(plant)
    assert [(row.lot, row.reason.code if row.reason else "") for row in said.fefo] == [
        ("Q-1", "lot_quarantined"),
        ("A-1", ""),
    ]
    named = asked(plant, lot="Q-1")
    assert named.blocked is not None
    assert named.blocked.code == "lot_quarantined"
    assert asked(plant, lot="A-1").blocked is None


def test_each_balance_says_why_it_may_not_weigh_this(plant: Plant) -> None:
    lot(plant, "A-1", "150", assay="99.0")
    checked(plant, "BS-01")
    said = asked(plant)
    assert said.balance == "FS-01"
    assert [(row.equipment, row.here, row.blocked.code if row.blocked else "") for row in said.scales] == [
        ("FS-01", True, "daily_check_missing"),
        ("BS-01", False, "balance_out_of_range"),
    ]
    checked(plant, "FS-01")
    assert asked(plant).scales[0].blocked is None


def test_a_lot_nobody_keeps_is_corrected_by_what_is_typed(plant: Plant) -> None:
    said = asked(plant, lot="X-9", potency="98.0", lod="")
    assert (said.known, said.assay, said.grows) == (False, "98.0", False)
    comes_out("POT8-total", said.exact, said.rest)
    assert asked(plant, lot="X-9", potency="9,8").grows
    assert asked(plant, lot="X-9").rest == "100.0000"


def test_the_entry_itself_says_what_is_left_after_each_row(plant: Plant) -> None:
    lot(plant, "A-1", "150", assay="98.0")
    checked(plant, "FS-01")
    assert (entry(plant).spec["target"], entry(plant).spec["rest"]) == ("100.0000", "100.0000")
    weighed(plant, "A-1", "60.0000")
    assert (entry(plant).spec["used"], entry(plant).spec["rest"]) == ("58.800000", "41.200000")
    value = {"lot": "A-1", "container": "1", "net": "10.0000", "row": "returned"}
    plant.done(RecordValue(BATCH, entry(plant).address, value), "mchen")
    assert entry(plant).spec["used"] == "49.000000"


def test_no_such_batch_or_entry(plant: Plant) -> None:
    for question in (Dispensing("D-9", "a/b"), Dispensing(BATCH, "a/b")):
        with pytest.raises(Refusal):
            plant.station.ask(question)


def test_of_several_balances_the_finest_that_fits_is_taken(plant: Plant) -> None:
    lot(plant, "A-1", "150", assay="99.0", lod="0.5")
    checked(plant, "FS-01")
    checked(plant, "BS-01")
    second = {"balance_2": "sbi tcp 127.0.0.1:9 BS-01"}
    plant.done(ChangeTerminal(second, "A bench balance stands beside it"), "sups")
    said = asked(plant)
    here = [(row.equipment, row.blocked.code if row.blocked else "") for row in said.scales if row.here]
    assert here == [("FS-01", ""), ("BS-01", "balance_out_of_range")]
    assert said.balance == "FS-01"
    weighed(plant, "A-1", "100.0000")
    said = asked(plant)
    assert said.balance == "BS-01", "the rest fits the finer one"
    assert [row.blocked for row in said.scales if row.here] == [None, None]


def test_a_balance_with_more_decimals_than_the_entry_takes_is_not_the_first(plant: Plant) -> None:
    # given an entry of four decimals, a bench balance of four and one of five beside it
    lot(plant, "A-1", "150", assay="99.0", lod="0.5")
    balance(plant, "MB-01", "Micro balance 6 kg", replace(BENCH, resolution="0.00001"))
    checked(plant, "FS-01", "BS-01", "MB-01")
    both = {"balance_2": "sbi tcp 127.0.0.1:9 BS-01", "balance_3": "sbi tcp 127.0.0.1:9 MB-01"}
    plant.done(ChangeTerminal(both, "Two bench balances stand beside it"), "sups")
    # when the rest fits both
    weighed(plant, "A-1", "100.0000")
    # then the one whose digits can be kept comes first, and the other may be chosen
    said = asked(plant)
    assert said.balance == "BS-01"
    assert [row.equipment for row in said.scales if row.here] == ["BS-01", "FS-01", "MB-01"]
