"""How deep batches on a version are reviewed: quality's signed decision (floor-rules 22; EU GMP 4.20 and its note).

Review by exception is earned: it needs a justification, and a version in force or about to be. Who wrote the version
does not decide how little of its batches is read.
"""

from __future__ import annotations

from typing import Final

from ebr.domain import subjects
from ebr.domain.decision import Actor, Decision, Draft
from ebr.domain.master import events as e
from ebr.domain.master.commands import SetReviewDepth
from ebr.domain.master.rules.reviewing import standing
from ebr.domain.master.state import MasterState
from ebr.domain.refusal import Refusal
from ebr.domain.values import clean_text, shown_text

DEPTHS: Final = ("full", "critical", "exception")


def set_depth(state: MasterState, command: SetReviewDepth, actor: Actor) -> Decision:
    """Say how deep batches on this version are reviewed."""
    refusal = standing(state)
    why = clean_text(command.justification, 500)
    if refusal is None and command.depth not in DEPTHS:
        refusal = Refusal("review_depth_unknown", depth=shown_text(command.depth))
    if refusal is None and "approved" not in state.signatures and not state.effective:
        refusal = Refusal("mbr_not_approved", missing="approved")
    if refusal is None and actor.person in state.authors:
        refusal = Refusal("review_depth_own", mbr=state.id, version=state.version)
    if refusal is None and state.review_depth == command.depth:
        refusal = Refusal("review_depth_same", mbr=state.id, version=state.version)
    if refusal is None and not why:
        refusal = Refusal("review_depth_why", mbr=state.id, version=state.version)
    if refusal is not None:
        return Decision(refusal=refusal)
    event = e.ReviewDepthSet(command.mbr, command.version, command.depth, why)
    return Decision((Draft(subjects.master(command.mbr, command.version), event),))
