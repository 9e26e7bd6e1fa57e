"""What a deviation asks of a batch: that it was issued, its exceptions, and which of them is covered already.

A batch's rules ask the state of deviations, so a deviation knows no more of a batch than this shape.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol, runtime_checkable

from ebr.domain.values import Stamp


class Departure(Protocol):
    """One exception: its class, and who raised it."""

    severity: str
    raised: Stamp


@runtime_checkable
class Batch(Protocol):
    """A batch; `issued` is None before it was, and `covered` names the deviation of an exception, "" for none."""

    @property
    def issued(self) -> object | None:
        """The issue."""

    @property
    def exceptions(self) -> Mapping[str, Departure]:
        """The exceptions by number."""

    def covered(self, exception: str) -> str:
        """The deviation that an exception belongs to."""
