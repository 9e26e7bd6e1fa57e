"""What the fields of a master batch record are called on the author's screen, and the words of their closed lists.

A field is named by its path inside its part ("limits.high"); some are named by the kind of entry, because `of` is a
material for one kind and a label's name for another. Every field of the model has a name here: a test walks them all.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ebr.wording import kind_word, meaning_words, role_word
from ebr.words import mark, tr

FIELDS: Final[Mapping[str, str]] = {
    "after": mark("Waits for"),
    "after_release": mark("Even after release"),
    "alert_high": mark("Upper alert limit"),
    "alert_low": mark("Lower alert limit"),
    "accept": mark("Acceptable"),
    "active": mark("Active substance"),
    "block": mark("From the library"),
    "cleanroom": mark("Cleanroom grade at least"),
    "code": mark("Item code"),
    "covers": mark("Covers"),
    "critical": mark("Critical"),
    "decimals": mark("Decimals"),
    "declared": mark("Past start allowed"),
    "device": mark("Read by"),
    "during": mark("While this step runs"),
    "equipment": mark("Equipment"),
    "every": mark("Every so many minutes"),
    "flow": mark("Flow"),
    "for_each": mark("For each"),
    "form": mark("Dosage form"),
    "formula": mark("Formula"),
    "grade": mark("Grade"),
    "header": mark("First page"),
    "help": mark("Help for the operator"),
    "high": mark("Upper limit"),
    "id": mark("Id"),
    "identifiers": mark("Identifiers of the batch"),
    "instruction": mark("Instruction"),
    "items": mark("Lines"),
    "kind": mark("Kind"),
    "label": mark("Name"),
    "language": mark("Language"),
    "least": mark("At least"),
    "leaves": mark("Leaves room or equipment"),
    "limits": mark("Limits"),
    "longest": mark("Longest text"),
    "low": mark("Lower limit"),
    "materials": mark("Bill of materials"),
    "meaning": mark("Meaning"),
    "media": mark("Type"),
    "most": mark("At most"),
    "name": mark("Name"),
    "nominal": mark("Batch size"),
    "note": mark("Note of the author"),
    "of": mark("Of"),
    "operations": mark("Operations"),
    "optional": mark("Optional"),
    "options": mark("Answers"),
    "order": mark("Order inside"),
    "overage": mark("Overage in %"),
    "phases": mark("Steps"),
    "potency": mark("Potency corrected"),
    "procedure": mark("Procedure"),
    "product": mark("Product"),
    "product_code": mark("Product code"),
    "profile": mark("Profile"),
    "qs": mark("Filled to the mark"),
    "quantity": mark("Quantity"),
    "repeat": mark("Repeated"),
    "replicates": mark("Readings"),
    "role": mark("Role"),
    "room": mark("Room"),
    "room_code": mark("Code of the room"),
    "rounding": mark("Rounding"),
    "rows": mark("Least rows"),
    "rule": mark("Compared"),
    "rules": mark("Rules followed"),
    "scaling": mark("Scaling"),
    "scribe": mark("Scribe allowed"),
    "second": mark("Second person"),
    "series": mark("Series"),
    "sha256": mark("Fingerprint (SHA-256)"),
    "shelf_life": mark("Shelf life"),
    "gtin": mark("Trade item number (GTIN)"),
    "sign": mark("Signed as"),
    "size": mark("Batch size"),
    "slots": mark("Entries"),
    "sop": mark("SOP"),
    "source": mark("Source of the figure"),
    "sources": mark("Sources, one a line"),
    "stage": mark("Stage"),
    "starts": mark("Starts with"),
    "statistics": mark("Figures of the series"),
    "stops": mark("Stops with"),
    "storage": mark("Storage"),
    "strength": mark("Strength"),
    "target": mark("Target"),
    "theoretical": mark("Theoretical yield"),
    "thing": mark("Thing"),
    "title": mark("Title"),
    "tolerance": mark("Give or take minutes"),
    "unit": mark("Unit"),
    "until": mark("Until"),
    "version": mark("Version"),
    "when": mark("Only when"),
}
"""Names by the last word of the path."""

SPECIAL: Final[Mapping[str, str]] = {
    "header.title": mark("Title of the record"),
    "phase.media": mark("Pictures and documents"),
    "phase.label": mark("Label"),
    "phase.name": mark("File"),
    "size.low": mark("Smallest size"),
    "size.high": mark("Largest size"),
    "size.unit": mark("Unit of the size"),
    "material.low": mark("Tolerance below in %"),
    "material.high": mark("Tolerance above in %"),
    "equipment.kind": mark("Class of equipment"),
    "table.most": mark("Most rows"),
    "timer.low": mark("Shortest time"),
    "timer.high": mark("Longest time"),
    "of.material": mark("Material"),
    "of.qs": mark("Material"),
    "of.equipment": mark("Equipment"),
    "of.scan": mark("What is scanned"),
    "of.labels": mark("Name of the label"),
    "of.handover": mark("Who takes over"),
    "of.result": mark("Of the sample"),
    "of.clearance": mark("What is cleared or cleaned"),
    "of.check": mark("What is cleaned"),
    "flow.repeats": mark("How often"),
    "repeat.most": mark("Rounds at most"),
    "series.most": mark("Rounds at most"),
}
"""Names that depend on what the field stands in, by "part.field" or "of.KIND"."""

STATISTICS: Final[Mapping[str, str]] = {
    "mean": mark("Mean"),
    "sd": mark("Standard deviation"),
    "rsd": mark("Relative standard deviation"),
    "min": mark("Smallest"),
    "max": mark("Largest"),
    "count": mark("Count"),
}

WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "rule": {"as_recorded": mark("As recorded"), "rounded": mark("Rounded to the limit's decimals")},
    "rounding": {"half_up": mark("Half up"), "half_even": mark("Half to even"), "up": mark("Always up")},
    "covers": {
        "phase": mark("This step"),
        "operation": mark("The operation"),
        "unit": mark("The unit procedure"),
        "batch": mark("The whole batch"),
    },
    "second": {"": mark("Not needed"), "witnessed": mark("Witnesses"), "verified": mark("Verifies")},
    "leaves": {
        "": mark("As usual for its kind"),
        "cleared": mark("Cleared for the batch"),
        "cleared_after": mark("Cleared after the batch"),
        "cleaned": mark("Cleaned"),
    },
    "cleanroom": {"": mark("None asked for"), "A": "A", "B": "B", "C": "C", "D": "D"},
    "order": {
        "sequence": mark("One after the other"),
        "any": mark("In any order"),
        "parallel": mark("Side by side"),
    },
    "scaling": {"proportional": mark("With the batch size"), "fixed": mark("The same for every size")},
    "repeats": {
        "": mark("Once"),
        "repeat": mark("Until a condition holds"),
        "for_each": mark("For each thing named at run time"),
        "series": mark("As a series beside another step"),
    },
    "media": {
        "image/png": mark("PNG picture"),
        "image/jpeg": mark("JPEG picture"),
        "application/pdf": mark("PDF document"),
    },
    "profile": {
        "IMP": mark("Investigational (IMP)"),
        "ATMP": mark("Advanced therapy (ATMP)"),
        "commercial": mark("Commercial"),
    },
    "rules": {"FDA": "FDA", "EU": "EU", "draft": mark("Draft rules")},
}  # fmt: skip
"""Words of the closed lists, by field and word."""


def field_name(path: str, part: str = "", kind: str = "") -> str:
    """Return the name of a field; `part` is "header", "material" ..., `kind` that of an entry."""
    last = path.rsplit(".", 1)[-1]
    inside = path.rsplit(".", 2)[-2] if "." in path else part
    for key in (f"of.{kind}" if last == "of" else f"{kind}.{last}", f"{inside}.{last}", f"{part}.{last}"):
        if key in SPECIAL:
            return tr(SPECIAL[key])
    return tr(FIELDS[last])


def statistic_word(name: str) -> str:
    """Return the name of a figure of a series."""
    return tr(STATISTICS[name])


def choice_word(field: str, word: str) -> str:
    """Return the words for one word of a closed list, "" included."""
    if field == "kind":
        return kind_word(word)
    if field in ("meaning", "sign"):
        return meaning_words(word) if word else tr("Not chosen")
    if field == "role":
        return role_word(word) if word else tr("Not chosen")
    return tr(WORDS[field][word])
