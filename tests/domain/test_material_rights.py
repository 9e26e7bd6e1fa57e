"""Who may ask what of the store: one test per command and role, against a table written from floor-rules 4."""

from __future__ import annotations

import pytest

from ebr.domain.decision import Actor
from ebr.domain.material import certificate_commands as cc
from ebr.domain.material import commands as c
from ebr.domain.material import events as e
from ebr.domain.material import storage_commands as sc
from ebr.domain.material.rules import decide, needs, signer, subject
from ebr.domain.people.state.roles import ROLES
from tests.domain.store_room import CODE, LOT, SUPPLIER, TESTS, Store

STORE = {"operator", "supervisor"}
ONE = (e.Amount("1", "1"),)
TABLE: dict[type, tuple[object, set[str]]] = {
    c.AddItem: (c.AddItem("RM-2", "Salt", "excipient", "kg"), {"quality"}),
    c.ChangeItem: (c.ChangeItem(CODE, "Salt", "excipient", "kg", "typing error"), {"quality"}),
    c.SetSpecification: (c.SetSpecification(CODE, "2", TESTS, reason="pharmacopoeia"), {"quality"}),
    c.WithdrawItem: (c.WithdrawItem(CODE, "not used any more"), {"quality"}),
    c.AddSupplier: (c.AddSupplier("other", "Other"), {"quality"}),
    c.QualifySupplier: (c.QualifySupplier(SUPPLIER, (CODE,), "2026-01-10", "2028-01-01"), {"quality"}),
    c.SetSupplierStatus: (c.SetSupplierStatus(SUPPLIER, "suspended", "audit failed"), {"quality"}),
    c.ReceiveLot: (c.ReceiveLot("L-9", CODE, SUPPLIER, "x", ONE, expiry="2027-01-01"), STORE),
    c.SampleLot: (c.SampleLot(LOT, "S-new", ONE), {"laboratory"}),
    c.RecordResult: (c.RecordResult(LOT, "assay", "99.0"), {"laboratory"}),
    c.CheckResults: (c.CheckResults(LOT), {"laboratory"}),
    c.SetResultAside: (c.SetResultAside(LOT, "none", "INV-1"), {"quality"}),
    c.ReleaseLot: (c.ReleaseLot(LOT), {"quality"}),
    c.RejectLot: (c.RejectLot(LOT, "smells"), {"quality"}),
    c.QuarantineLot: (c.QuarantineLot(LOT, "complaint"), {"quality"}),
    c.ExtendRetest: (c.ExtendRetest(LOT, "2027-06-01"), {"quality"}),
    c.MoveLot: (c.MoveLot(LOT, "B-02"), STORE),
    c.AllocateLot: (c.AllocateLot(LOT, "Room-12", "5"), {"supervisor", "quality"}),
    c.ReturnLot: (c.ReturnLot(LOT, "1", "0.1", "not needed"), STORE),
    c.SpillLot: (c.SpillLot(LOT, "1", "0.1", "bag torn"), STORE),
    c.DestroyLot: (c.DestroyLot(LOT, "wet", "sue", "1", "1"), STORE | {"quality"}),
    c.CountLot: (c.CountLot(LOT, "1", "24.9"), STORE),
    c.SplitLot: (c.SplitLot(LOT, "L-100-1", ONE), STORE),
    c.JoinLots: (c.JoinLots("L-300", (LOT, "L-200")), STORE),
    c.CountAbove: (c.CountAbove(LOT, "1", "26", "swapped lid", "sue"), STORE),
    c.DecideCount: (c.DecideCount(LOT, "none", "INV-2"), {"quality"}),
    cc.SetCertificateRule: (cc.SetCertificateRule(CODE, ("assay",), ("looks",), "three years"), {"quality"}),
    cc.ValidateSupplier: (cc.ValidateSupplier(SUPPLIER, CODE, "2026-02-01", "2027-02-01", "VAL-1"), {"quality"}),
    sc.LimitStorage: (sc.LimitStorage(CODE, "4", "stability study"), {"quality"}),
    sc.JudgeStorage: (sc.JudgeStorage(LOT, "", "DEV-3"), {"quality"}),
    cc.RecordCertificate: (cc.RecordCertificate(LOT, "COA-7", "assay", "99.0"), {"laboratory"}),
}


@pytest.fixture(scope="module")
def store() -> Store:
    return Store().kept().released()


def test_the_table_has_every_command() -> None:
    assert set(TABLE) == set(c.RIGHTS)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("kind", TABLE, ids=lambda kind: kind.__name__)
def test_a_role_may_ask_exactly_what_the_rules_say(store: Store, kind: type, role: str) -> None:
    command, allowed = TABLE[kind]
    state = store.state(subject(command))
    facts = {root: store.state(root) for root in needs(command, state)}
    who = Actor(f"some.{role}", "Some", frozenset({role}), "p", "Office", "log-A")
    refusal = decide(state, facts, command, who, store.at()).refusal
    assert (refusal is not None and refusal.code == "right_missing") == (role not in allowed)


def test_nobody_is_not_somebody(store: Store) -> None:
    for command, _ in TABLE.values():
        refusal = decide(store.state(subject(command)), {}, command, Actor(""), store.at()).refusal
        assert refusal is not None
        assert refusal.code == "right_missing"


@pytest.mark.parametrize("kind", sorted(c.SIGNED_BY, key=str), ids=lambda kind: kind.__name__)
def test_who_decides_signs_and_a_witness_signs_a_destruction_and_a_count_above(store: Store, kind: type) -> None:
    command, _ = TABLE[kind]
    expected = "sue" if kind in (c.DestroyLot, c.CountAbove) else "quinn"
    assert signer(command, store.actor("quinn")) == (expected, c.SIGNED_BY[kind])


def test_everything_else_is_not_signed(store: Store) -> None:
    for kind in set(TABLE) - set(c.SIGNED_BY):
        assert signer(TABLE[kind][0], store.actor("quinn")) == ("", ())
