"""From a draft to an approval: given a draft and a version in force, when somebody asks, then this is written or refused."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest

from ebr.domain.canonical import dumps
from ebr.domain.decision import Actor, Decision, Recorded
from ebr.domain.draft import events as d
from ebr.domain.draft.state import DraftState, changed_blocks
from ebr.domain.draft.state import apply as apply_draft
from ebr.domain.draft.state import start as start_draft
from ebr.domain.master import events as e
from ebr.domain.master.commands import (
    AddMbr,
    BeginDraft,
    CloseComment,
    CommentMbr,
    MakeEffective,
    RehearseMbr,
    ReturnMbr,
    SignMbr,
    SubmitDraft,
)
from ebr.domain.master.rules import adding, decide, needs, sheet, signer, subject
from ebr.domain.master.state import MasterState, apply, changes_from, changes_text, start
from ebr.domain.mbr import text as text_module
from ebr.domain.refusal import Refusal
from ebr.domain.review import open_remarks
from ebr.domain.values import Instant, Stamp

found = re.search(r"```yaml\n(.*?)```", text_module.__doc__ or "", re.DOTALL)
assert found is not None
DOCUMENT = adding(found.group(1)).document
NOW = Instant("2026-03-02T08:00:00.000000+01:00", "Europe/Zurich", "boot", 1, "system")
ONE, TWO, DRAFT = "master/saline/1", "master/saline/2", "draft/saline/2"

ANNA = Actor("anna", "Anna", frozenset({"author"}), station="Room-1")
BEA = Actor("bea", "Bea", frozenset({"author", "quality"}), station="Room-1")
SAM = Actor("sam", "Sam", frozenset({"supervisor"}), station="Room-1")
QUIN = Actor("quin", "Quin", frozenset({"quality"}), station="Room-1")


def stamp(number: int, by: str, root: str) -> Stamp:
    return Stamp(f"hash{number}", "log", number, root, by, "presence", NOW)


def version(root: str, *history: tuple[object, str]) -> MasterState:
    state = start(root)
    for number, (event, by) in enumerate(history):
        state = apply(state, Recorded(event, stamp(number, by, root)))
    return state


def in_force() -> MasterState:
    added = decide(start(ONE), {}, adding_one(), ANNA, NOW).drafts[0].event
    assert isinstance(added, e.MbrAdded)
    signed = [
        (e.MbrSigned("saline", "1", added.hash, meaning), by)
        for meaning, by in (("performed", "anna"), ("approved", "quin"))
    ]
    return version(ONE, (added, "anna"), *signed, (e.MbrMadeEffective("saline", "1", "2026-03-01"), "quin"))


def adding_one() -> Any:
    return adding(found.group(1)) if found else None


def drafted(*changes: tuple[dict[str, Any], str]) -> DraftState:
    """A draft of version 2 begun from version 1 with changes of the document, each by somebody."""
    document = json.loads(DOCUMENT)
    document["header"]["version"] = "2"
    state = start_draft(DRAFT)
    begun = d.DraftBegun("saline", "2", "1", in_force().hash, dumps(document).decode(), "Room-1")
    state = apply_draft(state, Recorded(begun, stamp(0, "anna", DRAFT)))
    for number, (change, by) in enumerate(changes, 1):
        new = {**state.document(), **change}
        event = d.DraftSaved("saline", "2", "", "", changed_blocks(state.document(), new))
        state = apply_draft(state, Recorded(event, stamp(number, by, DRAFT)))
    return state


def tightened() -> dict[str, Any]:
    document = json.loads(DOCUMENT)
    header = {**document["header"], "version": "2", "storage": "Below 20 °C"}
    return {"header": header}


def facts(*states: MasterState | DraftState) -> dict[str, Any]:
    return {("draft" if isinstance(s, DraftState) else "master") + f"/{s.id}/{s.version}": s for s in states}


def when(state: MasterState, command: object, actor: Actor, *others: MasterState | DraftState) -> Decision:
    return decide(state, facts(*others), command, actor, NOW)


def refusal_of(decision: Decision) -> str:
    assert decision.drafts == ()
    assert isinstance(decision.refusal, Refusal)
    return decision.refusal.code


SUBMIT = SubmitDraft("saline", "2", "1")


def submitted(*more: tuple[object, str], by: str = "anna", draft: DraftState | None = None) -> MasterState:
    """Version 2 in review."""
    decision = when(start(TWO), SUBMIT, ANNA, draft or drafted((tightened(), by)), in_force())
    assert decision.refusal is None, decision.refusal
    return version(TWO, (decision.drafts[0].event, "anna"), *more)


def sign(state: MasterState, meaning: str, **fields: str) -> SignMbr:
    return replace(SignMbr("saline", "2", state.hash, meaning, "1"), **fields)


def endorsed(state: MasterState, meaning: str, by: str) -> tuple[object, str]:
    return e.MbrSigned("saline", "2", state.hash, meaning), by


# -- beginning


def test_a_draft_begins_with_the_text_of_a_version_under_its_own_number():
    (draft,) = when(start(TWO), BeginDraft("saline", "2", "1"), ANNA, in_force()).drafts
    assert draft.subject == DRAFT
    assert isinstance(draft.event, d.DraftBegun)
    assert json.loads(draft.event.document)["header"]["version"] == "2"
    assert (draft.event.base_hash, draft.event.station, draft.event.writers) == (in_force().hash, "Room-1", ())


def test_a_draft_begins_empty_or_from_a_document_that_is_not_finished():
    (empty,) = when(start("master/bread/1"), BeginDraft("bread", "1", title="Bread"), ANNA).drafts
    assert json.loads(empty.event.document)["header"]["title"] == "Bread"
    half = dumps({"mbr": 1, "header": {"id": "other", "version": "7", "title": "Half"}}).decode()
    (draft,) = when(start("master/bread/1"), BeginDraft("bread", "1", document=half), ANNA).drafts
    assert json.loads(draft.event.document)["header"]["id"] == "bread"


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (BeginDraft("saline", "2/3", "1"), "draft_name"),
        (BeginDraft("Saline", "2", "1"), "draft_name"),
        (BeginDraft("saline", "2", "9"), "mbr_unknown"),
        (BeginDraft("saline", "2", document="[" * 100_000), "mbr_document"),
        (BeginDraft("saline", "2", document='{"mbr":1,"nothing":1}'), "mbr_document"),
        (BeginDraft("saline", "2", document="x" * 50_000_000), "draft_too_large"),
    ],
    ids=["slash", "capital", "no base", "too deep", "unknown field", "fifty megabytes"],
)
def test_what_cannot_begin_is_refused(command, code):
    assert refusal_of(when(start(TWO), command, ANNA, in_force())) == code


def test_a_version_is_drafted_once_and_never_again_when_it_is_there():
    assert refusal_of(when(start(TWO), BeginDraft("saline", "2", "1"), ANNA, drafted(), in_force())) == "draft_exists"
    assert refusal_of(when(submitted(), BeginDraft("saline", "2", "1"), ANNA, in_force())) == "mbr_version_taken"


def test_who_brings_other_words_than_those_of_the_base_wrote_them():
    other = json.loads(DOCUMENT)
    other["header"]["storage"] = "Below 20 °C"
    for text, writers in ((dumps(other).decode(), ("bea",)), (DOCUMENT, ())):
        (draft,) = when(start(TWO), BeginDraft("saline", "2", "1", text), BEA, in_force()).drafts
        assert draft.event.writers == writers
        state = apply_draft(start_draft(DRAFT), Recorded(draft.event, stamp(1, "bea", DRAFT)))
        assert state.writers == writers


def test_who_gives_the_first_version_back_has_not_written_it():
    begun = d.DraftBegun("saline", "2", "", "", DOCUMENT, "Room-1", "1", ("anna",))
    state = apply_draft(start_draft(DRAFT), Recorded(begun, stamp(1, "quin", DRAFT)))
    assert state.writers == ("anna",)


def test_a_text_from_a_file_does_not_take_the_place_of_a_draft_and_its_writers():
    document = json.loads(DOCUMENT)
    document["header"]["version"] = "2"
    command = AddMbr("saline", "2", dumps(document).decode())
    assert needs(command, start(TWO)) == (DRAFT,)
    assert refusal_of(when(start(TWO), command, ANNA, drafted((tightened(), "bea")))) == "draft_exists"


# -- submitting


def test_a_submitted_draft_is_a_version_in_review_with_its_change_set_and_carried_approvals():
    decision = when(start(TWO), SUBMIT, ANNA, drafted((tightened(), "bea")), in_force())
    event = decision.drafts[0].event
    assert isinstance(event, e.MbrSubmitted)
    assert [draft.subject for draft in decision.drafts] == [TWO, DRAFT]
    assert decision.drafts[1].event == d.DraftSubmitted("saline", "2", event.hash)
    assert (event.base, event.base_hash, event.writers, event.draft) == ("1", in_force().hash, ("bea",), "hash1")
    assert {change.place for change in changes_from(event.changes)} == {("header", "version"), ("header", "storage")}
    assert "header" not in event.carried
    assert set(event.carried.values()) == {"hash2"}  # the entry with which quality approved version 1
    assert needs(SUBMIT, start(TWO)) == (DRAFT, ONE)
    assert signer(SUBMIT, ANNA) == ("anna", ("author",))
    assert subject(SUBMIT) == TWO


def test_the_sheet_of_a_submission_shows_everything_before_the_version_is_there():
    event = when(start(TWO), SUBMIT, ANNA, drafted((tightened(), "bea")), in_force()).drafts[0].event
    shown = sheet(start(TWO), event)
    assert shown is not None
    assert (shown.meaning, shown.covered) == ("performed", ())
    assert ["writers", "bea"] in shown.document["rows"]
    assert len(shown.document["changes"]) == 2
    assert [name for name, _, entry in shown.document["blocks"] if not entry] == ["header"]


def test_a_dry_run_of_the_very_text_goes_along():
    draft = drafted((tightened(), "anna"))
    digest = submitted(draft=draft).hash
    for made in ("other", digest):
        event = d.DraftRehearsed("saline", "2", made, "7", 10, {"branches": "1/1"}, "ff")
        draft = apply_draft(draft, Recorded(event, stamp(7, "anna", DRAFT)))
    events = [one.event for one in when(start(TWO), SUBMIT, ANNA, draft, in_force()).drafts]
    assert e.MbrRehearsed("saline", "2", digest, "7", 10, {"branches": "1/1"}, "ff") in events


def test_only_a_finished_draft_without_conflicts_is_submitted():
    assert refusal_of(when(start(TWO), SUBMIT, ANNA, in_force())) == "draft_unknown"
    wrong = drafted(({"materials": [{"id": "nothing"}]}, "anna"))
    assert refusal_of(when(start(TWO), SUBMIT, ANNA, wrong, in_force())) == "mbr_has_errors"
    other = replace(ANNA, station="Room-2")
    assert refusal_of(when(start(TWO), SUBMIT, other, drafted((tightened(), "anna")), in_force())) == "draft_elsewhere"
    torn = drafted((tightened(), "anna"))
    event = d.DraftSaved("saline", "2", "", "", {"header": "{}"}, ("header",))
    torn = apply_draft(torn, Recorded(event, stamp(9, "bea", DRAFT)))
    assert refusal_of(when(start(TWO), SUBMIT, ANNA, torn, in_force())) == "draft_contested"


@pytest.mark.parametrize("end", [d.DraftSubmitted("saline", "2", "h"), d.DraftAbandoned("saline", "2", "no")])
def test_a_draft_that_ended_is_not_submitted(end):
    ended = apply_draft(drafted((tightened(), "anna")), Recorded(end, stamp(9, "anna", DRAFT)))
    expected = {d.DraftSubmitted: "draft_submitted", d.DraftAbandoned: "draft_abandoned"}[type(end)]
    assert refusal_of(when(start(TWO), SUBMIT, ANNA, ended, in_force())) == expected


def test_without_a_version_in_force_nothing_is_compared():
    event = when(start(TWO), SubmitDraft("saline", "2"), ANNA, drafted((tightened(), "anna"))).drafts[0].event
    assert (event.base, event.changes, event.carried) == ("", "", {})


# -- signing


def test_an_independent_person_verifies_and_quality_approves():
    state = submitted()
    assert when(state, sign(state, "verified"), SAM).refusal is None
    verified = submitted(endorsed(state, "verified", "sam"))
    assert verified.life("2026-03-02") == "verified"
    assert when(verified, sign(state, "approved"), QUIN).refusal is None
    approved = submitted(endorsed(state, "verified", "sam"), endorsed(state, "approved", "quin"))
    assert approved.life("2026-03-02") == "approved"
    assert set(approved.approvals.values()) == {"hash2"}


def test_who_wrote_never_signs_and_one_person_never_signs_twice():
    state = submitted(by="bea")
    assert refusal_of(when(state, sign(state, "verified"), ANNA)) == "mbr_author_approves"
    assert refusal_of(when(state, sign(state, "verified"), BEA)) == "mbr_author_approves"
    assert refusal_of(when(state, sign(state, "approved"), QUIN)) == "mbr_second_first"
    verified = submitted(endorsed(state, "verified", "quin"), by="bea")
    assert refusal_of(when(verified, sign(verified, "approved"), QUIN)) == "mbr_second_approves"
    assert refusal_of(when(state, sign(state, "approved"), SAM)) == "right_missing"


def test_a_text_from_a_file_needs_no_second_person():
    added = version(ONE, (when(start(ONE), adding_one(), ANNA).drafts[0].event, "anna"))
    assert refusal_of(when(added, SignMbr("saline", "1", added.hash, "verified"), SAM)) == "meaning_unknown"


def test_an_open_remark_keeps_everybody_from_signing():
    remark = (e.MbrCommented("saline", "2", "storage", "Why?"), "quin")
    state = submitted(remark)
    assert refusal_of(when(state, sign(state, "verified"), SAM)) == "mbr_comments_open"
    settled = submitted(remark, (e.MbrCommentClosed("saline", "2", "hash1", "as agreed"), "quin"))
    assert open_remarks(settled.comments) == ()
    assert when(settled, sign(settled, "verified"), SAM).refusal is None


def test_a_change_set_against_a_version_no_longer_in_force_is_not_signed():
    state = submitted()
    assert refusal_of(when(state, sign(state, "verified", in_force="1b"), SAM)) == "mbr_base_changed"
    assert when(state, sign(state, "verified"), SAM).refusal is None


def test_the_sheet_of_an_approval_has_changes_dry_run_and_settled_remarks():
    state = submitted(
        (e.MbrCommented("saline", "2", "", "Why?"), "quin"),
        (e.MbrCommentClosed("saline", "2", "hash1", "so"), "quin"),
    )
    digest = state.hash
    event = e.MbrRehearsed("saline", "2", digest, "7", 10, {"branches": "1/1"}, "ff")
    state = apply(state, Recorded(event, stamp(3, "anna", TWO)))
    shown = sheet(state, e.MbrSigned("saline", "2", digest, "verified"))
    assert shown is not None
    assert ["coverage", "branches 1/1"] in shown.document["rows"]
    assert shown.document["changes"] == json.loads(state.changes)
    assert shown.covered == ("hash0", "hash0", "hash3", "hash1")


# -- remarks and giving back


def test_remarks_are_settled_by_who_made_them_or_by_quality():
    state = submitted((e.MbrCommented("saline", "2", "storage", "Why?"), "sam"))
    close = CloseComment("saline", "2", "hash1", "so")
    assert refusal_of(when(state, close, ANNA)) == "comment_of_another"
    for actor in (SAM, QUIN):
        assert when(state, close, actor).drafts[0].event == e.MbrCommentClosed("saline", "2", "hash1", "so")
    assert refusal_of(when(state, replace(close, comment="none"), QUIN)) == "comment_not_open"
    assert refusal_of(when(state, CommentMbr("saline", "2", "", " "), SAM)) == "comment_text_missing"


def test_who_wrote_does_not_settle_what_others_asked():
    state = submitted((e.MbrCommented("saline", "2", "storage", "Why?"), "sam"), by="bea")
    assert refusal_of(when(state, CloseComment("saline", "2", "hash1", "so"), BEA)) == "comment_of_another"


def approved_version(*more: tuple[object, str]) -> MasterState:
    state = submitted()
    return submitted(endorsed(state, "verified", "sam"), endorsed(state, "approved", "quin"), *more)


def test_a_remark_that_came_beside_the_approval_is_settled_before_the_version_is_effective():
    remark = (e.MbrCommented("saline", "2", "storage", "Why?"), "sam")
    make = MakeEffective("saline", "2", "2026-03-02", "1", ("1",))
    open_one = approved_version(remark)
    assert refusal_of(when(open_one, make, QUIN, in_force())) == "mbr_comments_open"
    close = CloseComment("saline", "2", "hash3", "so")
    settled = approved_version(remark, (when(open_one, close, SAM).drafts[0].event, "sam"))
    assert when(settled, make, QUIN, in_force()).refusal is None


def test_a_version_whose_changes_were_never_compared_with_what_is_in_force_takes_no_effect():
    state = approved_version()
    make = MakeEffective("saline", "2", "2026-03-02", "1b", ("1b",))
    assert refusal_of(when(state, make, QUIN)) == "mbr_never_compared"
    assert when(state, replace(make, in_force="", supersedes=()), QUIN).refusal is None  # withdrawn: nothing is undone


GIVE_BACK = ReturnMbr("saline", "2", "not clear", "3")


def test_a_version_given_back_begins_the_next_draft_where_it_was_written():
    draft = drafted((tightened(), "bea"))
    decision = when(submitted(by="bea"), GIVE_BACK, QUIN, draft)
    returned, begun = (one.event for one in decision.drafts)
    assert returned == e.MbrReturned("saline", "2", "not clear", "3")
    assert isinstance(begun, d.DraftBegun)
    assert (begun.version, begun.returned, begun.base, begun.station) == ("3", "2", "1", "Room-1")
    assert set(begun.writers) == {"anna", "bea"}
    assert needs(GIVE_BACK, start(TWO)) == (DRAFT, "draft/saline/3", "master/saline/3")
    state = submitted((returned, "quin"), by="bea")
    assert state.life("2026-03-02") == "returned"
    assert refusal_of(when(state, sign(state, "verified"), SAM)) == "mbr_returned"
    assert refusal_of(when(state, GIVE_BACK, QUIN)) == "mbr_returned"


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (replace(GIVE_BACK, reason=" "), "mbr_return_reason"),
        (replace(GIVE_BACK, next="3/4"), "draft_name"),
        (replace(GIVE_BACK, next="1"), "mbr_version_taken"),
        (replace(GIVE_BACK, next="2"), "draft_exists"),
    ],
)
def test_giving_back_says_why_and_names_a_free_version(command, code):
    assert refusal_of(when(submitted(), command, QUIN, drafted(), in_force())) == code


def test_review_is_over_with_the_approval():
    state = submitted()
    done = submitted(endorsed(state, "verified", "sam"), endorsed(state, "approved", "quin"))
    for command in (GIVE_BACK, CommentMbr("saline", "2", "", "late"), RehearseMbr("saline", "2", done.hash, "7", 1)):
        assert refusal_of(when(done, command, BEA)) == "mbr_approved_already"


def test_a_dry_run_is_kept_with_the_text_it_was_made_of():
    state = submitted()
    command = RehearseMbr("saline", "2", state.hash, "7", 10, {"branches": "1/1"}, "ff")
    assert when(state, command, ANNA).drafts[0].event == e.MbrRehearsed(
        "saline", "2", state.hash, "7", 10, {"branches": "1/1"}, "ff"
    )
    assert refusal_of(when(state, replace(command, hash="0" * 64), ANNA)) == "mbr_hash_differs"


def test_changes_come_back_from_their_text_and_strange_ones_are_left_out():
    text = submitted().changes
    assert changes_text(changes_from(text)) == text
    for strange in ("", "[", "{}", '[1, {"kind": "new"}, {"place": ["a"]}]', "[" * 100_000):
        assert changes_from(strange) == ()
