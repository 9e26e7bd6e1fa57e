"""Steps of floor_seeded.feature: faults that were seeded by people who did not write the rules."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from pytest_bdd import given, parsers, scenarios, then, when

from ebr.devices.printer import ZplPrinter
from ebr.devices.simulators.printer import PlayedPrinter
from ebr.devices.transport import TcpLine
from ebr.domain.batch.commands import HoldBatch, RecordValue
from ebr.domain.equipment import commands as q
from ebr.domain.equipment.events import Needs
from ebr.domain.material import commands as m
from ebr.domain.material.events import Amount
from ebr.domain.training import commands as t
from ebr.station.labelling import Wanted, print_label
from tests.devices.floor import behind_a_port
from tests.features import floor as world
from tests.features.floor import ADDRESS, CODE, READING, Floor
from tests.features.floor_deeds import equip
from tests.features.floor_faults import OTHER_BATCH, in_turn, second_version, typed, used_elsewhere
from tests.station.plant import BATCH

scenarios("floor_seeded.feature")
AT = "2026-05-04T11:00:00+02:00"
LATE = Needs(cleaning=True, clean_hold_hours=72, dirty_hold_hours=8)


def scanned(f: Floor) -> None:
    f.recorded("right", scan=CODE)
    f.signed(m.RejectLot("L-1", "glass found"), "qlee")


def parted(f: Floor) -> None:
    f.done(m.SplitLot("L-2", "L-2/A", (Amount("1", "50"),)), "mchen")
    f.done(m.SplitLot("L-2/A", "L-2/A/1", (Amount("1", "20"),)), "mchen")


def taken_back(f: Floor) -> None:
    f.done(m.QuarantineLot("L-2", "complaint"), "qlee")


def released(f: Floor) -> None:
    f.wait(hours=1)
    f.done(m.QuarantineLot("L-2/A", "as its parent"), "qlee")
    f.test("L-2/A")
    f.signed(m.ReleaseLot("L-2/A"), "qlee")


def expired(f: Floor) -> None:
    f.good_lot("Z-1", "50", expiry="2026-05-05")
    f.wait(days=2)
    f.check()


def room(f: Floor, container: str) -> None:
    f.register("R-99", "room", Needs(grade="D"))
    f.done(q.ChangeEquipment("R-99", "Cold room", "Room 99", Needs(grade="D"), "where it is"), "sups")
    f.done(m.MoveLot("L-1", "R-99", container), "mchen")


def spilled(f: Floor) -> None:
    assert f.weigh().refusal is None
    assert f.weigh(net="4.00", row="spilled").refusal is None


def late_vessel(f: Floor) -> None:
    f.register("V-05", "vessel", LATE)
    f.clean("V-05")


def cleaned_too_late(f: Floor) -> None:
    late_vessel(f)
    used_elsewhere(f, "vessel_used", "V-05")
    f.done(q.EndUse("V-05", OTHER_BATCH), "mchen")
    f.wait(hours=9)
    f.clean("V-05")


def in_use(f: Floor) -> None:
    late_vessel(f)
    f.recorded("vessel_used", equipment="V-01")


def swapped(f: Floor) -> None:
    in_use(f)
    f.recorded("vessel_used", equipment="V-05", ended="dirty", reason="leaks")


def weighed(f: Floor) -> None:
    assert f.weigh(net="5.00").refusal is None


def changed_for_john(f: Floor) -> None:
    typed(f)
    second_version(f)
    f.signed(t.SignRead("mchen", "SOP-W", "2"), "mchen")


def cell(f: Floor) -> None:
    f.signed(q.MaintainEquipment("S-01", "new cell", "jdoe", requalify=True), "mchen")


def read(f: Floor, number: str, **more: str) -> Any:
    source = {**READING, "raw": f"S S {number} g"}
    return f.do(RecordValue(BATCH, f.at("filled"), {"number": number, **more}, source=source), "mchen")


def yesterday(f: Floor) -> Any:
    value = {"lot": "Z-1", "container": "1", "net": "1.00"}
    happened = (datetime.fromisoformat(f.clock.now().wall) - timedelta(days=1)).isoformat()
    command = RecordValue(BATCH, ADDRESS, value, source={**READING, "raw": "S S 1.00 g"})
    return f.do(replace(command, late="forgotten", happened=happened), "mchen")


FAULTS: dict[str, Callable[[Floor], Any]] = {
    "nothing happened": Floor.entries,
    "the label is scanned and then quality rejects the lot": scanned,
    "quality takes the parent of L-2/A back": in_turn(parted, taken_back),
    "quality takes the parent of L-2/A/1 back": in_turn(parted, taken_back),
    "a result of the parent of L-2/A fails": in_turn(
        parted, lambda f: f.done(m.RecordResult("L-2", "assay", "90.0"), "lab1")
    ),
    "a part of L-2 was weighed and then quality takes the parent of L-2/A back": in_turn(
        parted, lambda f: f.weigh("L-2/A"), lambda f: f.wait(hours=1), taken_back
    ),
    "quality takes the parent of L-2/A back and releases the part": in_turn(parted, taken_back, released),
    "lot Z-1 expired yesterday": expired,
    "an expired lot was joined with a good one": in_turn(
        expired, lambda f: f.done(m.JoinLots("J-1", ("Z-1", "L-1")), "mchen")
    ),
    "container 1 was brought to room R-99": lambda f: room(f, "1"),
    "all of lot L-1 was brought to room R-99": lambda f: room(f, ""),
    "10 g were weighed and 4 g of them spilled": spilled,
    "the balance was moved this morning": lambda f: f.done(
        q.ChangeEquipment("S-01", "Balance", "Room 14", world.BALANCE, "moved"), "sups"
    ),
    "the balance got a new cell": cell,
    "the vessel V-05 was cleaned too late": cleaned_too_late,
    "the vessel V-05 is clean for exactly 72 hours": in_turn(late_vessel, lambda f: f.wait(hours=72)),
    "vessel V-01 is in use and V-05 is good": in_use,
    "vessel V-01 was swapped for V-05": swapped,
    "Maria weighed and then the procedure got a new version": in_turn(weighed, second_version),
    "Maria weighed by hand and the procedure changed for John": changed_for_john,
    "the batch was put on hold": lambda f: f.done(HoldBatch(BATCH, "odd smell"), "sups"),
    "a new sample of lot L-1 was taken": lambda f: f.done(m.SampleLot("L-1", "S-7", (Amount("1", "1"),)), "lab1"),
    "the balance failed its calibration": lambda f: f.calibrate("S-01", "fail"),
}
DEEDS: dict[str, Callable[[Floor], Any]] = {
    "weighs lot L-1": lambda f: f.weigh(),
    "weighs lot L-2/A": lambda f: f.weigh("L-2/A"),
    "weighs lot L-2/A/1": lambda f: f.weigh("L-2/A/1"),
    "weighs the good part of lot J-1": lambda f: f.weigh("J-1", container="L-1:1"),
    "weighs lot Z-1 as of yesterday": yesterday,
    "weighs lot L-1 and names no container": lambda f: f.weigh(container=""),
    "weighs 2.00 g more of container 1": lambda f: f.weigh(net="2.00"),
    "uses vessel V-05": lambda f: equip(f, "vessel_used", "V-05"),
    "takes V-05 without a word of V-01": lambda f: equip(f, "vessel_used", "V-05"),
    "goes back to V-01": lambda f: f.record("vessel_used", equipment="V-01", ended="dirty", reason="leaks"),
    "reads the filled weight": lambda f: read(f, "250.00"),
    "reads the filled weight in kg": lambda f: read(f, "250.00", unit="kg"),
    "reads the filled weight below zero": lambda f: read(f, "-250.00"),
    "verifies as John": lambda f: f.sign_scope("weighed", "verified", "jdoe"),
    "returns it without a calibration": lambda f: f.sign(q.ReturnToService("S-01", "looks fine"), "qlee"),
    "gives lot L-1 the result of another lot's sample": lambda f: f.do(
        m.RecordResult("L-1", "assay", "99", sample="S-L-2"), "lab1"
    ),
}


@given(parsers.re("meanwhile (?P<name>.*)$"))
def _meanwhile(floor, name):
    assert getattr(FAULTS[name](floor), "refusal", None) is None


@when(parsers.re("somebody weighs with (?P<weights>.*)$"))
def _with(floor, heard, weights):
    parts = dict(part.split() for part in weights.split(", "))
    value = {"lot": "L-1", "container": "1", **parts}
    command = RecordValue(BATCH, ADDRESS, value, source={**READING, "raw": f"S S {parts['gross']} g"})
    heard.tried(floor, lambda: floor.do(command, "mchen"))


@when(parsers.re("somebody (?P<name>(?!weighs with ).*)$"))
def _somebody(floor, heard, name):
    heard.tried(floor, lambda: DEEDS[name](floor))


@when(parsers.re('the line "(?P<line>.*)" of the balance is recorded as 10.00 g$'))
def _line(floor, heard, line):
    heard.tried(floor, lambda: floor.weigh(_raw=line))
    assert heard.refusal is None


@when("the same line of the same moment is recorded for two rows")
def _same(floor):
    for _ in range(2):
        assert floor.weigh("L-2", _at=AT).refusal is None


@given(parsers.parse('a lot that expires at "{expiry}" in autumn'))
def _autumn(floor, expiry):
    floor.good_lot("Z-1", "50", expiry=expiry)


@when(parsers.parse('it is weighed in autumn at "{moment}"'))
def _in_autumn(floor, heard, moment):
    now = datetime.fromisoformat(floor.clock.now().wall)
    floor.wait((datetime.fromisoformat(moment) - now).total_seconds() - 40)
    floor.signed(t.SignRead("mchen", "SOP-W", "1"), "mchen")
    floor.check()
    floor.be("mchen")
    rest = datetime.fromisoformat(moment) - datetime.fromisoformat(floor.clock.now().wall)
    floor.clock.advance(rest.total_seconds())
    source = {**READING, "raw": "S S 10.00 g"}
    command = RecordValue(BATCH, ADDRESS, {"lot": "Z-1", "container": "1", "net": "10.00"}, source=source)
    heard.tried(floor, lambda: floor.station.do(command, by="mchen"))


@then(parsers.parse("the weighing in autumn is {outcome}"))
def _outcome(heard, outcome):
    assert ("" if heard.refusal is None else heard.refusal.code) == {"fine": "", "expired": "lot_expired"}[outcome]


@when(parsers.parse('a label is printed with batch "{batch}" typed'))
def _label(floor, batch):
    floor.be("mchen")
    fields = {"gtin": "09506000134352", "batch": batch}
    with behind_a_port(PlayedPrinter()) as port:
        printer = ZplPrinter(lambda: TcpLine("127.0.0.1", port, "LP-01"), "LP-01", print_seconds=0.4)
        wanted = Wanted(BATCH, "making/make/count/counted", fields=fields)
        assert print_label(floor.station, wanted, printer, "mchen").refusal is None


@then(parsers.parse('the label says "{batch}"'))
def _says(floor, batch):
    printed = " ".join(map(str, vars_of(floor.state.label_jobs["LP-001"].event)))
    assert batch in printed
    assert "B-0002" not in printed


def vars_of(event: Any) -> tuple[Any, ...]:
    return tuple(getattr(event, name) for name in event.__dataclass_fields__)
