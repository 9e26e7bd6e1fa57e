"""Order, conditions, loops, named rounds, series (floor-rules 3)."""

from __future__ import annotations

import pytest

from ebr.domain.batch import commands as c
from ebr.domain.batch.state import flow
from ebr.domain.batch.state.inputs import opened
from tests.domain.batch_floor import BATCH, Floor, code
from tests.domain.batch_small import at_step, fill, fill_step, small


def node(floor: Floor, name: str):
    assert floor.state.plan is not None
    found = floor.state.plan.places[name].node
    assert found is not None
    return found


# Sequence


def test_a_step_waits_for_the_one_before_it_and_says_so() -> None:
    floor = Floor(small()).issue()
    assert floor.status(floor.at("clear")) == "open"
    assert (floor.status(floor.at("measure")), floor.why(floor.at("measure"))) == ("locked", ("waits_for", "clear"))
    decision = floor.number(floor.at("temp"), "20.0")
    assert decision.refusal is not None
    assert (decision.refusal.code, decision.refusal.params["what"], decision.refusal.params["number"]) == (
        "waits_for",
        "Clear",
        "1.1",
    )


def test_a_critical_step_is_passed_when_everybody_has_signed_another_when_it_is_performed() -> None:
    floor = at_step("clear")
    floor.sign(fill_step(floor, "clear"), "performed", "olga")
    assert (floor.status(floor.at("clear")), floor.status(floor.at("measure"))) == ("to_verify", "locked")
    floor.sign(floor.at("clear"), "verified", "sven")
    assert floor.status(floor.at("measure")) == "open"
    floor = at_step("charge")
    floor.sign(fill_step(floor, "charge"), "performed", "olga")
    assert (floor.status(floor.at("charge")), floor.status(floor.at("press"))) == ("to_verify", "open")


def test_nothing_is_entered_in_a_signed_step() -> None:
    floor = at_step("charge")
    assert code(floor.record(floor.at("print"), sha256="a" * 64, name="p", size="1", media="")) == "step_signed"


def test_parallel_branches_do_not_wait_and_after_waits_for_complete() -> None:
    floor = at_step("tests")
    assert floor.status(floor.at("reconcile")) == "open"
    assert floor.why(floor.at("closing")) == ("waits_for", "assay")


def test_after_waits_for_a_slot_and_a_node() -> None:
    floor = at_step("reconcile")
    floor.sign(fill_step(floor, "reconcile"), "performed", "olga")
    assert floor.status(floor.at("closing")) == "open"
    floor.correct(floor.at("to_store"), to="Other store")
    assert (floor.status(floor.at("closing")), floor.why(floor.at("closing"))) == ("locked", ("waits_for", "reconcile"))


# Conditions


def test_a_step_whose_condition_is_false_is_not_applicable_and_holds_nothing_up() -> None:
    floor = at_step("bag")
    assert floor.status(floor.at("extra")) == "not_applicable"
    assert flow.node_gate_open(floor.state, floor.state.plan, node(floor, "bag"), {})
    assert code(floor.record(floor.at("cooled"), check="yes")) == "step_not_applicable"


def test_a_correction_can_make_a_step_applicable_again() -> None:
    floor = at_step("figures")
    floor.correct(floor.at("temp"), number="24.0")
    assert floor.status(floor.at("extra")) == "open"
    assert floor.status(floor.at("figures")) == "locked"
    floor.record(floor.at("cooled"), check="na", reason="no cooler")
    assert code(floor.number(floor.at("depth"), "3")) == "entry_not_applicable"
    assert code(floor.sign(floor.at("extra"), "performed", "olga")) == ""
    assert floor.status(floor.at("figures")) == "open"


def test_an_entry_whose_condition_cannot_be_told_waits() -> None:
    floor = at_step("figures")
    floor.correct(floor.at("temp"), number="24.0")
    assert code(floor.number(floor.at("depth"), "3")) == "waits_for_condition"
    floor.record(floor.at("cooled"), check="yes")
    assert code(floor.sign(floor.at("extra"), "performed", "olga")) == "entries_missing"
    assert code(floor.number(floor.at("depth"), "3")) == ""


# Loops


def dried(floor: Floor, lod: str) -> None:
    names = opened(floor.state, floor.state.plan, "dry", {})
    floor.number(floor.at("lod", dry=names[-1]), lod)
    floor.done(c.SignStep(BATCH, floor.at("dry", dry=names[-1]), "performed"), "olga")


def test_a_loop_goes_on_until_its_end_point_and_earlier_readings_are_records() -> None:
    floor = at_step("dry")
    dried(floor, "4.00")
    assert opened(floor.state, floor.state.plan, "dry", {}) == ("1", "2")
    dried(floor, "1.90")
    assert floor.state.ended["make/loops/dry"] == "end_point"
    assert floor.rules_raised() == []
    assert code(floor.number(floor.at("lod", dry="3"), "1.00")) == "round_unknown"


