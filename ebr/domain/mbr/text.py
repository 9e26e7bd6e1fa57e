"""The text of a master batch record: YAML with the model's own field names, read strictly (`read`).

The form, format version 1. Keys are the field names of `ebr.domain.mbr.model`; a field left out has the model's
default.

* Top level: `mbr: 1`, `header`, `materials`, `equipment`, `procedure` (list of unit procedures, each with `operations`,
  each with `phases`, each with `slots`), and `flow` when the unit procedures do not simply follow each other.
* Every scalar is text, taken letter by letter: `10.0` stays 10.0 and `no` is the word "no". Only fields that are yes/no
  in the model know `true` and `false`, and only whole-number fields (`decimals`, `most` ...) want digits.
* `limits` is a mapping of target, low, high, alert_low, alert_high, rule; `statistics` maps mean, sd, rsd, min, max or
  count to limits; `flow` is a mapping of order, when, after (list of ids), repeat {most, until}, for_each {thing,
  least, most} and series {during, every, tolerance, most} with minutes in the last.
* `languages`, where there are any, come last: each a mapping of `code` (the tag of the language) and `texts`, each of
  those of `part` (an id, "header", or an option, item or identifier as in "dissolved/hazy"), `field` (title,
  instruction, label, help, name, product) and `text`.
* A field without a value is refused (leave it out), as are comments (a note is a field: `note`), anchors, aliases,
  tags, merge keys, a key given twice or unknown, control characters and tabs, a second document, and text beyond the
  bounds below.
* The last line is `...` (the end of a YAML document), so that a text cut off anywhere, even between two steps, is
  noticed.
* Ids are unique in the whole document (header, materials, equipment, units, operations, phases, slots together); those
  of options, items and identifiers only where they stand. Tolerances of a material are deviations in percent: `low:
  "-0.5"`, `high: "0.5"`.
* White space around a text is dropped, and text is taken in Unicode's composed form (NFC).

A small complete example:

```yaml
mbr: 1
header:
  id: saline
  version: "1"
  title: Sodium chloride solution 0.9 %, 5 L
  product: Sodium chloride solution
  product_code: SAL-09
  strength: 9 g/L
  form: solution
  profile: commercial
  stage: bulk solution
  rules: EU
  size: {nominal: "5", low: "4", high: "10", unit: L}
  shelf_life: 12 months
  storage: 15 to 25 degC
  sources: [example made up for this description]
materials:
  - {id: salt, name: Sodium chloride, code: RM-001,
     quantity: "45", unit: g, decimals: 1, low: "0", high: "1", active: true}
  - {id: water, name: Purified water, code: RM-002, quantity: "5000", unit: mL, decimals: 0, qs: true}
equipment:
  - {id: vessel, name: Mixing vessel 10 L, kind: vessel}
  - {id: balance, name: Balance 6 kg, kind: balance}
procedure:
  - id: compounding
    title: Compounding
    room: B-12
    operations:
      - id: preparation
        title: Preparation
        phases:
          - id: clearing
            title: Line clearance
            instruction: Make sure that nothing of the previous batch is left.
            sop: SOP-017
            sign: [performed, verified]
            slots:
              - id: room_clear
                kind: clearance
                label: Room and vessel
                items:
                  - {id: no_material, label: No material of another batch}
                  - {id: clean, label: Vessel clean and labelled so}
              - {id: vessel_used, kind: equipment, label: Vessel, of: vessel}
              - {id: balance_used, kind: equipment, label: Balance, of: balance}
      - id: dissolving
        title: Dissolving
        flow: {after: [room_clear]}
        phases:
          - id: add_salt
            title: Weigh and add the salt
            critical: true
            instruction: |-
              Weigh the sodium chloride, add it to 4 L of water
              and stir until no crystals are left.
            sign: [performed, verified]
            slots:
              - {id: salt_used, kind: material, label: Sodium chloride, of: salt, second: verified}
              - id: dissolved
                kind: choice
                label: Solution
                options:
                  - {id: clear, label: Clear}
                  - {id: hazy, label: Hazy, accept: false}
          - id: fill_up
            title: Fill up and control
            instruction: Fill up to the mark with water. Stir, then measure twice.
            sign: [performed, verified]
            flow:
              repeat: {most: 3, until: temp >= 20 and temp <= 25}
            slots:
              - {id: water_used, kind: qs, label: Water to the mark, of: water, second: verified, when: round == 1}
              - id: temp
                kind: number
                label: Temperature
                unit: degC
                decimals: 1
                limits: {target: "22", alert_low: "20", alert_high: "25", low: "15", high: "30", rule: rounded}
          - id: bulk_yield
            title: Yield
            instruction: Determine the volume and compare it with the theoretical yield.
            sign: [performed, verified]
            slots:
              - {id: after_use, kind: clearance, label: Room after use, items: [{id: emptied, label: Nothing is left}]}
              - {id: volume, kind: number, label: Bulk, unit: L, decimals: 2, limits: {low: "0", high: batch.size * 2}}
              - id: yield_percent
                kind: yield
                label: Yield
                formula: volume
                theoretical: batch.size
                unit: "%"
                decimals: 1
                limits: {low: "95.0", high: "102.0"}
              - {id: bulk_sample, kind: sample, label: Sample for assay, quantity: "100", unit: mL}
              - {id: assay, kind: result, label: Assay,
                 of: bulk_sample, unit: g/L, decimals: 2, limits: {low: "8.55", high: "9.45"}}
...
```
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ebr.domain.mbr.build import Trouble, build
from ebr.domain.mbr.model import Mbr
from ebr.domain.mbr.problem import Mark, Marks, Problem, nearest_mark, shown
from ebr.domain.mbr.yaml_walk import walk

_NO_MARKS: Mapping[tuple[str | int, ...], Mark] = {}


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of a text: the MBR, or None with the problems in its way; `marks` says where each part stands."""

    mbr: Mbr | None
    problems: tuple[Problem, ...] = ()
    marks: Marks = field(default_factory=lambda: _NO_MARKS, repr=False, compare=False)


def read(text: str, *, unfinished: bool = False) -> Reading:
    """Return the MBR a text says, or every problem of its form with line and column; never raises for any text.

    An `unfinished` text may leave out what is needed and leave open what is chosen (`ebr.domain.mbr.build`). What the
    document means (references, limits, people) is another question: `ebr.domain.mbr.check`.
    """
    walked = walk(text)
    found = list(walked.troubles)
    mbr = None
    if walked.whole:
        mbr, troubles = build(walked.document, typed=False, unfinished=unfinished)
        found.extend((nearest_mark(walked.marks, trouble.place), trouble) for trouble in troubles)
    problems = [_problem(mark, trouble, walked.document) for mark, trouble in found]
    ordered = sorted(problems, key=lambda p: (p.line, p.column, p.path, p.code))
    return Reading(None if ordered else mbr, tuple(ordered), walked.marks)


def _problem(mark: Mark, trouble: Trouble, document: object) -> Problem:
    return Problem(mark.line, mark.column, shown(trouble.place, document), trouble.code, trouble.params)
