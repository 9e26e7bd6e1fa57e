"""What an address of the batch is called on paper: its number and title, its rounds, and what was decided there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ebr.domain.batch.state import BatchState
from ebr.domain.batch.state.plan import last_id
from ebr.wording import meaning_words
from ebr.words import mark, tr

DECISIONS: Final[Mapping[str, str]] = {
    "issued": mark("Issue of the batch"),
    "completed": mark("Production declared complete"),
    "decided": mark("Decision about the batch"),
    "closed": mark("End of the list: {label}"),
    "started": mark("Start of the timer: {label}"),
    "stopped": mark("End of the timer: {label}"),
}
"""What only one entry may say besides values (`ebr.domain.batch.state.places`)."""


def place(state: BatchState, address: str) -> str:
    """Return what an address names, with its number and rounds; a decision at that place is told as one."""
    address, _, decision = address.partition("#")
    if decision:
        return _decision(state, address, decision)
    if address.startswith("exception/"):
        return tr("Decision about exception {number}", number=address.removeprefix("exception/"))
    plan = state.plan
    name = last_id(address) if address else ""
    if plan is None or name not in plan.places:
        return address
    found = plan.places[name]
    title = found.node.title if found.node is not None else plan.slots[name].label
    round_ = address.rpartition("[")[2].partition("]")[0] if "[" in address else ""
    return (
        tr("{number} {title}, round {round}", number=found.number, title=title, round=round_)
        if round_
        else f"{found.number} {title}"
    )


def part_words(state: BatchState, part: str) -> str:
    """Return what a part that a station holds is called: a unit procedure, or the batch itself."""
    return place(state, part) if part else tr("The batch as a whole: decisions of production")


def _decision(state: BatchState, address: str, decision: str) -> str:
    if decision.startswith("holder/"):
        return tr("Who holds: {part}", part=part_words(state, decision.removeprefix("holder/")))
    label = place(state, address) if address else ""
    if decision in DECISIONS:
        return tr(DECISIONS[decision], label=label)
    return tr("Signature, {meaning}: {label}", meaning=meaning_words(decision), label=label)
