"""Corrections: the old value stays readable, exactly the touched signatures become void, what depends is computed anew (floor-rules 24)."""

from __future__ import annotations

import pytest

from ebr.domain.batch import commands as c
from ebr.domain.batch import events as e
from ebr.domain.batch.rules import lifecycle
from ebr.domain.batch.state import flow
from ebr.domain.batch.state.inputs import limits_now
from tests.domain.batch_floor import BATCH, Floor, code, example
from tests.domain.batch_small import at_step, fill, fill_step, walked_small
from tests.domain.batch_walk import Walk


@pytest.fixture
def charge() -> Floor:
    """A batch in which `measure` is signed and `charge` is open."""
    return at_step("charge")


def valid(floor: Floor) -> set[tuple[str, str]]:
    return {(s.scope, s.meaning) for s in floor.state.signatures if s.valid}


def test_the_old_value_stays_with_who_when_and_why(charge: Floor) -> None:
    assert code(charge.correct(charge.at("temp"), "otto", number="21.0", reason="read the wrong line")) == ""
    row = charge.state.slot(charge.at("temp")).rows[1]
    (correction,) = row.corrections
    assert (row.value, correction.old, correction.new, correction.reason, correction.stamp.by) == (
        {"number": "21.0"}, {"number": "20.0"}, {"number": "21.0"}, "read the wrong line", "otto",
    )  # fmt: skip
    assert (row.first.by, row.performed_by) == ("olga", "olga")


def test_exactly_the_signatures_that_cover_it_become_void(charge: Floor) -> None:
    before = valid(charge)
    charge.correct(charge.at("temp"), number="21.0")
    assert before - valid(charge) == {("make/begin/measure", "performed")}
    assert charge.status(charge.at("measure")) == "unsigned"


def test_a_signature_on_a_signature_falls_with_it() -> None:
    floor = at_step("measure")
    before = valid(floor)
    floor.correct(floor.at("tank_used"), equipment="TANK-02")
    assert before - valid(floor) == {("make/begin/clear", "performed"), ("make/begin/clear", "verified")}
    assert ("make/begin/clear/patient", "verified") in valid(floor)


def test_work_that_goes_on_is_not_locked_and_the_signature_is_given_again(charge: Floor) -> None:
    charge.correct(charge.at("temp"), number="21.0")
    assert charge.status(charge.at("charge")) == "open"
    assert code(charge.sign(charge.at("measure"), "performed", "otto")) == "not_the_performer"
    assert code(charge.sign(charge.at("measure"), "performed", "olga")) == ""
    assert charge.status(charge.at("measure")) == "done"


def test_what_depends_is_computed_anew_in_the_same_action(charge: Floor) -> None:
    charge.correct(charge.at("mass"), number="10.200")
    assert [type(recorded.event) for recorded in charge.actions[-1]] == [e.ValueCorrected, e.ValueCalculated]
    row = charge.state.slot(charge.at("doubled")).rows[1]
    assert (row.value, row.corrections[0].old, row.corrections[0].reason) == (
        {"number": "20.40"},
        {"number": "20.00"},
        "recalculated",
    )


def test_a_computed_value_that_leaves_its_limits_is_said_once() -> None:
    floor = at_step("charge")
    floor.correct(floor.at("mass"), number="10.500")
    floor.correct(floor.at("mass"), number="10.490")
    assert [rule for _, rule, _ in floor.rules_raised()] == ["computed_out_of_limit"]
    floor.do(c.DecideException(BATCH, "EX-001", "accepted", "seen"), "quinn")
    floor.correct(floor.at("mass"), number="10.480")
    assert [rule for _, rule, _ in floor.rules_raised()] == ["computed_out_of_limit"] * 2


@pytest.mark.parametrize(
    ("given", "reason", "why"),
    [
        ({"number": "20.0"}, "x", "correction_changes_nothing"),
        ({"number": "21.0"}, " ", "reason_missing"),
        ({}, "x", "value_empty"),
        ({"number": "2,1"}, "x", "number_comma"),
    ],
)
def test_a_correction_that_is_none_is_refused(charge: Floor, given: dict[str, str], reason: str, why: str) -> None:
    assert code(charge.correct(charge.at("temp"), reason=reason, **given)) == why


def test_only_what_stands_can_be_corrected(charge: Floor) -> None:
    assert code(charge.correct(charge.at("near"), number="5.00")) == "nothing_to_correct"
    assert code(charge.correct(charge.at("doubled"), number="5.00")) == "not_recorded_by_hand"


def test_a_correction_out_of_limits_stands_and_is_a_departure(charge: Floor) -> None:
    assert code(charge.correct(charge.at("exact"), number="11.000")) == ""
    assert charge.state.slot(charge.at("exact")).rows[1].verdict == "out"
    assert charge.rules_raised() == [("EX-001", "corrected_out_of_limit", "major")]


def test_a_wrong_identity_cannot_be_corrected_into_the_record(charge: Floor) -> None:
    assert code(charge.correct(charge.at("patient"), coi="COI-9", subject="SUBJECT-4711")) == "identity_mismatch"


def salted() -> Floor:
    floor = at_step("charge")
    for net in ("6.00", "4.05"):
        floor.record(floor.at("salt_add"), lot="S1", net=net, potency="100", lod="0")
    floor.done(c.CloseItems(BATCH, floor.at("salt_add")), "olga")
    return floor


