"""Every point, fault, gap and dead end of a dry run has words."""

from __future__ import annotations

from ebr.domain.mbr.coverage import KINDS, DeadEnd, Gap, Point
from ebr.rehearsal.points import EXPECTED, faults, points
from ebr.rehearsal.run import rehearsal_of
from ebr.wording import coverage as w
from tests.domain.batch_small import small


def test_every_kind_and_fault_has_words() -> None:
    assert set(w.KINDS) == {*KINDS, "fault"}
    assert set(w.FAULTS) == set(EXPECTED)


def test_every_point_of_a_record_has_words() -> None:
    names, plan = w.named(small()), rehearsal_of(small(), 1).plan
    for kind, place, field, what in points(plan):
        words = w.way_words(Point(kind, place, field, what), names)
        assert words, (kind, place)
        assert "." not in words, words
        assert "_" not in words, words
    assert {kind for kind, _ in faults(plan)} <= set(w.FAULTS)


def test_a_point_reads_as_number_title_and_way() -> None:
    names = w.named(small())
    assert (
        w.point_words(Point("limit", "temp", "low", "outside"), names) == "1.2.2 Temperature: lower limit: just outside"
    )
    assert w.point_words(Point("choice", "look", "", "cloudy"), names) == "1.2.5 Look: answer Cloudy"
    assert w.gap_words(Gap("lot_not_scanned", "bottles"), names).startswith("1.3.3 Bottles: the lot is typed")


def test_a_dead_end_says_the_refusal_that_stopped_it() -> None:
    names = w.named(small())
    refused = DeadEnd(2, "press", "waits_for", {"step": "Press", "what": "Figures"})
    assert "Batch 2, 2.1 Press: " in w.dead_end_words(refused, names)
    assert "_" not in w.dead_end_words(DeadEnd(1, "press", "step_unfinished", {}), names)
