"""Who may ask what of a batch: one test per command and role, against a table written from floor-rules 4 and not from the code."""

from __future__ import annotations

import pytest

from ebr.domain.batch import commands as c
from ebr.domain.batch.commands import release
from ebr.domain.batch.commands import review as rc
from ebr.domain.batch.events import AttemptRecorded
from ebr.domain.decision import Actor
from ebr.domain.people.state.roles import ROLES
from tests.domain.batch_floor import BATCH, Floor, actor, code
from tests.domain.batch_small import at_step, small

FLOOR_AND_QUALITY = {"operator", "supervisor", "laboratory", "quality"}
EVERYBODY_OF_A_BATCH = FLOOR_AND_QUALITY | {"qualified_person"}
AT = "make/begin/measure/temp"

TABLE: dict[type, tuple[object, set[str]]] = {
    c.IssueBatch: (c.IssueBatch("B-2", "small", "1", "100", {"coi": "COI-1", "subject": "SUB-1"}), {"supervisor"}),
    c.CheckIssue: (c.CheckIssue(BATCH), {"quality"}),
    c.RecordValue: (c.RecordValue(BATCH, AT, {"number": "20.0"}), {"operator", "supervisor"}),
    c.CorrectValue: (c.CorrectValue(BATCH, AT, 1, {"number": "20.0"}, "why"), {"operator", "supervisor"}),
    c.CloseItems: (c.CloseItems(BATCH, "make/begin/charge/salt_add"), {"operator", "supervisor"}),
    c.StartTimer: (c.StartTimer(BATCH, "make/holding/hold_in/mixing"), {"operator", "supervisor"}),
    c.StopTimer: (c.StopTimer(BATCH, "make/holding/hold_in/mixing"), {"operator", "supervisor"}),
    c.SignStep: (c.SignStep(BATCH, "make/begin/clear", "verified"), FLOOR_AND_QUALITY),
    c.OpenRound: (c.OpenRound(BATCH, "make/loops/bag", "x"), {"operator", "supervisor"}),
    c.EndRounds: (c.EndRounds(BATCH, "make/loops/bag"), {"operator", "supervisor"}),
    c.RaiseException: (c.RaiseException(BATCH, "", "dropped a pen"), FLOOR_AND_QUALITY),
    c.ChangeSeverity: (c.ChangeSeverity(BATCH, "EX-001", "major", "worse"), FLOOR_AND_QUALITY),
    c.DecideException: (c.DecideException(BATCH, "EX-001", "accepted", "seen"), {"supervisor", "quality"}),
    c.AddComment: (c.AddComment(BATCH, "", "words"), EVERYBODY_OF_A_BATCH),
    c.NameScribe: (c.NameScribe(BATCH, "make/begin/charge", "otto"), {"operator", "supervisor"}),
    c.HandOver: (c.HandOver(BATCH, "make/begin/measure", "otto", "on"), {"operator", "supervisor"}),
    c.LeaveNow: (c.LeaveNow(BATCH), EVERYBODY_OF_A_BATCH),
    c.ReturnToBatch: (c.ReturnToBatch(BATCH, "", "as left", "as left"), {"operator", "supervisor"}),
    c.HoldBatch: (c.HoldBatch(BATCH, "smell"), {"supervisor", "quality"}),
    c.LiftHold: (c.LiftHold(BATCH, "fine"), {"quality"}),
    c.AbortBatch: (c.AbortBatch(BATCH, "spilled"), {"quality"}),
    c.CompleteBatch: (c.CompleteBatch(BATCH), {"supervisor"}),
    c.ReviewBatch: (c.ReviewBatch(BATCH), {"quality"}),
    c.DecideBatch: (c.DecideBatch(BATCH, "rejected", "bad"), {"qualified_person"}),
    c.MakeReport: (c.MakeReport(BATCH), {"supervisor", "quality", "qualified_person"}),
    c.GivePart: (c.GivePart(BATCH, "make", "S2"), {"operator", "supervisor"}),
    c.TakeOver: (c.TakeOver(BATCH, "make", "no contact"), {"supervisor"}),
    c.AmendBatch: (c.AmendBatch(BATCH, "safety", {}, "alert"), {"quality"}),
    c.ResolveConflict: (c.ResolveConflict(BATCH, AT, 1, "00" * 32, "read again"), {"quality"}),
    c.DecideWeakness: (c.DecideWeakness(BATCH, "master_withdrawn", "no change of the process"), {"quality"}),
    c.PrintForm: (c.PrintForm(BATCH), {"operator", "supervisor"}),
    c.ReconcileForm: (c.ReconcileForm(BATCH, "EF-001", "unused", "not needed"), {"supervisor"}),
    c.IssueLabels: (c.IssueLabels(BATCH, "finish/packing/count/tags", "tag", "1", 10), {"supervisor"}),
    c.PrintLabels: (c.PrintLabels(BATCH, "finish/packing/count/tags", "tag", "1", {}, ("1",), "", "P"), {"operator", "supervisor"}),
    c.NotePrint: (c.NotePrint(BATCH, "LP-001", "printed"), {"operator", "supervisor"}),
    c.TakeInLabels: (c.TakeInLabels(BATCH, "finish/packing/count/tags", "D-1", "Print Ltd", 10), {"operator", "supervisor"}),
    c.CountDelivery: (c.CountDelivery(BATCH, "finish/packing/count/tags", "D-1", 10), {"operator", "supervisor", "quality"}),
    c.AnswerPrint: (c.AnswerPrint(BATCH, "LP-001", "yes"), {"operator", "supervisor"}),
    c.RecordRetest: (c.RecordRetest(BATCH, "make/start/measure/acidity", "S-1", {"number": "5"}), {"laboratory"}),
    release.SponsorRelease: (release.SponsorRelease(BATCH), {"sponsor"}),
    release.NoteSupply: (release.NoteSupply(BATCH, "requested", "2026-05-04", "Dr No", "asked"), {"quality", "qualified_person"}),
    release.NoteCall: (release.NoteCall(BATCH, "physician", "Dr No", "2026-05-04", "told"), {"quality", "qualified_person"}),
    release.DecideRecall: (release.DecideRecall(BATCH, "recall", "growth"), {"quality"}),
    release.RetainSample: (release.RetainSample(BATCH, "R-1", 2, "Store", "2030-01-01"), {"laboratory", "quality"}),
    release.EndTrial: (release.EndTrial(BATCH, "2026-501234-11", "2026-05-04"), {"quality"}),
    release.SetLegalHold: (release.SetLegalHold(BATCH, "court order"), {"quality"}),
    release.LiftLegalHold: (release.LiftLegalHold(BATCH, "over"), {"quality"}),
    rc.ReadSection: (rc.ReadSection(BATCH, "make"), {"quality", "qualified_person"}),
    rc.ReviewTrail: (rc.ReviewTrail(BATCH), {"quality"}),
    rc.AskFloor: (rc.AskFloor(BATCH, "", "why", role="operator"), {"quality", "qualified_person"}),
    rc.AnswerQuestion: (rc.AnswerQuestion(BATCH, "Q-001", "so"), EVERYBODY_OF_A_BATCH),
}  # fmt: skip


