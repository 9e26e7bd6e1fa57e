"""A batch read in another language: what is shown, what a signature keeps of it, what an amendment does to it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from ebr.domain.batch import commands as c
from ebr.domain.batch import rules
from ebr.domain.batch.events import StepSigned
from ebr.domain.batch.rules.amending import blocks_for
from ebr.domain.batch.state.spoken import languages_of, read_in
from ebr.domain.mbr.model import Mbr
from tests.domain.batch_floor import BATCH, Floor, example
from tests.domain.batch_walk import Walk
from tests.domain.mbr_german import marked


@pytest.fixture
def rub() -> Floor:
    return Floor(marked(example("handrub_f1"))).issue()


def first_ready(floor: Floor) -> str:
    """Make every entry of the first step; return the step."""
    before = {found.scope for found in floor.state.signatures}
    Walk(floor)._step()
    return next(
        found.scope for found in floor.state.signatures if found.scope not in before and found.meaning == "performed"
    )


def plan_of(floor: Floor) -> Mbr:
    assert floor.state.plan is not None
    return floor.state.plan.mbr


def amended(mbr: Mbr, name: str, instruction: str) -> Mbr:
    """The document with another instruction in one step."""
    units = tuple(
        replace(
            unit,
            operations=tuple(
                replace(
                    operation,
                    phases=tuple(
                        replace(phase, instruction=instruction) if phase.id == name else phase
                        for phase in operation.phases
                    ),
                )
                for operation in unit.operations
            ),
        )
        for unit in mbr.procedure
    )
    return replace(mbr, procedure=units)


def test_a_batch_can_be_read_in_its_own_language_and_in_the_others(rub: Floor) -> None:
    assert languages_of(rub.state) == ("en", "de")
    shown = read_in(rub.state, "de")
    assert shown is not None
    assert all(phase.instruction.startswith("DE ") for phase in shown.phases.values())
    assert read_in(rub.state, "fr") is read_in(rub.state, "") is read_in(rub.state, "en") is rub.state.plan


def test_nothing_but_texts_differs(rub: Floor) -> None:
    plan, shown = rub.state.plan, read_in(rub.state, "de")
    assert plan is not None
    assert shown is not None
    assert {name: (p.number, p.address) for name, p in shown.places.items()} == {
        name: (p.number, p.address) for name, p in plan.places.items()
    }
    for name, slot in shown.slots.items():
        own = plan.slots[name]
        assert replace(slot, label="", help="", options=(), items=()) == replace(
            own, label="", help="", options=(), items=()
        )
    assert (shown.dependents, shown.order, shown.steers) == (plan.dependents, plan.order, plan.steers)


def test_a_signature_keeps_the_language_and_the_words_that_were_shown(rub: Floor) -> None:
    step = first_ready(rub)
    event = StepSigned(BATCH, step, "performed", language="de")

    german: Any = rules.sheet(rub.state, event).document
    own: Any = rules.sheet(rub.state, replace(event, language="")).document

    assert (own["language"], german["language"]) == ("en", "de")
    assert "shown" not in own
    assert german["instruction"] == own["instruction"]
    assert german["shown"] == {"instruction": f"DE {own['instruction']}", "title": f"DE {own['title']}"}
    assert {**german, "language": "en", "shown": None} == {**own, "shown": None}


@pytest.mark.parametrize(("asked", "kept"), [("", ""), ("en", ""), ("de", "de")])
def test_the_event_names_the_language_unless_it_is_the_document_s_own(rub: Floor, asked: str, kept: str) -> None:
    floor = rub
    before = len(floor.events)
    walk = Walk(floor)
    original = floor.done

    def done(command: object, who: str) -> object:
        return original(replace(command, language=asked) if isinstance(command, c.SignStep) else command, who)

    floor.done = done  # type: ignore[method-assign, assignment]
    walk._step()

    found = [one.event for one in floor.events[before:] if isinstance(one.event, StepSigned)]
    assert found
    assert {one.language for one in found} == {kept}
    assert {one.language for one in floor.state.signatures if one.scope == found[0].scope} == {kept}


def test_a_language_that_the_batch_does_not_have_is_refused(rub: Floor) -> None:
    walk, seen = Walk(rub), []
    original = rub.done

    def done(command: object, who: str) -> object:
        if isinstance(command, c.SignStep):
            seen.append(rub.refused(replace(command, language="fr"), who))
        return original(command, who)

    rub.done = done  # type: ignore[method-assign, assignment]
    walk._step()

    assert set(seen) == {"batch_language"}


def test_an_amended_instruction_is_read_as_quality_wrote_it_in_every_language(rub: Floor) -> None:
    plan = rub.state.plan
    assert plan is not None
    name = list(plan.phases)[-1]
    new = amended(plan_of(rub), name, "Wait for quality first.")

    assert rub.refused(c.AmendBatch(BATCH, "safety", blocks_for(plan_of(rub), new), "alert"), "quinn") == ""

    shown = read_in(rub.state, "de")
    assert shown is not None
    assert shown.phases[name].instruction == "Wait for quality first."
    assert shown.phases[name].title.startswith("DE ")
    assert all(phase.instruction.startswith("DE ") for other, phase in shown.phases.items() if other != name)
