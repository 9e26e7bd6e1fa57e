"""What happens to any batch on a floor: it is held, everybody leaves at once, a shift ends, an entry comes late.

Each is made in some step of some batch until it was made once, and now and then afterwards. While a batch is held or
nobody has come back, an entry must be refused (floor-rules 7 and 9); a late entry is an exception (PI 041).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Final

from ebr.domain.batch import commands as c
from ebr.domain.batch.state import flow
from ebr.domain.batch.state.plan import COMPUTED
from ebr.domain.mbr.model import Phase, Slot
from ebr.rehearsal.game import HAND, Game
from ebr.rehearsal.stage import MORNING, PEOPLE

PLACE: Final = "batch"
HERE: Final = 0.2
"""How likely each step is the one where it happens."""
BEFORE: Final = 600
"""Seconds between what a late entry is about and the entry."""
SIMPLE: Final = ("number", "check", "choice", "text")


def stop(game: Game, address: str, phase: Phase) -> None:
    """Hold the batch, or leave at once, before a step; somebody tries to go on all the same."""
    slot = next((slot for slot in phase.slots if _by_hand(slot) and not slot.when), None)
    if slot is None or flow.standing(game.state, address, phase).status not in ("open", "active"):
        return
    attempt = c.RecordValue(game.batch, f"{address}/{slot.id}", {"text": "x"})
    if _now(game, "held"):
        game.do(c.HoldBatch(game.batch, "noise in the drive"), PEOPLE["supervisor"][0], phase.id)
        game.fault("held", PLACE, attempt, game.performer)
        game.do(c.LiftHold(game.batch, "the drive was looked at"), PEOPLE["quality"][0], phase.id)
    if _now(game, "left"):
        game.do(c.LeaveNow(game.batch, address), game.performer, phase.id)
        game.stage.wait(HAND)
        game.fault("left", PLACE, attempt, game.performer)
        game.do(c.ReturnToBatch(game.batch, address, "covered, unchanged", "as it was left"), game.performer, phase.id)


def shift(game: Game, address: str, phase: Phase) -> None:
    """Hand a step that was begun over to somebody else, who goes on; nobody hands over to himself."""
    if game.scribe or game.performer not in PEOPLE["operator"] or not _now(game, "hand_over_same"):
        return
    if flow.standing(game.state, address, phase).status != "active":
        return
    game.fault("hand_over_same", PLACE, c.HandOver(game.batch, address, game.performer, "end of shift"), game.performer)
    to = game.other("operator", game.performer)
    game.stage.wait(HAND)
    game.do(c.HandOver(game.batch, address, to, "end of shift"), game.performer, phase.id)
    game.performer = to


def belated(game: Game, slot: Slot, command: c.RecordValue) -> c.RecordValue:
    """Return the entry as one that is made late, here and there."""
    if slot.kind not in SIMPLE or command.performed_by or not _now(game, "late_entry"):
        return command
    happened = (MORNING + game.stage.passed - timedelta(seconds=BEFORE)).isoformat()
    return replace(command, late="the terminal was dark", happened=happened)


def _now(game: Game, kind: str) -> bool:
    return game.errs(kind, PLACE) and game.chance(HERE)


def _by_hand(slot: Slot) -> bool:
    return slot.kind not in (*COMPUTED, "timer", "signature", "result")
