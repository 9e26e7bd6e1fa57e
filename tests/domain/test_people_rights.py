"""One test per command and role (floor-rules 4): the table in the program against one written from the rules by hand."""

from __future__ import annotations

import pytest

from ebr.domain.decision import Actor
from ebr.domain.people import commands as people
from ebr.domain.people.state import BATCH_ROLES, ROLES, SEPARATED, right_missing, roles_trouble
from ebr.domain.site import commands as site
from ebr.domain.station import commands as station
from tests.domain.company import PEOPLE_OF_EACH_ROLE, enrolment, foundation, genesis, keys, staffed

NOBODY = "nobody"
INSPECTOR = "inspector"
EVERY_ROLE = (
    "operator", "supervisor", "laboratory", "quality", "qualified_person", "sponsor", "author", "administrator", "recovery",
)  # fmt: skip
# "People, devices, policy: administrator + quality's signature." "Duty unlockers are a right." "On a production store every command
# that writes, prints or exports asks for a signed-in person." The recovery administrator is an administrator of people, once.
ALLOWED = {
    people.EnrolPerson: {"administrator", "recovery"},
    people.ChangeRights: {"administrator", "recovery"},
    people.DeactivatePerson: {"administrator", "recovery"},
    people.ChangeBadge: {"administrator", "recovery"},
    people.ReplaceKey: {"supervisor", "quality", "administrator"},
    people.SignAcknowledgement: set(EVERY_ROLE),
    people.ChoosePassword: {NOBODY, *EVERY_ROLE, INSPECTOR},
    people.LimitAccess: {"administrator"},
    site.CreateSite: {NOBODY},
    site.ChangePolicy: {"administrator"},
    site.AdmitStation: {"administrator"},
    site.RevokeStation: {"administrator"},
    site.AdmitWitness: {"administrator"},
    site.GrantLease: {NOBODY, "administrator"},
    station.BeginStation: {NOBODY},
    station.StartKey: {NOBODY},
    station.NoteCheckpoint: {NOBODY},
    station.NoteReceipt: {NOBODY},
    station.NoteBundleMade: {NOBODY, *EVERY_ROLE},
    station.NoteBundleTaken: {NOBODY, *EVERY_ROLE},
    station.NoteSecondCopy: {NOBODY, *EVERY_ROLE},
    station.SignIn: {NOBODY, *EVERY_ROLE, INSPECTOR},
    station.EndPresence: {NOBODY, *EVERY_ROLE, INSPECTOR},
    station.NoteFailure: {NOBODY, *EVERY_ROLE, INSPECTOR},
    station.NoteExport: {NOBODY, *EVERY_ROLE, INSPECTOR},
    station.NoteFault: {NOBODY, *EVERY_ROLE},
    station.UnlockPerson: {"supervisor", "quality", "administrator"},
    station.StateClock: {"administrator"},
    station.ChangeAppearance: set(EVERY_ROLE),
    station.ChangeTerminal: {"supervisor", "administrator"},
}
RIGHTS = {**people.RIGHTS, **site.RIGHTS, **station.RIGHTS}
ASKED = (
    enrolment("new.person", "New Person", "operator"),
    people.ChangeRights(
        "maria.chen", ("operator", "laboratory"), duty_unlocker=False, reason="trained", quality="quentin.ode"
    ),
    people.DeactivatePerson("maria.chen", "left the company", "quentin.ode"),
    people.ChangeBadge("maria.chen", "B-200", "badge lost"),
    people.ReplaceKey(
        "maria.chen", **keys("maria.chen", 2), identity_checked_by="", second="quentin.ode", reason="forgotten"
    ),
    people.LimitAccess("maria.chen", "2026-12-31", "contract ends", "quentin.ode"),
    people.SignAcknowledgement("maria.chen", "binding"),
    people.ChoosePassword("maria.chen", secret_ok=True),
    foundation(),
    site.ChangePolicy({"idle_lock": "5"}, "open room", "quentin.ode"),
    site.AdmitStation("ab" * 32, "S2", "ac" * 32, "a9" * 32, "30", "ad" * 32, quality="quentin.ode"),
    site.RevokeStation("ae" * 32, 7, "af" * 32, "stolen", "quentin.ode"),
    site.AdmitWitness("Centre", "ba" * 32, "first witness", "quentin.ode"),
    site.GrantLease("ae" * 32, "af" * 32, "checkpoint"),
    genesis(),
    station.StartKey("a0" * 32, "a1" * 64, "file"),
    station.NoteCheckpoint(1, "00" * 32, "note"),
    station.NoteReceipt("Centre", "note", 3, "00" * 32, 0, (), (), 0),
    station.NoteBundleMade("b1", "S2", 3, "00" * 32),
    station.NoteBundleTaken("b1", "S2", 3, "00" * 32),
    station.NoteSecondCopy("E:", "00" * 32),
    station.SignIn("maria.chen", "p1", secret_ok=True),
    station.EndPresence("p1", "lock"),
    station.NoteFailure("maria.chen", "sign"),
    station.NoteExport("report", "D:", 3),
    station.NoteFault("write failed", "disk full"),
    station.UnlockPerson("maria.chen", "jan.kowalski", "identity seen"),
    station.StateClock("2026-05-04T08:00:00+02:00", "radio clock", "quentin.ode"),
    station.ChangeAppearance({"theme": "dark"}),
    station.ChangeTerminal({"room": "R1"}, "moved"),
)


