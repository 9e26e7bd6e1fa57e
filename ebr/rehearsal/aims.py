"""What a batch is to reach besides what each entry offers by itself: conditions, and limits of computed values.

An aim needs several entries to play together. At the beginning of a batch as many aims as do not share entries are
solved by a bounded search, and the values found are what the player enters. An aim that was searched for in vain three
times is given up; its point then says "not_found".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from random import Random
from typing import Final

from ebr.domain.batch.state import BatchState
from ebr.domain.batch.state.plan import COMPUTED, Plan, Rounds, compiled
from ebr.domain.formula import Formula, Value
from ebr.domain.mbr.model import Slot
from ebr.rehearsal.guessing import Guess, Search, literals, variables
from ebr.rehearsal.ledger import Ledger
from ebr.rehearsal.points import STEPS, Key, bounds_of, inner_choices
from ebr.rehearsal.watching import seen

TRIES: Final = 3
AT_ONCE: Final = 12
"""Aims searched for at the beginning of one batch: a document with hundreds is spread over its batches."""
Wanted = Value | Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class Aim:
    """One point to reach: the formulas it rests on, when it is reached, and what a climb makes large."""

    key: Key
    formulas: tuple[Formula | None, ...]
    rounds: Rounds
    test: Callable[[Guess], bool]
    score: Callable[[Guess], Decimal | None] | None = None
    level: bool = False
    """The score is to become exactly nothing, not large."""


def aims_of(plan: Plan) -> list[Aim]:
    """Return every aim of a document."""
    found: list[Aim] = []
    for place in plan.places.values():
        if place.node is not None and place.node.flow.when:
            found += _condition(place.node.id, "when", compiled(place.node.flow.when), _inside(plan, place.node.id))
    for slot in plan.slots.values():
        rounds = _inside(plan, slot.id)
        found += _condition(slot.id, "when", compiled(slot.when), rounds) if slot.when else []
        for inner in inner_choices(slot):
            found += _condition(slot.id, inner.field, inner.condition, rounds)
        found += list(_limits(slot, rounds)) if slot.kind in COMPUTED else []
    return found


def _inside(plan: Plan, name: str) -> dict[str, str]:
    """Return the rounds that stand for the first of each repeating node above: none of them is there yet."""
    return dict.fromkeys(plan.places[name].repeating, "1")


def _condition(place: str, name: str, formula: Formula | None, rounds: Rounds) -> list[Aim]:
    def told(answer: bool) -> Callable[[Guess], bool]:  # noqa: FBT001 - it is the answer looked for
        return lambda guess: guess.told(formula, rounds) is answer

    answers = (("yes", True), ("no", False))
    return [Aim(("branch", place, name, what), (formula,), rounds, told(answer)) for what, answer in answers]


def _limits(slot: Slot, rounds: Rounds) -> Iterator[Aim]:
    formulas = (compiled(slot.formula), compiled(slot.theoretical) if slot.theoretical else None)
    for name in bounds_of(slot.limits):
        source = getattr(slot.limits, name)
        for step in STEPS:
            key = ("limit", slot.id, name, step)
            yield _limit(key, slot, source, (*formulas, compiled(source)), rounds)


def _limit(key: Key, slot: Slot, source: str, formulas: tuple[Formula | None, ...], rounds: Rounds) -> Aim:
    inward, step = (1 if key[2].endswith("low") else -1), key[3]
    rule = {"rule": slot.limits.rule}

    def margin(guess: Guess) -> Decimal | None:
        value, bound = guess.computed(slot, rounds), guess.decimal(source, rounds)
        return None if value is None or bound is None else (seen(value, bound, rule) - bound) * inward

    def reached(guess: Guess) -> bool:
        found = margin(guess)
        if found is None:
            return False
        return found < 0 if step == "outside" else found > 0 if step == "inside" else found == 0

    def outward(guess: Guess) -> Decimal | None:
        found = margin(guess)
        return None if found is None else -found

    return Aim(key, formulas, rounds, reached, outward if step == "outside" else margin, step == "at")


@dataclass(slots=True)
class Aims:
    """The aims of one batch. `wanted` holds the values to enter, by slot or by the address of one round."""

    every: Sequence[Aim]
    ledger: Ledger
    random: Random
    given_up: Counter[Key]
    wanted: dict[str, Wanted] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    active: dict[str, tuple[Aim, tuple[str, ...]]] = field(default_factory=dict)
    """Slot -> the aim it serves."""

    def begin(self, state: BatchState) -> None:
        """Choose aims for a batch that was just issued."""
        assert state.plan is not None
        open_ = [aim for aim in self.every if self.ledger.missing(*_told(aim.key)) and self.given_up[aim.key] < TRIES]
        self.random.shuffle(open_)
        for aim in open_[:AT_ONCE]:
            names = variables(state.plan, state, aim.formulas, aim.rounds)
            if any(name in self.active for name in names):
                continue
            found = self.solve(state, aim, names)
            if found is None:
                self._missed(aim.key)
                continue
            self.wanted.update(found)
            self.active.update(dict.fromkeys(names, (aim, names)))

    def _missed(self, key: Key) -> None:
        self.given_up[key] += 1
        if self.given_up[key] >= TRIES:
            self.ledger.why.setdefault(key, "not_found")

    def solve(self, state: BatchState, aim: Aim, names: Sequence[str], tries: int = 40) -> dict[str, Wanted] | None:
        """Return values that reach an aim, or None."""
        turning = tuple(number for formula in aim.formulas for number in literals(formula))
        search = Search(
            state, names, aim.rounds, self.counts, self.random, turning, aim.test, aim.score, level=aim.level
        )
        return search.run(tries)

    def steer(self, state: BatchState, formula: Formula | None, rounds: Rounds, *, answer: bool) -> bool:
        """Choose values of the present round so that a condition gives this answer; tell whether any were found."""
        assert state.plan is not None
        aim = Aim(("", "", "", ""), (formula,), rounds, lambda guess: guess.told(formula, rounds) is answer)
        names = variables(state.plan, state, (formula,), rounds)
        found = self.solve(state, aim, names, 80)
        for name, value in (found or {}).items():
            self.wanted[state.plan.address(name, rounds)] = value
        return found is not None

    def value(self, state: BatchState, slot: Slot, address: str) -> Wanted | None:
        """Return what is to be entered here, looked for anew where the record came out differently than assumed."""
        if address in self.wanted:
            return self.wanted[address]
        served = self.active.get(slot.id)
        if served is not None:
            aim, names = served
            left = [name for name in names if name in variables_left(state, names, aim.rounds)]
            assumed = {name: self.wanted[name] for name in left if name in self.wanted}
            if not aim.test(Guess(state, assumed, self.counts)):
                self.wanted.update(self.solve(state, aim, left, 10) or {})
        return self.wanted.get(slot.id)


def variables_left(state: BatchState, names: Sequence[str], rounds: Rounds) -> frozenset[str]:
    """Return the names that have no value in the record yet."""
    guess = Guess(state, {})
    return frozenset(name for name in names if guess.value(name, rounds) is None)


def _told(key: Key) -> tuple[str, str, str, str]:
    kind, place, name, what = key
    return kind, place, what, name
