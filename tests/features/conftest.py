"""Steps that the features of the floor share: a good floor, a fault of the table, a deed of the table, what follows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pytest_bdd import given, parsers, then, when

from ebr.domain.refusal import Refusal
from ebr.station.questions import Apart, Lots
from ebr.wording import refusal_words
from tests.features import floor as world
from tests.features.floor import Floor
from tests.features.floor_deeds import DEEDS
from tests.features.floor_faults import FAULTS
from tests.station.plant import BATCH


class Heard:
    """What was said last, and how the floor stood before."""

    def __init__(self) -> None:
        self.refusal: Refusal | None = None
        self.left: dict[str, str] = {}
        self.attempts = 0

    def tried(self, floor: Floor, deed: Callable[[], Any]) -> None:
        """Do something and keep what is said."""
        self.left, self.attempts = stock(floor), attempts(floor)
        try:
            self.refusal = getattr(deed(), "refusal", None)
        except Refusal as refusal:
            self.refusal = refusal


def attempts(floor: Floor) -> int:
    return sum(len(held.attempts) for held in floor.state.slots.values())


def stock(floor: Floor) -> dict[str, str]:
    """What is left of every lot."""
    return {row.lot: row.left for row in floor.station.ask(Lots())}


@pytest.fixture
def heard() -> Heard:
    return Heard()


@given("a floor where everything is as it should be", target_fixture="floor")
def _floor() -> Iterator[Floor]:
    plant = world.begin()
    yield plant
    plant.close()


def any_of(words: dict[str, Any]) -> Any:
    """A step whose words are the names of a table, the longest first."""
    names = sorted(words, key=len, reverse=True)
    return parsers.re("(?P<name>" + "|".join(map(re.escape, names)) + ")$")


@given(any_of(FAULTS))
def _fault(floor, name):
    made = FAULTS[name](floor)
    assert getattr(made, "refusal", None) is None, made.refusal


@when(any_of(DEEDS))
def _deed(floor, heard, name):
    heard.tried(floor, lambda: DEEDS[name](floor))


@then(parsers.parse('the sentence is "{sentence}"'))
def _sentence(heard, sentence):
    assert heard.refusal is not None
    words = refusal_words(heard.refusal)
    assert sentence.casefold() in words.casefold(), (heard.refusal.code, words)
    assert words.isprintable(), words


@then("something is refused")
def _refused(heard):
    assert heard.refusal is not None
    assert refusal_words(heard.refusal).isprintable()


@then("nothing is refused")
def _fine(heard):
    assert heard.refusal is None, heard.refusal


@then("nothing is drawn")
def _undrawn(floor, heard):
    assert stock(floor) == heard.left
    assert floor.verified() == ()


@then("the attempt is kept and nothing is drawn")
def _attempt(floor, heard):
    assert attempts(floor) == heard.attempts + 1
    assert stock(floor) == heard.left
    floor.reopen()
    assert attempts(floor) == heard.attempts + 1
    assert floor.verified() == ()


@then("no exception is open")
def _none_open(floor):
    assert floor.rules() == []


@then(parsers.parse('an exception "{rule}" is open'))
def _open(floor, rule):
    assert rule in [one.rule for one in floor.state.exceptions.values() if one.open], floor.rules()


@then(parsers.parse('quality finds "{code}" in the way of release'))
def _weak(floor, code):
    assert code in [one.code for one in floor.station.ask(Apart(BATCH)).weaknesses if one.blocking]
