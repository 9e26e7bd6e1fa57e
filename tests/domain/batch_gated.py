"""A batch with the stock, the machines and the training of its site: facts come from real entries through the real folds.

`Gated` is a floor whose rules get what `needs` and `further` name. Setting things up is done by events, because how a lot is released or a
machine qualified is the business of other rules; what the batch writes to lots and machines goes through their folds.
"""

from __future__ import annotations

from dataclasses import replace

from ebr.domain import subjects
from ebr.domain.batch import commands as c
from ebr.domain.batch import rules, state
from ebr.domain.decision import Decision, Draft, Recorded
from ebr.domain.equipment import events as eq
from ebr.domain.equipment import state as equipment
from ebr.domain.equipment.state import EquipmentState, equipment_in
from ebr.domain.material import events as m
from ebr.domain.material import state as material
from ebr.domain.material.state import LotState
from ebr.domain.material.state.use import lot_in
from ebr.domain.mbr.model import Mbr
from ebr.domain.sample import state as sample
from ebr.domain.site.state import Admission, Lease, SiteState
from ebr.domain.training import events as tr
from ebr.domain.training import state as training
from ebr.domain.values import Stamp
from tests.domain.batch_floor import BATCH, ROLES, Floor, read_mbr
from tests.domain.batch_floor import actor as plain_actor

GATED = """\
mbr: 1
header:
  id: gated
  version: "1"
  title: Gated record
  product: Salt water
  product_code: FP-1
  strength: "1 %"
  form: Solution
  profile: commercial
  stage: Test
  rules: EU
  size: {nominal: "100", low: "50", high: "200", unit: kg}
materials:
  - {id: salt, name: Salt, code: RM-1, quantity: "10.00", unit: kg, decimals: 3, low: "-50", high: "50", active: true, potency: true}
  - {id: bottle, name: Bottle, code: PM-1, quantity: "20", unit: each, decimals: 0, low: "-90", high: "90"}
equipment:
  - {id: tank, name: Tank, kind: vessel}
  - {id: scale, name: Scale, kind: Balance}
  - {id: probe, name: Thermometer, kind: thermometer}
procedure:
  - id: make
    title: Make
    operations:
      - id: begin
        title: Begin
        phases:
          - id: weigh
            title: Weigh
            instruction: Weigh.
            sop: SOP-1, SOP-2
            slots:
              - {id: tank_used, kind: equipment, label: Tank, of: tank}
              - {id: tank_scan, kind: scan, label: Tank scanned, of: "equipment:tank", optional: true}
              - {id: salt_add, kind: material, label: Salt, of: salt, device: scale}
              - {id: mass, kind: number, label: Mass, unit: g, decimals: 2, device: scale, optional: true}
              - {id: temp, kind: number, label: Temperature, unit: degC, decimals: 1, device: probe, optional: true}
              - {id: standing, kind: timer, label: Standing, unit: min, limits: {high: "600"}}
          - id: fill
            title: Fill
            instruction: Fill.
            slots:
              - {id: bottles, kind: material, label: Bottles, of: bottle, second: verified}
              - {id: tags, kind: labels, label: Labels, of: bottle label, second: verified}
...
"""
SALT, TANK, MASS, TEMP = (f"make/begin/weigh/{name}" for name in ("salt_add", "tank_used", "mass", "temp"))
SCAN, STANDING = "make/begin/weigh/tank_scan", "make/begin/weigh/standing"
BOTTLES, TAGS = "make/begin/fill/bottles", "make/begin/fill/tags"
WEIGH, FILL = "make/begin/weigh", "make/begin/fill"
STATES = {"material": material, "equipment": equipment, "training": training, "sample": sample}
KEPT = {"materials_kept": "yes", "equipment_kept": "yes", "training_kept": "yes"}
BALANCE = {"how": "device", "device": "BAL-1", "lot": "scanned", "raw": "S S 1.000 kg"}


def gated() -> Mbr:
    return read_mbr(GATED)


