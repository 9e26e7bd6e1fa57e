"""A small record that uses every kind of entry and every flow; `small()` reads it, `at_step` brings a batch to a step."""

from __future__ import annotations

from functools import lru_cache

from ebr.domain.batch.state import flow
from ebr.domain.batch.state.plan import last_id
from ebr.domain.mbr.model import Mbr
from tests.domain.batch_floor import Floor, read_mbr
from tests.domain.batch_values import VALUES
from tests.domain.batch_walk import Walk

SMALL = """\
mbr: 1
header:
  id: small
  version: "1"
  title: Small record
  product: Salt water
  product_code: FP-1
  strength: "1 %"
  form: Solution
  profile: ATMP
  stage: Test
  rules: EU
  size: {nominal: "100", low: "50", high: "200", unit: kg}
  identifiers:
    - {id: coi, label: Chain of identity}
    - {id: subject, label: Subject number}
materials:
  - {id: salt, name: Salt, code: RM-1, quantity: "10.00", unit: kg, low: "-1", high: "1", active: true, potency: true}
  - {id: water, name: Water, code: RM-2, quantity: "90.0", unit: kg, decimals: 1, low: "-5", high: "5", qs: true}
  - {id: bottle, name: Bottle, code: PM-1, quantity: "20", unit: each, decimals: 0, low: "-10", high: "10"}
equipment:
  - {id: tank, name: Tank, kind: tank}
procedure:
  - id: make
    title: Make
    operations:
      - id: begin
        title: Begin
        phases:
          - id: clear
            title: Clear
            instruction: Clear the room.
            slots:
              - id: clearance
                kind: clearance
                label: Clearance
                items: [{id: clean, label: Clean}, {id: dry, label: Dry}]
              - {id: tank_used, kind: equipment, label: Tank, of: tank}
              - {id: patient, kind: identity, label: Identity, critical: true, second: verified}
            sign: [performed, verified]
            critical: true
          - id: measure
            title: Measure
            instruction: Measure everything.
            slots:
              - {id: rule, kind: instruction, label: Read the rule}
              - {id: temp, kind: number, label: Temperature, unit: degC, decimals: 1, limits: {low: "10.0", high: "30.0", alert_low: "15.0", alert_high: "25.0"}}
              - {id: mass, kind: number, label: Mass, critical: true, unit: g, decimals: 3, limits: {low: "9.5", high: "10.5", rule: rounded}, second: verified}
              - {id: exact, kind: number, label: Exact, unit: g, decimals: 3, limits: {low: "9.5", high: "10.5"}}
              - {id: look, kind: choice, label: Look, options: [{id: clear_, label: Clear}, {id: cloudy, label: Cloudy, accept: false}]}
              - {id: closed, kind: check, label: Closed}
              - {id: remark, kind: text, label: Remark, longest: 20}
              - {id: seen, kind: datetime, label: Seen at}
              - {id: took, kind: duration, label: Took, unit: min, limits: {high: "10"}}
              - {id: drum, kind: scan, label: Drum, of: "material:salt"}
              - {id: picture, kind: photo, label: Picture}
              - {id: print, kind: file, label: Print, optional: true}
              - id: room
                kind: environment
                label: Room
                items: [{id: rh, label: Humidity, unit: "%", limits: {high: "60"}}, {id: dp, label: Pressure, unit: Pa, limits: {low: "10"}}]
              - {id: pair, kind: number, label: Pair, unit: g, decimals: 1, replicates: 2, limits: {high: "9.0"}, statistics: {mean: {high: "5.0"}}}
              - {id: doubled, kind: calculation, label: Doubled, unit: g, decimals: 2, limits: {high: "20.90"}, formula: mass * 2}
              - {id: half, kind: calculation, label: Half the batch, unit: kg, formula: batch.size / 2}
          - id: charge
            title: Charge
            instruction: Weigh and add.
            slots:
              - {id: salt_add, kind: material, label: Salt added, critical: true, of: salt, second: witnessed}
              - {id: water_add, kind: qs, label: Water to the mark, of: water, limits: {low: batch.size * 0.99, high: batch.size * 1.01}}
              - {id: bottles, kind: material, label: Bottles, of: bottle}
              - {id: weights, kind: table, label: Weights, unit: g, decimals: 1, rows: 2, most: 3, limits: {low: "1.0", high: "9.0"}, statistics: {mean: {low: "4.0", high: "6.0"}}}
              - {id: near, kind: number, label: Near half the salt, unit: kg, decimals: 2, limits: {low: salt_add.total * 0.4, high: salt_add.total * 0.6}}
            sign: [performed, witnessed]
            scribe: true
      - id: run
        title: Run
        phases:
          - id: press
            title: Press
            instruction: Run the press.
            slots:
              - {id: press_begin, kind: datetime, label: Begun at}
              - {id: speed, kind: number, label: Speed, unit: rpm}
          - id: checks
            title: Check
            instruction: Check every 15 minutes.
            slots:
              - {id: tablet, kind: number, label: Tablet, unit: mg, limits: {low: "90", high: "110"}}
            flow: {series: {during: press, every: 15, tolerance: 3, most: 4}}
        flow: {order: parallel}
      - id: loops
        title: Loops
        phases:
          - id: dry
            title: Dry
            instruction: Dry until the end point.
            slots:
              - {id: lod, kind: number, label: Loss on drying, unit: "%", decimals: 2}
            flow: {repeat: {most: 3, until: lod <= 2}}
            sign: [performed, verified]
          - id: extra
            title: Extra
            instruction: Only when warm.
            slots:
              - {id: cooled, kind: check, label: Cooled}
              - {id: depth, kind: number, label: Depth, unit: mm, when: cooled == "yes"}
            flow: {when: temp > 22}
          - id: bag
            title: Fill a bag
            instruction: One at a time.
            slots:
              - {id: bag_mass, kind: number, label: Mass of the bag, unit: g, decimals: 1, limits: {low: "10.0", high: "20.0"}, second: verified}
            flow: {for_each: {thing: bag, least: 1, most: 3}}
          - id: figures
            title: Figures
            instruction: Read the figures.
            slots:
              - {id: dose, kind: number, label: Dose, unit: g, limits: {low: "1"}}
              - {id: filled, kind: calculation, label: Filled, unit: g, decimals: 1, limits: {low: "20.0"}, formula: sum(bag_mass.values)}
              - {id: dried, kind: calculation, label: Dried to, unit: "%", decimals: 2, limits: {high: "2.00"}, formula: lod.last}
              - {id: got, kind: yield, label: Yield, unit: "%", decimals: 1, limits: {low: "1.0", high: "100.0"}, formula: filled, theoretical: dose}
            sign: [performed, verified]
      - id: holding
        title: Hold
        phases:
          - id: hold_in
            title: Into the hold
            instruction: Start the hold.
            slots:
              - {id: hold_start, kind: datetime, label: Hold begun at}
              - {id: mixing, kind: timer, label: Mixing, unit: min, limits: {low: "5", high: "15"}}
              - {id: age, kind: timer, label: Age, critical: true, unit: h, limits: {high: "48"}, stops: hold_open, declared: true, second: verified}
            sign: [performed, verified]
          - id: hold_out
            title: Out of the hold
            instruction: End the hold.
            slots:
              - {id: hold_open, kind: datetime, label: Opened at}
              - {id: hold, kind: timer, label: Hold, critical: true, unit: min, limits: {low: "60", high: "600"}, starts: hold_start, stops: hold_open}
            sign: [performed, verified]
    room: R-1
  - id: finish
    title: Finish
    operations:
      - id: laboratory
        title: Laboratory
        phases:
          - id: tests
            title: Tests
            instruction: Sample and test.
            slots:
              - {id: sampled, kind: sample, label: Sample, unit: mL, quantity: "10"}
              - {id: assay, kind: result, label: Assay, critical: true, unit: "%", decimals: 1, limits: {low: "95.0", high: "105.0"}, of: sampled, second: verified}
              - {id: sterile, kind: result, label: Sterility, of: sampled, after_release: true, options: [{id: negative, label: Negative}, {id: growth, label: Growth, accept: false}]}
      - id: labelling
        title: Labels
        phases:
          - id: reconcile
            title: Reconcile
            instruction: Count the labels.
            slots:
              - {id: tags, kind: labels, label: Labels, critical: true, of: Label 1, second: witnessed}
              - {id: balance, kind: calculation, label: Not accounted for, unit: each, limits: {low: "0", high: "0"}, formula: tags.issued - tags.used - tags.destroyed - tags.returned - tags.specimen}
              - {id: to_store, kind: handover, label: To the store, of: Store}
      - id: ending
        title: End
        phases:
          - id: closing
            title: Close
            instruction: Close the record.
            slots:
              - {id: made_sign, kind: signature, label: Made, meaning: verified, role: supervisor, covers: batch}
              - {id: quality_sign, kind: signature, label: Record complete, meaning: approved, role: quality, covers: batch}
        flow: {after: [assay, reconcile]}
    flow: {order: parallel}
...
"""

