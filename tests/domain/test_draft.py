"""A draft: given what was written, when somebody asks, then this is written, merged or refused."""

from __future__ import annotations

import json

import pytest

from ebr.domain.canonical import dumps
from ebr.domain.decision import Actor, Recorded
from ebr.domain.draft import commands as c
from ebr.domain.draft import events as e
from ebr.domain.draft.rules import decide, saving, sheet, signer
from ebr.domain.draft.state import apply, changed_blocks, next_version, start, whole_hash
from ebr.domain.mbr.document import blocks_of, joined, to_json
from ebr.domain.mbr.text import read
from ebr.domain.people.state.roles import ROLES
from ebr.domain.review import newest, open_remarks
from ebr.domain.values import Stamp
from ebr.paths import resources
from tests.domain.draft_rooms import MBR, NOW, ROOT, VERSION, Room, author, code, document, meet, phase, steps

ABC = ("mix", "rest", "bake")
QUINN = Actor("quinn", "Quinn", frozenset({"quality"}), station="B", log="log-B")


def room(*names: str) -> Room:
    """A room in which a draft with these steps was begun."""
    made = Room("A")
    made.begin(document(*(names or ABC)))
    return made


def pair(*names: str) -> tuple[Room, Room]:
    """Two rooms that know the same; the second has taken the draft over."""
    one, two = room(*names), Room("B")
    two.told(one)
    assert two.do(c.TakeDraft(MBR, VERSION)).refusal is None
    return one, two


# -- writing


def test_a_saved_change_holds_the_blocks_it_changed_and_nothing_else():
    one = room()
    before = one.state.hash

    (draft,) = one.edit("rest", "one hour").drafts

    assert isinstance(draft.event, e.DraftSaved)
    assert list(draft.event.blocks) == ["phase/rest"]
    assert (draft.event.before, draft.event.after) == (before, one.state.hash)
    assert steps(one.document)["rest"]["instruction"] == "one hour"


def test_a_change_that_changes_nothing_is_not_written():
    one = room()
    assert one.save(one.document).drafts == ()


def test_the_answer_says_what_the_writer_has_seen_now():
    one = room()
    old, first = one.document, one.edit("mix", "fold")
    again = json.loads(json.dumps(one.document))
    steps(again)["mix"]["instruction"] = "knead"

    second = one.do(saving(MBR, VERSION, first.answer["seen"], one.document, again))

    assert first.answer["hash"] != second.answer["hash"] == one.state.hash
    assert second.answer["merged"] == second.answer["contested"] == ""
    assert old != one.document


def test_what_stands_after_the_writers_knowledge_is_a_conflict_even_on_one_station():
    one = room()
    old, seen = one.document, one.seen
    one.edit("mix", "first window")

    said = one.edit("mix", "second window", old=old, seen=seen)

    assert said.answer["contested"] == "phase/mix"
    (found,) = one.state.open_contests()
    assert [json.loads(side.text)["instruction"] for side in found.sides] == ["first window", "second window"]


def test_a_screen_that_is_behind_in_other_blocks_just_merges():
    one = room()
    old, seen = one.document, one.seen
    one.edit("mix", "first window")

    said = one.edit("bake", "second window", old=old, seen=seen)

    assert (said.answer["merged"], said.answer["contested"]) == ("yes", "")
    assert [step["instruction"] for step in steps(one.document).values()] == ["first window", "", "second window"]


def test_an_unfinished_document_is_kept_as_it_is():
    one = room()
    half = {**one.document, "materials": [{"id": ""}]}
    one.save(half)
    assert one.document == half


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("phase/mix", "{"),
        ("phase/mix", '{"b": 1, "a": 2}'),
        ("phase/mix", "[]"),
        ("phase/mix", '{"a":1.5}'),
        ("phase/mix", "[" * 100_000),
        ("header", ""),
        ("materials", "{}"),
        ("somewhere", "{}"),
        ("phase/m\N{LATIN SMALL LETTER U WITH DIAERESIS}sli", "{}"),
    ],
)
def test_what_is_no_block_is_refused_and_nothing_is_lost(name, text):
    one = room()
    before = one.state.text()
    assert code(one.do(c.SaveDraft(MBR, VERSION, one.seen, {name: text}))) == "draft_block"
    assert one.state.text() == before


def test_id_and_version_of_a_draft_stay():
    one = room()
    other = {**one.document, "header": {**one.document["header"], "version": "3"}}
    assert code(one.save(other)) == "draft_header"


