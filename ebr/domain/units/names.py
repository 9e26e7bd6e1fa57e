"""The names a unit may have in an MBR, written out, and what each means.

A unit is one name of `UNIT_NAMES`, or several joined by `/`: the first above the line, the others below (mg/mL,
cells/kg, mL/kg/h, 1/mL). Spelling is exact: Ml, gr and Kg are refused, because a reader must never guess.

Decisions:
* What is counted or assayed biologically (cells, IU, EU, CFU, tablets, bags ...) measures something of its own: IU are
  not EU, tablets are not bags, and 100 tablets times 5 mg is only a mass if the dose is in mg/tablet. `each` is a
  plain count.
* %, % v/v, % w/w, % w/v, ppm, pH are plain numbers of their size; % w/w cannot be told from % v/v by the check.
* rpm is 1/min; degC has an offset and takes no part in products.
* `1e6 cells` and its like are units of their own size, because a dose form prints them so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

OWN_DEFINITIONS: tuple[str, ...] = (
    "ebr_cell = [cells]",
    "ebr_iu = [international_units]",
    "ebr_eu = [endotoxin_units]",
    "ebr_cfu = [colonies]",
    "ebr_pfu = [plaques]",
    "ebr_copy = [copies]",
    "ebr_unit = [units]",
    "ebr_tablet = [tablets]",
    "ebr_capsule = [capsules]",
    "ebr_dose = [doses]",
    "ebr_bag = [bags]",
    "ebr_vial = [vials]",
    "ebr_syringe = [syringes]",
    "ebr_bottle = [bottles]",
    "ebr_drum = [drums]",
    "ebr_blister = [blisters]",
    "ebr_carton = [cartons]",
    "ebr_label = [labels]",
    "ebr_osmol = [osmoles]",
    "ebr_ntu = [turbidity]",
)
"""What pint does not define. The words in brackets become the names of dimensions."""

_PLAIN = {
    "1": "1",
    "each": "1",
    "%": "0.01",
    "% v/v": "0.01",
    "% w/w": "0.01",
    "% w/v": "0.01",
    "% RH": "0.01",
    "ppm": "0.000001",
    "ppb": "0.000000001",
    "pH": "1",
}
_PHYSICAL = {
    "kg": "kilogram",
    "g": "gram",
    "mg": "milligram",
    "ug": "microgram",
    "\N{MICRO SIGN}g": "microgram",
    "ng": "nanogram",
    "pg": "picogram",
    "t": "tonne",
    "L": "liter",
    "dL": "deciliter",
    "mL": "milliliter",
    "uL": "microliter",
    "\N{MICRO SIGN}L": "microliter",
    "hL": "hectoliter",
    "m3": "meter**3",
    "cm3": "centimeter**3",
    "m": "meter",
    "cm": "centimeter",
    "mm": "millimeter",
    "um": "micrometer",
    "\N{MICRO SIGN}m": "micrometer",
    "nm": "nanometer",
    "m2": "meter**2",
    "cm2": "centimeter**2",
    "s": "second",
    "min": "minute",
    "h": "hour",
    "d": "day",
    "week": "week",
    "rpm": "1/minute",
    "Hz": "hertz",
    "cycles/min": "1/minute",
    "degC": "kelvin",
    "\N{DEGREE SIGN}C": "kelvin",
    "K": "kelvin",
    "Pa": "pascal",
    "hPa": "hectopascal",
    "kPa": "kilopascal",
    "MPa": "megapascal",
    "bar": "bar",
    "mbar": "millibar",
    "psi": "psi",
    "N": "newton",
    "kN": "kilonewton",
    "kP": "9.80665*newton",
    "J": "joule",
    "kJ": "kilojoule",
    "W": "watt",
    "kW": "kilowatt",
    "V": "volt",
    "mV": "millivolt",
    "A": "ampere",
    "mA": "milliampere",
    "lux": "lux",
    "lx": "lux",
    "mol": "mole",
    "mmol": "millimole",
    "umol": "micromole",
    "M": "molar",
    "mM": "millimolar",
    "S/m": "siemens/meter",
    "mS/cm": "millisiemens/centimeter",
    "uS/cm": "microsiemens/centimeter",
    "Pa*s": "pascal*second",
    "mPa*s": "millipascal*second",
    "cP": "centipoise",
    "Bq": "becquerel",
    "kBq": "kilobecquerel",
    "MBq": "megabecquerel",
    "GBq": "gigabecquerel",
    "Gy": "gray",
    "kGy": "kilogray",
}
_COUNTED = {
    "cell": "ebr_cell",
    "cells": "ebr_cell",
    "1e3 cells": "1000*ebr_cell",
    "1e6 cells": "1000000*ebr_cell",
    "1e9 cells": "1000000000*ebr_cell",
    "IU": "ebr_iu",
    "kIU": "1000*ebr_iu",
    "MIU": "1000000*ebr_iu",
    "EU": "ebr_eu",
    "CFU": "ebr_cfu",
    "PFU": "ebr_pfu",
    "copy": "ebr_copy",
    "copies": "ebr_copy",
    "unit": "ebr_unit",
    "units": "ebr_unit",
    "tablet": "ebr_tablet",
    "tablets": "ebr_tablet",
    "capsule": "ebr_capsule",
    "capsules": "ebr_capsule",
    "dose": "ebr_dose",
    "doses": "ebr_dose",
    "bag": "ebr_bag",
    "bags": "ebr_bag",
    "vial": "ebr_vial",
    "vials": "ebr_vial",
    "syringe": "ebr_syringe",
    "syringes": "ebr_syringe",
    "bottle": "ebr_bottle",
    "bottles": "ebr_bottle",
    "drum": "ebr_drum",
    "drums": "ebr_drum",
    "blister": "ebr_blister",
    "blisters": "ebr_blister",
    "carton": "ebr_carton",
    "cartons": "ebr_carton",
    "label": "ebr_label",
    "labels": "ebr_label",
    "osmol": "ebr_osmol",
    "mosmol": "0.001*ebr_osmol",
    "NTU": "ebr_ntu",
}

UNIT_NAMES: Mapping[str, str] = {**_PLAIN, **_PHYSICAL, **_COUNTED}
"""Each name with its meaning as pint reads it."""

OFFSET_NAMES = frozenset({"degC", "\N{DEGREE SIGN}C"})
LONGEST = 40


def known(unit: str) -> bool:
    """Whether this is a unit an MBR may use; exact spelling counts."""
    return parts(unit) is not None


def parts(unit: str) -> tuple[str, ...] | None:
    """The names a unit is made of (the first above the line, the rest below), or None if it is not known."""
    if unit in UNIT_NAMES:
        return (unit,)
    names = tuple(unit.split("/"))
    joined = (
        len(unit) <= LONGEST and len(names) > 1 and all(name in UNIT_NAMES for name in names) and "1" not in names[1:]
    )
    return names if joined else None