VALUES["small"] = {
    "temp": "20.0", "mass": "10.000", "exact": "10.000", "look": "clear_", "remark": "none", "took": "3", "drum": "RM-1", "room": {"rh": "40", "dp": "15"},
    "pair": ["4.0", "5.0"], "salt_add": [{"lot": "S1", "container": "1", "net": "10.05", "potency": "100", "lod": "0"}], "water_add": "100",
    "bottles": [{"lot": "B1", "container": "1", "net": "20"}], "weights": [["5.0", "5.0", "5.0"]], "near": "5.00", "speed": "30", "tablet": ["100", "101"],
    "lod": ["4.00", "1.80"], "bag_mass": ["12.0", "13.0"], "mixing": [360.0], "age": [600.0], "hold": [4000.0], "assay": "99.0", "sterile": "negative",
    "tags": {"issued": "10", "used": "8", "destroyed": "1", "returned": "0", "specimen": "1"}, "depth": "3", "dose": "100",
}  # fmt: skip


@lru_cache(maxsize=1)
def small() -> Mbr:
    return read_mbr(SMALL)


class Until(Walk):
    """Walks until a step is reached, and stops before its first entry."""

    def __init__(self, floor: Floor, step: str) -> None:
        super().__init__(floor)
        self.until = step

    def _step(self) -> bool:
        for address, phase, _ in list(flow.phase_instances(self.floor.state)):
            status = self.floor.status(address)
            if phase.id == self.until and status in ("open", "active"):
                return False
            if status in ("open", "active"):
                self._perform(address, phase)
                return True
            if status in ("to_verify", "unsigned"):
                self._second(address, phase)
                return True
        return False

    def _named_rounds(self) -> bool:
        return self.until != "bag" and super()._named_rounds()


def at_step(step: str, *, clock: str = "simulated") -> Floor:
    """Return a batch in which everything before the step is done and nothing is entered in it."""
    floor = Floor(small(), clock=clock).issue()
    Until(floor, step).run()
    return floor


def walked_small() -> Floor:
    """Return a batch in which production is done up to completion."""
    floor = Floor(small()).issue()
    Walk(floor).run()
    return floor


def fill(floor: Floor, name: str) -> None:
    """Fill one entry of the open step with its plausible value, second person included."""
    plan = floor.state.plan
    assert plan is not None
    address = name if "/" in name else floor.at(name)
    Walk(floor).fill(address, plan.slots[last_id(address)], late=False)


def fill_step(floor: Floor, step: str, *, leave: tuple[str, ...] = ()) -> str:
    """Fill every entry of a step but those named; return its address."""
    plan = floor.state.plan
    assert plan is not None
    for slot in plan.phases[step].slots:
        if slot.id not in leave and slot.kind != "result" and not (slot.optional and slot.kind != "timer"):
            fill(floor, slot.id)
    return floor.at(step)
