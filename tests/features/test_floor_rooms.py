"""Steps of floor_rooms.feature: a second batch whose record asks for a room, cleared by its own entries."""

from __future__ import annotations

import functools
import secrets
from dataclasses import replace
from pathlib import Path

from pytest_bdd import given, parsers, scenarios, then, when

from ebr.domain import subjects
from ebr.domain.batch.commands import CheckIssue, HandOver, IssueBatch, RaiseException, RecordValue, SignStep
from ebr.domain.decision import Draft
from ebr.domain.deviation.commands import OpenDeviation
from ebr.domain.equipment import commands as q
from ebr.domain.equipment.events import Needs, UseBegan
from ebr.domain.master.commands import MakeEffective, SignMbr
from ebr.domain.master.rules import adding
from ebr.domain.sample import commands as s
from ebr.station.questions import Apart, ImpactProposal, Masters
from ebr.wording.rules import record_weakness_words
from tests.features import floor as world
from tests.features.floor import READING, TODAY, Floor
from tests.features.floor_faults import OTHER_BATCH
from tests.station.plant import IDENTIFIERS

scenarios("floor_rooms.feature")

ROOMED, ROOM = "B-0003", "R-13"
CLEAR, WEIGH = "making/make/prepare", "making/make/weigh"
CLEARANCE, CLEANED, WEIGHED = f"{CLEAR}/clearance", f"{CLEAR}/tidy", f"{WEIGH}/weighed"
CLEANROOM = Needs(cleaning=True, clean_hold_hours=24, clearance=True, checklist=("No other product",), grade="C")


@functools.cache
def document() -> str:
    """The record of the floor, done in a room, with a cleaning at the end."""
    text = Path(__file__).with_name("floor.yaml").read_text(encoding="utf-8")
    text = text.replace("id: floor\n", "id: roomed\n").replace(
        "room: Room 12\n", "room: Room 13\n    room_code: R-13\n    cleanroom: C\n"
    )
    text = text.replace("label: Line clearance, items", "label: Line clearance, second: verified, items")
    tidy = "{id: tidy, kind: check, label: Room cleaned, leaves: cleaned, second: verified}"
    return text.replace(
        "              - {id: room_used, kind: equipment, label: Room, of: room}\n", f"              - {tidy}\n"
    ).replace("  - {id: room, name: Weighing room, kind: room}\n", "")


@given("batch B-0003 asks for room R-13 of grade C")
def _roomed(floor):
    floor.done(adding(document()), "auth")
    row = next(row for row in floor.station.ask(Masters()) if row.mbr == "roomed")
    floor.signed(SignMbr(row.mbr, row.version, row.hash, "performed"), "auth")
    floor.signed(SignMbr(row.mbr, row.version, row.hash, "approved"), "qlee")
    floor.signed(MakeEffective(row.mbr, row.version, TODAY), "qlee")
    floor.signed(IssueBatch(ROOMED, "roomed", "1", "1000", IDENTIFIERS), "sups")
    floor.signed(CheckIssue(ROOMED), "qlee")
    floor.register(ROOM, "room", CLEANROOM)
    floor.clean(ROOM)


def enter(floor: Floor, address: str, by: str = "mchen", **value: str):
    return floor.do(RecordValue(ROOMED, address, value), by)


def verify(floor: Floor, address: str) -> None:
    floor.signed(SignStep(ROOMED, address, "verified"), "jdoe")


def clear(floor: Floor) -> None:
    assert enter(floor, CLEARANCE, clean="yes").refusal is None
    verify(floor, CLEARANCE)


def found(floor: Floor) -> None:
    refused = enter(floor, CLEARANCE, clean="no")
    assert refused.refusal is not None
    floor.done(RaiseException(ROOMED, CLEARANCE, "Cause unknown", "a label", "major", 1, accepts=True), "mchen")
    verify(floor, CLEARANCE)


def change(**needs: object):
    def done(floor: Floor) -> None:
        floor.done(q.ChangeEquipment(ROOM, "The room", "", replace(CLEANROOM, **needs), "measured again"), "sups")

    return done


def other_batch(floor: Floor) -> None:
    """The other batch says itself that it works in this room: its record names rooms by scan."""
    floor.signed(
        q.ClearLine(ROOM, OTHER_BATCH, "Test powder", "before", (("No other product", "yes"),), "jdoe"), "mchen"
    )
    world.issue(floor, OTHER_BATCH)
    floor.done(RecordValue(OTHER_BATCH, f"{CLEAR}/room_used", {"equipment": ROOM}), "mchen")


