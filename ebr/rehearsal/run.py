"""Plays batches until nothing new is reached, or as many as were asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random
from typing import Final

from ebr.domain.batch.state.plan import Plan, prepare
from ebr.domain.mbr.coverage import Coverage, Gap
from ebr.domain.mbr.model import Mbr
from ebr.domain.site.state import SiteState
from ebr.rehearsal.aims import Aim, Aims, aims_of
from ebr.rehearsal.game import Game
from ebr.rehearsal.ledger import Ledger, ledger_of
from ebr.rehearsal.player import play
from ebr.rehearsal.stage import Document, Stage, document_of
from ebr.rehearsal.watching import Watcher

MOST: Final = 120
"""Batches of a rehearsal that was given no number."""
PATIENCE: Final = 10
"""Batches in a row that reach nothing new end such a rehearsal."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a rehearsal is: batches played, points and faults reached of how many."""

    batches: int
    reached: int
    whole: int


@dataclass(slots=True)
class Rehearsal:
    """Everything that stays the same from batch to batch."""

    document: Document
    plan: Plan
    ledger: Ledger
    aims: list[Aim]
    random: Random
    given_up: Counter[tuple[str, str, str, str]]
    witness_minutes: int

    def batch(self, number: int) -> Stage:
        """Play one batch and take it into the ledger."""
        watcher = Watcher(self.ledger)
        stage = Stage(self.document, f"REH-{number:05d}", watcher)
        aims = Aims(self.aims, self.ledger, self.random, self.given_up)
        game = Game(stage, self.ledger, self.random, aims, number, self.witness_minutes)
        self.ledger.finished += play(game)
        watcher.end(stage.state)
        return stage


def rehearsal_of(mbr: Mbr, seed: int) -> Rehearsal:
    """Return a rehearsal that has played nothing yet."""
    document, plan = document_of(mbr), prepare(mbr)
    site = document.facts["site"]
    assert isinstance(site, SiteState)
    minutes = site.policy.minutes("witness")
    return Rehearsal(document, plan, ledger_of(plan), aims_of(plan), Random(seed), Counter(), minutes)  # noqa: S311


def rehearse(
    mbr: Mbr, *, seed: int = 1, batches: int = 0, progress: Callable[[Progress], None] | None = None
) -> Coverage:
    """Play so many batches of an MBR that passed its check; 0: until ten in a row reach nothing new.

    The same document, seed and number give the same result. `progress` is told after each batch and may raise to stop.
    """
    rehearsal = rehearsal_of(mbr, seed)
    played = idle = 0
    before = 0
    while played < (batches or MOST) and (batches or idle < PATIENCE):
        played += 1
        rehearsal.batch(played)
        reached, whole = rehearsal.ledger.progress()
        idle = 0 if reached > before else idle + 1
        before = reached
        if progress is not None:
            progress(Progress(played, reached, whole))
    return coverage_of(rehearsal, seed, played)


def coverage_of(rehearsal: Rehearsal, seed: int, played: int) -> Coverage:
    """Return the figures of what was played."""
    ledger, header = rehearsal.ledger, rehearsal.document.mbr.header
    return Coverage(
        header.id,
        header.version,
        header.title,
        rehearsal.document.sha256,
        seed,
        played,
        ledger.finished,
        ledger.commands,
        ledger.points(),
        ledger.faults(),
        tuple(ledger.dead_ends),
        tuple(_gaps(rehearsal.plan)),
        tuple(sorted(ledger.skipped.items())),
    )


def _gaps(plan: Plan) -> Iterator[Gap]:
    """Yield the mistakes with a lot that no entry of the document would notice."""
    scanned = {slot.of.removeprefix("material:") for slot in plan.slots.values() if slot.kind == "scan"}
    used = [slot for slot in plan.slots.values() if slot.kind == "material"]
    yield from (Gap("lot_not_scanned", slot.id) for slot in used if slot.of not in scanned)
    if used:
        yield Gap("expiry_not_compared", used[0].id)
