"""A round is small while somebody works here and large while nobody does."""

from __future__ import annotations

from ebr.sync.pace import (
    LARGE_SLICE,
    LARGEST,
    LARGEST_BATCH,
    LARGEST_SENT,
    SMALL_BATCH,
    SMALL_SENT,
    SMALL_SLICE,
    SMALLEST,
    WORKING_SECONDS,
    Pace,
)


def settled(pace: Pace, each: float) -> Pace:
    for _ in range(60):
        pace.note(100, 100 * each)
    return pace


def test_a_slice_takes_the_time_it_may_take() -> None:
    assert settled(Pace(), LARGE_SLICE / 100).slice() in {99, 100}
    assert settled(Pace(lambda: 0.0), SMALL_SLICE / 20).slice() in {19, 20}


def test_a_slice_is_never_tiny_and_never_huge() -> None:
    assert settled(Pace(), 10.0).slice() == SMALLEST
    assert settled(Pace(), 0.0).slice() == LARGEST


def test_one_slow_moment_of_the_disk_changes_nothing() -> None:
    pace = settled(Pace(), LARGE_SLICE / 100)
    for _ in range(2):
        pace.note(100, 2 * LARGE_SLICE)
        assert pace.slice() in {99, 100}


def test_a_disk_that_stays_slow_makes_slices_small() -> None:
    pace = settled(Pace(), LARGE_SLICE / 100)
    for _ in range(3):
        pace.note(100, 2 * LARGE_SLICE)
    assert pace.slice() in {49, 50}


def test_a_person_at_work_makes_it_small() -> None:
    quiet = [WORKING_SECONDS - 0.1]
    pace = settled(Pace(lambda: quiet[0]), LARGE_SLICE / 100)
    small = pace.slice()
    assert (pace.working(), pace.batch(), pace.width(4)) == (True, SMALL_BATCH, 1)
    assert (pace.sent(), pace.rest(2.0)) == (SMALL_SENT, 2.0)
    quiet[0] = WORKING_SECONDS
    assert (pace.working(), pace.batch(), pace.width(4)) == (False, LARGEST_BATCH, 4)
    assert (pace.sent(), pace.rest(2.0)) == (LARGEST_SENT, 0.0)
    assert pace.slice() > 3 * small
