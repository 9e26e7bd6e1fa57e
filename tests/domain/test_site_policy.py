from __future__ import annotations

from datetime import timedelta

import pytest

from ebr.domain.site import commands as site
from ebr.domain.site.events import PolicyChanged
from ebr.domain.site.rules import needs, sheet, signer
from ebr.domain.site.state import CAUSE_UNKNOWN, DEFAULTS, RETIRED, SETTINGS, Policy, setting_trouble, weaknesses
from ebr.wording.fields import setting_words
from ebr.wording.policy import policy_value
from tests.domain.company import code, founded, staffed

CHANGE = site.ChangePolicy({"idle_lock": "5", "witness": "10"}, "open production room", "quentin.ode")


@pytest.mark.parametrize("name", SETTINGS)
def test_every_default_is_itself_allowed_and_documented(name):
    assert setting_trouble(name, DEFAULTS[name]) is None
    assert setting_words(name) != name
    assert SETTINGS[name].kind != "whole" or SETTINGS[name].unit


def test_the_defaults_are_those_of_the_rules():
    policy = Policy()
    assert policy.whole("password_minimum") == 12
    assert policy.whole("failures_before_lock") == 5
    assert policy.minutes("idle_lock") == policy.minutes("witness") == 10
    assert policy.hours("presence_maximum") == 12
    assert policy.hours("no_contact") == 24
    assert policy.days("lease_people") == 30
    assert policy.days("lease_lots") < policy.days("lease_people")
    assert policy.days("lease_equipment") < policy.days("lease_people")
    assert policy.seconds("clock_jump") == 2
    assert policy.whole("signatures_per_hour") == 12
    assert policy.whole("duty_unlockers") == 2
    assert policy.text("signer_named") == "sign_in"
    assert CAUSE_UNKNOWN in policy.texts("exception_reasons")
    assert policy.duration("idle_lock") == timedelta(minutes=10)


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("password_minimum", "11", "setting_out_of_bounds"),
        ("password_minimum", "twelve", "setting_out_of_bounds"),
        ("password_minimum", "012", "setting_out_of_bounds"),
        ("password_minimum", "١٢", "setting_out_of_bounds"),
        ("password_minimum", "-12", "setting_out_of_bounds"),
        ("password_minimum", "12.0", "setting_out_of_bounds"),
        ("failures_before_lock", "0", "setting_out_of_bounds"),
        ("idle_lock", "9" * 400, "setting_out_of_bounds"),
        ("signer_named", "maybe", "setting_choice"),
        ("full_password", "no", "setting_unknown"),
        ("severity_out", "harmless", "setting_choice"),
        ("rule_set", "EU", "setting_unknown"),
        ("exception_reasons", "Operator error", "setting_list_must"),
        ("exception_reasons", "Cause unknown\nCause unknown", "setting_list"),
        ("exception_reasons", "Cause unknown\n", "setting_list"),
        ("correction_reasons", "", "setting_list"),
        ("correction_reasons", "bell \x07", "text_control_character"),
        ("colour_of_walls", "red", "setting_unknown"),
    ],
)
def test_what_no_policy_may_say(name, text, expected):
    assert setting_trouble(name, text).code == expected


def test_administrator_and_quality_change_the_policy_and_the_old_values_stay_beside_it():
    company = staffed()
    assert needs(CHANGE, company.site()) == ("person/quentin.ode",)
    assert signer(CHANGE, company.actor("ada.first")) == ("quentin.ode", ("quality",))
    event = company.do(CHANGE, "ada.first").drafts[0].event
    assert (event.settings, event.old) == ({"idle_lock": "5"}, {"idle_lock": "10"})
    assert company.site().policy.minutes("idle_lock") == 5
    assert code(company.do(CHANGE, "ada.first")) == "policy_unchanged"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"reason": ""}, "reason_missing"),
        ({"quality": ""}, "second_person_missing"),
        ({"quality": "ben.second"}, "second_person_role"),
        ({"quality": "no.one"}, "second_person_unknown"),
        ({"settings": {"idle_lock": "600"}}, "setting_out_of_bounds"),
        ({"settings": {}}, "policy_unchanged"),
    ],
)
def test_a_policy_that_is_refused(changes, expected):
    parts = {"settings": CHANGE.settings, "reason": CHANGE.reason, "quality": CHANGE.quality, **changes}
    assert code(staffed().do(site.ChangePolicy(**parts), "ada.first")) == expected


