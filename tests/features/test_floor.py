"""Steps of floor.feature: one fault at a time on a floor that is otherwise as it should be, through the station itself."""

from __future__ import annotations

import codecs
from datetime import datetime, timedelta

from pytest_bdd import given, parsers, scenarios, then, when

from ebr.domain.batch.commands import RecordValue
from ebr.domain.equipment import commands as q
from ebr.domain.material import commands as m
from ebr.domain.material.events import Amount
from tests.features.floor import ADDRESS, READING
from tests.station.plant import BATCH

scenarios("floor.feature")


@when(parsers.re(r"Maria weighs (?P<net>.*) g of lot L-1$"))
def _net(floor, heard, net):
    heard.tried(floor, lambda: floor.weigh(net=net))


@when(parsers.re(r'Maria scans "(?P<lot>.*)" as the lot$'))
def _lot(floor, heard, lot):
    text = codecs.decode(lot, "unicode_escape") if "\\" in lot else lot
    heard.tried(floor, lambda: floor.weigh(text))


@given(parsers.parse('lot Z-1 expires at "{expiry}"'))
def _expires(floor, expiry):
    floor.good_lot("Z-1", "50", expiry=expiry)
    floor.wait(days=1)
    floor.check()


@when(parsers.parse('Maria weighs it {seconds:d} seconds from "{moment}"'))
def _to_the_second(floor, heard, seconds, moment):
    floor.be("mchen")
    wanted = datetime.fromisoformat(moment) + timedelta(seconds=seconds)
    now = datetime.fromisoformat(floor.clock.now().wall)
    floor.clock.advance((wanted - now).total_seconds())
    value = {"lot": "Z-1", "container": "1", "net": "10.00"}
    command = RecordValue(BATCH, ADDRESS, value, source=READING)
    heard.tried(floor, lambda: floor.station.do(command, by="mchen"))


@when(parsers.parse("a reading of {moment} is recorded"))
def _read_at(floor, heard, moment):
    heard.tried(floor, lambda: floor.weigh(_at=moment))


# What follows


@then(parsers.parse("the weighing is {outcome}"))
def _outcome(heard, outcome):
    assert ("" if heard.refusal is None else heard.refusal.code) == {"fine": "", "expired": "lot_expired"}[outcome]


@then(parsers.parse("{quantity} g are left of lot {lot}"))
def _left(floor, quantity, lot):
    assert floor.left(lot) == quantity


@then("the record verifies")
def _verifies(floor):
    assert floor.verified() == ()


@then("quality has to decide an exception")
def _quality(floor):
    assert [one.severity for one in floor.state.exceptions.values() if one.open] == ["major"]


@given("Maria weighed with a balance whose calibration ends that day")
def _ends_today(floor):
    floor.calibrate("S-01", due="2026-05-04")
    assert floor.weigh().refusal is None


@when("Maria weighs again two days later")
def _two_days_later(floor, heard):
    floor.wait(days=2)
    floor.check()
    heard.tried(floor, lambda: floor.weigh(net="1.00"))


@given("a part of lot L-2 is weighed and lot L-2 is rejected")
def _part(floor):
    floor.done(m.SplitLot("L-2", "L-2/A", (Amount("1", "50"),)), "mchen")
    assert floor.weigh("L-2/A").refusal is None
    floor.signed(m.RejectLot("L-2", "glass found"), "qlee")


@given("Maria uses the tubing set and it fails its test afterwards")
def _fails_after(floor):
    floor.recorded("tubing_used", equipment="T-01")
    floor.done(q.CheckIntegrity("T-01", "Pressure hold", "9 mbar", "fail"), "mchen")
