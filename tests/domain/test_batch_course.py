"""Issue, materials and labels as a whole, hold, leaving, completion, results, review, disposition, reports (floor-rules 4, 9, 13, 14, 21, 23)."""

from __future__ import annotations

import pytest

from ebr.domain import subjects
from ebr.domain.batch import commands as c
from ebr.domain.batch import rules
from ebr.domain.batch.rules import lifecycle
from ebr.domain.people.state.person import PersonState
from tests.domain.batch_floor import BATCH, Floor, actor, code
from tests.domain.batch_small import at_step, fill_step, small, walked_small

IDS = {"coi": "COI-1", "subject": "SUB-1"}


# Issue


@pytest.mark.parametrize(
    ("command", "why"),
    [
        (c.IssueBatch(BATCH, "small", "1", "100", IDS), ""),
        (c.IssueBatch("b 1", "small", "1", "100", IDS), "batch_number_bad"),
        (c.IssueBatch(BATCH, "small", "1", "49.9", IDS), "batch_size_outside"),
        (c.IssueBatch(BATCH, "small", "1", "a lot", IDS), "number_unreadable"),
        (c.IssueBatch(BATCH, "small", "1", "100", {"coi": "COI-1"}), "identifier_bad"),
        (c.IssueBatch(BATCH, "small", "1", "100", {**IDS, "name": "John Doe"}), "identifier_unknown"),
    ],
)
def test_a_batch_is_issued_on_an_effective_master(command: c.IssueBatch, why: str) -> None:
    assert Floor(small()).refused(command, "sven") == why


def test_a_master_that_is_not_effective_gives_no_batch() -> None:
    floor = Floor(small())
    floor.master.effective = "2026-05-05"
    assert floor.refused(c.IssueBatch(BATCH, "small", "1", "100", IDS), "sven") == "master_not_effective"


def test_a_number_is_used_once() -> None:
    floor = Floor(small()).issue()
    assert floor.refused(c.IssueBatch(BATCH, "small", "1", "100", IDS), "sven") == "batch_number_taken"


def test_quality_checks_the_issue_before_anything_is_recorded() -> None:
    floor = Floor(small())
    assert floor.refused(c.CheckIssue(BATCH), "quinn") == "batch_unknown"
    floor.done(c.IssueBatch(BATCH, "small", "1", "100", IDS), "sven")
    assert code(floor.record(floor.at("clearance"), clean="yes", dry="yes")) == "issue_not_checked"
    floor.done(c.CheckIssue(BATCH), "quinn")
    assert floor.refused(c.CheckIssue(BATCH), "quita") == "already_signed"


def test_the_bill_of_materials_is_scaled_to_the_size() -> None:
    floor = Floor(small()).issue(size="50")
    assert {name: str(value) for name, value in floor.state.quantities.items()} == {
        "salt": "5.00",
        "water": "45.0",
        "bottle": "10",
    }


# Materials and labels


@pytest.mark.parametrize(("net", "verdict"), [("10.05", "in"), ("10.11", "out"), ("9.89", "out")])
def test_a_material_without_limits_is_compared_with_the_bill_by_what_it_contains(net: str, verdict: str) -> None:
    floor = at_step("charge")
    floor.record(floor.at("salt_add"), lot="S1", net=net, potency="100", lod="0")
    floor.done(c.CloseItems(BATCH, floor.at("salt_add")), "olga")
    held = floor.state.slot(floor.at("salt_add"))
    assert (held.verdict, held.limits) == (verdict, {"target": "10.00", "low": "9.9000", "high": "10.1000"})


def test_potency_counts() -> None:
    floor = at_step("charge")
    floor.record(floor.at("salt_add"), lot="S1", net="5.00", potency="99.0", lod="1.0")
    floor.record(floor.at("salt_add"), lot="S2", net="5.10", potency="100", lod="0")
    floor.done(c.CloseItems(BATCH, floor.at("salt_add")), "olga")
    held = floor.state.slot(floor.at("salt_add"))
    assert held.figures == {"total": "10.10", "active": "10.000500"}
    assert held.verdict == "in"


