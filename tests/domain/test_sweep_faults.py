"""The exception engine finds every seeded fault, says why, and raises nothing about clean batches."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import datetime
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from ebr.domain.batch import commands as c
from ebr.domain.batch.rules.known import Known
from ebr.domain.batch.rules.sweep import MOMENT, PASS, RECORD, Flag, departures, found, proof, sweep
from ebr.domain.batch.rules.verdict import HOWS
from ebr.domain.batch.state.model import SEVERITIES
from ebr.domain.batch.state.plan import last_id
from ebr.domain.values import Instant
from ebr.wording import rule_words
from ebr.wording.rules import record_weakness_words
from tests.domain.batch_floor import FOLDER, Floor, example, read_mbr
from tests.domain.batch_values import VALUES
from tests.domain.batch_walk import Walk
from tests.domain.sweep_faults import gone
from tests.domain.sweep_hunted import FINE
from tests.domain.sweep_published import CART, FAULTS, HAND, MET, Fault
from tests.domain.sweep_tape import Tape

EXAMPLES = (HAND, MET, CART)
FLOORS: dict[str, Floor] = {}
OWN_LIMITS = '                limits: {target: "1506.0", low: "1430.7", high: "1581.3", alert_low: "1445.8", alert_high: "1566.2"}\n'


def walked(name: str) -> Floor:
    """Return a floor with a clean batch whose production is done (walked once)."""
    if name not in FLOORS:
        FLOORS[name] = Floor(averaged() if name == "averaged" else example(name)).issue()
        Walk(FLOORS[name]).run()
    return FLOORS[name]


def averaged() -> Any:
    """Return tablets whose single weights have no limits of their own, only their mean has."""
    text = (FOLDER / f"{MET}.yaml").read_text(encoding="utf-8")
    assert text.count(OWN_LIMITS) == 1
    return read_mbr(text.replace(OWN_LIMITS, ""))


def seeded(fault: Fault) -> Tape:
    tape = Tape(walked(fault.example))
    fault.put(tape)
    return tape


def named(flag: Flag) -> set[str]:
    return {flag.rule, *flag.also}


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.words.replace(" ", "-"))
def test_every_seeded_fault_is_found_where_it_is(fault: Fault) -> None:
    flags = seeded(fault).flags()

    found = [flag for flag in flags if fault.rule in named(flag)]
    assert found, [(flag.rule, flag.where) for flag in flags]
    assert not fault.place or fault.place in {last_id(flag.where) for flag in found if flag.where}


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.words.replace(" ", "-"))
def test_every_flag_says_why(fault: Fault) -> None:
    plan = walked(fault.example).state.plan
    assert plan is not None
    for flag in seeded(fault).flags():
        words = record_weakness_words if flag.source == "record" else rule_words
        said = words(flag.rule, flag.params)
        assert said != flag.rule
        assert "{" not in said
        assert flag.clause.startswith(("21 CFR", "EU GMP"))
        assert flag.severity in SEVERITIES
        assert flag.state in ("open", "decided", "noted")
        if flag.where:
            assert flag.line == plan.places[last_id(flag.where)].address
            assert flag.number
            assert flag.step
            assert flag.label


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.words.replace(" ", "-"))
def test_completion_raises_what_nobody_raised_and_says_it_once(fault: Fault) -> None:
    tape = seeded(fault)
    state = tape.state()
    known = Known(tape.facts)
    now = tape.floor.now()

    drafts = departures(state, known, now)

    rules = {getattr(draft.event, "rule", "") for draft in drafts}
    wanted = PASS.get(fault.rule)
    assert (fault.rule in rules) is (wanted is not None and wanted.raises)
    for number, draft in enumerate(drafts, 100):
        tape.add(replace(draft.event, exception=f"EX-{number}", severity="minor"), -1, 0, by="sven")  # type: ignore[type-var]
    assert [getattr(draft.event, "rule", "") for draft in departures(tape.state(), known, now)] == []
    assert not [
        flag for flag in tape.flags() if flag.source == "pass" and flag.state == "open" and flag.rule != "conflict"
    ]


def test_there_are_at_least_sixty_faults_and_one_for_each_rule_of_the_pass() -> None:
    assert len(FAULTS) >= 60
    assert set(PASS) - {fault.rule for fault in FAULTS} == set()
    assert len({fault.words for fault in FAULTS}) == len(FAULTS)
    assert not set(MOMENT) & set(PASS)
    assert {rule.how for rule in (*PASS.values(), *MOMENT.values())} <= {*HOWS, *SEVERITIES}
    assert {rule.how for rule in RECORD.values()} <= set(SEVERITIES)


# Clean batches


class Restless(Walk):
    """A walk with other pauses and readings that differ in the last digit, as they do from batch to batch."""

    def __init__(self, floor: Floor, seed: int) -> None:
        super().__init__(floor)
        self.random = Random(seed)
        self.values = {name: self._jittered(name, value) for name, value in VALUES[floor.mbr.header.id].items()}

    def _jittered(self, name: str, value: Any) -> Any:
        slot = next((slot for _, slot in self.floor.mbr.slots() if slot.id == name), None)
        if slot is None or slot.kind != "table" or not slot.decimals:
            return value
        return [[self._moved(text) for text in row] if isinstance(row, list) else self._moved(row) for row in value]

    def _moved(self, text: str) -> str:
        whole, _, part = text.partition(".")
        digits = int(whole + part) + self.random.randint(-2, 2)
        return f"{digits // 10 ** len(part)}.{digits % 10 ** len(part):0{len(part)}d}"

    def fill(self, address: str, slot: Any, *, late: bool) -> None:
        self.floor.wait(self.random.randint(0, 25))
        super().fill(address, slot, late=late)


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize("seed", range(5))
def test_a_clean_batch_raises_no_false_alarm(name: str, seed: int) -> None:
    floor = Floor(example(name)).issue()
    walk = Restless(floor, seed)
    walk.run()

    assert sweep(floor.state, floor.facts, floor.now()) == ()
    floor.done(c.CompleteBatch(floor.batch), "sven")
    assert floor.rules_raised() == []
    walk.results()
    flags = sweep(floor.state, floor.facts, floor.now())
    assert flags == ()
    found = proof(floor.state, flags)
    assert found.conforming == found.within == found.on_time == found.unchanged == found.entries > 90


class Zoned(Floor):
    """A floor at the station's own time, across a change of the clocks."""

    began = "2026-10-24T23:30:00+02:00"

    def now(self) -> Instant:
        at = super().now()
        wall = (datetime.fromisoformat(self.began) + self.passed).astimezone(ZoneInfo(at.zone))
        return replace(at, wall=wall.isoformat(timespec="microseconds"))


