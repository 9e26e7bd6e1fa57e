"""Who reads what changed: directly, by way of a calculation, by naming it; and what no rule reads."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from ebr.domain.mbr import model as m
from ebr.domain.mbr.compare.impact import impact
from ebr.domain.mbr.text import read
from tests.domain import mbr_variants as v

CAR_T = Path(__file__).parents[2] / "resources" / "mbr" / "car_t_autologous.yaml"
WATER = m.Material("water", "Water", "RM-1", "10", "L")


def floor(**more: object) -> m.Mbr:
    """A measurement, a sum from it, a limit from the sum, a material used, a step that waits."""
    measured = v.number("x", **more)
    total = m.Slot("total", "calculation", "Total", formula="x * 2", unit="degC")
    limited = v.number("y", limits=m.Limits(high="total + 1"))
    add = m.Slot("add", "material", "Add water", of="water")
    waits = v.phase("late", flow=m.Flow(when="y > 3", after=("early",)))
    made = v.document(m.Operation("one", "One", (v.phase("early", measured, total, limited, add), waits)))
    return replace(made, materials=(WATER,))


def reached(old: m.Mbr, new: m.Mbr) -> dict[str, list[tuple[str, str, tuple[str, ...]]]]:
    return {
        one.part.id: [(r.part.id, r.field, tuple(t.id for t in r.through)) for r in one.readers]
        for one in impact(old, new)
    }


def test_a_value_reaches_the_calculation_and_by_way_of_it_the_limit():
    assert reached(floor(), floor(decimals=1)) == {"x": [("total", "formula", ()), ("y", "limits.high", ("total",))]}


def test_what_only_people_read_reaches_nothing():
    assert reached(floor(), floor(help="Wait a minute.")) == {}


def test_a_limit_that_is_read_by_a_condition_only_reaches_the_step():
    new = floor()
    slots = list(new.procedure[0].operations[0].phases[0].slots)
    slots[2] = replace(slots[2], unit="K")
    early = replace(new.procedure[0].operations[0].phases[0], slots=tuple(slots))
    operation = replace(new.procedure[0].operations[0], phases=(early, *new.procedure[0].operations[0].phases[1:]))
    new = replace(new, procedure=(replace(new.procedure[0], operations=(operation,)),))

    assert reached(floor(), new) == {"y": [("late", "flow.when", ())]}


def test_a_material_reaches_where_it_is_used():
    new = replace(floor(), materials=(replace(WATER, quantity="12"),))

    assert reached(floor(), new) == {"water": [("add", "of", ())]}


def test_a_step_reaches_the_step_that_waits_for_it():
    new = floor()
    operation = new.procedure[0].operations[0]
    early = replace(operation.phases[0], critical=True)
    new = replace(
        new,
        procedure=(replace(new.procedure[0], operations=(replace(operation, phases=(early, operation.phases[1])),)),),
    )

    assert reached(floor(), new) == {"early": [("late", "flow.after", ())]}


def test_the_batch_size_reaches_every_formula_with_it():
    size = m.Slot("share", "calculation", "Share", formula="batch.size / 2", unit="L")
    old = v.document(m.Operation("o", "O", (v.phase("a", size),)))
    new = replace(old, header=replace(old.header, size=replace(old.header.size, nominal="20")))

    assert reached(old, new) == {"batch": [("share", "formula", ())]}


def test_the_dose_of_the_cell_example_reaches_the_bags():
    old = read(CAR_T.read_text(encoding="utf-8")).mbr
    assert old is not None
    new = replace(old, procedure=tuple(_other(unit) for unit in old.procedure))

    found = reached(old, new)["dose_ordered"]

    assert ("dose_needed", "formula", ()) in found
    assert any(field.startswith("limits.") and "dose_needed" in through for _, field, through in found)


def _other(unit: m.UnitProcedure) -> m.UnitProcedure:
    def slot(one: m.Slot) -> m.Slot:
        return replace(one, decimals=one.decimals + 1) if one.id == "dose_ordered" else one

    def phase(one: m.Phase) -> m.Phase:
        return replace(one, slots=tuple(slot(found) for found in one.slots))

    return replace(
        unit, operations=tuple(replace(o, phases=tuple(phase(p) for p in o.phases)) for o in unit.operations)
    )
