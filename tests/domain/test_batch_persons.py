"""Performers, scribes, second persons, hand-over, whoever has gone (floor-rules 4-7)."""

from __future__ import annotations

import pytest

from ebr.domain.batch import commands as c
from ebr.domain.batch.rules import lifecycle
from tests.domain.batch_floor import BATCH, Floor, code
from tests.domain.batch_small import at_step, fill, fill_step


@pytest.fixture
def charge() -> Floor:
    return at_step("charge")


def test_the_second_person_of_an_entry_is_nobody_who_performed_or_recorded_it() -> None:
    floor = at_step("clear")
    floor.record(floor.at("patient"), coi="COI-4711", subject="SUBJECT-4711")
    assert code(floor.sign(floor.at("patient"), "verified", "olga")) == "second_person_same"
    assert code(floor.sign(floor.at("patient"), "witnessed", "sven")) == "meaning_not_asked"
    assert code(floor.sign(floor.at("patient"), "verified", "petra")) == "right_missing"
    assert code(floor.sign(floor.at("patient"), "verified", "otto")) == ""
    assert code(floor.sign(floor.at("patient"), "verified", "sven")) == "already_signed"


def test_nothing_is_verified_before_it_is_performed() -> None:
    floor = at_step("clear")
    assert code(floor.sign(floor.at("patient"), "verified", "otto")) == "not_yet_performed"
    assert code(floor.sign(floor.at("clear"), "verified", "otto")) == "not_yet_performed"


def test_a_step_is_signed_when_everything_is_there(charge: Floor) -> None:
    address = fill_step(charge, "charge", leave=("near",))
    assert code(charge.sign(address, "performed", "olga")) == "entries_missing"
    fill(charge, "near")
    assert code(charge.sign(address, "performed", "otto")) == "not_the_performer"
    assert code(charge.sign(address, "performed", "olga")) == ""
    assert code(charge.sign(address, "performed", "olga")) == "already_signed"


def test_an_entry_lacking_its_second_person_keeps_the_step_open() -> None:
    floor = at_step("clear")
    fill_step(floor, "clear", leave=("patient",))
    floor.record(floor.at("patient"), coi="COI-4711", subject="SUBJECT-4711")
    decision = floor.sign(floor.at("clear"), "performed", "olga")
    assert decision.refusal is not None
    assert (decision.refusal.code, decision.refusal.params["meaning"]) == ("second_person_missing", "verified")


def test_everybody_who_performed_signs(charge: Floor) -> None:
    address = fill_step(charge, "charge", leave=("near",))
    charge.number(charge.at("near"), "5.00", "otto")
    assert code(charge.sign(address, "performed", "olga")) == ""
    assert charge.status(address) == "active"
    assert code(charge.sign(address, "witnessed", "sven")) == "not_yet_performed"
    assert code(charge.sign(address, "performed", "otto")) == ""
    assert charge.status(address) == "to_verify"


@pytest.mark.parametrize("who", ["olga", "otto"])
def test_the_witness_of_a_step_took_no_part_in_it(charge: Floor, who: str) -> None:
    address = fill_step(charge, "charge", leave=("near",))
    charge.number(charge.at("near"), "5.00", "otto")
    charge.sign(address, "performed", "olga")
    charge.sign(address, "performed", "otto")
    assert code(charge.sign(address, "witnessed", who)) == "second_person_same"


def test_who_only_tried_is_no_witness_either(charge: Floor) -> None:
    address = fill_step(charge, "charge", leave=("near",))
    charge.number(charge.at("near"), "50.00", "sven")
    charge.number(charge.at("near"), "5.00", "olga")
    charge.sign(address, "performed", "olga")
    assert code(charge.sign(address, "witnessed", "sven")) == "second_person_same"


def test_a_witness_signs_within_the_minutes_of_the_policy(charge: Floor) -> None:
    address = fill_step(charge, "charge")
    charge.sign(address, "performed", "olga")
    charge.wait(minutes=10).sign(address, "witnessed", "sven")
    assert charge.rules_raised() == []


def test_a_late_witness_is_a_departure(charge: Floor) -> None:
    address = fill_step(charge, "charge")
    charge.sign(address, "performed", "olga")
    assert code(charge.wait(601).sign(address, "witnessed", "sven")) == ""
    assert charge.rules_raised() == [("EX-001", "witness_late", "major")]


