"""What a batch used and should not have, as another station knew, or as came to light since (features.md, trap 2)."""

from __future__ import annotations

from collections.abc import Iterator

from ebr.domain.batch.state import BatchState
from ebr.domain.decision import Facts

Found = tuple[str, str, dict[str, str], bool]
"""Name, code, parameters, whether release waits for it."""


def roots(state: BatchState, facts: Facts) -> Iterator[str]:
    """Yield the roots."""
    yield from ()


def found(state: BatchState, facts: Facts) -> Iterator[Found]:
    """Yield."""
    yield from ()
