from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from ebr.domain.people import commands as people
from ebr.domain.site import commands as site
from ebr.domain.site.state import Policy
from ebr.domain.station import commands as station
from ebr.domain.station.events import KeyStarted, PersonLocked, SignedIn, SignedOut, SignInFailed
from ebr.domain.station.rules import needs
from ebr.domain.station.state import (
    idle_limit,
    lock_trouble,
    locked_people,
    must_end,
    presence_of,
    signed_in,
    tries_left,
)
from tests.domain.company import code, enrolment, instant, keys, staffed

MARIA = station.SignIn("maria.chen", "p1", secret_ok=True, badge=True)
WRONG = replace(MARIA, secret_ok=False)
UNLOCK = station.UnlockPerson("maria.chen", "jan.kowalski", "identity card seen")


def lock_out(company, person="maria.chen"):
    for _ in range(5):
        company.do(replace(WRONG, person=person))


def test_a_sign_in_begins_a_presence():
    company = staffed()
    company.done(MARIA)
    assert signed_in(company.here()).person == "maria.chen"
    assert presence_of(company.here(), "p1", "maria.chen").badge
    assert presence_of(company.here(), "p1", "jan.kowalski") is None
    assert needs(MARIA, company.here()) == ("person/maria.chen", "site")


def test_the_next_one_in_switches_the_one_before_out():
    company = staffed()
    company.done(MARIA)
    company.done(station.SignIn("jan.kowalski", "p2", secret_ok=True), "maria.chen")
    assert [one.person for one in company.here().presences.values()] == ["jan.kowalski"]


@pytest.mark.parametrize("how", ["lock", "log-out", "switch", "leave-now"])
def test_the_person_ends_the_own_presence(how):
    company = staffed()
    company.done(MARIA)
    company.done(station.EndPresence("p1", how), "maria.chen")
    assert signed_in(company.here()) is None
    assert company.here().left_now == (how == "leave-now")
    assert code(company.do(station.EndPresence("p1", how), "maria.chen")) == "presence_ended_before"


def test_the_program_ends_presences_and_nobody_else_does():
    company = staffed()
    company.done(MARIA)
    assert code(company.do(station.EndPresence("p1", "lock"), "jan.kowalski")) == "presence_of_another"
    assert code(company.do(station.EndPresence("p1", "log-out"))) == "presence_of_another"
    assert code(company.do(station.EndPresence("p1", "vanish"), "maria.chen")) == "presence_end_unknown"
    company.done(station.EndPresence("p1", "idle"))


def test_who_comes_back_after_leaving_is_asked_no_longer_than_once():
    company = staffed()
    company.done(MARIA)
    company.done(station.EndPresence("p1", "leave-now"))
    assert company.here().left_now
    company.done(replace(MARIA, presence="p2"))
    assert not company.here().left_now


def test_a_start_of_the_program_ends_what_a_power_cut_left_open():
    company = staffed()
    company.done(MARIA)
    company.write("station/S1", KeyStarted("aa", "bb", "file"))
    assert signed_in(company.here()) is None


def test_a_name_nobody_has_is_noted_without_the_name():
    company = staffed()
    decision = company.do(station.SignIn("correct horse battery", "p1", secret_ok=False))
    assert code(decision) == "sign_in_failed"
    assert decision.drafts[0].event == SignInFailed("", "sign-in", "person_unknown", 0)


def test_five_failures_in_a_row_lock_on_this_station():
    company = staffed()
    for left in ("4", "3", "2", "1"):
        assert company.do(WRONG).refusal.params == {"left": left}
    decision = company.do(WRONG)
    assert code(decision) == "person_locked_now"
    assert PersonLocked("maria.chen", 5) in [draft.event for draft in decision.drafts]
    assert code(company.do(MARIA)) == "person_locked"
    assert company.here().failures["maria.chen"] == 5
    assert lock_trouble(company.here(), "maria.chen").params["failures"] == "5"
    assert [lock.person for lock in locked_people(company.here())] == ["maria.chen"]
    assert tries_left(company.here(), "maria.chen", 5) == 0


def test_a_success_between_begins_the_count_anew():
    company = staffed()
    for _ in range(4):
        company.do(WRONG)
    company.done(MARIA)
    assert company.do(WRONG).refusal.params == {"left": "4"}


