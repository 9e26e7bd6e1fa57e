from __future__ import annotations

from dataclasses import replace

import pytest

from ebr.domain.people.state import may_sign
from ebr.domain.site import commands as site
from ebr.domain.site.state import lease_trouble, series_of
from tests.domain.company import Company, code, foundation, founded, founder, genesis, instant, key, staffed

ADA, BEN, QUENTIN = foundation().founders
SECOND = site.AdmitStation(
    key("log 2"), "S2", key("station 2"), key("reads 2"), "3082", key("admission 2"), quality="quentin.ode"
)
LEASE = site.GrantLease(key("log 1"), key("log 2"), "checkpoint 1", series={"batch": "R26-2"})


def test_a_site_is_founded_with_its_people_its_station_and_its_policy():
    company = Company()
    company.done(genesis())
    company.done(foundation(settings={"idle_lock": "5"}))
    assert company.site().founders == ("ada.first", "ben.second", "quentin.ode")
    assert company.site().recovery == "last.resort"
    assert company.site().stations[key("log 1")].office
    assert company.site().policy.minutes("idle_lock") == 5
    assert company.person("ada.first").roles_now() == {"administrator"}
    assert may_sign(company.person("quentin.ode")).code == "acknowledgement_missing"


def test_a_site_is_founded_once_and_by_nobody_signed_in():
    company = founded()
    assert code(company.do(foundation())) == "site_exists"
    assert code(company.do(foundation(), "ada.first")) == "right_missing"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"name": ""}, "site_name_form"),
        ({"name": "River\nside"}, "site_name_form"),
        ({"station": "station one"}, "station_name_form"),
        ({"station": "../S1"}, "station_name_form"),
        ({"root_key": ""}, "founding_part_missing"),
        ({"issuing_ca": "not hex"}, "founding_part_missing"),
        ({"founders": (ADA, QUENTIN)}, "founders_administrators"),
        ({"founders": (ADA, BEN)}, "founders_quality"),
        ({"founders": (ADA, BEN, QUENTIN, ADA)}, "founders_double"),
        ({"founders": (ADA, replace(BEN, key=ADA.key), QUENTIN)}, "founders_double"),
        (
            {"recovery": founder("last.resort", "Last Resort", "administrator", checked_by="ada.first")},
            "founders_recovery",
        ),
        ({"founders": (replace(ADA, identity_checked_by="ada.first"), BEN, QUENTIN)}, "identity_checked_by_self"),
        ({"founders": (replace(ADA, identity_checked_by="last.resort"), BEN, QUENTIN)}, "identity_checker_missing"),
        ({"founders": (replace(ADA, identity_evidence=""), BEN, QUENTIN)}, "identity_evidence_missing"),
        ({"founders": (replace(ADA, person="Ada"), BEN, QUENTIN)}, "person_id_form"),
        ({"founders": (replace(ADA, name="4da"), BEN, QUENTIN)}, "printed_name_form"),
        ({"founders": (replace(ADA, key="short"), BEN, QUENTIN)}, "key_form"),
        ({"founders": (ADA, BEN, replace(QUENTIN, roles=("quality", "administrator")))}, "roles_separated"),
        ({"settings": {"password_minimum": "4"}}, "setting_out_of_bounds"),
    ],
)
def test_foundations_that_are_refused(changes, expected):
    company = Company()
    decision = company.do(foundation(**changes))
    assert (code(decision), decision.drafts) == (expected, ())


def test_nothing_is_changed_before_there_is_a_site():
    company = Company()
    company.states.update(staffed().states)
    del company.states["site"]
    assert code(company.do(SECOND, "ada.first")) == "site_missing"


def test_a_station_is_admitted_once_under_a_name_of_its_own():
    company = staffed()
    company.done(SECOND, "ada.first")
    assert not company.site().stations[key("log 2")].office
    assert code(company.do(SECOND, "ada.first")) == "station_admitted_before"
    assert code(company.do(replace(SECOND, log=key("log 3")), "ada.first")) == "station_name_used"
    assert code(company.do(replace(SECOND, log=key("log 3"), name="s2"), "ada.first")) == "station_name_used"
    assert code(company.do(replace(SECOND, log=key("log 3"), name="a b"), "ada.first")) == "station_name_form"
    assert (
        code(company.do(replace(SECOND, log=key("log 3"), name="S3", certificate=""), "ada.first"))
        == "station_certificate_missing"
    )
    company.done(replace(SECOND, log=key("log 3"), previous_log=key("log 2")), "ada.first")


def test_a_lease_has_the_terms_of_the_policy_and_ends():
    company = staffed()
    company.done(SECOND, "ada.first")
    company.done(LEASE)
    state, log, day = company.site(), key("log 2"), 86400
    assert series_of(state, log) == {"batch": "R26-2"}
    assert lease_trouble(state, log, "people", instant(29.9 * day)) is None
    assert lease_trouble(state, log, "people", instant(30.1 * day)).code == "lease_ended"
    assert lease_trouble(state, log, "lots", instant(2.9 * day)) is None
    assert lease_trouble(state, log, "lots", instant(3.1 * day)).params["kind"] == "lots"
    assert lease_trouble(state, key("log 1"), "lots", instant(300 * day)) is None
    assert lease_trouble(state, key("log 9"), "lots", instant()).code == "station_not_admitted"


def test_a_station_without_a_lease_relies_on_nothing():
    company = staffed()
    company.done(SECOND, "ada.first")
    assert lease_trouble(company.site(), key("log 2"), "people", instant()).code == "lease_missing"
    assert series_of(company.site(), key("log 2")) == {}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"office": key("log 2")}, "lease_not_from_office"),
        ({"log": key("log 9")}, "station_not_admitted"),
        ({"terms": {"people": 31}}, "lease_term"),
        ({"terms": {"people": 0}}, "lease_term"),
        ({"terms": {"weather": 1}}, "lease_term"),
    ],
)
def test_leases_that_are_refused(changes, expected):
    company = staffed()
    company.done(SECOND, "ada.first")
    assert code(company.do(replace(LEASE, **changes), "ada.first")) == expected
