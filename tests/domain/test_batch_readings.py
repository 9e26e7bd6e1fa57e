"""Readings of devices: expected, by hand instead, too old, failed; labels that have to add up (211.68, 211.101(c), 211.125; floor-rules 5)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ebr.domain.batch import commands as c
from ebr.domain.batch.rules.lifecycle import review_blockers
from ebr.domain.batch.state import flow
from tests.domain.batch_floor import BATCH, MORNING, code
from tests.domain.batch_gated import BALANCE, MASS, SALT, STANDING, TAGS, TANK, TEMP, WEIGH, Gated, ready

TYPED = {"how": "typed"}


def read(floor: Gated, number: str, **source: str) -> str:
    sent = {**BALANCE, "raw": f"S S {number} g", **source}
    return code(floor.do(c.RecordValue(BATCH, MASS, {"number": number}, source=sent), "olga"))


def finished(floor: Gated) -> Gated:
    floor.use(TANK, equipment="TANK-1")
    floor.do(c.CloseItems(BATCH, SALT), "olga")
    floor.done(c.StartTimer(BATCH, STANDING), "olga")
    floor.done(c.StopTimer(BATCH, STANDING), "olga")
    return floor


# By hand instead


def test_an_automatic_reading_of_a_scanned_lot_needs_no_second_person() -> None:
    floor = ready()
    floor.weigh(net="10.000")
    finished(floor)
    assert floor.raised() == []
    assert code(floor.sign(SALT, "verified", "otto")) == "meaning_not_asked"
    assert code(floor.sign(WEIGH, "performed", "olga")) == ""


def test_a_weight_typed_by_hand_needs_one_and_is_a_minor_exception() -> None:
    floor = ready()
    floor.weigh(net="5.000", source=TYPED)
    floor.weigh(net="5.000", source=TYPED)
    finished(floor)
    assert floor.raised() == [("manual_reading", "minor")]
    assert code(floor.sign(WEIGH, "performed", "olga")) == "second_person_missing"
    assert code(floor.sign(SALT, "verified", "olga")) == "second_person_same"
    assert code(floor.sign(SALT, "verified", "otto")) == ""
    assert code(floor.sign(WEIGH, "performed", "olga")) == ""


def test_one_row_by_hand_among_automatic_ones_is_enough() -> None:
    floor = ready()
    floor.weigh(net="5.000")
    floor.weigh(net="5.000", source=TYPED)
    finished(floor)
    assert code(floor.sign(WEIGH, "performed", "olga")) == "second_person_missing"


def test_a_correction_by_hand_of_an_automatic_reading_needs_the_second_person_too() -> None:
    floor = ready()
    floor.weigh(net="10.000")
    finished(floor)
    floor.correct(SALT, lot="L-1", container="1", net="9.900", potency="99.0", lod="0.5", expiry="2027-01-31")
    assert code(floor.sign(WEIGH, "performed", "olga")) == "second_person_missing"


def test_an_unwitnessed_manual_reading_is_critical_and_stops_the_batch() -> None:
    floor = ready()
    floor.weigh(net="10.000", source=TYPED)
    finished(floor)
    decision = floor.do(c.RaiseException(BATCH, SALT, "alone", accepts=True), "olga")
    assert code(decision) == ""
    assert floor.raised()[-1] == ("unwitnessed", "critical")
    assert floor.state.hold


def test_a_lot_that_was_typed_beside_an_automatic_weight_needs_what_the_master_asks() -> None:
    floor = ready()
    floor.weigh(net="10.000", source={**BALANCE, "lot": ""})
    address = SALT
    assert floor.state.plan is not None
    assert flow.seconded(floor.state, floor.state.plan.slots["salt_add"], address)  # the master names nobody here
    assert floor.raised() == []


def test_a_value_from_an_emergency_form_is_no_manual_reading() -> None:
    floor = ready()
    floor.done(c.PrintForm(BATCH), "olga")
    source = {"how": "form", "form": "EF-001"}
    happened = floor.now().wall
    floor.wait(minutes=5)
    asked = c.RecordValue(
        BATCH, SALT, {"lot": "L-1", "net": "10.000"}, source=source, late="power cut", happened=happened
    )
    assert code(floor.do(asked, "olga")) == ""
    assert floor.raised() == []


def test_what_a_form_says_was_used_stands_with_an_exception_where_the_station_would_have_refused() -> None:
    floor = ready()
    floor.lot("L-2", status="rejected")
    floor.done(c.PrintForm(BATCH), "olga")
    happened = floor.now().wall
    floor.wait(minutes=5)

    def transcribed(lot: str) -> str:
        given = {"lot": lot, "net": "5.000"}
        source = {"how": "form", "form": "EF-001"}
        return code(floor.do(c.RecordValue(BATCH, SALT, given, source=source, late="fire", happened=happened), "olga"))

    assert transcribed("L-2") == ""
    assert floor.raised() == [("transcribed_blocked", "critical")]
    assert str(floor.lot_state("L-2").left) == "15.000"
    assert transcribed("L-9") == "lot_unknown"


def test_a_thermometer_is_expected_like_a_balance() -> None:
    floor = ready()
    floor.do(c.RecordValue(BATCH, TEMP, {"number": "21.5"}), "olga")
    assert floor.raised() == [("manual_reading", "minor")]
    assert floor.state.plan is not None
    assert not flow.seconded(floor.state, floor.state.plan.slots["temp"], TEMP)


# Too old, failed


@pytest.mark.parametrize(("seconds", "raised"), [(0, []), (60, []), (61, [("reading_old", "minor")])])
def test_a_reading_says_something_for_a_minute(seconds: int, raised: list[tuple[str, str]]) -> None:
    floor = ready()
    floor.wait(minutes=10)
    at = (MORNING + timedelta(minutes=10) - timedelta(seconds=seconds)).isoformat()
    assert read(floor, "5.00", at=at) == ""
    assert floor.raised() == raised


def test_a_reading_without_a_readable_time_is_old() -> None:
    floor = ready()
    assert read(floor, "5.00", at="just now") == ""
    assert floor.raised() == [("reading_old", "minor")]


def test_what_the_device_could_not_read_is_kept_and_nothing_stands() -> None:
    floor = ready()
    trouble = c.RecordValue(BATCH, MASS, {"trouble": "device_unstable"}, source={**BALANCE, "raw": "S D 5.0 g"})
    assert code(floor.do(trouble, "olga")) == "device_unstable"
    assert floor.whys(MASS) == ["device_unstable"]
    assert floor.state.slot(MASS).standing() == []
    assert read(floor, "5.00") == ""
    assert code(floor.accept(MASS, 1, "quinn")) != ""


# Labels


def test_labels_that_do_not_add_up_open_an_exception_that_blocks_release() -> None:
    floor = ready()
    floor.weigh(net="10.000")
    finished(floor)
    floor.sign(WEIGH, "performed", "olga")
    counts = {"issued": "20", "used": "16", "damaged": "1", "specimen": "1", "destroyed": "1"}
    assert code(floor.use(TAGS, **counts)) == "out_of_limit"
    assert floor.raised() == [("labels_unreconciled", "major")]
    assert code(floor.use(TAGS, **counts, returned="1")) == ""  # counted again
    assert floor.value(TAGS, "balance") == "0"
    assert ("exception_open", "EX-001") in [
        (one.code, one.params.get("exception", "")) for one in review_blockers(floor.state)
    ]
    assert code(floor.do(c.DecideException(BATCH, "EX-001", "accepted", "one lay under the table"), "sven")) != ""
    floor.done(c.DecideException(BATCH, "EX-001", "accepted", "one lay under the table"), "quinn")
    assert "exception_open" not in [one.code for one in review_blockers(floor.state)]


def test_damaged_labels_count_and_two_people_count_them() -> None:
    floor = ready()
    floor.weigh(net="10.000")
    finished(floor)
    floor.sign(WEIGH, "performed", "olga")
    assert code(floor.use(TAGS, issued="20", used="18", damaged="2")) == ""
    floor.use("make/begin/fill/bottles", lot="B-1", container="1", net="10")
    floor.do(c.CloseItems(BATCH, "make/begin/fill/bottles"), "olga")
    floor.sign("make/begin/fill/bottles", "verified", "otto")
    assert code(floor.sign("make/begin/fill", "performed", "olga")) == "second_person_missing"
    assert code(floor.sign(TAGS, "verified", "olga")) == "second_person_same"
    assert code(floor.sign(TAGS, "verified", "otto")) == ""
    assert code(floor.sign("make/begin/fill", "performed", "olga")) == ""
