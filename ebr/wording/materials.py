"""Words for the codes of materials, suppliers and lots: kinds, statuses, why a quantity changed."""

from __future__ import annotations

from collections.abc import Mapping

from ebr.wording.codes import SEVERITIES
from ebr.wording.deviations import METHODS
from ebr.wording.samples import KINDS as SAMPLE_KINDS
from ebr.wording.sentences import word
from ebr.words import figure, mark, tr

LOTS: Mapping[str, str] = {
    "unknown": mark("Not here"),
    "quarantine": mark("Quarantine"),
    "released": mark("Released"),
    "rejected": mark("Rejected"),
    "destroyed": mark("Used up or destroyed"),
    "used_up": mark("Used up"),
    "expired": mark("Expired"),
    "retest_due": mark("Retest due"),
    "out_of_storage": mark("Out of storage"),
}
"""Where a lot stands; the last four are a released lot's, by its book, by the clock and by where it was moved."""

SUPPLIERS: Mapping[str, str] = {
    "new": mark("Not qualified yet"),
    "qualified": mark("Qualified"),
    "conditional": mark("Qualified with conditions"),
    "suspended": mark("Suspended"),
    "disqualified": mark("Disqualified"),
    "lapsed": mark("Qualification ended"),
}
"""Where a supplier stands."""

KINDS: Mapping[str, str] = {
    "active": mark("Active substance"),
    "excipient": mark("Excipient"),
    "biological": mark("Biological material"),
    "intermediate": mark("Intermediate"),
    "consumable": mark("Consumable"),
    "packaging": mark("Packaging"),
    "label": mark("Label"),
    "other": mark("Other"),
}
"""What a material is."""

CHANGES: Mapping[str, str] = {
    "received": mark("Received"),
    "made": mark("Made of other lots"),
    "sampled": mark("Sampled"),
    "used": mark("Used"),
    "returned": mark("Returned"),
    "spilled": mark("Spilled"),
    "destroyed": mark("Destroyed"),
    "counted": mark("Corrected by a count"),
    "split": mark("Split off"),
    "joined": mark("Joined into another lot"),
}
"""Why the quantity of a lot changed."""

EXPIRY_RULES: Mapping[str, str] = {
    "supplier": mark("The date on the label"),
    "months": mark("Months after receipt"),
    "none": mark("No expiry"),
}
"""Where the expiry of a lot comes from."""

USES: Mapping[str, str] = {
    "": mark("No"),
    "potency": mark("Assay, corrects the charge"),
    "lod": mark("Loss on drying, corrects the charge"),
}
"""What a result corrects in a charge."""

ROWS: Mapping[str, Mapping[str, str]] = {
    "lot_status": LOTS,
    "deviation_class": SEVERITIES,
    "cause_method": METHODS,
    "supplier_status": SUPPLIERS,
    "supplier_before": SUPPLIERS,
    "expiry_rule": EXPIRY_RULES,
    "sample_kind": SAMPLE_KINDS,
}
"""Rows of a signing sheet whose text is a code."""


def lot_word(status: str) -> str:
    """Return where a lot stands."""
    return word(LOTS, status)


def supplier_word(status: str) -> str:
    """Return where a supplier stands."""
    return word(SUPPLIERS, status)


def kind_word(kind: str) -> str:
    """Return what a material is."""
    return word(KINDS, kind)


def change_word(kind: str) -> str:
    """Return why the quantity of a lot changed."""
    return word(CHANGES, kind)


def expiry_rule_word(rule: str) -> str:
    """Return where the expiry of a lot comes from."""
    return word(EXPIRY_RULES, rule)


def limits_words(line: str) -> str:
    """Return the limits of a test in words, from the line that signed documents keep: "98.0 ... 102.0", "<= 0.5"."""
    low, between, high = line.partition(" ... ")
    if between:
        return tr("{low} to {high}", low=figure(low), high=figure(high))
    sign, _, bound = line.partition(" ")
    if sign == ">=":
        return tr("at least {low}", low=figure(bound))
    return tr("at most {high}", high=figure(bound)) if sign == "<=" else line


def use_word(use: str) -> str:
    """Return what a result corrects in a charge."""
    return word(USES, use)


def row_words(name: str, text: str) -> str:
    """Return the text of a row of a signing sheet in words, where it is a code."""
    return word(ROWS[name], text) if name in ROWS else text
