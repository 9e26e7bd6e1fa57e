"""Which aggregate folds which kind of root: start, apply, and the sheet of a signature, written out."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ebr.domain.decision import Event, Recorded, Sheet, State
from ebr.domain.refusal import Refusal
from ebr.domain.subjects import kind_of


@dataclass(frozen=True, slots=True)
class Aggregate:
    """The functions of one aggregate: the empty state of a root, the next state, and the sheet of an event that carries a signature."""

    start: Callable[[str], Any]
    apply: Callable[[Any, Recorded], Any]
    sheet: Callable[[Any, Event], Sheet | None]


def _loaded(folder: str) -> Aggregate | None:
    try:
        state = importlib.import_module(f"ebr.domain.{folder}.state")
        rules = importlib.import_module(f"ebr.domain.{folder}.rules")
        return Aggregate(state.start, state.apply, rules.sheet)
    except (ModuleNotFoundError, AttributeError, ImportError):
        return None


_ALL = {"site": "site", "station": "station", "person": "people", "master": "master", "batch": "batch"}
AGGREGATES: Mapping[str, Aggregate] = {kind: found for kind, folder in _ALL.items() if (found := _loaded(folder)) is not None}


def aggregate_of(root: str, aggregates: Mapping[str, Aggregate]) -> Aggregate:
    """Return the aggregate that folds a root; raises `Refusal` for a kind that this program does not know."""
    found = aggregates.get(kind_of(root))
    if found is None:
        raise Refusal("needs_newer_program", subject=root)
    return found


def state_of(root: str, recorded: tuple[Recorded, ...], aggregates: Mapping[str, Aggregate]) -> State:
    """Return the state after these events, which stand in their fold order."""
    aggregate = aggregate_of(root, aggregates)
    state = aggregate.start(root)
    for event in recorded:
        state = aggregate.apply(state, event)
    return state
