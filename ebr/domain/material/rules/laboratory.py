"""Samples, results against specification, the second person's check, results set aside (211.84; floor-rules 4, 14)."""

from __future__ import annotations

from ebr.domain import subjects
from ebr.domain.decision import Actor, Decision, Draft, Facts
from ebr.domain.material import commands as c
from ebr.domain.material import events as e
from ebr.domain.material.rules import forms
from ebr.domain.material.state import ItemState, LotState, Result
from ebr.domain.material.state.use import item_in
from ebr.domain.refusal import Refusal
from ebr.domain.values import Instant, clean_text, number, shown_text


def sample(state: LotState, _facts: Facts, command: c.SampleLot, _actor: Actor, _at: Instant) -> Decision:
    """Take a sample; its quantity is gone from the containers."""
    forms.alive(state)
    name = forms.name(command.sample, "sample")
    if any(one.sample == name for one in state.samples.values()):
        raise Refusal("sample_taken", lot=state.number, sample=name)
    taken = forms.taken(state, command.taken, command.unit)
    event = e.LotSampled(state.number, name, taken, state.unit, clean_text(command.reason, 500))
    return Decision((Draft(subjects.lot(state.number), event),), answer={"sample": name})


def record(state: LotState, facts: Facts, command: c.RecordResult, actor: Actor, _at: Instant) -> Decision:
    """Record one result; further results for one test are kept beside each other, and none makes another go away."""
    forms.alive(state)
    item = item_in(facts, state.item)
    specification, criterion = specified(item, state.item, command.test)
    value, verdict = verdict_of(criterion, command.value)
    event = e.LotTested(
        state.number,
        _sample(state, command.sample),
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


def check(state: LotState, _facts: Facts, _command: c.CheckResults, actor: Actor, _at: Instant) -> Decision:
    """Check what others recorded; nobody checks an own result."""
    forms.alive(state)
    unchecked = [one for one in state.results if not one.checker and not one.aside]
    others = tuple(one.entry for one in unchecked if one.tested.analyst != actor.person)
    if not unchecked:
        raise Refusal("results_none_to_check", lot=state.number)
    if not others:
        raise Refusal("result_checked_by_analyst", lot=state.number, person=forms.who(actor))
    return Decision((Draft(subjects.lot(state.number), e.ResultsChecked(state.number, others)),))


def set_aside(state: LotState, _facts: Facts, command: c.SetResultAside, actor: Actor, _at: Instant) -> Decision:
    """Find a result invalid by an investigation; it stays in the record."""
    forms.alive(state)
    found = _result(state, command.result)
    if found.aside:
        raise Refusal("result_aside_already", lot=state.number, test=found.tested.title)
    if actor.person in {found.tested.analyst, found.checker}:
        raise Refusal("lot_judged_by_tester", lot=state.number, person=forms.who(actor))
    event = e.ResultSetAside(state.number, found.entry, forms.line(command.investigation, "investigation"))
    return Decision((Draft(subjects.lot(state.number), event),))


def _result(state: LotState, entry: str) -> Result:
    found = next((one for one in state.results if one.entry == entry), None)
    if found is None:
        raise Refusal("result_unknown", lot=state.number)
    return found


def _sample(state: LotState, wanted: str) -> str:
    names = [one.sample for one in sorted(state.samples.values(), key=lambda one: (one.at, one.entry))]
    if not names:
        raise Refusal("lot_not_sampled", lot=state.number)
    if wanted and wanted not in names:
        raise Refusal("sample_unknown", lot=state.number, sample=shown_text(wanted), known=", ".join(names))
    return wanted or names[-1]


def specified(item: ItemState, code: str, test: str) -> tuple[e.SpecificationSet, e.Criterion]:
    """Return the specification in force of a material and its test of this id; raises `Refusal` for one it has not."""
    specification, criterion = item.specification, item.criterion(test)
    if specification is None:
        raise Refusal("specification_missing", item=code)
    if criterion is None:
        known = ", ".join(one.id for one in specification.tests)
        raise Refusal("test_unknown", item=code, test=shown_text(test), known=known)
    return specification, criterion


def verdict_of(criterion: e.Criterion, text: str) -> tuple[str, str]:
    """Return a result as it is kept and whether it passes; raises `Refusal` for a number that cannot be read."""
    if criterion.expected:
        value = forms.line(text, "result")
        return value, "pass" if value.casefold() == criterion.expected.casefold() else "fail"
    found = number(text)
    low = not criterion.low or found >= number(criterion.low)
    high = not criterion.high or found <= number(criterion.high)
    return text.strip(" "), "pass" if low and high else "fail"
