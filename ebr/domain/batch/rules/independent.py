"""Who took part in production, and can neither review nor certify it (floor-rules 21; 21 CFR 211.22, 211.192)."""

from __future__ import annotations

from ebr.domain.batch.state import BatchState

IN_PRODUCTION = ("performed", "recorded", "witnessed", "verified", "handed_over", "completed", "amended")


def in_production(state: BatchState) -> set[str]:
    """Return everybody who performed, verified or decided for production; who checked the issue did not."""
    header = f"batch/{state.id}"
    return state.performers | {
        one.signed.person
        for one in state.signatures
        if (one.meaning in IN_PRODUCTION and (one.scope != header or one.meaning != "verified"))
        or one.signed.role == "supervisor"
    }
