"""Labels that do not add up: given their count, when it is off, then a deviation is opened that release waits for (211.125(c))."""

from __future__ import annotations

import pytest

from ebr.domain import subjects
from ebr.domain.batch import commands as c
from ebr.domain.batch.rules import blockers, weakness
from ebr.domain.decision import Decision, Recorded
from ebr.domain.deviation import events as e
from ebr.domain.deviation.batch_events import DeviationNamed
from ebr.domain.deviation.state import DeviationState, apply, start
from ebr.domain.values import Stamp
from tests.domain.batch_floor import BATCH, Floor
from tests.domain.batch_small import at_step

NUMBER = f"DEV-{BATCH}-EX-001"


class Counting:
    """A batch at its reconciliation, and the deviation that its rules open."""

    def __init__(self) -> None:
        self.floor: Floor = at_step("reconcile")
        self.state: DeviationState = start(subjects.deviation(NUMBER))
        self.number = 0

    def count(self, used: str) -> Decision:
        decision = self.floor.record(self.floor.at("tags"), issued="10", used=used, destroyed="1", specimen="0")
        for draft in decision.drafts:
            if draft.subject == subjects.deviation(NUMBER):
                self.take(draft.event, "olga")
        return decision

    def take(self, event: object, by: str) -> None:
        self.number += 1
        stamp = Stamp(f"dev-{self.number}", "log", self.number, subjects.deviation(NUMBER), by, "", self.floor.now())
        self.state = apply(self.state, Recorded(event, stamp))

    def against(self) -> list[str]:
        read = {**self.floor.facts, subjects.deviation(NUMBER): self.state}
        facts = weakness.facts_of(self.floor.state, read.get)
        found = blockers.blockers(self.floor.state, facts, c.DecideBatch(BATCH, "certified"))
        return [one.code for one in found if one.code == "deviation_open"]


@pytest.fixture
def counting() -> Counting:
    made = Counting()
    made.count("8")
    return made


def test_labels_that_do_not_add_up_open_a_deviation_of_their_exception(counting: Counting) -> None:
    floor = counting.floor
    exception = next(iter(floor.state.exceptions))
    assert floor.state.covered(exception) == NUMBER
    assert (counting.state.rule, counting.state.severity, counting.state.batches) == (
        "labels_unreconciled",
        "major",
        (BATCH,),
    )
    assert counting.state.exceptions == ((BATCH, exception),)


def test_release_waits_until_quality_has_closed_it_whatever_its_class(counting: Counting) -> None:
    assert subjects.deviation(NUMBER) in blockers.roots(counting.floor.state)
    assert counting.against() == ["deviation_open"]
    counting.take(e.DeviationClassed(NUMBER, "minor", "major", "two spare labels found"), "quinn")
    assert counting.against() == ["deviation_open"]
    counting.take(e.DeviationClosed(NUMBER, "Agreed."), "quinn")
    assert counting.against() == []


def test_a_second_wrong_count_goes_into_the_same_deviation_and_opens_it_again(counting: Counting) -> None:
    counting.take(e.DeviationClosed(NUMBER, "Agreed."), "quinn")
    decision = counting.count("7")
    assert [type(one.event) for one in decision.drafts if one.subject == subjects.deviation(NUMBER)] == [
        e.ExceptionsLinked
    ]
    assert len(counting.state.exceptions) == 2
    assert counting.against() == ["deviation_open"]


def test_labels_that_add_up_open_nothing() -> None:
    floor = at_step("reconcile")
    decision = floor.record(floor.at("tags"), issued="10", used="9", destroyed="1", specimen="0")
    assert not [one for one in decision.drafts if isinstance(one.event, (e.DeviationOpened, DeviationNamed))]
    assert floor.state.deviations == {}
