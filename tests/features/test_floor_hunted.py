"""Steps of floor_hunted.feature: two things that go wrong at once, or one after the other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pytest_bdd import given, parsers, scenarios, then, when

from ebr.domain.batch.commands import RecordValue
from ebr.domain.equipment import commands as q
from ebr.domain.equipment.events import Needs
from ebr.domain.material import commands as m
from ebr.domain.material.events import Amount
from ebr.domain.refusal import Refusal
from ebr.domain.site.commands import ChangePolicy
from ebr.domain.training import commands as t
from ebr.station.questions import BatchQuestion
from ebr.wording import refusal_words
from tests.features import floor as world
from tests.features.conftest import any_of
from tests.features.floor import CODE, OTHER, TESTS, TUBING, Floor
from tests.features.floor_faults import fefo, in_turn, second_version
from tests.station.plant import BATCH, IDENTIFIERS

scenarios("floor_hunted.feature")


def in_cold_room(f: Floor) -> None:
    f.register("R-99", "room", Needs(grade="D"))
    f.done(q.ChangeEquipment("R-99", "Cold room", "Room 99", Needs(grade="D"), "where it is"), "sups")
    f.done(m.MoveLot("L-1", "R-99", "1"), "mchen")


def next_morning(f: Floor) -> None:
    f.wait(days=1)


def first_weighed(f: Floor) -> Any:
    fefo(f)
    return f.weigh("E-1")


HIDDEN: dict[str, Callable[[Floor], Any]] = {
    "the balance is on hold": lambda f: f.done(q.HoldEquipment("S-01", "drifts"), "mchen"),
    "the balance was not checked today": next_morning,
    "container 1 was brought to room R-99": in_cold_room,
}


@given(any_of({f"hidden {name}": deed for name, deed in HIDDEN.items()}))
def _hidden(floor, name):
    HIDDEN[name.removeprefix("hidden ")](floor)


@given("a row of lot E-1 is weighed and the policy asks for the first lot")
def _first(floor):
    assert first_weighed(floor).refusal is None


def second_tubing(f: Floor) -> None:
    f.register("T-02", "tubing_set", TUBING, lot="TL-2")
    f.done(q.CheckIntegrity("T-02", "Pressure hold", "0.1 mbar", "pass"), "mchen")
    f.recorded("tubing_used", equipment="T-01")
    f.recorded("tubing_used", equipment="T-02", ended="dirty", reason="leaks")


def cold(f: Floor) -> None:
    f.signed(m.SetSpecification(CODE, "2", TESTS, 12, storage="15-25 °C", reason="storage added"), "qlee")
    f.done(m.MoveLot("L-1", "B-02", "", "2-8 °C"), "mchen")
    f.wait(hours=1)


def photographs(f: Floor) -> None:
    kept = {"clearance_photo": "yes", "cleaning_photo": "yes"}
    f.signed(ChangePolicy(kept, "what is seen is kept", "qlee"), "aroot")


def clear(f: Floor, photograph: str = "") -> Any:
    answers = (("No other product", "yes"),)
    return f.sign(q.ClearLine("R-12", BATCH, "Test powder", "before", answers, "jdoe", photograph), "mchen")


def tended(f: Floor) -> Any:
    kept = f.station.attach(b"\x89PNG\r\n\x1a\n a room", "room.png", "image/png")["sha256"]
    clear(f, kept)
    return f.sign(q.CleanEquipment("V-01", "SOP-7", "jdoe", kept), "mchen")


def above(f: Floor) -> None:
    f.signed(m.CountAbove("L-1", "1", "15", "two bags in it", "jdoe"), "mchen", signer="jdoe")


def of_maria(f: Floor) -> Any:
    value = {"lot": "L-1", "container": "1", "net": "1.00"}
    return f.station.do(RecordValue(BATCH, world.ADDRESS, value, source=world.READING), by="mchen")


def two_people(f: Floor) -> Any:
    f.weigh(net="1.00")
    return f.weigh(net="2.00", by="jdoe")


def small(number: str) -> Amount:
    return Amount("1", number)


FAULTS: dict[str, Callable[[Floor], Any]] = {
    "nothing else": Floor.entries,
    "the tubing set was taken off for another": second_tubing,
    "the tubing set is on": lambda f: f.recorded("tubing_used", equipment="T-01"),
    "a row was weighed and the lot destroyed": in_turn(
        lambda f: f.weigh(net="5.00"),
        lambda f: f.signed(m.DestroyLot("L-1", "wet", "sups"), "mchen", signer="sups"),
    ),
    "a row was weighed and the second balance held": in_turn(
        lambda f: f.weigh(net="1.00"), lambda f: f.done(q.HoldEquipment("S-02", "drifts"), "mchen")
    ),
    "the second balance is on hold": lambda f: f.done(q.HoldEquipment("S-02", "drifts"), "mchen"),
    "the whole container went into a sample": lambda f: f.done(m.SampleLot("L-1", "S-9", (small("11"),), "g"), "lab1"),
    "the container was counted empty": lambda f: f.done(m.CountLot("L-1", "1", "0", "empty"), "mchen"),
    "more was counted than the container came with": above,
    "the vessel was put back and is dirty": in_turn(
        lambda f: f.recorded("vessel_used", equipment="V-01"), lambda f: f.done(q.EndUse("V-01", BATCH), "mchen")
    ),
    "the vessel broke and was cleaned": in_turn(
        lambda f: f.done(q.TakeOutOfService("V-01", "leak"), "sups"), lambda f: f.clean()
    ),
    "a row of lot L-1 was weighed": lambda f: f.weigh(net="5.00"),
    "the procedure has a new version": second_version,
    "lot L-2 was rejected": lambda f: f.signed(m.RejectLot("L-2", "glass"), "qlee"),
    "the lot stood in the cold": cold,
    "a part was split off in the cold": in_turn(
        cold, lambda f: f.done(m.SplitLot("L-1", "L-1/A", (small("5"),)), "mchen")
    ),
    "the policy asks for a photograph": photographs,
    "John took Maria's place at the screen": lambda f: f.be("jdoe"),
    "the training of Maria is withdrawn": lambda f: f.signed(t.WithdrawTraining("mchen", "SOP-W", "left"), "qlee"),
}
DEEDS: dict[str, Callable[[Floor], Any]] = {
    "the first tubing set is put on again": lambda f: f.record(
        "tubing_used", equipment="T-01", ended="dirty", reason="back"
    ),
    "the same tubing set is opened again": lambda f: f.record("tubing_used", equipment="T-01"),
    "a balance is named in small letters": lambda f: f.weigh(_device="s-01"),
    "a room is named as the balance": lambda f: f.weigh(_device="R-12"),
    "some of it comes back": lambda f: f.weigh(net="1.00", row="returned"),
    "the next row is weighed on the second one": lambda f: f.weigh(net="1.00", _device="S-02"),
    "tare comes from one balance, gross from it": lambda f: f.weigh(
        tare="5.00", gross="15.00", _device_gross="S-02", _device_tare="S-01"
    ),
    "tare comes from one balance, gross from another": lambda f: f.weigh(
        tare="5.00", gross="15.00", _device_gross="S-02", _device_tare="S-01"
    ),
    "a row is weighed": lambda f: f.weigh(net="1.00"),
    "the vessel is used again": lambda f: f.record("vessel_used", equipment="V-01"),
    "some comes back as lot L-2": lambda f: f.weigh("L-2", net="1.00", row="returned"),
    "another material comes under the same number": lambda f: f.receive("L-1", "10", code=OTHER),
    "a container is received twice": lambda f: f.do(
        m.ReceiveLot("X-1", CODE, "acme", "AC/1", (small("5"), small("7")), expiry="2027-06-30", place="A"), "mchen"
    ),
    "the check of the balance names a weight twice": lambda f: f.do(
        q.CheckDaily("S-01", (("100 g", "100.00"), ("100 g", "90.00"))), "mchen"
    ),
    "the identifiers of the patient change places": lambda f: f.record(
        "who", **dict(zip(IDENTIFIERS, reversed(list(IDENTIFIERS.values())), strict=True))
    ),
    "the kit has the number, not the patient": lambda f: f.record("who", **{**IDENTIFIERS, "patient": "PAT-4712"}),
    "the kit has the patient, not the number": lambda f: f.record("who", **{**IDENTIFIERS, "collection": "COL-0816"}),
    "it is weighed in the name of Maria": of_maria,
    "Maria weighs and John goes on at the same screen": two_people,
    "Maria signs what John read": lambda f: f.sign(t.SignRead("jdoe", "SOP-W", "1"), "mchen"),
    "Maria signs the old one": lambda f: f.sign(t.SignRead("mchen", "SOP-W", "1"), "mchen"),
    "it is joined with lot L-1 and weighed": lambda f: f.do(m.JoinLots("J-1", ("L-1", "L-2")), "mchen"),
    "the part is weighed": lambda f: f.weigh("L-1/A", net="1.00"),
    "the room is cleared without one": clear,
    "the vessel is cleaned without one": lambda f: f.sign(q.CleanEquipment("V-01", "SOP-7", "jdoe"), "mchen"),
    "the room and the vessel are tended with one": tended,
}


@given(any_of({f"one after the other {name}": deed for name, deed in FAULTS.items()}))
def _faults(floor, name):
    FAULTS[name.removeprefix("one after the other ")](floor)


@when(any_of({f"then {name}": deed for name, deed in DEEDS.items()}))
def _deeds(floor, heard, name):
    heard.tried(floor, lambda: DEEDS[name.removeprefix("then ")](floor))


@then(parsers.parse('the step says "{words}"'))
def _says(floor, words):
    step = floor.station.ask(BatchQuestion(BATCH, "mchen", world.ADDRESS.rpartition("/")[0])).step
    assert words in refusal_words(Refusal(step.blocked, **step.blocked_params))


@then("the rows are Maria's and John's")
def _rows(floor):
    assert [row.performed_by for row in floor.entry("weighed").rows] == ["Maria Chen", "John Doe"]
