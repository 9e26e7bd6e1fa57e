"""The simulator itself: a few histories hold, every sabotage of the program is noticed, failing stories get short."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.simulation.run import one
from tests.simulation.sabotage import SABOTAGES, Sabotage, noticed, without
from tests.simulation.story import Step, Story, shrunk, story_of


@pytest.mark.parametrize("first", range(0, 32, 8))
def test_histories_keep_every_promise(first: int):
    for seed in range(first, first + 8):
        wrong, told, _ = one(story_of(seed))
        assert not wrong, (seed, wrong, told)


def test_a_seed_is_one_history():
    assert story_of(11) == story_of(11)
    assert one(story_of(11))[1] == one(story_of(11))[1]


@pytest.mark.parametrize("sabotage", SABOTAGES, ids=lambda sabotage: sabotage.name)
def test_a_guard_that_is_taken_away_is_missed(sabotage: Sabotage):
    seed, wrong = noticed(sabotage)
    assert wrong.startswith(sabotage.says), (seed, wrong)
    assert not one(story_of(seed))[0]


def test_a_failing_story_is_shrunk_to_what_matters():
    meeting = (Step("write", 0, number=1), Step("write", 1, number=2))
    story = Story(3, 3, (Step("round", 2), *meeting, Step("restart", 1), Step("witness"), Step("clock", 1, number=700)))
    hidden = next(one for one in SABOTAGES if "hidden" in one.says and "wins" in one.name)
    with without(hidden):
        short = shrunk(story, lambda shorter: bool(one(shorter)[0]))
    assert [step.what for step in short.steps] == ["write", "write"]
    assert short == replace(story, steps=meeting)