def test_rows_are_closed_once_and_not_empty() -> None:
    floor = at_step("charge")
    assert floor.refused(c.CloseItems(BATCH, floor.at("salt_add")), "olga") == "rows_missing"
    assert floor.refused(c.CloseItems(BATCH, floor.at("water_add")), "olga") == "not_a_list"
    floor.number(floor.at("weights"), "5.0")
    assert floor.refused(c.CloseItems(BATCH, floor.at("weights")), "olga") == "rows_missing"
    floor.number(floor.at("weights"), "5.0")
    assert floor.refused(c.CloseItems(BATCH, floor.at("weights")), "olga") == ""
    assert floor.refused(c.CloseItems(BATCH, floor.at("weights")), "olga") == "rows_closed"


def test_labels_that_do_not_balance_are_a_departure() -> None:
    floor = at_step("reconcile")
    assert code(floor.record(floor.at("tags"), issued="10", used="8", destroyed="1", specimen="0")) == "out_of_limit"
    floor.accept(floor.at("tags"))
    assert floor.value(floor.at("tags"), "balance") == "1"
    assert [(rule, severity) for _, rule, severity in floor.rules_raised()] == [
        ("labels_unreconciled", "major"),
        ("person", "critical"),
        ("computed_out_of_limit", "major"),
    ]


# Hold, leaving, abort


def test_a_hold_stops_everything_but_words_and_decisions() -> None:
    floor = at_step("measure")
    floor.done(c.HoldBatch(BATCH, "smell"), "sven")
    assert code(floor.number(floor.at("temp"), "20.0")) == "batch_held"
    assert code(floor.sign(floor.at("measure"), "performed", "olga")) == "batch_held"
    assert floor.refused(c.StartTimer(BATCH, floor.at("mixing")), "olga") == "batch_held"
    assert floor.refused(c.HoldBatch(BATCH, "again"), "quinn") == "batch_held"
    assert floor.refused(c.AddComment(BATCH, "", "we look into it"), "olga") == ""
    assert floor.refused(c.RaiseException(BATCH, "", "smell"), "olga") == ""
    assert floor.refused(c.LiftHold(BATCH, ""), "quinn") == "reason_missing"
    floor.done(c.LiftHold(BATCH, "from next door"), "quinn")
    assert code(floor.number(floor.at("temp"), "20.0")) == ""
    assert floor.refused(c.LiftHold(BATCH, "x"), "quinn") == "not_held"


def test_after_leaving_at_once_product_and_clearance_are_asked() -> None:
    floor = at_step("measure")
    floor.done(c.LeaveNow(BATCH), "olga")
    assert code(floor.number(floor.at("temp"), "20.0")) == "return_first"
    assert floor.refused(c.LeaveNow(BATCH), "otto") == ""
    assert floor.refused(c.ReturnToBatch(BATCH, "", "as left", ""), "otto") == "return_incomplete"
    floor.done(c.ReturnToBatch(BATCH, "", "as left", "nobody was in"), "otto")
    assert code(floor.number(floor.at("temp"), "20.0")) == ""
    assert floor.refused(c.ReturnToBatch(BATCH, "", "as left", "x"), "otto") == "nobody_left"


def test_leaving_does_not_ask_whether_the_batch_is_held() -> None:
    floor = at_step("measure")
    floor.done(c.HoldBatch(BATCH, "smell"), "sven")
    assert floor.refused(c.LeaveNow(BATCH), "olga") == ""


def test_an_aborted_batch_is_over() -> None:
    floor = at_step("measure")
    assert floor.refused(c.AbortBatch(BATCH, " "), "quinn") == "reason_missing"
    floor.done(c.AbortBatch(BATCH, "spilled"), "quinn")
    assert code(floor.number(floor.at("temp"), "20.0")) == "batch_aborted"
    assert floor.state.status == "aborted"
    assert floor.refused(c.DecideBatch(BATCH, "certified"), "petra") == "batch_aborted"
    assert floor.refused(c.HoldBatch(BATCH, "x"), "quinn") == "batch_aborted"


# Completion, results, review, decision


def completed() -> Floor:
    floor = walked_small()
    floor.done(c.CompleteBatch(BATCH), "sven")
    return floor


def reviewed() -> Floor:
    floor = completed()
    floor.done(c.ReviewBatch(BATCH, "read"), "quita")
    return floor


def test_completion_names_what_is_open() -> None:
    floor = at_step("closing")
    decision = floor.do(c.CompleteBatch(BATCH), "sven")
    assert decision.refusal is not None
    assert (decision.refusal.code, decision.refusal.params["first"]) == ("steps_open", floor.at("closing"))


