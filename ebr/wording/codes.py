"""Words for the short codes of the record: states, meanings, roles, severities, kinds, verdicts, sources, profiles.

A code stands in the record for ever; its word is for people and may change. An unknown code is shown as it stands.
Where the domain has an English table of its own (roles, profiles), a test holds both equal; the texts stand here
because only here they can be marked for the catalogue.
"""

from __future__ import annotations

from collections.abc import Mapping

from ebr.wording.sentences import word
from ebr.words import mark

BATCH: Mapping[str, str] = {
    "to_check": mark("Issue to be checked"),
    "issued": mark("Issued"),
    "running": mark("In production"),
    "held": mark("On hold"),
    "complete": mark("Production complete"),
    "reviewed": mark("Reviewed"),
    "certified": mark("Certified"),
    "conditional": mark("Released, results pending"),
    "supplied": mark("Supplied out of specification, not certified"),
    "rejected": mark("Rejected"),
    "aborted": mark("Ended early"),
}
"""Status of a batch, as its queue card and its record say it."""

STEP: Mapping[str, str] = {
    "locked": mark("Locked"),
    "open": mark("Open"),
    "active": mark("In progress"),
    "to_verify": mark("To be verified"),
    "done": mark("Done"),
    "unsigned": mark("To be signed again"),
    "not_applicable": mark("Does not apply"),
    "todo": mark("To do"),
    "out": mark("Out of limits"),
    "skipped": mark("Not made, see the exception"),
    "computed_later": mark("Computed later"),
}
"""Status of a step and of an entry."""

LIVES: Mapping[str, str] = {
    "unknown": mark("Not here"),
    "added": mark("To be signed by the author"),
    "signed": mark("In review"),
    "verified": mark("In review, verified"),
    "approved": mark("Approved, not in force yet"),
    "effective": mark("In force"),
    "superseded": mark("Superseded"),
    "withdrawn": mark("Withdrawn"),
    "returned": mark("Given back"),
}
"""Life of a version of a master batch record."""

DRAFTS: Mapping[str, str] = {
    "open": mark("Being written"),
    "submitted": mark("Submitted"),
    "abandoned": mark("Given up"),
}
"""Status of a draft of a master batch record."""

BLOCKS: Mapping[str, str] = {
    "unknown": mark("Not here"),
    "added": mark("To be approved by quality"),
    "approved": mark("Approved"),
    "withdrawn": mark("Withdrawn"),
}
"""Life of a version of a building block."""

LIKENESS: Mapping[str, str] = {
    "same": mark("As in the block"),
    "fitted": mark("As in the block, with its own materials and values"),
    "changed": mark("Changed here"),
    "unknown": mark("This version of the block is not here"),
}
"""How a part compares with the building block it was taken from."""

LEVELS: Mapping[str, str] = {"phase": mark("Step"), "operation": mark("Operation")}
"""What a building block is."""

TRAINED: Mapping[str, str] = {
    "trained": mark("Trained"),
    "grace": mark("Earlier version counts"),
    "waiting": mark("Read, waits for trainer"),
    "expired": mark("Expired"),
    "old": mark("Earlier version only"),
    "missing": mark("Missing"),
}
"""Where a person stands in a task."""

PEOPLE: Mapping[str, str] = {
    "active": mark("Active"),
    "temporary": mark("Has a temporary password"),
    "to_acknowledge": mark("Signature to be acknowledged"),
    "contested": mark("To be decided by quality"),
    "locked": mark("Locked"),
    "deactivated": mark("Deactivated"),
}
"""State of a person."""

MEANINGS: Mapping[str, str] = {
    "performed": mark("Performed by"),
    "recorded": mark("Recorded by"),
    "witnessed": mark("Witnessed by"),
    "verified": mark("Verified by"),
    "translated": mark("Translation confirmed by"),
    "approved": mark("Approved by"),
    "acknowledged": mark("Acknowledged by"),
    "handed_over": mark("Handed over by"),
    "hold_lifted": mark("Hold lifted by"),
    "completed": mark("Completed by"),
    "reviewed": mark("Reviewed by"),
    "decided": mark("Decided by"),
    "certified": mark("Certified by"),
    "conditional": mark("Conditionally released by"),
    "rejected": mark("Rejected by"),
    "aborted": mark("Ended early by"),
    "taken_over": mark("Taken over by"),
    "amended": mark("Amended by"),
    "conflict_resolved": mark("Conflict resolved by"),
    "weakness_decided": mark("Weakness decided by"),
    "form_reconciled": mark("Form reconciled by"),
    "trail_reviewed": mark("Audit trail reviewed by"),
    "supplied": mark("Supplied out of specification by"),
    "sponsor_released": mark("Released for the sponsor by"),
    "supply_noted": mark("Entry of the supply by"),
    "recall_decided": mark("Recall decided by"),
    "legal_hold_set": mark("Legal hold set by"),
    "legal_hold_lifted": mark("Legal hold lifted by"),
}
"""What a signature means (21 CFR 11.50(a)(3))."""

