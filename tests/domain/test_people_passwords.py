from __future__ import annotations

from dataclasses import replace

import pytest

from ebr.domain.people import commands as people
from ebr.domain.people.events import AcknowledgementSigned, KeyReplaced, PasswordChanged
from ebr.domain.people.rules import password_problem, sheet
from ebr.domain.people.state import PersonState, may_sign
from ebr.domain.site.state import Policy
from tests.domain.company import code, enrolment, founded, keys, staffed

MARIA = PersonState(person="maria.chen", name="María Chen-Öz")


@pytest.mark.parametrize(
    "text", ["correct horse battery", "Zwölf Boxkämpfer jagen", "9f#kk2-!..uQ", "тёплый вечер у реки"]
)
def test_long_passwords_of_any_signs_are_taken(text):
    assert password_problem(text, Policy(), MARIA) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("too tiny", "password_short"),
        ("elevenchars", "password_short"),
        ("x" * 40 + "abcde" * 50, "password_long"),
        ("aaaaaaaaaaaa", "password_too_regular"),
        ("abababababab", "password_too_regular"),
        ("with a bell \x07 inside", "password_control_character"),
        ("Password123456!", "password_blocked"),
        ("passwordpassword", "password_blocked"),
        ("Administrator", "password_blocked"),
        ("qwertyuiop12", "password_blocked"),
        ("maria.chen 2026", "password_holds_name"),
        ("my name is CHEN ok", "password_holds_name"),
        ("MARÍA goes home", "password_holds_name"),
    ],
)
def test_passwords_that_are_refused(text, expected):
    refusal = password_problem(text, Policy(), MARIA)
    assert refusal.code == expected
    assert text not in str(refusal)


def test_length_is_counted_as_the_policy_says_and_in_composed_characters():
    assert password_problem("e\u0301" * 6 + "abcde", Policy(), MARIA).code == "password_short"
    assert password_problem("twelve chars", Policy({"password_minimum": "14"}), MARIA).code == "password_short"


def test_the_sites_own_blocked_words_count():
    own = Policy({"password_block_list": "riverside\nemulsion"})
    assert password_problem("Riverside-2026", own, MARIA).code == "password_blocked"
    assert password_problem("Riverside-2026", Policy(), MARIA) is None


def test_a_temporary_password_opens_only_choose_your_own():
    company = founded()
    company.done(enrolment("maria.chen", "Maria Chen", "operator", temporary=True), "ada.first")
    maria = company.person("maria.chen")
    assert maria.roles_now() == frozenset()
    assert may_sign(maria).code == "password_temporary"
    assert code(company.do(people.SignAcknowledgement("maria.chen", "It binds."), "maria.chen")) == "right_missing"
    asked = people.ChoosePassword("maria.chen", secret_ok=True, **keys("maria.chen", 2))
    assert code(company.do(replace(asked, secret_ok=False))) == "secret_wrong_before"
    assert code(company.do(replace(asked, key="", encryption_key=""))) == "key_form"
    assert code(company.do(replace(asked, **keys("maria.chen", 1)))) == "key_used_before"
    company.done(asked)
    assert maria.roles_now() == {"operator"}
    company.done(people.SignAcknowledgement("maria.chen", "It binds."), "maria.chen")
    assert may_sign(maria) is None
    assert maria.key.key == asked.key


def test_an_own_password_is_changed_by_its_owner_without_new_keys():
    company = staffed()
    asked = people.ChoosePassword("maria.chen", secret_ok=True)
    assert code(company.do(asked)) == "password_is_personal"
    assert code(company.do(asked, "jan.kowalski")) == "password_is_personal"
    assert code(company.do(replace(asked, **keys("maria.chen", 2)), "maria.chen")) == "key_not_asked_for"
    before = company.person("maria.chen").key
    company.done(asked, "maria.chen")
    assert company.person("maria.chen").key == before
    assert may_sign(company.person("maria.chen")) is None


