"""Faults put into the record of a clean batch: entries changed, left out or added, as a forged or merged log could hold them.

A `Tape` holds the entries of one walked example. Each change returns the tape; `state` folds it anew. What a command could do is done through
commands (`tests.domain.test_sweep`); here is what the rules of the moment would never let through, and what only the whole record shows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from ebr.domain import subjects
from ebr.domain.batch import events as e
from ebr.domain.batch import state
from ebr.domain.batch.rules.sweep import Flag, sweep
from ebr.domain.batch.state import BatchState
from ebr.domain.batch.state.plan import last_id
from ebr.domain.decision import Recorded
from ebr.domain.signature import Signed
from ebr.domain.values import Stamp
from tests.domain.batch_floor import Floor

Chosen = Callable[[Recorded], bool]
VALUES = (e.ValueRecorded, e.ValueCorrected)


def later(stamp: Stamp, seconds: float, *, up: float | None = None) -> Stamp:
    """The same stamp so much later by the wall clock; the boot clock goes along unless told otherwise."""
    wall = datetime.fromisoformat(stamp.at.wall) + timedelta(seconds=seconds)
    passed = int((seconds if up is None else up) * 1e9)
    return replace(stamp, at=replace(stamp.at, wall=wall.isoformat(timespec="microseconds"), up=stamp.at.up + passed))


class Tape:
    def __init__(self, floor: Floor) -> None:
        self.floor = floor
        self.entries = list(floor.events)
        self.facts: dict[str, Any] = dict(floor.facts)
        self.numbers = len(self.entries)

    def of(self, slot: str, kind: type | tuple[type, ...] = e.ValueRecorded, nth: int = 0) -> int:
        """Return the place of the nth entry of a kind about a slot or step."""
        found = [
            at
            for at, each in enumerate(self.entries)
            if isinstance(each.event, kind) and last_id(_about(each.event) or "-") == slot
        ]
        return found[nth]

    def say(self, slot: str, kind: type | tuple[type, ...] = e.ValueRecorded, nth: int = 0, **fields: Any) -> Tape:
        """Change what an entry says."""
        at = self.of(slot, kind, nth)
        self.entries[at] = replace(self.entries[at], event=replace(self.entries[at].event, **fields))
        return self

    def value(self, slot: str, nth: int = 0, kind: type = e.ValueRecorded, **parts: str) -> Tape:
        """Change parts of a value; the program computed everything from the one before."""
        at = self.of(slot, kind, nth)
        event: Any = self.entries[at].event
        return self.say(slot, kind, nth, value={**event.value, **parts})

    def source(self, slot: str, nth: int = 0, **parts: str) -> Tape:
        at = self.of(slot, e.ValueRecorded, nth)
        event: Any = self.entries[at].event
        return self.say(slot, e.ValueRecorded, nth, source={**event.source, **parts})

    def shift(self, at: int, seconds: float, *, up: float | None = None, after: bool = False) -> Tape:
        """Move one entry in time, or it and everything after it."""
        last = len(self.entries) if after else at + 1
        for place in range(at, last):
            each = self.entries[place]
            self.entries[place] = replace(each, stamp=later(each.stamp, seconds, up=up))
        return self

    def drop(self, slot: str, kind: type = e.ValueRecorded, nth: int = 0) -> Tape:
        del self.entries[self.of(slot, kind, nth)]
        return self

    def add(self, event: object, like: int = -1, seconds: float = 0, *, by: str = "", at: int | None = None) -> Tape:
        """Add an entry stamped like another, after it unless told otherwise."""
        self.numbers += 1
        model = self.entries[like]
        stamp = replace(later(model.stamp, seconds), hash=f"{self.numbers + 10**6:064x}", by=by or model.stamp.by)
        place = len(self.entries) if at is None and like == -1 else (like + 1 if at is None else at)
        self.entries.insert(place, Recorded(event, stamp))
        return self

    def signed(self, place: int, **fields: Any) -> Tape:
        event: Any = self.entries[place].event
        self.entries[place] = replace(self.entries[place], event=replace(event, signed=replace(event.signed, **fields)))
        return self

    def signature(self, slot: str, meaning: str) -> int:
        """Return the place of the last signature of a step or entry."""
        return max(
            at
            for at, each in enumerate(self.entries)
            if isinstance(each.event, e.StepSigned)
            and last_id(each.event.scope) == slot
            and each.event.meaning == meaning
        )

    def swap(self, one: int, other: int) -> Tape:
        """Let two entries change places in the log, with their places in time."""
        a, b = self.entries[one], self.entries[other]
        self.entries[one] = replace(b, stamp=replace(b.stamp, at=a.stamp.at, seq=a.stamp.seq))
        self.entries[other] = replace(a, stamp=replace(a.stamp, at=b.stamp.at, seq=b.stamp.seq))
        return self

    def address(self, slot: str, nth: int = 0, kind: type = e.ValueRecorded) -> str:
        return _about(self.entries[self.of(slot, kind, nth)].event)

    def count(self, slot: str) -> int:
        """Return how many values of an entry were recorded."""
        return sum(
            last_id(_about(x.event) or "-") == slot for x in self.entries if isinstance(x.event, e.ValueRecorded)
        )

    def event(self, slot: str, kind: type | tuple[type, ...] = e.ValueRecorded, nth: int = 0) -> Any:
        return self.entries[self.of(slot, kind, nth)].event

    def said(self, slot: str, part: str, nth: int = 0) -> str:
        """Return one part of a value as it was recorded."""
        return str(self.event(slot, nth=nth).value[part])

    def ahead(self, slot: str, kind: type, seconds: float) -> str:
        """Return a time so much after an entry."""
        return later(self.entries[self.of(slot, kind)].stamp, seconds).at.wall

    def offset(self, slot: str, offset: str) -> Tape:
        """Let the time of an entry have another offset, at the same moment."""
        at = self.of(slot)
        stamp = self.entries[at].stamp
        wall = datetime.fromisoformat(stamp.at.wall).astimezone(
            datetime.fromisoformat(f"2026-01-01T00:00:00{offset}").tzinfo
        )
        self.entries[at] = replace(self.entries[at], stamp=replace(stamp, at=replace(stamp.at, wall=wall.isoformat())))
        return self

    def issued(self, **fields: Any) -> Tape:
        """Change what the issue says."""
        self.entries[0] = replace(self.entries[0], event=replace(self.entries[0].event, **fields))
        return self

    def uncovered(self, step: str, slot: str, kind: type) -> Tape:
        """Let the signature of a step leave out an entry."""
        at, left = self.signature(step, "performed"), self.entries[self.of(slot, kind)].stamp.hash
        signed: Any = self.entries[at].event
        return self.signed(at, covered=tuple(name for name in signed.signed.covered if name != left))

    @property
    def batch(self) -> str:
        return self.floor.batch

    def state(self) -> BatchState:
        found = state.start(subjects.batch(self.batch))
        for seq, each in enumerate(self.entries, 1):
            found = state.apply(found, replace(each, stamp=replace(each.stamp, seq=seq)))
        return found

    def flags(self) -> tuple[Flag, ...]:
        return sweep(self.state(), self.facts, self.floor.now())


def _about(event: object) -> str:
    for name in ("slot", "scope", "node", "where", "phase"):
        text = getattr(event, name, "")
        if text:
            return str(text)
    return ""


def nobody(signed: Signed) -> Signed:
    """The same signature of nobody."""
    return replace(signed, person="", name="")
