"""Wraps of people go when the lease on people has ended, without any other side being reached."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from ebr.station.questions import StationStatus
from tests.station import plant
from tests.sync.memory_side import MemorySide
from tests.sync.site_of_two import LATER, Site

LONG = timedelta(days=4000)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    site = Site(tmp_path, MemorySide())
    site.sync(site.office)
    site.sync(site.room)
    yield site
    site.close()


def wraps(who: plant.Plant) -> list[str]:
    return [name for name in who.station.store.secret_names() if name.startswith("person/")]


def test_they_stay_while_the_lease_holds(site: Site) -> None:
    site.room.station.ask(StationStatus())
    assert wraps(site.room)


def test_the_start_of_the_program_wipes_them(site: Site) -> None:
    site.room.station.store.close()
    site.room = plant.Plant(site.room.folder, start=LATER + LONG)
    assert not wraps(site.room)


def test_the_first_question_of_a_day_wipes_them(site: Site) -> None:
    site.room.clock.advance(LONG.total_seconds())
    assert wraps(site.room)
    site.room.station.ask(StationStatus())
    assert not wraps(site.room)


def test_the_office_needs_no_lease(site: Site) -> None:
    site.office.clock.advance(LONG.total_seconds())
    site.office.station.ask(StationStatus())
    assert wraps(site.office)
