"""A supplier's certificate in the place of an own test: given rule, comparison and identity, when a lot is released."""

from __future__ import annotations

import pytest

from ebr.domain.material import certificate_commands as cc
from ebr.domain.material import commands as c
from ebr.domain.material import events as e
from ebr.domain.material.events import certificate as ce
from ebr.domain.material.rules import sheet
from ebr.domain.material.state import use
from tests.domain.store_room import CODE, GOOD, LOT, SUPPLIER, TESTS, Store, code

RULE = cc.SetCertificateRule(CODE, ("assay", "lod"), ("looks",), "three years of agreeing results")
COMPARED = cc.ValidateSupplier(SUPPLIER, CODE, "2026-02-01", "2027-02-01", "VAL-12: ten lots, both laboratories")


@pytest.fixture
def store() -> Store:
    """Quality allowed it and compared; a lot of the supplier is here, its identity is tested."""
    room = Store().kept()
    room.done(RULE, "quinn")
    room.done(COMPARED, "quinn")
    return room.received()


def identity(store: Store, value: str = GOOD["looks"]) -> Store:
    store.done(c.SampleLot(LOT, "S-1", (e.Amount("1", "0.1"),)), "lena")
    store.done(c.RecordResult(LOT, "looks", value), "lena")
    return store


def certified(store: Store, **values: str) -> Store:
    for test, value in {"assay": "99.6", "lod": "0.3", **values}.items():
        store.done(cc.RecordCertificate(LOT, "COA-77", test, value), "lena")
    return store


def checked(store: Store) -> Store:
    store.done(c.CheckResults(LOT), "lars")
    return store


def test_a_lot_is_released_on_a_certificate_and_an_own_test_of_identity(store: Store) -> None:
    checked(certified(identity(store)))
    store.done(c.ReleaseLot(LOT), "quinn")
    state = store.lot()
    assert state.status == "released"
    shown = {one.tested.test: one.certificate for one in state.results}
    assert shown == {"looks": "", "assay": "COA-77", "lod": "COA-77"}


def test_the_signature_of_the_release_names_the_certificate(store: Store) -> None:
    checked(certified(identity(store)))
    event = store.asked(c.ReleaseLot(LOT), "quinn").drafts[0].event
    found = sheet(store.lot(), event)
    assert found is not None
    rows = found.document["rows"]  # type: ignore[call-overload, index]
    assert rows.count(["certificate", "COA-77"]) == 2


def test_certificates_alone_prove_no_identity(store: Store) -> None:
    checked(certified(store))
    assert code(store.do(c.ReleaseLot(LOT), "quinn")) == "lot_results_missing"
    identity(store)
    assert code(store.do(c.ReleaseLot(LOT), "quinn")) == "lot_results_unchecked"
    checked(store)
    store.done(c.ReleaseLot(LOT), "quinn")


@pytest.mark.parametrize(
    ("command", "refused"),
    [
        (cc.SetCertificateRule(CODE, ("assay",), (), "x"), "certificate_identity"),
        (cc.SetCertificateRule(CODE, ("assay",), ("assay",), "x"), "certificate_identity"),
        (cc.SetCertificateRule(CODE, ("assay", "lod", "looks"), ("looks",), "x"), "certificate_identity"),
        (cc.SetCertificateRule(CODE, ("colour",), ("looks",), "x"), "test_unknown"),
        (cc.SetCertificateRule(CODE, ("assay",), ("looks",), " "), "material_text_missing"),
        (cc.SetCertificateRule("RM-0", ("assay",), ("looks",), "x"), "specification_missing"),
        (cc.ValidateSupplier("nobody", CODE, "2026-02-01", "2027-02-01", "r"), "supplier_unknown"),
        (cc.ValidateSupplier(SUPPLIER, "RM-0", "2026-02-01", "2027-02-01", "r"), "supplier_not_for_item"),
        (cc.ValidateSupplier(SUPPLIER, CODE, "2026-03-03", "2027-02-01", "r"), "supplier_audit_to_come"),
        (cc.ValidateSupplier(SUPPLIER, CODE, "2026-02-01", "2026-03-02", "r"), "supplier_until_past"),
        (cc.ValidateSupplier(SUPPLIER, CODE, "2026-02-01", "2027-02-01", ""), "material_text_missing"),
    ],
)
def test_what_quality_cannot_allow(store: Store, command: object, refused: str) -> None:
    assert code(store.do(command, "quinn")) == refused


