"""Stations of one site that work on a batch apart: each sees what it was told, and folds it in the one order that the set of entries gives.

What a writer knew is kept as an explicit set here; `tests/storage/test_folds.py` holds the storage's own way of telling it against the same rule.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from ebr.domain import subjects
from ebr.domain.batch import commands as c
from ebr.domain.batch import rules, state
from ebr.domain.batch.state import BatchState
from ebr.domain.decision import Actor, Decision, Draft, Recorded
from ebr.domain.mbr.model import Mbr
from ebr.domain.people.state import PersonState
from ebr.domain.site.state import Admission, Lease, SiteState
from ebr.domain.values import Stamp
from tests.domain.batch_floor import BATCH, ROLES, Floor, read_mbr

APART = """\
mbr: 1
header:
  id: apart
  version: "1"
  title: Two rooms
  product: Salt water
  product_code: FP-2
  strength: "1 %"
  form: Solution
  profile: commercial
  stage: Test
  rules: EU
  size: {nominal: "100", low: "50", high: "200", unit: kg}
materials: []
equipment: []
flow: {order: parallel}
procedure:
  - id: weigh
    title: Weigh
    operations:
      - id: weighing
        title: Weighing
        phases:
          - id: first
            title: First
            instruction: Weigh.
            slots:
              - {id: salt, kind: number, label: Salt, unit: kg, decimals: 1, limits: {low: "1.0", high: "9.0"}}
              - {id: sugar, kind: number, label: Sugar, unit: kg, decimals: 1}
              - {id: rows, kind: table, label: Rows, unit: g, decimals: 1, rows: 2, most: 4}
              - {id: clock, kind: timer, label: Standing, unit: min, limits: {high: "600"}}
  - id: mix
    title: Mix
    operations:
      - id: mixing
        title: Mixing
        phases:
          - id: second
            title: Second
            instruction: Mix.
            slots:
              - {id: water, kind: number, label: Water, unit: kg, decimals: 1}
              - {id: all_of_it, kind: calculation, label: All, unit: kg, decimals: 1, formula: salt + water}
  - id: check
    title: Check
    operations:
      - id: checking
        title: Checking
        phases:
          - id: third
            title: Third
            instruction: Test.
            slots:
              - {id: sampled, kind: sample, label: Sample, unit: mL, quantity: "10"}
              - {id: assay, kind: result, label: Assay, unit: "%", decimals: 1, of: sampled, after_release: true, limits: {low: "90.0"}}
...
"""
SALT, SUGAR, WATER = "weigh/weighing/first/salt", "weigh/weighing/first/sugar", "mix/mixing/second/water"
ROWS, CLOCK, TOTAL = "weigh/weighing/first/rows", "weigh/weighing/first/clock", "mix/mixing/second/all_of_it"
WEIGHED, MIXED = "weigh/weighing/first", "mix/mixing/second"


def apart() -> Mbr:
    return read_mbr(APART)


@dataclass(frozen=True)
class Known:
    """An entry and everything of the batch its writer knew."""

    recorded: Recorded
    past: frozenset[str]

    @property
    def place(self) -> tuple[str, int]:
        return self.recorded.stamp.log, self.recorded.stamp.seq


def in_order(entries: Iterable[Known]) -> list[Recorded]:
    """Return what these entries fold as: an entry after all it knew, ties by log and number, with what it did not know."""
    waiting = sorted(entries, key=lambda one: one.place)
    done: list[Recorded] = []
    here: set[str] = set()
    while waiting:
        one = next((each for each in waiting if each.past <= here), None)
        if one is None:
            break
        waiting.remove(one)
        name = one.recorded.stamp.hash
        done.append(Recorded(one.recorded.event, one.recorded.stamp, frozenset(here - one.past)))
        here.add(name)
    return done


def folded(entries: Iterable[Known]) -> BatchState:
    found = state.start(subjects.batch(BATCH))
    for each in in_order(entries):
        found = state.apply(found, each)
    return found


@dataclass
class Site:
    """What the site office knows, and a number for each entry."""

    state: SiteState = field(default_factory=lambda: SiteState("Riverside"))
    people: dict[str, PersonState] = field(default_factory=dict)
    written: int = 0


class Station(Floor):
    """One station. `tell` brings it the entries of another; its own go to nobody by themselves."""

    def __init__(self, site: Site, name: str, *, office: bool = False, mbr: Mbr | None = None) -> None:
        super().__init__(mbr or apart())
        self.name, self.log, self.here = name, f"log-{name}", site
        self.site, self.entries = site.state, []
        self.numbers = 0
        site.state.stations[self.log] = Admission(self.log, name, f"key-{name}", "", office, f"admits-{name}")
        terms = dict.fromkeys(("people", "policy", "master", "equipment", "lots"), 30)
        site.state.leases[self.log] = Lease("", terms, {}, self.now().wall)

    entries: list[Known]

    @property
    def facts(self) -> dict[str, object]:
        people = {subjects.person(one.person): one for one in self.here.people.values()}
        return {**super().facts, **people}

    def actor(self, person: str) -> Actor:
        return Actor(person, person.title(), frozenset(ROLES[person]), f"p-{person}", self.name, self.log)

    def ask(self, command: object, who: str) -> Decision:
        needed = rules.needs(command, self.state)
        facts = {root: self.facts[root] for root in needed if root in self.facts}
        return rules.decide(self.state, facts, command, self.actor(who), self.now())

    def write(self, drafts: tuple[Draft, ...], who: str) -> None:
        for draft in drafts:
            self.here.written += 1
            self.numbers += 1
            stamp = Stamp(
                f"{self.here.written:064x}", self.log, self.numbers, draft.subject, who, f"p-{who}", self.now()
            )
            past = frozenset(one.recorded.stamp.hash for one in self.entries)
            self.entries.append(Known(Recorded(draft.event, stamp), past))
        self.state = folded(self.entries)

    def tell(self, other: Station) -> None:
        """Give another station everything this one knows."""
        here = {one.recorded.stamp.hash for one in other.entries}
        other.entries += [one for one in self.entries if one.recorded.stamp.hash not in here]
        other.state = folded(other.entries)

    def give(self, part: str, station: Station, who: str = "sven") -> Decision:
        return self.do(c.GivePart(BATCH, part, station.name, "with the samples"), who)

    def take_over(self, part: str, who: str = "sara") -> Decision:
        return self.do(c.TakeOver(BATCH, part, "no contact since yesterday"), who)

    def resolve(self, where: str, item: int, kept: str, who: str = "quita") -> Decision:
        return self.do(c.ResolveConflict(BATCH, where, item, kept, "looked at the balance print"), who)


def meet(*stations: Station) -> None:
    """Let every station know everything."""
    for one in stations:
        for other in stations:
            one.tell(other)


def two(mbr: Mbr | None = None) -> tuple[Station, Station]:
    """Return the office with a batch issued and checked, and a second station that knows it."""
    site = Site()
    office, room = Station(site, "S1", office=True, mbr=mbr), Station(site, "S2", mbr=mbr)
    office.issue()
    office.tell(room)
    return office, room
