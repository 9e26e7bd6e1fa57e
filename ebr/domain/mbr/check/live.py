"""The check while an author types: the same problems as `check`, found again only where the document changed.

live = LiveCheck()
live.problems(mbr) -> tuple[Problem, ...]     equal to check(mbr), in the same order
live.located(mbr) -> tuple[Located, ...]      the same with the part and field to show
"""

from __future__ import annotations

from dataclasses import dataclass

from ebr.domain.mbr.address import located
from ebr.domain.mbr.check import troubles_of, worded
from ebr.domain.mbr.check.memo import Memo
from ebr.domain.mbr.model import Mbr
from ebr.domain.mbr.problem import Problem


@dataclass(frozen=True, slots=True)
class Located:
    """A problem with the address of its part (`ebr.domain.mbr.address`) and its field ("limits.high", "" for none)."""

    problem: Problem
    part: str
    field: str


class LiveCheck:
    """Remembers what it found in the parts of the last document, by object; not for two threads at a time."""

    def __init__(self) -> None:
        self._memo = Memo()

    def problems(self, mbr: Mbr) -> tuple[Problem, ...]:
        """Return what `check` returns for a document."""
        return tuple(found.problem for found in self.located(mbr))

    def located(self, mbr: Mbr) -> tuple[Located, ...]:
        """Return the same problems in the same order, each with what an editor shows for it."""
        return tuple(
            Located(problem, *located(mbr, place)) for problem, place in worded(mbr, troubles_of(mbr, self._memo))
        )
