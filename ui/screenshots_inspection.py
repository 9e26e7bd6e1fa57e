"""For the pictures of `ebr screenshots`: an inspector who may read for a month, signed by quality."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from ebr.cli.demonstration import password
from ebr.domain.people.commands import EnrolPerson, LimitAccess
from ebr.station.door import Station
from ebr.station.questions import People, Preview

INSPECTOR: Final = "inspector.k"
VISIT: Final = timedelta(days=30)


def visited(station: Station) -> str:
    """Enrol an inspector and have quality sign the last day; returns the user name, "" where nobody could."""
    rows = station.ask(People(active_only=True))
    administrators = [row.person for row in rows if "administrator" in row.roles]
    quality = [row.person for row in rows if "quality" in row.roles]
    if not administrators or not quality:
        return ""
    by = administrators[0]
    station.sign_in(by, password())
    asked = EnrolPerson(
        INSPECTOR, "Kim Inspector", ("inspector",), by, "official pass", "", "", quality[0], temporary=False
    )
    drafted = station.draft_keys(asked, password())
    seen = station.ask(Preview(drafted, by)).seen
    assert isinstance(drafted, EnrolPerson)
    station.enrol(drafted, password(), by=by, secret=password(), seen=seen)
    until = date.fromisoformat(station.clock.now().wall[:10]) + VISIT
    limit = LimitAccess(INSPECTOR, until.isoformat(), "inspection", quality[0])
    station.do(limit, by=by, secret=password(), seen=station.ask(Preview(limit, by)).seen)
    station.sign_out("log-out")
    return INSPECTOR
