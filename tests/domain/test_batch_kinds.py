"""Every kind of entry: what it accepts, as what it stands in the record, and what it refuses in words."""

from __future__ import annotations

import pytest

from ebr.domain.batch import commands as c
from ebr.domain.batch import rules
from ebr.domain.batch.events import AttemptRecorded, ExceptionRaised, ValueRecorded
from ebr.wording import refusal_words, rule_words
from tests.domain.batch_floor import BATCH, Floor, actor, code
from tests.domain.batch_small import at_step

FILE = {"sha256": "a" * 64, "name": "curve.png", "size": "1200", "media": "image/png"}
STEP = {
    "clear": ("clearance", "tank_used", "patient"),
    "charge": ("salt_add", "water_add", "bottles", "weights"),
    "reconcile": ("tags", "to_store"),
    "closing": (),
}
WHERE = {slot: step for step, slots in STEP.items() for slot in slots}


@pytest.fixture(scope="module")
def floors() -> dict[str, Floor]:
    found = {step: at_step(step) for step in ("clear", "measure", "charge", "reconcile")}
    found["tests"] = at_step("tests")
    found["tests"].record(found["tests"].at("sampled"), sample="S-1")
    return found


def tried(floors: dict[str, Floor], slot: str, value: dict[str, str], who: str = "olga"):
    floor = floors["tests" if slot in ("sampled", "assay", "sterile") else WHERE.get(slot, "measure")]
    command = c.RecordValue(BATCH, floor.at(slot), value)
    return rules.decide(floor.state, floor.facts, command, actor(who), floor.now())


ACCEPTED = [
    ("rule", {"done": "yes"}, {"done": "yes"}),
    ("temp", {"number": "20.0"}, {"number": "20.0"}),
    ("temp", {"number": " 20 "}, {"number": "20"}),
    ("temp", {"number": "20.0", "unit": "degC"}, {"number": "20.0"}),
    ("temp", {"number": "2.0e1"}, {"number": "20"}),
    ("look", {"choice": "clear_"}, {"choice": "clear_"}),
    ("closed", {"check": "yes"}, {"check": "yes"}),
    ("closed", {"check": "na", "reason": "no lid"}, {"check": "na", "reason": "no lid"}),
    ("remark", {"text": "  two\nlines "}, {"text": "two\nlines"}),
    ("seen", {"time": "2026-05-04T06:00:00+00:00"}, {"time": "2026-05-04T06:00:00+00:00"}),
    ("took", {"number": "3"}, {"number": "3"}),
    ("drum", {"scan": "RM-1"}, {"scan": "RM-1"}),
    ("picture", FILE, FILE),
    ("print", {**FILE, "media": ""}, {**FILE, "media": ""}),
    ("room", {"rh": "40", "dp": "15"}, {"rh": "40", "dp": "15"}),
    ("clearance", {"clean": "yes", "dry": "na"}, {"clean": "yes", "dry": "na"}),
    ("tank_used", {"equipment": "TANK-01", "state": "clean"}, {"equipment": "TANK-01", "state": "clean"}),
    ("patient", {"coi": "COI-4711", "subject": "SUBJECT-4711"}, {"coi": "COI-4711", "subject": "SUBJECT-4711"}),
    ("salt_add", {"lot": "S1", "gross": "6.05", "tare": "1.00", "potency": "99.5", "lod": "0.5", "expiry": "2027-01"},
     {"lot": "S1", "container": "1", "gross": "6.05", "tare": "1.00", "net": "5.05", "potency": "99.5", "lod": "0.5", "expiry": "2027-01"}),
    ("salt_add", {"lot": "S1", "container": "2", "net": "5.00", "potency": "100", "lod": "0", "unit": "kg"},
     {"lot": "S1", "container": "2", "net": "5.00", "potency": "100", "lod": "0"}),
    ("bottles", {"lot": "B1", "net": "2", "row": "spilled"}, {"lot": "B1", "container": "1", "net": "2", "row": "spilled"}),
    ("water_add", {"number": "100.0", "unit": "kg"}, {"number": "100.0"}),
    ("weights", {"number": "5.0"}, {"number": "5.0"}),
    ("tags", {"issued": "10", "used": "8", "destroyed": "1", "specimen": "1"},
     {"issued": "10", "used": "8", "damaged": "0", "destroyed": "1", "returned": "0", "specimen": "1", "balance": "0"}),
    ("to_store", {"to": "Store", "condition": "closed"}, {"to": "Store", "condition": "closed"}),
    ("sampled", {"sample": "S-2", "quantity": "9.5"}, {"sample": "S-2", "quantity": "9.5"}),
]  # fmt: skip


