"""Words of a release: what waits, verdicts of results, entries of a supply, calls, recall decisions, the register."""

from __future__ import annotations

from collections.abc import Mapping

from ebr.wording.codes import VERDICTS
from ebr.wording.sentences import word
from ebr.words import mark, tr

WAITS: Mapping[str, str] = {
    "review": mark("For the review"),
    "decision": mark("For the qualified person"),
    "results": mark("For results"),
    "sponsor": mark("For the sponsor"),
    "recall": mark("For the recall"),
}
"""What a batch waits for."""

CONFORM: Mapping[str, str] = {
    "in": mark("Conforms"),
    "": mark("Recorded"),
    "pending": mark("Pending"),
    "skipped": mark("Not made, see the exception"),
}

SUPPLY: Mapping[str, str] = {
    "requested": mark("Request of the physician"),
    "evaluated": mark("Our evaluation of the risk"),
    "notified": mark("Notice to the physician"),
    "accepted": mark("Acceptance by the physician"),
    "informed": mark("Sponsor or authority informed"),
}
"""The five entries of a supply out of specification."""

CALLS: Mapping[str, str] = {
    "qualified_person": mark("Qualified person"),
    "physician": mark("Treating physician"),
    "sponsor": mark("Sponsor"),
    "authority": mark("Competent authority"),
    "customers": mark("Customers"),
}

RECALLS: Mapping[str, str] = {
    "recall": mark("Recall what has left"),
    "not_used": mark("Not used, stopped in time"),
    "too_late": mark("Used already, patient followed up"),
}

RULES: Mapping[str, str] = {
    "commercial": mark("Commercial product: {years} years after certification"),
    "IMP": mark("Investigational product: {years} years after the end of the last trial"),
    "ATMP": mark("Advanced therapy: {years} years after release"),
}
"""How long a record is kept."""

REGISTER: Mapping[str, str] = {
    "certified": mark("Certified"),
    "conditional": mark("Released, results pending"),
    "supplied": mark("Supplied out of specification, not certified"),
    "rejected": mark("Rejected"),
    "sponsor_released": mark("Released by the sponsor"),
}


def waits_word(code: str) -> str:
    """Return what a batch waits for."""
    return word(WAITS, code)


def verdict_word(code: str) -> str:
    """Return whether a result conforms."""
    return word(CONFORM, code) if code in CONFORM else word(VERDICTS, code)


def supply_word(code: str) -> str:
    """Return the name of an entry of a supply."""
    return word(SUPPLY, code)


def call_word(code: str) -> str:
    """Return who is called."""
    return word(CALLS, code)


def recall_word(code: str) -> str:
    """Return what quality decided about a recall."""
    return word(RECALLS, code)


def decision_word(code: str) -> str:
    """Return a decision as the register says it."""
    return word(REGISTER, code)


def rule_words(rule: str, years: int) -> str:
    """Return how long a record is kept."""
    return tr(RULES[rule], years=str(years)) if rule in RULES else rule
