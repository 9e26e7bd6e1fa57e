"""Steps of values.feature: everything goes through the station, sentences are those on the screen."""

from __future__ import annotations

import codecs
from datetime import timedelta

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from ebr.domain.batch.commands import AddComment, RecordValue, SignStep
from ebr.domain.refusal import Refusal
from ebr.domain.station.commands import UnlockPerson
from ebr.domain.subjects import batch as batch_root
from ebr.wording import refusal_words
from tests.station.plant import BATCH, IDENTIFIERS, MORNING, PASSWORD, Plant, cleared, code, copied, fine, issued

scenarios("values.feature")


class Said:
    """The last answer, and the number of entries before it."""

    def __init__(self) -> None:
        self.refusal: Refusal | None = None
        self.before = 0


@pytest.fixture
def said() -> Said:
    return Said()


@given("a batch whose room is cleared", target_fixture="floor")
def _floor(tmp_path):
    plant = Plant(copied(cleared(), tmp_path / "station"), start=MORNING + timedelta(days=2))
    yield plant
    plant.close()


def record(floor, said, name, **value):
    said.before = floor.entries()
    said.refusal = floor.record(name, **value).refusal


@when(parsers.re(r'Maria types "(?P<typed>.*)" as the temperature$'))
def _temperature(floor, said, typed):
    record(floor, said, "temp", number=typed)


@when("Maria types a number of 100000 digits as the temperature")
def _long(floor, said):
    record(floor, said, "temp", number="9" * 100_000)


@when(parsers.parse('Maria types "{typed}" in "{unit}" as the temperature'))
def _unit(floor, said, typed, unit):
    record(floor, said, "temp", number=typed, unit=unit)


@when(parsers.parse('Maria pastes "{pasted}" as the remark'))
def _paste(floor, said, pasted):
    floor.be("mchen")
    said.before = floor.entries()
    said.refusal = floor.station.do(
        AddComment(BATCH, floor.at("temp"), codecs.decode(pasted, "unicode_escape")), by="mchen"
    ).refusal


@when(parsers.parse('Maria scans "{scanned}" on the batch card of a fresh batch'))
def _card(floor, said, scanned, tmp_path):
    begin_anew(floor, tmp_path)
    floor.recorded("clearance", no_product="yes", clean="yes")
    record(floor, said, "card", scan=scanned)


def begin_anew(floor, tmp_path):
    """The same people before a batch in which nothing was done yet."""
    floor.close()
    other = Plant(copied(issued(), tmp_path / "fresh"))
    floor.folder, floor.station, floor.clock = other.folder, other.station, other.clock


@when(parsers.parse('Maria scans the patient "{patient}" at the machines of a fresh batch'))
def _patient(floor, said, patient, tmp_path):
    begin_anew(floor, tmp_path)
    floor.recorded("clearance", no_product="yes", clean="yes")
    floor.recorded("card", scan=BATCH)
    fine(floor.sign_scope("clear"))
    fine(floor.sign_scope("clear", "verified", "jdoe", sheet=True))
    record(floor, said, "who", **{**IDENTIFIERS, "patient": patient})


@when(parsers.parse('Maria taps Record twice for the temperature "{typed}"'))
def _twice(floor, said, typed):
    floor.be("mchen")
    said.before = floor.entries()
    for _ in range(2):
        fine(
            floor.station.do(RecordValue(BATCH, floor.at("temp"), {"number": typed}), by="mchen", command_id="one tap")
        )


@when("Maria signs as the one who verifies what she performed")
def _own(floor, said):
    floor.weigh_unsigned()
    fine(floor.sign_scope("weigh"))
    command = SignStep(BATCH, floor.at("weigh"), "verified")
    said.refusal = floor.station.do(command, by="mchen", secret=PASSWORD, seen="0" * 64).refusal


@when(parsers.parse("somebody types {times:d} wrong passwords for Maria"))
def _wrong(floor, said, times):
    said.before = floor.entries()
    for _ in range(times):
        said.refusal = floor.station.sign_in("mchen", "not her password").refusal


@when("Sam, on duty, unlocks Maria")
def _unlock(floor):
    floor.done(UnlockPerson("mchen", "sups", "mistyped"), "sups")


@then(parsers.parse('she reads "{sentence}"'))
def _reads(said, sentence):
    assert said.refusal is not None
    assert sentence.lower() in refusal_words(said.refusal).lower()
    assert "\x00" not in refusal_words(said.refusal)


@then("nothing stands as the temperature")
def _no_temperature(floor):
    assert floor.entry("temp").rows == ()


@then("no remark is kept")
def _no_remark(floor, said):
    assert floor.entry("temp").comments == ()
    assert floor.entries() == said.before


@then(parsers.parse('she can type "{typed}" as the temperature'))
def _can_type(floor, typed):
    floor.recorded("temp", number=typed)


@then(parsers.parse('she can scan "{scanned}"'))
def _can_scan(floor, scanned):
    floor.recorded("card", scan=scanned)


@then(parsers.parse('the attempt "{tried}" is in the record'))
def _attempt(floor, tried):
    attempts = [attempt for held in floor.state.slots.values() for attempt in held.attempts]
    assert any(tried in attempt.value.values() for attempt in attempts)
    assert floor.verified() == ()


@then("one value stands as the temperature")
def _one(floor):
    assert len(floor.entry("temp").rows) == 1


@then("the record has one entry more")
def _one_more(floor, said):
    assert floor.entries() == said.before + 1


@then("an exception about a repeated reading is open")
def _repeated(floor):
    assert [x.rule for x in floor.state.exceptions.values() if x.open] == ["repeated_reading"]


@then("the step still waits for its second person")
def _waits(floor):
    assert floor.station.store.state(batch_root(BATCH)).valid_signatures(floor.at("weigh"), "verified") == []


@then("Maria cannot sign in")
def _locked_out(floor):
    assert code(floor.station.sign_in("mchen", PASSWORD)) == "person_locked"


@then("Maria can sign in")
def _in(floor):
    fine(floor.station.sign_in("mchen", PASSWORD))


@then("every wrong password is an entry")
def _entries(floor):
    assert sum(event.startswith("station.sign-in-failed") for event in floor.events()) >= 5
