"""One batch being played: its stage, the ledger, the dice, the aims; how a mistake is made and counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from random import Random
from typing import Final

from ebr.domain.batch import commands as c
from ebr.domain.batch.state import BatchState
from ebr.domain.batch.state.plan import Plan
from ebr.domain.decision import Decision
from ebr.domain.mbr.coverage import DeadEnd
from ebr.rehearsal.aims import Aims
from ebr.rehearsal.ledger import Ledger
from ebr.rehearsal.points import EXPECTED
from ebr.rehearsal.stage import PEOPLE, Stage

HAND: Final = 5.0
"""Seconds that one entry takes."""
SLIP: Final = 0.02
"""How often a mistake is made again once it was made: people err in every batch."""


class StuckError(Exception):
    """The batch cannot go on: a refusal that nobody planned."""

    def __init__(self, place: str, code: str, params: dict[str, str] | None = None) -> None:
        super().__init__(f"{place}: {code}")
        self.place, self.code, self.params = place, code, params or {}


@dataclass(slots=True)
class Game:
    """What every move of a player needs."""

    stage: Stage
    ledger: Ledger
    random: Random
    aims: Aims
    number: int
    witness_minutes: int
    performer: str = ""
    scribe: str = ""
    rounds: dict[str, int] = field(default_factory=dict)
    """Repeating node, without its round -> how many rounds are meant to be played."""
    done: set[str] = field(default_factory=set)
    """Steps that were found done: they stay so until something earlier is corrected."""

    @property
    def state(self) -> BatchState:
        """What is true of the batch."""
        return self.stage.state

    @property
    def plan(self) -> Plan:
        """The plan of the batch."""
        return self.stage.plan

    @property
    def batch(self) -> str:
        """Its number."""
        return self.stage.batch

    @property
    def hand(self) -> str:
        """Who makes the entries of the present step: the scribe if there is one."""
        return self.scribe or self.performer

    def chance(self, part: float) -> bool:
        """Throw a die."""
        return self.random.random() < part

    def one(self, people: Sequence[str]) -> str:
        """Choose one of some people."""
        return self.random.choice(list(people))

    def other(self, role: str, *without: str) -> str:
        """Choose somebody of a role who is none of these."""
        return self.one([person for person in PEOPLE[role] if person not in without])

    def do(self, command: object, who: str, place: str) -> Decision:
        """Carry out a command that must be done; the batch is stuck where it is refused."""
        decision = self.stage.do(command, who)
        if decision.refusal is not None:
            raise StuckError(place, decision.refusal.code, dict(decision.refusal.params))
        return decision

    def errs(self, kind: str, place: str) -> bool:
        """Tell whether a mistake is to be made here: never made yet, or by chance."""
        if self.ledger.wants_fault(kind, place):
            return True
        return (kind, place) in self.ledger.tallies and self.chance(SLIP)

    def fault(self, kind: str, place: str, command: object, who: str) -> Decision:
        """Make a mistake that the rules must refuse, and count whether they did."""
        decision = self.stage.do(command, who)
        code = decision.refusal.code if decision.refusal is not None else ""
        expected = EXPECTED[kind]
        self.ledger.seed(
            kind, place, raised=code.startswith(expected) if kind == "out_of_order" else code == expected, got=code
        )
        return decision

    def excepted(self, kind: str, place: str, address: str) -> None:
        """Count a mistake that the rules must answer with an exception about an address."""
        rules = [self.state.exceptions[number].rule for number in self.state.excepted.get(address, ())]
        self.ledger.seed(kind, place, raised=EXPECTED[kind] in rules, got=rules[-1] if rules else "")

    def record(self, address: str, value: dict[str, str], *, item: int = 0, who: str = "") -> c.RecordValue:
        """Return the command that enters a value at the present step."""
        performed = self.performer if self.scribe and not who else ""
        return c.RecordValue(self.batch, address, value, item, performed)

    def dead_end(self, stuck: StuckError) -> DeadEnd:
        """Return what stopped this batch."""
        return DeadEnd(self.number, stuck.place, stuck.code, stuck.params)


def text(value: Decimal) -> str:
    """Write a number as a person types it."""
    return f"{value:f}"