@pytest.fixture(scope="module")
def floor() -> Floor:
    return at_step("measure")


def asked(floor: Floor, command: object, role: str) -> str:
    from ebr.domain.batch import rules

    who = Actor(f"some.{role}", "Some", frozenset({role}), "p")
    return code(rules.decide(floor.state, floor.facts, command, who, floor.now()))


def test_the_table_has_every_command() -> None:
    assert set(TABLE) == set(c.RIGHTS)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("kind", TABLE, ids=lambda kind: kind.__name__)
def test_a_role_may_ask_exactly_what_the_rules_say(floor: Floor, kind: type, role: str) -> None:
    command, allowed = TABLE[kind]
    assert (asked(floor, command, role) == "right_missing") == (role not in allowed)


@pytest.mark.parametrize("role", ROLES)
def test_a_result_is_the_laboratorys(role: str) -> None:
    floor = at_step("closing")
    command = c.CorrectValue(BATCH, "finish/laboratory/tests/assay", 1, {"number": "98.0"}, "typed wrong")
    assert (asked(floor, command, role) == "right_missing") == (role != "laboratory")


@pytest.mark.parametrize("role", ["quality", "laboratory", "administrator"])
def test_trying_to_record_without_the_right_is_an_attempt(role: str) -> None:
    floor = Floor(small()).issue()
    who = {"quality": "quita", "laboratory": "lena", "administrator": "ada"}[role]
    decision = floor.record("make/begin/clear/clearance", who, clean="yes", dry="yes")
    assert code(decision) == "right_missing"
    (attempt,) = floor.state.slot("make/begin/clear/clearance").attempts
    assert (attempt.why, attempt.performed_by) == ("right_missing", who)
    assert isinstance(floor.events[-1].event, AttemptRecorded)


def test_whoever_tried_without_the_right_did_not_take_part_and_may_review_later() -> None:
    floor = Floor(small()).issue()
    floor.record("make/begin/clear/clearance", "quita", clean="yes", dry="yes")
    assert "quita" not in floor.state.performers


def test_other_commands_without_the_right_leave_no_trace() -> None:
    floor = Floor(small()).issue()
    before = len(floor.events)
    assert floor.refused(c.HoldBatch(BATCH, "smell"), "olga") == "right_missing"
    assert len(floor.events) == before


def test_nobody_is_not_somebody(floor: Floor) -> None:
    from ebr.domain.batch import rules

    for command, _ in TABLE.values():
        assert code(rules.decide(floor.state, floor.facts, command, actor(""), floor.now())) == "right_missing"