def test_the_policy_says_after_how_many():
    company = staffed()
    company.done(site.ChangePolicy({"failures_before_lock": "3"}, "agreed", "quentin.ode"), "ada.first")
    assert [code(company.do(WRONG)) for _ in range(3)] == ["secret_wrong", "secret_wrong", "person_locked_now"]


def test_failures_at_signing_count_and_a_lock_ends_the_presence():
    company = staffed()
    company.done(MARIA)
    for _ in range(4):
        company.do(station.NoteFailure("maria.chen", "sign"), "maria.chen")
    decision = company.do(station.NoteFailure("maria.chen", "sign"), "maria.chen")
    assert [type(draft.event) for draft in decision.drafts] == [SignInFailed, PersonLocked, SignedOut]
    assert signed_in(company.here()) is None
    assert code(company.do(station.NoteFailure("maria.chen", "sign"))) == "person_locked"


def test_a_success_at_signing_begins_the_count_anew():
    company = staffed()
    for _ in range(4):
        company.do(station.NoteFailure("maria.chen", "sign"))
    assert company.do(station.NoteFailure("maria.chen", "sign", succeeded_since=True)).refusal.params == {"left": "4"}
    assert company.here().failures["maria.chen"] == 1


def test_a_second_person_failing_in_the_sheet_does_not_sign_the_first_out():
    company = staffed()
    company.done(MARIA)
    for _ in range(5):
        company.do(station.NoteFailure("jan.kowalski", "sign"), "maria.chen")
    assert "jan.kowalski" in company.here().locked
    assert signed_in(company.here()).person == "maria.chen"


def test_failures_of_nobody_and_for_nothing():
    company = staffed()
    assert code(company.do(station.NoteFailure("no.one", "sign"))) == "sign_in_failed"
    assert code(company.do(station.NoteFailure("maria.chen", "fun"))) == "purpose_unknown"


def test_a_duty_unlocker_unlocks_and_the_key_stays():
    company = staffed()
    before = company.person("maria.chen").key
    lock_out(company)
    company.done(UNLOCK, "jan.kowalski")
    assert company.person("maria.chen").key == before
    company.done(MARIA)


@pytest.mark.parametrize(
    ("asked", "by", "expected"),
    [
        (replace(UNLOCK, unlocker="ben.second"), "ben.second", "not_on_duty"),
        (UNLOCK, "ada.first", "not_on_duty"),
        (replace(UNLOCK, reason=" "), "jan.kowalski", "reason_missing"),
        (replace(UNLOCK, person="lena.vogt"), "jan.kowalski", "person_not_locked"),
        (replace(UNLOCK, person="jan.kowalski"), "jan.kowalski", "own_lock"),
        (UNLOCK, "maria.chen", "right_missing"),
    ],
)
def test_who_does_not_unlock(asked, by, expected):
    company = staffed()
    lock_out(company)
    assert code(company.do(asked, by)) == expected
    assert "maria.chen" in company.here().locked


def test_an_unlocker_who_is_locked_unlocks_nobody():
    company = staffed()
    lock_out(company)
    lock_out(company, "jan.kowalski")
    assert code(company.do(UNLOCK, "jan.kowalski")) == "person_locked"


def test_a_deactivated_person_does_not_get_in():
    company = staffed()
    company.done(people.DeactivatePerson("maria.chen", "left the company", "quentin.ode"), "ada.first")
    decision = company.do(MARIA)
    assert code(decision) == "person_inactive"
    assert decision.drafts[0].event.why == "person_inactive"


def test_a_temporary_password_begins_no_presence():
    company = staffed()
    company.done(enrolment("new.hand", "New Hand", "operator", temporary=True), "ada.first")
    decision = company.do(station.SignIn("new.hand", "p1", secret_ok=True))
    assert (code(decision), decision.drafts) == ("password_temporary", ())
    company.done(people.ChoosePassword("new.hand", secret_ok=True, **keys("new.hand", 2)))
    company.done(station.SignIn("new.hand", "p1", secret_ok=True))


def test_the_recovery_is_used_once_and_alarms():
    company = staffed()
    asked = station.SignIn("last.resort", "p1", secret_ok=True)
    company.done(asked)
    assert company.person("last.resort").recovery_used
    company.done(station.EndPresence("p1", "lock"), "last.resort")
    assert code(company.do(replace(asked, presence="p2"))) == "recovery_used_before"


