"""Materials with specifications, suppliers with their qualification: quality's (211.80, 211.84; EU GMP 5.27-5.35)."""

from __future__ import annotations

from ebr.domain import subjects
from ebr.domain.decision import Actor, Decision, Draft, Facts
from ebr.domain.material import commands as c
from ebr.domain.material import events as e
from ebr.domain.material.rules import forms
from ebr.domain.material.state import ItemState, SupplierState, dates
from ebr.domain.material.state.item import EXPIRY_RULES, KINDS, STRICTNESS, USES
from ebr.domain.material.state.use import SUPPLIES
from ebr.domain.refusal import Refusal
from ebr.domain.values import Instant, clean_text, number, shown_text

MOST_MONTHS = 120
MOST_TESTS = 60
LONGEST_UNIT = 24
"""A result is compared in the unit of its test and never converted: "of 20" or "mPa.s" is as good as "%"."""


def add_item(state: ItemState, _facts: Facts, command: c.AddItem, _actor: Actor, _at: Instant) -> Decision:
    """Keep a material."""
    code = forms.name(command.item, "item")
    if state.entry:
        if (state.title, state.kind, state.unit) == (command.title, command.kind, command.unit):
            return Decision(answer={"item": code})  # asked twice: the first answer holds
        raise Refusal("item_code_taken", item=code, title=state.title)
    event = e.ItemAdded(code, forms.line(command.title, "title"), _kind(command.kind), forms.unit_of(command.unit, ""))
    return Decision((Draft(subjects.item(code), event),), answer={"item": code})


def change_item(state: ItemState, _facts: Facts, command: c.ChangeItem, _actor: Actor, _at: Instant) -> Decision:
    """Call a material otherwise."""
    _known(state)
    title, unit = forms.line(command.title, "title"), forms.unit_of(command.unit, "")
    event = e.ItemChanged(state.code, title, _kind(command.kind), unit, forms.line(command.reason, "reason"))
    return Decision((Draft(subjects.item(state.code), event),))


def set_specification(
    state: ItemState, _facts: Facts, command: c.SetSpecification, _actor: Actor, _at: Instant
) -> Decision:
    """Put the next version of the specification in force."""
    _known(state)
    following = str(max((int(version) for version in state.specifications), default=0) + 1)
    if command.version != following:
        raise Refusal("specification_version", item=state.code, version=shown_text(command.version), next=following)
    if not 0 < len(command.tests) <= MOST_TESTS:
        raise Refusal("specification_tests", item=state.code, most=str(MOST_TESTS))
    _tests(command.tests)
    rule = _months(command)
    reason = forms.line(command.reason, "reason") if following != "1" else clean_text(command.reason, 500)
    storage = clean_text(command.storage, 200)
    event = e.SpecificationSet(
        state.code,
        following,
        command.tests,
        command.retest_months,
        rule,
        command.expiry_months,
        storage,
        reason,
    )
    return Decision((Draft(subjects.item(state.code), event),))


def withdraw_item(state: ItemState, _facts: Facts, command: c.WithdrawItem, _actor: Actor, _at: Instant) -> Decision:
    """Receive no more lots of a material."""
    _known(state)
    event = e.ItemWithdrawn(state.code, forms.line(command.reason, "reason"))
    return Decision((Draft(subjects.item(state.code), event),))


def add_supplier(state: SupplierState, _facts: Facts, command: c.AddSupplier, _actor: Actor, _at: Instant) -> Decision:
    """Keep a supplier."""
    supplier = forms.name(command.supplier, "supplier")
    if state.entry:
        if (state.name, state.place) == (command.name, command.place):
            return Decision(answer={"supplier": supplier})
        raise Refusal("supplier_id_taken", supplier=supplier, name=state.name)
    event = e.SupplierAdded(supplier, forms.line(command.name, "name"), clean_text(command.place, 200))
    return Decision((Draft(subjects.supplier(supplier), event),), answer={"supplier": supplier})


