"""Steps of floor_hunted.feature: two things that go wrong at once, or one after the other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pytest_bdd import given, scenarios

from ebr.domain.equipment import commands as q
from ebr.domain.equipment.events import Needs
from ebr.domain.material import commands as m
from tests.features.conftest import any_of
from tests.features.floor import Floor
from tests.features.floor_faults import fefo

scenarios("floor_hunted.feature")


def in_cold_room(f: Floor) -> None:
    f.register("R-99", "room", Needs(grade="D"))
    f.done(q.ChangeEquipment("R-99", "Cold room", "Room 99", Needs(grade="D"), "where it is"), "sups")
    f.done(m.MoveLot("L-1", "R-99", "1"), "mchen")


def next_morning(f: Floor) -> None:
    f.wait(days=1)


def first_weighed(f: Floor) -> Any:
    fefo(f)
    return f.weigh("E-1")


HIDDEN: dict[str, Callable[[Floor], Any]] = {
    "the balance is on hold": lambda f: f.done(q.HoldEquipment("S-01", "drifts"), "mchen"),
    "the balance was not checked today": next_morning,
    "container 1 was brought to room R-99": in_cold_room,
}


@given(any_of({f"hidden {name}": deed for name, deed in HIDDEN.items()}))
def _hidden(floor, name):
    HIDDEN[name.removeprefix("hidden ")](floor)


@given("a row of lot E-1 is weighed and the policy asks for the first lot")
def _first(floor):
    assert first_weighed(floor).refusal is None
