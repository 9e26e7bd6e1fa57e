"""A vessel that is filled on is read again without a departure; what is taken out again is one (floor-rules 10, 13)."""

from __future__ import annotations

import pytest

from ebr.domain.batch import commands as c
from tests.domain.batch_floor import BATCH, code
from tests.domain.batch_gated import BALANCE, MASS, SALT, Gated, ready

SOURCE = {**BALANCE, "lot": "scanned"}


def replaced(floor: Gated, **value: str) -> None:
    """A reading that another takes the place of."""
    source = {name: text for name, text in BALANCE.items() if name != "lot"}
    tried = c.RecordValue(BATCH, SALT, {**value, "trouble": "reading_replaced"}, source=source)
    assert code(floor.do(tried, "olga")) == "reading_replaced"


def weigh(floor: Gated, **value: str) -> str:
    row = {"lot": "L-1", "container": "1", "tare": "1.000", **value}
    return code(floor.do(c.RecordValue(BATCH, SALT, row, source=SOURCE), "olga"))


def test_readings_on_the_way_up_are_kept_and_raise_nothing() -> None:
    floor = ready()
    replaced(floor, gross="4.000")
    replaced(floor, gross="9.500")
    assert weigh(floor, gross="11.000") == ""
    assert floor.raised() == []
    assert [one.value["gross"] for one in floor.state.slot(SALT).attempts] == ["4.000", "9.500"]


def test_the_same_weight_read_twice_raises_nothing() -> None:
    floor = ready()
    replaced(floor, gross="11.000")
    assert weigh(floor, gross="11.000") == ""
    assert floor.raised() == []


@pytest.mark.parametrize("value", [{"gross": "11.002"}, {"tare": "0.900"}, {"tare": "1.100", "gross": "9.000"}])
def test_something_taken_out_again_or_another_tare_is_a_repeated_reading(value: dict[str, str]) -> None:
    floor = ready()
    replaced(floor, **value)
    assert weigh(floor, gross="11.000") == ""
    assert [rule for rule, _severity in floor.raised()] == ["repeated_reading"]


def test_one_reading_too_high_among_many_is_still_said() -> None:
    floor = ready()
    replaced(floor, gross="4.000")
    replaced(floor, gross="12.000")
    assert weigh(floor, gross="11.000") == ""
    (found,) = floor.state.exceptions.values()
    assert (found.rule, found.params["attempts"]) == ("repeated_reading", "2")


def test_a_weight_typed_in_the_place_of_a_reading_is_no_filling_on() -> None:
    floor = ready()
    replaced(floor, gross="11.000")
    assert weigh(floor, tare="", net="10.000") == ""
    assert "repeated_reading" in [rule for rule, _severity in floor.raised()]


def test_a_number_that_is_measured_is_not_filled() -> None:
    floor = ready()
    source = {"how": "device", "device": "BAL-1", "raw": "S S 1.00 g"}
    floor.do(c.RecordValue(BATCH, MASS, {"number": "1.00", "trouble": "reading_replaced"}, source=source), "olga")
    again = {**source, "raw": "S S 2.00 g"}
    assert code(floor.do(c.RecordValue(BATCH, MASS, {"number": "2.00"}, source=again), "olga")) == ""
    assert [rule for rule, _severity in floor.raised()] == ["repeated_reading"]