def test_a_late_witness_of_an_entry_too(charge: Floor) -> None:
    charge.record(charge.at("salt_add"), lot="S1", net="10.00", potency="100", lod="0")
    charge.done(c.CloseItems(BATCH, charge.at("salt_add")), "olga")
    charge.wait(minutes=11).sign(charge.at("salt_add"), "witnessed", "sven")
    assert charge.rules_raised() == [("EX-001", "witness_late", "major")]


# Scribe


def test_a_scribe_records_for_a_named_performer_where_the_step_allows_it(charge: Floor) -> None:
    near = charge.at("water_add")
    assert code(charge.record(near, "otto", by="olga", number="100.0")) == "scribe_not_named"
    assert [a.why for a in charge.state.slot(near).attempts] == ["scribe_not_named"]
    assert charge.refused(c.NameScribe(BATCH, charge.at("charge"), "otto"), "otto") == "scribe_same"
    charge.done(c.NameScribe(BATCH, charge.at("charge"), "olga"), "otto")
    assert code(charge.record(near, "otto", by="olga", number="100.0")) == ""
    row = charge.state.slot(near).rows[1]
    assert (row.performed_by, row.first.by) == ("olga", "otto")


def test_the_performer_signs_what_the_scribe_typed_and_the_scribe_is_no_witness(charge: Floor) -> None:
    charge.done(c.NameScribe(BATCH, charge.at("charge"), "olga"), "otto")
    charge.record(charge.at("water_add"), "otto", by="olga", number="100.0")
    address = fill_step(charge, "charge", leave=("water_add",))
    assert code(charge.sign(address, "performed", "otto")) == "not_the_performer"
    assert code(charge.sign(address, "performed", "olga")) == ""
    assert code(charge.sign(address, "witnessed", "otto")) == "second_person_same"


def test_where_no_scribe_is_allowed_it_is_an_attempt() -> None:
    floor = at_step("measure")
    assert floor.refused(c.NameScribe(BATCH, floor.at("measure"), "olga"), "otto") == "scribe_not_allowed"
    assert code(floor.record(floor.at("temp"), "otto", by="olga", number="20.0")) == "scribe_not_allowed"
    assert [a.performed_by for a in floor.state.slot(floor.at("temp")).attempts] == ["olga"]


# Hand-over, gone, alone


def test_the_leaver_signs_the_own_part_and_the_other_goes_on(charge: Floor) -> None:
    address = fill_step(charge, "charge", leave=("near",))
    assert charge.refused(c.HandOver(BATCH, address, "olga", "x"), "olga") == "hand_over_same"
    assert charge.refused(c.HandOver(BATCH, address, "", "x"), "olga") == "receiver_missing"
    charge.done(c.HandOver(BATCH, address, "otto", "one weight is left"), "olga")
    charge.number(charge.at("near"), "5.00", "otto")
    assert code(charge.sign(address, "performed", "otto")) == ""
    assert charge.status(address) == "to_verify"


def test_what_the_leaver_does_after_the_hand_over_is_not_signed_by_it(charge: Floor) -> None:
    address = fill_step(charge, "charge", leave=("near",))
    charge.done(c.HandOver(BATCH, address, "otto", "on"), "olga")
    charge.number(charge.at("near"), "5.00", "olga")
    charge.sign(address, "performed", "olga")
    assert charge.status(address) == "to_verify"


def test_a_correction_voids_the_hand_over_signature(charge: Floor) -> None:
    address = fill_step(charge, "charge", leave=("near",))
    charge.done(c.HandOver(BATCH, address, "otto", "on"), "olga")
    charge.correct(charge.at("water_add"), "otto", number="100.5")
    charge.number(charge.at("near"), "5.00", "otto")
    charge.sign(address, "performed", "otto")
    assert charge.status(address) == "active"


