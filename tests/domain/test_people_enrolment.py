from __future__ import annotations

from dataclasses import replace

import pytest

from ebr.domain.people import commands as people
from ebr.domain.people.rules import needs, sheet, signer
from ebr.domain.people.state import duty_unlockers, may_act, may_sign, recovery_alarms
from tests.domain.company import code, enrolment, founded, hire, key, keys, staffed

ASKED = enrolment("maria.chen", "Maria Chen", "operator")


def test_an_administrator_enrols_quality_signs_and_a_third_checked_the_identity():
    company = founded()
    company.done(ASKED, "ada.first")
    maria = company.person("maria.chen")
    assert (maria.name, maria.roles, maria.identity_checked_by) == ("Maria Chen", ("operator",), "ben.second")
    assert signer(ASKED, company.actor("ada.first")) == ("quentin.ode", ("quality",))
    assert needs(ASKED, maria) == ("person/ben.second", "person/quentin.ode")


def test_nobody_signs_before_the_acknowledgement():
    company = founded()
    company.done(ASKED, "ada.first")
    assert may_sign(company.person("maria.chen")).code == "acknowledgement_missing"
    company.done(people.SignAcknowledgement("maria.chen", "It binds me."), "maria.chen")
    assert may_sign(company.person("maria.chen")) is None


def test_an_acknowledgement_is_personal_worded_and_made_once():
    company = staffed()
    assert (
        code(company.do(people.SignAcknowledgement("maria.chen", "It binds."), "jan.kowalski"))
        == "acknowledgement_is_personal"
    )
    assert code(company.do(people.SignAcknowledgement("maria.chen", "  "), "maria.chen")) == "acknowledgement_empty"
    assert (
        code(company.do(people.SignAcknowledgement("maria.chen", "It binds."), "maria.chen")) == "acknowledged_before"
    )


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"person": "Maria"}, "person_id_form"),
        ({"person": "m"}, "person_id_form"),
        ({"person": "maria chen"}, "person_id_form"),
        ({"person": "marí"}, "person_id_form"),
        ({"person": "maria/chen"}, "person_id_form"),
        ({"person": "m" * 33}, "person_id_form"),
        ({"person": "program"}, "person_id_reserved"),
        ({"name": ""}, "printed_name_form"),
        ({"name": "Maria  Chen"}, "printed_name_form"),
        ({"name": " Maria Chen"}, "printed_name_form"),
        ({"name": "Maria Chen 2"}, "printed_name_form"),
        ({"name": "Maria\nChen"}, "printed_name_form"),
        ({"name": "Maria\u202eChen"}, "text_control_character"),
        ({"roles": ()}, "roles_empty"),
        ({"roles": ("administrator", "operator")}, "roles_separated"),
        ({"badge": "B 1"}, "badge_form"),
        ({"badge": "B1", "badge_holder": "jan.kowalski"}, "badge_taken"),
        ({"key": "abc"}, "key_form"),
        ({"encryption_key": ASKED.key}, "key_form"),
        ({"identity_evidence": " "}, "identity_evidence_missing"),
        ({"identity_checked_by": ""}, "identity_checker_missing"),
        ({"identity_checked_by": "maria.chen"}, "identity_checked_by_self"),
        ({"identity_checked_by": "no.one"}, "person_unknown"),
        ({"quality": ""}, "second_person_missing"),
        ({"quality": "no.one"}, "second_person_unknown"),
        ({"quality": "ben.second"}, "second_person_role"),
        ({"quality": "ada.first"}, "second_person_is_same"),
    ],
)
def test_what_no_enrolment_gets_through_with(changes, expected):
    company = founded()
    decision = company.do(replace(ASKED, **changes), "ada.first")
    assert (code(decision), decision.drafts) == (expected, ())


@pytest.mark.parametrize("name", ["Maria Chen", "Łukasz Żak", "O’Neill", "J.-P. Dubois", "李娜", "Nguyễn Văn A", "अनु"])
def test_printed_names_are_as_people_write_them(name):
    company = founded()
    company.done(replace(ASKED, name=name), "ada.first")


def test_an_id_is_never_used_again():
    company = staffed()
    company.done(people.DeactivatePerson("maria.chen", "left the company", "quentin.ode"), "ada.first")
    again = enrolment("maria.chen", "Maria Chengdu", "operator", **keys("another"))
    assert code(company.do(again, "ada.first")) == "person_id_used"


def test_quality_that_cannot_sign_cannot_approve():
    company = founded()
    company.done(enrolment("new.quality", "New Quality", "quality"), "ada.first")
    assert code(company.do(replace(ASKED, quality="new.quality"), "ada.first")) == "acknowledgement_missing"


