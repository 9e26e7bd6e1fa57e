"""Guards of the real code taken away one at a time: a simulator that cannot tell is worth nothing.

Each sabotage replaces one function of the program for a while and names what the histories must then say.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

from ebr.domain.batch.state import contested
from ebr.storage import folds, log, reading, walk
from ebr.storage.arrived import Stale
from ebr.storage.folds import Loaded
from ebr.storage.log import Log
from ebr.storage.walk import Walk
from ebr.sync import receipts, sending, taking
from ebr.sync import round as rounds
from tests.simulation import run
from tests.simulation.story import story_of

MOST_SEEDS = 400
Change = tuple[object, str, Any]


@dataclass(frozen=True, slots=True)
class Sabotage:
    """What is taken away, which histories are tried (by who is dishonest in them), and how a failure begins."""

    name: str
    changes: Callable[[], Sequence[Change]]
    villains: frozenset[str]
    says: tuple[str, ...]
    first: int = 0
    """The seed to begin with: near one that breaks, where few do."""


def _nothing(*_args: object, **_named: object) -> None:
    return None


def _late_commits() -> Sequence[Change]:
    """`append` returns while its transaction is still open; every third one commits."""
    real, calls = Log.append, itertools.count(1)

    def append(self: Log, *args: Any, **named: Any) -> Any:
        if not self._connection.in_transaction():
            self._connection.begin()
        found = real(self, *args, **named)
        if next(calls) % 3 == 0:
            self._connection.commit()
        return found

    return [(Log, "append", append)]


def _forgetful() -> Sequence[Change]:
    return [(Log, "answered", _nothing), (log, "FIND_ACTION", "SELECT 1, 1, '' FROM action WHERE id = ? AND 0"),
            (log, "INSERT_ACTION", "INSERT OR REPLACE INTO action (id, first_arrival, count, answer) VALUES (?, ?, ?, ?)")]  # fmt: skip


def _by_arrival() -> Sequence[Change]:
    def order(parts: Sequence[Loaded]) -> list[Loaded]:
        here = {part.entry.hash.hex() for part in parts}
        return [part for part in parts if here.issuperset(part.header.after)]

    return [(folds, "fold_order", order), (reading, "fold_order", order)]


def _blind_to_itself() -> Sequence[Change]:
    def own_trouble(_self: object, _heads: Mapping[str, object]) -> Iterator[Any]:
        yield _nothing

    return [(sending.Sending, "own_trouble", own_trouble)]


SABOTAGES = (
    Sabotage("seals are not checked", lambda: [(walk, "check_seal", _nothing)], frozenset({"station"}), ("not found", "believed")),
    Sabotage(
        "any key may seal", lambda: [(Walk, "_check_key", _nothing)], frozenset({"station"}), ("not found", "believed", "accused")
    ),
    Sabotage("an entry is confirmed before it is durable", _late_commits, frozenset({""}), ("lost", "OperationalError")),
    Sabotage("a repeated command is written again", _forgetful, frozenset({""}), ("twice",), first=400),
    Sabotage("the own log is not compared", _blind_to_itself, frozenset({"station"}), ("not found", "accused")),
    Sabotage(
        "consistency proofs are not looked at",
        lambda: [(receipts, "_check_consistent", _nothing)],
        frozenset({"centre", "loss"}),
        ("not found",),
    ),
    Sabotage("entries are folded as they arrive", _by_arrival, frozenset({""}), ("views differ",)),
    Sabotage("what arrives is not shown", lambda: [(Stale, "add", _nothing)], frozenset({""}), ("views differ", "hidden")),
    Sabotage(
        "whoever comes later wins a slot",
        lambda: [(contested, "takes_effect", lambda _state, _recorded: True)],
        frozenset({""}),
        ("hidden",),
    ),
    Sabotage(
        "a log that is not sound is passed over in silence",
        lambda: [(taking, "quarantine", _nothing), (rounds, "quarantine", _nothing)],
        frozenset({"station"}),
        ("not found",),
    ),
)  # fmt: skip


@contextmanager
def without(sabotage: Sabotage) -> Iterator[None]:
    """Run without the guard for the length of a `with`."""
    with ExitStack() as back:
        for place, name, value in sabotage.changes():
            back.callback(setattr, place, name, getattr(place, name))
            setattr(place, name, value)
        yield


def noticed(sabotage: Sabotage, most: int = MOST_SEEDS) -> tuple[int, str]:
    """Return the first seed whose history breaks without the guard, and how; (-1, "") when none of so many does."""
    with without(sabotage):
        for seed in range(sabotage.first, sabotage.first + most):
            story = story_of(seed)
            if story.villain not in sabotage.villains:
                continue
            wrong, _, _ = run.one(story)
            if wrong:
                return seed, wrong
    return -1, ""
