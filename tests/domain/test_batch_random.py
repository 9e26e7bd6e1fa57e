"""Random batches over the small record: what holds whatever people do, in whatever order."""

from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from ebr.domain.batch import commands as c
from ebr.domain.batch import events as e
from ebr.domain.batch import rules, state
from ebr.domain.batch.rules.preview import preview
from ebr.domain.batch.state import flow
from ebr.domain.batch.state.plan import last_id
from ebr.domain.decision import Recorded
from ebr.domain.mbr.model import Slot
from ebr.domain.values import Instant, Stamp
from tests.domain.batch_floor import BATCH, MORNING, Floor, actor
from tests.domain.batch_small import at_step, small, walked_small
from tests.domain.batch_walk import DEFAULTS, Walk

FLOOR_PEOPLE = st.sampled_from(["olga", "otto", "sven", "lena", "luis", "quinn"])
ANYBODY = st.sampled_from(["olga", "otto", "sven", "lena", "luis", "quinn", "quita", "petra", "ada"])
NUMBERS = st.sampled_from(["0", "0.5", "2", "5", "5.00", "9.5", "10", "12", "20", "26", "31", "100", "-3", "1e9", "x"])
MEANINGS = st.sampled_from(["performed", "witnessed", "verified", "approved"])


@lru_cache(maxsize=8)
def started(step: str) -> Floor:
    """Return a batch at a step, so that random acts meet every part of a record."""
    if not step:
        return Floor(small()).issue()
    return walked_small() if step == "end" else at_step(step)


