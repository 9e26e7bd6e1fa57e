"""Release: blockers as a list, the sponsor, a failing result after release, supply out of specification, keeping (floor-rules 14, 20-24)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ebr.domain.batch import commands as c
from ebr.domain.batch.commands import release as r
from ebr.domain.batch.commands.review import ReadSection, ReviewTrail
from ebr.domain.batch.rules import blockers, sheet, weakness
from ebr.domain.batch.rules.preview import preview
from ebr.domain.batch.state import reviewing
from ebr.domain.batch.state.keeping import later, retention
from tests.domain.batch_floor import BATCH, Floor, actor, code
from tests.domain.batch_small import at_step, small, walked_small
from tests.domain.batch_walk import Walk

DAY = "2026-05-04"
SUPPLY = ("requested", "evaluated", "notified", "accepted", "informed")


def reviewed(floor: Floor | None = None) -> Floor:
    floor = floor or walked_small()
    floor.done(c.CompleteBatch(BATCH), "sven")
    assert review(floor) == ""
    return floor


def review(floor: Floor) -> str:
    """Read every section, sign the audit trail and the review."""
    for section in reviewing.sections(floor.state):
        floor.done(ReadSection(BATCH, section), "quita")
    if floor.state.reviewing.trail is None:
        floor.done(ReviewTrail(BATCH), "quita")
    return floor.refused(c.ReviewBatch(BATCH, "read"), "quita")


def against(floor: Floor, decision: str = "certified", **filled: object) -> list[str]:
    facts = weakness.facts_of(floor.state, floor.facts.get)
    return [one.code for one in blockers.blockers(floor.state, facts, c.DecideBatch(BATCH, decision, **filled))]


def failed(floor: Floor | None = None) -> Floor:
    """Released on condition of a result, which then fails."""
    floor = floor or reviewed()
    floor.done(c.DecideBatch(BATCH, "conditional"), "petra")
    floor.record(floor.at("sterile"), "lena", choice="growth")
    return floor


# Blockers


def test_a_batch_of_which_nothing_is_missing_has_no_blocker() -> None:
    floor = reviewed()
    assert against(floor, "conditional") == []
    assert against(floor, "certified") == ["result_pending"]
    assert against(floor, "rejected") == []


def test_every_blocker_is_named_at_once() -> None:
    floor = at_step("measure")
    floor.done(c.RaiseException(BATCH, "", "smell"), "olga")
    floor.done(c.HoldBatch(BATCH, "smell"), "sven")
    named = against(floor, pending=2, behind=("Room-2", "Lab"))
    assert named[:4] == ["not_reviewed", "batch_not_complete", "batch_held", "exception_open"]
    assert named.count("result_pending") >= 1
    assert named[-3:] == ["entries_pending", "station_behind", "station_behind"]


@pytest.mark.parametrize(
    ("filled", "why"),
    [
        ({"pending": 1}, "entries_pending"),
        ({"behind": ("Room-2",)}, "station_behind"),
        ({"unsound": "12/body_hash"}, "record_unsound"),
    ],
)
def test_a_record_that_is_not_all_here_is_neither_reviewed_nor_certified(filled: dict[str, object], why: str) -> None:
    floor = walked_small()
    floor.done(c.CompleteBatch(BATCH), "sven")
    assert floor.refused(c.ReviewBatch(BATCH, **filled), "quita") == why
    assert review(floor) == ""
    assert floor.refused(c.DecideBatch(BATCH, "conditional", **filled), "petra") == why
    assert floor.refused(c.DecideBatch(BATCH, "rejected", "wrong salt", **filled), "petra") == ""


def test_the_rule_refuses_with_the_first_blocker_of_the_list() -> None:
    floor = walked_small()
    for decision in ("certified", "conditional", "supplied"):
        assert floor.refused(c.DecideBatch(BATCH, decision, "why"), "petra") == against(floor, decision)[0]


def test_what_others_say_against_a_release_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    from ebr.domain.refusal import Refusal

    floor = reviewed()
    monkeypatch.setattr(blockers, "OTHERS", (lambda state, _facts: [Refusal("not_certified", batch=state.id)],))
    assert against(floor, "conditional") == ["not_certified"]
    assert against(floor, "rejected") == []


# A failing result after a conditional release


def test_a_failing_result_after_release_opens_a_call_list_and_a_recall_decision() -> None:
    floor = failed()
    recall = floor.state.releasing.recall
    assert recall is not None
    assert (recall.event.slot, recall.event.exception) == (floor.at("sterile"), "EX-001")
    assert recall.event.calls == ("qualified_person", "physician", "sponsor", "authority") == recall.open_calls
    assert floor.state.exceptions["EX-001"].severity == "critical"
    assert {"result_failed", "never_final", "recall_undecided", "call_open"} <= set(against(floor))
    assert len(floor.actions[-1]) == 3, "the result, the exception and the recall are one action"


def test_calls_are_noted_and_quality_decides() -> None:
    floor = failed()
    assert floor.refused(r.NoteCall(BATCH, "mayor", "M", DAY, "told"), "quinn") == "call_unknown"
    assert floor.refused(r.NoteCall(BATCH, "physician", "", DAY, "told"), "quinn") == "field_missing"
    assert floor.refused(r.NoteCall(BATCH, "physician", "Dr Ohm", "2026-05-30", "told"), "quinn") == "day_to_come"
    for call in ("qualified_person", "physician", "sponsor", "authority"):
        floor.done(r.NoteCall(BATCH, call, "Dr Ohm", DAY, "told"), "petra")
    assert "call_open" not in against(floor)
    assert floor.refused(r.DecideRecall(BATCH, "perhaps", "x"), "quinn") == "decision_unknown"
    assert floor.refused(r.DecideRecall(BATCH, "recall", " "), "quinn") == "reason_missing"
    floor.done(r.DecideRecall(BATCH, "not_used", "not infused, sent back"), "quinn")
    assert "recall_undecided" not in against(floor)
    (signature,) = floor.state.valid_signatures(f"batch/{BATCH}", "recall_decided")
    assert len(signature.signed.covered) == 5


def test_the_batch_can_never_become_final_even_when_the_result_is_corrected() -> None:
    floor = failed()
    floor.correct(floor.at("sterile"), "lena", choice="negative", reason="read the wrong plate")
    floor.done(c.DecideException(BATCH, "EX-001", "accepted", "investigated"), "quinn")
    assert review(floor) == ""
    assert floor.refused(c.DecideBatch(BATCH, "certified"), "petra") == "never_final"
    floor.done(c.DecideBatch(BATCH, "rejected", "growth"), "petra")
    assert floor.state.status == "rejected"


def test_a_result_that_fails_before_any_release_opens_no_recall() -> None:
    floor = reviewed()
    floor.record(floor.at("sterile"), "lena", choice="growth")
    assert floor.state.releasing.recall is None
    assert floor.refused(r.DecideRecall(BATCH, "recall", "x"), "quinn") == "no_recall"
    assert floor.refused(r.NoteCall(BATCH, "physician", "Dr Ohm", DAY, "told"), "quinn") == "no_recall"


# Supply out of specification


def out_of_specification() -> Floor:
    floor = reviewed()
    floor.record(floor.at("sterile"), "lena", choice="growth")
    return floor


def note(floor: Floor, what: str, dated: str = DAY, who: str = "quinn") -> str:
    return floor.refused(r.NoteSupply(BATCH, what, dated, "Dr Ohm", "text", "letter 4"), who)


def test_supply_is_five_dated_entries_in_their_order() -> None:
    floor = out_of_specification()
    assert note(floor, "asked") == "supply_entry_unknown"
    assert note(floor, "evaluated") == "supply_entry_missing"
    assert note(floor, "requested", "soon") == "day_unreadable"
    assert note(floor, "requested", "2026-05-05") == "day_to_come"
    assert note(floor, "requested") == ""
    assert note(floor, "evaluated", "2026-05-03") == "supply_before"
    for what in SUPPLY[1:]:
        assert note(floor, what) == ""
    assert list(floor.state.releasing.supply) == list(SUPPLY)
    covered = floor.state.valid_signatures(f"batch/{BATCH}", "supply_noted")[-1].signed.covered
    assert len(covered) == 5, "the failing result and the four entries before"


def test_a_batch_is_supplied_with_all_five_and_is_never_certified() -> None:
    floor = out_of_specification()
    for what in SUPPLY[:-1]:
        note(floor, what)
    floor.done(c.DecideException(BATCH, "EX-001", "rejected", "growth"), "quinn")
    assert review(floor) == ""
    assert floor.refused(c.DecideBatch(BATCH, "supplied", "for one patient"), "petra") == "supply_entry_missing"
    note(floor, "informed")
    assert floor.refused(c.DecideBatch(BATCH, "supplied"), "petra") == "reason_missing"
    floor.done(c.DecideBatch(BATCH, "supplied", "for one patient"), "petra")
    assert floor.state.status == "supplied"
    assert floor.refused(c.DecideBatch(BATCH, "certified"), "petra") == "exception_rejected"
    assert {"result_failed", "exception_rejected"} <= set(against(floor))


def test_supply_is_only_for_what_failed_and_for_one_patient() -> None:
    floor = reviewed()
    assert note(floor, "requested") == "nothing_failed"
    assert against(floor, "supplied")[0] == "nothing_failed"
    mbr = small()
    many = Floor(replace(mbr, header=replace(mbr.header, profile="commercial"))).issue()
    assert note(many, "requested") == "supply_not_for_one"


# The sponsor


def investigational() -> Floor:
    mbr = small()
    floor = Floor(replace(mbr, header=replace(mbr.header, profile="IMP"))).issue()
    walk = Walk(floor)
    walk.run()
    walk.results()
    return reviewed(floor)


def test_an_investigational_batch_is_released_by_the_sponsor_after_the_certification() -> None:
    floor = investigational()
    assert floor.refused(r.SponsorRelease(BATCH), "sybil") == "not_certified"
    floor.done(c.DecideBatch(BATCH, "certified"), "petra")
    assert floor.refused(r.SponsorRelease(BATCH, pending=1), "sybil") == "entries_pending"
    floor.done(r.SponsorRelease(BATCH, "trial 12"), "sybil")
    assert floor.state.releasing.sponsor is not None
    assert floor.refused(r.SponsorRelease(BATCH), "sybil") == "already_signed"
    floor.done(c.RaiseException(BATCH, "", "complaint"), "quinn")
    assert floor.state.releasing.sponsor is None, "what changes after it voids it"
    assert not floor.state.valid_signatures(f"batch/{BATCH}", "sponsor_released")


def test_looking_ahead_takes_nothing_from_what_stands() -> None:
    """A rule that tries what would follow works on a copy: what it would make void still stands when it refuses."""
    floor = investigational()
    floor.done(c.DecideBatch(BATCH, "certified"), "petra")
    floor.done(r.SponsorRelease(BATCH, "trial 12"), "sybil")
    drafts = floor.ask(c.RaiseException(BATCH, "", "complaint"), "quinn").drafts
    then = preview(floor.state, drafts, actor("quinn"), floor.now())
    assert then.releasing.sponsor is None
    assert floor.state.releasing.sponsor is not None


def test_nobody_releases_for_the_sponsor_what_they_certified() -> None:
    from ebr.domain.batch import rules
    from ebr.domain.decision import Actor

    floor = investigational()
    floor.done(c.DecideBatch(BATCH, "certified"), "petra")
    both = Actor("petra", "Petra", frozenset({"sponsor", "qualified_person"}), "p")
    assert code(rules.decide(floor.state, floor.facts, r.SponsorRelease(BATCH), both, floor.now())) == "not_independent"
    olga = Actor("olga", "Olga", frozenset({"sponsor"}), "p")
    assert code(rules.decide(floor.state, floor.facts, r.SponsorRelease(BATCH), olga, floor.now())) == "not_independent"


def test_no_sponsor_is_asked_about_other_products() -> None:
    floor = reviewed()
    assert floor.refused(r.SponsorRelease(BATCH), "sybil") == "sponsor_not_asked"
    assert floor.refused(r.EndTrial(BATCH, "T-1", DAY), "quinn") == "sponsor_not_asked"


# Keeping


def test_retention_counts_by_profile() -> None:
    floor = reviewed()
    assert (retention(floor.state).years, retention(floor.state).until) == (30, "")
    floor.done(c.DecideBatch(BATCH, "conditional"), "petra")
    assert retention(floor.state).until == "2056-05-04"
    imp = investigational()
    imp.done(c.DecideBatch(BATCH, "certified"), "petra")
    assert retention(imp.state).until == "", "no end of the trial is noted: for ever"
    imp.done(r.EndTrial(BATCH, "T-1", DAY), "quinn")
    imp.done(r.EndTrial(BATCH, "T-0", "2026-01-01"), "quinn")
    assert retention(imp.state).until == "2031-05-04", "the last trial counts"


@pytest.mark.parametrize(
    ("profile", "shelf_life", "until"),
    [
        ("commercial", "24 months", "2031-05-04"),
        ("commercial", "60 months", "2032-04-30"),
        ("commercial", "", "2031-05-04"),
        ("ATMP", "12 months", "2057-04-30"),
        ("ATMP", "for ever", "2056-05-04"),
    ],
)
def test_a_record_outlasts_what_it_is_about(profile: str, shelf_life: str, until: str) -> None:
    """EU GMP 4.11 and 21 CFR 211.180(a): a year after expiry, if later; Regulation 1394/2007, 15(4): thirty years."""
    floor = reviewed()
    floor.done(c.DecideBatch(BATCH, "conditional"), "petra")
    plan = floor.state.plan
    assert plan is not None
    header = replace(plan.mbr.header, profile=profile, shelf_life=shelf_life)
    floor.state.plan = replace(plan, mbr=replace(plan.mbr, header=header))
    assert retention(floor.state).until == until


def test_a_leap_day_has_an_end() -> None:
    assert (later("2028-02-29", 5), later("2028-02-29", 4)) == ("2033-03-01", "2032-02-29")


def test_a_legal_hold_stands_until_quality_lifts_it() -> None:
    floor = reviewed()
    assert floor.refused(r.LiftLegalHold(BATCH, "over"), "quinn") == "no_legal_hold"
    assert floor.refused(r.SetLegalHold(BATCH, " "), "quinn") == "reason_missing"
    floor.done(r.SetLegalHold(BATCH, "court order 7"), "quinn")
    assert retention(floor.state).legal_hold == "court order 7"
    assert floor.refused(r.SetLegalHold(BATCH, "again"), "quinn") == "legal_hold_stands"
    floor.done(r.LiftLegalHold(BATCH, "settled"), "quinn")
    assert retention(floor.state).legal_hold == ""


def test_retention_samples_are_put_away_once_under_a_number() -> None:
    floor = at_step("measure")
    assert floor.refused(r.RetainSample(BATCH, "R-1", 0, "Cold store", "2031-01-01"), "lena") == "field_missing"
    assert floor.refused(r.RetainSample(BATCH, "R-1", 2, "Cold store", "2025-01-01"), "lena") == "day_gone"
    floor.done(r.RetainSample(BATCH, "R-1", 2, "Cold store", "2031-01-01"), "lena")
    assert floor.refused(r.RetainSample(BATCH, "R-1", 2, "Cold store", "2031-01-01"), "lena") == "sample_retained"
    ((event, _),) = floor.state.releasing.samples
    assert (event.sample, event.count, event.until) == ("R-1", 2, "2031-01-01")


def test_nothing_is_noted_about_a_batch_that_is_not_there() -> None:
    floor = Floor(small())
    for command, who in (
        (r.SponsorRelease(BATCH), "sybil"),
        (r.NoteSupply(BATCH, "requested", DAY, "Dr", "x"), "quinn"),
        (r.SetLegalHold(BATCH, "x"), "quinn"),
        (r.RetainSample(BATCH, "R", 1, "x", "2031-01-01"), "quinn"),
    ):
        assert floor.refused(command, who) == "batch_unknown"


def test_the_fold_of_the_same_entries_is_the_same() -> None:
    floor = failed()
    for call in ("physician", "sponsor"):
        floor.done(r.NoteCall(BATCH, call, "Dr Ohm", DAY, "told"), "petra")
    floor.done(r.DecideRecall(BATCH, "recall", "growth"), "quinn")
    for what in SUPPLY:
        assert note(floor, what) == ""
    floor.done(r.SetLegalHold(BATCH, "court"), "quinn")
    assert floor.refolded() == floor.state
    for recorded in floor.events:
        if hasattr(recorded.event, "signed") and recorded.event.signed is not None:
            assert recorded.event.signed.meaning
    assert sheet(floor.state, floor.events[-1].event) is not None
