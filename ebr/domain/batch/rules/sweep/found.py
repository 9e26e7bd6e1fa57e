"""What a pass over a batch finds, and the sight of the batch that its families share.

Each family is a function from a `Sight` to what it found. Nothing here decides whether that is an exception already, or
is to become one: `ebr.domain.batch.rules.sweep.flags` does.

Almost every entry of a batch is ordinary: one number that somebody typed, inside fixed limits, never changed, made
between the issue and the signature of its step. No family of single entries can say anything of it, so the walk that
makes the sight leaves it out, and a batch is reviewed in little more than the time it takes to fold it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from ebr.domain.batch.rules.known import Known
from ebr.domain.batch.rules.sweep.moments import wall
from ebr.domain.batch.rules.sweep.watching import BEGINNING, END, Watched, micros, when
from ebr.domain.batch.state import BatchState, flow
from ebr.domain.batch.state.inputs import limits_now, opened
from ebr.domain.batch.state.model import SignatureState
from ebr.domain.batch.state.plan import Plan, last_id, prepared, rounds_of
from ebr.domain.batch.state.seconds import DEVICE, FORM, reads
from ebr.domain.batch.state.slots import NOTHING, Row, SlotState
from ebr.domain.decision import Facts
from ebr.domain.mbr.model import Limits, Phase, Slot
from ebr.domain.site.state import Policy, SiteState
from ebr.domain.values import Instant, Value, shown_text

LONGEST = 60
SHOWN = ("number", "choice", "check", "text", "time", "scan", "equipment", "net", "sample", "to")
"""Parts of a value by which it is known in a sentence; the first that is there."""


SERIES = ("number", "qs", "table", "duration", "result")
"""Kinds of which one entry can have many readings, whose run is looked at."""
ORDINARY = ("number", "text")
QUIET = ("", "in")
READ = (DEVICE, FORM)


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
    """The batch as every family looks at it: walked once.

    `entries` are those that a family of single entries may have something to say of; `series` those of which there can
    be many readings, ordinary ones too.
    """

    state: BatchState
    plan: Plan
    facts: Facts
    policy: Policy
    at: Instant
    entries: list[Entry]
    steps: list[Step]
    series: list[Entry] = field(default_factory=list)
    watched: Watched = field(default_factory=Watched)
    strays: list[tuple[str, str]] = field(default_factory=list)
    """Addresses at which something was recorded and which the batch does not have, and who recorded it."""
    fixed: dict[Limits, Mapping[str, str]] = field(default_factory=dict)
    """Limits that are plain numbers, evaluated once however many entries have the same."""

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
            if plainly_limited(limits):
                self.fixed[limits] = found
        return found

    def unit(self, slot: Slot) -> str:
        """Return the unit of an entry."""
        return self.plan.unit(slot)

    def entry(self, address: str) -> Entry | None:
        """Return one entry by its address, an ordinary one too; None where nothing was recorded."""
        held = self.state.slots.get(address)
        slot = self.plan.slots.get(last_id(address))
        return _entry(self.plan, address, held, slot) if held is not None and slot is not None else None


def _texts(limits: Limits) -> Iterator[str]:
    yield from (text for text in (limits.target, limits.low, limits.high, limits.alert_low, limits.alert_high) if text)


def _plain(text: str) -> bool:
    return decimal_of(text) is not None


def plainly_limited(limits: Limits) -> bool:
    """Tell whether limits are plain numbers, the same whatever was recorded before."""
    return all(_plain(text) for text in _texts(limits))


def sight_of(state: BatchState, facts: Facts, at: Instant) -> Sight | None:
    """Return the sight of an issued batch; None for one that is not issued or whose master cannot be read."""
    plan = state.plan
    if plan is None or state.issued is None:
        return None
    site = facts.get("site")
    policy = site.policy if isinstance(site, SiteState) else SiteState().policy
    sight = Sight(state, plan, facts, policy, at, [], list(_steps(state)))
    _walk(sight)
    return sight


@dataclass(slots=True)
class _Told:
    """What is the same for every instance of an entry of the master: whether one can be ordinary, and its band."""

    slot: Slot
    ordinary: bool
    series: bool
    low: Decimal | None = None
    high: Decimal | None = None
    decimals: int = 0
    phase: str = ""
    scribe: bool = False
    limits: Mapping[str, str] = field(default_factory=dict)
    """What stands beside each value."""


@dataclass(frozen=True, slots=True)
class _Between:
    """From when to when an entry is made without anything to say: micros of its batch and its step."""

    issued: int
    over: int
    signed: Mapping[str, int]


def _walk(sight: Sight) -> None:
    """Put every entry where it is looked at."""
    state, plan = sight.state, sight.plan
    between, told, calm = _between(sight), _told(state.document), not state.pauses
    steps: dict[str, tuple[str, int]] = {}
    issued, signed_in, watched = between.issued, state.signed_in, sight.watched
    for address, held in state.slots.items():
        above, _, name = address.rpartition("/")
        one = told.get(last_id(address) if "[" in name else name)
        known = steps.get(above)
        if known is None:
            known = steps[above] = (_step_at(sight, above), between.signed.get(above, between.over))
        step, until = known
        if one is None or step != one.phase:
            sight.strays.append((address, _by(held)))
            if one is None:
                continue
        made = watched.entry(address, above, held)
        plain = one.ordinary and calm and issued <= made <= until and _ordinary(one, held) and address not in signed_in
        if plain and not one.series:
            continue
        entry = _entry(plan, address, held, one.slot)
        if not plain:
            sight.entries.append(entry)
        if one.series:
            sight.series.append(entry)
    for signature in state.signatures:
        watched.stamp(signature.stamp, signature.scope if last_id(signature.scope) in plan.places else "")


def _step_at(sight: Sight, address: str) -> str:
    """Return the step that an address names; "" for an address or a round that the batch does not have."""
    name, plan = last_id(address), sight.plan
    if name not in plan.phases:
        return ""
    rounds = rounds_of(address)
    known = {node: rounds[node] for node in plan.places[name].repeating if node in rounds}
    whole = len(known) == len(plan.places[name].repeating) and plan.address(name, known) == address
    there = whole and all(known[node] in opened(sight.state, plan, node, known) for node in known)
    return name if there else ""


def _by(held: SlotState) -> str:
    """Return who recorded something first."""
    return next((row.first.by for row in held.rows.values()), next((one.stamp.by for one in held.attempts), ""))


def _entry(plan: Plan, address: str, held: SlotState, slot: Slot) -> Entry:
    rounds = rounds_of(address) if "[" in address else NOTHING
    phase = plan.phases[plan.phase_of[slot.id]]
    return Entry(address, held, slot, phase, address.rpartition("/")[0], _standing(held), rounds)


def _between(sight: Sight) -> _Between:
    state = sight.state
    issued = micros(state.issue_stamp.at.wall) if state.issue_stamp is not None else BEGINNING
    ended = state.completed or state.aborted
    over = micros(ended.at.wall) if ended is not None else END
    signed = {
        step.address: min(over, max(micros(one.stamp.at.wall) for one in _performed(state, step.address)))
        for step in sight.steps
        if step.performed
    }
    return _Between(issued, over, signed)


def _performed(state: BatchState, address: str) -> Sequence[SignatureState]:
    return state.valid_signatures(address, "performed")


@lru_cache(maxsize=16)
def _told(document: str) -> dict[str, _Told]:
    """Return what the master says of each of its entries; read once, as the plan is."""
    plan = prepared(document)
    assert plan is not None
    return {name: _told_of(plan, slot, plan.phases[plan.phase_of[name]]) for name, slot in plan.slots.items()}


def _told_of(plan: Plan, slot: Slot, phase: Phase) -> _Told:
    repeated = bool(plan.places[slot.id].repeating)
    many = slot.kind == "table" or slot.replicates > 1 or repeated
    series = slot.kind in SERIES and many and slot.limits.any()
    limits = slot.limits
    fixed = limits.rule == "as_recorded" and plainly_limited(limits)
    if slot.kind not in ORDINARY or slot.device or slot.statistics or slot.when or not fixed:
        return _Told(slot, ordinary=False, series=series, phase=phase.id)
    low = [Decimal(text) for text in (limits.low, limits.alert_low) if text]
    high = [Decimal(text) for text in (limits.high, limits.alert_high) if text]
    beside = limits_now(BatchState(""), limits, {})
    low_, high_ = max(low, default=None), min(high, default=None)
    return _Told(slot, True, series, low_, high_, plan.decimals(slot), phase.id, phase.scribe, beside)


def _ordinary(told: _Told, held: SlotState) -> bool:
    """Tell whether no family of single entries has anything to say of this one, made in its time."""
    if len(held.rows) != 1 or held.attempts or held.timer is not None or held.closed is not None:
        return False
    (row,) = held.rows.values()
    if row.corrections or row.late or row.happened or row.verdict not in QUIET or not row.value or not row.performed_by:
        return False
    source, value = row.source, row.value
    if len(source) > 1 and ("calibration_due" in source or reads(source)):
        return False
    if row.attempt != 1 or (row.performed_by != row.first.by and not told.scribe) or source.get("how") in READ:
        return False
    if len(value) != 1:
        return False
    if told.slot.kind != "number":
        return bool(value.get("text", "").strip())
    if row.limits != told.limits:
        return False
    text = value.get("number", "")
    whole, _, part = text.partition(".")
    if len(part) > told.decimals or not (whole + part).isdigit() or not text.isascii():
        return False  # one below zero is looked at
    number, low, high = Decimal(text), told.low, told.high
    return (low is None or number >= low) and (high is None or number <= high)


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


def spoken(value: Value) -> str:
    """Return a value as it can stand in a sentence."""
    name = next((name for name in SHOWN if value.get(name)), "")
    return shown_text(value[name] if name else ", ".join(text for text in value.values() if text), LONGEST)


__all__ = ["Entry", "Found", "Sight", "Step", "decimal_of", "micros", "sight_of", "spoken", "wall", "when"]
