"""For the pictures of `ebr screenshots`: a sample that is overdue, and a plate with growth of which a retest waits."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from ebr.cli.demonstration import password
from ebr.domain.batch.commands import RecordRetest, RecordValue
from ebr.domain.sample import commands as s
from ebr.station.door import Station
from ebr.station.questions import People, Preview, SampleQuestion, Samples

LATE: Final = "apheresis-sample"
PLATE: Final = "day0-plate"
COLONIES: Final = ("3", "0")


def sampled(station: Station) -> tuple[str, str]:
    """Have two samples received, one of them overdue, the other tested out of its limits and tested again by order.

    Returns the number of the late one and of the plate; both "" where the demonstration has none.
    """
    waiting = station.ask(Samples()).rows
    rows = {name: row for row in waiting for name in (LATE, PLATE) if row.sample.endswith(name)}
    if len(rows) < len((LATE, PLATE)):
        return "", ""
    late, plate = rows[LATE].sample, rows[PLATE].sample
    of = {
        role: [row.person for row in station.ask(People(active_only=True)) if role in row.roles]
        for role in ("laboratory", "quality")
    }
    first, second = of["laboratory"][0], of["laboratory"][-1]
    for sample in (late, plate):
        _do(station, s.ReceiveSample(sample, "Incubator 2, shelf 1", "Intact, label right"), first)
    yesterday = (date.fromisoformat(station.ask(Samples()).today) - timedelta(days=1)).isoformat()
    _do(station, s.SetDue(late, yesterday, "The slow method was replaced by a faster one"), first)
    address = station.ask(SampleQuestion(plate)).tests[0].address
    _do(station, RecordValue(rows[PLATE].batch, address, {"number": COLONIES[0]}), first)
    order = s.OrderRetest(plate, address, 1, "DEV-2026-031", "Counted on the wrong plate? Second plate of the position")
    _do(station, order, of["quality"][0], sign=True)
    _do(station, RecordRetest(rows[PLATE].batch, address, plate, {"number": COLONIES[1]}), second)
    station.sign_out("log-out")
    return late, plate


def _do(station: Station, command: object, person: str, *, sign: bool = False) -> None:
    station.sign_in(person, password())
    seen = station.ask(Preview(command, person)).seen if sign else ""
    station.do(command, by=person, secret=password() if sign else None, seen=seen)
