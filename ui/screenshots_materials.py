"""For the pictures of `ebr screenshots`: lots that wait for release, were put back, stand in the wrong storage."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from ebr.cli.demonstration import password
from ebr.domain.material import commands as c
from ebr.domain.material.events import Amount
from ebr.station.door import Station
from ebr.station.questions import ItemQuestion, LotAnswer, LotQuestion, Lots, People, Preview

CODE: Final = "RM-1001"
WAITING: Final = "MET-2612-01"
PUT_BACK: Final = "MET-2612-02"
OUTSIDE: Final = "MET-2612-03"
CERTIFIED: Final = "AW-88102"


def stored(station: Station) -> tuple[str, str]:
    """Have a lot received, tested and checked, and another put aside; return the waiting and a released one."""
    lots = station.ask(Lots(CODE))
    released = next((row.lot for row in lots if row.status == "released" and row.left != "0"), "")
    if not released or any(row.lot == WAITING for row in lots):
        return WAITING, released
    of = {
        role: [row.person for row in station.ask(People(active_only=True)) if role in row.roles]
        for role in ("operator", "laboratory", "quality")
    }
    receipt = station.ask(LotQuestion(released))
    expiry = (datetime.fromisoformat(receipt.received_at) + timedelta(days=700)).date().isoformat()
    for lot in (WAITING, PUT_BACK, OUTSIDE):
        boxes = tuple(Amount(str(at), "25") for at in range(1, 5))
        command = c.ReceiveLot(lot, CODE, receipt.row.supplier, CERTIFIED, boxes, expiry=expiry, place="A-03")
        _do(station, command, of["operator"][0])
        _tested(station, lot, receipt, of["laboratory"])
    quality = of["quality"][0]
    _do(station, c.ReleaseLot(PUT_BACK), quality, sign=True)
    _do(station, c.ReleaseLot(OUTSIDE), quality, sign=True)
    _do(station, c.MoveLot(OUTSIDE, "Cold room 2", "", "2-8 °C"), of["operator"][0])
    _do(station, c.QuarantineLot(PUT_BACK, "Complaint about the seal of drum 3"), quality)
    station.sign_out("log-out")
    return WAITING, released


def _tested(station: Station, lot: str, like: LotAnswer, laboratory: list[str]) -> None:
    """Record what the released lot has for each test, and have a second person check it."""
    values = {one.test: one.value for one in like.results}
    _do(station, c.SampleLot(lot, f"S-{lot}", (Amount("1", "0.05"),)), laboratory[0])
    for test in station.ask(ItemQuestion(CODE)).tests:
        _do(station, c.RecordResult(lot, test.id, values.get(test.id, test.low or test.high)), laboratory[0])
    _do(station, c.CheckResults(lot), laboratory[-1], sign=True)


def _do(station: Station, command: object, person: str, *, sign: bool = False) -> None:
    station.sign_in(person, password())
    seen = station.ask(Preview(command, person)).seen if sign else ""
    station.do(command, by=person, secret=password() if sign else None, seen=seen)
