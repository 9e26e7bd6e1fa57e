"""Whether a change makes the record stricter or weaker, where that follows from the two values alone.

Only what nobody could dispute: a plain number that is a wider or a dropped limit, a second person or signature dropped,
an entry that became optional or conditional, a control removed. A formula put in place of another is not judged: the
reader is. The judgement helps to read; what is signed are the values.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from ebr.domain.canonical import Json
from ebr.domain.mbr import model
from ebr.domain.mbr.compare.change import Effect, Kind, Level
from ebr.domain.mbr.compare.levels import owner_of

Weaker = Callable[[Json, Json], bool]

CONTROLS: Final = frozenset({"phase", "slot", "item", "identifier"})
"""Parts whose removal takes a control away; an answer removed is a choice less."""


def effect_of(kind: Kind, level: Level, field: str, was: Json, now: Json) -> Effect:
    """Return what a change does; empty where that takes a person to say."""
    if kind == "removed":
        return "weaker" if level in CONTROLS else ""
    if kind != "changed":
        return ""
    weaker = WEAKER.get(owner_of(level, field))
    if weaker is None:
        return ""
    return "weaker" if weaker(was, now) else "stricter" if weaker(now, was) else ""


def _number(value: Json) -> Decimal | None:
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def _lower(was: Json, now: Json) -> bool:
    """A lower bound that fell or was dropped."""
    return _beyond(was, now, lambda before, after: after < before)


def _higher(was: Json, now: Json) -> bool:
    """An upper bound that rose or was dropped."""
    return _beyond(was, now, lambda before, after: after > before)


def _beyond(was: Json, now: Json, past: Callable[[Decimal, Decimal], bool]) -> bool:
    if not now or not was:
        return bool(was) and not now
    before, after = _number(was), _number(now)
    return before is not None and after is not None and past(before, after)


def _fewer(was: Json, now: Json) -> bool:
    return isinstance(was, int) and isinstance(now, int) and now < was


def _more(was: Json, now: Json) -> bool:
    return _fewer(now, was)


def _cleared(was: Json, now: Json) -> bool:
    return bool(was) and not now


def _set(was: Json, now: Json) -> bool:
    return bool(now) and not was


def _lost(was: Json, now: Json) -> bool:
    return isinstance(was, list) and isinstance(now, list) and not set(map(str, was)) <= set(map(str, now))


def _less_clean(was: Json, now: Json) -> bool:
    """A cleanroom grade is the stricter the earlier its letter."""
    return bool(was) and (not now or str(now) > str(was))


def _not(word: str) -> Weaker:
    return lambda was, now: was == word and now != word


WEAKER: Final[Mapping[tuple[type[Any], str], Weaker]] = {
    (model.Limits, "low"): _lower,
    (model.Limits, "alert_low"): _lower,
    (model.Limits, "high"): _higher,
    (model.Limits, "alert_high"): _higher,
    (model.Limits, "rule"): _not("as_recorded"),
    (model.Option, "accept"): _set,
    (model.Slot, "critical"): _cleared,
    (model.Slot, "optional"): _set,
    (model.Slot, "second"): _cleared,
    (model.Slot, "device"): _cleared,
    (model.Slot, "leaves"): _cleared,
    (model.Slot, "when"): _set,
    (model.Slot, "replicates"): _fewer,
    (model.Slot, "rows"): _fewer,
    (model.Slot, "declared"): _set,
    (model.Slot, "after_release"): _set,
    (model.UnitProcedure, "room_code"): _cleared,
    (model.UnitProcedure, "cleanroom"): _less_clean,
    (model.Phase, "room_code"): _cleared,
    (model.Phase, "cleanroom"): _less_clean,
    (model.Phase, "critical"): _cleared,
    (model.Phase, "scribe"): _set,
    (model.Phase, "sign"): _lost,
    (model.Flow, "order"): _not("sequence"),
    (model.Flow, "when"): _set,
    (model.Flow, "after"): _lost,
    (model.Repeat, "most"): _more,
    (model.ForEach, "least"): _fewer,
    (model.ForEach, "most"): _more,
    (model.Series, "every"): _more,
    (model.Series, "tolerance"): _more,
    (model.Series, "most"): _fewer,
    (model.Material, "low"): _lower,
    (model.Material, "high"): _higher,
    (model.Material, "potency"): _cleared,
    (model.BatchSize, "low"): _lower,
    (model.BatchSize, "high"): _higher,
}
"""For each field that can be judged: whether going from the first value to the second takes strictness away."""
