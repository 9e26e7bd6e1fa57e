"""Samples of the demonstration: plates opened and closed, everything received before it is tested, references put away.

The laboratory fetches what lies there when it comes to enter results: each sample of the batch that was taken and not
received yet.
"""

from __future__ import annotations

from ebr.cli.demonstration.floor import DemoEnd
from ebr.cli.demonstration.script import Act
from ebr.cli.demonstration.walk import Walk
from ebr.domain.sample import commands as s
from ebr.station.questions import SampleRow, Samples

FRIDGE = "Sample refrigerator, laboratory"


def waiting(walk: Walk) -> tuple[str, ...]:
    """Return the batch's samples that lie there for the laboratory."""
    rows: tuple[SampleRow, ...] = walk.floor.station.ask(Samples()).rows
    mine = (row for row in rows if row.batch == walk.script.batch)
    return tuple(row.sample for row in mine if "receive" in row.stages and "close" not in row.stages)


def received(walk: Walk, by: str) -> None:
    """Have the laboratory receive the batch's samples that wait for it."""
    for sample in waiting(walk):
        command = s.ReceiveSample(sample, FRIDGE, "As its label says, cool")
        walk.do(command, by, walk.about("sample", sample, "received"), seconds=20)


def plate(walk: Walk, act: Act) -> None:
    """Open a plate at its `place`, or close it where the act names none."""
    row, by = _sample(walk, str(act.what)), act.text("by", walk.script.by)
    place = act.text("place")
    about = walk.about("sample", row.sample, "open" if place else "close")
    if not walk.floor.done(about):
        walk.wait_for(act)
        walk.do(s.BeginExposure(row.sample, place) if place else s.EndExposure(row.sample), by, about)


def put_away(walk: Walk, act: Act) -> None:
    """Put what is left of a sample away, `until` a day so many years on."""
    row, by = _sample(walk, str(act.what)), act.text("by", walk.script.by)
    about = walk.about("sample", row.sample, "stored")
    if not walk.floor.done(about):
        day = walk.floor.now.date()
        until = f"{day.year + int(act.text('years'))}-{day.month:02d}-01"
        walk.do(s.StoreSample(row.sample, act.text("place"), until), by, about)


def _sample(walk: Walk, slot: str) -> SampleRow:
    rows: tuple[SampleRow, ...] = walk.floor.station.ask(Samples(walk.script.batch)).rows
    found = next((row for row in rows if row.sample and row.slot.rpartition("/")[2] == slot), None)
    if found is None:
        raise DemoEnd(f"{walk.script.batch}: sample {slot} was not taken")
    return found
