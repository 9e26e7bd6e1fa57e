"""What a pass over a batch finds, and the sight of the batch that its families share.

Each family is a function from a `Sight` to what it found. Nothing here decides whether that is an exception already, or
is to become one: `ebr.domain.batch.rules.sweep.flags` does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from ebr.domain.batch.rules.known import Known
from ebr.domain.batch.state import BatchState, flow
from ebr.domain.batch.state.inputs import limits_now
from ebr.domain.batch.state.model import NOTHING, Row, SlotState
from ebr.domain.batch.state.plan import Plan, last_id, rounds_of
from ebr.domain.decision import Facts
from ebr.domain.mbr.model import Limits, Phase, Slot
from ebr.domain.site.state import Policy, SiteState
from ebr.domain.values import Instant, Stamp, Value, shown_text

LONGEST = 60
NEVER = datetime.min.replace(tzinfo=UTC)
SHOWN = ("number", "choice", "check", "text", "time", "scan", "equipment", "net", "sample", "to")
"""Parts of a value by which it is known in a sentence; the first that is there."""


Band = tuple[Decimal | None, Decimal | None]


@dataclass(frozen=True, slots=True)
class Found:
    """Something that a rule of the pass looks for; `how` is how it left the way ("" what the rule's row says).

    `exception` names the exception that a refused attempt or a value stands by, where the record says so itself.
    """

    rule: str
    where: str
    params: Mapping[str, str]
    how: str = ""
    item: int = 0
    attempt: int = 0
    exception: str = ""
    decided: bool | None = None
    """Of what has a decision of its own (a conflict): whether it was made."""


@dataclass(slots=True)
class Entry:
    """One instance of an entry to make, with what the master says of it. Not frozen: a batch has thousands of them."""

    address: str
    held: SlotState
    slot: Slot
    phase: Phase
    phase_address: str
    rows: tuple[Row, ...]
    rounds: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Step:
    """One instance of a step: its status, and whether its performer signed."""

    address: str
    phase: Phase
    status: str
    performed: bool


@dataclass(slots=True)
class Sight:
    """The batch as every family looks at it: walked once."""

    state: BatchState
    plan: Plan
    facts: Facts
    policy: Policy
    at: Instant
    entries: list[Entry]
    steps: list[Step]
    fixed: dict[Limits, Mapping[str, str]] = field(default_factory=dict)
    """Limits that are plain numbers, evaluated once however many entries have the same."""
    bands: dict[str, Band | None] = field(default_factory=dict)
    """Entry of the master -> between which numbers nothing need be said of it."""

    @property
    def known(self) -> Known:
        """What the rules of single entries know."""
        return Known(self.facts, self.policy)

    @property
    def over(self) -> bool:
        """Production has ended."""
        return self.state.completed is not None or self.state.aborted is not None

    def limits(self, limits: Limits, rounds: Mapping[str, str]) -> Mapping[str, str]:
        """Return the limits as they are now."""
        found = self.fixed.get(limits)
        if found is None:
            found = limits_now(self.state, limits, rounds)
            if all(_plain(text) for text in _texts(limits)):
                self.fixed[limits] = found
        return found

    def band(self, slot: Slot, rounds: Mapping[str, str]) -> Band | None:
        """Return the innermost limits as numbers where they are fixed and compared as recorded: the quick way."""
        if slot.id not in self.bands:
            found = self.limits(slot.limits, rounds)
            self.bands[slot.id] = _band(found) if slot.limits in self.fixed and "rule" not in found else None
        return self.bands[slot.id]

    def unit(self, slot: Slot) -> str:
        """Return the unit of an entry."""
        return self.plan.unit(slot)


def _band(limits: Mapping[str, str]) -> Band:
    low = [Decimal(limits[name]) for name in ("low", "alert_low") if name in limits]
    high = [Decimal(limits[name]) for name in ("high", "alert_high") if name in limits]
    return (max(low, default=None), min(high, default=None))


def _texts(limits: Limits) -> Iterator[str]:
    yield from (text for text in (limits.target, limits.low, limits.high, limits.alert_low, limits.alert_high) if text)


def _plain(text: str) -> bool:
    return decimal_of(text) is not None


def sight_of(state: BatchState, facts: Facts, at: Instant) -> Sight | None:
    """Return the sight of an issued batch; None for one that is not issued or whose master cannot be read."""
    plan = state.plan
    if plan is None or state.issued is None:
        return None
    site = facts.get("site")
    policy = site.policy if isinstance(site, SiteState) else SiteState().policy
    return Sight(state, plan, facts, policy, at, list(_entries(state, plan)), list(_steps(state)))


def _entries(state: BatchState, plan: Plan) -> Iterator[Entry]:
    for address, held in state.slots.items():
        name = last_id(address)
        slot = plan.slots.get(name)
        if slot is not None:
            rounds = rounds_of(address) if "[" in address else NOTHING
            phase = plan.phases[plan.phase_of[name]]
            yield Entry(address, held, slot, phase, address.rpartition("/")[0], _standing(held), rounds)


def _standing(held: SlotState) -> tuple[Row, ...]:
    """Return the rows that stand, by item; most entries have one."""
    if len(held.rows) == 1:
        return tuple(row for row in held.rows.values() if row.value)
    return tuple(held.standing())


def _steps(state: BatchState) -> Iterator[Step]:
    for address, phase, _ in flow.phase_instances(state):
        performed = bool(state.valid_signatures(address, "performed")) if address in state.signed_in else False
        yield Step(address, phase, flow.standing(state, address, phase).status, performed)


def decimal_of(text: str) -> Decimal | None:
    """Return a number of the record; None for a text that is none."""
    try:
        found = Decimal(text)
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


@lru_cache(maxsize=16384)
def when(text: str) -> datetime | None:
    """Return a time of the record; None for a text that is no time. The same times are asked for again and again."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)


def wall(stamp: Stamp) -> datetime:
    """Return when an entry was written, by the wall clock."""
    return when(stamp.at.wall) or NEVER


def spoken(value: Value) -> str:
    """Return a value as it can stand in a sentence."""
    name = next((name for name in SHOWN if value.get(name)), "")
    return shown_text(value[name] if name else ", ".join(text for text in value.values() if text), LONGEST)


__all__ = ["Entry", "Found", "Sight", "Step", "decimal_of", "sight_of", "spoken", "wall", "when"]
