from __future__ import annotations

from dataclasses import asdict

import pysqlite3
import pytest
from sqlalchemy import create_engine, delete, insert

from ebr.domain.people import commands as people_commands
from ebr.domain.station import commands as station_commands
from ebr.storage.views import people, stations
from tests.domain.company import Company, enrolment, staffed

VIEWS = (people.VIEW, stations.STATIONS_VIEW, stations.LOCKED_VIEW)


@pytest.fixture
def connection():
    engine = create_engine("sqlite://", module=pysqlite3)
    with engine.connect() as open_:
        for view in VIEWS:
            view.table.create(open_)
        yield open_
    engine.dispose()


def project(connection, company: Company) -> None:
    for view in VIEWS:
        names = [column.name for column in view.table.primary_key][1:]
        connection.execute(delete(view.table))
        for root, state in company.states.items():
            if root.partition("/")[0] == view.aggregate:
                for key, row in view.rows(root, state, None).items():
                    if row is not None:
                        connection.execute(
                            insert(view.table).values(root=root, **dict(zip(names, key, strict=True)), **row)
                        )


def test_everybody_is_listed_by_name_with_how_they_stand(connection):
    company = staffed()
    company.done(enrolment("new.hand", "New Hand", "operator", temporary=True), "ada.first")
    company.done(enrolment("zoe.last", "Zoe Last", "operator"), "ada.first")
    company.done(people_commands.DeactivatePerson("maria.chen", "left the company", "quentin.ode"), "ada.first")
    project(connection, company)
    listed = {row.person: row.standing for row in people.people(connection)}
    assert list(listed)[:3] == ["ada.first", "arthur.moss", "ben.second"]
    assert (listed["new.hand"], listed["zoe.last"], listed["maria.chen"], listed["jan.kowalski"]) == (
        "temporary", "unacknowledged", "inactive", "active",
    )  # fmt: skip
    assert "maria.chen" not in {row.person for row in people.people(connection, active_only=True)}
    assert people.duty_unlockers(connection) == 3


def test_a_badge_leads_to_its_active_holder(connection):
    company = staffed()
    company.done(people_commands.ChangeBadge("maria.chen", "B-100", "first badge"), "ada.first")
    project(connection, company)
    assert people.badge_holder(connection, "B-100") == "maria.chen"
    assert people.badge_holder(connection, "B-101") == ""
    assert people.badge_holder(connection, "") == ""
    company.done(people_commands.DeactivatePerson("maria.chen", "left the company", "quentin.ode"), "ada.first")
    project(connection, company)
    assert people.badge_holder(connection, "B-100") == ""


def test_stations_and_who_is_locked_on_them(connection):
    company = staffed()
    company.done(station_commands.ChangeTerminal({"room": "R 12"}, "installed"), "jan.kowalski")
    company.done(station_commands.SignIn("lena.vogt", "p1", secret_ok=True))
    for _ in range(5):
        company.do(station_commands.NoteFailure("maria.chen", "sign"), "lena.vogt")
    project(connection, company)
    (row,) = stations.stations(connection)
    assert (row.station, row.room, row.person, row.profile, row.locked) == ("S1", "R 12", "lena.vogt", "production", 1)
    (locked,) = stations.locked_people(connection, "station/S1")
    assert asdict(locked) == {"root": "station/S1", "person": "maria.chen", "failures": 5, "since": company.at.wall}
    assert stations.locked_people(connection, "station/S2") == []


def test_rows_of_what_was_touched_take_an_unlocked_person_away():
    company = staffed()
    for _ in range(5):
        company.do(station_commands.NoteFailure("maria.chen", "sign"))
    touched = company.events_of(station_commands.UnlockPerson("maria.chen", "jan.kowalski", "seen"), "jan.kowalski")
    assert stations.LOCKED_VIEW.rows("station/S1", company.here(), touched) == {("maria.chen",): None}
    assert stations.LOCKED_VIEW.rows("station/S1", company.here(), None) == {}


def test_an_id_nobody_has_has_no_row():
    company = Company()
    assert people.VIEW.rows("person/x", company.person("x"), None) == {(): None}
    assert stations.STATIONS_VIEW.rows("station/S1", company.here(), None) == {(): None}