@pytest.mark.parametrize(("slot", "given", "kept"), ACCEPTED)
def test_a_good_value_stands_as_it_was_given(floors, slot: str, given: dict[str, str], kept: dict[str, str]) -> None:
    decision = tried(floors if slot != "sampled" else {"tests": at_step("tests")}, slot, given)
    assert decision.refusal is None, decision.refusal
    event = decision.drafts[0].event
    assert isinstance(event, ValueRecorded)
    assert event.value == kept


REFUSED = [
    ("temp", {"number": ""}, "number_empty"),
    ("temp", {"number": "1,5"}, "number_comma"),
    ("temp", {"number": "NaN"}, "number_unreadable"),
    ("temp", {"number": "1e400"}, "number_unreadable"),
    ("temp", {"number": "２０"}, "number_unreadable"),
    ("temp", {"number": "20.05"}, "number_decimals"),
    ("temp", {"number": "20.0", "unit": "K"}, "wrong_unit"),
    ("temp", {"number": "20.0", "colour": "red"}, "value_part_unknown"),
    ("look", {"choice": "purple"}, "choice_unknown"),
    ("closed", {"check": "maybe"}, "answer_unknown"),
    ("closed", {"check": "na"}, "reason_missing"),
    ("remark", {"text": " "}, "text_empty"),
    ("remark", {"text": "x" * 21}, "text_too_long"),
    ("remark", {"text": "a\x00b"}, "text_control_character"),
    ("seen", {"time": "yesterday"}, "time_unreadable"),
    ("seen", {"time": "2026-05-04T06:00:00"}, "time_without_zone"),
    ("seen", {"time": "2036-05-04T06:00:00+00:00"}, "time_in_future"),
    ("drum", {"scan": ""}, "scan_empty"),
    ("drum", {"scan": "RM-1\x07"}, "scan_unreadable"),
    ("picture", {"name": "x"}, "file_missing"),
    ("picture", {**FILE, "size": str(26 * 1024 * 1024)}, "file_too_large"),
    ("room", {"rh": "40"}, "number_empty"),
    ("clearance", {"clean": "yes"}, "answer_unknown"),
    ("tank_used", {"equipment": ""}, "scan_empty"),
    ("salt_add", {"lot": "S1", "potency": "100", "lod": "0"}, "net_missing"),
    ("salt_add", {"lot": "S1", "gross": "1.00", "tare": "2.00", "potency": "100", "lod": "0"}, "net_not_positive"),
    ("salt_add", {"lot": "S1", "gross": "3.00", "tare": "1.00", "net": "1.99", "potency": "100", "lod": "0"}, "net_disagrees"),
    ("salt_add", {"lot": "S1", "net": "5.00"}, "potency_missing"),
    ("salt_add", {"lot": "S1", "net": "5.00", "potency": "201", "lod": "0"}, "percent_out_of_range"),
    ("salt_add", {"lot": "", "net": "5.00", "potency": "100", "lod": "0"}, "scan_empty"),
    ("salt_add", {"lot": "S1", "net": "5.001", "potency": "100", "lod": "0"}, "number_decimals"),
    ("salt_add", {"lot": "S1", "net": "5000", "unit": "g", "potency": "100", "lod": "0"}, "wrong_unit"),
    ("bottles", {"lot": "B1", "net": "2", "row": "lost"}, "row_unknown"),
    ("water_add", {"number": "99.95"}, "number_decimals"),
    ("tags", {"issued": "-1"}, "count_negative"),
    ("to_store", {"to": ""}, "receiver_missing"),
    ("doubled", {"number": "20"}, "not_recorded_by_hand"),
]  # fmt: skip


