"""The moment of use: six checks in their order, each with its reason; dates to the second; what is left."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import pytest

from ebr.domain import subjects
from ebr.domain.material import commands as c
from ebr.domain.material import events as e
from ebr.domain.material.state import use
from ebr.domain.refusal import Refusal
from tests.domain.store_room import CODE, LOT, SUPPLIER, Store, instant


@pytest.fixture
def store() -> Store:
    return Store().kept().released()


def why(store: Store, **asked: object) -> Refusal | None:
    given = {"code": CODE, "lot": LOT, "container": "1", "at": store.at(), "station": "Room-12", "potency": True}
    return use.blocked(store.facts, **{**given, **asked})  # type: ignore[arg-type]


def blocked(store: Store, **asked: object) -> str:
    refusal = why(store, **asked)
    return "" if refusal is None else refusal.code


def test_a_released_lot_of_a_qualified_supplier_may_be_used(store: Store) -> None:
    assert blocked(store) == ""
    assert blocked(store, container="") == ""


def test_the_roots_are_the_material_the_lot_and_what_the_lot_names(store: Store) -> None:
    assert use.roots_for(CODE, LOT) == ("material/item/RM-1001", "material/lot/L-100")
    assert use.roots_for("", "") == ()
    assert use.further_roots(store.facts, LOT) == ("material/supplier/acme",)
    assert use.further_roots({}, LOT) == ()


# -- identity


def test_an_unknown_lot_is_named(store: Store) -> None:
    assert why(store, lot="L-101") == Refusal("lot_unknown", lot="L-101", item=CODE)


def test_a_lot_of_another_material_names_both(store: Store) -> None:
    store.done(c.AddItem("RM-1003", "Povidone", "excipient", "kg"), "quinn")
    refusal = why(store, code="RM-1003")
    assert refusal == Refusal("lot_of_other_material", lot=LOT, found=CODE, wanted="RM-1003 Povidone")


def test_an_unknown_container_names_those_there_are(store: Store) -> None:
    assert why(store, container="3") == Refusal("container_unknown", lot=LOT, container="3", known="1, 2")


@pytest.mark.parametrize("number", ["L/100", "Ü-9/ä", "100%", "L..1", "a b", "L#1?x=1", "L:1;2", "ロット1"])
def test_odd_signs_in_a_number_name_one_lot_and_no_other(store: Store, number: str) -> None:
    store.released(number)
    assert store.lot(number).number == number
    assert blocked(store, lot=number) == ""
    assert len(subjects.lot(number).split("/")) == 3
    assert blocked(store, lot=number + "x") == "lot_unknown"


# -- status


def test_received_put_back_rejected_and_destroyed_lots_are_blocked_with_since_when() -> None:
    store = Store().kept().received()
    at = store.lot().since
    assert why(store) == Refusal("lot_quarantined", lot=LOT, since=at, why="received", reason="")
    store.tested()
    store.done(c.ReleaseLot(LOT), "quinn")
    store.done(c.QuarantineLot(LOT, "complaint"), "quita")
    assert why(store) == Refusal(
        "lot_quarantined", lot=LOT, since=store.lot().since, why="put_back", reason="complaint"
    )
    store.done(c.RejectLot(LOT, "smells"), "quinn")
    refusal = why(store)
    assert refusal is not None
    assert (refusal.code, refusal.params["reason"]) == ("lot_rejected", "smells")
    gone = Store().kept().released()
    gone.done(c.DestroyLot(LOT, "wet", "sue"), "otto")
    assert blocked(gone) == "lot_destroyed"


def test_a_result_that_fails_after_the_release_blocks_by_itself(store: Store) -> None:
    store.done(c.RecordResult(LOT, "assay", "91.0"), "lena")
    refusal = why(store)
    assert refusal is not None
    assert (refusal.code, refusal.params["why"], refusal.params["reason"]) == ("lot_quarantined", "result", "Assay")
    assert store.lot().status == "quarantine"


# -- dates: given a last moment, one second decides, whatever the zone of who asks


@pytest.mark.parametrize(
    ("wall", "over"),
    [
        ("2027-06-30T23:59:59.999999+02:00", False),
        ("2027-07-01T00:00:00.000000+02:00", True),
        ("2027-06-30T17:59:59.999999-04:00", False),  # the same second in New York
        ("2027-06-30T18:00:00.000000-04:00", True),  # there it is still the last day of June
        ("2027-07-01T06:59:59.000000+09:00", False),  # in Tokyo it is July already
        ("2027-07-01T07:00:00.000000+09:00", True),
    ],
)
def test_a_day_ends_where_the_lot_was_received(store: Store, wall: str, over: bool) -> None:
    store.write(subjects.lot(LOT), e.RetestExtended(LOT, "2028-01-01", "", ()), "quinn")
    store.done(c.QualifySupplier(SUPPLIER, (CODE,), "2026-01-10", "2029-01-01"), "quinn")
    at = replace(instant(datetime.fromisoformat(wall)), zone="elsewhere")
    assert blocked(store, at=at) == ("lot_expired" if over else "")


@pytest.mark.parametrize(
    ("wall", "over"),
    [
        ("2026-11-22T14:00:00.000000+01:00", False),
        ("2026-11-22T13:00:00.000000+00:00", False),
        ("2026-11-22T14:00:01.000000+01:00", True),
        ("2026-11-22T08:00:01.000000-05:00", True),
        ("2026-11-22T22:00:00.000000+09:00", False),
    ],
)
def test_an_hour_with_its_offset_is_the_same_moment_everywhere(wall: str, over: bool) -> None:
    store = Store().kept().released(expiry="2026-11-22T14:00+01:00")
    assert blocked(store, at=instant(datetime.fromisoformat(wall))) == ("lot_expired" if over else "")


def test_a_day_on_which_the_clocks_change_lasts_to_its_own_end() -> None:
    store = Store().kept().released(expiry="2026-10-25")  # 25 hours long in Zurich
    assert blocked(store, at=instant(datetime.fromisoformat("2026-10-25T23:59:59+01:00"))) == ""
    assert blocked(store, at=instant(datetime.fromisoformat("2026-10-26T00:00:00+01:00"))) == "lot_expired"
    refusal = why(store, at=instant(datetime.fromisoformat("2026-10-26T00:00:00+01:00")))
    assert refusal is not None
    assert refusal.params["expiry"] == "2026-10-25 23:59:59+01:00"


def test_a_zone_that_this_machine_does_not_know_takes_the_offset_of_who_asks() -> None:
    store = Store(zone="Mars/Olympus").kept().released()
    store.write(subjects.lot(LOT), e.RetestExtended(LOT, "2028-01-01", "", ()), "quinn")
    assert not store.lot().expired_at(instant(datetime.fromisoformat("2027-06-30T23:59:59+02:00")))
    assert store.lot().expired_at(instant(datetime.fromisoformat("2027-07-01T00:00:01+02:00")))


def test_a_retest_that_is_due_blocks_until_quality_sets_a_new_date(store: Store) -> None:
    assert store.lot().retest == "2027-03-02"  # twelve months after receipt
    store.wait(days=366)
    assert blocked(store) == "lot_retest_due"
    store.tested()
    store.done(c.ExtendRetest(LOT, "2027-06-30"), "quinn")
    assert blocked(store) == ""


# -- assay, allocation, supplier


def test_an_assay_is_asked_for_only_where_the_charge_is_corrected() -> None:
    store = Store().kept()
    store.done(c.AddItem("RM-9", "Salt", "excipient", "kg"), "quinn")
    store.done(c.SetSpecification("RM-9", "1", (replace_use(),)), "quinn")
    store.done(c.QualifySupplier(SUPPLIER, (CODE, "RM-9"), "2026-01-10", "2027-12-31"), "quinn")
    store.received("L-9", item="RM-9")
    store.done(c.SampleLot("L-9", "S", (e.Amount("1", "0.1"),)), "lena")
    store.done(c.RecordResult("L-9", "looks", "white"), "lena")
    store.done(c.CheckResults("L-9"), "lars")
    store.done(c.ReleaseLot("L-9"), "quinn")
    assert why(store, code="RM-9", lot="L-9") == Refusal("lot_assay_missing", lot="L-9", item="RM-9")
    assert blocked(store, code="RM-9", lot="L-9", potency=False) == ""


def replace_use() -> e.Criterion:
    return e.Criterion("looks", "Appearance", expected="white")


def test_assay_and_loss_on_drying_are_those_of_the_newest_checked_results(store: Store) -> None:
    assert use.assay(store.facts, LOT) == {"potency": "99.5", "lod": "0.2"}
    store.done(c.RecordResult(LOT, "assay", "99.1"), "lena")
    assert use.assay(store.facts, LOT) == {"lod": "0.2"}, "one that waits for its check is not gone around"
    store.done(c.CheckResults(LOT), "lars")
    assert use.assay(store.facts, LOT)["potency"] == "99.1"
    assert use.assay({}, LOT) == {}
    assert use.expiry_of(store.facts, LOT) == "2027-06-30"


def test_a_lot_that_is_parted_is_drawn_where_it_was_allocated(store: Store) -> None:
    store.done(c.AllocateLot(LOT, "Office", "20"), "sue")
    refusal = why(store)
    assert refusal == Refusal("lot_allocated_elsewhere", lot=LOT, station="Room-12", where="Office")
    store.done(c.AllocateLot(LOT, "Room-12", "500", "g"), "sue")
    assert blocked(store) == ""
    assert use.left(store.facts, LOT, "1", "Room-12") == Decimal("0.500")
    store.used("0.2", station="Room-12")
    assert use.left(store.facts, LOT, "1", "Room-12") == Decimal("0.300")
    assert use.left(store.facts, LOT, "1", "Office") == Decimal(20)


@pytest.mark.parametrize(
    ("status", "reason"),
    [("suspended", "suspended"), ("disqualified", "disqualified"), ("conditional", "")],
)
def test_a_suspended_supplier_blocks_what_it_delivered(store: Store, status: str, reason: str) -> None:
    store.done(c.SetSupplierStatus(SUPPLIER, status, "audit"), "quinn")
    refusal = why(store)
    assert ("" if refusal is None else refusal.params["why"]) == reason


def test_a_supplier_is_qualified_for_materials_and_until_a_day(store: Store) -> None:
    store.done(c.QualifySupplier(SUPPLIER, ("RM-2",), "2026-01-10", "2027-12-31"), "quinn")
    refusal = why(store)
    assert refusal is not None
    assert (refusal.code, refusal.params["why"]) == ("supplier_not_qualified", "material")
    store.done(c.QualifySupplier(SUPPLIER, (CODE,), "2026-01-10", "2026-03-05"), "quinn")
    assert blocked(store) == ""
    store.wait(days=4)
    refusal = why(store)
    assert refusal is not None
    assert (refusal.params["why"], refusal.params["since"]) == ("lapsed", "2026-03-05")


def test_a_lot_of_own_make_needs_no_supplier() -> None:
    store = Store().kept().released(supplier="", supplier_lot="")
    assert blocked(store) == ""
    assert use.further_roots(store.facts, LOT) == ()


def test_the_first_reason_in_the_order_of_the_checks_is_told(store: Store) -> None:
    store.done(c.SetSupplierStatus(SUPPLIER, "disqualified", "audit"), "quinn")
    assert blocked(store) == "supplier_not_qualified"
    store.done(c.AllocateLot(LOT, "Office", "20"), "sue")
    assert blocked(store) == "lot_allocated_elsewhere"
    store.wait(days=700)
    assert blocked(store) == "lot_expired"
    store.done(c.QuarantineLot(LOT, "complaint"), "quita")
    assert blocked(store) == "lot_quarantined"
    assert blocked(store, code="RM-2") == "lot_of_other_material"


# -- quantities


def test_what_is_left_is_the_least_of_container_lot_and_allocation(store: Store) -> None:
    assert use.left(store.facts, LOT, "1", "Room-12") == Decimal("24.9")  # a sample was taken from it
    assert use.left(store.facts, LOT, "", "Room-12") == Decimal("49.9")
    assert use.left(store.facts, "L-0", "", "Room-12") is None
    store.used("49", container="")
    assert use.left(store.facts, LOT, "1", "Room-12") == Decimal("0.9")


def test_quantities_convert_exactly_or_not_at_all(store: Store) -> None:
    assert use.converted(store.facts, LOT, "250.0", "g") == "0.2500"
    assert use.converted(store.facts, LOT, "1.50", "kg") == "1.50"
    with pytest.raises(Refusal) as found:
        use.converted(store.facts, LOT, "1", "L")
    assert found.value == Refusal("unit_does_not_convert", lot=LOT, unit="L", kept="kg")


def test_a_quantity_in_a_unit_that_does_not_convert_is_named_and_counts_nothing(store: Store) -> None:
    store.used("3", unit="L")
    assert store.lot().left == Decimal("49.9")
    assert [one.unit for one in store.lot().odd] == ["L"]


def test_more_used_than_there_was_is_seen(store: Store) -> None:
    store.used("24.9", slot="a")
    assert store.lot().overdrawn == ()
    store.used("0.1", slot="b")
    assert store.lot().overdrawn == ("1",)
    assert use.left(store.facts, LOT, "1", "Room-12") == 0
    store.used("0", slot="b")  # the batch withdrew it
    assert store.lot().overdrawn == ()
    store.used("100", container="", slot="c")
    assert store.lot().overdrawn == ("",)


def test_a_correction_replaces_and_a_return_gives_back(store: Store) -> None:
    store.used("5")
    store.used("4")
    store.used("-1", item="1")
    assert store.lot().left == Decimal("46.9")