def test_the_sheet_of_a_policy_shows_old_and_new_and_covers_the_policy_before():
    company = staffed()
    company.done(CHANGE, "ada.first")
    before = company.site().policy_entry
    event = (
        company.decide(site.ChangePolicy({"idle_lock": "7"}, "too short", "quentin.ode"), "ada.first").drafts[0].event
    )
    shown = sheet(company.site(), event)
    assert shown.document["rows"][0] == ["idle_lock", "7", "5"]
    assert (shown.covered, shown.meaning) == ((before,), "approved")


def test_a_value_this_program_cannot_use_reads_as_the_default():
    company = founded()
    company.write("site", PolicyChanged({"idle_lock": "a while", "from_the_future": "7"}, {}, "a newer program"))
    assert company.site().policy.minutes("idle_lock") == 10


def test_a_reader_in_the_wrong_unit_is_a_fault_of_ours():
    with pytest.raises(KeyError):
        Policy().hours("idle_lock")
    with pytest.raises(KeyError):
        Policy().text("colour_of_walls")


@pytest.mark.parametrize(
    ("named", "first", "later"),
    [("sign_in", False, False), ("first", True, False), ("each", True, True)],
)
def test_the_policy_says_which_signatures_ask_again_who_signs(named, first, later):
    policy = Policy({"signer_named": named})
    assert policy.names_signer(signed_before=False) == first
    assert policy.names_signer(signed_before=True) == later


def test_a_setting_of_an_earlier_version_stays_readable_and_changes_nothing():
    assert set(RETIRED) == {"full_password", "rule_set"}
    assert "full_password" not in SETTINGS
    old = Policy({"full_password": "no"})
    assert weaknesses(old, 2) == weaknesses(Policy(), 2)
    assert not old.names_signer(signed_before=False)
    assert policy_value("rule_set", "draft") == "Draft EU rules"
    assert policy_value("full_password", "no") == "No"
    assert Policy({"rule_set": "draft"}).text("signer_named") == "sign_in", "no site is changed that chose nothing"
    assert setting_words("full_password") == "Ask for user name and full password at each signature"


@pytest.mark.parametrize(
    ("critical", "how", "floor"),
    [
        (False, "alert", "minor"),
        (True, "alert", "minor"),
        (False, "out", "major"),
        (False, "far", "major"),
        (True, "out", "critical"),
        (True, "far", "critical"),
        (False, "other", "minor"),
        (True, "other", "major"),
    ],
)
def test_severity_has_a_floor(critical, how, floor):
    assert Policy().severity_floor(critical=critical, how=how) == floor


def test_a_weak_policy_is_named():
    kept = {f"{name}_kept": "yes" for name in ("materials", "labels", "equipment", "training")}
    assert weaknesses(Policy(kept), 2) == ()
    (few,) = weaknesses(Policy(kept), 1)
    assert (few.code, few.params) == ("few_duty_unlockers", {"found": "1", "wanted": "2"})
    assert [one.code for one in weaknesses(Policy({**kept, "shifts": "3", "duty_unlockers": "1"}), 2)] == [
        "few_duty_unlockers",
        "duty_unlockers_below_default",
    ]
    assert [one.code for one in weaknesses(Policy(), 2)] == [
        "materials_not_kept",
        "labels_not_kept",
        "equipment_not_kept",
        "training_not_kept",
    ]
    assert [one.code for one in weaknesses(Policy({**kept, "duty_unlockers": "1"}), 1)] == [
        "duty_unlockers_below_default"
    ]
