"""The inspector: reads, exports, leaves; for as long as quality signed; no command of any aggregate besides."""

from __future__ import annotations

import importlib
from dataclasses import replace

import pytest

from ebr.domain.decision import Actor
from ebr.domain.mbr import model
from ebr.domain.people import commands as people
from ebr.domain.people.rules import sheet, signer
from ebr.domain.people.state import BATCH_ROLES, ROLES, access_trouble, may_sign, right_missing, roles_trouble
from ebr.domain.station import commands as station
from ebr.domain.station.events import SignInFailed
from ebr.station.rulebook import RULES
from tests.domain.company import Company, code, enrolment, founded, instant, staffed

INES = "ines.pector"
ALLOWED = {station.SignIn, station.EndPresence, station.NoteFailure, station.NoteExport, people.ChoosePassword}
LIMIT = people.LimitAccess(INES, "2026-05-08", "inspection of May", "quentin.ode")
ACTOR = Actor(INES, "Ines Pector", frozenset({"inspector"}))
DAY = 24 * 3600


def rows() -> dict[type, tuple[str, ...]]:
    return {command: roles for rules in set(RULES.values()) for command, roles in _rights(rules).items()}


def _rights(rules: object) -> dict[type, tuple[str, ...]]:
    name = rules.__name__.removesuffix(".rules")
    return dict(importlib.import_module(f"{name}.commands").RIGHTS)


def visited(until: str = "2026-05-08") -> Company:
    company = founded()
    company.done(enrolment(INES, "Ines Pector", "inspector"), "ada.first")
    company.done(replace(LIMIT, until=until), "ada.first")
    return company


@pytest.mark.parametrize("command", sorted(rows(), key=lambda one: f"{one.__module__}.{one.__name__}"))
def test_no_command_of_any_aggregate_is_for_an_inspector_but_reading_and_exporting(command: type) -> None:
    blank = object.__new__(command)
    refused = right_missing(rows(), blank, ACTOR)
    assert (refused is None) == (command in ALLOWED)
    assert refused is None or refused.code == "right_missing"


def test_every_command_that_the_station_knows_was_asked() -> None:
    assert set(rows()) == set(RULES)
    assert len(rows()) > 100
    assert set(rows()) >= ALLOWED


def test_an_inspector_holds_no_other_role_and_signs_for_nobody() -> None:
    for role in ROLES:
        if role != "inspector":
            assert roles_trouble(("inspector", role), duty_unlocker=False).code == "roles_separated"
    assert roles_trouble(("inspector",), duty_unlocker=True).code == "duty_not_for_role"
    assert "inspector" not in BATCH_ROLES
    assert "inspector" not in model.ROLES
    assert may_sign(visited().person(INES)).code == "acknowledgement_missing"
    assert "inspector" not in people.RIGHTS[people.SignAcknowledgement]


def test_an_inspector_without_a_last_day_cannot_come_in() -> None:
    company = founded()
    company.done(enrolment(INES, "Ines Pector", "inspector"), "ada.first")
    decision = company.do(station.SignIn(INES, "p1", secret_ok=True))
    assert code(decision) == "access_undated"
    assert decision.drafts[0].event == SignInFailed(INES, "sign-in", "access_undated", 0)


def test_the_access_lasts_through_the_last_day_and_not_longer() -> None:
    company = visited()
    assert company.person(INES).until == "2026-05-08"
    company.done(station.SignIn(INES, "p1", secret_ok=True))
    state = company.person(INES)
    assert access_trouble(state, instant(4 * DAY + 15.9 * 3600)) is None  # 8 May, 23:54
    assert access_trouble(state, instant(4 * DAY + 16 * 3600)).code == "access_over"
    company.at = instant(5 * DAY)
    assert code(company.do(station.SignIn(INES, "p2", secret_ok=True))) == "access_over"


def test_quality_signs_the_last_day_and_sees_it_with_the_one_before() -> None:
    company = visited()
    assert signer(LIMIT, company.actor("ada.first")) == ("quentin.ode", ("quality",))
    later = replace(LIMIT, until="2026-05-15", reason="takes longer")
    decision = company.decide(later, company.actor("ada.first"))
    seen = sheet(company.person(INES), decision.drafts[0].event)
    assert seen.document["act"] == "people.limit_access"
    assert ["access_until", "2026-05-15", "2026-05-08"] in seen.document["rows"]
    assert seen.covered == (company.person(INES).rights_entry,)
    company.done(later, "ada.first")
    assert company.person(INES).until == "2026-05-15"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"until": ""}, "access_day_form"),
        ({"until": "soon"}, "access_day_form"),
        ({"until": "20260601"}, "access_day_form"),
        ({"until": "2026-05-03"}, "access_day_past"),
        ({"until": "2027-06-01"}, "access_day_far"),
        ({"until": "2026-05-08"}, "access_unchanged"),
        ({"until": "2026-06-01", "reason": " "}, "reason_missing"),
        ({"until": "2026-06-01", "quality": "ben.second"}, "second_person_role"),
        ({"until": "2026-06-01", "quality": "ada.first"}, "second_person_is_same"),
        ({"until": "2026-06-01", "person": "no.one"}, "person_unknown"),
        ({"until": "2026-06-01", "person": "ada.first"}, "own_rights"),
    ],
)
def test_what_no_last_day_gets_through_with(changes: dict[str, str], expected: str) -> None:
    decision = visited().do(replace(LIMIT, **changes), "ada.first")
    assert (code(decision), decision.drafts) == (expected, ())


def test_somebody_who_works_here_may_have_a_last_day_too_and_any_later_one() -> None:
    company = staffed()
    company.done(people.LimitAccess("maria.chen", "2030-01-01", "contract", "quentin.ode"), "ada.first")
    company.done(station.SignIn("maria.chen", "p1", secret_ok=True))
    company.done(people.LimitAccess("maria.chen", "2026-05-04", "leaves early", "quentin.ode"), "ada.first")
    company.at = instant(DAY)
    assert code(company.do(station.SignIn("maria.chen", "p2", secret_ok=True))) == "access_over"


def test_nobody_becomes_an_inspector_and_no_inspector_becomes_anything_else() -> None:
    company = staffed()
    company.done(enrolment(INES, "Ines Pector", "inspector"), "ada.first")
    for person, roles in ((INES, ("operator",)), ("maria.chen", ("inspector",))):
        asked = people.ChangeRights(person, roles, duty_unlocker=False, reason="other work", quality="quentin.ode")
        assert code(company.do(asked, "ada.first")) == "inspector_stays"
