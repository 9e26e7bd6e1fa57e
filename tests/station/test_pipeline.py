"""From a command to entries: what was seen is what is signed, a repetition gets the first answer, attempts are durable."""

from __future__ import annotations

import pytest

from ebr.domain.batch.commands import RecordValue, SignStep
from ebr.domain.people.commands import ChangeRights
from ebr.station.door import Station
from ebr.station.questions import BatchQuestion
from ebr.storage.store import Store
from tests.station.plant import BATCH, PASSWORD, code, fine


def step_done(plant):
    plant.recorded("clearance", no_product="yes", clean="yes")
    plant.recorded("card", scan=BATCH)
    return SignStep(BATCH, plant.at("clear"), "performed")


def signatures(plant):
    return plant.state.valid_signatures(plant.at("clear"), "performed")


def test_what_changed_while_somebody_was_reading_is_not_signed(running):
    command = step_done(running)
    seen = running.seen(command, "mchen")
    running.record("clearance", no_product="yes", clean="no")  # an attempt more, on the sheet

    answer = running.station.do(command, by="mchen", secret=PASSWORD, seen=seen)

    assert code(answer) == "record_changed"
    assert not signatures(running)
    fine(running.station.do(command, by="mchen", secret=PASSWORD, seen=running.seen(command, "mchen")))


@pytest.mark.parametrize(("seen", "why"), [("", "not_shown"), ("0" * 64, "record_changed"), ("ÄÖ", "record_changed")])
def test_nothing_is_signed_that_was_not_shown(running, seen, why):
    command = step_done(running)

    assert code(running.station.do(command, by="mchen", secret=PASSWORD, seen=seen)) == why
    assert not signatures(running)


def test_a_signature_without_a_password_is_refused(running):
    command = step_done(running)

    assert code(running.station.do(command, by="mchen", seen=running.seen(command, "mchen"))) == "secret_missing"
    assert not signatures(running)


def test_a_repeated_command_gets_the_first_answer_and_writes_nothing(running):
    first = running.record("clearance", command_id="once", no_product="yes", clean="yes")
    before = running.entries()

    again = running.record("clearance", command_id="once", no_product="yes", clean="yes")

    assert fine(again) == fine(first)
    assert running.entries() == before


def test_a_repeated_attempt_gets_the_first_refusal_also_after_a_restart(running):
    first = running.record("card", command_id="once", scan="WRONG")
    running.reopen()
    running.be("mchen")
    before = running.entries()

    again = running.record("card", command_id="once", scan="WRONG")

    assert code(first) == "wrong_scan"
    assert (again.refusal, again.answer) == (first.refusal, first.answer)
    assert running.entries() == before


def test_a_repeated_signature_is_given_once(running):
    command = step_done(running)
    seen = running.seen(command, "mchen")
    fine(running.station.do(command, by="mchen", secret=PASSWORD, seen=seen, command_id="sign"))
    before = running.entries()

    fine(running.station.do(command, by="mchen", secret=PASSWORD, seen=seen, command_id="sign"))

    assert running.entries() == before
    assert len(signatures(running)) == 1


def test_an_attempt_is_on_the_disk_before_the_answer(running):
    running.recorded("clearance", no_product="yes", clean="yes")

    assert code(running.record("card", scan="WRONG")) == "wrong_scan"

    with Store.read(running.folder).closing() as reader, reader.reading() as connection:
        names = connection.exec_driver_sql(
            "SELECT count(*) FROM entry WHERE header LIKE '%batch.attempt-recorded%'"
        ).scalar()
    assert names == 1
    assert running.entry("card").attempts[0].why == "wrong_scan"


def test_an_answer_names_what_changed(running):
    assert running.recorded("clearance", no_product="yes", clean="yes").changed == {f"batch/{BATCH}"}


def test_what_a_rule_refuses_leaves_nothing(running):
    running.be("mchen")
    before = running.entries()

    answer = running.station.do(RecordValue(BATCH, "no/such/place", {"number": "1"}), by="mchen")

    assert answer.refusal is not None
    assert running.entries() == before


def test_a_person_without_the_right_leaves_an_attempt(running):
    answer = running.record("clearance", by="lab1", no_product="yes", clean="yes")

    assert code(answer) == "right_missing"
    assert running.entry("clearance").attempts[0].by_name == "Lara Lab"


def test_a_decision_names_the_facts_it_relied_on(running):
    running.recorded("clearance", no_product="yes", clean="yes")
    head = running.station.store.log.head

    relied = head.header.decode()
    for subject in ("person/mchen", "site"):
        assert subject in relied.partition('"relies"')[2], subject


def test_rights_that_changed_hold_at_once(running):
    running.be("aroot")
    running.signed(ChangeRights("mchen", ("author",), False, "other work", "qlee"), "aroot")

    assert code(running.record("clearance", no_product="yes", clean="yes")) == "right_missing"


def test_views_made_anew_are_the_same(worked):
    store = worked.station.store
    before = store.views_digest()

    store.rebuild()

    assert store.views_digest() == before


def test_reopening_changes_no_view_of_the_batch(worked):
    before = worked.station.ask(BatchQuestion(BATCH, "mchen"))
    worked.reopen()

    assert worked.station.ask(BatchQuestion(BATCH, "mchen")) == before


def test_a_crash_in_the_middle_leaves_a_record_that_verifies(worked):
    """A fault ends the program without goodbye: the presence stays open in the log and ends with the next start."""
    worked.be("mchen")
    worked.station.store.close()

    assert worked.verified() == ()
    worked.station = Station.open(worked.folder, clock=worked.clock)
    fine(worked.station.sign_in("jdoe", PASSWORD))
    assert worked.station.present() == "jdoe"
    assert worked.verified() == ()
