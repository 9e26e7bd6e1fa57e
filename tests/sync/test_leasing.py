"""Leases go on by themselves at each contact, and run out where there is none (floor-rules 19)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from ebr.domain.site.commands import GrantLease
from ebr.domain.site.state import lease_trouble
from ebr.station import leasing
from tests.sync.site_of_two import Site

DAY = timedelta(days=1).total_seconds()


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    site = Site(tmp_path)
    site.settle()
    yield site
    site.close()


def granted(site: Site, who: str = "office") -> datetime:
    state = getattr(site, who).station.store.state("site")
    return datetime.fromisoformat(state.leases[site.room.station.store.log.id].granted)


def pass_days(site: Site, days: float) -> None:
    for who in (site.office, site.room):
        who.clock.advance(days * DAY)


def test_a_round_of_the_office_renews_what_is_older_than_a_day_and_nothing_younger(site: Site) -> None:
    before = granted(site)
    pass_days(site, 0.5)
    site.sync(site.office)
    assert granted(site) == before
    pass_days(site, 0.6)
    site.sync(site.office)
    assert granted(site) - before > timedelta(days=1)


def test_a_station_in_contact_relies_on_people_for_ever_and_one_without_for_thirty_days(site: Site) -> None:
    log = site.room.station.store.log.id
    for _ in range(4):
        pass_days(site, 20)
        site.sync(site.office)
        site.sync(site.room)
        state = site.room.station.store.state("site")
        assert lease_trouble(state, log, "people", site.room.station.clock.now()) is None
    pass_days(site, 31)
    trouble = lease_trouble(site.room.station.store.state("site"), log, "people", site.room.station.clock.now())
    assert trouble is not None
    assert trouble.code == "lease_ended"


def test_the_number_series_of_the_lease_before_goes_on(site: Site) -> None:
    office, log = site.office.station, site.room.station.store.log.id
    first = GrantLease(office.store.log.id, log, office.store.log.tree.root().hex(), series={"batch": "X-"})
    assert office.do(first).ok
    pass_days(site, 2)
    assert leasing.renew(office) == [log]
    assert office.store.state("site").leases[log].series == {"batch": "X-"}


def test_only_the_office_grants(site: Site) -> None:
    pass_days(site, 2)
    assert leasing.renew(site.room.station) == []
