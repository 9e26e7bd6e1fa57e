"""What comes next while a material is weighed: the verb of the button, its picture, and what to do with the hands.

Stages: "lot", "blocked" (the lot may not be used), "assay", "tare", "gross", "weigh" (by hand), "record", "close",
"busy".
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from ebr.wording import with_unit
from ebr.words import tr
from ui.dispense.figures import shown, sum_of
from ui.dispense.model import Dispense

ICONS: Final = {
    "lot": "scan",
    "blocked": "scan",
    "assay": "pencil",
    "weigh": "pencil",
    "record": "check",
    "close": "list-check",
}


def icon_of(stage: str) -> str:
    """Return the picture of what comes next; the balance where it is read."""
    return ICONS.get(stage, "scale")


def verb_of(stage: str) -> str:
    """Return what the button says; an unknown stage is a KeyError."""
    return {
        "lot": tr("Scan or type the lot"),
        "blocked": tr("Take another container"),
        "assay": tr("Enter assay and loss on drying"),
        "tare": tr("Take tare"),
        "gross": tr("Read gross weight"),
        "weigh": tr("Enter the weight"),
        "record": tr("Record container"),
        "close": tr("All of it is recorded"),
        "busy": tr("Reading"),
    }[stage]


def prompt_of(stage: str, facts: Dispense, lot: str, tare: str, net: Decimal | None) -> str:
    """Return what to do with the hands now."""
    if stage == "blocked":
        return tr("Lot {lot} may not be used. {take}", lot=lot, take=facts.take)
    if stage == "lot":
        return facts.take or tr("Scan the label of the container that you take from")
    if stage == "gross":
        return _fill_words(facts, tare)
    if stage == "record":
        words = with_unit(shown(net), facts.unit) if net is not None else ""
        return tr("Net {net}: record it, then label the vessel", net=words) if words else ""
    return {
        "tare": tr("Put the empty, clean vessel on the balance"),
        "close": tr("The target is reached: close the entry, or scan one more container"),
        "assay": tr("Nobody keeps this lot here: copy both from its certificate"),
        "weigh": tr("Type tare and gross weight, or the net weight"),
        "busy": tr("Wait until the balance is still"),
    }[stage]


def _fill_words(facts: Dispense, tare: str) -> str:
    full = sum_of(facts.rest, tare) if facts.rest else None
    if full is None:
        return tr("Fill the vessel and wait until the balance is still")
    amount = with_unit(shown(full), facts.unit)
    return tr("Fill until the balance shows {gross}, or as much as there is", gross=amount)
