"""Who may act at all: the person present, or somebody who proves it in a sheet (architecture.md, "The path of one value")."""

from __future__ import annotations

import pytest

from ebr.domain.batch.commands import CompleteBatch, RecordValue, SignStep
from ebr.domain.people.commands import ChangeRights
from ebr.station.questions import Who
from tests.station.plant import BATCH, PASSWORD, code, fine


def test_nobody_records_who_is_not_signed_in(running):
    command = RecordValue(BATCH, running.at("clearance"), {"no_product": "yes", "clean": "yes"})
    before = running.entries()

    answer = running.station.do(command, by="mchen")

    assert code(answer) == "not_signed_in"
    assert answer.refusal.params["person"] == "Maria Chen"
    assert running.entries() == before


def test_the_program_itself_may_not_record(running):
    command = RecordValue(BATCH, running.at("clearance"), {"no_product": "yes", "clean": "yes"})

    answer = running.station.do(command)

    assert code(answer) == "right_missing"
    assert not running.entry("clearance").rows


def test_a_password_does_not_let_an_absent_person_record(running):
    """A secret proves a signature, not a presence."""
    running.be("mchen")
    command = RecordValue(BATCH, running.at("clearance"), {"no_product": "yes", "clean": "yes"})

    assert code(running.station.do(command, by="jdoe", secret=PASSWORD)) == "not_signed_in"


def test_a_second_person_signs_in_a_sheet_and_the_first_stays_signed_in(running):
    running.recorded("clearance", no_product="yes", clean="yes")
    running.recorded("card", scan=BATCH)
    fine(running.sign_scope("clear"))
    presence = running.station.ask(Who())

    fine(running.sign_scope("clear", "verified", "jdoe", sheet=True))

    assert running.station.ask(Who()) == presence
    signed = running.audit("signatures")[0]
    assert (signed.by, signed.by_name) == ("jdoe", "John Doe")
    assert running.verified() == ()


def test_whoever_performed_does_not_verify(running):
    running.recorded("clearance", no_product="yes", clean="yes")
    running.recorded("card", scan=BATCH)
    fine(running.sign_scope("clear"))
    command = SignStep(BATCH, running.at("clear"), "verified")
    before = running.entries()

    answer = running.station.do(command, by="mchen", secret=PASSWORD, seen="0" * 64)

    assert answer.refusal is not None
    assert not running.state.valid_signatures(running.at("clear"), "verified")
    assert running.entries() - before <= 1


def test_signing_in_sends_the_one_before_away(plant):
    plant.be("mchen")
    plant.be("jdoe")

    assert plant.station.present() == "jdoe"
    assert [row.event.partition("/")[0] for row in plant.audit("access")[:3]] == [
        "station.signed-in",
        "station.signed-out",
        "station.signed-in",
    ]


def test_closing_ends_the_presence(plant):
    plant.be("mchen")
    plant.reopen()

    assert plant.station.present() == ""


@pytest.mark.parametrize("signer", ["mchen", "aroot"])
def test_the_named_quality_person_signs_nobody_else(plant, signer):
    plant.be("aroot")
    command = ChangeRights("mchen", ("supervisor",), False, "promoted", signer)

    answer = plant.station.do(command, by="aroot", secret=PASSWORD, seen="0" * 64)

    assert answer.refusal is not None
    assert plant.station.acting.person("mchen").roles == ("operator",)


def test_a_right_is_asked_for_before_a_password_is_believed(running):
    running.be("mchen")

    answer = running.station.do(CompleteBatch(BATCH), by="mchen", secret=PASSWORD, seen="0" * 64)

    assert code(answer) == "right_missing"
