"""A store in memory: materials, suppliers, lots; commands go through the real rules and states, nothing is sealed.

Decisions get only the facts that `needs` names. Every command is asked at `now`, which `wait` moves.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from ebr.domain import subjects
from ebr.domain.decision import Actor, Decision, Recorded
from ebr.domain.material import commands as c
from ebr.domain.material import events as e
from ebr.domain.material.rules import decide, needs, signer, subject
from ebr.domain.material.state import ItemState, LotState, SupplierState, apply, start
from ebr.domain.people.state import Key, PersonState
from ebr.domain.signature import Signed
from ebr.domain.values import Instant, Stamp

ASSAY = e.Criterion("assay", "Assay", "% w/w", "98.0", "102.0", use="potency", retest=True)
DRYING = e.Criterion("lod", "Loss on drying", "% w/w", high="0.5", use="lod", retest=True)
LOOKS = e.Criterion("looks", "Appearance", expected="White powder")
TESTS = (ASSAY, DRYING, LOOKS)
GOOD = {"assay": "99.5", "lod": "0.2", "looks": "white powder"}
CODE, SUPPLIER, LOT = "RM-1001", "acme", "L-100"
PEOPLE: Mapping[str, tuple[str, ...]] = {
    "otto": ("operator",),
    "sue": ("supervisor",),
    "lena": ("laboratory",),
    "lars": ("laboratory",),
    "quinn": ("quality",),
    "quita": ("quality",),
    "arno": ("author",),
}
MORNING = datetime.fromisoformat("2026-03-02T08:00:00.000000+01:00")


def instant(when: datetime, zone: str = "Europe/Zurich") -> Instant:
    return Instant(when.isoformat(timespec="microseconds"), zone, "boot", 1, "system")


def person(name: str) -> PersonState:
    keys = [Key("aa", "bb", "entry", "entry", "entry")]
    return PersonState(name, name.title(), PEOPLE[name], active=True, keys=keys)


@dataclass(frozen=True)
class Own:
    """A station of the site as its state has it."""

    name: str
    office: bool


@dataclass
class Store:
    """The states by root, and who stands where."""

    states: dict[str, Any] = field(default_factory=dict)
    now: datetime = MORNING
    zone: str = "Europe/Zurich"
    log: str = "log-A"
    number: int = 0
    written: list[Recorded] = field(default_factory=list)

    def __post_init__(self) -> None:
        from ebr.domain.site.state import SiteState

        site = SiteState()
        site.stations = {"log-A": Own("Office", True), "log-B": Own("Room-12", False)}  # type: ignore[dict-item]
        self.states["site"] = site
        self.states.update({subjects.person(name): person(name) for name in PEOPLE})

    def state(self, root: str) -> Any:
        if root not in self.states:
            self.states[root] = start(root)
        return self.states[root]

    def lot(self, number: str = LOT) -> LotState:
        return self.state(subjects.lot(number))  # type: ignore[no-any-return]

    def item(self, code: str = CODE) -> ItemState:
        return self.state(subjects.item(code))  # type: ignore[no-any-return]

    def supplier(self, supplier: str = SUPPLIER) -> SupplierState:
        return self.state(subjects.supplier(supplier))  # type: ignore[no-any-return]

    @property
    def facts(self) -> dict[str, Any]:
        return self.states

    def at(self) -> Instant:
        return instant(self.now, self.zone)

    def wait(self, **parts: float) -> Store:
        self.now += timedelta(**parts)
        return self

    def actor(self, who: str) -> Actor:
        return Actor(who, who.title(), frozenset(PEOPLE[who]), "p", "Office", self.log)

    def asked(self, command: Any, who: str) -> Decision:
        state = self.state(subject(command))
        facts = {root: self.state(root) for root in needs(command, state)}
        return decide(state, facts, command, self.actor(who), self.at())

    def do(self, command: Any, who: str) -> Decision:
        decision = self.asked(command, who)
        for draft in decision.drafts:
            self.write(draft.subject, self.signed(command, draft.event, who), who)
        self.wait(seconds=1)
        return decision

    def done(self, command: Any, who: str) -> Decision:
        decision = self.do(command, who)
        assert decision.refusal is None, decision.refusal
        return decision

    def signed(self, command: Any, event: Any, who: str) -> Any:
        name, roles = signer(command, self.actor(who))
        if not name or not hasattr(event, "signed"):
            return event
        parts = ("key", name.title(), roles[0], "approved", self.at().wall, self.zone, self.log, "s")
        return replace(event, signed=Signed(name, *parts, (), (), "{}", "h", "v"))

    def write(self, root: str, event: object, who: str = "", *, beside: Iterable[str] = (), log: str = "") -> str:
        self.number += 1
        at = self.at()
        name = f"{self.number:064d}"
        stamp = Stamp(name, log or self.log, self.number, root, who, "p", at)
        recorded = Recorded(event, stamp, frozenset(beside))
        self.written.append(recorded)
        self.states[root] = apply(self.state(root), recorded)
        return name

    # What tests begin with

    def kept(self) -> Store:
        """The material with its specification, and a supplier that may deliver it."""
        self.done(c.AddItem(CODE, "Metformin hydrochloride", "active", "kg"), "quinn")
        self.done(c.SetSpecification(CODE, "1", TESTS, 12, storage="15-25 °C"), "quinn")
        self.done(c.AddSupplier(SUPPLIER, "Acme Fine Chemicals", "Basel"), "quinn")
        self.done(c.QualifySupplier(SUPPLIER, (CODE,), "2026-01-10", "2027-12-31"), "quinn")
        return self

    def received(self, lot: str = LOT, **more: Any) -> Store:
        """A lot of two drums of 25 kg."""
        fields: dict[str, Any] = {
            "item": CODE,
            "supplier": SUPPLIER,
            "supplier_lot": "AC/77",
            "containers": (e.Amount("1", "25"), e.Amount("2", "25")),
            "expiry": "2027-06-30",
            "place": "A-01",
        }
        self.done(c.ReceiveLot(lot, **{**fields, **more}), "otto")
        return self

    def tested(self, lot: str = LOT, **values: str) -> Store:
        """Sampled, tested and checked by two of the laboratory."""
        sample = f"S-{self.number}"
        self.done(c.SampleLot(lot, sample, (e.Amount(self.lot(lot).containers[0], "0.1"),)), "lena")
        for test, value in {**GOOD, **values}.items():
            self.done(c.RecordResult(lot, test, value), "lena")
        self.done(c.CheckResults(lot), "lars")
        return self

    def released(self, lot: str = LOT, **more: Any) -> Store:
        self.received(lot, **more).tested(lot)
        self.done(c.ReleaseLot(lot), "quinn")
        return self

    def used(
        self, quantity: str, slot: str = "make/weigh", *, container: str = "1", unit: str = "kg", **more: Any
    ) -> str:
        beside, log, station = more.pop("beside", ()), more.pop("log", ""), more.pop("station", "")
        lot, batch, item = more.pop("lot", LOT), more.pop("batch", "B-1"), more.pop("item", "0")
        event = e.LotUsed(lot, container, quantity, unit, batch, slot, item, station)
        return self.write(subjects.lot(lot), event, "otto", beside=beside, log=log)


def code(decision: Decision) -> str:
    assert decision.drafts == ()
    assert decision.refusal is not None
    return decision.refusal.code
