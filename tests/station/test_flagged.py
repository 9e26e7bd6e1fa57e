"""`ebr review`: what exceptions say that were written before they named the reading of the environment."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ebr.domain.batch import commands as c
from ebr.domain.batch import state as batch
from ebr.domain.batch.events import ExceptionRaised
from ebr.domain.batch.state import BatchState
from ebr.domain.decision import Recorded
from ebr.station.flagged import pass_over
from tests.domain.batch_floor import BATCH, Floor, code
from tests.domain.batch_small import at_step


def older(floor: Floor, *without: str) -> BatchState:
    """The batch as it would be folded had its exceptions been written without these parameters."""
    state = batch.start(f"batch/{BATCH}")
    for each in floor.events:
        event = each.event
        if isinstance(event, ExceptionRaised):
            kept = {name: text for name, text in event.params.items() if name not in without}
            event = replace(event, params=kept)
        state = batch.apply(state, Recorded(event, each.stamp, each.beside))
    return state


def words(floor: Floor, state: BatchState) -> list[str]:
    found = pass_over(state, floor.facts, floor.now())
    return [flag["words"] for flag in found["flags"] if flag["where"].endswith("/room")]


@pytest.mark.parametrize("without", [(), ("measured", "unit")])
def test_an_exception_about_the_environment_names_the_reading_whenever_it_was_written(without: tuple[str, ...]) -> None:
    floor = at_step("measure")
    assert code(floor.do(c.RecordValue(BATCH, floor.at("room"), {"rh": "40", "dp": "9"}), "olga")) == "out_of_limit"
    assert code(floor.accept(floor.at("room"))) == ""
    assert words(floor, older(floor, *without)) == ["Room: Pressure is 9 Pa, limit 10 Pa"]
