"""What an entry costs does not grow with the record: counted in calls, so that a busy machine changes nothing."""

from __future__ import annotations

import sys

import pytest

from ebr.domain.batch import commands as c
from tests.domain.batch_floor import Floor, code
from tests.domain.batch_large import advanced, large, next_entry


def calls(floor: Floor, command: object, who: str = "olga") -> int:
    count = 0

    def note(_frame: object, event: str, _arg: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(note)
    try:
        decision = floor.ask(command, who)
    finally:
        sys.setprofile(None)
    assert code(decision) == ""
    return count


def floors() -> tuple[Floor, Floor]:
    return advanced(large(1, 1, 10), 5), advanced(large(3, 5, 40), 595)


@pytest.mark.parametrize("which", ["a", "b"])
def test_recording_costs_the_same_late_in_a_long_record(which: str) -> None:
    costs = []
    for floor, done in zip(floors(), (5, 595), strict=True):
        command = next_entry(floor, done, which)
        floor.ask(command, "olga")  # fills what is remembered
        costs.append(calls(floor, command))
    assert costs[1] <= costs[0] + 10


def test_the_first_entry_after_a_signature_does_not_walk_the_record() -> None:
    costs = []
    for floor, done in zip(floors(), (5, 595), strict=True):
        for which in "ab":
            floor.do(next_entry(floor, done, which), "olga")
        address = floor.at(next_entry(floor, done).slot.split("/")[2])
        floor.done(c.SignStep(floor.batch, address, "performed"), "olga")
        costs.append(calls(floor, next_entry(floor, done + 1)))
    assert costs[1] <= costs[0] + 60
