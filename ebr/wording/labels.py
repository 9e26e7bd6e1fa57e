"""Labels in words: life of a template, particulars, kinds of codes, what came out of a print job, what is typed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ebr.wording.sentences import word
from ebr.words import mark, tr

LIVES: Final[Mapping[str, str]] = {
    "unknown": mark("Not here"),
    "written": mark("To be checked"),
    "checked": mark("To be approved by quality"),
    "approved": mark("Approved, not in force"),
    "effective": mark("In force"),
    "withdrawn": mark("Withdrawn"),
}
"""Life of a version of a label template."""

SETS: Final[Mapping[str, str]] = {
    "annex_vi": mark("Annex VI, all particulars"),
    "annex_vi_small": mark("Annex VI, small immediate pack"),
    "container": mark("Weighed material (21 CFR 211.101)"),
    "product": mark("Finished product"),
    "none": mark("No list of particulars"),
}
"""Lists of particulars."""

ANNEX_VI: Final[Mapping[str, str]] = {
    "a": mark("Name, address and telephone of the main contact"),
    "b": mark("Name and strength of the substance"),
    "c": mark("Form, route and quantity"),
    "d": mark("Batch number"),
    "e": mark("Trial reference"),
    "f": mark("Number of the subject or of the treatment"),
    "g": mark("Name of the investigator"),
    "h": mark("Directions for use"),
    "i": mark("For clinical trial use only"),
    "j": mark("Storage conditions"),
    "k": mark("Period of use"),
    "l": mark("Keep out of reach of children"),
}
SMALL: Final[Mapping[str, str]] = {
    "a": mark("Name of the main contact"),
    "b": ANNEX_VI["b"],
    "c": ANNEX_VI["d"],
    "d": ANNEX_VI["e"],
    "e": ANNEX_VI["f"],
    "f": ANNEX_VI["k"],
}
OF_PRODUCT: Final[Mapping[str, str]] = {
    "name": mark("Name or item code"),
    "control": mark("Lot number"),
    "weight": mark("Weight or measure"),
    "batch": ANNEX_VI["d"],
    "weighed_by": mark("Who weighed and who checked"),
    "strength": mark("Strength"),
    "expiry": mark("Expiry date"),
    "storage": ANNEX_VI["j"],
}
PARTICULARS: Final[Mapping[str, Mapping[str, str]]] = {
    "annex_vi": ANNEX_VI,
    "annex_vi_small": SMALL,
    "container": OF_PRODUCT,
    "product": OF_PRODUCT,
}

CODES: Final[Mapping[str, str]] = {
    "gs1_datamatrix": mark("GS1 DataMatrix"),
    "gs1_128": mark("GS1-128"),
    "datamatrix": mark("DataMatrix"),
    "code128": mark("Code 128"),
}

OUTCOMES: Final[Mapping[str, str]] = {
    "sent": mark("Did it print?"),
    "unknown": mark("Did it print?"),
    "not_printed": mark("Not printed"),
    "no": mark("Not printed"),
    "yes": mark("Printed"),
    "damaged": mark("Printed, some damaged"),
}
"""What came out of a print job."""

FILLED: Final[Mapping[str, str]] = {
    "batch": mark("Batch"),
    "product": mark("Product"),
    "product_code": mark("Product code"),
    "strength": mark("Strength"),
    "form": mark("Form"),
    "storage": mark("Storage"),
    "mbr": mark("Master batch record"),
    "mbr_version": mark("Version of the master batch record"),
    "size": mark("Batch size"),
    "site": mark("Site"),
    "item": mark("Material"),
    "item_code": mark("Item code"),
    "lot": mark("Lot"),
    "container": mark("Container"),
    "net": mark("Net"),
    "gross": mark("Gross"),
    "tare": mark("Tare"),
    "potency": mark("Assay"),
    "weighed_by": mark("Weighed by"),
    "checked_by": mark("Checked by"),
    "weighed_at": mark("Weighed at"),
    "serial": mark("Serial number"),
    "gtin": mark("Trade item number (GTIN)"),
    "made": mark("Date of manufacture"),
    "expiry": mark("Expiry date"),
    "printed": mark("Date of printing"),
}
"""Placeholders of a template."""

PROBLEMS: Final[Mapping[str, str]] = {
    "not_json": mark("this is no document"),
    "not_canonical": mark("the document is not in its one form"),
    "not_a_map": mark("names with contents belong"),
    "not_a_list": mark("a list belongs"),
    "missing": mark("a text is missing"),
    "no_length": mark("a length in millimetres belongs, like 12.5"),
    "no_count": mark("a whole number from 1 to 40 belongs"),
    "no_such_word": mark("this word cannot stand there"),
    "unknown_field": mark("this field means nothing"),
}
"""What is wrong with a template, inside a sentence."""


def life_word(status: str) -> str:
    """Return where a version of a label template stands."""
    return word(LIVES, status)


def set_word(name: str) -> str:
    """Return what a list of particulars is called."""
    return word(SETS, name)


def particular_words(name: str, letter: str) -> str:
    """Return what a particular says, with its letter where the regulation has one."""
    words = word(PARTICULARS.get(name, {}), letter)
    return tr("({letter}) {words}", letter=letter, words=words) if len(letter) == 1 else words


def particular_named(name: str) -> str:
    """Return what "annex_vi.d", a list and a letter of it, says."""
    return particular_words(*name.split(".", 1)) if "." in name else name


def problem_words(problem: str) -> str:
    """Return what is wrong with a template, inside a sentence."""
    return word(PROBLEMS, problem)


def code_word(kind: str) -> str:
    """Return what a kind of code is called."""
    return word(CODES, kind)


def outcome_word(outcome: str) -> str:
    """Return what came out of a print job."""
    return word(OUTCOMES, outcome)


def filled_word(name: str) -> str:
    """Return what a placeholder stands for."""
    return word(FILLED, name) if name in FILLED else name.partition(".")[2] or name
