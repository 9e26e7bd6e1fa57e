"""Rules about units: known names, and formulas whose units come to what is declared.

The only part of the check that needs pint.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ebr.domain.formula import Formula, FormulaError, parse
from ebr.domain.mbr.build import Trouble
from ebr.domain.mbr.check.expressions import Expression, Read
from ebr.domain.mbr.check.index import Index, PhaseAt
from ebr.domain.mbr.check.names import Name
from ebr.domain.mbr.problem import Place

BOTH = {"formula", "theoretical"}


def unit_names(index: Index) -> Iterator[Trouble]:
    """Yield units that are not in the list of units."""
    from ebr.domain.units import known

    units: list[tuple[Place, str]] = [(("header", "size", "unit"), index.mbr.header.size.unit)]
    units += [(("materials", number, "unit"), material.unit) for number, material in enumerate(index.mbr.materials)]
    for place, unit in units:
        if unit and not known(unit):
            yield Trouble(place, "unit_unknown", {"unit": unit})
    yield from index.local(_of_phase)


def _of_phase(phase: PhaseAt, _index: Index) -> Iterator[Trouble]:
    from ebr.domain.units import known

    for at in phase.slots:
        if at.slot.unit and not known(at.slot.unit):
            yield Trouble((*at.place, "unit"), "unit_unknown", {"unit": at.slot.unit})
        for number, item in enumerate(at.slot.items):
            if item.unit and not known(item.unit):
                yield Trouble((*at.place, "items", number, "unit"), "unit_unknown", {"unit": item.unit})


def unit_problems(readable: Sequence[Read], known: Mapping[str, Name]) -> Iterator[Trouble]:
    """Yield where the units of an expression do not fit.

    Unknown unit names are reported once, where they are declared.
    """
    from ebr.domain.units import known as unit_known

    used = {name for read in readable for name in read.formula.references if name in known}
    units = {name: known[name].unit for name in used if known[name].sort != "text" and _usable(known[name].unit)}
    for read in readable:
        if read.at.use == "yield":
            continue
        if read.at.use == "truth" or read.at.unit is None or unit_known(read.at.unit):
            yield from _problems(read.at, read.formula, units, read.at.unit)
    yield from _yields(readable, units)


def _usable(unit: str | None) -> bool:
    from ebr.domain.units import known

    return unit is None or known(unit)


def _problems(
    at: Expression, formula: Formula, units: Mapping[str, str | None], expect: str | None
) -> Iterator[Trouble]:
    from ebr.domain.units import check_units

    for problem in check_units(formula, units, expect):
        if at.use == "truth" and problem.code.startswith("result_"):
            continue
        yield Trouble(at.place, f"unit.{problem.code}", dict(problem.params))


def _yields(readable: Sequence[Read], units: Mapping[str, str | None]) -> Iterator[Trouble]:
    """Actual and theoretical yield are in one unit, so that their ratio is a plain percentage (211.103)."""
    sides: dict[str, dict[str, Read]] = {}
    for read in readable:
        if read.at.use == "yield" and read.at.slot is not None:
            yield from (t for t in _problems(read.at, read.formula, units, None) if t.code != "unit.result_needs_unit")
            sides.setdefault(read.at.slot.slot.id, {})[str(read.at.place[-1])] = read
    for pair in sides.values():
        if pair.keys() == BOTH and not _ratio_fits(pair["formula"].formula, pair["theoretical"].formula, units):
            actual = pair["formula"].at
            params = {"actual": actual.text, "theoretical": pair["theoretical"].at.text}
            yield Trouble(actual.place, "yield_units", params)


def _ratio_fits(actual: Formula, theoretical: Formula, units: Mapping[str, str | None]) -> bool:
    from ebr.domain.units import check_units

    try:
        ratio = parse(f"({actual.source}) / ({theoretical.source})")
    except FormulaError:
        return True  # each side reads, so together they are only too long; their units are checked one by one
    return not any(problem.code.startswith("result_") for problem in check_units(ratio, units, "1"))