ROLES: Mapping[str, str] = {
    "operator": mark("Operator"),
    "supervisor": mark("Supervisor"),
    "laboratory": mark("Laboratory"),
    "quality": mark("Quality"),
    "qualified_person": mark("Qualified person"),
    "sponsor": mark("Sponsor"),
    "author": mark("Author"),
    "administrator": mark("Administrator"),
    "recovery": mark("Recovery administrator"),
    "inspector": mark("Inspector"),
}

SEVERITIES: Mapping[str, str] = {"minor": mark("Minor"), "major": mark("Major"), "critical": mark("Critical")}

KINDS: Mapping[str, str] = {
    "instruction": mark("Instruction"),
    "number": mark("Number"),
    "choice": mark("Choice"),
    "check": mark("Yes or no"),
    "text": mark("Text"),
    "datetime": mark("Date and time"),
    "duration": mark("Duration"),
    "scan": mark("Scan"),
    "photo": mark("Photo"),
    "file": mark("File"),
    "table": mark("Series of numbers"),
    "calculation": mark("Calculation"),
    "timer": mark("Timer"),
    "material": mark("Material"),
    "qs": mark("Fill to the mark"),
    "equipment": mark("Equipment"),
    "identity": mark("Identity check"),
    "clearance": mark("Line clearance"),
    "sample": mark("Sample"),
    "result": mark("Laboratory result"),
    "labels": mark("Label reconciliation"),
    "yield": mark("Yield"),
    "environment": mark("Room conditions"),
    "handover": mark("Hand-over of the product"),
    "signature": mark("Signature"),
}

VERDICTS: Mapping[str, str] = {
    "in": mark("Within limits"),
    "alert": mark("Outside the alert limits"),
    "out": mark("Out of limits"),
}

SOURCES: Mapping[str, str] = {
    "typed": mark("Typed"),
    "scanned": mark("Scanned"),
    "device": mark("Read from the device"),
    "calculated": mark("Computed"),
    "clock": mark("By the station's clock"),
    "form": mark("From an emergency form"),
}

OUTCOMES: Mapping[str, str] = {"transcribed": mark("Transcribed"), "unused": mark("Unused"), "lost": mark("Lost")}
"""What became of an emergency form."""

PROFILES: Mapping[str, str] = {
    "production": mark("Production"),
    "practice": mark("Practice"),
    "demonstration": mark("Demonstration"),
    "rehearsal": mark("Rehearsal"),
}

STATUS: Mapping[str, str] = {**LIVES, **BATCH, **STEP}


def status_word(code: str) -> str:
    """Return the word for the status of a batch, a step, an entry or a version of a master batch record."""
    return word(STATUS, code)


def draft_word(status: str) -> str:
    """Return where a draft of a master batch record stands."""
    return word(DRAFTS, status)


def block_word(status: str) -> str:
    """Return where a version of a building block stands."""
    return word(BLOCKS, status)


def trained_word(level: str) -> str:
    """Return where a person stands in a task."""
    return word(TRAINED, level)


def likeness_word(likeness: str) -> str:
    """Return how a part compares with the building block it was taken from."""
    return word(LIKENESS, likeness)


def level_word(level: str) -> str:
    """Return what a building block is: a step or an operation."""
    return word(LEVELS, level)


def person_word(code: str) -> str:
    """Return the word for the state of a person."""
    return word(PEOPLE, code)


def meaning_words(meaning: str) -> str:
    """Return what a signature means: "Performed by"."""
    return word(MEANINGS, meaning)


def role_word(role: str) -> str:
    """Return the name of a role."""
    return word(ROLES, role)


AMENDMENTS: Mapping[str, str] = {"rework": mark("Rework"), "safety": mark("Safety")}
"""Why quality changes the instructions of a running batch."""


def amendment_word(kind: str) -> str:
    """Return the name of a kind of amendment."""
    return word(AMENDMENTS, kind)


def severity_word(severity: str) -> str:
    """Return the class of an exception."""
    return word(SEVERITIES, severity)


def kind_word(kind: str) -> str:
    """Return the name of a kind of entry to make."""
    return word(KINDS, kind)


def verdict_word(verdict: str) -> str:
    """Return how a value compares with its limits; empty when it has none."""
    return word(VERDICTS, verdict)


def how_words(how: str) -> str:
    """Return how a value came into the record."""
    return word(SOURCES, how)


def outcome_word(outcome: str) -> str:
    """Return what became of an emergency form."""
    return word(OUTCOMES, outcome)


def profile_word(profile: str) -> str:
    """Return the name of a store's profile (floor-rules 16)."""
    return word(PROFILES, profile)