def test_a_corrected_end_point_opens_the_loop_again() -> None:
    floor = at_step("dry")
    dried(floor, "1.90")
    lod = floor.at("lod", dry="1")
    assert code(floor.correct(lod, number="1.80")) == ""
    assert opened(floor.state, floor.state.plan, "dry", {}) == ("1",), "still at its end point"
    assert code(floor.correct(lod, number="3.00")) == ""
    assert "make/loops/dry" not in floor.state.ended
    assert opened(floor.state, floor.state.plan, "dry", {}) == ("1", "2")
    assert floor.value(floor.at("dried")) == ""
    dried(floor, "1.50")
    assert floor.state.ended["make/loops/dry"] == "end_point"
    assert floor.value(floor.at("dried")) == "1.50"
    assert floor.refolded() == floor.state


def test_an_end_point_lost_in_the_last_round_is_a_departure() -> None:
    floor = at_step("dry")
    for lod in ("5.00", "4.00", "1.90"):
        dried(floor, lod)
    floor.correct(floor.at("lod", dry="3"), number="2.90")
    assert "end_point_lost" in [rule for _, rule, _ in floor.rules_raised()]
    floor.correct(floor.at("lod", dry="3"), number="2.80")
    assert [rule for _, rule, _ in floor.rules_raised()].count("end_point_lost") == 1


def test_a_loop_is_bounded_and_its_bound_is_a_departure() -> None:
    floor = at_step("dry")
    for lod in ("5.00", "4.00", "3.00"):
        dried(floor, lod)
    assert floor.state.ended["make/loops/dry"] == "exception"
    assert [rule for _, rule, _ in floor.rules_raised()] == ["loop_bound", "computed_out_of_limit"]
    assert [number for number, _, _ in floor.rules_raised()] == ["EX-001", "EX-002"]


def test_the_figure_over_all_rounds_is_computed_when_they_have_ended() -> None:
    floor = at_step("dry")
    dried(floor, "4.00")
    assert floor.value(floor.at("dried")) == ""
    dried(floor, "1.90")
    assert floor.value(floor.at("dried")) == "1.90"


def test_rounds_of_a_loop_are_not_opened_by_hand() -> None:
    floor = at_step("dry")
    assert floor.refused(c.OpenRound(BATCH, "make/loops/dry"), "olga") == "rounds_by_rule"
    assert floor.refused(c.EndRounds(BATCH, "make/loops/dry"), "olga") == "rounds_by_rule"
    assert floor.refused(c.OpenRound(BATCH, "make/loops/extra"), "olga") == "not_repeating"


# Named rounds


def bags(floor: Floor, *names: str) -> None:
    for name in names:
        floor.done(c.OpenRound(BATCH, "make/loops/bag", name), "olga")


def test_rounds_of_a_locked_step_are_not_opened() -> None:
    floor = at_step("dry")
    assert not flow.node_gate_open(floor.state, floor.state.plan, node(floor, "bag"), {})
    assert floor.refused(c.OpenRound(BATCH, "make/loops/bag", "A"), "olga") == "waits_for"
    assert floor.refused(c.EndRounds(BATCH, "make/loops/bag"), "olga") == "waits_for"


@pytest.mark.parametrize(
    ("name", "why"),
    [("", "round_name_bad"), ("a/b", "round_name_bad"), ("a[1]", "round_name_bad"), ("A", "round_named_twice")],
)
def test_a_round_has_a_name_of_its_own(name: str, why: str) -> None:
    floor = at_step("bag")
    bags(floor, "A")
    assert floor.refused(c.OpenRound(BATCH, "make/loops/bag", name), "olga") == why


def test_once_for_each_named_thing_between_least_and_most() -> None:
    floor = at_step("bag")
    assert floor.refused(c.EndRounds(BATCH, "make/loops/bag"), "olga") == "rounds_too_few"
    bags(floor, "A", "B 2", "C")
    assert floor.refused(c.OpenRound(BATCH, "make/loops/bag", "D"), "olga") == "rounds_full"
    assert opened(floor.state, floor.state.plan, "bag", {}) == ("A", "B-2", "C")
    floor.done(c.EndRounds(BATCH, "make/loops/bag"), "olga")
    assert floor.refused(c.OpenRound(BATCH, "make/loops/bag", "D"), "olga") == "rounds_ended"
    assert floor.status(floor.at("figures")) == "locked"
    for name, mass in (("A", "12.0"), ("B-2", "13.0"), ("C", "14.0")):
        assert floor.value(floor.at("filled")) == ""
        floor.number(floor.at("bag_mass", bag=name), mass)
        floor.sign(floor.at("bag_mass", bag=name), "verified", "sven")
        floor.done(c.SignStep(BATCH, floor.at("bag", bag=name), "performed"), "olga")
    assert floor.value(floor.at("filled")) == "39.0"
    assert floor.status(floor.at("figures")) == "open"