def test_a_deactivated_person_has_no_rights_and_signatures_stay_readable():
    company = staffed()
    old = company.person("maria.chen").key.key
    company.done(people.DeactivatePerson("maria.chen", "left the company", "quentin.ode"), "ada.first")
    maria = company.person("maria.chen")
    assert maria.roles_now() == frozenset()
    assert may_act(maria).code == may_sign(maria).code == "person_inactive"
    assert maria.key_named(old).acknowledged


def test_rights_change_with_reason_and_quality_and_never_ones_own():
    company = staffed()
    asked = people.ChangeRights(
        "maria.chen", ("operator", "supervisor"), duty_unlocker=True, reason="promoted", quality="quentin.ode"
    )
    assert code(company.do(replace(asked, reason=""), "ada.first")) == "reason_missing"
    assert (
        code(company.do(replace(asked, person="ada.first", roles=("administrator",), duty_unlocker=False), "ada.first"))
        == "own_rights"
    )
    own_quality = replace(asked, person="quentin.ode", roles=("quality", "author"))
    assert code(company.do(own_quality, "ada.first")) == "second_person_concerned"
    assert (
        code(company.do(replace(asked, roles=("operator", "administrator"), duty_unlocker=False), "ada.first"))
        == "roles_separated"
    )
    company.done(asked, "ada.first")
    assert company.person("maria.chen").roles == ("operator", "supervisor")
    assert company.person("maria.chen").unlocks
    assert code(company.do(asked, "ada.first")) == "rights_unchanged"


def test_somebody_who_can_ask_and_somebody_who_can_sign_always_remain():
    company = staffed()
    for asked in (
        people.DeactivatePerson("ada.first", "leaves", "quentin.ode"),
        people.DeactivatePerson("quentin.ode", "leaves", "quentin.ode"),
    ):
        assert company.do(asked, "ada.first").refusal is not None
    company.done(people.DeactivatePerson("ben.second", "leaves", "quentin.ode"), "ada.first")
    assert (
        code(company.do(people.DeactivatePerson("ben.second", "again", "quentin.ode"), "ada.first"))
        == "person_inactive"
    )
    assert code(company.do(people.DeactivatePerson("no.one", "leaves", "quentin.ode"), "ada.first")) == "person_unknown"


def test_badges_change_hands_only_through_nobody():
    company = staffed()
    asked = people.ChangeBadge("maria.chen", "B-100", "first badge")
    assert code(company.do(replace(asked, badge_holder="jan.kowalski"), "ada.first")) == "badge_taken"
    company.done(asked, "ada.first")
    assert code(company.do(replace(asked, badge_holder="maria.chen"), "ada.first")) == "badge_unchanged"
    company.done(people.ChangeBadge("maria.chen", "", "badge lost"), "ada.first")
    assert company.person("maria.chen").badge == ""


def test_the_sheet_shows_everything_and_covers_what_it_changes():
    company = staffed()
    asked = people.ChangeRights(
        "maria.chen", ("author",), duty_unlocker=False, reason="new work", quality="quentin.ode"
    )
    maria = company.person("maria.chen")
    shown = sheet(maria, company.decide(asked, "ada.first").drafts[0].event)
    assert ["roles", "author", "operator"] in shown.document["rows"]
    assert ["printed_name", "Maria Chen", ""] in shown.document["rows"]
    assert shown.covered == (maria.rights_entry,)
    assert shown.meaning == "approved"


def test_the_sheet_of_an_enrolment_names_who_checked_and_the_keys():
    company = founded()
    shown = sheet(company.person("maria.chen"), company.decide(ASKED, "ada.first").drafts[0].event)
    rows = {name: value for name, value, _ in shown.document["rows"]}
    assert rows["identity_checked_by"] == "ben.second"
    assert rows["key"] == ASKED.key
    assert rows["temporary_password"] == "no"


def test_an_event_nobody_signs_has_no_sheet():
    company = staffed()
    event = company.decide(people.ChangeBadge("maria.chen", "B-1", "first badge"), "ada.first").drafts[0].event
    assert sheet(company.person("maria.chen"), event) is None


def test_questions_about_everybody():
    company = staffed()
    everybody = [
        company.person(who) for who in ("ada.first", "ben.second", "quentin.ode", "jan.kowalski", "last.resort")
    ]
    assert duty_unlockers(everybody) == 3
    assert recovery_alarms(everybody) == ()


def test_two_stations_that_enrolled_one_id_leave_a_contested_person():
    company = founded()
    company.done(ASKED, "ada.first")
    other = replace(
        company.decide(enrolment("ben.third", "Ben Third", "operator"), "ada.first").drafts[0].event,
        person="maria.chen",
    )
    company.write("person/maria.chen", other)
    maria = company.person("maria.chen")
    assert (maria.name, may_act(maria).code) == ("Maria Chen", "person_contested")
    assert maria.roles_now() == frozenset()


def test_a_key_of_somebody_stays_theirs():
    company = founded()
    hire(company, "maria.chen", "Maria Chen", "operator")
    assert company.person("maria.chen").key_named(key("nobody")) is None
