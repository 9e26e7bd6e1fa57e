"""The life of a version of a master batch record: given what happened, when somebody asks, then this is written or refused."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import replace

import pytest

from ebr.domain.decision import Actor, Decision, Draft, Recorded
from ebr.domain.master import events as e
from ebr.domain.master.commands import RIGHTS, AddMbr, MakeEffective, SignMbr, WithdrawMbr
from ebr.domain.master.rules import adding, decide, needs, sheet, signer, subject
from ebr.domain.master.state import MasterState, apply, start
from ebr.domain.mbr import text as text_module
from ebr.domain.mbr.document import mbr_hash
from ebr.domain.mbr.text import read
from ebr.domain.people.state.roles import ROLES
from ebr.domain.refusal import Refusal
from ebr.domain.values import Instant, Stamp

found = re.search(r"```yaml\n(.*?)```", text_module.__doc__ or "", re.DOTALL)
assert found is not None
TEXT = found.group(1)
ADD = adding(TEXT)
MBR = read(TEXT).mbr
assert MBR is not None
HASH = mbr_hash(MBR)
ROOT = "master/saline/1"

ANNA = Actor("anna", "Anna Author", frozenset({"author"}))
QUIN = Actor("quin", "Quin Quality", frozenset({"quality"}))
BOTH = Actor("bo", "Bo Both", frozenset({"author", "quality"}))
NOW = Instant("2026-03-02T08:00:00.000000+01:00", "Europe/Zurich", "boot", 1, "system")

ADDED = e.MbrAdded("saline", "1", MBR.header.title, HASH, ADD.document, 0)
AUTHORED = e.MbrSigned("saline", "1", HASH, "performed")
APPROVED = e.MbrSigned("saline", "1", HASH, "approved")
EFFECTIVE = e.MbrMadeEffective("saline", "1", "2026-03-02")
APPROVED_HISTORY = ((ADDED, "anna"), (AUTHORED, "anna"), (APPROVED, "quin"))

SIGN = SignMbr("saline", "1", HASH, "performed")
APPROVE = SignMbr("saline", "1", HASH, "approved")
MAKE = MakeEffective("saline", "1", "2026-03-02")
WITHDRAW = WithdrawMbr("saline", "1", "the supplier stopped")


def given(*history: tuple[object, str], root: str = ROOT) -> MasterState:
    state = start(root)
    for number, (event, by) in enumerate(history):
        stamp = Stamp(f"hash{number}", "log", number, root, by, "presence", NOW)
        state = apply(state, Recorded(event, stamp))
    return state


def when(state: MasterState, command: object, actor: Actor = QUIN, others: Iterable[MasterState] = ()) -> Decision:
    facts = {f"master/{other.id}/{other.version}": other for other in others}
    return decide(state, facts, command, actor, NOW)


def refusal_of(decision: Decision) -> str:
    assert decision.drafts == ()
    assert decision.refusal is not None
    return decision.refusal.code


def test_a_version_is_added_with_its_canonical_document_and_hash():
    decision = when(given(), ADD, ANNA)

    assert decision.refusal is None
    assert decision.drafts == (Draft(ROOT, ADDED),)
    assert decision.answer == {"hash": HASH}


def test_adding_the_same_again_changes_nothing_and_gives_the_first_answer():
    assert when(given((ADDED, "anna")), ADD, ANNA) == Decision(answer={"hash": HASH})


def test_adding_another_document_under_the_same_version_is_refused():
    other = adding(TEXT.replace("Stir, then measure twice", "Stir, then measure once"))

    assert refusal_of(when(given((ADDED, "anna")), other, ANNA)) == "mbr_version_taken"


def test_a_document_with_errors_is_not_added():
    decision = when(
        given(), adding(TEXT.replace('limits: {low: "95.0", high: "102.0"}', 'limits: {low: "95.0"}')), ANNA
    )

    assert refusal_of(decision) == "mbr_has_errors"
    assert decision.refusal is not None
    assert decision.refusal.params["clause"] == "21 CFR 211.103; 211.186(b)(7)"


def test_warnings_are_counted_in_the_record():
    (draft,) = when(given(), adding(TEXT.replace("  shelf_life: 12 months\n", "")), ANNA).drafts

    assert isinstance(draft.event, e.MbrAdded)
    assert draft.event.findings == 1


def test_a_text_that_cannot_be_read_is_refused_with_its_line():
    with pytest.raises(Refusal) as caught:
        adding(TEXT.replace("form: solution", "from: solution"))

    assert caught.value.code == "mbr_unreadable"
    assert caught.value.params["line"] == "3"


@pytest.mark.parametrize(
    ("document", "problem"),
    [
        ("", "not_json"),
        ("[" * 100_000, "not_json"),
        ("[]", "document_not_mapping"),
        (json.dumps(json.loads(ADD.document)), "not_canonical"),
    ],
)
def test_what_is_not_the_canonical_document_is_refused(document, problem):
    decision = when(given(), replace(ADD, document=document), ANNA)

    assert refusal_of(decision) == "mbr_document"
    assert decision.refusal is not None
    assert decision.refusal.params["problem"] == problem


def test_a_document_of_another_version_than_named_is_refused():
    assert refusal_of(when(start("master/saline/2"), AddMbr("saline", "2", ADD.document), ANNA)) == "mbr_other"


def test_the_author_signs_and_then_quality():
    assert when(given((ADDED, "anna")), SIGN, ANNA).drafts == (Draft(ROOT, AUTHORED),)
    assert when(given((ADDED, "anna"), (AUTHORED, "anna")), APPROVE, QUIN).drafts == (Draft(ROOT, APPROVED),)


def test_quality_does_not_approve_before_the_author_signed():
    assert refusal_of(when(given((ADDED, "anna")), APPROVE)) == "mbr_author_first"


def test_who_signed_as_author_never_approves():
    assert refusal_of(when(given((ADDED, "anna"), (AUTHORED, "bo")), APPROVE, BOTH)) == "mbr_author_approves"


def test_who_added_the_version_never_approves_it():
    assert refusal_of(when(given((ADDED, "bo"), (AUTHORED, "anna")), APPROVE, BOTH)) == "mbr_author_approves"


def test_the_hash_signed_must_be_the_one_that_stands():
    other = replace(SIGN, hash="0" * 64)

    assert refusal_of(when(given((ADDED, "anna")), other, ANNA)) == "mbr_hash_differs"


@pytest.mark.parametrize(("command", "actor"), [(SIGN, ANNA), (APPROVE, QUIN)])
def test_nobody_signs_twice(command, actor):
    assert refusal_of(when(given(*APPROVED_HISTORY), command, actor)) == "mbr_already_signed"


def test_a_meaning_that_is_none_here_is_refused():
    assert refusal_of(when(given((ADDED, "anna")), replace(SIGN, meaning="witnessed"), ANNA)) == "meaning_unknown"


@pytest.mark.parametrize(("command", "actor"), [(SIGN, QUIN), (APPROVE, ANNA)])
def test_each_meaning_has_its_role(command, actor):
    assert refusal_of(when(given((ADDED, "x"), (AUTHORED, "y")), command, actor)) == "right_missing"


@pytest.mark.parametrize("date", ["2026-03-02", "2026-12-31"])
def test_an_approved_version_becomes_effective_today_or_later(date):
    decision = when(given(*APPROVED_HISTORY), replace(MAKE, effective=date))

    assert decision.drafts == (Draft(ROOT, replace(EFFECTIVE, effective=date)),)


@pytest.mark.parametrize("kept", [1, 2])
def test_both_signatures_are_needed_before_a_version_is_effective(kept):
    assert refusal_of(when(given(*APPROVED_HISTORY[:kept]), MAKE)) == "mbr_not_approved"


def test_a_version_is_never_effective_in_hindsight():
    assert refusal_of(when(given(*APPROVED_HISTORY), replace(MAKE, effective="2026-03-01"))) == "date_past"


@pytest.mark.parametrize("date", ["", "tomorrow", "20260302", "2026-02-30", "2026-W10-1", "2026-03-02T00:00"])
def test_a_date_is_written_in_one_way(date):
    assert refusal_of(when(given(*APPROVED_HISTORY), replace(MAKE, effective=date))) == "date_unreadable"


def test_a_version_becomes_effective_once():
    state = given(*APPROVED_HISTORY, (EFFECTIVE, "quin"))

    assert refusal_of(when(state, MAKE)) == "mbr_effective_already"


def effective_before(*more: tuple[object, str]) -> MasterState:
    earlier = replace(EFFECTIVE, version="0")
    return given(
        (ADDED, "anna"), (AUTHORED, "anna"), (APPROVED, "quin"), (earlier, "quin"), *more, root="master/saline/0"
    )


def test_the_version_in_force_is_superseded_on_the_same_day():
    command = replace(MAKE, effective="2026-04-01", supersedes=("0",))
    decision = when(given(*APPROVED_HISTORY), command, others=[effective_before()])

    assert needs(command, given()) == ("master/saline/0",)
    assert decision.drafts[1] == Draft("master/saline/0", e.MbrSuperseded("saline", "0", "1", "2026-04-01"))


def test_a_version_that_is_already_over_is_not_superseded_again():
    over = effective_before((e.MbrWithdrawn("saline", "0", "gone"), "quin"))

    assert len(when(given(*APPROVED_HISTORY), replace(MAKE, supersedes=("0",)), others=[over]).drafts) == 1


def test_of_two_ends_the_earlier_counts_and_a_later_one_is_not_written():
    superseded = (e.MbrSuperseded("saline", "0", "2", "2026-04-01"), "quin")
    planned = effective_before(superseded)
    for day, count in (("2026-03-03", 2), ("2026-04-01", 1), ("2026-05-01", 1)):
        command = replace(MAKE, effective=day, supersedes=("0",))
        assert len(when(given(*APPROVED_HISTORY), command, others=[planned]).drafts) == count
    sooner = (e.MbrSuperseded("saline", "0", "1", "2026-03-03"), "quin")
    for history in ((superseded, sooner), (sooner, superseded)):
        assert effective_before(*history).superseded == "2026-03-03"


@pytest.mark.parametrize("others", [[], [start("master/saline/0")]])
def test_superseding_what_is_not_effective_is_refused(others):
    decision = when(given(*APPROVED_HISTORY), replace(MAKE, supersedes=("0",)), others=others)

    assert refusal_of(decision) == "mbr_not_effective"


def test_a_version_is_withdrawn_with_a_reason():
    decision = when(given((ADDED, "anna")), WITHDRAW)

    assert decision.drafts == (Draft(ROOT, e.MbrWithdrawn("saline", "1", "the supplier stopped")),)


PLANNED = replace(EFFECTIVE, effective="2026-04-01")
RESTORING = replace(WITHDRAW, restores=("0",))
BEFORE = (e.MbrSuperseded("saline", "0", "1", "2026-04-01"), "quin")


def test_the_version_in_force_goes_on_when_its_planned_successor_is_withdrawn():
    before = effective_before(BEFORE)
    decision = when(given(*APPROVED_HISTORY, (PLANNED, "quin")), RESTORING, others=[before])

    assert needs(RESTORING, given()) == ("master/saline/0",)
    assert decision.drafts[1:] == (Draft("master/saline/0", e.MbrKeptInForce("saline", "0", "1")),)
    after = effective_before(BEFORE, (e.MbrKeptInForce("saline", "0", "1"), "quin"))
    assert (before.life("2026-05-01"), after.life("2026-05-01")) == ("superseded", "effective")


def test_what_follows_the_withdrawn_version_follows_the_one_before_it_too():
    third = (e.MbrSuperseded("saline", "1", "2", "2026-06-01"), "quin")
    decision = when(given(*APPROVED_HISTORY, (PLANNED, "quin"), third), RESTORING, others=[effective_before(BEFORE)])

    assert decision.drafts[2:] == (Draft("master/saline/0", e.MbrSuperseded("saline", "0", "2", "2026-06-01")),)


def test_a_sooner_end_by_another_version_stays():
    other = (e.MbrSuperseded("saline", "0", "7", "2026-03-20"), "quin")
    kept = (e.MbrKeptInForce("saline", "0", "1"), "quin")

    assert effective_before(BEFORE, other, kept).superseded == "2026-03-20"
    assert effective_before(other, BEFORE, kept).superseded_by == "7"


def test_a_version_that_was_in_force_already_brings_none_back():
    state = given(*APPROVED_HISTORY, (EFFECTIVE, "quin"))
    over = effective_before((replace(BEFORE[0], effective=EFFECTIVE.effective), "quin"))

    assert len(when(state, RESTORING, others=[over]).drafts) == 1


@pytest.mark.parametrize(("reason", "code"), [("  ", "mbr_reason_missing"), ("a\x07b", "text_control_character")])
def test_a_withdrawal_without_a_readable_reason_is_refused(reason, code):
    assert refusal_of(when(given((ADDED, "anna")), replace(WITHDRAW, reason=reason))) == code


COMMANDS = {
    "add": (ADD, ANNA),
    "sign": (SIGN, ANNA),
    "approve": (APPROVE, QUIN),
    "effective": (MAKE, QUIN),
    "withdraw": (WITHDRAW, QUIN),
}


@pytest.mark.parametrize("name", ["sign", "approve", "effective", "withdraw"])
def test_nothing_happens_to_a_version_that_is_not_here(name):
    command, actor = COMMANDS[name]

    assert refusal_of(when(given(), command, actor)) == "mbr_unknown"


@pytest.mark.parametrize("name", ["sign", "approve", "effective", "withdraw"])
def test_nothing_more_happens_to_a_withdrawn_version(name):
    command, actor = COMMANDS[name]
    state = given((ADDED, "anna"), (e.MbrWithdrawn("saline", "1", "gone"), "quin"))

    assert refusal_of(when(state, command, actor)) == "mbr_withdrawn"


READY = {
    AddMbr: given(),
    SignMbr: given((ADDED, "anna")),
    MakeEffective: given(*APPROVED_HISTORY),
    WithdrawMbr: given((ADDED, "anna")),
}


@pytest.mark.parametrize("role", ["", *ROLES])
@pytest.mark.parametrize("command", [ADD, SIGN, MAKE, WITHDRAW], ids=lambda command: type(command).__name__)
def test_each_command_is_for_its_roles_only(command, role):
    actor = Actor("zoe", "Zoe", frozenset({role}) if role else frozenset())

    decision = when(READY[type(command)], command, actor)

    # The table lets quality sign too, but only as "approved"; this command signs as "performed".
    allowed = role in RIGHTS[type(command)] and (command is not SIGN or role == "author")
    assert (decision.refusal is None) is allowed
    if not allowed:
        assert refusal_of(decision) == "right_missing"


def test_who_signs_what_in_which_role():
    assert signer(ADD, ANNA) == ("", ())
    assert signer(SIGN, ANNA) == ("anna", ("author",))
    assert signer(APPROVE, QUIN) == ("quin", ("quality",))
    assert signer(MAKE, QUIN) == ("quin", ("quality",))
    assert subject(MAKE) == ROOT


LIVES = [
    ((), "unknown"),
    (((ADDED, "anna"),), "added"),
    (((ADDED, "anna"), (AUTHORED, "anna")), "signed"),
    (APPROVED_HISTORY, "approved"),
    ((*APPROVED_HISTORY, (replace(EFFECTIVE, effective="2026-03-03"), "quin")), "approved"),
    ((*APPROVED_HISTORY, (EFFECTIVE, "quin")), "effective"),
    (
        (*APPROVED_HISTORY, (EFFECTIVE, "quin"), (e.MbrSuperseded("saline", "1", "2", "2026-03-03"), "quin")),
        "effective",
    ),
    (
        (*APPROVED_HISTORY, (EFFECTIVE, "quin"), (e.MbrSuperseded("saline", "1", "2", "2026-03-02"), "quin")),
        "superseded",
    ),
    ((*APPROVED_HISTORY, (EFFECTIVE, "quin"), (e.MbrWithdrawn("saline", "1", "gone"), "quin")), "withdrawn"),
]


@pytest.mark.parametrize(("history", "life"), LIVES)
def test_a_version_stands_where_its_entries_and_the_day_put_it(history, life):
    state = given(*history)

    assert state.life("2026-03-02") == life
    assert state.usable("2026-03-02") is (life == "effective")


def test_folding_never_fails_and_a_version_is_never_written_over():
    other = replace(ADDED, hash="f" * 64, document="not json")

    state = given((ADDED, "anna"), (other, "eve"), (replace(AUTHORED, hash="f" * 64), "eve"), (object(), "eve"))

    assert (state.hash, state.document, state.signatures) == (HASH, ADD.document, {})
    assert state.mbr == MBR


def test_an_unreadable_document_is_refused_where_it_is_needed():
    state = given((replace(ADDED, document="{"), "anna"))

    with pytest.raises(Refusal, match="mbr_document"):
        _ = state.mbr
    signed = sheet(state, AUTHORED)
    assert signed is not None
    assert signed.document["blocks"] == []


def test_the_sheet_names_the_version_its_hash_and_every_block():
    state = given((ADDED, "anna"))

    signed = sheet(state, AUTHORED)

    assert signed is not None
    assert signed.meaning == "performed"
    assert signed.covered == ("hash0",)
    assert ["hash", HASH] in signed.document["rows"]
    blocks = [name for name, _ in signed.document["blocks"]]
    assert blocks == [
        "header",
        "materials",
        "equipment",
        "procedure",
        "phase/clearing",
        "phase/add_salt",
        "phase/fill_up",
        "phase/bulk_yield",
    ]


@pytest.mark.parametrize(
    ("event", "row"),
    [(EFFECTIVE, ["effective", "2026-03-02"]), (e.MbrWithdrawn("saline", "1", "gone"), ["reason", "gone"])],
)
def test_the_sheet_of_a_later_act_covers_the_signatures_before_it(event, row):
    signed = sheet(given(*APPROVED_HISTORY), event)

    assert signed is not None
    assert signed.meaning == "approved"
    assert row in signed.document["rows"]
    assert set(signed.covered) == {"hash0", "hash1", "hash2"}


def test_an_event_that_nobody_signs_has_no_sheet():
    assert sheet(given(), ADDED) is None
    assert sheet(given(), e.MbrSuperseded("saline", "1", "2", "2026-03-02")) is None