@pytest.mark.parametrize(("slot", "given", "why"), REFUSED)
def test_a_bad_value_is_refused_and_nothing_of_it_is_written(
    floors, slot: str, given: dict[str, str], why: str
) -> None:
    decision = tried(floors, slot, given)
    assert (code(decision), decision.drafts) == (why, ())


TRIED = [
    ("drum", {"scan": "RM-2"}, "wrong_scan"),
    ("patient", {"coi": "COI-4712", "subject": "SUBJECT-4711"}, "identity_mismatch"),
    ("patient", {"coi": "SUBJECT-4711", "subject": "COI-4711"}, "identity_mismatch"),
    ("look", {"choice": "cloudy"}, "not_acceptable"),
    ("closed", {"check": "no"}, "not_acceptable"),
    ("clearance", {"clean": "no", "dry": "yes"}, "not_acceptable"),
    ("room", {"rh": "61", "dp": "15"}, "out_of_limit"),
    ("room", {"rh": "40", "dp": "9"}, "out_of_limit"),
    ("temp", {"number": "30.1"}, "out_of_limit"),
    ("took", {"number": "11"}, "out_of_limit"),
    ("water_add", {"number": "98.9"}, "out_of_limit"),
    ("weights", {"number": "9.1"}, "out_of_limit"),
    ("tags", {"issued": "10", "used": "8"}, "out_of_limit"),
]


@pytest.mark.parametrize(("slot", "given", "why"), TRIED)
def test_what_was_tried_and_is_wrong_is_kept(floors, slot: str, given: dict[str, str], why: str) -> None:
    decision = tried(floors, slot, given)
    assert code(decision) == why
    draft, *more = decision.drafts
    assert [one.event.rule for one in more if isinstance(one.event, ExceptionRaised)] == (
        ["labels_unreconciled"] if slot == "tags" else []
    )
    assert isinstance(draft.event, AttemptRecorded)
    assert (draft.event.why, draft.event.attempt) == (why, 1)
    assert given.items() <= dict(draft.event.value).items()


def test_a_reading_of_the_environment_beyond_its_limit_is_named_with_its_unit(floors) -> None:
    decision = tried(floors, "room", {"rh": "40", "dp": "9"})
    assert decision.refusal is not None
    assert refusal_words(decision.refusal) == (
        "Room: Pressure is 9 Pa. It must be at least 10 Pa. Measure again or document an exception."
    )
    assert rule_words("person", decision.refusal.params) == "Room: Pressure is 9 Pa, limit 10 Pa"
    assert rule_words("out_of_limit", decision.refusal.params) == "Room: Pressure 9 Pa is out of limits, limit 10 Pa"


def test_what_is_kept_of_foreign_input_is_bounded_and_harmless() -> None:
    floor = at_step("measure")
    value = {f"part{n}": "x" for n in range(500)} | {"scan": "RM-2", "bad\u202ename": "\x1b[31m" + "y" * 10_000}
    floor.do(c.RecordValue(BATCH, floor.at("drum"), value, source={"how": "scanned", "raw": "\x00" * 5000}), "lena")
    event = floor.events[-1].event
    assert isinstance(event, AttemptRecorded)
    assert len(event.value) <= 40
    assert all(
        name.isascii() and len(text) <= 200 and text.isprintable()
        for name, text in {**event.value, **event.source}.items()
    )


def test_a_number_recorded_as_negative_spilled_row_takes_away_from_the_total() -> None:
    floor = at_step("charge")
    floor.record(floor.at("bottles"), lot="B1", net="21")
    floor.record(floor.at("bottles"), lot="B1", net="1", row="returned")
    floor.done(c.CloseItems(BATCH, floor.at("bottles")), "olga")
    assert floor.state.slot(floor.at("bottles")).figures == {"total": "20"}


def test_a_result_comes_after_its_sample() -> None:
    floor = at_step("tests")
    assert code(floor.number(floor.at("assay"), "99.0", "lena")) == "sample_missing"
    floor.record(floor.at("sampled"), sample="S-1")
    assert code(floor.number(floor.at("assay"), "99.0", "lena")) == ""
    assert code(floor.record(floor.at("sterile"), "lena", choice="negative")) == ""
