"""Words for deviations: where one stands, its sections, how a cause was found, its history."""

from __future__ import annotations

from collections.abc import Mapping

from ebr.wording.sentences import sentence, word
from ebr.words import mark

STATUS: Mapping[str, str] = {
    "open": mark("Under investigation"),
    "proposed": mark("Proposed for closing"),
    "closed": mark("Closed"),
}

SECTIONS: Mapping[str, str] = {
    "description": mark("What departed"),
    "contained": mark("Containment"),
    "cause": mark("Cause"),
    "impact": mark("Impact"),
    "actions": mark("Corrective and preventive action"),
    "conclusion": mark("Conclusion"),
    "reason": mark("Reason"),
}
"""Parts of the course; a refusal names the one that is missing."""

METHODS: Mapping[str, str] = {
    "five_whys": mark("Five whys"),
    "fishbone": mark("Cause and effect diagram"),
    "fault_tree": mark("Fault tree"),
    "comparison": mark("Comparison with a good batch"),
    "observation": mark("Seen at once"),
    "not_found": mark("No cause found"),
}
"""How a cause was found."""

HISTORY: Mapping[str, str] = {
    "opened": mark("Opened"),
    "described": mark("Described anew"),
    "linked": mark("Exceptions or batches linked"),
    "classed_minor": mark("Class set to minor"),
    "classed_major": mark("Class set to major"),
    "classed_critical": mark("Class set to critical"),
    "contained": mark("Containment written"),
    "cause": mark("Cause written"),
    "impact": mark("Impact assessed"),
    "actions": mark("Actions written"),
    "attached": mark("File attached"),
    "proposed": mark("Closing proposed"),
    "returned": mark("Sent back by quality"),
    "closed": mark("Approved and closed"),
    "reopened": mark("Opened again"),
}

TITLES: Mapping[str, str] = {"labels_unreconciled": mark("Labels do not add up: {slot}")}
"""Titles of what a rule opened."""
DESCRIPTIONS: Mapping[str, str] = {
    "labels_unreconciled": mark(
        "The labels of {slot} do not add up, {value} are missing or too many. The rule opened this deviation; release"
        " waits until it is closed (21 CFR 211.125(c))."
    )
}


def deviation_word(status: str) -> str:
    """Return where a deviation stands."""
    return word(STATUS, status)


def section_word(section: str) -> str:
    """Return the name of a section."""
    return word(SECTIONS, section)


def method_word(method: str) -> str:
    """Return how a cause was found."""
    return word(METHODS, method)


def history_word(what: str) -> str:
    """Return what happened, for a line of the history."""
    return word(HISTORY, what)


def title_words(rule: str, title: str) -> str:
    """Return the title of a deviation: of one that a rule opened, in words; a person's stands as it is."""
    return sentence(TITLES, rule, {"slot": title}) or title


def description_words(rule: str, title: str, description: str) -> str:
    """Return what departed: of what a rule opened, in words; a person's text stands as it is."""
    return sentence(DESCRIPTIONS, rule, {"slot": title, "value": description}) or description
