"""How a value comes to stand: entered, or refused and then let stand by an exception; or the entry cannot be made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ebr.domain.batch import commands as c
from ebr.domain.decision import Decision
from ebr.domain.mbr.model import Slot
from ebr.rehearsal import clocks, floor
from ebr.rehearsal.game import Game, StuckError

ATTEMPTS: Final = ("out_of_limit", "not_acceptable")
SELDOM, OFTEN = 0.05, 0.5


def put(game: Game, slot: Slot, address: str, value: Mapping[str, str], *, who: str = "", item: int = 0) -> None:
    """Enter a value; one that its limits refuse stands by an exception."""
    person = who or game.hand
    command = floor.belated(game, slot, game.record(address, dict(value), item=item, who=who))
    clocks.before(game, slot.id, command, person)
    decision = game.stage.do(command, person)
    if decision.refusal is None:
        if command.late:
            game.excepted("late_entry", floor.PLACE, address)
        return
    if decision.refusal.code not in ATTEMPTS:
        raise StuckError(slot.id, decision.refusal.code, dict(decision.refusal.params))
    accept(game, slot, address, decision, person)


def accept(game: Game, slot: Slot, address: str, decision: Decision, person: str) -> None:
    """Let an attempt stand by an exception."""
    attempt, item = int(decision.answer["attempt"]), int(decision.answer["item"])
    command = c.RaiseException(game.batch, address, "cause unknown", "", "minor", attempt, accepts=True, item=item)
    game.do(command, person, slot.id)


def tries(game: Game, kind: str, slot: Slot) -> bool:
    """Tell whether a value is to be tried that must be refused."""
    again = any(game.ledger.wants_fault(one, slot.id) for one in ("read_again", "labels_out")) or _leads_on(game, slot)
    return again or game.errs(kind, slot.id)


def _leads_on(game: Game, slot: Slot) -> bool:
    """Tell whether a value that stands beyond its limits could bring what follows from it beyond its own."""
    after = game.plan.dependents.get(slot.id, ())
    return any(game.ledger.wants_fault("computed_out", name) for name in after)


def stays(game: Game, slot: Slot, address: str, tried: Decision) -> bool:
    """Let what was just refused stand by an exception now and then: a departure that was looked at."""
    often = OFTEN if _leads_on(game, slot) else SELDOM
    if tried.refusal is None or tried.refusal.code not in ATTEMPTS or not game.chance(often):
        return False
    if any(clocks.running(game, slot.id)) or game.ledger.wants_fault("read_again", slot.id):
        return False
    accept(game, slot, address, tried, game.hand)
    return True


def cannot(game: Game, slot: Slot, address: str) -> None:
    """Document an entry that cannot be made."""
    game.do(c.RaiseException(game.batch, address, "not possible", accepts=True), game.performer, slot.id)
    game.ledger.skipped[slot.id] += 1