class Batches(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.floor = Floor(small())

    @initialize(start=st.sampled_from(["", "charge", "press", "bag", "hold_out", "tests", "end"]))
    def begun(self, start: str) -> None:
        self.floor = copy.deepcopy(started(start))

    # Places

    def slots(self) -> list[tuple[str, Slot]]:
        return [(f"{a}/{s.id}", s) for a, phase, _ in flow.phase_instances(self.floor.state) for s in phase.slots]

    def phases(self) -> list[str]:
        return [address for address, _, _ in flow.phase_instances(self.floor.state)]

    def workable(self) -> list[tuple[str, Slot]]:
        return [
            (a, s)
            for a, s in self.slots()
            if self.floor.status(a.rpartition("/")[0]) in ("open", "active", "unsigned") or s.kind == "result"
        ]

    def do(self, command: object, who: str) -> None:
        before = copy.deepcopy(self.floor.state)
        asked = self.floor.ask(command, who)
        assert self.floor.state == before  # deciding, previews included, changes nothing
        if asked.refusal is None:
            then = preview(self.floor.state, asked.drafts, actor(who), self.floor.now())
            assert self.floor.state == before
            assert then.id == before.id
        self.floor.do(command, who)

    # What people do

    @rule(data=st.data(), who=FLOOR_PEOPLE, number=NUMBERS, good=st.integers(0, 9))
    def record(self, data: Any, who: str, number: str, good: int) -> None:
        places = self.workable() if good else self.slots()
        if not places:
            return
        address, slot = data.draw(st.sampled_from(places))
        given = self.plausible(address, slot) if good > 2 else {"number": number}
        person = ("lena" if slot.kind == "result" else "olga") if good > 4 else who
        self.do(c.RecordValue(BATCH, address, given), person)

    def plausible(self, address: str, slot: Slot) -> dict[str, str]:
        walk = Walk(self.floor)
        value = walk.values.get(slot.id)
        while isinstance(value, list):
            value = value[0]
        if isinstance(value, dict):
            return dict(value)
        if slot.kind == "result":
            return {"choice": value} if slot.options else {"number": value}
        maker: Callable[..., dict[str, str]] = DEFAULTS.get(slot.kind, lambda _w, _s, v: {"number": str(v)})
        return dict(maker(walk, slot, value))

    @rule()
    def go_on(self) -> None:
        """Do the next step whole, so that random batches get somewhere."""
        for address, phase, _ in list(flow.phase_instances(self.floor.state)):
            if self.floor.status(address) in ("open", "active"):
                for slot in phase.slots:
                    self.one(f"{address}/{slot.id}", slot)
                self.do(c.SignStep(BATCH, address, "performed"), "olga")
                for meaning in phase.sign[1:]:
                    self.do(c.SignStep(BATCH, address, meaning), "sven")
                return

    def one(self, address: str, slot: Slot) -> None:
        if slot.kind == "timer":
            if not slot.starts:
                self.do(c.StartTimer(BATCH, address, self.floor.now().wall if slot.declared else ""), "olga")
                self.floor.wait(minutes=6)
                self.do(c.StopTimer(BATCH, address), "olga")
        elif slot.kind == "signature":
            self.do(c.SignStep(BATCH, address, slot.meaning), {"supervisor": "sven", "quality": "quinn"}[slot.role])
        else:
            for _ in range(max(slot.replicates, slot.rows)):
                self.do(
                    c.RecordValue(BATCH, address, self.plausible(address, slot)),
                    "lena" if slot.kind == "result" else "olga",
                )
            if slot.kind in ("material", "table"):
                self.do(c.CloseItems(BATCH, address), "olga")
        if slot.second:
            self.do(c.SignStep(BATCH, address, slot.second), "luis" if slot.kind == "result" else "sven")

    @rule(data=st.data(), who=st.sampled_from(["olga", "otto", "lena"]), number=NUMBERS, withdraw=st.integers(0, 5))
    def correct(self, data: Any, who: str, number: str, withdraw: int) -> None:
        rows = [
            (address, row)
            for address, held in self.floor.state.slots.items()
            for row in held.standing()
            if row.performed_by
        ]
        if rows:
            address, row = data.draw(st.sampled_from(rows))
            changed = {**row.value, **{name: number for name in ("number", "net", "used", "rh") if name in row.value}}
            changed |= {name: f"{row.value[name]} too" for name in ("text", "to", "sample") if name in row.value}
            person = "lena" if last_id(address) in ("assay", "sterile") else who
            self.do(c.CorrectValue(BATCH, address, row.item, changed if withdraw else {}, "misread"), person)

    @rule(data=st.data(), who=ANYBODY, meaning=MEANINGS)
    def sign(self, data: Any, who: str, meaning: str) -> None:
        self.do(
            c.SignStep(BATCH, data.draw(st.sampled_from(self.phases() + [a for a, _ in self.slots()])), meaning), who
        )

    @rule(data=st.data(), who=FLOOR_PEOPLE, attempt=st.integers(0, 3), accepts=st.booleans())
    def except_(self, data: Any, who: str, attempt: int, *, accepts: bool) -> None:
        where = data.draw(st.sampled_from(["", *self.phases(), *self.floor.state.slots]))
        self.do(c.RaiseException(BATCH, where, "cause unknown", "", "minor", attempt, accepts=accepts), who)

    @rule(
        data=st.data(),
        who=ANYBODY,
        decision=st.sampled_from(["accepted", "rejected"]),
        severity=st.sampled_from(["minor", "major", "critical"]),
    )
    def weigh(self, data: Any, who: str, decision: str, severity: str) -> None:
        if self.floor.state.exceptions:
            number = data.draw(st.sampled_from(sorted(self.floor.state.exceptions)))
            self.do(c.ChangeSeverity(BATCH, number, severity, "looked"), who)
            self.do(c.DecideException(BATCH, number, decision, "seen"), who)

    @rule(
        who=FLOOR_PEOPLE,
        name=st.sampled_from(["A", "B", "C", "D"]),
        node=st.sampled_from(["make/loops/bag", "make/run/checks", "make/loops/dry"]),
        end=st.booleans(),
    )
    def rounds(self, who: str, name: str, node: str, *, end: bool) -> None:
        self.do(c.OpenRound(BATCH, node, name), who)
        if end:
            self.do(c.EndRounds(BATCH, node), who)

    @rule(minutes=st.integers(0, 90), restart=st.booleans())
    def time_passes(self, minutes: int, *, restart: bool) -> None:
        self.floor.wait(minutes=minutes)
        if restart:
            self.floor.restart()

    @rule(
        who=ANYBODY,
        what=st.sampled_from(
            [
                "hold",
                "lift",
                "leave",
                "return",
                "scribe",
                "over",
                "complete",
                "review",
                "certify",
                "conditional",
                "report",
            ]
        ),
    )
    def course(self, who: str, what: str) -> None:
        phase = self.phases()[0]
        commands = {
            "hold": c.HoldBatch(BATCH, "smell"), "lift": c.LiftHold(BATCH, "fine"), "leave": c.LeaveNow(BATCH), "return": c.ReturnToBatch(BATCH, "", "ok", "ok"),
            "scribe": c.NameScribe(BATCH, "make/begin/charge", "otto"), "over": c.HandOver(BATCH, phase, "otto", "on"), "complete": c.CompleteBatch(BATCH),
            "review": c.ReviewBatch(BATCH), "certify": c.DecideBatch(BATCH, "certified"), "conditional": c.DecideBatch(BATCH, "conditional"), "report": c.MakeReport(BATCH),
        }  # fmt: skip
        self.do(commands[what], who)

    @precondition(lambda self: self.floor.state.hold or self.floor.state.left)
    @rule()
    def resume(self) -> None:
        self.do(c.ReturnToBatch(BATCH, "", "as left", "as left"), "olga")
        self.do(c.LiftHold(BATCH, "fine"), "quinn")

    # What always holds

    @invariant()
    def nothing_signed_disappears(self) -> None:
        signed = [recorded for recorded in self.floor.events if getattr(recorded.event, "signed", None) is not None]
        assert {recorded.stamp.hash for recorded in signed} == {
            found.stamp.hash for found in self.floor.state.signatures
        }

    @invariant()
    def a_valid_signature_covers_what_still_stands(self) -> None:
        replaced = {hash_ for held in self.floor.state.slots.values() for hash_ in superseded(held)}
        voided = {found.stamp.hash for found in self.floor.state.signatures if not found.valid}
        for found in self.floor.state.signatures:
            if found.valid:
                latest = set(found.signed.covered) & (replaced | voided)
                assert not {hash_ for hash_ in latest if self.changed_since(hash_, found.stamp.seq)}, found.scope

    def changed_since(self, hash_: str, seq: int) -> bool:
        """Tell whether what this entry said was replaced, or a signature made void, after the signature in question."""
        for held in self.floor.state.slots.values():
            for old, by in replacements(held):
                if old == hash_ and by.seq > seq:
                    return True
        return any(
            found.stamp.hash == hash_ and not found.valid and int(found.void, 16) > seq
            for found in self.floor.state.signatures
        )

    @invariant()
    def everything_recorded_is_still_there(self) -> None:
        known = {hash_ for held in self.floor.state.slots.values() for hash_ in hashes(held)}
        entered = {
            r.stamp.hash
            for r in self.floor.events
            if isinstance(r.event, (e.ValueRecorded, e.AttemptRecorded, e.ValueCorrected))
        }
        assert entered <= known

    @invariant()
    def exceptions_have_numbers_of_their_own(self) -> None:
        raised = [r.event.exception for r in self.floor.events if isinstance(r.event, e.ExceptionRaised)]
        assert raised == [f"EX-{n:03d}" for n in range(1, len(raised) + 1)]
        assert list(self.floor.state.exceptions) == raised

    @invariant()
    def what_is_remembered_of_the_flow_is_what_a_fresh_look_finds(self) -> None:
        fresh = copy.copy(self.floor.state)
        fresh.remembered = type(fresh.remembered)()
        plan = fresh.plan
        if plan is not None:
            for address in self.phases():
                phase = plan.phases[last_id(address)]
                assert flow.standing(self.floor.state, address, phase) == flow.standing(fresh, address, phase)

    def teardown(self) -> None:
        """The same entries give the same state and the same sheets."""
        again = Floor(small())
        for action in self.floor.actions:
            for recorded in action:
                found = getattr(recorded.event, "signed", None)
                if found is not None:
                    derived = rules.sheet(again.state, recorded.event)
                    assert derived is not None
                    assert (derived.covered, derived.meaning) == (found.covered, found.meaning)
            for recorded in action:
                again.state = state.apply(again.state, recorded)
        assert again.state == self.floor.state


def replacements(held: Any) -> list[tuple[str, Stamp]]:
    found = []
    for row in held.rows.values():
        stamps = [row.first, *(correction.stamp for correction in row.corrections)]
        found += [(old.hash, new) for old, new in pairwise(stamps)]
    return found


def superseded(held: Any) -> list[str]:
    return [old for old, _ in replacements(held)]


def hashes(held: Any) -> set[str]:
    found = {attempt.stamp.hash for attempt in held.attempts}
    for row in held.rows.values():
        found |= {row.first.hash, row.stamp.hash, *(correction.stamp.hash for correction in row.corrections)}
    return found


Batches.TestCase.settings = settings(
    max_examples=20, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
)
TestRandomBatches = Batches.TestCase


# apply is total

TEXT = st.sampled_from(
    [
        "",
        "make",
        "make/begin/measure",
        "make/begin/measure/temp",
        "make/loops/dry[1]/lod",
        "make/loops/bag[A]",
        "x/y[z",
        "]][",
        "EX-001",
        "performed",
        BATCH,
    ]
)
VALUE = st.dictionaries(st.sampled_from(["number", "net", "choice"]), st.sampled_from(["1", "x", ""]), max_size=2)
FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "str": TEXT, "int": st.integers(0, 3), "bool": st.booleans(), "Value": VALUE, "Mapping[str, str]": VALUE, "Signed | None": st.none(),
    "tuple[str, ...]": st.lists(TEXT, max_size=2).map(tuple),
}  # fmt: skip


