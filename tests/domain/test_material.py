"""Materials, suppliers, lots: given what is kept, when somebody asks, then it is written or refused with the reason."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from ebr.domain.canonical import dumps
from ebr.domain.material import commands as c
from ebr.domain.material import events as e
from ebr.domain.material.rules import sheet
from ebr.domain.material.state import start, use
from tests.domain.store_room import ASSAY, CODE, LOT, SUPPLIER, TESTS, Store, code


@pytest.fixture
def kept() -> Store:
    return Store().kept()


@pytest.fixture
def store() -> Store:
    return Store().kept().released()


def lot(number: str = LOT, **more: Any) -> c.ReceiveLot:
    fields: dict[str, Any] = {"containers": (e.Amount("1", "25"),), "expiry": "2027-06-30"}
    return c.ReceiveLot(number, CODE, SUPPLIER, "AC/77", **{**fields, **more})


# -- materials and suppliers


def test_a_material_is_kept_once_and_asked_twice_is_written_once(kept: Store) -> None:
    again = kept.do(c.AddItem(CODE, "Metformin hydrochloride", "active", "kg"), "quinn")
    assert (again.drafts, again.refusal) == ((), None)
    assert code(kept.do(c.AddItem(CODE, "Other", "active", "kg"), "quinn")) == "item_code_taken"


def test_another_storage_than_the_specification_asks_for_comes_with_its_reason(kept: Store) -> None:
    refused = kept.do(lot("L-7", storage="2-8 °C"), "otto").refusal
    assert refused is not None
    assert (refused.code, refused.params["asked"]) == ("storage_reason_missing", "15-25 °C")
    kept.done(lot("L-7", storage="2-8 °C", storage_reason="Shipped cold by the maker"), "otto")
    told = tuple(kept.lot("L-7").otherwise.values())
    assert told == (e.LotStoredOtherwise("L-7", "2-8 °C", "15-25 °C", "Shipped cold by the maker"),)
    again = kept.do(lot("L-7", storage="2-8 °C", storage_reason="Shipped cold by the maker"), "otto")
    assert (again.drafts, again.refusal) == ((), None)
    for number, storage in (("L-8", ""), ("L-9", " 15-25  °c ")):
        kept.done(lot(number, storage=storage), "otto")
        assert kept.lot(number).otherwise == {}, "what is asked for needs no reason"


@pytest.mark.parametrize(
    ("command", "refused"),
    [
        (c.AddItem("", "Salt", "excipient", "kg"), "material_name"),
        (c.AddItem(" RM-2", "Salt", "excipient", "kg"), "material_name"),
        (c.AddItem("RM-2\n", "Salt", "excipient", "kg"), "material_name"),
        (c.AddItem("RM\u200b2", "Salt", "excipient", "kg"), "material_name"),
        (c.AddItem("R" * 65, "Salt", "excipient", "kg"), "material_name"),
        (c.AddItem("RM-2", " ", "excipient", "kg"), "material_text_missing"),
        (c.AddItem("RM-2", "Salt", "spice", "kg"), "item_kind"),
        (c.AddItem("RM-2", "Salt", "excipient", "Kg"), "material_unit_unknown"),
        (c.ChangeItem("RM-2", "Salt", "excipient", "kg", "why"), "item_unknown"),
        (c.SetSpecification("RM-2", "1", TESTS), "item_unknown"),
        (c.SetSpecification(CODE, "1", TESTS), "specification_version"),
        (c.SetSpecification(CODE, "2", TESTS), "material_text_missing"),
        (c.SetSpecification(CODE, "2", (), reason="x"), "specification_tests"),
        (c.SetSpecification(CODE, "2", (ASSAY, ASSAY), reason="x"), "specification_twice"),
        (c.SetSpecification(CODE, "2", (ASSAY, replace(ASSAY, id="b")), reason="x"), "specification_twice"),
        (c.SetSpecification(CODE, "2", (replace(ASSAY, low="103"),), reason="x"), "specification_limits"),
        (c.SetSpecification(CODE, "2", (replace(ASSAY, expected="ok"),), reason="x"), "specification_limits"),
        (c.SetSpecification(CODE, "2", (replace(ASSAY, unit="u" * 25),), reason="x"), "specification_limits"),
        (c.SetSpecification(CODE, "2", (replace(ASSAY, low="9,8"),), reason="x"), "number_comma"),
        (c.SetSpecification(CODE, "2", (ASSAY,), 121, reason="x"), "specification_dates"),
        (c.SetSpecification(CODE, "2", (ASSAY,), 0, "months", reason="x"), "specification_dates"),
        (c.AddSupplier(SUPPLIER, "Other"), "supplier_id_taken"),
        (c.QualifySupplier("nobody", (CODE,), "2026-01-10", "2027-01-01"), "supplier_unknown"),
        (c.QualifySupplier(SUPPLIER, (), "2026-01-10", "2027-01-01"), "supplier_nothing"),
        (c.QualifySupplier(SUPPLIER, (CODE,), "2026-03-03", "2027-01-01"), "supplier_audit_to_come"),
        (c.QualifySupplier(SUPPLIER, (CODE,), "2026-01-10", "2026-03-02"), "supplier_until_past"),
        (c.QualifySupplier(SUPPLIER, (CODE,), "yesterday", "2027-01-01"), "material_day"),
        (c.QualifySupplier(SUPPLIER, (CODE,), "2026-01-10", "2027-01-01", "suspended"), "supplier_status"),
        (c.SetSupplierStatus(SUPPLIER, "good", "x"), "supplier_status"),
        (c.SetSupplierStatus(SUPPLIER, "suspended", " "), "material_text_missing"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_with_its_reason(kept: Store, command: object, refused: str) -> None:
    assert code(kept.do(command, "quinn")) == refused


def test_the_newest_version_of_a_specification_is_in_force(kept: Store) -> None:
    kept.done(c.SetSpecification(CODE, "2", (ASSAY,), reason="pharmacopoeia"), "quinn")
    found = kept.item().specification
    assert found is not None
    assert (found.version, len(found.tests)) == ("2", 1)
    assert set(kept.item().specifications) == {"1", "2"}


def test_a_withdrawn_material_is_received_no_more(kept: Store) -> None:
    kept.done(c.WithdrawItem(CODE, "process changed"), "quinn")
    assert code(kept.do(lot(), "otto")) == "item_withdrawn"
    assert code(kept.do(c.WithdrawItem(CODE, "again"), "quinn")) == "item_withdrawn"


def test_a_disqualified_supplier_comes_back_by_a_new_audit_only(kept: Store) -> None:
    kept.done(c.SetSupplierStatus(SUPPLIER, "disqualified", "falsified results"), "quinn")
    assert code(kept.do(c.SetSupplierStatus(SUPPLIER, "qualified", "promised"), "quinn")) == "supplier_needs_audit"
    kept.done(c.QualifySupplier(SUPPLIER, (CODE,), "2026-03-01", "2027-01-01"), "quinn")
    assert kept.supplier().status == "qualified"


# -- receipt


def test_a_lot_is_received_into_quarantine_with_dates_of_the_specification(kept: Store) -> None:
    kept.received(retest="")
    state = kept.lot()
    assert (state.status, state.item, state.supplier, state.unit) == ("quarantine", CODE, SUPPLIER, "kg")
    assert (state.expiry, state.retest, state.zone) == ("2027-06-30", "2027-03-02", "Europe/Zurich")
    assert (state.left, state.place_of("1")) == (Decimal(50), ("A-01", "15-25 °C"))


def test_an_expiry_that_is_counted_never_goes_beyond_the_label(kept: Store) -> None:
    kept.done(c.SetSpecification(CODE, "2", (ASSAY,), 0, "months", 24, reason="stability"), "quinn")
    kept.received("L-1", expiry="").received("L-2", expiry="2026-12-31")
    assert (kept.lot("L-1").expiry, kept.lot("L-2").expiry) == ("2028-03-02", "2026-12-31")


@pytest.mark.parametrize(
    ("command", "refused"),
    [
        (lot(""), "material_name"),
        (lot("L\u202e1"), "material_name"),
        (replace(lot(), item="RM-0"), "item_unknown"),
        (replace(lot(), supplier="nobody"), "supplier_unknown"),
        (replace(lot(), supplier_lot=""), "material_text_missing"),
        (lot(containers=()), "lot_containers"),
        (lot(containers=(e.Amount("1", "0"),)), "material_quantity"),
        (lot(containers=(e.Amount("1", "1,5"),)), "number_comma"),
        (lot(containers=(e.Amount("1", "1"), e.Amount("1", "2"))), "container_twice"),
        (lot(unit="L"), "unit_does_not_convert"),
        (lot(unit="kilo"), "material_unit_unknown"),
        (lot(expiry=""), ""),  # its retest date is counted
        (lot(expiry="30.06.2027"), "material_date"),
        (lot(expiry="2027-06-31"), "material_date"),
        (lot(expiry="2027-06-30T14:00"), "material_date"),  # without a zone nobody knows when
    ],
)
def test_what_cannot_be_received(kept: Store, command: c.ReceiveLot, refused: str) -> None:
    decision = kept.do(command, "otto")
    assert ("" if decision.refusal is None else decision.refusal.code) == refused


def test_a_number_names_one_lot_for_ever(kept: Store) -> None:
    first = kept.done(lot(), "otto")
    assert first.answer["lot"] == LOT
    assert kept.do(lot(), "otto").drafts == ()
    assert code(kept.do(lot(expiry="2027-07-01"), "otto")) == "lot_number_taken"


def test_goods_of_a_supplier_that_is_not_qualified_are_received_and_not_released(kept: Store) -> None:
    kept.done(c.SetSupplierStatus(SUPPLIER, "suspended", "audit"), "quinn")
    kept.received().tested()
    assert code(kept.do(c.ReleaseLot(LOT), "quinn")) == "supplier_not_qualified"


# -- laboratory


def test_results_are_judged_against_the_specification_of_their_day(kept: Store) -> None:
    kept.received().tested(assay="97.9", looks="Grey powder")
    verdicts = {one.tested.test: one.tested.verdict for one in kept.lot().results}
    assert verdicts == {"assay": "fail", "lod": "pass", "looks": "fail"}
    kept.done(c.SetSpecification(CODE, "2", (replace(ASSAY, low="95"),), reason="wider"), "quinn")
    assert kept.lot().results[0].tested.low == "98.0"


@pytest.mark.parametrize(
    ("command", "refused"),
    [
        (c.RecordResult("L-0", "assay", "99"), "lot_unknown"),
        (c.RecordResult(LOT, "colour", "99"), "test_unknown"),
        (c.RecordResult(LOT, "assay", "much"), "number_unreadable"),
        (c.RecordResult(LOT, "looks", " "), "material_text_missing"),
        (c.RecordResult(LOT, "assay", "99", "S-0"), "sample_unknown"),
        (c.SampleLot(LOT, "S", (e.Amount("9", "1"),)), "container_unknown"),
        (c.SampleLot(LOT, "S", (e.Amount("1", "26"),)), "material_not_enough"),
        (c.SampleLot(LOT, "S", (e.Amount("1", "13"), e.Amount("1", "13"))), "material_not_enough"),
        (c.SampleLot(LOT, "S", ()), "material_nothing"),
        (c.SampleLot(LOT, "S", (e.Amount("1", "1"),), "L"), "unit_does_not_convert"),
    ],
)
def test_what_the_laboratory_cannot_do(store: Store, command: object, refused: str) -> None:
    assert code(store.do(command, "lena")) == refused


def test_nothing_is_tested_before_a_sample_was_taken(kept: Store) -> None:
    kept.received()
    assert code(kept.do(c.RecordResult(LOT, "assay", "99"), "lena")) == "lot_not_sampled"


def test_nobody_checks_an_own_result(kept: Store) -> None:
    kept.received()
    kept.done(c.SampleLot(LOT, "S", (e.Amount("1", "50"),), "g"), "lena")
    kept.done(c.RecordResult(LOT, "assay", "99.0"), "lena")
    assert code(kept.do(c.CheckResults(LOT), "lena")) == "result_checked_by_analyst"
    kept.done(c.RecordResult(LOT, "lod", "0.1"), "lars")
    kept.done(c.CheckResults(LOT), "lena")  # only what lars recorded
    assert {one.tested.test: one.checker for one in kept.lot().results} == {"assay": "", "lod": "lena"}
    kept.done(c.CheckResults(LOT), "lars")
    assert code(kept.do(c.CheckResults(LOT), "lars")) == "results_none_to_check"


# -- release, rejection, quarantine


def test_a_release_names_what_is_missing(kept: Store) -> None:
    kept.received()
    missing = kept.do(c.ReleaseLot(LOT), "quinn").refusal
    assert missing is not None
    assert (missing.code, missing.params["tests"]) == ("lot_results_missing", "Assay, Loss on drying, Appearance")
    kept.done(c.SampleLot(LOT, "S", (e.Amount("1", "0.1"),)), "lena")
    for test, value in {"assay": "99", "lod": "0.1", "looks": "White powder"}.items():
        kept.done(c.RecordResult(LOT, test, value), "lena")
    assert code(kept.do(c.ReleaseLot(LOT), "quinn")) == "lot_results_unchecked"
    kept.done(c.CheckResults(LOT), "lars")
    kept.done(c.ReleaseLot(LOT), "quinn")
    assert kept.lot().status == "released"
    assert code(kept.do(c.ReleaseLot(LOT), "quita")) == "lot_released_already"


def test_who_received_sampled_tested_or_checked_never_judges(kept: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.domain import store_room

    everything = dict.fromkeys(("otto", "lena", "lars"), ("operator", "laboratory", "quality"))
    monkeypatch.setattr(store_room, "PEOPLE", {**store_room.PEOPLE, **everything})
    kept.received().tested()
    for command in (c.ReleaseLot(LOT), c.RejectLot(LOT, "smells"), c.ExtendRetest(LOT, "2027-06-30")):
        assert code(kept.asked(command, "otto")) == "lot_judged_by_receiver"
        assert code(kept.asked(command, "lena")) == "lot_judged_by_tester"
        assert code(kept.asked(command, "lars")) == "lot_judged_by_tester"


def test_a_failing_result_stops_the_release_until_quality_sets_it_aside(kept: Store) -> None:
    kept.received().tested(assay="97.0")
    assert code(kept.do(c.ReleaseLot(LOT), "quinn")) == "lot_result_fails"
    kept.tested()  # a good result does not make a bad one go away
    assert code(kept.do(c.ReleaseLot(LOT), "quinn")) == "lot_result_fails"
    bad = next(one for one in kept.lot().results if one.tested.verdict == "fail")
    assert code(kept.do(c.SetResultAside(LOT, bad.entry, " "), "quinn")) == "material_text_missing"
    assert code(kept.do(c.SetResultAside(LOT, "0" * 64, "INV-1"), "quinn")) == "result_unknown"
    kept.done(c.SetResultAside(LOT, bad.entry, "INV-1: wrong dilution"), "quinn")
    assert code(kept.do(c.SetResultAside(LOT, bad.entry, "INV-1"), "quinn")) == "result_aside_already"
    kept.done(c.ReleaseLot(LOT), "quinn")
    assert len(kept.lot().results) == 6, "all results stay"


def test_a_release_is_judged_by_the_specification_in_force(kept: Store) -> None:
    kept.received().tested(assay="98.2")
    kept.done(c.SetSpecification(CODE, "2", (replace(ASSAY, low="99.0"), *TESTS[1:]), 12, reason="tighter"), "quinn")
    assert code(kept.do(c.ReleaseLot(LOT), "quinn")) == "lot_result_fails"
    kept.done(c.RecordResult(LOT, "assay", "99.4"), "lena")
    kept.done(c.CheckResults(LOT), "lars")
    kept.done(c.ReleaseLot(LOT), "quinn")


def test_a_release_shows_every_result_and_covers_them(kept: Store) -> None:
    kept.received().tested(assay="97.0").tested()
    bad = next(one for one in kept.lot().results if one.tested.verdict == "fail")
    kept.done(c.SetResultAside(LOT, bad.entry, "INV-1"), "quinn")
    decision = kept.asked(c.ReleaseLot(LOT), "quinn")
    shown = sheet(kept.lot(), decision.drafts[0].event)
    assert shown is not None
    assert isinstance(shown.document, dict)
    rows = shown.document["rows"]
    assert ["result_pass", "Assay: 99.5 % w/w [98.0 ... 102.0]"] in rows
    assert ["result_aside", "Assay: 97.0 % w/w [98.0 ... 102.0]"] in rows
    assert ["investigation", "INV-1"] in rows
    assert ["lot", LOT] in rows
    assert set(shown.covered) == {kept.lot().entry, *(one.entry for one in kept.lot().results if not one.aside)}
    assert dumps(shown.document)


def test_rejected_never_comes_back(store: Store) -> None:
    store.done(c.RejectLot(LOT, "smells"), "quinn")
    for command in (
        c.ReleaseLot(LOT),
        c.QuarantineLot(LOT, "x"),
        c.RejectLot(LOT, "x"),
        c.ExtendRetest(LOT, "2028-01-01"),
    ):
        assert code(store.do(command, "quita")) == "lot_rejected"
    store.write("material/lot/L-100", e.LotReleased(LOT, "1", (), ()), "quinn")
    assert store.lot().status == "rejected", "not even by an entry that no rule let through"
    assert code(store.do(c.SplitLot(LOT, "L-2", (e.Amount("1", "1"),)), "otto")) == "lot_rejected"
    store.done(c.DestroyLot(LOT, "rejected", "sue"), "otto")
    assert (store.lot().status, store.lot().left) == ("rejected", 0)


def test_quarantine_at_once_and_release_again(store: Store) -> None:
    assert code(store.do(c.QuarantineLot(LOT, ""), "quinn")) == "material_text_missing"
    store.done(c.QuarantineLot(LOT, "complaint"), "quinn")
    store.done(c.QuarantineLot(LOT, "again"), "quinn")
    assert (store.lot().status, store.lot().reason) == ("quarantine", "again")
    store.done(c.ReleaseLot(LOT), "quita")
    assert store.lot().status == "released"


def test_an_expired_lot_is_not_released(kept: Store) -> None:
    kept.received(expiry="2026-03-05").tested()
    kept.wait(days=5)
    assert code(kept.do(c.ReleaseLot(LOT), "quinn")) == "lot_expired"


def test_a_retest_date_needs_new_results_and_an_expiry_never_moves(store: Store) -> None:
    store.wait(days=100)
    refused = store.do(c.ExtendRetest(LOT, "2027-06-01"), "quinn").refusal
    assert refused is not None
    assert (refused.code, refused.params["tests"]) == ("retest_without_results", "Assay, Loss on drying")
    store.tested()
    assert code(store.do(c.ExtendRetest(LOT, "2027-01-01"), "quinn")) == "retest_not_later"
    assert code(store.do(c.ExtendRetest(LOT, "2027-07-01"), "quinn")) == "retest_after_expiry"
    store.done(c.ExtendRetest(LOT, "2027-06-01"), "quinn")
    assert (store.lot().retest, store.lot().expiry) == ("2027-06-01", "2027-06-30")
    assert code(store.do(c.ExtendRetest(LOT, "2027-06-15"), "quinn")) == "retest_without_results"


def test_a_lot_without_retest_date_gets_none(kept: Store) -> None:
    kept.done(c.SetSpecification(CODE, "2", TESTS, reason="none"), "quinn")
    kept.released()
    assert code(kept.do(c.ExtendRetest(LOT, "2027-06-01"), "quinn")) == "retest_none"


# -- the store


def test_containers_move_alone_or_together(store: Store) -> None:
    store.done(c.MoveLot(LOT, "B-02", "1", "2-8 °C"), "otto")
    assert (store.lot().place_of("1"), store.lot().place_of("2")) == (("B-02", "2-8 °C"), ("A-01", "15-25 °C"))
    store.done(c.MoveLot(LOT, "C-03"), "otto")
    assert store.lot().place_of("1")[0] == "C-03"
    assert code(store.do(c.MoveLot(LOT, "C-03", "7"), "otto")) == "container_unknown"
    assert code(store.do(c.MoveLot(LOT, " "), "otto")) == "material_text_missing"


def test_allocation_is_the_offices_and_never_more_than_there_is(store: Store) -> None:
    assert code(store.do(c.AllocateLot(LOT, "Nowhere", "5"), "sue")) == "allocation_station"
    assert code(store.do(c.AllocateLot(LOT, "Room-12", "60"), "sue")) == "material_not_enough"
    assert code(store.do(c.AllocateLot(LOT, "Room-12", "0"), "sue")) == "material_quantity"
    assert code(store.do(c.AllocateLot(LOT, "Room-12", "5", "L"), "sue")) == "unit_does_not_convert"
    store.done(c.AllocateLot(LOT, "Room-12", "40"), "sue")
    assert code(store.do(c.AllocateLot(LOT, "Office", "10"), "sue")) == "material_not_enough"
    store.used("30", station="Room-12", container="")
    assert code(store.do(c.AllocateLot(LOT, "Room-12", "-11"), "sue")) == "allocation_drawn"
    store.done(c.AllocateLot(LOT, "Room-12", "-10"), "sue")
    store.done(c.AllocateLot(LOT, "Office", "19"), "sue")
    store.log = "log-B"
    assert code(store.do(c.AllocateLot(LOT, "Office", "0.5"), "sue")) == "allocation_at_office"
    store.done(c.AllocateLot(LOT, "Office", "0.5"), "quinn")


def test_what_comes_back_is_no_more_than_was_drawn(store: Store) -> None:
    store.used("5")
    assert code(store.do(c.ReturnLot(LOT, "1", "6", "too much"), "otto")) == "material_return_more"
    store.done(c.ReturnLot(LOT, "1", "5000", "batch aborted", "g", "B-1"), "otto")
    assert code(store.do(c.ReturnLot(LOT, "1", "0.2", "again"), "otto")) == "material_return_more"
    assert store.lot().left == Decimal("49.9")


def test_spills_destruction_and_counts_change_the_book(store: Store) -> None:
    store.done(c.SpillLot(LOT, "1", "0.9", "bag torn"), "otto")
    assert code(store.do(c.SpillLot(LOT, "1", "25", "bag torn"), "otto")) == "material_not_enough"
    assert code(store.do(c.CountLot(LOT, "2", "24.5"), "otto")) == "count_differs"
    store.done(c.CountLot(LOT, "2", "24.5", "balance of the store"), "otto")
    store.done(c.CountLot(LOT, "1", "24000", unit="g"), "otto")
    assert store.lot().left == Decimal("48.5")
    assert code(store.do(c.DestroyLot(LOT, "wet", "otto", "2", "0.5"), "otto")) == "second_person_is_same"
    assert code(store.do(c.DestroyLot(LOT, "wet", "", "2", "0.5"), "otto")) == "second_person_missing"
    assert code(store.do(c.DestroyLot(LOT, "wet", "lena", "2", "0.5"), "otto")) == "second_person_role"
    store.done(c.DestroyLot(LOT, "wet", "sue", "2", "0.5"), "otto")
    assert (store.lot().left, store.lot().status) == (Decimal("48.0"), "released")
    store.done(c.DestroyLot(LOT, "recall", "sue"), "otto")
    assert (store.lot().left, store.lot().status) == (0, "destroyed")
    assert code(store.do(c.DestroyLot(LOT, "again", "sue"), "otto")) == "lot_destroyed"


# -- lots made of lots


def test_a_part_keeps_what_is_known_of_the_lot_and_is_decided_on_by_itself(store: Store) -> None:
    store.done(c.SplitLot(LOT, "L-100/1", (e.Amount("1", "10"),)), "otto")
    part = store.lot("L-100/1")
    assert (part.status, part.item, part.expiry, part.left) == ("released", CODE, "2027-06-30", 10)
    assert part.receipt is not None
    assert (part.receipt.parents, part.receipt.released_by) == ((LOT,), "quinn")
    assert (store.lot().left, set(store.lot().children)) == (Decimal("39.9"), {"L-100/1"})
    store.done(c.QuarantineLot("L-100/1", "wet"), "quita")
    assert (store.lot().status, part.status) == ("released", "quarantine")
    store.done(c.ReleaseLot("L-100/1"), "quita")  # on the results that it brought along
    assert code(store.do(c.SplitLot(LOT, "L-100/1", (e.Amount("1", "1"),)), "otto")) == "lot_number_taken"
    assert code(store.do(c.SplitLot(LOT, "L-9", (e.Amount("1", "20"),)), "otto")) == "material_not_enough"


def test_a_part_of_a_rejected_lot_is_blocked(store: Store) -> None:
    from ebr.domain.material.state import use

    store.done(c.SplitLot(LOT, "L-101", (e.Amount("1", "10"),)), "otto")
    assert use.further_roots(store.facts, "L-101") == ("material/supplier/acme", "material/lot/L-100")
    store.done(c.RejectLot(LOT, "contaminated"), "quita")
    refusal = use.blocked(store.facts, CODE, "L-101", "", store.at(), "Office", potency=True)
    assert refusal is not None
    assert (refusal.code, refusal.params["lot"]) == ("lot_rejected", LOT)
    store.done(c.QuarantineLot("L-101", "its parent is rejected"), "quita")
    assert code(store.do(c.ReleaseLot("L-101"), "quinn")) == "lot_rejected"


def test_lots_join_under_a_number_with_the_earliest_dates(store: Store) -> None:
    store.released("L-200", expiry="2027-01-31", supplier_lot="AC/78")
    assert code(store.do(c.JoinLots("L-300", (LOT, LOT)), "otto")) == "join_too_few"
    store.done(c.JoinLots("L-300", (LOT, "L-200"), "D-04"), "otto")
    joined = store.lot("L-300")
    assert (joined.status, joined.expiry, joined.left) == ("released", "2027-01-31", Decimal("99.8"))
    assert joined.containers == ("L-100:1", "L-100:2", "L-200:1", "L-200:2")
    assert (store.lot().status, store.lot().left) == ("destroyed", 0)
    assert code(store.do(c.JoinLots("L-301", (LOT, "L-300")), "otto")) == "lot_destroyed"


def test_one_lot_in_quarantine_makes_the_joined_one_wait_and_unlike_lots_stay_apart(store: Store) -> None:
    store.received("L-200").received("L-201", unit="g")
    assert code(store.do(c.JoinLots("L-300", (LOT, "L-201")), "otto")) == "join_unlike"
    store.done(c.JoinLots("L-300", (LOT, "L-200")), "otto")
    assert store.lot("L-300").status == "quarantine"
    assert code(store.do(c.ReleaseLot("L-300"), "quinn")) == "lot_results_missing"


# -- nothing is there


@pytest.mark.parametrize(
    "command",
    [
        c.MoveLot("L-0", "A"),
        c.ReturnLot("L-0", "1", "1", "x"),
        c.SpillLot("L-0", "1", "1", "x"),
        c.CountLot("L-0", "1", "1"),
        c.SplitLot("L-0", "L-1", (e.Amount("1", "1"),)),
        c.DestroyLot("L-0", "x", "sue"),
        c.JoinLots("L-9", ("L-0", "L-1")),
    ],
)
def test_an_unknown_lot_is_refused_by_name(kept: Store, command: object) -> None:
    assert code(kept.do(command, "otto")) == "lot_unknown"


@pytest.mark.parametrize("root", ["material", "material/", "material/lot", "material/crate/1", "material/lot/a/b"])
def test_any_root_has_a_state(root: str) -> None:
    assert start(root) is not None


def test_more_than_a_container_came_with_is_counted_by_two_and_nobody_uses_it(store: Store) -> None:
    assert code(store.do(c.CountLot(LOT, "2", "25.1", "scale"), "otto")) == "count_above_receipt"
    assert code(store.do(c.CountAbove(LOT, "2", "25", "scale", "sue"), "otto")) == "count_not_above"
    assert code(store.do(c.CountAbove(LOT, "2", "25.1", "scale", "otto"), "otto")) == "second_person_is_same"
    assert code(store.do(c.CountAbove(LOT, "2", "25.1", " ", "sue"), "otto")) == "material_text_missing"
    store.done(c.CountAbove(LOT, "2", "25100", "lid of another drum", "sue", unit="g"), "otto")
    state = store.lot()
    assert (state.left_in("2"), [one.witness for one in state.open_counts]) == (Decimal("25.1"), ["sue"])
    refusal = use.blocked(store.facts, CODE, LOT, "1", store.at(), "Office", potency=False)
    assert refusal is not None
    assert (refusal.code, refusal.params["received"]) == ("lot_count_open", "25")


def test_quality_finds_out_about_a_count_and_never_who_counted(store: Store) -> None:
    store.done(c.CountAbove(LOT, "2", "25.1", "lid of another drum", "quinn"), "otto")
    (found,) = store.lot().open_counts
    assert code(store.do(c.DecideCount(LOT, found.entry, "weighed again"), "quinn")) == "count_decided_by_counter"
    assert code(store.do(c.DecideCount(LOT, "none", "weighed again"), "quita")) == "count_not_open"
    assert code(store.do(c.DecideCount(LOT, found.entry, ""), "quita")) == "material_text_missing"
    store.done(c.DecideCount(LOT, found.entry, "INV-4: the supplier overfilled"), "quita")
    assert store.lot().open_counts == ()
    assert use.blocked(store.facts, CODE, LOT, "1", store.at(), "Office", potency=False) is None


def test_a_lot_with_an_open_count_is_not_released(kept: Store) -> None:
    kept.received().tested()
    kept.done(c.CountAbove(LOT, "2", "26", "label does not fit", "sue"), "otto")
    assert code(kept.do(c.ReleaseLot(LOT), "quinn")) == "lot_count_open"
