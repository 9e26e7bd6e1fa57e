"""Which number an entry gets: one at a limit nobody has reached, the one an aim asks for, or any within the limits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Final

from ebr.rehearsal.game import Game
from ebr.rehearsal.guessing import Range, closed_range, unit_of
from ebr.rehearsal.watching import beyond, steps

ORDINARY: Final = 0.6
"""How often a value is an ordinary one, near its target."""
NEAR: Final = Decimal("0.1")
LOOK: Final = 200
"""Steps outward in which a limit that rounds has its first value outside."""


def bounds(limits: Mapping[str, str]) -> dict[str, Decimal]:
    """Return the limits that are numbers."""
    return {name: Decimal(found) for name, found in limits.items() if name not in ("rule", "target")}


def span(limits: Mapping[str, str], decimals: int, unit: str) -> Range:
    """Return the range that evaluated limits leave."""
    told = {name: Decimal(limits[name]) if name in limits else None for name in ("low", "high", "target")}
    return closed_range(told["low"], told["high"], told["target"], decimals, unit)


def choose(
    game: Game, place: str, limits: Mapping[str, str], decimals: int, unit: str, aimed: Decimal | None = None
) -> Decimal:
    """Return a number for an entry, inside its action limits wherever its last place allows one."""
    found = span(limits, decimals, unit)
    if aimed is not None:
        return found.fit(aimed)
    if game.ledger.wants("limit", place):
        fresh = list(_fresh(game, place, limits, unit_of(decimals)))
        if fresh:
            return game.random.choice(fresh)
    if game.chance(ORDINARY):
        near = (found.high - found.low) * NEAR
        return found.fit(found.middle + near * Decimal(str(game.random.uniform(-1, 1))))
    return found.at(game.random.random())


def _fresh(game: Game, place: str, limits: Mapping[str, str], step: Decimal) -> Iterator[Decimal]:
    """Yield the values at, just inside and just outside limits that nothing reached yet and that may stand."""
    for name, bound in bounds(limits).items():
        for value in around(bound, step):
            new = any(game.ledger.missing("limit", place, what, side) for side, what in steps(value, limits, step))
            if new and not beyond(value, limits):
                yield value
        if bound % step:
            game.ledger.why.setdefault(("limit", place, name, "at"), "not_representable")


def around(bound: Decimal, step: Decimal) -> tuple[Decimal, ...]:
    """Return the values of the last place around a limit: below, at it where there is one, above."""
    below = (bound / step).to_integral_value(ROUND_FLOOR) * step
    above = (bound / step).to_integral_value(ROUND_CEILING) * step
    if below == above:
        return tuple(value.quantize(step) for value in (below - step, below, below + step))
    return below.quantize(step), above.quantize(step)


def outside(game: Game, place: str, limits: Mapping[str, str], decimals: int) -> Decimal | None:
    """Return the first value beyond an action limit, one nobody tried before wherever there is one."""
    step = unit_of(decimals)
    found = [(name, _first_out(limits, name, step)) for name in ("low", "high") if name in limits]
    known = [(name, value) for name, value in found if value is not None]
    fresh = [value for name, value in known if game.ledger.missing("limit", place, "outside", name)]
    chosen = fresh or [value for _, value in known]
    return game.random.choice(chosen) if chosen else None


def _first_out(limits: Mapping[str, str], name: str, step: Decimal) -> Decimal | None:
    inward = 1 if name == "low" else -1
    bound = Decimal(limits[name])
    value = around(bound, step)[1 if len(around(bound, step)) == 3 else (0 if inward > 0 else 1)]  # noqa: PLR2004
    for _ in range(LOOK):
        if (name, "outside") in steps(value, limits, step):
            return value.quantize(step)
        value -= step * inward
    return None