def test_rows_are_closed_anew_and_what_hangs_on_the_total_is_judged_anew() -> None:
    floor = salted()
    fill(floor, "near")
    floor.correct(floor.at("salt_add"), item=2, lot="S1", net="2.00", potency="100", lod="0")
    held = floor.state.slot(floor.at("salt_add"))
    assert (held.figures["total"], held.verdict) == ("8.00", "out")
    assert [rule for _, rule, _ in floor.rules_raised()] == ["quantity_out_of_limit", "limit_moved"]


def test_a_withdrawn_row_can_be_made_anew_and_keeps_its_history() -> None:
    floor = salted()
    floor.correct(floor.at("salt_add"), item=2)
    assert [row.item for row in floor.state.slot(floor.at("salt_add")).standing()] == [1]
    floor.record(floor.at("salt_add"), lot="S2", net="4.00", potency="100", lod="0")
    held = floor.state.slot(floor.at("salt_add"))
    assert held.figures["total"] == "10.00"
    assert held.rows[2].first.seq < held.rows[2].corrections[0].stamp.seq < held.rows[2].stamp.seq
    assert [correction.new.get("lot", "") for correction in held.rows[2].corrections] == ["", "S2"]
    assert code(floor.record(floor.at("salt_add"), lot="S2", net="1.00", potency="100", lod="0")) == "rows_closed"


def test_a_figure_over_rounds_follows_a_correction_in_one_of_them() -> None:
    floor = at_step("hold_in")
    floor.correct(floor.at("bag_mass", bag="bag-1"), number="11.0")
    assert floor.value(floor.at("filled")) == "24.0"
    assert floor.value(floor.at("got")) == "24.0"


def test_a_slot_whose_rows_were_all_withdrawn_is_open_again() -> None:
    floor = at_step("charge")
    fill(floor, "salt_add")
    floor.correct(floor.at("salt_add"))
    plan = floor.state.plan
    assert plan is not None
    assert not flow.filled(floor.state, plan.slots["salt_add"], floor.at("salt_add"))
    assert limits_now(floor.state, plan.slots["near"].limits, {}) == {}
    fill(floor, "salt_add")
    assert flow.filled(floor.state, plan.slots["salt_add"], floor.at("salt_add"))


def test_a_figure_that_can_no_longer_be_computed_is_emptied_and_its_signatures_fall() -> None:
    floor = Floor(example("metformin_er_1000")).issue()
    Walk(floor).run()
    for item in (1, 2, 3):
        floor.correct(floor.at("active_dispense"), item=item)
    row = floor.state.slot(floor.at("active_found")).rows[1]
    assert (row.value, row.corrections[-1].reason) == ({}, "recalculated")
    assert not floor.state.valid_signatures(floor.at("weigh_active"))
    assert floor.value(floor.at("gran_yield")) == ""


def test_after_completion_a_voided_signature_can_be_given_again_and_review_waits_for_it() -> None:
    floor = walked_small()
    floor.done(c.CompleteBatch(BATCH), "sven")
    floor.correct(floor.at("temp"), number="21.0")
    blockers = [refusal.code for refusal in lifecycle.review_blockers(floor.state)]
    assert "signature_voided" in blockers
    assert {s.scope for s in floor.state.signatures if not s.valid} == {
        "make/begin/measure",
        floor.at("made_sign"),
        floor.at("quality_sign"),
        "finish/ending/closing",
    }
    assert floor.refused(c.ReviewBatch(BATCH), "quita") == "signature_voided"
    assert code(floor.sign(floor.at("charge"), "witnessed", "sara")) == "batch_complete"
    Walk(floor)._signature(floor.at("made_sign"), floor.state.plan.slots["made_sign"])
    for scope, meaning, who in (
        ("measure", "performed", "olga"),
        ("quality_sign", "approved", "quinn"),
        ("closing", "performed", "olga"),
    ):
        assert code(floor.sign(floor.at(scope), meaning, who)) == "", scope
    floor.read()
    assert floor.refused(c.ReviewBatch(BATCH), "quita") == ""


def test_a_change_after_the_review_voids_it_and_what_was_decided_on_it() -> None:
    floor = walked_small()
    floor.done(c.CompleteBatch(BATCH), "sven")
    floor.done(c.ReviewBatch(BATCH), "quita")
    floor.done(c.DecideBatch(BATCH, "conditional"), "petra")
    floor.correct(floor.at("remark"), text="changed")
    voided = {(s.scope, s.meaning) for s in floor.state.signatures if not s.valid}
    assert {
        ("batch/B-0001", "reviewed"),
        ("batch/B-0001", "conditional"),
        ("make/begin/measure", "performed"),
    } <= voided
    assert ("batch/B-0001", "completed") not in voided
    assert floor.state.status == "complete"
    assert floor.refused(c.DecideBatch(BATCH, "certified"), "petra") == "not_reviewed"


def test_an_exception_after_the_review_voids_it() -> None:
    floor = walked_small()
    floor.done(c.CompleteBatch(BATCH), "sven")
    floor.done(c.ReviewBatch(BATCH), "quita")
    floor.done(c.RaiseException(BATCH, "", "complaint"), "quita")
    assert floor.state.status == "complete"


def test_a_step_can_be_signed_again_before_its_followers() -> None:
    floor = at_step("charge")
    address = fill_step(floor, "charge")
    floor.done(c.SignStep(BATCH, address, "performed"), "olga")
    floor.correct(floor.at("water_add"), number="100.5")
    assert floor.status(address) == "unsigned"
    floor.done(c.SignStep(BATCH, address, "performed"), "olga")
    floor.done(c.SignStep(BATCH, address, "witnessed"), "otto")
    assert floor.status(address) == "done"
