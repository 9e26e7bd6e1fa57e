"""Stories: what a seed becomes before anything is played, and how a failing one gets shorter.

A step means the same whatever stands before it: it names stations by number and carries every choice that was left to chance. So steps can be left
out, which is how a failing story is shrunk.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

WORK = ("write", "write", "write", "write", "write", "write", "round", "round", "round", "round")
LIFE = (
    "witness", "witness", "restart", "clock", "partition", "heal", "bundle", "take", "late", "backup",
)  # fmt: skip
LOSSES = ("restore", "centre-backup", "centre-restore")
STATION_ATTACKS = ("rewrite", "fork", "forge", "replay")
CENTRE_ATTACKS = ("drop", "reorder", "hide", "truncate", "split", "other-tree")
FAULTS = ("lost", "reply-lost", "twice", "held-back")


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happens: who does what to whom; `number` and `fault` decide what was left to chance."""

    what: str
    who: int = 0
    whom: int = 0
    number: int = 0
    cut: int = 0
    done: bool = False
    fault: str = ""
    at_call: int = 0

    def __str__(self) -> str:
        parts = [f"station {self.who}", self.what]
        parts += [f"with station {self.whom}"] if self.what in {"bundle", "forge", "replay", "split"} else []
        parts += [f"({self.number})"] if self.number else []
        parts += [f"power cut at write {self.cut}{', done' if self.done else ''}"] if self.cut else []
        parts += [f"{self.fault} at call {self.at_call}"] if self.fault else []
        return " ".join(parts)


@dataclass(frozen=True, slots=True)
class Story:
    """A seed, how many stations there are, who is dishonest, and the steps in order."""

    seed: int
    stations: int
    steps: tuple[Step, ...]
    villain: str = ""

    def told(self) -> str:
        """Return the story in lines that a person can follow."""
        head = f"seed {self.seed}: {self.stations} stations" + (f", dishonest: {self.villain}" if self.villain else "")
        return "\n".join([head, *(f"  {n:>3}. {step}" for n, step in enumerate(self.steps, 1))])


def story_of(seed: int) -> Story:
    """Return the one story of a seed."""
    chance = random.Random(seed)
    stations = chance.choice((2, 2, 3, 3, 4))
    villain = chance.choice(("", "", "", "station", "centre", "loss"))
    steps = [_step(chance, stations) for _ in range(chance.randrange(12, 30))]
    evil = {"station": STATION_ATTACKS, "centre": CENTRE_ATTACKS, "loss": LOSSES}.get(villain, ())
    for _ in range(chance.randrange(1, 3) if evil else 0):
        at = chance.randrange(len(steps) // 3, len(steps) + 1)
        # The dishonest station is always the last one: it has no other role to lose.
        who = stations - 1 if villain == "station" else chance.randrange(stations)
        steps.insert(at, Step(chance.choice(evil), who, chance.randrange(stations), chance.randrange(1, 9)))
    return Story(seed, stations, tuple(steps), villain)


def _step(chance: random.Random, stations: int) -> Step:
    what = chance.choice(WORK if chance.random() < 0.75 else LIFE)
    step = Step(what, chance.randrange(stations), chance.randrange(stations), chance.randrange(1000))
    if what in {"write", "round", "take"} and chance.random() < 0.15:
        step = replace(step, cut=chance.randrange(1, 12), done=chance.random() < 0.5)
    if what == "round" and chance.random() < 0.35:
        step = replace(step, fault=chance.choice(FAULTS), at_call=chance.randrange(12))
    return step


def shrunk(story: Story, fails: Callable[[Story], bool]) -> Story:
    """Return a story that still fails and from which no single step can be left out."""
    size = max(1, len(story.steps) // 2)
    while True:
        shorter = next((one for one in _shorter(story, size) if fails(one)), None)
        if shorter is not None:
            story = shorter
        elif size == 1:
            return story
        else:
            size = max(1, size // 2)


def _shorter(story: Story, size: int) -> Iterator[Story]:
    steps: Sequence[Step] = story.steps
    for at in range(0, len(steps), size):
        yield replace(story, steps=(*steps[:at], *steps[at + size :]))
