"""Units as people read them: an MBR writes them in plain letters (degC, uL), a screen and a page write °C and µL.

Only the writing changes, never the amount. Whatever is not in the table is written as it is, part by part: ug/mL.
"""

from __future__ import annotations

from collections.abc import Mapping

SHOWN: Mapping[str, str] = {
    "1": "",
    "degC": "°C",
    "ug": "µg",
    "uL": "µL",
    "um": "µm",
    "umol": "µmol",
    "uS": "µS",
    "m2": "m²",
    "cm2": "cm²",
    "m3": "m³",
    "cm3": "cm³",
    "Pa*s": "Pa·s",
    "mPa*s": "mPa·s",
    "1e3 cells": "×10³ cells",
    "1e6 cells": "×10⁶ cells",
    "1e9 cells": "×10⁹ cells",
}
"""Units whose writing for people differs from the MBR's; a plain number has none."""


def unit_words(unit: str) -> str:
    """Return a unit as people read it; what is read already stays as it is."""
    top, slash, below = unit.partition("/")
    shown = SHOWN.get(top, top)
    if not slash:
        return shown
    return f"{shown or '1'}/{'/'.join(SHOWN.get(part, part) for part in below.split('/'))}"