class Gated(Floor):
    """A floor with a site around it. `states` holds the state of every other root that was written."""

    def __init__(self, policy: dict[str, str] | None = None, *, station: str = "", log: str = "") -> None:
        super().__init__(gated())
        self.states: dict[str, object] = {}
        self.asked: list[str] = []
        self.numbers = 0
        self.station, self.log = station, log
        self.site = SiteState("Riverside", settings=dict(KEPT if policy is None else policy))

    @property
    def facts(self) -> dict[str, object]:
        return {**super().facts, **self.states}

    def ask(self, command: object, who: str) -> Decision:
        actor = replace(plain_actor(who), station=self.station, log=self.log)
        facts = {root: self.facts[root] for root in rules.needs(command, self.state) if root in self.facts}
        self.asked = []
        while more := [r for r in rules.further(command, self.state, facts, actor) if r not in (*facts, *self.asked)]:
            self.asked += more
            facts.update((root, self.facts[root]) for root in more if root in self.facts)
        return rules.decide(self.state, facts, command, actor, self.now())

    def write(self, drafts: tuple[Draft, ...], who: str) -> None:
        for draft in drafts:
            if subjects.kind_of(draft.subject) in STATES:
                self.tell(draft.subject, draft.event, who)
        recorded = [Recorded(d.event, self._stamp(d.subject, who, 0)) for d in drafts if d.subject.startswith("batch/")]
        for each in recorded:
            self.state = state.apply(self.state, each)
        self.events += recorded
        self.actions.append(tuple(Recorded(d.event, self._stamp(d.subject, who, 0)) for d in drafts))

    def _stamp(self, subject: str, who: str, n: int) -> Stamp:
        self.numbers += 1
        return replace(super()._stamp(subject, who, n), hash=f"{self.numbers:064x}", seq=self.numbers)

    def tell(self, subject: str, event: object, who: str = "quinn") -> None:
        """Write an entry about something else than the batch."""
        module = STATES[subjects.kind_of(subject)]
        found = self.states.get(subject) or module.start(subject)
        self.states[subject] = module.apply(found, Recorded(event, self._stamp(subject, who, 0)))

    # What there is

    def lot(self, number: str = "L-1", *, code: str = "RM-1", **changes: object) -> Gated:
        """A released lot of two containers, 20 kg in all, assay 99.0 %, from a qualified supplier."""
        expiry = str(changes.pop("expiry", "2027-01-31"))
        status = str(changes.pop("status", "released"))
        unit = str(changes.pop("unit", "kg" if code == "RM-1" else "each"))
        if subjects.item(code) not in self.states:
            self.tell(subjects.item(code), m.ItemAdded(code, code, "raw", unit))
        if subjects.supplier("SUP-1") not in self.states:
            self.tell(subjects.supplier("SUP-1"), m.SupplierAdded("SUP-1", "Salt Ltd", "Here"))
            qualified = m.SupplierQualified("SUP-1", ("RM-1", "PM-1"), "2026-01-01", "2027-12-31", "qualified", "audit")
            self.tell(subjects.supplier("SUP-1"), qualified)
        amounts = (m.Amount("1", "12.000"), m.Amount("2", "8.000"))
        known = tuple(
            m.Known(use, use, value, "%", "", "", "", use, "pass", "lena", "luis")
            for use, value in (("potency", "99.0"), ("lod", "0.5"))
            if code == "RM-1" and changes.get("assayed", True)
        )
        received = m.LotReceived(
            number, code, "SUP-1", "X-1", amounts, unit, expiry, "", "", "Store", "Europe/Berlin", results=known
        )
        self.tell(subjects.lot(number), received, "sven")
        if status == "released":
            self.tell(subjects.lot(number), m.LotReleased(number, "1", (), ()))
        elif status == "rejected":
            self.tell(subjects.lot(number), m.LotRejected(number, "glass found"))
        return self

    def machine(self, code: str, kind: str, needs: eq.Needs | None = None, **dates: str) -> Gated:
        """A qualified machine; with `calibrated` the last day that its calibration holds."""
        subject = subjects.equipment(code)
        self.tell(subject, eq.EquipmentAdded(code, code.title(), kind, "Room 1", needs or eq.Needs()), "sven")
        self.tell(subject, eq.EquipmentQualified(code, "QR-1"))
        if "calibrated" in dates:
            self.tell(subject, eq.EquipmentCalibrated(code, "pass", "ok", "C-1", dates["calibrated"]))
        return self

    def task(self, name: str = "SOP-1") -> Gated:
        self.tell(
            subjects.task(name), tr.TaskSet(name, "3", f"{name} done right", 0, practical=True, roles=(), value={})
        )
        return self

    def trained(self, *people: str, task: str = "SOP-1", confirmed: bool = True) -> Gated:
        for person in people:
            self.tell(subjects.training(person), tr.ReadSigned(person, task, "3", task, ""), person)
            if confirmed:
                self.tell(subjects.training(person), tr.TrainingConfirmed(person, task, "3", task, "sven"), "sven")
        return self

    def usual(self) -> Gated:
        """Everything that the record needs, fit and released."""
        self.lot().lot("B-1", code="PM-1")
        self.machine("TANK-1", "vessel").machine("TANK-2", "vessel")
        self.machine("BAL-1", "balance", eq.Needs(calibration_days=182), calibrated="2026-12-31")
        self.machine("T-1", "thermometer")
        for name in ("SOP-1", "SOP-2"):
            self.task(name).trained(*(person for person, roles in ROLES.items() if roles[0] != "recovery"), task=name)
        return self

    def lot_state(self, number: str = "L-1") -> LotState:
        return lot_in(self.facts, number)

    def machine_state(self, code: str) -> EquipmentState:
        return equipment_in(self.facts, code)

    # What tests say most often

    def weigh(
        self, who: str = "olga", *, source: dict[str, str] | None = None, item: int = 0, **value: str
    ) -> Decision:
        """A row of salt from the balance with its lot scanned, unless said otherwise."""
        row = {"lot": "L-1", "container": "1", **value}
        source = BALANCE if source is None else source
        if source.get("raw") == BALANCE["raw"]:
            source = {**source, "raw": f"S S {value.get('net') or value.get('gross', '')} kg"}
        return self.do(c.RecordValue(BATCH, SALT, row, item, source=source), who)

    def use(self, address: str, who: str = "olga", item: int = 0, **value: str) -> Decision:
        return self.do(c.RecordValue(BATCH, address, value, item, source={"how": "scanned"}), who)

    def whys(self, address: str) -> list[str]:
        return [attempt.why for attempt in self.state.slot(address).attempts]

    def raised(self) -> list[tuple[str, str]]:
        return [(one.rule, one.severity) for one in self.state.exceptions.values()]

    def leased(self, days: int = 30, **terms: int) -> Gated:
        """Make this a station of the site with a lease of so many days."""
        self.site.stations["log"] = Admission("log", "S2", "key", "", office=False, entry="admits")
        kinds = dict.fromkeys(("people", "policy", "master", "equipment", "lots"), days) | terms
        self.site.leases["log"] = Lease("", kinds, {}, self.now().wall)
        self.station, self.log = "S2", "log"
        return self


def ready(policy: dict[str, str] | None = None) -> Gated:
    """Return a batch issued where everything is in order."""
    found = Gated(policy).usual()
    found.issue()
    return found
