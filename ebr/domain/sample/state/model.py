"""The state of a sample.

One holder writes at a time (architecture.md, "Folding what came apart"). Should two stations give one number to two
samples apart from each other, the first in fold order stays and the number is *contested*: quality withdraws it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from ebr.domain.sample.events import Expected
from ebr.domain.values import Stamp, Value

Status = Literal["planned", "taken", "sent", "received", "tested", "unfit", "stored", "discarded", "withdrawn"]


@dataclass(frozen=True, slots=True)
class Mark:
    """Who did something when, and what was said; `investigation` is the number of a deviation."""

    entry: str
    by: str
    at: str
    note: str = ""
    investigation: str = ""


@dataclass(slots=True)
class Result:
    """One result; `number` is 0 for the batch's own, else that of the retest. What was replaced or invalid stays."""

    entry: str
    slot: str
    item: int
    number: int
    label: str
    value: Value
    shown: str
    unit: str
    verdict: str
    limits: Value
    analyst: str
    at: str
    reason: str = ""
    checked: Mark | None = None
    invalid: Mark | None = None
    replaced: str = ""

    @property
    def stands(self) -> bool:
        """Whether it still speaks for the sample."""
        return self.invalid is None and not self.replaced


@dataclass(frozen=True, slots=True)
class Order:
    """Quality's order of retests of one result."""

    slot: str
    label: str
    count: int
    mark: Mark


@dataclass(slots=True)
class Exposure:
    """A plate that was or is open; `ended` is "" while it is."""

    place: str
    began: str
    ended: str = ""
    minutes: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class OfRoom:
    """What a sample of a room is: where, what kind, within which limits, by which procedures."""

    room: str
    kind: str
    place: str
    unit: str
    alert: str
    action: str
    sop: str

    @property
    def limits(self) -> Value:
        """The limits as a result has them."""
        return {"high": self.action, **({"alert_high": self.alert} if self.alert else {})}


@dataclass(frozen=True, slots=True)
class Incubation:
    """One time in an incubator; it is read from `until` on."""

    place: str
    condition: str
    until: str
    mark: Mark


@dataclass(slots=True)
class SampleState:
    """One sample; nothing is known of it before it was planned or taken."""

    number: str
    batch: str = ""
    of_room: OfRoom | None = None
    """Of a sample of a room, which has no batch."""
    activity: str = ""
    taken_at: str = ""
    """When a room's sample was taken, as stated; of a batch's the time of its entry."""
    incubations: list[Incubation] = field(default_factory=list)
    concluded: Mark | None = None
    """Quality's decision about a room's result outside its action limit."""
    slot: str = ""
    label: str = ""
    product: str = ""
    quantity: str = ""
    unit: str = ""
    due: str = ""
    planned: Mark | None = None
    planned_on: str = ""
    taken: Mark | None = None
    sent: Mark | None = None
    sent_to: str = ""
    received: Mark | None = None
    place: str = ""
    fit: bool = True
    tests: tuple[Expected, ...] = ()
    results: list[Result] = field(default_factory=list)
    orders: list[Order] = field(default_factory=list)
    exposures: list[Exposure] = field(default_factory=list)
    stored: Mark | None = None
    stored_until: str = ""
    discarded: Mark | None = None
    withdrawn: Mark | None = None
    replaced: str = ""
    contested: tuple[str, str] | None = None
    """Batch and entry of another sample with the same number."""
    history: list[tuple[str, Stamp, str]] = field(default_factory=list)
    """What happened, in order: a word, the entry, what was said."""

    @property
    def room(self) -> str:
        """The room it is of; "" for a batch's."""
        return self.of_room.room if self.of_room is not None else ""

    @property
    def reading(self) -> Result | None:
        """What a room's sample showed, as it stands."""
        return next((one for one in reversed(self.results) if one.stands), None) if self.of_room is not None else None

    @property
    def known(self) -> bool:
        """Whether it was ever planned or taken."""
        return self.planned is not None or self.taken is not None

    @property
    def status(self) -> Status:
        """Where it stands."""
        if self.withdrawn is not None or self.replaced:
            return "withdrawn"
        if self.discarded is not None:
            return "discarded"
        if self.taken is None:
            return "planned"
        if not self.fit:
            return "unfit"
        if self.stored is not None:
            return "stored"
        if self.tests and not self.pending and not self.unchecked:
            return "tested"
        return "received" if self.received is not None else "sent" if self.sent is not None else "taken"

    @property
    def usable(self) -> bool:
        """Whether results of it count: nobody withdrew it, and it was fit."""
        return self.taken is not None and self.withdrawn is None and not self.replaced and self.fit

    @property
    def pending(self) -> tuple[Expected, ...]:
        """The expected results that nobody entered yet."""
        have = {slot_id(one.slot) for one in self.results if not one.number}
        return tuple(test for test in self.tests if test.slot not in have)

    @property
    def unchecked(self) -> tuple[Result, ...]:
        """What stands and waits for the check of a second person: retests, and results that the master asks it for."""
        asked = {test.slot for test in self.tests if test.second}
        return tuple(
            one
            for one in self.results
            if one.stands and one.checked is None and (one.number or slot_id(one.slot) in asked)
        )

    @property
    def open(self) -> bool:
        """Whether the laboratory still has to do something with it."""
        if self.taken is None or not self.usable or self.discarded is not None:
            return False
        return bool(self.pending or self.unchecked or self.owed or self.exposed is not None)

    @property
    def exposed(self) -> Exposure | None:
        """The plate that is open now."""
        return self.exposures[-1] if self.exposures and not self.exposures[-1].ended else None

    @property
    def owed(self) -> tuple[tuple[Order, int], ...]:
        """The ordered retests that were not entered yet, with how many."""
        made: dict[str, int] = {}
        for one in self.results:
            made[one.slot] = made.get(one.slot, 0) + (1 if one.number else 0)
        found = []
        for order in self.orders:
            here = min(order.count, made.get(order.slot, 0))
            made[order.slot] = made.get(order.slot, 0) - here
            if order.count > here:
                found.append((order, order.count - here))
        return tuple(found)

    def result(self, entry: str) -> Result | None:
        """Return a result by the hash of its entry."""
        return next((one for one in self.results if one.entry == entry), None)

    def first(self, slot: str, item: int = 1) -> Result | None:
        """Return the batch's result at a slot that was entered last."""
        found = [one for one in self.results if one.slot == slot and one.item == item and not one.number]
        return found[-1] if found else None

    def retests(self, slot: str) -> tuple[Result, ...]:
        """Return the retests of a result that stand."""
        return tuple(one for one in self.results if one.slot == slot and one.number and one.stands)


def slot_id(address: str) -> str:
    """Return the master's entry at the end of an address."""
    return address.rpartition("/")[2]
