"""A building block: given what is in the library, when somebody asks, then a version is added, approved or refused."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from ebr.domain.block import commands as c
from ebr.domain.block import events as e
from ebr.domain.block.rules import adding, decide, needs, sheet, signer
from ebr.domain.block.state import BlockState, apply, start
from ebr.domain.canonical import dumps
from ebr.domain.decision import Actor, Decision, Recorded
from ebr.domain.draft.state import DraftState
from ebr.domain.mbr.library import part_text
from ebr.domain.mbr.model import Mbr, Operation, Phase
from ebr.domain.mbr.text import read
from ebr.domain.people.state.roles import ROLES
from ebr.domain.values import Instant, Stamp
from ebr.paths import resources

NOW = Instant("2026-03-02T08:00:00.000000+01:00", "Europe/Zurich", "boot", 1, "system")
ANN = Actor("ann", "Ann", frozenset({"author"}), station="A", log="log-A")
QUINN = Actor("quinn", "Quinn", frozenset({"quality"}), station="A", log="log-A")
ROOT = "block/weigh_solid/1"


def document() -> Mbr:
    mbr = read((resources() / "mbr" / "handrub_f1.yaml").read_text(encoding="utf-8")).mbr
    assert mbr is not None
    return mbr


def step(name: str = "strength_test") -> Phase:
    return next(phase for _, _, phase in document().phases() if phase.id == name)


def operation() -> Operation:
    return next(op for _, op, phase in document().phases() if phase.id == "strength_test")


class Library:
    """The versions of one block, written as they are decided."""

    def __init__(self) -> None:
        self.states: dict[str, BlockState] = {}
        self.number = 0

    def at(self, version: str = "1") -> BlockState:
        root = f"block/weigh_solid/{version}"
        return self.states.setdefault(root, start(root))

    def write(self, root: str, event: object, by: str) -> None:
        self.number += 1
        stamp = Stamp(f"entry-{self.number}", "log-A", self.number, root, by, "presence", NOW)
        self.states[root] = apply(self.states.setdefault(root, start(root)), Recorded(event, stamp))

    def do(self, command: Any, actor: Actor, **facts: object) -> Decision:
        decision = decide(self.at(command.version), {**self.states, **facts}, command, actor, NOW)
        for draft in decision.drafts:
            self.write(draft.subject, draft.event, actor.person)
        return decision

    def add(self, version: str = "1", part: Phase | Operation | None = None, **more: Any) -> Decision:
        return self.do(adding("weigh_solid", version, part or step(), **more), ANN)

    def approve(self, version: str = "1", actor: Actor = QUINN) -> Decision:
        return self.do(c.ApproveBlock("weigh_solid", version, self.at(version).hash), actor)


@pytest.fixture
def library() -> Library:
    made = Library()
    assert made.add().refusal is None
    return made


def code(decision: Decision) -> str:
    assert decision.drafts == ()
    assert decision.refusal is not None
    return decision.refusal.code


# -- adding


def test_a_step_is_added_as_it_stands_with_the_hash_of_its_text(library: Library):
    state = library.at()
    assert (state.id, state.version, state.level, state.title, state.life) == (
        "weigh_solid",
        "1",
        "phase",
        step().title,
        "added",
    )
    assert state.part == step()
    assert json.loads(state.text) == json.loads(part_text(step()))


def test_the_block_a_step_was_taken_from_is_no_part_of_its_text():
    assert part_text(replace(step(), block="weigh_solid@1")) == part_text(step())


def test_an_operation_can_be_a_block():
    made = Library()
    assert made.add(part=operation()).refusal is None
    assert made.at().part == operation()


def test_asked_twice_is_written_once(library: Library):
    again = library.add()
    assert again.drafts == ()
    assert again.answer["hash"] == library.at().hash


def test_a_version_never_changes(library: Library):
    assert code(library.add(part=replace(step(), title="Other"))) == "block_version_taken"


def test_versions_are_counted_one_by_one_and_say_something_new(library: Library):
    other = replace(step(), title="Other")
    assert code(library.add("3", other)) == "block_version_gap"
    assert code(library.add("2")) == "block_unchanged"
    assert code(library.add("2", operation())) == "block_level"
    assert library.add("2", other).refusal is None
    assert library.at("2").title == "Other"


@pytest.mark.parametrize("version", ["", "0", "01", "1.0", "two", "10000"])
def test_a_version_is_a_plain_number(version: str):
    assert code(Library().add(version)) == "block_name"


@pytest.mark.parametrize("name", ["", "Weigh", "weigh solid", "weigh/solid", "9weigh"])
def test_a_name_is_an_id(name: str):
    made = Library()
    command = adding(name, "1", step())
    assert code(decide(start("block/x/1"), {}, command, ANN, NOW)) == "block_name"
    assert made.states == {}


def test_a_step_with_an_error_of_its_own_is_not_added():
    broken = replace(step(), slots=(replace(step().slots[0], unit="litre"), *step().slots[1:]))
    wrong = Library().add(part=broken)
    assert code(wrong) == "mbr_has_errors"
    assert wrong.refusal is not None
    assert wrong.refusal.params["problem"] in {"unit_unknown", "field_not_of_kind"}


def test_what_the_document_has_to_bring_is_no_error():
    """Steps of the examples refer to materials, equipment and values of other steps."""
    for name in ("handrub_f1", "car_t_autologous", "metformin_er_1000"):
        mbr = read((resources() / "mbr" / f"{name}.yaml").read_text(encoding="utf-8")).mbr
        assert mbr is not None
        for _, _, phase in mbr.phases():
            assert Library().add(part=phase).refusal is None, (name, phase.id)


@pytest.mark.parametrize(
    ("part", "refused"),
    [
        ("{", "mbr_document"),
        ("[" * 5000, "mbr_document"),
        ("{}", "mbr_has_errors"),
        ('{"id": "a", "title": "A", "instruction": "B", "slots": []}', "mbr_document"),  # blanks: not canonical
        ('{"id":"a","slots":[],"title":"A","unknown":"B"}', "mbr_document"),
        ('"' + "x" * 600_000 + '"', "draft_too_large"),
    ],
)
def test_what_is_no_step_is_not_added(part: str, refused: str):
    assert code(Library().do(c.AddBlock("weigh_solid", "1", "phase", part), ANN)) in {refused, "mbr_document"}


def test_only_steps_and_operations_can_be_blocks():
    command = replace(adding("weigh_solid", "1", step()), level="unit")
    assert code(Library().do(command, ANN)) == "block_level_unknown"


def test_who_wrote_the_draft_it_was_taken_from_wrote_the_block():
    draft = DraftState("bread", "2", entry="e", writers=("quinn", "ann"))
    made = Library()
    command = adding("weigh_solid", "1", step(), "draft/bread/2")
    assert needs(command, start(ROOT)) == ("draft/bread/2",)

    assert made.do(command, ANN, **{"draft/bread/2": draft}).refusal is None

    assert made.at().authors == ("ann", "quinn")
    assert code(made.approve()) == "block_author_approves"


@pytest.mark.parametrize("source", ["", "site", "batch/1", "draft/bread", "draft/bread/2/3", "person/ann"])
def test_only_a_draft_or_a_version_is_a_source(source: str):
    assert needs(adding("weigh_solid", "1", step(), source), start(ROOT)) == ()


# -- approving and withdrawing


def test_quality_approves_and_the_sheet_has_text_and_impact(library: Library):
    command = c.ApproveBlock("weigh_solid", "1", library.at().hash, ("bread 2 (open): mix, weigh_solid@1",))
    assert signer(command, QUINN) == ("quinn", ("quality",))
    event = library.do(command, QUINN).drafts[0].event
    assert library.at().life == "approved"
    shown = sheet(library.at(), event)
    assert shown is not None
    assert (shown.meaning, shown.covered) == ("approved", (library.at().entry,))
    assert isinstance(shown.document, dict)
    assert ["impact", "bread 2 (open): mix, weigh_solid@1"] in shown.document["rows"]
    assert ["hash", library.at().hash] in shown.document["rows"]
    assert dumps(shown.document)


def test_nobody_approves_what_he_wrote(library: Library):
    both = Actor("ann", "Ann", frozenset({"author", "quality"}))
    assert code(library.approve(actor=both)) == "block_author_approves"


def test_what_is_approved_is_the_text_that_was_shown(library: Library):
    assert code(library.do(c.ApproveBlock("weigh_solid", "1", "0" * 64), QUINN)) == "mbr_hash_differs"


def test_a_version_is_approved_once_and_not_after_it_was_withdrawn(library: Library):
    assert library.approve().refusal is None
    assert code(library.approve()) == "block_approved_already"
    assert code(library.do(c.WithdrawBlock("weigh_solid", "1", " "), QUINN)) == "block_reason_missing"
    assert library.do(c.WithdrawBlock("weigh_solid", "1", "superseded by 2"), QUINN).refusal is None
    assert library.at().life == "withdrawn"
    assert code(library.do(c.WithdrawBlock("weigh_solid", "1", "again"), QUINN)) == "block_withdrawn"
    assert code(library.approve()) == "block_withdrawn"


def test_what_is_not_there_is_neither_approved_nor_withdrawn():
    made = Library()
    assert code(made.approve()) == "block_unknown"
    assert code(made.do(c.WithdrawBlock("weigh_solid", "1", "why"), QUINN)) == "block_unknown"


@pytest.mark.parametrize("role", sorted(set(ROLES)))
def test_an_author_adds_and_quality_decides(library: Library, role: str):
    actor = Actor("someone", "Someone", frozenset({role}))
    command = adding("weigh_solid", "2", replace(step(), title="Other"))
    commands = (
        command,
        c.ApproveBlock("weigh_solid", "1", library.at().hash),
        c.WithdrawBlock("weigh_solid", "1", "x"),
    )
    allowed = [decide(library.at(one.version), library.states, one, actor, NOW).refusal is None for one in commands]
    assert allowed == [role == "author", role == "quality", role == "quality"]


# -- apart


def stamped(number: int, by: str) -> Stamp:
    return Stamp(f"entry-{number}", f"log-{number}", 1, ROOT, by, "presence", NOW)


def test_the_first_text_of_a_version_stands_and_the_other_is_told():
    one = e.BlockAdded("weigh_solid", "1", "phase", "One", "hash-1", "{}", 0)
    two = replace(one, title="Two", hash="hash-2")
    state = start(ROOT)
    for number, (event, by) in enumerate(((one, "ann"), (two, "bea"), (replace(one), "cia")), 1):
        state = apply(state, Recorded(event, stamped(number, by)))
    state = apply(state, Recorded(e.BlockApproved("weigh_solid", "1", "hash-2", ()), stamped(4, "quinn")))

    assert (state.title, state.added_by, state.life) == ("One", "ann", "added")
    assert [(other.hash, other.stamp.by) for other in state.others] == [("hash-2", "bea")]


def test_an_entry_before_its_block_leaves_no_trace():
    state = apply(start(ROOT), Recorded(e.BlockApproved("weigh_solid", "1", "hash-1", ()), stamped(1, "quinn")))
    assert (state.life, state.approved) == ("unknown", None)
