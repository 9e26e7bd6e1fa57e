"""What has to be weighed next: the target of a material, less what was used, corrected for the lot at hand.

The target is either the entry's own, which speaks of what is weighed, or that of the bill of materials, which for a
material with potency speaks of what it contains (floor-rules 12, 13; 21 CFR 211.101(a)). From there on everything is in
units of the balance: charge = rest x 100/assay x 100/(100 - loss on drying), the charge of an active rounded up.

One row takes the place of several: the rest is worked out anew after each row, with the assay of the next lot.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal

from ebr.domain.batch.rules.rows import bill_limits
from ebr.domain.batch.state import BatchState
from ebr.domain.batch.state.figures import HUNDRED, active, net
from ebr.domain.batch.state.inputs import limits_now
from ebr.domain.batch.state.plan import Plan, Rounds
from ebr.domain.mbr.model import Slot
from ebr.domain.values import EXACT, rounded

NONE = Decimal(0)
DOWN = "down"


@dataclass(frozen=True, slots=True)
class Charge:
    """What to weigh, in the unit of the entry. None where the master gives no bound or the assay is not known.

    `pure`: the master's target speaks of the content; then `needed` and `pure_used` are content, and `assay` and `lod`
    are what corrected it. `used` is what was weighed so far; `low`, `target` and `high` what shall have been weighed in
    the end; `rest` what is still to be weighed, rounded, and `exact` before it was rounded. `full`: enough is in.
    """

    pure: bool
    rounding: str
    needed: Decimal | None
    pure_used: Decimal
    assay: Decimal
    lod: Decimal
    used: Decimal
    target: Decimal | None
    low: Decimal | None
    high: Decimal | None
    rest: Decimal | None
    exact: Decimal | None
    full: bool


def charge_of(state: BatchState, plan: Plan, slot: Slot, rounds: Rounds, assay: Mapping[str, str]) -> Charge:
    """Return what to weigh next of a lot with this assay; without one, as if it were pure."""
    material = plan.materials.get(slot.of)
    rows = state.slot(plan.address(slot.id, rounds)).standing()
    own = slot.limits.any() or bool(slot.limits.target)
    pure = not own and material is not None and material.potency
    bounds = _numbers(limits_now(state, slot.limits, rounds) if own else bill_limits(state, slot))
    used = sum((net(row) for row in rows), NONE)
    counted = sum((active(row) for row in rows), NONE) if pure else used
    content, loss = Decimal(assay.get("potency") or HUNDRED), Decimal(assay.get("lod") or 0)
    factor = HUNDRED * HUNDRED / (content * (HUNDRED - loss)) if pure and content and loss < HUNDRED else Decimal(1)
    rounding = "up" if material is not None and material.active else "half_up"
    decimals = plan.decimals(slot)
    needed = bounds.get("target")

    def weighed(name: str, mode: str) -> Decimal | None:
        bound = bounds.get(name)
        return None if bound is None else used + _rounded((bound - counted) * factor, decimals, mode)

    target, low, high = weighed("target", rounding), weighed("low", "up"), weighed("high", DOWN)
    exact = None if needed is None else max(NONE, (needed - counted) * factor)
    return Charge(
        pure,
        rounding if pure else "",
        needed,
        counted,
        content,
        loss,
        used,
        target,
        low,
        high,
        None if target is None else rounded(max(NONE, target - used), decimals, rounding),
        exact,
        bool(rows) and (low if low is not None else target if target is not None else used) <= used,
    )


def _rounded(value: Decimal, decimals: int, mode: str) -> Decimal:
    """Round as declared; an upper bound is never rounded beyond itself."""
    if mode == DOWN:
        return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_FLOOR, context=EXACT)
    return rounded(value, decimals, mode)


def _numbers(bounds: Mapping[str, str]) -> dict[str, Decimal]:
    return {name: Decimal(text) for name, text in bounds.items() if name in ("target", "low", "high")}