FORGOTTEN = people.ReplaceKey(
    "maria.chen",
    **keys("maria.chen", 2),
    identity_checked_by="jan.kowalski",
    second="quentin.ode",
    reason="forgotten over the holidays",
)


@pytest.mark.parametrize(
    ("changes", "by", "expected"),
    [
        ({}, "quentin.ode", "identity_checker_asks"),
        ({"second": "jan.kowalski"}, "jan.kowalski", "second_person_is_same"),
        ({"second": "maria.chen"}, "jan.kowalski", "second_person_concerned"),
        ({"second": "lena.vogt"}, "jan.kowalski", "second_person_role"),
        ({"second": ""}, "jan.kowalski", "second_person_missing"),
        ({"reason": ""}, "jan.kowalski", "reason_missing"),
        ({"key": keys("maria.chen", 1)["key"]}, "jan.kowalski", "key_used_before"),
        ({"person": "jan.kowalski"}, "jan.kowalski", "own_password_forgotten"),
        ({"person": "no.one"}, "jan.kowalski", "person_unknown"),
        ({"identity_checked_by": "ben.second"}, "ben.second", "not_on_duty"),
    ],
)
def test_help_after_a_forgotten_password_takes_two_others(changes, by, expected):
    assert code(staffed().do(replace(FORGOTTEN, **changes), by)) == expected


def test_the_new_key_signs_only_after_two_persons_and_the_owner():
    company = staffed()
    maria = company.person("maria.chen")
    old = maria.key.key
    company.done(FORGOTTEN, "jan.kowalski")
    assert may_sign(maria).code == "password_temporary"
    company.done(people.ChoosePassword("maria.chen", secret_ok=True, **keys("maria.chen", 3)))
    assert may_sign(maria).code == "acknowledgement_missing"
    shown = sheet(maria, AcknowledgementSigned("maria.chen", "It binds."))
    assert ["key_replaced", "jan.kowalski, quentin.ode", maria.replacements[0].wall] in shown.document["rows"]
    company.done(people.SignAcknowledgement("maria.chen", "It binds."), "maria.chen")
    assert may_sign(maria) is None
    assert [pair.key for pair in maria.keys] == [old, FORGOTTEN.key, keys("maria.chen", 3)["key"]]
    assert maria.key_named(old).acknowledged
    assert not maria.key_named(FORGOTTEN.key).acknowledged
    assert maria.replacements[0].second == "quentin.ode"


def test_a_key_that_came_another_way_never_signs():
    company = staffed()
    maria = company.person("maria.chen")
    company.write("person/maria.chen", PasswordChanged("maria.chen", first_own=False, **keys("maria.chen", 7)))
    assert may_sign(maria).code == "key_not_vouched"


@pytest.mark.parametrize(
    "helpers", [("jan.kowalski", "jan.kowalski"), ("maria.chen", "quentin.ode"), ("jan.kowalski", "maria.chen")]
)
def test_a_replacement_without_two_others_vouches_for_nothing(helpers):
    company = staffed()
    maria = company.person("maria.chen")
    company.write(
        "person/maria.chen",
        KeyReplaced("maria.chen", **keys("m", 8), identity_checked_by=helpers[0], second=helpers[1], reason="x"),
    )
    company.write("person/maria.chen", PasswordChanged("maria.chen", first_own=True, **keys("m", 9)))
    assert may_sign(maria).code == "key_not_vouched"


def test_an_acknowledgement_by_the_old_key_does_not_free_the_new_one():
    company = staffed()
    maria = company.person("maria.chen")
    by_the_old = company.signature("maria.chen")
    company.done(FORGOTTEN, "jan.kowalski")
    company.done(people.ChoosePassword("maria.chen", secret_ok=True, **keys("maria.chen", 3)))
    company.write("person/maria.chen", AcknowledgementSigned("maria.chen", "It binds.", by_the_old))
    assert may_sign(maria).code == "acknowledgement_missing"