def test_after_completion_only_results_and_corrections_follow() -> None:
    floor = completed()
    assert code(floor.number(floor.at("temp"), "20.0")) == "batch_complete"
    assert floor.refused(c.CompleteBatch(BATCH), "sven") == "batch_complete"
    assert code(floor.record(floor.at("sterile"), "lena", choice="negative")) == ""


def test_completion_raises_what_is_known_of_those_who_recorded() -> None:
    floor = walked_small()
    person = PersonState("olga", "Olga Berg", ("laboratory",), active=True)
    command = c.CompleteBatch(BATCH)
    needed = rules.needs(command, floor.state)
    facts = {root: one for root, one in {**floor.facts, subjects.person("olga"): person}.items() if root in needed}

    decision = rules.decide(floor.state, facts, command, actor("sven"), floor.now())

    assert decision.refusal is None
    raised = {getattr(draft.event, "rule", "") for draft in decision.drafts}
    assert "role_never_held" in raised
    assert "person_unknown" not in raised
    clean = {getattr(draft.event, "rule", "") for draft in floor.ask(command, "sven").drafts}
    assert "role_never_held" not in clean, "of whom nothing is known nothing is said"


def test_the_review_waits_for_exceptions_and_results() -> None:
    floor = completed()
    floor.done(c.RaiseException(BATCH, "", "noise"), "olga")
    assert floor.refused(c.ReviewBatch(BATCH), "quita") == "exception_open"
    floor.done(c.DecideException(BATCH, "EX-001", "accepted", "heard"), "quinn")
    floor.done(c.ReviewBatch(BATCH), "quita")
    assert floor.refused(c.ReviewBatch(BATCH), "quinn") == "already_signed"
    assert floor.refused(c.ReviewBatch(BATCH), "sven") == "right_missing"


def test_a_correction_of_a_checked_result_asks_for_the_check_again() -> None:
    floor = completed()
    floor.correct(floor.at("assay"), "lena", number="99.5")
    assert {refusal.code for refusal in lifecycle.review_blockers(floor.state)} >= {"results_unchecked"}
    assert code(floor.sign(floor.at("assay"), "verified", "luis")) == ""
    assert "results_unchecked" not in {refusal.code for refusal in lifecycle.review_blockers(floor.state)}


def test_a_batch_that_is_not_complete_is_not_reviewed() -> None:
    assert at_step("measure").refused(c.ReviewBatch(BATCH), "quita") == "batch_not_complete"


def test_nobody_who_took_part_reviews_or_certifies() -> None:
    floor = at_step("measure")
    floor.correct(floor.at("tank_used"), "olga", equipment="TANK-9")
    for person, roles in (("olga", {"quality"}), ("sven", {"quality", "qualified_person"})):
        from ebr.domain.batch import rules
        from ebr.domain.decision import Actor

        for command in (c.ReviewBatch(BATCH), c.DecideBatch(BATCH, "rejected", "x")):
            who = Actor(person, person, frozenset(roles | {"qualified_person"}), "p")
            assert code(rules.decide(floor.state, floor.facts, command, who, floor.now())) == "not_independent"


def test_quality_that_verified_a_step_does_not_review_but_the_one_that_checked_the_issue_may() -> None:
    floor = at_step("charge")
    floor.sign(fill_step(floor, "charge"), "performed", "olga")
    floor.sign(floor.at("charge"), "witnessed", "quita")
    assert floor.refused(c.ReviewBatch(BATCH), "quita") == "not_independent"
    assert floor.refused(c.ReviewBatch(BATCH), "quinn") == "batch_not_complete"


def test_conditional_then_certified() -> None:
    floor = reviewed()
    assert floor.refused(c.DecideBatch(BATCH, "perhaps"), "petra") == "decision_unknown"
    assert floor.refused(c.DecideBatch(BATCH, "certified"), "petra") == "result_pending"
    floor.done(c.DecideBatch(BATCH, "conditional"), "petra")
    assert floor.refused(c.DecideBatch(BATCH, "conditional"), "petra") == "already_signed"
    floor.record(floor.at("sterile"), "lena", choice="negative")
    assert floor.state.status == "conditional", "it was released on condition of this result"
    assert floor.refused(c.DecideBatch(BATCH, "certified"), "petra") == "not_reviewed"
    floor.done(c.ReviewBatch(BATCH), "quita")
    floor.done(c.DecideBatch(BATCH, "certified"), "petra")
    assert floor.state.status == "certified"
    assert [signature.meaning for signature in floor.state.valid_signatures(f"batch/{BATCH}")][-4:] == [
        "conditional",
        "trail_reviewed",
        "reviewed",
        "certified",
    ]


