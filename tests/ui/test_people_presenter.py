"""People and policy without their looks, on a real station."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from ebr.station.questions import Preview
from tests.ui.real_station import SECRET, Floor
from ui.desk import Answer
from ui.people.presenter import Enrolment, PeoplePresenter, PersonDetail, PersonLine, separation_words
from ui.policy.presenter import PolicyPresenter, SettingLine

TEMPORARY = "green ladder 8812"
NEW = Enrolment("nova", "Nora Nova", ("operator",), "B-77", "identity card", "aroot", TEMPORARY, duty_unlocker=False)


class Register:
    def __init__(self, floor: Floor, person: str, *roles: str) -> None:
        floor.enter(person)
        self.presenter = PeoplePresenter(floor.desk, person, roles)
        self.lines: list[tuple[PersonLine, ...]] = []
        self.details: list[PersonDetail | None] = []
        self.drafted: list[tuple[Any, str]] = []
        self.errors: list[str] = []
        p = self.presenter
        p.on_lines, p.on_detail, p.on_error = self.lines.append, self.details.append, self.errors.append
        p.on_drafted = lambda command, password: self.drafted.append((command, password))
        p.refresh()

    @property
    def offers(self) -> list[str]:
        detail = self.details[-1]
        assert detail is not None
        return [offer.key for offer in detail.offers]


def test_everybody_is_listed_with_roles_and_state(floor: Floor) -> None:
    lines = Register(floor, "aroot", "administrator").lines[-1]
    assert ("Maria Chen", "mchen", "Operator", "Active") in [line.cells for line in lines]


@pytest.mark.parametrize(
    ("roles", "offers"),
    [
        (("administrator",), ["forgotten", "rights", "badge", "limit", "deactivate"]),
        (("supervisor",), ["forgotten"]),
        (("operator",), []),
    ],
)
def test_acts_on_a_person_are_offered_by_role(floor: Floor, roles: tuple[str, ...], offers: list[str]) -> None:
    register = Register(floor, "aroot", *roles)
    register.presenter.choose("mchen")
    assert register.offers == offers


def test_nobody_changes_the_own_access_and_reads_why(floor: Floor) -> None:
    register = Register(floor, "aroot", "administrator")
    register.presenter.choose("aroot")
    detail = register.details[-1]
    assert detail is not None
    assert detail.offers == ()
    assert "Your own access" in [fact.name for fact in detail.facts]


def test_an_enrolment_is_drafted_with_keys_and_signed_by_quality(floor: Floor) -> None:
    register = Register(floor, "aroot", "administrator")
    register.presenter.enrol(NEW)
    (command, password) = register.drafted[0]
    assert command.key
    command = replace(command, quality="qlee")
    seen = floor.station.ask(Preview(command, "aroot")).seen
    said: list[Any] = []
    floor.desk.call("enrol", said.append, command, password, by="aroot", secret=SECRET, seen=seen)
    assert said[0].refusal is None
    assert ("Nora Nova", "nova", "Operator", "Has a temporary password") in [line.cells for line in register.lines[-1]]


def test_roles_that_exclude_each_other_are_refused_before_anything_is_asked(floor: Floor) -> None:
    register = Register(floor, "aroot", "administrator")
    register.presenter.enrol(replace(NEW, roles=("administrator", "operator")))
    assert register.drafted == []
    assert "Administrator" in register.errors[0]
    assert "Operator" in register.errors[0]


@pytest.mark.parametrize(
    ("roles", "duty", "fine"),
    [
        (("operator", "quality"), False, True),
        (("administrator", "quality"), False, False),
        (("operator",), True, False),
        (("supervisor",), True, True),
    ],
)
def test_the_separation_of_roles_is_shown(roles: tuple[str, ...], duty: bool, fine: bool) -> None:
    assert (separation_words(roles, duty_unlocker=duty) == "") is fine


def test_a_locked_person_is_unlocked_by_somebody_on_duty(floor: Floor) -> None:
    for _ in range(5):
        floor.station.sign_in("jdoe", "wrong password 123")
    register = Register(floor, "aroot", "administrator")
    register.presenter.choose("jdoe")
    assert register.offers[0] == "unlock"
    said: list[Answer] = []
    register.presenter.unlock("Identity checked at the door", said.append)
    assert said[0].refusal is None
    assert "unlock" not in register.offers


def test_a_badge_that_somebody_has_is_refused(floor: Floor) -> None:
    register, said = Register(floor, "aroot", "administrator"), list[Answer]()
    register.presenter.choose("mchen")
    register.presenter.change_badge("B-jdoe", "Lost", said.append)
    register.presenter.change_badge("", "Lost", said.append)
    assert said[0].refusal is not None
    assert said[1].refusal is None


def test_a_forgotten_password_needs_a_second_person_and_makes_a_new_key(floor: Floor) -> None:
    register = Register(floor, "aroot", "administrator")
    register.presenter.choose("mchen")
    register.presenter.replace("aroot", "Forgotten, identity card seen", TEMPORARY)
    command, password = register.drafted[0]
    command = replace(command, second="qlee")
    seen = floor.station.ask(Preview(command, "aroot")).seen
    said: list[Any] = []
    floor.desk.call("replace_key", said.append, command, password, by="aroot", secret=SECRET, seen=seen)
    assert said[0].refusal is None, said[0].refusal
    assert ("Maria Chen", "mchen", "Operator", "Has a temporary password") in [
        line.cells for line in register.lines[-1]
    ]


def test_rights_and_deactivation_wait_for_quality(floor: Floor) -> None:
    register = Register(floor, "aroot", "administrator")
    register.presenter.choose("jdoe")
    command = replace(
        register.presenter.rights(("operator", "supervisor"), "Deputy", duty_unlocker=True), quality="qlee"
    )
    assert floor.sign(command, "qlee", "aroot").refusal is None
    assert ("John Doe", "jdoe", "Operator, Supervisor", "Active") in [line.cells for line in register.lines[-1]]
    assert floor.sign(replace(register.presenter.deactivation("Left"), quality="qlee"), "qlee", "aroot").refusal is None
    assert register.offers == []


class Rules:
    def __init__(self, floor: Floor) -> None:
        self.presenter = PolicyPresenter(floor.desk)
        self.lines: list[tuple[SettingLine, ...]] = []
        self.weak: list[tuple[str, ...]] = []
        self.presenter.on_lines, self.presenter.on_weak = self.lines.append, self.weak.append
        self.presenter.refresh()


def test_settings_are_shown_with_units_and_bounds(floor: Floor) -> None:
    lines = {line.name: line for line in Rules(floor).lines[-1]}
    assert (lines["idle_lock"].value, lines["idle_lock"].bounds) == ("10 minutes", "1 to 30 minutes")
    assert lines["fefo_reason"].choices == (("yes", "Yes"), ("no", "No"))
    assert dict(lines["signer_named"].choices)["each"] == "At each signature"
    assert lines["signer_named"].value == "At the sign-in"
    assert "rule_set" not in lines
    assert lines["severity_alert"].value == "Minor"
    assert lines["exception_reasons"].must == ("Cause unknown",)


def test_what_the_rules_forbid_is_said_before_quality_is_asked(floor: Floor) -> None:
    rules = Rules(floor)
    assert "30" in rules.presenter.trouble("idle_lock", "45")
    assert rules.presenter.trouble("idle_lock", "10") == "This is the value already"
    assert rules.presenter.trouble("idle_lock", "5") == ""


def test_a_change_is_signed_by_quality_and_seen_at_once_also_as_a_weakness(floor: Floor) -> None:
    floor.enter("aroot")
    rules = Rules(floor)
    before = rules.weak[-1]
    assert len(before) == 4, "what is not kept here is not checked, and said"
    command = replace(rules.presenter.change("duty_unlockers", "1", "Pilot"), quality="qlee")
    assert floor.sign(command, "qlee", "aroot").refusal is None
    line = next(line for line in rules.lines[-1] if line.name == "duty_unlockers")
    assert (line.value, line.changed) == ("1 person", True)
    assert set(before) < set(rules.weak[-1])
    assert len(rules.weak[-1]) == len(before) + 1