def qualify(state: SupplierState, _facts: Facts, command: c.QualifySupplier, _actor: Actor, at: Instant) -> Decision:
    """Say what a supplier may deliver, after an audit that has been, until a day to come."""
    _supplier(state)
    if command.status not in SUPPLIES:
        raise Refusal("supplier_status", status=shown_text(command.status), known=", ".join(SUPPLIES))
    materials = tuple(dict.fromkeys(forms.name(code, "item") for code in command.materials))
    if not materials:
        raise Refusal("supplier_nothing", supplier=state.name)
    audited, until, today = forms.day(command.audited, "audited"), forms.day(command.until, "until"), dates.day_of(at)
    if audited > today.isoformat():
        raise Refusal("supplier_audit_to_come", supplier=state.name, audited=audited)
    if until <= today.isoformat() or until <= audited:
        raise Refusal("supplier_until_past", supplier=state.name, until=until)
    reason = clean_text(command.reason, 500)
    event = e.SupplierQualified(state.id, materials, audited, until, command.status, reason)
    return Decision((Draft(subjects.supplier(state.id), event),))


def set_status(
    state: SupplierState, _facts: Facts, command: c.SetSupplierStatus, _actor: Actor, _at: Instant
) -> Decision:
    """Suspend, disqualify or restore a supplier; disqualified, it comes back with a new audit only."""
    _supplier(state)
    if command.status not in STRICTNESS:
        raise Refusal("supplier_status", status=shown_text(command.status), known=", ".join(STRICTNESS))
    if command.status in SUPPLIES and (state.status == "disqualified" or not state.qualification_entry):
        raise Refusal("supplier_needs_audit", supplier=state.name)
    event = e.SupplierStatusSet(state.id, command.status, forms.line(command.reason, "reason"))
    return Decision((Draft(subjects.supplier(state.id), event),))


def _known(state: ItemState) -> None:
    if not state.entry:
        raise Refusal("item_unknown", item=shown_text(state.code))
    if state.withdrawn:
        raise Refusal("item_withdrawn", item=state.code, title=state.title, reason=state.withdrawn)


def _supplier(state: SupplierState) -> None:
    if not state.entry:
        raise Refusal("supplier_unknown", supplier=shown_text(state.id))


def _kind(kind: str) -> str:
    if kind not in KINDS:
        raise Refusal("item_kind", kind=shown_text(kind), known=", ".join(KINDS))
    return kind


def _months(command: c.SetSpecification) -> str:
    fit = 0 <= command.retest_months <= MOST_MONTHS and 0 <= command.expiry_months <= MOST_MONTHS
    if command.expiry_rule not in EXPIRY_RULES or not fit:
        raise Refusal("specification_dates", item=command.item, most=str(MOST_MONTHS))
    if command.expiry_rule == "months" and not command.expiry_months:
        raise Refusal("specification_dates", item=command.item, most=str(MOST_MONTHS))
    return command.expiry_rule


def _tests(tests: tuple[e.Criterion, ...]) -> None:
    for one in tests:
        forms.name(one.id, "test")
        forms.line(one.title, "title")
        _limits(one)
    ids = [one.id for one in tests]
    uses = [one.use for one in tests if one.use]
    twice = next((text for group in (ids, uses) for text in group if group.count(text) > 1), "")
    if twice:
        raise Refusal("specification_twice", test=twice)


def _limits(one: e.Criterion) -> None:
    numeric = bool(one.low or one.high)
    bounds = [number(text) for text in (one.low, one.high) if text]
    if numeric == bool(one.expected) or bounds != sorted(bounds):
        raise Refusal("specification_limits", test=one.title)
    if one.use not in USES or (one.use and not numeric) or len(clean_text(one.unit)) > LONGEST_UNIT:
        raise Refusal("specification_limits", test=one.title)
