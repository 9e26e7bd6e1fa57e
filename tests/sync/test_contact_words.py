"""What a contact says beyond entries: what could not be passed on and why, and that a clock is wrong."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import make_url

from ebr.cli import run
from ebr.clock import SimulatedClock
from ebr.domain.values import Instant
from ebr.station.clocks import compared
from ebr.station.questions import StationStatus
from ebr.storage.chain import Broken
from ebr.sync.central import Central
from ebr.sync.central.founding import init, login
from ebr.wording.rounds import summary_lines
from tests.station.plant import MORNING, Plant
from tests.sync.postgres_server import Server
from tests.sync.site_of_two import Between, Site, embedded, log_of


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    made = Site(tmp_path)
    yield made
    made.close()


@dataclass(slots=True)
class Machine(SimulatedClock):
    """The clock of a machine, as a store in production has it, that a test can set."""

    def now(self) -> Instant:
        return replace(super(Machine, self).now(), clock="system")


def name_of(url: str) -> str:
    return make_url(url).database or ""


def set_clock(who: Plant, start: datetime) -> None:
    who.clock = who.station.clock = Machine(start)


@pytest.mark.postgres
def test_a_courier_is_told_what_it_could_not_pass_on_and_why(
    site: Site, postgres: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    site.settle()
    room = log_of(site.room.station)
    url = postgres.fresh()
    init(url)
    office = login(url, f"office-{name_of(url)}")
    with Central.at(office) as centre:
        done = site.office.station.sync(centre)
        assert centre.heads().keys() == {site.office.station.store.log.id}
    assert [(one.station, one.entries, one.code) for one in done.kept_back] == [
        ("Room-13", len(room), "centre_log_not_yours")
    ]
    expected = f"{len(room)} entries of Room-13 stay here: this login brings its own record only."
    assert any(line.startswith(expected) for line in summary_lines(done))
    assert site.office.station.ask(StationStatus()).not_passed_on[0].startswith(expected)
    site.office.station.store.close()

    assert run(["sync", "--station", str(site.office.folder), "--central", office]) == 0
    assert expected in capsys.readouterr().out
    assert run(["status", "--station", str(site.office.folder), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["not_passed_on"][0].startswith(expected)

    site.office = Plant(site.office.folder, start=MORNING.replace(year=2027))
    with Central.at(login(url, f"relay-{name_of(url)}", "relay")) as centre:
        head = centre.heads()
        centre.append(room[0].log, room)
        assert centre.heads().keys() == {*head, room[0].log}
    with Central.at(office) as centre:
        assert site.office.station.sync(centre).kept_back == ()
    assert site.office.station.ask(StationStatus()).not_passed_on == ()


def test_headers_without_contents_stay_and_are_said(site: Site, tmp_path: Path) -> None:
    """A centre that lost everything gets from a station what it has whole, and hears of the rest."""
    site.sync(site.office)
    site.sync(site.room)
    with embedded(tmp_path / "new.db") as empty:
        done = site.room.station.sync(empty)
    assert [(one.station, one.code) for one in done.kept_back] == [("Room-12", "body_missing")]
    through = empty.heads()[site.office.station.store.log.id].seq
    assert done.kept_back[0].entries == len(log_of(site.office.station)) - through


def test_what_parts_over_there_is_said(site: Site) -> None:
    site.settle()
    other = site.office.station.store.log.id

    def shorter(real: object) -> dict[str, object]:
        heads = real()  # type: ignore[operator]
        return {**heads, other: replace(heads[other], seq=3, hash=b"x")}

    def refuse(real: object, log: str, entries: object) -> object:
        if log == other:
            raise Broken("link", expected="", found="")
        return real(log, entries)  # type: ignore[operator]

    done = site.room.station.sync(Between(site.centre, heads=shorter, append=refuse))
    assert [one.code for one in done.kept_back] == ["link"]
    assert any("parts from it" in line for line in summary_lines(done))


# Clocks


@pytest.mark.postgres
def test_a_clock_a_year_off_is_one_sentence_a_fault_and_on_the_status_until_it_is_right(
    site: Site, postgres: Server
) -> None:
    url = postgres.fresh()
    init(url)
    now = datetime.now(UTC)
    with Central.at(url) as centre:
        set_clock(site.office, now + timedelta(days=365))
        done = site.office.station.sync(centre)
        assert done.clocks_apart is not None
        assert done.clocks_apart.there[:10] in {now.date().isoformat(), (now + timedelta(days=1)).date().isoformat()}
        assert done.clocks_apart.here[:4] == str((now + timedelta(days=365)).year)
        said = [line for line in summary_lines(done) if line.startswith("The clock of this station said 20")]
        assert len(said) == 1
        assert site.office.station.ask(StationStatus()).clocks_apart == said[0]
        faults = [row for row in site.office.audit() if row.event == "station.fault-noted/1"]
        assert len(faults) == 1

        site.office.station.sync(centre)
        assert len([row for row in site.office.audit() if row.event == "station.fault-noted/1"]) == 1

        set_clock(site.office, datetime.now(UTC) + timedelta(minutes=5))
        assert site.office.station.sync(centre).clocks_apart is None
        assert site.office.station.ask(StationStatus()).clocks_apart == ""


def test_the_bounds() -> None:
    here = Machine(datetime(2026, 11, 22, 8, tzinfo=UTC)).now()
    for there, apart in {
        "2026-11-22T08:10:00+00:00": False,
        "2026-11-22T08:10:01+00:00": True,
        "2026-11-22T07:49:59+00:00": True,
        "2026-11-22T10:00:00+02:00": False,
        "12026-11-22T08:00:00+00:00": True,
        "2026-11-22T08:00:00": True,
        "nonsense": True,
        "": False,
    }.items():
        assert (compared("x", here, there) is not None) is apart, there
    assert compared("x", replace(here, clock="simulated"), "2030-01-01T00:00:00+00:00") is None
