"""Decisions that stations took without knowing of each other: all stand open until one that knew them follows.

`Recorded.beside` names the entries that a writer did not know. A new decision ends every open one that it knew; those
beside it stay open with it, in an order of their own, so the result is the same in whatever order they came.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from ebr.domain.decision import Recorded

What = TypeVar("What")


@dataclass(frozen=True, slots=True)
class Open(Generic[What]):
    """One decision that nothing followed; `entry` is its hash."""

    entry: str
    what: What
    by: str
    at: str


def followed(opened: tuple[Open[What], ...], what: What, recorded: Recorded) -> tuple[Open[What], ...]:
    """Return what stands open after one decision more."""
    stamp = recorded.stamp
    signed = getattr(recorded.event, "signed", None)
    new = Open(stamp.hash, what, signed.person if signed is not None else stamp.by, stamp.at.wall)
    beside = [one for one in opened if one.entry in recorded.beside]
    return tuple(sorted([*beside, new], key=lambda one: one.entry))


def strictest(opened: tuple[Open[What], ...], strictness: Callable[[What], int]) -> Open[What] | None:
    """Return the most restrictive of the open decisions, None when there is none."""
    return max(opened, key=lambda one: (strictness(one.what), one.entry), default=None)
