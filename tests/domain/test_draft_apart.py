"""Drafts on three stations that meet now and then.

Whatever they write and in whatever order they hear of it, all come to the same document, and no text is lost that
nobody has decided against.
"""

from __future__ import annotations

import json

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from ebr.domain.draft import events as e
from ebr.domain.draft.commands import ResolveDraft, TakeDraft
from ebr.domain.draft.state import DraftState
from tests.domain.batch_apart import Known
from tests.domain.draft_rooms import MBR, VERSION, Room, document, meet, phase, steps

STEPS = ("mix", "bake")
ROOMS = st.sampled_from(("A", "B", "C"))
NEW = st.sampled_from(("cool", "cut"))
WHICH = st.integers(0, 5)
TEXTS = st.sampled_from(("fast", "slow", "twice"))


class Drafting(RuleBasedStateMachine):
    """Three authors. The model is the rule itself: an entry is overruled only by one whose writer knew it."""

    def __init__(self) -> None:
        super().__init__()
        self.rooms = {name: Room(name) for name in ("A", "B", "C")}
        self.rooms["A"].begin(document(*STEPS))
        self.old = dict.fromkeys(self.rooms, ("", ""))
        for name in ("B", "C"):
            self.rooms[name].told(self.rooms["A"])
        self.kept: dict[str, tuple[str, str]] = {}

    def writable(self, name: str) -> Room:
        room = self.rooms[name]
        if room.state.holder != name:
            assert room.do(TakeDraft(MBR, VERSION)).refusal is None
        return room

    def write(self, name: str, which: int, text: str) -> None:
        room = self.writable(name)
        new = room.document
        step = list(steps(new))[which % len(steps(new))] if steps(new) else ""
        if not step:
            return
        steps(new)[step]["instruction"] = text
        contested = {found.block for found in room.state.open_contests()}
        changed = new != room.document
        said = room.save(new)
        refused = said.refusal is not None
        assert refused is (changed and f"phase/{step}" in contested)
        assert refused or said.answer["hash"] == room.state.hash

    @rule(name=ROOMS, which=WHICH, text=TEXTS)
    def edit(self, name: str, which: int, text: str) -> None:
        self.write(name, which, text)

    @rule(name=ROOMS, other=ROOMS, which=WHICH)
    def edit_apart(self, name: str, other: str, which: int) -> None:
        self.write(name, which, f"by {name}")
        self.write(other, which, f"by {other}")

    @rule(name=ROOMS, step=NEW, at=st.integers(0, 3))
    def add(self, name: str, step: str, at: int) -> None:
        room = self.writable(name)
        new = room.document
        if step not in steps(new):
            new["procedure"][0]["operations"][0]["phases"].insert(at, phase(step, f"by {name}"))
            room.save(new)

    @rule(name=ROOMS, which=WHICH)
    def remove(self, name: str, which: int) -> None:
        room = self.writable(name)
        new = room.document
        phases = new["procedure"][0]["operations"][0]["phases"]
        if phases:
            del phases[which % len(phases)]
            room.save(new)

    @rule(name=ROOMS)
    def open(self, name: str) -> None:
        """Somebody opens the draft and leaves it on the screen."""
        room = self.rooms[name]
        self.old[name] = (json.dumps(room.document), room.seen)

    @rule(name=ROOMS, which=WHICH, text=TEXTS)
    def edit_what_was_opened_before(self, name: str, which: int, text: str) -> None:
        if not self.old[name][1]:
            return
        room = self.writable(name)
        old = json.loads(self.old[name][0])
        if steps(old):
            step = list(steps(old))[which % len(steps(old))]
            room.edit(step, f"{text}, from before", old=old, seen=self.old[name][1])

    @rule()
    def meet(self) -> None:
        meet(*self.rooms.values())

    @rule(name=ROOMS, other=ROOMS)
    def tell(self, name: str, other: str) -> None:
        self.rooms[other].told(self.rooms[name])

    @precondition(lambda self: any(room.state.open_contests() for room in self.rooms.values()))
    @rule(name=ROOMS, which=WHICH, side=WHICH)
    def decide(self, name: str, which: int, side: int) -> None:
        room = self.rooms[name]
        found = room.state.open_contests()
        if found:
            room = self.writable(name)
            contest = room.state.open_contests()[which % len(found)]
            kept = contest.sides[side % len(contest.sides)]
            assert room.do(ResolveDraft(MBR, VERSION, contest.block, kept.stamp.hash)).refusal is None
            self.kept[room.state.last] = (contest.block, kept.text)

    @invariant()
    def nothing_is_lost(self) -> None:
        for room in self.rooms.values():
            assert lost(room, self.kept) == []

    @invariant()
    def every_step_stands_once(self) -> None:
        for room in self.rooms.values():
            state = room.state
            found = list(steps(state.document()))
            assert {name.removeprefix("phase/") for name in state.blocks.texts if "/" in name} <= set(found)

    def teardown(self) -> None:
        """In the end all meet, in different orders, and see the same."""
        for one in self.rooms.values():
            for other in reversed(self.rooms.values()):
                one.told(other)
        for one in self.rooms.values():
            for other in self.rooms.values():
                other.told(one)
        shown = [(room.state.text(), room.state.open_contests(), room.state.holder) for room in self.rooms.values()]
        assert shown[0] == shown[1] == shown[2]


def lost(room: Room, kept: dict[str, tuple[str, str]]) -> list[str]:
    """The entries whose text is neither shown nor overruled by somebody who knew it."""
    state = room.state
    missing = []
    for name, known in room.entries.items():
        for block, text in said(known, kept).items():
            overruled = any(overrules(later, name, block) for later in room.entries.values())
            if not overruled and text not in shown(state, block):
                missing.append(f"{name}: {block}")
    return missing


def said(known: Known, kept: dict[str, tuple[str, str]]) -> dict[str, str]:
    event, name = known.recorded.event, known.recorded.stamp.hash
    if isinstance(event, e.DraftSaved):
        return dict(event.blocks)
    return dict([kept[name]]) if isinstance(event, e.DraftResolved) and name in kept else {}


def overrules(later: Known, name: str, block: str) -> bool:
    event = later.recorded.event
    if name not in later.past:
        return False
    if isinstance(event, e.DraftResolved):
        return event.block == block
    return isinstance(event, e.DraftSaved) and block in event.blocks and block not in event.unaware


def shown(state: DraftState, block: str) -> set[str]:
    """Texts of a block that a reader sees: what stands, and every side that is open."""
    sides = state.contests[block].sides if block in state.contests and state.contests[block].open else ()
    return {state.blocks.texts.get(block, ""), *(side.text for side in sides)}


TestDrafting = Drafting.TestCase
TestDrafting.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