def test_idle_and_longest_presence():
    company = staffed()
    assert must_end(company.here(), Policy(), instant(), instant(99999)) == ""
    company.done(MARIA)
    minute, hour = 60, 3600
    assert must_end(company.here(), Policy(), instant(0), instant(9.9 * minute)) == ""
    assert must_end(company.here(), Policy(), instant(0), instant(10 * minute)) == "idle"
    assert must_end(company.here(), Policy(), instant(12 * hour - 1), instant(12 * hour)) == "lock"


def test_a_room_locks_sooner_than_the_policy_never_later():
    company = staffed()
    company.done(station.ChangeTerminal({"idle_minutes": "3"}, "busy room"), "jan.kowalski")
    assert idle_limit(company.here(), Policy()).total_seconds() == 180
    assert idle_limit(company.here(), Policy({"idle_lock": "2"})).total_seconds() == 120
    assert (
        code(company.do(station.ChangeTerminal({"idle_minutes": "11"}, "comfort"), "jan.kowalski"))
        == "idle_beyond_policy"
    )


class Door(RuleBasedStateMachine):
    """People come, go, fail, are locked and unlocked, the power fails; a plain count beside it says what must be true."""

    who = st.sampled_from(["maria.chen", "jan.kowalski", "lena.vogt", "quentin.ode"])

    def __init__(self):
        super().__init__()
        self.company = staffed()
        self.failures: dict[str, int] = {}
        self.locked: set[str] = set()
        self.present = ""
        self.presences = 0

    def _locks(self, person: str) -> bool:
        self.failures[person] = self.failures.get(person, 0) + 1
        if self.failures[person] < 5:
            return False
        self.locked.add(person)
        self.present = "" if self.present == person else self.present
        return True

    @rule(person=who, secret_ok=st.booleans())
    def sign_in(self, person: str, *, secret_ok: bool):
        self.presences += 1
        found = code(self.company.do(station.SignIn(person, f"p{self.presences}", secret_ok=secret_ok)))
        if person in self.locked:
            assert found == "person_locked"
        elif secret_ok:
            assert found == ""
            self.present, self.failures[person] = person, 0
        else:
            assert found == ("person_locked_now" if self._locks(person) else "secret_wrong")

    @rule(person=who)
    def fail_to_sign(self, person: str):
        locked = person in self.locked
        found = code(self.company.do(station.NoteFailure(person, "sign")))
        assert found == ("person_locked" if locked else "person_locked_now" if self._locks(person) else "secret_wrong")

    @rule(person=who, unlocker=who)
    def unlock(self, person: str, unlocker: str):
        found = code(self.company.do(station.UnlockPerson(person, unlocker, "seen"), unlocker))
        on_duty = unlocker in {"jan.kowalski", "quentin.ode"}
        lifted = on_duty and person != unlocker and person in self.locked and unlocker not in self.locked
        assert (found == "") == lifted
        if lifted:
            self.locked.discard(person)
            self.failures[person] = 0

    @precondition(lambda self: self.present)
    @rule(how=st.sampled_from(["lock", "idle", "leave-now"]))
    def end(self, how: str):
        presence = signed_in(self.company.here())
        self.company.done(station.EndPresence(presence.id, how))
        self.present = ""

    @rule()
    def power_cut(self):
        self.company.write("station/S1", KeyStarted("aa", "bb", "file"))
        self.present = ""

    @invariant()
    def at_most_one_person_is_present_and_never_a_locked_one(self):
        here = self.company.here()
        assert [one.person for one in here.presences.values()] == ([self.present] if self.present else [])
        assert set(here.locked) == self.locked
        assert self.present not in self.locked

    @invariant()
    def nobody_has_more_tries_than_the_policy_gives(self):
        assert all(count <= 5 for count in self.company.here().failures.values())


TestDoor = Door.TestCase


def test_a_sign_in_that_another_program_wrote_twice_still_leaves_one_person():
    company = staffed()
    company.write("station/S1", SignedIn("maria.chen", "p1", badge=False))
    company.write("station/S1", SignedIn("jan.kowalski", "p2", badge=False))
    assert signed_in(company.here()).person == "jan.kowalski"
