"""What is true of a deviation: its course section by section, who wrote it, whether it stands against a release."""

from __future__ import annotations

from ebr.domain.deviation.state.apply import apply, start
from ebr.domain.deviation.state.asked import Batch
from ebr.domain.deviation.state.model import METHODS, SECTIONS, SEVERITIES, Act, DeviationState, Mark, Written
from ebr.domain.deviation.state.open import blocking, blocks

__all__ = [
    "METHODS",
    "SECTIONS",
    "SEVERITIES",
    "Act",
    "Batch",
    "DeviationState",
    "Mark",
    "Written",
    "apply",
    "blocking",
    "blocks",
    "start",
]
