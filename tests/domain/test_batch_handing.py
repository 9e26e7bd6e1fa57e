"""Whoever goes on is trained in what comes: hand-over of a step, of a part to another station (21 CFR 211.25(a); floor-rules 4, 7)."""

from __future__ import annotations

import pytest

from ebr.domain import subjects
from ebr.domain.batch import commands as c
from ebr.domain.people.state import PersonState
from ebr.domain.training import events as tr
from ebr.wording import refusal_words
from tests.domain.batch_floor import BATCH, code
from tests.domain.batch_gated import GATED, TANK, WEIGH, Gated
from tests.domain.test_batch_rooms import Roomed

LATER = GATED.replace("            instruction: Fill.\n", "            instruction: Fill.\n            sop: SOP-9\n", 1)


def enrolled(floor: Gated, *people: str) -> Gated:
    for person in people:
        floor.states[subjects.person(person)] = PersonState(person, name=person.title())
    return floor


def begun(text: str = GATED) -> Gated:
    floor = Roomed(text)
    floor.usual()
    floor.issue()
    floor.use(TANK, equipment="TANK-1")
    return enrolled(floor, "olga", "otto", "nina")


def test_a_step_goes_to_nobody_who_may_not_do_it() -> None:
    floor = begun()
    floor.tell(subjects.training("otto"), tr.TrainingWithdrawn("otto", "SOP-2", "long away"))
    decision = floor.do(c.HandOver(BATCH, WEIGH, "otto", "tank is full"), "olga")
    assert decision.refusal is not None
    assert not decision.drafts
    assert "SOP-2" in refusal_words(decision.refusal)
    assert "Otto" in refusal_words(decision.refusal)

    floor.trained("otto", task="SOP-2")
    floor.done(c.HandOver(BATCH, WEIGH, "otto", "tank is full"), "olga")


def test_what_is_missing_for_a_later_step_is_said_and_stops_nothing() -> None:
    floor = begun(LATER)
    floor.task("SOP-9").trained("olga", task="SOP-9")
    decision = floor.done(c.HandOver(BATCH, WEIGH, "otto", "on"), "olga")
    assert decision.answer["untrained"] == "SOP-9"

    floor.trained("otto", task="SOP-9")
    assert floor.done(c.HandOver(BATCH, WEIGH, "otto", "on"), "olga").answer["untrained"] == ""


def test_a_name_in_words_is_nobodys_training() -> None:
    floor = begun()
    assert floor.done(c.HandOver(BATCH, WEIGH, "the night shift", "on"), "olga").answer["untrained"] == ""


@pytest.mark.parametrize(("to", "why"), [("nina", "training_missing"), ("otto", ""), ("", "")])
def test_a_part_goes_to_another_station_with_somebody_trained_in_what_can_be_done_there(to: str, why: str) -> None:
    floor = begun().leased()
    floor.site.stations["other"] = type(floor.site.stations["log"])("other", "S3", "key", "", office=False, entry="x")
    floor.state.holders["make"] = "S2"
    assert code(floor.do(c.GivePart(BATCH, "make", "S3", "on", to), "olga")) == why


def test_the_header_asks_for_no_training() -> None:
    floor = begun().leased()
    floor.site.stations["other"] = type(floor.site.stations["log"])("other", "S3", "key", "", office=False, entry="x")
    floor.state.holders[""] = "S2"
    assert code(floor.do(c.GivePart(BATCH, "", "S3", "on", "nina"), "sven")) == ""


@pytest.mark.parametrize(("to", "why"), [("nina", "training_missing"), ("otto", ""), ("", "")])
def test_a_part_is_taken_over_by_somebody_trained_or_for_somebody_who_is(to: str, why: str) -> None:
    floor = begun().leased()
    floor.site.stations["other"] = type(floor.site.stations["log"])("other", "S3", "key", "", office=False, entry="x")
    floor.state.holders["make"] = "S3"
    assert code(floor.do(c.TakeOver(BATCH, "make", "no contact", to), "sven")) == why


@pytest.mark.parametrize("to", ["otto", "the night shift", ""])
def test_who_goes_on_stands_in_the_record_of_a_take_over_where_somebody_is_named(to: str) -> None:
    floor = begun().leased()
    floor.site.stations["other"] = type(floor.site.stations["log"])("other", "S3", "key", "", office=False, entry="x")
    floor.state.holders["make"] = "S3"
    floor.done(c.TakeOver(BATCH, "make", "no contact", to), "sven")
    assert [(one.part, one.taken, one.to) for one in floor.state.holdings] == [("make", True, to)]


def test_who_goes_on_stands_in_the_record_of_a_part_given_away() -> None:
    floor = begun().leased()
    floor.site.stations["other"] = type(floor.site.stations["log"])("other", "S3", "key", "", office=False, entry="x")
    floor.state.holders["make"] = "S2"
    floor.done(c.GivePart(BATCH, "make", "S3", "on", "otto"), "olga")
    assert [(one.part, one.taken, one.to) for one in floor.state.holdings] == [("make", False, "otto")]