def test_ending_the_rounds_last_computes_too() -> None:
    floor = at_step("bag")
    bags(floor, "A")
    floor.number(floor.at("bag_mass", bag="A"), "20.0")
    floor.done(c.EndRounds(BATCH, "make/loops/bag"), "olga")
    assert floor.value(floor.at("filled")) == "20.0"


# Series


def pressing() -> Floor:
    floor = at_step("press")
    fill(floor, "press_begin")
    return floor


def a_round(floor: Floor, minutes: float) -> str:
    floor.wait(minutes=minutes)
    return floor.done(c.OpenRound(BATCH, "make/run/checks"), "olga").answer["round"]


def test_a_series_runs_beside_its_phase() -> None:
    floor = at_step("press")
    assert floor.refused(c.OpenRound(BATCH, "make/run/checks"), "olga") == "waits_for_running"
    fill(floor, "press_begin")
    assert [a_round(floor, 15), a_round(floor, 18), a_round(floor, 15)] == ["1", "2", "3"]
    assert floor.rules_raised() == []


def test_a_late_round_and_a_missed_one_are_departures() -> None:
    floor = pressing()
    a_round(floor, 15)
    a_round(floor, 19)
    assert floor.rules_raised() == [("EX-001", "series_late", "minor")]
    a_round(floor, 31)
    assert floor.rules_raised()[1:] == [("EX-002", "series_missed", "major")]
    assert floor.state.exceptions["EX-002"].params["missed"] == "1"


def test_the_first_round_can_be_late_too() -> None:
    floor = pressing()
    a_round(floor, 19)
    assert [rule for _, rule, _ in floor.rules_raised()] == ["series_late"]


def test_a_series_pauses_with_its_phase() -> None:
    floor = pressing()
    a_round(floor, 15)
    floor.wait(minutes=5).done(c.LeaveNow(BATCH), "olga")
    floor.wait(minutes=60).done(c.ReturnToBatch(BATCH, "", "as left", "as left"), "olga")
    floor.done(c.HoldBatch(BATCH, "look"), "sven")
    floor.wait(minutes=60).done(c.LiftHold(BATCH, "fine"), "quinn")
    a_round(floor, 10)
    assert floor.rules_raised() == []


def test_a_series_has_its_most_and_ends_with_its_phase() -> None:
    floor = pressing()
    for _ in range(4):
        a_round(floor, 15)
    assert floor.refused(c.OpenRound(BATCH, "make/run/checks"), "olga") == "rounds_full"
    fill(floor, "speed")
    floor.done(c.SignStep(BATCH, floor.at("press"), "performed"), "olga")
    assert floor.state.ended["make/run/checks"] == "during_ended"
    assert floor.refused(c.OpenRound(BATCH, "make/run/checks"), "olga") == "rounds_ended"


def test_an_open_round_is_finished_after_the_phase_was_signed() -> None:
    floor = pressing()
    a_round(floor, 15)
    fill(floor, "speed")
    floor.done(c.SignStep(BATCH, floor.at("press"), "performed"), "olga")
    assert code(floor.number(floor.at("tablet", checks="1"), "100")) == ""
    assert floor.status(floor.at("dry", dry="1")) == "locked"
    floor.done(c.SignStep(BATCH, floor.at("checks", checks="1"), "performed"), "olga")
    assert floor.status(floor.at("dry", dry="1")) == "open"


def test_a_series_without_a_round_is_a_departure() -> None:
    floor = pressing()
    fill(floor, "speed")
    floor.done(c.SignStep(BATCH, floor.at("press"), "performed"), "olga")
    assert floor.rules_raised() == [("EX-001", "series_missed", "major")]


def test_a_phase_signed_long_after_the_last_round_missed_one() -> None:
    floor = pressing()
    a_round(floor, 15)
    fill(floor, "speed")
    floor.wait(minutes=31).done(c.SignStep(BATCH, floor.at("press"), "performed"), "olga")
    assert floor.rules_raised() == [("EX-001", "series_missed", "minor")]


def test_a_round_out_of_limits_says_since_when_nothing_good_is_known() -> None:
    floor = pressing()
    a_round(floor, 15)
    good = floor.now().wall
    floor.number(floor.at("tablet", checks="1"), "100")
    a_round(floor, 15)
    floor.number(floor.at("tablet", checks="2"), "80")
    floor.number(floor.at("tablet", checks="2"), "99")
    assert [(x.rule, x.params["since"]) for x in floor.state.exceptions.values()] == [("repeated_reading", good)]


def test_a_figure_without_recorded_inputs_is_computed_when_its_step_begins() -> None:
    floor = at_step("measure")
    assert floor.value(floor.at("half")) == ""
    floor.record(floor.at("rule"), done="yes")
    assert floor.value(floor.at("half")) == "50"


def test_what_the_program_computes_ahead_does_not_begin_a_step() -> None:
    floor = at_step("figures")
    assert floor.value(floor.at("dried")) == "1.80"
    assert floor.status(floor.at("figures")) == "open"