def test_a_text_of_fifty_megabytes_is_refused():
    one = room()
    assert code(one.edit("mix", "x" * 50_000_000)) == "draft_too_large"


@pytest.mark.parametrize("seen", ["", "[]", '{"log": "1"}', "{"])
def test_a_change_says_what_it_was_made_on(seen):
    one = room()
    new = {**one.document, "materials": [{"id": "salt"}]}
    assert code(one.save(new, seen=seen)) == "draft_not_read" or seen == ""


# -- two stations


def test_changes_of_different_steps_on_two_stations_merge_by_themselves():
    one, two = pair()
    one.edit("mix", "by hand")
    two.edit("bake", "at 230")

    meet(one, two)

    assert one.document == two.document
    assert [step["instruction"] for step in steps(one.document).values()] == ["by hand", "", "at 230"]
    assert one.state.open_contests() == ()
    assert one.state.writers == ("author-A", "author-B")


def test_the_same_step_changed_on_both_is_shown_side_by_side_and_decided_by_an_author():
    one, two = pair()
    one.edit("mix", "by hand")
    two.edit("mix", "by machine")
    meet(one, two)
    (found,) = one.state.open_contests()
    texts = {json.loads(side.text)["instruction"]: side.stamp.hash for side in found.sides}
    assert set(texts) == {"by hand", "by machine"}
    assert two.state.open_contests() == (found,)
    assert code(two.edit("mix", "both")) == "draft_contested"

    assert two.edit("bake", "goes on").refusal is None
    assert two.do(c.ResolveDraft(MBR, VERSION, "phase/mix", texts["by machine"])).refusal is None
    meet(one, two)

    assert steps(one.document)["mix"]["instruction"] == "by machine"
    assert one.state.open_contests() == ()


def test_the_same_change_on_both_is_one():
    one, two = pair()
    one.edit("mix", "by hand")
    two.edit("mix", "by hand")
    meet(one, two)
    assert one.state.open_contests() == ()


def test_what_a_side_says_later_goes_to_its_side():
    one, two = pair()
    one.edit("mix", "by hand")
    two.edit("mix", "by machine")
    two.edit("mix", "by machine, slowly")
    one.edit("mix", "by hand, slowly")
    meet(one, two)
    (found,) = one.state.open_contests()
    assert sorted(json.loads(side.text)["instruction"] for side in found.sides) == [
        "by hand, slowly",
        "by machine, slowly",
    ]


def test_two_decisions_that_differ_leave_it_open():
    one, two = pair()
    one.edit("mix", "by hand")
    two.edit("mix", "by machine")
    meet(one, two)
    third = Room("C")
    third.told(one)
    first, second = (side.stamp.hash for side in one.state.open_contests()[0].sides)
    third.write(e.DraftResolved(MBR, VERSION, "phase/mix", first))
    two.write(e.DraftResolved(MBR, VERSION, "phase/mix", second))
    meet(one, two, third)
    (found,) = one.state.open_contests()
    assert len({side.text for side in found.sides}) == 2


def test_a_decision_that_did_not_know_a_side_decides_nothing():
    one, two = pair()
    third = Room("C")
    third.told(two)
    one.edit("mix", "by hand")
    two.edit("mix", "by machine")
    third.write(saved(third, "mix", "not at all"))
    meet(one, two)
    one.write(e.DraftResolved(MBR, VERSION, "phase/mix", one.state.open_contests()[0].sides[1].stamp.hash))
    meet(one, two, third)
    (found,) = third.state.open_contests()
    assert "not at all" in {json.loads(side.text)["instruction"] for side in found.sides}


def saved(where: Room, name: str, text: str) -> e.DraftSaved:
    new = where.document
    steps(new)[name]["instruction"] = text
    return e.DraftSaved(MBR, VERSION, "", "", changed_blocks(where.document, new))


def test_a_step_removed_on_one_station_and_changed_on_the_other_is_not_lost():
    one, two = pair()
    one.save(document("mix", "bake"))
    two.edit("rest", "overnight")
    meet(one, two)
    (found,) = one.state.open_contests()
    assert found.block == "phase/rest"
    changed = next(side for side in found.sides if side.text)

    one.do(c.TakeDraft(MBR, VERSION))
    one.do(c.ResolveDraft(MBR, VERSION, "phase/rest", changed.stamp.hash))

    assert steps(one.document)["rest"]["instruction"] == "overnight"
    assert list(steps(one.document)) == ["mix", "bake", "rest"]


