"""Passwords: wrong ones are entries and lock, temporary ones open nothing but the choice of an own one (11.300; floor-rules 8)."""

from __future__ import annotations

import pytest

from ebr.domain.batch.commands import SignStep
from ebr.domain.people.commands import ChangeBadge, DeactivatePerson, EnrolPerson, ReplaceKey, SignAcknowledgement
from ebr.domain.refusal import Refusal
from ebr.domain.station.commands import UnlockPerson
from ebr.station.questions import People
from tests.station.plant import BATCH, PASSWORD, code, fine

WRONG = "copper kettle 48"
OWN = "blue ladder by 9 trees"


def row(plant, person):
    return next(found for found in plant.station.ask(People()) if found.person == person)


def fail(plant, times, person="mchen"):
    return [code(plant.station.sign_in(person, WRONG)) for _ in range(times)]


def test_a_wrong_password_is_an_entry_that_says_nothing_of_it(plant):
    answer = plant.station.sign_in("mchen", WRONG)

    assert (code(answer), answer.refusal.params["left"]) == ("secret_wrong", "4")
    assert plant.audit("access")[0].event.startswith("station.sign-in-failed")
    head = plant.station.store.log.head
    assert WRONG.encode() not in head.header + head.body


@pytest.mark.parametrize("person", ["nobody", "copper kettle 47", "", "../mchen", "person/mchen"])
def test_a_name_nobody_has_is_not_written_down(plant, person):
    """People type their password into the wrong field."""
    answer = plant.station.sign_in(person, WRONG)

    assert code(answer) == "sign_in_failed"
    head = plant.station.store.log.head
    assert not person or person.encode() not in head.header + head.body


def test_five_failures_lock_and_the_right_password_does_not_help(plant):
    assert fail(plant, 5) == ["secret_wrong"] * 4 + ["person_locked_now"]

    assert code(plant.station.sign_in("mchen", PASSWORD)) == "person_locked"
    assert row(plant, "mchen").state == "locked"
    plant.reopen()
    assert code(plant.station.sign_in("mchen", PASSWORD)) == "person_locked"


def test_a_sign_in_in_between_forgets_the_failures(plant):
    fail(plant, 4)
    fine(plant.station.sign_in("mchen", PASSWORD))

    assert fail(plant, 4) == ["secret_wrong"] * 4


def test_failures_at_signatures_count_too_and_end_the_presence(running):
    running.recorded("clearance", no_product="yes", clean="yes")
    running.recorded("card", scan=BATCH)
    command = SignStep(BATCH, running.at("clear"), "performed")
    seen = running.seen(command, "mchen")

    codes = [code(running.station.do(command, by="mchen", secret=WRONG, seen=seen)) for _ in range(5)]

    assert codes == ["secret_wrong"] * 4 + ["person_locked_now"]
    assert running.station.present() == ""
    assert not running.state.valid_signatures(running.at("clear"), "performed")


def test_wrong_passwords_of_a_second_person_lock_that_one_only(running):
    running.recorded("clearance", no_product="yes", clean="yes")
    running.recorded("card", scan=BATCH)
    fine(running.sign_scope("clear"))
    command = SignStep(BATCH, running.at("clear"), "verified")
    seen = running.seen(command, "jdoe")

    codes = [code(running.station.do(command, by="jdoe", secret=WRONG, seen=seen)) for _ in range(5)]

    assert codes[-1] == "person_locked_now"
    assert running.station.present() == "mchen"
    assert code(running.station.do(command, by="jdoe", secret=PASSWORD, seen=seen)) == "person_locked"


def test_a_good_signature_in_between_forgets_the_failures(running):
    """Failures count in a row, at signatures as at sign-ins."""
    running.recorded("clearance", no_product="yes", clean="yes")
    running.recorded("card", scan=BATCH)
    command = SignStep(BATCH, running.at("clear"), "performed")
    seen = running.seen(command, "mchen")
    for _ in range(4):
        running.station.do(command, by="mchen", secret=WRONG, seen=seen)
    fine(running.station.do(command, by="mchen", secret=PASSWORD, seen=seen))

    assert code(running.station.choose_password("mchen", WRONG, OWN)) == "secret_wrong"


def test_somebody_on_duty_unlocks_and_the_key_stays(plant):
    key = plant.station.acting.person("mchen").key
    fail(plant, 5)

    plant.done(UnlockPerson("mchen", "sups", "mistyped at the end of the shift"), "sups")

    fine(plant.station.sign_in("mchen", PASSWORD))
    assert plant.station.acting.person("mchen").key == key