@pytest.mark.parametrize(("name", "began"), [(CART, Zoned.began), (MET, "2026-03-28T23:30:00+01:00")])
def test_a_batch_over_midnight_and_a_change_of_the_clocks_raises_nothing(name: str, began: str) -> None:
    floor = Zoned(example(name))
    floor.began = began
    Walk(floor.issue()).run()
    offsets = {each.stamp.at.wall[-6:] for each in floor.events}
    assert sweep(floor.state, floor.facts, floor.now()) == ()
    assert offsets == {"+01:00", "+02:00"}


def test_a_weakness_of_the_record_names_its_place() -> None:
    tape = Tape(walked(HAND))
    gone(tape, "olga")

    (flag,) = [flag for flag in tape.flags() if flag.rule == "person_deactivated"]

    assert flag.number
    assert flag.line.startswith("quarantine/")


@pytest.mark.parametrize(("words", "name", "put"), FINE, ids=[words.replace(" ", "-") for words, _, _ in FINE])
def test_what_lies_on_a_boundary_is_no_fault(words: str, name: str, put: Any) -> None:
    tape = Tape(walked(name))
    put(tape)
    assert tape.flags() == (), words


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_running_batch_can_be_swept_at_any_time(name: str) -> None:
    floor = walked(name)
    again = Floor(floor.mbr)
    said: Counter[str] = Counter()
    for at, action in enumerate(floor.actions):
        for recorded in action:
            from ebr.domain.batch import state

            again.state = state.apply(again.state, recorded)
        if at % 12 == 0:
            then = action[-1].stamp.at
            said.update(flag.rule for flag in sweep(again.state, floor.facts, then))
    assert not said


# Entries that are left out because nothing can be said of them


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.words.replace(" ", "-"))
def test_looking_at_every_entry_finds_no_more(fault: Fault, monkeypatch: pytest.MonkeyPatch) -> None:
    """The walk leaves out ordinary entries; with all of them looked at, every flag is the same, and few are left."""
    tape = seeded(fault)
    quick = tape.flags()
    state, now = tape.state(), tape.floor.now()
    sight = found.sight_of(state, tape.facts, now)
    monkeypatch.setattr(found, "_ordinary", lambda *_: False)
    whole = found.sight_of(state, tape.facts, now)

    assert tape.flags() == quick
    assert sight is not None
    assert whole is not None
    assert len(whole.entries) == sum(last_id(address) in whole.plan.slots for address in state.slots)
    assert len(sight.entries) < len(whole.entries) or state.pauses