def test_a_step_that_the_kept_order_still_names_comes_back_with_its_last_text():
    one, two = pair()
    one.edit("rest", "one hour")
    meet(one, two)
    one.do(c.TakeDraft(MBR, VERSION))
    one.save(joined({name: block for name, block in blocks_of(one.document).items() if name != "phase/rest"}
                    | {"procedure": blocks_of(document("mix", "bake"))["procedure"]}))  # fmt: skip
    two.do(c.TakeDraft(MBR, VERSION))
    swapped = two.document
    swapped["procedure"][0]["operations"][0]["phases"].reverse()
    two.save(swapped)
    meet(one, two)
    (found,) = one.state.open_contests()
    theirs = next(side for side in found.sides if "rest" in side.text)
    two.do(c.TakeDraft(MBR, VERSION))
    two.do(c.ResolveDraft(MBR, VERSION, "procedure", theirs.stamp.hash))
    assert list(steps(two.document)) == ["bake", "rest", "mix"]
    assert steps(two.document)["rest"]["instruction"] == "one hour"


def test_a_draft_begun_on_two_stations_is_one_with_what_differs_side_by_side():
    one, two = Room("A"), Room("B")
    one.begin(document(*ABC))
    two.begin(document("mix", "rest", "cool"))
    meet(one, two)
    assert one.state.text() == two.state.text()
    assert {found.block for found in one.state.open_contests()} == {"procedure"}
    assert set(steps(one.document)) == {"mix", "rest", "bake", "cool"}


def test_only_the_station_that_holds_a_draft_writes_it():
    one, two = pair()
    two_took = two.state.holder
    assert two_took == "B"
    one.told(two)
    assert code(one.edit("mix", "by hand")) == "draft_elsewhere"
    assert one.do(c.TakeDraft(MBR, VERSION)).drafts
    assert one.do(c.TakeDraft(MBR, VERSION)).drafts == ()
    assert one.edit("mix", "by hand").refusal is None


# -- remarks, dry runs, the end


def test_a_remark_is_settled_by_who_made_it_or_by_an_author():
    one = room()
    (draft,) = one.do(c.CommentDraft(MBR, VERSION, "mix", " how long? "), QUINN).drafts
    assert draft.event == e.DraftCommented(MBR, VERSION, "mix", "how long?")
    (remark,) = open_remarks(one.state.comments)
    other = Actor("lab", "Lab", frozenset({"laboratory"}))
    assert code(one.do(c.CloseDraftComment(MBR, VERSION, remark.id), other)) == "comment_of_another"
    one.do(c.CloseDraftComment(MBR, VERSION, remark.id, "ten minutes"))
    assert open_remarks(one.state.comments) == ()
    assert code(one.do(c.CloseDraftComment(MBR, VERSION, remark.id))) == "comment_not_open"
    assert code(one.do(c.CommentDraft(MBR, VERSION, "mix", " "))) == "comment_text_missing"


def test_a_dry_run_stays_with_the_text_it_was_made_on():
    one = room()
    one.do(c.RehearseDraft(MBR, VERSION, "h1", "7", 1000, {"branches": "3/3"}, "ff"))
    found = newest(one.state.rehearsals, "h1")
    assert found is not None
    assert (found.batches, found.figures) == (1000, {"branches": "3/3"})
    assert newest(one.state.rehearsals, "h2") is None


def test_an_amendment_of_a_batch_is_left_out_with_a_reason_and_the_last_word_counts():
    one = room()
    assert code(one.do(c.DismissProposal(MBR, VERSION, "B1", 1, " "))) == "proposal_reason_missing"
    one.do(c.DismissProposal(MBR, VERSION, "B1", 1, "one supplier only"))
    one.do(c.DismissProposal(MBR, VERSION, "B1", 1, "solved in the SOP"))
    assert {key: found.reason for key, found in one.state.dismissed.items()} == {("B1", 1): "solved in the SOP"}


@pytest.mark.parametrize("end", [e.DraftSubmitted(MBR, VERSION, "hash"), e.DraftAbandoned(MBR, VERSION, "not wanted")])
def test_nothing_more_is_written_to_a_draft_that_ended(end):
    one = room()
    old = one.document
    one.write(end)
    expected = "draft_submitted" if isinstance(end, e.DraftSubmitted) else "draft_abandoned"
    assert code(one.edit("mix", "late", old=old)) == expected
    assert code(one.do(c.CommentDraft(MBR, VERSION, "", "late"))) == expected


