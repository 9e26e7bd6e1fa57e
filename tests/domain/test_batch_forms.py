"""Emergency forms: numbered, counted, transcribed as late entries and reconciled by a second person (floor-rules 18)."""

from __future__ import annotations

import pytest

from ebr.domain import subjects
from ebr.domain.batch import commands as c
from ebr.domain.batch.events import FormPrinted
from ebr.domain.batch.rules import lifecycle
from ebr.domain.batch.state import forms
from ebr.domain.decision import Decision, Draft
from tests.domain.batch_apart import SALT, meet, two
from tests.domain.batch_floor import BATCH, Floor, code
from tests.domain.batch_small import at_step, small, walked_small

WHEN = "2026-05-04T07:55:00+02:00"
SCAN = {"sha256": "b" * 64, "name": "scan.pdf", "size": "9000", "media": "application/pdf"}


@pytest.fixture
def floor() -> Floor:
    """A batch at the step "Measure" with a form printed."""
    found = at_step("measure")
    found.wait(hours=1).done(c.PrintForm(BATCH), "olga")
    return found


def from_form(
    floor: Floor, slot: str, who: str = "otto", *, by: str = "olga", form: str = "EF-001", **more: str
) -> Decision:
    source = {"how": "form", "form": form}
    late, happened = more.pop("late", "stations were down"), more.pop("happened", WHEN)
    return floor.do(c.RecordValue(BATCH, slot, more, 0, by, source, late, happened), who)


def reconcile(
    floor: Floor, outcome: str, comment: str = "", who: str = "sven", scan: dict[str, str] | None = None
) -> Decision:
    return floor.do(c.ReconcileForm(BATCH, "EF-001", outcome, comment, scan or {}), who)


# Printing


def test_a_form_lists_what_is_still_to_make_and_nothing_that_is_made(floor: Floor) -> None:
    form = floor.state.forms["EF-001"]
    assert floor.at("temp") in form.entries
    assert floor.at("salt_add") in form.entries, "steps that are still locked go on paper too"
    assert not any(entry.startswith(floor.at("clear") + "/") for entry in form.entries), "signed before"
    assert floor.at("doubled") not in form.entries, "computed values are not written by hand"
    before = len(form.entries)
    floor.record(floor.at("temp"), number="20.0")
    floor.done(c.PrintForm(BATCH), "olga")
    assert len(floor.state.forms["EF-002"].entries) == before - 1


def test_a_form_has_room_for_a_further_round_of_what_repeats(floor: Floor) -> None:
    form = floor.state.forms["EF-001"]
    bag = floor.at("bag_mass")
    assert bag in form.entries
    assert forms.lists(form, bag.replace("bag/", "bag[7]/"))
    assert not forms.lists(form, floor.at("tank_used"))
    step = next(step for step in forms.steps_of(floor.state, form) if step.phase.id == "bag")
    assert step.unnamed == ("bag",)


def test_a_form_is_printed_while_the_batch_is_on_hold_and_not_when_it_is_complete() -> None:
    held = at_step("measure")
    held.done(c.HoldBatch(BATCH, "smoke"), "quinn")
    assert held.refused(c.PrintForm(BATCH), "olga") == ""
    done = walked_small()
    done.done(c.CompleteBatch(BATCH), "sven")
    assert done.refused(c.PrintForm(BATCH), "olga") == "batch_complete"
    assert Floor(small()).refused(c.PrintForm(BATCH), "olga") == "batch_unknown"


def test_two_stations_never_give_one_number() -> None:
    office, room = two()
    office.done(c.PrintForm(BATCH), "olga")
    room.done(c.PrintForm(BATCH), "olga")
    meet(office, room)
    assert sorted(office.state.forms) == sorted(room.state.forms) == ["EF-001", "EF-S2-001"]
    assert SALT in room.state.forms["EF-S2-001"].entries


# Transcribing


def test_a_transcribed_value_is_late_names_its_form_and_who_did_it(floor: Floor) -> None:
    assert code(from_form(floor, floor.at("temp"), number="20.0")) == ""
    row = floor.state.slot(floor.at("temp")).rows[1]
    assert (row.performed_by, row.first.by, row.happened) == ("olga", "otto", WHEN)
    assert dict(row.source) == {"how": "form", "form": "EF-001"}
    assert floor.state.exceptions == {}, "the form raises one exception, not each value"


def test_a_value_typed_late_still_raises_its_own_exception(floor: Floor) -> None:
    floor.record(floor.at("temp"), number="20.0", late="forgotten", happened=WHEN)
    assert [x.rule for x in floor.state.exceptions.values()] == ["late_entry"]


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"form": "EF-009"}, "form_unknown"),
        ({"form": ""}, "form_unknown"),
        ({"late": ""}, "form_time_missing"),
        ({"happened": ""}, "form_time_missing"),
    ],
)
def test_what_is_not_allowed_from_a_form(floor: Floor, changed: dict[str, str], why: str) -> None:
    assert code(from_form(floor, floor.at("temp"), **{"number": "20.0", **changed})) == why
    assert floor.state.slot(floor.at("temp")).standing() == []