def test_a_conditional_release_is_for_results_that_are_still_to_come() -> None:
    floor = reviewed()
    floor.record(floor.at("sterile"), "lena", choice="negative")
    floor.done(c.ReviewBatch(BATCH), "quita")
    assert floor.refused(c.DecideBatch(BATCH, "conditional"), "petra") == "nothing_pending"


def test_a_failing_result_after_release_is_critical_and_the_batch_can_never_become_final() -> None:
    floor = reviewed()
    floor.done(c.DecideBatch(BATCH, "conditional"), "petra")
    assert code(floor.record(floor.at("sterile"), "lena", choice="growth")) == ""
    assert floor.rules_raised() == [("EX-001", "result_out_of_limit", "critical")]
    assert floor.refused(c.DecideBatch(BATCH, "certified"), "petra") == "not_reviewed"
    floor.done(c.DecideException(BATCH, "EX-001", "accepted", "investigated"), "quinn")
    floor.done(c.ReviewBatch(BATCH), "quita")
    assert floor.refused(c.DecideBatch(BATCH, "certified"), "petra") == "result_failed"
    floor.done(c.DecideBatch(BATCH, "rejected", "growth"), "petra")
    assert floor.state.status == "rejected"


def test_a_result_out_of_limits_stands_and_is_a_departure() -> None:
    floor = at_step("tests")
    floor.record(floor.at("sampled"), sample="S-1")
    assert code(floor.number(floor.at("assay"), "94.9", "lena")) == ""
    assert floor.state.slot(floor.at("assay")).rows[1].verdict == "out"
    assert floor.rules_raised() == [("EX-001", "result_out_of_limit", "critical")]


def test_a_qualified_person_rejects_before_any_review() -> None:
    floor = completed()
    assert floor.state.reviewed is None
    floor.done(c.DecideBatch(BATCH, "rejected", "the cold chain broke"), "petra")
    assert floor.state.status == "rejected"


def test_a_rejected_exception_stands_against_certification() -> None:
    floor = completed()
    floor.done(c.RaiseException(BATCH, "", "glass in the tank"), "olga")
    floor.done(c.DecideException(BATCH, "EX-001", "rejected", "not acceptable"), "quinn")
    floor.done(c.ReviewBatch(BATCH), "quita")
    assert floor.refused(c.DecideBatch(BATCH, "conditional"), "petra") == "exception_rejected"


def test_rejection_needs_a_reason_and_ends_production() -> None:
    floor = at_step("measure")
    assert floor.refused(c.DecideBatch(BATCH, "rejected"), "petra") == "reason_missing"
    floor.done(c.DecideBatch(BATCH, "rejected", "wrong salt"), "petra")
    assert code(floor.number(floor.at("temp"), "20.0")) == "batch_rejected"
    assert floor.refused(c.DecideBatch(BATCH, "certified"), "petra") == "already_signed"


def test_a_certification_can_be_given_again_after_a_renewed_review() -> None:
    floor = reviewed()
    floor.record(floor.at("sterile"), "lena", choice="negative")
    floor.done(c.ReviewBatch(BATCH), "quita")
    floor.done(c.DecideBatch(BATCH, "certified"), "petra")
    floor.done(c.RaiseException(BATCH, "", "complaint"), "quinn")
    assert floor.state.status == "complete"
    floor.done(c.DecideException(BATCH, "EX-001", "accepted", "unfounded"), "quita")
    floor.done(c.ReviewBatch(BATCH), "quita")
    floor.done(c.DecideBatch(BATCH, "certified"), "petra")
    assert floor.state.status == "certified"


def test_reports_and_copies_are_numbered() -> None:
    floor = Floor(small()).issue()
    answers = [
        dict(floor.done(command, "quinn").answer)
        for command in (c.MakeReport(BATCH), c.MakeReport(BATCH, 1), c.MakeReport(BATCH), c.MakeReport(BATCH, 1))
    ]
    assert answers == [
        {"report": "1", "copy": "1"},
        {"report": "1", "copy": "2"},
        {"report": "2", "copy": "1"},
        {"report": "1", "copy": "3"},
    ]
    assert [event.supersedes for event, _ in floor.state.reports] == [0, 0, 1, 0]
    assert floor.refused(c.MakeReport(BATCH, 9), "quinn") == "report_unknown"
