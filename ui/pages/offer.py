"""`Offer`: something a person may do here, and why not when it is not possible. Plain data for presenters."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Offer:
    """An act: its key, its verb, an icon; `reason` in words makes it impossible and is shown beside it.

    `strong`: the next right act.
    """

    key: str
    text: str
    icon: str = ""
    reason: str = ""
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """One fact to show: name, value, a quieter detail, and a tone ("", warn, crit) when it needs action."""

    name: str
    value: str
    detail: str = ""
    tone: str = ""
