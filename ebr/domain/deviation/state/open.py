"""What the release of a batch asks of deviations: which open ones stand against it (21 CFR 211.192, 211.125(c)).

A major or critical deviation blocks every batch that it names until quality has closed it. One that a rule opened
because labels do not add up blocks whatever its class. A minor one that a person opened is named and does not block.
"""

from __future__ import annotations

from collections.abc import Mapping

from ebr.domain.deviation.state.model import DeviationState
from ebr.domain.refusal import Refusal


def blocks(state: DeviationState) -> bool:
    """Tell whether it stands against the release of the batches that it names."""
    return state.open and (state.severity != "minor" or bool(state.rule))


def blocking(facts: Mapping[str, object], batch: str) -> tuple[Refusal, ...]:
    """Return what stands against releasing a batch, by number; `facts` are states by root, of any kind."""
    found = [one for one in facts.values() if isinstance(one, DeviationState) and batch in one.batches and blocks(one)]
    return tuple(
        Refusal("deviation_open", deviation=one.number, severity=one.severity, title=one.title, batch=batch)
        for one in sorted(found, key=lambda one: one.number)
    )
