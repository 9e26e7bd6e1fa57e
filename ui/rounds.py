"""Rounds with the central store, as a screen sees them: under way or not, how far, what the last one said. No Qt here.

A round is nobody's act: it runs in the background, and a person may ask for one at once. Whoever offers rounds is
`Desk.rounds`; a desk without a network has none.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from ebr.domain.refusal import Refusal
from ui.desk import Stop, Then


@dataclass(frozen=True, slots=True)
class Round:
    """What is known of rounds: the stage of the one under way ("" for none), and how the last one ended.

    `done` of `of` counts what the stage is at (0: not known). `ended` is the time of the last end (ISO 8601, "" before
    the first), `lines` say what it did; or `refusal` says why not, and `failed` is the fault that ended it.
    """

    stage: str = ""
    done: int = 0
    of: int = 0
    ended: str = ""
    lines: tuple[str, ...] = ()
    doubt: str = ""
    refusal: Refusal | None = None
    failed: str = ""

    @property
    def busy(self) -> bool:
        """A round is under way."""
        return bool(self.stage)


class Rounds(Protocol):
    """What runs rounds and whatever else needs the network."""

    @property
    def now(self) -> Round:
        """How it stands."""
        ...

    def start(self, url: str = "", password: str | None = None, *, everything: bool = False) -> None:
        """Do a round now, with the central store remembered or with another; one at a time."""
        ...

    def on_moved(self, heard: Callable[[Round], None]) -> Stop:
        """Hear how a round goes on and ends; call the returned function to stop hearing."""
        ...

    def bundle(self, to: str, target: Path, by: str, then: Then) -> None:
        """Write a bundle for a station; `then` hears of it when it is on the medium, or refused."""
        ...


def rounds_of(desk: object) -> Rounds | None:
    """Return what runs rounds for a desk; None where nothing does."""
    found: Any = getattr(desk, "rounds", None)
    return found
