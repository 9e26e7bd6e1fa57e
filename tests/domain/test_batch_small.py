"""The small record of the other tests is sound itself: it checks clean, uses every kind and flow, and can be walked to the end."""

from __future__ import annotations

from ebr.domain.batch.rules import lifecycle
from ebr.domain.mbr.model import KINDS, tree
from tests.domain.batch_small import SMALL, at_step, small, walked_small


def test_it_has_no_error() -> None:
    from ebr.domain.mbr.check import check  # pint comes with it

    assert [problem for problem in check(small()) if problem.severity == "error"] == []


def test_it_uses_every_kind_and_flow() -> None:
    assert {slot.kind for _, slot in small().slots()} == set(KINDS)
    for word in (
        "when:",
        "after:",
        "repeat:",
        "for_each:",
        "series:",
        "order: parallel",
        "scribe: true",
        "replicates:",
    ):
        assert word in SMALL
    assert tree(small()).children


def test_it_walks_to_the_end() -> None:
    floor = walked_small()
    assert (lifecycle.unfinished(floor.state), floor.rules_raised()) == ([], [])


def test_a_step_can_be_reached() -> None:
    for step in ("measure", "charge", "press", "hold_out", "closing"):
        floor = at_step(step)
        assert floor.status(floor.at(step)) == "open"
