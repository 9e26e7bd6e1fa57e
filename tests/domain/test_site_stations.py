"""Stations and witnesses of a site: an administrator asks, quality signs (floor-rules 4); revoked by order; numbers that never collide."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace

import pytest

from ebr.domain.decision import Recorded
from ebr.domain.site import commands as site
from ebr.domain.site import rules
from ebr.domain.site.events import LeaseGranted, PolicyChanged, StationAdmitted, StationRevoked, WitnessAdmitted
from ebr.domain.site.state import after_revocation, apply, lease_trouble, number_trouble, prefix_of, station_named
from ebr.domain.values import Stamp
from tests.domain.company import Company, code, founded, instant, key, staffed

ADMIT = site.AdmitStation(
    key("log 2"), "S2", key("station 2"), key("reads 2"), "3082", key("admission 2"), quality="quentin.ode"
)
REVOKE = site.RevokeStation(key("log 2"), 40, key("entry 40"), "stolen from the room", "quentin.ode")
WITNESS = site.AdmitWitness("Centre", key("witness"), "machine in the other building", "quentin.ode")
OFFICE, ROOM = key("log 1"), key("log 2")


@pytest.fixture
def company() -> Company:
    found = staffed()
    found.done(ADMIT, "ada.first")
    return found


def test_the_founders_admit_the_first_station_with_its_keys():
    company = founded()
    assert company.site().stations[OFFICE].office
    assert company.site().witness is None


def test_an_admission_is_signed_by_quality_and_keeps_both_keys():
    company = staffed()
    (recorded,) = company.events_of(ADMIT, "ada.first")
    assert isinstance(recorded.event, StationAdmitted)
    assert recorded.event.signed.person == "quentin.ode"
    admission = company.site().stations[ROOM]
    assert (admission.name, admission.encryption_key, admission.office) == ("S2", key("reads 2"), False)


@pytest.mark.parametrize(
    ("command", "changes", "expected"),
    [
        (ADMIT, {"quality": ""}, "second_person_missing"),
        (ADMIT, {"quality": "maria.chen"}, "second_person_role"),
        (ADMIT, {"quality": "nobody.here"}, "second_person_unknown"),
        (ADMIT, {"encryption_key": ""}, "station_certificate_missing"),
        (REVOKE, {"quality": "jan.kowalski"}, "second_person_role"),
        (REVOKE, {"reason": " "}, "reason_missing"),
        (REVOKE, {"hash": "no hash"}, "last_accepted_missing"),
        (REVOKE, {"seq": 0}, "last_accepted_missing"),
        (REVOKE, {"log": key("log 9")}, "station_not_admitted"),
        (REVOKE, {"log": OFFICE}, "office_not_revoked"),
        (WITNESS, {"quality": ""}, "second_person_missing"),
        (WITNESS, {"key": "short"}, "key_form"),
        (WITNESS, {"key": key("station 1")}, "witness_is_station"),
        (WITNESS, {"reason": ""}, "reason_missing"),
        (WITNESS, {"name": "a b"}, "station_name_form"),
    ],
)
def test_what_is_refused(company: Company, command, changes, expected):
    if command is ADMIT:
        company = staffed()
    decision = company.do(replace(command, **changes), "ada.first")
    assert (code(decision), decision.drafts) == (expected, ())


def test_a_revocation_names_the_last_entry_that_is_accepted(company: Company):
    company.done(REVOKE, "ada.first")
    state = company.site()
    assert [after_revocation(state, ROOM, seq) for seq in (40, 41)] == [False, True]
    assert not after_revocation(state, OFFICE, 9999)
    assert lease_trouble(state, ROOM, "people", instant()).code == "station_revoked"
    assert station_named(state, "S2") is None
    assert code(company.do(site.GrantLease(OFFICE, ROOM, "c"), "ada.first")) == "station_revoked"


def test_of_a_station_never_heard_of_nothing_is_accepted(company: Company):
    company.done(replace(REVOKE, seq=0, hash=""), "ada.first")
    assert after_revocation(company.site(), ROOM, 1)


def test_a_second_revocation_can_only_accept_less(company: Company):
    company.done(REVOKE, "ada.first")
    assert code(company.do(replace(REVOKE, seq=50), "ada.first")) == "station_revoked_before"
    company.done(replace(REVOKE, seq=30), "ada.first")
    assert company.site().revoked[ROOM].seq == 30


def test_a_station_comes_back_under_its_name_with_a_new_log(company: Company):
    company.done(REVOKE, "ada.first")
    company.done(replace(ADMIT, log=key("log 3"), previous_log=ROOM), "ada.first")
    assert company.site().stations[key("log 3")].previous_log == ROOM
    assert station_named(company.site(), "S2").log == key("log 3")


@pytest.mark.parametrize("revoked", [False, True])
def test_a_log_goes_on_in_one_other_log_for_ever(company: Company, revoked: bool):
    again = replace(ADMIT, log=key("log 3"), previous_log=ROOM)
    company.done(again, "ada.first")
    if revoked:
        company.done(replace(REVOKE, log=key("log 3")), "ada.first")
    twice = company.do(replace(again, log=key("log 4")), "ada.first")
    assert (code(twice), twice.drafts) == ("log_continued_before", ())
    assert twice.refusal is not None
    assert twice.refusal.params == {"name": "S2", "log": key("log 3")[:16]}
    if not revoked:
        company.done(replace(again, log=key("log 4"), previous_log=key("log 3")), "ada.first")


def test_the_last_witness_admitted_counts_and_earlier_receipts_stay_good(company: Company):
    company.done(WITNESS, "ada.first")
    company.done(replace(WITNESS, name="Second", key=key("witness 2")), "ada.first")
    assert company.site().witness.name == "Second"
    assert set(company.site().witnesses) == {key("witness"), key("witness 2")}
    company.done(WITNESS, "ada.first")
    assert company.site().witness.key == key("witness"), "admitted anew after people have looked"


@pytest.mark.parametrize("command", [ADMIT, REVOKE, WITNESS], ids=lambda command: type(command).__name__)
def test_quality_sees_every_field_before_signing(company: Company, command):
    if command is ADMIT:
        company = staffed()
    (draft,) = company.decide(command, "ada.first").drafts
    sheet = rules.sheet(company.site(), draft.event)
    shown = {str(value) for _, value, _ in sheet.document["rows"]}
    said = {
        str(getattr(draft.event, name))
        for name in ("name", "key", "log", "hash", "reason")
        if hasattr(draft.event, name)
    }
    assert said <= shown
    assert sheet.meaning == "approved"
    assert len(sheet.covered) == 1
    assert rules.signer(command, company.actor("ada.first")) == ("quentin.ode", ("quality",))


# Batch numbers of two stations


def test_a_station_that_is_not_the_office_issues_under_its_own_prefix(company: Company):
    state = company.site()
    assert (prefix_of(state, OFFICE), prefix_of(state, ROOM)) == ("", "S2-")
    assert number_trouble(state, ROOM, "S2-0001") is None
    assert number_trouble(state, ROOM, "B-0001").params == {"number": "B-0001", "prefix": "S2-"}
    assert number_trouble(state, ROOM, "S2-").code == "number_series"
    assert number_trouble(state, OFFICE, "B-0001") is None
    assert number_trouble(state, OFFICE, "S2-0001").params["station"] == "S2"


def test_the_prefix_of_the_lease_counts_before_the_name(company: Company):
    company.done(site.GrantLease(OFFICE, ROOM, "c", series={"batch": "R26-"}), "ada.first")
    assert prefix_of(company.site(), ROOM) == "R26-"
    assert number_trouble(company.site(), ROOM, "S2-0001").code == "number_series"
    assert number_trouble(company.site(), OFFICE, "R26-1").code == "number_of_other_series"


def test_a_site_may_give_numbers_by_another_way(company: Company):
    company.done(
        site.ChangePolicy({"number_series": "no"}, "numbers come from the planning system", "quentin.ode"), "ada.first"
    )
    assert number_trouble(company.site(), ROOM, "B-0001") is None


def _said_by(log: str, event: object, seq: int = 90) -> Recorded:
    stamp = Stamp(key(f"entry {seq}"), log, seq, "site", "ada.first", "", instant())
    return Recorded(event, stamp)


@pytest.mark.parametrize(
    "event",
    [
        StationAdmitted(
            key("log 9"), "S9", key("station 9"), "3082", office=False, certificate=key("own"), encryption_key="aa"
        ),
        StationRevoked(key("log 2"), "S2", 1, key("entry 1"), "revenge"),
        WitnessAdmitted("Own", key("own witness"), "mine"),
        PolicyChanged({"password_length": "8"}, {}, "shorter"),
        LeaseGranted(key("log 2"), "c", {"people": 90}),
    ],
)
def test_what_another_station_says_about_the_site_changes_nothing(company: Company, event):
    before = deepcopy(company.site())
    assert apply(company.site(), _said_by(ROOM, event)) == before


def test_an_office_goes_on_in_a_new_log_that_admits_itself(company: Company):
    own = replace(company.site().stations[OFFICE], log="")
    event = StationAdmitted(
        key("log 3"), "S1", own.key, "3082", office=True, certificate=key("a"), encryption_key="aa", previous_log=OFFICE
    )
    state = apply(company.site(), _said_by(key("log 3"), event))
    assert state.stations[key("log 3")].office
    stranger = replace(event, log=key("log 4"), key=key("station 9"))
    assert key("log 4") not in apply(state, _said_by(key("log 4"), stranger)).stations


def test_only_the_office_is_asked_about_the_site(company: Company):
    room = replace(company.actor("ada.first"), log=ROOM)
    assert code(company.decide(WITNESS, room)) == "not_the_office"
    assert code(company.decide(WITNESS, replace(room, log=OFFICE))) == ""
