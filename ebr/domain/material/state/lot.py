"""What is true of one lot: status, dates, results, where it stands, what is left of it.

Status: quarantine > released > quarantine; rejected and destroyed for good. Of decisions that stations took without
knowing of each other the most restrictive counts until quality decides anew; a rejection counts for ever. A released
lot with a failing result that its release did not see is in quarantine again by itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Literal

from ebr.domain.material.events import Known, LotCountedAbove, LotReceived, LotStoredOtherwise, LotTested
from ebr.domain.material.state import dates
from ebr.domain.material.state.open import Open, strictest
from ebr.domain.material.state.stock import ZERO, Change, Stock, converted, number_of
from ebr.domain.values import Instant, Stamp

Status = Literal["unknown", "quarantine", "released", "rejected", "destroyed"]
STRICTNESS: Mapping[str, int] = {"released": 0, "quarantine": 1, "rejected": 2}


@dataclass(frozen=True, slots=True)
class Ruling:
    """A decision on the status: what, why, the results it saw."""

    status: str
    reason: str = ""
    results: tuple[str, ...] = ()
    specification: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """One result; `entry` is the hash of its entry. `checker` is "" until a second person checked it."""

    entry: str
    tested: LotTested
    at: Instant
    seq: int
    checker: str = ""
    checked_at: str = ""
    aside: str = ""
    """The investigation by which quality found it invalid."""
    certificate: str = ""
    """The supplier's certificate that states it, "" for an own test."""

    @property
    def counts(self) -> bool:
        """Whether it is checked and not set aside."""
        return bool(self.checker) and not self.aside


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample that was taken."""

    sample: str
    entry: str
    by: str
    at: str
    reason: str


@dataclass(frozen=True, slots=True)
class Above:
    """A count above the receipt; `entry` is the hash of its entry."""

    entry: str
    counted: LotCountedAbove
    by: str
    witness: str
    at: str


@dataclass(frozen=True, slots=True)
class Move:
    """A container, "" for all, is stored so from a time on."""

    container: str
    storage: str
    at: str
    entry: str


@dataclass(slots=True)
class LotState:
    """One lot; `entry` is the hash of the entry that received it, "" before."""

    number: str
    receipt: LotReceived | None = None
    entry: str = ""
    received: Stamp | None = None
    others: dict[str, Stamp] = field(default_factory=dict)
    """Receipts under the same number by others who did not know of the one that stands."""
    rulings: tuple[Open[Ruling], ...] = ()
    rejections: dict[str, Open[Ruling]] = field(default_factory=dict)
    gone: dict[str, str] = field(default_factory=dict)
    """Entries that destroyed or joined all that was left -> when."""
    tested: dict[str, Result] = field(default_factory=dict)
    checks: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Result -> who checked it and when; the first by time stands."""
    aside: dict[str, str] = field(default_factory=dict)
    samples: dict[str, Sample] = field(default_factory=dict)
    retests: tuple[Open[tuple[str, tuple[str, ...]]], ...] = ()
    places: dict[str, tuple[Open[tuple[str, str]], ...]] = field(default_factory=dict)
    """Container, "" for all -> where it stands and how it is stored."""
    stock: Stock = field(default_factory=Stock)
    children: dict[str, str] = field(default_factory=dict)
    """Lots that were made of it -> the entry."""
    above: dict[str, Above] = field(default_factory=dict)
    """Counts above the receipt by entry."""
    found_out: dict[str, str] = field(default_factory=dict)
    """Such a count -> what quality found out about it."""
    moves: dict[str, Move] = field(default_factory=dict)
    judged: tuple[tuple[str, str], ...] = ()
    """Container, "" for all -> until when quality judged the time it was out of its storage condition."""
    otherwise: dict[str, LotStoredOtherwise] = field(default_factory=dict)
    """Why it came under another storage condition than was asked for, by entry."""

    # -- identity

    @property
    def item(self) -> str:
        """The code of its material."""
        return self.receipt.item if self.receipt is not None else ""

    @property
    def supplier(self) -> str:
        """Who delivered it, "" for own make."""
        return self.receipt.supplier if self.receipt is not None else ""

    @property
    def unit(self) -> str:
        """The unit it is kept in."""
        return self.receipt.unit if self.receipt is not None else ""

    @property
    def zone(self) -> str:
        """Where it was received: the zone in which its days end."""
        return self.receipt.zone if self.receipt is not None else ""

    @property
    def containers(self) -> tuple[str, ...]:
        """The containers it came in."""
        return tuple(amount.container for amount in self.receipt.containers) if self.receipt is not None else ()

    # -- status

    @property
    def status(self) -> Status:
        """Where it stands."""
        if self.receipt is None:
            return "unknown"
        if self.rejections:
            return "rejected"
        if self.gone:
            return "destroyed"
        ruling = self.ruling
        status = ruling.what.status if ruling is not None else self.receipt.status
        return "released" if status == "released" and not self.unseen_failures else "quarantine"

    @property
    def ruling(self) -> Open[Ruling] | None:
        """The decision that says the status; None while it stands as received."""
        if self.rejections:
            return self.rejections[min(self.rejections)]
        return strictest(self.rulings, lambda what: STRICTNESS.get(what.status, len(STRICTNESS)))

    @property
    def was_released(self) -> bool:
        """Whether it is released by what quality decided, whatever results came since."""
        ruling = self.ruling
        return (ruling.what.status if ruling is not None else self.receipt.status if self.receipt else "") == "released"

    @property
    def contested(self) -> bool:
        """Stations decided differently without knowing of each other, and quality has not decided since."""
        return len({one.what.status for one in self.rulings}) > 1

    @property
    def since(self) -> str:
        """Since when it has its status."""
        if self.gone and not self.rejections:
            return min(self.gone.values())
        ruling = self.ruling
        return ruling.at if ruling is not None else (self.received.at.wall if self.received is not None else "")

    @property
    def reason(self) -> str:
        """Why it has its status, where a person said it."""
        ruling = self.ruling
        return ruling.what.reason if ruling is not None else ""

    # -- results

    @property
    def results(self) -> tuple[Result, ...]:
        """Every result by time, with who checked it and whether it was set aside."""
        found = [self._result(one) for one in self.tested.values()]
        return tuple(sorted(found, key=lambda one: (dates.moment(one.at), one.seq, one.entry)))

    def _result(self, one: Result) -> Result:
        checker, checked_at = self.checks.get(one.entry, ("", ""))
        return replace(one, checker=checker, checked_at=checked_at, aside=self.aside.get(one.entry, ""))

    @property
    def newest(self) -> Mapping[str, Result]:
        """Test -> its newest result that is not set aside."""
        return {one.tested.test: one for one in self.results if not one.aside}

    @property
    def known(self) -> Mapping[str, Known]:
        """Results brought along from the lots it was made of, by test."""
        return {one.test: one for one in self.receipt.results} if self.receipt is not None else {}

    @property
    def unseen_failures(self) -> tuple[Result, ...]:
        """Failing results that the release did not see."""
        ruling = self.ruling
        seen = ruling.what.results if ruling is not None else ()
        failing = [one for one in self.tested.values() if one.tested.verdict == "fail" and one.entry not in seen]
        return tuple(one for one in failing if one.entry not in self.aside)

    # -- dates

    @property
    def expiry(self) -> str:
        """The last day or moment of use, "" for none."""
        return self.receipt.expiry if self.receipt is not None else ""

    @property
    def retest(self) -> str:
        """The day by which it is tested again: the earliest of what stands open, "" for none."""
        if self.retests:
            return min(one.what[0] for one in self.retests)
        return self.receipt.retest if self.receipt is not None else ""

    def expired_at(self, at: Instant) -> bool:
        """Tell whether it is expired at this instant, to the second."""
        return dates.passed(self.expiry, self.zone, at)

    def retest_due_at(self, at: Instant) -> bool:
        """Tell whether its retest is due at this instant."""
        return dates.passed(self.retest, self.zone, at)

    # -- quantities

    def left_in(self, container: str) -> Decimal:
        """Return what the book says is in a container; what was drawn without naming one counts for the lot only."""
        return self.stock.by_container(self.unit).get(container, ZERO)

    @property
    def left(self) -> Decimal:
        """What the book says is left of the lot."""
        return sum(self.stock.by_container(self.unit).values(), ZERO)

    def received_in(self, container: str) -> Decimal:
        """Return what a container came with."""
        came = self.receipt.containers if self.receipt is not None else ()
        return sum((number_of(one.quantity) for one in came if one.container == container), ZERO)

    @property
    def open_counts(self) -> tuple[Above, ...]:
        """Counts above the receipt of which quality has not found out yet, by time."""
        found = [one for entry, one in self.above.items() if entry not in self.found_out]
        return tuple(sorted(found, key=lambda one: (dates.when(one.at), one.entry)))

    @property
    def overdrawn(self) -> tuple[str, ...]:
        """Containers of which more was taken than there was; "" for the lot as a whole."""
        if self.receipt is None:
            return ()
        amounts = self.stock.by_container(self.unit)
        wrong = tuple(sorted(container for container, left in amounts.items() if container and left < ZERO))
        return wrong or (("",) if sum(amounts.values()) < ZERO else ())

    @property
    def odd(self) -> tuple[Change, ...]:
        """Changes in a unit that does not convert into the lot's: they count nothing and have to be corrected."""
        units = self.stock.odd_units(self.unit)
        return tuple(one for one in self.stock.all() if one.unit in units) if units else ()

    def place_of(self, container: str = "") -> tuple[str, str]:
        """Return where a container stands and how it is stored; "" for the lot."""
        moved = [one for name in {container, ""} for one in self.places.get(name, ())]
        if moved:
            return max(moved, key=lambda one: (dates.when(one.at), one.entry)).what
        return (self.receipt.place, self.receipt.storage) if self.receipt is not None else ("", "")

    def moved_to(self, container: str) -> str:
        """Return where somebody said that a container was brought, "" while it stands where it was received."""
        said = any(self.places.get(name) for name in {container, ""})
        return self.place_of(container)[0] if said else ""

    # -- allocation

    def allocated(self, station: str, container: str = "") -> Decimal | None:
        """Return what a station may draw in all; None where the lot is not parted among stations."""
        mine = [one for one in self.stock.allocations.values() if one.station == station]
        if not self.allocated_stations:
            return None
        fitting = (one for one in mine if one.container in {"", container} or not container)
        parts = (converted(one.quantity, one.unit, self.unit) for one in fitting)
        return sum((part for part in parts if part is not None), ZERO)

    @property
    def allocated_stations(self) -> tuple[str, ...]:
        """The stations that the lot is parted among."""
        found: dict[str, Decimal] = {}
        for one in self.stock.allocations.values():
            part = converted(one.quantity, one.unit, self.unit) or ZERO
            found[one.station] = found.get(one.station, ZERO) + part
        return tuple(sorted(station for station, quantity in found.items() if quantity > 0))

    def drawn_at(self, station: str, container: str = "") -> Decimal:
        """Return what was used at a station."""
        return self.stock.drawn_at(station, container, self.unit)
