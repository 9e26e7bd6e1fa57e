"""Where a supplier's certificate may stand in the place of an own test (21 CFR 211.84(d)(2); EU GMP 5.35).

Never without an own test of identity, never for a test that quality did not name, never of a supplier whose results
nobody compared with own ones within the time set. All three are looked at when a result is taken over and again at the
release of the lot.
"""

from __future__ import annotations

from collections.abc import Iterable

from ebr.domain import subjects
from ebr.domain.decision import Actor, Decision, Draft, Facts
from ebr.domain.material import certificate_commands as c
from ebr.domain.material.events import certificate as e
from ebr.domain.material.rules import forms
from ebr.domain.material.rules.laboratory import specified, verdict_of
from ebr.domain.material.state import ItemState, LotState, SupplierState, dates
from ebr.domain.material.state.use import item_in, supplier_in
from ebr.domain.refusal import Refusal
from ebr.domain.values import Instant, shown_text


def set_rule(state: ItemState, _facts: Facts, command: c.SetCertificateRule, _actor: Actor, _at: Instant) -> Decision:
    """Say which tests a certificate may replace; at least one other test proves the identity."""
    specification = state.specification
    if specification is None:
        raise Refusal("specification_missing", item=shown_text(state.code))
    tests, identity = tuple(dict.fromkeys(command.tests)), tuple(dict.fromkeys(command.identity))
    known = [one.id for one in specification.tests]
    strange = next((one for one in (*tests, *identity) if one not in known), None)
    if strange is not None:
        raise Refusal("test_unknown", item=state.code, test=shown_text(strange), known=", ".join(known))
    if tests and (not identity or set(identity) & set(tests)):
        raise Refusal("certificate_identity", item=state.code)
    reason = forms.line(command.reason, "reason")
    event = e.CertificateRuleSet(state.code, specification.version, tests, identity, reason)
    return Decision((Draft(subjects.item(state.code), event),))


def validate(state: SupplierState, _facts: Facts, command: c.ValidateSupplier, _actor: Actor, at: Instant) -> Decision:
    """Find a supplier's results right, by a comparison that has been, until a day to come."""
    if not state.entry:
        raise Refusal("supplier_unknown", supplier=shown_text(state.id))
    if command.item not in state.qualification.materials:
        raise Refusal("supplier_not_for_item", supplier=state.name, item=shown_text(command.item))
    validated, until = forms.day(command.validated, "validated"), forms.day(command.until, "until")
    today = dates.day_of(at).isoformat()
    if validated > today:
        raise Refusal("supplier_audit_to_come", supplier=state.name, audited=validated)
    if until <= today:
        raise Refusal("supplier_until_past", supplier=state.name, until=until)
    report = forms.line(command.report, "report")
    event = e.SupplierValidated(state.id, command.item, validated, until, report)
    return Decision((Draft(subjects.supplier(state.id), event),))


def record(state: LotState, facts: Facts, command: c.RecordCertificate, actor: Actor, at: Instant) -> Decision:
    """Take one result of a certificate into a lot."""
    forms.alive(state)
    item = item_in(facts, state.item)
    specification, criterion = specified(item, state.item, command.test)
    certificate = forms.line(command.certificate, "certificate")
    relied_on(state, item, facts, (criterion.id,), at)
    value, verdict = verdict_of(criterion, command.value)
    event = e.CertificateRecorded(
        state.number,
        certificate,
        state.supplier,
        specification.version,
        criterion.id,
        criterion.title,
        value,
        criterion.unit,
        criterion.low,
        criterion.high,
        criterion.expected,
        criterion.use,
        verdict,
        actor.person,
    )
    return Decision((Draft(subjects.lot(state.number), event),), answer={"verdict": verdict})


def relied_on(state: LotState, item: ItemState, facts: Facts, tests: Iterable[str], at: Instant) -> None:
    """Refuse results of a certificate that nobody allowed, or of a supplier whose results nobody compared lately."""
    titles = {one.id: one.title for one in item.specification.tests} if item.specification is not None else {}
    unable = [titles.get(test, test) for test in tests if test not in item.by_certificate]
    if unable:
        raise Refusal("certificate_not_allowed", item=state.item, lot=state.number, tests=", ".join(unable))
    supplier = supplier_in(facts, state.supplier)
    until = supplier.validated_until(state.item)
    if not until or dates.passed(until, supplier.zone, at):
        name = supplier.name or shown_text(state.supplier)
        raise Refusal("supplier_not_validated", lot=state.number, supplier=name, item=state.item, until=until)


def at_release(state: LotState, item: ItemState, facts: Facts, at: Instant) -> None:
    """Refuse to release a lot on certificates alone: the identity is proved by own tests."""
    newest = state.newest
    replaced = [test for test, one in newest.items() if one.certificate]
    if not replaced:
        return
    relied_on(state, item, facts, replaced, at)
    titles = {one.id: one.title for one in item.specification.tests} if item.specification is not None else {}
    own = {test for test, one in newest.items() if not one.certificate and one.counts}
    missing = [titles.get(test, test) for test in item.identity_tests if test not in own]
    if missing or not item.identity_tests:
        raise Refusal("identity_not_tested", lot=state.number, tests=", ".join(missing))
