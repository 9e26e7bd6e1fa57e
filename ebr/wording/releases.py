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
    "commercial": mark(
        "Commercial product: {years} years after certification, or one year after the expiry date if that is later"
    ),
    "IMP": mark("Investigational product: {years} years after the end of the last trial"),
    "ATMP": mark("Advanced therapy: {years} years after the expiry date; without one, after release"),
}
"""How long a record is kept."""

REGISTER: Mapping[str, str] = {
    "certified": mark("Certified"),
    "conditional": mark("Released, results pending"),
    "supplied": mark("Supplied out of specification, not certified"),
    "rejected": mark("Rejected"),
    "sponsor_released": mark("Released by the sponsor"),
}

STATEMENTS: Mapping[str, str] = {
    "certified": mark(
        "I certify that this batch was made and checked in line with good manufacturing practice and the master"
        " batch record named above, that its whole record was reviewed, and that it meets its specification."
    ),
    "conditional": mark(
        "This batch was made in line with good manufacturing practice. It is released on condition of the results"
        " that are named as pending; the final certification follows when they are here."
    ),
    "supplied": mark(
        "This batch does not meet its specification and is not certified. It is supplied for one patient on the"
        " physician's request, after the entries above."
    ),
}
"""What a certificate says of a batch, over the signatures."""

MEANS: Mapping[str, str] = {
    "certified": mark(
        "The qualified person certified that the batch was made and checked as good manufacturing practice and its"
        " master batch record ask, and that it meets its specification."
    ),
    "conditional": mark(
        "The batch was released before the results below were there. It may be certified only when they are, and only"
        " if they conform."
    ),
    "supplied": mark(
        "The batch does not meet its specification and was not certified. It was supplied for one patient on the"
        " request of the treating physician; the five entries of the supply are below."
    ),
    "rejected": mark("The batch may not be used."),
    "sponsor_released": mark("The sponsor released the certified batch for the trial."),
}
"""What a decision means, as the record of the batch says it."""


def statement_words(status: str) -> str:
    """Return what a certificate says of a batch; nothing for a status that has no certificate."""
    return word(STATEMENTS, status) if status in STATEMENTS else ""


def means_words(decision: str) -> str:
    """Return what a decision means."""
    return word(MEANS, decision)


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