@st.composite
def any_event(draw: Any) -> object:
    from dataclasses import fields

    kind = draw(st.sampled_from(sorted(e.EVENTS.values(), key=lambda each: each.__name__)))
    if kind is e.BatchIssued and draw(st.booleans()):
        floor = Floor(small()).issue()
        return floor.events[0].event
    return kind(**{f.name: draw(FIELDS[f.type]) for f in fields(kind)})


def unknown(n: int, floor: Floor) -> frozenset[str]:
    """Return what an entry did not know: nothing, everything before it, or some of it."""
    every = [each.stamp.hash for each in floor.events] + [f"{1000 + m:064x}" for m in range(n)]
    return frozenset((every[: n % 3], every, every[n % 5 :])[n % 3])


@given(st.lists(any_event(), max_size=25))
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_apply_takes_every_event_in_every_order(found: list[object]) -> None:
    floor = Floor(small()).issue()
    for n, event in enumerate(found):
        at = Instant((MORNING + timedelta(seconds=n)).isoformat(), "UTC", "b", n, "system")
        floor.state = state.apply(
            floor.state,
            Recorded(event, Stamp(f"{1000 + n:064x}", "other", n, "s", "olga", "", at), unknown(n, floor)),
        )
    assert floor.state.entries == 2 + len(found)
    floor.ask(c.AddComment(BATCH, "", "still here"), "olga")