def test_giving_up_says_why():
    one = room()
    assert code(one.do(c.AbandonDraft(MBR, VERSION, " "))) == "draft_reason_missing"
    assert one.do(c.AbandonDraft(MBR, VERSION, "another one goes on")).drafts
    assert one.state.status == "abandoned"


COMMANDS = (
    c.SaveDraft(MBR, VERSION, "{}", {}),
    c.TakeDraft(MBR, VERSION),
    c.CommentDraft(MBR, VERSION, "mix", "why?"),
    c.CloseDraftComment(MBR, VERSION, "none"),
    c.ResolveDraft(MBR, VERSION, "phase/mix", "none"),
    c.DismissProposal(MBR, VERSION, "B1", 1, "no"),
    c.RehearseDraft(MBR, VERSION, "h", "1", 1),
    c.AbandonDraft(MBR, VERSION, "no"),
)


@pytest.mark.parametrize("role", ["", *ROLES])
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: type(command).__name__)
def test_each_command_is_for_its_roles_only(command, role):
    one = room()
    actor = Actor("zoe", "Zoe", frozenset({role} - {""}))
    decision = decide(one.state, {}, command, actor, NOW)
    refused = decision.refusal is not None and decision.refusal.code == "right_missing"
    assert refused is (role not in c.RIGHTS[type(command)])


def test_every_command_has_its_rights_and_nobody_signs_a_draft():
    assert {type(command) for command in COMMANDS} == set(c.RIGHTS)
    for command in COMMANDS:
        assert signer(command, author("al")) == ("", ())
        assert code(decide(start(ROOT), {}, command, author("al"), NOW)) == "draft_unknown"
    assert sheet(start(ROOT), e.DraftTaken(MBR, VERSION, "B", "A")) is None


# -- the fold


def test_folding_never_fails():
    strange = [
        e.DraftSaved(MBR, VERSION, "", "", {"phase/x": "{", "procedure": "[]", "header": ""}),
        e.DraftResolved(MBR, VERSION, "phase/x", "none"),
        e.DraftCommentClosed(MBR, VERSION, "none", ""),
        e.DraftBegun(MBR, VERSION, "", "", "not json"),
        object(),
    ]
    found = start(ROOT)
    for number, event in enumerate(strange):
        found = apply(found, Recorded(event, Stamp(f"h{number}", "log", number, ROOT, "eve", "", NOW)))
    assert isinstance(found.document(), dict)


@pytest.mark.parametrize("name", ["car_t_autologous", "handrub_f1", "metformin_er_1000"])
def test_blocks_make_the_document_again_byte_by_byte(name):
    mbr = read((resources() / "mbr" / f"{name}.yaml").read_text(encoding="utf-8")).mbr
    assert mbr is not None
    whole = to_json(mbr)
    assert dumps(joined(blocks_of(whole))) == dumps(whole)
    one = Room("A")
    one.begin(whole)
    assert one.state.text() == dumps(whole).decode()


def test_the_hash_of_the_whole_follows_every_block():
    one = {"header": "{}", "phase/a": "{}"}
    assert len({whole_hash(one), whole_hash({**one, "phase/a": "[]"}), whole_hash({"header": "{}"})}) == 3


def test_a_step_without_a_place_stands_where_it_stood_last():
    one = Room("A")
    one.begin(document(operations={"doughs": ("mix", "rest"), "oven": ("bake",)}))
    without = document(operations={"doughs": ("mix",), "oven": ("bake",)})
    outline = dumps(blocks_of(without)["procedure"]).decode()
    one.write(e.DraftSaved(MBR, VERSION, "", "", {"procedure": outline}))
    doughs, oven = one.document["procedure"][0]["operations"]
    assert [step["id"] for step in doughs["phases"]] == ["mix", "rest"]
    assert oven["phases"] == [phase("bake")]


@pytest.mark.parametrize(
    ("version", "then"), [("1", "2"), ("9", "10"), ("2.9", "2.10"), ("B", "B.1"), ("2026-a3", "2026-a4")]
)
def test_the_next_version_has_the_next_number(version, then):
    assert next_version(version) == then
