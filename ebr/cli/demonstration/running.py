"""From a folder to a whole demonstration, or to a site with work in progress; begun anew or gone on with.

A folder without a station gets one, founded as many days ago as the site file says. A folder with one is read first:
the simulated clock goes on from its last entry, so no time of the record ever stands before the one before it. A folder
that the program with its window has worked in is left as it is.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from ebr.cli.demonstration import plant
from ebr.cli.demonstration.acts import play, row_of
from ebr.cli.demonstration.fit import fit
from ebr.cli.demonstration.floor import Committed, DemoEnd, Echo, Floor
from ebr.cli.demonstration.releasing import paper_file
from ebr.cli.demonstration.script import Site, duration, scripts, site, small_scripts
from ebr.cli.demonstration.walk import Walk
from ebr.clock import SimulatedClock
from ebr.domain.refusal import Refusal
from ebr.station.door import Station
from ebr.station.looking import look
from ebr.wording.codes import status_word
from ebr.words import tr

START_HOUR: Final = 6
DAY: Final = timedelta(days=1)
WEIGHED_AGO: Final = timedelta(minutes=15)


def silent(_line: str) -> None:
    """Say nothing."""


def run(station_folder: Path, *, headless: bool, trace: bool, echo: Echo) -> int:
    """Play the whole demonstration (`headless`) or prepare a site to work in.

    Returns 0, raises `DemoEnd` or `Refusal`.
    """
    committed = tracing if trace else None
    if headless:
        whole(station_folder, echo, committed)
    else:
        prepare(station_folder, echo, committed)
    return 0


def whole(station_folder: Path, echo: Echo = silent, committed: Committed | None = None) -> None:
    """Execute every example record and the small ones to their signed papers; gone on with where a run stopped."""
    told = site()
    last = last_entry(station_folder)
    if last is not None and datetime.now(UTC) - last.founded < timedelta(seconds=told.history) - DAY:
        raise DemoEnd(tr("this folder was prepared to work in, and its plant is too young for the whole history"))
    with opened(station_folder, told, told.history, committed) as floor:
        plant.ready(floor)
        echo(plant.line(floor))
        for script in (scripts() | small_scripts()).values():
            walk = Walk(floor, script)
            walk.begin()
            play(walk)
            echo(line(walk))


def prepare(station_folder: Path, echo: Echo = silent, committed: Committed | None = None) -> None:
    """Leave a site with people, records in force and three batches in the middle of their work."""
    told = site()
    last = last_entry(station_folder)
    if last is not None and last.clock != "simulated":
        return
    with opened(station_folder, told, told.recent, committed) as floor:
        plant.ready(floor)
        echo(plant.line(floor))
        walks = {mbr: Walk(floor, script, prepared=True) for mbr, script in scripts().items()}
        for walk in walks.values():
            walk.begin()
        plant.terminal(floor)
        for mbr, until in told.shown:
            if mbr:
                play(walks[mbr], until)
            else:
                floor.pass_time(datetime.now(UTC) - timedelta(seconds=duration(until)))
        for walk in walks.values():
            echo(line(walk))


def prepare_weighing(station_folder: Path) -> tuple[str, str, str]:
    """Leave a site whose tablets are about to be weighed, with two balances; return operator, batch and step."""
    told = site()
    with opened(station_folder, told, told.recent, None) as floor:
        plant.ready(floor)
        walk = Walk(floor, scripts()["metformin_er_1000"], prepared=True)
        walk.begin()
        play(walk, "before-weighing")
        script = walk.script
        floor.pass_time(datetime.now(UTC) - WEIGHED_AGO)
        for balance in (plant.BALANCE, plant.SECOND_BALANCE):
            fit(floor, balance, script.batch, script.by, script.second)
        plant.terminal(floor)
        return script.by, script.batch, walk.address("weigh_active")


def tracing(seq: int, name: str) -> None:
    """Print what became durable (`--trace`)."""
    print(f"entry {seq} {name}", flush=True)


@contextmanager
def opened(folder: Path, told: Site, history: float, committed: Committed | None) -> Iterator[Floor]:
    """Open the station of the demonstration, founded first in an empty folder, with the clock at its last entry."""
    last = last_entry(folder)
    if last is None:
        clock = SimulatedClock(beginning(told, history), told.zone)
        Station.create(folder, plant.answers(told), clock)
    else:
        clock = SimulatedClock(last.wall + timedelta(seconds=1), told.zone)
    with Station.open(folder, clock=clock) as station:
        floor = Floor(station, clock, told, committed, last.seq if last else 0)
        floor.tell()
        try:
            yield floor
        finally:
            floor.scales.close()
        floor.leave()


def beginning(told: Site, seconds: float) -> datetime:
    """Return the morning so many seconds before now at which a plant is founded."""
    began = datetime.now(ZoneInfo(told.zone)) - timedelta(seconds=seconds)
    return began.replace(hour=START_HOUR, minute=0, second=0, microsecond=0)


@dataclass(frozen=True, slots=True)
class Last:
    """The end of the log that is there.

    Number, when the site was founded, moment of the last entry, and which clock told it.
    """

    seq: int
    founded: datetime
    wall: datetime
    clock: str


def last_entry(folder: Path) -> Last | None:
    """Return the last entry of the station in a folder, None when there is no station."""
    try:
        with look(folder) as found:
            first, last = found.log()
    except Refusal as refusal:
        if refusal.code == "store_missing":
            return None
        raise
    at = json.loads(last.header)["at"]
    return Last(
        last.seq,
        datetime.fromisoformat(json.loads(first.header)["at"]["wall"]),
        datetime.fromisoformat(at["wall"]),
        at["clock"],
    )


def line(walk: Walk) -> str:
    """Return what became of a batch, in one line."""
    row = row_of(walk)
    if row is None:
        return tr("{batch}: not issued", batch=walk.script.batch)
    made = [paper_file(walk, act) for act in walk.script.acts if act.verb in ("report", "certificate")]
    reports = ", ".join(path.name for path in made if path.exists()) or tr("no report yet")
    found = walk.batch()
    return tr(
        "{batch}: {product}, {status}; steps {done} of {total}; exceptions {exceptions}; {reports}",
        batch=row.batch,
        product=row.product,
        status=status_word(row.status),
        done=found.done,
        total=found.total,
        exceptions=len(found.exceptions),
        reports=reports,
    )