@pytest.mark.parametrize(("unlocker", "asks", "why"), [
    ("qtwo", "qtwo", "not_on_duty"),
    ("sups", "qlee", "not_on_duty"),
    ("mchen", "mchen", "right_missing"),
])  # fmt: skip
def test_nobody_else_unlocks(plant, unlocker, asks, why):
    fail(plant, 5, "jdoe")

    assert code(plant.do(UnlockPerson("jdoe", unlocker, "please"), asks)) == why
    assert row(plant, "jdoe").state == "locked"


def test_a_temporary_password_opens_only_the_choice_of_an_own_one(plant):
    fine(plant.enrol("newby", "Nora New", ("operator",), temporary=True))

    assert code(plant.station.sign_in("newby", PASSWORD)) == "password_temporary"
    assert row(plant, "newby").state == "temporary"
    assert plant.station.present() == "aroot"


def test_from_a_temporary_password_to_the_first_signature(plant):
    fine(plant.enrol("newby", "Nora New", ("operator",), temporary=True))
    set_by_others = plant.station.acting.person("newby").key.key

    fine(plant.station.choose_password("newby", PASSWORD, OWN))

    assert plant.station.acting.person("newby").key.key != set_by_others
    assert code(plant.station.sign_in("newby", PASSWORD)) == "secret_wrong"
    fine(plant.station.sign_in("newby", OWN))
    assert row(plant, "newby").state == "to_acknowledge"
    fine(plant.acknowledge("newby", OWN))
    assert row(plant, "newby").state == "active"
    assert plant.verified() == ()


def test_nobody_signs_a_step_before_the_acknowledgement(running):
    fine(running.enrol("newby", "Nora New", ("operator",)))
    running.recorded("clearance", no_product="yes", clean="yes")
    running.recorded("card", scan=BATCH)
    fine(running.sign_scope("clear"))

    command = SignStep(BATCH, running.at("clear"), "verified")
    answer = running.station.do(command, by="newby", secret=PASSWORD, seen="0" * 64)

    assert code(answer) == "acknowledgement_missing"


def test_the_acknowledgement_is_personal(plant):
    plant.be("jdoe")

    answer = plant.station.do(SignAcknowledgement("mchen", "I accept"), by="jdoe", secret=PASSWORD, seen="0" * 64)

    assert answer.refusal is not None
    assert plant.audit()[0].event.partition("/")[0] != "people.acknowledgement-signed"


@pytest.mark.parametrize(("new", "why"), [
    ("short", "password_short"), ("x" * 300, "password_long"), ("aaaaaaaaaaaaaaa", "password_too_regular"),
    ("password12345", "password_blocked"), ("maria walks home", "password_holds_name"), ("tab\there and there", "password_control_character"),
    (PASSWORD, "password_same"),
])  # fmt: skip
def test_an_unfit_password_is_refused_and_the_old_one_stays(plant, new, why):
    plant.be("mchen")

    assert code(plant.station.choose_password("mchen", PASSWORD, new)) == why
    fine(plant.station.sign_in("mchen", PASSWORD))


def test_a_new_password_keeps_the_key(plant):
    plant.be("mchen")
    key = plant.station.acting.person("mchen").key

    fine(plant.station.choose_password("mchen", PASSWORD, OWN))

    assert plant.station.acting.person("mchen").key == key
    assert code(plant.station.sign_in("mchen", PASSWORD)) == "secret_wrong"
    fine(plant.station.sign_in("mchen", OWN))


def test_nobody_chooses_for_somebody_else(plant):
    plant.be("jdoe")

    assert code(plant.station.choose_password("mchen", PASSWORD, OWN)) == "not_signed_in"
    fine(plant.station.sign_in("mchen", PASSWORD))


def test_wrong_old_passwords_count_and_lock(plant):
    plant.be("mchen")

    codes = [code(plant.station.choose_password("mchen", WRONG, OWN)) for _ in range(5)]

    assert codes == ["secret_wrong"] * 4 + ["person_locked_now"]
    assert code(plant.station.choose_password("mchen", PASSWORD, OWN)) == "person_locked"


def test_choosing_for_a_name_nobody_has_says_no_more_than_a_sign_in(plant):
    assert code(plant.station.choose_password("nobody", WRONG, OWN)) == "sign_in_failed"


