"""The three example records are walked completely, from issue to the last decision, with what the program must compute on the way."""

from __future__ import annotations

import pytest

from ebr.domain.batch import commands as c
from ebr.domain.batch.rules import lifecycle, sheet
from ebr.domain.batch.state import flow
from ebr.domain.batch.state.plan import COMPUTED
from tests.domain.batch_floor import Floor, example
from tests.domain.batch_values import VALUES
from tests.domain.batch_walk import Walk

EXAMPLES = ("handrub_f1", "metformin_er_1000", "car_t_autologous")
WALKED: dict[str, Floor] = {}


def walked(name: str) -> Floor:
    """Return a floor on which production of the example is complete (walked once, read by many tests)."""
    if name not in WALKED:
        floor = Floor(example(name)).issue()
        Walk(floor).run()
        WALKED[name] = floor
    return WALKED[name]


@pytest.fixture(params=EXAMPLES)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_every_step_is_done(name: str) -> None:
    floor = walked(name)
    assert lifecycle.unfinished(floor.state) == []
    assert floor.state.open_exceptions() == []
    assert floor.rules_raised() == []


def test_the_program_computes_what_a_person_computes(name: str) -> None:
    floor = walked(name)
    plan = floor.state.plan
    assert plan is not None
    wanted = {key[1:]: value for key, value in VALUES[name].items() if key.startswith("=")}
    assert {slot.id for slot in plan.slots.values() if slot.kind in COMPUTED} == set(wanted)
    assert {slot: floor.value(floor.at(slot)) for slot in wanted} == wanted


def test_nothing_is_computed_twice_in_a_record_without_corrections(name: str) -> None:
    floor = walked(name)
    plan = floor.state.plan
    computed = [
        held
        for held in floor.state.slots.values()
        if plan and plan.slots[held.address.rpartition("/")[2]].kind in COMPUTED
    ]
    assert computed
    assert [held.address for held in computed if held.rows[1].corrections] == []


def test_the_batch_is_completed_reviewed_and_decided(name: str) -> None:
    floor = Floor(example(name)).issue()
    walk = Walk(floor)
    walk.run()
    floor.done(c.CompleteBatch(floor.batch), "sven")
    late = flow.pending_results(floor.state, after_release=True)
    floor.done(c.ReviewBatch(floor.batch, "whole record read"), "quita")
    if late:
        assert floor.refused(c.DecideBatch(floor.batch, "certified"), "petra") == "result_pending"
        floor.done(c.DecideBatch(floor.batch, "conditional"), "petra")
        assert floor.state.status == "conditional"
        walk.results()
        floor.done(c.ReviewBatch(floor.batch, "late results read"), "quita")
    floor.done(c.DecideBatch(floor.batch, "certified"), "petra")
    assert floor.state.status == "certified"
    floor.done(c.MakeReport(floor.batch), "quita")


def test_the_sheet_of_every_signature_is_derived_again_from_the_entries_before_it(name: str) -> None:
    floor = walked(name)
    again = Floor(floor.mbr)
    signed = 0
    for action in floor.actions:
        for recorded in action:
            found = getattr(recorded.event, "signed", None)
            if found is not None:
                derived = sheet(again.state, recorded.event)
                assert derived is not None
                assert (derived.covered, derived.meaning) == (found.covered, found.meaning)
                signed += 1
        again.write(tuple(again_draft(recorded) for recorded in action), action[0].stamp.by)
    assert signed > 30


def again_draft(recorded):
    from ebr.domain.decision import Draft

    return Draft(recorded.stamp.subject, recorded.event)


def test_the_same_entries_give_the_same_state(name: str) -> None:
    floor = walked(name)
    assert floor.refolded() == floor.state