@pytest.mark.parametrize(
    ("command", "refused"),
    [
        (cc.RecordCertificate(LOT, "COA-77", "looks", "White powder"), "certificate_not_allowed"),
        (cc.RecordCertificate(LOT, "COA-77", "colour", "1"), "test_unknown"),
        (cc.RecordCertificate(LOT, " ", "assay", "99"), "material_text_missing"),
        (cc.RecordCertificate(LOT, "COA-77", "assay", "much"), "number_unreadable"),
        (cc.RecordCertificate("L-0", "COA-77", "assay", "99"), "lot_unknown"),
    ],
)
def test_what_cannot_be_taken_over(store: Store, command: object, refused: str) -> None:
    assert code(store.do(command, "lena")) == refused


def test_without_a_rule_nothing_is_taken_over() -> None:
    store = Store().kept().received()
    assert code(store.do(cc.RecordCertificate(LOT, "COA-77", "assay", "99"), "lena")) == "certificate_not_allowed"


def test_a_supplier_whose_results_nobody_compared_is_tested_here() -> None:
    store = Store().kept().received()
    store.done(RULE, "quinn")
    assert code(store.do(cc.RecordCertificate(LOT, "COA-77", "assay", "99"), "lena")) == "supplier_not_validated"


def test_a_comparison_that_has_lapsed_at_the_release_counts_no_more(store: Store) -> None:
    checked(certified(identity(store)))
    store.wait(days=336)  # its last day
    assert store.asked(c.ReleaseLot(LOT), "quinn").refusal is None
    store.wait(days=1)
    assert code(store.do(c.ReleaseLot(LOT), "quinn")) == "supplier_not_validated"


def test_a_new_version_of_the_specification_begins_with_own_tests(store: Store) -> None:
    checked(certified(identity(store)))
    store.done(c.SetSpecification(CODE, "2", TESTS, reason="pharmacopoeia"), "quinn")
    assert store.item().by_certificate == frozenset()
    assert code(store.do(c.ReleaseLot(LOT), "quinn")) == "certificate_not_allowed"


def test_a_failing_certificate_fails_the_lot_and_an_own_result_does_not_hide_it(store: Store) -> None:
    checked(certified(identity(store), assay="97.0"))
    store.done(c.RecordResult(LOT, "assay", "99.0"), "lena")
    checked(store)
    assert code(store.do(c.ReleaseLot(LOT), "quinn")) == "lot_result_fails"


def test_a_retest_is_never_a_certificate(store: Store) -> None:
    checked(certified(identity(store)))
    store.done(c.ReleaseLot(LOT), "quinn")
    store.wait(days=30)
    certified(store)
    checked(store)
    assert code(store.do(c.ExtendRetest(LOT, "2027-06-01"), "quinn")) == "retest_without_results"


def test_two_stations_that_allow_different_tests_allow_what_both_do(store: Store) -> None:
    one = ce.CertificateRuleSet(CODE, "1", ("assay", "lod"), ("looks",), "a")
    other = ce.CertificateRuleSet(CODE, "1", ("lod",), ("looks", "assay"), "b")
    first = store.write(f"material/item/{CODE}", one, "quinn")
    store.write(f"material/item/{CODE}", other, "quita", beside=(first,))
    assert store.item().by_certificate == {"lod"}
    assert store.item().identity_tests == ("assay", "looks")


def test_an_own_test_of_identity_set_aside_proves_nothing(store: Store) -> None:
    checked(certified(identity(store)))
    aside = next(one.entry for one in store.lot().results if one.tested.test == "looks")
    store.done(c.SetResultAside(LOT, aside, "INV-9: wrong sample"), "quita")
    assert code(store.do(c.ReleaseLot(LOT), "quinn")) == "lot_results_missing"


def test_the_charge_is_corrected_by_the_assay_of_a_certificate(store: Store) -> None:
    checked(certified(identity(store)))
    assert dict(use.assay(store.facts, LOT)) == {"potency": "99.6", "lod": "0.3"}