def forgotten(plant, person="mchen"):
    """Two others help: the one on duty asks and checked the identity, the second signs."""
    plant.be("sups")
    command = ReplaceKey(person, "", "", "sups", "qlee", "forgot it over the holidays")
    drafted = plant.station.draft_keys(command, "red bucket 5 of 12")
    return plant.station.replace_key(
        drafted, "red bucket 5 of 12", by="sups", secret=PASSWORD, seen=plant.seen(drafted, "sups")
    )


def test_a_forgotten_password_takes_two_others_and_the_owner(running):
    running.recorded("clearance", no_product="yes", clean="yes")
    running.recorded("card", scan=BATCH)
    fine(running.sign_scope("clear"))
    old = running.station.acting.person("mchen").key.key

    fine(forgotten(running))
    assert code(running.station.sign_in("mchen", PASSWORD)) == "secret_wrong"
    assert code(running.station.sign_in("mchen", "red bucket 5 of 12")) == "password_temporary"
    fine(running.station.choose_password("mchen", "red bucket 5 of 12", OWN))
    fine(running.acknowledge("mchen", OWN))

    assert running.station.acting.person("mchen").key.key != old
    assert running.state.valid_signatures(running.at("clear"), "performed")
    assert running.verified() == ()


def test_nobody_helps_themselves_to_a_new_key(plant):
    plant.be("sups")
    drafted = plant.station.draft_keys(ReplaceKey("sups", "", "", "sups", "qlee", "forgot"), OWN)

    assert (
        code(plant.station.replace_key(drafted, OWN, by="sups", secret=PASSWORD, seen="0" * 64))
        == "own_password_forgotten"
    )
    assert not plant.station.acting.person("sups").temporary


def test_a_refused_replacement_leaves_the_old_password_in_use(plant):
    plant.be("sups")
    drafted = plant.station.draft_keys(ReplaceKey("mchen", "", "", "sups", "qlee", "forgot"), OWN)

    assert (
        code(plant.station.replace_key(drafted, OWN, by="sups", secret=WRONG, seen=plant.seen(drafted, "sups")))
        == "secret_wrong"
    )
    fine(plant.station.sign_in("mchen", PASSWORD))


def test_an_enrolment_with_another_key_than_the_one_shown_is_refused(plant):
    plant.be("aroot")
    command = EnrolPerson("newby", "Nora New", ("operator",), "aroot", "passport", "", "", "qlee")
    seen = plant.seen(plant.station.draft_keys(command, PASSWORD), "aroot")
    other = plant.station.draft_keys(command, PASSWORD)

    assert code(plant.station.enrol(other, PASSWORD, by="aroot", secret=PASSWORD, seen=seen)) == "record_changed"


def test_a_deactivated_person_is_out_at_once_and_for_good(running):
    running.recorded("clearance", no_product="yes", clean="yes")
    running.be("aroot")
    running.signed(DeactivatePerson("mchen", "left the company", "qlee"), "aroot")

    assert code(running.station.sign_in("mchen", PASSWORD)) == "person_inactive"
    with pytest.raises(Refusal, match="person_id_used"):
        running.enrol("mchen", "Maria Chen", ("operator",))
    assert running.entry("clearance").rows[0].by_name == "Maria Chen"
    assert running.verified() == ()


def test_somebody_deactivated_while_signed_in_records_nothing_more(running):
    """The presence of the operator stays open on the screen; the right is gone."""
    running.recorded("clearance", no_product="yes", clean="yes")
    command = DeactivatePerson("mchen", "left the company", "qlee")
    running.signed(command, "aroot")
    running.station.sign_in("mchen", PASSWORD)

    assert code(running.station.do(SignStep(BATCH, running.at("clear"), "performed"), by="mchen", secret=PASSWORD, seen="0" * 64)) in (
        "not_signed_in", "person_inactive",
    )  # fmt: skip


def test_no_two_people_have_one_badge(plant):
    """The station looks up who has it, whatever the asker says (11.300(c))."""
    assert code(plant.do(ChangeBadge("jdoe", "BADGE-mchen", "new badge", badge_holder=""), "aroot")) == "badge_taken"
    with pytest.raises(Refusal, match="badge_taken"):
        plant.seen(
            plant.station.draft_keys(
                EnrolPerson("newby", "Nora New", ("operator",), "aroot", "passport", "", "", "qlee", "BADGE-mchen"),
                PASSWORD,
            ),
            "aroot",
        )
    plant.done(ChangeBadge("jdoe", "BADGE-99", "new badge"), "aroot")
