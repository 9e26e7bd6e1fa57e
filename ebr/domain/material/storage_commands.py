"""What people ask about the time that a lot is out of its storage condition (21 CFR 211.142)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LimitStorage:
    """Say how many hours, summed, a lot may be out of the condition of the specification in force; signed by quality.

    Nothing said is none. A new version of the specification begins with none.
    """

    item: str
    hours: str
    reason: str


@dataclass(frozen=True, slots=True)
class JudgeStorage:
    """Find that the time a container, or all of them (""), was out of its condition did no harm; signed by quality."""

    lot: str
    container: str
    finding: str
