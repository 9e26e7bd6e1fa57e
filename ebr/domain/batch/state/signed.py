"""How signatures come and go: void when what they cover changes, and the review with them (floor-rules 7, 24)."""

from __future__ import annotations

from dataclasses import replace

from ebr.domain.batch.state.model import BatchState, SignatureState
from ebr.domain.batch.state.plan import last_id
from ebr.domain.batch.state.who import missing_meanings
from ebr.domain.signature import Signed
from ebr.domain.values import Stamp

REVIEWED = ("reviewed", "certified", "conditional", "supplied", "sponsor_released")
"""Meanings that speak of the whole record as it was then: any change after it makes them void."""
DECIDED = (
    "conflict_resolved",
    "taken_over",
    "amended",
    "weakness_decided",
    "hold_lifted",
    "form_reconciled",
    "supply_noted",
    "recall_decided",
    "legal_hold_set",
    "legal_hold_lifted",
    "trail_reviewed",
)
"""Meanings of decisions that were needed once: one that a later change makes void is not asked for again."""


def sign(state: BatchState, scope: str, meaning: str, signed: Signed | None, stamp: Stamp, language: str = "") -> None:
    """Take a signature in; `language` is the one in which the instruction was shown."""
    if signed is not None:
        state.signed_in[scope] = (*state.signed_in.get(scope, ()), len(state.signatures))
        state.signatures.append(SignatureState(scope, meaning, signed, stamp, language=language))
        state.remembered.advanced()


def note_passed(state: BatchState, scope: str, stamp: Stamp) -> None:
    """Remember a phase instance that what follows no longer waits for."""
    phase = state.plan.phases.get(last_id(scope)) if state.plan else None
    if phase is None or scope in state.passed:
        return
    missing = missing_meanings(state, scope, phase)
    if not missing or ("performed" not in missing and not phase.critical):
        state.passed[scope] = stamp
        state.remembered.advanced()


def void(state: BatchState, replaced: str, stamp: Stamp, what: str) -> None:
    """Make void every signature that covers a replaced entry, and every one that covers such a signature."""
    changed = [replaced]
    for hash_ in changed:
        for place, found in enumerate(state.signatures):
            if found.valid and hash_ in found.signed.covered:
                state.signatures[place] = replace(found, void=stamp.hash, void_by=what)
                changed.append(found.stamp.hash)
    void_review(state, stamp, what)
    state.remembered.advanced()


def void_scope(state: BatchState, scope: str, stamp: Stamp, what: str) -> None:
    """Make the signatures of a scope void, and every one that covers them: more belongs to the scope than they saw."""
    for place in state.signed_in.get(scope, ()):
        found = state.signatures[place]
        if found.valid:
            state.signatures[place] = replace(found, void=stamp.hash, void_by=what)
            void(state, found.stamp.hash, stamp, what)


def void_review(state: BatchState, stamp: Stamp, what: str, *, conditional: bool = True) -> None:
    """Make the review void, and a certification or conditional release made on it; a rejection stands.

    Without `conditional` a conditional release stands too: what comes is what it was waiting for (floor-rules 14).
    """
    stands = ("rejected",) if conditional else ("rejected", "conditional", "supplied")
    if state.reviewed is None or (state.review_void and state.disposition in ("", *stands)):
        return
    state.review_void = state.review_void or stamp.hash
    state.disposition = state.disposition if state.disposition in stands else ""
    state.releasing.sponsor = None
    for place, found in enumerate(state.signatures):
        if found.valid and found.meaning in REVIEWED and found.meaning not in stands:
            state.signatures[place] = replace(found, void=stamp.hash, void_by=what)
