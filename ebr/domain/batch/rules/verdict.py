"""How a value compares with its limits, and how severe a departure is at least (floor-rules 11 and 12).

Verdict "" has nothing to compare with, "in", "alert" (inside action limits, outside alert limits), "out". Each limit
says whether the value is compared as recorded or rounded half-up to the limit's decimals (USP 7.20).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from ebr.domain.batch.state.inputs import limits_now
from ebr.domain.batch.state.model import BatchState
from ebr.domain.batch.state.plan import Rounds
from ebr.domain.mbr.model import Slot
from ebr.domain.site.state import Policy
from ebr.domain.values import Value, plain, rounded

FAR_PERCENT = 50
"""Far is further beyond the limit than this part of the band's width (with one limit only, of its amount), where no
policy says another."""
BEYOND = "beyond:"
How = Literal["alert", "out", "far", "other"]
HOWS: Mapping[str, How] = {"alert": "alert", "out": "out", "far": "far", "other": "other"}
"""How an entry left the way: beyond alert or action limits, far beyond, or otherwise."""
WEIGHTS: Mapping[str, int] = {"alert": 0, "out": 0, "far": 1, "other": 0}


@dataclass(frozen=True, slots=True)
class Compared:
    """The verdict on a value, the limits it was compared with, and for "out" the number and the bound it missed."""

    verdict: str
    limits: Mapping[str, str]
    missed: Mapping[str, str]
    beyond: Decimal = Decimal(0)
    """How far beyond, in percent of the band's width; of one limit only, of its amount."""


NOTHING = Compared("", {}, {})
HUNDRED = Decimal(100)


def compare(state: BatchState, slot: Slot, value: Value, rounds: Rounds) -> Compared:
    """Return the verdict on a value of any kind."""
    if slot.kind in ("choice", "result") and "choice" in value:
        return _option(slot, value["choice"])
    if slot.kind == "check":
        return _answers(slot, {"check": value["check"]})
    if slot.kind == "clearance":
        return _answers(slot, value)
    if slot.kind == "environment":
        return _items(state, slot, value, rounds)
    if slot.kind == "labels":
        return _balance(state, slot, value, rounds)
    if "number" in value:
        return judge(Decimal(value["number"]), limits_now(state, slot.limits, rounds))
    return NOTHING


def judge(value: Decimal, limits: Mapping[str, str]) -> Compared:
    """Compare a number with evaluated limits."""
    bounds = {name: Decimal(text) for name, text in limits.items() if name not in ("target", "rule")}
    if not bounds:
        return Compared("", limits, {})
    if missed := _beyond(value, bounds, limits, "low", "high"):
        return Compared("out", limits, missed, _percent(value, bounds))
    if _beyond(value, bounds, limits, "alert_low", "alert_high"):
        return Compared("alert", limits, {})
    return Compared("in", limits, {})


def _beyond(
    value: Decimal, bounds: Mapping[str, Decimal], limits: Mapping[str, str], low: str, high: str
) -> Mapping[str, str]:
    if low in bounds and _seen(value, bounds[low], limits) < bounds[low]:
        return {"value": plain(value), "bound": low, "limit": limits[low]}
    if high in bounds and _seen(value, bounds[high], limits) > bounds[high]:
        return {"value": plain(value), "bound": high, "limit": limits[high]}
    return {}


def _seen(value: Decimal, bound: Decimal, limits: Mapping[str, str]) -> Decimal:
    if limits.get("rule") != "rounded":
        return value
    exponent = bound.as_tuple().exponent
    return rounded(value, max(0, -exponent) if isinstance(exponent, int) else 0, "half_up")


def _percent(value: Decimal, bounds: Mapping[str, Decimal]) -> Decimal:
    low, high = bounds.get("low"), bounds.get("high")
    width = abs(high - low if low is not None and high is not None else high or low or Decimal(0))
    if not width:
        return Decimal(0)
    below = low - value if low is not None else Decimal(0)
    above = value - high if high is not None else Decimal(0)
    return max(below, above, Decimal(0)) * HUNDRED / width


def _option(slot: Slot, chosen: str) -> Compared:
    option = next(o for o in slot.options if o.id == chosen)
    if all(o.accept for o in slot.options):
        return NOTHING
    return (
        Compared("in", {}, {})
        if option.accept
        else Compared("out", {}, {"value": option.label, "bound": "choice", "limit": ""})
    )


def _answers(slot: Slot, answers: Value) -> Compared:
    labels = {item.id: item.label for item in slot.items}
    for name, answer in answers.items():
        if answer == "no":
            return Compared("out", {}, {"value": labels.get(name, slot.label), "bound": "answer", "limit": ""})
    return Compared("in", {}, {})


def _items(state: BatchState, slot: Slot, value: Value, rounds: Rounds) -> Compared:
    judged = [(item, judge(Decimal(value[item.id]), limits_now(state, item.limits, rounds))) for item in slot.items]
    limits = {f"{item.id}_{name}": text for item, each in judged for name, text in each.limits.items()}
    for verdict in ("out", "alert", "in"):
        item, first = next((pair for pair in judged if pair[1].verdict == verdict), (None, NOTHING))
        if item is not None:
            which = {"measured": item.label, "unit": item.unit} if first.missed else {}
            return Compared(verdict, limits, {**first.missed, **which}, first.beyond)
    return Compared("", limits, {})


def _balance(state: BatchState, slot: Slot, value: Value, rounds: Rounds) -> Compared:
    limits = limits_now(state, slot.limits, rounds) or {"low": "0", "high": "0"}
    return judge(Decimal(value["balance"]), limits)


def floor(how: str, *, critical: bool, policy: Policy | None = None) -> str:
    """Return the least class of a departure by the policy; without one by criticality and distance."""
    if policy is not None:
        return policy.severity_floor(critical=critical, how=HOWS[how])
    return ("minor", "major", "critical")[WEIGHTS[how] + (1 if critical else 0)]


def how_of(compared: Compared) -> str:
    """Return how a compared value left the way; what is "far" says the policy when it is weighed (`weighed`)."""
    if compared.verdict != "out":
        return "other"
    return f"{BEYOND}{compared.beyond:f}" if compared.beyond else "out"


def weighed(how: str, policy: Policy | None = None) -> str:
    """Return one of `HOWS` for what `how_of` said: far, if it is further than the policy's percentage."""
    if not how.startswith(BEYOND):
        return how
    limit = policy.whole("far_percent") if policy is not None else FAR_PERCENT
    return "far" if Decimal(how.removeprefix(BEYOND)) > limit else "out"


def severity_floor(slot: Slot | None, compared: Compared, policy: Policy | None = None) -> str:
    """Return the least class of a departure of this entry."""
    return floor(weighed(how_of(compared), policy), critical=slot is not None and slot.critical, policy=policy)
