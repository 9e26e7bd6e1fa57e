"""The review of a batch: sections read, audit trail signed, questions to the floor, depth (floor-rules 20-24)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ebr.domain import subjects
from ebr.domain.batch import commands as c
from ebr.domain.batch import rules
from ebr.domain.batch.commands import review as rc
from ebr.domain.batch.rules import reviewing
from ebr.domain.batch.state import reviewing as read
from ebr.domain.decision import Decision
from ebr.domain.master import rules as master_rules
from ebr.domain.master.commands import SetReviewDepth
from ebr.domain.master.events import ReviewDepthSet
from ebr.domain.master.state import MasterState, apply
from ebr.domain.master.state.model import Endorsement
from ebr.domain.people.state.person import PersonState
from tests.domain.batch_floor import BATCH, Floor, actor, code, example
from tests.domain.batch_small import at_step, walked_small


def completed() -> Floor:
    floor = walked_small()
    floor.done(c.CompleteBatch(BATCH), "sven")
    return floor


def missing(floor: Floor) -> list[str]:
    return [one.code for one in reviewing.blockers(floor.state, floor.facts)]


def sections(floor: Floor) -> list[str]:
    return list(read.unread(floor.state, read.sections(floor.state)))


# Sections


def test_a_review_names_the_sections_and_the_audit_trail_that_are_missing() -> None:
    floor = completed()
    assert floor.refused(c.ReviewBatch(BATCH), "quita") == "section_not_read"
    for section in read.sections(floor.state):
        floor.done(rc.ReadSection(BATCH, section), "quita")
    assert missing(floor) == ["trail_not_reviewed"]
    assert floor.refused(c.ReviewBatch(BATCH), "quita") == "trail_not_reviewed"
    floor.done(rc.ReviewTrail(BATCH, "nothing unusual"), "quita")
    assert floor.refused(c.ReviewBatch(BATCH), "quita") == ""
    assert floor.state.status == "reviewed"


def test_the_path_of_the_reviewer_is_in_the_signature_and_in_the_state() -> None:
    floor = completed().read("quita")
    floor.done(c.ReviewBatch(BATCH), "quita")
    event = floor.events[-1].event
    assert event.depth == reviewing.depth(floor.state, floor.facts)
    assert '"sections":[["@findings","quita"' in event.signed.document
    held = floor.state.reviewing.read["make"]
    assert [(one.stamp.by, one.count) for one in held] == [("quita", read.counts(floor.state)["make"])]
    assert floor.refolded().reviewing == floor.state.reviewing


def test_a_running_batch_is_read_and_what_comes_later_asks_to_be_read_again() -> None:
    floor = at_step("measure")
    floor.done(rc.ReadSection(BATCH, "make"), "quita")
    assert "make" not in sections(floor)
    floor.record(floor.at("temp"), number="20.0")
    assert "make" in sections(floor)
    assert (
        floor.refused(rc.ReadSection(BATCH, "make", read.counts(floor.state)["make"] - 1), "quita") == "section_changed"
    )


def test_nothing_is_signed_as_reviewed_before_production_has_ended() -> None:
    floor = at_step("measure")
    assert floor.refused(rc.ReviewTrail(BATCH), "quita") == "batch_not_complete"


def test_a_section_is_one_of_the_record_and_read_by_somebody_who_took_no_part() -> None:
    floor = completed()
    assert floor.refused(rc.ReadSection(BATCH, "nowhere"), "quita") == "section_unknown"
    assert floor.refused(rc.ReadSection(BATCH, "make"), "olga") == "right_missing"
    floor.state.performers.add("quita")
    assert floor.refused(rc.ReadSection(BATCH, "make"), "quita") == "not_independent"
    assert floor.refused(rc.ReviewTrail(BATCH), "quita") == "not_independent"


def test_every_entry_of_a_batch_is_counted_in_one_unit_procedure() -> None:
    floor = completed()
    units = {name: count for name, count in read.counts(floor.state).items() if name not in read.WHOLE}
    entries = sum(read.entries_of(held) for held in floor.state.slots.values())
    signatures = [one for one in floor.state.signatures if not one.scope.startswith("batch/")]
    assert sum(units.values()) == entries + len(signatures) + sum(not one.valid for one in signatures)


# Audit trail


def test_a_change_after_the_audit_trail_was_signed_makes_that_void_and_says_by_what() -> None:
    floor = completed().read("quita")
    floor.correct(floor.at("assay"), "lena", number="99.5")
    (signature,) = [one for one in floor.state.signatures if one.meaning == "trail_reviewed"]
    assert (signature.valid, signature.void_by) == (False, floor.at("assay"))
    assert floor.state.reviewing.trail is None
    assert "trail_not_reviewed" in missing(floor)


def test_what_review_itself_writes_leaves_the_audit_trail_reviewed() -> None:
    floor = completed().read("quita")
    assert floor.refused(rc.ReviewTrail(BATCH), "quita") == "already_signed"
    floor.done(rc.AskFloor(BATCH, "", "Why two tanks?", role="operator"), "quita")
    floor.done(rc.AnswerQuestion(BATCH, "Q-001", "One was in cleaning"), "olga")
    floor.done(c.ReviewBatch(BATCH), "quita")
    assert floor.state.reviewing.trail is not None


def test_a_change_after_the_review_voids_exactly_trail_and_review() -> None:
    floor = completed()
    floor.done(c.ReviewBatch(BATCH), "quita")
    before = {one.stamp.hash for one in floor.state.signatures if one.valid}
    floor.done(c.RaiseException(BATCH, "", "complaint"), "quinn")
    gone = [one.meaning for one in floor.state.signatures if one.stamp.hash in before and not one.valid]
    assert sorted(gone) == ["reviewed", "trail_reviewed"]


# Questions


def test_an_open_question_blocks_the_review_until_it_is_answered() -> None:
    floor = completed()
    decision = floor.done(rc.AskFloor(BATCH, floor.at("temp"), "Was the probe dry?", role="operator"), "quita")
    assert decision.answer["question"] == "Q-001"
    assert missing(floor)[0] == "question_open"
    floor.done(rc.AnswerQuestion(BATCH, "Q-001", "Yes, wiped before"), "otto")
    assert "question_open" not in missing(floor)
    found = floor.state.reviewing.queries["Q-001"]
    assert (found.text, found.answered.by, found.event.where) == ("Yes, wiped before", "otto", floor.at("temp"))
    assert floor.refused(rc.AnswerQuestion(BATCH, "Q-001", "again"), "otto") == "question_answered"


def test_a_question_is_answered_by_whom_it_was_asked_of_or_withdrawn_by_quality() -> None:
    floor = completed()
    floor.done(rc.AskFloor(BATCH, "", "Why?", role="laboratory"), "quita")
    assert floor.refused(rc.AnswerQuestion(BATCH, "Q-001", "no idea"), "olga") == "question_not_yours"
    assert floor.refused(rc.AnswerQuestion(BATCH, "Q-001", " "), "lena") == "answer_empty"
    assert floor.refused(rc.AnswerQuestion(BATCH, "Q-009", "x"), "lena") == "question_unknown"
    floor.done(rc.AnswerQuestion(BATCH, "Q-001", "seen in the log book"), "quita")
    assert not read.open_queries(floor.state)


@pytest.mark.parametrize(
    ("command", "why"),
    [
        (rc.AskFloor(BATCH, "", "Why?"), "question_to_nobody"),
        (rc.AskFloor(BATCH, "", "Why?", "olga", "operator"), "question_to_nobody"),
        (rc.AskFloor(BATCH, "", "Why?", role="king"), "question_to_nobody"),
        (rc.AskFloor(BATCH, "", " ", role="operator"), "question_empty"),
        (rc.AskFloor(BATCH, "nowhere", "Why?", role="operator"), "step_unknown"),
        (rc.AskFloor(BATCH, "", "Why?", "nobody"), "person_unknown"),
    ],
)
def test_a_question_names_who_is_asked_about_what(command: rc.AskFloor, why: str) -> None:
    assert completed().refused(command, "quita") == why


def test_a_person_who_is_asked_is_known_and_still_here() -> None:
    floor = completed()
    command = rc.AskFloor(BATCH, "", "Why?", "olga")
    assert rules.needs(command, floor.state) == (subjects.person("olga"),)
    for person, why in (
        (PersonState(name="Olga"), ""),
        (PersonState(name="Olga", deactivated_at="x"), "person_unknown"),
    ):
        facts = {**floor.facts, subjects.person("olga"): person}
        assert code(rules.decide(floor.state, facts, command, actor("quita"), floor.now())) == why


def test_another_station_numbers_its_questions_apart() -> None:
    from ebr.domain.batch.rules.review_steps import next_number

    floor = completed()
    assert (next_number(floor.state), next_number(floor.state, "Iso-1")) == ("Q-001", "Q-Iso-1-001")


# Depth


@pytest.mark.parametrize(
    ("name", "depth"), [("handrub_f1", "critical"), ("metformin_er_1000", "critical"), ("car_t_autologous", "full")]
)
def test_without_a_decision_the_profile_says_how_deep(name: str, depth: str) -> None:
    floor = Floor(example(name)).issue()
    found = reviewing.depth(floor.state, floor.facts)
    assert found == (depth if floor.mbr.header.profile != "IMP" else "full")


def test_by_exception_only_the_sections_of_the_whole_batch_are_asked_for() -> None:
    floor = Floor(example("car_t_autologous")).issue()
    assert reviewing.wanted(floor.state, "full") == read.sections(floor.state)
    assert reviewing.wanted(floor.state, "exception") == read.WHOLE
    assert set(reviewing.wanted(floor.state, "critical")) > set(read.WHOLE)


def approved(floor: Floor) -> MasterState:
    return replace(floor.master, signatures={"approved": Endorsement("quinn", "a" * 64)}, added_by="art")


def set_depth(floor: Floor, state: MasterState, depth: str, why: str, who: str = "quita") -> Decision:
    command = SetReviewDepth(floor.mbr.header.id, floor.mbr.header.version, depth, why)
    return master_rules.decide(state, {}, command, actor(who), floor.now())


def test_quality_sets_the_depth_of_a_version_with_a_justification() -> None:
    floor = completed()
    state = approved(floor)
    decision = set_depth(floor, state, "exception", "Validated, monitored all the time")
    assert code(decision) == ""
    event = decision.drafts[0].event
    assert isinstance(event, ReviewDepthSet)
    sheet = master_rules.sheet(state, event)
    assert sheet is not None
    assert ["justification", "Validated, monitored all the time"] in sheet.document["rows"]
    floor.master = apply(state, replace(floor.events[0], event=event))
    assert reviewing.depth(floor.state, floor.facts) == "exception"
    assert [
        one.params["section"] for one in reviewing.blockers(floor.state, floor.facts) if "section" in one.params
    ] == list(read.WHOLE)


@pytest.mark.parametrize(
    ("depth", "why", "who", "refused"),
    [
        ("exception", "", "quita", "review_depth_why"),
        ("shallow", "x", "quita", "review_depth_unknown"),
        ("exception", "x", "sven", "right_missing"),
        ("exception", "x", "art", "right_missing"),
    ],
)
def test_a_depth_is_refused(depth: str, why: str, who: str, refused: str) -> None:
    floor = completed()
    assert code(set_depth(floor, approved(floor), depth, why, who)) == refused


def test_who_wrote_a_version_does_not_say_how_little_of_it_is_read() -> None:
    floor = completed()
    state = replace(approved(floor), added_by="quita")
    assert code(set_depth(floor, state, "exception", "x")) == "review_depth_own"
    assert code(set_depth(floor, replace(approved(floor), review_depth="full"), "full", "x")) == "review_depth_same"
    assert code(set_depth(floor, replace(floor.master, effective=""), "full", "x")) == "mbr_not_approved"
