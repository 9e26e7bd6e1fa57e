"""What an expression would come to with values that are not recorded yet, and the search for such values.

A `Guess` reads the real record first; what is not there comes from assumed values, and what is computed from them is
computed here with the same formula language. The search is bounded: first all in the middle, all low, all high, then
one value after the other, then mixtures with the numbers that stand in the expressions themselves. What it does not
find may still exist; the report says "not found", never "impossible".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from random import Random
from typing import Final

from ebr.domain.batch.state import BatchState
from ebr.domain.batch.state.figures import FIGURES, figure
from ebr.domain.batch.state.inputs import lookup
from ebr.domain.batch.state.plan import COMPUTED, Plan, Rounds, compiled, limits_of, references
from ebr.domain.formula import Formula, FormulaError, Value, evaluate
from ebr.domain.formula.tree import Literal, walk
from ebr.domain.mbr.model import Limits, Slot
from ebr.domain.mbr.scale import tolerance
from ebr.domain.values import rounded

Assumed = Mapping[str, Value | Mapping[str, Decimal]]
"""Slot -> the value to come: number, choice or answer, seconds of a timer, parts of an environment or labels."""
HUNDRED: Final = Decimal(100)
MOST_PERCENT: Final = Decimal(100)
WIDE: Final = Decimal(10)
"""A limit on one side only is searched up to this many times its amount on the other."""
TIMER_UNIT: Final = {"s": Decimal(1), "min": Decimal(60), "h": Decimal(3600), "d": Decimal(86400)}
HALVINGS: Final = 40
LONGER: Final = Decimal(3600)
"""Seconds that a timer may run beyond its maximum: it then stands, with its exception."""
Way = str | float
"""How a value is chosen: by name, or a part of its range between 0 and 1."""


@dataclass(slots=True)
class Guess:
    """The record as it is, with assumed values where there are none; `counts` says how many rounds a node will have."""

    state: BatchState
    assumed: Assumed
    counts: Mapping[str, int] = field(default_factory=dict)
    _known: dict[str, Value | None] = field(default_factory=dict)

    @property
    def plan(self) -> Plan:
        """The plan of the batch."""
        assert self.state.plan is not None
        return self.state.plan

    def told(self, formula: Formula | None, rounds: Rounds) -> Value | None:
        """Return what a formula comes to, or None while something is missing."""
        if formula is None:
            return None
        values = {}
        for reference in formula.references:
            value = self.value(reference, rounds)
            if value is not None:
                values[reference] = value
        try:
            return evaluate(formula, values)
        except FormulaError:
            return None

    def decimal(self, source: str | None, rounds: Rounds) -> Decimal | None:
        """Return the number an expression gives, or None."""
        if not source:
            return None
        try:
            return Decimal(source)
        except InvalidOperation:
            value = self.told(compiled(source), rounds)
            return value if isinstance(value, Decimal) else None

    def value(self, reference: str, rounds: Rounds) -> Value | None:
        """Return the value of a reference: what is recorded, else what is assumed or follows from it."""
        found = lookup(self.state, reference, rounds)
        if found is not None:
            return found
        name, _, attribute = reference.partition(".")
        slot = self.plan.slots.get(name)
        if slot is None:
            return None
        value = self._single(slot, attribute, rounds)
        outside = [node for node in self.plan.places[name].repeating if node not in rounds]
        if value is None or not outside or attribute == "last":
            return value
        many = 1
        for node in outside:
            many *= max(1, self.counts.get(node, 1))
        return tuple(part for _ in range(min(many, 100)) for part in (value if isinstance(value, tuple) else (value,)))

    def _single(self, slot: Slot, attribute: str, rounds: Rounds) -> Value | None:
        if slot.kind in COMPUTED:
            if slot.id not in self._known:
                self._known[slot.id] = None
                self._known[slot.id] = self.computed(slot, rounds)
            return self._known[slot.id]
        value = self.assumed.get(slot.id)
        if isinstance(value, Mapping):
            return value.get(attribute)
        if isinstance(value, Decimal):
            return _figures(slot, value, attribute)
        return value

    def computed(self, slot: Slot, rounds: Rounds) -> Decimal | None:
        """Return what a computed entry would come to."""
        actual = self.told(compiled(slot.formula), rounds)
        if not isinstance(actual, Decimal):
            return None
        if slot.kind == "yield":
            theoretical = self.told(compiled(slot.theoretical), rounds)
            if not isinstance(theoretical, Decimal) or not theoretical:
                return None
            actual = actual / theoretical * HUNDRED
        try:
            return rounded(actual, slot.decimals, slot.rounding)
        except InvalidOperation:
            return None


def _figures(slot: Slot, value: Decimal, attribute: str) -> Value | None:
    many = slot.rows if slot.kind == "table" else slot.replicates
    if slot.kind == "table" or many > 1:
        readings = (value,) * max(many, 1)
        if attribute in ("", "values"):
            return readings
        return figure(attribute, readings) if attribute in FIGURES else value
    if attribute == "values":
        return (value,)
    return Decimal(1) if attribute == "count" else value


def unit_of(decimals: int) -> Decimal:
    """Return one unit of the last place."""
    return Decimal(1).scaleb(-decimals)


@dataclass(frozen=True, slots=True)
class Range:
    """Where a number may lie, in steps of its last place; `target` where the author names one."""

    low: Decimal
    high: Decimal
    step: Decimal
    target: Decimal | None = None

    def fit(self, value: Decimal) -> Decimal:
        """Return the nearest value that is in the range and a whole number of steps."""
        steps = (min(max(value, self.low), self.high) / self.step).to_integral_value()
        found = steps * self.step
        if found < self.low:
            found += self.step
        if found > self.high:
            found -= self.step
        return found.quantize(self.step)

    @property
    def middle(self) -> Decimal:
        """The target, or the middle of the range."""
        return self.fit(self.target if self.target is not None else (self.low + self.high) / 2)

    def at(self, part: float) -> Decimal:
        """Return the value at a part of the range between 0 and 1."""
        return self.fit(self.low + (self.high - self.low) * Decimal(str(part)))


def range_of(guess: Guess, limits: Limits, rounds: Rounds, decimals: int, unit: str) -> Range:
    """Return the range that limits leave to a number, with a sensible end where one is open."""
    told = {name: guess.decimal(getattr(limits, name), rounds) for name in ("low", "high", "target")}
    return closed_range(told["low"], told["high"], told["target"], decimals, unit)


def closed_range(low: Decimal | None, high: Decimal | None, target: Decimal | None, decimals: int, unit: str) -> Range:
    """Return a range with both ends."""
    if low is None:
        known = high if high is not None else target
        low = Decimal(0) if known is None or known >= 0 else known * WIDE
    if high is None:
        reach = max(abs(low), abs(target or Decimal(0)))
        high = low + WIDE * (reach or Decimal(10))
        high = max(low, min(high, MOST_PERCENT)) if unit == "%" else high
    return Range(low, max(low, high), unit_of(decimals), target)


def variables(plan: Plan, state: BatchState, sources: Iterable[Formula | None], rounds: Rounds) -> tuple[str, ...]:
    """Return the recorded entries that these formulas rest on and that are not there yet, in document order."""
    found: set[str] = set()
    waiting = [name.partition(".")[0] for formula in sources if formula is not None for name in formula.references]
    seen: set[str] = set()
    while waiting:
        name = waiting.pop()
        slot = plan.slots.get(name)
        if slot is None or name in seen:
            continue
        seen.add(name)
        if slot.kind in COMPUTED:
            waiting += sorted(references([slot.formula, slot.theoretical]))
        elif lookup(state, name, rounds) is None:
            found.add(name)
            waiting += sorted(references(limits_of(slot)))
    return tuple(name for name in plan.slots if name in found)


def literals(formula: Formula | None) -> tuple[Decimal, ...]:
    """Return the numbers that stand in a formula: its turning points."""
    if formula is None:
        return ()
    return tuple(
        node.value for node, _ in walk(formula.tree) if isinstance(node, Literal) and isinstance(node.value, Decimal)
    )


@dataclass(slots=True)
class Search:
    """The search for values of `names` that make a test true; `score` is what a climb makes large."""

    state: BatchState
    names: Sequence[str]
    rounds: Rounds
    counts: Mapping[str, int]
    random: Random
    turning: Sequence[Decimal] = ()
    test: Callable[[Guess], bool] = lambda _guess: False
    score: Callable[[Guess], Decimal | None] | None = None
    level: bool = False
    """Look for where the score is exactly nothing."""

    def run(self, tries: int = 60) -> dict[str, Value | Mapping[str, Decimal]] | None:
        """Return values that make the test true, or None."""
        plain: list[Way] = ["middle", "low", "high"]
        if self.score is None:
            self.random.shuffle(plain)
        for way in plain:
            found = self._assume(dict.fromkeys(self.names, way))
            if self.test(self._guess(found)):
                return found
        if self.score is not None:
            climbed = self._balance() if self.level else self._climb()
            if climbed is not None or self.level:
                return climbed
        for _ in range(tries):
            found = self._assume({name: self.random.choice(WAYS) for name in self.names})
            if self.test(self._guess(found)):
                return found
        return None

    def _guess(self, assumed: Assumed) -> Guess:
        return Guess(self.state, assumed, self.counts)

    def _climb(self) -> dict[str, Value | Mapping[str, Decimal]] | None:
        ways: dict[str, Way] = dict.fromkeys(self.names, "middle")
        best = self._scored(ways)
        for name in self.names:
            for way in ("low", "high"):
                tried: dict[str, Way] = {**ways, name: way}
                score = self._scored(tried)
                if score is not None and (best is None or score > best):
                    ways, best = tried, score
                    found = self._assume(ways)
                    if self.test(self._guess(found)):
                        return found
        return None

    def _balance(self) -> dict[str, Value | Mapping[str, Decimal]] | None:
        """Halve the range of one value after the other, the others in the middle, until the score is nothing."""
        for name in self.names:
            ways: dict[str, Way] = dict.fromkeys(self.names, "middle")
            ends = [self._scored({**ways, name: end}) for end in (0.0, 1.0)]
            if ends[0] is None or ends[1] is None or (ends[0] > 0) == (ends[1] > 0):
                continue
            low, high = (0.0, 1.0) if ends[0] < 0 else (1.0, 0.0)
            for _ in range(HALVINGS):
                middle = (low + high) / 2
                ways[name] = middle
                found = self._assume(ways)
                guess = self._guess(found)
                if self.test(guess):
                    return found
                score = self.score(guess) if self.score is not None else None
                if score is None:
                    break
                low, high = (middle, high) if score < 0 else (low, middle)
        return None

    def _scored(self, ways: Mapping[str, Way]) -> Decimal | None:
        assert self.score is not None
        return self.score(self._guess(self._assume(ways)))

    def _assume(self, ways: Mapping[str, Way]) -> dict[str, Value | Mapping[str, Decimal]]:
        assumed: dict[str, Value | Mapping[str, Decimal]] = {}
        guess = self._guess(assumed)
        for name in self.names:
            value = self._value(guess, guess.plan.slots[name], ways[name])
            if value is not None:
                assumed[name] = value
        return assumed

    def _value(self, guess: Guess, slot: Slot, way: Way) -> Value | Mapping[str, Decimal] | None:
        if slot.options:
            ids = [option.id for option in slot.options if option.accept] or [slot.options[0].id]
            return ids[0] if way == "middle" else ids[-1] if way == "low" else self.random.choice(ids)
        if slot.kind == "check":
            return "yes"
        if slot.kind == "environment":
            return {
                item.id: self._number(range_of(guess, item.limits, self.rounds, item.decimals, item.unit), way)
                for item in slot.items
            }
        if slot.kind == "labels":
            return _labels(self.random, way)
        found = domain(guess, slot, self.rounds)
        return None if found is None else self._number(found, way)

    def _number(self, found: Range, way: Way) -> Decimal:
        if isinstance(way, float):
            return found.at(way)
        if way == "middle":
            return found.middle
        if way in ("low", "high"):
            return found.fit(found.low if way == "low" else found.high)
        if way == "turning" and self.turning:
            chosen = self.random.choice(self.turning) + self.random.choice((-1, 0, 1)) * found.step
            return found.fit(chosen)
        return found.at(self.random.random())


WAYS: Final = ("low", "high", "middle", "turning", "any", "any")


def _labels(random: Random, way: Way) -> Mapping[str, Decimal]:
    used = {"low": 1, "middle": 10, "high": 100}.get(str(way), 0) or random.randint(1, 200)
    destroyed = 0 if way == "low" else random.randint(0, 3)
    counts = {"issued": used + destroyed + 1, "used": used, "damaged": 0, "destroyed": destroyed}
    counts |= {"returned": 0, "specimen": 1}
    return {**{name: Decimal(count) for name, count in counts.items()}, "balance": Decimal(0)}


def domain(guess: Guess, slot: Slot, rounds: Rounds) -> Range | None:
    """Return where the number of an entry may lie; None for an entry that has none."""
    if slot.kind == "timer":
        scale = TIMER_UNIT.get(slot.unit, Decimal(1))
        low, high = (guess.decimal(text, rounds) for text in (slot.limits.low, slot.limits.high))
        least = (low or Decimal(0)) * scale or Decimal(30)
        return Range(least, max(least, (high or Decimal(10)) * scale) + LONGER, Decimal(1))
    if slot.kind in ("material", "qs") and not slot.limits.any() and not slot.limits.target:
        return _of_bill(guess, slot)
    if slot.kind in ("number", "duration", "qs", "table", "result", "material"):
        plan = guess.plan
        return range_of(guess, slot.limits, rounds, plan.decimals(slot), plan.unit(slot))
    return None


def _of_bill(guess: Guess, slot: Slot) -> Range | None:
    material, target = guess.plan.materials.get(slot.of), guess.state.quantities.get(slot.of)
    if material is None or target is None:
        return closed_range(None, None, None, slot.decimals, slot.unit)
    low, high = tolerance(material, target)
    return closed_range(low, high, target, guess.plan.decimals(slot), material.unit)