def test_who_handed_over_and_was_corrected_signs_as_performer_and_the_step_is_done(charge: Floor) -> None:
    address = fill_step(charge, "charge", leave=("near",))
    charge.done(c.HandOver(BATCH, address, "otto", "on"), "olga")
    charge.number(charge.at("near"), "5.00", "otto")
    charge.sign(address, "performed", "otto")
    charge.correct(charge.at("water_add"), "otto", number="100.5")
    assert address in lifecycle.unsigned(charge.state)
    charge.sign(address, "performed", "otto")
    charge.sign(address, "performed", "olga")
    assert charge.status(address) == "to_verify"
    assert address not in lifecycle.unsigned(charge.state)


def test_a_performer_who_has_gone_is_a_departure_and_the_work_goes_on(charge: Floor) -> None:
    address = fill_step(charge, "charge", leave=("near",))
    charge.number(charge.at("near"), "5.00", "otto")
    charge.sign(address, "performed", "olga")
    decision = charge.accept(address, 0, "olga")
    assert (code(decision), charge.rules_raised()) == ("", [("EX-001", "performer_gone", "major")])
    assert charge.status(address) == "to_verify"
    assert charge.status(charge.at("press")) == "open"


def test_if_all_have_gone_somebody_else_signs(charge: Floor) -> None:
    address = fill_step(charge, "charge")
    charge.accept(address, 0, "otto")
    assert code(charge.sign(address, "performed", "otto")) == ""
    assert charge.status(address) == "to_verify"


def test_alone_on_the_shift_is_critical_and_holds_the_batch(charge: Floor) -> None:
    address = fill_step(charge, "charge")
    charge.sign(address, "performed", "olga")
    charge.accept(address, 0, "olga")
    assert charge.rules_raised() == [("EX-001", "unwitnessed", "critical")]
    assert (charge.status(address), charge.state.hold) == ("done", "EX-001: unwitnessed")
    assert charge.refused(c.LiftHold(BATCH, "salt is tested"), "sven") == "right_missing"
    assert charge.refused(c.LiftHold(BATCH, "salt is tested"), "quinn") == ""


def test_an_unwitnessed_entry_does_not_count_as_not_made(charge: Floor) -> None:
    charge.record(charge.at("salt_add"), lot="S1", net="10.00", potency="100", lod="0")
    charge.done(c.CloseItems(BATCH, charge.at("salt_add")), "olga")
    charge.accept(charge.at("salt_add"), 0, "olga")
    assert charge.rules_raised() == [("EX-001", "unwitnessed", "critical")]
    assert charge.state.slot(charge.at("salt_add")).skipped == ""
    charge.done(c.LiftHold(BATCH, "tested"), "quinn")
    address = fill_step(charge, "charge", leave=("salt_add",))
    assert code(charge.sign(address, "performed", "olga")) == ""


def test_a_step_that_lacks_nothing_or_everything_is_not_waived(charge: Floor) -> None:
    assert code(charge.accept(charge.at("charge"), 0)) == "entries_missing"
    assert code(charge.accept(charge.at("measure"), 0)) == "nothing_missing"
    assert code(charge.accept(charge.at("figures"), 0)) == "waits_for"


def test_signature_slots_are_signed_by_their_role_in_their_order() -> None:
    floor = at_step("closing")
    assert code(floor.sign(floor.at("quality_sign"), "approved", "quinn")) == "entries_missing"
    assert code(floor.sign(floor.at("made_sign"), "verified", "quinn")) == "right_missing"
    assert code(floor.sign(floor.at("made_sign"), "approved", "sven")) == "meaning_not_asked"
    assert code(floor.sign(floor.at("made_sign"), "verified", "sven")) == ""
    assert code(floor.sign(floor.at("quality_sign"), "approved", "quinn")) == ""
    signed = floor.state.valid_signatures(floor.at("made_sign"))[0]
    recorded = {recorded.stamp.hash for recorded in floor.events if type(recorded.event).__name__ == "ValueRecorded"}
    assert recorded <= set(signed.signed.covered)


def test_a_result_is_checked_by_a_second_person_of_the_laboratory() -> None:
    floor = at_step("tests")
    floor.record(floor.at("sampled"), sample="S-1")
    floor.number(floor.at("assay"), "99.0", "lena")
    assert code(floor.sign(floor.at("assay"), "verified", "lena")) == "second_person_same"
    assert code(floor.sign(floor.at("assay"), "verified", "sven")) == "right_missing"
    assert code(floor.sign(floor.at("assay"), "verified", "luis")) == ""
