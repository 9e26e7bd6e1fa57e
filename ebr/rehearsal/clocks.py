"""Timers: how long they run, what is tried too early, and the waiting before whatever stops them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from ebr.domain.batch import commands as c
from ebr.domain.batch.rules.timers import elapsed, in_seconds
from ebr.domain.batch.state.inputs import limits_now
from ebr.domain.batch.state.plan import last_id, rounds_of
from ebr.domain.mbr.model import Slot
from ebr.rehearsal.game import Game
from ebr.rehearsal.stage import MORNING

LATER: Final = 60
"""Seconds beyond a maximum, and length of a timer without limits."""
DECLARED: Final = 600
"""Seconds before now that a declared start lies at least."""
WAYS: Final = ("least", "within", "most", "late")


def bounds(game: Game, slot: Slot, address: str) -> Mapping[str, Decimal]:
    """Return minimum and maximum of a timer, in seconds."""
    told = in_seconds(limits_now(game.state, slot.limits, rounds_of(address)), slot.unit)
    return {name: Decimal(text) for name, text in told.items() if name in ("low", "high")}


def length(game: Game, slot: Slot, address: str) -> Decimal:
    """Return how long a timer is to run: a way nobody reached, what an aim asks for, or somewhere in between."""
    limits = bounds(game, slot, address)
    low, high = limits.get("low", Decimal(0)), limits.get("high")
    aimed = game.aims.value(game.state, slot, address)
    if isinstance(aimed, Decimal):
        return aimed
    fresh = [way for way in WAYS if game.ledger.missing("timer", slot.id, way)]
    way = game.random.choice(fresh) if fresh else "within"
    if way == "least":
        return low
    if high is None:
        return low + LATER
    return {"most": high, "late": high + LATER}.get(way, ((low + high) / 2).to_integral_value())


def start(game: Game, slot: Slot, address: str) -> None:
    """Start a timer that a person starts, and stop it where a person stops it."""
    if slot.starts and not slot.declared:
        return
    declared = ""
    if slot.declared:
        wanted = int(length(game, slot, address))
        ago = max(1, min(wanted, max(DECLARED, wanted // 2)))
        declared = (MORNING + game.stage.passed - timedelta(seconds=ago)).isoformat()
    game.do(c.StartTimer(game.batch, address, declared), game.performer, slot.id)
    if not slot.stops:
        _stop(game, slot, address)


def _stop(game: Game, slot: Slot, address: str) -> None:
    wanted = length(game, slot, address)
    if "low" in bounds(game, slot, address) and game.errs("too_early", slot.id):
        game.fault("too_early", slot.id, c.StopTimer(game.batch, address), game.performer)
    _wait(game, address, wanted)
    game.do(c.StopTimer(game.batch, address), game.performer, slot.id)


def _wait(game: Game, address: str, wanted: Decimal) -> None:
    timer = game.state.slot(address).timer
    if timer is not None:
        game.stage.wait(float(wanted - elapsed(timer, game.stage.now())[0]))


def running(game: Game, name: str) -> Iterator[tuple[Slot, str]]:
    """Yield the running timers that doing this stops: slot and address."""
    for slot in game.plan.timers.get(name, ()):
        for address, held in game.state.slots.items():
            if slot.stops == name and last_id(address) == slot.id and held.timer and not held.timer.stopped:
                yield slot, address


def before(game: Game, name: str, command: object, who: str) -> None:
    """Let the time pass that running timers need before a command that stops them; try it too early first.

    Where several stop at once, one of them has its way and the others get their minimum.
    """
    found = list(running(game, name))
    for slot, address in found:
        timer = game.state.slot(address).timer
        least = bounds(game, slot, address).get("low", Decimal(0))
        early = timer is not None and elapsed(timer, game.stage.now())[0] < least
        if early and game.errs("too_early", slot.id) and _alone(game, found, address):
            game.fault("too_early", slot.id, command, who)
    fresh = [one for one in found if game.ledger.wants("timer", one[0].id)]
    leader = game.random.choice(fresh or found) if found else None
    for slot, address in found:
        least = bounds(game, slot, address).get("low", Decimal(0))
        _wait(game, address, length(game, slot, address) if (slot, address) == leader else least)


def _alone(game: Game, found: list[tuple[Slot, str]], address: str) -> bool:
    """Tell whether of several timers this is the one that the rules would name: the first that is too early."""
    for slot, other in found:
        timer = game.state.slot(other).timer
        least = bounds(game, slot, other).get("low", Decimal(0))
        if timer is not None and elapsed(timer, game.stage.now())[0] < least:
            return other == address
    return False


def moment(game: Game) -> str:
    """Return the present moment as a person writes it down."""
    return datetime.fromisoformat(game.stage.now().wall).isoformat()
