"""Other people's names of units in ours, where that is certain.

A name is looked up exactly, then without case, then by the last part of an address (QUDT, the SI's own). What is not in
the table is never guessed: it stays as it was written, and the check of the master batch record refuses it.
"""

from __future__ import annotations

from collections.abc import Mapping

from ebr.domain.units import known

NAMES: Mapping[str, str] = {
    "second": "s",
    "seconds": "s",
    "sec": "s",
    "sekunde": "s",
    "sekunden": "s",
    "minute": "min",
    "minutes": "min",
    "minuten": "min",
    "hour": "h",
    "hours": "h",
    "hr": "h",
    "stunde": "h",
    "stunden": "h",
    "std": "h",
    "day": "d",
    "days": "d",
    "tag": "d",
    "tage": "d",
    "litre": "L",
    "liter": "L",
    "litres": "L",
    "liters": "L",
    "l": "L",
    "ml": "mL",
    "millilitre": "mL",
    "milliliter": "mL",
    "millilitres": "mL",
    "microlitre": "uL",
    "ul": "uL",
    "gram": "g",
    "grams": "g",
    "gramm": "g",
    "gm": "g",
    "kilogram": "kg",
    "kilograms": "kg",
    "kilogramm": "kg",
    "kilogm": "kg",
    "milligram": "mg",
    "milligm": "mg",
    "milligramm": "mg",
    "tonne": "t",
    "degreecelsius": "degC",
    "degree celsius": "degC",
    "degrees celsius": "degC",
    "grad celsius": "degC",
    "celsius": "degC",
    "deg_c": "degC",
    "deg c": "degC",
    "°c": "degC",
    "kelvin": "K",
    "percent": "%",
    "prozent": "%",
    "rev-per-min": "rpm",
    "revolutions per minute": "rpm",
    "1/min": "rpm",
    "u/min": "rpm",
    "umdrehungen pro minute": "rpm",
    "l-per-hr": "L/h",
    "liter pro stunde": "L/h",
    "litre per hour": "L/h",
    "l/h": "L/h",
    "l-per-min": "L/min",
    "liter pro minute": "L/min",
    "litre per minute": "L/min",
    "ml-per-min": "mL/min",
    "kilogm-per-hr": "kg/h",
    "metre": "m",
    "meter": "m",
    "centimetre": "cm",
    "millimetre": "mm",
    "millim": "mm",
    "pascal": "Pa",
    "kilopa": "kPa",
    "millibar": "mbar",
    "piece": "each",
    "pieces": "each",
    "stück": "each",
    "pcs": "each",
}
"""In lower case; a name that could be two units (M, m) is not here."""

_LETTERS = str.maketrans({"\N{DEGREE SIGN}": "deg", "\N{MICRO SIGN}": "u", "\N{GREEK SMALL LETTER MU}": "u"})
TIME = frozenset({"s", "min", "h", "d"})


def unit_of(text: str) -> str:
    """Return our name of a unit, in plain letters; the text itself when nobody knows it."""
    written = text.translate(_LETTERS)
    if known(written):
        return written
    last = text.rsplit("/", maxsplit=1)[-1].rsplit("#", maxsplit=1)[-1] if "://" in text else text
    return NAMES.get(last.casefold(), last if "://" in text and known(last) else text)