FAULTS = {
    "nobody cleared the line": Floor.entries,
    "Maria cleared the line and nobody verified it": lambda f: enter(f, CLEARANCE, clean="yes"),
    "the clearance by the batch found something": found,
    "the room is cleared for another batch since": lambda f: (
        clear(f),
        f.signed(q.ClearLine(ROOM, OTHER_BATCH, "X", "before", (("No other product", "yes"),), "jdoe"), "mchen"),
    ),
    "the room is cleared and waits too long": lambda f: (clear(f), f.wait(hours=25), f.check()),
    "the room is cleared and maintained": lambda f: (
        clear(f),
        f.signed(q.MaintainEquipment(ROOM, "filter changed", "jdoe"), "mchen"),
    ),
    "the room is cleared and put on hold": lambda f: (clear(f), f.done(q.HoldEquipment(ROOM, "particles"), "mchen")),
    "the room is cleared and out of service": lambda f: (clear(f), f.done(q.TakeOutOfService(ROOM, "leak"), "sups")),
    "the room is cleared and its grade is taken down": lambda f: (clear(f), change(grade="D")(f)),
    "the room is cleared and its needs are others": lambda f: (clear(f), change(grade="B")(f)),
    "the room is cleared and another batch works in it": lambda f: (clear(f), other_batch(f)),
    "the room is on hold": lambda f: f.done(q.HoldEquipment(ROOM, "particles"), "mchen"),
    "another batch works in room R-13": other_batch,
    "the grade of the room is taken down": change(grade="D"),
    "Maria clears the line and John verifies it": clear,
}


@given(parsers.re("(?P<name>" + "|".join(sorted(FAULTS, key=len, reverse=True)) + ")$"))
def _fault(floor, name):
    FAULTS[name](floor)


@when("Maria weighs in the room")
def _weighs(floor, heard):
    value = {"lot": "L-1", "container": "1", "net": "10.00"}
    heard.tried(floor, lambda: floor.do(RecordValue(ROOMED, WEIGHED, value, source=READING), "mchen"))


@when("Maria clears the line in the room")
def _clears(floor, heard):
    heard.tried(floor, lambda: enter(floor, CLEARANCE, clean="yes"))


@when("Maria cleans the room after the work and John verifies it")
def _tidies(floor):
    assert enter(floor, CLEANED, check="yes").refusal is None
    verify(floor, CLEANED)


@when(parsers.parse("Maria hands the weighing over to {name}"))
def _hands(floor, heard, name):
    to = {"Lara": "lab1", "John": "jdoe"}[name]
    heard.tried(floor, lambda: floor.sign(HandOver(ROOMED, WEIGH, to, "one weighing is left"), "mchen"))


@when("a contact plate of the room shows 26 colonies three days later")
def _shows(floor):
    floor.done(s.PlanRoomSample("E-1", ROOM, "surface", "Floor by the scale", "25"), "sups")
    floor.done(s.TakeRoomSample("E-1", "in_operation"), "mchen")
    floor.done(s.ReceiveSample("E-1", "Laboratory"), "lab1")
    floor.done(s.IncubateSample("E-1", "Incubator 1", "30 to 35 °C", 72), "lab1")
    floor.wait(hours=72)
    floor.done(s.ReadRoomSample("E-1", "26", "Bacillus"), "lab1")


@then(parsers.parse('the record of batch B-0003 waits for quality with "{words}"'))
def _weak(floor, words):
    rows = [row for row in floor.station.ask(Apart(ROOMED)).weaknesses if row.code == "room_out_of_limits"]
    assert [row.blocking for row in rows] == [True]
    assert record_weakness_words(rows[0].code, rows[0].params).startswith(words)


@then("a deviation about batch B-0003 proposes to look at batch B-0002, which came into the room after it")
def _proposes(floor):
    used = UseBegan(ROOM, OTHER_BATCH, "Test powder", "a/b/c/d", "mchen")
    draft = Draft(subjects.equipment(ROOM), used)
    floor.station.store.log.append(secrets.token_hex(16), (draft,), by="mchen", presence="", at=floor.clock.now())
    opened = floor.done(OpenDeviation("R-13 above its limit", "26 CFU", "major", (), (ROOMED,)), "qlee")
    (other,) = floor.station.ask(ImpactProposal(opened.answer["deviation"]))
    assert (other.batch, other.equipment) == (OTHER_BATCH, (ROOM,))


@then("the attempt in the room is kept")
def _kept(floor):
    def tried() -> int:
        return sum(len(held.attempts) for held in floor.station.store.state(subjects.batch(ROOMED)).slots.values())

    before = tried()
    assert before >= 1
    floor.reopen()
    assert tried() == before
    assert floor.verified() == ()


@then(parsers.parse('the use log of the room says "{words}"'))
def _log(floor, words):
    wanted = words.split(", ")
    assert [row.what for row in floor.machine(ROOM).log][-len(wanted) :] == wanted


@then("the room is in use by batch B-0003")
def _in_use(floor):
    assert floor.machine(ROOM).batches == (ROOMED,)


@then("the record verifies")
def _verifies(floor):
    assert floor.verified() == ()


@then("the room is clean")
def _clean(floor):
    assert floor.machine(ROOM).status == "clean"