def test_an_entry_that_the_form_has_no_room_for(floor: Floor) -> None:
    floor.record(floor.at("temp"), number="20.0")
    floor.done(c.PrintForm(BATCH), "olga")
    assert code(from_form(floor, floor.at("temp"), form="EF-002", number="20.0")) == "form_without_entry"


# Reconciling


def test_the_second_check_is_the_supervisors_who_reconciles(floor: Floor) -> None:
    from_form(floor, floor.at("temp"), number="20.0")
    assert code(reconcile(floor, "transcribed")) == "form_scan_missing"
    assert code(reconcile(floor, "transcribed", who="olga", scan=SCAN)) == "right_missing"
    assert code(reconcile(floor, "transcribed", scan=SCAN)) == ""
    form = floor.state.forms["EF-001"]
    assert (form.outcome, form.scan["name"], form.open) == ("transcribed", "scan.pdf", False)
    signature = floor.state.signatures[-1]
    row = floor.state.slot(floor.at("temp")).rows[1]
    assert signature.meaning == "form_reconciled"
    assert row.stamp.hash in signature.signed.covered
    assert '"performed_by":"olga"' in signature.signed.document
    assert WHEN in signature.signed.document
    raised = list(floor.state.exceptions.values())
    assert [(x.rule, x.severity, x.params["values"]) for x in raised] == [("form_transcribed", "minor", "1")]


def test_nobody_checks_what_they_wrote_or_transcribed(floor: Floor) -> None:
    from_form(floor, floor.at("temp"), "sven", by="olga", number="20.0")
    from_form(floor, floor.at("exact"), "otto", by="sara", number="10.000")
    assert code(reconcile(floor, "transcribed", scan=SCAN)) == "second_person_same"
    assert code(reconcile(floor, "transcribed", who="sara", scan=SCAN)) == "second_person_same"


def test_a_correction_afterwards_makes_the_check_void(floor: Floor) -> None:
    from_form(floor, floor.at("temp"), number="20.0")
    reconcile(floor, "transcribed", scan=SCAN)
    floor.correct(floor.at("temp"), "otto", number="21.0")
    assert not floor.state.signatures[-1].valid
    assert f"batch/{BATCH}" not in lifecycle.unsigned(floor.state), (
        "it is not given again: the correction has its own trail"
    )


@pytest.mark.parametrize(
    ("outcome", "comment", "used", "why"),
    [
        ("unused", "power came back", False, ""),
        ("unused", "", False, "reason_missing"),
        ("unused", "power came back", True, "form_was_used"),
        ("lost", "", False, "reason_missing"),
        ("transcribed", "", False, "form_nothing_transcribed"),
        ("burnt", "", False, "form_outcome_unknown"),
    ],
)
def test_what_may_be_said_of_a_form(floor: Floor, outcome: str, comment: str, used: bool, why: str) -> None:
    if used:
        from_form(floor, floor.at("temp"), number="20.0")
    assert code(reconcile(floor, outcome, comment)) == why
    assert floor.state.forms["EF-001"].open == bool(why)


def test_a_lost_form_is_a_major_exception(floor: Floor) -> None:
    reconcile(floor, "lost", "fell into the drain")
    found = list(floor.state.exceptions.values())
    assert [(x.rule, x.severity, x.reason) for x in found] == [("form_lost", "major", "fell into the drain")]


def test_a_form_is_reconciled_once_and_takes_nothing_more(floor: Floor) -> None:
    reconcile(floor, "unused", "power came back")
    assert code(reconcile(floor, "lost", "gone")) == "form_reconciled"
    assert code(from_form(floor, floor.at("temp"), number="20.0")) == "form_reconciled"


def test_completion_waits_for_every_form() -> None:
    floor = walked_small()
    floor.write((Draft(subjects.batch(BATCH), FormPrinted(BATCH, "EF-001", "S1", (), WHEN)),), "olga")
    assert floor.refused(c.CompleteBatch(BATCH), "sven") == "form_open"
    reconcile(floor, "unused", "nothing left to make")
    assert floor.refused(c.CompleteBatch(BATCH), "sven") == ""


def test_review_of_a_batch_that_was_ended_early_waits_too(floor: Floor) -> None:
    floor.done(c.AbortBatch(BATCH, "flood"), "quinn")
    assert lifecycle.review_blockers(floor.state)[0].code == "form_open"
    assert floor.refused(c.ReviewBatch(BATCH), "quita") == "form_open"
    reconcile(floor, "unused", "flood")
    assert "form_open" not in [found.code for found in lifecycle.review_blockers(floor.state)]