@pytest.fixture(scope="module")
def company():
    return staffed()


def test_every_command_has_a_row_and_is_asked_here():
    assert set(RIGHTS) == set(ALLOWED) == {type(command) for command in ASKED}


@pytest.mark.parametrize("role", [NOBODY, *EVERY_ROLE, INSPECTOR])
@pytest.mark.parametrize("command", ASKED, ids=lambda command: type(command).__name__)
def test_a_command_is_for_the_roles_of_the_rules_and_nobody_else(company, command, role):
    who = "" if role == NOBODY else PEOPLE_OF_EACH_ROLE[role]
    actor = Actor(who, who, frozenset({role} - {NOBODY}))
    allowed = role in ALLOWED[type(command)]
    assert (right_missing(RIGHTS, command, actor) is None) == allowed
    refusal = company.decide(command, actor).refusal
    assert (refusal is not None and refusal.code == "right_missing") == (not allowed)


def test_a_refused_right_names_the_roles_that_have_it():
    refusal = right_missing(RIGHTS, ASKED[0], Actor("x", roles=frozenset({"operator"})))
    assert refusal.params == {"person": "x", "needed": "administrator, recovery"}


def test_roles_in_the_tables_exist():
    assert tuple(ROLES) == (*EVERY_ROLE, INSPECTOR)
    assert people.SIGNED_IN == EVERY_ROLE
    named = {
        role for roles in [*RIGHTS.values(), *people.SIGNED_BY.values(), *site.SIGNED_BY.values()] for role in roles
    }
    assert named <= {"", *EVERY_ROLE, INSPECTOR}


def test_the_signer_of_people_policy_and_clock_is_quality():
    for command in (people.EnrolPerson, people.ChangeRights, people.DeactivatePerson, people.LimitAccess):
        assert people.SIGNED_BY[command] == ("quality",)
    signed = (site.ChangePolicy, site.AdmitStation, site.RevokeStation, site.AdmitWitness)
    assert dict.fromkeys(signed, ("quality",)) == site.SIGNED_BY
    assert {station.StateClock: ("quality",)} == station.SIGNED_BY


@pytest.mark.parametrize("role", [role for role in EVERY_ROLE if role != "administrator"])
def test_an_administrator_holds_no_other_role(role):
    refusal = roles_trouble(("administrator", role), duty_unlocker=False)
    assert refusal.code == "roles_separated"
    assert roles_trouble((role, "administrator"), duty_unlocker=False) is not None


@pytest.mark.parametrize("role", [role for role in EVERY_ROLE if role != "recovery"])
def test_the_recovery_stands_alone(role):
    assert roles_trouble((role, "recovery"), duty_unlocker=False).code == "roles_separated"


@pytest.mark.parametrize(
    "roles", [("operator", "supervisor"), ("quality", "qualified_person"), ("author", "supervisor"), ("administrator",)]
)
def test_other_roles_go_together(roles):
    assert roles_trouble(roles, duty_unlocker=False) is None


@pytest.mark.parametrize(
    ("roles", "duty", "code"),
    [
        ((), False, "roles_empty"),
        (("pilot",), False, "role_unknown"),
        (("operator", "operator"), False, "role_twice"),
        (("operator",), True, "duty_not_for_role"),
        (("recovery",), True, "duty_not_for_role"),
    ],
)
def test_sets_of_roles_nobody_can_hold(roles, duty, code):
    assert roles_trouble(roles, duty_unlocker=duty).code == code


def test_every_separation_names_its_rule():
    assert all(clause for clause in SEPARATED.values())
    assert {frozenset({"administrator", role}) for role in BATCH_ROLES} <= set(SEPARATED)
